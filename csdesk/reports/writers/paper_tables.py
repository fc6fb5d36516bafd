"""A table on paper: widths from measured words, one line a row, the head again on every page."""

from collections.abc import Sequence
from itertools import pairwise

from csdesk.charts.formats import Formats
from csdesk.charts.letters import clean, cut, width, wrapped
from csdesk.reports.document import Cell, Column, Kind, Table, Tone, tone
from csdesk.reports.writers.paper import FAR, GAP, LEFT, ROW, SMALL, Op, Role, Rule, Words

LEADING = 1.25  # height of a further line, in sizes
NAME = 2  # lines of the first column, where names stand
USUAL = 2  # lines a slide allows a cell; tables that ask for more wrap on paper too
ROLES: dict[Tone, Role] = {Tone.FADED: "faded", Tone.GOOD: "good", Tone.WATCH: "watch", Tone.RISK: "risk"}


class Grid:
    """One table fitted to ``inner`` points; head and rows are asked for at a height."""

    def __init__(self, table: Table, formats: Formats, inner: float) -> None:
        table = table.narrow()
        self.table, self.inner = table, inner
        self.texts = [[clean(text).replace("\n", " ") for text in row] for row in table.texts(formats)]
        many = len(table.columns)
        self.size = SMALL + 0.5 if many <= 7 else SMALL if many <= 10 else 7.0
        self.widths = columns(table.columns, self.texts, self.size, inner)
        self.lefts = [LEFT]
        for wide, gap in zip(self.widths, [*gaps(table.columns)[1:], 0.0], strict=True):
            self.lefts.append(self.lefts[-1] + wide + gap)
        self._rows: dict[int, list[list[str]]] = {}
        heads = zip(table.columns, self.widths, strict=True)
        self.head_height = ROW if all(width(c.head, SMALL) <= wide for c, wide in heads) else ROW + 9

    def head(self, y: float) -> list[Op]:
        """Return the head of the table at ``y``, over a stronger line."""
        ops: list[Op] = []
        for column, left, wide in zip(self.table.columns, self.lefts, self.widths, strict=False):
            lines = wrapped(clean(column.head), SMALL, wide, most=2)
            for place, line in enumerate(lines):
                base = y + self.head_height - 5 - 9 * (len(lines) - 1 - place)
                ops.append(self._words(column, left, wide, base, line, SMALL, role="faded"))
        ops.append(Rule(LEFT, y + self.head_height, LEFT + self.inner, "faded", 0.7))
        return ops

    def row_height(self, place: int) -> float:
        """Return how high a row stands: one line, or as many as tables of long words allow."""
        return ROW + (len(self._lines(place)) - 1) * self.size * LEADING

    def row(self, place: int, y: float) -> list[Op]:
        """Return one row at ``y`` with the hairline under it."""
        ops: list[Op] = []
        rows, sums = len(self.texts), self.table.sums
        for n, line in enumerate(self._lines(place)):
            base = y + ROW - 5.5 + n * self.size * LEADING
            cells = zip(line, self.table.rows[place], self.table.columns, strict=True)
            for (said, cell, column), left, wide in zip(cells, self.lefts, self.widths, strict=False):
                if said:
                    role = ROLES.get(tone(cell), "ink")
                    strong = self._bold(place, cell)
                    ops.append(self._words(column, left, wide, base, said, self.size, role=role, bold=strong))
        last = sums > 0 and place == rows - sums - 1  # the line over a sum is stronger
        foot = y + self.row_height(place)
        ops.append(Rule(LEFT, foot, LEFT + self.inner, "faded" if last else "line", 0.7 if last else 0.4))
        return ops

    def _lines(self, place: int) -> list[list[str]]:
        if place not in self._rows:
            self._rows[place] = self._broken(place)
        return self._rows[place]

    def _broken(self, place: int) -> list[list[str]]:
        """Break the cells of a row into lines; tables of short words have one line a row."""
        most = self.table.lines if self.table.lines > USUAL else 1
        broken: list[list[str]] = []
        cells = zip(self.texts[place], self.table.rows[place], self.widths, strict=True)
        for column, (text, cell, wide) in enumerate(cells):
            bold = self._bold(place, cell)
            if width(text, self.size, bold=bold) <= wide:
                broken.append([text])
            elif column == 0 and most < NAME:  # a name is not cut while two lines hold it
                broken.append(wrapped(text, self.size, wide, most=NAME, bold=bold))
            elif most == 1:
                broken.append([cut(text, self.size, wide, bold=bold)])
            else:
                broken.append(wrapped(text, self.size, wide, most=most, bold=bold))
        return [
            [lines[n] if n < len(lines) else "" for lines in broken] for n in range(max(map(len, broken)))
        ]

    def _bold(self, place: int, cell: Cell) -> bool:
        summed = place >= len(self.texts) - self.table.sums
        return summed or tone(cell) not in (Tone.PLAIN, Tone.FADED)

    @staticmethod
    def _words(
        column: Column,
        left: float,
        wide: float,
        base: float,
        text: str,
        size: float,
        *,
        role: Role,
        bold: bool = False,
    ) -> Words:
        right = column.kind.on_right
        return Words(left + wide if right else left, base, text, size, bold, role, "r" if right else "l")


def gaps(heads: Sequence[Column]) -> list[float]:
    """Return the room before each column: more where right meets left."""
    pairs = pairwise(heads)
    return [0.0, *(FAR if a.kind.on_right and not b.kind.on_right else GAP for a, b in pairs)]


def columns(
    heads: Sequence[Column], texts: Sequence[Sequence[str]], size: float, inner: float
) -> list[float]:
    """Return widths: numbers and days get what they need, columns of words share the rest."""
    room = inner - sum(gaps(heads))
    sample = texts if len(texts) <= 400 else [*texts[:200], *texts[-200:]]
    needs = []
    for place, column in enumerate(heads):
        longest = max((width(row[place], size, bold=True) for row in sample), default=0.0)
        floor = max((width(word, SMALL) for word in column.head.split()), default=0.0)
        needs.append(max(longest, floor) + 1)
    if sum(needs) <= room:
        spare = room - sum(needs)
        wordy = [p for p, column in enumerate(heads) if column.kind is Kind.TEXT] or [0]
        for place in wordy:
            needs[place] += spare / len(wordy)
        return needs
    wordy = [place for place, column in enumerate(heads) if column.kind is Kind.TEXT]
    left = room - sum(need for place, need in enumerate(needs) if place not in wordy)
    if not wordy or left < room * 0.15:  # too much of everything: all give alike
        return [need * room / sum(needs) for need in needs]
    fair = left / len(wordy)  # short columns of words keep what they need, long ones share the rest
    long = [place for place in wordy if needs[place] > fair]
    rest = left - sum(needs[place] for place in wordy if place not in long)
    asked = sum(needs[place] for place in long)
    for place in long:
        needs[place] *= rest / asked
    return needs
