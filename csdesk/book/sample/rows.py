"""Rows of the sample before they are written: ids given in advance, so that rows can point at each other."""

from collections.abc import Mapping
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
