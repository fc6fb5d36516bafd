"""What no ordinary file holds: values beyond all bounds, batches made by hand, and rare keys."""

import gc
from datetime import date

import pytest
from taking_files import TODAY, all_new, fates, given, nothing_changes, reasons, rows, take

from csdesk.book import setwise, taking
from csdesk.model import Contact, Product, Ticket
from csdesk.model.draft import CLEARED, Batch, Draft, Fate, Note

NEW, CHANGED, UNCHANGED, REFUSED = Fate.NEW, Fate.CHANGED, Fate.UNCHANGED, Fate.REFUSED


def by_hand(book, kind, *values, **options):
    drafts = [Draft(line, each) for line, each in enumerate(values, 2)]
    return book.write(taking.take, Batch(kind, "made by hand", drafts, today=TODAY, **options))


@pytest.fixture
def one(book):
    take(book, "id,name,domain\nA,X,x.fi\n", "accounts")
    return book


CONTRACT = {"account_id": "A", "start": date(2024, 1, 1), "amount": 5, "currency": "EUR"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("currency", "ZZZ", "not a currency"),
        ("amount", 10**14, "too large"),
        ("seats", -1, "too small"),
        ("seats", 2**40, "too large"),
        ("start", date(1850, 1, 1), "too far away"),
    ],
)
def test_what_a_book_cannot_hold_is_refused(one, name, value, said):
    outcome = by_hand(one, "contracts", {**CONTRACT, name: value})
    assert said in reasons(outcome)[2]
    assert rows(one, "SELECT count(*) FROM contract") == [(0,)]


def test_a_draft_that_could_not_be_read_keeps_its_reason(one):
    drafts = [Draft(2, {"external_id": "B"}, Note("odd"))]
    outcome = one.write(taking.take, Batch("accounts", "f", drafts, today=TODAY))
    assert (outcome.rows[0].key, str(outcome.rows[0].reason)) == ("B", "odd")


def test_the_collector_stays_off_where_it_was_off(one):
    gc.disable()
    try:
        by_hand(one, "accounts", {"name": "Y"})
        assert not gc.isenabled()
    finally:
        gc.enable()
    by_hand(one, "accounts", {"name": "Z"})
    assert gc.isenabled()


def test_a_field_of_refused_rows_only_is_not_defined(one):
    text = f"id,name,Colour\nB,{'x' * 600},red\n"
    assert fates(take(one, text, "accounts", keep_columns=True)) == [REFUSED]
    assert one.read(taking.own_kinds, "accounts") == {"Colour": "text"}
    text = "id,create date,Size\nC,nonsense,L\n"
    assert fates(take(one, text, "accounts", keep_columns=True)) == [REFUSED]
    assert "Size" not in one.read(taking.own_kinds, "accounts")


def test_a_value_changed_there_and_back_on_one_day_leaves_no_trace(one):
    take(one, "id,tier,create date\nA,Gold,2024-01-01\n", "accounts")
    take(one, "id,tier\nA,Silver\n", "accounts")
    take(one, "id,tier\nA,Gold\n", "accounts")
    assert rows(one, "SELECT since, value FROM dated_value") == [("2024-01-01", "Gold")]


def test_a_value_of_an_account_that_began_today_has_no_past(one):
    take(one, "id,tier\nA,Gold\n", "accounts")
    take(one, "id,tier\nA,Silver\n", "accounts")
    assert rows(one, "SELECT since, value FROM dated_value") == [("2026-11-21", "Silver")]


def test_what_is_withdrawn_is_found_no_more(one):
    long = "x" * 600
    text = f"name,email,account\n{long},a@b.fi,new.fi\nBob,b@b.fi,new.fi\n{long},c@b.fi,other\n"
    outcome = take(one, text, "contacts", create_missing=True)
    assert fates(outcome) == [REFUSED, NEW, REFUSED]
    assert rows(one, "SELECT external_id FROM account ORDER BY id") == [("A",), ("new.fi",)]


def test_attributes_can_be_emptied_and_come_back(one):
    text = "id,account,date,measure,value,attributes\nU,A,2024-01-01,m,1,is_beta true;plan Pro\n"
    all_new(take(one, text, "usage"))
    nothing_changes(one, text, "usage")
    header, lines = given(one, "usage")
    assert lines[0][header.index("attributes")] == "is_beta true;plan Pro"
    outcome = take(one, text.replace("is_beta true;plan Pro", "<clear>"), "usage")
    assert [name for name, _, _ in outcome.rows[0].changes] == ["attributes.is_beta", "attributes.plan"]
    assert rows(one, "SELECT attributes FROM usage_reading") == [(None,)]


def test_readings_without_id_pass_over_rows_that_cannot_be_read(one):
    text = "account,date,logins\nA,nonsense,5\nZ,2024-01-01,5\nA,2024-01-01,5\n"
    assert fates(take(one, text, "usage")) == [REFUSED, REFUSED, NEW]


def test_ids_of_people_and_products_name_them(one):
    one.write(lambda s: setwise.add(s, Contact, [{"name": "Ana", "account_id": 1, "external_id": "P-1"}]))
    one.write(lambda s: setwise.add(s, Product, [{"name": "Pro", "external_id": "S-1"}]))
    one.write(lambda s: setwise.add(s, Ticket, [{"account_id": 1, "contact_id": 1, "opened_on": TODAY}]))
    all_new(take(one, "id,account,product,start,mrr\nC,A,S-1,2024-01-01,5\n", "contracts"))
    for kind, column, text in (("tickets", "contact_id", "P-1"), ("contracts", "product_id", "S-1")):
        header, lines = given(one, kind)
        assert lines[0][header.index(column)] == text


def test_cleared_parts_of_a_tracker(one):
    take(
        one,
        "id,name,start,mrr,end_exclusive,health,contact\nA,X,2024-01-01,5,2027-01-01,green,Ana\n",
        "tracker",
    )
    text = "id,start,mrr,end_exclusive,health,contact,seats\nA,2024-01-01,5,<clear>,<clear>,<clear>,<clear>\n"
    assert fates(take(one, text, "tracker")) == [CHANGED]
    assert rows(one, "SELECT end_exclusive FROM contract") == [(None,)]
    assert rows(one, "SELECT value FROM health_input") == [("green",)]
    assert rows(one, "SELECT name FROM contact") == [("Ana",)]
    assert repr(CLEARED) == "<clear>"


def test_seats_used_without_seats_bought(one):
    text = "id,licences used\nA,7\n"
    assert fates(take(one, text, "tracker")) == [CHANGED]
    nothing_changes(one, text, "tracker")
    assert rows(one, "SELECT active, entitled FROM usage_reading") == [(7, None)]


def test_a_contract_known_by_its_id_needs_no_start_in_a_tracker(one):
    take(one, "id,account,start,mrr\nC,A,2024-01-01,5\n", "contracts")
    outcome = take(one, "id,contract id,mrr\nA,C,6\n", "tracker")
    assert outcome.rows[0].changes == [("contract.amount", 500, 600)]


def test_products_of_one_name_are_told_apart_by_their_number(one):
    one.write(lambda s: setwise.add(s, Product, [{"name": "Pro"}, {"name": "pro"}, {"name": "Basic"}]))
    text = "id,account,product,start,mrr\nC,A,#2,2024-01-01,5\nD,A,Basic,2024-01-01,5\n"
    all_new(take(one, text, "contracts"))
    header, lines = given(one, "contracts")
    assert [line[header.index("product_id")] for line in lines] == ["#2", "Basic"]


def test_a_role_can_be_emptied(one):
    take(one, "id,CSM\nA,Ana\n", "accounts")
    assert fates(take(one, "id,CSM\nA,<clear>\n", "accounts")) == [CHANGED]
    assert rows(one, "SELECT person, until FROM owner_role") == [("Ana", "2026-11-21")]
    nothing_changes(one, "id,CSM\nA,<clear>\n", "accounts")
