"""MRR over the months of a record, as a chart and as a sentence."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from csdesk.charts.data import Event, Measure, Trend
from csdesk.model.money import decimals
from csdesk.signs import NBSP
from csdesk.ui import formats
from csdesk.ui.translate import tr

YEAR = 12  # months


class Months(Protocol):
    """MRR at month ends, oldest first, in minor units of ``currency``, with what moved it."""

    @property
    def currency(self) -> str:
        """Return the currency of the amounts."""

    @property
    def points(self) -> Sequence[tuple[date, int | None]]:
        """Return (month end, amount); None where an exchange rate is missing."""

    @property
    def events(self) -> Sequence[Any]:
        """Return what moved it, each with day, movement, change and paused."""


def trend(mrr: Months) -> Trend:
    """Return MRR over the months since the first one, with what moved it."""
    points = list(mrr.points)
    first = next((place for place, (_, units) in enumerate(points) if units), max(0, len(points) - 12))
    points = points[max(0, min(first, len(points) - 6)) :]
    scale = 10 ** decimals(mrr.currency)
    top = max((units or 0 for _, units in points), default=0) / scale
    thousands = top >= 10_000
    divisor, unit = (1000, tr("thousand")) if thousands else (1, "")
    days = tuple(day for day, _ in points)
    values = tuple(None if units is None else units / scale for _, units in points)
    period = f"{formats.month(days[0])} – {formats.month(days[-1])}" if days else ""
    about = tr("MRR, {sign} {unit}, {period}", sign=formats.sign(mrr.currency), unit=unit, period=period)
    about = about.replace(" ,", ",")
    places = {day: place for place, day in enumerate(days)}
    events = tuple(
        Event(places[each.day], _event(each, mrr.currency))
        for each in mrr.events
        if each.day in places and places[each.day] > 0
    )[-4:]
    return Trend(
        _finding(points, mrr.currency),
        about,
        days,
        values,
        Measure(divisor, 1 if thousands and top < 100_000 else 0),
        events,
        name=tr("MRR"),
    )


def _event(each: Any, currency: str) -> str:
    if each.paused:
        return tr("paused")
    if each.movement == "churn":
        return tr("ended")
    if each.movement == "reactivation":
        return tr("back")
    sign = "+" if each.change > 0 else formats.MINUS
    return sign + formats.short_money(abs(each.change), currency).replace(NBSP, " ")


def _finding(points: Sequence[tuple[date, int | None]], currency: str) -> str:
    values = [units for _, units in points]
    if not any(values):
        return tr("Nothing under contract in these months")
    if values[-1] is None:
        return tr("An exchange rate is missing for {month}", month=formats.month(points[-1][0]))
    now = values[-1]
    before = values[-13] if len(values) >= 13 else next((units for units in values if units), None)
    span = tr("than a year ago") if len(values) >= 13 else tr("than at the start")
    if now == 0:
        return tr("No revenue any more")
    began = _began(values)
    back = any(values[:began])
    steady = now == before and len(values) <= YEAR
    if not before or steady or (back and len(values) - began <= YEAR):
        said = tr("Back since {month}, at {money} a month") if back else tr("{money} a month since {month}")
        return said.format(month=formats.month(points[began][0]), money=formats.money(now, currency))
    if now == before:
        return tr("{money} a month, as a year ago", money=formats.money(now, currency))
    change = formats.money(abs(now - before), currency)
    template = tr("{money} more a month {span}") if now > before else tr("{money} less a month {span}")
    return template.format(money=change, span=span)


def _began(values: Sequence[int | None]) -> int:
    """Return the first month of the revenue that goes on today."""
    place = len(values)
    while place and values[place - 1] != 0:
        place -= 1
    return place


def any_in(mrr: Months) -> bool:
    """Whether there is anything to draw."""
    return any(units != 0 for _, units in mrr.points)


def note(mrr: Months) -> str:
    """Return what a year at this MRR is."""
    now = mrr.points[-1][1] if mrr.points else None
    return tr("{money} a year", money=formats.money(now * 12, mrr.currency)) if now else ""
