"""The sheet every chart is drawn on: measured in pixels, axes placed by hand, one family of letters."""

import logging
import math
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from csdesk.charts.data import Measure
from csdesk.charts.letters import clean, width, wrapped
from csdesk.charts.marks import Mark, Painted
from csdesk.charts.plotting import Axes, Figure, Rectangle, font_manager, mpl
from csdesk.charts.scales import coarse_digits, nice_step, ticks
from csdesk.charts.style import FAMILY, ChartStyle, rgb
from csdesk.i18n import mark
from csdesk.paths import resource

mpl.rcParams["text.hinting"] = "none"  # or letters move to whole pixels and words look spaced out
mpl.rcParams["text.parse_math"] = False  # “$1 to $2” is money
mpl.rcParams["svg.fonttype"] = "path"  # letters as outlines: no reader of a picture needs our fonts
mpl.rcParams["svg.hashsalt"] = "csdesk"  # the same names in the file for the same chart

TITLE, CAPTION, VALUE = 13, 11, 12
LINE = 17.0  # px of a further line of the title
FEWEST = 4
HEADER = 44.0  # px above the axes: the finding (13 strong), then what and when (11 faded)
Size = tuple[float, float]

# families with the letters that the shipped one lacks, by system; those at hand are tried in this order
FURTHER = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "PingFang SC",
    "Hiragino Sans", "Apple SD Gothic Neo", "Segoe UI", "Arial Unicode MS", "DejaVu Sans",
)  # fmt: skip


@cache
def families(wanted: str) -> list[str]:
    """Return ``wanted`` if at hand, the shipped family, then those with further letters."""
    manager = font_manager.fontManager
    logging.getLogger("matplotlib.font_manager").setLevel(
        logging.ERROR
    )  # the choice is made and checked here
    for weight in ("Regular", "SemiBold", "Bold"):
        path = str(resource(f"fonts/Inter-{weight}.ttf"))
        if all(font.fname != path for font in manager.ttflist):
            manager.addfont(path)
    known = {font.name for font in manager.ttflist}
    if wanted not in known:
        logging.getLogger(__name__).info("The charts lack the family of the window; %s stands in.", FAMILY)
    return [name for name in dict.fromkeys((wanted, FAMILY, *FURTHER)) if name in known]


class Canvas:
    """One figure with one pair of axes. At 72 dots an inch a point is a pixel."""

    def __init__(
        self, style: ChartStyle, size: Size, title: str, about: str, *,
        left: float = 44, right: float = 16, bottom: float = 24, head: float = HEADER,
    ) -> None:  # fmt: skip
        self.style, self.size, self.marks = style, (max(size[0], 120.0), max(size[1], 90.0)), list[Mark]()
        self.family = families(style.family)
        wide, high = self.size
        self.figure = Figure(figsize=(wide / 72, high / 72), dpi=72, facecolor=style.ground)
        y = 9.0
        if title:
            lines = wrapped(title, TITLE, wide, most=2, bold=True)
            for line in lines:
                self.words(0, y, line, size=TITLE, weight="semibold")
                y += LINE
            head += LINE * (len(lines) - 1)
        else:
            head -= 19
        if about:
            second = wrapped(about, CAPTION, wide, most=1)[0]
            self.words(0, y + 2 if title else y, second, size=CAPTION, color=style.faded)
        else:
            head -= 19
        self.head = head
        inner = (max(1.0, wide - left - right), max(1.0, high - bottom - head))
        self.axes: Axes = self.figure.add_axes(
            (left / wide, bottom / high, min(1.0, inner[0] / wide), min(1.0, inner[1] / high))
        )
        self.inner = inner
        self._dress()

    def _dress(self) -> None:
        axes, style = self.axes, self.style
        axes.set_facecolor(style.ground)
        for edge in ("top", "right", "left", "bottom"):
            axes.spines[edge].set_visible(False)
        axes.tick_params(
            length=0, labelsize=CAPTION, labelcolor=style.faded, pad=6, labelfontfamily=self.family
        )
        axes.grid(axis="y", color=style.line, linewidth=1)
        axes.set_axisbelow(True)

    def words(
        self, x: float, y: float, text: str, *, size: float, color: str | None = None, **more: Any
    ) -> None:
        """Write on the figure at pixels from its top left corner; never as mathematics."""
        wide, high = self.size
        text = clean(text).replace("\t", " ")
        self.figure.text(
            x / wide, 1 - y / high, text, size=size, color=color or self.style.ink, va="center",
            family=self.family, parse_math=False, **more,
        )  # fmt: skip

    def square(self, x: float, y: float, colour: str, *, side: float = 8.0) -> None:
        """Paint a mark of its colour beside a name, centred at ``y`` pixels from the top."""
        wide, high = self.size
        corner = (x / wide, 1 - (y + side / 2) / high)
        self.figure.add_artist(
            Rectangle(
                corner,
                side / wide,
                side / high,
                transform=self.figure.transFigure,
                color=colour,
                linewidth=0,
            )
        )

    def note(
        self,
        text: str,
        at: tuple[float, float],
        away: tuple[float, float],
        *,
        size: float = VALUE,
        strong: bool = True,
        color: str | None = None,
        ha: str = "left",
        va: str = "center",
    ) -> None:
        """Write beside a point of the data, ``away`` pixels from it."""
        text = clean(text).replace("\t", " ")
        self.axes.annotate(
            text, at, away, textcoords="offset points", ha=ha, va=va, size=size, family=self.family,
            weight="semibold" if strong else "normal", color=color or self.style.ink, annotation_clip=False,
            parse_math=False,
        )  # fmt: skip

    def value(self, amount: float | None, measure: Measure, *, sign: bool = False) -> str:
        """Write one number as this chart writes all of them."""
        return written(self.style, amount, measure, sign=sign)

    def scale_y(self, measure: Measure, top: float, *, low: float = 0.0, labels: int = 3) -> None:
        """From ``low`` to ``top`` with few round labels, in the reader's numbers; from 0 evenly divided."""
        step = (top - low) / (labels - 1) if low == 0 else nice_step((top - low) / max(1, labels - 1))
        places = ticks(low, top, step)
        while len(places) < min(3, labels):
            step = nice_step(step * 0.45)
            places = ticks(low, top, step)
        coarse = Measure(measure.divisor, coarse_digits(step, measure), percent=measure.percent)
        self.axes.set_ylim(low, top)
        self.axes.set_yticks(places, [self.value(place, coarse) for place in places])

    def months(self, months: Sequence[date], pad: float = 0.35) -> None:
        """Name months along the foot, as many as fit, the last one always."""
        count = len(months)
        formats = self.style.formats
        widest = max((width(formats.month_short(month), CAPTION) for month in months), default=0.0) + 8
        every = max(1, math.ceil(count * widest / self.inner[0]))
        places = [p for p in range(count) if (count - 1 - p) % every == 0]
        turns = [n > 0 and months[p].year != months[places[n - 1]].year for n, p in enumerate(places)]
        names = [
            formats.month_short(months[p], year=turn or months[p].month == 1)
            for p, turn in zip(places, turns, strict=True)
        ]
        if places and every > 1 and months[places[0]].month != 1:  # skipped Januaries would hide the year
            longer = formats.month(months[places[0]])
            step = every * self.inner[0] / max(count - 1 + 2 * pad, 1)
            if len(names) < 2 or (width(longer, CAPTION) + width(names[1], CAPTION)) / 2 + 6 < step:
                names[0] = longer
        self.axes.set_xticks(places, names)
        spare = max(0, FEWEST - count) / 2  # a lone column stays a column
        self.axes.set_xlim(-pad - spare, max(count - 1, 0) + pad + spare)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Turn two corners in data into a mark's box."""
        corners = self.axes.transData.transform([(x0, y0), (x1, y1)])
        wide, high = self.size
        left, low = corners.min(axis=0)
        right, top = corners.max(axis=0)
        return (
            float(left) / wide,
            1 - float(top) / high,
            float(right - left) / wide,
            float(top - low) / high,
        )

    def band(self, place: float) -> tuple[float, float, float, float]:
        """Return the box of one place along the foot, over the whole height."""
        low, high = self.axes.get_ylim()
        return self.box(place - 0.5, low, place + 0.5, high)

    def empty(self, words: str = "") -> None:
        """Say in the middle that nothing is there to be drawn."""
        wide, high = self.size
        said = words or self.style.formats.say(mark("Nothing to show yet"))
        self.axes.set_axis_off()
        self.words(wide / 2, (high + self.head) / 2, said, size=VALUE, color=self.style.faded, ha="center")

    def done(self) -> Painted:
        """Hand over the figure with its marks."""
        place = self.axes.get_position()
        return Painted(self.figure, tuple(self.marks), (place.x0, 1 - place.y1, place.width, place.height))


def written(style: ChartStyle, amount: float | None, measure: Measure, *, sign: bool = False) -> str:
    """Write one number as all of a chart are written."""
    formats = style.formats
    if amount is None:
        return formats.number(None)
    if measure.percent:
        return formats.percent(amount, measure.digits, sign=sign)
    return formats.number(amount / measure.divisor, measure.digits, sign=sign)


def readable(behind: str, *inks: str) -> str:
    """Return the first ink at 4.5:1 or more on ``behind``, else black or white, whichever is stronger."""
    ground = _luminance(behind)
    strong = (ink for ink in inks if contrast(_luminance(ink), ground) >= 4.5)
    return next(strong, max(("#000000", "#ffffff"), key=lambda ink: contrast(_luminance(ink), ground)))


def contrast(one: float, other: float) -> float:
    """Return the ratio of two luminances by WCAG."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
