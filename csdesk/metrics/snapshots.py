"""What every account pays a month at the end of given days, as one matrix of exact integers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from csdesk.metrics.calendar import NO_END, Days, month_ends
from csdesk.metrics.columns import FREE, Bools, Facts, Ints
from csdesk.metrics.groups import OF_CONTRACT, contract_groups, group_names
from csdesk.metrics.pieces import Pieces, pieces
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.rates import RateTable, converted, rate_table

_KEPT = 16  # views a portfolio remembers


@dataclass(frozen=True)
class Snapshots:
    """MRR of units at the end of days. A unit is an account, or an account within a product or partner.

    ``mrr[unit, day]`` is in ``FINE`` parts of the book's minor unit; an account below 0 counts as 0.
    ``local[pair, day]`` holds the same before conversion, a pair being a unit and a currency.
    """

    days: Days
    account: Ints  # of each unit, ascending
    group: Ints | None  # of each unit, where units are split by a field of contracts
    accounts: int
    pair_unit: Ints
    pair_currency: Ints
    local: Ints
    rates: RateTable

    @cached_property
    def column(self) -> dict[int, int]:
        return {int(day): index for index, day in enumerate(self.days)}

    @cached_property
    def raw(self) -> Ints:
        """Return the sums in the book's currency as they are, below 0 included."""
        return self._sum(converted(self.local, self.rates.factor[self.pair_currency]))

    @cached_property
    def mrr(self) -> Ints:
        return self._floored(self.raw)

    @cached_property
    def unknown(self) -> Bools | None:
        """Return where a unit holds money without a rate; None where all rates are known."""
        return self._without_rate(slice(None), slice(None))

    def unknown_between(self, opening: Ints | slice, closing: Ints | slice) -> Bools | None:
        """Return where a unit's money has no rate at the opening, at the closing, or lost it in between.

        Money that left has no rate of its own at the closing, but without that day's rate nobody can tell
        how much of the loss is churn and how much exchange.
        """
        if self.unknown is None:
            return None
        found = self.unknown[:, opening] | self.unknown[:, closing]
        restated = self._without_rate(opening, closing)
        return found if restated is None else found | restated

    def _without_rate(self, money: Ints | slice, rates: Ints | slice) -> Bools | None:
        """Return where a unit holds money in columns ``money`` without a rate in columns ``rates``."""
        missing = np.isnan(self.rates.factor[:, rates])
        if not missing[np.unique(self.pair_currency)].any():
            return None
        holes = (missing[self.pair_currency] & (self.local[:, money] != 0)).astype(np.int64)
        return self._sum(holes) > 0

    @cached_property
    def present(self) -> Bools:
        """Return where a unit pays; money without a rate counts as paying."""
        if self.unknown is None:
            return self.mrr > 0
        return (self.mrr > 0) | (self._sum(self.local) * self.unknown > 0)

    @cached_property
    def account_present(self) -> Bools:
        return self.present if self.group is None else self._by_account(self.present.astype(np.int64)) > 0

    def restated(self, opening: Ints | slice, closing: Ints | slice) -> Ints:
        """Return the MRR of the ``opening`` columns at the rates of the ``closing`` columns."""
        now, then = self.rates.factor[:, closing], self.rates.factor[:, opening]
        if np.array_equal(now, then, equal_nan=True):
            return self.mrr[:, opening]
        return self._floored(self._sum(converted(self.local[:, opening], now[self.pair_currency])))

    def _sum(self, pairs: Ints) -> Ints:
        """Return the sums per unit of values per pair; pairs are sorted by unit."""
        if (
            len(self.pair_unit) == len(self.account)
            and (self.pair_unit == np.arange(len(self.account))).all()
        ):
            return pairs
        return _summed(pairs, self.pair_unit, len(self.account))

    def _by_account(self, values: Ints) -> Ints:
        return _summed(values, self.account, self.accounts)

    def _floored(self, sums: Ints) -> Ints:
        if self.group is None:
            return np.maximum(sums, 0)
        return np.where((self._by_account(sums) < 0)[self.account], 0, sums)


def _summed(values: Ints, owner: Ints, size: int) -> Ints:
    """Return the sums of rows with the same owner; ``owner`` ascends."""
    found = np.zeros((size, values.shape[1]), values.dtype)
    if len(owner):
        first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        if len(first) == len(owner):
            found[owner] = values
            return found
        found[owner[first]] = np.add.reduceat(values, first, axis=0)
    return found


def snapshots(
    facts: Facts, priced: Pieces, days: Days, policy: MetricPolicy, by: str | None = None
) -> Snapshots:
    """Return what is paid a month at the end of each of ``days`` (ascending, without repetition).

    Formula: per unit and currency the sum of the stretches with start <= day < end, then converted
    Units:   ``FINE`` parts of a minor unit; shape units × days
    Source:  rules.md 1 and 2
    """
    contract, mrr = priced.contract, priced.mrr
    account, currency = facts.contracts.account[contract], facts.contracts.currency[contract]
    rates = rate_table(facts, days)
    if policy.rate_date == "contract-date":
        mrr, currency = _at_contract_date(facts, contract, mrr, currency)
        rates.factor[1:] = np.nan
    if by in OF_CONTRACT:
        groups = len(group_names(facts, by or ""))
        keys, unit = np.unique(
            account * groups + contract_groups(facts, by or "")[contract], return_inverse=True
        )
        units, group = keys // groups, keys % groups
    else:
        unit, units, group = account, np.arange(facts.accounts), None
    if currency.any():
        pairs, pair = np.unique(unit * len(facts.currencies) + currency, return_inverse=True)
        pair_unit, pair_currency = pairs // len(facts.currencies), pairs % len(facts.currencies)
    else:
        pair, pair_unit = unit, np.arange(len(units))
        pair_currency = np.zeros_like(pair_unit)
    local = _active(pair, len(pair_unit), priced.start, priced.end, mrr, days)
    return Snapshots(days, units, group, facts.accounts, pair_unit, pair_currency, local, rates)


def _at_contract_date(facts: Facts, contract: Ints, mrr: Ints, currency: Ints) -> tuple[Ints, Ints]:
    """Return amounts and currencies with each contract converted once, at the rate of its start."""
    table = rate_table(facts, facts.contracts.start[contract])
    factor = table.factor[currency, np.arange(len(contract))]
    return converted(mrr, np.where(np.isnan(factor), 1.0, factor)), np.where(np.isnan(factor), currency, 0)


def _active(row: Ints, rows: int, start: Days, end: Days, amount: Ints, days: Days) -> Ints:
    """Return the sums of ``amount`` by row over the stretches that cover each day."""
    width = len(days) + 1
    first = np.searchsorted(days, start, "left")
    last = np.searchsorted(days, end, "left")
    real = first < last
    flat = np.zeros(rows * width, np.int64)
    np.add.at(flat, row[real] * width + first[real], amount[real])
    np.subtract.at(flat, row[real] * width + last[real], amount[real])
    table = flat.reshape(rows, width)
    np.cumsum(table, axis=1, out=table)
    return table[:, :-1]


class Portfolio:
    """Facts under a policy, with the snapshots that were asked for kept for the next question."""

    def __init__(self, facts: Facts, policy: MetricPolicy) -> None:
        self.facts = facts
        self.policy = policy
        self._views: list[View] = []

    @cached_property
    def pieces(self) -> Pieces:
        return pieces(self.facts, self.policy)

    @cached_property
    def first_paid_daily(self) -> Days:
        """Return the first day on which each account paid; NO_END where never."""
        first = np.full(self.facts.accounts, NO_END, np.int64)
        good = self.pieces.mrr > 0
        owner = self.facts.contracts.account[self.pieces.contract[good]]
        np.minimum.at(first, owner, self.pieces.start[good])
        return first

    def view(self, days: Iterable[date], by: str | None = None) -> "View":
        """Return snapshots of ``days`` and of every month end before the last of them, or more."""
        wanted = sorted(set(days))
        split = by if by in OF_CONTRACT else None
        for view in self._views:
            if view.by == split and all(day.toordinal() in view.shots.column for day in wanted):
                return view
        self._views = [*self._views[-_KEPT:], View(self, wanted, split)]
        return self._views[-1]


class View:
    """Snapshots of the days asked for, with the history that says who was ever a customer."""

    def __init__(self, portfolio: Portfolio, wanted: list[date], by: str | None) -> None:
        facts = portfolio.facts
        history = month_ends(facts.first_day, wanted[-1]) if facts.first_day else []
        self._history = {day.toordinal() for day in history if day <= wanted[-1]}
        days = np.array(sorted(self._history | {day.toordinal() for day in wanted}), np.int64)
        self.portfolio = portfolio
        self.by = by
        self.shots = snapshots(facts, portfolio.pieces, days, portfolio.policy, by)

    def columns(self, days: Iterable[date]) -> Ints:
        """Return the columns of ``days`` in the matrices."""
        at = self.shots.column
        return np.array([at[day.toordinal()] for day in days], np.int64)

    @cached_property
    def first_paid(self) -> Days:
        """Return the first month end at which each account paid; NO_END where never."""
        months = np.array([int(day) in self._history for day in self.shots.days], np.bool_)
        days = self.shots.days[months]
        paid = self.shots.account_present[:, months]
        if not len(days):
            return np.full(self.portfolio.facts.accounts, NO_END, np.int64)
        return np.where(paid.any(axis=1), days[paid.argmax(axis=1)], NO_END)

    @cached_property
    def present(self) -> Bools:
        """Return where a unit is a customer, those the policy keeps on a free contract included."""
        shots = self.shots
        if self.portfolio.policy.paid_to_free == "churn" or shots.group is not None:
            return shots.present
        contracts = self.portfolio.facts.contracts
        free = contracts.kind == FREE
        ones = np.ones(int(free.sum()), np.int64)
        open_free = _active(
            contracts.account[free],
            shots.accounts,
            contracts.start[free],
            contracts.end[free],
            ones,
            shots.days,
        )
        kept = shots.present.copy()
        for index in range(1, kept.shape[1]):
            kept[:, index] |= (open_free[:, index] > 0) & kept[:, index - 1]
        return kept

    @cached_property
    def account_present(self) -> Bools:
        return self.present if self.shots.group is None else self.shots.account_present
