"""Rows that speak of a contract: its price, term, steps, pauses and discounts, taken as a whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book.taking_links import Links
from csdesk.book.taking_row import Decision, Later, Once
from csdesk.book.taking_shelf import Children, Part, Unsettled
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contract, ContractKind, ContractPause, ContractStep, Discount, Interval
from csdesk.model.draft import CLEARED, Batch, Fate

MONTHS = {
    Interval.MONTH: 1,
    Interval.QUARTER: 3,
    Interval.HALF_YEAR: 6,
    Interval.YEAR: 12,
    Interval.TWO_YEARS: 24,
    Interval.THREE_YEARS: 36,
    Interval.FOUR_YEARS: 48,
    Interval.FIVE_YEARS: 60,
}
_STORED_MONTHS = {interval.value: months for interval, months in MONTHS.items()}
_PACKS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "steps": (ContractStep, ("since", "amount", "quantity", "seats")),
    "pauses": (ContractPause, ("since", "until")),
    "discounts": (Discount, ("percent", "amount", "since", "until")),
}


class ContractTaker:
    """Takes the contract of each row."""

    def __init__(self, session: Session, batch: Batch, links: Links, currency: str) -> None:
        self._links = links
        self._start = batch.start
        self._currency = currency
        self.index = links.index(Contract)
        self.shelf = self.index.shelf
        self._once = Once()
        self._children = {
            name: Children(session, entity, "contract_id", names) for name, (entity, names) in _PACKS.items()
        }

    def decide(self, line: int, given: Mapping[str, Any], account_id: int | None = None) -> Decision:
        """Decide what becomes of a row's contract. ``account_id`` is known already in a tracker."""
        values = dict(given)
        texts = values.pop("account_id", None), values.pop("account_name", None)
        if account_id is None:
            account_id = self._links.account(*texts)
        if account_id is not None:
            values["account_id"] = account_id
        for name, find in (("product_id", self._links.product), ("partner_id", self._links.partner)):
            if values.get(name) is not CLEARED and (found := find(values.pop(name, None))) is not None:
                values[name] = found
        renews = values.pop("renews_id", None)
        whole_line = values.pop("whole_line", False)
        entries = {name: values.pop(name) for name in _PACKS if name in values}
        dated = "start" not in values and "amount" in values and self._start is not None
        values = self.shelf.sound(values)
        candidates = self._candidates(values, dated=dated)
        if dated and not candidates:
            values["start"] = self._start
        if len(candidates) == 1:
            self._as_it_is(candidates[0], values, whole_line=whole_line)
            if dated and self._raise(candidates[0], values, entries):
                values = {name: value for name, value in values.items() if name not in _PRICE}
        if not candidates:
            self._complete(values, account_id)
        part = self.shelf.settle(line, values, candidates)
        contract_id = part.record_id or self.shelf.next_id
        decision = Decision(_key(values), part)
        wanted = {name: () if entry is CLEARED else entry for name, entry in entries.items()}
        for name, entry in wanted.items():
            self._once.say(decision, line, (contract_id, name), entry)
            self._entries(decision, contract_id, name, entry)
        self._verify(part, contract_id, wanted)
        if renews is not None:
            decision.later.append(Later(self.shelf, "renews_id", renews))
        decision.then.append(lambda: self.index.enter(part.record_id))
        return decision

    def has_terms(self, contract_id: int) -> bool:
        """Tell whether the price of a contract has steps, pauses or discounts."""
        return any(children.of(contract_id) for children in self._children.values())

    def flush(self) -> None:
        """Write what hangs on contracts."""
        for children in self._children.values():
            children.flush()

    def _candidates(self, values: Mapping[str, Any], *, dated: bool) -> list[int]:
        external_id = values.get("external_id")
        if found := self.index.by("external_id", external_id):
            return found
        rows = self.shelf.rows
        mine = self.index.by("account_id", values.get("account_id"))
        mine = [each for each in mine if rows[each]["product_id"] == values.get("product_id")]
        if external_id:
            mine = [each for each in mine if not rows[each]["external_id"]]
        if dated and self._start is not None:  # the amount holds for what runs then, whenever it began
            day = self._start.isoformat()
            running = [each for each in mine if rows[each]["start"] <= day]
            return [each for each in running if (rows[each]["end_exclusive"] or "9999") > day]
        start = values.get("start")
        if start is None:
            return []
        return [each for each in mine if rows[each]["start"] == start.isoformat()]

    def _as_it_is(self, contract_id: int, values: dict[str, Any], *, whole_line: bool) -> None:
        """Leave a price as it stands where a monthly or yearly sum says the same."""
        row = self.shelf.rows[contract_id]
        if not whole_line or values.get("amount") is None:
            return
        there, given = _STORED_MONTHS.get(row["interval"]), MONTHS[values["interval"]]
        if there and row["currency"] == values.get("currency"):
            sum_there = Decimal(row["amount"] * row["quantity"] * given) / there
            if sum_there.quantize(Decimal(1), rounding=ROUND_HALF_UP) == values["amount"]:
                del values["amount"], values["interval"]
                return
        if row["quantity"] != 1:
            values["quantity"] = 1

    def _raise(self, contract_id: int, values: dict[str, Any], entries: dict[str, Any]) -> bool:
        """Write another amount from a named day on as a price step, so that the past stays as it was."""
        row, day = self.shelf.rows[contract_id], self._start
        if (
            values.get("amount") is None
            or day is None
            or row["start"] >= day.isoformat()
            or "steps" in entries
        ):
            return False
        steps = sorted(self._children["steps"].shown(contract_id), key=lambda step: step[0])
        held = [step for step in steps if step[0] <= day]
        amount, quantity = (held[-1][1], held[-1][2]) if held else (row["amount"], row["quantity"])
        there, given = (
            _STORED_MONTHS.get(row["interval"]),
            MONTHS.get(values.get("interval", Interval.MONTH)),
        )
        if not there or not given or row["currency"] != values.get("currency", row["currency"]):
            return False
        new = Decimal(values["amount"] * there) / given
        if Decimal(amount * quantity) != new:
            step = (day, int(new.quantize(Decimal(1), rounding=ROUND_HALF_UP)), 1, values.get("seats"))
            entries["steps"] = [*(each for each in steps if each[0] < day), step]
        return True

    def _complete(self, values: dict[str, Any], account_id: int | None) -> None:
        if account_id is None:
            raise Unsettled(mark("The row names no account."))
        if values.get("kind") in (ContractKind.TRIAL, ContractKind.FREE):
            values.setdefault("amount", 0)
        for name, words in _MISSING.items():
            if values.get(name) is None:
                raise Unsettled(words)
        if values.get("amount") is not None and values.get("currency") is None:
            row = self._links.shelf(Account).rows.get(account_id)
            values["currency"] = (row and row["currency"]) or self._currency

    def _entries(self, decision: Decision, contract_id: int, name: str, wanted: Sequence[Any]) -> None:
        children = self._children[name]
        if children.differ(contract_id, wanted):
            decision.note(name, children.of(contract_id), children.stored(wanted))
            decision.then.append(lambda: children.put(contract_id, wanted))

    def _verify(self, part: Part, contract_id: int, wanted: Mapping[str, Any]) -> None:
        if part.fate is Fate.UNCHANGED and not wanted:
            return
        row = self.shelf.rows.get(part.record_id, {})

        def now(name: str) -> Any:
            if name in part.values:
                return part.values[name]
            value = row.get(name)
            return date.fromisoformat(value) if value and name in ("start", "end_exclusive") else value

        start, end = now("start"), now("end_exclusive")
        if end is not None and end < start:
            raise Refused(mark("A contract cannot end before it starts."))
        if now("interval") == Interval.TERM and end is None:
            raise Refused(mark("A price for the whole term needs an end."))
        parts = {name: wanted.get(name, self._children[name].shown(contract_id)) for name in _PACKS}
        if not any(parts.values()):
            return
        last = end or date.max
        for since, *_ in parts["steps"]:
            if not start < since < last:
                day = since.isoformat()
                raise Refused(
                    mark("The change of price on {day} lies outside the term of the contract."), day=day
                )
        for since, until in parts["pauses"]:
            if not start <= since < last or (until is not None and not since < until <= last):
                day = since.isoformat()
                raise Refused(mark("The pause from {day} lies outside the term of the contract."), day=day)
        for _, _, since, until in parts["discounts"]:
            if since is not None and until is not None and until <= since:
                raise Refused(mark("A discount ends after it begins."))


_MISSING = {
    "start": mark("The row does not say when the contract starts; match a column to it, or name --start."),
    "amount": mark("The row does not say what the contract costs; match a column to its amount."),
}
_PRICE = frozenset(("amount", "interval", "currency", "quantity", "seats", "start"))


def _key(values: Mapping[str, Any]) -> str:
    start = values.get("start")
    return str(values.get("external_id") or values.get("name") or (start.isoformat() if start else ""))
