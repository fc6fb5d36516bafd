"""The pages of a document as they will lie on paper, painted in a lane as they come into sight."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from csdesk.ui.context import Context
from csdesk.ui.jobs import CHART
from csdesk.ui.theme import XL, L
from csdesk.ui.translate import tr

if TYPE_CHECKING:
    from csdesk.reports.document import Document
    from csdesk.reports.writers.paper import Page

WIDEST = 720  # px of a page
KEPT = 12  # pictures of pages kept at once


class Sheets(QWidget):
    """All pages one below the other; only those in sight are painted."""

    def __init__(self, context: Context, area: QScrollArea) -> None:
        super().__init__()
        self._context, self._area = context, area
        self._document: Document | None = None
        self._pages: list[Page] = []
        self._pictures: dict[int, QImage] = {}
        self._asked: set[int] = set()
        self._round = 0
        self.setObjectName("body")

    def show_pages(self, document: "Document", pages: "list[Page]") -> None:
        """Show another document from its first page."""
        self._document, self._pages = document, pages
        self._forget()
        self._fit()

    @property
    def painted(self) -> int:
        """How many pages have their picture."""
        return len(self._pictures)

    def count(self) -> int:
        return len(self._pages)

    def first_seen(self) -> int:
        """Return the number of the page at the top, from 1."""
        top = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        seen = [place for place in range(len(self._pages)) if self._place(place).top() <= top]
        return (seen[-1] if seen else 0) + 1

    def top_of(self, number: int) -> int:
        """Return where page ``number`` (from 1) begins."""
        return int(self._place(number - 1).top() - L)

    def _scale(self) -> float:
        widest = max((page.wide for page in self._pages), default=595.0)
        return max(0.2, min(WIDEST, self.width() - 2 * XL) / widest)

    def _place(self, number: int) -> QRectF:
        scale, top = self._scale(), float(L)
        for page in self._pages[:number]:
            top += page.high * scale + L
        page = self._pages[number]
        wide = page.wide * scale
        return QRectF(round((self.width() - wide) / 2), round(top), round(wide), round(page.high * scale))

    def _fit(self) -> None:
        scale = self._scale()
        self.setMinimumHeight(round(sum(page.high * scale + L for page in self._pages) + L))
        self.update()

    def _forget(self) -> None:
        self._round += 1
        self._pictures, self._asked = {}, set()

    def sizeHint(self) -> QSize:
        return QSize(WIDEST + 2 * XL, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._asked = set()  # sharper or smaller pictures follow; the old ones stay until then
            self._round += 1
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._forget()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QPen(self._context.theme.color("line"), 1)
        for number in range(len(self._pages)):
            place = self._place(number)
            if not place.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(place, Qt.GlobalColor.white)  # paper is white in both looks
            if number in self._pictures:
                painter.drawImage(place, self._pictures[number])
            if number not in self._asked:
                self._ask(number)
            painter.setPen(edge)
            painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _ask(self, number: int) -> None:
        document, page, round_ = self._document, self._pages[number], self._round
        if document is None:
            return
        self._asked.add(number)
        ratio = self._scale() * self.devicePixelRatioF()

        def work() -> QImage:
            from csdesk.reports.writers import pdf

            return pdf.picture(document, page, ratio)

        def done(image: QImage) -> None:
            if round_ != self._round:
                return
            self._pictures[number] = image
            for old in list(self._pictures)[:-KEPT]:
                del self._pictures[old]
                self._asked.discard(old)
            self.update()

        self._context.jobs.do(work, owner=self, done=done, lane=CHART)


class PagesPreview(QScrollArea):
    """Scrolls through the pages; Page Up and Down go from page to page. ``moved`` hears of the page seen."""

    def __init__(self, context: Context, moved: Callable[[], None]) -> None:
        super().__init__(widgetResizable=True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview"))
        self.sheets = Sheets(context, self)
        self.setWidget(self.sheets)
        self._soon = QTimer(self, singleShot=True, interval=50)
        self._soon.timeout.connect(moved)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())

    def show_pages(self, document: "Document", pages: "list[Page]") -> None:
        """Show another document."""
        kept = self.verticalScrollBar().value()
        self.sheets.show_pages(document, pages)
        self.verticalScrollBar().setValue(min(kept, self.verticalScrollBar().maximum()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None or not self.sheets.count():
            super().keyPressEvent(event)
            return
        wanted = max(1, min(self.sheets.count(), self.sheets.first_seen() + step))
        self.verticalScrollBar().setValue(self.sheets.top_of(wanted))
