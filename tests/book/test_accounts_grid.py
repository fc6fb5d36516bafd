"""The grids of accounts and partners and their pages, on small books and on the sample."""

from datetime import date, timedelta
from time import process_time

import pytest

from csdesk.book import (
    accounts,
    accounts_grid,
    accounts_page,
    contacts,
    contracts,
    contracts_listing,
    contracts_mrr,
    deleted,
    desk,
    links,
    own_fields,
    partners,
    partners_page,
    rates,
    standing,
    tickets,
    timeline,
    usage,
)
from csdesk.errors import Refused
from csdesk.model import (
    Account,
    ActivityType,
    Dated,
    Fit,
    OwnKind,
    OwnOn,
    Partner,
    Role,
    Stage,
    Tags,
    fields_of,
)


def row(found, record_id):
    at = found.ids.index(record_id)
    return {name: column[at] for name, column in found.columns.items()}


def test_an_empty_book(book, today):
    found = book.read(accounts_grid.grid, today)
    assert (found.ids, found.currency) == ([], "EUR")
    assert set(found.columns["name"]) == set()
    assert book.read(partners_page.grid, today).ids == []


def test_every_field_but_long_texts_is_a_column(book, today):
    book.write(accounts.add, today=today, name="A")
    found = book.read(accounts_grid.grid, today).columns
    assert {field.name for field in fields_of(Account) if not field.long} <= set(found)
    found = book.read(partners_page.grid, today).columns
    assert {field.name for field in fields_of(Partner) if not field.long} <= set(found)


def test_what_is_known_of_an_account(book, today):
    book.write(desk.set_user, name="Ana", roles=[Role.CSM])
    for name, kind in (("Sites", OwnKind.NUMBER), ("Plan", OwnKind.TEXT)):
        book.write(own_fields.define, entity=OwnOn.ACCOUNT, name=name, kind=kind)
    acme = book.write(
        accounts.add,
        today=today,
        name="Öljy",
        stage=Stage.LIVE,
        icp_fit=Fit.FAIR,
        tags=["a", "b"],
        signed_up_on=date(2025, 1, 1),
        **{"x:Sites": 3},
    )
    bare = book.write(accounts.add, today=today, name="bare")
    gone = book.write(accounts.add, today=today, name="Gone")
    book.write(deleted.move, Account, [gone], today=today)
    book.write(accounts.add_role, acme, role=Role.CSM, person="Ana")
    book.write(accounts.add_role, acme, role=Role.CSM, person="Bo")
    book.write(accounts.add_role, acme, role=Role.AM, person="Cy")
    book.write(accounts.add_role, acme, role=Role.SDR, person="Ana", until=today)
    book.write(accounts.add_role, acme, role=Role.AE, person="Ana", since=today + timedelta(days=1))
    book.write(timeline.add, account_id=acme, text="x", day=date(2026, 2, 1), type=ActivityType.CALL)
    book.write(timeline.add, account_id=acme, text="note", day=today)
    book.write(contacts.add, account_id=acme, name="Pat", last_contact_on=date(2026, 1, 5))
    book.write(tickets.add, account_id=acme, opened_on=date(2026, 1, 1))
    book.write(tickets.add, account_id=acme, opened_on=date(2026, 1, 1), closed_on=today)
    book.write(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=1, seats=40)
    book.write(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=1, seats=10)
    book.write(usage.add, account_id=acme, day=date(2026, 1, 1), measure="users", active=5, entitled=7)
    book.write(usage.add, account_id=acme, day=date(2026, 2, 1), measure="users", active=9)
    book.write(usage.add, account_id=acme, day=date(2026, 3, 1), measure="users", feature="API", active=1)

    found = book.read(accounts_grid.grid, today)
    assert found.ids == [bare, acme]
    known = row(found, acme)
    expected = {
        "name": "Öljy",
        "stage": Stage.LIVE,
        "icp_fit": Fit.FAIR,
        "tags": Tags(("a", "b")),
        "signed_up_on": date(2025, 1, 1),
        "roles": (Role.CSM,),
        "team": {Role.AM: "Cy", Role.CSM: "Ana, Bo"},
        "last_contact": date(2026, 2, 1),
        "open_tickets": 1,
        "seats_used": 9,
        "seats": 50,
        "x:Sites": 3,
        "x:Plan": None,
    }
    assert {name: known[name] for name in expected} == expected
    empty = row(found, bare)
    assert (empty["tags"], empty["roles"], empty["team"], empty["open_tickets"]) == (Tags(), (), None, 0)
    assert (empty["seats"], empty["seats_used"], empty["last_contact"], empty["x:Sites"]) == (None,) * 4
    early = row(book.read(accounts_grid.grid, date(2026, 1, 6)), acme)
    assert (early["last_contact"], early["seats_used"], early["seats"]) == (date(2026, 1, 5), 5, 7)


def test_the_page_of_an_account(book, today):
    top = book.write(accounts.add, today=today, name="Top")
    acme = book.write(accounts.add, today=today, name="Acme", parent_id=top, owner="Ana")
    child = book.write(accounts.add, today=today, name="Child", parent_id=acme)
    partner = book.write(partners.add, name="Par")
    end = date(2026, 6, 1)
    for more in ({"seats": 5, "partner_id": partner}, {"seats": 9, "end_exclusive": end}, {}):
        book.write(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=100, **more)
    for number in range(60):
        book.write(timeline.add, account_id=acme, text=str(number), day=today)
    found = book.read(accounts_page.page, acme, today)
    assert (found.account.name, found.parent, found.children) == ("Acme", (top, "Top"), [(child, "Child")])
    assert found.partners == [(partner, "Par")]
    assert (len(found.activities.rows), found.activities.total) == (50, 60)
    assert (len(found.contracts), found.seats_used, found.seats) == (3, None, 5)
    assert found.dated[Dated.OWNER] == [(today, "Ana")]
    book.write(usage.add, account_id=acme, day=today, measure="users", active=3, entitled=4)
    found = book.read(accounts_page.page, acme, today)
    assert (found.seats_used, found.seats) == (3, 4)
    book.write(deleted.move, Account, [top], today=today)
    assert book.read(accounts_page.page, acme, today).parent is None
    assert book.read(accounts_page.page, child, today).seats is None
    for page in (accounts_page.page, partners_page.page):
        with pytest.raises(Refused, match="no longer in the book"):
            book.read(page, 99, today)


def test_partners_and_whom_they_brought(book, today):
    partner = book.write(partners.add, name="Par", agreement_start=date(2026, 1, 1))
    idle = book.write(partners.add, name="Idle")
    acme, beta, gone = (book.write(accounts.add, today=today, name=name) for name in ("Acme", "Beta", "Gone"))
    start = date(2026, 1, 1)
    for account, amount, more in (
        (acme, 1000, {}),
        (acme, 500, {"start": date(2025, 1, 1)}),
        (beta, 100, {"end_exclusive": date(2026, 6, 1)}),
        (gone, 9000, {}),
    ):
        given = {"start": start, "amount": amount, "partner_id": partner} | more
        book.write(contracts.add, account_id=account, **given)
    book.write(contracts.add, account_id=beta, start=start, amount=7)
    book.write(deleted.move, Account, [gone], today=today)
    book.write(contacts.add, partner_id=partner, name="Pat")
    book.write(links.add, partner_id=partner, target="/a.pdf")
    book.write(timeline.add, partner_id=partner, text="x", day=today, type=ActivityType.CALL)
    found = book.read(partners_page.grid, today)
    names = ("brought", "accounts", "mrr", "contacts", "links", "last_contact")
    known = row(found, partner)
    assert [known[name] for name in names] == [2, 1, 1500, 1, 1, today]
    assert known["agreement_start"] == date(2026, 1, 1)
    quiet = row(found, idle)
    assert [quiet[name] for name in names] == [0, 0, 0, 0, 0, None]
    page = book.read(partners_page.page, partner, today)
    assert [(each.name, each.since, each.contracts, each.mrr) for each in page.brought] == [
        ("Acme", date(2025, 1, 1), 2, 1500),
        ("Beta", start, 1, 0),
    ]
    assert (page.mrr, len(page.contracts), page.last_contact) == (1500, 3, today)
    book.write(contracts.add, account_id=beta, start=start, amount=7, partner_id=partner, currency="BRL")
    page = book.read(partners_page.page, partner, today)
    assert (page.mrr, page.brought[1].mrr) == (None, None)
    assert row(book.read(partners_page.grid, today), partner)["mrr"] is None


def test_what_partners_bring_at_the_end_of_each_day(sample_book, today):
    days = [date(2025, 3, 31), today]
    found = sample_book.read(contracts_mrr.by_partner, days)
    grid = sample_book.read(partners_page.grid, today)
    assert {each: line[1] for each, line in found.items()} == {
        each: mrr
        for each, mrr, brought in zip(grid.ids, grid.columns["mrr"], grid.columns["brought"], strict=True)
        if brought
    }
    assert any(line[0] != line[1] for line in found.values())


def test_a_partner_without_a_rate_is_not_counted_as_nothing(book, today):
    partner, other = (book.write(partners.add, name=name) for name in ("Par", "Other"))
    account = book.write(accounts.add, today=today, name="Acme")
    given = {"account_id": account, "start": date(2026, 3, 1), "amount": 700}
    book.write(contracts.add, **given, partner_id=partner, currency="BRL")
    book.write(contracts.add, **given, partner_id=other)
    book.write(contracts.add, **given)
    days = [date(2026, 2, 28), today]
    assert book.read(contracts_mrr.by_partner, days) == {partner: [0, None], other: [0, 700]}
    book.write(rates.put, month=date(2026, 11, 1), currency="BRL", rate=0.5)
    assert book.read(contracts_mrr.by_partner, days)[partner] == [0, 350]


def test_a_range_pasted_into_partners_and_the_words_known(book, done):
    one, other = (done(partners.add, name=name, tier=tier) for name, tier in (("A", "Gold"), ("B", None)))
    assert done(partners.change_each, {one: {"tier": "Gold"}, other: {"tier": "Tin", "tags": "x;y"}}) == 1
    assert book.read(partners.choices_of, "tier") == ["Gold", "Tin"]
    assert book.read(partners.choices_of, "tags") == ["x", "y"]
    assert book.read(partners.choices_of, "name") == []


def test_the_sample_in_all_questions(sample_book, today):
    found = sample_book.read(accounts_grid.grid, today)
    assert len(found.ids) == 48
    assert any(found.columns["roles"])
    assert all(len(column) == 48 for column in found.columns.values())
    for account_id in found.ids:
        page = sample_book.read(accounts_page.page, account_id, today)
        at = found.ids.index(account_id)
        assert page.last_contact == found.columns["last_contact"][at]
        assert page.tickets.open == found.columns["open_tickets"][at]
        assert (page.seats_used, page.seats) == (
            found.columns["seats_used"][at],
            found.columns["seats"][at],
        )
        for line in page.contracts:
            template, values = contracts_listing.words(line)
            assert template.format(**values)
    brought = sample_book.read(partners_page.grid, today)
    assert sum(brought.columns["accounts"]) > 0
    for partner_id in brought.ids:
        assert sample_book.read(partners_page.page, partner_id, today).partner.id == partner_id


def test_questions_stay_quick(tmp_path, today):
    """Bounds far above what was measured (about 12 ms a page, 15 ms for 1,000 rows), far below a wait."""
    from csdesk.book import Book, sample

    with Book.create(tmp_path / "big.csdesk", today=today) as book:
        sample.fill(book, accounts=1000, today=today)
        book.read(accounts_grid.grid, today)
        began = process_time()
        found = book.read(accounts_grid.grid, today)
        assert process_time() - began < 0.15
        book.read(accounts_page.page, found.ids[0], today)
        began = process_time()
        book.read(accounts_page.page, found.ids[500], today)
        assert process_time() - began < 0.1


def test_a_few_accounts_give_what_all_of_them_give(sample_book, today):
    days = [date(2026, 3, 31), today]
    partner = sample_book.read(partners_page.grid, today).ids[0]
    few = [each.account_id for each in sample_book.read(partners_page.page, partner, today).brought]
    all_of_them = sample_book.read(contracts_mrr.by_partner, days)
    assert sample_book.read(contracts_mrr.by_partner, days, only=few)[partner] == all_of_them[partner]
    status = sample_book.read(standing.account_statuses, today)
    assert sample_book.read(standing.account_statuses, today, only=few) == {
        each: status[each] for each in few
    }
    assert sample_book.read(standing.account_statuses, today, only=[]) == {}
