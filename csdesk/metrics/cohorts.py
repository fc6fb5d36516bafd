"""Cohort tables: of those who became customers in a month, how many and how much is left by age."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.calendar import (
    add_months,
    is_month_end,
    month_end,
    month_index,
    month_of,
    period_end,
    period_start,
)
from csdesk.metrics.columns import Bools, Ints
from csdesk.metrics.groups import OF_ACCOUNT, account_groups, group_names
from csdesk.metrics.rates import converted
from csdesk.metrics.snapshots import Portfolio, View

SMALL = 5  # cohorts below this size are shown greyed


@dataclass(frozen=True)
class Cohort:
    """One row: the accounts whose first paid snapshot lies in the month (or quarter) ``first``.

    ``logo`` and ``mrr`` are fractions by age, None in the future; ``partial`` marks a last cell whose month
    is not over; ``accounts`` the positions of the accounts, ``base`` their first MRR in ``FINE`` parts.
    """

    group: str | None
    first: date
    size: int
    base: int
    logo: tuple[float | None, ...]
    mrr: tuple[float | None, ...]
    partial: bool
    accounts: Ints

    @property
    def small(self) -> bool:
        return self.size < SMALL


def cohorts(
    portfolio: Portfolio, as_of: date, by: str | None = None, every: str | None = None
) -> list[Cohort]:
    """Return the cohort tables up to ``as_of``, oldest cohort first; ``every`` month or quarter, else policy.

    Formula:   logo: accounts paying at the age / accounts of the cohort; mrr: MRR at the age / MRR at the
               first paid snapshot, both at the exchange rates of the age
    Units:     fractions by age in months (quarters by policy); who returned counts again
    Undefined: None for ages still to come, and for MRR where a rate is missing
    Source:    metrics.md 2.2 (ChartMogul)
    """
    if by is not None and by not in OF_ACCOUNT:
        raise Refused(mark("Cohorts go by {choices}, not “{text}”."), choices=", ".join(OF_ACCOUNT), text=by)
    facts, step = portfolio.facts, 3 if (every or portfolio.policy.cohort_by) == "quarter" else 1
    if facts.first_day is None or facts.first_day > as_of:
        return []
    ends = _ends(facts.first_day, as_of, step)
    view = portfolio.view([*ends, as_of])
    first = _first_column(view, as_of)
    member = np.flatnonzero(first >= 0)
    columns = view.columns(ends)
    cells = _Cells(view, member, first[member], columns)
    row = np.searchsorted(
        [month_of(end) for end in ends], month_index(view.shots.days[first[member]]), "left"
    )
    group = _groups(portfolio, member, view.shots.days[first[member]], by)
    partial = not is_month_end(as_of) or (step == 3 and as_of.month % 3 != 0)
    names = group_names(facts, by) if by else ("",)
    found = []
    for code in range(len(names)):
        for index, end in enumerate(ends):
            mine = np.flatnonzero((row == index) & (group == code))
            if len(mine):
                begin = period_start(end, "quarter" if step == 3 else "month")
                found.append(cells.cohort(names[code] if by else None, begin, mine, index, partial))
    return found


class _Cells:
    """The matrices a cohort's cells are summed from: members × ends."""

    def __init__(self, view: View, member: Ints, first: Ints, columns: Ints) -> None:
        shots = view.shots
        self.member = member
        self.present: Bools = view.account_present[member][:, columns]
        self.now = shots.mrr[member][:, columns]
        self.width = len(columns)
        position = np.full(shots.accounts, -1, np.int64)
        position[member] = np.arange(len(member))
        pairs = np.flatnonzero(position[shots.pair_unit] >= 0)
        owner = position[shots.pair_unit[pairs]]
        begun = shots.local[pairs, first[owner]]
        factor = shots.rates.factor[shots.pair_currency[pairs]][:, columns]
        base = np.zeros((len(member), self.width), np.int64)
        np.add.at(base, owner, converted(begun[:, None].repeat(self.width, axis=1), factor))
        self.base = base
        missing = np.zeros((len(member), self.width), np.bool_)
        holes = np.isnan(factor) & ((shots.local[pairs][:, columns] != 0) | (begun != 0)[:, None])
        np.logical_or.at(missing, owner, holes)
        self.missing = missing

    def cohort(self, group: str | None, first: date, mine: Ints, begin: int, partial: bool) -> Cohort:  # noqa: FBT001  a cell, not a switch
        size = len(mine)
        ages = self.width - begin
        logo, money = [], []
        for column in range(begin, self.width):
            base = int(self.base[mine, column].sum())
            logo.append(int(self.present[mine, column].sum()) / size)
            unknown = base == 0 or bool(self.missing[mine, column].any())
            money.append(None if unknown else int(self.now[mine, column].sum()) / base)
        blank = [None] * (self.width - ages)
        start = int(self.base[mine, begin].sum())
        return Cohort(
            group, first, size, start, (*logo, *blank), (*money, *blank), partial, self.member[mine]
        )


def _ends(first: date, as_of: date, step: int) -> list[date]:
    """Return the ends of months or quarters from ``first`` on; the last is ``as_of`` itself."""
    every = "quarter" if step == 3 else "month"
    ends, end = [], period_end(first, every)
    while end < as_of:
        ends.append(end)
        end = month_end(add_months(end, step))
    return [*ends, as_of]


def _first_column(view: View, as_of: date) -> Ints:
    """Return the column of each account's first paid snapshot, ``as_of`` counting as one; −1: none."""
    known = view.first_paid <= as_of.toordinal()
    first = np.where(known, np.searchsorted(view.shots.days, view.first_paid), -1)
    last = int(view.columns([as_of])[0])
    return np.where((first < 0) & view.account_present[:, last], last, first)


def _groups(portfolio: Portfolio, member: Ints, days: Ints, by: str | None) -> Ints:
    if by is None:
        return np.zeros(len(member), np.int64)
    group_names(portfolio.facts, by)
    unique, position = np.unique(days, return_inverse=True)
    return account_groups(portfolio.facts.groupings[by], unique)[member, position]
