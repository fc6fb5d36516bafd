"""What single contracts bring a month: the metrics' own arithmetic, contract by contract."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from csdesk.book import rows
from csdesk.book.policy import portfolio
from csdesk.metrics.columns import Bools, Ints
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


@dataclass(frozen=True)
class Through:
    """What accounts pay through partners at the end of days, by pair of a partner and an account.

    ``fine`` (pairs × days) is in ``FINE`` parts of the book's minor unit, so that sums are rounded once;
    ``unknown`` marks money without a rate. An account whose whole sum is below 0 counts as nothing.
    """

    partner: Ints
    account_id: Ints
    fine: Ints
    unknown: Bools

    def by_partner(self) -> dict[int, list[int | None]]:
        """Return the MRR through each partner at the end of each day, in minor units; None: no rate."""
        return self._rounded(self.partner)

    def by_pair(self) -> dict[tuple[int, int], int | None]:
        """Return by partner and account what is paid at the end of the first day; None: no rate."""
        found = self._rounded(np.arange(len(self.partner)))
        pairs = zip(self.partner.tolist(), self.account_id.tolist(), strict=True)
        return {pair: found[at][0] for at, pair in enumerate(pairs)}

    def _rounded(self, owner: Ints) -> dict[int, list[int | None]]:
        owners, code = np.unique(owner, return_inverse=True)
        sums = np.zeros((len(owners), self.fine.shape[1]), np.int64)
        holes = np.zeros(sums.shape, np.bool_)
        np.add.at(sums, code, self.fine)
        np.logical_or.at(holes, code, self.unknown)
        found: dict[int, list[int | None]] = {
            each: list(_minor(line)) for each, line in zip(owners.tolist(), sums, strict=True)
        }
        for row, column in zip(*(axis.tolist() for axis in np.nonzero(holes)), strict=True):
            found[int(owners[row])][column] = None
        return found


def through(session: Session, days: Sequence[date], *, only: Collection[int] | None = None) -> Through:
    """Return what is paid through partners at the end of each of ``days``; ``only`` by these accounts."""
    held = portfolio(session, by="partner", only=only)
    view = held.view(days, "partner")
    shots, columns = view.shots, view.columns(days)
    in_order = rows.raw(session).execute("SELECT id FROM partner ORDER BY name, id")  # as facts.partners
    partners = np.array([*(row[0] for row in in_order), -1], np.int64)
    group = np.zeros(len(shots.account), np.int64) if shots.group is None else shots.group
    mine = partners[group] >= 0
    unknown = np.zeros(shots.mrr.shape, np.bool_) if shots.unknown is None else shots.unknown
    return Through(
        partners[group][mine],
        held.facts.account_ids[shots.account[mine]],
        shots.mrr[mine][:, columns],
        unknown[mine][:, columns],
    )


def by_partner(
    session: Session, days: Sequence[date], *, only: Collection[int] | None = None
) -> dict[int, list[int | None]]:
    """Return the MRR of the contracts through each partner at the end of each day.

    In minor units of the book's currency, as ``csdesk metrics --by partner`` has it; None without a rate.
    ``only`` looks at these accounts.
    """
    return through(session, days, only=only).by_partner()


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
