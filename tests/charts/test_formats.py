"""Numbers, money and dates as each reader expects them."""

from datetime import date
from decimal import Decimal

import pytest

from csdesk.charts.formats import Formats
from csdesk.charts.letters import cut, width, wrapped
from csdesk.errors import Refused

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("locale", "number", "percent", "money"),
    [
        ("en", "1,234.5", "84.2%", "€1,234.50"),
        ("pt-BR", "1.234,5", "84,2%", "€\u00a01.234,50"),
        ("es", "1234,5", "84,2\u00a0%", "1234,50\u00a0€"),
        ("fi", "1\u00a0234,5", "84,2\u00a0%", "1\u00a0234,50\u00a0€"),
    ],
)
def test_by_language(locale, number, percent, money):
    formats = Formats(locale)
    assert formats.number(1234.5, 1) == number
    assert formats.percent(0.8421) == percent
    assert formats.money(Decimal("1234.50"), "EUR") == money


def test_true_minus_and_wanted_plus():
    formats = Formats()
    assert formats.number(-3) == "−3"
    assert formats.number(3, sign=True) == "+3"
    assert formats.number(-0.2) == "0"
    assert formats.points(-0.007) == "−0.7\u00a0pp"
    assert formats.money(Decimal("-2.50"), "USD") == "−$2.50"


def test_half_goes_up_and_nothing_is_a_dash():
    formats = Formats()
    assert formats.number(0.125, 2) == "0.13"
    assert (
        formats.percent(None)
        == formats.number(None)
        == formats.money(None, "EUR")
        == formats.day(None)
        == "–"
    )


def test_currency_keeps_its_own_decimals():
    formats = Formats()
    assert formats.money(Decimal("1200"), "JPY") == "¥1,200"
    assert formats.money(Decimal("1.250"), "KWD") == "KWD\u00a01.250"
    assert formats.money(Decimal("1234.50"), "EUR", digits=0) == "€1,235"


def test_days_and_months():
    formats = Formats()
    assert formats.day(DAY) == "30\u00a0Sep\u00a02026"
    assert formats.month(DAY) == "Sep 2026"
    assert formats.quarter(DAY) == "Q3 2026"
    assert formats.month_short(date(2026, 1, 1)) == "Jan 26"
    assert "2026" in Formats("fi").day(DAY)


def test_unknown_language_is_refused():
    with pytest.raises(Refused, match="No language"):
        Formats("xx-nowhere")


def test_words_are_wrapped_and_cut_by_their_width():
    text = "Warehouse goals close this year and trucks need the transport teams inside the plan first"
    lines = wrapped(text, 16, 200)
    assert " ".join(lines) == text
    assert all(width(line, 16) <= 200 for line in lines)
    short = wrapped(text, 16, 200, most=2)
    assert len(short) == 2
    assert short[1].endswith("…")
    assert wrapped("x" * 80, 12, 100)[0] != "x" * 80
    assert cut("short", 12, 100) == "short"
    assert width("仓库", 10) == 20
