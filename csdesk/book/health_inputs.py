"""Health inputs: words and numbers that somebody gave for an account, kept as they came."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import HealthInput


def add(session: Session, **values: Any) -> int:
    """Write down a value and return its id."""
    return records.add(session, HealthInput, values, _rule, mark("Add a health input of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Change a value."""
    records.change(session, HealthInput, record_id, values, _rule, mark("Change a health input of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove values; return how many."""
    return records.remove(session, HealthInput, ids, mark("Remove {count} health inputs of {name}"))


def listing(session: Session, account_id: int, *, limit: int = 200) -> Sequence[HealthInput]:
    """Return the values of an account, the newest first."""
    query = sa.select(HealthInput).where(HealthInput.account_id == account_id)
    order = (HealthInput.day.desc(), HealthInput.measure, HealthInput.id.desc())
    return session.scalars(query.order_by(*order).limit(limit)).all()


def _rule(session: Session, given: HealthInput) -> None:
    same = sa.select(HealthInput).where(
        HealthInput.account_id == given.account_id,
        HealthInput.measure == given.measure,
        HealthInput.day == given.day,
    )
    if any(other is not given for other in session.scalars(same)):
        raise Refused(
            mark("There is already a value of {measure} on {day}."),
            measure=given.measure,
            day=given.day.isoformat(),
            field="day",
        )
