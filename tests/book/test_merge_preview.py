"""What a merge would keep, told before it is done; and records of several kinds brought back as one deed."""

from datetime import date

import pytest

from csdesk.book import (
    accounts,
    accounts_merge,
    contacts,
    contracts,
    contracts_mrr,
    deleted,
    links,
    merge_preview,
    own_fields,
    partners,
    timeline,
)
from csdesk.errors import Refused
from csdesk.model import Account, Activity, ActivityType, Contact, Contract, Link, OwnKind, OwnOn, Partner
from tests.conftest import rows_of


@pytest.fixture
def pair(book, today):
    book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Goal", kind=OwnKind.NUMBER)
    group = book.write(accounts.add, today=today, name="Group")
    keep = book.write(accounts.add, today=today, name="Acme", city="Vigo", tags=["a"])
    gone = book.write(accounts.add, today=today, name="Acme Ltd", city="Lugo", phone="1", tags=["b"],
                      parent_id=group, **{"x:Goal": 7})  # fmt: skip
    for account, amount in ((keep, 1000), (gone, 500)):
        book.write(contracts.add, account_id=account, start=date(2026, 1, 1), amount=amount)
        book.write(timeline.add, account_id=account, text="x", day=today, type=ActivityType.CALL)
    book.write(contacts.add, account_id=gone, name="Pat")
    book.write(links.add, account_id=gone, target="/a.pdf")
    return keep, gone


def test_the_preview_is_what_the_merge_then_does(book, pair, today):
    keep, gone = pair
    before = rows_of(book)
    found = book.rehearse(merge_preview.merging, keep, gone, today=today)
    assert rows_of(book) == before, "a rehearsal leaves nothing"
    assert (found.keep.name, found.gone.name, found.merged.name) == ("Acme", "Acme Ltd", "Acme")
    assert found.keep.values["city"] == "Vigo"
    assert "phone" not in found.keep.values
    assert found.merged.values | {"notes": None} == {
        "name": "Acme", "city": "Vigo", "phone": "1", "tags": ("a", "b"), "parent_id": "Group", "x:Goal": 7,
        "notes": None,
    }  # fmt: skip
    assert (found.keep.mrr, found.gone.mrr, found.merged.mrr, found.currency) == (1000, 500, 1500, "EUR")
    counts = {kind: (found.keep.counts[kind], found.merged.counts[kind]) for kind in found.keep.counts}
    assert counts[Contract] == counts[Activity] == (1, 2)
    assert counts[Contact] == counts[Link] == (0, 1)
    book.write(accounts_merge.merge, keep, gone, today=today)
    assert book.read(contracts_mrr.of_account, keep, [today]) == [found.merged.mrr]
    assert len(book.read(contacts.listing, account_id=keep)) == found.merged.counts[Contact]


def test_a_preview_of_one_account_with_itself_is_refused(book, pair, today):
    with pytest.raises(Refused, match="merged with itself"):
        book.rehearse(merge_preview.merging, pair[0], pair[0], today=today)


def test_records_of_several_kinds_come_back_as_one_deed(book, done, pair, today):
    keep, gone = pair
    partner = book.write(partners.add, name="Par")
    person = book.read(contacts.listing, account_id=gone)[0].id
    book.write(deleted.move, Contact, [person], today=today)
    book.write(deleted.move, Account, [gone, keep], today=today)
    book.write(deleted.move, Partner, [partner], today=today)
    picked = [(Contact, person), (Account, gone), (Partner, partner)]
    assert done(deleted.bring_back, picked) == 3
    assert str(book.undoable()) == "Bring back 3 records"
    assert [one.id for one in book.read(deleted.listing, today)] == [keep]
    assert done(deleted.bring_back, [(Account, keep)]) == 1
    assert str(book.undoable()) == "Bring back Acme"
