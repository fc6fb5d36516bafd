"""PPTX on the desk's own base: native charts and tables, notes, alternative texts, steady bytes."""

import io
import zipfile
from copy import deepcopy
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
from csdesk.reports.writers.pptx_look import paragraphs, steady, text_box
from csdesk.reports.writers.pptx_parts import columns, minutes, outcomes, panels
from csdesk.reports.writers.pptx_tables import draw
from csdesk.reports.writers.slide_frame import (
    ACCOUNT,
    BAND_FOOT,
    BODY,
    CHART_HIGH,
    CHART_TOP,
    FOOT,
    HALF,
    LEFT,
    MAIN,
    POINT,
    SECOND,
    WIDTH,
    Line,
    height,
    one_line,
    shorten,
)
from csdesk.reports.writers.slide_plan import Planned, footer, halves, meaning, people, plan
from csdesk.reports.writers.slide_tables import Sized


def render(document: Document) -> bytes:
    """Return the deck; the same document gives the same bytes."""
    deck = _Deck(document)
    for page in plan(document):
        if page.slide.layout is Layout.TITLE:
            deck.title(page.slide)
        else:
            deck.page(page)
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
        self.footer = footer(document)

    # one slide
    def title(self, slide: Slide) -> None:
        """Write the first slide: account, review, the people of both sides."""
        page = self.prs.slides.add_slide(self._layout(Layout.TITLE))
        page.shapes.title.text = one_line(shorten(slide.headline, ACCOUNT))
        page.placeholders[1].text = one_line(slide.second)
        self._fill(page, 10, slide.own)
        self._fill(page, 11, slide.when)
        self._drop(page, 13)
        lines = people(slide, self.formats)
        if lines:
            paragraphs(self._holder(page, 12).text_frame, lines, self.language)
        else:
            self._drop(page, 12)
        self._notes(page, slide)

    def page(self, planned: Planned) -> None:
        """Write one slide."""
        slide, tables = planned.slide, planned.tables
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
            top = SECOND[1] if size == FULL else 1.7 + lines * size * 1.2 * POINT + 0.05
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
        charts = [part for part in slide.body if isinstance(part, Chart)][:2]
        for chart, idx, left in zip(charts, (13, 15), (LEFT, LEFT + HALF + 1.2), strict=False):
            text_box(page, (left, BODY, HALF, 0.6), [Line(chart.data.about, 12, "bold")], self.language)
            shape = self.charts.draw(page, chart, holder=self._holder(page, idx))
            shape.left, shape.top, shape.width, shape.height = (
                Cm(left),
                Cm(CHART_TOP),
                Cm(HALF),
                Cm(CHART_HIGH),
            )

    def _side(self, page: Any, slide: Slide) -> None:
        """Fill the column of meaning, or the two halves under two charts."""
        if slide.layout is Layout.TWO_CHARTS:
            for idx, (head, words) in zip((14, 16), halves(slide, self.formats), strict=True):
                if words:
                    lines = [Line(head, 12, "head"), Line(words, 16)]
                    paragraphs(self._holder(page, idx).text_frame, lines, self.language)
            return
        holder = self._holder(page, 14)
        lines = meaning(slide, self.formats) if holder is not None else []
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
