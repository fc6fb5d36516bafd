"""A tracker given back to the book it came from: what is paid already is never counted twice."""

import pytest
from taking_files import all_new, csv_of, fates, given, nothing_changes, reasons, rows, take

from csdesk.model.draft import Fate

CONTRACTS = (
    "id,account,product,start,last day,amount,interval,currency,discounts,steps\n"
    "C1,A,Core,2024-01-01,,100,month,EUR,,\n"
    "C2,A,Extra,2025-01-01,,240,year,EUR,10% - -,\n"
    "C3,B,Core,2023-01-01,2023-12-31,50,month,EUR,,\n"
    "C4,C,Core,2024-05-01,,100,month,EUR,,2025-05-01 150.00\n"
    "C5,D,Core,2024-05-01,,1200,year,EUR,,\n"
    "C6,E,Core,2023-01-01,2023-12-31,70,month,EUR,,\n"
    "C7,E,Core,2024-01-01,,80,month,EUR,,\n"
)
TRIAL = "id,account,kind,start,seats\nC8,F,trial,2026-11-01,5\n"
MRR = {"A": "118.00", "B": "0.00", "C": "150.00", "D": "100.00", "E": "80.00"}


@pytest.fixture
def held(book):
    all_new(take(book, CONTRACTS, "contracts", create_missing=True))
    return book


def rows_of(book):
    header, lines = given(book, "tracker")
    return header, {line[0]: dict(zip(header, line, strict=True)) for line in lines}


def back(book, **changed):
    """Give the export back with the cells of some accounts changed."""
    header, lines = rows_of(book)
    for account, cells in changed.items():
        lines[account] |= cells
    text = csv_of(header, [list(line.values()) for line in lines.values()])
    outcome = take(book, text, "tracker")
    return {row.key: row for row in outcome.rows}, reasons(outcome)


def test_an_export_given_back_changes_nothing(held):
    before = rows_of(held)
    assert {account: line["mrr"] for account, line in before[1].items()} == MRR
    header, lines = given(held, "tracker")
    nothing_changes(held, csv_of(header, lines), "tracker")
    assert rows_of(held) == before


def test_a_trial_given_back_becomes_no_paid_contract(book):
    all_new(take(book, TRIAL, "contracts", create_missing=True))
    header, lines = given(book, "tracker")
    assert lines[0][header.index("mrr")] == "0.00"
    nothing_changes(book, csv_of(header, lines), "tracker")
    assert fates(take(book, "id,name,start,mrr\nF,F,2026-12-01,90\n", "tracker")) == [Fate.CHANGED]
    assert rows(book, "SELECT kind FROM contract") == [("trial",), ("paid",)]


def test_other_cells_of_such_a_row_are_taken(held):
    found, why = back(held, A={"notes": "hello"}, C={"seats": "7"})
    assert why == {}
    assert [found[each].fate for each in "ABCDE"] == [
        *(Fate.CHANGED, Fate.UNCHANGED, Fate.CHANGED, Fate.UNCHANGED, Fate.UNCHANGED),
    ]
    assert found["C"].changes == [("contract.seats", None, 7)]
    assert rows(held, "SELECT count(*) FROM contract") == [(7,)]


def test_another_amount_changes_the_one_contract_there_is(held):
    found, why = back(held, D={"mrr": "120.00"})
    assert why == {}
    assert [name for name, _, _ in found["D"].changes] == ["contract.amount", "contract.interval"]
    assert rows_of(held)[1]["D"]["mrr"] == "120.00"


@pytest.mark.parametrize("account", ["A", "C", "E"])
def test_another_amount_that_belongs_to_no_single_contract_is_refused(held, account):
    _, why = back(held, **{account: {"mrr": "130.00"}})
    assert len(why) == 1
    assert "contract" in next(iter(why.values()))
    assert rows_of(held)[1][account]["mrr"] == MRR[account]


def test_a_customer_who_comes_back_gets_a_contract_of_its_own(held):
    found, why = back(held, B={"mrr": "60.00", "start_date": "2026-02-01"})
    assert why == {}
    assert found["B"].fate is Fate.CHANGED
    assert rows_of(held)[1]["B"]["mrr"] == "60.00"


def test_a_later_start_beside_an_open_contract_is_refused(book):
    take(book, "id,name,start,mrr\nA,Alpha,2024-01-01,100\n", "tracker")
    outcome = take(book, "id,name,start,mrr\nA,Alpha,2025-01-01,120\n", "tracker")
    assert "twice" in reasons(outcome)[2]
    ended = "id,name,start,mrr,last day\nA,Alpha,2024-01-01,100,2024-12-31\n"
    assert fates(take(book, ended, "tracker")) == [Fate.CHANGED]
    assert fates(take(book, "id,name,start,mrr\nA,Alpha,2025-01-01,120\n", "tracker")) == [Fate.CHANGED]
    assert rows(book, "SELECT count(*) FROM contract") == [(2,)]


def test_lines_of_one_account_by_product_stay_lines(book):
    text = "id,name,product,start,mrr\nA,Alpha,Core,2024-01-01,100\nA,Alpha,Extra,2024-01-01,20\n"
    take(book, text, "tracker")
    nothing_changes(book, text, "tracker")
    assert fates(take(book, text.replace(",20\n", ",30\n"), "tracker")) == [Fate.UNCHANGED, Fate.CHANGED]
    more = "id,name,product,start,mrr\nA,Alpha,Third,2024-01-01,5\n"
    assert fates(take(book, more, "tracker")) == [Fate.CHANGED]
    assert rows_of(book)[1]["A"]["mrr"] == "135.00"


def test_an_amount_without_start_that_is_paid_already_changes_nothing(held):
    nothing_changes(held, "id,name,mrr\nA,A,118\nE,E,80\n", "tracker")


def test_a_contract_named_by_its_id_is_that_one(held):
    text = "id,name,contract id,mrr\nA,A,C1,130\n"
    assert fates(take(held, text, "tracker")) == [Fate.CHANGED]
    assert rows_of(held)[1]["A"]["mrr"] == "148.00"


def test_a_trial_beside_what_is_paid_is_no_double(held):
    text = "id,name,contract type,start,mrr\nD,D,trial,2026-01-01,0\n"
    assert fates(take(held, text, "tracker")) == [Fate.CHANGED]
    assert rows_of(held)[1]["D"]["mrr"] == "100.00"
