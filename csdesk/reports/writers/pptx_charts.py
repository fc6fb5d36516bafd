"""Native charts of a deck: editable, with their workbook, labels bound to data, colours by theme slots."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt
from xlsxwriter import Workbook

from csdesk.charts.data import (
    Bar,
    Bars,
    Bridge,
    ChartData,
    Columns,
    Lines,
    Measure,
    Moves,
    Parts,
    Series,
    Trend,
)
from csdesk.charts.formats import Formats
from csdesk.charts.scales import coarse_digits, floor_of, levels_of, nice_top
from csdesk.reports.document import Chart
from csdesk.reports.writers.pptx_look import ACCENT, FADED, GROUND, INK, PAPER, SECOND, describe
from csdesk.reports.writers.slide_frame import Box, one_line

MOST_BARS = 10


class _SafeWorkbook(CategoryWorkbookWriter):
    """The workbook behind a chart, in which “=1+1” stays the name it is."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> Any:
        writer: Any = _SafeWorkbook
        return writer(self)


class Charts:
    """Draws the charts of one deck."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats

    def draw(self, page: Any, part: Chart, *, holder: Any = None, at: Box | None = None) -> Any:
        """Put a chart into a placeholder, or at a place in cm; charts without a native kind are not drawn."""
        data = part.data
        if not can_draw(data):
            return None
        match data:
            case Trend():
                values = (Series(data.name or data.title, data.values),)
                shape = self._lines(page, data.months, values, data.measure, holder, at, from_zero=True)
            case Lines():
                shape = self._lines(
                    page, data.months, data.series[:4], data.measure, holder, at, from_zero=data.from_zero
                )
            case Columns():
                shape = self._columns(page, data, holder, at)
            case Bars():
                shape = self._bars(page, data, holder, at)
            case Parts():
                shape = self._parts(page, data, holder, at)
            case Bridge():
                shape = self._bridge(page, data, holder, at)
            case Moves():
                shape = self._moves(page, data, holder, at)
            case _:
                return None
        describe(shape, part.words)
        return shape

    def _form(self, measure: Measure) -> str:
        """Write per cent as the language of the deck does: 84% or 84 %."""
        spaced = self.formats.percent(0.5, 0)[-2].isspace()
        return number_format(measure, "\u00a0" if spaced else "")

    # kinds
    def _lines(
        self,
        page: Any,
        months: Sequence[date],
        series: Sequence[Series],
        measure: Measure,
        holder: Any,
        at: Box | None,
        *,
        from_zero: bool,
    ) -> Any:
        """Lines with name and value at their last point, in place of a legend."""
        known = [v for s in series for v in s.values if v is not None]
        form = self._form(measure)
        shape = self._chart(
            page, XL_CHART_TYPE.LINE, months, [(s.name, s.values) for s in series], holder, at, form
        )
        chart = shape.chart
        if from_zero or not known or min(known) >= 0:
            top = nice_top(max(known, default=1.0) or 1.0)
            digits = coarse_digits(top / 2, measure)
            chart.value_axis.tick_labels.number_format = self._form(replace(measure, digits=digits))
            chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, top
            chart.value_axis.major_unit = top / 2
        colours = [ACCENT, FADED] if len(series) == 2 and from_zero else [ACCENT, SECOND, FADED, GROUND]
        for drawn, one, colour in zip(chart.plots[0].series, series, colours, strict=False):
            drawn.smooth = False
            drawn.format.line.width = Pt(1.5 if colour == FADED else 2.5)
            drawn.format.line.color.theme_color = colour
            drawn.marker.style = XL_MARKER_STYLE.NONE
            last = max((i for i, v in enumerate(one.values) if v is not None), default=None)
            if last is not None:
                _end(drawn.points[last], colour)
        _months(chart.category_axis, every=3 if len(months) > 6 else 1)
        _spread(chart, 0.06, 0.03, 0.74, 0.86)
        return shape

    def _columns(self, page: Any, data: Columns, holder: Any, at: Box | None) -> Any:
        names = [self.formats.month(month, year=False) for month in data.months]
        values = [(data.name or data.title, data.values)]
        shape = self._chart(
            page, XL_CHART_TYPE.COLUMN_CLUSTERED, names, values, holder, at, self._form(data.measure)
        )
        _numbered(shape.chart, self._form(data.measure))
        _marked(shape.chart.plots[0].series[0], len(names), data.marked, data.past)
        return shape

    def _bars(self, page: Any, data: Bars, holder: Any, at: Box | None) -> Any:
        bars = list(data.bars)
        if len(bars) > MOST_BARS:
            rest = bars[MOST_BARS - 1 :]
            other = self.formats.say("other {count}", count=len(rest))
            bars = [*bars[: MOST_BARS - 1], Bar(other, sum(bar.value for bar in rest))]
        names = [f"{bar.name}, {bar.note}" if bar.note else bar.name for bar in bars]
        values = [(data.name or data.title, [bar.value for bar in bars])]
        form = self._form(data.measure)
        shape = self._chart(page, XL_CHART_TYPE.BAR_CLUSTERED, names, values, holder, at, form)
        chart = shape.chart
        _numbered(chart, form)
        if data.measure.percent:
            chart.value_axis.maximum_scale = max(1.0, max((bar.value for bar in bars), default=1.0)) * 1.08
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_labels.font.color.theme_color = INK
        _marked(chart.plots[0].series[0], len(bars), [i for i, bar in enumerate(bars) if bar.marked], 0)
        return shape

    def _parts(self, page: Any, data: Parts, holder: Any, at: Box | None) -> Any:
        """Lying bars of parts of a whole; counts inside, names of the parts in the first bar."""
        series = [(part.name, [float(count) for count in part.counts]) for part in data.parts]
        shape = self._chart(page, XL_CHART_TYPE.BAR_STACKED_100, data.names, series, holder, at, "0;;")
        chart, plot = shape.chart, shape.chart.plots[0]
        plot.gap_width, plot.overlap = 90, 100
        _bare(chart)
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_labels.font.color.theme_color = INK
        tones = {"yes": (ACCENT, 0.0, PAPER), "between": (GROUND, -0.1, INK), "no": (SECOND, 0.0, INK)}
        for drawn, part in zip(plot.series, data.parts, strict=True):
            colour, bright, ink = tones[part.tone]
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.theme_color, drawn.format.fill.fore_color.brightness = colour, bright
            labels = drawn.data_labels
            labels.show_value = True
            labels.number_format, labels.number_format_is_linked = "0;;", False
            named = next((place for place, count in enumerate(part.counts) if count), None)
            if named is None:
                continue
            first = drawn.points[named].data_label
            for font in (labels.font, first.font):
                font.size, font.bold, font.color.theme_color = Pt(12), True, ink
            _show(first._dLbl, between="\n")  # noqa: SLF001  labels bound to data are beyond python-pptx
        return shape

    def _bridge(self, page: Any, data: Bridge, holder: Any, at: Box | None) -> Any:
        """Columns that hang on an unseen base: what is shown stays editable in the workbook."""
        level, base, totals, ups, downs = 0.0, [], [], [], []
        for step in data.steps:
            after = step.amount if step.total else level + step.amount
            base.append(0.0 if step.total else min(level, after))
            totals.append(step.amount if step.total else None)
            ups.append(step.amount if not step.total and step.amount >= 0 else None)
            downs.append(-step.amount if not step.total and step.amount < 0 else None)
            level = after
        say = self.formats.say
        series: list[tuple[str, Sequence[float | None]]] = [
            (say("Base"), base),
            (say("Total"), totals),
            (say("Gain"), ups),
            (say("Loss"), downs),
        ]
        form = self._form(data.measure)
        names = [step.name for step in data.steps]
        shape = self._chart(page, XL_CHART_TYPE.COLUMN_STACKED, names, series, holder, at, form)
        chart, plot = shape.chart, shape.chart.plots[0]
        plot.gap_width, plot.overlap = 45, 100
        _bare(chart)
        floor = floor_of(levels_of(data), [step.total for step in data.steps])
        if floor > 0:
            chart.value_axis.minimum_scale = floor
        forms = ("", form, f"+{form}", f"−{form}")
        for drawn, colour, shown in zip(plot.series, (None, FADED, ACCENT, SECOND), forms, strict=True):
            if colour is None:
                drawn.format.fill.background()
                continue
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.theme_color = colour
            labels = drawn.data_labels
            labels.show_value = True
            labels.number_format, labels.number_format_is_linked = shown, False
            labels.font.size, labels.font.bold = Pt(12), True
            labels.font.color.theme_color = PAPER if colour != SECOND else INK
        return shape

    def _moves(self, page: Any, data: Moves, holder: Any, at: Box | None) -> Any:
        series = [s for s in (*data.gains, *data.losses) if any(s.values)] or list(data.gains[:1])
        pairs = [(s.name, s.values) for s in series]
        form = self._form(data.measure)
        shape = self._chart(page, XL_CHART_TYPE.COLUMN_STACKED, data.months, pairs, holder, at, form)
        chart, plot = shape.chart, shape.chart.plots[0]
        plot.gap_width, plot.overlap = 45, 100
        gains = {s.name for s in data.gains}
        seen = {True: 0, False: 0}
        for drawn, one in zip(plot.series, series, strict=True):
            gain = one.name in gains
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.theme_color = ACCENT if gain else SECOND
            drawn.format.fill.fore_color.brightness = (0.0, 0.4, 0.65)[min(seen[gain], 2)]
            seen[gain] += 1
        known = [abs(v) for s in series for v in s.values if v is not None]
        digits = coarse_digits(nice_top(max(known, default=1.0)) / 2, data.measure)
        chart.value_axis.tick_labels.number_format = self._form(replace(data.measure, digits=digits))
        chart.has_legend = True  # five movements: no end of a line to name them at
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(12)
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        _months(chart.category_axis, every=3 if len(data.months) > 6 else 1)
        return shape

    # the frame of all
    def _chart(
        self,
        page: Any,
        kind: Any,
        names: Sequence[Any],
        series: Sequence[tuple[str, Sequence[float | None] | Sequence[float]]],
        holder: Any,
        at: Box | None,
        form: str,
    ) -> Any:
        chart_data: Any = _Data
        data = chart_data(number_format=form)
        data.categories = [one_line(name) if isinstance(name, str) else name for name in names]
        for title, values in series:
            data.add_series(one_line(title), list(values))
        if holder is not None:
            shape = holder.insert_chart(kind, data)
        else:
            shape = page.shapes.add_chart(kind, *(Cm(v) for v in at or (1.7, 4.9, 30, 12)), data)
        chart = shape.chart
        chart.has_title = chart.has_legend = False
        chart.font.size = Pt(12)
        chart.font.color.theme_color = FADED
        value, category = chart.value_axis, chart.category_axis
        value.format.line.fill.background()
        value.has_major_gridlines = True
        line = value.major_gridlines.format.line
        line.width, line.color.theme_color, line.color.brightness = Pt(0.75), GROUND, -0.1
        value.major_tick_mark = category.major_tick_mark = XL_TICK_MARK.NONE
        axis = category.format.line
        axis.width, axis.color.theme_color, axis.color.brightness = Pt(0.75), GROUND, -0.25
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = form, False
        return shape


def can_draw(data: ChartData) -> bool:
    """Tell whether a chart has a native kind and points; a heat map becomes a table, nothing a sentence."""
    match data:
        case Trend() | Columns() | Lines() | Moves():
            return bool(data.months)
        case Bars():
            return bool(data.bars)
        case Parts():
            return bool(data.names)
        case Bridge():
            return bool(data.steps)
        case _:
            return False


def number_format(measure: Measure, gap: str = "") -> str:
    """Return the format that shows what the measure shows; the workbook keeps the whole number."""
    decimals = "." + "0" * measure.digits if measure.digits else ""
    if measure.percent:
        return f'0{decimals}"{gap}"%' if gap else f"0{decimals}%"
    return "#,##0" + decimals + {1_000.0: ",", 1_000_000.0: ",,"}.get(measure.divisor, "")


def _bare(chart: Any) -> None:
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _numbered(chart: Any, form: str) -> None:
    """Bars from zero with the number on each, no value axis."""
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold, labels.font.color.theme_color = Pt(12), True, INK
    _bare(chart)
    chart.value_axis.minimum_scale = 0


def _marked(series: Any, count: int, marked: Sequence[int], past: int) -> None:
    """Paint months before the period paler, and what the headline speaks of orange."""
    series.format.fill.solid()
    series.format.fill.fore_color.theme_color = ACCENT
    for place in range(count):
        if place in marked or place < past:
            fill = series.points[place].format.fill
            fill.solid()
            fill.fore_color.theme_color = SECOND if place in marked else ACCENT
            fill.fore_color.brightness = 0 if place in marked else 0.55


def _end(point: Any, colour: Any) -> None:
    """Mark the last point of a line: a disc with the name of the series and its value at the right."""
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.theme_color = colour
    point.marker.format.line.fill.background()
    label = point.data_label
    label.position = XL_LABEL_POSITION.RIGHT
    label.font.size, label.font.bold, label.font.color.theme_color = Pt(12), True, INK
    _show(label._dLbl, between="  ")  # noqa: SLF001  labels bound to data are beyond python-pptx


def _months(axis: Any, every: int) -> None:
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "mmm yy", False
    unit = axis._element.find(qn("c:baseTimeUnit"))  # noqa: SLF001  units of time are beyond python-pptx
    if unit is None:
        return
    unit.set("val", "months")
    for tag, value in (("c:majorTimeUnit", "months"), ("c:majorUnit", str(every))):
        found = etree.Element(qn(tag))
        found.set("val", value)
        unit.addnext(found)


def _show(label: Any, *, between: str) -> None:
    """Let a label say the name of its series and its value, bound to the data."""
    wanted = {
        "c:showLegendKey": 0,
        "c:showVal": 1,
        "c:showCatName": 0,
        "c:showSerName": 1,
        "c:showPercent": 0,
    }
    for tag, on in wanted.items():
        found = label.find(qn(tag))
        if found is not None:
            found.set("val", str(on))
    old = label.find(qn("c:separator"))
    if old is None:
        old = etree.SubElement(label, qn("c:separator"))
    old.text = between


def _spread(chart: Any, x: float, y: float, wide: float, high: float) -> None:
    """Place the inner plot by hand, so that labels at the right have room."""
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001  the plot's place is beyond python-pptx
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    places = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": x, "y": y, "w": wide, "h": high}
    for tag, value in places.items():
        etree.SubElement(manual, qn(f"c:{tag}"), val=str(value))
    area.insert(0, layout)
