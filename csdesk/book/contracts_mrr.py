"""What single contracts bring a month: the metrics' own arithmetic, contract by contract."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from csdesk.book.policy import portfolio
from csdesk.metrics.columns import Ints
from csdesk.metrics.rates import converted, rate_table
from csdesk.metrics.result import FINE, half_up
from csdesk.metrics.snapshots import Portfolio, snapshots


def of_each(held: Portfolio, day: date) -> dict[int, int]:
    """Return the MRR of each contract at the end of ``day``, in minor units of its own currency."""
    return _by_id(held, _at(held, day))


def in_book(
    session: Session, day: date, *, only: int | Collection[int] | None = None
) -> dict[int, int | None]:
    """Return the MRR of each contract in minor units of the book's currency; None without a rate.

    ``only`` asks for one account, or a few.
    """
    held = portfolio(session, only=only)
    mrr = _at(held, day)
    factor = rate_table(held.facts, [day.toordinal()]).factor[held.facts.contracts.currency, 0]
    found: dict[int, int | None] = {**_by_id(held, converted(mrr, factor))}
    holes = held.facts.contracts.id[np.isnan(factor) & (mrr != 0)]
    return found | dict.fromkeys(holes.tolist(), None)


def by_partner(
    session: Session, days: Sequence[date], *, only: Collection[int] | None = None
) -> dict[int, list[int | None]]:
    """Return the MRR of the contracts through each partner at the end of each day.

    In minor units of the book's currency, each contract rounded by itself; None without a rate. ``only``
    looks at these accounts.
    """
    held = portfolio(session, only=only)
    contracts = held.facts.contracts
    partners, code = np.unique(contracts.partner, return_inverse=True)
    sums = np.zeros((len(partners), len(days)), np.int64)
    holes = np.zeros(sums.shape, np.bool_)
    for at, day in enumerate(days):
        mrr = _at(held, day)
        factor = rate_table(held.facts, [day.toordinal()]).factor[contracts.currency, 0]
        fine = converted(mrr, factor)
        whole = (2 * np.abs(fine) + FINE) // (2 * FINE)
        np.add.at(sums[:, at], code, np.where(fine < 0, -whole, whole))
        np.logical_or.at(holes[:, at], code, np.isnan(factor) & (mrr != 0))
    return {
        partner: [None if hole else units for units, hole in zip(line, gaps, strict=True)]
        for partner, line, gaps in zip(partners.tolist(), sums.tolist(), holes.tolist(), strict=True)
        if partner >= 0
    }


def in_own(session: Session, account_id: int, days: Sequence[date]) -> list[int]:
    """Return the MRR of an account in the one currency of its contracts, in minor units; never below 0."""
    held = portfolio(session, only=account_id)
    return [max(0, half_up(int(_at(held, day).sum()), FINE)) for day in days]


def of_account(session: Session, account_id: int, days: Sequence[date]) -> list[int | None]:
    """Return the MRR of an account at the end of each day, as every metric counts it.

    In minor units of the book's currency; never below 0; None where an exchange rate is missing.
    """
    held = portfolio(session, only=account_id)
    if not len(held.facts.contracts):
        return [0 for _ in days]
    ordinals = sorted({day.toordinal() for day in days})
    seen = snapshots(held.facts, held.pieces, np.array(ordinals), held.policy)
    mrr: dict[int, int | None] = dict(zip(ordinals, _minor(seen.mrr[0]), strict=True))
    if seen.unknown is not None:
        mrr |= {day: None for day, hole in zip(ordinals, seen.unknown[0], strict=True) if hole}
    return [mrr[day.toordinal()] for day in days]


def _at(held: Portfolio, day: date) -> Ints:
    count = len(held.facts.contracts)
    return held.pieces.at(np.arange(count), np.full(count, day.toordinal()))


def _by_id(held: Portfolio, fine: Ints) -> dict[int, int]:
    return dict(zip(held.facts.contracts.id.tolist(), _minor(fine), strict=True))


def _minor(fine: Ints) -> list[int]:
    return [half_up(value, FINE) for value in fine.tolist()]
