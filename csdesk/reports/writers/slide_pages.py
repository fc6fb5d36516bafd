"""A deck laid out as pages of 16:9, for PDF, print and preview: the places of its PPTX, in points."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from csdesk.charts.letters import width, wrapped
from csdesk.i18n import mark
from csdesk.reports.deckrules import FULL, headline
from csdesk.reports.document import (
    Chart,
    Document,
    Facts,
    Layout,
    Minutes,
    Outcomes,
    Panels,
    Paragraphs,
    Part,
    Slide,
    Table,
    Text,
    Tone,
    tone,
)
from csdesk.reports.writers.paper import Block, Op, Page, Picture, Role, Rule, Words
from csdesk.reports.writers.slide_frame import (
    ACCOUNT,
    BAND_FOOT,
    BELOW,
    BODY,
    CHART_HIGH,
    CHART_TOP,
    FOOT,
    HALF,
    LEFT,
    MAIN,
    PAGE,
    PANEL_TOP,
    PARTING,
    POINT,
    SECOND,
    SIDE,
    WIDTH,
    Line,
    height,
    one_line,
    room_above,
    shorten,
)
from csdesk.reports.writers.slide_plan import Planned, footer, halves, meaning, people, plan
from csdesk.reports.writers.slide_tables import HEAD, Sized, after, gap

ROLES: dict[str, Role] = {
    "faded": "faded",
    "head": "accent",
    "paper": "accent_ink",
    "paper-head": "accent_ink",
    "good": "good",
    "watch": "watch",
    "risk": "risk",
}
PANEL = 22.67  # cm: the blue panel of the title begins
THIN, THICK = 0.75, 1.0  # points of lines
LEADING = 1.2  # height of a line, in sizes
BASE = 0.95  # where letters stand in their line, in sizes from its top


def paginate(document: Document) -> list[Page]:
    """Return a page for every slide, numbered as in the PPTX."""
    pages = []
    for number, planned in enumerate(plan(document), start=1):
        slide = _Slide(document)
        if planned.slide.layout is Layout.TITLE:
            slide.title(planned.slide)
        else:
            slide.draw(planned, number)
        pages.append(slide.page)
    return pages


class _Slide:
    """One page being filled; every measure here is in cm."""

    def __init__(self, document: Document) -> None:
        self.document, self.formats = document, document.formats
        self.page = Page(round(PAGE[0] / POINT, 2), round(PAGE[1] / POINT, 2))

    # words, lines and blocks
    def add(self, op: Op) -> None:
        self.page.ops.append(op)

    def word(self, x: float, y: float, text: str, line: Line, align: Literal["l", "r", "c"] = "l") -> None:
        """Write one line of words whose top is at ``y``."""
        base = y / POINT + BASE * line.size
        role = ROLES.get(line.look, "ink")
        self.add(Words(x / POINT, base, text, line.size, line.bold, role, align))

    def words(
        self, x: float, y: float, wide: float, lines: Sequence[Line], *, tall: float | None = None
    ) -> float:
        """Write paragraphs from ``y`` down, or in the middle of ``tall``; returns where they end."""
        if tall is not None:
            y += max(0.0, tall - height(lines, wide)) / 2
        for place, line in enumerate(lines):
            y += room_above(line) * POINT if place else 0.0
            for text in wrapped(one_line(line.words), line.size, wide / POINT, bold=line.bold):
                self.word(x, y, text, line)
                y += line.size * LEADING * POINT
        return y

    def block(self, x: float, y: float, wide: float, high: float, role: Role) -> None:
        self.add(Block(x / POINT, y / POINT, wide / POINT, high / POINT, role))

    def rule(self, x: float, y: float, wide: float, role: Role = "line", thick: float = THIN) -> None:
        self.add(Rule(x / POINT, y / POINT, (x + wide) / POINT, role, thick))

    # pages
    def title(self, slide: Slide) -> None:
        """Lay out the first page: account and review at the left, the people on a panel."""
        self.block(PANEL, 0, PAGE[0] - PANEL, PAGE[1], "accent_strong")
        self.words(LEFT, 1.2, 19.2, [Line(slide.own, 12, "head")] if slide.own else [])
        name = Line(shorten(slide.headline, ACCOUNT), 44, "bold")
        tall = height([name], 19.2)
        self.words(LEFT, 9.6 - tall, 19.2, [name])
        self.words(LEFT, 9.95, 19.2, [Line(slide.second, 20, "faded")])
        self.words(LEFT, 16.6, 19.2, [Line(slide.when, 14, "faded")] if slide.when else [])
        lines = people(slide, self.formats)
        self.words(23.97, 17.5 - height(lines, 8.6), 8.6, lines)

    def draw(self, planned: Planned, number: int) -> None:
        """Lay out any other page."""
        slide = planned.slide
        size, count = headline(slide.headline)
        self.words(LEFT, 1.0, 20.0, [Line(slide.section, 12, "head")] if slide.section else [])
        end = self.words(LEFT, 1.65, WIDTH, [Line(slide.headline, size, "bold")])
        if slide.second:
            top = SECOND[min(count, 2) - 1] if size == FULL else end + 0.05
            self.words(LEFT, top, WIDTH, [Line(slide.second, 14, "faded")])
        if slide.layout is Layout.TWO_CHARTS:
            self._two(slide)
        else:
            y = BODY
            for place, part in enumerate(slide.body):
                y = self._part(slide, part, planned.tables.get(place), y)
        if slide.layout in (Layout.CHART, Layout.TABLE_MEANING):
            self.block(PARTING, BODY, 0.03, FOOT - BODY, "line")
            self.words(LEFT + WIDTH - SIDE, BODY, SIDE, meaning(slide, self.formats))
        self.words(LEFT, 17.75, 20.0, [Line(slide.source, 10, "faded")] if slide.source else [])
        self.word(LEFT + WIDTH - 1.37, 17.75, one_line(footer(self.document)), Line("", 10, "faded"), "r")
        self.word(LEFT + WIDTH, 17.75, self.formats.number(number), Line("", 10, "faded"), "r")

    def _part(self, slide: Slide, part: Part, piece: Sized | None, y: float) -> float:
        """Put one part at ``y``; returns where the next may begin."""
        wide = MAIN if slide.layout in (Layout.CHART, Layout.TABLE_MEANING) else WIDTH
        match part:
            case Table():
                if piece is None:
                    said = part.empty or self.formats.say(mark("Nothing to list."))
                    return self.words(LEFT, y, wide, [Line(said, 16)]) + 0.5
                self._table(piece, y)
                return y + piece.high + 0.6
            case Chart():
                self._chart(part, (LEFT, y, wide, FOOT - y))
                return FOOT
            case Minutes():
                self._minutes(part, y)
                return BAND_FOOT
            case Outcomes():
                self._outcomes(part)
            case Panels():
                self._panels(part)
            case Paragraphs():
                self._columns(part, y)
                return FOOT
            case Text():
                return self.words(LEFT, y, wide, [Line(part.text, 16)]) + 0.4
            case Facts():
                for fact in part.facts:
                    y = (
                        self.words(LEFT, y, wide, [Line(f"{fact.label}: {fact.shown} {fact.aside}", 16)])
                        + 0.2
                    )
            case _:
                pass
        return y

    # parts
    def _chart(self, part: Chart, at: tuple[float, float, float, float]) -> None:
        """Paint a chart; the headline is its finding and the second line says the rest."""
        x, y, wide, high = (value / POINT for value in at)
        self.add(Picture(x, y, wide, high, replace(part.data, title="", about=""), 1.05))

    def _two(self, slide: Slide) -> None:
        charts = [part for part in slide.body if isinstance(part, Chart)][:2]
        lefts = (LEFT, LEFT + HALF + 1.2)
        for chart, left in zip(charts, lefts, strict=False):
            self.words(left, BODY, HALF, [Line(chart.data.about, 12, "bold")])
            self._chart(chart, (left, CHART_TOP, HALF, CHART_HIGH))
        for (head, said), left in zip(halves(slide, self.formats), lefts, strict=True):
            if said:
                self.words(left, BELOW, HALF, [Line(head, 12, "head"), Line(said, 16)])

    def _table(self, piece: Sized, y: float) -> None:
        table, wide = piece.table, sum(piece.widths)
        heads = tuple(one_line(column.head) for column in table.columns)
        self._row(piece, heads, y, HEAD, [Line("", 11, "faded")] * len(heads), foot=True)
        self.rule(LEFT, y + HEAD, wide, "faded", THICK)
        y += HEAD
        count = len(piece.texts)
        for place, (texts, high) in enumerate(zip(piece.texts, piece.heights, strict=True)):
            summed = place >= count - table.sums
            looks = [tone(cell) for cell in table.rows[place]]
            looks = [Tone.BOLD if summed and look is Tone.PLAIN else look for look in looks]
            self._row(piece, texts, y, high, [Line("", table.size, look.value) for look in looks])
            y += high
            strong = table.sums > 0 and place == count - table.sums - 1
            self.rule(LEFT, y, wide, "faded" if strong else "line", THICK if strong else THIN)

    def _row(
        self,
        piece: Sized,
        texts: Sequence[str],
        y: float,
        high: float,
        lines: Sequence[Line],
        *,
        foot: bool = False,
    ) -> None:
        columns, x = piece.table.columns, LEFT
        for place, (text, wide, line) in enumerate(zip(texts, piece.widths, lines, strict=True)):
            left = x + gap(columns, place)
            right = x + wide - after(columns, place)
            said = wrapped(text, line.size, (right - left) / POINT + 0.5, bold=line.bold)
            step = line.size * LEADING * POINT
            top = y + high - step * len(said) - 0.08 if foot else y + (high - step * len(said)) / 2
            on_right = columns[place].kind.on_right
            for n, one in enumerate(said):
                self.word(right if on_right else left, top + n * step, one, line, "r" if on_right else "l")
            x += wide

    def _minutes(self, part: Minutes, y: float) -> None:
        total = sum(minutes for minutes, _ in part.boxes) or 1
        unit = (WIDTH - 0.15 * (len(part.boxes) - 1)) / total
        x, named = LEFT, set[bool]()
        for minutes, ahead in part.boxes:
            self.block(x, y + 0.9, minutes * unit, 1.3, "accent" if ahead else "line")
            line = Line("", 14, "paper-head" if ahead else "bold")
            self.word(x + minutes * unit / 2, y + 1.28, self.formats.number(minutes), line, "c")
            if ahead not in named:
                said = part.forward if ahead else part.back
                self.words(x, y, 12, [Line(said, 12, "head" if ahead else "faded")])
                named.add(ahead)
            x += minutes * unit + 0.15

    def _outcomes(self, part: Outcomes) -> None:
        step = (FOOT - BODY) / max(3, len(part.rows))
        for place, (figure, line, aside) in enumerate(part.rows):
            top = BODY + place * step
            if place:
                self.rule(LEFT, top, 19.4)
            size = 36 if width(figure, 36, bold=True) <= 7.2 / POINT else 24
            self.words(LEFT, top, 7.2, [Line(figure, size, "head")], tall=step)
            said = [Line(line, 16, "bold"), Line(aside, 14, "faded")]
            self.words(LEFT + 7.4, top, 12.0, said, tall=step)

    def _panels(self, part: Panels) -> None:
        many = len(part.panels)
        if part.below:
            wide = (WIDTH - 0.3 * (many - 1)) / many
            boxes = [(LEFT + n * (wide + 0.3), PANEL_TOP, wide, 3.5) for n in range(many)]
        else:
            tall = (FOOT - BODY - 0.3 * (many - 1)) / many
            boxes = [(22.2, BODY + n * (tall + 0.3), LEFT + WIDTH - 22.2, tall) for n in range(many)]
        for (head, said), (x, y, wide, tall) in zip(part.panels, boxes, strict=True):
            self.block(x, y, wide, tall, "sunken")
            inner = wide - 1.4
            size = 18 if height([Line(head, 12, "head"), Line(said, 18)], inner) <= tall - 0.2 else 14
            lines = [Line(head, 12, "head"), Line(said, size)]
            self.words(x + 0.7, y + 0.1, inner, lines, tall=tall - 0.2)

    def _columns(self, part: Paragraphs, y: float) -> None:
        wide = (WIDTH - 1.2 * (len(part.columns) - 1)) / len(part.columns)
        for place, (head, lines) in enumerate(part.columns):
            said = [Line(head, 12, "head")] if head else []
            said += [Line(line, part.size) for line in lines]
            self.words(LEFT + place * (wide + 1.2), y, wide, said)
