"""From plain data to pixels or lines: the one place that draws, for window, paper and saved pictures."""

import io
import re
import warnings
from threading import Lock
from typing import Any

from csdesk.charts.bars import mrr_by_group, survey_parts, ticket_columns
from csdesk.charts.canvas import Size
from csdesk.charts.cohorts import cohort_heatmap
from csdesk.charts.data import Bars, Bridge, ChartData, Cohorts, Columns, Lines, Moves, Parts, Trend
from csdesk.charts.marks import Painted
from csdesk.charts.movements import movements_bridge, movements_by_month
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


_ONE = Lock()  # the lane of charts and that of files share matplotlib, which draws one figure at a time
_BLANK = re.compile(rb'<path id="([^"]+)"(?: d="")? transform="[^"]*"/>')


def _saved(painted: Painted, form: str, **more: Any) -> bytes:
    out = io.BytesIO()
    with (
        _ONE,
        warnings.catch_warnings(),
    ):  # a letter no font of this system has is shown as a box, not announced
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        painted.figure.savefig(out, format=form, **more)
    return out.getvalue()
