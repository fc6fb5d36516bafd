"""What a merge would keep: the two accounts as they are, and the one they would become."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import accounts_merge, contracts_mrr, desk
from csdesk.book import values as typed
from csdesk.model import (
    Account,
    Activity,
    Churn,
    Contact,
    Contract,
    HealthInput,
    Invoice,
    Link,
    OwnerRole,
    SurveyResponse,
    Ticket,
    UsageReading,
    fields_of,
)

COUNTED = (
    *(Contract, Contact, UsageReading, Ticket, SurveyResponse, Invoice, Activity, Churn, HealthInput),
    *(OwnerRole, Link),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """One account: fields by name (the user's own as ``x:NAME``), how many records of each kind, MRR.

    ``values`` holds only fields that say something. ``mrr`` is in minor units of the book's currency, None
    where an exchange rate is missing.
    """

    id: int
    name: str
    values: Mapping[str, Any]
    counts: Mapping[type[Any], int]
    mrr: int | None


@dataclass(frozen=True, slots=True)
class Merging:
    """Two accounts side by side, and what they would be as one; ``currency`` is the book's."""

    keep: Summary
    gone: Summary
    merged: Summary
    currency: str


def merging(session: Session, keep_id: int, gone_id: int, *, today: date) -> Merging:
    """Merge and say what came of it. Meant for ``Book.rehearse``, which takes it all back."""
    keep, gone = (_summary(session, each, today) for each in (keep_id, gone_id))
    accounts_merge.merge(session, keep_id, gone_id, today=today)
    session.flush()
    return Merging(keep, gone, _summary(session, keep_id, today), desk.get(session, "currency"))


def _summary(session: Session, account_id: int, today: date) -> Summary:
    account = typed.found(session, Account, account_id)
    session.refresh(account)
    values = {shown.name: getattr(account, shown.name) for shown in fields_of(Account) if not shown.refers}
    if account.parent_id is not None:
        values["parent_id"] = session.get_one(Account, account.parent_id).name
    values |= {f"{typed.OWN}{name}": value for name, value in (account.own or {}).items()}
    counts = {}
    for kind in COUNTED:
        query = sa.select(sa.func.count()).select_from(kind).where(kind.account_id == account_id)
        if hasattr(kind, "deleted_on"):
            query = query.where(kind.deleted_on.is_(None))
        counts[kind] = session.scalar(query) or 0
    return Summary(
        account_id,
        account.name,
        {name: value for name, value in values.items() if value not in (None, "", ())},
        counts,
        contracts_mrr.of_account(session, account_id, [today])[0],
    )
