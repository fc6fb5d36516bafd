"""Contacts: the people on the other side, who follows whom, and accounts that hang on one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import deleted
from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contact, Contract, Partner


@dataclass(frozen=True, slots=True)
class Thin:
    """A customer where too few people carry the relation."""

    account_id: int
    name: str
    contacts: int


def add(
    session: Session, *, account_id: int | None = None, partner_id: int | None = None, **values: Any
) -> int:
    """Add a person at an account or a partner and return the id."""
    belongs(account_id, partner_id)
    given = {"account_id": account_id, "partner_id": partner_id, **values}
    contact: Contact = typed.new(session, Contact, given)
    _refuse_successor(session, contact)
    name_deed(session, mark("Add {name}"), name=contact.name)
    return contact.id


def change(session: Session, contact_id: int, **values: Any) -> None:
    """Change fields of a person."""
    contact = typed.found(session, Contact, contact_id)
    typed.put(session, contact, values)
    belongs(contact.account_id, contact.partner_id)
    _refuse_successor(session, contact)
    name_deed(session, mark("Change {name}"), name=contact.name)


def remove(session: Session, ids: Iterable[int], *, today: date) -> int:
    """Move people to the bin; return how many."""
    return deleted.move(session, Contact, ids, today=today)


def set_successor(session: Session, contact_id: int, successor_id: int | None) -> None:
    """Say who takes over from a person who leaves; None: nobody yet."""
    contact = typed.found(session, Contact, contact_id)
    typed.put(session, contact, {"successor_id": successor_id})
    _refuse_successor(session, contact)
    name_deed(session, mark("Change the successor of {name}"), name=contact.name)


def listing(
    session: Session, *, account_id: int | None = None, partner_id: int | None = None
) -> Sequence[Contact]:
    """Return the people of an account or a partner, or of the whole book, by name."""
    query = sa.select(Contact).where(Contact.deleted_on.is_(None))
    if account_id is not None:
        query = query.where(Contact.account_id == account_id)
    if partner_id is not None:
        query = query.where(Contact.partner_id == partner_id)
    if account_id is None and partner_id is None:
        query = query.where(*in_sight(Contact))
    return session.scalars(query.order_by(sa.func.lower(Contact.name), Contact.id)).all()


def single_threaded(session: Session, today: date) -> list[Thin]:
    """Return customers under contract with at most one contact who stays, those without any first."""
    stays = sa.or_(Contact.leaves_on.is_(None), Contact.leaves_on > today)
    people = sa.func.count(Contact.id)
    running = sa.select(Contract.account_id).where(
        Contract.deleted_on.is_(None),
        Contract.start <= today,
        sa.or_(Contract.end_exclusive.is_(None), Contract.end_exclusive > today),
    )
    query = (
        sa.select(Account.id, Account.name, people)
        .outerjoin(Contact, sa.and_(Contact.account_id == Account.id, Contact.deleted_on.is_(None), stays))
        .where(Account.deleted_on.is_(None), Account.id.in_(running))
        .group_by(Account.id)
        .having(people <= 1)
        .order_by(people, sa.func.lower(Account.name), Account.id)
    )
    return [Thin(*row) for row in session.execute(query)]


def belongs(account_id: int | None, partner_id: int | None) -> None:
    """Refuse a record that belongs neither to an account nor to a partner."""
    if account_id is None and partner_id is None:
        raise Refused(mark("This needs an account or a partner."), field="account_id")


def in_sight(entity: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions that neither the account nor the partner of a record is in the bin."""
    accounts = sa.select(Account.id).where(Account.deleted_on.is_not(None))
    partners = sa.select(Partner.id).where(Partner.deleted_on.is_not(None))
    return (
        sa.or_(entity.account_id.is_(None), entity.account_id.not_in(accounts)),
        sa.or_(entity.partner_id.is_(None), entity.partner_id.not_in(partners)),
    )


def _refuse_successor(session: Session, contact: Contact) -> None:
    follower = session.get(Contact, contact.successor_id) if contact.successor_id else None
    if follower is None:
        return
    seen = {contact.id}
    while follower is not None:
        if follower.id in seen:
            raise Refused(mark("Nobody can be their own successor."), field="successor_id")
        seen.add(follower.id)
        follower = session.get(Contact, follower.successor_id) if follower.successor_id else None
    follower = session.get_one(Contact, contact.successor_id)
    shares_account = contact.account_id is not None and contact.account_id == follower.account_id
    shares_partner = contact.partner_id is not None and contact.partner_id == follower.partner_id
    if not shares_account and not shares_partner:
        raise Refused(mark("A successor must work for the same account or partner."), field="successor_id")
