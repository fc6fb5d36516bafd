from datetime import date

import pytest
from PySide6.QtCore import QLocale

from csdesk.charts.formats import Formats
from csdesk.model.money import major
from csdesk.signs import NBSP
from csdesk.ui import formats

NB = NBSP


@pytest.mark.parametrize(
    ("locale", "units", "currency", "text"),
    [
        ("en_GB", 101661600, "GBP", "£1,016,616"),
        ("en_US", 101661600, "BRL", f"R${NB}1,016,616"),
        ("en_US", 824000, "USD", "$8,240"),
        ("en_GB", 824000, "USD", f"US${NB}8,240"),
        ("pt_BR", 101661600, "BRL", f"R${NB}1.016.616"),
        ("es_ES", -824000, "EUR", f"−8240{NB}€"),
        ("pt_BR", -1250, "EUR", f"−€{NB}13"),
        ("en_GB", 5000, "JPY", "¥5,000"),
        ("en_GB", 1500, "KWD", f"KWD{NB}2"),
        ("en_GB", None, "EUR", "–"),
        ("en_GB", -1, "EUR", "€0"),
    ],
)
def test_money_stands_where_the_locale_puts_it(locale, units, currency, text):
    QLocale.setDefault(QLocale(locale))
    assert formats.money(units, currency) == text


def test_cents_are_exact_however_large():
    assert formats.money(9_007_199_254_740_993, "EUR", cents=True) == "€90,071,992,547,409.93"
    assert formats.amount(-105, "EUR") == "−1.05"
    assert formats.amount(100, "EUR") == "1"


@pytest.mark.parametrize(
    "locale", ["en-GB", "en-US", "pt-BR", "pt-PT", "es-ES", "es-MX", "fi-FI", "sv-SE", "de-DE"]
)
def test_window_and_reports_write_values_alike(locale):
    """Qt writes the window, Babel the charts and reports."""
    QLocale.setDefault(QLocale(locale))
    reports = Formats(locale)
    for value in (0.938, 1.0, -0.0123):
        assert formats.number(value * 1000, 1) == reports.number(value * 1000, 1)
        assert formats.percent(value) == reports.percent(value)
        assert formats.points(value) == reports.points(value)
    assert formats.number(1234567) == reports.number(1234567)
    for currency in ("EUR", "USD", "BRL", "MXN", "SEK", "CHF", "JPY", "KWD"):
        for units in (101661600, -824000, 0):
            assert formats.money(units, currency) == reports.money(major(units, currency), currency, digits=0)
    for day in (date(2026, 9, 30), date(2027, 1, 2)):
        assert formats.day(day) == reports.day(day).replace(NB, " ")
        assert formats.month(day) == reports.month(day)


def test_missing_is_a_dash_and_never_zero():
    assert formats.number(None) == formats.percent(None) == formats.day(None) == formats.shown(None) == "–"


@pytest.mark.parametrize(
    ("days", "text"),
    [(-3, "3 days over"), (-1, "1 day over"), (0, "today"), (1, "in 1 day"), (89, "in 89 days"),
     (120, "in 4 months"), (800, "in 2 years")],
)  # fmt: skip
def test_what_is_ahead_is_said_as_people_say_it(days, text, today):
    assert formats.ahead(date.fromordinal(today.toordinal() + days), today) == text


@pytest.mark.parametrize(
    ("days", "text"), [(0, "today"), (1, "yesterday"), (12, "12 days"), (-2, "in 2 days")]
)
def test_what_was_is_said_as_people_say_it(days, text, today):
    assert formats.ago(date.fromordinal(today.toordinal() - days), today) == text


def test_accents_and_case_do_not_hide_a_name():
    assert formats.plain("Hämeen ÖLJY Ñandú") == "hameen oljy nandu"


def test_names_sort_as_the_dictionary_of_the_language_does():
    names = ["Öljy", "Zebra", "Oslo"]
    QLocale.setDefault(QLocale("fi_FI"))
    assert sorted(names, key=formats.collated) == ["Oslo", "Zebra", "Öljy"]
    QLocale.setDefault(QLocale("pt_BR"))
    assert sorted(names, key=formats.collated) == ["Öljy", "Oslo", "Zebra"]


def test_short_money_keeps_three_digits():
    assert formats.short_money(101661600, "BRL") == f"R${NB}1.02{NB}M"
    assert formats.short_money(1250000, "EUR") == f"€{NB}12.5{NB}k"
    assert formats.short_money(98900, "EUR") == "€989"
