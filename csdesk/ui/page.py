"""A page of the main window: knows what it shows, refreshes itself when seen, answers deeds of the menu."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from csdesk.ui.context import Context
from csdesk.ui.theme import XL, L, M, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.overlays import SideSheet
from csdesk.ui.widgets.parts import Giving, column, icon_button, row, words

if TYPE_CHECKING:
    from csdesk.book.journal import Changes


class Page(QWidget):
    """Subclasses say their ``key``, ``title`` and ``icon``, list the entities they show, and ``refresh``.

    To build one::

        class ProductsPage(Page):
            key, title, icon = "products", mark("Products"), "package"

            def __init__(self, context: Context) -> None:
                super().__init__(context)
                self.shows = (Product,)          # a write that touches these makes the page stale
                self.header = PageHeader(tr(self.title), self)
                self.setLayout(column(self.header, line(), …, gap=0))

            def refresh(self) -> None:
                self.context.ask(self, self._show, products.listing)   # in the background, newest answer wins

            def deeds(self) -> dict[str, Callable[[], None]]:
                return {"new": self.add, "filter": self.find}           # keys of ui/actions.py

    and name it in ``ui/pages/__init__.py``. A page never updates itself from its own guess: it writes with
    ``context.write`` and hears of the change like everybody else.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    more: ClassVar[Sequence[str]] = ()  # deeds behind the “…” of the header

    opened = Signal(str, object)  # go to the page of that key and show that in it (a record's id, a filter)
    noted = Signal(str)  # a quiet note at the foot, without Undo
    status_changed = Signal()
    deeds_changed = Signal()
    more_wanted = Signal(QWidget)  # the shell opens the menu of ``more`` under this button
    deed_wanted = Signal(str)  # do a deed of the shell, such as “import”

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.shows: tuple[type, ...] = ()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stale = True
        self._sheet: SideSheet | None = None
        context.bus.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Ask the book again and show the answer."""
        raise NotImplementedError

    def receive(self, what: object) -> None:
        """Show something in particular: whoever sent the user here says what. By default nothing."""

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        """Return what this page can do now, by the keys of ``ui/actions.py``."""
        return {}

    def deed_words(self) -> Mapping[str, str]:
        """Return deeds whose words speak of this page, such as ``{"new": tr("Add account")}``."""
        return {}

    def status(self) -> Sequence[str]:
        """Return what stands at the right of the status bar: the selection's sum, rows shown."""
        return ()

    def take_focus(self) -> None:
        """Put the focus where work begins. A page opens with the focus in itself, not in the navigation."""
        self.setFocus()

    def show_sheet(self, sheet: SideSheet) -> None:
        """Lay ``sheet`` over the right of the page; one at a time, another one takes its place."""
        if self._sheet is not None:
            self._sheet.finish()
        self._sheet = sheet
        sheet.setParent(self)
        sheet.closed.connect(lambda: self._on_sheet_closed(sheet))
        self._place_sheet()
        sheet.show()
        sheet.raise_()
        first = sheet.body.nextInFocusChain()
        while first is not None and first is not sheet.body and not _takes_focus(first, sheet.body):
            first = first.nextInFocusChain()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        self.deeds_changed.emit()

    @property
    def sheet(self) -> SideSheet | None:
        """The sheet that is open, if any."""
        return self._sheet

    def stale(self) -> None:
        """Ask again now if seen, else when next seen."""
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._refresh_if_stale)  # the frame is painted before the book is asked

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sheet()

    def _place_sheet(self) -> None:
        if self._sheet is not None:
            wide = self._sheet.width()
            self._sheet.setGeometry(self.width() - wide, 0, wide, self.height())

    def _on_sheet_closed(self, sheet: SideSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
            self.take_focus()
            self.deeds_changed.emit()

    def _on_changed(self, changes: "Changes") -> None:
        if changes.touch(*self.shows):
            self.stale()

    def _refresh_if_stale(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh()


class PageHeader(QWidget):
    """Title, the line that says what is shown, up to three actions, the rest behind “…”. 66 px."""

    def __init__(self, title: str, page: Page, *actions: QWidget) -> None:
        super().__init__()
        self.title = Giving(title, "title")
        self.about = Giving("", "faded")
        self.setFixedHeight(66)
        said = column(self.title, self.about, gap=1)
        parts: list[QWidget] = list(actions)
        if page.more:
            more = icon_button(page.context.theme, "ellipsis", tr("More"))
            more.clicked.connect(lambda: page.more_wanted.emit(more))
            parts.append(more)
        box = row(said, *parts, gap=S, margins=(XL, M, L, S))
        box.setStretch(0, 1)
        self.setLayout(box)

    def say(self, about: str) -> None:
        """Write the line that says what is shown."""
        self.about.say(about)


def _takes_focus(widget: QWidget, body: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and body.isAncestorOf(widget) and widget.isEnabled()


def heading(text: str, note: str = "") -> QWidget:
    """Return a section's heading for a page without sections of its own."""
    result = QWidget()
    result.setLayout(row(words(text, "section"), words(note, "caption"), None, gap=S))
    return result
