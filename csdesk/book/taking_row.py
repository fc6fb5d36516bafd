"""What is decided for one row before anything is written, so that a row is taken whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from csdesk.book.taking_shelf import OTHERWISE, Part, Shelf, Unsettled
from csdesk.model.draft import Fate


@dataclass(frozen=True, slots=True)
class Later:
    """A key to a record of the same kind, which may stand further down in the file."""

    shelf: Shelf
    column: str
    text: Any


class Once:
    """What rows of the file said of one thing beside their records: a later row must say the same."""

    def __init__(self) -> None:
        self._said: dict[Any, tuple[int, Any]] = {}

    def say(self, decision: "Decision", line: int, key: Any, value: Any) -> None:
        """Refuse a row that says otherwise; keep what it says once it is taken."""
        first, said = self._said.get(key, (line, value))
        if said != value:
            raise Unsettled(OTHERWISE, line=first)
        decision.then.append(lambda: self._keep(key, line, value))

    def _keep(self, key: Any, line: int, value: Any) -> None:
        self._said.setdefault(key, (line, value))


@dataclass(slots=True)
class Decision:
    """What becomes of a row: its main record, further ones, and what is done when it is taken."""

    key: str
    part: Part
    then: list[Callable[[], None]] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)

    def note(self, name: str, before: Any, after: Any) -> None:
        """Say that something beside the main record changes."""
        self.changes.append((name, before, after))

    @property
    def fate(self) -> Fate:
        if self.part.fate is Fate.UNCHANGED and self.changes:
            return Fate.CHANGED
        return self.part.fate

    def apply(self, line: int) -> int:
        """Take the row; return the id of its main record."""
        record_id = self.part.apply(line)
        for step in self.then:
            step()
        return record_id
