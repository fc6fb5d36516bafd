"""A document laid out on paper, without Qt: pages of words, lines and charts, in points from the top left.

Words are measured with the shipped font, so that paper, preview and the count of pages always agree.
"""

from typing import Literal

from csdesk.charts.letters import clean, cut, width, wrapped
from csdesk.i18n import mark
from csdesk.reports.document import (
    Chart,
    Document,
    Facts,
    Heading,
    Minutes,
    Outcomes,
    PageBreak,
    Panels,
    Paragraphs,
    Part,
    Slide,
    Table,
    Text,
    Tone,
)
from csdesk.reports.writers import slide_pages
from csdesk.reports.writers.paper import (
    BODY,
    BOTTOM,
    HEAD,
    LEFT,
    PAPERS,
    RIGHT,
    ROW,
    SMALL,
    TITLE,
    TOP,
    Op,
    Page,
    Picture,
    Role,
    Rule,
    Words,
)
from csdesk.reports.writers.paper_tables import Grid

LAST = 4  # rows of a table that stay together at its end
WHOLE = 14  # rows of a table that is not broken over pages


def paginate(document: Document) -> list[Page]:
    """Lay a document out on paper; a deck becomes pages of the shape of its slides."""
    if document.is_deck:
        return slide_pages.paginate(document)
    paper = _Paper(document)
    paper.opening()
    parts = [part for part in document.on_paper() if not isinstance(part, Slide)]
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if isinstance(part, Heading):
            paper.keep_with(part, following)
        paper.put(part)
    paper.closing()
    paper.number()
    return paper.pages


class _Paper:
    """Fills pages from top to bottom; a part that does not fit goes on to the next page."""

    def __init__(self, document: Document) -> None:
        self.document, self.formats = document, document.formats
        self.wide, self.high = PAPERS[document.paper]
        self.inner = self.wide - LEFT - RIGHT
        self.pages: list[Page] = []
        self.heading = ""
        self.y = 0.0
        self.turn()

    # paper
    def turn(self) -> None:
        """Begin a page, with the running head on all but the first."""
        self.pages.append(Page(self.wide, self.high))
        self.y = TOP
        if len(self.pages) > 1:
            title = cut(clean(self.document.title), SMALL, self.inner * 0.6)
            self.words(LEFT, 36, title, SMALL, role="faded")
            day = self._as_of()
            self.words(self.wide - RIGHT, 36, day, SMALL, role="faded", align="r")
            self.add(Rule(LEFT, 42, self.wide - RIGHT))
            self.y = TOP + 6

    @property
    def room(self) -> float:
        return self.high - BOTTOM - self.y

    def need(self, height: float) -> None:
        """Turn the page when less than ``height`` is left; a page just begun is never turned."""
        if self.room < height and self.pages[-1].ops and self.y > TOP + 7:
            self.turn()

    def add(self, op: Op) -> None:
        self.pages[-1].ops.append(op)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        role: Role = "ink",
        align: Literal["l", "r", "c"] = "l",
    ) -> None:
        if text:
            self.add(Words(x, y, text, size, bold, role, align))

    def _as_of(self) -> str:
        return self.formats.say(mark("as of {day}"), day=self.formats.day(self.document.as_of))

    # beginning and end
    def opening(self) -> None:
        document = self.document
        for line in wrapped(clean(document.title), TITLE, self.inner, most=3, bold=True):
            self.y += TITLE * 1.2
            self.words(LEFT, self.y - 6, line, TITLE, bold=True)
        for line in wrapped(clean(document.subtitle), BODY, self.inner, most=3) if document.subtitle else []:
            self.y += BODY * 1.5
            self.words(LEFT, self.y - 4, line, BODY, role="faded")
        self.y += 10

    def closing(self) -> None:
        if self.document.formulas:
            names = self.formats.say(mark("Formulas: {names}"), names=", ".join(self.document.formulas))
            self.y += 8
            self._lines(names, SMALL, role="faded")

    def number(self) -> None:
        """Write the foot of every page, now that their count is known."""
        count = len(self.pages)
        for place, page in enumerate(self.pages):
            said = self.formats.say(mark("Page {page} of {pages}"), page=place + 1, pages=count)
            y = self.high - 28
            page.ops.append(Words(self.wide - RIGHT, y, said, SMALL, role="faded", align="r"))
            book = f"{clean(self.document.book)} · {self._as_of()}"
            page.ops.append(Words(LEFT, y, cut(book, SMALL, self.inner * 0.75), SMALL, role="faded"))

    # parts
    def put(self, part: Part) -> None:
        match part:
            case Heading():
                self._heading(part)
            case Text():
                bold = part.tone is Tone.BOLD
                faded = part.tone is Tone.FADED
                self._lines(
                    part.text, SMALL + 0.5 if faded else BODY, role="faded" if faded else "ink", bold=bold
                )
                self.y += 4
            case Facts():
                self._facts(part)
            case Table():
                self._table(part)
            case Chart():
                self._chart(part)
            case PageBreak():
                if self.y > TOP + 7:
                    self.turn()
            case _:
                self._deck_part(part)

    def _deck_part(self, part: Part) -> None:
        match part:
            case Minutes():
                back = sum(minutes for minutes, ahead in part.boxes if not ahead)
                self._lines(f"{part.back} · {part.forward}" if back else part.forward, BODY)
            case Outcomes():
                for figure, line, aside in part.rows:
                    self._lines(f"{figure}  {line}", BODY, bold=True)
                    self._lines(aside, SMALL + 0.5, role="faded")
            case Panels():
                for head, words in part.panels:
                    self._lines(head, SMALL + 0.5, role="accent", bold=True)
                    self._lines(words, BODY)
            case Paragraphs():
                for head, lines in part.columns:
                    self._lines(head, SMALL + 0.5, role="accent", bold=True)
                    for line in lines:
                        self._lines(line, BODY)
                    self.y += 4

    def keep_with(self, heading: Heading, following: Part | None) -> None:
        """Turn the page where a heading would stay behind alone."""
        match following:
            case Chart():
                least = following.height + 30
            case Table():
                least = self._least(following)
            case Facts():
                least = 70.0
            case _:
                least = 40.0
        self.need(least + (HEAD if heading.level == 1 else BODY) * 1.3 + 24)

    def _heading(self, part: Heading) -> None:
        self.heading = part.text
        size = HEAD if part.level == 1 else BODY + 1
        lines = wrapped(clean(part.text), size, self.inner, most=2, bold=True)
        self.y += 14 if self.y > TOP + 7 else 0
        for line in lines:
            self.y += size * 1.3
            self.words(LEFT, self.y - 3, line, size, bold=True)
        self.y += 5

    def _lines(self, text: str, size: float, *, role: Role = "ink", bold: bool = False) -> None:
        for line in wrapped(clean(text), size, self.inner, bold=bold) if text else []:
            self.need(size * 1.45)
            self.y += size * 1.45
            self.words(LEFT, self.y - size * 0.35, line, size, bold=bold, role=role)

    def _facts(self, part: Facts) -> None:
        across = min((4, 3, 5), key=lambda wide: (-len(part.facts) % wide, wide != 4))  # few tiles left empty
        wide = self.inner / across
        for first in range(0, len(part.facts), across):
            self.need(62)
            top = self.y
            self.add(Rule(LEFT, top, self.wide - RIGHT))
            for place, fact in enumerate(part.facts[first : first + across]):
                x, room = LEFT + place * wide, wide - 10
                self.words(x, top + 16, cut(clean(fact.label), SMALL + 0.5, room), SMALL + 0.5, role="faded")
                size = next((s for s in (15.0, 13.0, 11.0) if width(fact.shown, s, bold=True) <= room), 9.5)
                self.words(x, top + 34, cut(clean(fact.shown), size, room, bold=True), size, bold=True)
                for n, line in enumerate(
                    wrapped(clean(fact.aside), SMALL, room, most=2) if fact.aside else []
                ):
                    self.words(x, top + 46 + n * 10, line, SMALL, role="faded")
            self.y = top + 64
        self.add(Rule(LEFT, self.y, self.wide - RIGHT))
        self.y += 10

    def _chart(self, part: Chart) -> None:
        self.need(part.height + 12)
        self.y += 8
        self.add(Picture(LEFT, self.y, self.inner, part.height, part.data))
        self.y += part.height + 8

    def _table(self, table: Table) -> None:
        if table.name and table.name != self.heading:
            self.need(self._least(table) + BODY * 1.5 + 4)
            self.y += 4
            self._lines(table.name, BODY, bold=True)
        if not table.rows:
            self._lines(table.empty or self.formats.say(mark("Nothing to list.")), BODY, role="faded")
            self.y += 6
            return
        grid = Grid(table, self.formats, self.inner)
        self.need(self._least(table))
        self._head(grid)
        count = len(table.rows)
        for place in range(count):
            needed = grid.row_height(place)
            if place == count - LAST:  # no page begins with a row or two that are left over
                needed += sum(map(grid.row_height, range(place + 1, count)))
            if self.room < needed:
                self.turn()
                self._head(grid)
            self.pages[-1].ops += grid.row(place, self.y)
            self.y += grid.row_height(place)
        self.y += 10

    def _least(self, table: Table) -> float:
        """Return how much of a table must stand together: a short one all of it, a long one its beginning."""
        count = len(table.rows)
        if not 0 < count <= WHOLE:
            return ROW * 4 if count else ROW
        grid = Grid(table, self.formats, self.inner)
        return grid.head_height + sum(map(grid.row_height, range(count)))

    def _head(self, grid: Grid) -> None:
        self.pages[-1].ops += grid.head(self.y)
        self.y += grid.head_height
