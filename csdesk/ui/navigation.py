"""The navigation at the left: icons with words, icons only in a small window, counts where a page has one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton

from csdesk.ui.pages import Place
from csdesk.ui.theme import M, S, Theme
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.parts import column, row, words

WIDE, SLIM = 168, 52


class Entry(QToolButton):
    """One place to go."""

    def __init__(self, place: Place, theme: Theme) -> None:
        super().__init__()
        self.place, self._theme = place, theme
        self.setCheckable(True)
        self.setProperty("kind", "nav")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(f"  {menu_text(tr(place.title))}")
        self.setAccessibleName(tr(place.title))
        self._count = words("", "caption")
        inner = row(None, self._count, gap=0, margins=(0, 0, 10, 0))
        self.setLayout(inner)
        self.narrow(narrow=False)

    def count(self, number: int | None) -> None:
        self._count.setText("" if number is None else str(number))
        name = tr(self.place.title)
        self.setAccessibleName(name if number is None else f"{name}, {number}")

    def narrow(self, *, narrow: bool) -> None:
        beside, only = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(only if narrow else beside)
        self.setIconSize(QSize(20, 20) if narrow else QSize(16, 16))
        self._count.setVisible(not narrow)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(self._theme.icon(self.place.icon, "faded", "accent"))


class Navigation(QFrame):
    """The places of the window. Arrow keys move between them; ``chosen(key)``."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], foot: Sequence[Place], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAccessibleName(tr("Navigation"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._entries: dict[str, Entry] = {}
        box = column(gap=2, margins=(S, M, S, M))
        for position, place in enumerate((*places, *foot)):
            if position == len(places):
                box.addStretch(1)
            entry = Entry(place, theme)
            keys = f"Ctrl+{position + 1}" if position < min(9, len(places)) else ""
            entry.setToolTip(f"{tr(place.title)}  {keys}".strip())
            entry.clicked.connect(lambda _=False, key=place.key: self.chosen.emit(key))
            self._group.addButton(entry)
            self._entries[place.key] = entry
            box.addWidget(entry)
        if not foot:
            box.addStretch(1)
        self.setLayout(box)
        self.narrow(narrow=False)

    def narrow(self, *, narrow: bool) -> None:
        """Show icons only, or icons with words."""
        self.setFixedWidth(SLIM if narrow else WIDE)
        for entry in self._entries.values():
            entry.narrow(narrow=narrow)

    def show_place(self, key: str) -> None:
        """Mark where the user is; a record belongs to the page it came from."""
        if key in self._entries:
            self._entries[key].setChecked(True)

    def count(self, key: str, number: int | None) -> None:
        """Write a number beside a place."""
        self._entries[key].count(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        entries = list(self._entries.values())
        place = next((n for n, entry in enumerate(entries) if entry.hasFocus()), None)
        if step and place is not None:
            entries[(place + step) % len(entries)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
