"""The bin: what was deleted in the last thirty days, to be brought back."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from csdesk.book import deleted
from csdesk.ui.context import Context
from csdesk.ui.formats import counted_days, day
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.theme import XL, L, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import button, column, row, words


class BinDialog(QDialog):
    """Rows of deleted records; “Bring back” takes the chosen ones out again."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Bin"))
        self.resize(760, 480)
        self._context = context
        days = {"on": lambda one: day(one.deleted_on), "left": lambda one: counted_days(one.days_left)}
        columns = (
            GridColumn("name", tr("What"), lambda one: one.label, "name", 280),
            GridColumn("kind", tr("Kind"), lambda one: tr(one.entity.__name__), "text", 110),
            GridColumn("of", tr("Of"), lambda one: one.belongs_to, "text", 150),
            GridColumn("on", tr("Deleted"), lambda one: one.deleted_on, "number", 100, text=days["on"]),
            GridColumn(
                "left",
                tr("Goes in"),
                lambda one: one.days_left,
                "number",
                90,
                cell=_left,
                text=days["left"],
            ),
        )
        self.grid = Grid(
            GridRows(columns, key=lambda one: (one.entity.__name__, one.id)), context.theme, name=tr("Bin")
        )
        self._about = words("", "faded", wrap=True)
        self.restore = button(tr("Bring back"), "main")
        close = button(tr("Close"))
        foot = row(self._about, self.restore, close, gap=S, margins=(XL, L, XL, L))
        foot.setStretch(0, 1)
        self.setLayout(column(self.grid, foot, gap=0))
        self.restore.clicked.connect(self._restore)
        self.grid.chosen_changed.connect(self._on_chosen)
        close.clicked.connect(self.accept)
        context.bus.changed.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        self._context.ask(self, self._show, deleted.listing, today=self._context.today())

    def _show(self, found: Sequence[Any]) -> None:
        self.grid.rows.show(found)
        if found:
            self._about.setText(tr("What lies here goes for good after thirty days."))
        else:
            self._about.setText(tr("Nothing was deleted in the last thirty days."))
        self._on_chosen()

    def _on_chosen(self) -> None:
        self.restore.setEnabled(bool(self.grid.chosen()) and not self._context.book.readonly)

    def _restore(self) -> None:
        chosen = self.grid.chosen()
        kinds = {one.entity for one in chosen}
        for entity in kinds:
            ids = [one.id for one in chosen if one.entity is entity]
            self._context.write(self, deleted.restore, entity=entity, ids=ids)


def _left(one: Any) -> Toned:
    return Toned(counted_days(one.days_left), "watch" if one.days_left <= 3 else "faded")
