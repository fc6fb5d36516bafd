"""All of one account in one answer, bounded so that its page opens at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import (
    accounts,
    churns,
    contacts,
    contracts_listing,
    desk,
    health_inputs,
    invoices,
    links,
    own_fields,
    surveys,
    tickets,
    timeline,
    usage,
)
from csdesk.book.contracts_listing import ContractLine
from csdesk.book.invoices import Invoices
from csdesk.book.surveys import Answers
from csdesk.book.tickets import Tickets
from csdesk.book.timeline import Entries
from csdesk.book.usage import Series
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Churn,
    Contact,
    Dated,
    HealthInput,
    Link,
    OwnerRole,
    OwnField,
    OwnOn,
    Partner,
)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All that the page of an account shows; pairs are (id, name)."""

    account: Account
    currency: str
    parent: tuple[int, str] | None
    children: list[tuple[int, str]]
    partners: list[tuple[int, str]]
    roles: list[OwnerRole]
    dated: dict[Dated, list[tuple[date, str | None]]]
    own_fields: Sequence[OwnField]
    contracts: list[ContractLine]
    contacts: Sequence[Contact]
    usage: list[Series]
    tickets: Tickets
    surveys: Answers
    invoices: Invoices
    health: Sequence[HealthInput]
    activities: Entries
    churns: Sequence[Churn]
    links: Sequence[Link]
    last_contact: date | None
    seats_used: int | None
    seats: int | None


def page(
    session: Session, account_id: int, today: date, *, limit: int = 50, usage_months: int = 24
) -> AccountPage:
    """Return all of one account at the end of ``today``; long lists bounded, with their whole length."""
    account = session.get(Account, account_id)
    if account is None:
        raise Refused(mark("This record is no longer in the book."))
    contracts = contracts_listing.lines(session, today, account_id=account_id)
    used, entitled = usage.seats(session, account_id, today)
    return AccountPage(
        account=account,
        currency=desk.get(session, "currency"),
        parent=_parent(session, account),
        children=_children(session, account_id),
        partners=_partners(session, contracts),
        roles=accounts.roles(session, account_id),
        dated={what: accounts.history_of(session, account_id, what) for what in Dated},
        own_fields=own_fields.listing(session, OwnOn.ACCOUNT),
        contracts=contracts,
        contacts=contacts.listing(session, account_id=account_id),
        usage=usage.series(session, account_id, today=today, months=usage_months),
        tickets=tickets.listing(session, account_id, today, limit=limit),
        surveys=surveys.listing(session, account_id=account_id, limit=limit),
        invoices=invoices.listing(session, account_id, today, limit=limit),
        health=health_inputs.listing(session, account_id, limit=limit),
        activities=timeline.listing(session, account_id=account_id, limit=limit),
        churns=churns.listing(session, account_id),
        links=links.listing(session, account_id=account_id),
        last_contact=timeline.last_contact(session, today, account_id=account_id),
        seats_used=used,
        seats=_bought(contracts, today) if entitled is None else entitled,
    )


def _parent(session: Session, account: Account) -> tuple[int, str] | None:
    above = session.get(Account, account.parent_id or 0)
    return (above.id, above.name) if above is not None and above.deleted_on is None else None


def _children(session: Session, account_id: int) -> list[tuple[int, str]]:
    query = sa.select(Account.id, Account.name).where(
        Account.parent_id == account_id, Account.deleted_on.is_(None)
    )
    return [(row[0], row[1]) for row in session.execute(query.order_by(sa.func.lower(Account.name)))]


def _partners(session: Session, contracts: Sequence[ContractLine]) -> list[tuple[int, str]]:
    ids = {line.contract.partner_id for line in contracts} - {None}
    query = sa.select(Partner.id, Partner.name).where(Partner.id.in_(ids), Partner.deleted_on.is_(None))
    return [(row[0], row[1]) for row in session.execute(query.order_by(sa.func.lower(Partner.name)))]


def _bought(contracts: Sequence[ContractLine], today: date) -> int | None:
    """Return the seats of the contracts in force, None where none says."""
    seats = [
        line.seats
        for line in contracts
        if line.seats
        and line.contract.start <= today
        and (line.contract.end_exclusive is None or today < line.contract.end_exclusive)
    ]
    return sum(seats) if seats else None
