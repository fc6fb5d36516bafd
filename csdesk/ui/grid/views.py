"""Saved views as words in a row: built in, then the user's own, kept in the book."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QLineEdit, QMenu, QPushButton, QWidget

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
        self._bar: NameBar | None = None
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
            self._bar.leave()
        self._bar = NameBar(self.window())
        self._bar.move(self.mapTo(self.window(), QPoint(0, self.height() + XS)))
        self._bar.named.connect(lambda name: self._save(view, name))
        self._bar.gone.connect(self._on_bar_gone)
        self._bar.open()

    def _on_bar_gone(self) -> None:
        self._bar = None

    def _save(self, view: View, name: str) -> None:
        from csdesk.book import views

        self._context.write(self, views.save, page=self._page, name=name, look=_to_book(view))


class NameBar(QFrame):
    """Ask for a name; Escape, or going elsewhere, leaves it."""

    named = Signal(str)
    gone = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._back_to = over.focusWidget()
        self._left = False
        self.setObjectName("ask")
        self.entry = QLineEdit(placeholderText=tr("Name of this view"))
        self.entry.setAccessibleName(tr("Name of this view"))
        self.entry.setFixedWidth(220)
        self.save = button(tr("Save"), "main")
        hint = words(tr("Keeps filters, order and columns"), "caption")
        self.setLayout(column(row(self.entry, self.save, gap=S), hint, gap=S, margins=(M, M, M, M)))
        self.adjustSize()
        self.entry.returnPressed.connect(self._on_named)
        self.save.clicked.connect(self._on_named)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def open(self) -> None:
        """Show it and go there."""
        self.show()
        self.raise_()
        self.entry.setFocus()

    def leave(self) -> None:
        """Close it; the focus goes back where it was if it is still here."""
        if self._left:
            return
        self._left = True
        now = self.window().focusWidget()
        if self._back_to is not None and now is not None and self.isAncestorOf(now):
            self._back_to.setFocus()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _on_named(self) -> None:
        if name := self.entry.text().strip():
            self.named.emit(name)
        self.leave()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not self.isAncestorOf(now):
            self.leave()


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
