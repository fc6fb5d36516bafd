"""Rows of the sample before they are written: ids given in advance, so that rows can point at each other."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from csdesk.model import Base


class Rows:
    """Collected rows by kind; ``first`` says which ids are free in the book."""

    def __init__(self, first: Mapping[type[Base], int]) -> None:
        self._first = first
        self.by_kind: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, kind: type[Base], /, **values: Any) -> int:
        """Take up a row and return the id it will have."""
        rows = self.by_kind.setdefault(kind, [])
        number = self._first.get(kind, 1) + len(rows)
        values["id"] = number
        rows.append(values)
        return number

    def of(self, kind: type[Base]) -> list[dict[str, Any]]:
        """Return the rows of ``kind`` taken up so far."""
        return self.by_kind.get(kind, [])


def shift(day: date, months: int) -> date:
    """Return the same day ``months`` later; a day that does not exist becomes the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])
