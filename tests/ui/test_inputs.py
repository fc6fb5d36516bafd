from datetime import date

import pytest
from PySide6.QtCore import QLocale

from csdesk.errors import Refused
from csdesk.model import Money, Stage, Tags
from csdesk.ui.inputs import read, written

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("pt_BR", "88.240,50", 8824050),
        ("pt_BR", "88240,5", 8824050),
        ("pt_BR", "88.240", 8824000),
        ("en_GB", "88,240.50", 8824050),
        ("en_GB", "88.5", 8850),
        ("fi_FI", "8\u00a0240,50", 824050),
        ("de_CH", "8'240.50", 824050),
        ("en_GB", "−12", -1200),
        ("pt_BR", "R$ 88.240,50", 8824050),
        ("en_GB", "", None),
    ],
)
def test_amounts_are_read_as_the_locale_writes_them(locale, text, value):
    QLocale.setDefault(QLocale(locale))
    assert read(Money, text, "EUR") == value


def test_too_many_decimals_are_not_rounded_away():
    with pytest.raises(Refused, match="JPY has 0 decimals"):
        read(Money, "10.5", "JPY")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02/01/2027", date(2027, 1, 2)),
        ("2/1/2027", date(2027, 1, 2)),
        ("2/1/27", date(2027, 1, 2)),
        ("2027-01-02", date(2027, 1, 2)),
        ("2 Jan 2027", date(2027, 1, 2)),
        ("today", TODAY),
        ("+30", date(2026, 12, 21)),
        ("-1", date(2026, 11, 20)),
    ],
)
def test_dates_are_read_in_every_way_people_type_them(text, value):
    assert read(date, text, today=TODAY) == value


def test_what_is_no_date_is_answered_with_a_sample():
    with pytest.raises(Refused, match=r"“31/11/2026” is no date\. Write it like 21/11/2026"):
        read(date, "31/11/2026", today=TODAY)


def test_choices_are_read_by_what_the_user_sees():
    assert read(Stage, "kicked OFF") is Stage.KICKED_OFF
    with pytest.raises(Refused, match="Signed, Kicked off"):
        read(Stage, "nonsense")


@pytest.mark.parametrize("locale", ["en_GB", "pt_BR", "fi_FI", "es_ES"])
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Money, 123456789),
        (Money, -50),
        (date, date(2026, 2, 28)),
        (Stage, Stage.LIVE),
        (bool, True),
        (int, 12345),
        (float, 1234.5),
        (Tags, Tags(("one", "two words"))),
        (str, "a, b"),
    ],
)
def test_what_is_written_is_read_back(locale, kind, value):
    QLocale.setDefault(QLocale(locale))
    assert read(kind, written(kind, value, "EUR"), "EUR", TODAY) == value
