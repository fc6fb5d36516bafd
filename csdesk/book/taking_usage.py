"""Rows of a usage file: each may hold several readings, taken together or not at all."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book.taking_links import Links
from csdesk.book.taking_row import Decision
from csdesk.book.taking_shelf import Part, Shelf
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Contract, UsageReading
from csdesk.model.draft import CLEARED, Batch, Fate


class UsageTaker:
    """Takes the readings of each row; a reading is known by its row's id and its measure."""

    def __init__(self, session: Session, batch: Batch, links: Links) -> None:
        self._links = links
        self.shelf = Shelf(session, UsageReading, *self._of(batch))
        self._by_id: defaultdict[Any, list[int]] = defaultdict(list)
        self._by_key: defaultdict[Any, list[int]] = defaultdict(list)
        for record_id in self.shelf.rows:
            self._enter(record_id)

    def decide(self, line: int, given: Mapping[str, Any]) -> Decision:
        """Decide what becomes of a row's readings."""
        values = dict(given)
        readings = values.pop("readings")
        account, contract = self._owner(values)
        values["account_id"] = account
        if contract is not None:
            values["contract_id"] = contract
        if values.get("day") in (None, CLEARED):
            raise Refused(mark("The row has no date."))
        external_id, feature, day = (
            values.get("external_id"),
            values.get("feature"),
            values["day"].isoformat(),
        )
        parts = []
        for measure, value, active, entitled in readings:
            mine = {**values, "measure": measure}
            numbers = (("value", value), ("active", active), ("entitled", entitled))
            mine |= {name: number for name, number in numbers if number is not None}
            mine = self.shelf.sound(mine)
            if external_id:
                candidates = self._by_id.get((external_id, measure), [])
            else:
                candidates = self._by_key.get((account, contract, measure, feature, day), [])
            parts.append(self.shelf.settle(line, mine, candidates))
        decision = Decision(str(external_id or day), _main(parts))
        for part in parts:
            if part is not decision.part:
                decision.changes += [] if part.fate is Fate.NEW else part.changes
                if part.fate is Fate.NEW:
                    decision.note(str(part.values["measure"]), None, part.values.get("value"))
                decision.then.append(lambda part=part: self._take(part, line))  # type: ignore[misc]  # bound now, not later
        decision.then.append(lambda: self._enter(decision.part.record_id))
        return decision

    def flush(self) -> None:
        """Write the readings."""
        self.shelf.flush()

    def _of(self, batch: Batch) -> tuple[str, list[str]]:
        """Return the condition for the readings this file can mean, so that not all must be read."""
        ids, accounts = set(), set()
        for draft in batch.drafts:
            if external_id := draft.values.get("external_id"):
                ids.add(external_id)
            elif draft.refused is None:
                try:
                    accounts.add(self._owner(dict(draft.values))[0])
                except Refused:  # said again when the row's turn comes
                    continue
        self._links.withdraw()
        self._links.missing.clear()
        return (
            "external_id IN (SELECT value FROM json_each(?))"
            " OR account_id IN (SELECT value FROM json_each(?))",
            [json.dumps(sorted(map(str, ids))), json.dumps(sorted(accounts))],
        )

    def _owner(self, values: dict[str, Any]) -> tuple[int, int | None]:
        text = values.pop("contract_id", None)
        contract = self._links.contract(text) if isinstance(text, str) else None
        account = self._links.account(values.pop("account_id", None), values.pop("account_name", None))
        if contract is not None:
            owner = int(self._links.shelf(Contract).rows[contract]["account_id"])
            if account not in (None, owner):
                raise Refused(mark("The contract belongs to another account."))
            account = owner
        if account is None:
            raise Refused(mark("The row names no account."))
        return account, contract

    def _take(self, part: Part, line: int) -> None:
        self._enter(part.apply(line))

    def _enter(self, record_id: int) -> None:
        row = self.shelf.rows[record_id]
        for index, key in (
            (self._by_id, (row["external_id"], row["measure"]) if row["external_id"] else None),
            (
                self._by_key,
                (row["account_id"], row["contract_id"], row["measure"], row["feature"], row["day"]),
            ),
        ):
            if key is not None and record_id not in index[key]:
                index[key].append(record_id)


def _main(parts: list[Part]) -> Part:
    """Return the part whose fate says most about the row."""
    order = (Fate.CHANGED, Fate.UNCHANGED, Fate.NEW)
    return min(parts, key=lambda part: order.index(part.fate))
