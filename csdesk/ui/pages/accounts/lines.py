"""One account as a line of the grid: what the book knows at once, and the figures that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from csdesk.model.choices import Role

ROLE_TAGS = {
    Role.SDR: "SDR",
    Role.AE: "AE",
    Role.SUPPORT: "SUP",
    Role.AM: "AM",
    Role.IMPLEMENTATION: "IMP",
    Role.CSM: "CSM",
    Role.RENEWAL: "REN",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What an account brings: ``mrr`` in its own currency, ``in_book`` in the book's (None: no rate)."""

    status: str  # as csdesk.metrics stores it; that package costs numpy, which comes after the names
    mrr: int | None
    currency: str
    in_book: int | None
    months: Sequence[float | None]  # the last twelve, oldest first; None before it was a customer

    @property
    def change(self) -> float | None:
        """Growth over the months known, as a fraction; None where there was nothing to grow from."""
        known = [value for value in self.months if value is not None]
        return known[-1] / known[0] - 1 if len(known) > 1 and known[0] and known[-1] else None


class Line:
    """A row of the grid. It reads the columns of the answer; ten thousand of them cost little."""

    __slots__ = ("at", "columns", "figure", "id", "renewal")

    def __init__(self, at: int, record_id: int, columns: Mapping[str, Sequence[Any]]) -> None:
        self.at, self.id, self.columns = at, record_id, columns
        self.figure: Figure | None = None
        self.renewal: date | None = None  # the first day after the term

    def get(self, name: str) -> Any:
        """Return a field by the model's name, or ``x:NAME`` of the user's own."""
        column = self.columns.get(name)
        return None if column is None else column[self.at]

    @property
    def last_day(self) -> date | None:
        """The last day of the term that is to be renewed next."""
        return self.renewal - timedelta(days=1) if self.renewal else None

    @property
    def name(self) -> str:
        return str(self.columns["name"][self.at])


def lines(ids: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> list[Line]:
    """Return a line for each account of the answer."""
    return [Line(at, record_id, columns) for at, record_id in enumerate(ids)]
