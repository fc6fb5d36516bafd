"""Churn, retention, lifetime, renewals and revenue of a period, under each policy."""

from datetime import date

import pytest

from csdesk.errors import Refused
from csdesk.metrics.renewals import Outcome, due_terms
from csdesk.metrics.result import MetricResult, Reason, Unit, wilson
from csdesk.metrics.retention import churn_annualised
from csdesk.metrics.revenue import customer_lifetime
from tests.metrics.metric_facts import a_contract, day, evaluation, facts, portfolio, result

HELD = facts(
    a_contract(0, "2025-01-01", None, 100),
    a_contract(1, "2025-01-01", "2026-02-11", 50),
    a_contract(2, "2026-02-03", "2026-02-20", 30),
    a_contract(3, "2025-01-01", "2026-02-11", 20),
    a_contract(3, "2026-02-21", None, 15),
    a_contract(4, "2025-01-01", "2025-12-01", 10),
    a_contract(4, "2026-02-21", None, 25),
)


def test_logo_churn_by_each_method():
    cohort = evaluation(HELD, "2026-02-28").evaluate("logo_churn")
    assert (cohort.result.value, cohort.result.formula_id) == (pytest.approx(1 / 3), "logo_churn_cohort")
    assert cohort.beside == {"early_churn": 1}
    assert result(HELD, "logo_churn", "2026-02-28", churn_method="st").value == pytest.approx(3 / 6)
    daily = result(HELD, "logo_churn", "2026-02-28", churn_method="daily").value
    assert daily == pytest.approx(2 / 4 + 1 / 2)
    assert evaluation(HELD, "2026-02-28").evaluate("logo_churn").result.low == pytest.approx(wilson(1, 3)[0])


def test_mrr_churn_by_each_method():
    gross, net = (
        lambda **policy: result(HELD, "mrr_churn_gross", "2026-02-28", **policy).value,
        lambda **policy: result(HELD, "mrr_churn_net", "2026-02-28", **policy).value,
    )
    assert gross() == pytest.approx(55 / 170)
    assert gross(include_contraction=False) == pytest.approx(50 / 170)
    assert net() == pytest.approx(55 / 170)
    assert net(reactivation_is_gain=True) == pytest.approx((55 - 25) / 170)
    assert gross(churn_method="daily") == pytest.approx(70 / 200 + 30 / 130)
    assert gross(churn_method="daily", include_contraction=False) == pytest.approx(70 / 200 + 30 / 130)
    assert net(churn_method="daily") == pytest.approx(70 / 200 + 30 / 130 - 40 / 100)


def test_quick_ratio_with_and_without_those_who_came_back():
    assert result(HELD, "quick_ratio", "2026-02-28").value == pytest.approx(25 / 55)
    assert result(HELD, "quick_ratio", "2026-02-28", quick_ratio_reactivation=False).value == 0


def test_retention_by_endpoint_and_by_flow():
    flow = {"nrr_method": "bridge", "grr_method": "flow"}
    assert result(HELD, "nrr", "2026-02-28").value == pytest.approx(140 / 180)
    assert result(HELD, "grr", "2026-02-28").value == pytest.approx((100 + 15 + 10) / 180)
    assert result(HELD, "nrr", "2026-02-28", **flow).value == pytest.approx((180 - 50 - 5 - 10) / 180)
    assert result(HELD, "grr", "2026-02-28", **flow).value == pytest.approx((180 - 50 - 5 - 10) / 180)
    assert result(HELD, "nrr", "2026-02-28", nrr_window="1m").value == pytest.approx(115 / 170)


def test_a_history_shorter_than_the_window_says_since():
    work = evaluation(HELD, "2025-06-30")
    assert work.evaluate("nrr").result.reason is Reason.ZERO_DENOMINATOR
    since = work.since()
    assert (since.opening, since.kind) == (date(2025, 1, 31), "since")
    assert work.evaluate("nrr", since).result.value == 1.0
    assert evaluation(HELD, "2025-01-15").since() is None
    assert evaluation(facts(), "2025-01-15").since() is None


def test_customer_lifetime_leaves_out_a_month_that_is_not_over():
    work = evaluation(HELD, "2026-02-15")
    assert work.period("customer_lifetime", "month").closing == date(2026, 1, 31)
    assert work.evaluate("customer_lifetime").result.value == pytest.approx(1 / (1 / 4 / 12))


def test_customer_lifetime_at_the_edges():
    assert customer_lifetime([]).reason is Reason.NO_DATA
    assert customer_lifetime([0.0, 0.0]).reason is Reason.ZERO_DENOMINATOR
    assert customer_lifetime([1.5]).reason is Reason.NOT_APPLICABLE
    assert customer_lifetime([0.0], cap=120).value == 120
    assert customer_lifetime([0.001], cap=120).value == 120
    assert customer_lifetime([0.5], cap=120).value == 2


def test_annualising_compounds():
    assert churn_annualised(0.05).value == pytest.approx(0.4596, abs=1e-4)
    assert churn_annualised(None).reason is Reason.ZERO_DENOMINATOR
    assert churn_annualised(1.2).reason is Reason.NOT_APPLICABLE
    assert result(HELD, "churn_annualised", "2026-02-28").value == pytest.approx(1 - (2 / 3) ** 12)
    quarter = result(HELD, "logo_churn", "2026-02-28", "quarter").value
    found = result(HELD, "churn_annualised", "2026-03-31", "quarter").value
    assert found == pytest.approx(1 - (1 - quarter) ** 4)
    nothing = result(facts(), "churn_annualised", "2026-02-28")
    assert nothing.reason is Reason.ZERO_DENOMINATOR


def test_daily_rates_without_customers():
    for metric in ("logo_churn", "mrr_churn_gross", "mrr_churn_net"):
        found = result(facts(), metric, "2026-02-28", churn_method="daily")
        assert found.reason is Reason.ZERO_DENOMINATOR


def test_new_customers_at_signature():
    held = facts(
        a_contract(0, "2026-03-01", None, 10, signed="2026-02-20"),
        a_contract(1, "2026-02-01", None, 10, signed="2026-01-20"),
    )
    assert result(held, "new_customers", "2026-02-28").value == 1
    work = evaluation(held, "2026-02-28", new_customer_at="signature")
    assert work.evaluate("new_customers").parts[0].index.tolist() == [0]


def test_a_new_customer_of_a_month_that_is_not_over():
    held = facts(a_contract(0, "2026-02-10", None, 10))
    found = result(held, "new_customers", "2026-02-15")
    assert (found.value, found.partial) == (1, True)


@pytest.mark.parametrize(
    ("basis", "expected"), [("invoiced", 130_00), ("cash", 120_00), ("recognised", 54_00)]
)
def test_total_revenue_by_basis(basis, expected):
    held = facts(
        a_contract(0, "2026-01-01", None, 1),
        invoices=[
            {
                "account": 0,
                "issued": "2026-02-01",
                "paid": "2026-03-05",
                "amount": 100,
                "covers_from": "2026-02-19",
                "covers_until": "2026-05-30",
            },
            {"account": 0, "issued": "2026-02-10", "amount": 30, "paid": "2026-02-12"},
            {
                "account": 0,
                "issued": "2026-01-10",
                "amount": 90,
                "paid": "2026-02-12",
                "covers_from": "2026-01-10",
                "covers_until": "2026-01-20",
            },
            {
                "account": 0,
                "issued": "2026-03-10",
                "amount": 112,
                "covers_from": "2026-02-15",
                "covers_until": "2026-06-07",
            },
            {
                "account": 0,
                "issued": "2026-02-28",
                "amount": -6,
                "covers_from": "2026-02-28",
                "covers_until": "2026-03-01",
            },
            {"account": 0, "issued": "2026-02-20", "amount": 6},
        ],
    )
    assert result(held, "total_revenue", "2026-02-28", revenue_basis=basis).minor == expected


def test_total_revenue_without_a_rate():
    held = facts(
        a_contract(0, "2026-01-01", None, 1),
        currencies=("EUR", "USD"),
        invoices=[{"account": 0, "issued": "2026-02-01", "amount": 100, "currency": "USD"}],
    )
    assert result(held, "total_revenue", "2026-02-28").reason is Reason.MIXED_CURRENCY


def test_an_unknown_metric_is_refused():
    with pytest.raises(Refused, match="arrr"):
        evaluation(HELD, "2026-02-28").evaluate("arrr")


def test_a_result_has_a_value_or_a_reason():
    with pytest.raises(AssertionError):
        MetricResult(None, Unit.COUNT, "x")
    assert all(reason.words for reason in Reason)


# Renewals --------------------------------------------------------------------------------------------------


def outcomes(held, closing="2026-03-31", as_of=None, **policy):
    work = portfolio(held, **policy)
    found = due_terms(
        held, work.pieces, day("2025-12-31"), day(closing), work.policy, as_of=day(as_of) if as_of else None
    )
    return {
        contract: Outcome(outcome).name.lower()
        for contract, outcome in zip(found.contract.tolist(), found.outcome.tolist(), strict=True)
    }


def test_what_renews_a_term():
    held = facts(
        a_contract(0, "2025-02-01", "2026-02-01", 10, product=0),
        a_contract(0, "2026-02-15", "2027-02-01", 10, product=1),  # another product
        a_contract(1, "2025-02-01", "2026-02-01", 10, product=0),
        a_contract(1, "2026-02-15", "2027-02-01", 10),  # product not said
        a_contract(2, "2025-02-01", "2026-02-01", 10),
        a_contract(2, "2026-01-01", "2026-01-20", 10),  # within the term
        a_contract(3, "2025-12-01", "2026-02-01", 10),
        a_contract(3, "2025-12-01", "2026-12-01", 10),  # beside the whole of it
        a_contract(4, "2025-02-01", "2026-02-01", 10),
        a_contract(4, "2026-08-01", None, 10, renews=8),  # late, but says so
        a_contract(5, "2025-02-01", "2026-02-01", 10),
        a_contract(5, "2026-02-01", None, 10, kind="free"),
        a_contract(6, "2025-02-01", "2026-02-01", 10),
        a_contract(6, "2025-01-01", "2026-02-01", 10),
        a_contract(6, "2026-02-01", None, 10, renews=12),  # renews the other one
    )
    found = outcomes(held)
    assert {key: found[key] for key in (0, 2, 4, 6, 8, 10, 12, 13)} == {
        0: "lost", 2: "renewed", 4: "lost", 6: "lost", 8: "renewed", 10: "lost", 12: "renewed", 13: "lost",
    }  # fmt: skip


def test_pending_while_the_grace_runs_unless_cancelled():
    held = facts(
        a_contract(0, "2025-02-01", "2026-03-16", 10),
        a_contract(1, "2025-02-01", "2026-03-16", 10, cancelled="2026-01-10"),
    )
    assert outcomes(held, as_of="2026-03-31") == {0: "pending", 1: "lost"}
    assert outcomes(held, as_of="2026-05-31") == {0: "lost", 1: "lost"}
    work = evaluation(held, "2026-03-31")
    assert work.evaluate("renewal_rate").beside == {"pending": 1, "late": 0}
    assert work.evaluate("renewal_rate").result.denominator == 1
    assert work.evaluate("renewal_rate_gross").result.denominator == 10_00 * 72_000


def test_a_contract_that_renews_two_terms_is_shared_out():
    held = facts(
        a_contract(0, "2025-02-01", "2026-02-01", 10),
        a_contract(0, "2025-02-01", "2026-02-01", 30),
        a_contract(0, "2026-02-01", None, 50),
    )
    work = portfolio(held)
    found = due_terms(held, work.pieces, day("2026-01-30"), day("2026-02-28"), work.policy)
    assert [value / 7_200_000 for value in found.renewed_mrr] == [10, 40]
    assert result(held, "renewal_rate_gross", "2026-01-31").value == 1.0
    assert result(held, "renewal_rate_net", "2026-01-31").value == 50 / 40


def test_a_term_renewed_by_two_contracts_counts_both():
    held = facts(
        a_contract(0, "2025-02-01", "2026-02-01", 40),
        a_contract(0, "2026-02-01", None, 10, renews=0),
        a_contract(0, "2026-02-10", None, 20, renews=0),
    )
    assert result(held, "renewal_rate_net", "2026-01-31").value == 30 / 40


def test_renewals_by_account():
    held = facts(
        a_contract(0, "2025-02-01", "2026-01-30", 10, product=0),
        a_contract(0, "2025-02-01", "2026-01-30", 10, product=1),
        a_contract(0, "2026-01-30", None, 10, product=1),
        a_contract(1, "2025-02-01", "2026-01-20", 10),
    )
    at_once = {"renewal_grace_days": 0}
    assert result(held, "renewal_rate", "2026-01-31", **at_once).value == 1 / 3
    assert result(held, "renewal_rate", "2026-01-31", renewal_by="account", **at_once).value == 1 / 2
    pending = evaluation(held, "2026-01-31", renewal_by="account").evaluate("renewal_rate")
    assert (pending.result.value, pending.beside["pending"]) == (1.0, 1)


def test_renewals_without_a_rate():
    held = facts(
        a_contract(0, "2025-02-01", "2026-02-01", 10, currency="USD"),
        a_contract(0, "2026-02-01", None, 10, currency="USD"),
        currencies=("EUR", "USD"),
    )
    assert result(held, "renewal_rate", "2026-01-31").value == 1.0
    assert result(held, "renewal_rate_net", "2026-01-31").reason is Reason.MIXED_CURRENCY
