"""Sections of a record page that hold records of one kind: a small grid, add, edit in the sheet, remove."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import Grid, small_grid
from csdesk.ui.page import Page
from csdesk.ui.theme import XS
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Section, button, words

Saved = Callable[..., int]


class RecordsSection(Section):
    """Rows of one kind of record that belong to the page's record.

    ``fields()`` gives the form's entries when a sheet opens, so that lists to choose from are fresh;
    ``start()`` the values a new record begins with, ``owner()`` the key it belongs by, such as
    ``{"account_id": 7}``. Double click or Enter edits (or ``opens``); every write can be undone.
    """

    def __init__(
        self,
        page: Page,
        title: str,
        columns: Sequence[GridColumn],
        *,
        verbs: Any,
        one: str,
        fields: Callable[[], list[FormField]],
        owner: Callable[[], dict[str, int]],
        start: Callable[[], dict[str, Any]] = dict,
        values: Callable[[Any], dict[str, Any]] | None = None,
        nothing: str,
        record_key: str = "record_id",
        remove: Callable[[Sequence[int]], None] | None = None,
        currency: Callable[[Any | None], str] = lambda _: "EUR",
        opens: Callable[[Any], None] | None = None,
        limit: int = 8,
        stretched: int = 0,
    ) -> None:
        self.page, self._verbs, self._one = page, verbs, one
        self._fields, self._owner, self._start, self._values = fields, owner, start, values
        self._record_key, self._remove, self._currency, self._limit = record_key, remove, currency, limit
        self.records: Sequence[Any] = ()
        self.add_link = button(tr("Add"), "link")
        self.all_link = button("", "link")
        self.all_link.hide()
        self.grid: Grid = small_grid(columns, page.context.theme, title, stretched=stretched)
        self._nothing = words(nothing, "faded", wrap=True)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._nothing)
        self._holder = holder
        super().__init__(title, self.all_link, self.add_link, body=holder, gap=XS)
        can = not page.context.book.readonly
        self.add_link.setVisible(can)
        self.add_link.setAccessibleName(f"{tr('Add')}: {title}")
        self.add_link.clicked.connect(self.add)
        self.all_link.clicked.connect(self._show_all)
        if opens is not None:
            self.grid.activated_record.connect(opens)
        elif can:
            self.grid.activated_record.connect(self.edit)
        self.grid.menu_wanted.connect(self._open_menu)

    def show_records(self, records: Sequence[Any], note: str = "") -> None:
        """Show the records, the first few until more are asked for."""
        self.records = records
        self.note.say(note)
        self._fill(self._limit)

    def _show_all(self) -> None:
        self._fill(len(self.records))

    def _fill(self, most: int) -> None:
        shown = list(self.records[:most])
        self.grid.rows.show(shown)
        rest = len(self.records) - len(shown)
        self.all_link.setVisible(rest > 0)
        self.all_link.setText(tr("Show all {n}", n=len(self.records)))
        self._stack.setCurrentWidget(self.grid if shown else self._nothing)
        self._holder.setFixedHeight(self.grid.height() if shown else 28)

    def add(self) -> None:
        """Open the sheet for a new one."""
        context = self.page.context
        form = Form(
            self._fields(),
            context.theme,
            values=self._start(),
            currency=self._currency(None),
            today=context.today(),
            headings=False,
        )
        sheet = FormSheet(tr("Add {one}", one=self._one), self.title, form, context.theme, save=tr("Add"))

        def submit(values: dict[str, Any]) -> None:
            given = {name: value for name, value in values.items() if value is not None}
            context.write(
                self.page, self._verbs.add, done=sheet.done, failed=sheet.failed, **self._owner(), **given
            )

        sheet.submit = submit
        self.page.show_sheet(sheet)

    def edit(self, record: Any) -> None:
        """Open the sheet with a record that is there."""
        context = self.page.context
        fields = self._fields()
        if self._values is not None:
            values = self._values(record)
        else:
            values = {field.name: getattr(record, field.name, None) for field in fields}
        form = Form(
            fields,
            context.theme,
            values=values,
            currency=self._currency(record),
            today=context.today(),
            headings=False,
        )
        title = tr("Edit {one}", one=self._one)
        sheet = FormSheet(title, self.title, form, context.theme, only_changes=True)

        def submit(changed: dict[str, Any]) -> None:
            key = {self._record_key: record.id}
            context.write(
                self.page, self._verbs.change, done=sheet.done, failed=sheet.failed, **key, **changed
            )

        sheet.submit = submit
        self.page.show_sheet(sheet)

    def remove_chosen(self) -> None:
        """Remove the chosen records; undo brings them back."""
        ids = [record.id for record in self.grid.chosen()]
        if not ids:
            return
        if self._remove is not None:
            self._remove(ids)
        else:
            self.page.context.write(self.page, self._verbs.remove, ids=ids)

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        current, can = self.grid.current(), not self.page.context.book.readonly
        menu.addAction(tr("Edit…"), lambda: self.edit(current)).setEnabled(can and current is not None)
        menu.addAction(tr("Copy"), self.grid.copy).setEnabled(current is not None)
        menu.addAction(tr("Remove"), self.remove_chosen).setEnabled(can and bool(self.grid.chosen()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
