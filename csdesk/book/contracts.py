"""Contracts by their verbs: add, renew, change price or seats, pause, resume, cancel, discount, correct."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import deleted, desk
from csdesk.book import values as typed
from csdesk.book.contracts_terms import (
    Price,
    discounts_of,
    fit_into,
    pauses_of,
    price_on,
    same_length,
    steps_of,
    verify,
)
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Churn, Contract, ContractKind, ContractPause, ContractStep, Discount

_KEPT = (
    "product_id",
    "partner_id",
    "name",
    "interval",
    "currency",
    "billing_cycle",
    "auto_renews",
    "notice_days",
)


def add(session: Session, *, account_id: int, **values: Any) -> int:
    """Write a contract and return its id; without a currency it is the account's, else the book's."""
    account = _account(session, account_id)
    if not values.get("currency"):
        values["currency"] = account.currency or desk.get(session, "currency")
    contract: Contract = typed.new(session, Contract, {"account_id": account_id, **values}, flush=False)
    verify(session, contract)
    name_deed(session, mark("Add a contract of {name}"), name=account.name)
    return contract.id


def renew(
    session: Session,
    contract_id: int,
    *,
    start: date | None = None,
    end_exclusive: date | None = None,
    open_ended: bool = False,
    **values: Any,
) -> int:
    """Write the contract that follows, and return its id.

    It starts where the old one ends, is as long, and costs what was last in force, unless said otherwise.
    Discounts for good go along while the amount is not named anew.
    """
    old = _contract(session, contract_id)
    if old.end_exclusive is None:
        raise Refused(
            mark("This contract has no end, so there is nothing to renew. Change its price instead.")
        )
    query = sa.select(Contract.id).where(Contract.renews_id == old.id, Contract.deleted_on.is_(None))
    if session.scalar(query.limit(1)) is not None:
        raise Refused(mark("This contract is renewed already."))
    first = typed.day(start, "start", typed.label(Contract, "start")) if start else old.end_exclusive
    if first <= old.start:
        raise Refused(mark("A renewal starts after the contract it renews."), field="start")
    if end_exclusive is None and not open_ended:
        end_exclusive = same_length(old.start, old.end_exclusive, first)
    last = price_on(old, steps_of(session, old), old.end_exclusive - timedelta(days=1))
    given = {
        **{name: getattr(old, name) for name in _KEPT},
        **{f"{typed.OWN}{name}": value for name, value in (old.own or {}).items()},
        "account_id": old.account_id,
        "kind": ContractKind.PAID,
        "amount": last.amount,
        "quantity": last.quantity,
        "seats": last.seats,
        **values,
        "start": first,
        "end_exclusive": end_exclusive,
        "renews_id": old.id,
    }
    contract: Contract = typed.new(session, Contract, given, flush=False)
    verify(session, contract)
    if "amount" not in values:
        for each in discounts_of(session, old):
            if each.until is None:
                session.add(Discount(contract_id=contract.id, percent=each.percent, amount=each.amount))
    session.flush()
    name_deed(session, mark("Renew a contract of {name}"), name=_name(session, old))
    return contract.id


def change_price(
    session: Session,
    contract_id: int,
    *,
    since: date,
    amount: int | None = None,
    quantity: int | None = None,
    seats: int | None = None,
) -> None:
    """Change amount, quantity or seats from a day on; what is not named stays as it is then."""
    contract = _contract(session, contract_id)
    steps = steps_of(session, contract)
    since = typed.day(since, "since", typed.label(ContractStep, "since"))
    if since < contract.start:
        raise Refused(
            mark("The contract starts on {day}. Correct it, or choose a later day."),
            day=contract.start.isoformat(),
            field="since",
        )
    now = price_on(contract, steps, since)
    wanted = Price(
        now.amount if amount is None else typed.checked(session, ContractStep, "amount", amount),
        now.quantity if quantity is None else typed.checked(session, ContractStep, "quantity", quantity),
        now.seats if seats is None else typed.checked(session, ContractStep, "seats", seats),
    )
    if wanted == now:
        raise Refused(mark("That is the price already, so nothing would change."), field="amount")
    same_day = next((step for step in steps if step.since == since), None)
    if since == contract.start:
        contract.amount, contract.quantity, contract.seats = wanted
    elif same_day is not None:
        same_day.amount, same_day.quantity, same_day.seats = wanted
    else:
        # seats are written only where they change, so that an earlier correction still carries through
        step_seats = wanted.seats if wanted.seats != now.seats else None
        session.add(
            ContractStep(
                contract_id=contract.id,
                since=since,
                amount=wanted.amount,
                quantity=wanted.quantity,
                seats=step_seats,
            )
        )
    verify(session, contract)
    name_deed(session, mark("Change the price of {name}"), name=_name(session, contract))


def change_seats(
    session: Session,
    contract_id: int,
    *,
    since: date,
    seats: int,
    amount: int | None = None,
    quantity: int | None = None,
) -> None:
    """Change the seats from a day on, with the price where it changes too."""
    change_price(session, contract_id, since=since, seats=seats, amount=amount, quantity=quantity)
    name_deed(
        session, mark("Change the seats of {name}"), name=_name(session, _contract(session, contract_id))
    )


def pause(session: Session, contract_id: int, *, since: date, until: date | None = None) -> int:
    """Pause a contract from ``since`` until before ``until`` (None: until it is resumed)."""
    contract = _contract(session, contract_id)
    made: ContractPause = typed.new(
        session, ContractPause, {"contract_id": contract.id, "since": since, "until": until}
    )
    verify(session, contract)
    name_deed(session, mark("Pause a contract of {name}"), name=_name(session, contract))
    return made.id


def resume(session: Session, contract_id: int, *, on: date) -> None:
    """End the pause that holds on that day; the contract counts again from then on."""
    contract = _contract(session, contract_id)
    on = typed.day(on, "on", typed.label(ContractPause, "until"))
    for held in pauses_of(session, contract):
        if held.since <= on and (held.until is None or on < held.until):
            if held.since == on:
                session.delete(held)
            else:
                held.until = on
            break
    else:
        raise Refused(mark("The contract is not paused on {day}."), day=on.isoformat(), field="on")
    session.flush()
    verify(session, contract)
    name_deed(session, mark("Resume a contract of {name}"), name=_name(session, contract))


def cancel(
    session: Session,
    contract_id: int,
    *,
    on: date,
    end_exclusive: date | None = None,
    reason: str | None = None,
    feedback: str | None = None,
) -> None:
    """Cancel a contract: said ``on`` that day, it runs until before ``end_exclusive``.

    Without it, to the end of its term, or for an open-ended one until its notice has passed. A reason or
    feedback is kept as a churn record.
    """
    contract = _contract(session, contract_id)
    on = typed.day(on, "on", typed.label(Contract, "cancelled_on"))
    if contract.end_exclusive is not None and contract.end_exclusive <= on:
        raise Refused(
            mark("The contract has ended before {day}, so it cannot be cancelled then."),
            day=on.isoformat(),
            field="on",
        )
    if end_exclusive is None:
        notice = timedelta(days=contract.notice_days or 0)
        end_exclusive = contract.end_exclusive or max(on, contract.start) + notice
    end = typed.day(end_exclusive, "end_exclusive", typed.label(Contract, "end_exclusive"))
    if contract.end_exclusive is not None and end > contract.end_exclusive:
        raise Refused(
            mark("Cancelling cannot make a contract longer. It ends on {day}."),
            day=(contract.end_exclusive - timedelta(days=1)).isoformat(),
            field="end_exclusive",
        )
    if end < contract.start:
        raise Refused(mark("A contract cannot end before it starts."), field="end_exclusive")
    contract.cancelled_on, contract.end_exclusive, contract.auto_renews = on, end, False
    fit_into(session, contract, end)
    verify(session, contract)
    if reason or feedback:
        given = {"account_id": contract.account_id, "day": end, "reason": reason, "feedback": feedback}
        typed.new(session, Churn, given)
    name_deed(session, mark("Cancel a contract of {name}"), name=_name(session, contract))


def discount(
    session: Session,
    contract_id: int,
    *,
    percent: int | None = None,
    amount: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Give a discount: a percentage in hundredths, or an amount per interval; without ``until`` for good."""
    contract = _contract(session, contract_id)
    if (percent is None) == (amount is None):
        raise Refused(mark("A discount is either a percentage or an amount."), field="percent")
    given = {"contract_id": contract.id, "percent": percent, "amount": amount, "since": since, "until": until}
    if percent is not None and not 0 < typed.checked(session, Discount, "percent", percent) <= 10_000:
        raise Refused(mark("A discount lies between 0 and 100 %."), field="percent")
    if amount is not None and typed.checked(session, Discount, "amount", amount) <= 0:
        raise Refused(mark("A discount takes something off, so it is more than zero."), field="amount")
    made: Discount = typed.new(session, Discount, given)
    verify(session, contract)
    name_deed(session, mark("Give a discount to {name}"), name=_name(session, contract))
    return made.id


def correct(session: Session, contract_id: int, **values: Any) -> None:
    """Correct what was written wrongly, as if it had always been so."""
    contract = _contract(session, contract_id)
    typed.put(session, contract, values)
    verify(session, contract)
    name_deed(session, mark("Correct a contract of {name}"), name=_name(session, contract))


def bulk_change(session: Session, ids: Sequence[int], field: str, value: Any) -> int:
    """Give ``field`` of several contracts the same value; return how many changed."""
    contracts = typed.many(session, Contract, ids)
    count = 0
    for contract in contracts:
        if typed.put(session, contract, {field: value}):
            verify(session, contract)
            count += 1
    name_deed(session, mark("Correct {count} contracts"), count=count)
    return count


def remove_step(session: Session, step_id: int) -> None:
    """Take a change of price back, as if it had never been."""
    _take(session, typed.found(session, ContractStep, step_id), mark("Remove a change of price of {name}"))


def remove_pause(session: Session, pause_id: int) -> None:
    """Take a pause back, as if it had never been."""
    _take(session, typed.found(session, ContractPause, pause_id), mark("Remove a pause of {name}"))


def remove_discount(session: Session, discount_id: int) -> None:
    """Take a discount back, as if it had never been."""
    _take(session, typed.found(session, Discount, discount_id), mark("Remove a discount of {name}"))


def remove(session: Session, ids: Iterable[int], *, today: date) -> int:
    """Move contracts to the bin, as if they had never been; return how many."""
    return deleted.move(session, Contract, ids, today=today)


def _take(session: Session, part: ContractStep | ContractPause | Discount, words: str) -> None:
    contract = typed.found(session, Contract, part.contract_id)
    session.delete(part)
    session.flush()
    name_deed(session, words, name=_name(session, contract))


def _contract(session: Session, contract_id: int) -> Contract:
    contract = typed.found(session, Contract, contract_id)
    if contract.deleted_on is not None:
        raise Refused(mark("This contract is in the bin. Bring it back first."))
    return contract


def _account(session: Session, account_id: int) -> Account:
    typed.checked(session, Contract, "account_id", account_id)
    return session.get_one(Account, account_id)


def _name(session: Session, contract: Contract) -> str:
    return session.get_one(Account, contract.account_id).name
