"""What single contracts bring a month: the metrics' own arithmetic on the few that a page needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import desk
from csdesk.metrics.calendar import NO_END, month_of
from csdesk.metrics.columns import (
    INTERVAL,
    KINDS,
    Contracts,
    Discounts,
    Facts,
    Rates,
    Spans,
    Steps,
)
from csdesk.metrics.pieces import Pieces, pieces
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.rates import rate_table
from csdesk.metrics.result import FINE
from csdesk.metrics.snapshots import snapshots
from csdesk.model import Contract, ContractPause, ContractStep, Discount, Rate, decimals

_CHUNK = 500


def on(session: Session, contracts: Sequence[Contract], days: Sequence[date]) -> dict[int, list[int]]:
    """Return the MRR of each contract on each day, in minor units of the contract's own currency."""
    if not contracts:
        return {}
    _, priced = _priced(session, contracts)
    found = _at(priced, len(contracts), days)
    return {each.id: _minor(found[at]) for at, each in enumerate(contracts)}


def in_book(session: Session, contracts: Sequence[Contract], day: date) -> dict[int, int | None]:
    """Return the MRR of each contract in minor units of the book's currency; None without a rate."""
    if not contracts:
        return {}
    facts, priced = _priced(session, contracts)
    mrr = _at(priced, len(contracts), [day])[:, 0]
    factor = rate_table(facts, [day.toordinal()]).factor[:, 0][facts.contracts.currency]
    known = ~np.isnan(factor) | (mrr == 0)
    money = _minor(np.rint(mrr * np.where(np.isnan(factor), 0.0, factor)).astype(np.int64))
    return {each.id: money[at] if known[at] else None for at, each in enumerate(contracts)}


def of_account(session: Session, account_id: int, days: Sequence[date]) -> list[int | None]:
    """Return the MRR of an account at the end of each day, as every metric counts it.

    In minor units of the book's currency; never below 0; None where an exchange rate is missing.
    """
    query = sa.select(Contract).where(Contract.account_id == account_id, Contract.deleted_on.is_(None))
    contracts = session.scalars(query).all()
    if not contracts:
        return [0 for _ in days]
    facts, priced = _priced(session, contracts)
    ordinals = sorted({day.toordinal() for day in days})
    seen = snapshots(facts, priced, np.array(ordinals), _policy(session))
    unknown = seen.unknown
    mrr = dict(zip(ordinals, _minor(seen.mrr[0]), strict=True))
    holes = dict(
        zip(ordinals, unknown[0].tolist() if unknown is not None else [False] * len(ordinals), strict=True)
    )
    return [None if holes[day.toordinal()] else mrr[day.toordinal()] for day in days]


def _policy(session: Session) -> MetricPolicy:
    return MetricPolicy.of(desk.settings(session))


def _priced(session: Session, contracts: Sequence[Contract]) -> tuple[Facts, Pieces]:
    facts = _facts(session, contracts)
    return facts, pieces(facts, _policy(session))


def _at(priced: Pieces, count: int, days: Sequence[date]) -> Any:
    every = np.arange(count)
    columns = [priced.at(every, np.full(count, day.toordinal())) for day in days]
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0), np.int64)


def _minor(fine: Any) -> list[int]:
    """Round to minor units, halves away from zero."""
    whole = (2 * np.abs(fine) + FINE) // (2 * FINE)
    rounded: list[int] = np.where(fine < 0, -whole, whole).tolist()
    return rounded


def _facts(session: Session, contracts: Sequence[Contract]) -> Facts:
    place = {each.id: at for at, each in enumerate(contracts)}
    accounts = sorted({each.account_id for each in contracts})
    owner = {account_id: at for at, account_id in enumerate(accounts)}
    book = desk.get(session, "currency")
    currencies = (book, *sorted({each.currency for each in contracts} - {book}))
    code = {currency: at for at, currency in enumerate(currencies)}
    rates = session.execute(
        sa.select(Rate.month, Rate.currency, Rate.rate).where(Rate.currency.in_(currencies[1:]))
    ).all()
    steps, pauses, discounts = (
        _parts(session, part, place) for part in (ContractStep, ContractPause, Discount)
    )
    return Facts(
        account_ids=np.array(accounts, np.int64),
        contracts=Contracts(
            id=_ints(contracts, lambda each: each.id),
            account=_ints(contracts, lambda each: owner[each.account_id]),
            currency=_ints(contracts, lambda each: code[each.currency]),
            kind=_ints(contracts, lambda each: KINDS[each.kind.value]),
            interval=_ints(contracts, lambda each: INTERVAL[each.interval.value]),
            start=_ints(contracts, lambda each: each.start.toordinal()),
            end=_ints(contracts, lambda each: _day(each.end_exclusive, NO_END)),
            amount=_ints(contracts, lambda each: each.amount),
            quantity=_ints(contracts, lambda each: each.quantity),
            product=_ints(contracts, lambda each: each.product_id or -1),
            partner=_ints(contracts, lambda each: each.partner_id or -1),
            renews=_ints(contracts, lambda each: place.get(each.renews_id, -1)),
            cancelled=_ints(contracts, lambda each: _day(each.cancelled_on, NO_END)),
            signed=_ints(contracts, lambda each: (each.signed_on or each.start).toordinal()),
            seats=_ints(contracts, lambda each: -1 if each.seats is None else each.seats),
            auto_renews=np.array([each.auto_renews for each in contracts], np.bool_),
            past_due=np.array([each.past_due for each in contracts], np.bool_),
        ),
        currencies=currencies,
        decimals=tuple(decimals(currency) for currency in currencies),
        steps=Steps(
            _ints(steps, lambda each: place[each.contract_id]),
            _ints(steps, lambda each: each.since.toordinal()),
            _ints(steps, lambda each: each.amount),
            _ints(steps, lambda each: each.quantity),
        ),
        pauses=Spans(
            _ints(pauses, lambda each: place[each.contract_id]),
            _ints(pauses, lambda each: each.since.toordinal()),
            _ints(pauses, lambda each: _day(each.until, NO_END)),
        ),
        discounts=Discounts(
            _ints(discounts, lambda each: place[each.contract_id]),
            _ints(discounts, lambda each: each.percent or 0),
            _ints(discounts, lambda each: each.amount or 0),
            _ints(discounts, lambda each: _day(each.since, 0)),
            _ints(discounts, lambda each: _day(each.until, NO_END)),
        ),
        rates=Rates(
            _ints(rates, lambda each: month_of(each.month)),
            _ints(rates, lambda each: code[each.currency]),
            np.array([each.rate for each in rates], np.float64),
        ),
    )


def _ints(records: Sequence[Any], value: Any) -> Any:
    return np.array([value(each) for each in records], np.int64)


def _day(day: date | None, absent: int) -> int:
    return absent if day is None else day.toordinal()


def _parts(session: Session, part: type[Any], place: dict[int, int]) -> list[Any]:
    ids = list(place)
    found: list[Any] = []
    for at in range(0, len(ids), _CHUNK):
        found += session.scalars(sa.select(part).where(part.contract_id.in_(ids[at : at + _CHUNK])))
    return found
