"""undo, redo, history: what was done to the book."""

import argparse
from datetime import date, datetime
from typing import Any

from csdesk.cli import frame
from csdesk.errors import Refused
from csdesk.i18n import mark


def add(command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``command`` takes."""
    frame.add_book(parser)
    if command == "history":
        parser.add_argument("kind", metavar="KIND", help="accounts, contracts, contacts, partners …")
        parser.add_argument("record", metavar="RECORD", help="its id, external id, domain or name")
        parser.add_argument("--json", action="store_true", help="print JSON")


def run(command: str, options: argparse.Namespace) -> int:
    """Do ``command``."""
    if command == "history":
        return _history(options)
    with frame.open_book(options.book, write=True) as book:
        said = book.undo() if command == "undo" else book.redo()
    if said is None:
        raise Refused(
            mark("There is nothing to undo.") if command == "undo" else mark("There is nothing to redo.")
        )
    print(f"{'taken back' if command == 'undo' else 'done again'}: {said}")
    return 0


def _history(options: argparse.Namespace) -> int:
    from csdesk.book import past

    with frame.open_book(options.book) as book:
        events = book.read(past.of_named, options.kind, options.record)
    if options.json:
        frame.out_json(
            [
                {
                    "when": event.when.isoformat(),
                    "deed": str(event.said),
                    "change": event.change,
                    "field": event.field,
                    "from": event.before,
                    "to": event.after,
                }
                for event in events
            ]
        )
    else:
        rows = [
            (_moment(e.when), str(e.said), e.change, e.field, _cell(e.before), _cell(e.after)) for e in events
        ]
        frame.out_csv(("when", "deed", "change", "field", "from", "to"), rows)
    return 0


def _moment(when: datetime) -> str:
    return when.astimezone().isoformat(" ", "seconds")


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else value
