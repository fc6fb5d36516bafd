"""The sheets of the accounts page: add or edit one account, change one field of many."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from csdesk.book import accounts
from csdesk.model import Account, OwnField, fields_of
from csdesk.ui.forms import FieldBox, Form, FormField, FormSheet, entity_fields, own_form_fields
from csdesk.ui.page import Page
from csdesk.ui.theme import L, M
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import SideSheet
from csdesk.ui.widgets.parts import column

FIRST = ("name", "tier", "currency", "country", "city", "domain", "segment", "industry", "owner", "stage",
         "source", "icp_fit", "signed_up_on", "external_id", "phone", "region", "why_bought", "next_step",
         "next_step_on", "tags", "notes")  # fmt: skip
NOT_FOR_MANY = ("name", "external_id", "domain", "notes", "why_bought", "phone")


def account_fields(own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]]) -> list[FormField]:
    """Return the entries of an account's form."""
    hints = {
        "domain": tr("Used to match rows when you import"),
        "country": tr("Two letters, such as BR, or a name"),
        "currency": tr("Of its contracts, such as EUR"),
    }
    fields = entity_fields(Account, FIRST, hints=hints, choices=words_used)
    return [*fields, *own_form_fields(own)]


def add_sheet(page: Page, own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]]) -> FormSheet:
    """Return a sheet that adds an account."""
    context = page.context
    form = Form(account_fields(own, words_used), context.theme, today=context.today(), headings=False)
    sheet = FormSheet(tr("Add account"), tr("Only the name is needed"), form, context.theme, save=tr("Add"))

    def submit(values: dict[str, Any]) -> None:
        filled = {name: value for name, value in values.items() if value not in (None, ())}
        context.write(
            page, accounts.add, done=sheet.done, failed=sheet.failed, today=context.today(), **filled
        )

    sheet.submit = submit
    return sheet


def edit_sheet(
    page: Page,
    account_id: int,
    name: str,
    values: Mapping[str, Any],
    own: Sequence[OwnField],
    words_used: Mapping[str, Sequence[str]],
) -> FormSheet:
    """Return a sheet that changes an account; only what was changed is written."""
    context = page.context
    form = Form(
        account_fields(own, words_used),
        context.theme,
        values=values,
        currency=values.get("currency") or "EUR",
        today=context.today(),
        headings=False,
    )
    sheet = FormSheet(tr("Edit account"), name, form, context.theme, only_changes=True)

    def submit(changed: dict[str, Any]) -> None:
        context.write(
            page,
            accounts.change,
            done=sheet.done,
            failed=sheet.failed,
            account_id=account_id,
            today=context.today(),
            **changed,
        )

    sheet.submit = submit
    return sheet


class ManySheet(SideSheet):
    """Give one field of several accounts the same value, as one deed."""

    def __init__(
        self, page: Page, ids: Sequence[int], own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]]
    ) -> None:
        self._page, self._ids = page, list(ids)
        fields = [one for one in account_fields(own, words_used) if one.name not in NOT_FOR_MANY]
        tags = next(one for one in fields if one.name == "tags")
        self._fields = [
            *(one for one in fields if one.name != "tags"),
            _renamed(tags, "+tags", tr("Tags to add")),
            _renamed(tags, "-tags", tr("Tags to take off")),
        ]
        self._which = QComboBox()
        for one in self._fields:
            self._which.addItem(one.label, one.name)
        self._which.setMaxVisibleItems(20)
        self._body = QWidget()
        box = FieldBox(tr("Field"), self._which)
        self._holder = column(gap=0)
        count = counted(len(ids), "{n} account", "{n} accounts")
        self._body.setLayout(column(box, self._holder, None, gap=M, margins=(L, L, L, L)))
        super().__init__(
            tr("Change the selected"), count, self._body, page.context.theme, save=tr("Change all")
        )
        self._form: Form | None = None
        self._which.currentIndexChanged.connect(self._ask)
        self.saved.connect(self._on_saved)
        self._ask()

    def _ask(self) -> None:
        if self._form is not None:
            self._holder.removeWidget(self._form)
            self._form.deleteLater()
        one = self._fields[self._which.currentIndex()]
        context = self._page.context
        self._form = Form([one], context.theme, today=context.today())
        self._form.body.setContentsMargins(0, 0, 0, 0)
        self._form.edited.connect(self._on_edited)
        self._holder.addWidget(self._form)
        label = next(iter(self._form.findChildren(QLabel)), None)
        if label is not None:
            label.setText(tr("New value (empty clears the field)"))
        self.say("")

    def _on_edited(self) -> None:
        self.dirty = True

    def _on_saved(self) -> None:
        form = self._form
        if form is None:
            return
        one = self._fields[self._which.currentIndex()]
        values, wrong = form.read()
        form.complain(wrong)
        if wrong:
            self.say(tr("1 field to mend"), wrong=True)
            return
        context = self._page.context
        context.write(
            self._page,
            accounts.bulk_change,
            done=lambda _: self.finish(),
            failed=lambda error: form.complain({one.name: str(error)}),
            ids=self._ids,
            field=one.name,
            value=values[one.name],
            today=context.today(),
        )


def _renamed(field: FormField, name: str, label: str) -> FormField:
    from dataclasses import replace

    return replace(field, name=name, label=label)


def field_names() -> tuple[str, ...]:
    """Return every field of an account that a form shows."""
    return tuple(one.name for one in fields_of(Account) if not one.refers)
