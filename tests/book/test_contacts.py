"""Contacts, partners and products: verbs, questions, and what they refuse."""

from datetime import date, timedelta

import pytest

from csdesk.book import accounts, contacts, contracts, deleted, own_fields, partners, products, values
from csdesk.model import Account, Contact, Influence, OwnKind, OwnOn, Partner, PersonRole, Product, Tags


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme")


@pytest.fixture
def reseller(book):
    return book.write(partners.add, name="Par", agreement_start=date(2026, 1, 1))


def names(found):
    return [each.name for each in found]


def test_people(book, done, refused, acme, reseller, today):
    ana = done(contacts.add, account_id=acme, name="Ana", role=PersonRole.CHAMPION, email="ana@acme.com")
    bo = done(contacts.add, account_id=acme, name="bo", cadence_days=30)
    pat = done(contacts.add, partner_id=reseller, name="Pat")
    done(contacts.change, ana, influence=Influence.HIGH)
    assert book.read(values.found, Contact, ana).influence is Influence.HIGH
    assert names(book.read(contacts.listing, account_id=acme)) == ["Ana", "bo"]
    assert names(book.read(contacts.listing, partner_id=reseller)) == ["Pat"]
    assert names(book.read(contacts.listing)) == ["Ana", "bo", "Pat"]
    refused("an account or a partner", "account_id", contacts.add, name="Nobody")
    refused("an account or a partner", "account_id", contacts.change, pat, partner_id=None)
    assert done(contacts.remove, [bo], today=today) == 1
    assert names(book.read(contacts.listing, account_id=acme)) == ["Ana"]


def test_people_of_an_account_in_the_bin_are_out_of_sight(book, acme, reseller, today):
    book.write(contacts.add, account_id=acme, name="Ana")
    book.write(contacts.add, partner_id=reseller, name="Pat")
    book.write(deleted.move, Account, [acme], today=today)
    assert names(book.read(contacts.listing)) == ["Pat"]
    book.write(deleted.move, Partner, [reseller], today=today)
    assert names(book.read(contacts.listing)) == []


def test_successors(book, done, refused, acme, reseller, today):
    ana, bo, cy = (book.write(contacts.add, account_id=acme, name=name) for name in ("Ana", "Bo", "Cy"))
    pat, pia = (book.write(contacts.add, partner_id=reseller, name=name) for name in ("Pat", "Pia"))
    done(contacts.set_successor, ana, bo)
    done(contacts.set_successor, bo, cy)
    done(contacts.set_successor, pat, pia)
    refused("their own successor", "successor_id", contacts.set_successor, cy, ana)
    refused("their own successor", "successor_id", contacts.set_successor, ana, ana)
    refused("the same account or partner", "successor_id", contacts.set_successor, cy, pat)
    refused("not in the book", "successor_id", contacts.set_successor, cy, 99)
    done(contacts.set_successor, ana, None)
    assert book.read(values.found, Contact, ana).successor_id is None


def test_customers_that_hang_on_one_person(book, acme, today):
    lonely = book.write(accounts.add, today=today, name="Lonely")
    leaving = book.write(accounts.add, today=today, name="Leaving")
    book.write(accounts.add, today=today, name="No customer")
    for account in (acme, lonely, leaving):
        book.write(contracts.add, account_id=account, start=date(2026, 1, 1), amount=1)
    for name in ("Ana", "Bo"):
        book.write(contacts.add, account_id=acme, name=name)
        left = today if name == "Bo" else today + timedelta(days=9)
        book.write(contacts.add, account_id=leaving, name=name, leaves_on=left)
    found = book.read(contacts.single_threaded, today)
    assert [(each.name, each.contacts) for each in found] == [("Lonely", 0), ("Leaving", 1)]


def test_partners(book, done, refused, reseller):
    book.write(own_fields.define, entity=OwnOn.PARTNER, name="Commission", kind=OwnKind.PERCENT)
    other = done(partners.add, name="Other", external_id="P-1", **{"x:Commission": 12.5})
    done(partners.change, other, tier="Gold", external_id="P-1")
    refused("the external id of Other", "external_id", partners.add, name="X", external_id="P-1")
    refused("end before", "agreement_end", partners.change, reseller, agreement_end=date(2025, 1, 1))
    assert done(partners.bulk_change, [reseller, other], "tier", "Gold") == 1
    assert done(partners.bulk_change, [reseller, other], "+tags", "a;b") == 2
    assert done(partners.bulk_change, [reseller], "-tags", "a") == 1
    assert book.read(values.found, Partner, reseller).tags == Tags(("b",))
    refused("tells partners apart", "name", partners.bulk_change, [reseller, other], "name", "Same")
    assert done(partners.bulk_change, [other], "name", "New") == 1


def test_products(book, done, refused, acme, today):
    desk = done(products.add, name="Desk", list_price=1000)
    assert book.read(values.found, Product, desk).currency == "EUR"
    pro = done(products.add, name="Desk", edition="Pro", list_price=1, currency="usd")
    refused("already a product “desk”", "name", products.add, name="desk")
    refused("already a product", "name", products.change, pro, edition=None)
    done(products.change, pro, family="Desks")
    book.write(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=1, product_id=desk)
    found = book.read(products.listing)
    assert [(each.product.id, each.contracts) for each in found] == [(desk, 1), (pro, 0)]
    done(products.remove, [desk], today=today)
    assert [each.product.id for each in book.read(products.listing)] == [pro]
    done(products.add, name="Desk")
