"""Giving: every field of every record of a kind as columns of text, in the form the import takes back."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import own_fields, rows
from csdesk.book.giving_refs import References
from csdesk.book.giving_tracker import tracker
from csdesk.book.values import OWN
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Base,
    Contract,
    Dated,
    Money,
    OwnKind,
    OwnOn,
    Partner,
    UsageReading,
    decimals,
    fields_of,
)
from csdesk.model.cells import money, number, pack
from csdesk.model.kinds import ENTITIES

KINDS = (*ENTITIES, "tracker")
_OWN_ON: dict[type, OwnOn] = {Account: OwnOn.ACCOUNT, Partner: OwnOn.PARTNER, Contract: OwnOn.CONTRACT}
_CODE = re.compile("[A-Z]{2}")
# an id like these the import would take for one that a spreadsheet cut short, or take a prefix off
_ODD_ID = re.compile(r"zcrm_.*|\d[.,]\d+E\+?\d+", re.IGNORECASE | re.DOTALL)

Column = Sequence[str]


@dataclass(slots=True)
class Sheet:
    """Records as columns of text, "" for no value. ``forms`` says what each column is.

    A form is text, whole, number, date or yes_no. ``guarded`` tells by column which texts need a ``'``
    because the import would read them otherwise.
    """

    header: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    guarded: dict[int, Callable[[str], bool]] = field(default_factory=dict)

    def add(self, name: str, form: str, column: Column, guarded: Callable[[str], bool] | None = None) -> None:
        """Add a column; ``guarded`` tells the values that need a ``'`` for their column's sake."""
        if guarded is not None:
            self.guarded[len(self.header)] = guarded
        self.header.append(name)
        self.forms.append(form)
        self.columns.append(column)


def sheet(session: Session, kind: str, *, today: date) -> Sheet:
    """Return all records of ``kind`` that are not in the bin."""
    if kind == "tracker":
        found = Sheet()
        for name, form, column in tracker(session, today):
            found.add(name, form, column, _guards(name))
        return found
    if kind not in ENTITIES:
        raise Refused(
            mark("“{kind}” is no kind of record; there are: {kinds}."), kind=kind, kinds=", ".join(KINDS)
        )
    return _Giver(session, ENTITIES[kind]).sheet()


class _Giver:
    """Reads one kind of record column by column."""

    def __init__(self, session: Session, entity: type[Base]) -> None:
        self._session = session
        self._entity = entity
        self._kind = rows.table_of(entity).name
        self._names = rows.columns(self._kind)
        listed = ",".join(f'"{name}"' for name in self._names)
        found = rows.raw(session).execute(
            f"SELECT {listed} FROM {self._kind} WHERE {self._live()} ORDER BY id"
        )
        whole = found.fetchall()
        columns = list(zip(*whole, strict=True)) if whole else [()] * len(self._names)
        self._columns: dict[str, Sequence[Any]] = dict(zip(self._names, columns, strict=True))
        self._ids: Sequence[int] = self._columns["id"]
        self._refs = References(session)

    def sheet(self) -> Sheet:
        """Return the records as columns."""
        result = Sheet()
        for shown in fields_of(self._entity):
            name, stored = shown.name, self._columns[shown.name]
            if shown.refers:
                result.add(name, "text", self._refs.texts(shown.refers, stored), _guards("external_id"))
            elif name == "end_exclusive":
                result.add("last_day", "date", _each(stored, _day_before))
            elif shown.kind is Money:
                result.add(name, "number", _amounts(stored, self._columns["currency"]))
            elif shown.kind is bool:
                result.add(name, "yes_no", _each(stored, lambda value: "true" if value else "false"))
            elif shown.kind is float:
                result.add(name, "number", _each(stored, number))
            elif shown.kind is int:
                result.add(name, "whole", _each(stored, str))
            elif shown.kind is date:
                result.add(name, "date", ["" if value is None else value for value in stored])
            else:
                result.add(name, "text", ["" if value is None else value for value in stored], _guards(name))
        self._hanging(result)
        self._own(result)
        return result

    def _live(self) -> str:
        conditions = ["deleted_on IS NULL"] if "deleted_on" in self._names else []
        if "account_id" in self._names:  # what hangs on an account in the bin is in the bin with it
            conditions.append(
                "(account_id IS NULL OR account_id IN (SELECT id FROM account WHERE deleted_on IS NULL))"
            )
        if "partner_id" in self._names and "account_id" in self._names and self._kind != "contract":
            live = "partner_id IN (SELECT id FROM partner WHERE deleted_on IS NULL)"
            conditions.append(f"(partner_id IS NULL OR account_id IS NOT NULL OR {live})")
        return " AND ".join(conditions) or "1"

    def _hanging(self, result: Sheet) -> None:
        """Add what hangs on a record, each kind of it packed into one cell."""
        if self._entity is Account:
            for what in Dated:
                condition = f"what = '{what.value}'"
                entries = self._entries("dated_value", "account_id", ("since", "value"), condition)
                result.add(f"{what.value}_history", "text", self._packed(entries))
            roles = self._entries("owner_role", "account_id", ("role", "since", "until", "person"))
            result.add("owner_roles", "text", self._packed(roles))
            result.add(
                "links", "text", self._packed(self._entries("link", "account_id", ("target", "title")))
            )
            inputs = self._entries("health_input", "account_id", ("day", "measure", "value", "note"))
            result.add("health_inputs", "text", self._packed(inputs))
        elif self._entity is Partner:
            result.add(
                "links", "text", self._packed(self._entries("link", "partner_id", ("target", "title")))
            )
        elif self._entity is Contract:
            self._terms(result)
        elif self._entity is UsageReading:
            result.add("attributes", "text", [_attributes(text) for text in self._columns["attributes"]])

    def _terms(self, result: Sheet) -> None:
        currency = dict(zip(self._ids, self._columns["currency"], strict=True))
        steps = self._entries("contract_step", "contract_id", ("since", "amount", "quantity", "seats"))
        for contract, entries in steps.items():
            places = decimals(currency.get(contract, ""))
            steps[contract] = [
                (since, money(amount, places), quantity, *(() if seats is None else (seats,)))
                for since, amount, quantity, seats in entries
            ]
        result.add("steps", "text", self._packed(steps))
        result.add(
            "pauses", "text", self._packed(self._entries("contract_pause", "contract_id", ("since", "until")))
        )
        discounts = self._entries("discount", "contract_id", ("percent", "amount", "since", "until"))
        for contract, entries in discounts.items():
            places = decimals(currency.get(contract, ""))
            discounts[contract] = [
                (money(amount, places) if percent is None else f"{percent / 100:g}%", since, until)
                for percent, amount, since, until in entries
            ]
        result.add("discounts", "text", self._packed(discounts))

    def _entries(
        self, table: str, parent: str, names: Sequence[str], condition: str = "1"
    ) -> defaultdict[int, list[tuple[Any, ...]]]:
        found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        listed = ",".join(names)
        found_in = f"{table} WHERE {condition} AND {parent} IS NOT NULL ORDER BY {names[0]}, id"
        query = f"SELECT {parent},{listed} FROM {found_in}"
        for owner, *entry in rows.raw(self._session).execute(query):
            found[owner].append(tuple(entry))
        return found

    def _packed(self, entries: defaultdict[int, list[tuple[Any, ...]]]) -> list[str]:
        if not entries:
            return [""] * len(self._ids)
        return [
            pack([["" if part is None else str(part) for part in entry] for entry in entries[each]])
            if each in entries
            else ""
            for each in self._ids
        ]

    def _own(self, result: Sheet) -> None:
        on = _OWN_ON.get(self._entity)
        if on is None:
            return
        held = [json.loads(text) if text else {} for text in self._columns["own"]]
        book = _book_currency(self._session)
        for each in own_fields.listing(self._session, on):
            column = [_own_text(each.kind, values.get(each.name), book) for values in held]
            result.add(f"{OWN}{each.name}", _OWN_FORMS.get(each.kind, "text"), column)


_OWN_FORMS = {
    OwnKind.NUMBER: "number",
    OwnKind.PERCENT: "number",
    OwnKind.MONEY: "number",
    OwnKind.DATE: "date",
    OwnKind.YES_NO: "yes_no",
}


def _amounts(stored: Sequence[int | None], currencies: Sequence[str | None]) -> list[str]:
    places = {currency: decimals(currency or "") for currency in set(currencies)}
    return [
        "" if units is None else money(units, places[currency])
        for units, currency in zip(stored, currencies, strict=True)
    ]


def _each(stored: Iterable[Any], write: Callable[[Any], str]) -> list[str]:
    """Write each value, equal ones once."""
    memo: dict[Any, str] = {None: ""}
    result = []
    for value in stored:
        if value not in memo:
            memo[value] = write(value)
        result.append(memo[value])
    return result


def _day_before(text: str) -> str:
    return (date.fromisoformat(text) - timedelta(days=1)).isoformat()


def _attributes(text: str | None) -> str:
    if not text:
        return ""
    return pack([(name, _json_text(value)) for name, value in json.loads(text).items()])


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _own_text(kind: OwnKind, value: Any, currency: str) -> str:
    if value is None:
        return ""
    if kind is OwnKind.MONEY:
        return money(int(value), decimals(currency))
    if kind in (OwnKind.NUMBER, OwnKind.PERCENT):
        return number(value)
    return _json_text(value)


def _book_currency(session: Session) -> str:
    from csdesk.book import desk

    return desk.get(session, "currency")


def _guards(name: str) -> Callable[[str], bool] | None:
    if name == "country":
        return lambda text: not _CODE.fullmatch(text)
    if name == "tags":
        return lambda text: "," in text  # where no ";" parts them, the import would part at commas
    if name in ("external_id", "number"):
        return lambda text: _ODD_ID.fullmatch(text) is not None
    return None
