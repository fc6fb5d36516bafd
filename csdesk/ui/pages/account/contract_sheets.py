"""The sheets by whose verbs a contract is changed; each first says what it does to MRR."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer

from csdesk.book import contracts
from csdesk.book.contracts_effect import effect
from csdesk.book.contracts_listing import ContractLine
from csdesk.model import Contract, ContractKind, Interval, Money
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField, entity_fields, own_form_fields
from csdesk.ui.page import Page
from csdesk.ui.pages.account.answers import Everything, contract_name
from csdesk.ui.pages.account.effect import EffectBox
from csdesk.ui.translate import tr

MORE = (
    *(
        "name",
        "product_id",
        "kind",
        "start",
        "last_day",
        "amount",
        "interval",
        "currency",
        "quantity",
        "seats",
    ),
    *("billing_cycle", "notice_days", "auto_renews", "signed_on", "partner_id", "external_id", "past_due"),
    "notes",
)


class ContractSheets:
    """One sheet a verb; ``everything`` is the account last shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.everything: Everything | None = None

    def add(self) -> None:
        everything = self._needed()
        account = everything.account
        currency = account.currency or everything.currency
        today = self.page.context.today()
        start = {
            "kind": ContractKind.PAID,
            "start": today,
            "interval": Interval.MONTH,
            "currency": currency,
            "quantity": 1,
        }
        sheet = self._sheet(tr("Add contract"), account.name, self._fields(), start, currency, save=tr("Add"))

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"account_id": account.id, **_ended(_filled(values))}

        self._open(sheet, contracts.add, given, lambda values: [values.get("start")])

    def correct(self, one: ContractLine) -> None:
        contract = one.contract
        values = {name: getattr(contract, name, None) for name in (*MORE, "last_day")}
        values["last_day"] = one.last_day
        values |= {f"x:{name}": value for name, value in (contract.own or {}).items()}
        sheet = self._sheet(
            tr("Correct a mistake"),
            contract_name(one),
            self._fields(),
            values,
            contract.currency,
            changes=True,
        )

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"contract_id": contract.id, **_ended(values)}

        self._open(sheet, contracts.correct, given, lambda _: [contract.start])

    def renew(self, one: ContractLine) -> None:
        contract = one.contract
        start = contract.end_exclusive or self.page.context.today()
        length = start - contract.start
        fields = [
            _field(Contract, "start", tr("Starts")),
            FormField("last_day", tr("Last day"), date, hint=tr("Empty: as long as before")),
            FormField("open_ended", tr("Without an end"), bool, short=True),
            _field(Contract, "amount", tr("Amount")),
            _field(Contract, "quantity", tr("Quantity")),
            _field(Contract, "seats", tr("Seats")),
            _field(Contract, "notes", tr("Notes")),
        ]
        values = {
            "start": start,
            "last_day": start + length - timedelta(days=1) if length.days else None,
            "amount": one.amount,
            "quantity": one.quantity,
            "seats": one.seats,
            "open_ended": False,
        }
        values["last_day"] = None
        sheet = self._sheet(
            tr("Renew"), contract_name(one), fields, values, contract.currency, save=tr("Renew")
        )

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"contract_id": contract.id, **_ended(_filled(values))}

        self._open(sheet, contracts.renew, given, lambda values: [values.get("start")])

    def change_price(self, one: ContractLine) -> None:
        contract = one.contract
        fields = [
            FormField("since", tr("From"), date, optional=False),
            _field(
                Contract, "amount", tr("Amount per {interval}", interval=tr(contract.interval.label).lower())
            ),
            _field(Contract, "quantity", tr("Quantity")),
            _field(Contract, "seats", tr("Seats")),
        ]
        values = {
            "since": max(self.page.context.today(), contract.start),
            "amount": one.amount,
            "quantity": one.quantity,
            "seats": one.seats,
        }
        sheet = self._sheet(
            tr("Change price or seats"), contract_name(one), fields, values, contract.currency
        )

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"contract_id": contract.id, **_filled(values)}

        self._open(sheet, contracts.change_price, given, lambda values: [values.get("since")])

    def pause(self, one: ContractLine) -> None:
        fields = [
            FormField("since", tr("From"), date, optional=False),
            FormField("until", tr("Counts again from"), date, hint=tr("Empty: until it is resumed")),
        ]
        values = {"since": max(self.page.context.today(), one.contract.start)}
        sheet = self._sheet(tr("Pause"), contract_name(one), fields, values, save=tr("Pause"))

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"contract_id": one.contract.id, **values}

        self._open(sheet, contracts.pause, given, lambda values: [values.get("since"), values.get("until")])

    def resume(self, one: ContractLine) -> None:
        fields = [FormField("on", tr("Counts again from"), date, optional=False)]
        sheet = self._sheet(
            tr("Resume"), contract_name(one), fields, {"on": self.page.context.today()}, save=tr("Resume")
        )

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"contract_id": one.contract.id, **values}

        self._open(sheet, contracts.resume, given, lambda values: [values.get("on")])

    def cancel(self, one: ContractLine) -> None:
        fields = [
            FormField("on", tr("Said on"), date, optional=False),
            FormField(
                "last_day", tr("Last day"), date, hint=tr("Empty: the end of the term, or of the notice")
            ),
            FormField("reason", tr("Reason")),
            FormField("feedback", tr("What they said"), long=True),
        ]
        sheet = self._sheet(
            tr("Cancel the contract"),
            contract_name(one),
            fields,
            {"on": self.page.context.today()},
            save=tr("Cancel it"),
        )
        end = one.contract.end_exclusive

        def given(values: dict[str, Any]) -> dict[str, Any]:
            return {"contract_id": one.contract.id, **_ended(values)}

        def days(values: dict[str, Any]) -> list[date | None]:
            last = values.get("last_day")
            return [last + timedelta(days=1) if last else end]

        self._open(sheet, contracts.cancel, given, days)

    def discount(self, one: ContractLine) -> None:
        fields = [
            FormField("percent", tr("Percent off"), float),
            FormField("amount", tr("or amount off"), Money),
            FormField("since", tr("From"), date, hint=tr("Empty: from the start")),
            FormField("last_day", tr("Last day"), date, hint=tr("Empty: for good")),
        ]
        sheet = self._sheet(tr("Give a discount"), contract_name(one), fields, {}, one.contract.currency)

        def given(values: dict[str, Any]) -> dict[str, Any]:
            percent, last = values["percent"], values["last_day"]
            return {
                "contract_id": one.contract.id,
                "percent": None if percent is None else round(percent * 100),
                "amount": values["amount"],
                "since": values["since"],
                "until": last + timedelta(days=1) if last else None,
            }

        self._open(sheet, contracts.discount, given, lambda values: [values.get("since")])

    def _fields(self) -> list[FormField]:
        everything = self._needed()
        items = {"product_id": everything.products, "partner_id": everything.partners}
        fields = entity_fields(Contract, [name for name in MORE if name != "last_day"], items=items)
        place = next(n for n, field in enumerate(fields) if field.name == "start") + 1
        fields.insert(place, FormField("last_day", tr("Last day"), date, hint=tr("Empty: no end")))
        return [*fields, *own_form_fields(everything.own_of_contracts)]

    def _sheet(
        self,
        title: str,
        about: str,
        fields: Sequence[FormField],
        values: dict[str, Any],
        currency: str = "EUR",
        *,
        save: str = "",
        changes: bool = False,
    ) -> FormSheet:
        context = self.page.context
        form = Form(
            fields, context.theme, values=values, currency=currency, today=context.today(), headings=False
        )
        return FormSheet(
            title, about, form, context.theme, save=save, only_changes=changes, extra=EffectBox()
        )

    def _open(
        self,
        sheet: FormSheet,
        verb: Callable[..., Any],
        given: Callable[[dict[str, Any]], dict[str, Any]],
        days: Callable[[dict[str, Any]], Sequence[date | None]],
    ) -> None:
        """Open ``sheet``; its effect is rehearsed as it is typed, its verb said when it is saved."""
        context, account = self.page.context, self._needed().account
        box = sheet.findChild(EffectBox)

        def submit(values: dict[str, Any]) -> None:
            context.write(self.page, verb, done=sheet.done, failed=sheet.failed, **given(values))

        sheet.submit = submit
        soon = QTimer(sheet, singleShot=True, interval=250)

        def rehearse() -> None:
            values, wrong = sheet.form.read()
            if wrong or box is None:
                if box is not None:
                    box.wait()
                return
            if values.get("currency"):
                sheet.form.set_currency(values["currency"])
            today = context.today()
            when = sorted({day for day in (today, *days(values)) if day is not None and day >= today})
            when = when or [today]
            if when[-1] <= today + timedelta(days=300):
                when.append(when[-1] + timedelta(days=365))
            changed = sheet.form.changed() if sheet.only_changes else values
            context.rehearse(
                sheet,
                box.show_effect,
                effect,
                failed=lambda error: box.show_refusal(error, early=not sheet.dirty),
                verb=verb,
                account_id=account.id,
                days=when,
                given=given(changed),
            )

        soon.timeout.connect(rehearse)
        sheet.form.edited.connect(soon.start)
        self.page.show_sheet(sheet)
        soon.start()

    def _needed(self) -> Everything:
        if self.everything is None:
            raise AssertionError("verbs are offered once the account is shown")
        return self.everything


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _ended(values: dict[str, Any]) -> dict[str, Any]:
    """Turn the last day, as people write it, into the first day no longer covered, as the book keeps it."""
    given = dict(values)
    if "last_day" in given:
        last = given.pop("last_day")
        given["end_exclusive"] = last + timedelta(days=1) if last else None
    return given


def _field(entity: type, name: str, label: str) -> FormField:
    found = entity_fields(entity, [name])[0]
    return replace(found, label=label)
