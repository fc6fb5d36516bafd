"""What a record says of itself in single fields, the user's own among them: captions over values."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from csdesk.model import OwnField, OwnKind
from csdesk.ui import formats
from csdesk.ui.theme import XL, M
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Giving, Section, button, column, words

WIDE = 190  # px that a field needs


class DetailsSection(Section):
    """Only fields that hold something are shown; “Edit” opens the sheet with all of them."""

    def __init__(self, title: str, *, readonly: bool) -> None:
        self.edit_link = button(tr("Edit"), "link")
        self.edit_link.setAccessibleName(f"{tr('Edit')}: {title}")
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(XL)
        self._grid.setVerticalSpacing(M)
        self._columns = 0
        self._parts: list[QWidget] = []
        self.shown: list[tuple[str, str]] = []
        super().__init__(title, self.edit_link, body=self._holder)
        self.edit_link.setVisible(not readonly)  # only now: without a parent it would be a window of its own

    def show_details(self, details: Sequence[tuple[str, str]]) -> None:
        """Show (caption, words)."""
        if list(details) == self.shown:
            return
        self.shown = list(details)
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        for caption, said in self.shown:
            one = QWidget()
            value = Giving(said)
            value.setAccessibleName(f"{caption}: {said}")
            one.setLayout(column(words(caption, "caption"), value, gap=2))
            self._parts.append(one)
        self._columns = 0
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        """Lay the fields in as many columns as there is room for."""
        columns = max(1, min(4, self.width() // WIDE))
        if columns == self._columns:
            return
        self._columns = columns
        for place in range(4):
            self._grid.setColumnStretch(place, int(place < columns))
        for place, part in enumerate(self._parts):
            self._grid.addWidget(part, place // columns, place % columns)


def own_words(
    own: Sequence[OwnField], held: Mapping[str, object] | None, currency: str
) -> list[tuple[str, str]]:
    """Return the user's own fields that hold something, in words."""
    found = []
    for field in own:
        value = (held or {}).get(field.name)
        if value is None or value == "":
            continue
        if field.kind is OwnKind.MONEY and isinstance(value, int):
            said = formats.money(value, currency)
        elif field.kind is OwnKind.PERCENT and isinstance(value, int | float):
            said = formats.whole_percent(value)
        elif field.kind is OwnKind.DATE and isinstance(value, str):
            said = formats.day(date.fromisoformat(value))
        else:
            said = formats.shown(value)
        found.append((field.name, said))
    return found
