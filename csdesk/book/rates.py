"""Exchange rates by month: what one unit of another currency is worth in the book's."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import desk
from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Contract, Rate


def listing(session: Session) -> Sequence[Rate]:
    """Return all rates, the newest month first."""
    return session.scalars(sa.select(Rate).order_by(Rate.month.desc(), Rate.currency)).all()


def missing(session: Session, today: date) -> list[tuple[str, date]]:
    """Return the months under contract in a foreign currency without a rate, nor one 3 months before."""
    book = desk.get(session, "currency")
    spans = session.execute(
        sa.select(
            Contract.currency,
            sa.func.min(Contract.start),
            sa.func.max(sa.func.coalesce(Contract.end_exclusive, today)),
        )
        .where(Contract.deleted_on.is_(None), Contract.currency != book, Contract.start <= today)
        .group_by(Contract.currency)
    ).all()
    known = {(rate.currency, _number(rate.month)) for rate in listing(session)}
    found: list[tuple[str, date]] = []
    for currency, first, last in spans:
        end = min(last if isinstance(last, date) else date.fromisoformat(last), today)
        found += [
            (currency, date(number // 12, number % 12 + 1, 1))
            for number in range(_number(first), _number(end) + 1)
            if not any((currency, number - back) in known for back in range(4))
        ]
    return found


def put(session: Session, *, month: date, currency: str, rate: float) -> None:
    """Say what one unit of ``currency`` is worth in a month; a rate that is there is replaced."""
    code = typed.currency(currency)
    if code == desk.get(session, "currency"):
        raise Refused(mark("{currency} is the book's own currency, so its rate is 1."), currency=code)
    first = typed.day(month, "month", typed.label(Rate, "month")).replace(day=1)
    worth = typed.checked(session, Rate, "rate", rate)
    if not 1e-9 <= worth <= 1e9:
        raise Refused(mark("A rate is a number above zero."), field="rate")
    there = session.scalar(sa.select(Rate).where(Rate.month == first, Rate.currency == code))
    if there is None:
        session.add(Rate(month=first, currency=code, rate=worth))
    else:
        there.rate = worth
    name_deed(
        session, mark("Set the rate of {currency} for {month}"), currency=code, month=first.strftime("%Y-%m")
    )


def remove(session: Session, *, month: date, currency: str) -> None:
    """Forget the rate of a month."""
    first = month.replace(day=1)
    there = session.scalar(sa.select(Rate).where(Rate.month == first, Rate.currency == currency))
    if there is None:
        raise Refused(mark("There is no rate of {currency} for this month."), currency=currency)
    session.delete(there)
    name_deed(
        session,
        mark("Remove the rate of {currency} for {month}"),
        currency=currency,
        month=first.strftime("%Y-%m"),
    )


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
