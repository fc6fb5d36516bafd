"""An exported sheet as a file: CSV that opens cleanly in spreadsheets, or XLSX. Nothing in it can run."""

import csv
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from csdesk.book.giving import Sheet
from csdesk.errors import Refused, Trouble
from csdesk.i18n import mark
from csdesk.model.cells import guard, unrun

_PLAIN = re.compile(r"[A-Za-z0-9][ -~]{6,}(?<! )")  # needs no guard; shorter text may be a word for nothing
_MOST_ROWS = 1_048_575  # of a sheet, below its header


def write(sheet: Sheet, path: Path) -> int:
    """Write ``sheet`` beside ``path`` and put it there in one go; return how many records it holds."""
    writing = writer(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.close(handle)
        writing(sheet, unfinished)
        os.replace(unfinished, path)
    except OSError as error:
        raise Trouble(
            mark("“{name}” cannot be written: {why}."), name=path.name, why=error.strerror
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return len(sheet.columns[0]) if sheet.columns else 0


def writer(path: Path) -> Callable[[Sheet, Path], None]:
    """Return what writes a file of this name; refuses other endings than .csv and .xlsx."""
    found = _WRITERS.get(path.suffix.casefold())
    if found is None:
        raise Refused(mark("“{name}” must end in .csv or .xlsx."), name=path.name)
    return found


def guarded(
    column: Sequence[str], needs: Callable[[str], bool] | None = None, *, runs: bool = True
) -> Sequence[str]:
    """Return a column of text with ``'`` before what an import would change or a spreadsheet would run."""
    changed: dict[str, str] = {}
    for text in set(column):
        if not text or (_PLAIN.fullmatch(text) and (needs is None or not needs(text))):
            continue
        safe = guard(text, runs=runs)
        if safe == text and needs is not None and needs(text):
            safe = f"'{text}"
        if safe != text:
            changed[text] = safe
    return [changed.get(text, text) for text in column] if changed else column


def _csv(sheet: Sheet, path: Path) -> None:
    columns = [
        guarded(column, sheet.guarded.get(at))
        if form == "text"
        else [unrun(cell) for cell in column]
        if form == "cell"
        else column
        for at, (form, column) in enumerate(zip(sheet.forms, sheet.columns, strict=True))
    ]
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as out:
        writer = csv.writer(out)
        writer.writerow(guarded(sheet.header))
        writer.writerows(zip(*columns, strict=True))


def _xlsx(sheet: Sheet, path: Path) -> None:
    import xlsxwriter  # only when a workbook is asked for

    if sheet.columns and len(sheet.columns[0]) > _MOST_ROWS:
        raise Refused(mark("A sheet holds at most {most} rows; export as CSV."), most=_MOST_ROWS)
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        page = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for at, (name, form, column) in enumerate(zip(sheet.header, sheet.forms, sheet.columns, strict=True)):
            page.write_string(0, at, guard(name, runs=False), bold)
            if form == "text":
                column = guarded(column, sheet.guarded.get(at), runs=False)
            for line, text in enumerate(column, 1):
                if text:
                    _cell(page, line, at, form, text, day)


def _cell(page: Any, line: int, at: int, form: str, text: str, day: Any) -> None:
    if form == "yes_no":
        page.write_boolean(line, at, text == "true")
    elif form == "date" and text >= "1900-03-01":  # before, spreadsheets count a day too many
        page.write_datetime(line, at, date.fromisoformat(text), day)
    elif form in ("number", "whole") and len(text) <= 15:  # beyond, a spreadsheet keeps no digits
        page.write_number(line, at, float(text))
    else:
        page.write_string(line, at, text)


_WRITERS: dict[str, Callable[[Sheet, Path], None]] = {".csv": _csv, ".xlsx": _xlsx}
