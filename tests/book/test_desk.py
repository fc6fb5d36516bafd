"""The desk: settings, rates, own fields and saved views."""

from datetime import date

import pytest

from csdesk.book import accounts, contracts, deleted, desk, own_fields, rates, values, views
from csdesk.model import Account, OwnKind, OwnOn, Role


def test_settings_have_defaults(book):
    found = book.read(desk.settings)
    assert found["currency"] == "EUR"
    assert found["discounts"] == "net"
    assert list(found) == [key.name for key in desk.known_keys()]
    assert book.read(desk.get, "locale") == ""


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("name", " My book ", "My book"),
        ("currency", "brl", "BRL"),
        ("fiscal_start", "04", "4"),
        ("user_name", "Helena", "Helena"),
        ("user_roles", "renewal, csm,csm,", "csm,renewal"),
        ("user_roles", "", ""),
        ("locale", "pt-BR", "pt_BR"),
        ("locale", "", ""),
        ("discounts", "GROSS", "gross"),
        ("include_contraction", "false", "no"),
        ("renewal_by", "count", "contract"),
        ("lifetime_cap", "120", "120"),
    ],
)
def test_set(book, done, key, given, kept):
    done(desk.set_value, key, given)
    assert book.read(desk.get, key) == kept


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("colour", "red", "no setting “colour”. There are: name"),
        ("name", " ", "cannot be empty"),
        ("name", "x" * 501, "too long"),
        ("currency", "euro", "not a currency"),
        ("fiscal_start", "13", "from 1 to 12"),
        ("fiscal_start", "0", "from 1 to 12"),
        ("fiscal_start", "one", "from 1 to 12"),
        ("fiscal_start", "³", "from 1 to 12"),
        ("user_roles", "csm,boss", "“boss” is no role. There are: sdr"),
        ("locale", "not a locale", "not a locale such as"),
        ("discounts", "some", "net | forever-only | gross"),
    ],
)
def test_what_it_refuses(book, key, given, words):
    from csdesk.errors import Refused

    with pytest.raises(Refused, match=words.replace("|", r"\|")):
        book.write(desk.set_value, key, given)


def test_the_first_three_questions(book, done):
    assert book.read(desk.is_new)
    assert book.read(desk.user) == desk.User(None, ())
    done(desk.first_run, name="Helena", roles=[Role.RENEWAL, Role.CSM], currency="usd", fiscal_start=4)
    assert not book.read(desk.is_new)
    assert book.read(desk.user) == desk.User("Helena", (Role.CSM, Role.RENEWAL))
    assert book.read(desk.get, "currency") == "USD"
    done(desk.set_user, name="H", roles=())
    assert book.read(desk.user) == desk.User("H", ())


def test_rates(book, done, refused):
    done(rates.put, month=date(2026, 5, 17), currency="usd", rate=0.9)
    done(rates.put, month=date(2026, 5, 1), currency="USD", rate=0.8)
    done(rates.put, month=date(2026, 6, 1), currency="BRL", rate=1)
    found = [(each.month, each.currency, each.rate) for each in book.read(rates.listing)]
    assert found == [(date(2026, 6, 1), "BRL", 1.0), (date(2026, 5, 1), "USD", 0.8)]
    month = date(2026, 5, 1)
    refused("above zero", "rate", rates.put, month=month, currency="USD", rate=0)
    refused("above zero", "rate", rates.put, month=month, currency="USD", rate=-1)
    refused("above zero", "rate", rates.put, month=month, currency="USD", rate=1e12)
    refused("does not fit", "rate", rates.put, month=month, currency="USD", rate=float("nan"))
    refused("own currency", None, rates.put, month=month, currency="EUR", rate=1)
    refused("not a currency", "currency", rates.put, month=month, currency="dollar", rate=1)
    done(rates.remove, month=date(2026, 5, 9), currency="USD")
    refused("no rate of USD", None, rates.remove, month=month, currency="USD")


def test_months_without_a_rate(book, today):
    assert book.read(rates.missing, today) == []
    acme = book.write(accounts.add, today=today, name="Acme")
    for currency, start, end in (
        ("USD", date(2026, 1, 1), date(2026, 8, 1)),
        ("BRL", date(2026, 10, 5), None),
        ("EUR", date(2020, 1, 1), None),
    ):
        given = {"start": start, "end_exclusive": end, "amount": 1, "currency": currency}
        book.write(contracts.add, account_id=acme, **given)
    book.write(rates.put, month=date(2026, 2, 1), currency="USD", rate=1)
    assert book.read(rates.missing, today) == [
        ("BRL", date(2026, 10, 1)),
        ("BRL", date(2026, 11, 1)),
        ("USD", date(2026, 1, 1)),
        ("USD", date(2026, 6, 1)),
        ("USD", date(2026, 7, 1)),
        ("USD", date(2026, 8, 1)),
    ]


def test_another_currency_of_the_book_keeps_what_things_are_worth(book, done, refused):
    month = date(2026, 5, 1)
    book.write(rates.put, month=month, currency="USD", rate=0.8)
    book.write(rates.put, month=month, currency="BRL", rate=0.16)
    refused("no rate of it for 2026-05", "currency", desk.set_value, "currency", "JPY")
    done(desk.set_value, "currency", "USD")
    found = {each.currency: each.rate for each in book.read(rates.listing)}
    assert found == {"EUR": 1.25, "BRL": pytest.approx(0.2)}


def test_own_fields(book, done, refused, today):
    sites = done(own_fields.define, entity=OwnOn.ACCOUNT, name="Sites", kind=OwnKind.NUMBER)
    region = done(
        own_fields.define, entity=OwnOn.ACCOUNT, name="Region 2", kind=OwnKind.CHOICE, choices="EU\nUS"
    )
    done(own_fields.define, entity=OwnOn.PARTNER, name="Sites")
    refused("already a field “sites”", "name", own_fields.define, entity=OwnOn.ACCOUNT, name="sites")
    refused("already a field", "name", own_fields.define, entity=OwnOn.ACCOUNT, name="industry")
    refused(
        "needs its list", "choices", own_fields.define, entity=OwnOn.ACCOUNT, name="X", kind=OwnKind.CHOICE
    )
    refused("cannot be empty", "name", own_fields.define, entity=OwnOn.ACCOUNT, name=" ")
    acme = book.write(accounts.add, today=today, name="Acme", **{"x:Sites": 3, "x:Region 2": "EU"})
    book.write(accounts.add, today=today, name="Bare", **{"x:Region 2": "US"})
    assert (book.read(own_fields.in_use, sites), book.read(own_fields.in_use, region)) == (1, 2)
    done(own_fields.change, sites, name="Plants", shareable=True)
    assert book.read(values.found, Account, acme).own == {"Plants": 3, "Region 2": "EU"}
    refused("already a field", "name", own_fields.change, sites, name="Region 2")
    refused("“US” is still in use", "choices", own_fields.change, region, choices="EU\nBrazil")
    done(own_fields.change, region, choices="EU\nBrazil\nUS", position=0)
    names = [each.name for each in book.read(own_fields.listing, OwnOn.ACCOUNT)]
    assert names == ["Region 2", "Plants"]
    done(own_fields.change, region, position=7)
    done(own_fields.change, sites, choices="")
    done(own_fields.remove, region)
    assert book.read(values.found, Account, acme).own == {"Plants": 3}
    done(own_fields.remove, sites)
    assert book.read(values.found, Account, acme).own is None
    assert book.read(own_fields.listing, OwnOn.ACCOUNT) == []


def test_own_fields_reach_records_in_the_bin(book, done, today):
    field = book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Sites", kind=OwnKind.NUMBER)
    acme = book.write(accounts.add, today=today, name="Acme", **{"x:Sites": 3})
    book.write(deleted.move, Account, [acme], today=today)
    done(own_fields.change, field, name="Plants")
    assert book.read(values.found, Account, acme).own == {"Plants": 3}


def test_saved_views(book, done, refused):
    first = done(views.save, page="accounts", name=" Mine ", look={"sort": "name"})
    assert done(views.save, page="accounts", name="mine", look={"sort": "mrr"}) == first
    second = done(views.save, page="accounts", name="Big", look={})
    done(views.save, page="partners", name="Mine", look={})
    found = book.read(views.listing, "accounts")
    assert [(each.name, each.look) for each in found] == [("Mine", {"sort": "mrr"}), ("Big", {})]
    done(views.rename, second, "Large")
    done(views.rename, second, "large")
    refused("already a view “MINE”", "name", views.rename, second, "MINE")
    refused("at most 80", "name", views.rename, second, " ")
    refused("at most 80", "name", views.save, page="accounts", name="x" * 81, look={})
    done(views.remove, first)
    assert [each.name for each in book.read(views.listing, "accounts")] == ["large"]


def test_roles_of_the_user_survive_a_word_nobody_knows(book, today):
    from csdesk.model import Setting

    book.write(lambda session: session.add(Setting(key="user_roles", value="boss,csm")))
    assert book.read(desk.user).roles == (Role.CSM,)
