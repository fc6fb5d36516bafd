"""The papers there are: what each is called, what it asks for, and how it is put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from csdesk.i18n import mark
from csdesk.metrics.calendar import add_months, period_end, period_start

if TYPE_CHECKING:
    from csdesk.book.book import Book
    from csdesk.reports.document import Document
    from csdesk.reports.telling import Frame

QUARTERS = 8  # offered for a review, the newest first


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen: which paper, of whom, of when, on what."""

    paper: str
    as_of: date
    account_id: int | None = None
    quarter: date | None = None
    sheet: str = "A4"
    commercial: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of report. ``asks`` names the fields of its form, ``suffixes`` what it is saved as."""

    key: str
    title: str
    about: str
    asks: Sequence[str]
    suffixes: Sequence[str]
    build: "Callable[[Book, Frame, Wanted], Document]"


def _portfolio(book: "Book", frame: "Frame", _wanted: Wanted) -> "Document":
    from csdesk.reports import portfolio

    return portfolio.build(book, frame)


def _account(book: "Book", frame: "Frame", wanted: Wanted) -> "Document":
    from csdesk.reports import account

    return account.build(book, frame, _known(wanted))


def _revenue(book: "Book", frame: "Frame", _wanted: Wanted) -> "Document":
    from csdesk.reports import revenue

    return revenue.build(book, frame)


def _review(book: "Book", frame: "Frame", wanted: Wanted) -> "Document":
    from csdesk.reports import qbr

    first = wanted.quarter or quarters(wanted.as_of)[0]
    return qbr.build(book, frame, _known(wanted), first, commercial=wanted.commercial)


def _known(wanted: Wanted) -> int:
    if wanted.account_id is None:
        raise AssertionError("the form asks for the account first")
    return wanted.account_id


_SAVED = (".pdf", ".xlsx", ".csv", ".html", ".pptx")
PAPERS: tuple[Paper, ...] = (
    Paper(
        "portfolio",
        mark("Portfolio"),
        mark("The numbers of the book, every account, what renews in two quarters"),
        ("as_of", "sheet"),
        _SAVED,
        _portfolio,
    ),
    Paper(
        "account",
        mark("Account summary"),
        mark("What one brings to a meeting with a customer’s team"),
        ("account", "as_of", "sheet"),
        _SAVED,
        _account,
    ),
    Paper(
        "revenue",
        mark("Revenue"),
        mark("Movements, retention and cohorts, with how each is counted"),
        ("as_of", "sheet"),
        _SAVED,
        _revenue,
    ),
    Paper(
        "review",
        mark("Review deck"),
        mark("Slides for a quarterly review, with charts that can be edited and notes to speak from"),
        ("account", "quarter", "commercial"),
        (".pptx", ".pdf", ".html"),
        _review,
    ),
)
BY_KEY = {paper.key: paper for paper in PAPERS}


def quarters(today: date) -> list[date]:
    """Return the first days of the last quarters, the one over last first, and this one at the end."""
    this = period_start(today, "quarter")
    if period_end(today, "quarter") == today:
        return [add_months(this, -3 * back) for back in range(QUARTERS)]
    return [*(add_months(this, -3 * back) for back in range(1, QUARTERS)), this]


def offered(session: Any, today: date, *, with_first: bool) -> tuple[list[tuple[int, str]], int | None]:
    """Return the accounts one can report on, and the one that pays most: it is likely wanted first."""
    from csdesk.book import figures

    known = names(session)
    if not with_first or not known:
        return known, None
    found = figures.account_grid(session, today)
    paying = zip(found.mrr_book, found.ids, strict=True)
    return known, max(paying, key=lambda pair: (pair[0] or 0, -pair[1]))[1]


def names(session: Any) -> list[tuple[int, str]]:
    """Return the accounts one can report on, by name."""
    from csdesk.book.accounts_grid import read_columns

    ids, columns = read_columns(session, "account", ["name"])
    return sorted(zip(ids, columns["name"], strict=True), key=lambda pair: (pair[1].casefold(), pair[0]))
