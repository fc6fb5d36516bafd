"""Contracts as they stand: state, words, what is due, MRR, and what a verb would do to it."""

from datetime import date, timedelta

import pytest

from csdesk.book import accounts, contracts, contracts_mrr, deleted, desk, partners, policy, rates, standing
from csdesk.book.contracts_effect import effect
from csdesk.book.contracts_listing import State, lines, next_renewal, words
from csdesk.model import Account, Contract, ContractKind, Interval


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme")


def add(book, account_id, start, end=None, **values):
    given = {"account_id": account_id, "start": start, "end_exclusive": end, "amount": 1000} | values
    return book.write(contracts.add, **given)


def only(book, today, contract_id):
    return next(each for each in book.read(lines, today) if each.contract.id == contract_id)


@pytest.mark.parametrize(
    ("start", "end", "more", "state", "said"),
    [
        (-100, None, {}, State.RUNNING, "Running"),
        (-100, 91, {}, State.RUNNING, "Running"),
        (-100, 90, {}, State.ENDING, "Ends in 90 days"),
        (-100, 1, {}, State.ENDING, "Ends tomorrow"),
        (-100, 30, {"auto_renews": True}, State.RENEWING, "Renews in 30 days"),
        (-100, 0, {}, State.ENDED, "Ended"),
        (5, 5, {}, State.ENDED, "Ended"),
        (1, None, {}, State.UPCOMING, "Starts tomorrow"),
        (12, 40, {}, State.UPCOMING, "Starts in 12 days"),
        (-100, 30, {"cancelled_on": -2}, State.CANCELLED, "Cancelled, ends in 30 days"),
        (-100, None, {"cancelled_on": -2}, State.CANCELLED, "Cancelled"),
        (-100, 300, {"cancelled_on": 2}, State.RUNNING, "Running"),
        (-3, 11, {"kind": ContractKind.TRIAL}, State.TRIAL, "Trial, ends in 11 days"),
        (-3, None, {"kind": ContractKind.TRIAL}, State.TRIAL, "Trial"),
        (-3, 11, {"kind": ContractKind.FREE}, State.FREE, "Free"),
    ],
)
def test_states(book, acme, today, start, end, more, state, said):
    def day(offset):
        return None if offset is None else today + timedelta(days=offset)

    if "cancelled_on" in more:
        more = more | {"cancelled_on": day(more["cancelled_on"])}
    made = add(book, acme, day(start), day(end), **more)
    line = only(book, today, made)
    template, values = words(line)
    assert (line.state, template.format(**values)) == (state, said)


def test_paused_and_renewed(book, acme, today):
    made = add(book, acme, date(2026, 1, 1), date(2027, 1, 1))
    book.write(contracts.pause, made, since=date(2026, 11, 1))
    assert words(only(book, today, made)) == ("Paused", {})
    book.write(contracts.resume, made, on=date(2026, 12, 1))
    assert words(only(book, today, made)) == ("Paused until {day}", {"day": date(2026, 12, 1)})
    book.write(contracts.resume, made, on=date(2026, 11, 1))
    following = book.write(contracts.renew, made)
    line = only(book, today, made)
    assert (line.state, line.renewed_by) == (State.RENEWING, following)
    assert only(book, date(2027, 2, 1), made).state is State.RENEWED
    assert only(book, date(2027, 2, 1), following).state is State.RUNNING
    book.write(deleted.move, Contract, [following], today=today)
    assert only(book, today, made).state is State.ENDING


def test_a_line_says_what_holds(book, acme, today):
    partner = book.write(partners.add, name="Par")
    made = add(
        book,
        acme,
        date(2026, 1, 1),
        date(2027, 1, 1),
        partner_id=partner,
        notice_days=60,
        interval=Interval.YEAR,
    )
    book.write(contracts.change_price, made, since=date(2026, 6, 1), amount=24_000, quantity=2)
    line = only(book, today, made)
    assert (line.account, line.partner, line.product) == ("Acme", "Par", None)
    assert (line.last_day, line.notice_by, line.days) == (date(2026, 12, 31), date(2026, 11, 2), 41)
    assert (line.amount, line.quantity, line.mrr) == (24_000, 2, 4000)
    assert [each.contract.id for each in book.read(lines, today, partner_id=partner)] == [made]
    assert book.read(lines, today, account_id=999) == []


def test_those_in_force_come_before_those_that_ended(book, acme, today):
    old = add(book, acme, date(2024, 1, 1), date(2025, 1, 1))
    now = add(book, acme, date(2026, 1, 1))
    later = add(book, acme, date(2027, 1, 1))
    assert [each.contract.id for each in book.read(lines, today)] == [later, now, old]


def test_contracts_of_an_account_in_the_bin_are_out_of_sight(book, acme, today):
    add(book, acme, date(2026, 1, 1))
    book.write(deleted.move, Account, [acme], today=today)
    assert book.read(lines, today) == []


def test_many_contracts_in_one_answer(book, acme, today):
    def fill(session):
        session.add_all(
            Contract(account_id=acme, start=date(2026, 1, 1), amount=100, currency="EUR") for _ in range(1100)
        )

    book.write(fill)
    assert sum(each.mrr for each in book.read(lines, today)) == 110_000


def test_the_next_renewal_is_the_same_for_the_page_and_the_grid(book, acme, today):
    def answers(day=today):
        line = next_renewal(book.read(lines, day, account_id=acme))
        grid = book.read(standing.account_grid, day)
        return line and line.renewal, grid.renewal[grid.ids.index(acme)]

    add(book, acme, date(2024, 1, 1), date(2025, 1, 1))
    first = add(book, acme, date(2026, 1, 1), date(2027, 1, 1))
    add(book, acme, date(2026, 1, 1), date(2027, 6, 1))
    add(book, acme, date(2026, 1, 1), date(2026, 12, 1), kind=ContractKind.FREE)
    add(book, acme, date(2026, 1, 1), date(2026, 12, 5), cancelled_on=date(2026, 6, 1))
    add(book, acme, date(2026, 1, 1))
    assert answers() == (date(2027, 1, 1), date(2027, 1, 1))
    following = book.write(contracts.renew, first)
    assert answers() == (date(2027, 6, 1), date(2027, 6, 1))
    book.write(deleted.move, Contract, [following], today=today)
    assert answers() == (date(2027, 1, 1), date(2027, 1, 1))
    assert answers(date(2030, 1, 1)) == (None, None)


def test_a_contract_that_follows_renews_without_naming_the_old(book, acme, today):
    old = add(book, acme, date(2025, 11, 1), date(2026, 11, 1))
    trial = add(book, acme, date(2025, 10, 1), date(2025, 11, 1), kind=ContractKind.TRIAL)
    new = add(book, acme, date(2026, 11, 1), date(2027, 11, 1))
    assert (only(book, today, old).renewed_by, only(book, today, old).state) == (new, State.RENEWED)
    assert only(book, today, trial).state is State.ENDED, "a trial that nothing names is not renewed"
    assert only(book, today, new).renewal == date(2027, 11, 1)


def test_mrr_of_contracts_in_the_currency_of_the_book(book, acme, today):
    real = add(book, acme, date(2026, 1, 1), currency="BRL", amount=10_000)
    euro = add(book, acme, date(2026, 1, 1), amount=500)
    ended = add(book, acme, date(2025, 1, 1), date(2026, 1, 1), currency="JPY", amount=500)

    assert book.read(contracts_mrr.in_book, today, only=acme) == {real: None, euro: 500, ended: 0}
    book.write(rates.put, month=date(2026, 9, 1), currency="BRL", rate=0.16)
    assert book.read(contracts_mrr.in_book, today) == {real: 1600, euro: 500, ended: 0}
    held = book.read(policy.portfolio)
    assert contracts_mrr.of_each(held, today) == {real: 10_000, euro: 500, ended: 0}
    assert contracts_mrr.of_each(book.read(policy.portfolio, only=99), today) == {}


def test_mrr_of_an_account(book, acme, today):
    days = [today, date(2026, 1, 31), today]
    assert book.read(contracts_mrr.of_account, acme, days) == [0, 0, 0]
    made = add(book, acme, date(2026, 2, 1), currency="BRL", amount=10_000)
    add(book, acme, date(2025, 2, 1), amount=-500)
    assert book.read(contracts_mrr.of_account, acme, days) == [None, 0, None]
    book.write(rates.put, month=date(2026, 11, 1), currency="BRL", rate=0.16)
    assert book.read(contracts_mrr.of_account, acme, days) == [1100, 0, 1100]
    book.write(contracts.discount, made, percent=5000)
    book.write(contracts.pause, made, since=date(2026, 3, 1), until=date(2026, 4, 1))
    book.write(contracts.change_price, made, since=date(2026, 5, 1), amount=20_000)
    assert book.read(contracts_mrr.of_account, acme, [today]) == [1100]
    book.write(desk.set_value, "discounts", "gross")
    assert book.read(contracts_mrr.of_account, acme, [today]) == [2700]


def test_rounding_is_half_away_from_zero(book, acme, today):
    made = add(book, acme, date(2026, 1, 1), interval=Interval.YEAR, amount=-6)
    assert only(book, today, made).mrr == -1


def test_what_a_verb_would_do(book, acme, today):
    made = add(book, acme, date(2026, 1, 1), date(2027, 1, 1), amount=1000)
    end = date(2026, 12, 1)
    given = {"contract_id": made, "on": today, "end_exclusive": end}
    found = book.rehearse(effect, contracts.cancel, acme, [today, end], given)
    assert found.currency == "EUR"
    assert [tuple(step) for step in found.steps] == [(today, 1000, 1000), (end, 1000, 0)]
    assert book.read(contracts_mrr.of_account, acme, [end]) == [1000], "a rehearsal leaves the book alone"
    given = {"account_id": acme, "start": end, "amount": 500, "currency": "USD"}
    found = book.rehearse(effect, contracts.add, acme, [today, end], given)
    assert found.steps == [(today, 1000, 1000), (end, 1000, None)]
