"""Adding, changing and removing the records of one account: the way all of them go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import desk
from csdesk.book import values as typed
from csdesk.book.contacts import belongs
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Base, Contact, Contract, Partner, Tags

R = TypeVar("R", bound=Base)
Rule = Callable[[Session, Any], None]


def add(session: Session, entity: type[Base], given: Mapping[str, Any], rule: Rule, words: str) -> int:
    """Add a record that keeps ``rule``; the deed is ``words`` with the {name} of whom it belongs to."""
    record = typed.new(session, entity, given, flush=False)
    _verify(session, record, rule)
    name_deed(session, words, name=whose(session, record))
    return int(record.id)


def change(
    session: Session, entity: type[Base], record_id: int, given: Mapping[str, Any], rule: Rule, words: str
) -> None:
    """Change fields of a record that keeps ``rule`` afterwards."""
    record: Any = typed.found(session, entity, record_id)
    typed.put(session, record, given)
    _verify(session, record, rule)
    name_deed(session, words, name=whose(session, record))


def remove(session: Session, entity: type[Base], ids: Iterable[int], words: str) -> int:
    """Remove records, which undo brings back; return how many."""
    records: Sequence[Any] = typed.many(session, entity, ids)
    name = whose(session, records[0]) if records else ""
    for record in records:
        session.delete(record)
    session.flush()
    name_deed(session, words, name=name, count=len(records))
    return len(records)


def whose(session: Session, record: Any) -> str:
    """Return the name of the account, else of the partner, that a record belongs to."""
    if record.account_id is not None:
        return session.get_one(Account, record.account_id).name
    return session.get_one(Partner, record.partner_id).name


def currency_for(session: Session, given: Mapping[str, Any]) -> str:
    """Return the currency of a record to be written: the one named, its account's, else the book's."""
    if given.get("currency"):
        return str(given["currency"])
    account_id = given.get("account_id")
    account = session.get(Account, account_id) if isinstance(account_id, int) else None
    return (account.currency if account else None) or desk.get(session, "currency")


def in_order(first: Any, second: Any, text: str, field: str) -> None:
    """Refuse with ``text`` when the second of two days is before the first."""
    if first is not None and second is not None and second < first:
        raise Refused(text, field=field)


def _verify(session: Session, record: Any, rule: Rule) -> None:
    with session.no_autoflush:
        belongs(record.account_id, getattr(record, "partner_id", None))
        others: tuple[tuple[str, type[Any]], ...] = (("contact_id", Contact), ("contract_id", Contract))
        for key, other in others:
            pointed = session.get(other, getattr(record, key, None) or 0)
            if pointed is not None and pointed.account_id != record.account_id:
                raise Refused(
                    mark("“{label}” belongs to another account."),
                    label=typed.label(type(record), key),
                    field=key,
                )
        rule(session, record)
    session.flush()


def words_used(session: Session, entity: type[Any], field: str) -> list[str]:
    """Return the words, or tags, that records of ``entity`` already have in ``field``, for completion."""
    column = entity.__table__.c[field]
    live = entity.deleted_on.is_(None)
    if field == "tags":
        used = session.scalars(sa.select(entity.tags).where(live, entity.tags != Tags()).distinct())
        return sorted({tag for tags in used for tag in tags}, key=str.casefold)
    words = session.scalars(sa.select(column).where(live, column.is_not(None)).distinct())
    return sorted(words, key=str.casefold)
