"""Text → rows: which sign parts the cells, and one parser for the preview and for the import."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from csdesk.errors import Refused
from csdesk.i18n import mark

SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe"}
_WORDS = {**{word: sign for sign, word in SEPARATORS.items()}, "\\t": "\t", "bar": "|"}
_SAMPLE = 50  # parsed rows that decide
_HEAD = 500_000  # letters that hold the sample
_MOST_COLUMNS = 1_000
_LONGEST_CELL = 1_000_000
_DECLARED = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a text or sheet with the line each begins on (1-based), blank ones included."""

    cells: list[list[object]]
    lines: list[int]
    separator: str = ""


def split(text: str, separator: str = "") -> Rows:
    """Part ``text`` into rows. ``separator`` is a sign or its name; a ``sep=`` line decides without it."""
    wanted = _named(separator) if separator else ""
    skipped = 0
    if declared := _DECLARED.match(text):
        text, skipped = text[declared.end() :], 1
        wanted = wanted or declared[1]
    sign = wanted or _find(text)
    cells: list[list[object]] = []
    lines: list[int] = []
    for line, row in _parse(text, sign):
        if len(row) > _MOST_COLUMNS:
            raise Refused(
                mark("Line {line} has {count} columns; at most {most} are read."),
                line=line + skipped,
                count=len(row),
                most=_MOST_COLUMNS,
            )
        cells.append(row)
        lines.append(line + skipped)
    return Rows(cells, lines, sign)


def _named(separator: str) -> str:
    sign = _WORDS.get(separator.casefold(), separator)
    if len(sign) != 1 or sign in '"\r\n':
        raise Refused(mark("“{separator}” cannot part cells; name one sign."), separator=separator)
    return sign


def _find(text: str) -> str:
    """Choose the sign that gives the most rows the same number of cells, more cells on a tie."""
    best, sign = (0.0, 0), ","
    head = text[:_HEAD]
    for candidate in ("\t", ";", "|", ","):
        counts = Counter(len(row) for _, row in islice(_sample(head, candidate), _SAMPLE))
        wide = [(rows, width) for width, rows in counts.items() if width > 1]
        if not wide:
            continue
        rows, width = max(wide)
        # share first: raw counts of a sign would let a comma in prose win over a true semicolon
        score = (rows / counts.total(), width)
        if score > best:
            best, sign = score, candidate
    return sign


def _sample(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something; a text that cannot be parsed this way simply ends early."""
    try:
        yield from ((line, row) for line, row in _parse(text, sign) if any(row))
    except Refused:
        return


def _parse(text: str, sign: str) -> Iterator[tuple[int, list[Any]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=True)
    line = following = 1
    try:
        for row in reader:
            line = following
            yield line, row
            following = reader.line_num + 1
        if reader.line_num > line:  # a last row of several lines: was its quotation mark ever closed?
            tail = islice(io.StringIO(text, newline=""), line - 1, None)
            list(csv.reader(tail, delimiter=sign, skipinitialspace=True, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Refused(mark("A quotation mark on line {line} is never closed."), line=line) from error
        if "field limit" in str(error):
            raise Refused(
                mark(
                    "The row from line {line} on holds a cell of more than {most} characters;"
                    " is a quotation mark missing?"
                ),
                line=following,
                most=f"{_LONGEST_CELL:,}",
            ) from error
        if "expected after" not in str(error):  # text behind a closing quote is kept, as spreadsheets do
            raise Refused(mark("Line {line} cannot be read: {problem}."), line=line, problem=error) from error
