"""Cohort tables and the status of accounts."""

from datetime import date

import pytest

from csdesk.errors import Refused
from csdesk.metrics import statuses
from csdesk.metrics.cohorts import cohorts
from tests.metrics.metric_facts import a_contract, day, facts, grouping, portfolio

HELD = facts(
    a_contract(0, "2026-01-10", None, 100),
    a_contract(0, "2026-03-10", None, 50),
    a_contract(1, "2026-01-10", "2026-02-10", 50),
    a_contract(1, "2026-03-10", None, 25),
    a_contract(2, "2026-02-10", None, 10),
    a_contract(3, "2026-04-05", None, 10),
    groupings={"segment": grouping(["A", "B"], ["A", "B", "B", None])},
)


def test_cohorts_by_month():
    found = cohorts(portfolio(HELD), day("2026-04-15"))
    assert [(each.first, each.size) for each in found] == [
        (date(2026, 1, 1), 2),
        (date(2026, 2, 1), 1),
        (date(2026, 4, 1), 1),
    ]
    assert found[0].logo == (1.0, 0.5, 1.0, 1.0)
    assert found[0].mrr == (1.0, 100 / 150, 175 / 150, 175 / 150)
    assert found[1].logo == (1.0, 1.0, 1.0, None)
    assert found[2].mrr == (1.0, None, None, None)
    assert all(each.partial and each.small for each in found)
    assert not cohorts(portfolio(HELD), day("2026-04-30"))[0].partial


def test_cohorts_by_quarter():
    found = cohorts(portfolio(HELD, cohort_by="quarter"), day("2026-05-31"))
    assert [(each.first, each.size, each.logo) for each in found] == [
        (date(2026, 1, 1), 3, (1.0, 1.0)),
        (date(2026, 4, 1), 1, (1.0, None)),
    ]
    assert found[0].mrr == (185 / 160, 185 / 160)
    assert found[0].partial
    assert not cohorts(portfolio(HELD, cohort_by="quarter"), day("2026-06-30"))[0].partial


def test_cohorts_by_segment():
    found = cohorts(portfolio(HELD), day("2026-04-30"), "segment")
    assert [(each.group, each.first.month, each.size) for each in found] == [
        ("A", 1, 1),
        ("B", 1, 1),
        ("B", 2, 1),
        ("", 4, 1),
    ]
    with pytest.raises(Refused, match="segment"):
        cohorts(portfolio(HELD), day("2026-04-30"), "product")


def test_cohorts_after_a_wider_view_are_the_same():
    held = portfolio(HELD)
    held.view([day("2026-01-31"), day("2026-02-28"), day("2026-03-15"), day("2026-12-31")])
    fresh = cohorts(portfolio(HELD), day("2026-03-15"))
    assert [(each.first, each.logo) for each in cohorts(held, day("2026-03-15"))] == [
        (each.first, each.logo) for each in fresh
    ]


def test_no_cohorts_before_the_first_contract():
    assert cohorts(portfolio(HELD), day("2025-12-31")) == []
    assert cohorts(portfolio(facts()), day("2025-12-31")) == []


def test_cohorts_at_the_rates_of_the_age():
    held = facts(
        a_contract(0, "2026-01-10", None, 100, currency="USD"),
        currencies=("EUR", "USD"),
        rates=[("2026-01", "USD", 0.5), ("2026-02", "USD", 0.9)],
    )
    assert cohorts(portfolio(held), day("2026-02-28"))[0].mrr == (1.0, 1.0)
    late = cohorts(portfolio(held), day("2026-06-30"))[0]
    assert late.mrr == (1.0, 1.0, 1.0, 1.0, 1.0, None)
    assert late.logo == (1.0,) * 6


@pytest.mark.parametrize(
    ("word", "sold"),
    [
        ("prospect", []),
        ("prospect", [a_contract(0, "2026-12-01", None, 10)]),
        ("trial", [a_contract(0, "2026-11-01", None, 0, kind="trial")]),
        (
            "trial",
            [a_contract(0, "2026-01-01", "2026-02-01", 9), a_contract(0, "2026-11-01", None, 0, kind="free")],
        ),
        ("customer", [a_contract(0, "2026-11-01", None, 10)]),
        ("customer", [a_contract(0, "2026-01-01", "2027-12-01", 10)]),
        ("customer", [a_contract(0, "2026-01-01", "2026-12-01", 10, auto_renews=True)]),
        ("customer", [a_contract(0, "2026-01-01", "2026-12-01", 10), a_contract(0, "2026-12-01", None, 10)]),
        ("customer", [a_contract(0, "2026-01-01", "2026-12-01", 10), a_contract(0, "2026-06-01", None, 1)]),
        ("leaving", [a_contract(0, "2026-01-01", "2026-12-01", 10)]),
        ("leaving", [a_contract(0, "2026-01-01", "2028-01-01", 10, cancelled="2026-11-01")]),
        ("leaving", [a_contract(0, "2026-01-01", None, 10, cancelled="2026-11-01")]),
        ("lost", [a_contract(0, "2026-01-01", "2026-11-01", 10)]),
        ("lost", [a_contract(0, "2026-01-05", "2026-01-08", 10)]),
        ("won_back", [a_contract(0, "2025-01-01", "2025-11-01", 10), a_contract(0, "2026-02-01", None, 10)]),
        ("customer", [a_contract(0, "2024-01-01", "2024-11-01", 10), a_contract(0, "2025-02-01", None, 10)]),
        ("customer", [a_contract(0, "2025-01-01", "2026-03-05", 10), a_contract(0, "2026-03-09", None, 10)]),
        (
            "leaving",
            [a_contract(0, "2025-01-01", "2025-11-01", 10), a_contract(0, "2026-02-01", "2026-12-15", 10)],
        ),
    ],
)
def test_status(word, sold):
    found = statuses(portfolio(facts(*sold, accounts=1)), day("2026-11-21"))
    assert [each.value for each in found] == [word]
    assert found[0].label


def test_status_before_the_book_begins():
    assert [each.value for each in statuses(portfolio(facts(accounts=2)), day("2026-11-21"))] == [
        "prospect"
    ] * 2
