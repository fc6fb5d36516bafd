"""The sheets of the accounts page: add or edit one account, change one field of many."""

from collections.abc import Mapping, Sequence
from typing import Any

from csdesk.book import accounts
from csdesk.model import Account, OwnField, Tags
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField, entity_fields, own_form_fields, own_values
from csdesk.ui.many import Done, Failed, ManySheet, for_many
from csdesk.ui.page import Page
from csdesk.ui.translate import counted, tr

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


def values_of(account: Account, own: Sequence[OwnField]) -> dict[str, Any]:
    """Return what the form of ``account`` starts with."""
    values: dict[str, Any] = {name: getattr(account, name) for name in (*FIRST, "currency")}
    return values | {"tags": Tags(account.tags)} | own_values(own, account.own)


def add_sheet(page: Page, own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]]) -> FormSheet:
    """Return a sheet that adds an account."""
    context = page.context
    form = Form(account_fields(own, words_used), context.theme, today=context.today(), headings=False)
    sheet = FormSheet(tr("Add account"), tr("Only the name is needed"), form, context.theme, save=tr("Add"))

    def submit(values: dict[str, Any]) -> None:
        filled = {name: value for name, value in values.items() if value not in (None, ())}
        context.write(page, accounts.add, done=done, failed=sheet.failed, today=context.today(), **filled)

    def done(new: int) -> None:
        sheet.done()
        page.receive(new)  # where it stands among the others may be far down

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


def many_sheet(
    page: Page, ids: Sequence[int], own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]]
) -> ManySheet:
    """Return a sheet that gives one field of several accounts the same value."""
    context = page.context

    def write(field: str, value: Any, done: Done, failed: Failed) -> None:
        context.write(
            page,
            accounts.bulk_change,
            done=done,
            failed=failed,
            ids=list(ids),
            field=field,
            value=value,
            today=context.today(),
        )

    fields = for_many(account_fields(own, words_used), NOT_FOR_MANY)
    return ManySheet(page, counted(len(ids), "{n} account", "{n} accounts"), fields, write)
