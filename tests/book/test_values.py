"""Typed values: what a field may hold, what is refused, and hostile input."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.book import accounts, contacts, own_fields, values
from csdesk.errors import Refused
from csdesk.model import (
    Account,
    Base,
    Contact,
    Contract,
    Interval,
    OwnField,
    OwnKind,
    OwnOn,
    Stage,
    Tags,
    Ticket,
    fields_of,
)


@pytest.fixture
def check(book):
    def checked(entity, name, value):
        return book.read(values.checked, entity, name, value)

    return checked


@pytest.mark.parametrize(
    ("entity", "name", "given", "kept"),
    [
        (Account, "name", "  Öljy Oy  ", "Öljy Oy"),
        (Account, "name", "a\r\nb\x00c\x1bd", "a b c d"),
        (Account, "name", "half \ud800 letter", "half \ufffd letter"),
        (Account, "notes", "one\r\ntwo\tthree\x07", "one\ntwo\tthree"),
        (Account, "notes", " ", None),
        (Account, "industry", "", None),
        (Account, "industry", None, None),
        (Account, "domain", "https://www.Example.com:8080/path?x#y", "example.com"),
        (Account, "domain", "user@hämeen-öljy.fi.", "hämeen-öljy.fi"),
        (Account, "country", "br", "BR"),
        (Account, "country", "Brasil", "Brasil"),
        (Account, "currency", " eur ", "EUR"),
        (Account, "stage", "live", Stage.LIVE),
        (Account, "stage", Stage.LIVE, Stage.LIVE),
        (Account, "signed_up_on", date(2024, 2, 29), date(2024, 2, 29)),
        (Account, "signed_up_on", "2024-02-29", date(2024, 2, 29)),
        (Account, "tags", None, Tags()),
        (Account, "tags", "vip; b ;vip;;", Tags(("vip", "b"))),
        (Account, "tags", ["a;b", " c "], Tags(("a,b", "c"))),
        (Account, "tags", {"b", "a"}, Tags(("a", "b"))),
        (Contact, "email", " Ana@x.com ", "Ana@x.com"),
        (Contract, "interval", "24_months", Interval.TWO_YEARS),
        (Contract, "amount", 12345, 12345),
        (Contract, "amount", -5.0, -5),
        (Contract, "amount", Decimal("7"), 7),
        (Contract, "auto_renews", True, True),
        (Contract, "notice_days", 0, 0),
        (Ticket, "resolution_hours", 2, 2.0),
        (Ticket, "resolution_hours", Decimal("1.5"), 1.5),
    ],
)
def test_what_a_field_holds(check, entity, name, given, kept):
    found = check(entity, name, given)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    ("entity", "name", "given", "words"),
    [
        (Account, "nonsense", 1, "no field “nonsense”"),
        (Account, "id", 1, "no field"),
        (Account, "deleted_on", date(2026, 1, 1), "no field"),
        (Account, "name", "  ", "“Account” cannot be empty"),
        (Account, "name", None, "cannot be empty"),
        (Account, "name", 7, "“7” does not fit the field “Account”"),
        (Account, "name", 10**100, "“…” does not fit"),
        (Account, "name", "x" * 501, "too long"),
        (Account, "notes", "x" * 100_001, "too long"),
        (Account, "tags", [1], "Tags are words"),
        (Account, "tags", 7, "Tags are words"),
        (Account, "tags", ["x" * 100_001], "too many tags"),
        (Account, "domain", "not a domain", "not a domain such as example.com"),
        (Account, "domain", "http://", "not a domain"),
        (Account, "currency", "euro", "“euro” is not a currency"),
        (Account, "currency", "XXX", "not a currency"),
        (Account, "stage", "sleeping", "does not fit the field “Lifecycle stage”"),
        (Account, "stage", ["live"], "does not fit"),
        (Account, "signed_up_on", "29.2.2024", "“Signed up on” needs a date"),
        (Account, "signed_up_on", 7, "needs a date"),
        (Account, "signed_up_on", datetime(2024, 1, 1), "needs a date"),  # noqa: DTZ001
        (Account, "signed_up_on", date(1, 1, 1), "0001-01-01 is too far away"),
        (Account, "signed_up_on", date(9999, 1, 1), "too far away"),
        (Account, "parent_id", 99, "What “Parent account” points at is not in the book"),
        (Account, "parent_id", 2**70, "not in the book"),
        (Account, "parent_id", True, "not in the book"),
        (Account, "parent_id", "1", "not in the book"),
        (Contact, "email", "nobody", "not an e-mail address"),
        (Contact, "email", "a b@c", "not an e-mail address"),
        (Contract, "amount", True, "does not fit"),
        (Contract, "amount", "12", "does not fit"),
        (Contract, "amount", 1.5, "needs a whole number"),
        (Contract, "amount", float("nan"), "does not fit"),
        (Contract, "amount", Decimal("Infinity"), "does not fit"),
        (Contract, "amount", Decimal("sNaN"), "does not fit"),
        (Contract, "amount", 10**14, "too large"),
        (Contract, "seats", 2**40, "too large"),
        (Contract, "seats", -1, "“Seats” cannot be below zero"),
        (Contract, "notice_days", 40_000, "too large"),
        (Contract, "auto_renews", "yes", "does not fit"),
        (Contract, "auto_renews", None, "cannot be empty"),
        (Ticket, "resolution_hours", "2", "does not fit"),
        (Ticket, "resolution_hours", True, "does not fit"),
        (Ticket, "resolution_hours", float("inf"), "does not fit"),
        (Ticket, "resolution_hours", 1e20, "too large"),
        (Ticket, "resolution_hours", -1, "below zero"),
    ],
)
def test_what_it_refuses(check, entity, name, given, words):
    with pytest.raises(Refused, match=words) as caught:
        check(entity, name, given)
    assert caught.value.values["field"] == name


def test_a_key_to_something_in_the_bin_is_refused(book, check, today):
    first = book.write(accounts.add, today=today, name="A")
    assert check(Contract, "account_id", first) == first
    from csdesk.book import deleted

    book.write(deleted.move, Account, [first], today=today)
    with pytest.raises(Refused, match="not in the book"):
        check(Contract, "account_id", first)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (OwnKind.TEXT, " a\nb ", "a b"),
        (OwnKind.LONG_TEXT, "a\nb", "a\nb"),
        (OwnKind.NUMBER, 3, 3),
        (OwnKind.NUMBER, 3.0, 3),
        (OwnKind.PERCENT, 12.5, 12.5),
        (OwnKind.MONEY, 1250, 1250),
        (OwnKind.DATE, date(2026, 1, 2), "2026-01-02"),
        (OwnKind.DATE, "2026-01-02", "2026-01-02"),
        (OwnKind.YES_NO, False, False),
        (OwnKind.CHOICE, "EU", "EU"),
        (OwnKind.LINK, "https://x.example", "https://x.example"),
        (OwnKind.TEXT, "", None),
        (OwnKind.NUMBER, None, None),
    ],
)
def test_own_fields_keep_plain_values(kind, given, kept):
    own = OwnField(entity=OwnOn.ACCOUNT, name="X", kind=kind, choices="EU\n US \n")
    found = values.own_checked(own, given)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (OwnKind.TEXT, 7),
        (OwnKind.TEXT, "x" * 501),
        (OwnKind.LONG_TEXT, "x" * 100_001),
        (OwnKind.NUMBER, "7"),
        (OwnKind.NUMBER, True),
        (OwnKind.NUMBER, 1e16),
        (OwnKind.NUMBER, float("nan")),
        (OwnKind.MONEY, 1.5),
        (OwnKind.MONEY, "1"),
        (OwnKind.MONEY, 10**15),
        (OwnKind.DATE, "soon"),
        (OwnKind.YES_NO, "yes"),
        (OwnKind.CHOICE, "Mars"),
    ],
)
def test_own_fields_refuse_the_rest(kind, given):
    own = OwnField(entity=OwnOn.ACCOUNT, name="X", kind=kind, choices="EU")
    with pytest.raises(Refused) as caught:
        values.own_checked(own, given)
    assert caught.value.values["field"] == "x:X"


def test_own_values_live_in_the_record(book, done, refused, today):
    book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Sites", kind=OwnKind.NUMBER)
    first = done(accounts.add, today=today, name="A", **{"x:Sites": 3})
    done(accounts.change, first, today=today, **{"x:Sites": 4})
    assert book.read(values.found, Account, first).own == {"Sites": 4}
    images = len(book.read(lambda s: s.connection().exec_driver_sql("select 1 from deed_image").all()))
    book.write(accounts.change, first, today=today, **{"x:Sites": 4})
    assert (
        len(book.read(lambda s: s.connection().exec_driver_sql("select 1 from deed_image").all())) == images
    )
    done(accounts.change, first, today=today, **{"x:Sites": None})
    assert book.read(values.found, Account, first).own is None
    refused("no field “x:Floors”", "x:Floors", accounts.change, first, today=today, **{"x:Floors": 1})
    refused("no field", "x:Sites", contacts.add, account_id=first, name="Ana", **{"x:Sites": 1})


def test_new_needs_what_has_no_default(book, refused, today):
    refused("“Account” cannot be empty", "name", accounts.add, today=today, industry="x")


@pytest.mark.parametrize("record_id", [99, "1", None, 2**70])
def test_unknown_records_are_refused(book, record_id):
    with pytest.raises(Refused, match="no longer in the book"):
        book.read(values.found, Account, record_id)
    with pytest.raises(Refused, match="no longer in the book"):
        book.read(values.many, Account, [record_id])


def test_many_keeps_the_order_and_takes_each_once(book, today):
    ids = [book.write(accounts.add, today=today, name=name) for name in "ABC"]
    found = book.read(values.many, Account, [ids[2], ids[0], ids[2]])
    assert [account.id for account in found] == [ids[2], ids[0]]


def test_a_label_for_every_field():
    assert values.label(Account, "icp_fit") == "Fit with ideal customer"
    assert values.label(Account, "nonsense") == "nonsense"


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.binary(),
    st.lists(st.text()),
    st.tuples(),
    st.dictionaries(st.text(), st.text()),
    st.sampled_from(["live", "EUR", "0001-01-01", "a" * 600, "\x00", "{name}", "%s", "; ;", "ß" * 300]),
)
FIELDS = [
    (mapper.class_, shown.name)
    for mapper in Base.registry.mappers
    for shown in fields_of(mapper.class_)
    if not shown.refers
]


@given(st.sampled_from(FIELDS), ANYTHING)
@settings(max_examples=400, deadline=None)
def test_whatever_comes_is_kept_or_refused(where, value):
    entity, name = where
    try:
        kept = values.checked(None, entity, name, value)
    except Refused:
        return
    assert values.checked(None, entity, name, kept) == kept, "what is kept is kept again as it is"


@given(st.sampled_from(list(OwnKind)), ANYTHING)
@settings(max_examples=200, deadline=None)
def test_own_fields_keep_or_refuse_whatever_comes(kind, value):
    own = OwnField(entity=OwnOn.ACCOUNT, name="X", kind=kind, choices="a\nlive")
    try:
        kept = values.own_checked(own, value)
    except Refused:
        return
    assert json.loads(json.dumps(kept)) == kept
    assert values.own_checked(own, kept) == kept
