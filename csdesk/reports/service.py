"""Usage, tickets and answers of one account as charts and tables: for the summary and for reviews."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from csdesk.book.usage import Series as Readings
from csdesk.charts.data import Columns, Lines, Measure, Part, Parts, Series
from csdesk.charts.formats import NOTHING, Formats
from csdesk.i18n import mark
from csdesk.model import SurveyResponse, Ticket
from csdesk.reports.document import Cell, Column, Kind, Table, Tone, Toned

MONTHS = 13  # the same month a year before is seen
MOST_TICKETS = 20
NOT_USE = (
    "error",
    "fail",
    "crash",
    "duration",
    "time",
    "secs",
    "latency",
)  # measures that are no amount of use
FRESH = 45  # days after which a reading no longer speaks for a month end


# usage


@dataclass(frozen=True, slots=True)
class Use:
    """How many people used it at month ends, of how many who may (None: no reading near that day)."""

    measure: str
    months: tuple[date, ...]
    active: tuple[float | None, ...]
    entitled: tuple[float | None, ...]
    first: date  # day of the first reading there is
    people: bool = True  # counts of people, else of something else that was measured
    summed: bool = False  # sums of a month, else the last reading of it

    @property
    def now(self) -> tuple[float | None, float | None]:
        return self.active[-1], self.entitled[-1]


def use(readings: Sequence[Readings], months: Sequence[date]) -> Use | None:
    """Return the people using the product: the measure with the most licences, of no single feature.

    Where no reading tells people apart, the measure with the most readings stands for it.
    """
    whole = [one for one in readings if one.feature is None and one.days]
    people = [one for one in whole if any(value is not None for value in one.active)]
    if people:
        best = max(people, key=lambda one: (max(value or 0 for value in one.entitled), len(one.days)))
        active = [None if value is None else float(value) for value in best.active]
        entitled = [None if value is None else float(value) for value in best.entitled]
    elif counted := [one for one in whole if any(value is not None for value in one.values)]:
        best = max(counted, key=lambda one: len(one.days))
        active, entitled = list(best.values), [None] * len(best.days)
    else:
        return _by_feature(readings, months)
    return Use(
        best.measure,
        tuple(months),
        tuple(_at(best.days, active, month) for month in months),
        tuple(_at(best.days, entitled, month) for month in months),
        best.days[0],
        people=bool(people),
    )


def _by_feature(readings: Sequence[Readings], months: Sequence[date]) -> Use | None:
    """Sum a measure over its features by month, where nothing is known of the product as a whole."""
    parts = [
        one for one in readings if one.feature is not None and any(value is not None for value in one.values)
    ]
    if not parts:
        return None
    sizes = Counter[str]()
    for one in parts:
        sizes[one.measure] += len(one.days)
    measure = min(
        sizes, key=lambda name: (any(word in name.casefold() for word in NOT_USE), -sizes[name], name)
    )
    mine = [one for one in parts if one.measure == measure]
    active = tuple(_sum(mine, month.replace(day=1), month) for month in months)
    first = min(one.days[0] for one in mine)
    return Use(measure, tuple(months), active, (None,) * len(months), first, people=False, summed=True)


def _sum(parts: Sequence[Readings], first: date, last: date) -> float | None:
    known = [
        value
        for one in parts
        for day, value in zip(one.days, one.values, strict=True)
        if value is not None and first <= day <= last
    ]
    return sum(known) if known else None


def _at(days: Sequence[date], values: Sequence[float | None], month: date) -> float | None:
    """Return the last value on or before a day, if it is fresh; a month without a reading is a gap."""
    for place in range(len(days) - 1, -1, -1):
        if days[place] <= month and values[place] is not None:
            return values[place] if days[place] > month - timedelta(days=FRESH) else None
    return None


def usage_lines(readings: Sequence[Readings], months: Sequence[date], formats: Formats) -> Lines | None:
    """Draw people active and people licensed at month ends; None without a reading."""
    found = use(readings, months)
    if found is None or not any(value is not None for value in found.active):
        return None
    say = formats.say
    lines = [Series(say(mark("Active")) if found.people else measure_name(found, formats), found.active)]
    if any(value is not None for value in found.entitled):
        lines.append(Series(say(mark("Licensed")), found.entitled))
    words = (
        mark("{measure}, per month, {first} – {last}")
        if found.summed
        else mark("{measure}, at month end, {first} – {last}")
    )
    about = say(
        words,
        measure=measure_name(found, formats),
        first=formats.month(months[0]),
        last=formats.month(months[-1]),
    )
    return Lines(usage_title(found, formats), about, tuple(months), tuple(lines), Measure(), from_zero=True)


def measure_name(found: Use, formats: Formats) -> str:
    """Name what was measured, as a person would."""
    words = found.measure.replace("_", " ").strip()
    if found.people:
        return formats.say(mark("People ({measure})"), measure=words)
    return words[:1].upper() + words[1:]


def usage_title(found: Use, formats: Formats) -> str:
    """Say how many of how many use it."""
    active, entitled = found.now
    say = formats.say
    if active is None:
        last = next(
            (m for m, v in zip(found.months[::-1], found.active[::-1], strict=True) if v is not None), None
        )
        return (
            say(mark("No reading since {month}"), month=formats.month(last))
            if last
            else say(mark("No reading of this year"))
        )
    if entitled:
        words = mark("{active} of {entitled} people use it")
        return say(words, active=formats.number(active), entitled=formats.number(entitled))
    measure, month = measure_name(found, formats), formats.month(found.months[-1])
    words = (
        mark("{measure}: {count} in {month}")
        if found.summed
        else mark("{measure}: {count} at the end of {month}")
    )
    return say(words, measure=measure, count=formats.number(active), month=month)


# tickets


def opened_by_month(tickets: Sequence[Ticket], months: Sequence[date]) -> list[int]:
    """Count the tickets opened in each month that ends on one of ``months`` (the last may be cut short)."""
    return [sum(_begins(month) <= ticket.opened_on <= month for ticket in tickets) for month in months]


def _begins(month: date) -> date:
    return month.replace(day=1)


def ticket_columns(tickets: Sequence[Ticket], months: Sequence[date], past: int, formats: Formats) -> Columns:
    """Draw the tickets opened per month; the first ``past`` months are before the period."""
    say = formats.say
    counts = opened_by_month(tickets, months)
    about = say(
        mark("Tickets opened per month, {first} – {last}"),
        first=formats.month(months[0]),
        last=formats.month(months[-1]),
    )
    return Columns(
        tickets_title(counts, formats),
        about,
        tuple(months),
        tuple(float(count) for count in counts),
        Measure(),
        past,
        name=say(mark("Tickets opened")),
    )


def tickets_title(counts: Sequence[int], formats: Formats) -> str:
    """Compare the last three months with the three before; counts are no sample, so this claims no trend."""
    say, now, before = formats.say, sum(counts[-3:]), sum(counts[-6:-3])
    if not any(counts):
        return say(mark("No ticket was opened"))
    if now == before:
        return say(mark("{count} tickets in three months, as many as before"), count=formats.number(now))
    change = abs(now - before)
    if now > before:
        one = mark("{count} more ticket than in the three months before ({now}, {before})")
        many = mark("{count} more tickets than in the three months before ({now}, {before})")
    else:
        one = mark("{count} fewer ticket than in the three months before ({now}, {before})")
        many = mark("{count} fewer tickets than in the three months before ({now}, {before})")
    return formats.count(change, one, many, now=formats.number(now), before=formats.number(before))


def is_open(ticket: Ticket, day: date) -> bool:
    """Tell whether a ticket was open at the end of ``day``."""
    return ticket.opened_on <= day and (ticket.closed_on is None or ticket.closed_on > day)


def open_tickets(tickets: Sequence[Ticket], as_of: date, formats: Formats) -> Table:
    """List the open tickets, the oldest first."""
    say = formats.say
    found = sorted((t for t in tickets if is_open(t, as_of)), key=lambda t: (t.opened_on, t.id))[
        :MOST_TICKETS
    ]
    columns = (
        Column(say(mark("Ticket"))),
        Column(say(mark("Subject"))),
        Column(say(mark("Opened")), Kind.DATE),
        Column(say(mark("Due")), Kind.DATE),
        Column(say(mark("Priority"))),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            ticket.external_id or NOTHING,
            ticket.subject or ticket.category or NOTHING,
            ticket.opened_on,
            Toned(ticket.due_on, Tone.RISK) if ticket.due_on and ticket.due_on < as_of else ticket.due_on,
            say(ticket.priority.label) if ticket.priority else None,
        )
        for ticket in found
    )
    return Table(say(mark("Open tickets")), columns, rows, empty=say(mark("No ticket is open.")))


# surveys


def nps_groups(answers: Sequence[SurveyResponse]) -> tuple[int, int, int]:
    """Count promoters (9, 10), passives (7, 8) and detractors (0 to 6)."""
    return (
        sum(answer.score >= 9 for answer in answers),
        sum(7 <= answer.score < 9 for answer in answers),
        sum(answer.score < 7 for answer in answers),
    )


def nps_parts(waves: Sequence[tuple[str, Sequence[SurveyResponse]]], title: str, formats: Formats) -> Parts:
    """Draw answers to “would you recommend us” as parts of a whole, the latest wave first."""
    say = formats.say
    counts = [nps_groups(answers) for _, answers in waves]
    names = (
        (say(mark("Yes (9, 10)")), "yes"),
        (say(mark("Unsure (7, 8)")), "between"),
        (say(mark("No (0 to 6)")), "no"),
    )
    parts = tuple(
        Part(name, tuple(count[place] for count in counts), tone_name)
        for place, (name, tone_name) in enumerate(names)
    )
    about = say(mark("Answers to “would you recommend us?”, people per survey"))
    return Parts(title, about, tuple(name for name, _ in waves), parts)


def answers(found: Sequence[SurveyResponse], formats: Formats) -> Table:
    """List the latest answers with what was said."""
    say = formats.say
    columns = (
        Column(say(mark("Day")), Kind.DATE),
        Column(say(mark("Survey"))),
        Column(say(mark("Score")), Kind.NUMBER, digits=0),
        Column(say(mark("Scale"))),
        Column(say(mark("Comment"))),
    )
    latest = sorted(found, key=lambda answer: answer.answered_on, reverse=True)[:12]
    rows = tuple(
        (answer.answered_on, say(answer.kind.label), answer.score, answer.scale, answer.comment)
        for answer in latest
    )
    return Table(say(mark("Surveys")), columns, rows, lines=3)
