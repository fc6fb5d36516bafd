"""Portfolio: the numbers of the book, where they come from, what renews next, and every account."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from csdesk.book import accounts_grid, contracts_listing, contracts_mrr, figures
from csdesk.book.accounts_grid import Columns
from csdesk.book.contracts_listing import ContractLine, State
from csdesk.book.figures import AccountGrid, Share
from csdesk.charts.formats import Formats
from csdesk.i18n import mark
from csdesk.metrics.calendar import add_months, month_end, period_end
from csdesk.metrics.status import Status
from csdesk.model import ContractKind
from csdesk.reports import pictures, telling
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
    Tone,
    Toned,
)

if TYPE_CHECKING:
    from csdesk.book import Book

IDS = ("mrr", "arr", "nrr", "grr", "logo_retention", "new_customers", "quick_ratio")
PAYING = (Status.CUSTOMER, Status.LEAVING, Status.WON_BACK)
SOON = 30  # days in which a renewal needs the eye


def build(book: "Book", frame: telling.Frame) -> Document:
    """Ask the book and put the report together."""
    as_of, formats, say = frame.as_of, frame.formats, frame.formats.say
    owner = telling.of_desk(book)
    answer = book.read(figures.metrics, as_of, ids=list(IDS))
    standing = book.read(figures.account_grid, as_of, 13)
    columns = book.read(accounts_grid.grid, as_of)
    first = add_months(as_of.replace(day=1), -12)
    moves = book.read(figures.movements, first, as_of)
    bridge = book.read(figures.bridge, as_of, period="12m")
    retention = book.read(figures.retention_series, as_of, months=24)
    by, shares = _groups(book, as_of)
    lines = book.read(contracts_listing.lines, as_of)
    until = next_two_quarters(as_of)
    customers = sum(status in PAYING for status in standing.status)
    facts = [
        Fact(say(mark("Customers")), formats.number(customers), customers, _of_all(standing, formats)),
        *(telling.fact(figure, formats) for figure in answer.figures),
    ]
    parts: list[Part] = [Facts(tuple(facts))]
    parts += [Heading(say(mark("Where the change came from")))]
    parts += [
        telling.picture(pictures.bridge(bridge, formats), formats, 192),
        telling.picture(pictures.moves(moves, formats), formats, 192),
    ]
    parts += [
        Heading(say(mark("Kept and lost"))),
        telling.picture(pictures.retention(retention, formats, answer.policy.nrr_window), formats, 200),
    ]
    parts += [Heading(say(mark("Where revenue comes from")))]
    parts += [
        telling.picture(
            pictures.groups(shares, by, owner.currency, as_of, formats),
            formats,
            bars_height(len(shares)),
        )
    ]
    parts += [Heading(say(mark("Renewals until {day}"), day=formats.day(until)))]
    due = to_renew(lines, until)
    worth = book.read(contracts_mrr.in_book, as_of)
    terms = [
        (line.last_day, worth.get(line.contract.id) or 0)
        for line in due
        if line.last_day is not None and line.state is not State.CANCELLED
    ]
    if terms:
        months = months_between(min(as_of, *(day for day, _ in terms)), until)
        parts += [telling.chart(pictures.renewals(terms, months, owner.currency, formats), formats, 150)]
    parts += [renewals(due, as_of, until, formats)]
    parts += [Heading(say(mark("Accounts"))), accounts(standing, columns, as_of, formats)]
    parts += [Heading(say(mark("How it is counted"))), telling.definitions(answer, formats)]
    parts += telling.remarks(answer, formats)
    count = formats.count(len(standing.ids), mark("{count} account"), mark("{count} accounts"))
    subtitle = say(
        mark("{book} · {count} · as of {day}"), book=owner.name, count=count, day=formats.day(as_of)
    )
    return telling.document(
        frame, owner, say(mark("Portfolio")), subtitle, parts, telling.formula_ids(answer)
    )


def _groups(book: "Book", as_of: date) -> tuple[str, list[Share]]:
    """Return MRR by the first field that tells the accounts of this book apart."""
    for by in ("segment", "tier", "country"):
        shares = book.read(figures.mrr_by, as_of, by)
        if len(shares) > 1:
            return by, shares
    return by, shares


def next_two_quarters(as_of: date) -> date:
    """Return the last day of the second quarter after the one ``as_of`` lies in."""
    return period_end(add_months(as_of.replace(day=1), 6), "quarter")


def bars_height(count: int) -> float:
    """Return the height on paper that so many lying bars need."""
    return 48.0 + 19.0 * max(4, min(count, pictures.MOST_GROUPS + 1))


def months_between(first: date, last: date) -> list[date]:
    """Return the ends of the months from that of ``first`` to that of ``last``."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_end(add_months(first.replace(day=1), n)) for n in range(count)]


def to_renew(lines: Sequence[ContractLine], until: date) -> list[ContractLine]:
    """Return the paid terms that end by then and have no successor, cancelled ones too, the next first."""
    due = [
        line
        for line in lines
        if line.contract.kind is ContractKind.PAID
        and line.renewed_by is None
        and (line.renewal is not None or line.state is State.CANCELLED)
        and line.last_day is not None
        and line.last_day <= until
    ]
    return sorted(due, key=lambda line: (line.last_day or until, line.account.casefold()))


def renewals(due: Sequence[ContractLine], as_of: date, until: date, formats: Formats) -> Table:
    """List the terms to renew."""
    say = formats.say
    columns = (
        Column(say(mark("Account"))),
        Column(say(mark("Contract"))),
        Column(say(mark("Last day")), Kind.DATE),
        Column(say(mark("Notice by")), Kind.DATE),
        Column(say(mark("Seats")), Kind.NUMBER),
        Column(say(mark("MRR")), Kind.MONEY),
        Column(say(mark("State"))),
    )
    rows = tuple(
        (
            line.account,
            line.product or line.contract.name,
            _due(line.last_day, line.renewal, as_of),
            line.notice_by,
            line.seats,
            Amount(line.mrr, line.contract.currency),
            _state(line, formats),
        )
        for line in due
    )
    empty = say(mark("No term ends before {day}."), day=formats.day(until))
    return Table(say(mark("Renewals until {day}"), day=formats.day(until)), columns, rows, empty=empty)


def accounts(standing: AccountGrid, grid: Columns, as_of: date, formats: Formats) -> Table:
    """List every account, those that bring most first."""
    say = formats.say
    at = {account: place for place, account in enumerate(grid.ids)}
    several = len({currency for currency in standing.currency if currency} | {standing.book_currency}) > 1
    columns = [
        Column(say(mark("Account"))),
        Column(say(mark("Status"))),
        Column(say(mark("Segment")), sheets_only=True),
        Column(say(mark("Country"))),
        Column(say(mark("MRR")), Kind.MONEY, sheets_only=several),
    ]
    if several:  # a page compares in one currency; sheets have both
        columns.append(Column(say(mark("MRR in {currency}"), currency=standing.book_currency), Kind.MONEY))
    columns += [
        Column(say(mark("12 months")), Kind.PERCENT),
        Column(say(mark("Renewal")), Kind.DATE),
        Column(say(mark("Last contact")), Kind.DATE),
        Column(say(mark("Tickets")), Kind.NUMBER),
        Column(say(mark("Seats used")), Kind.PERCENT),
    ]
    order = sorted(
        (place for place, account in enumerate(standing.ids) if account in at),
        key=lambda place: (
            -(standing.mrr_book[place] or 0),
            grid.columns["name"][at[standing.ids[place]]].casefold(),
        ),
    )
    rows = [
        _account(place, at[standing.ids[place]], standing, grid, as_of, formats, several=several)
        for place in order
    ]
    sums = 0
    if rows:
        known = standing.mrr_sum
        total = None if known is None else Amount(known, standing.book_currency)
        tickets = sum(grid.columns["open_tickets"])
        money: list[Cell] = [None, total] if several else [total]
        rows.append((say(mark("Sum")), None, None, None, *money, None, None, None, tickets, None))
        sums = 1
    rows_shown = tuple(_blank(row, place >= len(rows) - sums) for place, row in enumerate(rows))
    return Table(say(mark("Accounts")), tuple(columns), rows_shown, sums, empty=say(mark("No accounts yet.")))


def _account(
    place: int,
    row: int,
    standing: AccountGrid,
    grid: Columns,
    as_of: date,
    formats: Formats,
    *,
    several: bool,
) -> tuple[Cell, ...]:
    column = grid.columns
    status, currency = standing.status[place], standing.currency[place]
    series, mrr = standing.series[place], standing.mrr[place]
    before, now = series[0], series[-1]
    change = now / before - 1 if before and now is not None else None
    used, seats = column["seats_used"][row], column["seats"][row]
    label = formats.say(status.label)
    cells: list[Cell] = [
        column["name"][row],
        Toned(label, Tone.RISK) if status is Status.LEAVING else label,
        column["segment"][row],
        column["country"][row],
        Amount(mrr, currency) if mrr is not None and currency else None,
    ]
    if several:
        in_book = standing.mrr_book[place]
        cells.append(None if in_book is None or not currency else Amount(in_book, standing.book_currency))
    renewal = standing.renewal[place]
    last_day = renewal - timedelta(days=1) if renewal is not None else None
    cells += [
        change,
        _due(last_day, renewal, as_of),
        column["last_contact"][row],
        column["open_tickets"][row],
        used / seats if used is not None and seats else None,
    ]
    return tuple(cells)


def _blank(row: tuple[Cell, ...], last: bool) -> tuple[Cell, ...]:  # noqa: FBT001  one row is the sum
    """Leave cells of the sum empty where nothing is summed."""
    return tuple("" if cell is None else cell for cell in row) if last else row


def _of_all(standing: AccountGrid, formats: Formats) -> str:
    leaving = sum(status is Status.LEAVING for status in standing.status)
    words = [formats.count(len(standing.ids), mark("of {count} account"), mark("of {count} accounts"))]
    if leaving:
        words.append(formats.count(leaving, mark("{count} leaving"), mark("{count} leaving")))
    return ", ".join(words)


def _due(last_day: date | None, renewal: date | None, as_of: date) -> Cell:
    soon = renewal is not None and renewal <= as_of + timedelta(days=SOON)
    return Toned(last_day, Tone.WATCH) if soon else last_day


def _state(line: ContractLine, formats: Formats) -> Cell:
    label = formats.say(line.state.label)
    return Toned(label, Tone.RISK) if line.state in (State.CANCELLED, State.ENDING) else label
