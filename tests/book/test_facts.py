"""Facts: what the columns say is what the records say, and nothing from the bin."""

from datetime import date

import numpy as np
import pytest

from csdesk.book import accounts, contracts, deleted, desk, facts, invoices, partners, policy, products, rates
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import INTERVAL, TRIAL
from csdesk.model import Account, Contract, ContractKind, Dated, Interval

START = date(2026, 1, 1)


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme, “Öl” & Co", segment="Mid, size", owner="Ana")


def sell(book, account_id, **values):
    given = {"account_id": account_id, "start": START, "amount": 1000} | values
    return book.write(contracts.add, **given)


def read(book, **what):
    return book.read(facts.read, **what)


def test_an_empty_book(book):
    found = read(book, invoices=True)
    assert (found.accounts, len(found.contracts), found.currencies, found.first_day) == (0, 0, ("EUR",), None)
    for by in ("segment", "product", "partner"):
        assert read(book, by=by).accounts == 0


def test_contracts_with_all_they_carry(book, acme, today):
    other = book.write(accounts.add, today=today, name="Other")
    product = book.write(products.add, name="Core, plus")
    partner = book.write(partners.add, name="Reseller")
    first = sell(book, acme, end_exclusive=date(2027, 1, 1), product_id=product, seats=7)
    second = sell(
        book,
        acme,
        start=date(2027, 1, 1),
        kind=ContractKind.TRIAL,
        interval=Interval.YEAR,
        currency="USD",
        quantity=3,
        partner_id=partner,
        renews_id=first,
        signed_on=date(2026, 12, 1),
        auto_renews=True,
        past_due=True,
        cancelled_on=date(2027, 2, 1),
    )
    sell(book, other)
    found = read(book)
    held = found.contracts
    assert held.id.tolist()[:2] == [first, second]
    assert found.account_ids[held.account].tolist() == [acme, acme, other]
    assert [found.currencies[code] for code in held.currency] == ["EUR", "USD", "EUR"]
    assert held.kind.tolist() == [0, TRIAL, 0]
    assert held.interval.tolist()[:2] == [INTERVAL["month"], INTERVAL["year"]]
    assert held.start.tolist()[1] == date(2027, 1, 1).toordinal()
    assert held.end.tolist() == [date(2027, 1, 1).toordinal(), NO_END, NO_END]
    assert held.quantity.tolist() == [1, 3, 1]
    assert held.renews.tolist() == [-1, 0, -1]
    assert held.seats.tolist() == [7, -1, -1]
    assert held.signed.tolist()[:2] == [START.toordinal(), date(2026, 12, 1).toordinal()]
    assert held.cancelled.tolist()[:2] == [NO_END, date(2027, 2, 1).toordinal()]
    assert held.auto_renews.tolist() == held.past_due.tolist() == [False, True, False]
    by_product, by_partner = read(book, by="product"), read(book, by="partner")
    assert (by_product.products, by_product.contracts.product.tolist()) == (("Core, plus",), [0, -1, -1])
    assert (by_partner.partners, by_partner.contracts.partner.tolist()) == (("Reseller",), [-1, 0, -1])
    assert read(book, only=other).contracts.id.tolist() == [held.id.tolist()[2]]


def test_parts_of_contracts(book, acme):
    made = sell(book, acme, end_exclusive=date(2028, 1, 1))
    book.write(contracts.change_price, made, since=date(2026, 5, 1), amount=1500)
    book.write(contracts.pause, made, since=date(2026, 6, 1), until=date(2026, 7, 1))
    book.write(contracts.discount, made, percent=1500, since=date(2026, 8, 1))
    found = read(book)
    assert (found.steps.contract.tolist(), found.steps.amount.tolist()) == ([0], [1500])
    assert found.steps.since.tolist() == [date(2026, 5, 1).toordinal()]
    assert found.pauses.until.tolist() == [date(2026, 7, 1).toordinal()]
    assert (found.discounts.percent.tolist(), found.discounts.until.tolist()) == ([1500], [NO_END])


def test_the_bin_is_empty_to_metrics(book, acme, today):
    other = book.write(accounts.add, today=today, name="Other")
    gone = sell(book, acme)
    kept = sell(book, acme)
    book.write(contracts.change_price, gone, since=date(2026, 5, 1), amount=1500)
    elsewhere = sell(book, other)
    book.write(invoices.add, account_id=other, issued_on=START, amount=100, currency="EUR")
    book.write(contracts.remove, [gone], today=today)
    assert read(book).contracts.id.tolist() == [kept, elsewhere]
    assert not len(read(book).steps.contract)
    book.write(deleted.move, Account, [other], today=today)
    found = read(book, invoices=True)
    assert found.account_ids.tolist() == [acme]
    assert found.contracts.id.tolist() == [kept]
    assert not len(found.invoices.id)


def test_invoices_bring_their_own_currencies(book, acme):
    made = sell(book, acme)
    book.write(
        invoices.add,
        account_id=acme,
        contract_id=made,
        issued_on=START,
        due_on=date(2026, 2, 1),
        amount=100,
        currency="KWD",
    )
    found = read(book, invoices=True)
    bills = found.invoices
    assert (found.currencies, found.decimals) == (("EUR", "KWD"), (2, 3))
    assert (bills.account.tolist(), bills.contract.tolist(), bills.currency.tolist()) == ([0], [0], [1])
    assert (bills.due.tolist(), bills.paid.tolist()) == ([date(2026, 2, 1).toordinal()], [NO_END])


def test_rates_of_the_currencies_in_use(book, acme):
    for currency in ("USD", "BRL"):
        book.write(rates.put, month=START, currency=currency, rate=0.5)
    sell(book, acme, currency="USD")
    found = read(book)
    assert (found.rates.rate.tolist(), found.rates.currency.tolist()) == ([0.5], [1])
    assert found.rates.month.tolist() == [56 * 12]


def test_groups_and_since_when(book, acme, today):
    book.write(
        accounts.set_history,
        acme,
        Dated.SEGMENT,
        [(START, "Small"), (date(2026, 6, 1), "Mid, size")],
        today=today,
    )
    book.write(accounts.add, today=today, name="Other")
    found = read(book, by="segment").groupings["segment"]
    assert found.values == ("Mid, size", "Small")
    assert found.now.tolist() == [0, -1]
    dated = [(int(who), found.values[value]) for who, value in zip(found.account, found.value, strict=True)]
    assert dated[:2] == [(0, "Small"), (0, "Mid, size")]
    assert np.all(np.diff(found.since[found.account == 0]) > 0)


def test_policy_and_fiscal_year_are_settings_of_the_book(book, acme):
    assert book.read(policy.of_book).discounts == "net"
    book.write(desk.set_value, "discounts", "gross")
    book.write(desk.set_value, "past_due", "out")
    book.write(desk.set_value, "fiscal_start", "4")
    found = book.read(policy.portfolio)
    assert (found.policy.discounts, found.policy.past_due, found.facts.fiscal_start) == ("gross", "out", 4)


def test_one_large_deed_reads_in_the_same_order(sample_book):
    found = sample_book.read(facts.read)
    stored = sample_book.read(_contracts)
    assert found.contracts.id.tolist() == [each.id for each in stored]
    assert found.contracts.amount.tolist() == [each.amount for each in stored]
    assert found.contracts.start.tolist() == [each.start.toordinal() for each in stored]


def _contracts(session):
    return session.query(Contract).filter(Contract.deleted_on.is_(None)).order_by(Contract.id).all()
