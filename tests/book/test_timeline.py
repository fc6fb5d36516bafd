"""The timeline: quick add, who was spoken with, filters, and the bin."""

from datetime import date, timedelta

import pytest

from csdesk.book import accounts, contacts, deleted, desk, partners, timeline, values
from csdesk.model import Account, Activity, ActivityType, Contact


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme")


def texts(found):
    return [entry.text for entry in found.rows]


def test_quick_add_and_filters(book, done, refused, acme, today):
    book.write(desk.set_user, name="Helena", roles=())
    partner = book.write(partners.add, name="Par")
    first = done(timeline.add, account_id=acme, text="Renovação fechada", day=today)
    done(
        timeline.add, account_id=acme, text="Call", day=date(2026, 1, 1), type=ActivityType.CALL, author="Bo"
    )
    done(timeline.add, partner_id=partner, text="Lunch", day=today, type=ActivityType.MEETING, people="Pat")
    assert book.read(values.found, Activity, first).author == "Helena"
    assert texts(book.read(timeline.listing, account_id=acme)) == ["Renovação fechada", "Call"]
    assert texts(book.read(timeline.listing, partner_id=partner)) == ["Lunch"]
    assert texts(book.read(timeline.listing)) == ["Lunch", "Renovação fechada", "Call"]
    assert texts(book.read(timeline.listing, text="RENOVACAO")) == ["Renovação fechada"]
    assert texts(book.read(timeline.listing, text="pat")) == ["Lunch"]
    assert texts(book.read(timeline.listing, types=[ActivityType.CALL])) == ["Call"]
    page = book.read(timeline.listing, limit=1, offset=1)
    assert (texts(page), page.total) == (["Renovação fechada"], 3)
    page = book.read(timeline.listing, text="a", limit=1, offset=1)
    assert (texts(page), page.total) == (["Renovação fechada"], 3)
    refused("an account or a partner", "account_id", timeline.add, text="x", day=today)
    refused("cannot be empty", "text", timeline.add, account_id=acme, text=" ", day=today)
    refused("needs a date", "day", timeline.add, account_id=acme, text="x", day="yesterday")


def test_people_named_count_as_contacted(book, done, acme, today):
    ana, bo = (book.write(contacts.add, account_id=acme, name=name) for name in ("Ana López", "Bo"))
    other = book.write(accounts.add, today=today, name="Other")
    twin = book.write(contacts.add, account_id=other, name="Bo")
    made = done(
        timeline.add,
        account_id=acme,
        text="QBR",
        day=date(2026, 5, 1),
        type=ActivityType.QBR,
        people="ana lopez; Bo, Cy",
    )
    seen = {each: book.read(values.found, Contact, each).last_contact_on for each in (ana, bo, twin)}
    assert seen == {ana: date(2026, 5, 1), bo: date(2026, 5, 1), twin: None}
    done(timeline.change, made, day=date(2026, 4, 1))
    assert book.read(values.found, Contact, ana).last_contact_on == date(2026, 5, 1)
    done(timeline.add, account_id=acme, text="A thought", day=today, people="Ana López")
    assert book.read(values.found, Contact, ana).last_contact_on == date(2026, 5, 1)


def test_people_of_a_partner(book, done, today):
    partner = book.write(partners.add, name="Par")
    pat = book.write(contacts.add, partner_id=partner, name="Pat")
    done(timeline.add, partner_id=partner, text="x", day=today, type=ActivityType.CALL, people="Pat")
    assert book.read(values.found, Contact, pat).last_contact_on == today
    assert book.read(timeline.last_contact, today, partner_id=partner) == today


def test_last_contact(book, acme, today):
    assert book.read(timeline.last_contact, today, account_id=acme) is None
    book.write(timeline.add, account_id=acme, text="note", day=today)
    book.write(
        timeline.add, account_id=acme, text="plan", day=today + timedelta(days=3), type=ActivityType.CALL
    )
    assert book.read(timeline.last_contact, today, account_id=acme) is None
    book.write(contacts.add, account_id=acme, name="Ana", last_contact_on=date(2026, 3, 1))
    book.write(timeline.add, account_id=acme, text="call", day=date(2026, 2, 1), type=ActivityType.CALL)
    assert book.read(timeline.last_contact, today, account_id=acme) == date(2026, 3, 1)


def test_entries_go_to_the_bin(book, done, refused, acme, today):
    made = book.write(timeline.add, account_id=acme, text="x", day=today)
    refused("an account or a partner", "account_id", timeline.change, made, account_id=None)
    assert done(timeline.remove, [made], today=today) == 1
    assert book.read(timeline.listing, account_id=acme).total == 0
    done(deleted.restore, Activity, [made])
    book.write(deleted.move, Account, [acme], today=today)
    assert book.read(timeline.listing).total == 0
    assert book.read(timeline.listing, text="x").total == 0
