"""Answers of the book → data of the charts: those of reports, with the records behind and the group shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLocale

from csdesk.book.figures import Bridge, CohortRow, Share
from csdesk.book.movements import MovementTable
from csdesk.charts.data import Bars, Cohorts, Lines, Moves
from csdesk.charts.data import Bridge as BridgeData
from csdesk.charts.formats import Formats
from csdesk.i18n import mark
from csdesk.reports import pictures
from csdesk.ui import formats
from csdesk.ui.translate import tr

WINDOWS = {"12m": mark("12 months"), "3m": mark("3 months"), "1m": mark("1 month")}
COHORTS = pictures.MOST_COHORTS  # rows of one heat map


def here() -> Formats:
    """Return how charts write words and numbers in this window."""
    return Formats(QLocale().bcp47Name(), tr)


def bridge(found: Bridge, scope: str) -> BridgeData:
    """Return the bridge from the opening MRR to the closing one; what did not move has no column."""
    data = pictures.bridge(found, here())
    steps = [step for step in data.steps if step.total or step.amount]
    if steps:
        steps[0] = replace(steps[0], name=formats.short_day(found.opening_day))
        steps[-1] = replace(steps[-1], name=formats.short_day(found.closing_day))
    return replace(data, about=_joined(data.about, scope), steps=tuple(steps))


def months(found: MovementTable, accounts: Sequence[tuple[int, ...]], scope: str) -> Moves:
    """Return gains and losses of each month, with the accounts that moved."""
    data = pictures.moves(found, here())
    return replace(data, about=_joined(data.about, scope), records=tuple(accounts))


def retention(found: Sequence[tuple[date, float | None, float | None]], window: str, scope: str) -> Lines:
    """Return NRR and GRR over time, from the first month that has them."""
    shown = list(found)
    while len(shown) > 2 and shown[0][1] is None and shown[0][2] is None:
        shown.pop(0)
    data = pictures.retention(shown, here(), window)
    return replace(data, about=_joined(data.about, scope))


def shares(found: Sequence[Share], currency: str, by: str, as_of: date, chosen: str | None) -> Bars:
    """Return MRR by group, the largest first; the group shown stands out."""
    data = pictures.groups(found, by, currency, as_of, here())
    if chosen is None:
        return data
    kept = found[: len(data.bars)]
    marked = [share.group == chosen for share in kept]
    return replace(
        data, bars=tuple(replace(bar, marked=on) for bar, on in zip(data.bars, marked, strict=True))
    )


def cohorts(
    found: Sequence[CohortRow], *, logo: bool, quarterly: bool, scope: str, older: int = 0
) -> Cohorts:
    """Return what each cohort kept by age; ``older`` screenfuls back from the newest."""
    rows = found[: len(found) - older * COHORTS]
    data = pictures.cohorts(rows, here(), of_mrr=not logo, by_quarter=quarterly)
    records = tuple(row.accounts for row in rows[-COHORTS:])
    return replace(data, about=_joined(data.about, scope), records=records)


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
