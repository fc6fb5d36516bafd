"""The sheet that gives one field of several records the same value, as one deed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from csdesk.ui.forms import FieldBox, Form, FormField
from csdesk.ui.page import Page
from csdesk.ui.problems import words_of
from csdesk.ui.theme import L, M
from csdesk.ui.translate import tr
from csdesk.ui.widgets.overlays import SideSheet
from csdesk.ui.widgets.parts import column

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]


class ManySheet(SideSheet):
    """Choose a field, give its value. ``write(field, value, done, failed)`` says it to the book."""

    def __init__(
        self,
        page: Page,
        about: str,
        fields: Sequence[FormField],
        write: Callable[[str, Any, Done, Failed], None],
        *,
        currency: str = "EUR",
    ) -> None:
        self._page, self._fields, self._write, self._currency = page, list(fields), write, currency
        self.which = QComboBox()
        for one in self._fields:
            self.which.addItem(one.label, one.name)
        self.which.setMaxVisibleItems(20)
        body = QWidget()
        self._holder = column(gap=0)
        body.setLayout(
            column(FieldBox(tr("Field"), self.which), self._holder, None, gap=M, margins=(L, L, L, L))
        )
        super().__init__(tr("Change the selected"), about, body, page.context.theme, save=tr("Change all"))
        self.form = self._ask()
        self._holder.addWidget(self.form)
        self.setTabOrder(self.which, next(iter(self.form.boxes.values())).entry)  # though made after the foot
        self.which.currentIndexChanged.connect(self._on_field)
        self.saved.connect(self._on_saved)

    def _ask(self) -> Form:
        one = self._fields[self.which.currentIndex()]
        context = self._page.context
        form = Form([one], context.theme, currency=self._currency, today=context.today())
        form.body.setContentsMargins(0, 0, 0, 0)
        form.edited.connect(self._on_edited)
        form.boxes[one.name].label.setText(tr("New value (empty clears the field)"))
        return form

    def _on_field(self) -> None:
        self._holder.removeWidget(self.form)
        self.form.deleteLater()
        self.form = self._ask()
        self._holder.addWidget(self.form)
        self.setTabOrder(self.which, next(iter(self.form.boxes.values())).entry)  # though made after the foot
        self.say("")

    def _on_edited(self) -> None:
        self.dirty = True

    def _on_saved(self) -> None:
        form, one = self.form, self._fields[self.which.currentIndex()]
        values, wrong = form.read()
        form.complain(wrong)
        if wrong:
            self.say(tr("1 field to mend"), wrong=True)
            return

        def failed(error: BaseException) -> None:
            form.complain({one.name: words_of(error)})
            self.say(tr("1 field to mend"), wrong=True)

        self._write(one.name, values[one.name], lambda _: self.finish(), failed)


def for_many(fields: Sequence[FormField], without: Sequence[str]) -> list[FormField]:
    """Return what may be given to several at once: tags are added and taken off, one by one."""
    found = [replace(one, optional=True) for one in fields if one.name not in (*without, "tags")]
    tags = next((one for one in fields if one.name == "tags"), None)
    if tags is not None:
        found.append(replace(tags, name="+tags", label=tr("Tags to add")))
        found.append(replace(tags, name="-tags", label=tr("Tags to take off")))
    return found
