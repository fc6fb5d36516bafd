"""What an import hands over: rows read but not yet matched, and afterwards what became of each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from csdesk.model.choices import OwnKind


class Cleared:
    """The value of a field that the file empties with ``<clear>``."""

    def __repr__(self) -> str:
        return "<clear>"


CLEARED: Final = Cleared()


@dataclass(frozen=True, slots=True)
class Note:
    """A translatable sentence about a row or a file; its {gaps} are filled from ``values``."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(slots=True)
class Draft:
    """One row: the fields its cells give (an empty cell gives none), or why it cannot be read."""

    line: int
    values: dict[str, Any]
    refused: Note | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """All rows of one file, ready for the book.

    ``match`` names the key rows are found by ("" for the usual ladder), ``start`` dates amounts that
    have none, ``own`` are user-defined fields to add, ``remember`` the header and its mapping to keep,
    ``warnings`` what was noticed over all rows.
    """

    kind: str
    file: str
    drafts: list[Draft]
    match: str = ""
    start: date | None = None
    today: date = date.min
    create_missing: bool = False
    own: Mapping[str, OwnKind] = field(default_factory=dict)
    remember: tuple[str, str] | None = None
    warnings: tuple[Note, ...] = ()


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class RowOutcome:
    """What became of one row; ``changes`` holds (field, before, after)."""

    line: int
    fate: Fate
    key: str = ""
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    reason: Note | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a file: each row, records made on the way, links that found nothing."""

    kind: str
    file: str
    rows: list[RowOutcome] = field(default_factory=list)
    created: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    warnings: list[Note] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows are new, changed, unchanged and refused."""
        fates = Counter(row.fate for row in self.rows)
        return {fate.value: fates[fate] for fate in Fate}

    @property
    def refused(self) -> list[RowOutcome]:
        return [row for row in self.rows if row.fate is Fate.REFUSED]
