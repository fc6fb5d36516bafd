"""Days, months and periods as rules.md 1 fixes them."""

from datetime import date

import numpy as np
import pytest

from csdesk.errors import Refused
from csdesk.metrics.calendar import (
    add_months,
    later,
    month_ends,
    months_back,
    months_in,
    period_before,
    period_ends,
    period_of,
    recent_month_ends,
    term_months,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 15), -13, date(2023, 12, 15)),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected
    assert later(np.array([day.toordinal()]), np.array([months])).tolist() == [expected.toordinal()]


def test_a_window_opens_on_the_same_day_or_the_last_of_the_month():
    assert months_back(date(2024, 12, 31), 12) == date(2023, 12, 31)
    assert months_back(date(2025, 2, 28), 12) == date(2024, 2, 29)
    assert months_back(date(2024, 3, 30), 1) == date(2024, 2, 29)
    assert months_back(date(2024, 11, 21), 12) == date(2023, 11, 21)


@pytest.mark.parametrize(
    ("kind", "opening", "partial"),
    [
        ("month", date(2026, 10, 31), True),
        ("quarter", date(2026, 9, 30), True),
        ("year", date(2025, 12, 31), True),
        ("fiscal-year", date(2026, 3, 31), True),
        ("12m", date(2025, 11, 21), False),
        ("3m", date(2026, 8, 21), False),
        ("all", date(2020, 4, 30), False),
    ],
)
def test_periods(kind, opening, partial):
    found = period_of(kind, date(2026, 11, 21), fiscal_start=4, first_day=date(2020, 5, 1))
    assert (found.opening, found.closing, found.partial) == (opening, date(2026, 11, 21), partial)


def test_a_period_that_is_over_is_not_partial():
    assert not period_of("month", date(2026, 11, 30)).partial
    assert not period_of("fiscal-year", date(2026, 3, 31), fiscal_start=4).partial


def test_all_of_an_empty_book_is_the_day_itself():
    assert period_of("all", date(2026, 11, 21)).opening == date(2026, 11, 20)


def test_an_unknown_period_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="fiscal-year"):
        period_of("fortnight", date(2026, 11, 21))


def test_the_period_before_closes_where_this_one_opens():
    before = period_before(period_of("quarter", date(2026, 11, 21)))
    assert (before.opening, before.closing, before.partial) == (date(2026, 6, 30), date(2026, 9, 30), False)
    assert months_in(before) == 3


def test_period_ends_cover_both_months():
    ends = period_ends(date(2026, 2, 1), date(2026, 8, 31), "quarter")
    assert ends == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    assert period_ends(date(2026, 2, 1), date(2026, 5, 31), "fiscal-year", 4) == [
        date(2026, 3, 31),
        date(2027, 3, 31),
    ]
    assert period_ends(date(2026, 2, 1), date(2026, 2, 28), "year") == [date(2026, 12, 31)]


def test_month_ends():
    assert month_ends(date(2024, 1, 15), date(2024, 3, 1)) == [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]
    assert recent_month_ends(date(2026, 11, 21), 3) == [
        date(2026, 9, 30),
        date(2026, 10, 31),
        date(2026, 11, 21),
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 1, 31), date(2025, 2, 28), 1),
        (date(2025, 1, 1), date(2025, 1, 16), 15 / 31),
        (date(2024, 11, 30), date(2025, 2, 28), 3),
        (date(2023, 1, 1), date(2026, 1, 1), 36),
    ],
)
def test_terms_in_months(start, end, expected):
    months, length = term_months(np.array([start.toordinal()]), np.array([end.toordinal()]))
    assert months[0] / length[0] == pytest.approx(expected, abs=1e-12)
