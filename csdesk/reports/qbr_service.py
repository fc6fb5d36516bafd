"""Slides of a review that tell how it went between people: relationship, support, satisfaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from csdesk.charts.letters import cut, width
from csdesk.i18n import mark
from csdesk.metrics.calendar import months_back
from csdesk.model import ActivityType, Contact, SurveyKind, SurveyResponse, Ticket
from csdesk.reports import service, telling
from csdesk.reports.document import Column, Kind, Layout, Slide, Table, Text, Tone, Toned
from csdesk.reports.review import ENOUGH, QUARTER, Review, count_moved, median

SPOKEN = (ActivityType.CALL, ActivityType.MEETING, ActivityType.QBR)
_KINDS = {
    ActivityType.CALL: (mark("call"), mark("calls")),
    ActivityType.MEETING: (mark("meeting"), mark("meetings")),
    ActivityType.QBR: (mark("business review"), mark("business reviews")),
}
QUOTES, YEARS = 2, 3
MOST_QUOTE = 110  # letters of a quote


def relationship(review: Review) -> Slide | None:
    """Who spoke with whom: only entries that may be shown, people by name and title."""
    say, formats = review.formats.say, review.formats
    spoken = [
        entry for entry in review.page.activities.rows if entry.type in SPOKEN and review.within(entry.day)
    ]
    people = review.people()
    if not spoken and not people:
        review.missing.append(say(mark("Relationship: left out, nobody and no conversation is written down")))
        return None
    if spoken:
        last = max(entry.day for entry in spoken)
        words = mark("We spoke {count} times this quarter, last on {day}")
        headline = say(words, count=formats.number(len(spoken)), day=formats.day(last))
        if len(spoken) == 1:
            headline = say(mark("We spoke once this quarter, on {day}"), day=formats.day(last))
        elif len(spoken) == 2:
            headline = say(mark("We spoke twice this quarter, last on {day}"), day=formats.day(last))
    else:
        headline = say(mark("No conversation is on record for this quarter"))
    talked = {person.id: _last_conversation(person, review) for person in people}
    met = [person for person in people if review.within(talked[person.id])]
    meaning = say(
        mark("We were in contact with {met} of {count} people on your side this quarter."),
        met=formats.number(len(met)),
        count=formats.number(len(people)),
    )
    kinds = Counter(entry.type for entry in spoken)
    figures = tuple(
        (formats.number(count), formats.count(count, *_KINDS[kind])) for kind, count in kinds.most_common(3)
    )
    shown = [entry for entry in review.page.activities.rows if entry.shareable and review.within(entry.day)]
    if shown:
        columns = (
            Column(say(mark("Day")), Kind.DATE, 3.6),
            Column(say(mark("Kind")), width=4.0),
            Column(say(mark("What"))),
        )
        rows = tuple(
            (entry.day, say(entry.type.label), entry.text) for entry in sorted(shown, key=lambda e: e.day)
        )
        table = Table(say(mark("Milestones and reviews of the quarter")), columns, rows)
        second = say(mark("Milestones and reviews, {period}"), period=review.period())
    else:
        people_columns = (
            Column(say(mark("Person"))),
            Column(say(mark("Title"))),
            Column(say(mark("Last contact")), Kind.DATE),
        )
        table = Table(
            say(mark("People on your side")),
            people_columns,
            tuple((Toned(person.name, Tone.BOLD), person.title, talked[person.id]) for person in people),
        )
        second = say(mark("People and the day of their last contact, {period}"), period=review.period())
    quiet = [person for person in people if person not in met]
    suggestion = say(mark("Name who else should be in the next conversation.")) if quiet else ""
    return Slide(
        Layout.TABLE_MEANING,
        headline,
        say(mark("Relationship")),
        second,
        (table,),
        figures=figures,
        meaning=meaning if people else "",
        suggestion=suggestion,
        source=review.source(say(mark("Timeline"))),
        notes=say(
            mark("Only entries marked to be shown are listed. Correct the list with your counterpart.")
        ),
        key="relationship",
    )


def _last_conversation(person: Contact, review: Review) -> date | None:
    """Return the last day up to ``as_of`` on which a person is known to have been spoken with."""
    days = [
        entry.day
        for entry in review.page.activities.rows
        if entry.type in SPOKEN and entry.day <= review.as_of and entry.people and person.name in entry.people
    ]
    if person.last_contact_on is not None and person.last_contact_on <= review.as_of:
        days.append(person.last_contact_on)
    return max(days, default=None)


# support


def support(review: Review) -> Slide | None:
    """Tickets per month, agreed dates met, what is open: counts, and a change only beyond chance."""
    say, formats = review.formats.say, review.formats
    tickets = review.tickets
    if not any(service.opened_by_month(tickets, review.months)):
        if tickets:
            last = formats.month(max(ticket.opened_on for ticket in tickets))
            review.missing.append(say(mark("Support: left out, the last ticket is of {month}"), month=last))
        else:
            review.missing.append(say(mark("Support: left out, there is no ticket")))
        return None
    now = [ticket for ticket in tickets if review.within(ticket.opened_on)]
    before = [ticket for ticket in tickets if review.before(ticket.opened_on)]
    still = [ticket for ticket in tickets if service.is_open(ticket, review.as_of)]
    chart = service.ticket_columns(tickets, review.months, len(review.months) - _months_in(review), formats)
    figures = [
        (
            formats.number(len(now)),
            say(
                mark("tickets this quarter, {before} the quarter before"), before=formats.number(len(before))
            ),
        )
    ]
    met = agreed(tickets, review)
    if met[1]:
        words = mark("{met} of {count}")
        figure = say(words, met=formats.number(met[0]), count=formats.number(met[1]))
        figures.append(
            (figure, say(mark("agreed dates met, {share}"), share=formats.percent(met[0] / met[1], 0)))
        )
    meaning = _support_meaning(now, review)
    suggestion = ""
    if still:
        oldest = formats.day(min(ticket.opened_on for ticket in still))
        words = mark("Go through the {count} open tickets together; the oldest is of {day}.")
        suggestion = say(words, count=formats.number(len(still)), day=oldest)
        if len(still) == 1:
            suggestion = say(mark("Go through the open ticket of {day} together."), day=oldest)
    return Slide(
        Layout.CHART,
        _support_headline(len(now), len(before), len(still), review),
        say(mark("Support")),
        say(mark("{about}; the quarter is darker"), about=chart.about),
        (telling.chart(chart, formats),),
        figures=tuple(figures),
        meaning=meaning,
        suggestion=suggestion,
        source=review.source(say(mark("Support register"))),
        notes=say(mark("Agreed dates: tickets whose due day lies in the quarter, closed on it or before.")),
        key="support",
    )


def agreed(tickets: Sequence[Ticket], review: Review) -> tuple[int, int]:
    """Count the tickets due in the quarter, and those of them closed in time."""
    due = [ticket for ticket in tickets if review.within(ticket.due_on)]
    kept = [t for t in due if t.due_on is not None and t.closed_on is not None and t.closed_on <= t.due_on]
    return len(kept), len(due)


def _months_in(review: Review) -> int:
    return (review.as_of.year - review.first.year) * 12 + review.as_of.month - review.first.month + 1


def _support_headline(now: int, before: int, still: int, review: Review) -> str:
    say, formats = review.formats.say, review.formats
    opened = formats.count(now, mark("{count} ticket this quarter"), mark("{count} tickets this quarter"))
    if count_moved(now, before):
        words = (
            mark("{change} more tickets than in the quarter before")
            if now > before
            else mark("{change} fewer tickets than in the quarter before")
        )
        opened = say(words, change=formats.number(abs(now - before)))
    elif not now:
        opened = say(mark("No ticket was opened this quarter"))
    rest = (
        formats.count(still, mark("{count} is open"), mark("{count} are open"))
        if still
        else say(mark("none is open"))
    )
    return say(mark("{opened}; {rest}"), opened=opened, rest=rest)


def _support_meaning(now: Sequence[Ticket], review: Review) -> str:
    say, formats = review.formats.say, review.formats
    words = []
    kinds = Counter(ticket.category for ticket in now if ticket.category)
    if kinds and len(now) >= QUARTER:
        kind, count = kinds.most_common(1)[0]
        if count * 3 >= len(now):
            said = mark("{count} of {total} are about “{category}”.")
            words.append(
                say(said, count=formats.number(count), total=formats.number(len(now)), category=kind)
            )
    hours = median(
        [
            t.resolution_hours
            for t in review.tickets
            if t.resolution_hours is not None and review.within(t.closed_on)
        ]
    )
    if hours is not None:
        words.append(
            say(
                mark("Half of the tickets closed in the quarter took {hours} hours or less."),
                hours=formats.number(hours, 1),
            )
        )
    if not words and not now:
        words.append(say(mark("Nothing stood in the way of your people this quarter.")))
    return " ".join(words)


# satisfaction


def satisfaction(review: Review) -> Slide | None:
    """Answers to “would you recommend us”, year by year; below 30 of them no trend is claimed."""
    say, formats = review.formats.say, review.formats
    years = nps_years(review)
    asked = [answer.answered_on for _, answers in years for answer in answers]
    section = say(mark("Satisfaction"))
    if not asked:
        review.missing.append(say(mark("Satisfaction: left out, nobody has answered a survey")))
        return None
    latest = years[0][1]
    if not latest:
        last = formats.month(max(asked))
        headline = say(
            mark("Nobody was asked in the last 12 months; the last answers are of {month}"), month=last
        )
        later = Text(say(mark("A survey before the next review would show where we stand.")))
        source = review.source(say(mark("Surveys")))
        return Slide(
            Layout.TEXT, headline, section, review.period(), (later,), source=source, key="satisfaction"
        )
    yes, between, no = service.nps_groups(latest)
    count = yes + between + no
    nps = formats.number((yes - no) / count * 100)
    words = mark("{yes} of {count} would recommend us") if yes else mark("None of {count} would recommend us")
    headline = say(words, yes=formats.number(yes), count=formats.number(count))
    if count < ENOUGH:
        headline = say(mark("{headline}; too few answers to call it a trend"), headline=headline)
    else:
        headline = say(mark("{headline}; NPS {nps}"), headline=headline, nps=nps)
    named = [
        (say(mark("To {month}"), month=formats.month(end)), answers) for end, answers in years if answers
    ]
    chart = service.nps_parts(named, headline, formats)
    titles = {person.id: person.title for person in review.page.contacts}
    said: dict[str, str] = {}  # what two people say alike is quoted once
    for answer in reversed(latest):
        if answer.comment and (words := " ".join(answer.comment.split())):
            title = titles.get(answer.contact_id or 0) or say(mark("One of your people"))
            said.setdefault(f"“{cut(words, 1.0, width(words[:MOST_QUOTE], 1.0))}”", title)
    quotes = tuple(said.items())[:QUOTES]
    words = mark("Nobody would advise against us.")
    if no:
        words = mark("{no} of {count} would not recommend us.")
        if no == count:
            words = mark("Nobody who answered would recommend us.")
    source = say(
        mark("Surveys, the last answer of each person; NPS {nps} of {count} answers"), nps=nps, count=count
    )
    return Slide(
        Layout.CHART,
        headline,
        section,
        say(mark("{about}, 12 months each"), about=chart.about),
        (telling.chart(chart, formats),),
        quotes=quotes,
        meaning=say(words, no=formats.number(no), count=formats.number(count)),
        suggestion=say(mark("Hear from those who are unsure or against what is missing."))
        if between + no
        else "",
        source=review.source(source),
        notes=say(mark("Quotes carry the title, never the name. Ask before you read one aloud.")),
        key="satisfaction",
    )


def nps_years(review: Review) -> list[tuple[date, list[SurveyResponse]]]:
    """Return the answers of three years, the latest first: the last one of each person a year."""
    found = []
    answers = sorted(
        (answer for answer in review.answers if answer.kind is SurveyKind.NPS),
        key=lambda answer: (answer.answered_on, answer.id),
    )
    for year in range(YEARS):
        end, begin = months_back(review.as_of, 12 * year), months_back(review.as_of, 12 * (year + 1))
        last = {
            answer.contact_id or f"answer {answer.id}": answer
            for answer in answers
            if begin < answer.answered_on <= end
        }
        found.append((end, list(last.values())))
    return found
