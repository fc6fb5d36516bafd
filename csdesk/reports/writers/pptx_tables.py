"""Tables of a deck as native ones: hairlines under rows, the head over a stronger line, nothing else."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm

from csdesk.charts.letters import clean
from csdesk.reports.document import Column, Tone, tone
from csdesk.reports.writers.pptx_look import describe, rule, write
from csdesk.reports.writers.slide_frame import Box
from csdesk.reports.writers.slide_tables import HEAD, PAD, Sized, after, gap

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "no style, no grid"


def draw(page: Any, piece: Sized, at: Box, language: str, *, holder: Any = None) -> Any:
    """Put a table on a slide: hairlines under rows, head over a stronger line, nothing else."""
    table, count = piece.table, len(piece.texts) + 1
    left, top = at[0], at[1]
    if holder is None:
        frame = page.shapes.add_table(
            count, len(table.columns), Cm(left), Cm(top), Cm(sum(piece.widths)), Cm(piece.high)
        )
    else:
        frame = holder.insert_table(count, len(table.columns))
        frame.left, frame.top = Cm(left), Cm(top)
        frame.width, frame.height = Cm(sum(piece.widths)), Cm(piece.high)
    describe(frame, table.name)
    grid = frame.table
    grid.horz_banding = False
    frame.element.find(f".//{qn('a:tableStyleId')}").text = PLAIN
    for place, wide in enumerate(piece.widths):
        grid.columns[place].width = Cm(wide)
    heads: tuple[tuple[str, ...], ...] = (tuple(clean(column.head) for column in table.columns),)
    for r, texts in enumerate(heads + piece.texts):
        grid.rows[r].height = Cm(HEAD if r == 0 else piece.heights[r - 1])
        strong = r == 0 or (table.sums > 0 and r == count - 1 - table.sums)
        for place, text in enumerate(texts):
            cell = grid.cell(r, place)
            weight = Tone.FADED if r == 0 else tone(table.rows[r - 1][place])
            if r > 0 and r >= count - table.sums and weight is Tone.PLAIN:
                weight = Tone.BOLD
            _cell(cell, table.columns, place)
            cell.vertical_anchor = MSO_ANCHOR.BOTTOM if r == 0 else MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if table.columns[place].kind.on_right else PP_ALIGN.LEFT
            write(paragraph, text, 11 if r == 0 else table.size, weight.value, language)
            rule(cell, "tx2" if strong else "bg2", 1.0 if strong else 0.75)
    return frame


def _cell(cell: Any, columns: Sequence[Column], place: int) -> None:
    cell.margin_left = Cm(gap(columns, place))
    cell.margin_right = Cm(after(columns, place))
    cell.margin_top = cell.margin_bottom = Cm(PAD)
