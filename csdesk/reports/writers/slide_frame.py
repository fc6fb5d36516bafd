"""What a slide measures, in cm, and how high its words stand: the same for PPTX and for pages of a deck."""

from collections.abc import Sequence
from dataclasses import dataclass

from csdesk.charts.letters import clean, cut, width, wrapped

PAGE = (33.867, 19.05)  # 16:9
LEFT, WIDTH = 1.7, 30.467  # one left edge; the right margin equals the left
BODY, FOOT = 4.9, 17.1  # top of the body, its lowest end
SIDE = 9.3  # column of meaning at the right
MAIN = WIDTH - SIDE - 1.2
PARTING = 22.25  # the line before the column of meaning
HALF = (WIDTH - 1.2) / 2  # one of two charts
CHART_TOP, CHART_HIGH, BELOW = BODY + 0.7, 8.6, 14.3  # two charts under their captions, words below them
PANEL_TOP = 13.3  # panels at the foot begin
BAND_FOOT = 7.8  # a band of minutes ends
SECOND = 2.8, 3.8  # the second line under one line of headline, under two
POINT = 2.54 / 72  # cm

Box = tuple[float, float, float, float]

ACCOUNT, PERSON = 40, 28  # longest names on the title


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: words, points, and how it looks (``head``: small and blue, with room above)."""

    words: str
    size: float
    look: str = ""

    @property
    def bold(self) -> bool:
        """Tell whether it is set strong."""
        return "head" in self.look or self.look in ("bold", "good", "watch", "risk")


def one_line(words: str) -> str:
    """Return words fit for one run: no control characters, no line breaks."""
    return " ".join(clean(words).replace("\t", " ").split("\n"))


def room_above(line: Line, gap: float = 4) -> float:
    """Return the points between a paragraph and the one before it."""
    return 16 if "head" in line.look else 14 if line.look == "quote" else gap


def height(lines: Sequence[Line], wide: float, gap: float = 4) -> float:
    """Return how high paragraphs stand, in cm, in a column ``wide`` cm."""
    total = 0.0
    for place, line in enumerate(lines):
        rows = len(wrapped(line.words, line.size, wide / POINT, bold=line.bold))
        total += rows * line.size * 1.2 + (room_above(line, gap) if place else 0)
    return total * POINT


def shorten(name: str, letters: int) -> str:
    """Cut a name that is too long at a word; the whole one goes into the notes."""
    return name if len(name) <= letters else cut(name, 1.0, width(name[:letters], 1.0))
