"""Fields the user defined: define, rename, remove; their values live in the records themselves."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import setwise
from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Base, Contract, OwnField, OwnKind, OwnOn, Partner, fields_of

ENTITIES: dict[OwnOn, type[Any]] = {
    OwnOn.ACCOUNT: Account,
    OwnOn.PARTNER: Partner,
    OwnOn.CONTRACT: Contract,
}


def listing(session: Session, on: OwnOn) -> Sequence[OwnField]:
    """Return the user's own fields of a kind of record, in their order."""
    query = sa.select(OwnField).where(OwnField.entity == on)
    return session.scalars(query.order_by(OwnField.position, OwnField.id)).all()


def define(
    session: Session,
    *,
    entity: OwnOn,
    name: str,
    kind: OwnKind = OwnKind.TEXT,
    choices: str | None = None,
    shareable: bool = False,
) -> int:
    """Define a field and return its id; it comes after those that are there."""
    last = session.scalar(sa.select(sa.func.max(OwnField.position)).where(OwnField.entity == entity))
    given = {"entity": entity, "name": name, "kind": kind, "choices": choices, "shareable": shareable}
    made: OwnField = typed.new(session, OwnField, given, flush=False)
    made.position = 0 if last is None else last + 1
    _verify(session, made)
    name_deed(session, mark("Define the field {name}"), name=made.name)
    return made.id


def change(
    session: Session,
    own_field_id: int,
    *,
    name: str | None = None,
    choices: str | None = None,
    shareable: bool | None = None,
    position: int | None = None,
) -> None:
    """Rename a field, or change its choices, place or whether customers may see it; values stay.

    A choice that records still have cannot be taken away.
    """
    own = typed.found(session, OwnField, own_field_id)
    before = own.name
    given = {"name": name, "choices": choices, "shareable": shareable}
    typed.put(session, own, {key: value for key, value in given.items() if value is not None})
    _verify(session, own)
    if position is not None:
        _place(session, own, position)
    if own.name != before:
        _rewrite(session, own, lambda held: _renamed(held, before, own.name), before)
    if own.kind is OwnKind.CHOICE and choices is not None:
        lost = {held[own.name] for _, held in _holders(session, own, own.name)} - set(typed.choices_of(own))
        if lost:
            raise Refused(
                mark("“{value}” is still in use. Change those records first."),
                value=min(lost),
                field="choices",
            )
    name_deed(session, mark("Change the field {name}"), name=own.name)


def remove(session: Session, own_field_id: int) -> None:
    """Remove a field and all its values."""
    own = typed.found(session, OwnField, own_field_id)
    _rewrite(session, own, lambda held: {key: held[key] for key in held if key != own.name} or None, own.name)
    name_deed(session, mark("Remove the field {name}"), name=own.name)
    session.delete(own)


def in_use(session: Session, own_field_id: int) -> int:
    """Return how many records have a value in the field."""
    own = typed.found(session, OwnField, own_field_id)
    return len(_holders(session, own, own.name))


def _verify(session: Session, own: OwnField) -> None:
    with session.no_autoflush:
        others = [each for each in listing(session, own.entity) if each is not own]
    names = {other.name.casefold() for other in others}
    entity: type[Base] = ENTITIES[own.entity]
    names |= {shown.name for shown in fields_of(entity)}
    if own.name.casefold() in names:
        raise Refused(mark("There is already a field “{name}”."), name=own.name, field="name")
    if own.kind is OwnKind.CHOICE and not typed.choices_of(own):
        raise Refused(mark("One of a list needs its list: one choice a line."), field="choices")
    session.flush()


def _place(session: Session, own: OwnField, position: int) -> None:
    others = [each for each in listing(session, own.entity) if each is not own]
    others.insert(max(position, 0), own)
    for at, each in enumerate(others):
        each.position = at


def _holders(session: Session, own: OwnField, name: str) -> list[tuple[int, dict[str, Any]]]:
    entity = ENTITIES[own.entity]
    rows = session.execute(sa.select(entity.id, entity.own).where(entity.own.is_not(None)))
    return [(record_id, held) for record_id, held in rows if name in held]


def _rewrite(
    session: Session,
    own: OwnField,
    form: Callable[[dict[str, Any]], dict[str, Any] | None],
    name: str,
) -> None:
    changes = {record_id: {"own": form(held)} for record_id, held in _holders(session, own, name)}
    setwise.change(session, ENTITIES[own.entity], changes)


def _renamed(held: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    return {after if key == before else key: value for key, value in held.items()}
