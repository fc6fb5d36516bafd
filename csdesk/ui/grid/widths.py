"""How wide columns are: as designed, or as wide as their values are in the system's font.

Values never give way, only names and long words do, so a wide font makes columns wider, not words shorter.
"""

from collections.abc import Mapping
from math import ceil

from csdesk.ui.grid.cells import PAD, Cell
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.theme import CAPTION
from csdesk.ui.widgets.letters import laid

SAMPLE = 240  # rows looked at: every row of a usual book, a spread of a large one
ARROW = 4  # px the sort arrow needs beyond the title and its padding
GROWS = 1.5  # words may make their column so much wider; what is longer gives way
LEAST = 150  # px of a name that gives way to the values beside it
GIVES = ("name", "text", "person")  # kinds whose words may be cut
DRAWN = ("spark", "tags")  # kinds without a width of their own


def needed(rows: GridRows, place: int, delegate: Cell) -> int:
    """Return the width in which every value of the column is whole, its title too."""
    column = rows.columns[place]
    values = dict.fromkeys(_hashable(cell) for cell in rows.sample(place, SAMPLE))
    inside = max((delegate.wide(value) for value in values), default=0.0)
    title = laid(column.title, (CAPTION, True)).width + ARROW
    wide = int(max(inside, title)) + 2 * PAD + 2
    if column.kind in DRAWN:
        return max(wide, column.narrow or column.width)
    return min(wide, int(column.width * GROWS)) if column.kind in GIVES else wide


def fitted_to(room: int, needs: Mapping[int, int], designed: Mapping[int, int], name: int) -> dict[int, int]:
    """Return the widths: as designed or as needed. Where that is too much, air goes first, then the name."""
    widths = {place: max(designed[place], need) for place, need in needs.items()}
    over = sum(widths.values()) - room
    spare = {place: wide - needs[place] for place, wide in widths.items() if place != name}
    air = sum(spare.values())
    if over > 0 and air:
        share = min(1.0, over / air)
        widths |= {place: widths[place] - ceil(spare[place] * share) for place in spare}
        over = sum(widths.values()) - room
    if over > 0 and name in widths:
        widths[name] = max(min(LEAST, widths[name]), widths[name] - over)
    return widths


def _hashable(cell: object) -> object:
    return tuple(cell) if isinstance(cell, list) else cell
