"""report, deck: papers about the book or one account, written to a file."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csdesk.cli import frame
from csdesk.errors import Refused
from csdesk.i18n import mark

if TYPE_CHECKING:
    from csdesk.book import Book
    from csdesk.charts.formats import Formats
    from csdesk.reports.document import Document
    from csdesk.reports.writers import Writer

_REPORTS = ("portfolio", "account", "revenue")
_SUFFIXES = (".pdf", ".xlsx", ".csv", ".pptx", ".html")


def add(command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``command`` takes."""
    frame.add_book(parser)
    if command == "report":
        parser.add_argument("kind", choices=_REPORTS, metavar="KIND", help=", ".join(_REPORTS))
        parser.add_argument("out", type=Path, metavar="OUT", help=f"a file ending in {', '.join(_SUFFIXES)}")
        parser.add_argument("--account", metavar="NAME", help="id, external id, domain or name of an account")
        parser.add_argument("--as-of", type=frame.day, metavar="DATE", help="day of the report, else today")
        parser.add_argument("--paper", choices=("A4", "Letter"), default="A4", help="paper of a PDF")
    else:
        parser.add_argument("out", type=Path, metavar="OUT", help="a file ending in .pptx (or .pdf, .html)")
        parser.add_argument(
            "--account", required=True, metavar="NAME", help="id, external id, domain or name of an account"
        )
        parser.add_argument(
            "--quarter", type=_quarter, metavar="YYYY-Qn", help="quarter, else the last one over"
        )
        parser.add_argument(
            "--commercial",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="the slide of revenue and contract; --no-commercial leaves every price out",
        )
    parser.add_argument("--lang", metavar="LANG", help="numbers and dates as in en, pt-BR, es or fi")
    frame.add_today(parser)


def run(command: str, options: argparse.Namespace) -> int:
    """Do ``command``."""
    return _report(options) if command == "report" else _deck(options)


def _report(options: argparse.Namespace) -> int:
    from csdesk.reports import shelf, telling

    paper = shelf.BY_KEY[options.kind]
    writer = _writer(options.out, paper.suffixes)
    as_of = options.as_of or frame.today(options)
    of_account = "account" in paper.asks
    if of_account and not options.account:
        raise Refused(mark("Which account? Name it with --account."))
    with frame.open_book(options.book, on=as_of) as book:
        told = telling.Frame(as_of, _formats(book, options.lang), options.paper)
        about = _account(book, options.account) if of_account else None
        made = paper.build(book, told, shelf.Order(about))
    return _write(writer, made, options.out)


def _deck(options: argparse.Namespace) -> int:
    from csdesk.reports import shelf, telling

    paper = shelf.BY_KEY["review"]
    writer = _writer(options.out, paper.suffixes)
    today = frame.today(options)
    with frame.open_book(options.book, on=today) as book:
        told = telling.Frame(today, _formats(book, options.lang))
        order = shelf.Order(_account(book, options.account), options.quarter, options.commercial)
        made = paper.build(book, told, order)
    return _write(writer, made, options.out)


def _write(writer: "Writer", document: "Document", out: Path) -> int:
    writer.write(document, out)
    print(out)
    for problem in document.problems:
        print(f"- {problem}")
    return 1 if document.incomplete else 0


def _account(book: "Book", name: str) -> int:
    from csdesk.book import finding

    return book.read(finding.account, name)


def _writer(out: Path, suffixes: tuple[str, ...]) -> "Writer":
    from csdesk.reports.writers import writer_for

    writer = writer_for(out.suffix) if out.suffix.lower() in suffixes else None
    if writer is None:
        raise Refused(mark("{file} must end in {suffixes}."), file=out.name, suffixes=", ".join(suffixes))
    return writer


def _formats(book: "Book", wanted: str | None) -> "Formats":
    from csdesk.book import desk
    from csdesk.charts.formats import Formats

    return Formats(wanted or book.read(desk.get, "locale") or "en")


def _quarter(text: str) -> date:
    """Read 2026-Q3 as its first day."""
    from csdesk.reports.shelf import quarter_of

    found = quarter_of(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a quarter like 2026-Q3")
    return found
