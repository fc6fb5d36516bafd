"""Account summary: what one brings to a meeting about one customer. It is for our own eyes."""

from datetime import date
from typing import TYPE_CHECKING

from csdesk.book import accounts_page, contracts_listing, figures
from csdesk.book.accounts_page import AccountPage
from csdesk.book.figures import AccountMrr
from csdesk.charts.formats import NOTHING, Formats
from csdesk.i18n import mark
from csdesk.metrics.calendar import recent_month_ends
from csdesk.reports import pictures, service, telling
from csdesk.reports.document import (
    Amount,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Kind,
    Part,
    Table,
    Text,
    Tone,
    Toned,
)

if TYPE_CHECKING:
    from csdesk.book import Book

MOST_ENTRIES = 15  # of the timeline
MOST_LETTERS = 600  # of notes that stand on the first page
EVERYTHING = 100_000  # more than any account holds


def build(book: "Book", frame: telling.Frame, account_id: int) -> Document:
    """Ask the book and put the summary together."""
    as_of, formats, say = frame.as_of, frame.formats, frame.formats.say
    owner = telling.of_desk(book)
    page = book.read(accounts_page.page, account_id, as_of, limit=EVERYTHING)
    mrr = book.read(figures.account_mrr, account_id, as_of, 25)
    status = say(mrr.status.label)
    parts: list[Part] = [Facts(tuple(_facts(page, mrr, as_of, formats)))]
    parts += _agreed(page, formats)
    brief = len(page.account.notes or "") <= MOST_LETTERS  # what one has to know stands on top
    if page.account.notes and brief:
        parts += [Heading(say(mark("Notes")), 2), Text(page.account.notes)]
    parts += [Heading(say(mark("Revenue")))]
    parts += [
        telling.picture(pictures.trend(mrr.points, mrr.currency, formats, mrr.events), formats, 190),
        _contracts(page, formats),
    ]
    parts += [Heading(say(mark("People"))), _people(page, as_of, formats)]
    months = recent_month_ends(as_of, service.MONTHS)
    used = service.usage_lines(page.usage, months, formats)
    if used is not None:
        parts += [Heading(say(mark("Usage"))), telling.picture(used, formats, 190)]
    if page.tickets.total:
        columns = service.ticket_columns(page.tickets.rows, months, 0, formats)
        parts += [Heading(say(mark("Support"))), telling.picture(columns, formats, 170)]
        parts += [service.open_tickets(page.tickets.rows, as_of, formats)]
    answered = [answer for answer in page.surveys.rows if answer.answered_on <= as_of]
    if answered:
        parts += [Heading(say(mark("Surveys"))), service.answers(answered, formats)]
    if any(invoice.paid_on is None or invoice.paid_on > as_of for invoice in page.invoices.rows):
        parts += [Heading(say(mark("Open invoices"))), _invoices(page, as_of, formats)]
    parts += [Heading(say(mark("Timeline"))), _timeline(page, as_of, formats)]
    if page.account.notes and not brief:
        parts += [Heading(say(mark("Notes"))), Text(page.account.notes)]
    place = ", ".join(word for word in (page.account.city, page.account.country) if word)
    about = " · ".join(word for word in (status, page.account.tier, page.account.segment, place) if word)
    subtitle = f"{about} · {say(mark('as of {day}'), day=formats.day(as_of))} · {say(mark('internal'))}"
    return telling.document(frame, owner, page.account.name, subtitle, parts, ("mrr",))


def _facts(page: AccountPage, mrr: AccountMrr, as_of: date, formats: Formats) -> list[Fact]:
    say = formats.say
    now = mrr.points[-1][1] if mrr.points else None
    year_ago = mrr.points[-13][1] if len(mrr.points) >= 13 else None
    change = now / year_ago - 1 if now is not None and year_ago else None
    grown = (
        say(mark("{change} in 12 months"), change=formats.percent(change, sign=True))
        if change is not None
        else ""
    )
    term = contracts_listing.next_renewal(page.contracts)
    last_day, renewal = (term.last_day, term.renewal) if term is not None else (None, None)
    share = page.seats_used / page.seats if page.seats_used is not None and page.seats else None
    seats = say(
        mark("{used} of {bought}"), used=formats.number(page.seats_used), bought=formats.number(page.seats)
    )
    waited = (as_of - page.last_contact).days if page.last_contact else None
    ago = (
        formats.count(waited, mark("{count} day ago"), mark("{count} days ago")) if waited is not None else ""
    )
    late = (
        formats.count(page.tickets.late, mark("{count} late"), mark("{count} late"))
        if page.tickets.late
        else ""
    )
    return [
        Fact(
            say(mark("MRR")),
            pictures.whole(now, mrr.currency, formats),
            None if now is None else Amount(now, mrr.currency),
            grown,
        ),
        Fact(say(mark("Term ends")), formats.day(last_day), last_day, _in(renewal, as_of, formats)),
        Fact(say(mark("Seats used")), formats.percent(share, 0), share, seats if share is not None else ""),
        Fact(say(mark("Last contact")), formats.day(page.last_contact), page.last_contact, ago),
        Fact(say(mark("Open tickets")), formats.number(page.tickets.open), page.tickets.open, late),
    ]


def _in(day: date | None, as_of: date, formats: Formats) -> str:
    if day is None:
        return ""
    return formats.count((day - as_of).days, mark("in {count} day"), mark("in {count} days"))


def _agreed(page: AccountPage, formats: Formats) -> list[Part]:
    """Why they bought, and what was said to be done next."""
    say, account = formats.say, page.account
    parts: list[Part] = []
    if account.why_bought:
        parts += [Heading(say(mark("Why they bought")), 2), Text(account.why_bought)]
    if account.next_step:
        day = formats.day(account.next_step_on) if account.next_step_on else ""
        words = say(mark("{step} (by {day})"), step=account.next_step, day=day) if day else account.next_step
        parts += [Heading(say(mark("Next step")), 2), Text(words)]
    return parts


def _contracts(page: AccountPage, formats: Formats) -> Table:
    say = formats.say
    columns = (
        Column(say(mark("Contract"))),
        Column(say(mark("Starts")), Kind.DATE),
        Column(say(mark("Last day")), Kind.DATE),
        Column(say(mark("Notice by")), Kind.DATE),
        Column(say(mark("Seats")), Kind.NUMBER),
        Column(say(mark("MRR")), Kind.MONEY, digits=2),
        Column(say(mark("State"))),
    )
    rows = []
    for line in page.contracts:
        words, values = contracts_listing.words(line)
        shown = {
            name: formats.day(value) if isinstance(value, date) else value for name, value in values.items()
        }
        rows.append(
            (
                line.contract.name or line.product or NOTHING,
                line.contract.start,
                line.last_day,
                line.notice_by,
                line.seats,
                Amount(line.mrr, line.contract.currency),
                say(words, **shown),
            )
        )
    return Table(say(mark("Contracts")), columns, tuple(rows), empty=say(mark("No contract.")))


def _people(page: AccountPage, as_of: date, formats: Formats) -> Table:
    say = formats.say
    columns = (
        Column(say(mark("Person"))),
        Column(say(mark("Title"))),
        Column(say(mark("Part"))),
        Column(say(mark("Attitude"))),
        Column(say(mark("Last contact")), Kind.DATE),
    )
    rows: list[tuple[Cell, ...]] = []
    for person in page.contacts:
        leaves = person.leaves_on is not None and person.leaves_on >= as_of
        left = person.leaves_on is not None and person.leaves_on < as_of
        note = say(mark("leaves {day}"), day=formats.day(person.leaves_on)) if leaves else ""
        rows.append(
            (
                Toned(person.name, Tone.FADED) if left else person.name,
                person.title,
                say(person.role.label) if person.role else None,
                Toned(note, Tone.WATCH) if note else say(person.attitude.label) if person.attitude else None,
                person.last_contact_on,
            )
        )
    return Table(say(mark("People")), columns, tuple(rows), empty=say(mark("Nobody is known here yet.")))


def _invoices(page: AccountPage, as_of: date, formats: Formats) -> Table:
    say = formats.say
    columns = (
        Column(say(mark("Invoice"))),
        Column(say(mark("Issued")), Kind.DATE),
        Column(say(mark("Due")), Kind.DATE),
        Column(say(mark("Amount")), Kind.MONEY, digits=2),
    )
    rows = tuple(
        (
            invoice.number,
            invoice.issued_on,
            Toned(invoice.due_on, Tone.RISK) if invoice.due_on and invoice.due_on < as_of else invoice.due_on,
            Amount(invoice.amount, invoice.currency),
        )
        for invoice in page.invoices.rows
        if invoice.issued_on <= as_of and (invoice.paid_on is None or invoice.paid_on > as_of)
    )
    return Table(say(mark("Open invoices")), columns, rows)


def _timeline(page: AccountPage, as_of: date, formats: Formats) -> Table:
    say = formats.say
    columns = (
        Column(say(mark("Day")), Kind.DATE),
        Column(say(mark("Type"))),
        Column(say(mark("What was said or done"))),
    )
    entries = [entry for entry in page.activities.rows if entry.day <= as_of][:MOST_ENTRIES]
    rows = tuple((entry.day, say(entry.type.label), entry.text) for entry in entries)
    return Table(
        say(mark("Timeline")), columns, rows, lines=3, empty=say(mark("Nothing is written down yet."))
    )
