"""What is chosen on the reports page, and the accounts it offers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from csdesk.reports.shelf import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(Order):
    """What was chosen: which paper, of whom, of when, on what."""

    paper: str
    as_of: date
    sheet: str = "A4"


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
    return list(zip(ids, columns["name"], strict=True))
