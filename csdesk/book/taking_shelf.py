"""Records in memory while an import decides: found, compared, changed there, written set-wise at the end."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import journal, rows, setwise
from csdesk.book import values as typed
from csdesk.book.journal import ADDED, Image
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Base, Field, Money, Tags, fields_of
from csdesk.model.currencies import CURRENCIES
from csdesk.model.draft import CLEARED, Fate

Values = Mapping[str, Any]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_LONG = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EMPTY = mark("“{label}” cannot be empty.")
OTHERWISE = mark("The same id as line {line}, with other contents.")
_MERGED = frozenset(("own", "attributes"))  # dictionaries of which a row gives some entries
_BELOW_ZERO = frozenset(
    (
        *("seats", "cadence_days", "notice_days", "minutes", "line", "active", "entitled"),
        *("first_response_minutes", "resolution_hours"),
    )
)


class Unsettled(Refused):
    """A row refused for what is there now, not for itself: another time it might be taken."""


@dataclass(slots=True)
class Part:
    """One record that a row speaks of: what becomes of it, and the values to write."""

    shelf: "Shelf"
    fate: Fate
    values: dict[str, Any]
    record_id: int = 0
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)

    def apply(self, line: int) -> int:
        """Write the part into its shelf; return the record's id."""
        if self.fate is Fate.NEW:
            self.record_id = self.shelf.add(self.values)
        elif self.fate is Fate.CHANGED:
            self.shelf.change(self.record_id, self.values)
        self.shelf.claimed.setdefault(self.record_id, line)
        return self.record_id


class Shelf:
    """The records of one kind, as stored. New ones get the ids they will have in the book."""

    def __init__(
        self, session: Session, entity: type[Base], where: str = "", values: Sequence[Any] = ()
    ) -> None:
        self.entity = entity
        self.kind = rows.table_of(entity).name
        self.claimed: dict[int, int] = {}  # record id → line of the file that spoke of it first
        self._session = session
        connection = rows.raw(session)
        names = rows.columns(self.kind)
        live = "deleted_on IS NULL" if "deleted_on" in names else "1"
        listed = ",".join(f'"{name}"' for name in names)
        found = connection.execute(
            f"SELECT {listed} FROM {self.kind} WHERE {live} {f'AND ({where})' if where else ''} ORDER BY id",
            values,
        )
        at = names.index("id")
        self.rows: dict[int, dict[str, Any]] = {row[at]: dict(zip(names, row, strict=True)) for row in found}
        self._next = self._first = rows.last_id(connection, self.kind) + 1
        self._written: dict[tuple[Any, ...], Any] = {}
        self._changed: dict[int, dict[str, Any]] = {}
        self._stored = {name: rows.stored(self.kind, name) for name in names}
        self._absent = {name: rows.default(self.kind, name) for name in names if name != "id"}
        self._checks = {shown.name: _check(shown) for shown in fields_of(entity)}
        table = rows.table_of(entity)
        self._needed = [
            column.name
            for column in table.columns
            if not column.nullable and column.default is None and column.name != "id"
        ]
        self._filled = {column.name for column in table.columns if not column.nullable}
        self._clear: dict[str, Any] = {
            shown.name: shown.kind()  # no tags, no
            for shown in fields_of(entity)
            if shown.kind in (Tags, bool) and shown.name in self._filled
        }
        self._labels = {shown.name: shown.label for shown in fields_of(entity)}

    def sound(self, values: Values) -> dict[str, Any]:
        """Return ``values`` as the book keeps them (CLEARED becomes None); refuse what it cannot hold."""
        result: dict[str, Any] = {}
        for name, value in values.items():
            if value is CLEARED or value is None:
                if name in self._filled and name not in self._clear:
                    self._empty(name)
                result[name] = self._clear.get(name)
            elif check := self._checks.get(name):
                result[name] = check(value)
            else:
                result[name] = value
        return result

    def differences(self, record_id: int, values: Values) -> list[tuple[str, Any, Any]]:
        """Return (field, before, after) of what ``values`` would change, as stored."""
        row, found = self.rows[record_id], []
        for name, value in values.items():
            if name in _MERGED:
                found += _merge_differences(name, row[name], value)
                continue
            process = self._stored[name]
            after = value if process is None else process(value)
            if row[name] != after:
                found.append((name, row[name], after))
        return found

    def settle(
        self, line: int, values: dict[str, Any], candidates: Sequence[int], *, exact: bool = False
    ) -> Part:
        """Decide what ``values`` are: a record that says so already, a change to one, or a new one.

        ``exact``: only a record that says just this is the same. Refuses when another line of the file
        spoke of the record and said otherwise, and when several records could be meant.
        """
        same = [each for each in candidates if not self.differences(each, values)]
        if same:
            chosen = next((each for each in same if each not in self.claimed), same[0])
            return Part(self, Fate.UNCHANGED, values, chosen)
        if exact or not candidates:
            for name in self._needed:
                if values.get(name) is None:
                    raise Unsettled(_EMPTY, label=self._labels.get(name, name))
            return Part(self, Fate.NEW, values)
        free = [each for each in candidates if each not in self.claimed]
        if not free or len(free) < len(candidates):
            first = min(self.claimed[each] for each in candidates if each in self.claimed)
            raise Unsettled(OTHERWISE, line=first)
        if len(free) > 1:
            raise Refused(mark("Several records could be meant; give an id."))
        return Part(self, Fate.CHANGED, values, free[0], self.differences(free[0], values))

    def absent(self, name: str) -> Any:
        """Return what a new record has, as stored, where a row gives nothing."""
        return self._absent[name]

    def add(self, values: Values) -> int:
        """Keep a new record for writing; return the id it will have."""
        record_id, self._next = self._next, self._next + 1
        row = {"id": record_id, **self._absent}
        self._write(row, values)
        self.rows[record_id] = row
        return record_id

    def withdraw(self, record_id: int) -> None:
        """Take back the record added last."""
        del self.rows[record_id]
        self._next = record_id

    @property
    def next_id(self) -> int:
        """Return the id of the record added next."""
        return self._next

    def change(self, record_id: int, values: Values) -> None:
        """Keep a change for writing."""
        written = self._write(self.rows[record_id], values)
        if record_id < self._first:
            self._changed.setdefault(record_id, {}).update(written)

    @property
    def has_changes(self) -> bool:
        """Tell whether a record found in the book has been changed."""
        return bool(self._changed)

    def _write(self, row: dict[str, Any], values: Values) -> dict[str, Any]:
        """Write values into a row as stored; return them as the model has them."""
        given = dict(values)
        for name, value in values.items():
            if name in _MERGED:
                given[name] = merged = _merged(row[name], value) or None
                row[name] = self._json(name, merged)
                continue
            process = self._stored[name]
            row[name] = value if process is None else process(value)
        return given

    def _json(self, name: str, value: dict[str, Any] | None) -> Any:
        """Return a dictionary as stored, equal ones written once: rows of a file say much the same."""
        key = tuple((each, type(held), held) for each, held in (value or {}).items())
        if key not in self._written:
            process = self._stored[name]
            self._written[key] = value if process is None else process(value)
        return self._written[key]

    def flush(self) -> int:
        """Write everything kept; return how many records are new."""
        if self._next > self._first:
            names = rows.columns(self.kind)
            last = self._next - 1
            stored = map(itemgetter(*names), (self.rows[each] for each in range(self._first, self._next)))
            with journal.bulk(self._session, [Image(self.kind, ADDED, self._first, last)]):
                rows.insert(rows.raw(self._session), self.kind, names, stored)
        if self._changed:
            setwise.change(self._session, self.entity, self._changed)
        return self._next - self._first

    def _empty(self, name: str) -> None:
        raise Refused(_EMPTY, label=self._labels.get(name, name))


class Children:
    """Entries that hang on a record, such as steps: compared as a whole, written by their difference."""

    def __init__(
        self,
        session: Session,
        entity: type[Base],
        parent: str,
        names: Sequence[str],
        only: Values | None = None,
    ) -> None:
        self.kind = rows.table_of(entity).name
        self._session, self._entity, self._parent, self._names = session, entity, parent, tuple(names)
        self._only = dict(only or {})
        self._stored = [rows.stored(self.kind, name) for name in names]
        chosen = " AND ".join(f'"{name}"=?' for name in self._only) or "1"
        listed = ",".join(f'"{name}"' for name in ("id", parent, *names))
        self._there: defaultdict[int, list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
        for record_id, owner, *entry in rows.raw(session).execute(
            f"SELECT {listed} FROM {self.kind} WHERE {chosen} ORDER BY id",
            [str(value) for value in self._only.values()],
        ):
            self._there[owner].append((record_id, tuple(entry)))
        self._gone: list[int] = []
        self._new: list[dict[str, Any]] = []

    def stored(self, entries: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return entries as they are stored."""
        return [
            tuple(
                v if process is None else process(v) for process, v in zip(self._stored, entry, strict=True)
            )
            for entry in entries
        ]

    def of(self, owner: int) -> list[tuple[Any, ...]]:
        """Return the entries of a record, as stored."""
        return [entry for _, entry in self._there.get(owner, ())]

    def differ(self, owner: int, entries: Sequence[Sequence[Any]]) -> bool:
        return sorted(self.of(owner), key=repr) != sorted(self.stored(entries), key=repr)

    def shown(self, owner: int) -> list[tuple[Any, ...]]:
        """Return the entries of a record as the model has them."""
        if owner not in self._there:
            return []
        processes = [rows.shown(self.kind, name) for name in self._names]
        return [
            tuple(v if process is None else process(v) for process, v in zip(processes, entry, strict=True))
            for entry in self.of(owner)
        ]

    def put(self, owner: int, entries: Sequence[Sequence[Any]]) -> None:
        """Keep the difference for writing: what is not among ``entries`` goes, what is missing comes."""
        wanted = list(zip(self.stored(entries), entries, strict=True))
        kept = []
        for record_id, entry in self._there.get(owner, ()):
            at = next((at for at, (form, _) in enumerate(wanted) if form == entry), None)
            if at is None:
                self._gone.append(record_id)
            else:
                wanted.pop(at)
                kept.append((record_id, entry))
        for form, values in wanted:
            given = dict(zip(self._names, values, strict=True))
            self._new.append({self._parent: owner, **self._only, **given})
            kept.append((0, form))
        self._there[owner] = kept

    def flush(self) -> None:
        """Write everything kept."""
        if self._gone:
            setwise.remove(self._session, self._entity, [each for each in self._gone if each])
        if self._new:
            setwise.add(self._session, self._entity, self._new)


def _merged(stored: str | None, given: Mapping[str, Any] | None) -> dict[str, Any]:
    if given is None:
        return {}
    held = json.loads(stored) if stored else {}
    return {name: value for name, value in {**held, **given}.items() if value is not CLEARED}


def _merge_differences(
    name: str, stored: str | None, given: Mapping[str, Any] | None
) -> list[tuple[str, Any, Any]]:
    before = json.loads(stored) if stored else {}
    after = _merged(stored, given)
    prefix = typed.OWN if name == "own" else f"{name}."
    return [
        (f"{prefix}{key}", before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]


def _check(shown: Field) -> Callable[[Any], Any] | None:
    """Return what makes a value of this field sound, or refuses it."""
    if shown.name == "currency":
        return _currency
    if shown.refers or shown.kind is bool:
        return None
    if shown.kind is str:
        return _text_check(shown)
    if shown.kind in (int, float, Money):
        return _number_check(shown)
    return _date_check(shown) if shown.kind is date else None


def _currency(value: Any) -> Any:
    if value not in CURRENCIES:
        raise Refused(mark("“{text}” is not a currency such as EUR."), text=str(value)[:60])
    return value


def _text_check(shown: Field) -> Callable[[Any], Any]:
    most = typed.LONGEST_TEXT if shown.long else typed.LONGEST_LINE
    control = _CONTROL_LONG if shown.long else _CONTROL

    def check(value: Any) -> Any:
        if len(value) > most:
            raise Refused(mark("The text in “{label}” is too long."), label=shown.label)
        if value.isprintable() or not control.search(value):
            return value
        return typed.text(value, long=shown.long)

    return check


def _number_check(shown: Field) -> Callable[[Any], Any]:
    most = typed.LARGEST if shown.kind is Money else 1e15 if shown.kind is float else 2**31
    least = 0 if shown.name in _BELOW_ZERO else 1 if shown.name == "quantity" else -most

    def check(value: Any) -> Any:
        if not -most <= value <= most:
            raise Refused(mark("The number in “{label}” is too large."), label=shown.label)
        if value < least:
            raise Refused(mark("“{label}” is too small."), label=shown.label)
        return value

    return check


def _date_check(shown: Field) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not typed.EARLIEST <= value <= typed.LATEST:
            raise Refused(
                mark("{day} is too far away for “{label}”."), day=value.isoformat(), label=shown.label
            )
        return value

    return check
