"""Churn and retention: what became of the customers and the revenue we already had."""

from math import fsum

import numpy as np

from csdesk.metrics.columns import Floats, Ints
from csdesk.metrics.result import MetricResult, Reason, Unit, share, undefined


def logo_churn(opening: int, lost: int) -> MetricResult:
    """Share of the customers at the start who are gone at the end.

    Formula:   customers at the opening with nothing at the closing / customers at the opening
    Units:     counts; returns a fraction of the period
    Scope:     the opening cohort; who joined and left inside the period is not counted
    Undefined: without customers at the opening
    Source:    metrics.md 2.2 (ChartMogul standard)
    """
    return share(lost, opening, "logo_churn_cohort", n=opening, interval=True)


def logo_churn_all(opening: int, lost: int) -> MetricResult:
    """All who left, new ones too, over the customers at the start (the widespread mistake, by name).

    Formula:   all leavers of the period / customers at the opening
    Units:     counts; returns a fraction, which may exceed 1
    Scope:     everyone who left
    Undefined: without customers at the opening
    Source:    "Butter of the Month"
    """
    return share(lost, opening, "logo_churn_all_over_start", n=opening)


def logo_churn_st(opening: int, joined: int, lost: int) -> MetricResult:
    """Stripe's churn: all who left over all who could.

    Formula:   all leavers, each time they left / (customers at the opening + joined)
    Units:     counts; returns a fraction of the period
    Scope:     everyone who was a customer on some day of the period
    Undefined: without customers
    Source:    Stripe, calculating churn rate in Billing
    """
    return share(lost, opening + joined, "logo_churn_stripe", n=opening + joined)


def daily_rates(opening: Ints, lost: Ints) -> Floats:
    """Return lost / opening of each day; days that open with nothing are left out."""
    real = opening > 0
    return np.asarray(lost[real] / opening[real], np.float64)


def logo_churn_daily(opening: Ints, lost: Ints) -> MetricResult:
    """Churn as the sum of the rates of its days.

    Formula:   Σ over days of leavers of the day / customers at its start
    Units:     counts per day; returns a fraction of the period
    Scope:     everyone who left, on the base of the day
    Undefined: when no day opens with customers
    Source:    ProfitWell; ChartMogul's Shopify setting
    """
    return _summed(daily_rates(opening, lost), int(lost.sum()), "logo_churn_daily")


def mrr_churn_gross_daily(opening: Ints, lost: Ints) -> MetricResult:
    """Gross MRR churn as the sum of the rates of its days.

    Formula:   Σ over days of (churn + contraction) / MRR at the start of the day
    Units:     money per day; returns a fraction
    Scope:     losses of the day on the base of the day
    Undefined: when no day opens with revenue
    Source:    ChartMogul, Shopify setting
    """
    return _summed(daily_rates(opening, lost), None, "mrr_churn_gross_daily")


def mrr_churn_net_daily(opening: Ints, closing: Ints, new: Ints) -> MetricResult:
    """Net MRR churn as the sum of the rates of its days.

    Formula:   Σ over days of (opening − (closing − new business)) / opening
    Units:     money per day; returns a fraction, negative when revenue grew
    Scope:     everything but new business
    Undefined: when no day opens with revenue
    Source:    ChartMogul, Shopify formula
    """
    return _summed(daily_rates(opening, opening - (closing - new)), None, "mrr_churn_net_daily")


def _summed(rates: Floats, numerator: int | None, formula_id: str) -> MetricResult:
    if not len(rates):
        return undefined(Reason.ZERO_DENOMINATOR, Unit.FRACTION, formula_id, numerator=numerator)
    return MetricResult(fsum(rates), Unit.FRACTION, formula_id, numerator=numerator, n=len(rates))


def logo_retention(opening: int, kept: int) -> MetricResult:
    """Share of the customers at the start who still pay at the end.

    Formula:   customers at the opening who pay at the closing / customers at the opening
    Units:     counts; returns a fraction, 1 − logo churn of the same window
    Scope:     the opening cohort
    Undefined: without customers at the opening
    Source:    metrics.md 2.2
    """
    return share(kept, opening, "logo_retention", n=opening, interval=True)


def mrr_churn_gross(
    opening: int, churn: int, contraction: int, *, include_contraction: bool = True, n: int | None = None
) -> MetricResult:
    """Share of opening revenue that was lost.

    Formula:   (churn + contraction) / opening MRR, the opening at closing exchange rates
    Units:     positive amounts of one currency; returns a fraction
    Scope:     customers of the opening; contraction may be left out by policy
    Undefined: without opening revenue
    Source:    metrics.md 2.2
    """
    lost = churn + (contraction if include_contraction else 0)
    formula = "mrr_churn_gross" if include_contraction else "mrr_churn_gross_without_contraction"
    return share(lost, opening, formula, n=n)


def mrr_churn_net(
    opening: int,
    churn: int,
    contraction: int,
    expansion: int,
    reactivation: int = 0,
    *,
    reactivation_is_gain: bool = False,
    n: int | None = None,
) -> MetricResult:
    """Share of opening revenue that was lost, less what grew.

    Formula:   (churn + contraction − expansion) / opening MRR, by policy less reactivation too
    Units:     positive amounts of one currency; returns a fraction, negative when revenue grew
    Scope:     customers of the opening
    Undefined: without opening revenue
    Source:    metrics.md 2.2 (ChartMogul subtracts reactivation)
    """
    lost = churn + contraction - expansion - (reactivation if reactivation_is_gain else 0)
    formula = "mrr_churn_net_with_reactivation" if reactivation_is_gain else "mrr_churn_net"
    return share(lost, opening, formula, n=n)


def nrr(then: Ints, now: Ints) -> MetricResult:
    """Net revenue retention: what the revenue of then has become.

    Formula:   Σ MRR now / Σ MRR then, over the accounts that paid then
    Units:     MRR per account at the same exchange rates; returns a fraction
    Scope:     the cohort paying at the opening; new customers never enter
    Undefined: when nobody paid at the opening
    Source:    metrics.md 2.2 (Kellblog, cohort form)
    """
    cohort = then > 0
    return share(int(now[cohort].sum()), int(then[cohort].sum()), "nrr_cohort", n=int(cohort.sum()))


def nrr_bridge(
    opening: int, expansion: int, contraction: int, churn: int, n: int | None = None
) -> MetricResult:
    """Net revenue retention from movements; for more than a month it may mislead.

    Formula:   (opening + expansion − contraction − churn) / opening
    Units:     positive amounts of one currency; returns a fraction
    Scope:     every customer's movements of the window, those of new customers too
    Undefined: without opening revenue
    Source:    metrics.md 2.2 (ChurnZero, Baremetrics)
    """
    return share(opening + expansion - contraction - churn, opening, "nrr_bridge", n=n)


def grr(then: Ints, now: Ints) -> MetricResult:
    """Gross revenue retention: what is left of the revenue of then, growth not counted.

    Formula:   Σ min(then, now) / Σ then, over the accounts that paid then
    Units:     MRR per account at the same exchange rates; returns a fraction in 0..1
    Scope:     the cohort paying at the opening, capped per customer
    Undefined: when nobody paid at the opening
    Source:    metrics.md 2.2 (SaaS Metrics Standards Board)
    """
    cohort = then > 0
    kept = np.minimum(then[cohort], np.maximum(now[cohort], 0))
    return share(int(kept.sum()), int(then[cohort].sum()), "grr_endpoint", n=int(cohort.sum()))


def grr_flow(opening: int, churn: int, contraction: int, n: int | None = None) -> MetricResult:
    """Gross revenue retention that counts every loss inside the window.

    Formula:   max(0, opening − churn − contraction) / opening
    Units:     positive amounts of one currency; returns a fraction in 0..1
    Scope:     the losses of the opening cohort, month by month
    Undefined: without opening revenue
    Source:    metrics.md 2.2 (SaaS Metrics Standards Board)
    """
    return share(max(0, opening - churn - contraction), opening, "grr_flow", n=n)


def churn_annualised(rate: float | None, months: float = 12) -> MetricResult:
    """Churn of a period as what it comes to in a year.

    Formula:   1 − (1 − rate)^months, ``months`` being how often the rate's period fits in a year
    Units:     a fraction per period; returns a fraction per year
    Scope:     the same customers leaving at the same pace, compounded
    Undefined: without a rate; above 1 (not applicable)
    Source:    ChartMogul; metrics.md 2.2
    """
    if rate is None:
        return undefined(Reason.ZERO_DENOMINATOR, Unit.FRACTION, "churn_annualised")
    if rate > 1:
        return undefined(Reason.NOT_APPLICABLE, Unit.FRACTION, "churn_annualised", numerator=rate)
    return MetricResult(1 - (1 - rate) ** months, Unit.FRACTION, "churn_annualised", numerator=rate)
