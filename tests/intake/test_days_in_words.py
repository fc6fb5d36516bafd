"""Days with a month, a weekday or a clock in words, as programs of four languages write them."""

from datetime import UTC, date

import pytest

from csdesk.intake.dates import order, reader
from csdesk.model.draft import Note

DAY, MONTH = reader(day_first=True, zone=UTC), reader(day_first=False, zone=UTC)
NAMES = (
    "january february march april may june july august september october november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta"
    " lokakuuta marraskuuta joulukuuta",
)


@pytest.mark.parametrize("names", NAMES)
def test_every_month_whole_and_shortened(names):
    for month, name in enumerate(names.split(), 1):
        assert DAY(f"2. {name} 2024") == date(2024, month, 2)
        assert DAY(f"2 {name[:3]}. 2024") == date(2024, 3 if name.startswith("marras") else month, 2)
        assert DAY(f"{name.title()} 2, 2024") == date(2024, month, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday, March 05, 2024",
        "Tue Mar 05 2024",
        "terça-feira, 5 de março de 2024",
        "martes, 5 de marzo de 2024",
        "ti 5.3.2024",
        "mar. 05/03/2024",
        "5 Mar '24",
        "5.3.2024 klo 9.41",
        "5.3.2024 klo 9.41.30",
        "05/03/2024 às 10:11",
        "05/03/2024 a las 10:11",
        "05/03/2024 10:11 h",
        "05/03/2024 10:11 hs",
        "05/03/2024 10:11 p. m.",
        "05/03/2024, 10:11\u202fp.\xa0m.",
        "Mar 5, 2024 at 11:15 PM",
        "2024-03-05 23:30:00 EST",
    ],
)
def test_weekdays_and_clocks(text):
    assert DAY(text) == date(2024, 3, 5)


def test_a_weekday_does_not_hide_the_order():
    assert order(["ti 5.3.2024", "pe 29.3.2024"]).first == "day"
    assert MONTH("Tue 3/5/2024") == date(2024, 3, 5)


@pytest.mark.parametrize("text", ["5 Junk 2024", "Marketing 5, 2024", "vko 5.3.2024", "5 mayhem 2024"])
def test_words_that_only_begin_like_a_month_are_none(text):
    assert isinstance(DAY(text), Note)
