"""What the account page asks the book: everything but the charts at once, what takes longer afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from csdesk.book import (
    churns,
    contacts,
    contracts_listing,
    desk,
    health_inputs,
    invoices,
    journal,
    links,
    own_fields,
    surveys,
    tickets,
    timeline,
    usage,
)
from csdesk.book.accounts import roles
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contact, Contract, OwnerRole, OwnField, OwnOn, Partner, Product

if TYPE_CHECKING:
    from csdesk.book.standing import AccountMrr, MrrEvent

PAGE = 40  # entries of the timeline read at once
MANY = 1000


@dataclass(frozen=True, slots=True)
class Everything:
    """The first answer. Its records are detached: look, do not touch."""

    account: Account
    currency: str  # of the book
    contracts: Sequence[contracts_listing.ContractLine]
    people: Sequence[Contact]
    tickets: tickets.Tickets
    surveys: surveys.Answers
    invoices: invoices.Invoices
    health: Sequence[Any]
    churns: Sequence[Any]
    timeline: timeline.Entries
    links: Sequence[Any]
    team: Sequence[OwnerRole]
    own: Sequence[OwnField]
    own_of_contracts: Sequence[OwnField]
    seats: tuple[int | None, int | None]
    last_contact: date | None
    products: Sequence[tuple[int, str]]
    partners: Sequence[tuple[int, str]]
    parent: str | None


@dataclass(frozen=True, slots=True)
class Revenue:
    """MRR at month ends, oldest first, in minor units of ``currency``: the account's own where it has one."""

    currency: str
    points: Sequence[tuple[date, int | None]]
    events: "Sequence[MrrEvent]"
    status: str
    in_book: int | None  # what it is now in the book's currency


@dataclass(frozen=True, slots=True)
class Slower:
    """The second answer: what is computed over the whole life of the account."""

    mrr: "Revenue"
    usage: Sequence[usage.Series]
    history: Sequence[journal.Event]


def everything(session: Any, account_id: int, today: date, *, entries: int = PAGE) -> Everything:
    """Return what the page shows at once."""
    account = session.get(Account, account_id)
    if account is None or account.deleted_on is not None:
        raise Refused(mark("This account is no longer in the book."))
    parent = session.get(Account, account.parent_id) if account.parent_id else None
    return Everything(
        account,
        desk.get(session, "currency"),
        contracts_listing.lines(session, today, account_id=account_id),
        contacts.listing(session, account_id=account_id),
        tickets.listing(session, account_id, today, limit=MANY),
        surveys.listing(session, account_id=account_id, limit=MANY),
        invoices.listing(session, account_id, today, limit=MANY),
        health_inputs.listing(session, account_id),
        churns.listing(session, account_id),
        timeline.listing(session, account_id=account_id, limit=entries),
        links.listing(session, account_id=account_id),
        roles(session, account_id),
        own_fields.listing(session, OwnOn.ACCOUNT),
        own_fields.listing(session, OwnOn.CONTRACT),
        usage.seats(session, account_id, today),
        timeline.last_contact(session, today, account_id=account_id),
        _names(session, Product),
        _names(session, Partner),
        parent.name if parent is not None else None,
    )


def slower(session: Any, account_id: int, today: date) -> Slower:
    """Return what the charts and the history show."""
    from csdesk.book import standing

    return Slower(
        _revenue(session, account_id, standing.account_mrr(session, account_id, today, 24)),
        usage.series(session, account_id, today=today, months=12),
        journal.history(session, "account", account_id),
    )


def _revenue(session: Any, account_id: int, mrr: "AccountMrr") -> Revenue:
    """Speak of one currency in that currency: exchange rates are no news about the customer."""
    import sqlalchemy as sa

    from csdesk.book import contracts_mrr

    in_book = mrr.points[-1][1] if mrr.points else None
    query = sa.select(Contract.currency).where(
        Contract.account_id == account_id, Contract.deleted_on.is_(None)
    )
    currencies = set(session.scalars(query.distinct()))
    if len(currencies) != 1 or currencies == {mrr.currency}:
        return Revenue(mrr.currency, mrr.points, mrr.events, str(mrr.status), in_book)
    days = [day for day, _ in mrr.points]
    sums = contracts_mrr.in_own(session, account_id, days)
    before = dict(zip(days[1:], sums, strict=False))
    now = dict(zip(days, sums, strict=True))
    own = [replace(each, change=now[each.day] - before.get(each.day, 0)) for each in mrr.events]
    points = list(zip(days, sums, strict=True))
    return Revenue(currencies.pop(), points, [each for each in own if each.change], str(mrr.status), in_book)


def _names(session: Any, entity: type[Any]) -> list[tuple[int, str]]:
    import sqlalchemy as sa

    query = sa.select(entity.id, entity.name).where(entity.deleted_on.is_(None)).order_by(entity.name)
    return [(row[0], row[1]) for row in session.execute(query)]


def contract_choices(lines: Sequence[contracts_listing.ContractLine]) -> list[tuple[int, str]]:
    """Return the contracts to choose from in a form."""
    return [(line.contract.id, contract_name(line)) for line in lines]


def contract_name(line: contracts_listing.ContractLine) -> str:
    """Return the words by which a contract is known on this page."""
    contract: Contract = line.contract
    return contract.name or line.product or contract.external_id or f"#{contract.id}"
