"""What can be had on paper: the reports and the deck, by name, for window and command line alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from csdesk.i18n import mark

if TYPE_CHECKING:
    from csdesk.book import Book
    from csdesk.reports.document import Document
    from csdesk.reports.telling import Frame


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: which account, which quarter (its first day), and with prices or not."""

    account_id: int | None = None
    quarter: date | None = None
    commercial: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: its name, what is in it, what it needs, and the formats that suit it, best first."""

    key: str
    label: str
    about: str
    build: Callable[["Book", "Frame", Order], "Document"]
    of_account: bool = False
    of_quarter: bool = False
    suffixes: tuple[str, ...] = (".pdf", ".xlsx", ".csv", ".pptx", ".html")


def _portfolio(book: "Book", frame: "Frame", order: Order) -> "Document":  # noqa: ARG001  of the whole book
    from csdesk.reports import portfolio

    return portfolio.build(book, frame)


def _revenue(book: "Book", frame: "Frame", order: Order) -> "Document":  # noqa: ARG001  of the whole book
    from csdesk.reports import revenue

    return revenue.build(book, frame)


def _account(book: "Book", frame: "Frame", order: Order) -> "Document":
    from csdesk.reports import account

    return account.build(book, frame, _named(order))


def _review(book: "Book", frame: "Frame", order: Order) -> "Document":
    from csdesk.reports import qbr

    first = order.quarter or last_quarter(frame.as_of)
    return qbr.build(book, frame, _named(order), first, commercial=order.commercial)


def _named(order: Order) -> int:
    if order.account_id is None:
        raise AssertionError("a paper about an account was ordered without one")
    return order.account_id


PAPERS: tuple[Paper, ...] = (
    Paper(
        "portfolio",
        mark("Portfolio"),
        mark("The numbers of the book, every account, the renewals of the next two quarters"),
        _portfolio,
    ),
    Paper(
        "revenue",
        mark("Revenue"),
        mark("Movements, retention and cohorts, with their definitions"),
        _revenue,
    ),
    Paper(
        "account",
        mark("Account summary"),
        mark("What one brings to a meeting about one account; for our own eyes"),
        _account,
        of_account=True,
    ),
    Paper(
        "review",
        mark("Business review"),
        mark("The deck for the customer, with room for what only you can say"),
        _review,
        of_account=True,
        of_quarter=True,
        suffixes=(".pptx", ".pdf", ".html"),
    ),
)
BY_KEY = {paper.key: paper for paper in PAPERS}


def last_quarter(today: date) -> date:
    """Return the first day of the latest quarter that is over, one that ends today included."""
    from csdesk.metrics.calendar import add_months, period_end, period_start

    start = period_start(today, "quarter")
    return start if period_end(today, "quarter") == today else add_months(start, -3)


def quarter_of(text: str) -> date | None:
    """Read 2026-Q3 as its first day; None if it is no quarter."""
    year, _, number = text.upper().replace("-", "").partition("Q")
    if len(year) == 4 and year.isdigit() and number in ("1", "2", "3", "4"):
        return date(int(year), int(number) * 3 - 2, 1)
    return None


def file_name(document: "Document", suffix: str) -> str:
    """Return a name for the file of a document: safe on every system, at most 120 letters."""
    from csdesk.charts.letters import clean

    words = clean(f"{document.title} {document.subtitle if document.is_deck else document.as_of.isoformat()}")
    safe = (
        "".join("-" if letter in '<>:"/\\|?*\t\n' else letter for letter in words)
        .strip(" .")[:110]
        .strip(" .")
    )
    return f"{safe or 'csdesk'}{suffix}"
