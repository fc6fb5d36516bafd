"""Prices of any interval as revenue of a month, in exact parts of a minor unit."""

from datetime import date
from typing import Any

import numpy as np

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.calendar import Days, term_months
from csdesk.metrics.columns import INTERVAL, INTERVALS, Ints
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.result import FINE, MetricResult, Unit

WHOLE = 10_000  # hundredths of a percent in the whole
TERM = INTERVAL["term"]
_MONTHS = {
    "month": 1, "quarter": 3, "half_year": 6, "year": 12,
    "24_months": 24, "36_months": 36, "48_months": 48, "60_months": 60,
}  # fmt: skip
_SAFE = float(1 << 62)


def factors(policy: MetricPolicy) -> Ints:
    """Return what one minor unit per interval is worth a month, in ``FINE`` parts, by interval code.

    Formula: month 1, quarter 1/3, year 1/12, N months 1/N, week 52/12 (or 4), day 365/12 (or 30); a term
             depends on its dates (0 here); one-off is 0; metered is 0, or 1 where use is counted
    Units:   ``FINE`` × share; every one a multiple of 100, so that whole-percent discounts stay exact
    Source:  metrics.md 2.1, rules.md 2
    """
    found = np.zeros(len(INTERVALS), np.int64)
    for name, months in _MONTHS.items():
        found[INTERVAL[name]] = FINE // months
    found[INTERVAL["week"]] = 4 * FINE if policy.week_factor == "4" else 52 * FINE // 12
    found[INTERVAL["day"]] = 30 * FINE if policy.day_factor == "30" else 365 * FINE // 12
    found[INTERVAL["metered"]] = FINE if policy.usage == "in" else 0
    return found


def scaled(units: Ints, numerator: Ints, denominator: Ints) -> Ints:
    """Return units × numerator / denominator, rounded once, halves away from zero.

    Exact integers throughout: where int64 could overflow, Python's own integers do the work.
    """
    if not len(units):
        return units
    if float(np.abs(units).max()) * float(numerator.max()) * 2 + float(denominator.max()) < _SAFE:
        product = units.astype(np.int64) * numerator
        whole = (2 * np.abs(product) + denominator) // (2 * denominator)
        exact: Ints = np.where(product < 0, -whole, whole)
        return exact
    big: Any = units.astype(object) * numerator.astype(object)
    whole = (2 * abs(big) + denominator) // (2 * denominator.astype(object))
    if max(whole) >= _SAFE:
        raise Refused(mark("The amount of a contract is too large to compute with."))
    signed: Ints = np.where(units < 0, -whole, whole).astype(np.int64)
    return signed


def monthly(
    units: Ints,
    interval: Ints,
    start: Days,
    end: Days,
    policy: MetricPolicy,
    percent: Ints | None = None,
    minus: Ints | None = None,
    parts: Ints | None = None,
) -> Ints:
    """Return the MRR of prices of any interval.

    Formula: units × factor × (1 − percent) − minus × factor, never below 0 because of a discount
    Units:   ``units`` and ``minus`` minor units per interval (over ``parts`` where given), ``percent`` in
             hundredths; returns ``FINE`` parts of a minor unit a month
    Scope:   ``term`` spreads its amount over the months of ``[start, end)``
    Undefined: a term without length or end is 0
    Source:  metrics.md 2.1, rules.md 2
    """
    numerator = factors(policy)[interval]
    denominator = np.ones_like(numerator) if parts is None else parts.copy()
    terms = np.flatnonzero((interval == TERM) & (end > start))
    if len(terms):
        months, length = term_months(start[terms], end[terms], policy.partial_month)
        numerator[terms] = FINE * length
        denominator[terms] *= months
    cut = np.zeros_like(units) if percent is None else percent
    off = np.zeros_like(units) if minus is None else np.where(units > 0, minus, 0)
    if not (cut.any() or off.any()):
        return scaled(units, numerator, denominator)
    net = _less(units, cut, off if parts is None else off * parts)
    some = (cut > 0) | (off != 0)
    return scaled(np.where(some, net, units), numerator, np.where(some, denominator * WHOLE, denominator))


def _less(units: Ints, percent: Ints, minus: Ints) -> Any:
    """Return prices less their discounts, in 1/``WHOLE`` of a minor unit: rounding comes once, at the end."""
    big: Any = units
    if float(np.abs(units).max()) + float(np.abs(minus).max()) > _SAFE / WHOLE:
        big = units.astype(object)
    net = big * (WHOLE - percent) - minus * WHOLE
    return np.where(units > 0, np.maximum(net, 0), net)


def price_per_month(
    amount: int,
    interval: str = "month",
    *,
    quantity: int = 1,
    start: date | None = None,
    end_exclusive: date | None = None,
    percent: int = 0,
    policy: MetricPolicy | None = None,
) -> int:
    """Return the MRR of one price, in ``FINE`` parts of a minor unit; :func:`monthly` for one."""
    begins = start.toordinal() if start else 0
    ends = end_exclusive.toordinal() if end_exclusive else begins

    def one(value: int) -> Ints:
        return np.array([value], np.int64)

    found = monthly(
        one(amount * quantity),
        one(INTERVAL[interval]),
        one(begins),
        one(ends),
        policy or MetricPolicy(),
        percent=one(percent),
    )
    return int(found[0])


def contract_value(
    mrr: int, start: date, end_exclusive: date, policy: MetricPolicy | None = None
) -> MetricResult:
    """Return what a monthly price brings over a term, parts of months included.

    Formula:   mrr × (whole months + days left / length of that month)
    Units:     ``mrr`` in ``FINE`` parts a month; returns money in the same parts
    Undefined: never; a term without length is 0
    Source:    Zuora order metrics (TCV by actual days, TCB by months of 30 days)
    """
    months, length = term_months(
        np.array([start.toordinal()]),
        np.array([end_exclusive.toordinal()]),
        (policy or MetricPolicy()).partial_month,
    )
    value = scaled(np.array([mrr]), months, length)
    return MetricResult(int(value[0]), Unit.MONEY, "contract_value")
