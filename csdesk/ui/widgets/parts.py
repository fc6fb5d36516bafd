"""The small parts every page is made of: words, lines, buttons, chips, tags, rows and columns of them."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from csdesk.ui.theme import M, S, Theme, font
from csdesk.ui.translate import menu_text, plain_tip
from csdesk.ui.widgets import marks

Part = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def words(text: str, rank: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label of ``rank`` (title, section, strong, faded, caption, tag, key). Never markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setProperty("rank", rank)
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    return label


def restyle(widget: QWidget, **properties: object) -> None:
    """Set style properties that changed after the widget was dressed."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Giving(QLabel):
    """A label that gives way: asks for all its words, takes what is left, the rest is in its tool tip."""

    def __init__(self, text: str = "", rank: str = "", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("rank", rank)
        self.setProperty("tone", tone)
        self._whole = ""
        self.say(text)

    def say(self, text: str) -> None:
        """Show other words."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def words(self) -> str:
        """Return all the words, whatever is shown of them."""
        return self._whole

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        wide = self.fontMetrics().horizontalAdvance(self._whole) + 2 + margins.left() + margins.right()
        if self.property("rank") == "tag":
            wide += 14
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(28, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.contentsRect().width())
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))


def line(direction: str = "h") -> QFrame:
    """Return a hairline, ``h`` or ``v``."""
    result = QFrame()
    result.setProperty("line", direction)
    return result


def row(*parts: Part, gap: int = S, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Lay parts side by side; an int is a distance, None is the stretch."""
    return _fill(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = S, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Lay parts one below the other; an int is a distance, None is the stretch."""
    return _fill(QVBoxLayout(), parts, gap, margins)


def _fill(box: Box, parts: Sequence[Part], gap: int, margins: Margins) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def boxed(layout: QLayout) -> QWidget:
    """Return a widget that holds ``layout``."""
    result = QWidget()
    result.setLayout(layout)
    return result


class Press(QPushButton):
    """A button that Enter presses as Space does: Qt does so in dialogs only, and we have hardly any."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self.click()
        else:
            super().keyPressEvent(event)


class Button(Press):
    """A button of ``kind`` plain, main (one a page), quiet, link, danger; its icon follows the theme."""

    def __init__(self, text: str, kind: str = "plain", theme: Theme | None = None, icon: str = "") -> None:
        super().__init__(f" {text}" if icon else text)
        self._theme, self._icon, self._kind = theme, icon, kind
        self.setProperty("kind", kind)
        link = kind == "link"
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if self._icon and self._theme:
            self.setIcon(self._theme.icon(self._icon, "accent_ink" if self._kind == "main" else "faded"))
            self.setIconSize(QSize(16, 16))


def button(text: str, kind: str = "plain", theme: Theme | None = None, icon: str = "") -> Button:
    """Return a :class:`Button`."""
    return Button(text, kind, theme, icon)


class IconButton(QToolButton):
    """An icon without a word: its name is its tool tip and what a screen reader says."""

    def __init__(self, theme: Theme, icon: str, name: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self.setProperty("kind", "quiet")
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rename(name)
        self._draw()

    def rename(self, name: str) -> None:
        self.setToolTip(plain_tip(name))
        self.setAccessibleName(name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(self._theme.icon(self._icon))


def icon_button(theme: Theme, icon: str, name: str) -> IconButton:
    """Return an :class:`IconButton`."""
    return IconButton(theme, icon, name)


class Chip(Press):
    """A quick filter: off outlined, on tinted, with its count. It keeps its width when it turns strong."""

    def __init__(self, text: str, theme: Theme, count: int | None = None, mark: str = "") -> None:
        super().__init__()
        self._words, self._mark, self._theme = text, mark, theme
        self.setCheckable(True)
        self.setProperty("kind", "chip")
        self.setProperty("marked", bool(mark))
        self.count(count)

    def count(self, count: int | None) -> None:
        """Show how many records the filter would leave."""
        text = self._words if count is None else f"{self._words}  {count}"
        self.setText(menu_text(text))
        self.setAccessibleName(text)
        wide = QFontMetrics(font(strong=True)).horizontalAdvance(text) + 22 + (14 if self._mark else 0)
        self.setFixedWidth(wide)

    def words(self) -> str:
        return self._words

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._mark:
            painter = QPainter(self)
            place = QRectF(10, 0, 9, self.height()).center()
            marks.health_mark(painter, place, self._mark, self._theme, 8)
            painter.end()


class Choice(QFrame):
    """One of a few, such as the period: a quiet track with the chosen one raised."""

    chosen = Signal(int)

    def __init__(self, choices: Sequence[str], on: int = 0) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        box = row(gap=0, margins=(2, 1, 2, 1))
        self.setLayout(box)
        self.setObjectName("segments")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for position, word in enumerate(choices):
            part = Press(word)
            part.setCheckable(True)
            part.setChecked(position == on)
            part.setProperty("kind", "segment")
            part.setFixedWidth(QFontMetrics(font(strong=True)).horizontalAdvance(word) + 24)
            self._group.addButton(part, position)
            box.addWidget(part)
        self._group.idClicked.connect(self.chosen)

    def on(self) -> int:
        return self._group.checkedId()

    def choose(self, position: int) -> None:
        """Show another choice without telling."""
        self._group.button(position).setChecked(True)


class Avatars(QWidget):
    """Up to four people as discs, then +n. No overlap: initials stay readable."""

    def __init__(self, theme: Theme, side: int = 24, most: int = 4) -> None:
        super().__init__()
        self._names: list[str] = []
        self._theme, self._side, self._most = theme, side, most
        self._step = side + 2
        self.setFixedSize(0, side)

    def show_people(self, names: Sequence[str]) -> None:
        self._names = list(names)
        shown = min(len(names), self._most)
        self.setFixedSize(self._step * shown + (24 if len(names) > self._most else 0), self._side)
        self.setToolTip(plain_tip("\n".join(names)))
        self.setAccessibleName(", ".join(names))
        self.setVisible(bool(names))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for position, name in enumerate(self._names[: self._most]):
            area = QRectF(position * self._step, 0, self._side, self._side)
            marks.avatar(painter, area, marks.initials(name), self._theme, position)
        rest = len(self._names) - self._most
        if rest > 0:
            painter.setFont(font(11))
            painter.setPen(self._theme.color("faded"))
            area = QRectF(self._step * self._most + 4, 0, 24, self._side)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"+{rest}")
        painter.end()


class Section(QWidget):
    """A part of a page: a heading, a quiet note beside it, links at the right, then its body. No box."""

    def __init__(
        self, title: str, *links: QWidget, note: str = "", body: QWidget | QLayout | None = None, gap: int = M
    ) -> None:
        super().__init__()
        self.title = title
        self.note = Giving(note, "caption")
        heading = QWidget()
        heading.setFixedHeight(26)  # with and without actions, so that neighbours line up
        heading.setLayout(row(words(title, "section"), self.note, None, *links, gap=S))
        self.box = column(heading, gap=gap)
        self.setLayout(self.box)
        self.setAccessibleName(title)
        if isinstance(body, QLayout):
            self.box.addLayout(body)
        elif body:
            self.box.addWidget(body)


class Fact(QWidget):
    """A caption over a value with an aside: the cell of a record's header."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._caption = caption
        self.value = words("", "strong")
        self.aside = Giving("", "caption")
        self.lead = row(gap=6)
        inside = row(self.lead, self.value, self.aside, None, gap=6)
        self.setLayout(column(words(caption, "caption"), inside, gap=2))

    def say(self, value: str, aside: str = "", tone: str = "", aside_tone: str = "") -> None:
        self.value.setText(value)
        self.aside.say(aside)
        self.aside.setVisible(bool(aside))
        restyle(self.value, tone=tone)
        restyle(self.aside, tone=aside_tone)
        self.setAccessibleName(f"{self._caption}: {value} {aside}".strip())


def tag(text: str, tone: str = "") -> QLabel:
    """Return a word in an outlined or, with a tone, tinted box."""
    result = words(text, "tag", tone)
    result.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return result
