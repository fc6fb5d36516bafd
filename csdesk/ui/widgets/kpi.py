"""A KPI tile: label, value, change against the period before, spark line, and what the rate is of."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from csdesk.ui.theme import CAPTION, TITLE, L, Theme, font
from csdesk.ui.translate import plain_tip, tr
from csdesk.ui.widgets import marks


@dataclass(frozen=True, slots=True)
class Kpi:
    """What a tile says. ``value`` None is undefined, and ``note`` then says why."""

    label: str
    value: str | None
    change: str = ""  # with its sign: "+2,4 %", "−3"
    slope: int = 0
    better: int = 0  # 1 the change is welcome, −1 it is not, 0 neither
    note: str = ""  # "18 of 20"
    trend: Sequence[float | None] = ()
    brief: str = ""  # the value in fewer digits, for a narrow tile


class KpiTile(QWidget):
    """Painted in one go: 116 px high, from 152 px wide. A click, Enter or Space asks for the explanation."""

    explained = Signal()

    def __init__(self, kpi: Kpi, theme: Theme) -> None:
        super().__init__()
        self._theme, self._hovered = theme, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(kpi)

    def say(self, kpi: Kpi) -> None:
        """Show another number."""
        self._kpi = kpi
        spoken = (f"{kpi.label}: {kpi.value or tr('undefined')}", kpi.change, kpi.note)
        self.setAccessibleName(", ".join(part for part in spoken if part))
        self.setAccessibleDescription(tr("Explains this number"))
        self.setToolTip(plain_tip("\n".join(part for part in spoken if part)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(152, 116)

    def minimumSizeHint(self) -> QSize:
        return QSize(104, 116)

    def paintEvent(self, event: QPaintEvent) -> None:
        kpi, theme, painter = self._kpi, self._theme, QPainter(self)
        if self._hovered:
            painter.fillRect(self.rect(), theme.color("sunken"))
        inside = QRectF(self.rect()).adjusted(L, 0, -L, 0)
        self._head(painter, inside)
        left, base = inside.left(), QRectF(inside.left(), 60, inside.width(), 18)
        if kpi.change:
            tone = {1: "good", -1: "risk", 0: "faded"}[kpi.better]
            place = QPointF(left + 5, base.center().y() + 0.5)
            marks.slope_arrow(painter, place, kpi.slope, theme.color(tone), 8)
            painter.setFont(font(CAPTION, strong=True))
            painter.setPen(theme.color(tone))
            painter.drawText(base.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, kpi.change)
            left += 14 + QFontMetrics(painter.font()).horizontalAdvance(kpi.change) + 8
        painter.setFont(font(CAPTION))
        painter.setPen(theme.color("faded"))
        room = inside.right() + L / 2 - left
        if kpi.value is None and QFontMetrics(painter.font()).horizontalAdvance(kpi.note) > room:
            area = QRectF(left, base.top() + 2, room, 44)  # why it is undefined may take more than one line
            painter.drawText(area, int(Qt.TextFlag.TextWordWrap), kpi.note)
        else:
            note = QFontMetrics(painter.font()).elidedText(kpi.note, Qt.TextElideMode.ElideRight, int(room))
            area = QRectF(left, base.top(), room, base.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, note)
        if sum(value is not None for value in kpi.trend) > 1:
            area = QRectF(inside.left() - 1, 82, inside.width() + 4, 24)
            marks.spark(painter, area, kpi.trend, theme.color("faded"), theme.color("accent"), fill=True)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -2, -2))
            painter.drawRect(QRectF(self.rect()).adjusted(2, 2, -3, -3))
        painter.end()

    def _head(self, painter: QPainter, inside: QRectF) -> None:
        kpi, theme = self._kpi, self._theme
        painter.setFont(font())
        painter.setPen(theme.color("faded"))
        label = QFontMetrics(painter.font()).elidedText(
            kpi.label, Qt.TextElideMode.ElideRight, int(inside.width() + L)
        )
        painter.drawText(inside.adjusted(0, 12, L, 0), Qt.AlignmentFlag.AlignTop, label)
        painter.setFont(font(TITLE, strong=True))
        painter.setPen(theme.color("ink" if kpi.value else "faded"))
        value = kpi.value or "–"
        if kpi.brief and QFontMetrics(painter.font()).horizontalAdvance(value) > inside.width():
            value = kpi.brief
        painter.drawText(inside.adjusted(0, 29, L, 0), Qt.AlignmentFlag.AlignTop, value)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.explained.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.explained.emit()
        else:
            super().keyPressEvent(event)
