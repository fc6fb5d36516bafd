"""What stands in a cell, and the delegates that paint it: a base for ground and selection, a class a kind.

A cell's value comes in ``CELL``; words for screen readers, copies and tool tips from the model's other roles.
"""

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from csdesk.ui.formats import MISSING
from csdesk.ui.theme import BODY, CAPTION, S, Theme
from csdesk.ui.widgets import marks
from csdesk.ui.widgets.letters import Face, fitted, laid

CELL = Qt.ItemDataRole.UserRole + 1
RECORD = Qt.ItemDataRole.UserRole + 2  # the whole row's object
Index = QModelIndex | QPersistentModelIndex
LEFT, RIGHT, MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
ROW, PAD = 32, S
STAMPS = 1500  # small pictures a delegate keeps: some eighty screens
SELECTED = QStyle.StateFlag.State_Selected.value  # plain numbers: Python's flags cost more than painting
FOCUSED = QStyle.StateFlag.State_HasFocus.value
PLAIN, STRONG, SMALL = (BODY, False), (BODY, True), (CAPTION, False)
ROLES = ("ink", "faded", "accent", "good", "watch", "risk", "unknown", "line", "edge")


class Name(NamedTuple):
    """A record's name, with an aside such as its country."""

    text: str
    aside: str = ""


class Cash(NamedTuple):
    """An amount and its currency's sign, as :mod:`csdesk.ui.formats` write them."""

    sign: str
    amount: str
    role: str = "ink"


class Toned(NamedTuple):
    """Words with a role: ink for the plain case, another only where something needs the eye."""

    text: str
    role: str = "ink"
    soft: bool = False  # the role's soft ground behind the words: the one wrong cell of a row


class Score(NamedTuple):
    """A health mark (good, watch, risk, unknown), a score where there is one, and how it moves (−2 … 2)."""

    health: str
    score: int | None = None
    slope: int | None = None


class Share(NamedTuple):
    """Used of bought."""

    used: int
    bought: int
    text: str = ""


class Cell(QStyledItemDelegate):
    """Ground, hover and selection, then ``draw`` for what is inside. The view draws the hairlines."""

    align = LEFT

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.face: Face = PLAIN
        self._failed = False  # one report of a bug is enough, a repaint comes sixty times a second
        self.dress()

    def dress(self) -> None:
        """Make the pens anew: a repaint asks for them two hundred times."""
        self._stamps: dict[object, QPixmap] = {}
        self.ink = {role: QPen(self.theme.color(role)) for role in ROLES}
        self.ring = QPen(self.theme.color("accent"), 2)
        self.selection, self.hover = self.theme.color("selection"), self.theme.color("sunken")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, view, state = option.rect, option.widget, option.state.value
        if state & SELECTED:
            painter.fillRect(rect, self.selection)
        elif getattr(view, "hovered", -1) == index.row():
            painter.fillRect(rect, self.hover)
        lead = getattr(view, "lead", 0) if index.column() == 0 else 0
        area = QRectF(rect.left() + PAD + lead, rect.top(), rect.width() - 2 * PAD - lead, rect.height() - 1)
        self.face = PLAIN
        try:
            self.draw(painter, area, index.data(CELL))
        except Exception:  # Qt would go on painting with the exception pending, and crash
            if not self._failed:
                self._failed = True
                sys.excepthook(*sys.exc_info())
        if state & FOCUSED:  # the cell of the keyboard, as in a sheet
            painter.setPen(self.ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        """Paint the value; each kind has its own way, words and what is missing look alike everywhere."""
        if isinstance(value, Toned):
            self._toned(painter, area, value)
        elif value is None or value == "":
            self.words(painter, area, MISSING, "faded", self.align)
        else:
            self.words(painter, area, str(value), "ink", self.align)

    def _toned(self, painter: QPainter, area: QRectF, value: Toned) -> None:
        if value.soft:
            wide = self.width_of(value.text) + 12
            left = area.right() - wide + 6 if self.align == RIGHT else area.left() - 6
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(self.theme, f"{value.role}_soft")))
            painter.drawRoundedRect(QRectF(left, area.center().y() - 10, wide, 21), 4, 4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self.words(painter, area, value.text, value.role, self.align)

    def words(
        self, painter: QPainter, area: QRectF, text: str, role: str = "ink", align: Qt.AlignmentFlag = LEFT
    ) -> None:
        """Write one line in the middle of ``area``, cut where it is too long."""
        found = fitted(text, self.face, int(area.width()) + 1)
        left = area.left() if align == LEFT else area.right() - found.width
        place = QPointF(left, round(area.top() + (area.height() - found.height) / 2))
        painter.setPen(self.ink[role])
        for run in found.runs:
            painter.drawGlyphRun(place, run)

    def stamp(
        self, painter: QPainter, area: QRectF, key: object, draw: Callable[[QPainter, QRectF], None]
    ) -> None:
        """Draw a small picture once and lay it down ever after: smooth edges cost more than a copy."""
        ratio = painter.device().devicePixelRatio()
        size = (area.width(), area.height(), ratio)
        picture = self._stamps.get((key, size))
        if picture is None:
            picture = QPixmap((area.size() * ratio).toSize() + QSize(1, 1))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            brush = QPainter(picture)
            draw(brush, QRectF(0, 0, area.width(), area.height()))
            brush.end()
            if len(self._stamps) >= STAMPS:
                self._stamps.clear()
            self._stamps[key, size] = picture
        painter.drawPixmap(QPointF(round(area.left()), round(area.top())), picture)

    def wide(self, value: object) -> float:
        """Return how much room the value takes when nothing of it is cut."""
        self.face = PLAIN
        if value is None or value == "":
            return 0
        return self.width_of(value.text if isinstance(value, Toned) else str(value))

    def width_of(self, text: str) -> float:
        """Return how wide ``text`` is in the present face."""
        return laid(text, self.face).width

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Leave Tab and Enter of an editor to the grid, which moves on as a sheet does."""
        if event.type() == QEvent.Type.KeyPress and self.parent() is not None:
            take = getattr(self.parent(), "take_editor_key", None)
            if take is not None and take(self, watched, event):
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # Qt hands QObjects


class NameCell(Cell):
    """The record's name in the strong weight, an aside (country) faded at the right."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        if isinstance(value, Toned):
            super().draw(painter, area, value)
            return
        if not isinstance(value, Name):
            value = Name(MISSING if value is None else str(value))
        if value.aside:
            self.face = SMALL
            aside = self.width_of(value.aside)
            self.words(painter, area.adjusted(0, 1, 0, 1), value.aside, "faded", RIGHT)
            area = area.adjusted(0, 0, -aside - PAD, 0)
        self.face = STRONG
        self.words(painter, area, value.text)

    def wide(self, value: object) -> float:
        """Names give way: the design's width is theirs."""
        return 0


class TonedCell(Cell):
    """Plain words, toned where they need the eye."""


class NumberCell(TonedCell):
    """Numbers, dates and spans of time: aligned at the right."""

    align = RIGHT


class CashCell(Cell):
    """Amount at the right in ink, its currency faded before it: digits line up, signs do not shout."""

    align = RIGHT

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        if not isinstance(value, Cash):
            super().draw(painter, area, value)
            return
        wide = self.width_of(value.amount)
        self.words(painter, area, value.amount, value.role, RIGHT)
        self.words(painter, area.adjusted(0, 0, -wide - 4, 0), value.sign, "faded", RIGHT)

    def wide(self, value: object) -> float:
        if not isinstance(value, Cash):
            return super().wide(value)
        return self.width_of(value.amount) + 4 + self.width_of(value.sign)


class ScoreCell(Cell):
    """Mark, score right aligned, slope: three fixed places, so that the eye can run down any of them."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        if not isinstance(value, Score):
            super().draw(painter, area, value)
            return
        middle = area.center().y() + 0.5
        marks.health_mark(painter, QPointF(area.left() + 5, middle), value.health, self.theme)
        score = MISSING if value.score is None else str(value.score)
        box = QRectF(area.left() + 14, area.top(), 24, area.height())
        self.words(painter, box, score, "ink" if value.score is not None else "faded", RIGHT)
        if value.slope is not None:
            role = "risk" if value.slope < 0 else "good" if value.slope > 0 else "faded"
            place = QPointF(area.left() + 52, middle)
            marks.slope_arrow(painter, place, value.slope, self.theme.color(role))

    def wide(self, value: object) -> float:
        return 62 if isinstance(value, Score) else super().wide(value)


class SparkCell(Cell):
    """Twelve months in 76 px, in the quiet ink: shape, not colour, tells the story."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        if isinstance(value, list):
            box = area.adjusted(0, 6, 0, -5)
            self.stamp(painter, box, tuple(value), lambda brush, place: self._spark(brush, place, value))

    def wide(self, value: object) -> float:
        return 0  # drawn to whatever room there is

    def _spark(self, painter: QPainter, area: QRectF, values: Sequence[float | None]) -> None:
        marks.spark(painter, area, values, self.theme.color("faded"), self.theme.color("accent"))


class ShareCell(Cell):
    """Used of bought as a thin bar and the count; low use is watch, beyond it all accent and a notch."""

    align = RIGHT

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        if not isinstance(value, Share):
            super().draw(painter, area, value)
            return
        text = value.text or f"{value.used}/{value.bought}"
        if not value.bought:
            self.words(painter, area, text, "ink", RIGHT)
            return
        share = value.used / value.bought
        role = "watch" if share < 0.5 else "accent" if share > 1 else "faded"
        wide = min(42.0, area.width() - self.width_of(text) - 12)
        if wide > 12:
            place = QRectF(area.left(), area.center().y() - 4, wide + 6, 10)
            self.stamp(
                painter,
                place,
                (round(wide * min(share, 1.01)), role),
                lambda brush, box: marks.bar(
                    brush,
                    QRectF(0, box.center().y() - 2, wide, 4),
                    share,
                    self.theme.color("line"),
                    self.theme.color(role),
                ),
            )
        self.words(painter, area, text, "ink", RIGHT)

    def wide(self, value: object) -> float:
        if not isinstance(value, Share):
            return super().wide(value)
        return self.width_of(value.text or f"{value.used}/{value.bought}") + (54 if value.bought else 0)


class TagsCell(Cell):
    """Short words in outlined tags 18 px high; what does not fit becomes +n."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        self.face = SMALL
        left = area.left()
        tags = [str(tag) for tag in value] if isinstance(value, list | tuple) else []
        for position, tag in enumerate(tags):
            wide = self.width_of(tag) + 10
            rest = 0 if position == len(tags) - 1 else 22  # room for the +n that may follow
            if left + wide + rest > area.right() + 4:
                box = QRectF(left, area.top(), area.right() - left, area.height())
                self.words(painter, box, f"+{len(tags) - position}", "faded")
                break
            box = QRectF(left, area.center().y() - 8.5, wide, 18)
            self.stamp(painter, box, "tag", self._outline)
            self.words(painter, box.adjusted(5, 0, 0, 0), tag, "faded")
            left += wide + 4

    def wide(self, value: object) -> float:
        return 0  # tags without room become +n

    def _outline(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.ink["edge"])
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class PersonCell(Cell):
    """A person: disc with initials, name."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        name = value.text if isinstance(value, Name) else str(value or MISSING)
        disc = QRectF(area.left(), area.center().y() - 10, 20, 20)
        marks.avatar(painter, disc, marks.initials(name), self.theme, sum(map(ord, name)))
        self.words(painter, area.adjusted(28, 0, 0, 0), name)

    def wide(self, value: object) -> float:
        self.face = PLAIN
        return 28 + self.width_of(value.text if isinstance(value, Name) else str(value or MISSING))


DELEGATES: dict[str, type[Cell]] = {
    "text": TonedCell,
    "number": NumberCell,
    "name": NameCell,
    "cash": CashCell,
    "score": ScoreCell,
    "spark": SparkCell,
    "share": ShareCell,
    "tags": TagsCell,
    "person": PersonCell,
}
