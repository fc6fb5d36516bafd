"""A side sheet with a form: what is typed goes to the book, what the book refuses comes back to its field."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from csdesk.errors import CsdeskError
from csdesk.ui.forms import Form
from csdesk.ui.problems import words_of
from csdesk.ui.theme import Theme
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import SideSheet


class FormSheet(SideSheet):
    """A side sheet with a form. ``submit(values)`` writes; a refusal comes back beside its field.

    To use one::

        sheet = FormSheet(tr("Add partner"), "", Form(entity_fields(Partner), theme, today=today), theme)
        sheet.submit = lambda values: context.write(
            page, partners.add, done=sheet.done, failed=sheet.failed, **values)
        page.show_sheet(sheet)
    """

    submit: Callable[[dict[str, Any]], None]

    def __init__(
        self,
        title: str,
        about: str,
        form: Form,
        theme: Theme,
        *,
        save: str = "",
        only_changes: bool = False,
        extra: QWidget | None = None,
    ) -> None:
        super().__init__(title, about, form, theme, save=save, below=extra)
        self.form, self.only_changes = form, only_changes
        form.edited.connect(self._on_edited)
        self.saved.connect(self._on_saved)

    def done(self, _result: object = None) -> None:
        """Close: the book has it."""
        self.dirty = False
        self.finish()

    def failed(self, error: BaseException) -> None:
        """Show why the book refused, beside the field where there is one."""
        self.save.setEnabled(True)
        if not isinstance(error, CsdeskError):
            self.say(words_of(error), wrong=True)
            raise error
        name = str(error.values.get("field", ""))
        if name in self.form.boxes:
            self.form.complain({name: words_of(error)})
            self.say(tr("1 field to mend"), wrong=True)
        else:
            self.say(words_of(error), wrong=True)

    def _on_edited(self, _name: str) -> None:
        self.dirty = True
        self.say("")

    def _on_saved(self) -> None:
        values, wrong = self.form.read()
        self.form.complain(wrong)
        if wrong:
            self.say(counted(len(wrong), "{n} field to mend", "{n} fields to mend"), wrong=True)
            return
        if self.only_changes:
            values = self.form.changed()
            if not values:
                self.done()
                return
        self.save.setEnabled(False)
        self.submit(values)
