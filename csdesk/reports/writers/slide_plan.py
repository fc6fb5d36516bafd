"""A document as the pages of a deck: tables that go on, what goes to the appendix, words at the side."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from csdesk.charts.formats import Formats
from csdesk.i18n import mark
from csdesk.reports.deckrules import slides_of
from csdesk.reports.document import (
    Cell,
    Document,
    Layout,
    Minutes,
    Panels,
    Paragraphs,
    Part,
    Slide,
    Table,
)
from csdesk.reports.writers.slide_frame import (
    ACCOUNT,
    BAND_FOOT,
    BODY,
    FOOT,
    MAIN,
    PANEL_TOP,
    PERSON,
    POINT,
    SIDE,
    WIDTH,
    Line,
    height,
    shorten,
)
from csdesk.reports.writers.slide_tables import Sized, sized, split

PEOPLE = 10  # most people on the title
PAGES = 3  # slides a table may take before the rest goes to the appendix
WORDS = 4.4  # cm for columns of small words under a table


@dataclass(frozen=True, slots=True)
class Planned:
    """One page: a slide with its tables as far as they fit, by their place in the body."""

    slide: Slide
    tables: dict[int, Sized] = field(default_factory=dict)


def plan(document: Document) -> list[Planned]:
    """Return the pages of a deck, or of a report told as slides."""
    planner = _Planner(document)
    pages = [page for slide in slides_of(document) for page in planner.pages(slide)]
    return [*pages, *planner.rest()]


def footer(document: Document) -> str:
    """Return what stands at the foot of every page."""
    return document.footer or f"{document.title} · {document.subtitle}"


class _Planner:
    def __init__(self, document: Document) -> None:
        self.document, self.formats, self.say = document, document.formats, document.formats.say
        self.later: list[Slide] = []
        self.cuts: list[tuple[str, str, str]] = []

    def pages(self, slide: Slide) -> Iterator[Planned]:
        """Plan one slide, and further ones where its table goes on."""
        found = next(
            ((n, part) for n, part in enumerate(slide.body) if isinstance(part, Table) and part.rows), None
        )
        if slide.layout is Layout.TITLE or found is None:
            yield Planned(slide)
            return
        place, table = found
        tall, wide = _room(slide, place)
        whole = sized(table, wide, self.formats, tall=tall)
        self.cuts += whole.cuts
        pieces = split(whole, tall)
        kept = pieces[:PAGES]
        if len(pieces) > PAGES:
            slide = self._postponed(slide, table, [row for piece in kept for row in piece.table.rows])
        for number, piece in enumerate(kept):
            yield Planned(self._numbered(slide, number, len(kept)), {place: piece})

    def _numbered(self, slide: Slide, number: int, pages: int) -> Slide:
        if pages == 1:
            return slide
        said = mark("{headline} ({page} of {pages})")
        return replace(slide, headline=self.say(said, headline=slide.headline, page=number + 1, pages=pages))

    def _postponed(self, slide: Slide, table: Table, shown: list[tuple[Cell, ...]]) -> Slide:
        """Keep the rows beyond three slides for the appendix; a report has them in its other forms."""
        beyond = table.rows[len(shown) :]
        said = (
            mark("{count} more in the appendix")
            if self.document.is_deck
            else mark("{count} more in the workbook")
        )
        more = self.say(said, count=self.formats.number(len(beyond)))
        if self.document.is_deck:
            rest = replace(table, rows=beyond, size=12, row_height=None)
            headline = self.say(mark("{headline}: further rows"), headline=slide.headline)
            appendix = self.say(mark("Appendix"))
            self.later.append(
                Slide(Layout.TABLE, headline, appendix, slide.second, (rest,), source=slide.source)
            )
        return replace(slide, source=f"{slide.source}; {more}" if slide.source else more)

    def rest(self) -> Iterator[Planned]:
        """Plan what found no place: further rows, and cells that were cut, whole."""
        for slide in self.later:
            table = slide.body[0]
            if isinstance(table, Table):
                pieces = split(sized(table, WIDTH, self.formats), FOOT - BODY)
                for number, piece in enumerate(pieces):
                    yield Planned(self._numbered(slide, number, len(pieces)), {0: piece})
        if not self.cuts or not self.document.is_deck:
            return
        headline, appendix = self.say(mark("Full texts")), self.say(mark("Appendix"))
        lines = [f"{shorten(row, ACCOUNT)}, {head}: {text}" for row, head, text in self.cuts]
        used, page = 0.0, list[str]()
        for line in [*lines, ""]:
            need = height([Line(line, 12)], WIDTH) + 4 * POINT
            if page and (not line or used + need > FOOT - BODY):
                body: tuple[Part, ...] = (Paragraphs((("", tuple(page)),)),)
                yield Planned(Slide(Layout.HEADLINE, headline, appendix, body=body))
                used, page = 0.0, []
            page.append(line)
            used += need


def _room(slide: Slide, place: int) -> tuple[float, float]:
    """Return height and width in cm that the table at ``place`` of the body may take."""
    wide = MAIN if slide.layout is Layout.TABLE_MEANING else WIDTH
    top, foot = BODY, FOOT
    for n, part in enumerate(slide.body):
        if n < place and isinstance(part, Minutes):
            top = BAND_FOOT
        elif isinstance(part, Panels) and part.below:
            foot = PANEL_TOP - 0.3
        elif n > place and isinstance(part, Paragraphs):
            foot = FOOT - WORDS
    return foot - top, wide


def people(slide: Slide, formats: Formats) -> list[Line]:
    """Return who sits at the table, both sides, on the panel of the title."""
    lines, left = list[Line](), PEOPLE
    for side in slide.people:
        lines.append(Line(side.side, 12, "paper-head"))
        lines += [Line(shorten(name, PERSON + 22), 14, "paper") for name in side.names[: max(0, left)]]
        left -= len(side.names)
    if left < 0:
        more = formats.say(mark("and {count} more"), count=formats.number(-left))
        lines.append(Line(more, 14, "paper"))
    return lines


def meaning(slide: Slide, formats: Formats) -> list[Line]:
    """Return the column of meaning: figures, quotes, what it means, what we suggest."""
    lines = list[Line]()
    for figure, words in slide.figures:
        lines += [Line(figure, 28, "head"), Line(words, 14, "faded")]
    for quote, who in slide.quotes:
        lines += [Line(quote, 16, "quote"), Line(who, 12, "faded")]
    for head, words in halves(slide, formats):
        if words:
            lines += [Line(head, 12, "head"), Line(words, 16)]
    if height(lines, SIDE) > FOOT - BODY:  # long words: a little smaller rather than below the edge
        lines = [replace(line, size=14) if line.size == 16 else line for line in lines]
    return lines


def halves(slide: Slide, formats: Formats) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what it means and what we suggest, each with its head."""
    say = formats.say
    return (
        (say(mark("What it means")), slide.meaning),
        (say(mark("What we suggest")), slide.suggestion),
    )
