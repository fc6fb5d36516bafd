"""Accounts: verbs, what held from when, roles, and undo of each."""

from datetime import date, timedelta

import pytest

from csdesk.book import accounts, contracts, deleted, own_fields, values
from csdesk.errors import Refused
from csdesk.model import Account, Contract, Dated, OwnKind, OwnOn, Role, Tags


@pytest.fixture
def acme(book, today):
    return book.write(
        accounts.add, today=today, name="Acme", owner="Ana", segment="SMB", signed_up_on=date(2024, 3, 1)
    )


def account(book, account_id):
    return book.read(values.found, Account, account_id)


def test_add_keeps_since_when_values_hold(book, done, today):
    made = done(accounts.add, today=today, name="Öljy Oy", owner="Ana", tier="A", tags=["vip"])
    assert account(book, made).tags == ("vip",)
    assert book.read(accounts.owners_since, made) == [(today, "Ana")]
    assert book.read(accounts.history_of, made, Dated.SEGMENT) == []
    early = done(accounts.add, today=today, since=date(2023, 1, 1), name="Früh", owner="Ana")
    assert book.read(accounts.owners_since, early) == [(date(2023, 1, 1), "Ana")]


def test_the_first_value_holds_from_the_sign_up_or_the_first_contract(book, done, acme, today):
    assert book.read(accounts.owners_since, acme) == [(date(2024, 3, 1), "Ana")]
    book.write(contracts.add, account_id=acme, start=date(2023, 6, 1), amount=100)
    done(accounts.change, acme, today=today, country="fi")
    assert book.read(accounts.history_of, acme, Dated.COUNTRY) == [(date(2023, 6, 1), "FI")]
    gone = book.write(contracts.add, account_id=acme, start=date(2022, 6, 1), amount=100)
    book.write(deleted.move, Contract, [gone], today=today)
    done(accounts.change, acme, today=today, tier="B")
    assert book.read(accounts.history_of, acme, Dated.TIER) == [(date(2023, 6, 1), "B")]


def test_an_account_that_signs_up_later_has_its_values_from_today(book, today):
    made = book.write(
        accounts.add, today=today, name="Later", owner="Ana", signed_up_on=today + timedelta(days=9)
    )
    assert book.read(accounts.owners_since, made) == [(today, "Ana")]


def test_a_change_holds_from_its_day(book, done, acme, today):
    done(accounts.change, acme, today=today, owner="Bo")
    assert book.read(accounts.owners_since, acme) == [(date(2024, 3, 1), "Ana"), (today, "Bo")]
    done(accounts.change, acme, today=today, since=date(2025, 1, 1), owner="Bo")
    assert book.read(accounts.owners_since, acme) == [(date(2024, 3, 1), "Ana"), (date(2025, 1, 1), "Bo")]
    done(accounts.change, acme, today=today, since=date(2024, 6, 1), owner="Cy")
    assert book.read(accounts.owners_since, acme) == [(date(2024, 3, 1), "Ana"), (date(2024, 6, 1), "Cy")]
    done(accounts.change, acme, today=today, since=date(2024, 6, 1), owner="Ana")
    assert book.read(accounts.owners_since, acme) == [(date(2024, 3, 1), "Ana")]
    done(accounts.change, acme, today=today, owner=None)
    assert book.read(accounts.owners_since, acme)[-1] == (today, None)
    assert account(book, acme).owner is None


def test_a_second_change_on_the_same_day_replaces_the_first(book, done, acme, today):
    done(accounts.change, acme, today=today, segment="Enterprise")
    done(accounts.change, acme, today=today, segment="Mid")
    assert book.read(accounts.history_of, acme, Dated.SEGMENT) == [(date(2024, 3, 1), "SMB"), (today, "Mid")]


def test_values_without_history_get_one_when_they_change(book, done, acme, today):
    done(accounts.set_history, acme, Dated.OWNER, [], today=today)
    assert account(book, acme).owner is None
    book.write(lambda session: setattr(session.get(Account, acme), "owner", "Old"))
    done(accounts.change, acme, today=today, owner="New")
    assert book.read(accounts.owners_since, acme) == [(date(2024, 3, 1), "Old"), (today, "New")]


def test_a_value_without_history_on_its_first_day(book, done, today):
    made = book.write(accounts.add, today=today, name="A")
    book.write(lambda session: setattr(session.get(Account, made), "owner", "Old"))
    done(accounts.change, made, today=today, owner="New")
    assert book.read(accounts.owners_since, made) == [(today, "New")]


def test_nothing_changes_nothing(book, acme, today):
    said = book.undoable()
    book.write(accounts.change, acme, today=today, owner="Ana", segment="SMB", name="Acme")
    assert book.undoable() == said


def test_the_same_value_from_an_earlier_day(book, done, acme, today):
    done(accounts.change, acme, today=today, since=date(2023, 1, 1), owner="Ana")
    assert book.read(accounts.owners_since, acme) == [(date(2023, 1, 1), "Ana")]


def test_days_to_come_are_refused(book, refused, acme, today):
    tomorrow = today + timedelta(days=1)
    refused("still to come", "since", accounts.change, acme, today=today, since=tomorrow, owner="Bo")
    refused("still to come", "since", accounts.add, today=today, since=tomorrow, name="B", owner="Bo")
    refused(
        "still to come", "since", accounts.set_history, acme, Dated.OWNER, [(tomorrow, "Bo")], today=today
    )


def test_history_can_be_written_anew(book, done, refused, acme, today):
    done(
        accounts.set_history,
        acme,
        Dated.OWNER,
        [(date(2025, 1, 1), "Bo"), (date(2024, 1, 1), " Ana ")],
        today=today,
    )
    assert book.read(accounts.owners_since, acme) == [(date(2024, 1, 1), "Ana"), (date(2025, 1, 1), "Bo")]
    assert account(book, acme).owner == "Bo"
    twice = [(date(2025, 1, 1), "A"), (date(2025, 1, 1), "B")]
    refused(
        "two values from 2025-01-01", "owner", accounts.set_history, acme, Dated.OWNER, twice, today=today
    )


def test_external_ids_tell_accounts_apart(book, done, refused, acme, today):
    done(accounts.change, acme, today=today, external_id=" A-1 ")
    done(accounts.change, acme, today=today, external_id="A-1")
    refused(
        "already the external id of Acme",
        "external_id",
        accounts.add,
        today=today,
        name="B",
        external_id="A-1",
    )
    book.write(deleted.move, Account, [acme], today=today)
    done(accounts.add, today=today, name="B", external_id="A-1")
    done(accounts.add, today=today, name="C", external_id=None)
    refused("does not fit", "external_id", accounts.add, today=today, name="D", external_id=5)


def test_an_account_cannot_stand_below_itself(book, done, refused, acme, today):
    child = done(accounts.add, today=today, name="Child", parent_id=acme)
    grandchild = done(accounts.add, today=today, name="Grandchild", parent_id=child)
    refused("below itself", "parent_id", accounts.change, acme, today=today, parent_id=grandchild)
    refused("below itself", "parent_id", accounts.change, acme, today=today, parent_id=acme)
    refused("points at", "parent_id", accounts.change, acme, today=today, parent_id="1")
    done(accounts.change, grandchild, today=today, parent_id=acme)
    done(accounts.change, grandchild, today=today, parent_id=None)


def test_a_circle_made_elsewhere_does_not_hang(book, done, acme, today):
    other = book.write(accounts.add, today=today, name="Other")

    def circle(session):
        session.get(Account, acme).parent_id = other
        session.get(Account, other).parent_id = acme

    book.write(circle)
    third = book.write(accounts.add, today=today, name="Third")
    done(accounts.change, third, today=today, parent_id=acme)


def test_the_same_value_from_the_same_day_changes_nothing(book, acme, today):
    said = book.undoable()
    book.write(accounts.bulk_change, [acme], "owner", "Ana", today=today, since=date(2024, 3, 1))
    assert book.undoable() == said


def test_a_pasted_range(book, done, refused, acme, today):
    other = book.write(accounts.add, today=today, name="B")
    pasted = {acme: {"owner": "Bo", "name": "Acme 2"}, other: {"tier": "A"}}
    assert done(accounts.change_each, pasted, today=today) == 2
    assert done(accounts.change_each, pasted, today=today) == 0
    assert (account(book, acme).name, account(book, other).tier) == ("Acme 2", "A")
    assert book.read(accounts.owners_since, acme)[-1] == (today, "Bo")
    wrong = {acme: {"owner": "Cy"}, other: {"stage": "asleep"}}
    refused("does not fit", "stage", accounts.change_each, wrong, today=today)


def test_bulk_change(book, done, refused, acme, today):
    book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Sites", kind=OwnKind.NUMBER)
    ids = [acme, *(book.write(accounts.add, today=today, name=name) for name in ("B", "C"))]
    assert done(accounts.bulk_change, ids, "owner", "Zoe", today=today) == 3
    assert done(accounts.bulk_change, ids, "owner", "Zoe", today=today) == 0
    assert done(accounts.bulk_change, ids, "tags", "a;b", today=today) == 3
    assert done(accounts.bulk_change, ids, "+tags", ["c", "a"], today=today) == 3
    assert account(book, acme).tags == Tags(("a", "b", "c"))
    assert done(accounts.bulk_change, ids, "-tags", "b", today=today) == 3
    assert account(book, acme).tags == Tags(("a", "c"))
    assert done(accounts.bulk_change, ids[:2], "x:Sites", 4, today=today) == 2
    assert done(accounts.bulk_change, [acme], "name", "Acme 2", today=today) == 1
    refused("tells accounts apart", "name", accounts.bulk_change, ids, "name", "Same", today=today)
    refused("tells accounts apart", "domain", accounts.bulk_change, ids, "domain", "x.com", today=today)
    assert book.write(accounts.bulk_change, [], "owner", "Nobody", today=today) == 0


def test_roles(book, done, refused, acme):
    csm = done(accounts.add_role, acme, role=Role.CSM, person="Ana")
    done(accounts.add_role, acme, role=Role.AM, person="Ana")
    done(accounts.add_role, acme, role=Role.CSM, person="bo", since=date(2025, 1, 1), until=date(2025, 6, 1))
    done(accounts.add_role, acme, role=Role.CSM, person="Bo", since=date(2025, 6, 1))
    refused("already plays this role", "person", accounts.add_role, acme, role=Role.CSM, person="ANA")
    refused(
        "cannot end before",
        "until",
        accounts.change_role,
        csm,
        since=date(2025, 2, 1),
        until=date(2025, 1, 1),
    )
    done(accounts.change_role, csm, until=date(2026, 1, 1))
    done(accounts.add_role, acme, role=Role.CSM, person="Ana", since=date(2026, 1, 1))
    found = book.read(accounts.roles, acme)
    assert [(each.role, each.person) for each in found][:2] == [(Role.AM, "Ana"), (Role.CSM, "Ana")]
    done(accounts.remove_role, csm)
    assert csm not in [each.id for each in book.read(accounts.roles, acme)]


def test_a_role_before_another_of_the_same_person(book, done, acme):
    done(accounts.add_role, acme, role=Role.CSM, person="Ana", since=date(2026, 1, 1))
    done(accounts.add_role, acme, role=Role.CSM, person="Ana", until=date(2026, 1, 1))


def test_words_already_used(book, acme, today):
    book.write(accounts.add, today=today, name="B", owner="bo", tags=["x", "Y"])
    gone = book.write(accounts.add, today=today, name="C", owner="Zed", tags=["z"])
    book.write(deleted.move, Account, [gone], today=today)
    assert book.read(accounts.choices_of, "owner") == ["Ana", "bo"]
    assert book.read(accounts.choices_of, "tags") == ["x", "Y"]
    assert book.read(accounts.choices_of, "notes") == []


def test_unknown_accounts_are_refused(book, today):
    with pytest.raises(Refused, match="no longer in the book"):
        book.write(accounts.change, 99, today=today, name="x")
