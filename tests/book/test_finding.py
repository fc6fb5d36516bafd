"""Finding an account or partner, deleting and bringing back, likely duplicates, and merging."""

from datetime import date, timedelta

import pytest

from csdesk.book import (
    accounts,
    contacts,
    contracts,
    deleted,
    finding,
    health_inputs,
    links,
    own_fields,
    partners,
    products,
    surveys,
    tickets,
    timeline,
    usage,
    values,
)
from csdesk.book.accounts_merge import bare_name, duplicates, merge
from csdesk.book.contracts_mrr import of_account
from csdesk.errors import Refused
from csdesk.model import (
    Account,
    Activity,
    Contact,
    Contract,
    Dated,
    HealthInput,
    OwnerRole,
    OwnKind,
    OwnOn,
    Partner,
    Product,
    Role,
    Tags,
    Ticket,
)


@pytest.fixture
def add(book, today):
    def added(name, **more):
        return book.write(accounts.add, today=today, name=name, **more)

    return added


def get(book, record_id, entity=Account):
    return book.read(values.found, entity, record_id)


def test_one_account_by_any_of_its_marks(book, add):
    first = add("Hämeen Öljy Oy", external_id="A-7", domain="hameenoljy.fi")
    add("Other")
    for text in ("A-7", f" {first} ", "https://www.hameenoljy.fi/x", "HÄMEEN ÖLJY OY", "hameen oljy oy"):
        assert book.read(finding.account, text) == first
    book.write(partners.add, name="Par")
    assert book.read(finding.partner, "par") == 1


def test_an_external_id_comes_before_a_record_id(book, add):
    add("A")
    second = add("B", external_id="1")
    assert book.read(finding.account, "1") == second


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Same", r"can be several accounts: Same \(S-1\); Same \(2\)\."),
        ("Hameen", r"No account is called “Hameen”. Did you mean: Hämeen Öljy \(3\)\?"),
        ("Hämen Öjly", "Did you mean: Hämeen Öljy"),
        ("Nothing like it", "No account is called “Nothing like it”\\."),
        ("", "No account is called “”"),
        ("x" * 500, "No account is called “x{80}”"),
    ],
)
def test_several_or_none_are_refused_with_the_list(book, add, text, words):
    add("Same", external_id="S-1")
    add("Same")
    add("Hämeen Öljy")
    with pytest.raises(Refused, match=words):
        book.read(finding.account, text)


def test_long_lists_are_cut(book, add):
    for _ in range(12):
        add("Same")
    with pytest.raises(Refused, match=r"Same \(10\) …"):
        book.read(finding.account, "same")
    with pytest.raises(Refused, match="No partner"):
        book.read(finding.partner, "same")


def test_what_is_in_the_bin_is_not_found(book, add, today):
    book.write(deleted.move, Account, [add("Gone")], today=today)
    with pytest.raises(Refused, match="No account"):
        book.read(finding.account, "Gone")


def test_the_bin(book, done, refused, add, today):
    acme = add("Acme")
    partner = book.write(partners.add, name="Par")
    product = book.write(products.add, name="Desk")
    bare = book.write(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=1)
    own = {"start": date(2026, 1, 1), "amount": 1}
    sold = book.write(contracts.add, account_id=acme, product_id=product, **own)
    known = book.write(contracts.add, account_id=acme, external_id="C-1", **own)
    ana = book.write(contacts.add, account_id=acme, name="Ana")
    pat = book.write(contacts.add, partner_id=partner, name="Pat")
    note = book.write(timeline.add, account_id=acme, text="First line\nsecond", day=today)
    assert done(deleted.move, Contract, [bare, sold, known], today=today) == 3
    done(deleted.move, Contact, [ana, pat], today=today - timedelta(days=29))
    done(deleted.move, Activity, [note], today=today - timedelta(days=40))
    assert done(deleted.move, Account, [acme, acme], today=today) == 1
    assert done(deleted.move, Account, [acme], today=today) == 0
    found = [(each.label, each.belongs_to, each.days_left) for each in book.read(deleted.listing, today)]
    assert found == [
        ("2026-01-01", "Acme", 30),
        ("Acme", None, 30),
        ("C-1 2026-01-01", "Acme", 30),
        ("Desk 2026-01-01", "Acme", 30),
        ("Ana", "Acme", 1),
        ("Pat", "Par", 1),
        ("First line", "Acme", 0),
    ]
    refused("Ana belongs to Acme, which is in the bin", None, deleted.restore, Contact, [ana])
    assert done(deleted.restore, Account, [acme]) == 1
    assert done(deleted.restore, Contact, [ana, pat]) == 2
    refused("do not go to the bin", None, deleted.move, Ticket, [1], today=today)
    refused("do not go to the bin", None, deleted.restore, Ticket, [1])
    done(deleted.move, Product, [product], today=today)
    done(deleted.move, Partner, [partner], today=today)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Hämeen Öljy Oy", "hameen oljy"),
        ("Oy Hämeen Öljy Ab", "hameen oljy"),
        ("Transportes Açaí S.A.", "transportes acai"),
        ("Transportes Açaí S. A.", "transportes acai"),
        ("Grupo Norte, S.A. de C.V.", "grupo norte"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Acme Co., Ltd.", "acme"),
        ("ACME, Inc", "acme"),
        ("Café São João Ltda ME", "cafe sao joao"),
        ("Danmark A/S", "danmark"),
        ("O'Neill LLC", "oneill"),
        ("SA", "sa"),
        ("Oy", "oy"),
        ("!!!", ""),
        ("Snake_case Lda", "snake case"),
    ],
)
def test_names_without_their_legal_form(name, bare):
    assert bare_name(name) == bare


def test_duplicates(book, add, today):
    first = add("Acme Ltda", domain="acme.com")
    second = add("Something else", domain="acme.com")
    third = add("ACME S.A.")
    near = add("Hämeen Öljytuotteet Oy")
    nearer = add("Hameen Oljytuoteet")
    add("Shop 12")
    add("Shop 13")
    add("Ann", domain="gmail.com")
    add("Joe", domain="gmail.com")
    add("...")
    gone = add("Acme")
    book.write(deleted.move, Account, [gone], today=today)
    found = [(each.first_id, each.second_id, each.why) for each in book.read(duplicates)]
    assert found == [(first, second, "domain"), (first, third, "name"), (near, nearer, "name")]
    assert len(book.read(duplicates, 1)) == 1


def test_a_merge_sums_both_histories(book, done, add, today):
    book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Sites", kind=OwnKind.NUMBER)
    book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Plan", kind=OwnKind.TEXT)
    keep = add(
        "Keep",
        owner="Ana",
        signed_up_on=date(2025, 1, 1),
        tags=["a"],
        notes="Kept.",
        next_step="Call",
        **{"x:Sites": 1},
    )
    gone = add(
        "Gone",
        owner="Bo",
        segment="SMB",
        domain="gone.com",
        external_id="G-1",
        signed_up_on=date(2023, 1, 1),
        tags=["b", "a"],
        notes="Lost.",
        next_step="Mail",
        parent_id=add("Parent"),
        **{"x:Sites": 2, "x:Plan": "Pro"},
    )
    child = add("Child", parent_id=gone)
    book.write(accounts.change, gone, today=today, since=date(2026, 1, 1), owner="Cy")
    for account, amount in ((keep, 1000), (gone, 500)):
        book.write(contracts.add, account_id=account, start=date(2026, 1, 1), amount=amount)
        book.write(usage.add, account_id=account, day=today, measure="users", active=1)
        book.write(timeline.add, account_id=account, text="x", day=today)
        book.write(tickets.add, account_id=account, opened_on=today)
        book.write(health_inputs.add, account_id=account, measure="mood", value=str(amount), day=today)
        book.write(links.add, account_id=account, target="/same.pdf")
        book.write(
            accounts.add_role, account, role=Role.CSM, person="Ana", since=date(2026, amount // 500, 1)
        )
    book.write(accounts.add_role, gone, role=Role.AM, person="Ana")
    book.write(links.add, account_id=gone, target="/other.pdf")
    book.write(health_inputs.add, account_id=gone, measure="mood", value="5", day=date(2026, 1, 1))

    done(merge, keep, gone, today=today)
    assert str(book.undoable()) == "Merge Gone into Keep"
    kept, empty = get(book, keep), get(book, gone)
    assert (kept.signed_up_on, kept.domain, kept.external_id) == (date(2023, 1, 1), "gone.com", "G-1")
    assert (kept.tags, kept.notes, kept.next_step) == (Tags(("a", "b")), "Kept.\n\nLost.", "Call")
    assert (kept.owner, kept.segment) == ("Ana", "SMB")
    assert kept.own == {"Sites": 1, "Plan": "Pro"}
    assert get(book, kept.parent_id).name == "Parent"
    assert get(book, child).parent_id == keep
    assert (empty.deleted_on, empty.external_id, empty.parent_id) == (today, None, None)
    assert book.read(accounts.owners_since, keep) == [(date(2023, 1, 1), "Bo"), (date(2025, 1, 1), "Ana")]
    assert book.read(accounts.history_of, keep, Dated.SEGMENT) == [(date(2023, 1, 1), "SMB")]
    assert book.read(of_account, keep, [today]) == [1500]
    assert len(book.read(usage.series, keep, today=today)[0].days) == 2
    assert book.read(timeline.listing, account_id=keep).total == 2
    assert book.read(tickets.listing, keep, today).total == 2
    moods = book.read(health_inputs.listing, keep)
    assert [(each.value, each.note) for each in moods] == [("1000", "Gone: 500"), ("5", None)]
    assert [each.target for each in book.read(links.listing, account_id=keep)] == ["/other.pdf", "/same.pdf"]
    played = [(each.role, each.since) for each in book.read(accounts.roles, keep)]
    assert played == [(Role.AM, None), (Role.CSM, date(2026, 1, 1))]
    for entity in (Contract, Activity, Ticket, HealthInput, OwnerRole):
        mine = book.read(
            lambda session, entity=entity: session.query(entity).filter_by(account_id=gone).count()
        )
        assert mine == 0, entity


def test_a_merge_makes_one_of_a_person_known_twice(book, done, add, today):
    keep, gone = add("Keep"), add("Gone")
    ana = book.write(contacts.add, account_id=keep, name="Ana", email="ana@x.com", notes="A.")
    given = {"account_id": gone, "email": "ANA@x.com", "title": "CFO"}
    twin = book.write(contacts.add, name="Ana L.", last_contact_on=date(2026, 3, 1), notes="B.", **given)
    third = book.write(contacts.add, name="Ana", last_contact_on=date(2026, 2, 1), notes="A.", **given)
    bo = book.write(contacts.add, account_id=gone, name="Bo")
    ticket = book.write(tickets.add, account_id=gone, opened_on=today, contact_id=twin)
    answered = {"kind": "nps", "score": 9, "answered_on": today}
    answer = book.write(surveys.add, account_id=gone, contact_id=twin, **answered)
    book.write(contacts.set_successor, bo, twin)
    book.write(contacts.set_successor, third, bo)
    done(merge, keep, gone, today=today)
    people = {each.id: each for each in book.read(contacts.listing, account_id=keep)}
    assert set(people) == {ana, bo}
    assert (people[ana].title, people[ana].last_contact_on) == ("CFO", date(2026, 3, 1))
    assert people[ana].notes == "A.\n\nB."
    assert people[bo].successor_id == ana
    assert get(book, ticket, Ticket).contact_id == ana
    assert answer


def test_successors_of_a_person_made_one(book, done, add, today):
    keep, gone = add("Keep"), add("Gone")
    ana = book.write(contacts.add, account_id=keep, name="Ana", email="a@x.com", notes="N")
    twin = book.write(contacts.add, account_id=gone, name="Ana", email="a@x.com")
    follower = book.write(contacts.add, account_id=gone, name="Ana", email="a@x.com")
    book.write(contacts.set_successor, twin, follower)
    done(merge, keep, gone, today=today)
    assert get(book, ana, Contact).successor_id is None


def test_merging_parent_and_child(book, done, refused, add, today):
    top = add("Top")
    child = add("Child", parent_id=top)
    refused("with itself", None, merge, top, top, today=today)
    done(merge, child, top, today=today)
    assert get(book, child).parent_id is None
    refused("Top is in the bin", None, merge, child, top, today=today)


def test_a_merge_makes_no_circle(book, done, add, today):
    keep = add("Keep")
    below = add("Below", parent_id=keep)
    gone = add("Gone", parent_id=below)
    done(merge, keep, gone, today=today)
    assert get(book, keep).parent_id is None


def test_a_merge_of_bare_accounts(book, done, add, today):
    keep = add("Keep", notes="Both.", external_id="K", domain="keep.com", signed_up_on=date(2024, 1, 1))
    gone = add("Gone", notes="Both.", external_id="G", domain="gone.com")
    book.write(health_inputs.add, account_id=keep, measure="m", value="1", day=today, note="Mine")
    book.write(health_inputs.add, account_id=gone, measure="m", value="1", day=today, note="Theirs")
    book.write(health_inputs.add, account_id=keep, measure="n", value="1", day=today)
    book.write(health_inputs.add, account_id=gone, measure="n", value="1", day=today)
    for account in (keep, gone):
        until = {"until": date(2026, 6 if account == keep else 9, 1)}
        book.write(accounts.add_role, account, role=Role.CSM, person="Ana", **until)
    done(merge, keep, gone, today=today)
    found = get(book, keep)
    assert (found.notes, found.own, found.signed_up_on) == ("Both.", None, date(2024, 1, 1))
    assert (found.external_id, found.domain) == ("K", "keep.com")
    assert get(book, gone).external_id == "G"
    notes = sorted(each.note or "" for each in book.read(health_inputs.listing, keep))
    assert notes == ["", "Mine\nGone: 1, Theirs"]
    assert book.read(accounts.roles, keep)[0].until == date(2026, 9, 1)


def test_notes_of_the_other_are_taken_where_there_are_none(book, done, add, today):
    keep, gone = add("Keep"), add("Gone", notes="Theirs.")
    done(merge, keep, gone, today=today)
    assert get(book, keep).notes == "Theirs."
