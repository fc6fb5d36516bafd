"""One partner as a line of the grid: what the book knows at once, and the months that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from csdesk.model import PartnerStatus

ENDED = (PartnerStatus.ENDED, PartnerStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a partner brings, in minor units of the book's currency; None where a rate is missing.

    ``brought`` counts the accounts that ever came, ``paying`` those that pay today.
    """

    mrr: int | None
    brought: int
    paying: int
    months: list[int | None]  # the last twelve month ends, oldest first; None before the first revenue

    @property
    def change(self) -> float | None:
        """Growth over the months known, as a fraction; None where there was nothing to grow from."""
        known = [value for value in self.months if value is not None]
        return known[-1] / known[0] - 1 if len(known) > 1 and known[0] and known[-1] else None


class Line:
    """A row of the grid; it reads the columns of the answer."""

    __slots__ = ("at", "columns", "figure", "id")

    def __init__(self, at: int, record_id: int, columns: Mapping[str, Sequence[Any]]) -> None:
        self.at, self.id, self.columns = at, record_id, columns
        self.figure: Brought | None = None

    def get(self, name: str) -> Any:
        """Return a field by the model's name, or ``x:NAME`` of the user's own."""
        column = self.columns.get(name)
        return None if column is None else column[self.at]

    @property
    def name(self) -> str:
        return str(self.columns["name"][self.at])

    def is_live(self, today: date) -> bool:
        """Tell whether the partnership goes on: neither declined nor ended, and its agreement not over."""
        end = self.get("agreement_end")
        return self.get("status") not in ENDED and (end is None or end >= today)


def lines(ids: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> list[Line]:
    """Return a line for each partner of the answer."""
    return [Line(at, record_id, columns) for at, record_id in enumerate(ids)]
