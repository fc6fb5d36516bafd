"""Accounts that may be one: side by side, to be merged or left."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from csdesk.book import accounts_merge
from csdesk.i18n import mark
from csdesk.ui.context import Context
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.theme import XL, L, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import button, column, row, words

WHY = {"domain": mark("same domain"), "name": mark("alike in name")}


class DuplicatesDialog(QDialog):
    """Pairs, the surest first. Merging sums their histories and can be undone."""

    opened = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Likely duplicates"))
        self.resize(820, 480)
        self._context = context
        columns = (
            GridColumn("first", tr("Account"), lambda pair: pair.first_name, "name", 270),
            GridColumn("second", tr("Perhaps the same"), lambda pair: pair.second_name, "name", 270),
            GridColumn("why", tr("Why"), lambda pair: tr(WHY[pair.why]), "text", 130),
            GridColumn("likeness", tr("Likeness"), lambda pair: pair.likeness, "number", 90),
        )
        self.grid = Grid(
            GridRows(columns, key=lambda pair: (pair.first_id, pair.second_id)),
            context.theme,
            name=tr("Likely duplicates"),
        )
        self._about = words("", "faded", wrap=True)
        self.first = button(tr("Merge into the first"), "main")
        self.second = button(tr("Merge into the second"))
        close = button(tr("Close"))
        foot = row(self._about, self.first, self.second, close, gap=S, margins=(XL, L, XL, L))
        foot.setStretch(0, 1)
        self.setLayout(column(self.grid, foot, gap=0))
        self.first.clicked.connect(lambda: self._merge(first=True))
        self.second.clicked.connect(lambda: self._merge(first=False))
        self.grid.chosen_changed.connect(self._on_chosen)
        self.grid.activated_record.connect(self._open)
        close.clicked.connect(self.accept)
        context.bus.changed.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        self._context.ask(self, self._show, accounts_merge.duplicates)

    def _show(self, pairs: Sequence[Any]) -> None:
        self.grid.rows.show(pairs)
        self._about.setText(
            tr("Merging sums their histories.") if pairs else tr("No two accounts look alike.")
        )
        self._on_chosen()

    def _on_chosen(self) -> None:
        can = len(self.grid.chosen()) == 1 and not self._context.book.readonly
        self.first.setEnabled(can)
        self.second.setEnabled(can)

    def _open(self, pair: Any) -> None:
        self.accept()
        self.opened.emit("account", pair.first_id)

    def _merge(self, *, first: bool) -> None:
        for pair in self.grid.chosen()[:1]:
            keep, gone = (pair.first_id, pair.second_id) if first else (pair.second_id, pair.first_id)
            self._context.write(
                self, accounts_merge.merge, keep_id=keep, gone_id=gone, today=self._context.today()
            )
