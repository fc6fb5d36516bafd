"""What every command shares: parsing, exit status, the day, opening a book, and how results are printed."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from csdesk.errors import CsdeskError, Refused
from csdesk.i18n import mark

if TYPE_CHECKING:
    from csdesk.book import Book


def run(command: str, module: ModuleType, words: Sequence[str]) -> int:
    """Parse ``words`` for ``command`` of ``module`` and run it; what was refused goes to standard error."""
    parser = argparse.ArgumentParser(prog=f"csdesk {command}", allow_abbrev=False)
    module.add(command, parser)
    try:
        options = parser.parse_args(words)
    except SystemExit as leaving:  # argparse has already said why
        return int(leaving.code or 0)
    _speak_utf8()
    try:
        return int(module.run(command, options))
    except CsdeskError as error:
        print(f"csdesk: {error}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:  # what was under way is rolled back
        print("csdesk: stopped; what was not finished is taken back", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stderr.close()
        return 0


def add_book(parser: argparse.ArgumentParser) -> None:
    """Add the argument BOOK."""
    parser.add_argument("book", type=Path, metavar="BOOK", help="the book, a file ending in .csdesk")


def add_today(parser: argparse.ArgumentParser) -> None:
    """Add the option --today, for the same answer on any day."""
    parser.add_argument("--today", type=day, metavar="DATE", help="take this as today (YYYY-MM-DD)")


def day(text: str) -> date:
    """Read an ISO date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date like 2026-11-21") from None


def today(options: argparse.Namespace) -> date:
    """Return the day that was named, else the day it is."""
    named: date | None = getattr(options, "today", None)
    return named or date.today()  # noqa: DTZ011  the user's own day is meant


@contextmanager
def open_book(path: Path, *, write: bool = False, on: date | None = None) -> Iterator["Book"]:
    """Open the book at ``path``, for reading only unless ``write``; refuses a path without a file."""
    from csdesk import paths
    from csdesk.book import Book

    if not path.exists():
        raise Refused(mark("There is no book at {path}. “csdesk new {path}” makes one."), path=path)
    book = Book(
        path,
        backups=paths.backups(),
        readonly=not write,
        today=on or date.today(),  # noqa: DTZ011  the user's own day is meant
    )
    try:
        yield book
    finally:
        book.close()


def out_json(value: object) -> None:
    """Print ``value`` as JSON, dates in ISO form."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV: comma, LF, empty for no value."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue()


def out_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table as CSV in UTF-8 without a byte order mark."""
    sys.stdout.write(csv_text(header, rows))


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # not so under a test's capture
            stream.reconfigure(encoding="utf-8", newline="\n")
