"""Churn records: that a customer left, why, and what was said. Revenue ends with the contract."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.i18n import mark
from csdesk.model import Churn


def add(session: Session, **values: Any) -> int:
    """Write down that a customer left and return the record's id."""
    if values.get("refund") is not None:
        values["currency"] = records.currency_for(session, values)
    return records.add(session, Churn, values, _rule, mark("Add a churn record of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Change a churn record."""
    records.change(session, Churn, record_id, values, _rule, mark("Change a churn record of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove churn records; return how many."""
    return records.remove(session, Churn, ids, mark("Remove {count} churn records of {name}"))


def listing(session: Session, account_id: int) -> Sequence[Churn]:
    """Return the churn records of an account, the newest first."""
    query = sa.select(Churn).where(Churn.account_id == account_id)
    return session.scalars(query.order_by(Churn.day.desc(), Churn.id.desc())).all()


def reasons(session: Session) -> list[str]:
    """Return the reasons used so far, for completion."""
    used = session.scalars(sa.select(Churn.reason).where(Churn.reason.is_not(None)).distinct())
    return sorted((reason for reason in used if reason), key=str.casefold)


def _rule(session: Session, churn: Churn) -> None:
    if churn.refund is not None and churn.currency is None:
        churn.currency = records.currency_for(session, {"account_id": churn.account_id})
