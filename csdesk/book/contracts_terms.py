"""The terms of a contract: what holds on a day, how long it is, and what must be true of it as a whole."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from csdesk.book import values as typed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Contract, ContractPause, ContractStep, Discount, Interval


class Price(NamedTuple):
    """What a contract costs from some day on, and for how many seats."""

    amount: int
    quantity: int
    seats: int | None


def steps_of(session: Session, contract: Contract) -> list[ContractStep]:
    """Return the later prices of a contract, in order."""
    query = sa.select(ContractStep).where(ContractStep.contract_id == contract.id)
    return list(session.scalars(query.order_by(ContractStep.since)))


def pauses_of(session: Session, contract: Contract) -> list[ContractPause]:
    """Return the pauses of a contract, in order."""
    query = sa.select(ContractPause).where(ContractPause.contract_id == contract.id)
    return list(session.scalars(query.order_by(ContractPause.since, ContractPause.id)))


def discounts_of(session: Session, contract: Contract) -> list[Discount]:
    """Return the discounts of a contract, in order."""
    query = sa.select(Discount).where(Discount.contract_id == contract.id)
    return sorted(session.scalars(query), key=lambda each: (each.since or date.min, each.id))


def price_on(contract: Contract, steps: Sequence[ContractStep], day: date) -> Price:
    """Return the price in force on ``day``; before the start it is the first one."""
    price = Price(contract.amount, contract.quantity, contract.seats)
    for step in sorted(steps, key=lambda each: each.since):
        if step.since <= day:
            price = Price(step.amount, step.quantity, price.seats if step.seats is None else step.seats)
    return price


def same_length(start: date, end_exclusive: date, new_start: date) -> date:
    """Return the end that makes a term from ``new_start`` as long as the old one, in months where it was."""
    apart = relativedelta(end_exclusive, start)
    months = apart.years * 12 + apart.months
    if months and start + relativedelta(months=months) == end_exclusive:
        end: date = new_start + relativedelta(months=months)
        return end
    return new_start + (end_exclusive - start)


def fit_into(session: Session, contract: Contract, end: date) -> None:
    """Drop the steps, pauses and discounts that a new end leaves outside, and cut those it crosses."""
    for step in steps_of(session, contract):
        if step.since >= end:
            session.delete(step)
    for held in pauses_of(session, contract):
        if held.since >= end:
            session.delete(held)
        elif held.until is not None and held.until > end:
            held.until = end
    for each in discounts_of(session, contract):
        if each.since is not None and each.since >= end:
            session.delete(each)
    session.flush()


def verify(session: Session, contract: Contract) -> None:
    """Refuse a contract that cannot be, together with its steps, pauses and discounts."""
    with session.no_autoflush:
        _verify_term(session, contract)
    session.flush()
    _verify_steps(session, contract)
    _verify_pauses(session, contract)
    _verify_discounts(session, contract)


def _verify_term(session: Session, contract: Contract) -> None:
    end = contract.end_exclusive
    if end is not None and end < contract.start:
        raise Refused(mark("A contract cannot end before it starts."), field="end_exclusive")
    if contract.interval is Interval.TERM and end is None:
        raise Refused(mark("A price for the whole term needs an end."), field="end_exclusive")
    _verify_price(contract.amount, contract.quantity)
    seen = {contract.id}
    above = session.get(Contract, contract.renews_id) if contract.renews_id else None
    if above is not None and above.account_id != contract.account_id:
        raise Refused(mark("A contract renews one of the same account."), field="renews_id")
    while above is not None:
        if above.id in seen:
            raise Refused(mark("A contract cannot renew itself."), field="renews_id")
        seen.add(above.id)
        above = session.get(Contract, above.renews_id) if above.renews_id else None


def _verify_price(amount: int, quantity: int) -> None:
    if quantity < 1:
        raise Refused(mark("The quantity is at least one."), field="quantity")
    if abs(amount) * quantity > typed.LARGEST:
        raise Refused(mark("The amount is too large."), field="amount")


def _verify_steps(session: Session, contract: Contract) -> None:
    end = contract.end_exclusive or date.max
    for step in steps_of(session, contract):
        _verify_price(step.amount, step.quantity)
        if not contract.start < step.since < end:
            raise Refused(
                mark("The change of price on {day} lies outside the term of the contract."),
                day=step.since.isoformat(),
                field="since",
            )


def _verify_pauses(session: Session, contract: Contract) -> None:
    end = contract.end_exclusive or date.max
    before: ContractPause | None = None
    for held in pauses_of(session, contract):
        if held.until is not None and held.until <= held.since:
            raise Refused(mark("A pause ends after it begins."), field="until")
        if not contract.start <= held.since < end or (held.until or contract.start) > end:
            raise Refused(
                mark("The pause from {day} lies outside the term of the contract."),
                day=held.since.isoformat(),
                field="since",
            )
        if before is not None and (before.until is None or held.since < before.until):
            raise Refused(
                mark("The contract is already paused from {day}."),
                day=before.since.isoformat(),
                field="since",
            )
        before = held


def _verify_discounts(session: Session, contract: Contract) -> None:
    end = contract.end_exclusive or date.max
    for each in discounts_of(session, contract):
        if each.since is not None and each.until is not None and each.until <= each.since:
            raise Refused(mark("A discount ends after it begins."), field="until")
        outside = (each.since is not None and each.since >= end) or (
            each.until is not None and each.until <= contract.start
        )
        if outside and end > contract.start:
            raise Refused(mark("The discount lies outside the term of the contract."), field="since")


def last_day(contract: Contract) -> date | None:
    """Return the last day covered, as it is shown; None for an open end."""
    return None if contract.end_exclusive is None else contract.end_exclusive - timedelta(days=1)


def notice_by(contract: Contract) -> date | None:
    """Return the last day on which notice can be given; None without an end or a notice period."""
    if contract.end_exclusive is None or contract.notice_days is None:
        return None
    return contract.end_exclusive - timedelta(days=contract.notice_days)
