"""A pane that is a list of records: add, change in a side sheet, remove; undo brings back what went."""

from collections.abc import Callable, Sequence
from typing import Any

from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import Grid, small_grid
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.pane import Pane, buttons
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Button, button, words


class ListPane(Pane):
    """Subclasses give columns, the question, and what add, edit and remove do."""

    add_words = ""
    empty_words = ""

    def __init__(self, page: Page, columns: Sequence[GridColumn], name: str, *also: Button) -> None:
        super().__init__(page)
        theme, readonly = self.context.theme, self.context.book.readonly
        self.add_button = button(tr(self.add_words), "plain", theme, "plus")
        self.edit_button = button(tr("Change…"), "plain", theme, "pencil")
        self.remove_button = button(tr("Remove"), "plain", theme, "trash-2")
        self.empty = words(tr(self.empty_words), "faded", wrap=True)
        self.grid: Grid = small_grid(columns, theme, name)
        self.lay_out(
            buttons(self.add_button, self.edit_button, self.remove_button, *also),
            self.empty,
            self.grid,
            wide=True,
        )
        self.grid.setVisible(False)
        self.add_button.setEnabled(not readonly)
        self.add_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self.edit)
        self.remove_button.clicked.connect(self.remove)
        self.grid.activated_record.connect(lambda _: self.edit())
        self.grid.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def add(self) -> None:
        raise NotImplementedError

    def edit(self) -> None:
        raise NotImplementedError

    def remove(self) -> None:
        raise NotImplementedError

    def show_records(self, found: Sequence[Any]) -> None:
        """Show the list, or that it is empty."""
        self.grid.rows.show(found)
        self.grid.setVisible(bool(found))
        self.empty.setVisible(not found)

    def chosen(self) -> Any | None:
        """Return the first selected record, else the current one."""
        return next(iter(self.grid.chosen()), None)

    def _on_chosen(self) -> None:
        free = bool(self.grid.chosen()) and not self.context.book.readonly
        self.edit_button.setEnabled(free)
        self.remove_button.setEnabled(free)
        self.page.deeds_changed.emit()

    def deeds(self) -> dict[str, Callable[[], None]]:
        if self.context.book.readonly:
            return {"copy": self.grid.copy}
        found: dict[str, Callable[[], None]] = {"new": self.add, "copy": self.grid.copy}
        return found | ({"edit": self.edit, "remove": self.remove} if self.grid.chosen() else {})
