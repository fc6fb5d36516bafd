"""What the header and the charts of an account say: each a finding in words, from the answers of the book."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csdesk.book.contracts_listing import mrr_by_currency, next_renewal
from csdesk.charts.data import Lines, Measure, Series
from csdesk.ui import formats
from csdesk.ui.pages.account.answers import Everything, Slower
from csdesk.ui.pages.record.facts import contact, growth
from csdesk.ui.translate import tr

Said = tuple[str, ...]  # value, aside, tone, tone of the aside


def header(found: Everything, slower: Slower | None, today: date) -> Mapping[str, Said]:
    """Return the facts of the header by name: (value, aside, tone)."""
    facts: dict[str, Said] = {}
    sums = mrr_by_currency(found.contracts)
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
        facts["change"] = growth(slower.mrr)
    facts["renewal"] = _renewal(found, today)
    facts["contact"] = contact(found.last_contact, found.timeline.rows, today)
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


def _renewal(found: Everything, today: date) -> Said:
    one = next_renewal(found.contracts)
    if one is None or one.renewal is None:
        open_ended = any(each.mrr and each.last_day is None for each in found.contracts)
        return (tr("open-ended") if open_ended else formats.MISSING,)
    aside = formats.day(one.renewal)
    if one.notice_by and one.notice_by >= today:
        aside += ", " + tr("notice by {day}", day=formats.short_day(one.notice_by))
    return (formats.ahead(one.renewal, today), aside, "watch" if (one.renewal - today).days <= 30 else "")


# charts


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
