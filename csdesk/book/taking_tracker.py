"""Rows of a tracker: an account with whatever else its columns hold, taken whole or not at all."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book.taking_accounts import AccountTaker
from csdesk.book.taking_contracts import ContractTaker
from csdesk.book.taking_links import Links, same_name
from csdesk.book.taking_row import Decision, Once
from csdesk.book.taking_shelf import Part, Shelf
from csdesk.book.taking_standing import Standing
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Activity, ActivityType, Contact, HealthInput, UsageReading
from csdesk.model.draft import CLEARED, Batch, Fate

_PERSON = re.compile(r"contact[2-9]?\.")
SEATS_USED = "seats_used"  # the measure of the tracker's "licences used"
LAST_CONTACT = "Last contact"  # the text of a conversation of which the tracker gives the day only


class TrackerTaker:
    """Takes the account, contract, contact, health inputs, seats used and last contact of each row."""

    def __init__(self, session: Session, batch: Batch, links: Links, currency: str) -> None:
        self._today = batch.today
        self._dated = batch.start is not None
        self._links = links
        self._accounts = AccountTaker(session, batch, links)
        self._contracts = ContractTaker(session, batch, links, currency)
        self._standing = Standing(session, batch, links, self._contracts)
        self.shelf = self._accounts.shelf
        self._health = Shelf(session, HealthInput)
        self._usage = Shelf(session, UsageReading, "measure = ?", (SEATS_USED,))
        self._activities = Shelf(session, Activity)
        self._once = Once()
        self._inputs = _grouped(self._health, "account_id", "measure")
        self._readings = _grouped(self._usage, "account_id")
        self._talks = _grouped(self._activities, "account_id", "day")

    def decide(self, line: int, given: Mapping[str, Any]) -> Decision:
        """Decide what becomes of a row; nothing is written yet."""
        values = dict(given)
        parts = {
            scope: {n.removeprefix(scope): values.pop(n) for n in tuple(values) if n.startswith(scope)}
            for scope in ("contract.", "usage.", "activity.")
        }
        people: dict[str, dict[str, Any]] = {
            found[0]: {} for name in values if (found := _PERSON.match(name))
        }
        for scope, person in sorted(people.items()):
            person |= {n.removeprefix(scope): values.pop(n) for n in tuple(values) if n.startswith(scope)}
        if "whole_line" in values:
            parts["contract."]["whole_line"] = values.pop("whole_line")
        health, day = values.pop("health", {}), values.pop("health_date", None)
        day = day if isinstance(day, date) else None
        decision = self._accounts.decide(line, values)
        account_id = decision.part.record_id or self.shelf.next_id
        self._contract(decision, line, account_id, values, parts["contract."])
        for scope, person in sorted(people.items()):
            talk = parts["activity."] if scope == "contact." else {}
            self._contact(decision, line, account_id, scope, person, talk)
        for measure, value in health.items():
            if isinstance(value, str):
                self._input(decision, line, account_id, measure, value, day)
        if isinstance(active := parts["usage."].get("active"), int):
            self._seats(decision, line, account_id, active, parts["contract."].get("seats"), day)
        self._talk(decision, line, account_id, parts["activity."])
        return decision

    def flush(self) -> None:
        """Write what hangs on accounts; accounts, contacts and contracts are written by the links."""
        self._accounts.flush()
        self._contracts.flush()
        for shelf in (self._health, self._usage, self._activities):
            shelf.flush()

    def _add(self, decision: Decision, line: int, part: Part, scope: str, after: Callable[[], None]) -> None:
        """Take ``part`` with the row, and say so among its changes."""
        if part.fate is Fate.NEW:
            decision.note(scope.rstrip("."), None, "new")
        elif part.fate is Fate.CHANGED:
            decision.changes += [(f"{scope}{name}", before, new) for name, before, new in part.changes]

        def take() -> None:
            part.apply(line)
            after()

        decision.then.append(take)

    def _contract(
        self,
        decision: Decision,
        line: int,
        account_id: int,
        account: Mapping[str, Any],
        values: dict[str, Any],
    ) -> None:
        if values.get("amount") in (None, CLEARED):
            return
        given = {
            name: value for name, value in values.items() if value is not CLEARED or name == "end_exclusive"
        }
        mine = self._standing.settle(account_id, account, given)
        if mine is None:
            return
        if not isinstance(mine.get("start"), date) and not self._dated and not mine.get("external_id"):
            raise Refused(mark("The amount has no start date; name one with --start."))
        made = self._contracts.decide(line, mine, account_id)
        if made.part.fate is Fate.NEW:
            decision.note("contract", None, made.part.values.get("amount"))
        else:
            changes = (*made.part.changes, *made.changes)
            decision.changes += [(f"contract.{name}", before, after) for name, before, after in changes]
        decision.then.append(lambda: _take(made, line))

    def _contact(
        self,
        decision: Decision,
        line: int,
        account_id: int,
        scope: str,
        values: dict[str, Any],
        talk: Mapping[str, Any],
    ) -> None:
        values = {name: value for name, value in values.items() if value is not CLEARED}
        if not values.get("name") and not values.get("email"):
            return
        if isinstance(day := talk.get("day"), date):
            values.setdefault("last_contact_on", day)
        index = self._links.index(Contact)
        rows = index.shelf.rows
        values = index.shelf.sound({**values, "account_id": account_id})
        values.setdefault("name", values.get("email"))
        around = index.by("account_id", account_id)
        found = [each for each in index.by("email", values.get("email")) if each in around]
        if not found:
            found = [each for each in around if same_name(rows[each]["name"]) == same_name(values["name"])]
        part = index.shelf.settle(line, values, found[:1])
        self._add(decision, line, part, scope, lambda: index.enter(part.record_id))

    def _input(
        self, decision: Decision, line: int, account_id: int, measure: str, value: str, day: date | None
    ) -> None:
        self._once.say(decision, line, (account_id, measure, day), value)
        there = self._inputs[account_id, measure]
        if day is None and there and self._newest(self._health, there)["value"] == value:
            return
        on = day or self._today
        values = {"account_id": account_id, "measure": measure, "value": value, "day": on}
        values = self._health.sound(values)
        part = self._health.settle(line, values, self._on(self._health, there, on))
        self._add(
            decision,
            line,
            part,
            f"health.{measure}.",
            lambda: _enter(self._inputs[account_id, measure], part),
        )

    def _seats(
        self, decision: Decision, line: int, account_id: int, active: int, entitled: Any, day: date | None
    ) -> None:
        self._once.say(decision, line, (account_id, SEATS_USED, day), active)
        there = self._readings[account_id,]
        if day is None and there and self._newest(self._usage, there)["active"] == active:
            return
        on = day or self._today
        values: dict[str, Any] = {"account_id": account_id, "measure": SEATS_USED, "day": on}
        values |= {"value": float(active), "active": active}
        if isinstance(entitled, int):
            values["entitled"] = entitled
        values = self._usage.sound(values)
        part = self._usage.settle(line, values, self._on(self._usage, there, on))
        self._add(decision, line, part, "usage.", lambda: _enter(self._readings[account_id,], part))

    def _talk(self, decision: Decision, line: int, account_id: int, values: Mapping[str, Any]) -> None:
        day, text = values.get("day"), values.get("text")
        if not isinstance(day, date):
            return
        there = self._talks[account_id, day.isoformat()]
        if there and (text is None or any(self._activities.rows[each]["text"] == text for each in there)):
            return
        given = {
            "account_id": account_id,
            "type": ActivityType.CALL,
            "day": day,
            "text": text if isinstance(text, str) else LAST_CONTACT,
        }
        part = self._activities.settle(line, self._activities.sound(given), [])
        self._add(
            decision, line, part, "activity.", lambda: _enter(self._talks[account_id, day.isoformat()], part)
        )

    def _newest(self, shelf: Shelf, ids: list[int]) -> dict[str, Any]:
        return max((shelf.rows[each] for each in ids), key=lambda row: (row["day"], row["id"]))

    def _on(self, shelf: Shelf, ids: list[int], day: date) -> list[int]:
        return [each for each in ids if shelf.rows[each]["day"] == day.isoformat()]


def _grouped(shelf: Shelf, *names: str) -> defaultdict[tuple[Any, ...], list[int]]:
    found: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for record_id, row in shelf.rows.items():
        found[tuple(row[name] for name in names)].append(record_id)
    return found


def _enter(ids: list[int], part: Part) -> None:
    if part.record_id not in ids:
        ids.append(part.record_id)


def _take(decision: Decision, line: int) -> None:
    decision.apply(line)
