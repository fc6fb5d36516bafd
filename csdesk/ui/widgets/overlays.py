"""What comes and goes over a page: side sheet, note with Undo, scrim, confirm; and the empty state."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget

from csdesk.ui.theme import XL, XS, L, M, S, Theme, icon_pixmap
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Giving, button, column, icon_button, line, row, words

SHEET = 400  # px
NOTE_MS = 10_000


def scrolling(body: QWidget) -> QScrollArea:
    """Return ``body`` in an area that scrolls up and down only."""
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body.setObjectName("body")
    area.setWidget(body)
    return area


class SideSheet(QFrame):
    """A form at the right edge of its page: head, scrolling body, foot with the keys. The page stays usable.

    ``saved`` on Ctrl+Enter, ``closed`` when it is gone. Escape leaves; with ``dirty`` set it asks first.
    """

    saved = Signal()
    closed = Signal()

    def __init__(
        self,
        title: str,
        about: str,
        body: QWidget,
        theme: Theme,
        *,
        save: str = "",
        below: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setFixedWidth(SHEET)
        self.dirty = False
        self.body = body
        close = icon_button(theme, "x", tr("Close (Esc)"))
        head = row(
            column(words(title, "section"), Giving(about, "caption"), gap=2),
            None,
            close,
            margins=(L, M, S, M),
        )
        self.state = words("", "caption", wrap=True)
        self.dismiss = button(tr("Cancel"), "quiet")
        self.save = button(f"{save or tr('Save')}   {_key('Ctrl+Return')}", "main")
        foot = row(self.state, self.dismiss, self.save, margins=(L, M, L, M))
        foot.setStretch(0, 1)
        self._leaving = self._question()
        kept = (line(), below) if below is not None else ()  # in sight however far the body is scrolled
        self.setLayout(column(head, line(), scrolling(body), *kept, line(), self._leaving, foot, gap=0))
        self.setAccessibleName(title)
        close.clicked.connect(self.leave)
        self.dismiss.clicked.connect(self.leave)
        self.save.clicked.connect(self.saved)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save.click)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Write at the foot what is missing, or why the book refused."""
        self.state.setText(text)
        self.state.setProperty("tone", "risk" if wrong else "")
        self.state.style().polish(self.state)

    def leave(self) -> None:
        """Close, or ask when something was typed."""
        if self.dirty and not self._leaving.isVisible():
            self._leaving.show()
            self._stay.setFocus()
        else:
            self.finish()

    def finish(self) -> None:
        """Close without asking."""
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def _question(self) -> QWidget:
        self._stay = button(tr("Keep typing"))
        drop = button(tr("Drop it"), "danger")
        result = QFrame()
        what = words(tr("What you typed is not saved."), wrap=True)
        box = row(what, self._stay, drop, margins=(L, S, L, S))
        box.setStretch(0, 1)
        result.setLayout(box)
        result.hide()
        self._stay.clicked.connect(result.hide)
        drop.clicked.connect(self.finish)
        return result


class Note(QFrame):
    """What was done, in one line, with Undo: inverted, so that it needs no shadow. Gone after ten seconds."""

    undone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._words = Giving()
        self._undo = button(tr("Undo"))
        self._key = words(_key("Ctrl+Z"), "key")
        self._box = row(self._words, self._undo, self._key, gap=M, margins=(L, S, L, S))
        self.setLayout(self._box)
        self.setFixedHeight(36)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clock = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._clock.timeout.connect(self.hide)
        self._undo.clicked.connect(self._on_undo)
        self.hide()

    def say(self, text: str, *, undo: bool) -> None:
        """Show ``text`` for ten seconds."""
        self._words.say(text)
        self.setAccessibleName(text)
        self._undo.setVisible(undo)
        self._key.setVisible(undo)
        self.show()
        self.raise_()
        self._clock.start()

    def text(self) -> str:
        return self._words.words()

    def place(self, left: int, width: int, foot: int) -> None:
        """Stand centred between ``left`` and its ``width``, 16 above ``foot``."""
        self._box.activate()
        wide = min(self.sizeHint().width(), width - 2 * L)
        self.setGeometry(left + (width - wide) // 2, foot - L - self.height(), wide, self.height())

    def _on_undo(self) -> None:
        self.hide()
        self.undone.emit()


class Scrim(QWidget):
    """Dims the whole window behind the palette or a confirm; a click on it leaves."""

    clicked = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self.setGeometry(over.rect())
        over.installEventFilter(self)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = self._theme.color("ground" if self._theme.is_dark else "ink")
        shade.setAlphaF(0.66 if self._theme.is_dark else 0.22)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def mousePressEvent(self, event: object) -> None:
        self.clicked.emit()


class Confirm(QFrame):
    """Asks only where undo cannot help. Says what goes and what stays; the safe choice has the focus."""

    confirmed = Signal()

    def __init__(
        self, title: str, what: Sequence[str], stays: str, deed: str, theme: Theme, over: QWidget
    ) -> None:
        self._scrim = Scrim(theme, over)
        super().__init__(self._scrim)
        self._back_to = over.window().focusWidget()
        self.setObjectName("confirm")
        self.setFixedWidth(440)
        self.safe = button(tr("Keep it"))
        self.deed = button(deed, "danger")
        listed = column(gap=XS)
        for text in what:
            dash = words("–", "faded")
            bullet = row(dash, words(text, wrap=True), gap=S)
            bullet.setAlignment(dash, Qt.AlignmentFlag.AlignTop)
            bullet.setStretch(1, 1)
            listed.addLayout(bullet)
        parts = (words(title, "section", wrap=True), listed, words(stays, "faded", wrap=True))
        self.setLayout(column(*parts, row(None, self.safe, self.deed, gap=S), gap=L, margins=(XL, XL, XL, L)))
        self.setAccessibleName(title)
        self.adjustSize()
        self.resize(440, self.heightForWidth(440) if self.hasHeightForWidth() else self.sizeHint().height())
        self.move((over.width() - self.width()) // 2, max(48, (over.height() - self.height()) // 3))
        self.safe.clicked.connect(self.leave)
        self._scrim.clicked.connect(self.leave)
        self.deed.clicked.connect(self._on_deed)
        self.show()
        self.safe.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Keep the focus between the two buttons."""
        (self.safe if self.deed.hasFocus() else self.deed).setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def leave(self) -> None:
        self._scrim.hide()
        self._scrim.deleteLater()
        if self._back_to:
            self._back_to.setFocus()

    def _on_deed(self) -> None:
        self.leave()
        self.confirmed.emit()


class EmptyState(QWidget):
    """What would be here, and the ways to get it here. A small icon, no illustration."""

    def __init__(
        self, icon: str, title: str, about: str, *ways: QPushButton, theme: Theme, foot: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._picture = QLabel()
        self._about = words(about, "faded", wrap=True)
        self._title = words(title, "section", wrap=True)
        inside = column(
            self._picture,
            M,
            self._title,
            self._about,
            M,
            row(*ways, None, gap=S),
            S,
            words(foot, "caption", wrap=True),
            gap=XS,
        )
        inner = QWidget()
        inner.setMaximumWidth(440)
        inner.setMinimumWidth(320)
        inner.setLayout(inside)
        middle = row(None, inner, None)
        middle.setStretch(1, 100)
        self.setLayout(column(None, middle, None, None, gap=0))
        self._draw()

    def say(self, title: str, about: str) -> None:
        """Speak of another emptiness, such as a filter that leaves nothing."""
        self._title.setText(title)
        self._about.setText(about)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icon_pixmap(self._icon, self._theme.faded, 28, self.devicePixelRatioF()))


def _key(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def key_words(keys: str) -> str:
    """Return a shortcut as this system writes it."""
    return _key(keys)
