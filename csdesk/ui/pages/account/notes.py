"""Notes that are written in place, and the history of the record."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from csdesk.i18n import mark
from csdesk.model import Account, fields_of
from csdesk.model.choice import Choice
from csdesk.ui import formats
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import small_grid
from csdesk.ui.page import Page
from csdesk.ui.theme import XS, L, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Section, button, column, row, words

HOW = {"+": mark("added"), "-": mark("removed")}


class InPlace(QPlainTextEdit):
    """Text that is saved when it is left, or after a pause in typing."""

    def __init__(self, page: Page, name: str, label: str, hint: str) -> None:
        super().__init__()
        self._page, self._name, self._kept = page, name, ""
        self.setPlaceholderText(hint)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setFixedHeight(96)
        self.setReadOnly(page.context.book.readonly)
        self._pause = QTimer(self, singleShot=True, interval=2500)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._pause.start)

    def show_text(self, text: str, *, anew: bool) -> None:
        """Show what the book has; what is being typed is not overwritten unless ``anew``."""
        typing = self.hasFocus() and self.toPlainText() != self._kept
        if anew or not typing:
            self._kept = text
            if self.toPlainText() != text:
                self.setPlainText(text)
            self._pause.stop()

    def keep(self) -> None:
        """Write the text if it changed."""
        self._pause.stop()
        text = self.toPlainText().strip()
        change = getattr(self._page, "change", None)
        if text != self._kept and change is not None and not self.isReadOnly():
            self._kept = text
            change(**{self._name: text or None})

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()


class NotesSection(Section):
    """Notes, and why they bought: what one reads before a call."""

    def __init__(self, page: Page) -> None:
        self._account = 0
        self.notes = InPlace(page, "notes", tr("Notes"), tr("Anything worth knowing before a call"))
        self.why = InPlace(page, "why_bought", tr("Why they bought"), tr("The problem it was to solve"))
        body = QWidget()
        halves = [
            column(words(title, "caption"), part, gap=XS)
            for title, part in ((tr("Notes"), self.notes), (tr("Why they bought"), self.why))
        ]
        both = row(*halves, gap=L)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        body.setLayout(both)
        super().__init__(tr("Notes"), note=tr("saved as you leave them"), body=body, gap=S)

    def show_account(self, account: Account) -> None:
        anew = account.id != self._account
        self._account = account.id
        self.notes.show_text(account.notes or "", anew=anew)
        self.why.show_text(account.why_bought or "", anew=anew)


class HistorySection(Section):
    """What happened to this record: when, by which deed, which field, from what to what."""

    def __init__(self, page: Page) -> None:
        self._labels = {field.name: tr(field.label) for field in fields_of(Account)}
        self._kinds = {field.name: field.kind for field in fields_of(Account)}
        columns = (
            GridColumn("when", tr("When"), lambda one: one.when, "text", 130, text=_when),
            GridColumn("deed", tr("Deed"), lambda one: tr(one.said.text, **one.said.values), "text", 220),
            GridColumn("field", tr("Field"), self._field, "text", 130),
            GridColumn(
                "before", tr("From"), lambda one: self._value(one, one.before), "text", 150, cell=self._was
            ),
            GridColumn("after", tr("To"), lambda one: self._value(one, one.after), "text", 150),
        )
        self.grid = small_grid(columns, page.context.theme, tr("History"), key=id)
        self._all: Sequence[Any] = ()
        self._more = button("", "link")
        self._more.clicked.connect(lambda: self._fill(len(self._all)))
        super().__init__(tr("History"), self._more, body=self.grid, gap=XS)

    def show_events(self, events: Sequence[Any]) -> None:
        """Show the latest changes; more when asked."""
        self._all = events
        self._fill(6)

    def _fill(self, most: int) -> None:
        self.grid.rows.show(self._all[:most])
        self._more.setVisible(len(self._all) > most)
        self._more.setText(tr("Show all {n}", n=len(self._all)))

    def _field(self, one: Any) -> str:
        if one.field is None:
            return tr(HOW.get(one.change, one.change))
        return self._labels.get(one.field, one.field)

    def _value(self, one: Any, value: Any) -> str:
        if value is None or value == "":
            return ""
        kind = self._kinds.get(one.field or "", str)
        if issubclass(kind, Choice):
            return next((tr(member.label) for member in kind if member.value == value), str(value))
        return formats.shown(value) if not isinstance(value, str) else value

    def _was(self, one: Any) -> Toned:
        return Toned(self._value(one, one.before) or formats.MISSING, "faded")


def _when(one: Any) -> str:
    local = one.when.astimezone()
    return f"{formats.day(local.date())} {local:%H:%M}"
