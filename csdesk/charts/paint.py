"""From plain data to pixels or lines: the one place that draws, for window, paper and saved pictures."""

import io
import re
import warnings
from dataclasses import dataclass
from html import unescape
from threading import Lock
from typing import Any

from csdesk.charts.bars import mrr_by_group, survey_parts, ticket_columns
from csdesk.charts.canvas import Size
from csdesk.charts.cohorts import cohort_heatmap
from csdesk.charts.data import Bars, Bridge, ChartData, Cohorts, Columns, Lines, Moves, Parts, Trend
from csdesk.charts.marks import Painted
from csdesk.charts.movements import movements_bridge, movements_by_month
from csdesk.charts.plotting import mpl
from csdesk.charts.style import ChartStyle
from csdesk.charts.trends import mrr_over_time, retention_lines, usage_lines


def paint(data: ChartData, style: ChartStyle, size: Size) -> Painted:
    """Draw any chart by what its data are."""
    match data:
        case Trend():
            return mrr_over_time(data, style, size)
        case Lines():
            return (usage_lines if data.from_zero else retention_lines)(data, style, size)
        case Bridge():
            return movements_bridge(data, style, size)
        case Moves():
            return movements_by_month(data, style, size)
        case Cohorts():
            return cohort_heatmap(data, style, size)
        case Bars():
            return mrr_by_group(data, style, size)
        case Columns():
            return ticket_columns(data, style, size)
        case Parts():
            return survey_parts(data, style, size)


def pixels(painted: Painted, ratio: float = 1.0) -> tuple[int, int, bytes]:
    """Width, height and RGBA rows at a screen's ratio."""
    rows = _saved(painted, "rgba", dpi=72 * ratio)
    width, height = (int(inches * 72 * ratio) for inches in painted.figure.get_size_inches())
    return width, height, rows


def png(painted: Painted, ratio: float = 2.0) -> bytes:
    """Return the chart as a PNG picture."""
    return _saved(painted, "png", dpi=72 * ratio, metadata={"Software": None})


def svg(painted: Painted) -> bytes:
    """Return the chart as lines and outlines, the same bytes for the same chart."""
    lines = _saved(painted, "svg", metadata={"Date": None, "Creator": "csdesk"})
    for blank in set(_BLANK.findall(lines)):  # a letter without outline, such as a space: Qt complains of it
        lines = re.sub(rb"<use [^>]*#" + re.escape(blank) + rb'"[^>]*/>', b"", lines)
    return _BLANK.sub(b"", lines)


@dataclass(frozen=True, slots=True)
class Lettering:
    """One line of words of a chart: its place in pixels from the top left, on its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    colour: str
    anchor: str  # start, middle or end


def parted(painted: Painted) -> tuple[bytes, list[Lettering]]:
    """Return the lines of a chart as SVG and its words apart, for those who set words as words."""
    lines = _saved(painted, "svg", letters="none", metadata={"Date": None, "Creator": "csdesk"}).decode()
    words = [_lettering(*found) for found in _TEXT.findall(lines)]
    return _TEXT.sub("", lines).encode(), words


def _lettering(style: str, place: str, text: str) -> Lettering:
    looks = dict(part.split(": ", 1) for part in style.split("; ") if ": " in part)
    x, y = _PLACE.search(place), _HEIGHT.search(place)
    if x is None or y is None:  # a line of several: placed by its transform alone
        moved = _MOVED.search(place)
        at = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    else:
        at = (float(x[1]), float(y[1]))
    size = float(looks.get("font-size", "11px").removesuffix("px"))
    bold = looks.get("font-weight", "400") not in ("400", "normal")
    anchor, colour = looks.get("text-anchor", "start"), looks.get("fill", "#000000")
    return Lettering(*at, unescape(text), size, bold, colour, anchor)


_TEXT = re.compile(r'<text style="([^"]*)"([^>]*)>([^<]*)</text>')
_PLACE, _HEIGHT = re.compile(r' x="([-\d.e]+)"'), re.compile(r' y="([-\d.e]+)"')
_MOVED = re.compile(r"translate\(([-\d.e]+)[ ,]+([-\d.e]+)\)")
_ONE = Lock()  # the lane of charts and that of files share matplotlib, which draws one figure at a time
_BLANK = re.compile(rb'<path id="([^"]+)"(?: d="")? transform="[^"]*"/>')


def _saved(painted: Painted, form: str, *, letters: str = "path", **more: Any) -> bytes:
    out = io.BytesIO()
    with (
        _ONE,
        mpl.rc_context({"svg.fonttype": letters}),
        warnings.catch_warnings(),
    ):  # a letter no font of this system has is shown as a box, not announced
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        painted.figure.savefig(out, format=form, **more)
    return out.getvalue()
