"""Rows → a table: where its header stands, which rows are no records, which have the wrong width."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake.dialect import Rows
from csdesk.intake.text import as_text, unguarded
from csdesk.model.draft import Note

REASON = "csdesk: reason"  # the column a file of rejected rows has more than its original
_HEADER_WITHIN = 30
_USUAL = 200  # rows that tell the usual width
# what a row of sums is called, wherever it stands below the records
_SUMS = (
    "total;totals;grand total;grand totals;report total;sum;subtotal;sub total;overall"
    ";total geral;soma;subtotais;total general;suma;totales;subtotales;suma total"
    ";yhteensä;yht.;yht;summa;summat;välisumma;kaikki yhteensä"
)
# what only a blank line before it makes a footer: an account may be called so
_COUNTS = (
    "count;average;avg;avg.;mean;median;min;max;minimum;maximum;records;record count;row count"
    ";contagem;média;mediana;mínimo;máximo;quantidade;registros;cantidad;recuento;promedio;media"
    ";keskiarvo;mediaani;lukumäärä;pienin;suurin;rivejä"
)
_TOTALS, _FIGURES = frozenset(_SUMS.split(";")), frozenset(_COUNTS.split(";"))
_BRACKET = re.compile(r"\s*[(\[][^)\]]*[)\]]$")  # Grand total (12 accounts)


@dataclass(frozen=True, slots=True)
class Table:
    """Records under a header. ``dropped`` are (line, text) of footers and totals, ``ragged`` row → why."""

    header: tuple[str, ...]
    header_line: int
    rows: list[list[object]]
    lines: list[int]
    dropped: tuple[tuple[int, str], ...]
    ragged: dict[int, Note]


def lay_out(rows: Rows, rate: Callable[[Sequence[str]], int], header_row: int = 0) -> Table:
    """Find header and records. ``rate`` counts the cells of a row that are known as column names."""
    at = _header_at(rows, rate, header_row)
    names = [unguarded(as_text(cell)) for cell in rows.cells[at]]
    body = [(line, row) for line, row in zip(rows.lines[at + 1 :], rows.cells[at + 1 :], strict=True)]
    while names and not names[-1] and not any(_filled(row[len(names) - 1 :]) for _, row in body):
        names.pop()
    width = len(names)
    blank = [not (row and row[0] and row[0] != " ") and not _filled(row) for _, row in body]
    dropped = _footer(body, blank, width) | _headers_again(body, rows.cells[at])
    kept: list[list[object]] = []
    lines: list[int] = []
    ragged: dict[int, Note] = {}
    for place, (line, row) in enumerate(body):
        if blank[place] or place in dropped:
            continue
        if len(row) != width:
            if len(row) < width or _filled(row[width:]):
                ragged[len(kept)] = Note(
                    mark("The row has {found} cells, the header has {expected}."),
                    {"found": len(row), "expected": width},
                )
            row = [*row[:width], *[""] * (width - len(row))]
        kept.append(row)
        lines.append(line)
    texts = tuple((body[place][0], _sentence(body[place][1])) for place in sorted(dropped))
    return Table(_numbered(names), rows.lines[at], kept, lines, texts, ragged)


def _filled(row: Sequence[object]) -> int:
    return sum(1 for cell in row if not isinstance(cell, str) or (cell and not cell.isspace()))


def _header_at(rows: Rows, rate: Callable[[Sequence[str]], int], header_row: int) -> int:
    if header_row:
        if header_row in rows.lines and _filled(rows.cells[rows.lines.index(header_row)]):
            return rows.lines.index(header_row)
        raise Refused(mark("Line {line} holds no header."), line=header_row)
    seen = list(islice((at for at, row in enumerate(rows.cells) if _filled(row)), _USUAL))
    if not seen:
        raise Refused(mark("The file is empty."))
    near = seen[:_HEADER_WITHIN]
    rated = {at: rate([unguarded(as_text(cell)) for cell in rows.cells[at]]) for at in near}
    best = max(near, key=lambda at: rated[at])  # the first of equals
    if rated[best]:
        return best
    widths = Counter(len(rows.cells[at]) for at in seen)
    usual = max(widths, key=lambda width: (widths[width], width))
    return next((at for at in near if len(rows.cells[at]) == usual == _filled(rows.cells[at])), near[0])


def _footer(body: list[tuple[int, list[object]]], blank: list[bool], width: int) -> set[int]:
    """Return the places of rows behind the records: totals, and what follows a blank line and is none."""
    found: set[int] = set()
    block: list[int] = []
    for place in range(len(body) - 1, -1, -1):
        if not blank[place]:
            row = body[place][1]
            if _is_total(row, _TOTALS):
                found.add(place)
            elif (
                len(row) != width
                or (_filled(row) == 1 and width > 2 and _is_prose(row))
                or _is_total(row, _FIGURES)
            ):
                block.append(place)
            else:
                break
        else:
            found.update(block)
            block = []
    return found


def _headers_again(body: list[tuple[int, list[object]]], header: list[object]) -> set[int]:
    """Return the places where the header is repeated, as on every page of a printed report."""
    return {place for place, (_, row) in enumerate(body) if row == header} if _filled(header) > 1 else set()


def _is_prose(row: Sequence[object]) -> bool:
    """Tell a sheet's footer line: every row of a sheet is equally wide, so its single text must speak."""
    text = as_text(row[0])
    return " " in text and len(text) > 15


def _is_total(row: Sequence[object], words: frozenset[str]) -> bool:
    texts = [text for text in map(as_text, row) if text]
    if len(texts) < 2 or _BRACKET.sub("", texts[0]).rstrip(":").casefold() not in words:
        return False
    return all(any(c.isdigit() for c in text) and sum(map(str.isalpha, text)) <= 3 for text in texts[1:])


def _sentence(row: Sequence[object]) -> str:
    return " ".join(text for text in map(as_text, row) if text)[:200]


def _numbered(names: list[str]) -> tuple[str, ...]:
    """Give every column a name of its own: empty ones their number, repeated ones a count."""
    taken: set[str] = set()
    result = []
    for number, name in enumerate(names, 1):
        base = " ".join(name.split()) or f"Column {number}"
        unique, count = base, 2
        while unique in taken:
            unique, count = f"{base} ({count})", count + 1
        taken.add(unique)
        result.append(unique)
    return tuple(result)
