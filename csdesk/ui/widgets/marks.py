"""The small drawings of the house, each a function of a painter and a rectangle."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from csdesk.i18n import mark
from csdesk.ui.theme import Theme

Health = Literal["good", "watch", "risk", "unknown"]
HEALTH_WORDS: dict[str, str] = {
    "good": mark("Good"),
    "watch": mark("Watch"),
    "risk": mark("At risk"),
    "unknown": mark("Not known"),
}


def health_mark(painter: QPainter, centre: QPointF, health: str, theme: Theme, side: float = 9) -> None:
    """Draw ● ▲ ■ ○ as shapes: a font's glyphs differ in size and sit off the middle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(getattr(theme, health))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y, r = centre.x(), centre.y(), side / 2
    if health == "good":
        painter.drawEllipse(centre, r, r)
    elif health == "watch":
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x, y - r * 1.05),
                    QPointF(x + r * 1.12, y + r * 0.9),
                    QPointF(x - r * 1.12, y + r * 0.9),
                ]
            )
        )
    elif health == "risk":
        painter.drawRect(QRectF(x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.4))
        painter.drawEllipse(centre, r - 0.7, r - 0.7)
    painter.restore()


def slope_arrow(painter: QPainter, centre: QPointF, slope: int, colour: QColor, side: float = 9) -> None:
    """Draw an arrow that leans: −2 falls steeply, −1 falls, 0 level, 1 rises, 2 rises steeply."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.rotate({-2: 90, -1: 45, 0: 0, 1: -45, 2: -90}[max(-2, min(2, slope))])
    painter.setPen(
        QPen(colour, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    half, barb = side / 2, side * 0.3
    painter.drawLine(QPointF(-half, 0), QPointF(half, 0))
    painter.drawPolyline([QPointF(half - barb, -barb), QPointF(half, 0), QPointF(half - barb, barb)])
    painter.restore()


def spark(
    painter: QPainter,
    area: QRectF,
    values: Sequence[float | None],
    line: QColor,
    end: QColor,
    *,
    fill: bool = False,
) -> None:
    """Draw a line of its own scale, not from zero; a gap where a value is missing; a dot at the last."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return
    low, high = min(known), max(known)
    if (high - low) < 0.06 * abs(high or 1):  # a level line stays level: noise must not look like movement
        middle, half = (high + low) / 2, 0.03 * abs(high or 1)
        low, high = middle - half, middle + half
    box = area.adjusted(1, 2.5, -3, -2.5)
    step = box.width() / (len(values) - 1)
    path, shade, drawing, last = QPainterPath(), QPainterPath(), False, QPointF()
    for position, value in enumerate(values):
        if value is None:
            if fill and drawing:
                shade.lineTo(last.x(), area.bottom())
            drawing = False
            continue
        last = QPointF(
            box.left() + position * step, box.bottom() - (value - low) / (high - low) * box.height()
        )
        if drawing:
            path.lineTo(last)
        else:
            path.moveTo(last)
        if fill and not drawing:
            shade.moveTo(last.x(), area.bottom())
        if fill:
            shade.lineTo(last)
        drawing = True
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill:
        shade.lineTo(last.x(), area.bottom())
        tint = QColor(line)
        tint.setAlphaF(0.10)
        painter.fillPath(shade, QBrush(tint))
    painter.setPen(
        QPen(line, 1.25, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(end)
    painter.drawEllipse(last, 2.1, 2.1)
    painter.restore()


def bar(painter: QPainter, area: QRectF, share: float, track: QColor, colour: QColor) -> None:
    """Draw a bar 4 px high on its track; what goes beyond the whole shows as a notch at the end."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(track)
    painter.drawRoundedRect(area, 2, 2)
    if share > 0:
        painter.setBrush(colour)
        painter.drawRoundedRect(
            QRectF(area.left(), area.top(), max(4.0, area.width() * min(share, 1.0)), area.height()), 2, 2
        )
    if share > 1:
        painter.fillRect(QRectF(area.right() + 2, area.top() - 2, 2, area.height() + 4), colour)
    painter.restore()


def initials(name: str) -> str:
    """Return the first letters of the first and the last part of ``name``."""
    parts = name.split()
    return (parts[0][:1] + parts[-1][:1] if len(parts) > 1 else name[:2]).upper()


def avatar(painter: QPainter, area: QRectF, letters: str, theme: Theme, seed: int) -> None:
    """Draw initials on a soft disc. The tint tells people apart, it means nothing."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tint = QColor(theme.series[seed % len(theme.series)])
    tint.setAlphaF(0.26 if theme.is_dark else 0.16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised))
    painter.drawEllipse(area)
    painter.setBrush(tint)
    painter.drawEllipse(area)
    painter.setPen(QColor(theme.ink))
    small = painter.font()
    small.setPixelSize(max(9, round(area.height() * 0.4)))
    small.setWeight(small.Weight.DemiBold)
    painter.setFont(small)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()
