"""PPTX on the desk's own base: native charts and tables, notes, alternative texts, steady bytes."""

import io
import zipfile
from copy import deepcopy
from dataclasses import replace
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from csdesk.charts.letters import clean
from csdesk.errors import Trouble
from csdesk.i18n import mark
from csdesk.paths import resource
from csdesk.reports.deckrules import FULL, headline, slides_of
from csdesk.reports.document import (
    Cell,
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
)
from csdesk.reports.writers.pptx_charts import Charts, can_draw
from csdesk.reports.writers.pptx_look import (
    BODY,
    FOOT,
    LEFT,
    MAIN,
    POINT,
    SIDE,
    WIDTH,
    Line,
    height,
    one_line,
    paragraphs,
    steady,
    text_box,
)
from csdesk.reports.writers.pptx_parts import PANEL_TOP, columns, minutes, outcomes, panels
from csdesk.reports.writers.pptx_tables import Sized, draw, shorten, sized, split

PEOPLE, ACCOUNT, PERSON = 10, 40, 28  # most people on the title; longest names
PAGES = 3  # slides a table may take before the rest goes to the appendix
BAND_FOOT = 7.8  # cm: a band of minutes ends


def render(document: Document) -> bytes:
    """Return the deck; the same document gives the same bytes."""
    deck = _Deck(document)
    slides = slides_of(document)
    for slide in slides:
        deck.put(slide)
    deck.rest()
    return deck.bytes()


def count(data: bytes, document: Document) -> None:
    """Read a written deck back and count slides and charts; raises :class:`Trouble` if some are missing."""
    try:
        again = Presentation(io.BytesIO(data))
        slides = len(again.slides)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Trouble(mark("The deck could not be read back: {why}"), why=error) from error
    wanted = len(slides_of(document))
    charts = sum(shape.has_chart for slide in again.slides for shape in slide.shapes)
    drawn = sum(can_draw(chart.data) for chart in document.charts())
    if slides < wanted or charts < drawn:
        raise Trouble(
            mark("The deck was not written whole: {slides} of {wanted} slides."), slides=slides, wanted=wanted
        )


class _Deck:
    """One presentation being written."""

    def __init__(self, document: Document) -> None:
        self.document, self.formats, self.say = document, document.formats, document.formats.say
        self.language = document.formats.locale_name.replace("_", "-")
        self.prs = Presentation(str(resource("decks/base.pptx")))
        self.charts = Charts(self.formats)
        self.footer = document.footer or f"{document.title} · {document.subtitle}"
        self.later: list[Slide] = []
        self.cuts: list[tuple[str, str, str]] = []

    def put(self, slide: Slide) -> None:
        """Write one slide, and further ones where its table goes on."""
        if slide.layout is Layout.TITLE:
            self._title(slide)
            return
        place = next((n for n, part in enumerate(slide.body) if isinstance(part, Table) and part.rows), None)
        if place is None:
            self._page(slide, {})
            return
        table = slide.body[place]
        tall, wide = self._room(slide, place)
        whole = sized(table, wide, self.formats, tall=tall) if isinstance(table, Table) else None
        if whole is None:
            raise AssertionError("a table is a table")
        self.cuts += whole.cuts
        pieces = split(whole, tall)
        kept = pieces[:PAGES]
        if len(pieces) > PAGES:
            slide = self._postponed(slide, place, [row for piece in kept for row in piece.table.rows])
        for number, piece in enumerate(kept):
            self._page(self._numbered(slide, number, len(kept)), {place: piece})

    def _numbered(self, slide: Slide, number: int, pages: int) -> Slide:
        if pages == 1:
            return slide
        said = mark("{headline} ({page} of {pages})")
        return replace(slide, headline=self.say(said, headline=slide.headline, page=number + 1, pages=pages))

    def _postponed(self, slide: Slide, place: int, shown: list[tuple[Cell, ...]]) -> Slide:
        """Keep the rows beyond three slides for the appendix; a report has them in its other forms."""
        table = slide.body[place]
        beyond = table.rows[len(shown) :] if isinstance(table, Table) else ()
        said = (
            mark("{count} more in the appendix")
            if self.document.is_deck
            else mark("{count} more in the workbook")
        )
        more = self.say(said, count=len(beyond))
        if self.document.is_deck and isinstance(table, Table):
            rest = replace(table, rows=beyond, size=12, row_height=None)
            headline = self.say(mark("{headline}: further rows"), headline=slide.headline)
            self.later.append(
                Slide(
                    Layout.TABLE,
                    headline,
                    self.say(mark("Appendix")),
                    slide.second,
                    (rest,),
                    source=slide.source,
                )
            )
        return replace(slide, source=f"{slide.source}; {more}" if slide.source else more)

    def rest(self) -> None:
        """Write what found no place: further rows, and cells that were cut, whole."""
        appendix = self.say(mark("Appendix"))
        for slide in self.later:
            table = slide.body[0]
            if isinstance(table, Table):
                pieces = split(sized(table, WIDTH, self.formats), FOOT - BODY)
                for number, piece in enumerate(pieces):
                    self._page(self._numbered(slide, number, len(pieces)), {0: piece})
        if not self.cuts or not self.document.is_deck:
            return
        lines = [f"{shorten(row, ACCOUNT)}, {head}: {text}" for row, head, text in self.cuts]
        used, page = 0.0, list[str]()
        for line in [*lines, ""]:
            need = height([Line(line, 12)], WIDTH) + 4 * POINT
            if page and (not line or used + need > FOOT - BODY):
                body: tuple[Part, ...] = (Paragraphs((("", tuple(page)),)),)
                self._page(Slide(Layout.HEADLINE, self.say(mark("Full texts")), appendix, body=body), {})
                used, page = 0.0, []
            page.append(line)
            used += need

    # one slide
    def _title(self, slide: Slide) -> None:
        page = self.prs.slides.add_slide(self._layout(Layout.TITLE))
        page.shapes.title.text = one_line(shorten(slide.headline, ACCOUNT))
        page.placeholders[1].text = one_line(slide.second)
        self._fill(page, 10, slide.own)
        self._fill(page, 11, slide.when)
        self._drop(page, 13)
        lines, left = list[Line](), PEOPLE
        more = sum(len(people.names) for people in slide.people) - PEOPLE
        for people in slide.people:
            lines.append(Line(people.side, 12, "paper-head"))
            lines += [Line(shorten(name, PERSON + 22), 14, "paper") for name in people.names[: max(0, left)]]
            left -= len(people.names)
        if more > 0:
            lines.append(Line(self.say(mark("and {count} more"), count=more), 14, "paper"))
        if lines:
            paragraphs(self._holder(page, 12).text_frame, lines, self.language)
        else:
            self._drop(page, 12)
        self._notes(page, slide)

    def _page(self, slide: Slide, tables: dict[int, Sized]) -> None:
        page = self.prs.slides.add_slide(self._layout(slide.layout))
        size, lines = headline(slide.headline)
        page.shapes.title.text = one_line(slide.headline)
        if size != FULL:
            page.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
        self._fill(page, 10, slide.section)
        self._fill(page, 11, slide.second)
        self._fill(page, 12, slide.source)
        if slide.second and lines > 1:
            second = self._holder(page, 11)
            top = 3.8 if size == FULL else 1.7 + lines * size * 1.2 * POINT + 0.05
            second.left, second.top, second.width, second.height = Cm(LEFT), Cm(top), Cm(WIDTH), Cm(0.65)
        if slide.layout is Layout.TWO_CHARTS:
            self._two(page, slide)
        else:
            y = BODY
            for place, part in enumerate(slide.body):
                y = self._part(page, slide, part, tables.get(place), y)
        self._side(page, slide)
        self._foot(page)
        for idx in (13, 14, 15, 16):
            self._drop(page, idx, only_empty=True)
        self._notes(page, slide)

    def _part(self, page: Any, slide: Slide, part: Part, piece: Sized | None, y: float) -> float:
        """Put one part at ``y`` cm; returns where the next may begin."""
        match part:
            case Table():
                if piece is None:
                    self._say(page, part.empty or self.say(mark("Nothing to list.")), y)
                    return y + 1.2
                holder = self._holder(page, 13)
                if holder is not None and not hasattr(holder, "insert_table"):
                    holder = None
                draw(page, piece, (LEFT, y, 0, 0), self.language, holder=holder)
                return y + piece.high + 0.6
            case Chart():
                self._chart(page, slide, part, y)
                return FOOT
            case Minutes():
                minutes(page, part, y, self.language)
                return BAND_FOOT
            case Outcomes():
                outcomes(page, part, self.language)
                return y
            case Panels():
                panels(page, part, self.language)
                return y
            case Paragraphs():
                columns(page, part, y, self.language)
                return FOOT
            case Text():
                holder = self._holder(page, 13)
                if holder is not None and slide.layout is Layout.TEXT:
                    paragraphs(holder.text_frame, [Line(t, 16) for t in part.text.split("\n")], self.language)
                    return FOOT
                self._say(page, part.text, y)
                return y + height([Line(part.text, 16)], WIDTH) + 0.4
            case Facts():
                for fact in part.facts:
                    self._say(page, f"{fact.label}: {fact.shown} {fact.aside}", y)
                    y += 0.9
                return y
            case _:
                return y

    def _say(self, page: Any, words: str, y: float) -> None:
        wide = MAIN if self._holder(page, 14) is not None else WIDTH
        tall = height([Line(words, 16)], wide)
        text_box(page, (LEFT, y, wide, tall), [Line(words, 16)], self.language)

    def _chart(self, page: Any, slide: Slide, part: Chart, y: float) -> None:
        holder = self._holder(page, 13)
        if holder is not None and not hasattr(holder, "insert_chart"):
            holder = None
        wide = MAIN if slide.layout is Layout.CHART else WIDTH
        if self.charts.draw(page, part, holder=holder, at=(LEFT, y, wide, FOOT - y)) is None:
            self._say(page, part.words, y)

    def _two(self, page: Any, slide: Slide) -> None:
        """Put two charts side by side, each under its caption."""
        half = (WIDTH - 1.2) / 2
        charts = [part for part in slide.body if isinstance(part, Chart)][:2]
        for chart, idx, left in zip(charts, (13, 15), (LEFT, LEFT + half + 1.2), strict=False):
            text_box(page, (left, BODY, half, 0.6), [Line(chart.data.about, 12, "bold")], self.language)
            shape = self.charts.draw(page, chart, holder=self._holder(page, idx))
            shape.left, shape.top, shape.width, shape.height = Cm(left), Cm(BODY + 0.7), Cm(half), Cm(8.6)

    def _side(self, page: Any, slide: Slide) -> None:
        """Fill the column of meaning, or the two halves under two charts."""
        means, suggests = self.say(mark("What it means")), self.say(mark("What we suggest"))
        if slide.layout is Layout.TWO_CHARTS:
            for idx, head, words in ((14, means, slide.meaning), (16, suggests, slide.suggestion)):
                if words:
                    lines = [Line(head, 12, "head"), Line(words, 16)]
                    paragraphs(self._holder(page, idx).text_frame, lines, self.language)
            return
        holder = self._holder(page, 14)
        if holder is None:
            return
        lines = []
        for figure, words in slide.figures:
            lines += [Line(figure, 28, "head"), Line(words, 14, "faded")]
        for quote, who in slide.quotes:
            lines += [Line(quote, 16, "quote"), Line(who, 12, "faded")]
        for head, words in ((means, slide.meaning), (suggests, slide.suggestion)):
            if words:
                lines += [Line(head, 12, "head"), Line(words, 16)]
        if height(lines, SIDE) > FOOT - BODY:  # long words: a little smaller rather than below the edge
            lines = [replace(line, size=14) if line.size == 16 else line for line in lines]
        if lines:
            paragraphs(holder.text_frame, lines, self.language)

    def _foot(self, page: Any) -> None:
        """Footer and number: python-pptx leaves these placeholders out."""
        for part in page.slide_layout.placeholders:
            if part.placeholder_format.idx not in (20, 21):
                continue
            copy = deepcopy(part.element)
            copy.spPr.clear()
            copy.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in page.shapes) + 1))
            copy.find(qn("p:txBody")).find(qn("a:lstStyle")).clear()
            page.shapes.element.append(copy)
            if part.placeholder_format.idx == 20:
                page.shapes[-1].text_frame.text = one_line(self.footer)
                page.shapes[-1].text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _notes(self, page: Any, slide: Slide) -> None:
        words = slide.notes
        if slide.layout is Layout.TITLE and len(slide.headline) > ACCOUNT:
            words = f"{slide.headline}\n{words}"
        page.notes_slide.notes_text_frame.text = clean(words)

    # places
    def _room(self, slide: Slide, place: int) -> tuple[float, float]:
        """Return height and width in cm that the table at ``place`` of the body may take."""
        wide = MAIN if slide.layout is Layout.TABLE_MEANING else WIDTH
        top, foot = BODY, FOOT
        for n, part in enumerate(slide.body):
            if n < place and isinstance(part, Minutes):
                top = BAND_FOOT
            elif isinstance(part, Panels) and part.below:
                foot = PANEL_TOP - 0.3
            elif n > place and isinstance(part, Paragraphs):
                foot = FOOT - 4.4
        return foot - top, wide

    def _layout(self, wanted: Layout) -> Any:
        return next(layout for layout in self.prs.slide_layouts if layout.name == wanted.value)

    def _holder(self, page: Any, idx: int) -> Any:
        return next((p for p in page.placeholders if p.placeholder_format.idx == idx), None)

    def _fill(self, page: Any, idx: int, words: str) -> None:
        if words:
            self._holder(page, idx).text = one_line(words)
        else:
            self._drop(page, idx)

    def _drop(self, page: Any, idx: int, *, only_empty: bool = False) -> None:
        """Take out a placeholder nobody filled: it would show its prompt in the editor."""
        holder = self._holder(page, idx)
        if holder is None or (only_empty and (not holder.has_text_frame or holder.text_frame.text)):
            return
        holder.element.getparent().remove(holder.element)

    def bytes(self) -> bytes:
        """Return the file with its properties set from the document alone."""
        core, document = self.prs.core_properties, self.document
        made = document.made.replace(tzinfo=None)
        core.title, core.author = (
            one_line(f"{document.title}, {document.subtitle}")[:250],
            one_line(document.author),
        )
        core.last_modified_by, core.subject, core.keywords, core.comments = (
            one_line(document.author),
            "",
            "",
            "",
        )
        core.created = core.modified = made
        core.revision = 1
        whole = io.BytesIO()
        self.prs.save(whole)
        return steady(whole.getvalue(), made)
