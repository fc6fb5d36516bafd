"""CSV that opens cleanly in Excel, LibreOffice and Numbers: the tables of a document, one after another."""

import csv
import io
import re
from datetime import date
from typing import Any

from csdesk.charts.letters import clean
from csdesk.i18n import mark
from csdesk.reports.document import Amount, Document, Facts, Table, Value, plain
from csdesk.reports.writers.writer import Writer

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*([eE][+-]?\d+)?\s*%?")


def render(document: Document) -> bytes:
    """Write facts and tables with their names, an empty line between; a lone table stands alone."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    say = document.formats.say
    tables = list(document.tables())
    facts = [part for part in document.parts if isinstance(part, Facts)]
    alone = len(tables) == 1 and not facts
    if not alone:
        writer.writerow([guarded(document.title)])
        writer.writerow([guarded(document.book), document.as_of.isoformat()])
    for group in facts:
        writer.writerow([])
        writer.writerow([say(mark("Figure")), say(mark("Value")), say(mark("Currency")), say(mark("Note"))])
        for fact in group.facts:
            value = fact.shown if fact.value is None else fact.value
            currency = fact.value.currency if isinstance(fact.value, Amount) else ""
            writer.writerow([guarded(fact.label), *_cells(value), currency, guarded(fact.aside)])
    for table in tables:
        _table(writer, table, document, alone=alone)
    return out.getvalue().encode("utf-8-sig")  # the mark tells Excel it is UTF-8


def guarded(text: str) -> str:
    """Put a ' before text that a spreadsheet would run, but leave numbers and telephone numbers alone."""
    text = clean(text)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _table(writer: Any, table: Table, document: Document, *, alone: bool) -> None:
    if not alone:
        writer.writerow([])
        writer.writerow([guarded(table.name)])
    mixed = table.heads()
    head: list[str] = []
    for column, (said, currencies) in zip(table.columns, mixed, strict=True):
        head.append(guarded(said))
        if currencies:
            head.append(document.formats.say(mark("{column}, currency"), column=column.head))
    writer.writerow(head)
    for row in table.rows:
        cells: list[object] = []
        for cell, (_, currencies) in zip(row, mixed, strict=True):
            value = plain(cell)
            cells += _cells(value)
            if currencies:
                cells.append(value.currency if isinstance(value, Amount) else "")
        writer.writerow(cells)


def _cells(value: Value) -> list[object]:
    if value is None:
        return [""]
    if isinstance(value, Amount):
        return [str(value.major)]
    if isinstance(value, date):
        return [value.isoformat()]
    return [guarded(value) if isinstance(value, str) else repr(value)]


CSV = Writer(mark("Spreadsheet (CSV)"), ".csv", render)
