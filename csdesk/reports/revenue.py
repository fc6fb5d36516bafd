"""Revenue: movements, retention, cohorts and groups of the book, each with its definition."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from csdesk.book import figures
from csdesk.book.figures import CohortRow, Share
from csdesk.book.movements import MovementTable
from csdesk.charts.formats import Formats
from csdesk.i18n import mark
from csdesk.metrics.calendar import add_months
from csdesk.reports import pictures, telling
from csdesk.reports.document import (
    Amount,
    Column,
    Document,
    Facts,
    Heading,
    Kind,
    Part,
    Table,
    Text,
    Tone,
    Toned,
)
from csdesk.reports.portfolio import bars_height

if TYPE_CHECKING:
    from csdesk.book import Book

IDS = (
    "mrr", "arr", "arpa", "nrr", "grr", "logo_retention", "logo_churn", "mrr_churn_gross", "mrr_churn_net",
    "quick_ratio", "new_customers", "customer_lifetime",
)  # fmt: skip
MOST_AGES = 37  # of a sheet: three years of months
MOST_COHORTS = 12  # months of start that a page still tells apart


def build(book: "Book", frame: telling.Frame) -> Document:
    """Ask the book and put the report together."""
    as_of, formats, say = frame.as_of, frame.formats, frame.formats.say
    owner = telling.of_desk(book)
    answer = book.read(figures.metrics, as_of, ids=list(IDS))
    bridge = book.read(figures.bridge, as_of, period="12m")
    first = add_months(as_of.replace(day=1), -12)
    table = book.read(figures.movements, first, as_of)
    retention = book.read(figures.retention_series, as_of, months=24)
    rows = book.read(figures.cohorts, as_of)
    by_quarter = answer.policy.cohort_by == "quarter"
    picture = telling.picture
    parts: list[Part] = [
        Facts(tuple(telling.fact(figure, formats) for figure in answer.figures)),
        Heading(say(mark("Movements"))),
        picture(pictures.bridge(bridge, formats), formats, 192),
        picture(pictures.moves(table, formats), formats, 192),
        *(
            [movements(table, formats)]
            if any(row.closing_mrr or row.opening_mrr for row in table.rows)
            else []
        ),
        Heading(say(mark("Retention"))),
        picture(pictures.retention(retention, formats, answer.policy.nrr_window), formats, 200),
        Heading(say(mark("Where revenue comes from"))),
        *_groups(book, as_of, owner.currency, formats),
        Heading(say(mark("Cohorts"))),
    ]
    shown, quarterly = rows, by_quarter
    if len(rows) > MOST_COHORTS and not by_quarter:  # a wall of small months tells less than quarters do
        shown, quarterly = book.read(figures.cohorts, as_of, every="quarter"), True
    for of_mrr in (True, False):
        data = pictures.cohorts(shown, formats, of_mrr=of_mrr, by_quarter=quarterly)
        parts += [picture(data, formats, 70.0 + 15.0 * max(4, len(data.names)))]
    for of_mrr in (True, False):
        parts += [cohorts(rows, formats, of_mrr=of_mrr, by_quarter=by_quarter)]
    parts += [Heading(say(mark("How it is counted"))), telling.definitions(answer, formats)]
    parts += telling.remarks(answer, formats)
    subtitle = say(mark("{book} · as of {day}"), book=owner.name, day=formats.day(as_of))
    return telling.document(frame, owner, say(mark("Revenue")), subtitle, parts, telling.formula_ids(answer))


def _groups(book: "Book", as_of: date, currency: str, formats: Formats) -> list[Part]:
    """Show MRR by each field that tells the customers apart; the numbers go to sheets."""
    parts: list[Part] = []
    for by in ("segment", "tier", "country"):
        shares = book.read(figures.mrr_by, as_of, by)
        if any(share.group for share in shares):
            bars = pictures.groups(shares, by, currency, as_of, formats)
            parts += [telling.picture(bars, formats, bars_height(len(shares)))]
            parts += [groups(shares, by, currency, formats)]
    return parts or [Text(formats.say(mark("No customer has a segment, tier or country.")), Tone.FADED)]


def movements(table: MovementTable, formats: Formats) -> Table:
    """List the movements of each month, as the command “movements” prints them."""
    say, currency = formats.say, table.currency
    names = ["opening", "new", "reactivation", "expansion", "contraction", "churn"]
    names += ["fx"] if table.several_currencies else []
    names += ["closing"]
    labels = pictures.NAMES | {"opening": mark("Opening"), "closing": mark("Closing")}
    columns = (
        Column(say(mark("Month")), Kind.TEXT),
        *(Column(say(labels[name]), Kind.MONEY) for name in names),
        Column(say(mark("Customers")), Kind.NUMBER),
    )
    rows = tuple(
        (
            formats.month(row.month_end),
            *(_amount(getattr(row, f"{name}_mrr"), currency) for name in names),
            row.closing_accounts,
        )
        for row in table.rows
    )
    return Table(say(mark("MRR by movement and month")), columns, rows, size=12)


def groups(shares: Sequence[Share], by: str, currency: str, formats: Formats) -> Table:
    """List MRR and customers by group."""
    say = formats.say
    total = pictures.shared(shares)
    group = say(pictures.GROUPS[by])
    columns = (
        Column(group[:1].upper() + group[1:]),
        Column(say(mark("MRR")), Kind.MONEY),
        Column(say(mark("Share")), Kind.PERCENT, digits=1),
        Column(say(mark("Customers")), Kind.NUMBER),
    )
    rows = tuple(
        (
            pictures.group_name(share, by, formats),
            _amount(share.mrr, currency),
            (share.mrr or 0) / total if total else None,
            share.customers,
        )
        for share in shares
    )
    name = say(mark("MRR by {group}"), group=group)
    return Table(name, columns, rows, sheets_only=len(rows) <= pictures.MOST_GROUPS + 1)


def cohorts(rows: Sequence[CohortRow], formats: Formats, *, of_mrr: bool, by_quarter: bool) -> Table:
    """List the cohorts for sheets: what each kept at each age."""
    say = formats.say
    ages = range(min(MOST_AGES, max((len(row.mrr) for row in rows), default=0)))
    step = mark("Q+{age}") if by_quarter else mark("M+{age}")
    columns = (
        Column(say(mark("Cohort"))),
        Column(say(mark("Size")), Kind.NUMBER),
        *(Column(say(step, age=age), Kind.PERCENT) for age in ages),
    )
    found = []
    for row in rows:
        kept = row.mrr if of_mrr else row.logo
        name = formats.quarter(row.first) if by_quarter else formats.month(row.first)
        cells = [kept[age] if age < len(kept) else None for age in ages]
        found.append((name, row.size, *(Toned("", Tone.FADED) if cell is None else cell for cell in cells)))
    name = say(mark("MRR kept by cohort")) if of_mrr else say(mark("Customers kept by cohort"))
    none = say(mark("No customers yet."))
    return Table(name, columns, tuple(found), size=12, empty=none, sheets_only=True)


def _amount(minor: int | None, currency: str) -> Amount | None:
    return None if minor is None else Amount(minor, currency)
