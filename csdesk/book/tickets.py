"""Support tickets: what is open, what is late, and how satisfied the customer was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.book.surveys import within
from csdesk.i18n import mark
from csdesk.model import Ticket


@dataclass(frozen=True, slots=True)
class Tickets:
    """The tickets of an account, open ones first, then the newest; ``late`` are open past their due day."""

    rows: Sequence[Ticket]
    total: int
    open: int
    late: int


def add(session: Session, **values: Any) -> int:
    """Write down a ticket and return its id."""
    return records.add(session, Ticket, values, _rule, mark("Add a ticket of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Change a ticket, such as closing it."""
    records.change(session, Ticket, record_id, values, _rule, mark("Change a ticket of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove tickets; return how many."""
    return records.remove(session, Ticket, ids, mark("Remove {count} tickets of {name}"))


def listing(session: Session, account_id: int, today: date, *, limit: int = 50) -> Tickets:
    """Return the tickets of an account as they stand at the end of ``today``."""
    there = sa.and_(Ticket.account_id == account_id, Ticket.opened_on <= today)
    is_open = sa.or_(Ticket.closed_on.is_(None), Ticket.closed_on > today)
    late = sa.and_(is_open, Ticket.due_on < today)
    total, opened, past = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(sa.case((is_open, 1), else_=0)), 0),
            sa.func.coalesce(sa.func.sum(sa.case((late, 1), else_=0)), 0),
        ).where(there)
    ).one()
    order = (sa.case((is_open, 0), else_=1), Ticket.opened_on.desc(), Ticket.id.desc())
    rows = session.scalars(sa.select(Ticket).where(there).order_by(*order).limit(limit)).all()
    return Tickets(rows, total, opened, past)


def _rule(_session: Session, ticket: Ticket) -> None:
    records.in_order(
        ticket.opened_on, ticket.closed_on, mark("A ticket is closed after it is opened."), "closed_on"
    )
    if ticket.satisfaction is None:
        return
    if ticket.satisfaction_scale is None:
        ticket.satisfaction_scale = "1-5"
    ticket.satisfaction_scale = within(
        ticket.satisfaction, ticket.satisfaction_scale, "satisfaction", "satisfaction_scale"
    )
