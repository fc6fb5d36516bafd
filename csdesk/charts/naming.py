"""Names beside the columns they speak of, in place of a legend: where each finds room."""

from csdesk.charts.canvas import CAPTION, Canvas
from csdesk.charts.letters import width

BAR = 0.62  # width of a column, of the room of its month
THIN = 5.0  # px below which a piece of a column is too thin to be named
HIGH = 13.0  # px of a line of words
AWAY = 4.0  # px between a column and its name
Piece = tuple[int, float, float]  # month, and from where to where in the measure of the chart
Box = tuple[float, float, float, float]  # left, top, right, bottom in px from the top left
Spot = tuple[float, float, str]  # left edge, middle, words


def beside(
    canvas: Canvas, pieces: dict[str, list[Piece]], spans: list[tuple[float, float]]
) -> list[Spot] | None:
    """Return where each name stands, beside the largest piece that has room; None if one finds no room.

    ``spans`` are the lowest and the highest end of each month's columns: names keep off them.
    """
    taken = [_box(canvas, place, low, high) for place, (low, high) in enumerate(spans)]
    found: list[Spot] = []
    for name, mine in pieces.items():
        spot = _spot(canvas, name, mine, spans, taken)
        if spot is None:
            return None
        taken.append((spot[0], spot[1] - HIGH / 2, spot[0] + width(name, CAPTION), spot[1] + HIGH / 2))
        found.append(spot)
    return found


def _spot(
    canvas: Canvas, name: str, mine: list[Piece], spans: list[tuple[float, float]], taken: list[Box]
) -> Spot | None:
    wide = width(name, CAPTION)
    for place, start, end in sorted(mine, key=lambda piece: -abs(piece[2] - piece[1])):
        left, top, right, bottom = _box(canvas, place, start, end)
        if bottom - top < THIN:
            return None
        middle, centre = (top + bottom) / 2, (left + right - wide) / 2
        spots = [(right + AWAY, middle), (left - AWAY - wide, middle)]
        if end in spans[place]:  # the outermost piece may be named over or under its column
            spots.append((centre, top - AWAY - HIGH / 2 if end > start else bottom + AWAY + HIGH / 2))
        for x, y in spots:
            if _free(canvas, (x, y - HIGH / 2, x + wide, y + HIGH / 2), taken):
                return x, y, name
    return None


def _box(canvas: Canvas, place: int, one: float, other: float) -> Box:
    """Return a stretch of a month's column in px."""
    wide, high = canvas.size
    x, y, across, down = canvas.box(place - BAR / 2, min(one, other), place + BAR / 2, max(one, other))
    return x * wide, y * high, (x + across) * wide, (y + down) * high


def _free(canvas: Canvas, box: Box, taken: list[Box]) -> bool:
    left, top, right, bottom = box
    position = canvas.axes.get_position()
    wide, high = canvas.size
    within = (
        left >= position.x0 * wide
        and right <= position.x1 * wide
        and top >= (1 - position.y1) * high - HIGH / 2
        and bottom <= (1 - position.y0) * high
    )
    return within and all(
        right < x0 or left > x1 or bottom < y0 or top > y1 for x0, y0, x1, y1 in taken if y1 - y0 > 1
    )
