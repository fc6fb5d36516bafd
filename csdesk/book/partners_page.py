"""Partners at a glance, and all of one partner: whom they brought, what that pays, who they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import contacts, contracts_mrr, desk, links, surveys, timeline
from csdesk.book.accounts_grid import Columns, last_contacts, own_columns, read_columns
from csdesk.book.contracts_listing import ContractLine, lines
from csdesk.book.surveys import Answers
from csdesk.book.timeline import Entries
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contact, Contract, Link, OwnOn, Partner, fields_of


@dataclass(frozen=True, slots=True)
class Brought:
    """An account that a partner brought: since when, with how many contracts, what it pays a month.

    ``mrr`` counts the contracts through the partner, in minor units of the book's currency; None: no rate.
    """

    account_id: int
    name: str
    country: str | None
    since: date
    contracts: int
    mrr: int | None


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """All that the page of a partner shows. ``mrr`` is None where an exchange rate is missing."""

    partner: Partner
    currency: str
    mrr: int | None
    brought: list[Brought]
    contracts: list[ContractLine]
    contacts: Sequence[Contact]
    activities: Entries
    links: Sequence[Link]
    surveys: Answers
    last_contact: date | None


def grid(session: Session, today: date) -> Columns:
    """Return every partner by name, with how many ``contacts`` and ``links``, and the last contact.

    ``brought`` counts the accounts that ever came through the partner, ``accounts`` those that pay today,
    ``mrr`` is what those pay, in minor units of the book's currency; None where an exchange rate is missing.
    """
    names = [shown.name for shown in fields_of(Partner) if shown.name != "notes"]
    ids, columns = read_columns(session, "partner", names)
    columns |= own_columns(session, columns.pop("own"), OwnOn.PARTNER)
    through, mrr = _through(session, today)
    columns["brought"] = [len(through[each]) for each in ids]
    columns["accounts"] = [sum(1 for one in through[each] if one.mrr != 0) for each in ids]
    columns["mrr"] = [mrr.get(each, 0) for each in ids]
    for name, entity in (("contacts", Contact), ("links", Link)):
        query = sa.select(entity.partner_id, sa.func.count()).where(entity.partner_id.is_not(None))
        if entity is Contact:
            query = query.where(Contact.deleted_on.is_(None))
        grouped = session.execute(query.group_by(entity.partner_id))
        counts = {row[0]: row[1] for row in grouped}
        columns[name] = [counts.get(each, 0) for each in ids]
    contacted = last_contacts(session, today, "partner_id")
    columns["last_contact"] = [contacted.get(each) for each in ids]
    return Columns(ids, columns, desk.get(session, "currency"))


def page(session: Session, partner_id: int, today: date, *, limit: int = 50) -> PartnerPage:
    """Return all of one partner at the end of ``today``; long lists bounded, with their whole length."""
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise Refused(mark("This record is no longer in the book."))
    through, mrr = _through(session, today, partner_id)
    brought = through[partner_id]
    return PartnerPage(
        partner=partner,
        currency=desk.get(session, "currency"),
        mrr=mrr.get(partner_id, 0),
        brought=brought,
        contracts=lines(session, today, partner_id=partner_id),
        contacts=contacts.listing(session, partner_id=partner_id),
        activities=timeline.listing(session, partner_id=partner_id, limit=limit),
        links=links.listing(session, partner_id=partner_id),
        surveys=surveys.listing(session, partner_id=partner_id, limit=limit),
        last_contact=timeline.last_contact(session, today, partner_id=partner_id),
    )


def _through(
    session: Session, today: date, partner_id: int | None = None
) -> tuple[defaultdict[int, list[Brought]], dict[int, int | None]]:
    """Return for each partner the accounts with a contract through it, who pays most first, and their MRR."""
    query = (
        sa.select(Contract, Account.name, Account.country)
        .join(Account, Account.id == Contract.account_id)
        .where(Contract.deleted_on.is_(None), Account.deleted_on.is_(None), Contract.partner_id.is_not(None))
    )
    if partner_id is not None:
        query = query.where(Contract.partner_id == partner_id)
    found = [(row[0], row[1], row[2]) for row in session.execute(query)]
    few = {contract.account_id for contract, _, _ in found} if partner_id is not None else None
    paid = contracts_mrr.through(session, [today], only=few)
    mrr = paid.by_pair()
    grouped: defaultdict[tuple[int, int], list[tuple[Contract, str, str | None]]] = defaultdict(list)
    for contract, name, country in found:
        grouped[contract.partner_id or 0, contract.account_id].append((contract, name, country))
    through: defaultdict[int, list[Brought]] = defaultdict(list)
    for (partner, account_id), held in grouped.items():
        through[partner].append(
            Brought(
                account_id,
                held[0][1],
                held[0][2],
                min(contract.start for contract, _, _ in held),
                len(held),
                mrr.get((partner, account_id), 0),
            )
        )
    for brought in through.values():
        brought.sort(key=lambda each: (-(each.mrr or 0), each.name.casefold(), each.account_id))
    return through, {partner: line[0] for partner, line in paid.by_partner().items()}
