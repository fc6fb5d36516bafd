"""How revenue moved between snapshots: new, reactivation, expansion, contraction, churn, exchange rates."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property

import numpy as np

from csdesk.metrics.calendar import Days
from csdesk.metrics.columns import Bools, Ints
from csdesk.metrics.groups import OF_ACCOUNT, account_groups, group_names
from csdesk.metrics.snapshots import Portfolio, View
from csdesk.metrics.uplift import uplifts

_BLOCK = 64  # periods computed at a time, so that daily resolution stays small


class Movement(IntEnum):
    """What happened to one customer between two snapshots."""

    NONE = 0
    NEW = 1
    REACTIVATION = 2
    EXPANSION = 3
    CONTRACTION = 4
    CHURN = 5

    @property
    def word(self) -> str:
        return self.name.lower()


def mrr_movements(
    opening: Ints, closing: Ints, ever: Bools, present: tuple[Bools, Bools] | None = None
) -> Ints:
    """Return the movement of each customer between two snapshots.

    Formula: in this order: 0 → c, never before: new; 0 → c: reactivation; p → 0: churn; c > p: expansion;
             c < p: contraction; otherwise none
    Units:   opening and closing MRR at the same exchange rates; any shape
    Scope:   all contracts of a customer summed; ``present`` says who is a customer where that is not MRR > 0
    Source:  metrics.md 3.1
    """
    before, after = present or (opening > 0, closing > 0)
    change = closing - opening
    kind = np.where(change > 0, Movement.EXPANSION, np.where(change < 0, Movement.CONTRACTION, Movement.NONE))
    kind[before & ~after] = Movement.CHURN
    kind[~before & after & ever] = Movement.REACTIVATION
    kind[~before & after & ~ever] = Movement.NEW
    return kind


@dataclass(frozen=True)
class Moves:
    """Every unit between every opening and closing: matrices of units × periods in ``FINE`` parts.

    ``restated`` is the opening MRR at closing rates; ``home`` the group a movement counts in (the opening
    one of a customer, else the closing one). ``crossed`` marks customers who gained (+1) or lost (−1)
    a product or partner while paying elsewhere.
    """

    account: Ints
    opening: Ints
    restated: Ints
    closing: Ints
    before: Bools
    after: Bools
    kind: Ints
    group_before: Ints
    group_after: Ints
    crossed: Ints | None
    price: Ints | None
    unknown: Bools | None

    @property
    def change(self) -> Ints:
        return self.closing - self.restated

    @cached_property
    def home(self) -> Ints:
        return np.where(self.before, self.group_before, self.group_after)


def moves(
    view: View,
    openings: Sequence[date],
    closings: Sequence[date],
    by: str | None = None,
    *,
    daily: bool = False,
) -> Moves:
    """Return what happened to each unit between each opening and its closing.

    Scope: "ever a customer" is judged at month ends; with ``daily`` on any day before
    """
    shots, portfolio = view.shots, view.portfolio
    start, end = (_span(view.columns(days)) for days in (openings, closings))
    opening, closing = shots.mrr[:, start], shots.mrr[:, end]
    restated = shots.restated(start, end)
    before, after = view.present[:, start], view.present[:, end]
    first = portfolio.first_paid_daily if daily else view.first_paid
    days = np.array([day.toordinal() for day in openings], np.int64)
    ever = first[shots.account][:, None] <= days[None, :]
    kind = mrr_movements(restated, closing, ever, (before, after))
    crossed = None
    if shots.group is not None:
        paid_before = view.account_present[:, start][shots.account]
        paid_after = view.account_present[:, end][shots.account]
        gained, lost = ~before & after & paid_before, before & ~after & paid_after
        kind[gained], kind[lost] = Movement.EXPANSION, Movement.CONTRACTION
        crossed = gained.astype(np.int64) - lost
    group_before, group_after = _groups(view, openings, closings, by)
    price = None
    if portfolio.policy.price_uplift == "own" and shots.group is None:
        raised = uplifts(portfolio.facts, portfolio.pieces, openings, closings)
        price = np.where(kind == Movement.EXPANSION, np.minimum(raised, closing - restated), 0)
    return Moves(
        account=shots.account,
        opening=opening,
        restated=restated,
        closing=closing,
        before=before,
        after=after,
        kind=kind,
        group_before=group_before,
        group_after=group_after,
        crossed=crossed,
        price=price,
        unknown=shots.unknown_between(start, end),
    )


def _span(columns: Ints) -> Ints | slice:
    """Return neighbouring columns as a slice, which copies nothing."""
    neighbours = len(columns) > 1 and bool((np.diff(columns) == 1).all())
    return slice(int(columns[0]), int(columns[-1]) + 1) if neighbours else columns


def _groups(
    view: View, openings: Sequence[date], closings: Sequence[date], by: str | None
) -> tuple[Ints, Ints]:
    shots = view.shots
    if by in OF_ACCOUNT:
        group_names(view.portfolio.facts, by)
        grouping = view.portfolio.facts.groupings[by]
        before, after = (
            account_groups(grouping, np.array([day.toordinal() for day in days]))[shots.account]
            for days in (openings, closings)
        )
        return before, after
    codes = np.zeros(len(shots.account), np.int64) if shots.group is None else shots.group
    same = np.repeat(codes[:, None], len(openings), axis=1)
    return same, same


@dataclass
class Lines:
    """The sums of movements: arrays of groups × periods, money in ``FINE`` parts, losses negative."""

    opening_mrr: Ints
    restated_mrr: Ints
    new_mrr: Ints
    reactivation_mrr: Ints
    expansion_mrr: Ints
    contraction_mrr: Ints
    churn_mrr: Ints
    closing_mrr: Ints
    opening_accounts: Ints
    new_accounts: Ints
    reactivated_accounts: Ints
    churned_accounts: Ints
    closing_accounts: Ints
    fx_mrr: Ints
    transfer_in_mrr: Ints
    transfer_out_mrr: Ints
    transferred_in_accounts: Ints
    transferred_out_accounts: Ints
    price_mrr: Ints
    unknown: Ints  # units whose money has no rate

    def joined(self, other: "Lines") -> "Lines":
        """Return both side by side, ``other`` later."""
        return Lines(
            *(
                np.concatenate([getattr(self, each.name), getattr(other, each.name)], axis=1)
                for each in fields(self)
            )
        )

    def merged(self, first: Ints) -> "Lines":
        """Return the lines with periods summed from each column in ``first`` to the next."""
        last = np.append(first[1:], self.opening_mrr.shape[1]) - 1
        found = {}
        for each in fields(self):
            values = getattr(self, each.name)
            if each.name in {"opening_mrr", "opening_accounts", "restated_mrr"}:
                found[each.name] = values[:, first]
            elif each.name in {"closing_mrr", "closing_accounts"}:
                found[each.name] = values[:, last]
            else:
                found[each.name] = np.add.reduceat(values, first, axis=1)
        return Lines(**found)


def lines(found: Moves, groups: int = 1) -> Lines:
    """Return the sums of movements by group and period.

    Formula: closing = opening + fx + new + reactivation + expansion (+ price) + contraction + churn
             + transfer_in + transfer_out, to the last unit; customers likewise
    Units:   ``FINE`` parts of the book's minor unit, losses negative
    Scope:   a customer who moves between groups: the movement in the group left, then the transfer
    Source:  metrics.md 3.1, rules.md 2
    """
    change, kind = found.change, found.kind
    fx = found.restated - found.opening
    periods = change.shape[1]

    def total(values: Ints | Bools, group: Ints, where: Bools | None = None) -> Ints:
        if groups == 1:
            picked = values if where is None else np.where(where, values, 0)
            whole: Ints = picked.sum(axis=0, dtype=np.int64)[None, :]
            return whole
        rows, columns = np.nonzero(values if where is None else where & (values != 0))
        sums = np.zeros(groups * periods, np.int64)
        np.add.at(sums, group[rows, columns] * periods + columns, values[rows, columns].astype(np.int64))
        return sums.reshape(groups, periods)

    home, old, new = found.home, found.group_before, found.group_after
    is_new, is_back, is_lost = (
        kind == each for each in (Movement.NEW, Movement.REACTIVATION, Movement.CHURN)
    )
    grown = total(change, home, kind == Movement.EXPANSION)
    price = np.zeros_like(grown) if found.price is None else total(found.price, home)
    zero = np.zeros((groups, periods), np.int64)
    moved_in = moved_out = counted_in = counted_out = zero
    if groups > 1:
        moved = found.before & found.after & (old != new)
        moved_in, moved_out = total(found.closing, new, moved), -total(found.closing, old, moved)
        counted_in, counted_out = total(moved, new), total(moved, old)
        if found.crossed is not None:
            counted_in, counted_out = total(found.crossed > 0, home), total(found.crossed < 0, home)
    return Lines(
        opening_mrr=total(found.opening, old),
        restated_mrr=total(found.restated, old),
        new_mrr=total(change, home, is_new),
        reactivation_mrr=total(change, home, is_back),
        expansion_mrr=grown - price,
        contraction_mrr=total(change, home, kind == Movement.CONTRACTION),
        churn_mrr=total(change, home, is_lost),
        closing_mrr=total(found.closing, new),
        opening_accounts=total(found.before, old),
        new_accounts=total(is_new, home),
        reactivated_accounts=total(is_back, home),
        churned_accounts=total(is_lost, home),
        closing_accounts=total(found.after, new),
        fx_mrr=total(fx, old) if found.restated is not found.opening else zero,
        transfer_in_mrr=moved_in,
        transfer_out_mrr=moved_out,
        transferred_in_accounts=counted_in,
        transferred_out_accounts=counted_out,
        price_mrr=price,
        unknown=zero if found.unknown is None else total(found.unknown, home),
    )


def movement_lines(portfolio: Portfolio, edges: Sequence[date], by: str | None = None) -> Lines:
    """Return the lines of the periods between consecutive ``edges``, at the policy's resolution."""
    if portfolio.policy.resolution == "snapshot":
        return step_lines(portfolio, edges, by)
    daily, first = _every_day(edges)
    return step_lines(portfolio, daily, by, daily=True).merged(first)


def step_lines(
    portfolio: Portfolio, edges: Sequence[date], by: str | None = None, *, daily: bool = False
) -> Lines:
    """Return the lines between consecutive ``edges`` as they are, a block at a time."""
    groups = 1 if by is None else len(group_names(portfolio.facts, by))
    found: Lines | None = None
    for at in range(0, len(edges) - 1, _BLOCK):
        block = edges[at : at + _BLOCK + 1]
        view = portfolio.view(block, by)
        some = lines(moves(view, block[:-1], block[1:], by, daily=daily), groups)
        found = some if found is None else found.joined(some)
    if found is None:
        raise AssertionError("at least two edges")
    return found


def _every_day(edges: Sequence[date]) -> tuple[list[date], Days]:
    count = (edges[-1] - edges[0]).days
    every = [edges[0] + timedelta(days=index) for index in range(count + 1)]
    return every, np.array([(edge - edges[0]).days for edge in edges[:-1]], np.int64)
