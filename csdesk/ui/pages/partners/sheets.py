"""The sheets of the partners page: add or edit one partner, change one field of many."""

from collections.abc import Mapping, Sequence
from typing import Any

from csdesk.book import partners
from csdesk.model import OwnField, Partner, PartnerStatus, Tags
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField, entity_fields, own_form_fields, own_values
from csdesk.ui.many import Done, Failed, ManySheet, for_many
from csdesk.ui.page import Page
from csdesk.ui.translate import counted, tr

FIRST = ("name", "type", "status", "tier", "currency", "country", "city", "domain", "owner", "region",
         "agreement_start", "agreement_end", "phone", "external_id", "tags", "notes")  # fmt: skip
NOT_FOR_MANY = ("name", "external_id", "domain", "notes", "phone")


def partner_fields(own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]]) -> list[FormField]:
    """Return the entries of a partner's form."""
    hints = {
        "domain": tr("Used to match rows when you import"),
        "country": tr("Two letters, such as BR, or a name"),
        "agreement_end": tr("The last day it covers"),
    }
    fields = entity_fields(Partner, FIRST, hints=hints, choices=words_used)
    return [*fields, *own_form_fields(own)]


def values_of(partner: Partner, own: Sequence[OwnField]) -> dict[str, Any]:
    """Return what the form of ``partner`` starts with."""
    values: dict[str, Any] = {name: getattr(partner, name) for name in FIRST}
    return values | {"tags": Tags(partner.tags)} | own_values(own, partner.own)


def add_sheet(
    page: Page, own: Sequence[OwnField], words_used: Mapping[str, Sequence[str]], currency: str
) -> FormSheet:
    """Return a sheet that adds a partner."""
    context = page.context
    form = Form(
        partner_fields(own, words_used),
        context.theme,
        values={"status": PartnerStatus.ACTIVE},
        currency=currency,
        today=context.today(),
        headings=False,
    )
    sheet = FormSheet(tr("Add partner"), tr("Only the name is needed"), form, context.theme, save=tr("Add"))

    def submit(values: dict[str, Any]) -> None:
        filled = {name: value for name, value in values.items() if value not in (None, ())}
        context.write(page, partners.add, done=done, failed=sheet.failed, **filled)

    def done(new: int) -> None:
        sheet.done()
        page.receive(new)  # where it stands among the others may be far down

    sheet.submit = submit
    return sheet


def edit_sheet(
    page: Page,
    partner: Partner,
    own: Sequence[OwnField],
    words_used: Mapping[str, Sequence[str]],
    currency: str,
) -> FormSheet:
    """Return a sheet that changes a partner; only what was changed is written."""
    context = page.context
    form = Form(
        partner_fields(own, words_used),
        context.theme,
        values=values_of(partner, own),
        currency=currency,
        today=context.today(),
        headings=False,
    )
    sheet = FormSheet(tr("Edit partner"), partner.name, form, context.theme, only_changes=True)
    partner_id = partner.id

    def submit(changed: dict[str, Any]) -> None:
        context.write(
            page, partners.change, done=sheet.done, failed=sheet.failed, partner_id=partner_id, **changed
        )

    sheet.submit = submit
    return sheet


def many_sheet(
    page: Page,
    ids: Sequence[int],
    own: Sequence[OwnField],
    words_used: Mapping[str, Sequence[str]],
    currency: str,
) -> ManySheet:
    """Return a sheet that gives one field of several partners the same value."""
    context = page.context

    def write(field: str, value: Any, done: Done, failed: Failed) -> None:
        context.write(
            page, partners.bulk_change, done=done, failed=failed, ids=list(ids), field=field, value=value
        )

    fields = for_many(partner_fields(own, words_used), NOT_FOR_MANY)
    about = counted(len(ids), "{n} partner", "{n} partners")
    return ManySheet(page, about, fields, write, currency=currency)
