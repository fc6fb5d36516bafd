"""Small parts of the reports page: a paper to choose, its words, its file's name, its way to a printer."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from csdesk.reports.shelf import Paper
from csdesk.ui import formats
from csdesk.ui.theme import XL, M, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.parts import Press, column, restyle, words

if TYPE_CHECKING:
    from csdesk.reports.document import Document
    from csdesk.reports.writers.paper import Page as Leaf

SIDE = 320  # px
INSIDE = SIDE - 2 * XL  # px of the words at the left


class PaperButton(Press):
    """One paper to choose: its name, and what it is for below."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setProperty("kind", "paper")
        self.setAccessibleName(tr(paper.title))
        self.setAccessibleDescription(tr(paper.about))
        self._name = words(tr(paper.title))
        about = words(tr(paper.about), "caption", wrap=True)
        about.setFixedWidth(INSIDE)
        about.ensurePolished()  # or its height is that of larger letters
        about.setFixedHeight(about.heightForWidth(INSIDE))
        for label in (self._name, about):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(column(self._name, about, gap=2, margins=(M, S, M, S)))
        self.toggled.connect(lambda on: restyle(self._name, rank="strong" if on else ""))

    def sizeHint(self) -> Any:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


def quarter_words(first: date) -> str:
    """Return a quarter: “Q3 2026”."""
    return tr("Q{n} {year}", n=(first.month - 1) // 3 + 1, year=first.year)


def line_of(document: "Document") -> str:
    said = [document.title, tr("as of {day}", day=formats.day(document.as_of))]
    if document.is_deck:
        slides = len(document.slides())
        said.append(counted(slides, "{n} slide", "{n} slides"))
    return "  ·  ".join(said)


def paint_on(
    printer: Any, document: "Document", leaves: "Sequence[Leaf]", progress: Callable[[int, int], None]
) -> None:
    """Paint every page on ``printer``, as large as its paper; may run off the UI thread."""
    from csdesk.reports.writers.pdf import UNITS, Brush

    painter, brush = QPainter(printer), Brush(document)
    try:
        for place, leaf in enumerate(leaves):
            progress(place, len(leaves))
            if place:
                printer.newPage()
            painter.save()
            scale = printer.width() / leaf.wide / UNITS
            painter.scale(scale, scale)
            brush.page(painter, leaf)
            painter.restore()
    finally:
        painter.end()
