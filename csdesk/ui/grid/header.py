"""The head of a grid: words aligned as their column, the sorted ones in ink with their arrow."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView

from csdesk.ui.grid.cells import PAD, ROW
from csdesk.ui.grid.rows import SORTED
from csdesk.ui.theme import CAPTION, Theme, font
from csdesk.ui.widgets.letters import fitted


class Header(QHeaderView):
    """``pressed_on(section, further)``: a click sorts, with Shift it adds a key."""

    pressed_on = Signal(int, bool)

    def __init__(self, theme: Theme, lead: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._lead = theme, lead
        self._begun: tuple[int, int] | None = None
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setFixedHeight(ROW)
        self.setMinimumSectionSize(36)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint().x()
        self._begun = (self.logicalIndexAt(place), place) if self.cursor().shape() != _SPLIT else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint().x()
        if self._begun and event.button() == Qt.MouseButton.LeftButton:
            section, start = self._begun
            if section >= 0 and self.logicalIndexAt(place) == section and abs(place - start) < 4:
                self.pressed_on.emit(section, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        self._begun = None

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        model, theme, area = self.model(), self._theme, QRectF(rect)
        across = Qt.Orientation.Horizontal
        order = model.headerData(column, across, SORTED)
        align = Qt.AlignmentFlag(model.headerData(column, across, Qt.ItemDataRole.TextAlignmentRole) or 0)
        text = str(model.headerData(column, across, Qt.ItemDataRole.DisplayRole) or "")
        right = bool(align & Qt.AlignmentFlag.AlignRight)
        painter.save()
        painter.fillRect(area, theme.color("raised"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(
            QPointF(area.left(), area.bottom() - 0.5), QPointF(area.right() + 1, area.bottom() - 0.5)
        )
        role = "ink" if order else "faded"
        lead = self._lead if column == 0 else 0
        inside = area.adjusted(PAD + lead, 0, -PAD, 0)
        words = fitted(text, (CAPTION, bool(order)), int(inside.width() + 2 - (5 if order else 0)))
        if order:
            descending, place, count = order
            x = inside.right() - words.width - 8 if right else inside.left() + words.width + 8
            self._arrow(painter, QPointF(x, inside.center().y()), up=not descending)
            if count > 1:
                self._place(painter, QPointF(x + (-8 if right else 8), inside.center().y()), place + 1)
        painter.setPen(theme.color(role))
        at = QPointF(
            inside.right() - words.width if right else inside.left(),
            round(inside.top() + (inside.height() - words.height) / 2),
        )
        for run in words.runs:
            painter.drawGlyphRun(at, run)
        painter.restore()

    def _arrow(self, painter: QPainter, at: QPointF, *, up: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._theme.color("ink")
        painter.setPen(
            QPen(ink, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        rise = 2.0 if up else -2.0
        points = [QPointF(-3, rise * 0.8), QPointF(0, -rise * 0.8), QPointF(3, rise * 0.8)]
        painter.drawPolyline([at + point for point in points])

    def _place(self, painter: QPainter, at: QPointF, place: int) -> None:
        """Write which key of several this is."""
        painter.setFont(font(CAPTION))
        painter.setPen(self._theme.color("faded"))
        box = QRectF(at.x() - 6, at.y() - 8, 12, 16)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(place))

    def sizeHint(self) -> QSize:
        return QSize(0, ROW)


_SPLIT = Qt.CursorShape.SplitHCursor
