"""Prices as revenue of a month: intervals, discounts, steps, pauses, and the policies on them."""

from datetime import date

import numpy as np
import pytest

from csdesk.errors import Refused
from csdesk.metrics import MetricPolicy
from csdesk.metrics.normalise import price_per_month, scaled
from csdesk.metrics.pieces import pieces
from csdesk.metrics.result import FINE, half_up
from tests.metrics.metric_facts import a_contract, facts, mrr_of


@pytest.mark.parametrize(
    ("interval", "share"),
    [
        ("month", 1),
        ("quarter", 1 / 3),
        ("half_year", 1 / 6),
        ("year", 1 / 12),
        ("24_months", 1 / 24),
        ("36_months", 1 / 36),
        ("48_months", 1 / 48),
        ("60_months", 1 / 60),
        ("week", 52 / 12),
        ("day", 365 / 12),
        ("once", 0),
        ("metered", 0),
        ("term", 0),
    ],
)
def test_intervals(interval, share):
    assert price_per_month(7_200, interval) == round(7_200 * FINE * share)
    assert price_per_month(7_200, interval, percent=2500) == round(5_400 * FINE * share)


def test_factors_by_policy():
    assert price_per_month(100, "week", policy=MetricPolicy(week_factor="4")) == 400 * FINE
    assert price_per_month(100, "day", policy=MetricPolicy(day_factor="30")) == 3_000 * FINE
    assert price_per_month(100, "metered", quantity=3, policy=MetricPolicy(usage="in")) == 300 * FINE


def test_term_by_policy():
    term = {"start": date(2018, 8, 18), "end_exclusive": date(2019, 1, 1)}
    assert half_up(price_per_month(155_81, "term", **term), FINE) == 35_00
    thirty = MetricPolicy(partial_month="30-day")
    assert half_up(price_per_month(156_33, "term", **term, policy=thirty), FINE) == 35_00


def test_large_amounts_stay_exact_and_absurd_ones_are_refused():
    huge = np.array([10**14, -(10**14) - 1], np.int64)
    found = scaled(huge, np.array([72_001, 72_001]), np.array([7, 7]))
    assert found.tolist() == [half_up(int(value) * 72_001, 7) for value in huge]
    with pytest.raises(Refused, match="too large"):
        scaled(np.array([10**17]), np.array([72_000]), np.array([1]))


def test_halves_go_away_from_zero():
    assert scaled(np.array([1, -1]), np.array([1, 1]), np.array([2, 2])).tolist() == [1, -1]
    assert [half_up(3, 2), half_up(-3, 2), half_up(-1, 3)] == [2, -2, 0]


def test_a_contract_counts_from_its_start_until_before_its_end():
    held = facts(a_contract(0, "2026-02-01", "2026-02-28", 10), a_contract(1, "2026-03-01", "2026-03-01", 10))
    found = [
        mrr_of(held, day) for day in ("2026-01-31", "2026-02-01", "2026-02-27", "2026-02-28", "2026-03-01")
    ]
    assert found == [[0, 0], [10, 0], [10, 0], [0, 0], [0, 0]]


def test_steps_and_quantity():
    held = facts(
        a_contract(0, "2026-01-01", "2027-01-01", 10, quantity=2),
        steps=[(0, "2026-04-01", 15), (0, "2026-07-01", 15, 3), (0, "2027-02-01", 99)],
    )
    assert [mrr_of(held, f"2026-{month}-01") for month in ("03", "04", "07")] == [[20], [15], [45]]


def test_ramps_averaged_over_the_term():
    held = facts(
        a_contract(0, "2026-01-01", "2027-01-01", 10),
        a_contract(1, "2026-01-01", None, 10),
        steps=[(0, "2026-04-01", 14), (1, "2026-04-01", 14)],
    )
    assert mrr_of(held, "2026-02-01", ramp="average") == [13, 10]
    assert mrr_of(held, "2026-12-01", ramp="average") == [13, 14]


def test_a_step_of_a_contract_that_does_not_count_is_nothing():
    held = facts(a_contract(0, "2026-01-01", "2027-01-01", 10, kind="trial"), steps=[(0, "2026-04-01", 14)])
    assert mrr_of(held, "2026-05-01", ramp="average") == [0]


def test_pauses():
    held = facts(
        a_contract(0, "2026-01-01", None, 10),
        pauses=[(0, "2026-03-01", "2026-05-01"), (0, "2026-08-01", None), (0, "2026-06-01", "2026-06-01")],
    )
    months = ("02", "03", "05", "06", "08")
    assert [mrr_of(held, f"2026-{month}-01")[0] for month in months] == [10, 0, 10, 10, 0]
    assert mrr_of(held, "2026-03-01", paused="keep") == [10]


def test_discounts_by_policy():
    held = facts(
        a_contract(0, "2026-01-01", None, 100),
        discounts=[
            (0, 20, 0, "2026-02-01", "2026-04-01"),
            (0, 10, 0, None, None),
            (0, 0, 5, "2026-03-01", None),
        ],
    )
    assert [mrr_of(held, f"2026-0{month}-01")[0] for month in (1, 2, 3, 4)] == [90, 70, 65, 85]
    assert mrr_of(held, "2026-03-01", discounts="forever-only") == [85]
    assert mrr_of(held, "2026-03-01", discounts="gross") == [100]


def test_a_discount_never_takes_more_than_the_price():
    held = facts(
        a_contract(0, "2026-01-01", None, 10),
        a_contract(1, "2026-01-01", None, 10),
        a_contract(2, "2026-01-01", None, -10),
        discounts=[
            (0, 80, 0, None, None),
            (0, 60, 0, None, None),
            (1, 0, 99, None, None),
            (2, 0, 5, None, None),
        ],
    )
    assert pieces(held, MetricPolicy()).mrr.tolist() == [0, 0, -10_00 * FINE]


def test_past_due_by_policy():
    held = facts(
        a_contract(0, "2026-01-01", None, 10),
        a_contract(1, "2026-01-01", None, 10, past_due=True),
        a_contract(2, "2026-01-01", None, 10, past_due=True),
        invoices=[
            {
                "account": 0,
                "contract": 0,
                "issued": "2026-02-01",
                "due": "2026-02-10",
                "paid": "2026-02-20",
                "amount": 10,
            },
            {"account": 2, "contract": 2, "issued": "2026-02-01", "due": "2026-02-10", "amount": 10},
        ],
    )
    assert mrr_of(held, "2026-02-15") == [10, 10, 10]
    days = ("2026-02-10", "2026-02-11", "2026-02-20")
    assert [mrr_of(held, day, past_due="out") for day in days] == [[10, 0, 10], [0, 0, 0], [10, 0, 0]]


def test_churn_recognised_when_cancelled():
    held = facts(a_contract(0, "2026-01-01", "2027-01-01", 10, cancelled="2026-03-05"))
    assert mrr_of(held, "2026-03-05") == [10]
    assert mrr_of(held, "2026-03-04", churn_recognition="cancel-date") == [10]
    assert mrr_of(held, "2026-03-05", churn_recognition="cancel-date") == [0]


def test_gaps_are_bridged_only_where_the_policy_says():
    held = facts(
        a_contract(0, "2025-01-01", "2026-01-01", 10),
        a_contract(0, "2026-01-20", None, 10),
        a_contract(1, "2025-01-01", "2026-01-01", 10),
        a_contract(1, "2026-02-20", None, 10),
    )
    assert mrr_of(held, "2026-01-10") == [0, 0]
    assert mrr_of(held, "2026-01-10", gap_bridge_days=30) == [10, 0]
    assert mrr_of(held, "2026-01-31", gap_bridge_days=30) == [10, 0]


def test_an_account_below_zero_counts_as_nothing():
    held = facts(a_contract(0, "2026-01-01", None, 10), a_contract(0, "2026-02-01", None, -30))
    assert [mrr_of(held, f"2026-0{month}-15")[0] for month in (1, 2)] == [10, 0]
