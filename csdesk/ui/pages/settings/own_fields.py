"""Own fields: what the user adds to accounts, partners and contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csdesk.book import own_fields
from csdesk.i18n import mark
from csdesk.model import OwnField, OwnKind, OwnOn
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField, entity_fields
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.lists import ListPane
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import Confirm

FIXED = ("entity", "kind")  # of a field that is there: its values are of that kind


@dataclass(frozen=True, slots=True)
class Row:
    """An own field and how many records have a value in it."""

    id: int
    own: OwnField
    used: int


def listing(session: Any) -> list[Row]:
    """Return the own fields of every kind of record, in their order."""
    return [
        Row(own.id, own, own_fields.in_use(session, own.id))
        for on in OwnOn
        for own in own_fields.listing(session, on)
    ]


class OwnFieldsPane(ListPane):
    key = "own_fields"
    title = mark("Own fields")
    about = mark(
        "They stand in the grid, the form, the filter, import and export like any other. "
        "In a report for a customer only those that may be shown appear."
    )
    shows = (OwnField,)
    add_words = mark("Add field")
    empty_words = mark("No fields of your own yet.")

    def __init__(self, page: Page) -> None:
        columns = [
            GridColumn("name", tr("Field"), lambda row: row.own.name, "name", 220),
            GridColumn("entity", tr("On"), lambda row: tr(row.own.entity.label), "text", 120),
            GridColumn("kind", tr("Type"), lambda row: tr(row.own.kind.label), "text", 140),
            GridColumn("used", tr("In use"), lambda row: row.used, "number", 90),
            GridColumn(
                "shown",
                tr("For customers"),
                _shown,
                "text",
                130,
                cell=lambda row: Toned(_shown(row), "faded"),
            ),
        ]
        super().__init__(page, columns, tr("Own fields"))

    def refresh(self) -> None:
        self.context.ask(self, self._show, listing)

    def _show(self, found: Sequence[Row]) -> None:
        self.show_records(found)

    def add(self) -> None:
        form = self._form(_fields(), {"entity": OwnOn.ACCOUNT, "kind": OwnKind.TEXT})
        sheet = FormSheet(tr("Add field"), "", form, self.context.theme)
        sheet.submit = lambda values: self.context.write(
            self, own_fields.define, done=sheet.done, failed=sheet.failed, **values
        )
        self.page.show_sheet(sheet)

    def edit(self) -> None:
        row = self.chosen()
        if row is None:
            return
        own: OwnField = row.own
        fields = [field for field in _fields() if field.name not in FIXED]
        if own.kind is not OwnKind.CHOICE:
            fields = [field for field in fields if field.name != "choices"]
        form = self._form(fields, {field.name: getattr(own, field.name) for field in fields})
        about = f"{tr(own.entity.label)}  ·  {tr(own.kind.label)}"
        sheet = FormSheet(tr("Change field"), about, form, self.context.theme, only_changes=True)
        sheet.submit = lambda values: self.context.write(
            self, own_fields.change, done=sheet.done, failed=sheet.failed, own_field_id=own.id, **values
        )
        self.page.show_sheet(sheet)

    def remove(self) -> None:
        row: Row | None = self.chosen()
        if row is None:
            return
        if not row.used:
            self._drop(row.id)
            return
        confirm = Confirm(
            tr("Remove “{name}” with its values?", name=row.own.name),
            [counted(row.used, "{n} record loses its value.", "{n} records lose their value.")],
            tr("Undo brings the field and its values back."),
            tr("Remove"),
            self.context.theme,
            self.window(),
        )
        confirm.confirmed.connect(lambda: self._drop(row.id))

    def _drop(self, own_field_id: int) -> None:
        self.context.write(self, own_fields.remove, own_field_id=own_field_id)

    def _form(self, fields: Sequence[FormField], values: dict[str, Any]) -> Form:
        form = Form(fields, self.context.theme, values=values, today=self.context.today(), headings=False)

        def follow(_name: str = "") -> None:
            if "choices" in form.boxes and "kind" in form.fields:
                form.boxes["choices"].setVisible(form.value("kind") == OwnKind.CHOICE)

        form.edited.connect(follow)
        follow()
        return form


def _fields() -> list[FormField]:
    return entity_fields(
        OwnField,
        ("entity", "kind", "name", "choices", "shareable"),
        hints={"choices": tr("One a line")},
    )


def _shown(row: Row) -> str:
    return tr("may be shown") if row.own.shareable else tr("internal")
