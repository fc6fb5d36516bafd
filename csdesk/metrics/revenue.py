"""Revenue: what is paid a month and a year, per customer, by new customers, and in invoices."""

from collections.abc import Sequence
from math import fsum

from csdesk.metrics.columns import Ints
from csdesk.metrics.result import MetricResult, Reason, Unit, half_up, share, undefined


def mrr(amounts: Ints) -> MetricResult:
    """Monthly recurring revenue at the end of a day.

    Formula:   sum of the monthly prices of all paid contracts in force, after recurring discounts
    Units:     ``amounts`` per account in FINE parts of a minor unit; returns the same a month
    Scope:     accounts that pay; trial, free, one-off and metered contracts are 0; before tax
    Undefined: never; nothing under contract is 0
    Source:    metrics.md 2.1 (ChartMogul, Stripe)
    """
    paying = int((amounts > 0).sum())
    return MetricResult(int(amounts.sum()), Unit.MONEY_PER_MONTH, "mrr", n=paying)


def arr(amounts: Ints) -> MetricResult:
    """Annual recurring revenue at the end of a day.

    Formula:   mrr × 12
    Units:     ``amounts`` per account and month in FINE parts; returns the same a year
    Scope:     as mrr
    Undefined: never
    Source:    metrics.md 2.1
    """
    month = mrr(amounts)
    return MetricResult(int(amounts.sum()) * 12, Unit.MONEY_PER_YEAR, "arr", n=month.n)


def arpa(revenue: int, customers: int) -> MetricResult:
    """Average revenue per account.

    Formula:   mrr / customers
    Units:     money in FINE parts a month, a count; returns money a month, half up
    Scope:     accounts that pay at the end of the day
    Undefined: without customers
    Source:    metrics.md 2.1
    """
    if customers == 0:
        return undefined(
            Reason.ZERO_DENOMINATOR, Unit.MONEY_PER_MONTH, "arpa", numerator=revenue, denominator=0, n=0
        )
    return MetricResult(
        half_up(revenue, customers),
        Unit.MONEY_PER_MONTH,
        "arpa",
        numerator=revenue,
        denominator=customers,
        n=customers,
    )


def new_customers(first_paid: Ints, opening: int, closing: int) -> MetricResult:
    """Accounts that became customers.

    Formula:   accounts whose first paid snapshot falls in (opening, closing]
    Units:     days as ordinals; returns a count
    Scope:     once per account: who comes back is not new, a trial does not count
    Undefined: never
    Source:    metrics.md 2.1 (Stripe: first non-zero MRR)
    """
    count = int(((first_paid > opening) & (first_paid <= closing)).sum())
    return MetricResult(count, Unit.COUNT, "new_customers", n=count)


def total_revenue(amounts: Ints, formula_id: str = "total_revenue_invoiced") -> MetricResult:
    """All revenue of a period, recurring or not.

    Formula:   sum of invoice lines less credits and refunds, without tax
    Units:     money in FINE parts; returns the same
    Scope:     by policy: invoiced in the period, covering its days (recognised), or paid in it (cash)
    Undefined: without invoices in the period
    Source:    metrics.md 2.1 (Lago)
    """
    if not len(amounts):
        return undefined(Reason.NO_DATA, Unit.MONEY, formula_id, n=0)
    return MetricResult(int(amounts.sum()), Unit.MONEY, formula_id, n=len(amounts))


def quick_ratio(
    new: int,
    expansion: int,
    churn: int,
    contraction: int,
    reactivation: int = 0,
    *,
    with_reactivation: bool = True,
) -> MetricResult:
    """How many times over the gains make up for the losses.

    Formula:   (new + reactivation + expansion) / (churn + contraction)
    Units:     amounts as positive numbers of one currency; returns a ratio
    Scope:     the movements of the period; reactivation may be left out by policy
    Undefined: without losses (shown as ∞), and without any movement (no data)
    Source:    metrics.md 2.2
    """
    gains = new + expansion + (reactivation if with_reactivation else 0)
    losses = churn + contraction
    formula = "quick_ratio" if with_reactivation else "quick_ratio_without_reactivation"
    if gains == 0 and losses == 0:
        return undefined(Reason.NO_DATA, Unit.RATIO, formula, numerator=0, denominator=0)
    return share(gains, losses, formula, unit=Unit.RATIO)


def net_new_mrr(new: int, expansion: int, churn: int, contraction: int, reactivation: int = 0) -> int:
    """Return gains less losses, all given as positive amounts."""
    return new + reactivation + expansion - churn - contraction


def customer_lifetime(monthly_churn: Sequence[float], cap: int | None = None) -> MetricResult:
    """How long customers stay, if they go on leaving at this pace.

    Formula:   1 / mean monthly logo churn, at most ``cap`` months where the policy sets one
    Units:     fractions per month; returns months
    Scope:     the months among the last 12 complete ones that opened with customers
    Undefined: without such a month (no data), without any churn (unless capped), above 1 (not applicable)
    Source:    metrics.md 2.2
    """
    formula = "customer_lifetime" if cap is None else "customer_lifetime_capped"
    months = len(monthly_churn)
    if months == 0:
        return undefined(Reason.NO_DATA, Unit.MONTHS, formula, n=0)
    mean = fsum(monthly_churn) / months
    if mean > 1:
        return undefined(Reason.NOT_APPLICABLE, Unit.MONTHS, formula, numerator=1, denominator=mean, n=months)
    if cap is not None and (mean == 0 or 1 / mean > cap):
        return MetricResult(float(cap), Unit.MONTHS, formula, numerator=1, denominator=mean, n=months)
    return share(1, mean, formula, unit=Unit.MONTHS, n=months)
