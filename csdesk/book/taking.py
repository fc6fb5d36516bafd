"""Taking the rows of a file into the book: matched, linked and written set-wise, as one deed."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import desk, own_fields, rows
from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.book.taking_accounts import AccountTaker
from csdesk.book.taking_contracts import ContractTaker
from csdesk.book.taking_links import Links
from csdesk.book.taking_records import RecordTaker
from csdesk.book.taking_row import Decision, Later
from csdesk.book.taking_shelf import Shelf, Unsettled
from csdesk.book.taking_tracker import TrackerTaker
from csdesk.book.taking_usage import UsageTaker
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Contact, Contract, ImportMapping, OwnField, OwnKind, OwnOn
from csdesk.model.draft import CLEARED, Batch, Draft, Fate, Note, Outcome, RowOutcome

Progress = Callable[[int, int], None]  # rows done, rows in all; raises when the user cancelled
OWN_ON = {
    "accounts": OwnOn.ACCOUNT,
    "tracker": OwnOn.ACCOUNT,
    "partners": OwnOn.PARTNER,
    "contracts": OwnOn.CONTRACT,
}
MATCH = ("external_id", "domain", "email", "name")
_STEP = 500  # rows between two looks at whether the user cancelled


class Taker(Protocol):
    """Takes rows of one kind."""

    shelf: Shelf

    def decide(self, line: int, given: Mapping[str, Any]) -> Decision: ...

    def flush(self) -> None: ...


def take(session: Session, batch: Batch, *, progress: Progress | None = None) -> Outcome:
    """Write what the rows of ``batch`` say and return what became of each; refused rows change nothing."""
    with _uncollected():
        return _taken(session, batch, progress)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the collector back: it would look at every row again and again, and rows make no circles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _taken(session: Session, batch: Batch, progress: Progress | None) -> Outcome:
    outcome = Outcome(batch.kind, batch.file, warnings=list(batch.warnings))
    own = _own_fields(session, batch)
    links = Links(session, create_missing=batch.create_missing)
    taker = _taker(session, batch, links)
    later: list[tuple[RowOutcome, int, Later]] = []
    lacking: dict[tuple[str, str], int] = {}
    for done, draft in enumerate(batch.drafts):
        if progress is not None and done % _STEP == 0:
            progress(done, len(batch.drafts))
        row = _take_row(taker, links, draft, own, later, lacking)
        outcome.rows.append(row)
    _point(links, later, outcome)
    rows.raw(session).execute("PRAGMA defer_foreign_keys=ON")  # a parent may stand below its child
    links.flush()
    taker.flush()
    outcome.created.update({kind: count for kind, count in links.created.items() if count})
    outcome.missing.update(links.missing)
    outcome.warnings += getattr(taker, "warnings", [])
    _remember(session, batch, outcome)
    name_deed(session, mark("Import {file}"), file=batch.file)
    if progress is not None:
        progress(len(batch.drafts), len(batch.drafts))
    return outcome


def mappings(session: Session, kind: str) -> dict[str, str]:
    """Return the remembered mappings of a kind of file: header signature → TOML."""
    query = sa.select(ImportMapping.header, ImportMapping.mapping).where(ImportMapping.kind == kind)
    return {row.header: row.mapping for row in session.execute(query)}


def own_kinds(session: Session, kind: str) -> dict[str, OwnKind]:
    """Return the user's own fields a kind of file can fill."""
    on = OWN_ON.get(kind)
    return {} if on is None else {each.name: each.kind for each in own_fields.listing(session, on)}


def _taker(session: Session, batch: Batch, links: Links) -> Taker:
    currency = desk.get(session, "currency")
    if batch.match and batch.match not in MATCH:
        raise Refused(
            mark("“{match}” is no key to match by; there are: {keys}."),
            match=batch.match,
            keys=", ".join(MATCH),
        )
    match batch.kind:
        case "accounts":
            return AccountTaker(session, batch, links)
        case "contracts":
            return ContractTaker(session, batch, links, currency)
        case "usage":
            return UsageTaker(session, batch, links)
        case "tracker":
            return TrackerTaker(session, batch, links, currency)
    return RecordTaker(session, batch, links, currency)


def _take_row(
    taker: Taker,
    links: Links,
    draft: Draft,
    own: Mapping[str, OwnField],
    later: list[tuple[RowOutcome, int, Later]],
    lacking: dict[tuple[str, str], int],
) -> RowOutcome:
    if draft.refused is not None:
        return RowOutcome(draft.line, Fate.REFUSED, _key_of(draft), reason=draft.refused)
    try:
        values = draft.values
        if "own" in values:
            values = {**values, "own": _own_values(own, values["own"])}
        decision: Decision = taker.decide(draft.line, values)
        if decision.part.fate is Fate.NEW and lacking:
            _refuse_second(lacking, draft)
    except Refused as error:
        links.withdraw()
        if isinstance(error, Unsettled):
            lacking.update(dict.fromkeys(_ids(draft), draft.line) | lacking)
        reason = Note(error.text, error.values)
        return RowOutcome(draft.line, Fate.REFUSED, _key_of(draft), reason=reason)
    links.keep()
    fate = decision.fate
    changes = [] if fate is Fate.NEW else [*decision.part.changes, *decision.changes]
    record_id = decision.apply(draft.line)
    row = RowOutcome(draft.line, fate, decision.key, changes)
    later += [(row, record_id, each) for each in decision.later]
    return row


def _ids(draft: Draft) -> list[tuple[str, str]]:
    given = ((name, draft.values.get(name)) for name in ("external_id", "number", "domain"))
    return [(name, value) for name, value in given if isinstance(value, str)]


def _refuse_second(lacking: Mapping[tuple[str, str], int], draft: Draft) -> None:
    """Refuse a new record of which an earlier row says too little: next time that row would change it."""
    for each in _ids(draft):
        if each in lacking:
            raise Refused(
                mark("The same id as line {line}, which was refused; mend that one first."),
                line=lacking[each],
            )


def _key_of(draft: Draft) -> str:
    for name in ("external_id", "number", "name", "domain", "email", "account_id", "account_name"):
        if isinstance(value := draft.values.get(name), str):
            return value
    return ""


def _point(links: Links, later: list[tuple[RowOutcome, int, Later]], outcome: Outcome) -> None:
    """Set the keys to records of the same kind, now that all of the file is known."""
    for row, record_id, each in later:
        try:
            target = None if each.text is CLEARED else _target(links, each, record_id)
            if target is not None and _leads_to(each, target, record_id):
                raise Refused(mark("A record cannot point at itself, nor through others."))
        except Refused as error:
            said = {"line": row.line, "problem": Note(error.text, error.values)}
            outcome.warnings.append(Note(mark("Line {line}: {problem}"), said))
            continue
        values = {each.column: target}
        if found := each.shelf.differences(record_id, values):
            each.shelf.change(record_id, values)
            if row.fate is Fate.UNCHANGED:
                row.fate = Fate.CHANGED
            if row.fate is Fate.CHANGED:
                row.changes += found


def _leads_to(each: Later, target: int, record_id: int) -> bool:
    """Tell whether the keys from ``target`` on come back to the record."""
    seen: set[int] = set()
    step: int | None = target
    while step is not None and step not in seen:
        if step == record_id:
            return True
        seen.add(step)
        row = each.shelf.rows.get(step)
        step = None if row is None else row[each.column]
    return False


def _target(links: Links, each: Later, record_id: int) -> int | None:
    if each.column == "parent_id":
        return links.account(each.text)
    if each.column == "renews_id":
        target = links.contract(each.text)
        contracts = links.shelf(Contract).rows
        if target is not None and contracts[target]["account_id"] != contracts[record_id]["account_id"]:
            raise Refused(mark("A contract renews one of the same account."))
        return target
    row = links.shelf(Contact).rows[record_id]
    found = links.contact(each.text, row["account_id"], row["partner_id"])
    if found is None:
        raise Refused(mark("There is no contact “{text}”."), text=str(each.text)[:80])
    return found


def _own_fields(session: Session, batch: Batch) -> dict[str, OwnField]:
    """Return the user's own fields of the kind by name, those the file brings along defined first."""
    on = OWN_ON.get(batch.kind)
    if on is None:
        return {}
    there = {each.name for each in own_fields.listing(session, on)}
    used = {name for draft in batch.drafts if draft.refused is None for name in draft.values.get("own", ())}
    for name, kind in batch.own.items():
        if name not in there and name in used:
            own_fields.define(session, entity=on, name=name, kind=kind)
    return {each.name: each for each in own_fields.listing(session, on)}


def _own_values(own: Mapping[str, OwnField], given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: CLEARED if value is CLEARED or value is None else typed.own_checked(own[name], value)
        for name, value in given.items()
    }


def _remember(session: Session, batch: Batch, outcome: Outcome) -> None:
    """Keep how the columns were matched, where at least one row was of use."""
    if batch.remember is None or all(row.fate is Fate.REFUSED for row in outcome.rows):
        return
    header, mapping = batch.remember
    query = sa.select(ImportMapping).where(ImportMapping.kind == batch.kind, ImportMapping.header == header)
    there = session.scalar(query)
    if there is None:
        session.add(ImportMapping(kind=batch.kind, header=header, mapping=mapping))
    elif there.mapping != mapping:
        there.mapping = mapping
