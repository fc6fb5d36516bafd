"""What the page asks the book: numbers for the tiles, then what the charts are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from csdesk.book import behind, desk, figures, rates
from csdesk.book.figures import Bridge, CohortRow, Share, Tile
from csdesk.book.movements import MovementTable
from csdesk.metrics.calendar import months_back
from csdesk.metrics.groups import group_names
from csdesk.metrics.movements import Movement, moves
from csdesk.metrics.notes import Note, notes
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.scene import Part
from csdesk.ui.pages.metrics.groups import Split
from csdesk.ui.pages.metrics.span import Span, closing_month

MONTHS = 12  # of movements
RETENTION = 24  # months of NRR and GRR
BY_WINDOW = ("nrr", "grr")  # over the window the policy says, whatever period is chosen


@dataclass(frozen=True, slots=True)
class Numbers:
    """The tiles, with what the header says."""

    tiles: Sequence[Tile]
    currency: str
    customers: int
    policy: MetricPolicy
    fiscal_start: int
    first_day: date | None
    notes: Sequence[Note]
    rates: Sequence[tuple[str, float, date]]  # of each foreign currency: the one in force, and its month
    empty: bool  # no contract yet


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the charts show."""

    bridge: Bridge
    months: MovementTable
    movers: Sequence[tuple[int, ...]]  # the accounts that moved in each month
    retention: Sequence[tuple[date, float | None, float | None]]
    shares: Sequence[Share]
    cohorts: Sequence[CohortRow]
    currency: str
    cohort_by: str
    window: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An account behind a place in a chart: its MRR at both ends, in minor units (None: no rate)."""

    id: int
    name: str
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


def numbers(session: Any, span: Span, split: Split) -> Numbers:
    """Return the eight tiles for the span, and what holds for the page."""
    flows = [name for name in figures.TILES if name not in BY_WINDOW]
    found = {
        tile.figure.metric.id: tile
        for tile in (
            *figures.tiles(session, span.as_of, period=span.kind, ids=flows, **split.filter),
            *figures.tiles(session, span.as_of, ids=BY_WINDOW, **split.filter),
        )
    }
    held = figures.portfolio(session)
    return Numbers(
        [found[name] for name in figures.TILES],
        held.facts.currency,
        int(found["arpa"].figure.result.denominator or 0),
        held.policy,
        int(desk.get(session, "fiscal_start")),
        held.facts.first_day,
        notes(held, [span.as_of]),
        _rates(session, span.as_of),
        held.facts.first_day is None,
    )


def _rates(session: Any, as_of: date) -> list[tuple[str, float, date]]:
    newest: dict[str, tuple[str, float, date]] = {}
    for rate in rates.listing(session):  # the newest month first
        if rate.month <= as_of:
            newest.setdefault(rate.currency, (rate.currency, rate.rate, rate.month))
    return sorted(newest.values())


def drawn(session: Any, span: Span, split: Split) -> Drawn:
    """Return what the charts show of the span."""
    held = figures.portfolio(session)
    whole = closing_month(span).as_of
    split_cohorts = split.group is not None and split.of_account
    rows = figures.cohorts(session, span.as_of, by=split.by if split_cohorts else None)
    table = months(session, whole, split)
    return Drawn(
        figures.bridge(session, span.as_of, period=span.kind, **split.filter),
        table,
        movers(session, table, split),
        figures.retention_series(session, span.as_of, months=RETENTION, **split.filter),
        figures.mrr_by(session, span.as_of, split.by),
        [each for each in rows if not split_cohorts or each.group == split.group],
        held.facts.currency,
        held.policy.cohort_by,
        held.policy.nrr_window,
    )


def months(session: Any, last: date, split: Split) -> MovementTable:
    """Return the movements of the twelve months that end with ``last``."""
    by = split.by if split.group is not None else None
    table = figures.movements(session, months_back(last, MONTHS - 1), last, by=by)
    if by is None:
        return table
    return replace(table, rows=[row for row in table.rows if row.group == split.group])


def movers(session: Any, table: MovementTable, split: Split) -> list[tuple[int, ...]]:
    """Return the accounts behind each row of ``table``."""
    if not table.rows:
        return []
    by = split.by if split.group is not None else None
    held = figures.portfolio(session, by=by)
    ends = [row.month_end for row in table.rows]
    edges = [months_back(ends[0], 1), *ends]
    code = group_names(held.facts, by).index(split.group or "") if by else 0
    found = moves(held.view(edges, by), edges[:-1], edges[1:], by)
    here = (found.home == code) & (found.kind != Movement.NONE)
    ids = held.facts.account_ids
    return [tuple(ids[np.unique(found.account[here[:, place]])].tolist()) for place in range(len(ends))]


def moved(session: Any, ids: Sequence[int], opening: date, closing: date) -> list[Moved]:
    """Return the accounts ``ids`` with their MRR at both ends, the largest change first."""
    held = figures.portfolio(session)
    facts = held.facts
    index = np.flatnonzero(np.isin(facts.account_ids, np.array(list(ids), np.int64)))
    view = held.view([opening, closing])
    columns = [view.shots.column[day.toordinal()] for day in (opening, closing)]
    then, now = (view.shots.mrr[index, place] for place in columns)
    parts = (Part("then", "account", index, then), Part("now", "account", index, now))
    rows = behind.rows_of(session, facts, parts)
    amounts = {role: {row.id: row.amount for row in rows if row.role == role} for role in ("then", "now")}
    unknown = view.shots.unknown
    hidden = set() if unknown is None else set(facts.account_ids[index[unknown[index].any(axis=1)]].tolist())
    result = [
        Moved(
            row.id,
            row.label,
            None if row.id in hidden else amounts["then"][row.id],
            None if row.id in hidden else amounts["now"][row.id],
        )
        for row in rows
        if row.role == "now"
    ]
    return sorted(result, key=lambda each: (-abs(each.change or 0), -(each.after or 0), each.name.casefold()))
