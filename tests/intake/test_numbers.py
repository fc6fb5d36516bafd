"""Numbers as people write them, decided for a column and never for a cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.numbers import decimals, number, token


def column(*texts):
    tokens = [token(text) for text in texts]
    found = decimals(each for each in tokens if each)
    return found, [each and number(each, found.sign) for each in tokens]


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("R$ 1.234,50", "1234.50", "R$"),
        ("-R$ 150,25", "-150.25", "R$"),
        ("($150.25)", "-150.25", "$"),
        ("€ (1.234,50)", "-1234.50", "€"),
        ("1\u00a0000\u00a0000,00\u00a0€", "1000000.00", "€"),
        ("1\u202f000,5", "1000.5", ""),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("1’234.50-", "-1234.50", ""),
        ("12,5 %", "12.5", ""),
        ("kr 1 000", "1000", "kr"),
        ("1.5E3", "1500", ""),
        ("1,00,000.50", "100000.50", ""),
        ("US$ 5", "5", "US$"),
        (".5", "0.5", ""),
        ("−5", "-5", ""),
        ("+5", "5", ""),
        ("EUR 1,5", "1.5", "EUR"),
    ],
)
def test_one_cell(text, value, currency):
    _, (found,) = column(text)
    assert found == Decimal(value)
    assert token(text).currency == currency


@pytest.mark.parametrize(
    "text", ["", "abc", "+55 11 5555-0101", "1 2", "12:30", "1.2.3,4,5 x", "--5", "1 0000"]
)
def test_what_is_no_number(text):
    assert token(text) is None


def test_one_cell_decides_for_the_column():
    found, values = column("1.234", "99.5")
    assert (found.sign, found.ambiguous, values) == (".", False, [Decimal("1.234"), Decimal("99.5")])
    assert column("1.234", "5,5")[1] == [Decimal(1234), Decimal("5.5")]
    assert column("1.234.567", "1.234")[1] == [Decimal(1234567), Decimal(1234)]


@pytest.mark.parametrize("texts", [("1.234",), ("1,234", "12,345"), ("R$ 1.000", "R$ 10.000", "5")])
def test_three_digits_behind_the_only_separator_everywhere_are_ambiguous(texts):
    assert column(*texts)[0].ambiguous


@pytest.mark.parametrize("text", ["0.500", "1234.567", ".500", "01.234"])
def test_what_cannot_be_thousands_is_not_ambiguous(text):
    assert column(text)[0] == column("0.5")[0]


def test_a_number_that_contradicts_its_column_is_no_number():
    found, values = column("1.234,50", "1.000,00", "1,234.50")
    assert found.sign == ","
    assert values == [Decimal("1234.50"), Decimal("1000.00"), None]


def test_wrong_groups_are_no_number():
    assert column("1.5", "12,34")[1][1] is None
    assert column("1.5", "1,2345")[1][1] is None


def written(value, decimal, thousands):
    text = f"{value:,.2f}"
    return text.replace(",", "_").replace(".", decimal).replace("_", thousands)


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (",", "\u00a0"), (".", "'"), (".", "’"), (",", "")]),
)
def test_every_number_comes_back_in_every_way_of_writing(values, signs):
    found, read = column(*(written(value, *signs) for value in values))
    assert not found.ambiguous
    assert read == values


@given(st.lists(st.text("0123456789.,-() €$kr'%E+ ", max_size=12)))
def test_nothing_makes_it_fall_over(texts):
    column(*texts)
