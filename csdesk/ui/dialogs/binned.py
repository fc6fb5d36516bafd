"""The bin: what was deleted in the last thirty days, to be brought back."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from csdesk.book import deleted
from csdesk.i18n import mark
from csdesk.model import Account, Activity, Contact, Contract, Partner, Product
from csdesk.ui.context import Context
from csdesk.ui.dialogs.listing import ListDialog
from csdesk.ui.formats import counted_days, day, number
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.theme import XL, L, M, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.fitting import Fitting
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import Chip, boxed, button, line, row

KINDS: dict[type[Any], tuple[str, str]] = {
    Account: (mark("Account"), mark("Accounts")),
    Partner: (mark("Partner"), mark("Partners")),
    Contract: (mark("Contract"), mark("Contracts")),
    Contact: (mark("Person"), mark("People")),
    Activity: (mark("Timeline entry"), mark("Timeline")),
    Product: (mark("Product"), mark("Products")),
}
SOON = 3  # days


class BinDialog(ListDialog):
    """Rows of deleted records, by kind; “Bring back” takes the chosen ones out again, as one deed."""

    title = mark("Bin")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.resize(820, 520)
        days = {"on": lambda one: day(one.deleted_on), "left": lambda one: counted_days(one.days_left)}
        columns = (
            GridColumn("name", tr("What"), lambda one: one.label, "name", 290, tip=lambda one: one.label),
            GridColumn("kind", tr("Kind"), lambda one: tr(KINDS[one.entity][0]), "text", 120),
            GridColumn("of", tr("Of"), lambda one: one.belongs_to, "text", 170, tip=_owner),
            GridColumn("on", tr("Deleted"), lambda one: one.deleted_on, "number", 110, text=days["on"]),
            GridColumn(
                "left", tr("Goes in"), lambda one: one.days_left, "number", 90, cell=_left, text=days["left"]
            ),
        )
        rows = GridRows(columns, key=lambda one: (one.entity.__name__, one.id))
        self.grid = Grid(rows, context.theme, lead=XL - S, name=tr("Bin"))
        self.chips: dict[type[Any], Chip] = {}
        self._fitting = Fitting([], None, context.theme, 6)
        self._bar = boxed(row(self._fitting, margins=(XL, M, L, M)))
        empty = EmptyState(
            "trash-2",
            tr("The bin is empty"),
            tr("What you delete lies here for thirty days and can be brought back with all that belongs to "
               "it."),
            theme=context.theme,
        )  # fmt: skip
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(empty)
        self.restore = button(tr("Bring back"), "main", context.theme, "undo-2")
        self.lay((self._bar, line(), stack), self.restore)
        self.restore.clicked.connect(self.bring_back)
        self.grid.chosen_changed.connect(self._on_chosen)
        self.grid.activated_record.connect(lambda _: self.bring_back())
        self.grid.menu_wanted.connect(self._open_menu)
        self.grid.installEventFilter(self)
        context.bus.changed.connect(self.ask)
        self.ask()
        self.grid.setFocus()

    def ask(self) -> None:
        """Ask the book what lies in the bin."""
        self.context.ask(self, self._show, deleted.listing, today=self.context.today())

    def _show(self, found: Sequence[Any]) -> None:
        self.grid.rows.show(found)
        self._stack.setCurrentIndex(0 if found else 1)
        counts = Counter(one.entity for one in found)
        on = {kind for kind, chip in self.chips.items() if chip.isChecked()}
        self.chips = {kind: Chip(tr(KINDS[kind][1]), self.context.theme, counts[kind]) for kind in counts}
        for kind in sorted(self.chips, key=list(KINDS).index):
            self.chips[kind].setChecked(kind in on)
            self.chips[kind].toggled.connect(self._narrow)
        self._fitting.fill([self.chips[kind] for kind in KINDS if kind in self.chips])
        self._bar.setVisible(len(counts) > 1)
        self._narrow()

    def _narrow(self) -> None:
        on = {kind for kind, chip in self.chips.items() if chip.isChecked()}
        self.grid.rows.arrange(tests=[partial(_is_of, on)] if on else [])

    def _on_chosen(self) -> None:
        chosen = len(self.grid.chosen())
        can = bool(chosen) and not self.context.book.readonly
        self.restore.setEnabled(can)
        self.restore.setVisible(bool(self.grid.rows.records))
        if chosen > 1:
            self.say(tr("{n} selected", n=number(chosen)))
        elif self.grid.rows.records:
            self.say(tr("What lies here goes for good after thirty days."))
        else:
            self.say("")

    def bring_back(self) -> None:
        """Take the chosen ones out of the bin; undo lays them back."""
        chosen = self.grid.chosen() or [one for one in (self.grid.current(),) if one is not None]
        picked = [(one.entity, one.id) for one in chosen]
        if picked and not self.context.book.readonly:
            self.context.write(self, deleted.bring_back, picked=picked, done=self._done, failed=self.failed)

    def _done(self, count: int) -> None:
        self.say(counted(count, "{n} is back where it was", "{n} are back where they were"))

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        can = bool(self.grid.chosen()) and not self.context.book.readonly
        menu.addAction(tr("Bring back"), self.bring_back).setEnabled(can)
        menu.addAction(tr("Copy"), self.grid.copy)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter brings all the chosen ones back, not only the one the keyboard is on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.bring_back()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return False


def _left(one: Any) -> Toned:
    return Toned(counted_days(one.days_left), "watch" if one.days_left <= SOON else "faded")


def _owner(one: Any) -> str:
    return one.belongs_to or ""


def _is_of(kinds: set[type[Any]], one: Any) -> bool:
    return one.entity in kinds
