"""Tables of a slide: widths from measured words, cells of a few lines, rows that go on over slides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from csdesk.charts.formats import Formats
from csdesk.charts.letters import width, wrapped
from csdesk.reports.document import Cell, Column, Kind, Table, Tone, tone
from csdesk.reports.writers.slide_frame import POINT, one_line

HEAD = 0.8  # cm, height of the head
ROW = 1.2  # cm, least height of a row
NEAR, NEARER, FAR = 0.25, 0.15, 0.9  # cm between columns, of many, and between a right and a left one
MANY = 10  # columns beyond which they stand nearer
SLACK = 0.15  # cm of air beside the longest cell, where there is room
PAD = 0.08  # cm above and below the words of a cell


@dataclass(frozen=True, slots=True)
class Sized:
    """A table with its cells in words, fitted to a width: what is drawn."""

    table: Table
    texts: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cuts: tuple[tuple[str, str, str], ...]  # what was shortened: row, column, the whole text

    @property
    def high(self) -> float:
        return HEAD + sum(self.heights)


def sized(table: Table, wide: float, formats: Formats, *, tall: float | None = None) -> Sized:
    """Fit a table to ``wide`` cm; with ``tall`` few rows take more air, up to 1.75 cm each."""
    table = table.narrow()
    texts = [[one_line(text) for text in row] for row in table.texts(formats)]
    widths = _widths(table, texts, wide)
    fitted: list[tuple[str, ...]] = []
    heights: list[float] = []
    cuts: list[tuple[str, str, str]] = []
    least = table.row_height or (ROW if table.size > 12 else 0.95)
    if tall is not None and table.rows and table.row_height is None and table.size > 12:
        least = max(least, min(1.75, (tall - HEAD) / len(table.rows)))
    for row, cells in zip(texts, table.rows, strict=True):
        kept, rows = [], 1
        for place, (text, cell) in enumerate(zip(row, cells, strict=True)):
            room = (widths[place] - gap(table.columns, place) - after(table.columns, place)) / POINT
            bold = _strong(cell)
            lines = wrapped(text, table.size, room, bold=bold)
            if len(lines) > table.lines:
                lines = wrapped(text, table.size, room, most=table.lines, bold=bold)
                kept.append(" ".join(lines))
                cuts.append((row[0], table.columns[place].head, text))
            else:
                kept.append(text)
            rows = max(rows, len(lines))
        fitted.append(tuple(kept))
        heights.append(max(least, rows * table.size * 1.2 * POINT + 2 * PAD + 0.1))
    return Sized(table, tuple(fitted), tuple(widths), tuple(heights), tuple(cuts))


def split(whole: Sized, tall: float) -> list[Sized]:
    """Cut a table into pieces no higher than ``tall`` cm; no piece has one row alone."""
    pieces: list[list[int]] = [[]]
    used = HEAD
    for place, high in enumerate(whole.heights):
        if used + high > tall and pieces[-1]:
            pieces.append([])
            used = HEAD
        pieces[-1].append(place)
        used += high
    if len(pieces) > 1 and len(pieces[-1]) == 1:
        both = pieces[-2] + pieces[-1]
        half = (len(both) + 1) // 2
        pieces[-2:] = [both[:half], both[half:]]
    return [_piece(whole, rows, last=n == len(pieces) - 1) for n, rows in enumerate(pieces)]


def _piece(whole: Sized, rows: Sequence[int], *, last: bool) -> Sized:
    table = replace(
        whole.table,
        rows=tuple(whole.table.rows[r] for r in rows),
        sums=min(whole.table.sums, len(rows)) if last else 0,
    )
    texts, heights = tuple(whole.texts[r] for r in rows), tuple(whole.heights[r] for r in rows)
    return replace(whole, table=table, texts=texts, heights=heights)


def _strong(cell: Cell) -> bool:
    return tone(cell) not in (Tone.PLAIN, Tone.FADED)


def gap(columns: Sequence[Column], place: int) -> float:
    """Return the cm of air at the left of a cell."""
    if place == 0:
        return 0.0
    apart = columns[place - 1].kind.on_right and not columns[place].kind.on_right
    return FAR if apart else _near(columns)


def after(columns: Sequence[Column], place: int) -> float:
    """Return the cm of air at the right of a cell."""
    return 0.0 if place == len(columns) - 1 else _near(columns)


def _near(columns: Sequence[Column]) -> float:
    return NEARER if len(columns) > MANY else NEAR


def _widths(table: Table, texts: Sequence[Sequence[str]], wide: float) -> list[float]:
    """Columns that say their width get it; numbers and days what they need; words share what is left."""
    if all(column.width for column in table.columns):
        scale = wide / sum(column.width or 0 for column in table.columns)
        return [(column.width or 0) * scale for column in table.columns]
    needs: list[float] = []
    spared = 0.0  # what columns that say their width could give
    for place, column in enumerate(table.columns):
        longest = max(
            (
                width(row[place], table.size, bold=_strong(cells[place]) or table.sums > 0)
                for row, cells in zip(texts, table.rows, strict=True)
            ),
            default=0.0,
        )
        head = width(column.head, 11)
        need = max(longest, head) * POINT + gap(table.columns, place) + _near(table.columns) + SLACK
        needs.append(column.width or need)
        spared += max(0.0, needs[-1] - need)
    over = sum(needs) - wide
    words = [p for p, c in enumerate(table.columns) if c.kind is Kind.TEXT and not c.width]
    rest = wide - sum(need for p, need in enumerate(needs) if p not in words)
    if not words and 0 < over <= spared + len(needs) * (SLACK - 0.02):  # no number is broken if all give
        first = max(range(len(needs)), key=lambda place: table.columns[place].width or 0.0)
        needs[first] -= min(over, spared)
        share = max(0.0, over - spared) / len(needs)
        return [need - share for need in needs]
    if not words or rest <= 0:
        return [need * wide / sum(needs) for need in needs]
    asked = sum(needs[p] for p in words)
    if asked <= rest:
        for place in words:
            needs[place] += (rest - asked) / len(words)
        return needs
    floors = {
        p: _longest_word(texts, p, table, needs[p]) for p in words
    }  # no word is broken while there is room
    spare = rest - sum(floors.values())
    if spare <= 0:
        return [
            need if p not in words else floors[p] * rest / sum(floors.values())
            for p, need in enumerate(needs)
        ]
    wishes = {p: needs[p] - floors[p] for p in words}
    total = sum(wishes.values()) or 1.0
    for place in words:
        needs[place] = floors[place] + spare * wishes[place] / total
    return needs


def _longest_word(texts: Sequence[Sequence[str]], place: int, table: Table, most: float) -> float:
    said = [word for row in texts for word in row[place].split()]
    widest = max((width(word, table.size, bold=True) for word in said), default=0.0)
    return min(
        most,
        max(widest, width(table.columns[place].head, 11)) * POINT
        + gap(table.columns, place)
        + _near(table.columns)
        + SLACK,
    )
