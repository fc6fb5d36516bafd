"""The timeline: calls, meetings, e-mails and notes of an account or a partner."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import deleted, desk
from csdesk.book import values as typed
from csdesk.book.contacts import belongs, in_sight
from csdesk.book.finding import plain
from csdesk.book.journal import name_deed
from csdesk.i18n import mark
from csdesk.model import Account, Activity, ActivityType, Contact, Partner

# Somebody of ours spoke with somebody of theirs; notes and hand-overs among ourselves are no contact.
CONTACT = (
    ActivityType.CALL,
    ActivityType.MEETING,
    ActivityType.EMAIL,
    ActivityType.QBR,
    ActivityType.ESCALATION,
)


@dataclass(frozen=True, slots=True)
class Entries:
    """Part of a timeline, the newest first, and how long all of it is."""

    rows: list[Activity]
    total: int


def add(
    session: Session,
    *,
    text: str,
    day: date,
    type: ActivityType = ActivityType.NOTE,  # noqa: A002  the field's own name
    account_id: int | None = None,
    partner_id: int | None = None,
    **values: Any,
) -> int:
    """Write down a conversation or event and return its id; people named in it count as contacted."""
    belongs(account_id, partner_id)
    given = {
        "text": text,
        "day": day,
        "type": type,
        "account_id": account_id,
        "partner_id": partner_id,
        **values,
    }
    if not given.get("author"):
        given["author"] = desk.user(session).name
    entry: Activity = typed.new(session, Activity, given)
    _touch(session, entry)
    name_deed(session, mark("Log contact with {name}"), name=_name(session, entry))
    return entry.id


def change(session: Session, activity_id: int, **values: Any) -> None:
    """Change an entry."""
    entry = typed.found(session, Activity, activity_id)
    typed.put(session, entry, values)
    belongs(entry.account_id, entry.partner_id)
    _touch(session, entry)
    name_deed(session, mark("Change an entry of {name}"), name=_name(session, entry))


def remove(session: Session, ids: Iterable[int], *, today: date) -> int:
    """Move entries to the bin; return how many."""
    return deleted.move(session, Activity, ids, today=today)


def listing(
    session: Session,
    *,
    account_id: int | None = None,
    partner_id: int | None = None,
    text: str = "",
    types: Collection[ActivityType] = (),
    limit: int = 100,
    offset: int = 0,
) -> Entries:
    """Return entries of an account, a partner or the whole book that contain ``text``, the newest first."""
    conditions: list[sa.ColumnElement[bool]] = [Activity.deleted_on.is_(None)]
    if account_id is not None:
        conditions.append(Activity.account_id == account_id)
    if partner_id is not None:
        conditions.append(Activity.partner_id == partner_id)
    if account_id is None and partner_id is None:
        conditions += in_sight(Activity)
    if types:
        conditions.append(Activity.type.in_(types))
    newest = (Activity.day.desc(), Activity.id.desc())
    if wanted := plain(text):
        # compared here: SQLite knows neither accents nor capitals beyond ASCII
        query = sa.select(Activity.id, Activity.text, Activity.people, Activity.author).where(*conditions)
        hits = [
            row[0]
            for row in session.execute(query.order_by(*newest))
            if wanted in plain("\n".join(word for word in row[1:] if word))
        ]
        return Entries(typed.many(session, Activity, hits[offset : offset + limit]), len(hits))
    total = session.scalar(sa.select(sa.func.count()).select_from(Activity).where(*conditions)) or 0
    rows = session.scalars(
        sa.select(Activity).where(*conditions).order_by(*newest).limit(limit).offset(offset)
    )
    return Entries(list(rows), total)


def last_contact(
    session: Session, today: date, *, account_id: int | None = None, partner_id: int | None = None
) -> date | None:
    """Return when somebody last spoke with the account or partner, by timeline and by its contacts."""
    days = []
    for entity, when, extra in (
        (Activity, Activity.day, (Activity.type.in_(CONTACT),)),
        (Contact, Contact.last_contact_on, ()),
    ):
        query = sa.select(sa.func.max(when)).where(entity.deleted_on.is_(None), when <= today, *extra)
        if account_id is not None:
            query = query.where(entity.account_id == account_id)
        if partner_id is not None:
            query = query.where(entity.partner_id == partner_id)
        days.append(session.scalar(query))
    return max((day for day in days if day is not None), default=None)


def _touch(session: Session, entry: Activity) -> None:
    """Let the contacts named in ``people`` know that they were spoken with."""
    if entry.type not in CONTACT or not entry.people:
        return
    named = {plain(part) for part in entry.people.replace(";", ",").split(",")}
    query = sa.select(Contact).where(
        Contact.deleted_on.is_(None),
        Contact.account_id == entry.account_id
        if entry.account_id
        else Contact.partner_id == entry.partner_id,
    )
    for contact in session.scalars(query):
        if plain(contact.name) in named and (contact.last_contact_on or date.min) < entry.day:
            contact.last_contact_on = entry.day


def _name(session: Session, entry: Activity) -> str:
    if entry.account_id is not None:
        return session.get_one(Account, entry.account_id).name
    return session.get_one(Partner, entry.partner_id).name
