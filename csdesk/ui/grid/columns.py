"""Columns of a grid, described once: what is sorted by, painted, copied and typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from csdesk.ui.grid.cells import DELEGATES, RIGHT
from csdesk.ui.inputs import Input


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column. Only ``key``, ``title`` and ``value`` are needed; the rest has a plain default.

    ``value(row)`` is sorted by (None is blank and last in either order). ``cell(row)`` is what the delegate
    of ``kind`` paints (default: the text). ``text(row)`` is copied, exported, read aloud and filtered.
    ``edit`` says that the cell can be typed into: the verb's field and how words become its value.
    """

    key: str
    title: str
    value: Callable[[Any], Any]
    kind: str = "text"  # a key of DELEGATES
    width: int = 110
    narrow: int = 0  # width in a small window; 0: as wide
    cell: Callable[[Any], object] | None = None
    text: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    edit: Input | None = None
    hidden: bool = False  # not shown until chosen
    choosable: bool = True  # False: always shown, such as the name
    chips: bool = False  # “+ Filter” offers its values

    @property
    def right(self) -> bool:
        return DELEGATES[self.kind].align == RIGHT

    def words(self, row: Any) -> str:
        """Return the cell in words."""
        if self.text is not None:
            return self.text(row)
        found = self.value(row)
        return "" if found is None else str(found)


@dataclass(frozen=True, slots=True)
class Quick:
    """A quick filter, a chip with its count. Those of one ``group`` widen, of different ones narrow."""

    key: str
    title: str
    test: Callable[[Any], bool]
    group: str = ""
    mark: str = ""  # a health mark before the words


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the grid: chips that are on, words typed, order, columns shown. Built in, or saved."""

    name: str
    chips: Sequence[str] = ()
    text: str = ""
    order: Sequence[tuple[str, bool]] = ()  # (column, descending)
    columns: Sequence[str] = ()  # shown, in their order; none: as they are
    filters: Sequence[tuple[str, str]] = ()  # (column, value in words)
    id: int | None = None  # of a saved one
