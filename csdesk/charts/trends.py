"""Lines over months: revenue with its events, retention, usage."""

from collections.abc import Sequence
from typing import Any

from csdesk.charts.canvas import VALUE, Canvas, Size, written
from csdesk.charts.data import Lines, Series, Trend, behind
from csdesk.charts.letters import width
from csdesk.charts.marks import Mark, Painted
from csdesk.charts.scales import nice_top
from csdesk.charts.style import ChartStyle

ROUND: dict[str, Any] = {"solid_capstyle": "round", "solid_joinstyle": "round"}
APART = 15.0  # px between two labels at the right


def mrr_over_time(data: Trend, style: ChartStyle, size: Size) -> Painted:
    """Draw one amount over months: line, soft area from zero, the last value at its end, events as notes."""
    end = _last(data.values)
    shown = written(style, data.values[end] if end is not None else None, data.measure)
    highest = max((v for v in data.values if v is not None), default=0.0)
    top = nice_top(highest * (1.18 if data.events else 1.02))
    left = width(written(style, top, data.measure), 11) + 14
    canvas = Canvas(style, size, data.title, data.about, left=left, right=width(shown, VALUE, bold=True) + 18)
    if end is None:
        canvas.empty()
        return canvas.done()
    places = list(range(len(data.values)))
    values = [float("nan") if v is None else v for v in data.values]
    axes, colour = canvas.axes, style.series[0]
    axes.fill_between(places, values, color=colour, alpha=0.09, linewidth=0)
    axes.plot(places, values, color=colour, linewidth=2, **ROUND)
    _lone(canvas, data.values, colour)
    _disc(canvas, end, data.values[end] or 0.0, colour)
    canvas.note(shown, (end, data.values[end] or 0.0), (10, 0))
    canvas.months(data.months)
    canvas.scale_y(data.measure, top)
    _events(canvas, data)
    for place, value in enumerate(data.values):
        month, shown = style.formats.month(data.months[place]), canvas.value(value, data.measure)
        canvas.marks.append(Mark(canvas.band(place), month, shown, data.records))
    return canvas.done()


def retention_lines(data: Lines, style: ChartStyle, size: Size) -> Painted:
    """Rates over months, each named at its end with its last value; the line of 100 % stands out."""
    return _lines(data, style, size)


def usage_lines(data: Lines, style: ChartStyle, size: Size) -> Painted:
    """Draw counts or shares of people over months, from zero."""
    return _lines(data, style, size)


def _lines(data: Lines, style: ChartStyle, size: Size) -> Painted:
    ends = [(series, end) for series in data.series[:4] if (end := _last(series.values)) is not None]
    words = [
        f"{series.name}\u2002{written(style, series.values[end], data.measure)}".strip()
        for series, end in ends
    ]
    known = [v for series, _ in ends for v in series.values if v is not None]
    if data.whole is not None and known:
        known.append(data.whole)
    high, low = max(known, default=1.0), min(known, default=0.0)
    if data.from_zero:
        low, top = 0.0, nice_top(high)
    else:
        away = (high - low or abs(high) or 1.0) * 0.15
        low, top = low - away, high + away
    ruler = max((width(written(style, v, data.measure), 11) for v in (low, top)), default=0.0) + 12
    right = max((width(text, VALUE, bold=True) for text in words), default=0.0) + 18
    canvas = Canvas(
        style, size, data.title, data.about, left=ruler, right=min(right, max(size[0], 120.0) * 0.4)
    )
    if not ends:
        canvas.empty()
        return canvas.done()
    canvas.months(data.months)
    canvas.scale_y(data.measure, top, low=low, labels=3 if data.from_zero else 4)
    if data.whole is not None:
        canvas.axes.axhline(data.whole, color=style.faded, linewidth=1)
    compared = data.from_zero and len(ends) == 2  # the second is what the first is measured by
    for position, (series, end) in enumerate(ends):
        colour = style.faded if compared and position == 1 else style.series[position]
        values = [float("nan") if v is None else v for v in series.values]
        canvas.axes.plot(range(len(values)), values, color=colour, linewidth=2, **ROUND)
        _lone(canvas, series.values, colour)
        _disc(canvas, end, values[end], colour)
    heights = [float(series.values[end] or 0.0) for series, end in ends]
    for (_, end), text, height, shift in zip(ends, words, heights, _apart(canvas, heights), strict=True):
        canvas.note(text, (end, height), (10, shift))
    for place, month in enumerate(data.months):
        said = "\u2003".join(_reading(canvas, data, series, place) for series, _ in ends)
        records = behind(data.records, place)
        canvas.marks.append(Mark(canvas.band(place), style.formats.month(month), said, records))
    return canvas.done()


def _reading(canvas: Canvas, data: Lines, series: Series, place: int) -> str:
    value = series.values[place] if place < len(series.values) else None
    return f"{series.name} {canvas.value(value, data.measure)}".strip()


def _last(values: Sequence[float | None]) -> int | None:
    return next((place for place in range(len(values) - 1, -1, -1) if values[place] is not None), None)


def _lone(canvas: Canvas, values: Sequence[float | None], colour: str) -> None:
    """Paint a small dot where a value between two gaps has no line."""
    padded = [None, *values, None]
    for place, value in enumerate(values):
        if value is not None and padded[place] is None and padded[place + 2] is None:
            canvas.axes.plot(place, value, "o", color=colour, markersize=3)


def _disc(canvas: Canvas, place: int, value: float, colour: str) -> None:
    dot: dict[str, Any] = {"markersize": 7.5, "markeredgecolor": canvas.style.ground, "markeredgewidth": 1.5}
    canvas.axes.plot([place], [value], "o", color=colour, clip_on=False, **dot)


def _apart(canvas: Canvas, heights: Sequence[float]) -> list[float]:
    """Pixels by which labels move so that none covers another; order by height is kept."""
    low, high = canvas.axes.get_ylim()
    pixel = (high - low) / canvas.inner[1]
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    at = [heights[i] / pixel for i in order]
    placed = list(at)
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + APART)
    slide = sum(p - a for p, a in zip(placed, at, strict=True)) / max(1, len(at))  # pushed up and down alike
    shifts = [0.0] * len(heights)
    for n, i in enumerate(order):
        shifts[i] = placed[n] - at[n] - slide
    return shifts


def _events(canvas: Canvas, data: Trend) -> None:
    """White dots on the line with few words above; words that would touch the ones before go without."""
    taken = -1.0
    unit = canvas.inner[0] / max(1.0, len(data.months) - 0.3)
    for event in sorted(data.events, key=lambda e: e.place):
        value = data.values[event.place] if 0 <= event.place < len(data.values) else None
        if value is None:
            continue
        dot: dict[str, Any] = {"markersize": 5.5, "markeredgecolor": canvas.style.ink, "markeredgewidth": 1.3}
        canvas.axes.plot([event.place], [value], "o", color=canvas.style.ground, clip_on=False, **dot)
        half = width(event.text, 11) / 2
        middle = (event.place + 0.35) * unit
        if middle - half > taken and middle - half > -30 and middle + half < canvas.inner[0] - 4:
            at = (float(event.place), value)
            canvas.note(event.text, at, (0, 10), size=11, strong=False, ha="center", va="bottom")
            taken = middle + half + 8
