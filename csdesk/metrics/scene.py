"""What a metric is computed from: one period and group of a portfolio, and the rows behind the number."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from csdesk.metrics.calendar import NO_END, is_month_end, months_back, period_of
from csdesk.metrics.catalogue import BY_ID
from csdesk.metrics.columns import Bools, Ints
from csdesk.metrics.groups import OF_ACCOUNT, OF_CONTRACT, account_groups, contract_groups, group_names
from csdesk.metrics.movements import Lines, Moves, movement_lines, moves, step_lines
from csdesk.metrics.result import MetricResult, Period, Reason, undefined
from csdesk.metrics.snapshots import Portfolio


@dataclass(frozen=True)
class Part:
    """Records behind one side of a number: positions of accounts, contracts or invoices, and amounts."""

    role: str  # value, numerator, denominator
    kind: str  # account, contract, invoice
    index: Ints
    amount: Ints | None = None  # FINE parts of the book's minor unit
    unknown: Bools | None = None  # whose amount has no exchange rate; None: all have


@dataclass(frozen=True)
class Evaluated:
    """A number with what explains it. ``beside`` holds counts to show next to it (pending, early churn)."""

    result: MetricResult
    parts: tuple[Part, ...] = ()
    beside: dict[str, int] = field(default_factory=dict)


class Workings:
    """One portfolio at one date; what several metrics need is computed once."""

    def __init__(self, portfolio: Portfolio, as_of: date) -> None:
        self.portfolio = portfolio
        self.as_of = as_of
        self._moves: dict[tuple[date, date, str | None], Moves] = {}
        self._lines: dict[tuple[date, date, str | None, str], Lines] = {}

    def period(self, metric_id: str, kind: str | None = None) -> Period:
        """Return the period of a metric: ``kind`` where given and it has one, else its default."""
        metric = BY_ID[metric_id]
        if metric.period == "":
            return Period(self.as_of, self.as_of, "day")
        if metric_id == "customer_lifetime":
            closing = self.as_of if is_month_end(self.as_of) else months_back_end(self.as_of)
            return Period(months_back(closing, 12), closing, "12m")
        default = self.portfolio.policy.nrr_window if metric.period == "12m" else metric.period
        facts = self.portfolio.facts
        return period_of(
            kind or default, self.as_of, fiscal_start=facts.fiscal_start, first_day=facts.first_day
        )

    def since(self, by: str | None = None) -> Period | None:
        """Return the period since the first month end with a customer, for a history short of a window."""
        first = self.portfolio.view([self.as_of], by).first_paid
        begin = int(first.min()) if len(first) else NO_END
        if begin >= self.as_of.toordinal():
            return None
        return Period(date.fromordinal(begin), self.as_of, "since")

    def moves(self, opening: date, closing: date, by: str | None) -> Moves:
        key = (opening, closing, by)
        if key not in self._moves:
            view = self.portfolio.view([opening, closing], by)
            self._moves[key] = moves(view, [opening], [closing], by)
        return self._moves[key]

    def lines(self, opening: date, closing: date, by: str | None, steps: str) -> Lines:
        """Return movement lines of a period: as one ``whole``, by ``month``, or by ``day``."""
        key = (opening, closing, by, steps)
        if key not in self._lines:
            if steps == "whole":
                found = movement_lines(self.portfolio, [opening, closing], by)
            elif steps == "day":
                days = [date.fromordinal(day) for day in range(opening.toordinal(), closing.toordinal() + 1)]
                found = step_lines(self.portfolio, days, by, daily=True)
            else:
                found = step_lines(self.portfolio, month_edges(opening, closing), by)
            self._lines[key] = found
        return self._lines[key]


def months_back_end(day: date) -> date:
    """Return the last day of the month before ``day``'s."""
    return date.fromordinal(day.replace(day=1).toordinal() - 1)


def month_edges(opening: date, closing: date) -> list[date]:
    """Return the month-long steps that lead back from ``closing`` to ``opening``."""
    edges, count = [closing], 1
    while months_back(closing, count) > opening:
        edges.append(months_back(closing, count))
        count += 1
    return [opening, *reversed(edges)]


class Scene:
    """One metric, one period, one group: what the evaluators look at."""

    def __init__(self, evaluation: Workings, period: Period, by: str | None, group: int) -> None:
        self.evaluation = evaluation
        self.portfolio = evaluation.portfolio
        self.policy = evaluation.portfolio.policy
        self.facts = evaluation.portfolio.facts
        self.period = period
        self.by = by
        self.group = group

    @property
    def moves(self) -> Moves:
        return self.evaluation.moves(self.period.opening, self.period.closing, self.by)

    def line(self, name: str, steps: str = "whole") -> Ints:
        found = self.evaluation.lines(self.period.opening, self.period.closing, self.by, steps)
        values: Ints = getattr(found, name)[self.group if self.by else 0]
        return values

    def loss(self, name: str, steps: str = "whole") -> int:
        return -int(self.line(name, steps).sum())

    def gain(self, name: str, steps: str = "whole") -> int:
        return int(self.line(name, steps).sum())

    @property
    def home(self) -> Bools:
        found: Bools = self.moves.home[:, 0] == (self.group if self.by else 0)
        return found

    @property
    def cohort(self) -> Bools:
        return self.moves.before[:, 0] & self.home

    def hidden(self, where: Bools) -> bool:
        """Return whether money of the units ``where`` has no rate."""
        return self.moves.unknown is not None and bool(self.moves.unknown[where].any())

    def lost_rate(self) -> bool:
        return bool(self.line("unknown").any())

    def part(self, role: str, where: Bools, amount: Ints | None = None) -> Part:
        """Return a part of accounts, contracts' groups folded into them."""
        return Part(role, "account", self.moves.account[where], None if amount is None else amount[where])

    def without_rate(self, metric_id: str, formula: str | None = None) -> Evaluated:
        unit = BY_ID[metric_id].unit
        return Evaluated(undefined(Reason.MIXED_CURRENCY, unit, formula or metric_id))


def contracts_in_group(scene: Scene, day: date) -> Bools:
    contracts = scene.facts.contracts
    if scene.by is None:
        return np.ones(len(contracts), np.bool_)
    if scene.by in OF_CONTRACT:
        found: Bools = contract_groups(scene.facts, scene.by) == scene.group
        return found
    return accounts_in_group(scene, day)[contracts.account]


def accounts_in_group(scene: Scene, day: date) -> Bools:
    if scene.by not in OF_ACCOUNT:
        return np.ones(scene.facts.accounts, np.bool_)
    group_names(scene.facts, scene.by)
    codes = account_groups(scene.facts.groupings[scene.by], np.array([day.toordinal()]))
    found: Bools = codes[:, 0] == scene.group
    return found
