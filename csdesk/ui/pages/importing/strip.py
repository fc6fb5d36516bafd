"""One column of choice per file column: its header, what it becomes, how it was read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QScrollArea, QWidget

from csdesk.intake.plan import Column, Plan
from csdesk.intake.targets import OWN, OWN_KINDS, targets
from csdesk.ui import formats
from csdesk.ui.pages.importing.reading import column_words, target_words
from csdesk.ui.theme import XL, XS, L, M
from csdesk.ui.widgets.parts import Giving, column, row
from csdesk.ui.widgets.picker import Picker

WIDE = 165  # px of one column


class ColumnStrip(QScrollArea):
    """Scrolls sideways when the file has more columns than fit. ``matched(header, field)`` by hand."""

    matched = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._parts: dict[str, _Part] = {}
        self._kind = ""
        self._choices = QStandardItemModel(self)
        self._body = QWidget()
        self._body.setObjectName("body")
        self._row = row(gap=M, margins=(XL, M, L, M))
        self._body.setLayout(self._row)
        self.setWidget(self._body)
        self.setFixedHeight(92 + 10)

    def show_plan(self, plan: Plan) -> None:
        """Show the columns of ``plan``; the parts are made anew only for another file or kind."""
        headers = [found.header for found in plan.columns]
        if list(self._parts) != headers or self._kind != plan.kind:
            self._rebuild(plan, headers)
            self.horizontalScrollBar().setValue(0)
        self._add_missing(plan)
        for found in plan.columns:
            self._parts[found.header].show_column(found, plan.count)

    def _rebuild(self, plan: Plan, headers: Sequence[str]) -> None:
        for part in self._parts.values():
            part.hide()
            part.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self._kind = plan.kind
        self._choices = QStandardItemModel(self)
        known = sorted(targets(plan.kind), key=lambda name: formats.collated(target_words(plan.kind, name)))
        for name in ("", *known):
            self._choices.appendRow(_item(name, target_words(plan.kind, name)))
        self._parts = {}
        for header in headers:
            part = _Part(header, self._choices)
            part.picker.picked.connect(lambda field, header=header: self.matched.emit(header, field))
            self._parts[header] = part
            self._row.addWidget(part)
        self._row.addStretch(1)

    def _add_missing(self, plan: Plan) -> None:
        """Offer what is no field of the model too: own fields, readings, marks."""
        offered = {
            self._choices.item(place).data(Qt.ItemDataRole.UserRole)
            for place in range(self._choices.rowCount())
        }
        extra = [found.field for found in plan.columns if found.field]
        if plan.kind in OWN_KINDS:
            extra += [f"{OWN}{name}" for name in plan.options.own]
            extra += [f"{OWN}{found.header}" for found in plan.columns if not found.field]
        for name in dict.fromkeys(extra):
            if name not in offered:
                self._choices.appendRow(_item(name, target_words(plan.kind, name)))


class _Part(QWidget):
    def __init__(self, header: str, choices: QStandardItemModel) -> None:
        super().__init__()
        self._header = header
        self.picker = Picker()
        self.picker.share(choices)
        self.picker.setAccessibleName(header)
        self.picker.setMaxVisibleItems(18)
        self.form = Giving("", "caption")
        self.setLayout(column(Giving(header, "strong"), self.picker, self.form, None, gap=XS))
        self.setFixedWidth(WIDE)

    def show_column(self, found: Column, count: int) -> None:
        self.picker.show_value(found.field)
        self.form.say(column_words(found, count))
        self.picker.setAccessibleDescription(self.form.words())


def _item(value: str, said: str) -> QStandardItem:
    item = QStandardItem(said)
    item.setData(value, Qt.ItemDataRole.UserRole)
    return item
