"""The history of a record: what the journal tells of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from csdesk.book.journal import Event
from csdesk.i18n import mark
from csdesk.model import Base, fields_of
from csdesk.model.choice import Choice
from csdesk.ui import formats
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import small_grid
from csdesk.ui.page import Page
from csdesk.ui.theme import XS
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Section, button

HOW = {"+": mark("added"), "-": mark("removed")}
BESIDE = {"deleted_on": mark("In the bin since")}  # a column that no form shows


class HistorySection(Section):
    """What happened to this record: when, by which deed, which field, from what to what."""

    def __init__(self, page: Page, entity: type[Base]) -> None:
        self._labels = {field.name: tr(field.label) for field in fields_of(entity)}
        self._labels |= {name: tr(label) for name, label in BESIDE.items()}
        self._kinds = {field.name: field.kind for field in fields_of(entity)}
        columns = (
            GridColumn("when", tr("When"), lambda one: one.when, "text", 130, text=_when),
            GridColumn("deed", tr("Deed"), lambda one: tr(one.said.text, **one.said.values), "text", 220),
            GridColumn("field", tr("Field"), self._field, "text", 130),
            GridColumn(
                "before", tr("From"), lambda one: self._value(one, one.before), "text", 150, cell=self._was
            ),
            GridColumn("after", tr("To"), lambda one: self._value(one, one.after), "text", 150),
        )
        self.grid = small_grid(columns, page.context.theme, tr("History"), key=id, stretched=1)
        self._all: Sequence[Any] = ()
        self._more = button("", "link")
        self._more.clicked.connect(lambda: self._fill(len(self._all)))
        super().__init__(tr("History"), self._more, body=self.grid, gap=XS)

    def show_events(self, events: Sequence[Event]) -> None:
        """Show the latest changes; more when asked."""
        self._all = list(each_field(events))
        self._fill(6)

    def _fill(self, most: int) -> None:
        self.grid.rows.show(self._all[:most])
        self._more.setVisible(len(self._all) > most)
        self._more.setText(tr("Show all {n}", n=len(self._all)))

    def _field(self, one: Any) -> str:
        if one.field is None:
            return tr(HOW.get(one.change, one.change))
        return self._labels.get(one.field, str(one.field).removeprefix("x:"))

    def _value(self, one: Any, value: object) -> str:
        if value is None or value == "":
            return ""
        kind = self._kinds.get(one.field or "", str)
        if issubclass(kind, Choice):
            return next((tr(member.label) for member in kind if member.value == value), str(value))
        return value if isinstance(value, str) else formats.shown(value)

    def _was(self, one: Any) -> Toned:
        return Toned(self._value(one, one.before) or formats.MISSING, "faded")


def each_field(events: Sequence[Event]) -> Iterator[Event]:
    """Tell what changed in the user's own fields one by one: the book keeps them in one column."""
    for one in events:
        if one.field != "own":
            yield one
            continue
        before, after = (each if isinstance(each, dict) else {} for each in (one.before, one.after))
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield replace(one, field=f"x:{name}", before=before.get(name), after=after.get(name))


def _when(one: Any) -> str:
    local = one.when.astimezone()
    return f"{formats.day(local.date())} {local:%H:%M}"
