"""Numbers of the book, each with its formula and the rows behind it: the questions pages and reports ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from csdesk.book import behind, desk
from csdesk.book.behind import Row
from csdesk.book.movements import (
    AccountMovement,
    Bridge,
    CohortRow,
    MovementRow,
    Step,
    bridge,
    cohorts,
    movement_notes,
    movements,
    movements_by_account,
)
from csdesk.book.policy import of_book, portfolio
from csdesk.book.standing import (
    AccountGrid,
    AccountMrr,
    MrrEvent,
    account_grid,
    account_mrr,
    account_series,
    account_statuses,
    tracker_mrr,
)
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics import BY_ID, METRICS, Evaluation, Metric, MetricPolicy, MetricResult, Period, Portfolio
from csdesk.metrics.calendar import months_back, period_before, recent_month_ends
from csdesk.metrics.groups import group_names
from csdesk.metrics.notes import Note, notes
from csdesk.metrics.result import Reason

__all__ = [
    "AccountGrid", "AccountMovement", "AccountMrr", "Answer", "Bridge", "CohortRow", "Explanation", "Figure",
    "MovementRow", "MrrEvent", "Row", "Share", "Step", "Tile", "account_grid", "account_mrr",
    "account_series", "account_statuses", "bridge", "cohorts", "explain", "metrics", "movement_notes",
    "movements", "movements_by_account", "mrr_by", "of_book", "portfolio", "retention_series", "tiles",
    "tracker_mrr",
]  # fmt: skip

TILES = ("mrr", "arr", "nrr", "grr", "logo_churn", "new_customers", "quick_ratio", "arpa")
POINTS = 12  # of a spark line


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one metric, for one group or (None) the whole book."""

    metric: Metric
    result: MetricResult
    group: str | None = None
    beside: dict[str, int] = field(default_factory=dict)
    since: MetricResult | None = None  # where the history is shorter than the window

    @property
    def number(self) -> int | float | None:
        """Return the value: money in whole minor units, everything else as it is."""
        return self.result.minor if self.metric.unit.is_money else self.result.value


@dataclass(frozen=True, slots=True)
class Answer:
    """Figures with what holds for all of them."""

    as_of: date
    currency: str
    name: str
    policy: MetricPolicy
    figures: list[Figure]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, the one of the period before, and the last twelve months (None: no value), oldest first."""

    figure: Figure
    before: Figure
    series: list[int | float | None]
    days: list[date]


@dataclass(frozen=True, slots=True)
class Share:
    """The part of MRR that one group holds, in minor units of the book's currency (None: no rate)."""

    group: str
    mrr: int | None
    customers: int
    accounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is what it is. ``rows`` name the records behind each side of it."""

    figure: Figure
    words: str
    period: Period
    policy: MetricPolicy
    currency: str
    rows: list[Row]
    notes: list[Note]

    def of(self, role: str) -> list[Row]:
        """Return the rows of one side: value, numerator, denominator or pending."""
        return [row for row in self.rows if row.role == role]


def metrics(
    session: Session,
    as_of: date,
    *,
    period: str | None = None,
    ids: Sequence[str] | None = None,
    by: str | None = None,
) -> Answer:
    """Return the metrics ``ids`` (all, in the order of the catalogue) at ``as_of``, by group where asked."""
    wanted = [_metric(name) for name in ids] if ids else list(METRICS)
    held = portfolio(session, by=by, invoices=any(each.id == "total_revenue" for each in wanted))
    work = Evaluation(held, as_of)
    groups = range(1) if by is None else range(len(group_names(held.facts, by)))
    shown = _shown_groups(held, as_of, by) if by else {0}
    figures = [
        _figure(work, each, work.period(each.id, period), by, group)
        for each in wanted
        for group in groups
        if group in shown
    ]
    return Answer(
        as_of,
        held.facts.currency,
        desk.get(session, "name"),
        held.policy,
        figures,
        notes(held, sorted({as_of, *(each.result.period.opening for each in figures if each.result.period)})),
    )


def tiles(
    session: Session,
    as_of: date,
    *,
    period: str | None = None,
    by: str | None = None,
    group: str | None = None,
    ids: Sequence[str] = TILES,
) -> list[Tile]:
    """Return the tiles of the Metrics page, for one ``group`` of ``by`` or the whole book."""
    held = portfolio(session, by=by, invoices="total_revenue" in ids)
    code = _group_code(held, by, group)
    days = recent_month_ends(as_of, POINTS)
    works = {day: Evaluation(held, day) for day in days}
    spans = {day: {each: works[day].period(each, period) for each in ids} for day in days}
    step = works[as_of].period("logo_churn", period)
    held.view({*days, step.opening, *(s.opening for by_id in spans.values() for s in by_id.values())}, by)
    found = []
    for each in ids:
        metric, now = _metric(each), spans[as_of][each]
        if now.opening == now.closing:
            earlier = Period(step.opening, step.opening, "day")
        else:
            earlier = period_before(now, held.facts.fiscal_start)
        found.append(
            Tile(
                _figure(works[as_of], metric, now, by, code),
                _figure(Evaluation(held, earlier.closing), metric, earlier, by, code),
                [_figure(works[day], metric, spans[day][each], by, code).number for day in days],
                days,
            )
        )
    return found


def retention_series(
    session: Session, as_of: date, *, months: int = 24, by: str | None = None, group: str | None = None
) -> list[tuple[date, float | None, float | None]]:
    """Return NRR and GRR over the policy's window at each of the last ``months`` month ends."""
    held = portfolio(session, by=by)
    code = _group_code(held, by, group)
    days = recent_month_ends(as_of, months)
    works = [Evaluation(held, day) for day in days]
    held.view({*days, *(work.period("nrr").opening for work in works)}, by)
    found = []
    for work in works:
        net, gross = (work.evaluate(name, None, by, code).result.value for name in ("nrr", "grr"))
        found.append(
            (work.as_of, None if net is None else float(net), None if gross is None else float(gross))
        )
    return found


def mrr_by(session: Session, as_of: date, by: str) -> list[Share]:
    """Return MRR and customers by group, the largest first; groups that hold nothing are left out."""
    held = portfolio(session, by=by)
    work = Evaluation(held, as_of)
    moves = work.moves(as_of, as_of, by)
    found = []
    for code, name in enumerate(group_names(held.facts, by)):
        here = moves.group_after[:, 0] == code
        paying = here & moves.after[:, 0]
        if not paying.any():
            continue
        figure = _figure(work, BY_ID["mrr"], work.period("mrr"), by, code)
        ids = held.facts.account_ids[np.unique(moves.account[paying])].tolist()
        found.append(Share(name, figure.result.minor, len(ids), tuple(ids)))
    return sorted(found, key=lambda each: (-(each.mrr or 0), each.group))


def explain(
    session: Session,
    metric_id: str,
    as_of: date,
    *,
    period: str | None = None,
    by: str | None = None,
    group: str | None = None,
) -> Explanation:
    """Return formula, period, policy in force, both sides of the number and the records behind each."""
    metric = _metric(metric_id)
    held = portfolio(session, by=by, invoices=metric_id == "total_revenue")
    work = Evaluation(held, as_of)
    where = work.period(metric_id, period)
    code = _group_code(held, by, group)
    figure = _figure(work, metric, where, by, code)
    parts = work.evaluate(metric_id, where, by, code).parts
    return Explanation(
        figure,
        metric.words,
        where,
        held.policy,
        held.facts.currency,
        behind.rows_of(session, held.facts, parts),
        notes(held, sorted({where.opening, where.closing})),
    )


def _metric(metric_id: str) -> Metric:
    if metric_id not in BY_ID:
        raise Refused(mark("There is no metric “{name}”."), name=metric_id)
    return BY_ID[metric_id]


def _figure(work: Evaluation, metric: Metric, period: Period, by: str | None, group: int) -> Figure:
    found = work.evaluate(metric.id, period, by, group)
    name = group_names(work.portfolio.facts, by)[group] if by else None
    since = None
    if metric.period == "12m" and found.result.reason is Reason.ZERO_DENOMINATOR and period.kind != "since":
        shorter = work.since(by)
        if shorter and metric.id != "customer_lifetime" and shorter.opening > period.opening:
            since = work.evaluate(metric.id, shorter, by, group).result
    beside = {word: count for word, count in found.beside.items() if count}
    return Figure(metric, found.result, name, beside, since)


def _group_code(held: Portfolio, by: str | None, group: str | None) -> int:
    if by is None:
        return 0
    names = group_names(held.facts, by)
    if (group or "") not in names:
        raise Refused(mark("There is no {by} “{name}”."), by=by, name=group)
    return names.index(group or "")


def _shown_groups(held: Portfolio, as_of: date, by: str) -> set[int]:
    """Return the groups that held a customer within the last year."""
    year_ago = min(months_back(as_of, 12), as_of - timedelta(days=1))
    moves = Evaluation(held, as_of).moves(year_ago, as_of, by)
    return set(moves.group_before[moves.before].tolist()) | set(moves.group_after[moves.after].tolist())
