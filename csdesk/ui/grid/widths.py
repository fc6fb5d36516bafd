"""How wide columns are: as designed, or as wide as their values are in the system's font.

Values never give way, only names and long words do, so a wide font makes columns wider, not words shorter.
"""

from csdesk.ui.grid.cells import PAD, Cell
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.theme import CAPTION
from csdesk.ui.widgets.letters import laid

SAMPLE = 240  # rows looked at: every row of a usual book, a spread of a large one
ARROW = 16  # px of the sort arrow in the head
GROWS = 1.5  # words may make their column so much wider; what is longer gives way
LEAST = 150  # px of a name that gives way to the values beside it


def needed(rows: GridRows, place: int, delegate: Cell) -> int:
    """Return the width in which every value of the column is whole, its title too."""
    column = rows.columns[place]
    values = dict.fromkeys(_hashable(cell) for cell in rows.sample(place, SAMPLE))
    inside = max((delegate.wide(value) for value in values), default=0.0)
    title = laid(column.title, (CAPTION, True)).width + (ARROW if rows.order else 0)
    wide = int(max(inside, title)) + 2 * PAD + 2
    return min(wide, int(column.width * GROWS)) if _gives(column) else wide


def fitted_to(room: int, widths: dict[int, int], rows: GridRows) -> dict[int, int]:
    """Return the widths with the first column narrower where all of them find no room."""
    over = sum(widths.values()) - room
    if over <= 0 or 0 not in widths or rows.columns[0].kind != "name":
        return widths
    return widths | {0: max(min(LEAST, widths[0]), widths[0] - over)}


def _gives(column: GridColumn) -> bool:
    return column.kind in ("name", "text", "person", "tags")


def _hashable(cell: object) -> object:
    return tuple(cell) if isinstance(cell, list) else cell
