"""Contracts by their verbs: what each writes, what it refuses, and that undo is exact."""

from datetime import date, timedelta

import pytest

from csdesk.book import accounts, churns, contracts, deleted, desk, own_fields, products, values
from csdesk.book.contracts_listing import lines
from csdesk.book.contracts_terms import price_on, same_length, steps_of
from csdesk.errors import Refused
from csdesk.model import Contract, ContractKind, ContractStep, Interval, OwnKind, OwnOn


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme", currency="BRL")


@pytest.fixture
def deal(book, acme):
    """A year of 2026 at 1,000.00 a month for 50 seats."""
    return book.write(
        contracts.add,
        account_id=acme,
        start=date(2026, 1, 1),
        end_exclusive=date(2027, 1, 1),
        amount=100_000,
        seats=50,
        notice_days=90,
        auto_renews=True,
    )


def contract(book, contract_id):
    return book.read(values.found, Contract, contract_id)


def line(book, contract_id, today):
    return next(each for each in book.read(lines, today) if each.contract.id == contract_id)


def test_add_takes_the_currency_of_the_account_else_the_book(book, done, acme, today):
    made = done(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=5)
    assert contract(book, made).currency == "BRL"
    other = book.write(accounts.add, today=today, name="B")
    made = done(contracts.add, account_id=other, start=date(2026, 1, 1), amount=5, currency=None)
    assert contract(book, made).currency == "EUR"
    made = done(contracts.add, account_id=other, start=date(2026, 1, 1), amount=5, currency="usd")
    assert contract(book, made).currency == "USD"


@pytest.mark.parametrize(
    ("wrong", "words", "field"),
    [
        ({"end_exclusive": date(2025, 12, 31)}, "cannot end before it starts", "end_exclusive"),
        ({"quantity": 0}, "at least one", "quantity"),
        ({"quantity": -1}, "below zero", "quantity"),
        ({"amount": 10**13, "quantity": 2}, "too large", "amount"),
        ({"amount": None}, "cannot be empty", "amount"),
        ({"interval": Interval.TERM}, "needs an end", "end_exclusive"),
        ({"currency": "XYZ"}, "not a currency", "currency"),
        ({"account_id": 99}, "not in the book", "account_id"),
        ({"renews_id": 99}, "not in the book", "renews_id"),
        ({"product_id": 99}, "not in the book", "product_id"),
        ({"start": None}, "cannot be empty", "start"),
        ({"colour": "red"}, "no field", "colour"),
    ],
)
def test_add_refuses_what_cannot_be(refused, acme, wrong, words, field):
    given = {"account_id": acme, "start": date(2026, 1, 1), "amount": 100} | wrong
    refused(words, field, contracts.add, **given)


def test_a_contract_without_length_is_kept(book, done, acme):
    day = date(2026, 1, 1)
    made = done(contracts.add, account_id=acme, start=day, end_exclusive=day, amount=100)
    assert contract(book, made).end_exclusive == day


def test_a_contract_renews_one_of_the_same_account(book, refused, acme, deal, today):
    other = book.write(accounts.add, today=today, name="B")
    given = {"account_id": other, "start": date(2027, 1, 1), "amount": 1, "renews_id": deal}
    refused("same account", "renews_id", contracts.add, **given)
    next_one = book.write(contracts.renew, deal)
    refused("cannot renew itself", "renews_id", contracts.correct, deal, renews_id=next_one)


def test_renew_is_as_long_and_costs_what_was_in_force(book, done, refused, acme, deal):
    book.write(own_fields.define, entity=OwnOn.CONTRACT, name="Order", kind=OwnKind.TEXT)
    book.write(contracts.correct, deal, **{"x:Order": "PO-1"})
    book.write(contracts.change_price, deal, since=date(2026, 7, 1), amount=120_000, seats=60)
    book.write(contracts.discount, deal, percent=1000)
    book.write(contracts.discount, deal, amount=500, until=date(2026, 3, 1))
    made = contract(book, done(contracts.renew, deal))
    assert (made.start, made.end_exclusive) == (date(2027, 1, 1), date(2028, 1, 1))
    assert (made.amount, made.seats, made.currency, made.renews_id) == (120_000, 60, "BRL", deal)
    assert (made.notice_days, made.auto_renews, made.own) == (90, True, {"Order": "PO-1"})
    assert [(each.percent, each.until) for each in line(book, made.id, made.start).discounts] == [
        (1000, None)
    ]
    refused("renewed already", None, contracts.renew, deal)


def test_renew_as_said(book, done, refused, deal, today):
    refused("after the contract it renews", "start", contracts.renew, deal, start=date(2026, 1, 1))
    made = contract(
        book, done(contracts.renew, deal, start=date(2027, 2, 1), amount=1, open_ended=True, name="New")
    )
    assert (made.start, made.end_exclusive, made.amount, made.name) == (date(2027, 2, 1), None, 1, "New")
    refused("nothing to renew", None, contracts.renew, made.id)
    book.write(deleted.move, Contract, [made.id], today=today)
    made = contract(book, done(contracts.renew, deal, end_exclusive=date(2029, 1, 1)))
    assert made.end_exclusive == date(2029, 1, 1)


def test_a_trial_is_renewed_by_a_paid_contract(book, done, acme):
    trial = book.write(
        contracts.add,
        account_id=acme,
        kind=ContractKind.TRIAL,
        start=date(2026, 1, 10),
        end_exclusive=date(2026, 1, 24),
        amount=0,
    )
    made = contract(book, done(contracts.renew, trial, amount=900))
    assert (made.kind, made.end_exclusive) == (ContractKind.PAID, date(2026, 2, 7))


@pytest.mark.parametrize(
    ("start", "end", "new_start", "new_end"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 15), date(2026, 1, 29)),
        (date(2026, 1, 1), date(2026, 2, 2), date(2026, 2, 2), date(2026, 3, 6)),
    ],
)
def test_the_same_length(start, end, new_start, new_end):
    assert same_length(start, end, new_start) == new_end


def test_change_price_writes_a_step(book, done, refused, deal, today):
    done(contracts.change_price, deal, since=date(2026, 7, 1), amount=120_000)
    done(contracts.change_price, deal, since=date(2026, 9, 1), seats=70)
    found = line(book, deal, today)
    assert [(each.since, each.amount, each.seats) for each in found.steps] == [
        (date(2026, 7, 1), 120_000, None),
        (date(2026, 9, 1), 120_000, 70),
    ]
    assert (found.amount, found.seats) == (120_000, 70)
    done(contracts.change_price, deal, since=date(2026, 7, 1), amount=110_000, quantity=2, seats=55)
    step = line(book, deal, today).steps[0]
    assert (step.amount, step.quantity, step.seats) == (110_000, 2, 55)
    done(contracts.change_price, deal, since=date(2026, 1, 1), amount=90_000)
    assert contract(book, deal).amount == 90_000
    refused(
        "nothing would change", "amount", contracts.change_price, deal, since=date(2026, 2, 1), amount=90_000
    )
    refused("starts on 2026-01-01", "since", contracts.change_price, deal, since=date(2025, 2, 1), amount=1)
    refused("outside the term", "since", contracts.change_price, deal, since=date(2027, 1, 1), amount=1)
    refused("at least one", "quantity", contracts.change_price, deal, since=date(2026, 2, 1), quantity=0)
    refused("too large", "amount", contracts.change_price, deal, since=date(2026, 2, 1), amount=10**14)
    refused("needs a date", "since", contracts.change_price, deal, since="soon", amount=1)


def test_change_seats(book, done, deal, today):
    done(contracts.change_seats, deal, since=date(2026, 6, 1), seats=80)
    assert "seats" in str(book.undoable())
    assert line(book, deal, today).seats == 80
    done(contracts.remove_step, line(book, deal, today).steps[0].id)
    assert line(book, deal, today).seats == 50


def test_price_before_the_start_is_the_first_one(book, deal):
    found = contract(book, deal)
    steps = book.read(lambda session: steps_of(session, found))
    assert price_on(found, steps, date(2020, 1, 1)).amount == 100_000


def test_pause_and_resume(book, done, refused, deal, today):
    done(contracts.pause, deal, since=date(2026, 3, 1), until=date(2026, 4, 1))
    refused("already paused from 2026-03-01", "since", contracts.pause, deal, since=date(2026, 3, 15))
    refused("outside the term", "since", contracts.pause, deal, since=date(2025, 3, 15))
    refused("outside the term", "since", contracts.pause, deal, since=date(2027, 3, 15))
    refused(
        "outside the term", "since", contracts.pause, deal, since=date(2026, 12, 1), until=date(2027, 2, 1)
    )
    refused(
        "ends after it begins", "until", contracts.pause, deal, since=date(2026, 6, 1), until=date(2026, 6, 1)
    )
    done(contracts.pause, deal, since=date(2026, 10, 1))
    refused("already paused", "since", contracts.pause, deal, since=date(2026, 11, 1))
    refused("not paused on 2026-05-01", "on", contracts.resume, deal, on=date(2026, 5, 1))
    done(contracts.resume, deal, on=date(2026, 11, 1))
    found = line(book, deal, today)
    assert found.pauses[-1].until == date(2026, 11, 1)
    done(contracts.resume, deal, on=date(2026, 10, 1))
    assert len(line(book, deal, today).pauses) == 1
    done(contracts.remove_pause, found.pauses[0].id)
    assert line(book, deal, today).pauses == []


def test_cancel_to_the_end_of_the_term(book, done, deal):
    done(contracts.cancel, deal, on=date(2026, 9, 1))
    found = contract(book, deal)
    assert (found.cancelled_on, found.end_exclusive, found.auto_renews) == (
        date(2026, 9, 1),
        date(2027, 1, 1),
        False,
    )
    assert book.read(churns.listing, found.account_id) == []


def test_cancel_earlier_trims_what_lies_behind(book, done, refused, acme, deal, today):
    for since in (date(2026, 3, 1), date(2026, 9, 1)):
        book.write(contracts.change_price, deal, since=since, amount=since.month)
    book.write(contracts.pause, deal, since=date(2026, 5, 1), until=date(2026, 7, 15))
    book.write(contracts.pause, deal, since=date(2026, 9, 1))
    book.write(contracts.discount, deal, percent=100, since=date(2026, 2, 1))
    book.write(contracts.discount, deal, percent=100, since=date(2026, 8, 1))
    done(contracts.cancel, deal, on=date(2026, 6, 1), end_exclusive=date(2026, 7, 1), reason="Price")
    found = line(book, deal, today)
    assert [each.since for each in found.steps] == [date(2026, 3, 1)]
    assert [(each.since, each.until) for each in found.pauses] == [(date(2026, 5, 1), date(2026, 7, 1))]
    assert [each.since for each in found.discounts] == [date(2026, 2, 1)]
    (left,) = book.read(churns.listing, acme)
    assert (left.day, left.reason) == (date(2026, 7, 1), "Price")
    refused("has ended before 2026-08-01", "on", contracts.cancel, deal, on=date(2026, 8, 1))


def test_cancel_keeps_an_open_pause(book, done, deal, today):
    book.write(contracts.pause, deal, since=date(2026, 5, 1))
    book.write(contracts.discount, deal, percent=100)
    done(contracts.cancel, deal, on=date(2026, 6, 1), end_exclusive=date(2026, 7, 1))
    assert line(book, deal, today).pauses[0].until is None


def test_cancel_an_open_ended_contract(book, done, refused, acme):
    start = date(2026, 3, 1)
    made = book.write(contracts.add, account_id=acme, start=start, amount=1, notice_days=30)
    refused(
        "cannot end before", "end_exclusive", contracts.cancel, made, on=start, end_exclusive=date(2026, 1, 1)
    )
    done(contracts.cancel, made, on=date(2026, 6, 1), feedback="too dear")
    assert contract(book, made).end_exclusive == date(2026, 7, 1)
    refused(
        "cannot make a contract longer. It ends on 2026-06-30",
        "end_exclusive",
        contracts.cancel,
        made,
        on=date(2026, 6, 1),
        end_exclusive=date(2026, 8, 1),
    )
    early = book.write(contracts.add, account_id=acme, start=start, amount=1)
    done(contracts.cancel, early, on=date(2026, 2, 1))
    assert contract(book, early).end_exclusive == start


def test_discounts(book, done, refused, deal, today):
    made = done(contracts.discount, deal, percent=1250, since=date(2026, 2, 1), until=date(2026, 5, 1))
    done(contracts.discount, deal, amount=100)
    assert [each.percent for each in line(book, deal, today).discounts] == [None, 1250]
    refused("either a percentage or an amount", "percent", contracts.discount, deal)
    refused("either", "percent", contracts.discount, deal, percent=1, amount=1)
    refused("between 0 and 100", "percent", contracts.discount, deal, percent=10_001)
    refused("between 0 and 100", "percent", contracts.discount, deal, percent=0)
    refused("more than zero", "amount", contracts.discount, deal, amount=0)
    refused(
        "ends after",
        "until",
        contracts.discount,
        deal,
        percent=1,
        since=date(2026, 3, 1),
        until=date(2026, 3, 1),
    )
    refused("outside the term", "since", contracts.discount, deal, percent=1, since=date(2027, 3, 1))
    refused("outside the term", "since", contracts.discount, deal, percent=1, until=date(2026, 1, 1))
    done(contracts.remove_discount, made)
    assert len(line(book, deal, today).discounts) == 1


def test_correct_changes_what_was_written(book, done, refused, acme, deal, today):
    product = book.write(products.add, name="Desk")
    done(contracts.correct, deal, amount=99_000, product_id=product, name="Main", seats=None)
    found = line(book, deal, today)
    assert (found.amount, found.product, found.contract.name, found.seats) == (99_000, "Desk", "Main", None)
    refused("cannot end before", "end_exclusive", contracts.correct, deal, end_exclusive=date(2025, 1, 1))
    refused("at least one", "quantity", contracts.correct, deal, quantity=0)
    refused("cannot renew itself", "renews_id", contracts.correct, deal, renews_id=deal)
    done(contracts.change_price, deal, since=date(2026, 7, 1), amount=1)
    refused("2026-07-01 lies outside", "since", contracts.correct, deal, end_exclusive=date(2026, 7, 1))
    refused("2026-07-01 lies outside", "since", contracts.correct, deal, start=date(2026, 7, 1))


def test_correct_to_no_length_leaves_a_discount_be(book, done, deal):
    book.write(contracts.discount, deal, percent=100, since=date(2026, 3, 1))
    done(contracts.correct, deal, end_exclusive=date(2026, 1, 1))


def test_bulk_change(book, done, refused, acme, deal):
    other = book.write(contracts.add, account_id=acme, start=date(2026, 1, 1), amount=1)
    assert done(contracts.bulk_change, [deal, other], "notice_days", 90) == 1
    assert done(contracts.bulk_change, [deal, other], "end_exclusive", date(2026, 6, 1)) == 2
    refused(
        "before it starts", "end_exclusive", contracts.bulk_change, [deal], "end_exclusive", date(2020, 1, 1)
    )


def test_contracts_in_the_bin_are_left_alone(book, done, refused, deal, today):
    assert done(contracts.remove, [deal], today=today) == 1
    refused("in the bin", None, contracts.cancel, deal, on=today)
    assert book.read(lines, today) == []
    done(deleted.restore, Contract, [deal])
    assert len(book.read(lines, today)) == 1


def test_removing_for_good_takes_the_steps_along(book, done, deal):
    book.write(contracts.change_price, deal, since=date(2026, 7, 1), amount=1)
    done(lambda session: session.delete(session.get(Contract, deal)), deed=("Remove", {}))
    assert book.read(lambda session: session.query(ContractStep).count()) == 0


def test_hostile_days_never_overflow(book, refused, acme):
    made = book.write(contracts.add, account_id=acme, start=date(2190, 1, 1), amount=1, notice_days=36_500)
    with pytest.raises(Refused, match="too far away"):
        book.write(contracts.cancel, made, on=date(2190, 1, 2))
    first = book.write(
        contracts.add, account_id=acme, start=date(1900, 1, 1), end_exclusive=date(2199, 1, 1), amount=1
    )
    with pytest.raises(Refused, match="too far away"):
        book.write(contracts.renew, first)
    assert book.read(desk.get, "currency") == "EUR"
    assert book.read(lines, date(1900, 1, 1) + timedelta(days=1))[0].notice_by is None
