"""From plain data to pixels or lines: the one place that draws, for window, paper and saved pictures."""

import io

import matplotlib as mpl

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
    out = io.BytesIO()
    painted.figure.savefig(out, format="rgba", dpi=72 * ratio)
    width, height = (int(inches * 72 * ratio) for inches in painted.figure.get_size_inches())
    return width, height, out.getvalue()


def png(painted: Painted, ratio: float = 2.0) -> bytes:
    """Return the chart as a PNG picture."""
    out = io.BytesIO()
    painted.figure.savefig(out, format="png", dpi=72 * ratio, metadata={"Software": None})
    return out.getvalue()


def svg(painted: Painted) -> bytes:
    """Return the chart as lines and outlines, the same bytes for the same chart."""
    out = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "csdesk"}):
        painted.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "csdesk"})
    return out.getvalue()
