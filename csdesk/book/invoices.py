"""Invoices: what is open, what is overdue and for how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Invoice, InvoiceKind

AGES = ("0", "1-30", "31-60", "61-90", "90+")  # days overdue; 0: open but not due


@dataclass(frozen=True, slots=True)
class Open:
    """What is open in one currency, in minor units: in all, past its day, and by days overdue."""

    currency: str
    open: int
    overdue: int
    ages: dict[str, int]
    count: int
    overdue_count: int
    oldest_days: int


@dataclass(frozen=True, slots=True)
class Invoices:
    """The invoices of an account, the newest first, and what is open of all of them, by currency."""

    rows: Sequence[Invoice]
    total: int
    open: list[Open]


def add(session: Session, **values: Any) -> int:
    """Write down an invoice and return its id; without a currency it is the account's, else the book's."""
    values["currency"] = records.currency_for(session, values)
    return records.add(session, Invoice, values, _rule, mark("Add an invoice of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Change an invoice, such as saying when it was paid."""
    records.change(session, Invoice, record_id, values, _rule, mark("Change an invoice of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove invoices; return how many."""
    return records.remove(session, Invoice, ids, mark("Remove {count} invoices of {name}"))


def listing(session: Session, account_id: int, today: date, *, limit: int = 50) -> Invoices:
    """Return the invoices of an account as they stand at the end of ``today``."""
    mine = sa.and_(Invoice.account_id == account_id, Invoice.issued_on <= today)
    total = session.scalar(sa.select(sa.func.count()).select_from(Invoice).where(mine)) or 0
    order = (Invoice.issued_on.desc(), Invoice.id.desc())
    rows = session.scalars(sa.select(Invoice).where(mine).order_by(*order).limit(limit)).all()
    unpaid = sa.or_(Invoice.paid_on.is_(None), Invoice.paid_on > today)
    query = sa.select(Invoice.currency, Invoice.amount, Invoice.due_on).where(mine, unpaid)
    return Invoices(rows, total, _open([tuple(row) for row in session.execute(query)], today))


def days_overdue(due_on: date | None, today: date) -> int:
    """Return for how many days payment is late; 0 on the due day, before it, and without one."""
    return max((today - due_on).days, 0) if due_on is not None else 0


def age(days: int) -> str:
    """Return the class of :data:`AGES` that ``days`` overdue falls into."""
    if days == 0:
        return "0"
    return "1-30" if days <= 30 else "31-60" if days <= 60 else "61-90" if days <= 90 else "90+"


def _open(unpaid: Sequence[tuple[Any, ...]], today: date) -> list[Open]:
    found = []
    for currency in sorted({row[0] for row in unpaid}):
        mine = [(amount, days_overdue(due_on, today)) for code, amount, due_on in unpaid if code == currency]
        ages = dict.fromkeys(AGES, 0)
        for amount, days in mine:
            ages[age(days)] += amount
        late = [(amount, days) for amount, days in mine if days]
        found.append(
            Open(
                currency,
                sum(amount for amount, _ in mine),
                sum(amount for amount, _ in late),
                ages,
                len(mine),
                len(late),
                max((days for _, days in late), default=0),
            )
        )
    return found


def _rule(_session: Session, invoice: Invoice) -> None:
    if invoice.kind is InvoiceKind.CREDIT and invoice.amount > 0:
        raise Refused(mark("A credit is written as an amount below zero."), field="amount")
    records.in_order(
        invoice.covers_from,
        invoice.covers_until,
        mark("What an invoice covers cannot end before it begins."),
        "covers_until",
    )
    records.in_order(
        invoice.issued_on, invoice.due_on, mark("An invoice is due after it is issued."), "due_on"
    )
