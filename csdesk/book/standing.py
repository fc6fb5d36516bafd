"""Where accounts stand on a day: status, MRR and its last months, next renewal, seats."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from csdesk.book import rows
from csdesk.book.policy import portfolio
from csdesk.metrics import Portfolio, Status, statuses
from csdesk.metrics.calendar import NO_END, month_end, recent_month_ends
from csdesk.metrics.columns import Bools, Ints
from csdesk.metrics.movements import Movement, moves
from csdesk.metrics.result import FINE, half_up
from csdesk.metrics.succession import renewing

POINTS = 12
_NONE, _SEVERAL = -1, -2  # in place of the currency of an account


@dataclass(frozen=True, slots=True)
class AccountGrid:
    """Columns by position of ``ids``: money in minor units, None where an exchange rate is missing.

    ``mrr_sum`` is the MRR of all, summed before it is rounded, as ``csdesk metrics`` has it.
    ``mrr`` and ``series`` are in ``currency`` (that of the account's contracts; several: the book's; no
    contract: None), ``mrr_book`` in the book's. ``renewal`` is the first day after the next term to renew.
    """

    ids: list[int]
    status: list[Status]
    mrr: list[int | None]
    currency: list[str | None]
    mrr_book: list[int | None]
    mrr_sum: int | None
    series: list[list[int | None]]
    renewal: list[date | None]
    seats: list[int | None]
    book_currency: str
    days: list[date]


@dataclass(frozen=True, slots=True)
class MrrEvent:
    """What happened to an account's MRR in the month that ends on ``day``; ``paused``: by a pause."""

    day: date
    movement: str
    change: int
    paused: bool


@dataclass(frozen=True, slots=True)
class AccountMrr:
    """One account's MRR at month ends, oldest first, with what happened; minor units of ``currency``."""

    currency: str
    points: list[tuple[date, int | None]]
    events: list[MrrEvent]
    status: Status


def account_grid(session: Session, as_of: date, months: int = POINTS) -> AccountGrid:
    """Return where every account stands at the end of ``as_of``, with its last ``months`` month ends."""
    held = portfolio(session)
    facts = held.facts
    days = recent_month_ends(as_of, months)
    currency, local = _own_money(held, days)
    book = _book_money(held, days)
    codes = currency.tolist()
    series = [local[at] if code >= 0 else book[at] for at, code in enumerate(codes)]
    return AccountGrid(
        ids=facts.account_ids.tolist(),
        status=statuses(held, as_of),
        mrr=[None if code == _NONE else line[-1] for line, code in zip(series, codes, strict=True)],
        currency=[None if code == _NONE else facts.currencies[max(code, 0)] for code in codes],
        mrr_book=[line[-1] for line in book],
        mrr_sum=_sum(held, as_of),
        series=series,
        renewal=_renewals(held, as_of),
        seats=_seats(session, held, as_of),
        book_currency=facts.currency,
        days=days,
    )


def account_statuses(
    session: Session, as_of: date, *, only: Collection[int] | None = None
) -> dict[int, Status]:
    """Return the status of every account, or of these only, at the end of ``as_of``."""
    held = portfolio(session, only=only)
    return dict(zip(held.facts.account_ids.tolist(), statuses(held, as_of), strict=True))


def account_series(session: Session, as_of: date, months: int = POINTS) -> dict[int, list[int | None]]:
    """Return the MRR of each account at its last month ends, in minor units of the book's currency."""
    held = portfolio(session)
    return dict(
        zip(held.facts.account_ids.tolist(), _book_money(held, recent_month_ends(as_of, months)), strict=True)
    )


def account_mrr(session: Session, account_id: int, as_of: date, months: int = 36) -> AccountMrr:
    """Return one account's MRR over the last months and what moved it, in the book's currency."""
    held = portfolio(session, only=account_id)
    days = recent_month_ends(as_of, months)
    line = _book_money(held, days)
    if not line:
        return AccountMrr(held.facts.currency, [(day, 0) for day in days], [], Status.PROSPECT)
    edges = [month_end(days[0].replace(day=1) - timedelta(days=1)), *days]
    found = moves(held.view(edges), edges[:-1], edges[1:])
    events = [
        MrrEvent(
            day,
            Movement(int(found.kind[0, at])).word,
            half_up(int(found.change[0, at]), FINE),
            found.change[0, at] < 0 and _pausing(held, day),
        )
        for at, day in enumerate(days)
        if found.kind[0, at] != Movement.NONE
    ]
    points = list(zip(days, line[0], strict=True))
    return AccountMrr(held.facts.currency, points, events, statuses(held, as_of)[0])


def tracker_mrr(session: Session, today: date) -> dict[int, tuple[int | None, str | None]]:
    """Return each account's sum as it is, below 0 too, in the currency of its contracts.

    Several currencies: the book's, None without a rate. No paid contract: no amount, no currency.
    """
    held = portfolio(session)
    facts = held.facts
    shots = held.view([today]).shots
    column = int(shots.column[today.toordinal()])
    code, local = _own_money(held, [today], floor=False)
    sums = shots.raw[:, column].tolist()
    unknown = np.zeros(facts.accounts, np.bool_) if shots.unknown is None else shots.unknown[:, column]
    found: dict[int, tuple[int | None, str | None]] = {}
    for at, record in enumerate(facts.account_ids.tolist()):
        if code[at] == _NONE:
            found[record] = (None, None)
        elif code[at] >= 0:
            found[record] = (local[at][0], facts.currencies[int(code[at])])
        else:
            found[record] = (None if unknown[at] else half_up(sums[at], FINE), facts.currency)
    return found


def _own_money(
    held: Portfolio, days: list[date], *, floor: bool = True
) -> tuple[Ints, list[list[int | None]]]:
    """Return the one currency of each account's paid contracts (or that there is none), and MRR in it."""
    facts = held.facts
    contracts = facts.contracts
    owner, currency = contracts.account[contracts.paid], contracts.currency[contracts.paid]
    low, high = np.full(facts.accounts, len(facts.currencies)), np.full(facts.accounts, -1)
    np.minimum.at(low, owner, currency)
    np.maximum.at(high, owner, currency)
    code = np.where(high < 0, _NONE, np.where(low == high, low, _SEVERAL))
    sums = np.zeros((facts.accounts, len(days)), np.int64)
    priced = held.pieces
    for at, day in enumerate(days):
        covers = (priced.start <= day.toordinal()) & (day.toordinal() < priced.end)
        np.add.at(sums[:, at], contracts.account[priced.contract[covers]], priced.mrr[covers])
    return code, _minor(np.maximum(sums, 0) if floor else sums)


def _book_money(held: Portfolio, days: list[date]) -> list[list[int | None]]:
    view = held.view(days)
    columns = view.columns(days)
    found = _minor(view.shots.mrr[:, columns])
    if view.shots.unknown is not None:
        for row, column in zip(
            *(axis.tolist() for axis in np.nonzero(view.shots.unknown[:, columns])), strict=True
        ):
            found[row][column] = None
    return found


def _sum(held: Portfolio, day: date) -> int | None:
    shots = held.view([day]).shots
    column = shots.column[day.toordinal()]
    if shots.unknown is not None and shots.unknown[:, column].any():
        return None
    return half_up(int(shots.mrr[:, column].sum()), FINE)


def _minor(fine: Ints) -> list[list[int | None]]:
    """Return matrices of ``FINE`` parts as lists of minor units, halves away from zero."""
    whole = (2 * np.abs(fine) + FINE) // (2 * FINE)
    found: list[list[int | None]] = np.where(fine < 0, -whole, whole).tolist()
    return found


def _active_paid(held: Portfolio, as_of: date) -> Bools:
    contracts, today = held.facts.contracts, as_of.toordinal()
    found: Bools = contracts.paid & (contracts.start <= today) & (today < contracts.end)
    return found


def _renewals(held: Portfolio, as_of: date) -> list[date | None]:
    """Return by account the first day after the term that is to be renewed next."""
    contracts = held.facts.contracts
    terms = renewing(contracts, as_of.toordinal(), held.policy.renewal_grace_days)
    next_end = np.full(held.facts.accounts, NO_END, np.int64)
    np.minimum.at(next_end, contracts.account[terms], contracts.end[terms])
    return [None if day == NO_END else date.fromordinal(day) for day in next_end.tolist()]


def _seats(session: Session, held: Portfolio, as_of: date) -> list[int | None]:
    """Return the seats of the paid contracts in force: of the newest step that says some, else at first."""
    contracts = held.facts.contracts
    query = (
        "SELECT contract_id, seats FROM contract_step WHERE seats IS NOT NULL AND since <= :day"
        " ORDER BY contract_id, since"
    )
    later = dict(rows.raw(session).execute(query, {"day": as_of.isoformat()}).fetchall())
    seats = contracts.seats
    if later:
        seats = np.array(
            [
                later.get(each, first)
                for each, first in zip(contracts.id.tolist(), seats.tolist(), strict=True)
            ],
            np.int64,
        )
    known = _active_paid(held, as_of) & (seats >= 0)
    total = np.zeros(held.facts.accounts, np.int64)
    some = np.zeros(held.facts.accounts, np.bool_)
    np.add.at(total, contracts.account[known], seats[known])
    some[contracts.account[known]] = True
    return [count if known else None for count, known in zip(total.tolist(), some.tolist(), strict=True)]


def _pausing(held: Portfolio, day: date) -> bool:
    pauses, at = held.facts.pauses, day.toordinal()
    return bool(((pauses.since <= at) & (at < pauses.until)).any())
