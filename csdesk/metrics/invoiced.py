"""Which part of which invoice belongs to a period, on the basis the policy names."""

import numpy as np

from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import Bools, Facts, Ints
from csdesk.metrics.normalise import scaled
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.rates import converted, rate_table
from csdesk.metrics.result import FINE, Period


def invoiced(facts: Facts, policy: MetricPolicy, period: Period) -> tuple[Ints, Ints, Bools]:
    """Return the invoices of a period, the amount of each that counts, and where a rate is missing.

    Formula: invoiced: issued in the period; cash: paid in it; recognised: the share of the days covered
             that lies in it (an invoice that names no days: all of it when issued)
    Units:   ``FINE`` parts of the book's minor unit, at the rate of the day that counts
    Source:  metrics.md 2.1
    """
    invoices = facts.invoices
    opening, closing = period.opening.toordinal(), period.closing.toordinal()
    day = invoices.paid if policy.revenue_basis == "cash" else invoices.issued
    fine = invoices.amount * FINE
    inside = (day > opening) & (day <= closing)
    if policy.revenue_basis == "recognised":
        length = invoices.covers_until - invoices.covers_from
        spread = (invoices.covers_from < NO_END) & (invoices.covers_until < NO_END) & (length > 0)
        begin = np.maximum(invoices.covers_from, opening + 1)
        overlap = np.clip(np.minimum(invoices.covers_until, closing + 1) - begin, 0, None)
        fine = np.where(spread, scaled(fine, overlap, np.where(spread, length, 1)), fine)
        inside = np.where(spread, overlap > 0, inside)
        day = np.where(spread, np.maximum(begin, invoices.covers_from), day)
    index = np.flatnonzero(inside)
    factor = rate_table(facts, day[index]).factor[invoices.currency[index], np.arange(len(index))]
    return index, converted(fine[index], factor), np.isnan(factor)
