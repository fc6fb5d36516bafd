"""Where revenue came from and went: the bridge, and gains and losses per month."""

from collections.abc import Sequence

from csdesk.charts.canvas import CAPTION, FEWEST, VALUE, Canvas, Size, written
from csdesk.charts.data import Bridge, Moves, Series, behind
from csdesk.charts.letters import width, wrapped
from csdesk.charts.marks import Mark, Painted
from csdesk.charts.naming import BAR, Piece, Spot, beside
from csdesk.charts.plotting import Polygon
from csdesk.charts.scales import floor_of, levels_of, nice_top
from csdesk.charts.style import ChartStyle, mixed
from csdesk.i18n import mark


def movements_bridge(data: Bridge, style: ChartStyle, size: Size) -> Painted:
    """Totals in the quiet colour, gains in series 0, losses in series 1; a sign on every number.

    When the movements are small beside the totals, the base is cut, and the second line says so.
    """
    levels = levels_of(data)
    floor = floor_of(levels, [step.total for step in data.steps])
    about = data.about
    if floor > 0:
        about = style.formats.say(mark("{about}; bars cut below"), about=about)
    foot = 38 if size[0] < 80 * len(data.steps) else 24  # narrow columns name themselves in two lines
    canvas = Canvas(style, size, data.title, about, left=4, right=4, bottom=foot)
    if not any(step.amount for step in data.steps):
        canvas.empty()
        return canvas.done()
    axes = canvas.axes
    lows, highs = [min(pair) for pair in levels], [max(pair) for pair in levels]
    bottom = floor if floor > 0 else min(0.0, *lows)
    span = max(highs) - bottom
    axes.set_ylim(bottom - (span * 0.02 if bottom < 0 else 0), max(highs) + span * 0.16)
    spare = max(0, FEWEST - len(data.steps)) / 2
    axes.set_xlim(-0.5 - spare, len(data.steps) - 0.5 + spare)
    axes.grid(visible=False)
    for place, (step, (before, after)) in enumerate(zip(data.steps, levels, strict=True)):
        colour = style.series[5] if step.total else style.series[0] if step.amount >= 0 else style.series[1]
        low, high = max(bottom, min(before, after)), max(before, after)  # not every painter clips
        axes.bar(place, high - low, bottom=low, width=0.62, color=colour, linewidth=0)
        if place < len(data.steps) - 1:
            axes.plot([place + 0.31, place + 0.69], [after, after], color=style.faded, linewidth=1)
        shown = canvas.value(step.amount, data.measure, sign=not step.total)
        canvas.note(shown, (place, high), (0, 5), ha="center", va="bottom")
        box = canvas.box(place - 0.5, axes.get_ylim()[0], place + 0.5, axes.get_ylim()[1])
        canvas.marks.append(Mark(box, step.name, shown, step.records))
    if floor > 0:
        _gaps(canvas, data)
    room = canvas.inner[0] / len(data.steps) - 4
    longest = max(width(word, CAPTION) for step in data.steps for word in step.name.split() or [""])
    letters = CAPTION if longest <= room else max(8, int(CAPTION * room / longest))  # no word is broken
    names = ["\n".join(wrapped(step.name, letters, room, most=2)) for step in data.steps]
    axes.set_xticks(range(len(data.steps)), names, size=letters)
    axes.set_yticks([])
    return canvas.done()


def _gaps(canvas: Canvas, data: Bridge) -> None:
    """Cut a slanted gap across each total: the bars go on below."""
    low, high = canvas.axes.get_ylim()
    unit = (high - low) / canvas.inner[1]
    for place, step in enumerate(data.steps):
        if step.total:
            at = low + 14 * unit
            left, right = place - 0.36, place + 0.36
            corners = [(left, at), (right, at + 7 * unit), (right, at + 11 * unit), (left, at + 4 * unit)]
            canvas.axes.add_patch(Polygon(corners, closed=True, facecolor=canvas.style.ground, linewidth=0))


def movements_by_month(data: Moves, style: ChartStyle, size: Size) -> Painted:
    """Draw a column up (gains) and one down (losses) a month, the net as a dot.

    Each movement is named beside one of its columns; where a name finds no room, all stand at the right.
    """
    direct = _by_month(data, style, size, named=True)
    return direct or _by_month(data, style, size, named=False) or _nothing(data, style, size)


def _nothing(data: Moves, style: ChartStyle, size: Size) -> Painted:
    canvas = Canvas(style, size, data.title, data.about)
    canvas.empty()
    return canvas.done()


def _by_month(data: Moves, style: ChartStyle, size: Size, *, named: bool) -> Painted | None:
    """Draw with names beside columns (``named``) or at the right; None where that is not possible."""
    stacks = (*data.gains, *data.losses)
    ups = [sum(max(0.0, s.values[m] or 0.0) for s in stacks) for m in range(len(data.months))]
    downs = [sum(min(0.0, s.values[m] or 0.0) for s in stacks) for m in range(len(data.months))]
    up, down = max(ups, default=0.0), min(downs, default=0.0)
    ruler = max(width(written(style, v, data.measure), 11) for v in (up, down)) + 14
    shades = _shades(data, style)
    shown = [s for s in stacks if any(s.values)]
    if not shown:
        return None
    net_name = style.formats.say(mark("Net"))
    right = width(net_name, CAPTION) + 12
    if not named:
        right = max(width(s.name, VALUE, bold=True) for s in shown) + 28
    canvas = Canvas(style, size, data.title, data.about, left=ruler, right=right)
    top = nice_top(up, 2) if up else 0.0
    low = -nice_top(-down, 2) if down else 0.0
    canvas.months(data.months, pad=0.6)
    canvas.scale_y(data.measure, top or -low * 0.1, low=low or -top * 0.05, labels=4)
    canvas.axes.axhline(0, color=style.faded, linewidth=1)
    spots: list[Spot] = []
    if named:
        found = beside(canvas, _pieces(shown, len(data.months)), list(zip(downs, ups, strict=True)))
        if found is None:
            return None
        spots = found
    for place, month in enumerate(data.months):
        level = {True: 0.0, False: 0.0}
        for series in stacks:
            value = series.values[place] or 0.0
            if value:
                colour, bottom = shades[series.name], level[value > 0]
                canvas.axes.bar(place, value, bottom=bottom, width=BAR, color=colour, linewidth=0)
                level[value > 0] += value
        net = ups[place] + downs[place]
        canvas.axes.plot(
            place, net, "o", color=style.ink, markersize=4, markeredgecolor=style.ground, markeredgewidth=1
        )
        parts = [(s.name, s.values[place]) for s in shown if s.values[place]]
        said = "\u2003".join(
            f"{name} {canvas.value(amount, data.measure, sign=True)}" for name, amount in parts
        )
        reading = said or canvas.value(0.0, data.measure)
        records = behind(data.records, place)
        canvas.marks.append(Mark(canvas.band(place), style.formats.month(month), reading, records))
    if not named:
        _names(canvas, data, shades)
        return canvas.done()
    for x, y, name in spots:
        canvas.words(x, y, name, size=CAPTION)
    last = len(data.months) - 1
    canvas.note(net_name, (last + BAR / 2, ups[last] + downs[last]), (4, 0), size=CAPTION, strong=False)
    return canvas.done()


def _pieces(shown: Sequence[Series], months: int) -> dict[str, list[Piece]]:
    """Return from where to where each movement reaches in the column of each month."""
    found: dict[str, list[Piece]] = {series.name: [] for series in shown}
    for place in range(months):
        level = {True: 0.0, False: 0.0}
        for series in shown:
            if value := series.values[place] or 0.0:
                bottom = level[value > 0]
                found[series.name].append((place, bottom, bottom + value))
                level[value > 0] += value
    return found


def _shades(data: Moves, style: ChartStyle) -> dict[str, str]:
    """Gains are one colour in three strengths, losses another: told apart without red and green."""
    strengths = (1.0, 0.6, 0.35)
    return {
        series.name: mixed(style.ground, style.series[colour], strengths[min(n, 2)])
        for colour, group in ((0, data.gains), (1, data.losses))
        for n, series in enumerate(group)
    }


def _names(canvas: Canvas, data: Moves, shades: dict[str, str]) -> None:
    """Name gains, losses and the net in a column at the right, each with its square of colour."""
    width_px, _ = canvas.size
    left = canvas.axes.get_position().x1 * width_px + 10
    y = canvas.head + 10
    for group in (data.gains, data.losses):
        for series in group:
            if any(series.values):
                canvas.square(left, y, shades[series.name])
                canvas.words(left + 13, y, series.name, size=CAPTION)
                y += 17
        y += 6
    canvas.square(left + 1, y, canvas.style.ink, side=4)
    canvas.words(left + 13, y, canvas.style.formats.say(mark("Net")), size=CAPTION)
