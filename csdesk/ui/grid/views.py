"""Saved views as words in a row: built in, then the user's own, kept in the book."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QMenu, QPushButton, QWidget

from csdesk.ui.context import Context
from csdesk.ui.grid.columns import View
from csdesk.ui.theme import XS, L, M, S, font
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.fitting import Fitting
from csdesk.ui.widgets.parts import Press, button, column, icon_button, row, words

if TYPE_CHECKING:
    from csdesk.book.journal import Changes


class ViewTabs(QWidget):
    """``chosen(View)`` when one is clicked; ``save_wanted`` for the plus at the end."""

    chosen = Signal(object)
    save_wanted = Signal()

    def __init__(self, context: Context, page: str, built_in: Sequence[View]) -> None:
        super().__init__()
        self._context, self._page = context, page
        self._views: list[View] = list(built_in)
        self._built_in = tuple(built_in)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        plus = icon_button(context.theme, "plus", tr("Save this view"))
        plus.clicked.connect(self.save_wanted)
        self._fitting = Fitting(self._buttons(), plus, context.theme, L + XS)
        self._fitting.setParent(self)
        self.setMinimumWidth(120)
        self.setFixedHeight(36)
        self._bar: QFrame | None = None
        context.bus.changed.connect(self._on_changed)
        self._ask()

    def views(self) -> Sequence[View]:
        """Return the built-in views, then the user's own."""
        return tuple(self._views)

    def _ask(self) -> None:
        from csdesk.book import views

        self._context.ask(self, self.show_saved, views.listing, page=self._page)

    def _on_changed(self, changes: "Changes") -> None:
        from csdesk.model import SavedView

        if changes.touch(SavedView):
            self._ask()

    def show_saved(self, saved: Sequence[Any]) -> None:
        """Show the user's own views after the built-in ones."""
        on = self._group.checkedId()
        self._views = [*self._built_in, *(_from_book(one) for one in saved)]
        for each in self._group.buttons():
            self._group.removeButton(each)
        self._fitting.fill(self._buttons())
        if 0 <= on < len(self._views):
            self._group.button(on).setChecked(True)

    def sizeHint(self) -> QSize:
        return self._fitting.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fitting.setGeometry(0, 0, self.width(), 36)

    def _buttons(self) -> list[QPushButton]:
        buttons: list[QPushButton] = []
        for position, view in enumerate(self._views):
            entry = Press(menu_text(view.name))
            entry.setCheckable(True)
            entry.setChecked(position == 0)
            entry.setProperty("kind", "tab")
            entry.setFixedWidth(QFontMetrics(font(strong=True)).horizontalAdvance(view.name) + 1)
            entry.setAccessibleName(view.name)
            entry.clicked.connect(lambda _=False, view=view: self.chosen.emit(view))
            if view.id is not None:
                entry.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                entry.customContextMenuRequested.connect(
                    lambda place, view=view, entry=entry: self._offer(view, entry.mapToGlobal(place))
                )
            self._group.addButton(entry, position)
            buttons.append(entry)
        return buttons

    def _offer(self, view: View, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Forget this view"), lambda: self._forget(view))
        menu.popup(place)

    def _forget(self, view: View) -> None:
        from csdesk.book import views

        self._context.write(self, views.remove, view_id=view.id)

    def ask_name(self, view: View) -> None:
        """Ask for a name in a small bar below the plus, and save ``view`` under it."""
        if self._bar is not None:
            self._bar.deleteLater()
        entry = QLineEdit(placeholderText=tr("Name of this view"))
        entry.setAccessibleName(tr("Name of this view"))
        entry.setFixedWidth(220)
        save = button(tr("Save"), "main")
        bar = QFrame(self.window())
        bar.setObjectName("palette")
        hint = words(tr("Keeps filters, order and columns"), "caption")
        bar.setLayout(column(row(entry, save, gap=S), hint, gap=XS, margins=(M, M, M, M)))
        bar.adjustSize()
        place = self.mapTo(self.window(), QPoint(0, self.height() + XS))
        bar.move(place)
        self._bar = bar

        def done() -> None:
            from csdesk.book import views

            if entry.text().strip():
                look = _to_book(view)
                self._context.write(self, views.save, page=self._page, name=entry.text().strip(), look=look)
            leave()

        def leave() -> None:
            bar.hide()
            bar.deleteLater()
            self._bar = None

        entry.returnPressed.connect(done)
        save.clicked.connect(done)
        entry.editingFinished.connect(
            lambda: None if save.hasFocus() else leave() if self._bar is bar else None
        )
        bar.show()
        bar.raise_()
        entry.setFocus()


def _to_book(view: View) -> dict[str, Any]:
    return {
        "chips": list(view.chips),
        "text": view.text,
        "order": [list(pair) for pair in view.order],
        "columns": list(view.columns),
        "filters": [list(pair) for pair in view.filters],
    }


def _from_book(saved: Any) -> View:
    look: Mapping[str, Any] = saved.look
    return View(
        saved.name,
        tuple(look.get("chips", ())),
        str(look.get("text", "")),
        tuple((key, bool(down)) for key, down in look.get("order", ())),
        tuple(look.get("columns", ())),
        tuple((key, words) for key, words in look.get("filters", ())),
        saved.id,
    )
