"""Usage, tickets, surveys, invoices, health inputs, churn records and links of an account."""

from datetime import date, timedelta

import pytest

from csdesk.book import (
    accounts,
    churns,
    contacts,
    contracts,
    health_inputs,
    invoices,
    links,
    partners,
    surveys,
    tickets,
    usage,
    values,
)
from csdesk.errors import Refused
from csdesk.model import Churn, Invoice, InvoiceKind, Link, SurveyKind, SurveyResponse, Ticket, UsageReading


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme", currency="BRL")


@pytest.fixture
def other(book, today):
    return book.write(accounts.add, today=today, name="Other")


def test_usage(book, done, refused, acme, other, today):
    first = done(usage.add, account_id=acme, day=date(2026, 1, 31), measure="users", active=5, entitled=10)
    done(usage.add, account_id=acme, day=date(2026, 9, 30), measure="users", active=7)
    done(usage.add, account_id=acme, day=today, measure="logins", value=3.5, feature="API")
    done(usage.add, account_id=acme, day=today + timedelta(days=1), measure="users", active=99)
    found = book.read(usage.series, acme, today=today)
    assert [(line.measure, line.feature, line.active) for line in found] == [
        ("logins", "API", [None]),
        ("users", None, [5, 7]),
    ]
    assert book.read(usage.series, acme, today=today, months=3)[1].days == [date(2026, 9, 30)]
    assert book.read(usage.seats, acme, today) == (7, None)
    assert book.read(usage.seats, acme, date(2026, 2, 1)) == (5, 10)
    assert book.read(usage.seats, other, today) == (None, None)
    refused("needs a value", "value", usage.add, account_id=acme, day=today, measure="users")
    refused("below zero", "active", usage.change, first, active=-1)
    deal = book.write(contracts.add, account_id=other, start=date(2026, 1, 1), amount=1)
    refused("belongs to another account", "contract_id", usage.change, first, contract_id=deal)
    done(usage.change, first, day=date(2026, 2, 28), active=None)
    assert done(usage.remove, [first]) == 1
    assert done(usage.remove, []) == 0


def test_seats_leave_features_out(book, acme, today):
    book.write(usage.add, account_id=acme, day=date(2026, 1, 31), measure="users", active=5, entitled=10)
    book.write(usage.add, account_id=acme, day=today, measure="users", feature="API", active=1, entitled=10)
    assert book.read(usage.seats, acme, today) == (5, 10)


def test_tickets(book, done, refused, acme, other, today):
    old = done(tickets.add, account_id=acme, opened_on=date(2026, 1, 5), closed_on=date(2026, 1, 7))
    late = done(tickets.add, account_id=acme, opened_on=date(2026, 1, 2), due_on=date(2026, 2, 1))
    new = done(tickets.add, account_id=acme, opened_on=date(2026, 11, 1), due_on=today)
    done(tickets.add, account_id=acme, opened_on=today + timedelta(days=1))
    found = book.read(tickets.listing, acme, today)
    assert ([each.id for each in found.rows], found.total, found.open, found.late) == (
        [new, late, old],
        3,
        2,
        1,
    )
    assert book.read(tickets.listing, acme, today, limit=1).total == 3
    assert book.read(tickets.listing, other, today).open == 0
    done(tickets.change, old, satisfaction=4)
    assert book.read(values.found, Ticket, old).satisfaction_scale == "1-5"
    done(tickets.change, old, satisfaction=9, satisfaction_scale="0 – 10")
    assert book.read(values.found, Ticket, old).satisfaction_scale == "0-10"
    refused("outside the scale 0-10", "satisfaction", tickets.change, old, satisfaction=11)
    refused("not a scale", "satisfaction_scale", tickets.change, old, satisfaction_scale="stars")
    refused("closed after", "closed_on", tickets.change, old, closed_on=date(2025, 1, 1))
    stranger = book.write(contacts.add, account_id=other, name="Bo")
    refused("belongs to another account", "contact_id", tickets.change, old, contact_id=stranger)
    refused("cannot be empty", "account_id", tickets.add, opened_on=today)
    assert done(tickets.remove, [old, new]) == 2


def test_surveys(book, done, refused, acme, today):
    partner = book.write(partners.add, name="Par")
    nps = done(surveys.add, account_id=acme, kind="nps", score=9, answered_on=date(2026, 5, 1))
    done(surveys.add, account_id=acme, kind=SurveyKind.CSAT, score=5, answered_on=today)
    done(surveys.add, partner_id=partner, kind=SurveyKind.CES, score=7, answered_on=today)
    scales = [each.scale for each in book.read(surveys.listing, account_id=acme).rows]
    assert scales == ["1-5", "0-10"]
    found = book.read(surveys.listing, partner_id=partner)
    assert (found.rows[0].scale, found.total) == ("1-7", 1)
    refused(
        "outside the scale", "score", surveys.add, account_id=acme, kind="ces", score=8, answered_on=today
    )
    refused("does not fit", "kind", surveys.add, account_id=acme, kind=[], score=8, answered_on=today)
    refused("not a scale", "scale", surveys.change, nps, scale="10-0")
    done(surveys.add, account_id=acme, kind="nps", score=1, scale="1–7", answered_on=date(2025, 1, 1))
    done(surveys.change, nps, comment="good", scale="-5..10")
    assert book.read(values.found, SurveyResponse, nps).scale == "-5-10"
    refused("an account or a partner", "account_id", surveys.add, kind="nps", score=8, answered_on=today)
    assert done(surveys.remove, [nps]) == 1
    assert "Acme" in str(book.undoable())


def test_a_partners_answer_is_removed_under_its_name(book, done, today):
    partner = book.write(partners.add, name="Par")
    made = book.write(surveys.add, partner_id=partner, kind="nps", score=9, answered_on=today)
    done(surveys.remove, [made])
    assert "Par" in str(book.undoable())


def test_invoices_and_what_is_overdue(book, done, refused, acme, today):
    def bill(due, amount=1000, **more):
        given = {"account_id": acme, "issued_on": date(2026, 6, 1), "due_on": due, "amount": amount}
        return done(invoices.add, **given | more)

    for days, amount in ((0, 1), (1, 10), (30, 100), (31, 1000), (61, 10_000), (91, 100_000)):
        bill(today - timedelta(days=days), amount)
    bill(None, 7)
    bill(today - timedelta(days=40), 500, currency="USD")
    paid = bill(today - timedelta(days=40), 5, paid_on=date(2026, 7, 1))
    bill(today - timedelta(days=5), -10, kind=InvoiceKind.CREDIT)
    book.write(invoices.add, account_id=acme, issued_on=today + timedelta(days=1), amount=1, due_on=None)
    found = book.read(invoices.listing, acme, today)
    assert found.total == 10
    real, dollar = found.open
    assert real.currency == "BRL"
    assert real.ages == {"0": 8, "1-30": 100, "31-60": 1000, "61-90": 10_000, "90+": 100_000}
    assert (real.open, real.overdue, real.count, real.overdue_count) == (111_108, 111_100, 8, 6)
    assert (real.oldest_days, dollar.oldest_days, dollar.open) == (91, 40, 500)
    assert book.read(values.found, Invoice, paid).currency == "BRL"
    refused("below zero", "amount", invoices.change, paid, kind=InvoiceKind.CREDIT)
    refused("due after", "due_on", invoices.change, paid, due_on=date(2026, 5, 1))
    refused(
        "cannot end before it begins",
        "covers_until",
        invoices.change,
        paid,
        covers_from=date(2026, 5, 1),
        covers_until=date(2026, 4, 1),
    )
    done(invoices.change, paid, paid_on=None, number="R-1")
    assert done(invoices.remove, [paid]) == 1


def test_an_invoice_of_nobody_is_refused(refused, today):
    refused("not in the book", "account_id", invoices.add, account_id=9, issued_on=today, amount=1)
    refused("not in the book", "account_id", invoices.add, account_id="9", issued_on=today, amount=1)


def test_health_inputs(book, done, refused, acme, today):
    first = done(health_inputs.add, account_id=acme, measure="sentiment", value="green", day=today)
    second = done(health_inputs.add, account_id=acme, measure="sentiment", value="red", day=date(2026, 1, 1))
    assert [each.value for each in book.read(health_inputs.listing, acme)] == ["green", "red"]
    given = {"account_id": acme, "measure": "sentiment", "value": "x", "day": today}
    refused("already a value of sentiment", "day", health_inputs.add, **given)
    refused("already a value of sentiment", "day", health_inputs.change, second, day=today)
    done(health_inputs.change, first, value="yellow")
    assert done(health_inputs.remove, [first, second]) == 2


def test_churn_records(book, done, acme, today):
    first = done(churns.add, account_id=acme, day=date(2026, 5, 1), reason="Price", refund=100)
    done(churns.add, account_id=acme, day=today, reason="budget")
    done(churns.add, account_id=acme, day=today, refund=1, currency="USD")
    assert book.read(values.found, Churn, first).currency == "BRL"
    assert [each.currency for each in book.read(churns.listing, acme)] == ["USD", None, "BRL"]
    assert book.read(churns.reasons) == ["budget", "Price"]
    done(churns.change, first, currency=None)
    assert book.read(values.found, Churn, first).currency == "BRL"
    assert done(churns.remove, [first]) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://acme.com/a?b#c", "https://acme.com/a?b#c"),
        ("HTTP://acme.com", "HTTP://acme.com"),
        ("mailto:ana@acme.com", "mailto:ana@acme.com"),
        ("acme.com/file", "https://acme.com/file"),
        ("www.acme.com", "https://www.acme.com"),
        ("contract.pdf", "contract.pdf"),
        ("/home/ana/contract 2026.pdf", "/home/ana/contract 2026.pdf"),
        ("~/contract.pdf", "~/contract.pdf"),
        (r"C:\Users\ana\contract.pdf", r"C:\Users\ana\contract.pdf"),
        (r"\\server\share\contract.pdf", r"\\server\share\contract.pdf"),
        ("folder/contract.pdf", "folder/contract.pdf"),
    ],
)
def test_links_that_may_be_opened(given, kept):
    assert links.checked(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "vbscript:x",
        "https://",
        "https://a b.com",
        "mailto:nobody",
        "http://[::1",
        "smb://server/share",
    ],
)
def test_links_that_may_not(given):
    with pytest.raises(Refused, match="neither a web address"):
        links.checked(given)


def test_links(book, done, refused, acme):
    partner = book.write(partners.add, name="Par")
    first = done(links.add, account_id=acme, target="www.acme.com")
    done(links.add, account_id=acme, target="/a.pdf", title="Agreement")
    done(links.add, partner_id=partner, target="/b.pdf")
    assert [each.target for each in book.read(links.listing, account_id=acme)] == [
        "/a.pdf",
        "https://www.acme.com",
    ]
    assert [each.target for each in book.read(links.listing, partner_id=partner)] == ["/b.pdf"]
    refused("neither a web address", "target", links.change, first, target="javascript:x")
    done(links.change, first, title="Site")
    assert book.read(values.found, Link, first).title == "Site"
    assert done(links.remove, [first]) == 1


def test_a_reading_of_something_else_is_refused(book):
    with pytest.raises(Refused, match="no longer"):
        book.write(usage.change, 5, value=1)
    assert book.read(lambda session: session.query(UsageReading).count()) == 0
