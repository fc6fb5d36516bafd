"""What each group of new customers kept: a heat map."""

from csdesk.charts.canvas import CAPTION, HEADER, Canvas, Size, readable
from csdesk.charts.data import Cohorts, behind
from csdesk.charts.letters import cut, width
from csdesk.charts.marks import Mark, Painted
from csdesk.charts.plotting import Rectangle
from csdesk.charts.style import ChartStyle, mixed

FULL = 0.16  # a change of 16 points has the full strength


def cohort_heatmap(data: Cohorts, style: ChartStyle, size: Size) -> Painted:
    """More than at the start in series 0, less in series 1, the start plain; the number in every cell."""
    names = [f"{name}\u2002({count})" for name, count in zip(data.names, data.sizes, strict=True)]
    ruler = min(max((width(name, CAPTION) for name in names), default=0.0) + 12, size[0] * 0.35)
    canvas = Canvas(style, size, data.title, data.about, left=ruler, right=2, bottom=2, head=HEADER + 20)
    columns = max((len(row) for row in data.table), default=0)
    if not columns:
        canvas.empty()
        return canvas.done()
    axes = canvas.axes
    axes.grid(visible=False)
    rows = max(len(data.table), 3)  # one lone cohort is a row, not a wall
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    cell = canvas.inner[0] / columns
    letters = CAPTION if cell >= 26 else 9
    strongest = max((abs(v - 1.0) for row in data.table for v in row if v is not None), default=0.0)
    full = max(FULL, min(1.0, strongest))
    for y, row in enumerate(data.table):
        for x, value in enumerate(row):
            if value is None:
                continue
            colour = style.line
            if x:
                share = 0.08 + 0.72 * min(1.0, abs(value - 1.0) / full)
                colour = mixed(style.ground, style.series[0 if value >= 1.0 else 1], share)
            axes.add_patch(Rectangle((x - 0.48, y - 0.45), 0.96, 0.90, facecolor=colour, linewidth=0))
            said = style.formats.number(value * 100)
            if cell >= width(said, letters) + 2:
                axes.text(
                    x, y, said, ha="center", va="center_baseline", size=letters,
                    color=readable(colour, style.ink, style.ground), family=canvas.family, parse_math=False,
                )  # fmt: skip
            box = canvas.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
            said = style.formats.percent(value)
            canvas.marks.append(Mark(box, f"{data.names[y]}, {data.ages[x]}", said, behind(data.records, y)))
    widest = max((width(age, CAPTION) for age in data.ages), default=0.0) + 6
    every = max(1, -(-int(widest) // max(1, int(cell))))
    ticks = range(0, columns, every)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=2)
    axes.set_xticks(ticks, [data.ages[x] for x in ticks])
    axes.set_yticks(range(len(names)), [cut(name, CAPTION, ruler - 8) for name in names])
    axes.tick_params(axis="y", pad=ruler)
    for label in axes.get_yticklabels():
        label.set_horizontalalignment("left")
    return canvas.done()
