"""Small files taken into a book, for the tests of imports."""

import csv
import io
from datetime import date

import sqlalchemy as sa

from csdesk.book import desk, giving, taking
from csdesk.intake.plan import Options, Source, read_bytes
from csdesk.model.draft import Fate

TODAY = date(2026, 11, 21)


def plan_for(book, text, kind, **options):
    given = {
        "today": TODAY,
        "book_currency": book.read(desk.get, "currency"),
        "own": book.read(taking.own_kinds, kind),
        "remembered": book.read(taking.mappings, kind),
    }
    data = text.encode() if isinstance(text, str) else text
    return read_bytes(Source("file.csv", data), kind, Options(**{**given, **options}))


def take(book, text, kind, **options):
    return book.write(taking.take, plan_for(book, text, kind, **options).batch())


def fates(outcome):
    return [row.fate for row in outcome.rows]


def reasons(outcome):
    return {row.line: str(row.reason) for row in outcome.refused}


def all_new(outcome):
    assert fates(outcome) == [Fate.NEW] * len(outcome.rows), reasons(outcome)


def nothing_changes(book, text, kind, **options):
    outcome = take(book, text, kind, **options)
    assert set(fates(outcome)) <= {Fate.UNCHANGED}, [(r.line, r.changes, str(r.reason)) for r in outcome.rows]


def rows(book, query):
    return book.read(lambda session: [tuple(row) for row in session.execute(sa.text(query))])


def given(book, kind, today=TODAY):
    """Return an export as (header, rows) of guarded text."""
    sheet = book.read(giving.sheet, kind, today=today)
    return sheet.header, [list(row) for row in zip(*sheet.columns, strict=True)]


def csv_of(header, lines):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()
