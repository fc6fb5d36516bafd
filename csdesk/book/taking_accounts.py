"""Rows that speak of an account: matched, compared, with what hangs on it and since when its values hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book.taking_links import Links, keep_spelling, same_name
from csdesk.book.taking_row import Decision, Later, Once
from csdesk.book.taking_shelf import Children, Part
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contract, Dated, DatedValue, HealthInput, Link, OwnerRole, Role
from csdesk.model.draft import CLEARED, Batch, Fate

_HISTORY = {f"{what.value}_history": what for what in Dated}


class AccountTaker:
    """Takes the account of each row."""

    def __init__(self, session: Session, batch: Batch, links: Links) -> None:
        self._session = session
        self._today = batch.today
        self._match = batch.match
        self._links = links
        self.index = links.index(Account)
        self.shelf = self.index.shelf
        self._children: dict[str, Children] = {}
        self._once = Once()
        self._dated: dict[tuple[int, Dated], tuple[str | None, str | None]] = {}

    def decide(self, line: int, given: Mapping[str, Any]) -> Decision:
        """Decide what becomes of a row's account; nothing is written yet."""
        values = dict(given)
        entries = {name: values.pop(name) for name in _PACKS if name in values}
        roles, parent = values.pop("roles", {}), values.pop("parent_id", None)
        for name, what in _HISTORY.items():
            if entries.get(name) and entries[name] is not CLEARED:
                values.setdefault(what.value, max(entries[name])[1])
        values = self.shelf.sound(values)
        candidates = self._candidates(values)
        if not self._match:
            keep_spelling(values, candidates, "external_id", "domain")
        part = self.shelf.settle(line, values, candidates)
        if self._match:
            self._keep_ids_apart(part)
        if part.fate is Fate.NEW or not self.shelf.rows[part.record_id]["owner"]:
            self._own_through_role(part, roles)
        account_id = part.record_id or self.shelf.next_id
        decision = Decision(_key(values, self.shelf.rows.get(part.record_id)), part)
        for name, wanted in entries.items():
            self._once.say(decision, line, (account_id, name), () if wanted is CLEARED else wanted)
            self._entries(decision, account_id, name, () if wanted is CLEARED else wanted)
        for role, person in roles.items():
            self._once.say(decision, line, (account_id, role), person)
            self._role(decision, account_id, Role(role), person)  # type: ignore[call-arg]  # the label belongs to the members
        if parent is not None:
            decision.later.append(Later(self.shelf, "parent_id", parent))
        decision.then.append(lambda: self._written(part, entries))
        return decision

    def flush(self) -> None:
        """Write what hangs on accounts; the accounts themselves are written by the links."""
        self._hold()
        for children in self._children.values():
            children.flush()

    def _candidates(self, values: Mapping[str, Any]) -> list[int]:
        """Find the account by id, else domain, else name and country; a weaker key never contradicts."""
        keys = {
            "external_id": values.get("external_id"),
            "domain": values.get("domain"),
            "name": values.get("name"),
        }
        if self._match:
            if not keys.get(self._match):
                raise Refused(mark("The row has no {key} to match by."), key=self._match)
            return self._by(self._match, values)
        strongest = next((key for key, value in keys.items() if value), "")
        if not strongest:
            raise Refused(mark("The row names no account."))
        found = self._by(strongest, values)
        weaker = list(keys)[list(keys).index(strongest) + 1 :]
        for key in weaker:
            if found:
                break
            if keys[key]:
                stronger = [name for name in list(keys)[: list(keys).index(key)] if keys[name]]
                rows = self.shelf.rows
                found = [each for each in self._by(key, values) if not any(rows[each][n] for n in stronger)]
        return found

    def _keep_ids_apart(self, part: Part) -> None:
        """Refuse to give an account, found by another key, the id of a second one."""
        given = part.values.get("external_id")
        if any(each != part.record_id for each in self.index.by("external_id", given)):
            raise Refused(mark("“{text}” is the id of another account."), text=str(given)[:80])

    def _by(self, key: str, values: Mapping[str, Any]) -> list[int]:
        found = self.index.by(key, values[key])
        country = values.get("country") if key == "name" else None
        if country and found:
            rows = self.shelf.rows
            exact = [each for each in found if same_name(rows[each]["country"] or "") == same_name(country)]
            return exact or [each for each in found if not rows[each]["country"]]
        return found

    def _own_through_role(self, part: Part, roles: Mapping[str, Any]) -> None:
        """Take the manager of an account without owner as its owner."""
        person = next((roles[name] for name in ("csm", "am") if isinstance(roles.get(name), str)), None)
        if person and not part.values.get("owner"):
            part.values["owner"] = person
            if part.fate is not Fate.NEW:
                part.fate = Fate.CHANGED
                part.changes.append(("owner", None, person))

    def _child(self, name: str) -> Children:
        if name not in self._children:
            entity, names = _PACKS[name]
            only = {"what": _HISTORY[name]} if name in _HISTORY else None
            self._children[name] = Children(self._session, entity, "account_id", names, only)
        return self._children[name]

    def _entries(self, decision: Decision, account_id: int, name: str, wanted: Any) -> None:
        children = self._child(name)
        if name in _HISTORY and any(since > self._today for since, _ in wanted):
            raise Refused(mark("“{field}” holds a day that is still to come."), field=name)
        if children.differ(account_id, wanted):
            decision.note(name, children.of(account_id), children.stored(wanted))
            decision.then.append(lambda: children.put(account_id, wanted))

    def _role(self, decision: Decision, account_id: int, role: Role, person: Any) -> None:
        children = self._child("owner_roles")
        there = children.shown(account_id)
        current = [entry for entry in there if entry[0] == role and entry[3] is None]
        named = isinstance(person, str)
        if not (named or current) or any(
            named and same_name(entry[1]) == same_name(person) for entry in current
        ):
            return
        wanted = [(*entry[:3], self._today) if entry in current else entry for entry in there]
        if named:
            wanted.append((role, person, self._today if current else None, None))
        before = ", ".join(entry[1] for entry in current)
        decision.note(f"role.{role.value}", before, person if named else None)
        decision.then.append(lambda: children.put(account_id, wanted))

    def _written(self, part: Part, entries: Mapping[str, Any]) -> None:
        self.index.enter(part.record_id)
        if part.fate is Fate.CHANGED:
            for name, before, after in part.changes:
                if name in _DATED and f"{name}_history" not in entries:
                    self._dated[part.record_id, _DATED[name]] = (before, after)

    def _hold(self) -> None:
        """Keep since when values hold: changed ones from today, those before from the first day."""
        if not self._dated:
            return
        first = self._first_days()
        for what in Dated:
            name = f"{what.value}_history"
            mine = {record: change for (record, each), change in self._dated.items() if each is what}
            if not mine:
                continue
            children = self._child(name)
            for account_id, (before, after) in mine.items():
                held = [entry for entry in children.shown(account_id) if entry[0] < self._today]
                if not held:
                    if before is None:  # what comes where nothing was holds from the start
                        continue
                    start = first.get(account_id, self._today)
                    held = [(start, before)] if start < self._today else []
                if not held or held[-1][1] != after:
                    held.append((self._today, after))
                children.put(account_id, held)

    def _first_days(self) -> dict[int, date]:
        query = sa.select(Contract.account_id, sa.func.min(Contract.start)).group_by(Contract.account_id)
        starts = self._session.execute(query.where(Contract.deleted_on.is_(None)))
        found = {
            account: day if isinstance(day, date) else date.fromisoformat(day) for account, day in starts
        }
        for account_id, _ in self._dated:
            if signed := self.shelf.rows[account_id]["signed_up_on"]:
                day = date.fromisoformat(signed)
                found[account_id] = min(day, found.get(account_id, day))
        return found


_DATED = {what.value: what for what in Dated}
_PACKS: dict[str, tuple[Any, tuple[str, ...]]] = {
    **dict.fromkeys(_HISTORY, (DatedValue, ("since", "value"))),
    "owner_roles": (OwnerRole, ("role", "person", "since", "until")),
    "links": (Link, ("target", "title")),
    "health_inputs": (HealthInput, ("day", "measure", "value", "note")),
}


def _key(values: Mapping[str, Any], row: Mapping[str, Any] | None) -> str:
    for name in ("external_id", "domain", "name"):
        if values.get(name):
            return str(values[name])
    return str(row["name"]) if row else ""
