"""What a chart function hands back: the figure, and the places in it that answer to the pointer."""

from collections.abc import Sequence
from dataclasses import dataclass

from csdesk.charts.plotting import Figure


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading: what it is, its value in words, and the ids of the records behind it.

    The box is left, top, width and height in fractions of the figure, from its top left corner.
    """

    box: tuple[float, float, float, float]
    label: str
    value: str
    records: tuple[object, ...] = ()

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point, in fractions, lies in the box."""
        left, top, width, height = self.box
        return left <= x <= left + width and top <= y <= top + height


@dataclass(frozen=True, slots=True)
class Painted:
    """A drawn chart. ``plot`` is the place of the axes, in the same fractions as the marks."""

    figure: Figure
    marks: Sequence[Mark]
    plot: tuple[float, float, float, float]

    def at(self, x: float, y: float) -> Mark | None:
        """Return the mark under a point."""
        return next((mark for mark in self.marks if mark.holds(x, y)), None)
