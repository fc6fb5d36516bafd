"""Usage: what was measured, and how many people use what they may."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import UsageReading


@dataclass(slots=True)
class Series:
    """The readings of one measure, of one feature where it speaks of one, in the order of their days."""

    measure: str
    feature: str | None
    days: list[date] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    active: list[int | None] = field(default_factory=list)
    entitled: list[int | None] = field(default_factory=list)


def add(session: Session, **values: Any) -> int:
    """Write down a reading and return its id."""
    return records.add(session, UsageReading, values, _rule, mark("Add a reading of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Change a reading."""
    records.change(session, UsageReading, record_id, values, _rule, mark("Change a reading of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove readings; return how many."""
    return records.remove(session, UsageReading, ids, mark("Remove {count} readings of {name}"))


def series(session: Session, account_id: int, *, today: date, months: int | None = None) -> list[Series]:
    """Return the readings of an account up to today, of the last ``months``, a series for each measure."""
    query = sa.select(
        UsageReading.measure,
        UsageReading.feature,
        UsageReading.day,
        UsageReading.value,
        UsageReading.active,
        UsageReading.entitled,
    ).where(UsageReading.account_id == account_id, UsageReading.day <= today)
    if months is not None:
        query = query.where(UsageReading.day > today - relativedelta(months=months))
    found: dict[tuple[str, str | None], Series] = {}
    for measure, feature, day, value, active, entitled in session.execute(
        query.order_by(UsageReading.day, UsageReading.id)
    ):
        line = found.setdefault((measure, feature), Series(measure, feature))
        line.days.append(day)
        line.values.append(value)
        line.active.append(active)
        line.entitled.append(entitled)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or ""))]


def seats(session: Session, account_id: int, today: date) -> tuple[int | None, int | None]:
    """Return how many people used it at the latest reading that tells, and how many might."""
    query = sa.select(UsageReading.active, UsageReading.entitled).where(
        UsageReading.account_id == account_id,
        UsageReading.day <= today,
        UsageReading.active.is_not(None),
        UsageReading.feature.is_(None),  # who uses one feature says nothing of the seats
    )
    newest = query.order_by(UsageReading.day.desc(), UsageReading.id.desc()).limit(1)
    row = session.execute(newest).first()
    return (row[0], row[1]) if row else (None, None)


def _rule(_session: Session, reading: UsageReading) -> None:
    if reading.value is None and reading.active is None and reading.entitled is None:
        raise Refused(mark("A reading needs a value."), field="value")
