"""What lies on a page (words, lines and charts, in points from the top left) and the measures of paper."""

from dataclasses import dataclass, field
from typing import Literal

from csdesk.charts.data import ChartData

PAPERS = {"A4": (595.276, 841.890), "Letter": (612.0, 792.0)}
LEFT = RIGHT = 45.0
TOP, BOTTOM = 56.0, 52.0
SMALL, BODY, HEAD, TITLE = 8.0, 9.5, 13.0, 22.0
ROW = 17.0  # height of one row of a table
GAP, FAR = 7.0, 16.0  # between two columns; between a right and a left one
CHART_SCALE = 0.8  # charts are drawn for the screen; on paper their words are four fifths of that

Role = Literal[
    "ink", "faded", "accent", "accent_strong", "accent_ink", "good", "watch", "risk", "line", "sunken", "edge"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words; ``x`` is its left, right or middle edge, ``y`` its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    role: Role = "ink"
    align: Literal["l", "r", "c"] = "l"


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to: float
    role: Role = "line"
    thick: float = 0.5


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle filled with one colour."""

    x: float
    y: float
    wide: float
    high: float
    role: Role


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in its box; ``scale`` is how large its words are beside those on a screen."""

    x: float
    y: float
    wide: float
    high: float
    data: ChartData
    scale: float = CHART_SCALE


Op = Words | Rule | Block | Picture


@dataclass(slots=True)
class Page:
    """One sheet of paper, or one slide."""

    wide: float
    high: float
    ops: list[Op] = field(default_factory=list)
