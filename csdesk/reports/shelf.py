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

QUARTERS = 8  # offered for a review


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: which account, which quarter (its first day), and with prices or not."""

    account_id: int | None = None
    quarter: date | None = None
    commercial: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: name, content, what it asks for, and the formats that suit it, best first."""

    key: str
    title: str
    about: str
    build: Callable[["Book", "Frame", Order], "Document"]
    asks: tuple[str, ...] = ("as_of", "sheet")
    suffixes: tuple[str, ...] = (".pdf", ".xlsx", ".csv", ".html", ".pptx")


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

    first = order.quarter or quarters(frame.as_of)[0]
    return qbr.build(book, frame, _named(order), first, commercial=order.commercial)


def _named(order: Order) -> int:
    if order.account_id is None:
        raise AssertionError("a paper about an account was ordered without one")
    return order.account_id


PAPERS: tuple[Paper, ...] = (
    Paper(
        "portfolio",
        mark("Portfolio"),
        mark("The numbers of the book, every account, what renews in two quarters"),
        _portfolio,
    ),
    Paper(
        "account",
        mark("Account summary"),
        mark("What one brings to a meeting with a customer’s team"),
        _account,
        asks=("account", "as_of", "sheet"),
    ),
    Paper(
        "revenue",
        mark("Revenue"),
        mark("Movements, retention and cohorts, with how each is counted"),
        _revenue,
    ),
    Paper(
        "review",
        mark("Review deck"),
        mark("Slides for a quarterly review, with charts that can be edited and notes to speak from"),
        _review,
        asks=("account", "quarter", "commercial"),
        suffixes=(".pptx", ".pdf", ".html"),
    ),
)
BY_KEY = {paper.key: paper for paper in PAPERS}


def quarters(today: date) -> list[date]:
    """Return the first days of quarters to review: those over, the latest first, and then the one begun.

    A quarter that ends today is over.
    """
    from csdesk.metrics.calendar import add_months, period_end, period_start

    this = period_start(today, "quarter")
    over = 0 if period_end(today, "quarter") == today else 1
    return [*(add_months(this, -3 * back) for back in range(over, QUARTERS)), *([this] if over else [])]


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
