"""Currencies and scales that stand in a header, and marks beside numbers, in files of many countries."""

import pytest
from intake_files import plan_of, refusals_of, values_of

from csdesk.intake.numbers import decimals, number, token
from csdesk.intake.units import Unit, unit
from csdesk.intake.words import currency

ROWS = "\nA1;Alpha;500,50;2024-01-15\n"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("MRR", Unit("MRR")),
        ("MRR (R$)", Unit("MRR", "R$")),
        ("MRR R$", Unit("MRR", "R$")),
        ("MRR €", Unit("MRR", "€")),
        ("MRR (BRL)", Unit("MRR", "BRL")),
        ("refund_amount_usd", Unit("refund_amount", "USD")),
        ("MRR in USD", Unit("MRR", "USD")),
        ("ARR (k€)", Unit("ARR", "€", 1000)),
        ("ARR (€k)", Unit("ARR", "€", 1000)),
        ("ARR kEUR", Unit("ARR", "EUR", 1000)),
        ("ARR ($ in thousands)", Unit("ARR ($ in thousands)")),
        ("ARR (in thousands)", Unit("ARR", "", 1000)),
        ("ARR ($M)", Unit("ARR", "$", 1_000_000)),
        ("ARR (kr)", Unit("ARR", "kr")),
        ("ARR k", Unit("ARR", "", 1000)),
        ("MRR (all)", Unit("MRR (all)")),
        ("MRR (ALL)", Unit("MRR", "ALL")),
        ("Valor mensal", Unit("Valor mensal")),
        ("health_score", Unit("health_score")),
    ],
)
def test_the_unit_of_a_header(header, expected):
    assert unit(header) == expected


@pytest.mark.parametrize(
    ("header", "code"),
    [("MRR (R$)", "BRL"), ("MRR €", "EUR"), ("MRR in USD", "USD"), ("MRR R$", "BRL"), ("MRR ($)", "CAD")],
)
def test_amounts_without_a_sign_are_in_the_currency_of_their_header(header, code):
    (found,) = values_of(f"id;name;{header};start{ROWS}", book_currency="CAD")
    assert (found["contract.amount"], found["contract.currency"]) == (50050, code)


def test_a_sign_beside_the_number_wins_over_the_header():
    (found,) = values_of("id;name;MRR (EUR);start\nA1;Alpha;R$ 5,50;2024-01-15\n")
    assert (found["contract.amount"], found["contract.currency"]) == (550, "BRL")


def test_thousands_are_multiplied_and_told():
    plan = plan_of(f"id;name;ARR (k€);start{ROWS}")
    (draft,) = plan.batch().drafts
    assert (draft.values["contract.amount"], draft.values["contract.currency"]) == (50_050_000, "EUR")
    assert "1,000" in str(plan.warnings[0])


def test_crowns_of_a_header_are_asked_for():
    plan = plan_of(f"id;name;MRR (kr);start{ROWS}")
    assert [question.code for question in plan.questions] == ["currency"]
    (found,) = values_of(f"id;name;MRR (kr);start{ROWS}", currency="NOK")
    assert found["contract.currency"] == "NOK"


def test_a_share_is_no_amount():
    assert "share" in refusals_of("id;name;mrr;start\nA1;Alpha;12%;2024-01-15\nA2;B;5;2024-01-15\n")[2]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        *(("Rs. 700", "Rs."), ("S/. 70.00", "S/."), ("U$S 70.00", "U$S"), ("CLP$ 7000", "CLP$")),
        *(("70,- €", "€"), ("Fr. 70.-", "Fr."), ("RD$70.00", "RD$"), ("Bs 70", "Bs")),
    ],
)
def test_marks_of_many_countries(text, mark):
    found = token(text)
    assert found is not None
    assert found.currency == mark
    assert number(found, decimals([found]).sign) in (70, 700, 7000)


def test_currencies_by_name():
    assert [currency(word) for word in ("Euro", "US Dollar", "Real brasileño", "real brasileiro", "x")] == [
        *("EUR", "USD", "BRL", "BRL", ""),
    ]
    (found,) = values_of("id;name;mrr;currency;start\nA1;Alpha;5,50;Euro;2024-01-15\n", book_currency="USD")
    assert found["contract.currency"] == "EUR"


def test_a_flag_the_values_contradict_is_told():
    text = "id;name;mrr;start\nA1;Alpha;1.234,50;25/03/2024\n"
    notes = [str(note) for note in plan_of(text, day_first=False, decimal=".").warnings]
    assert any("day-first" in note for note in notes)
    assert any("“,”" in note for note in notes)
