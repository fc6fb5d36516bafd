"""How the revenue of the book moved: by period and group, by account, as a bridge, and by cohort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from csdesk.book import rows
from csdesk.book.policy import portfolio
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics import cohorts as cohort_tables
from csdesk.metrics.calendar import month_end, period_ends, period_of, period_start
from csdesk.metrics.groups import group_names
from csdesk.metrics.movements import Lines, Movement, movement_lines, moves
from csdesk.metrics.notes import Note, notes
from csdesk.metrics.result import FINE, half_up
from csdesk.metrics.snapshots import Portfolio

EVERY = ("month", "quarter", "year", "fiscal-year")
_LONGEST = 1200  # months one question may span


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One period (of one group): money in minor units of the book's currency, losses negative.

    Money is None where an exchange rate is missing. The fields up to ``closing_accounts`` are the columns
    of the command line, in order.
    """

    month_end: date
    opening_mrr: int | None
    new_mrr: int | None
    reactivation_mrr: int | None
    expansion_mrr: int | None
    contraction_mrr: int | None
    churn_mrr: int | None
    closing_mrr: int | None
    opening_accounts: int
    new_accounts: int
    reactivated_accounts: int
    churned_accounts: int
    closing_accounts: int
    fx_mrr: int | None
    transfer_in_mrr: int | None
    transfer_out_mrr: int | None
    transferred_in_accounts: int
    transferred_out_accounts: int
    price_mrr: int | None
    group: str | None


@dataclass(frozen=True, slots=True)
class MovementTable:
    """Rows by group and period, with what decides which columns there are."""

    rows: list[MovementRow]
    currency: str
    by: str | None
    several_currencies: bool
    own_price: bool

    def columns(self) -> tuple[str, ...]:
        """Return the columns that belong to this table, in the order of the command line."""
        names = [each.name for each in fields(MovementRow)][:13]
        names += ["fx_mrr"] if self.several_currencies else []
        if self.by:
            names += [
                "transfer_in_mrr", "transfer_out_mrr", "transferred_in_accounts", "transferred_out_accounts",
            ]  # fmt: skip
        names += ["price_mrr"] if self.own_price else []
        return ("group", *names) if self.by else tuple(names)


@dataclass(frozen=True, slots=True)
class AccountMovement:
    """What one account did in one period, in minor units of the book's currency (None: no rate)."""

    account_id: int
    external_id: str | None
    account: str
    month_end: date
    opening: int | None
    closing: int | None
    change: int | None
    movement: str


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the bridge: its key, amount in minor units, and the accounts behind it."""

    key: str
    amount: int
    accounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the opening MRR to the closing one; ``steps`` is empty where an exchange rate is missing."""

    opening_day: date
    closing_day: date
    opening: int | None
    closing: int | None
    steps: list[Step]
    currency: str


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One cohort by logo and by MRR; see ``metrics.cohorts.Cohort``. Money in minor units."""

    group: str | None
    first: date
    size: int
    base: int
    logo: tuple[float | None, ...]
    mrr: tuple[float | None, ...]
    partial: bool
    small: bool
    accounts: tuple[int, ...]


def movements(
    session: Session, first_month: date, last_month: date, *, every: str = "month", by: str | None = None
) -> MovementTable:
    """Return the movements of the periods that hold ``first_month`` to ``last_month``."""
    held = portfolio(session, by=by)
    edges = _edges(held, first_month, last_month, every)
    lines = movement_lines(held, edges, by)
    names: Sequence[str | None] = group_names(held.facts, by) if by else (None,)
    found = []
    for code, name in enumerate(names):
        some = list(_rows(lines, code, edges[1:], name))
        if by is None or any(
            row.opening_accounts or row.closing_accounts or row.new_accounts for row in some
        ):
            found += some
    return MovementTable(
        found,
        held.facts.currency,
        by,
        len(held.facts.currencies) > 1,
        held.policy.price_uplift == "own",
    )


def movements_by_account(
    session: Session, first_month: date, last_month: date, *, every: str = "month"
) -> tuple[list[AccountMovement], str]:
    """Return what each account did in each period, wherever it had MRR; ordered by account and period."""
    held = portfolio(session)
    edges = _edges(held, first_month, last_month, every)
    names = {
        record: (external, name)
        for record, external, name in rows.raw(session).execute("SELECT id, external_id, name FROM account")
    }
    view = held.view(edges)
    found = moves(view, edges[:-1], edges[1:])
    unknown = np.zeros(found.opening.shape, np.bool_)
    if view.shots.unknown is not None:
        holes = view.shots.unknown[:, view.columns(edges)]
        unknown = holes[:, :-1] | holes[:, 1:]
    shown = (found.opening != 0) | (found.closing != 0) | unknown
    result = []
    for unit, period in zip(*(axis.tolist() for axis in np.nonzero(shown)), strict=True):
        record = int(held.facts.account_ids[unit])
        external, name = names[record]
        hidden = bool(unknown[unit, period])
        opening, closing = int(found.opening[unit, period]), int(found.closing[unit, period])
        result.append(
            AccountMovement(
                record,
                external,
                name,
                edges[period + 1],
                None if hidden else half_up(opening, FINE),
                None if hidden else half_up(closing, FINE),
                None if hidden else half_up(closing - opening, FINE),
                Movement(int(found.kind[unit, period])).word,
            )
        )
    result.sort(key=lambda each: (each.external_id or str(each.account_id), each.month_end))
    return result, held.facts.currency


def movement_notes(
    session: Session, first_month: date, last_month: date, *, every: str = "month"
) -> list[Note]:
    """Return what to know about the movements of these periods: rates carried or missing, sums below 0."""
    held = portfolio(session)
    return notes(held, _edges(held, first_month, last_month, every))


def bridge(
    session: Session,
    as_of: date,
    *,
    period: str = "month",
    by: str | None = None,
    group: str | None = None,
) -> Bridge:
    """Return the bridge from the opening MRR of a period to its closing one, with the accounts behind."""
    held = portfolio(session, by=by)
    facts = held.facts
    span = period_of(period, as_of, fiscal_start=facts.fiscal_start, first_day=facts.first_day)
    lines = movement_lines(held, [span.opening, span.closing], by)
    names = group_names(facts, by) if by else ("",)
    if (group or "") not in names:
        raise Refused(mark("There is no {by} “{name}”."), by=by, name=group)
    code = names.index(group or "") if by else 0
    if lines.unknown[code, 0]:
        return Bridge(span.opening, span.closing, None, None, [], facts.currency)
    found = moves(held.view([span.opening, span.closing], by), [span.opening], [span.closing], by)
    mine = found.home[:, 0] == code

    def accounts(kind: Movement) -> tuple[int, ...]:
        chosen = mine & (found.kind[:, 0] == kind)
        return tuple(facts.account_ids[np.unique(found.account[chosen])].tolist())

    steps = [
        Step("fx", _minor(lines.fx_mrr[code, 0]), ()),
        Step("new", _minor(lines.new_mrr[code, 0]), accounts(Movement.NEW)),
        Step("reactivation", _minor(lines.reactivation_mrr[code, 0]), accounts(Movement.REACTIVATION)),
        Step("expansion", _minor(lines.expansion_mrr[code, 0]), accounts(Movement.EXPANSION)),
        Step("price", _minor(lines.price_mrr[code, 0]), accounts(Movement.EXPANSION)),
        Step("contraction", _minor(lines.contraction_mrr[code, 0]), accounts(Movement.CONTRACTION)),
        Step("churn", _minor(lines.churn_mrr[code, 0]), accounts(Movement.CHURN)),
        Step("transfer_in", _minor(lines.transfer_in_mrr[code, 0]), ()),
        Step("transfer_out", _minor(lines.transfer_out_mrr[code, 0]), ()),
    ]
    always = {"new", "expansion", "contraction", "churn"}
    return Bridge(
        span.opening,
        span.closing,
        _minor(lines.opening_mrr[code, 0]),
        _minor(lines.closing_mrr[code, 0]),
        [step for step in steps if step.amount or step.key in always],
        facts.currency,
    )


def cohorts(
    session: Session, as_of: date, *, by: str | None = None, every: str | None = None
) -> list[CohortRow]:
    """Return the cohort tables up to ``as_of``, oldest first; ``every`` month or quarter, else by policy."""
    held = portfolio(session, by=by)
    ids = held.facts.account_ids
    return [
        CohortRow(
            each.group,
            each.first,
            each.size,
            half_up(each.base, FINE),
            each.logo,
            each.mrr,
            each.partial,
            each.small,
            tuple(ids[each.accounts].tolist()),
        )
        for each in cohort_tables.cohorts(held, as_of, by, every)
    ]


def _edges(held: Portfolio, first: date, last: date, every: str) -> list[date]:
    if every not in EVERY:
        raise Refused(mark("Movements go by {choices}, not “{text}”."), choices=", ".join(EVERY), text=every)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months < 0:
        raise Refused(mark("The first month comes after the last one."))
    if months > _LONGEST:
        raise Refused(mark("At most {months} months can be shown at once."), months=_LONGEST)
    fiscal = held.facts.fiscal_start
    ends = period_ends(first, month_end(last), every, fiscal)
    return [period_start(first, every, fiscal) - timedelta(days=1), *ends]


def _rows(lines: Lines, code: int, days: Sequence[date], group: str | None) -> Iterator[MovementRow]:
    names = [each.name for each in fields(MovementRow) if each.name not in {"month_end", "group"}]
    for column, day in enumerate(days):
        hidden = bool(lines.unknown[code, column])
        values = {}
        for name in names:
            value = int(getattr(lines, name)[code, column])
            values[name] = value if name.endswith("accounts") else None if hidden else half_up(value, FINE)
        yield MovementRow(month_end=day, group=group, **values)  # type: ignore[arg-type]  # counts are never None


def _minor(fine: int) -> int:
    return half_up(int(fine), FINE)
