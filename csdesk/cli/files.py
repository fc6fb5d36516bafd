"""new, check, backup, backups, restore: the book as a file."""

import argparse
import locale
import sys
from datetime import UTC, datetime
from pathlib import Path

from csdesk import paths
from csdesk.cli import frame
from csdesk.errors import Refused
from csdesk.i18n import mark

_ACCOUNTS = 48


def add(command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``command`` takes."""
    frame.add_book(parser)
    if command == "new":
        parser.add_argument("--currency", metavar="CODE", help="currency of the book, such as EUR")
        parser.add_argument(
            "--fiscal-start",
            type=int,
            default=1,
            choices=range(1, 13),
            metavar="1..12",
            help="month in which the fiscal year begins",
        )
        parser.add_argument("--name", help="name of the book, by default that of its file")
        parser.add_argument("--sample", action="store_true", help="fill it with the sample")
        parser.add_argument("--accounts", type=_count, metavar="N", help="a sample of so many accounts")
        frame.add_today(parser)
    elif command == "restore":
        parser.add_argument(
            "backup", nargs="?", default="last", help="a name as “backups” lists it, or its beginning; a file"
        )
    elif command == "backups":
        parser.add_argument("--json", action="store_true", help="print JSON")


def run(command: str, options: argparse.Namespace) -> int:
    """Do ``command``."""
    return _COMMANDS[command](options)


def _new(options: argparse.Namespace) -> int:
    from csdesk.book import Book, places

    currency = _currency(options.currency)
    with Book.create(
        options.book, currency=currency, fiscal_start=options.fiscal_start, name=options.name
    ) as book:
        if options.sample or options.accounts is not None:
            from csdesk.book import sample

            sample.fill(book, accounts=options.accounts or _ACCOUNTS, today=frame.today(options))
    for warning in places.warnings(options.book):
        print(f"csdesk: {warning}", file=sys.stderr)
    print(f"{options.book}: currency {currency}, fiscal year from month {options.fiscal_start}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from csdesk.book.check import check

    findings = check(options.book, paths.backups())
    for finding in findings:
        print(finding)
    if not findings:
        print(f"{options.book}: all is well")
    return 1 if findings else 0


def _backup(options: argparse.Namespace) -> int:
    from csdesk.book import backup
    from csdesk.book.engine import examine

    examine(options.book)
    made = backup.make(options.book, paths.backups(), "hand", datetime.now(UTC))
    backup.thin(options.book, paths.backups())
    print(made.path)
    return 0


def _backups(options: argparse.Namespace) -> int:
    from csdesk.book import backup

    have = backup.copies(options.book, paths.backups())
    if options.json:
        frame.out_json(
            [
                {"name": c.path.name, "made_at": c.made_at.isoformat(), "reason": c.reason, "size": c.size}
                for c in have
            ]
        )
        return 0
    for copy in have:
        print(f"{copy.path.name}\t{copy.size:>12,}")
    if not have:
        print(f"no backups of {options.book} yet", file=sys.stderr)
    return 0


def _restore(options: argparse.Namespace) -> int:
    from csdesk.book import backup
    from csdesk.book.lock import Lock

    folder = paths.backups()
    named = Path(options.backup)
    copy = backup.copy_at(named) if named.is_file() else backup.find(options.book, folder, options.backup)
    lock = Lock.take(options.book, "csdesk restore")
    try:
        kept = backup.restore(options.book, copy, folder, datetime.now(UTC))
    finally:
        lock.release()
    print(f"{options.book}: restored from {copy.path.name}")
    if kept is not None:
        print(f"what it was before is kept as {kept.path.name}")
    return 0


_COMMANDS = {"new": _new, "check": _check, "backup": _backup, "backups": _backups, "restore": _restore}


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of accounts from 1 to 100000")
    return number


def _currency(named: str | None) -> str:
    from csdesk.model.currencies import CURRENCIES

    if named is None:
        return _system_currency()
    if named.upper() not in CURRENCIES:
        raise Refused(mark("“{code}” is not a currency code such as EUR."), code=named)
    return named.upper()


def _system_currency() -> str:
    """Return the currency of the system's country, USD where that is not known."""
    from babel.core import default_locale as system
    from babel.numbers import get_territory_currencies

    name = system("LC_MONETARY") or locale.getlocale()[0] or ""
    territory = name.partition("_")[2][:2].upper()
    found = get_territory_currencies(territory) if territory else []
    return str(found[0]) if found else "USD"
