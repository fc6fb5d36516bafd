"""Slides that hold a review together: title, agenda, summary to complete, next steps, appendix."""

from collections.abc import Sequence

from csdesk.charts.letters import cut, width
from csdesk.i18n import mark
from csdesk.metrics.calendar import add_months, month_end
from csdesk.reports import service
from csdesk.reports.document import (
    Cell,
    Column,
    Kind,
    Layout,
    Minutes,
    Outcomes,
    Panels,
    Paragraphs,
    People,
    Slide,
    Table,
    Tone,
    Toned,
)
from csdesk.reports.qbr_service import agreed, nps_years
from csdesk.reports.review import ENOUGH, QUARTER, Review, median

AGENDA = 8.4  # cm for the rows of the agenda
BACK = 25  # minutes for looking back; at least half of the hour is for what comes
FORWARD = (
    (mark("What we learned, and your priorities"), 10),
    (mark("Next steps"), 15),
    (mark("Decisions"), 10),
)
MOST_REASON = 120  # letters of why they bought that a panel holds
MOST_STEPS = 3  # open tickets among the next steps
LOW = 0.6  # share of licences in use below which it is the concern


def title(review: Review) -> Slide:
    """Name the account, the quarter and the people of both sides."""
    say, formats = review.formats.say, review.formats
    theirs = [", ".join(word for word in (person.name, person.title) if word) for person in review.people()]
    ours = [
        f"{role.person}, {say(role.role.label)}"
        for role in review.page.roles
        if role.until is None or role.until > review.as_of
    ]
    people = [People(review.name, tuple(theirs))] if theirs else []
    people += [People(say(mark("Your team with us")), tuple(ours))] if ours else []
    return Slide(
        Layout.TITLE,
        review.name,
        second=say(mark("Business review, {quarter}"), quarter=formats.quarter_name(review.first)),
        when=say(mark("Figures as of {day}"), day=formats.day(review.as_of)),
        people=tuple(people),
        notes=say(mark("Check who is coming, and who can decide.")),
        key="title",
    )


def agenda(review: Review, told: Sequence[Slide]) -> Slide:
    """Give each part its minutes: at least half of the hour looks forward."""
    say, formats = review.formats.say, review.formats
    sections = list(dict.fromkeys(slide.section for slide in told))
    each = BACK // max(1, len(sections))
    minutes = [(section, each, False) for section in sections]
    if minutes:
        first, size, ahead = minutes[0]
        minutes[0] = (first, size + BACK - each * len(sections), ahead)
    forward = [(say(part), size, True) for part, size in FORWARD]
    parts = [*minutes, *forward]
    total, ahead_total = sum(size for _, size, _ in parts), sum(size for _, size, _ in forward)
    lead = review.owner.user or None
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Toned(part, Tone.BOLD) if ahead else part, size, say(mark("all")) if ahead else lead)
        for part, size, ahead in parts
    )
    columns = (
        Column(say(mark("Part")), width=18.0),
        Column(say(mark("Minutes")), Kind.NUMBER, 3.4),
        Column(say(mark("Leads")), width=9.067),
    )
    band = Minutes(
        tuple((size, ahead) for _, size, ahead in parts),
        say(mark("Looking back, {count} min"), count=formats.number(total - ahead_total)),
        say(mark("Looking forward, {count} min"), count=formats.number(ahead_total)),
    )
    agreed_parts = Table(
        say(mark("Agenda with minutes and who leads")),
        columns,
        rows,
        size=16 if len(rows) < 8 else 14,
        row_height=min(1.35, AGENDA / len(rows)),  # one page, however many parts
    )
    words = mark("{ahead} of our {total} minutes look forward")
    return Slide(
        Layout.HEADLINE,
        say(words, ahead=formats.number(ahead_total), total=formats.number(total)),
        say(mark("Agenda")),
        say(mark("Minutes per part")),
        (band, agreed_parts),
        notes=say(mark("Send the deck a day or two before. Skip the appendix unless asked.")),
        key="agenda",
    )


def summary(review: Review) -> Slide:
    """Put the figures of the quarter together; the concern and the decision are for the author to word."""
    say, formats = review.formats.say, review.formats
    rows = [row for row in (_use_row(review), _ticket_row(review), _answer_row(review)) if row is not None]
    concern = _concern(review)
    to_complete = say(mark("To complete before the meeting"))
    whole = " ".join((review.page.account.why_bought or "").split())
    bought = cut(whole, 1.0, width(whole[:MOST_REASON], 1.0))
    panels = (
        *(((say(mark("Why you bought")), bought),) if bought else ()),
        (say(mark("One concern")), concern or to_complete),
        (say(mark("One decision today")), to_complete),
    )
    review.missing.append(say(mark("Summary: write the decision, and check the concern")))
    headline = say(mark("The quarter in figures"))
    if rows:
        first = f"{rows[0][0]} {rows[0][1]}"
        headline = say(
            mark("{first}, {count} figures more"), first=first, count=formats.number(len(rows) - 1)
        )
        if len(rows) == 1:
            headline = first
        elif len(rows) >= 2:
            headline = say(mark("{first}; {second}"), first=first, second=f"{rows[1][0]} {rows[1][1]}")
    notes = say(
        mark("To complete: three outcomes, one concern, one decision. Say the concern before they do.")
    )
    body = (Outcomes(tuple(rows)), Panels(panels)) if rows else (Panels(panels),)
    return Slide(
        Layout.HEADLINE,
        headline,
        say(mark("Summary")),
        review.period(),
        body,
        source=review.source(say(mark("Figures of the following pages"))),
        notes="\n".join([*([whole] if whole != bought else []), notes]),
        key="summary",
    )


def _use_row(review: Review) -> tuple[str, str, str] | None:
    say, formats = review.formats.say, review.formats
    found = review.use
    active, entitled = found.now if found is not None else (None, None)
    if found is None or active is None or not entitled:
        return None
    counts = say(
        mark("{active} of {entitled}"), active=formats.number(active), entitled=formats.number(entitled)
    )
    then, may = found.active[-1 - QUARTER], found.entitled[-1 - QUARTER]
    aside = counts
    if then is not None and may:
        words = mark("{counts}; {before} three months before")
        aside = say(words, counts=counts, before=formats.percent(then / may, 0))
    return formats.percent(active / entitled, 0), say(mark("of the licences are in use")), aside


def _ticket_row(review: Review) -> tuple[str, str, str] | None:
    say, formats = review.formats.say, review.formats
    if not any(service.opened_by_month(review.tickets, review.months)):
        return None
    now = sum(review.within(ticket.opened_on) for ticket in review.tickets)
    before = sum(review.before(ticket.opened_on) for ticket in review.tickets)
    words = formats.count(now, mark("ticket this quarter"), mark("tickets this quarter"))
    aside = say(mark("{before} the quarter before"), before=formats.number(before))
    met, due = agreed(review.tickets, review)
    if due:
        said = mark("{aside}; {met} of {due} agreed dates met")
        aside = say(said, aside=aside, met=formats.number(met), due=formats.number(due))
    return formats.number(now), words, aside


def _answer_row(review: Review) -> tuple[str, str, str] | None:
    say, formats = review.formats.say, review.formats
    _, latest = nps_years(review)[0]
    if not latest:
        return None
    yes, between, no = service.nps_groups(latest)
    count = yes + between + no
    figure = say(mark("{yes} of {count}"), yes=formats.number(yes), count=formats.number(count))
    aside = say(mark("asked in the last 12 months"))
    if count < ENOUGH:
        aside = say(mark("{aside}; too few answers for a trend"), aside=aside)
    return figure, say(mark("would recommend us")), aside


def _concern(review: Review) -> str:
    """Return the plainest concern the figures show, in words a customer may read; empty if there is none."""
    say, formats = review.formats.say, review.formats
    late = [
        t for t in review.tickets if service.is_open(t, review.as_of) and t.due_on and t.due_on < review.as_of
    ]
    found = review.use
    if found is not None and found.now[0] is not None and found.now[1] and found.now[0] / found.now[1] < LOW:
        idle = int(found.now[1] - found.now[0])
        words = mark("{count} of {entitled} people with a licence do not use it.")
        return say(words, count=formats.number(idle), entitled=formats.number(found.now[1]))
    if late:
        return formats.count(
            len(late),
            mark("{count} ticket is past its agreed date."),
            mark("{count} tickets are past their agreed dates."),
        )
    return ""


def next_steps(review: Review) -> Slide:
    """List what is already agreed (open tickets with a date, the next review) with room for the rest."""
    say, formats = review.formats.say, review.formats
    to_complete = Toned(say(mark("to complete")), Tone.FADED)
    ours = (
        next((role.person for role in review.page.roles if role.until is None), None)
        or review.owner.user
        or None
    )
    dated = sorted(
        (t for t in review.tickets if service.is_open(t, review.as_of) and t.due_on is not None),
        key=lambda t: (t.due_on or review.as_of, t.id),
    )
    rows: list[tuple[Cell, ...]] = []
    for ticket in dated[:MOST_STEPS]:
        subject = ticket.subject or ticket.external_id or ""
        step, by = say(mark("Solve: {subject}"), subject=subject), ticket.due_on
        overdue = by is not None and by < review.as_of
        if overdue:  # a day that is over is no plan
            step = say(
                mark("Solve: {subject} (was due {day})"), subject=subject, day=formats.day(ticket.due_on)
            )
        closed = say(mark("Ticket closed with your word"))
        rows.append((to_complete if overdue else by, Toned(step, Tone.BOLD), to_complete, ours, closed))
    rows.append((to_complete, to_complete, to_complete, to_complete, to_complete))
    following = month_end(add_months(review.end, QUARTER))
    rows.append(
        (
            following,
            Toned(say(mark("Next business review")), Tone.BOLD),
            to_complete,
            ours,
            say(mark("Date agreed today")),
        )
    )
    columns = (
        Column(say(mark("By")), Kind.DATE, 3.6),
        Column(say(mark("Step")), width=11.0),
        Column(say(mark("Your side")), width=4.6),
        Column(say(mark("Our side")), width=4.6),
        Column(say(mark("Done when")), width=6.867),
    )
    decide = say(mark("To complete before the meeting"))
    review.missing.append(say(mark("Next steps: name owners and dates, and the decisions")))
    return Slide(
        Layout.HEADLINE,
        say(mark("By {day}: the steps we agree on today"), day=formats.day(following)),
        say(mark("Next steps")),
        say(mark("Proposal for {quarter}, to be agreed in the meeting"), quarter=formats.quarter(following)),
        (
            Table(
                say(mark("Next steps with date, owners of both sides and when they are done")),
                columns,
                tuple(rows),
            ),
            Panels(((say(mark("Decision 1")), decide), (say(mark("Decision 2")), decide)), below=True),
        ),
        source=review.source(say(mark("Support register; proposal"))),
        notes=say(mark("Read the decisions aloud and write down who decided.")),
        key="next",
    )


def appendix(review: Review) -> Slide:
    """Give the figures of thirteen months, and how they are counted."""
    say, formats = review.formats.say, review.formats
    found, tickets = review.use, review.tickets
    names = (
        Column("", width=6.2),
        *(Column(formats.month(m, year=False), Kind.NUMBER) for m in review.months),
    )
    rows: list[tuple[Cell, ...]] = []
    if found is not None:
        rows.append((service.measure_name(found, formats), *found.active))
        if any(value is not None for value in found.entitled):
            rows.append((say(mark("Licences")), *found.entitled))
            shares = (
                formats.percent(a / e, 0) if a is not None and e else None
                for a, e in zip(found.active, found.entitled, strict=True)
            )
            rows.append((say(mark("Share in use")), *shares))
    if tickets:
        rows.append((say(mark("Tickets opened")), *service.opened_by_month(tickets, review.months)))
        hours = (
            median(
                [
                    t.resolution_hours
                    for t in tickets
                    if t.resolution_hours is not None and t.closed_on and m.replace(day=1) <= t.closed_on <= m
                ]
            )
            for m in review.months
        )
        rows.append(
            (
                say(mark("Median hours to solve")),
                *(None if h is None else formats.number(h, 1) for h in hours),
            )
        )
    counted = [
        say(mark("Share in use: people active ÷ licences, at the last reading of each month.")),
        say(mark("Agreed dates: tickets due in the quarter that were closed on their due day or before.")),
        say(mark("Median hours to solve: of the tickets closed in the month.")),
    ]
    known = [
        say(
            mark("NPS = share of 9 and 10 less share of 0 to 6; the last answer of each person in 12 months.")
        ),
        say(mark("Fewer than 30 answers or people, or a change that chance explains: no trend is claimed.")),
        say(
            mark("Figures as of {day}; later corrections go into the next review."),
            day=formats.day(review.as_of),
        ),
    ]
    span = f"{formats.month(review.months[0])} – {formats.month(review.months[-1])}"
    table = Table(say(mark("Figures of thirteen months")), names, tuple(rows), size=12)
    words = Paragraphs(
        ((say(mark("How it is counted")), tuple(counted)), (say(mark("What to know")), tuple(known)))
    )
    return Slide(
        Layout.TABLE if rows else Layout.HEADLINE,
        say(mark("Figures behind these pages, and how they are counted")),
        say(mark("Appendix")),
        span,
        (table, words) if rows else (words,),
        source=review.source(say(mark("Readings of use, support register, surveys"))),
        key="appendix",
    )
