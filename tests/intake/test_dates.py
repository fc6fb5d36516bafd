"""Dates: the column decides, what is impossible is refused, and nothing rolls over."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.dates import FOREVER, month_of, order, reader
from csdesk.model.draft import Note

DAY, MONTH = reader(day_first=True, zone=UTC), reader(day_first=False, zone=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/3/5",
        "2024-03-05T14:22:00Z",
        "2024-03-05 14:22",
        "2024-03-05T23:30:00.000+0000",
        "05/03/2024",
        "5.3.2024",
        "05-03-24",
        "05/03/2024 03:00",
        "5 Mar 2024",
        "5-Mar-24",
        "Mar 5, 2024",
        "March 5th, 2024",
        "5 de março de 2024",
        "5 de marzo de 2024",
        "5. maaliskuuta 2024",
        "Tue, 5 Mar 2024",
        "20240305",
        "45356",
        "45356.6",
        45356,
        45356.5,
        date(2024, 3, 5),
        datetime(2024, 3, 5, 9, tzinfo=UTC),
    ],
)
def test_the_fifth_of_march(text):
    assert DAY(text) == date(2024, 3, 5)


def test_month_first():
    assert MONTH("3/5/2024") == date(2024, 3, 5)
    assert MONTH("1/15/2025 9:41 PM") == date(2025, 1, 15)


@pytest.mark.parametrize(
    "text",
    [
        "30/13/2024",
        "31/02/2024",
        "29.2.2023",
        "2024-13-01",
        "2024-02-30",
        "soon",
        "12",
        "99999",
        "1/2/3/4",
        "2024-03-05 25:00",
        "5 Foo 2024",
        "0024-03-05",
        "3/5/2500",
        True,
        19_999,
        60_001,
        "2024-03-05T10:00+99:99",
    ],
)
def test_what_is_no_date_is_said_so_and_never_made_one(text):
    assert isinstance(DAY(text), Note)


@pytest.mark.parametrize("text", ["0000-00-00", "1900-01-00", "00/00/0000", 0])
def test_words_for_no_date(text):
    assert DAY(text) is None


def test_the_end_of_time_is_kept_for_open_ends():
    assert DAY("9999-12-31") == FOREVER


def test_a_moment_with_a_zone_is_the_day_it_was_in_the_zone_of_the_book():
    from zoneinfo import ZoneInfo

    assert reader(day_first=True, zone=ZoneInfo("America/Sao_Paulo"))("2024-03-05T01:30:00Z") == date(
        2024, 3, 4
    )
    assert reader(day_first=True, zone=ZoneInfo("Europe/Helsinki"))("2024-03-05T23:30:00Z") == date(
        2024, 3, 6
    )
    assert DAY("2024-03-05T23:30:00-05:00") == date(2024, 3, 6)
    assert DAY("2024-03-05T00:30:00+0200") == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("texts", "first", "ambiguous"),
    [
        (["05/03/2024", "31/12/2023"], "day", False),
        (["3/5/2024", "12/31/2023"], "month", False),
        (["05/03/2024", "07/08/2024"], "", True),
        (["5.5.2024", "01/01/2024"], "", False),
        (["2024-03-05"], "", False),
        (["31/12/2023", "12/31/2023", "30/12/2023"], "day", False),
        (["soon", "0000-00-00"], "", False),
    ],
)
def test_the_column_decides(texts, first, ambiguous):
    found = order(texts)
    assert (found.first, found.ambiguous) == (first, ambiguous)


@pytest.mark.parametrize(
    "text", ["2024-03", "03/2024", "March 2024", "marzo de 2024", "2024-03-17", date(2024, 3, 9)]
)
def test_months(text):
    assert month_of(text, DAY) == date(2024, 3, 1)


def test_what_is_no_month():
    assert isinstance(month_of("2024-13", DAY), Note)
    assert isinstance(month_of("Foo 2024", DAY), Note)
    assert month_of("0000-00-00", DAY) is None


DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))
FORMS = st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y %H:%M", "%Y/%m/%d"])


@given(st.lists(DAYS, min_size=1), FORMS)
def test_a_column_that_decides_comes_back(days, form):
    texts = [day.strftime(form) for day in days]
    found = order(texts)
    if not found.ambiguous:
        read = reader(day_first=found.first != "month")
        assert [read(text) for text in texts] == days


@given(st.dates(date(1955, 1, 1), date(2060, 1, 1)))
def test_serials_come_back(day):
    serial = (day - date(1899, 12, 30)).days
    assert DAY(serial) == DAY(str(serial)) == DAY(serial + 0.25) == day


@given(st.text("0123456789/-.: TZ+APMaen", max_size=20))
def test_nothing_makes_it_fall_over(text):
    assert isinstance(DAY(text), date | Note | None)
    assert isinstance(month_of(text, MONTH), date | Note | None)
