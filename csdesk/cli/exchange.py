"""import, export: files in and out of the book, by the same code as the window."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdesk.cli import frame
from csdesk.errors import Refused
from csdesk.i18n import mark

if TYPE_CHECKING:
    from csdesk.book import Book
    from csdesk.intake.options import Options
    from csdesk.intake.plan import Plan
    from csdesk.model.draft import Batch, Note, Outcome


def add(command: str, parser: argparse.ArgumentParser) -> None:
    """Add what ``command`` takes."""
    frame.add_book(parser)
    if command == "export":
        parser.add_argument("kind", metavar="KIND", help="accounts, contacts, contracts …, or tracker")
        parser.add_argument("out", type=Path, metavar="OUT", help="a file ending in .csv or .xlsx")
        frame.add_today(parser)
        return
    parser.add_argument(
        "kind",
        metavar="KIND",
        help="accounts, contacts, products, contracts, usage, tickets, surveys, invoices, activities,"
        " churns, partners, rates, or tracker (one row = one account with whatever else it holds)",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX, XLS or ODS")
    parser.add_argument("--match", default="", metavar="KEY", help="external_id, domain, email or name")
    parser.add_argument(
        "--end-is",
        default="",
        choices=("last", "after"),
        help="an end date is the last day covered, or the first after",
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", action="store_true", help="read 05/03 as 5 March where both are possible"
    )
    order.add_argument(
        "--month-first", action="store_true", help="read 05/03 as May 3 where both are possible"
    )
    parser.add_argument(
        "--decimal", default="", choices=(",", "."), help="the decimal sign where both are possible"
    )
    parser.add_argument("--encoding", default="", help="such as utf-8, cp1252, utf-16")
    parser.add_argument("--separator", default="", help="one sign, or comma, semicolon, tab, pipe")
    parser.add_argument("--sheet", default="", help="name or number of the sheet of a workbook")
    parser.add_argument("--header-row", type=int, default=0, metavar="LINE", help="the line of the header")
    parser.add_argument(
        "--currency", default="", metavar="ISO", help="of amounts without sign, code or column"
    )
    parser.add_argument("--mapping", type=Path, metavar="FILE.toml", help="which column is which field")
    parser.add_argument("--start", type=frame.day, metavar="DATE", help="the start of amounts without one")
    parser.add_argument("--create-missing", action="store_true", help="make accounts that links do not find")
    parser.add_argument(
        "--keep-columns", action="store_true", help="keep unknown columns as fields of your own"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="write refused rows there, with the reason"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    frame.add_today(parser)


def run(command: str, options: argparse.Namespace) -> int:
    """Do ``command``."""
    return _export(options) if command == "export" else _import(options)


def _export(options: argparse.Namespace) -> int:
    from csdesk.book import giving, giving_files

    with frame.open_book(options.book) as book:
        sheet = book.read(giving.sheet, options.kind, today=frame.today(options))
    count = giving_files.write(sheet, options.out)
    print(f"{options.out}: {count} {options.kind}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from csdesk.intake import plan as planning
    from csdesk.intake import source, targets

    targets.known_kind(options.kind)
    if options.rejects is not None:
        _check_rejects(options.rejects, options.file)
    opened = source.open_file(options.file)
    with frame.open_book(options.book, write=True, on=frame.today(options)) as book:
        plan = planning.read_bytes(opened, options.kind, _options(book, options))
        if plan.questions:
            for question in plan.questions:
                print(f"csdesk: {question.note}", file=sys.stderr)
            return 2
        batch = plan.batch()
        outcome = _take(book, batch, only_try=options.dry_run)
    if options.rejects is not None and outcome.refused:
        _write_rejects(plan, outcome, options.rejects)
    if options.json:
        frame.out_json(_as_json(plan, outcome, every_row=options.dry_run))
    else:
        _tell(plan, outcome, every_row=options.dry_run)
    return 1 if outcome.refused else 0


def _take(book: "Book", batch: "Batch", *, only_try: bool) -> "Outcome":
    """Take the rows after a backup, or say what would become of them."""
    from csdesk.book import taking

    progress = _count if sys.stderr.isatty() else None
    if only_try:
        return book.rehearse(taking.take, batch, progress=progress)
    book.back_up("import")
    return book.write(taking.take, batch, progress=progress)


def _count(done: int, rows: int) -> None:
    """Count the rows on a terminal, in one line that the last one leaves clean."""
    said = f"{done:,} of {rows:,} rows" if done < rows else ""
    sys.stderr.write(f"\r{said:<40}\r{said}")
    sys.stderr.flush()


def _options(book: "Book", options: argparse.Namespace) -> "Options":
    from csdesk.book import desk, taking
    from csdesk.intake.options import Options

    day_first = True if options.day_first else False if options.month_first else None
    if options.header_row < 0:
        raise Refused(mark("Line {line} holds no header."), line=options.header_row)
    found = Options(
        match=options.match,
        end_is=options.end_is,
        day_first=day_first,
        decimal=options.decimal,
        encoding=options.encoding,
        separator=options.separator,
        sheet=options.sheet,
        header_row=options.header_row,
        currency=_currency(options.currency),
        start=options.start,
        create_missing=options.create_missing,
        keep_columns=options.keep_columns,
        book_currency=book.read(desk.get, "currency"),
        today=frame.today(options),
        own=book.read(taking.own_kinds, options.kind),
        remembered=book.read(taking.mappings, options.kind),
    )
    if options.mapping is None:
        return found
    try:
        text = options.mapping.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused(
            mark("“{name}” cannot be read: {why}."), name=options.mapping.name, why=error.strerror
        ) from error
    except UnicodeError as error:
        raise Refused(mark("“{name}” is no text in UTF-8."), name=options.mapping.name) from error
    return found.with_mapping(text, options.kind)


def _currency(code: str) -> str:
    from csdesk.book import values

    return values.currency(code) if code else ""


def _check_rejects(path: Path, file: Path) -> None:
    """Refuse a place for refused rows where none can be written, before anything is taken."""
    from csdesk.book import giving_files

    giving_files.writer(path)
    if not path.parent.is_dir():
        raise Refused(mark("There is no folder “{folder}”."), folder=path.parent)
    if path.exists() and file.exists() and path.samefile(file):
        raise Refused(mark("Refused rows cannot be written over the file they come from."))


def _write_rejects(plan: "Plan", outcome: "Outcome", path: Path) -> None:
    from csdesk.book import giving_files
    from csdesk.book.giving import Sheet
    from csdesk.intake.rejects import rejected

    header, rows = rejected(plan, outcome)
    columns: list[Sequence[str]] = list(zip(*rows, strict=True))
    giving_files.write(Sheet(header, ["cell"] * len(header), columns), path)
    print(f"csdesk: {len(rows)} refused rows are in {path}", file=sys.stderr)


def _as_json(plan: "Plan", outcome: "Outcome", *, every_row: bool) -> dict[str, Any]:
    shown = outcome.rows if every_row else outcome.refused
    return {
        "kind": plan.kind,
        "file": plan.file,
        "encoding": plan.laid.encoding,
        "separator": plan.laid.separator,
        "columns": [
            {
                "header": c.header,
                "field": c.field or None,
                "type": c.form if c.field else None,
                "order": c.order or None,
            }
            for c in plan.columns
        ],
        "counts": outcome.counts,
        "created": dict(outcome.created),
        "ignored_columns": list(plan.ignored),
        "missing": dict(outcome.missing),
        "warnings": [str(note) for note in (*plan.warnings, *outcome.warnings)],
        "rows": [
            {
                "line": row.line,
                "outcome": row.fate.value,
                "key": row.key,
                "changes": [{"field": n, "before": _plain(b), "after": _plain(a)} for n, b, a in row.changes],
                "reason": None if row.reason is None else str(row.reason),
            }
            for row in shown
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell(plan: "Plan", outcome: "Outcome", *, every_row: bool) -> None:
    how = ", ".join(filter(None, (plan.laid.encoding, _sign(plan.laid.separator), plan.laid.sheet)))
    counts = ", ".join(f"{count} {fate}" for fate, count in outcome.counts.items())
    print(f"{plan.file} ({how}), {plan.kind}: {counts}")
    if outcome.created:
        print("created: " + ", ".join(f"{count} {kind}" for kind, count in outcome.created.items()))
    if plan.ignored:
        print("ignored columns: " + ", ".join(plan.ignored))
    if outcome.missing:
        print("not found: " + ", ".join(f"“{text}”" for text in list(outcome.missing)[:20]))
    notes: list[Note] = [*plan.warnings, *outcome.warnings]
    for note in notes:
        print(f"note: {note}")
    for row in outcome.rows if every_row else outcome.refused:
        said = str(row.reason) if row.reason else ", ".join(name for name, _, _ in row.changes)
        print(f"line {row.line}: {row.fate.value}: {row.key}{f': {said}' if said else ''}")


def _sign(separator: str) -> str:
    from csdesk.intake.dialect import SEPARATORS

    return SEPARATORS.get(separator, separator)
