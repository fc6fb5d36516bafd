"""What the header and the charts of an account say: each a finding in words, from the answers of the book."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csdesk.charts.data import Event, Lines, Measure, Series, Trend
from csdesk.model.money import decimals
from csdesk.ui import formats
from csdesk.ui.pages.account.answers import Everything, Slower
from csdesk.ui.translate import tr

Said = tuple[str, ...]  # value, aside, tone, tone of the aside
MOVES = {"new": "+", "reactivation": "↩", "expansion": "+", "contraction": "−", "churn": "×"}


def header(found: Everything, slower: Slower | None, today: date) -> Mapping[str, Said]:
    """Return the facts of the header by name: (value, aside, tone)."""
    facts: dict[str, Said] = {}
    sums: dict[str, int] = {}
    for one in found.contracts:
        if one.mrr:
            sums[one.contract.currency] = sums.get(one.contract.currency, 0) + one.mrr
    book = slower.mrr.in_book if slower is not None else None
    if len(sums) == 1:
        ((currency, units),) = sums.items()
        aside = formats.money(book, found.currency) if currency != found.currency and book else ""
        facts["mrr"] = (formats.money(units, currency), aside)
    elif sums:
        facts["mrr"] = (formats.money(book, found.currency), tr("in {n} currencies", n=len(sums)))
    else:
        facts["mrr"] = (formats.MISSING, tr("nothing under contract"))
    if slower is not None:
        facts["change"] = _growth(slower)
    facts |= {"renewal": _renewal(found, today), "contact": _contact(found, today)}
    used, bought = found.seats
    bought = bought or sum(one.seats or 0 for one in found.contracts if one.mrr) or None
    if used is not None or bought:
        share = formats.percent(used / bought, 0) if used is not None and bought else ""
        both = f"{formats.number(used)}/{formats.number(bought)}" if bought else formats.number(used)
        facts["seats"] = (both, share, "watch" if used is not None and bought and used / bought < 0.5 else "")
    if found.health:
        newest = next((each for each in found.health if each.measure == "health"), found.health[0])
        facts["health"] = (newest.value, f"{newest.measure}, {formats.day(newest.day)}")
    return facts


def _growth(slower: Slower) -> Said:
    points = [units for _, units in slower.mrr.points[-13:]]
    first, last = (points[0], points[-1]) if len(points) == 13 else (None, None)
    if not first or last is None:
        return (formats.MISSING, tr("no MRR a year ago"))
    change = formats.money(last - first, slower.mrr.currency)
    sign = "+" if last > first else ""
    tone = "risk" if last < first else ""
    return (formats.percent(last / first - 1, signed=True), f"{sign}{change}", "", tone)


def _renewal(found: Everything, today: date) -> Said:
    due = [one for one in found.contracts if one.mrr and one.last_day is not None and one.renewed_by is None]
    if not due:
        paying = any(one.mrr for one in found.contracts)
        return (tr("open-ended") if paying else formats.MISSING,)
    one = min(due, key=lambda each: each.last_day or date.max)
    last = one.last_day or today
    days = (last - today).days
    aside = formats.day(last)
    if one.notice_by and one.notice_by >= today:
        aside += ", " + tr("notice by {day}", day=formats.short_day(one.notice_by))
    tone = "risk" if days < 0 else "watch" if days <= 30 else ""
    return (formats.ahead(last, today), aside, tone)


def _contact(found: Everything, today: date) -> Said:
    if found.last_contact is None:
        return (tr("never"), "", "watch")
    days = (today - found.last_contact).days
    said = formats.ago(found.last_contact, today)
    value = tr("{days} ago", days=said) if days > 1 else said
    kind = next(
        (tr(each.type.label).lower() for each in found.timeline.rows if each.day == found.last_contact), ""
    )
    return (value, kind, "watch" if days > 30 else "")


# charts


def revenue(mrr: Any) -> Trend:
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
        _revenue_finding(points, mrr.currency),
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
    return sign + formats.short_money(abs(each.change), currency).replace(formats.NBSP, " ")


def _revenue_finding(points: Sequence[tuple[date, int | None]], currency: str) -> str:
    values = [units for _, units in points]
    if not any(values):
        return tr("Nothing under contract in these months")
    now = values[-1] or 0
    before = values[-13] if len(values) >= 13 else next((units for units in values if units), None)
    span = tr("than a year ago") if len(values) >= 13 else tr("than at the start")
    if now == 0:
        return tr("No revenue any more")
    if not before:
        return tr("{money} a month since it began", money=formats.money(now, currency))
    if now == before:
        span = (
            tr("{money} a month, as a year ago")
            if len(values) >= 13
            else tr("{money} a month since it began")
        )
        return span.format(money=formats.money(now, currency))
    change = formats.money(abs(now - before), currency)
    template = tr("{money} more a month {span}") if now > before else tr("{money} less a month {span}")
    return template.format(money=change, span=span)


def revenue_note(mrr: Any) -> str:
    """Return what a year at this MRR is."""
    now = mrr.points[-1][1] if mrr.points else None
    return tr("{money} a year", money=formats.money(now * 12, mrr.currency)) if now else ""


def usage(found: Sequence[Any]) -> Lines | None:
    """Return how many use it, against how many may; else the first measure there is."""
    line = _people(found)
    if line is not None:
        active = tuple(None if each is None else float(each) for each in line.active)
        series = [Series(tr("active"), active)]
        if any(each is not None for each in line.entitled):
            series.append(
                Series(tr("bought"), tuple(None if each is None else float(each) for each in line.entitled))
            )
        return Lines(
            _usage_finding(line), _period(tr("People"), line.days), tuple(line.days), tuple(series),
            Measure(), from_zero=True,
        )  # fmt: skip
    other = next((each for each in found if sum(value is not None for value in each.values) > 1), None)
    if other is None:
        return None
    name = other.measure.replace("_", " ")
    title = f"{name}: {other.feature}" if other.feature else name
    last = next(value for value in reversed(other.values) if value is not None)
    return Lines(
        tr("{name}, last {value}", name=title, value=formats.trimmed(last)),
        _period(title, other.days),
        tuple(other.days),
        (Series("", tuple(other.values)),),
        Measure(),
        from_zero=True,
    )


def _people(found: Sequence[Any]) -> Any | None:
    with_people = [
        each for each in found if each.feature is None and sum(value is not None for value in each.active) > 1
    ]
    return max(with_people, key=lambda each: len(each.days), default=None)


def _period(what: str, days: Sequence[date]) -> str:
    return f"{what}, {formats.month(days[0])} – {formats.month(days[-1])}" if days else what


def _usage_finding(line: Any) -> str:
    known = [(day, active) for day, active in zip(line.days, line.active, strict=True) if active is not None]
    last_day, last = known[-1]
    earlier = [active for day, active in known if (last_day - day).days >= 80]
    if not earlier or earlier[-1] == last:
        return tr("{n} people use it", n=formats.number(last))
    change = last - earlier[-1]
    template = tr("{n} more people than three months ago") if change > 0 else tr(
        "{n} fewer people than three months ago"
    )  # fmt: skip
    return template.format(n=formats.number(abs(change)))


def usage_note(found: Sequence[Any]) -> str:
    """Return how many of how many, at the latest reading."""
    line = _people(found)
    if line is None:
        return ""
    pairs = [(a, e) for a, e in zip(line.active, line.entitled, strict=True) if a is not None]
    active, entitled = pairs[-1]
    if entitled:
        return tr("{n} of {all} seats active", n=formats.number(active), all=formats.number(entitled))
    return tr("{n} active", n=formats.number(active))
