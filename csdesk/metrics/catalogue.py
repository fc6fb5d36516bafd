"""The metrics there are: each one's id, words, unit, period and formula. A metric's function has its id."""

from collections.abc import Callable
from dataclasses import dataclass

from csdesk.i18n import mark
from csdesk.metrics import renewals, retention, revenue
from csdesk.metrics.result import MetricResult, Unit

REVENUE = mark("Revenue")
RETENTION = mark("Retention")
COUNTS, AMOUNTS, NUMBERS = "count", "money", "number"  # what numerator and denominator are


@dataclass(frozen=True, slots=True)
class Metric:
    """One line of the catalogue. ``period`` is its default; "" means a snapshot at the as-of date."""

    id: str
    label: str
    unit: Unit
    family: str
    period: str
    words: str
    needs: str
    formula: Callable[..., MetricResult]
    parts: str = AMOUNTS
    more_is_better: bool = True


_CONTRACTS = mark("contracts")
_INVOICES = mark("invoices")

METRICS: tuple[Metric, ...] = (
    Metric(
        "mrr", mark("MRR"), Unit.MONEY_PER_MONTH, REVENUE, "",
        mark("Sum of the monthly prices of all paid contracts in force at the end of the day"),
        _CONTRACTS, revenue.mrr,
    ),
    Metric(
        "arr", mark("ARR"), Unit.MONEY_PER_YEAR, REVENUE, "",
        mark("MRR × 12"), _CONTRACTS, revenue.arr,
    ),
    Metric(
        "arpa", mark("Revenue per account"), Unit.MONEY_PER_MONTH, REVENUE, "",
        mark("MRR / customers"), _CONTRACTS, revenue.arpa,
    ),
    Metric(
        "new_customers", mark("New customers"), Unit.COUNT, REVENUE, "month",
        mark("Accounts whose first paid snapshot falls in the period"),
        _CONTRACTS, revenue.new_customers, COUNTS,
    ),
    Metric(
        "total_revenue", mark("Total revenue"), Unit.MONEY, REVENUE, "month",
        mark("Sum of the invoices of the period, less credits, without tax"),
        _INVOICES, revenue.total_revenue,
    ),
    Metric(
        "quick_ratio", mark("Quick ratio"), Unit.RATIO, REVENUE, "month",
        mark("(New + reactivation + expansion) / (churn + contraction)"),
        _CONTRACTS, revenue.quick_ratio,
    ),
    Metric(
        "logo_churn", mark("Logo churn"), Unit.FRACTION, RETENTION, "month",
        mark("Customers at the start who are gone at the end / customers at the start"),
        _CONTRACTS, retention.logo_churn, COUNTS, more_is_better=False,
    ),
    Metric(
        "mrr_churn_gross", mark("Gross MRR churn"), Unit.FRACTION, RETENTION, "month",
        mark("(Churn + contraction) / opening MRR"),
        _CONTRACTS, retention.mrr_churn_gross, more_is_better=False,
    ),
    Metric(
        "mrr_churn_net", mark("Net MRR churn"), Unit.FRACTION, RETENTION, "month",
        mark("(Churn + contraction − expansion) / opening MRR"),
        _CONTRACTS, retention.mrr_churn_net, more_is_better=False,
    ),
    Metric(
        "nrr", mark("Net revenue retention"), Unit.FRACTION, RETENTION, "12m",
        mark("MRR now of the accounts that paid at the start / their MRR then"),
        _CONTRACTS, retention.nrr,
    ),
    Metric(
        "grr", mark("Gross revenue retention"), Unit.FRACTION, RETENTION, "12m",
        mark("Sum of the smaller of MRR then and now, per account / MRR then"),
        _CONTRACTS, retention.grr,
    ),
    Metric(
        "logo_retention", mark("Logo retention"), Unit.FRACTION, RETENTION, "12m",
        mark("Customers at the start who still pay at the end / customers at the start"),
        _CONTRACTS, retention.logo_retention, COUNTS,
    ),
    Metric(
        "churn_annualised", mark("Logo churn, annualised"), Unit.FRACTION, RETENTION, "month",
        mark("1 − (1 − logo churn) to the power of the periods in a year"),
        _CONTRACTS, retention.churn_annualised, NUMBERS, more_is_better=False,
    ),
    Metric(
        "customer_lifetime", mark("Customer lifetime"), Unit.MONTHS, RETENTION, "12m",
        mark("1 / mean monthly logo churn of the last 12 complete months"),
        _CONTRACTS, revenue.customer_lifetime, NUMBERS,
    ),
    Metric(
        "renewal_rate", mark("Renewal rate"), Unit.FRACTION, RETENTION, "month",
        mark("Terms renewed / terms due in the period and decided"),
        _CONTRACTS, renewals.renewal_rate, COUNTS,
    ),
    Metric(
        "renewal_rate_gross", mark("Renewal rate by value, gross"), Unit.FRACTION, RETENTION, "month",
        mark("Sum of the smaller of renewed and due MRR, per term / MRR due"),
        _CONTRACTS, renewals.renewal_rate_gross,
    ),
    Metric(
        "renewal_rate_net", mark("Renewal rate by value, net"), Unit.FRACTION, RETENTION, "month",
        mark("Renewed MRR / MRR due"),
        _CONTRACTS, renewals.renewal_rate_net,
    ),
)  # fmt: skip
BY_ID: dict[str, Metric] = {each.id: each for each in METRICS}
