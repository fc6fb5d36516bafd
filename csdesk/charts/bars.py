"""Bars: amounts by group, counts per month, parts of a whole."""

from csdesk.charts.canvas import CAPTION, VALUE, Canvas, Size, readable, written
from csdesk.charts.data import Bars, Columns, Parts
from csdesk.charts.letters import cut, width
from csdesk.charts.marks import Mark, Painted
from csdesk.charts.style import ChartStyle, mixed


def mrr_by_group(data: Bars, style: ChartStyle, size: Size) -> Painted:
    """Lying bars in one colour, amount and note at the end of each; a marked one in series 1."""
    values = [written(style, bar.value, data.measure) for bar in data.bars]
    ruler = min(max((width(bar.name, CAPTION) for bar in data.bars), default=0.0) + 16, size[0] * 0.34)
    notes = [width(bar.note, CAPTION) for bar in data.bars]
    ends = [width(v, VALUE, bold=True) + note + 28 for v, note in zip(values, notes, strict=True)]
    right = min(max(ends, default=0.0), size[0] * 0.45)
    canvas = Canvas(style, size, data.title, data.about, left=ruler, right=right, bottom=2)
    if not data.bars:
        canvas.empty()
        return canvas.done()
    axes = canvas.axes
    axes.grid(visible=False)
    low, high = min(0.0, *(b.value for b in data.bars)), max(0.0, *(b.value for b in data.bars))
    axes.set_xlim(low, high or 1.0)
    rows = max(len(data.bars), 4)  # few bars stay as thin as many
    axes.set_ylim(rows - 0.5, -0.5)
    for place, (bar, shown) in enumerate(zip(data.bars, values, strict=True)):
        axes.barh(place, bar.value, height=0.52, color=style.series[1 if bar.marked else 0], linewidth=0)
        canvas.note(shown, (max(bar.value, 0.0), place), (8, 0))
        away = (16 + width(shown, VALUE, bold=True), 0.0)
        end = (max(bar.value, 0.0), float(place))
        canvas.note(bar.note, end, away, size=CAPTION, strong=False, color=style.faded)
        _, y0, _, tall = canvas.box(low, place - 0.5, high or 1.0, place + 0.5)
        canvas.marks.append(Mark((0.0, y0, 1.0, tall), bar.name, f"{shown} {bar.note}".strip(), bar.records))
    axes.set_yticks(range(len(data.bars)), [cut(bar.name, CAPTION, ruler - 8) for bar in data.bars])
    axes.set_xticks([])
    axes.tick_params(axis="y", pad=ruler)
    for label in axes.get_yticklabels():
        label.set_color(style.ink)
        label.set_horizontalalignment("left")
        label.set_verticalalignment("center")
    return canvas.done()


def ticket_columns(data: Columns, style: ChartStyle, size: Size) -> Painted:
    """Draw counts per month, the number on each; months before the period paler, marked ones in series 1."""
    canvas = Canvas(style, size, data.title, data.about, left=4, right=4)
    known = [v for v in data.values if v is not None]
    if not known:
        canvas.empty()
        return canvas.done()
    axes = canvas.axes
    axes.grid(visible=False)
    axes.set_ylim(0, (max(known) or 1.0) * 1.14)
    canvas.months(data.months, pad=0.6)
    axes.set_yticks([])
    axes.axhline(0, color=style.line, linewidth=1)
    room = canvas.inner[0] / len(data.months)
    for place, value in enumerate(data.values):
        shown = canvas.value(value, data.measure)
        if value is not None:
            marked = place in data.marked
            colour = style.series[1 if marked else 0]
            if place < data.past and not marked:
                colour = mixed(style.ground, colour, 0.45)
            axes.bar(place, value, width=0.69, color=colour, linewidth=0)
            if width(shown, VALUE, bold=True) <= room + 4:
                canvas.note(shown, (place, value), (0, 4), ha="center", va="bottom")
        canvas.marks.append(Mark(canvas.band(place), style.formats.month(data.months[place]), shown))
    return canvas.done()


def survey_parts(data: Parts, style: ChartStyle, size: Size) -> Painted:
    """100 % bars with the counts inside; the names of the parts stand over the first bar."""
    ruler = min(max((width(name, CAPTION) for name in data.names), default=0.0) + 12, size[0] * 0.3)
    canvas = Canvas(style, size, data.title, data.about, left=ruler, right=2, bottom=4, head=62)
    sums = [sum(part.counts[n] for part in data.parts) for n in range(len(data.names))]
    if not any(sums):
        canvas.empty()
        return canvas.done()
    axes = canvas.axes
    axes.grid(visible=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(data.names), 3) - 0.5, -0.5)
    tones = {"yes": style.series[0], "between": style.line, "no": style.series[1]}
    spoken = 0.0
    for place, total in enumerate(sums):
        level = 0.0
        for part in data.parts:
            share = part.counts[place] / total if total else 0.0
            axes.barh(place, share, left=level, height=0.62, color=tones[part.tone], linewidth=0)
            count = style.formats.number(part.counts[place])
            if share * canvas.inner[0] > width(count, VALUE) + 6:
                ink = readable(tones[part.tone], style.ink, style.ground)
                canvas.note(count, (level + share / 2, place), (0, 0), ha="center", color=ink)
            if place == 0 and any(part.counts):
                x = canvas.size[0] * axes.get_position().x0 + level * canvas.inner[0]
                x = min(x, canvas.size[0] - width(part.name, CAPTION))
                x = max(x, spoken)
                name = cut(part.name, CAPTION, canvas.size[0] - x)
                canvas.words(x, canvas.head - 8, name, size=CAPTION, color=style.faded)
                spoken = x + width(name, CAPTION) + 10
            if share:
                box = canvas.box(level, place - 0.4, level + share, place + 0.4)
                shown = f"{count}, {style.formats.percent(share, 0)}"
                canvas.marks.append(Mark(box, f"{data.names[place]}: {part.name}", shown))
            level += share
    axes.set_yticks(range(len(data.names)), [cut(name, CAPTION, ruler - 8) for name in data.names])
    axes.set_xticks([])
    axes.tick_params(axis="y", pad=ruler)
    for label in axes.get_yticklabels():
        label.set_color(style.ink)
        label.set_horizontalalignment("left")
    return canvas.done()
