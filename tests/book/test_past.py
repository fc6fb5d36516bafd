from datetime import date

import pytest

from csdesk.book import Book, past
from csdesk.errors import Refused
from csdesk.model import Account, Activity, Contact, Invoice, Partner


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with Book.create(tmp_path_factory.mktemp("past") / "b.csdesk") as made:
        made.write(fill)
        yield made


def fill(session):
    session.add_all([Account(name="Acme", domain="acme.example"), Partner(name="Nord", external_id="P1")])
    session.flush()
    session.add_all(
        [
            Contact(name="Ann", account_id=1),
            Contact(name="Ann", partner_id=1),
            Contact(name="Bob", account_id=1, external_id="3"),
            Invoice(number="2026-7", account_id=1, issued_on=date(2026, 1, 1), amount=1, currency="EUR"),
            Activity(account_id=1, day=date(2026, 1, 1), text="Call"),
        ]
    )


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("accounts", "acme"),
        ("account", "acme.example"),
        ("partners", "P1"),
        ("contacts", "Bob"),
        ("contact", "1"),
        ("invoices", "2026-7"),
        ("activities", "1"),
        ("setting", "currency"),
    ],
)
def test_a_record_is_found_by_what_it_is_called(book, kind, record):
    events = book.read(past.of_named, kind, record)
    assert [event.change for event in events] == ([] if kind == "setting" else ["+"])


@pytest.mark.parametrize(
    ("kind", "record", "words"),
    [
        ("contacts", "Ann", "several contacts: 1, 2"),
        ("contacts", "Zoe", "no “Zoe” among the contacts"),
        ("accounts", "Nowhere", "No account"),
        ("deed", "1", "no kind of record"),
        ("search", "1", "no kind of record"),
        ("planets", "1", "no kind of record. There are: account, activity"),
    ],
)
def test_what_cannot_be_told_is_refused(book, kind, record, words):
    with pytest.raises(Refused, match=words):
        book.read(past.of_named, kind, record)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("usage", "usage_reading"),
        ("surveys", "survey_response"),
        ("health", "health_input"),
        ("churns", "churn"),
    ],
)
def test_kinds_have_the_names_of_import(kind, table):
    assert past.table_named(kind) == table
