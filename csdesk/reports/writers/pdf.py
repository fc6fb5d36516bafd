"""PDF by Qt: pages laid out before are painted with the shipped letters, charts as lines, words as words."""

import os
import sys
import threading
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer

from csdesk.charts.letters import clean
from csdesk.charts.paint import paint, parted
from csdesk.charts.style import FAMILY, roles, themed
from csdesk.errors import Trouble
from csdesk.i18n import mark
from csdesk.paths import resource
from csdesk.reports.document import Document
from csdesk.reports.writers.pages import paginate
from csdesk.reports.writers.paper import Block, Page, Picture, Rule, Words

UNITS = 20  # of the device to a point: fonts have whole sizes only, and a twentieth is fine enough

ROLES = (
    "ink", "faded", "accent", "accent_strong", "accent_ink", "good", "watch", "risk", "line", "sunken", "edge"
)  # fmt: skip


def render(document: Document) -> bytes:
    """Return the document as PDF. May run on any thread while an application lives, else on the main one."""
    ensure_application()
    pages = paginate(document)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72 * UNITS)
    size = QPageSize(QSizeF(pages[0].wide, pages[0].high), QPageSize.Unit.Point)
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    )
    writer.setTitle(clean(document.title))
    writer.setCreator("csdesk")
    if document.author:
        writer.setAuthor(clean(document.author))
    painter = QPainter(writer)
    brush = Brush(document)
    for place, page in enumerate(pages):
        if place:
            writer.newPage()
        brush.page(painter, page)
    painter.end()
    buffer.close()
    return bytes(store.data())


def picture(document: Document, page: Page, ratio: float = 1.0) -> QImage:
    """Paint one page for a preview, at ``ratio`` pixels to a point."""
    ensure_application()
    image = QImage(round(page.wide * ratio), round(page.high * ratio), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(ratio / UNITS, ratio / UNITS)
    Brush(document).page(painter, page)
    painter.end()
    return image


class Brush:
    """Paints pages in units of a twentieth of a point."""

    def __init__(self, document: Document) -> None:
        self.style = themed("paper", document.formats)
        self.colours = {role: QColor(str(roles("light")[role])) for role in ROLES}
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._metrics: dict[tuple[float, bool], QFontMetricsF] = {}

    def page(self, painter: QPainter, page: Page) -> None:
        for op in page.ops:
            match op:
                case Words():
                    self._words(painter, op)
                case Rule():
                    painter.setPen(QPen(self.colours[op.role], op.thick * UNITS))
                    painter.drawLine(
                        QPointF(op.x * UNITS, op.y * UNITS), QPointF(op.to * UNITS, op.y * UNITS)
                    )
                case Block():
                    place = QRectF(op.x * UNITS, op.y * UNITS, op.wide * UNITS, op.high * UNITS)
                    painter.fillRect(place, self.colours[op.role])
                case Picture():
                    self._chart(painter, op)

    def _words(self, painter: QPainter, op: Words) -> None:
        self._write(painter, op.x, op.y, op.text, op.size, op.align, self.colours[op.role], bold=op.bold)

    def _write(
        self,
        painter: QPainter,
        x: float,
        y: float,
        text: str,
        size: float,
        align: str,
        colour: QColor,
        *,
        bold: bool,
    ) -> None:
        key = (size, bold)
        if key not in self._fonts:
            self._fonts[key] = letters(size, bold=bold)
            self._metrics[key] = QFontMetricsF(self._fonts[key])
        at = x * UNITS
        if align != "l":
            wide = self._metrics[key].horizontalAdvance(text)
            at -= wide if align == "r" else wide / 2
        painter.setFont(self._fonts[key])
        painter.setPen(colour)
        painter.drawText(QPointF(at, y * UNITS), text)

    def _chart(self, painter: QPainter, op: Picture) -> None:
        """Paint the lines of a chart, and its words as words: they can be searched and copied."""
        lines, words = parted(paint(op.data, self.style, (op.wide / op.scale, op.high / op.scale)))
        renderer = QSvgRenderer(QByteArray(lines))
        renderer.render(painter, QRectF(op.x * UNITS, op.y * UNITS, op.wide * UNITS, op.high * UNITS))
        for word in words:
            x, y, size = op.x + word.x * op.scale, op.y + word.y * op.scale, word.size * op.scale
            align = _ANCHORS[word.anchor]
            self._write(painter, x, y, word.text, size, align, QColor(word.colour), bold=word.bold)


_ANCHORS = {"start": "l", "middle": "c", "end": "r"}


def letters(size: float, *, bold: bool = False) -> QFont:
    """Return the shipped font, with the system's families behind it for letters it lacks."""
    _families()
    font = QFont(FAMILY)
    font.setPixelSize(round(size * UNITS))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def ensure_application() -> None:
    """Fonts need a QGuiApplication; the command line has none, so one without a screen is made."""
    if QGuiApplication.instance() is None:
        _make_application()
    with _FIRST:
        _resolve()


def _make_application() -> None:
    if threading.current_thread() is not threading.main_thread():
        raise Trouble(mark("A PDF needs the main thread while no window is open."))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application()


_FIRST = threading.Lock()


@cache
def _resolve() -> None:
    """Use once what pages are painted with: PySide makes its types at first use, and not for two threads."""
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    painter.setFont(letters(8, bold=True))
    painter.setPen(QPen(QColor("#000000"), 1.0))
    painter.drawLine(QPointF(0, 0), QPointF(1, 1))
    painter.fillRect(QRectF(0, 0, 1, 1), QColor("#ffffff"))
    painter.drawText(QPointF(0, QFontMetricsF(letters(8)).horizontalAdvance("x")), "x")
    QSvgRenderer(QByteArray(b'<svg xmlns="http://www.w3.org/2000/svg"/>')).render(painter, QRectF(0, 0, 1, 1))
    painter.end()


@cache
def _application() -> QGuiApplication:
    """Kept as long as the process lives: Qt does not stand its end in the middle."""
    return QGuiApplication(sys.argv[:1])


@cache
def _families() -> tuple[int, ...]:
    return tuple(
        QFontDatabase.addApplicationFont(str(resource(f"fonts/Inter-{weight}.ttf")))
        for weight in ("Regular", "SemiBold", "Bold")
    )
