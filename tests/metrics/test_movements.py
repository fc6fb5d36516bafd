"""Movements: the order of the tests, exchange rates, groups and transfers, resolution, prices."""

from datetime import date

import pytest

from csdesk.errors import Refused
from csdesk.metrics.calendar import month_ends
from csdesk.metrics.movements import Movement, movement_lines, moves
from csdesk.metrics.notes import notes
from tests.metrics.metric_facts import (
    a_contract,
    evaluation,
    facts,
    grouping,
    major,
    mrr_of,
    portfolio,
    result,
)

JAN, FEB, MAR = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)


def kinds(held, edges, **policy):
    work = portfolio(held, **policy)
    found = moves(work.view(edges), edges[:-1], edges[1:])
    return [[Movement(kind).word for kind in row] for row in found.kind.tolist()]


def money(lines, *names):
    return [[major(value) for value in getattr(lines, f"{name}_mrr")[:, -1].tolist()] for name in names]


def test_order_of_the_tests():
    held = facts(
        a_contract(0, "2025-12-01", "2026-02-10", 100),
        a_contract(0, "2026-03-10", None, 300),
        a_contract(1, "2025-12-01", None, 50),
        a_contract(1, "2026-02-10", None, 10),
        a_contract(2, "2026-01-10", "2026-01-20", 10),
        a_contract(2, "2026-03-01", None, 10),
        a_contract(3, "2025-12-01", None, 50),
        a_contract(3, "2025-12-01", "2026-02-15", 10),
    )
    assert kinds(held, [JAN, FEB, MAR]) == [
        ["churn", "reactivation"],
        ["expansion", "none"],
        ["none", "new"],  # a life that touched no month end was never there
        ["contraction", "none"],
    ]


def test_ever_is_judged_since_the_first_contract_whatever_is_shown():
    held = facts(a_contract(0, "2020-01-01", "2020-03-01", 10), a_contract(0, "2026-03-01", None, 10))
    assert kinds(held, [FEB, MAR]) == [["reactivation"]]
    assert result(held, "new_customers", "2026-03-31").value == 0


def test_a_slip_of_the_pen_makes_no_history_of_two_thousand_years():
    held = facts(a_contract(0, "0026-01-01", None, 10))
    view = portfolio(held).view([JAN])
    assert view.shots.mrr.shape == (1, 56 * 12 + 1)
    assert result(held, "mrr", "2026-01-31").minor == 10_00


def test_daily_resolution_books_churn_and_return():
    held = facts(a_contract(0, "2026-01-01", "2026-02-05", 10), a_contract(0, "2026-02-20", None, 12))
    whole = movement_lines(portfolio(held), [JAN, FEB])
    daily = movement_lines(portfolio(held, resolution="daily"), [JAN, FEB])
    assert money(whole, "expansion", "churn", "reactivation") == [[2], [0], [0]]
    assert money(daily, "expansion", "churn", "reactivation") == [[0], [-10], [12]]
    assert (daily.churned_accounts[0, 0], daily.reactivated_accounts[0, 0]) == (1, 1)


def test_many_periods_are_computed_in_blocks():
    held = facts(a_contract(0, "2018-01-01", None, 10))
    edges = month_ends(date(2017, 12, 1), date(2026, 12, 31))
    found = movement_lines(portfolio(held), edges)
    assert found.new_mrr.shape == (1, 108)
    assert found.new_accounts.sum() == 1


RATED = facts(
    a_contract(0, "2025-12-01", None, 100, currency="USD"),
    a_contract(1, "2025-12-01", None, 40),
    a_contract(0, "2025-12-01", None, 10),
    currencies=("EUR", "USD"),
    rates=[("2026-01", "USD", 0.5), ("2026-02", "USD", 0.75)],
)


def test_exchange_rates_are_a_line_of_their_own():
    found = movement_lines(portfolio(RATED), [JAN, FEB])
    assert money(found, "opening", "fx", "expansion", "closing") == [[100], [25], [0], [125]]
    assert result(RATED, "nrr", "2026-02-28", "1m").value == 1.0
    assert result(RATED, "mrr_churn_gross", "2026-02-28").denominator == 125_00 * 72_000


def test_rates_of_the_contract_are_constant():
    held = portfolio(RATED, rate_date="contract-date")
    assert money(movement_lines(held, [JAN, FEB]), "fx") == [[0]]
    assert movement_lines(held, [JAN, FEB]).unknown[0, 0] == 1  # no rate in the month of the start


def test_rates_of_the_contract_convert_once():
    held = facts(
        a_contract(0, "2026-01-01", None, 100, currency="USD"),
        currencies=("EUR", "USD"),
        rates=[("2026-01", "USD", 0.5), ("2026-02", "USD", 0.75)],
    )
    assert mrr_of(held, "2026-02-28", rate_date="contract-date") == [50]
    found = evaluation(held, "2026-02-28", rate_date="contract-date").evaluate("mrr")
    assert found.parts[0].amount.tolist() == [found.result.value]


def test_a_rate_is_carried_three_months_and_no_further():
    assert mrr_of(RATED, "2026-05-31") == [85, 40]
    said = [str(note) for note in notes(portfolio(RATED), [date(2026, 5, 31)])]
    assert said == ["The rate of USD for 2026-05 is carried forward from 3 months before."]
    for metric in ("mrr", "arr", "arpa"):
        found = result(RATED, metric, "2026-06-30")
        assert (found.value, found.reason) == (None, "mixed_currency")
    said = [str(note) for note in notes(portfolio(RATED), [date(2026, 6, 30)])]
    assert said[0] == "There is no rate of USD for 2026-06; sums with it are not shown."
    assert said[1] == "MRR at 2026-06-30 by currency: EUR 50.00, USD 100.00"


def test_without_a_rate_customers_are_still_counted():
    found = movement_lines(portfolio(RATED), [date(2026, 5, 31), date(2026, 6, 30)])
    assert found.unknown[0, 0] == 1
    assert (found.opening_accounts[0, 0], found.closing_accounts[0, 0], found.churned_accounts[0, 0]) == (
        2,
        2,
        0,
    )


@pytest.mark.parametrize(
    ("metric", "policy"),
    [
        ("quick_ratio", {}), ("mrr_churn_gross", {}), ("mrr_churn_net", {}), ("nrr", {}), ("grr", {}),
        ("nrr", {"nrr_method": "bridge"}), ("grr", {"grr_method": "flow"}),
    ],
)  # fmt: skip
def test_a_missing_rate_leaves_no_number(metric, policy):
    assert result(RATED, metric, "2026-06-30", "month", **policy).reason == "mixed_currency"


def test_a_currency_without_any_rate():
    held = facts(a_contract(0, "2026-01-01", None, 1, currency="USD"), currencies=("EUR", "USD"))
    assert result(held, "mrr", "2026-01-31").reason == "mixed_currency"


def test_a_hole_inside_the_window_leaves_no_flow():
    held = facts(
        a_contract(0, "2025-01-01", None, 10, currency="USD"),
        currencies=("EUR", "USD"),
        rates=[("2025-03", "USD", 1.0), ("2026-03", "USD", 1.0)],
    )
    for metric, method in (("nrr", {"nrr_method": "bridge"}), ("grr", {"grr_method": "flow"})):
        assert result(held, metric, "2026-03-31").value == 1.0
        assert result(held, metric, "2026-03-31", **method).reason == "mixed_currency"


# Groups ----------------------------------------------------------------------------------------------------

MOVED = facts(
    a_contract(0, "2025-12-01", None, 100),
    a_contract(0, "2026-02-10", None, 20),
    a_contract(1, "2025-12-01", "2026-02-10", 30),
    a_contract(2, "2025-12-01", None, 7),
    groupings={
        "segment": grouping(["A", "B"], ["B", "A", None], [(0, "2025-01-01", "A"), (0, "2026-02-01", "B")]),
        "source": grouping(["Fair"], ["Fair", None, None]),
    },
)


def test_who_moves_between_groups_is_a_transfer():
    found = movement_lines(portfolio(MOVED), [JAN, FEB], "segment")
    assert money(found, "opening", "expansion", "churn", "transfer_in", "transfer_out", "closing") == [
        [130, 0, 7],
        [20, 0, 0],
        [-30, 0, 0],
        [0, 120, 0],
        [-120, 0, 0],
        [0, 120, 7],
    ]
    assert found.transferred_in_accounts[:, 0].tolist() == [0, 1, 0]
    assert found.transferred_out_accounts[:, 0].tolist() == [1, 0, 0]


def test_the_oldest_value_holds_before_its_day():
    early = date(2024, 12, 31)
    found = movement_lines(portfolio(MOVED), [early, JAN], "segment")
    assert found.new_accounts[:, 0].tolist() == [2, 0, 1]


@pytest.mark.parametrize("metric", ["logo_churn", "mrr_churn_gross", "grr", "nrr", "logo_retention"])
def test_rates_of_a_group_follow_its_opening_cohort(metric):
    expected = {
        "logo_churn": 1 / 2,
        "mrr_churn_gross": 30 / 130,
        "grr": 100 / 130,
        "nrr": 120 / 130,
        "logo_retention": 1 / 2,
    }
    found = result(MOVED, metric, "2026-02-28", "month", by="segment", group=0)
    assert found.value == pytest.approx(expected[metric])


def test_stock_and_new_customers_of_a_group():
    assert result(MOVED, "mrr", "2026-02-28", by="segment", group=1).minor == 120_00
    assert result(MOVED, "arpa", "2026-02-28", by="segment", group=2).minor == 7_00
    assert result(MOVED, "new_customers", "2025-12-31", by="segment", group=0).value == 2
    assert result(MOVED, "mrr", "2026-02-28", by="source", group=0).minor == 120_00


SOLD = facts(
    a_contract(0, "2025-12-01", None, 100, product=0),
    a_contract(0, "2026-02-10", None, 20, product=1),
    a_contract(1, "2025-12-01", "2026-02-10", 30, product=0),
    a_contract(1, "2025-12-01", None, 5, product=1),
    a_contract(2, "2026-02-10", None, 7),
    a_contract(3, "2025-12-01", "2026-02-10", 9, product=1),
    products=("P", "Q"),
    partners=("X",),
    invoices=[
        {"account": 0, "contract": 0, "issued": "2026-02-03", "amount": 300},
        {"account": 2, "issued": "2026-02-04", "amount": 40},
    ],
)


def test_a_second_product_is_expansion_and_losing_one_of_two_contraction():
    found = movement_lines(portfolio(SOLD), [JAN, FEB], "product")
    assert money(found, "opening", "new", "expansion", "contraction", "churn", "closing") == [
        [130, 14, 0],
        [0, 0, 7],
        [0, 20, 0],
        [-30, 0, 0],
        [0, -9, 0],
        [100, 25, 7],
    ]
    assert found.transferred_in_accounts[:, 0].tolist() == [0, 1, 0]
    assert found.transferred_out_accounts[:, 0].tolist() == [1, 0, 0]
    assert result(SOLD, "logo_churn", "2026-02-28", by="product", group=0).value == 0
    assert result(SOLD, "logo_churn", "2026-02-28", by="product", group=1).value == 1 / 2
    assert result(SOLD, "new_customers", "2026-02-28", by="product", group=2).value == 1
    assert result(SOLD, "new_customers", "2026-02-28", by="product", group=1).value == 0


def test_numbers_by_product_and_partner():
    assert result(SOLD, "mrr", "2026-02-28", by="product", group=1).minor == 25_00
    assert result(SOLD, "total_revenue", "2026-02-28", by="product", group=0).minor == 300_00
    assert result(SOLD, "total_revenue", "2026-02-28", by="product", group=2).minor == 40_00
    assert result(SOLD, "mrr", "2026-02-28", by="partner", group=1).minor == 132_00
    assert result(SOLD, "renewal_rate", "2026-02-28", by="product", group=1, renewal_grace_days=0).n == 1


def test_amounts_below_zero_in_one_product_still_add_up():
    held = facts(
        a_contract(0, "2026-01-01", None, 10, product=0),
        a_contract(0, "2026-01-01", None, -4, product=1),
        a_contract(1, "2026-01-01", None, 1, product=0),
        a_contract(1, "2026-01-01", None, -4, product=1),
        products=("P", "Q"),
    )
    assert money(movement_lines(portfolio(held), [date(2025, 12, 31), JAN], "product"), "closing") == [
        [10, -4, 0]
    ]
    assert [str(note) for note in notes(portfolio(held), [JAN])] == [
        "Accounts whose sum is below zero, which counts as 0: 1"
    ]


def test_a_group_that_is_no_group_is_refused():
    with pytest.raises(Refused, match="segment"):
        movement_lines(portfolio(SOLD), [JAN, FEB], "colour")
    with pytest.raises(Refused, match="segment"):
        movement_lines(portfolio(SOLD), [JAN, FEB], "segment")  # its facts were not read


# Policies --------------------------------------------------------------------------------------------------


def test_price_at_renewal_on_its_own_line():
    held = facts(
        a_contract(0, "2025-02-01", "2026-02-01", 100, seats=5),
        a_contract(0, "2026-02-01", None, 110, seats=5, renews=0),
        a_contract(1, "2025-02-01", "2026-02-01", 100, seats=5),
        a_contract(1, "2026-02-01", None, 130, seats=9, renews=2),
    )
    usual = movement_lines(portfolio(held), [JAN, FEB])
    own = movement_lines(portfolio(held, price_uplift="own"), [JAN, FEB])
    assert money(usual, "expansion", "price") == [[40], [0]]
    assert money(own, "expansion", "price") == [[30], [10]]
    assert result(held, "quick_ratio", "2026-02-28", price_uplift="own").numerator == 40_00 * 72_000


def test_from_paid_to_free_may_stay():
    held = facts(
        a_contract(0, "2025-12-01", "2026-02-10", 100),
        a_contract(0, "2026-02-10", "2026-04-01", 0, kind="free"),
        a_contract(0, "2026-03-20", None, 50),
    )
    assert kinds(held, [JAN, FEB, MAR]) == [["churn", "reactivation"]]
    assert kinds(held, [JAN, FEB, MAR], paid_to_free="stay") == [["contraction", "expansion"]]
    assert result(held, "logo_churn", "2026-02-28", paid_to_free="stay").value == 0


def test_a_term_without_end_is_noted():
    held = facts(a_contract(0, "2026-01-01", None, 100, interval="term"))
    assert [str(note) for note in notes(portfolio(held), [JAN])] == [
        "Contracts priced for their whole term that have no end, and count as 0: 1"
    ]
