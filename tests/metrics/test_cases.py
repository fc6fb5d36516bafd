"""Every published case and every edge case of the revenue family, through the formulas of the catalogue."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from csdesk.metrics import METRICS, MetricPolicy
from csdesk.metrics.movements import Movement, mrr_movements
from csdesk.metrics.normalise import contract_value, price_per_month
from csdesk.metrics.renewals import (
    renewal_rate,
    renewal_rate_gross,
    renewal_rate_net,
    renewal_rate_with_changes,
)
from csdesk.metrics.result import FINE
from csdesk.metrics.retention import (
    churn_annualised,
    grr,
    grr_flow,
    logo_churn,
    logo_churn_all,
    logo_churn_daily,
    logo_churn_st,
    mrr_churn_gross_daily,
    mrr_churn_net_daily,
    nrr,
    nrr_bridge,
)
from csdesk.metrics.revenue import net_new_mrr, quick_ratio
from tests.metrics.metric_facts import a_contract, evaluation, facts, mrr_of, portfolio, result

DATA = Path(__file__).parents[1] / "data"
CASES = [
    each
    for name in ("metric_cases", "metric_edge_cases")
    for each in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    if each["section"] == "revenue"
]
NAMES = {
    "new": Movement.NEW,
    "churn": Movement.CHURN,
    "expansion": Movement.EXPANSION,
    "none": Movement.NONE,
}


def money(value, **what):
    """A price of ``value`` major units as MRR in major units."""
    return price_per_month(value * 100, **what) / FINE / 100


def iso(text):
    return date.fromisoformat(text)


def column(*values):
    return np.array(values, np.int64)


def contract_value_case(given, policy):
    end = iso(given["end_inclusive"]) + timedelta(days=1)
    return contract_value(given["mrr"] * 100 * FINE, iso(given["start"]), end, policy).minor / 100


def churn_case(given, policy):
    if "remaining_of_start" in given:
        return logo_churn(
            given["start_customers"], given["start_customers"] - given["remaining_of_start"]
        ).value
    start, lost = given["start_customers"], given["churned_from_start"]
    everyone = lost + given["churned_from_new"]
    return {
        "all_churn_over_start": logo_churn_all(start, everyone).value,
        "chartmogul_standard": logo_churn(start, lost).value,
        "stripe_start_plus_new": logo_churn_st(start, given["new"], everyone).value,
    }


def churn_daily_case(given, policy):
    counts = column(*given["counts"])
    found = logo_churn_daily(counts[:-1], counts[:-1] - counts[1:])
    return {"daily": [float(x) for x in (counts[:-1] - counts[1:]) / counts[:-1]], "sum": found.value}


def mrr_case(given, policy):
    if "subscriptions" in given:
        return sum(
            each["count"] * money(each["price"], interval=each["interval"]) for each in given["subscriptions"]
        )
    if "tcv" in given:
        return money(
            given["tcv"],
            interval="term",
            start=iso(given["start"]),
            end_exclusive=iso(given["end_exclusive"]),
        )
    if "as_of" in given:
        end = iso(given["end_inclusive"]) + timedelta(days=1)
        return {"active": mrr_of(facts(a_contract(0, given["start"], str(end), 1)), given["as_of"]) == [1]}
    if "list_mrr" in given:
        until = "2026-02-01" if given["discount_duration"] == "once" else None
        held = facts(
            a_contract(0, "2026-01-01", None, given["list_mrr"]),
            discounts=[(0, given["discount_pct"], 0, "2026-01-01", until)],
        )
        return mrr_of(held, "2026-01-31", discounts=policy.discounts)[0]
    return money(given["price"], interval=given["interval"])


def movements_case(given, policy):
    if "customer" in given:
        opening, closing = (sum(pair[at] for pair in given["customer"].values()) for at in (0, 1))
        kind = mrr_movements(column(opening), column(closing), column(1) > 0)[0]
        return {"net": closing - opening, "category": Movement(kind).word}
    if "history" in given:
        steps = given["history"]
        kinds = [
            Movement(mrr_movements(column(p), column(c), column(max(steps[:at])) > 0)[0]).word
            for at, (p, c) in enumerate(pairwise(steps), 1)
        ]
        return [kind for kind in kinds if kind != "none"]
    if "plan" in given:
        held = facts(
            a_contract(0, "2026-01-01", "2026-02-10", given["prev"]),
            a_contract(0, "2026-02-10", None, 0, kind="free"),
        )
    else:
        held = facts(
            a_contract(0, "2026-01-01", f"2026-02-{given['churn_day']:02}", given["prev"]),
            a_contract(0, f"2026-02-{given['return_day']}", None, given["month_end"]),
        )
    found = evaluation(held, "2026-02-28").moves(iso("2026-01-31"), iso("2026-02-28"), None)
    return Movement(found.kind[0, 0]).word


def nrr_case(given, policy):
    if "same_customer_mrr_before_churn" in given:
        start = given["start_mrr"]
        return nrr_bridge(start, given["same_customer_mrr_before_churn"] - start, 0, given["churn"]).value
    if "cohort_then" in given:
        return nrr(
            column(given["cohort_then"], 0), column(given["cohort_now"], given["new_customers_now"])
        ).value
    if "then" in given:
        held = facts(
            a_contract(0, "2025-01-01", "2025-06-15", given["then"]),
            a_contract(0, "2025-09-15", None, given["now"]),
        )
        return result(held, "nrr", "2026-01-31").value
    return nrr(column(given["start_mrr"]), column(given["expansion"]))


def grr_case(given, policy):
    if "customers" in given:
        return grr(*(column(*(each[key] for each in given["customers"])) for key in ("then", "now"))).value
    return grr_flow(given["start_mrr"], given["churn"], given["contraction"]).value


def quick_ratio_case(given, policy):
    found = quick_ratio(**given)
    if found.value is None:
        return found
    return {"quick_ratio": found.value, "net_new_mrr": net_new_mrr(**given)}


def renewal_case(given, policy):
    if "base_up_for_renewal" in given:
        due, renewed = given["base_up_for_renewal"], given["renewed"]
        changes = renewal_rate_with_changes(due, renewed, given["expansion"], given["contraction"])
        return {"gross": renewal_rate(due, renewed).value, "net": changes.value}
    end = iso(given["term_end"]) + timedelta(days=1)
    held = facts(a_contract(0, "2024-04-01", str(end), 100), a_contract(0, given["renewed_on"], None, 100))
    work = evaluation(held, given["term_end"], renewal_grace_days=given.get("grace_days", 30))
    found = work.evaluate("renewal_rate")
    assert found.result.value == 1.0
    month = f"{found.result.period.closing:%Y-%m}"
    if "grace_days" in given:
        return {"renewed_in": month, "late": found.beside["late"] == 1}
    return {"counted_in": month}


def renewal_value_case(given, policy):
    due, renewed = column(given["due_value"]), column(given["renewed_value"])
    return {"gross": renewal_rate_gross(due, renewed).value, "net": renewal_rate_net(due, renewed).value}


HANDLERS = {
    "churn_annualised": lambda given, policy: churn_annualised(given["monthly_rate"], given["months"]).value,
    "contract_value": contract_value_case,
    "grr": grr_case,
    "logo_churn": churn_case,
    "logo_churn_daily": churn_daily_case,
    "mrr": mrr_case,
    "mrr_churn_gross_daily": lambda given, policy: (
        mrr_churn_gross_daily(column(given["day_start"]), column(given["day_start"] - given["day_end"])).value
    ),
    "mrr_churn_net_daily": lambda given, policy: (
        mrr_churn_net_daily(
            column(given["day_start"]), column(given["day_end"]), column(given["new_business"])
        ).value
    ),
    "mrr_movements": movements_case,
    "nrr": nrr_case,
    "quick_ratio": quick_ratio_case,
    "renewal_rate": renewal_case,
    "renewal_rate_gross": renewal_value_case,
}


def test_every_case_is_handled():
    assert {each["metric"] for each in CASES} == set(HANDLERS)
    assert len(CASES) == 35


@pytest.mark.parametrize("case", CASES, ids=lambda each: each["id"])
def test_case(case):
    policy = MetricPolicy.of(case.get("policy", {}))
    found = HANDLERS[case["metric"]](case["inputs"], policy)
    expected = case["expected"] if "expected" in case else case["recommended"]
    if expected is None:
        assert found.value is None
        assert found.reason == case["reason"]
        return
    near(found, expected, case.get("tolerance", 1e-12))


def near(found, expected, tolerance):
    if isinstance(expected, dict):
        for key, value in expected.items():
            near(found[key], value, tolerance)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            near(one, other, tolerance)
    elif isinstance(expected, (str, bool)):
        assert found == expected
    else:
        number = found["quick_ratio"] if isinstance(found, dict) else found
        assert number == pytest.approx(expected, abs=tolerance)


# Metrics that no published case names: worked by hand -----------------------------------------------------

HELD = facts(
    a_contract(0, "2025-01-01", None, 100),
    a_contract(1, "2025-01-01", "2026-02-11", 50),
    a_contract(2, "2026-02-05", None, 30),
    a_contract(3, "2025-01-01", None, 20),
    a_contract(3, "2026-02-01", None, 5),
    invoices=[
        {"account": 0, "issued": "2026-02-03", "amount": 300},
        {"account": 0, "issued": "2026-02-20", "amount": -50},
        {"account": 1, "issued": "2026-03-01", "amount": 999},
    ],
)
WORKED = {
    "mrr": 155_00 * FINE,
    "arr": 1860_00 * FINE,
    "arpa": 155_00 * FINE // 3,
    "new_customers": 1,
    "total_revenue": 250_00 * FINE,
    "quick_ratio": 35 / 50,
    "logo_churn": 1 / 3,
    "mrr_churn_gross": 50 / 170,
    "mrr_churn_net": 45 / 170,
    "nrr": 125 / 170,
    "grr": 120 / 170,
    "logo_retention": 2 / 3,
    "churn_annualised": 1 - (2 / 3) ** 12,
    "customer_lifetime": 36.0,
    "renewal_rate": 0.0,
    "renewal_rate_gross": 0.0,
    "renewal_rate_net": 0.0,
}


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.id)
def test_worked_by_hand(metric):
    """Every metric of the catalogue has a worked case; one that is added without fails here."""
    found = result(HELD, metric.id, "2026-02-28", renewal_grace_days=0)
    assert found.value == pytest.approx(WORKED[metric.id], abs=1e-12)
    assert found.unit == metric.unit
    assert found.period.closing == date(2026, 2, 28)


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.id)
def test_shape(metric):
    """The function is named like the metric and says all that a reader must know; an empty book is fine."""
    assert metric.formula.__name__ == metric.id
    for heading in ("Formula:", "Units:", "Scope:", "Undefined:", "Source:"):
        assert heading in metric.formula.__doc__
    nothing = result(facts(), metric.id, "2026-02-28")
    assert nothing.value in {0, None}
    assert (nothing.value is None) == (nothing.reason is not None)


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.id)
def test_rows_behind(metric):
    """Each number names the records it was made of."""
    work = evaluation(HELD, "2026-02-28", renewal_grace_days=0)
    assert any(len(part.index) for part in work.evaluate(metric.id).parts)


def test_a_portfolio_remembers_its_views():
    held = portfolio(HELD)
    assert held.view([iso("2026-02-28")]) is held.view([iso("2026-01-31")])
