"""Money told apart: what is rounded when, and what no exchange rate can be found for."""

from fractions import Fraction

import pytest

from csdesk.metrics import MetricPolicy
from csdesk.metrics.movements import movement_lines
from csdesk.metrics.normalise import price_per_month
from csdesk.metrics.notes import notes
from csdesk.metrics.pieces import pieces
from csdesk.metrics.result import FINE, Reason, half_up
from tests.metrics.metric_facts import a_contract, day, evaluation, facts, portfolio, result

DOLLARS = {
    "currencies": ("EUR", "USD"),
    "rates": [("2024-01", "USD", 0.9)],
}


def test_a_price_with_discounts_is_rounded_once():
    """A whole term of 490 days: neither price nor discount is a whole part, their difference is rounded."""
    held = facts(
        a_contract(0, "2023-02-23", "2024-06-26", 18, interval="term"),
        discounts=[(0, 12.5, 9.97, None, None)],
    )
    months = Fraction(16) + Fraction(3, 30)
    exact = (Fraction(1800) * Fraction(7, 8) - 997) * FINE / months
    assert pieces(held, MetricPolicy()).mrr.tolist() == [half_up(exact.numerator, exact.denominator)]
    assert price_per_month(1800, "week", percent=1250) == 1800 * 7 * FINE * 52 // 12 // 8


def test_an_amount_off_an_averaged_price_is_taken_whole():
    """Steps averaged over the term: 10 for half a year, then 13 and a third; 2 a month off at all times."""
    held = facts(
        a_contract(0, "2026-01-01", "2027-01-01", 10),
        steps=[(0, "2026-09-01", 20)],
        discounts=[(0, 0, 2, None, None)],
    )
    mean = Fraction(10 * 8 + 20 * 4, 12)
    exact = (mean - 2) * 100 * FINE
    assert set(pieces(held, MetricPolicy(ramp="average")).mrr.tolist()) == {round(exact)}


def test_discounts_of_huge_prices_stay_exact():
    held = facts(
        a_contract(0, "2026-01-01", None, 7 * 10**12, interval="year"),
        discounts=[(0, 10, 0.01, None, None)],
    )
    assert pieces(held, MetricPolicy()).mrr.tolist() == [(7 * 10**14 * 9 // 10 - 1) * FINE // 12]


def test_money_that_left_without_a_rate_to_tell_is_neither_churn_nor_exchange():
    """Five months after the last rate a customer in dollars leaves: how much was lost is not known."""
    held = facts(
        a_contract(0, "2024-01-01", "2024-05-10", 100, currency="USD"),
        a_contract(1, "2024-01-01", None, 100),
        **DOLLARS,
    )
    found = movement_lines(portfolio(held), [day("2024-03-31"), day("2024-04-30"), day("2024-05-31")])
    assert found.unknown.tolist() == [[0, 1]]
    assert found.churned_accounts.tolist() == [[0, 1]]


@pytest.mark.parametrize("metric", ["mrr_churn_gross", "mrr_churn_net", "quick_ratio"])
def test_flows_of_money_that_left_without_a_rate_have_no_value(metric):
    held = facts(
        a_contract(0, "2024-01-01", "2024-05-10", 100, currency="USD"),
        a_contract(1, "2024-01-01", None, 100),
        **DOLLARS,
    )
    assert result(held, metric, "2024-05-31").reason is Reason.MIXED_CURRENCY
    assert result(held, "mrr", "2024-05-31").reason is None
    assert result(held, "logo_churn", "2024-05-31").value == 0.5


def test_the_rows_behind_mrr_and_arr_sum_to_them():
    held = facts(
        a_contract(0, "2024-01-01", None, 1000, interval="year", currency="USD"),
        a_contract(0, "2024-01-01", None, 100),
        a_contract(1, "2024-01-01", None, 7, interval="week"),
        **DOLLARS,
    )
    work = evaluation(held, "2024-03-31")
    for metric in ("mrr", "arr"):
        found = work.evaluate(metric)
        assert found.result.value == sum(found.parts[0].amount.tolist())


def test_contracts_of_an_account_below_zero_are_not_behind_mrr():
    held = facts(
        a_contract(0, "2024-01-01", None, 30),
        a_contract(1, "2024-01-01", None, 10),
        a_contract(1, "2024-01-01", None, -15),
    )
    found = evaluation(held, "2024-03-31").evaluate("mrr")
    assert found.parts[0].index.tolist() == [0]
    assert found.result.value == found.parts[0].amount.sum()


def test_without_a_rate_the_sums_by_currency_are_said_and_no_row_has_an_amount_of_nothing():
    held = facts(
        a_contract(0, "2024-01-01", None, 100, currency="USD"),
        a_contract(1, "2024-01-01", None, 7.5),
        **DOLLARS,
    )
    late, work = day("2024-06-30"), evaluation(held, "2024-06-30")
    said = [str(note) for note in notes(work.portfolio, [day("2024-03-31"), late])]
    assert "MRR at 2024-06-30 by currency: EUR 7.50, USD 100.00" in said
    found = work.evaluate("mrr")
    assert found.result.reason is Reason.MIXED_CURRENCY
    assert found.parts[0].unknown.tolist() == [True, False]
    assert [str(note) for note in notes(work.portfolio, [day("2024-01-31")])] == []
