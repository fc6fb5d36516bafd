"""Contracts as they are shown: the state in words, what is in force, and what is due when."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import contracts_mrr
from csdesk.book.contacts import in_sight
from csdesk.book.contracts_terms import last_day, notice_by, price_on
from csdesk.book.policy import portfolio
from csdesk.i18n import mark
from csdesk.metrics import Portfolio
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.succession import first_successor, renewing
from csdesk.model import (
    Account,
    Choice,
    Contract,
    ContractKind,
    ContractPause,
    ContractStep,
    Discount,
    Partner,
    Product,
)

SOON = 90  # days before its end from which a contract is said to end or renew


class State(Choice):
    """How a contract stands on a day."""

    UPCOMING = "upcoming", mark("Starts later")
    TRIAL = "trial", mark("Trial")
    FREE = "free", mark("Free")
    PAUSED = "paused", mark("Paused")
    RUNNING = "running", mark("Running")
    RENEWING = "renewing", mark("Renews")
    ENDING = "ending", mark("Ends soon")
    CANCELLED = "cancelled", mark("Cancelled")
    RENEWED = "renewed", mark("Renewed")
    ENDED = "ended", mark("Ended")


_WORDS = {
    State.UPCOMING: (mark("Starts in {days} days"), mark("Starts tomorrow")),
    State.RENEWING: (mark("Renews in {days} days"), mark("Renews tomorrow")),
    State.ENDING: (mark("Ends in {days} days"), mark("Ends tomorrow")),
    State.CANCELLED: (mark("Cancelled, ends in {days} days"), mark("Cancelled, ends tomorrow")),
    State.TRIAL: (mark("Trial, ends in {days} days"), mark("Trial, ends tomorrow")),
}


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract with what holds today. ``days`` until it starts or ends (None: no end, or long over).

    ``renewal`` is the first day after a paid term that is still to be renewed: neither cancelled nor renewed.
    ``mrr`` is in minor units of the contract's currency, under the book's policy; 0 when not in force.
    """

    contract: Contract
    account: str
    product: str | None
    partner: str | None
    state: State
    days: int | None
    last_day: date | None
    notice_by: date | None
    amount: int
    quantity: int
    seats: int | None
    steps: list[ContractStep]
    pauses: list[ContractPause]
    discounts: list[Discount]
    renewed_by: int | None
    renewal: date | None
    mrr: int


def lines(
    session: Session, today: date, *, account_id: int | None = None, partner_id: int | None = None
) -> list[ContractLine]:
    """Return the contracts of an account, a partner or the book: those in force first, then the latest."""
    query = sa.select(Contract).where(Contract.deleted_on.is_(None))
    if account_id is not None:
        query = query.where(Contract.account_id == account_id)
    if partner_id is not None:
        query = query.where(Contract.partner_id == partner_id)
    if account_id is None:
        query = query.where(in_sight(Contract)[0])
    found = session.scalars(query).all()
    ids = [contract.id for contract in found]
    steps, pauses, discounts = (
        _parts(session, part, ids) for part in (ContractStep, ContractPause, Discount)
    )
    names = {entity: _names(session, entity, found) for entity in (Account, Product, Partner)}
    mine_only = {contract.account_id for contract in found} if partner_id is not None else account_id
    held = portfolio(session, only=mine_only)
    followed, revenue = _followers(held), contracts_mrr.of_each(held, today)
    terms = renewing(held.facts.contracts, today.toordinal(), held.policy.renewal_grace_days)
    to_renew = set(held.facts.contracts.id[terms].tolist())
    made = []
    for contract in found:
        mine = sorted(steps[contract.id], key=lambda step: step.since)
        paused = sorted(pauses[contract.id], key=lambda pause: pause.since)
        price = price_on(contract, mine, today)
        state, days = _state(contract, paused, today, renewed=contract.id in followed)
        made.append(
            ContractLine(
                contract=contract,
                account=names[Account][contract.account_id],
                product=names[Product].get(contract.product_id),
                partner=names[Partner].get(contract.partner_id),
                state=state,
                days=days,
                last_day=last_day(contract),
                notice_by=notice_by(contract),
                amount=price.amount,
                quantity=price.quantity,
                seats=price.seats,
                steps=mine,
                pauses=paused,
                discounts=sorted(discounts[contract.id], key=lambda each: (each.since or date.min, each.id)),
                renewed_by=followed.get(contract.id),
                renewal=contract.end_exclusive if contract.id in to_renew else None,
                mrr=revenue.get(contract.id, 0),
            )
        )
    return sorted(made, key=_order)


def next_renewal(found: Sequence[ContractLine]) -> ContractLine | None:
    """Return the contract that is to be renewed next, None where nothing is."""
    waiting = [line for line in found if line.renewal is not None]
    return min(waiting, key=lambda line: line.renewal or date.max, default=None)


def mrr_by_currency(found: Sequence[ContractLine]) -> dict[str, int]:
    """Return what contracts bring a month, by their currencies; minor units."""
    sums: dict[str, int] = {}
    for line in found:
        if line.mrr:
            sums[line.contract.currency] = sums.get(line.contract.currency, 0) + line.mrr
    return sums


def words(line: ContractLine) -> tuple[str, dict[str, Any]]:
    """Return the state of a contract in words, marked for translation, with what fills their gaps."""
    state, days = line.state, line.days
    if state is State.PAUSED and (until := _paused_until(line)) is not None:
        return mark("Paused until {day}"), {"day": until}
    if state not in _WORDS or days is None:
        return state.label, {}
    several, one = _WORDS[state]
    return (one, {}) if days == 1 else (several, {"days": days})


def _state(
    contract: Contract, pauses: Sequence[ContractPause], today: date, *, renewed: bool
) -> tuple[State, int | None]:
    end = contract.end_exclusive
    if end is not None and (end <= today or end == contract.start):
        return (State.RENEWED if renewed else State.ENDED), None
    if contract.start > today:
        return State.UPCOMING, (contract.start - today).days
    left = None if end is None else (end - today).days
    if contract.cancelled_on is not None and contract.cancelled_on <= today:
        return State.CANCELLED, left
    if contract.kind is not ContractKind.PAID:
        return (State.TRIAL if contract.kind is ContractKind.TRIAL else State.FREE), left
    if any(held.since <= today and (held.until is None or today < held.until) for held in pauses):
        return State.PAUSED, left
    if left is None or left > SOON:
        return State.RUNNING, left
    return (State.RENEWING if renewed or contract.auto_renews else State.ENDING), left


def _paused_until(line: ContractLine) -> date | None:
    return line.pauses[-1].until if line.pauses else None


def _parts(session: Session, part: type[Any], ids: Sequence[int]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for at in range(0, len(ids), 500):
        for each in session.scalars(sa.select(part).where(part.contract_id.in_(ids[at : at + 500]))):
            found[each.contract_id].append(each)
    return found


def _names(session: Session, entity: type[Any], found: Sequence[Contract]) -> dict[Any, str]:
    key = f"{entity.__tablename__}_id"
    ids = sorted({getattr(contract, key) for contract in found} - {None})
    names: dict[Any, str] = {}
    for at in range(0, len(ids), 500):
        query = sa.select(entity.id, entity.name).where(entity.id.in_(ids[at : at + 500]))
        names.update((row[0], row[1]) for row in session.execute(query))
    return names


def _followers(held: Portfolio) -> dict[int, int]:
    """Return which contract renews which, by id; one that is no paid term only where a contract names it."""
    contracts = held.facts.contracts
    ended = np.flatnonzero(contracts.end < NO_END)
    later = first_successor(contracts, ended, held.policy.renewal_grace_days)
    found = (later >= 0) & (contracts.renewable[ended] | (contracts.renews[later] == ended))
    pairs = zip(contracts.id[ended[found]].tolist(), contracts.id[later[found]].tolist(), strict=True)
    return dict(pairs)


def _order(line: ContractLine) -> tuple[Any, ...]:
    place = {State.ENDED: 2, State.RENEWED: 2, State.UPCOMING: 0}.get(line.state, 1)
    return (place, line.account.casefold(), -line.contract.start.toordinal(), -line.contract.id)
