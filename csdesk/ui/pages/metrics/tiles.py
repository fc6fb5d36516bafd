"""The eight figures of the page: tiles in one row where there is room, else in two of four."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from csdesk.book.figures import TILES, Figure, Tile
from csdesk.metrics.result import Reason, Unit
from csdesk.ui import formats
from csdesk.ui.pages.metrics.drawings import WINDOWS
from csdesk.ui.theme import S, Theme
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.kpi import Kpi, KpiTile
from csdesk.ui.widgets.parts import line

LEAST = 152  # px of a tile
ENDLESS = "∞"


def value_words(figure: Figure, currency: str) -> str | None:
    """Return a figure as people read it; None where it has no value."""
    number = figure.number
    if number is None:
        no_losses = figure.metric.id == "quick_ratio" and figure.result.reason is Reason.ZERO_DENOMINATOR
        return ENDLESS if no_losses and figure.result.numerator else None
    unit = figure.metric.unit
    if unit.is_money:
        return formats.money(int(number), currency)
    if unit is Unit.FRACTION:
        return formats.percent(float(number))
    if unit is Unit.COUNT:
        return formats.number(int(number))
    return formats.number(float(number), 1)


def reason_words(figure: Figure) -> str:
    """Return why a figure has no value, as the page says it."""
    reason = figure.result.reason
    if figure.metric.id == "quick_ratio" and reason is Reason.ZERO_DENOMINATOR:
        return tr("nothing was lost") if figure.result.numerator else tr("nothing gained, nothing lost")
    if reason is Reason.ZERO_DENOMINATOR:
        if figure.metric.id == "arpa":
            return tr("no customers")
        return tr("no customers at the start of the period")
    return tr(reason.words) if reason else ""


def kpi_of(tile: Tile, currency: str) -> Kpi:
    """Return what a tile says of a figure, its change and its last twelve months."""
    figure, unit = tile.figure, tile.figure.metric.unit
    value = value_words(figure, currency)
    change, slope, better = _change(tile)
    note = _note(tile) if figure.number is not None else reason_words(figure)
    if figure.since is not None and figure.since.value is not None and figure.since.period is not None:
        since = formats.month(figure.since.period.opening)
        note = tr("{value} since {month}", value=formats.percent(float(figure.since.value)), month=since)
    brief = formats.short_money(int(figure.number), currency) if unit.is_money and figure.number else ""
    return Kpi(label_words(figure), value, change, slope, better, note, tile.series, brief)


def label_words(figure: Figure) -> str:
    """Return the name of a figure, with its window where it has one of its own."""
    short = {"nrr": tr("NRR"), "grr": tr("GRR"), "arpa": tr("ARPA")}
    name = short.get(figure.metric.id, tr(figure.metric.label))
    period = figure.result.period
    if figure.metric.id in ("nrr", "grr") and period is not None:
        return f"{name}, {tr(WINDOWS.get(period.kind, period.kind))}"
    return name


def _change(tile: Tile) -> tuple[str, int, int]:
    """Return the change in words, its slope, and whether it is welcome (0 where it may be chance)."""
    now, before, unit = tile.figure.number, tile.before.number, tile.figure.metric.unit
    if now is None or before is None:
        return "", 0, 0
    difference = now - before
    if unit.is_money:
        if not before:
            return "", 0, 0
        change = formats.percent(difference / before, signed=True)
    elif unit is Unit.FRACTION:
        change = formats.points(difference)
    else:
        plus = "+" if difference > 0 else ""
        change = f"{plus}{formats.number(difference, 0 if unit is Unit.COUNT else 1)}"
    if change.strip("+−0,. \u00a0%p") == "":
        return change.lstrip("+−"), 0, 0
    way = 1 if difference > 0 else -1
    welcome = way if tile.figure.metric.more_is_better else -way
    return change, way, 0 if _overlap(tile) else welcome


def _overlap(tile: Tile) -> bool:
    now, before = tile.figure.result, tile.before.result
    if None in (now.low, now.high, before.low, before.high):
        return False
    return float(now.low or 0) <= float(before.high or 0) and float(before.low or 0) <= float(now.high or 0)


def _note(tile: Tile) -> str:
    figure, result = tile.figure, tile.figure.result
    opening = tile.before.result.period
    if figure.metric.parts == "count" and figure.metric.unit is Unit.FRACTION and result.denominator:
        return tr("{n} of {all}", n=int(result.numerator or 0), all=int(result.denominator))
    if figure.metric.unit is Unit.FRACTION and result.n is not None:
        return counted(result.n, "{n} customer", "{n} customers")
    if figure.metric.unit.is_money and opening is not None:
        return tr("since {day}", day=formats.short_day(opening.closing))
    if result.partial:
        return tr("so far")
    return ""


class TileStrip(QWidget):
    """``explained(metric id)`` when a tile was clicked."""

    explained = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.tiles: dict[str, KpiTile] = {}
        self._lines: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnMinimumWidth(0, S)
        self.setLayout(self._grid)
        self._columns = 0
        for name in TILES:
            tile = KpiTile(Kpi("", None), theme)
            tile.explained.connect(lambda name=name: self.explained.emit(name))
            self.tiles[name] = tile
        self._arrange(4)

    def show_tiles(self, found: Sequence[Tile], currency: str) -> None:
        """Show other figures."""
        for tile in found:
            self.tiles[tile.figure.metric.id].say(kpi_of(tile, currency))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(8 if self.width() >= 8 * LEAST + S else 4)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for each in self._lines:
            each.hide()
            each.deleteLater()
        self._lines = []
        for place, tile in enumerate(self.tiles.values()):
            down, across = divmod(place, columns)
            self._grid.addWidget(tile, down * 2, across * 2 + 1)
            if across:
                self._rule("v", down * 2, across * 2, 1)
        if columns < len(self.tiles):
            self._rule("h", 1, 0, columns * 2 + 1)
        for across in range(17):
            self._grid.setColumnStretch(across, 1 if across % 2 and across < columns * 2 else 0)

    def _rule(self, way: str, down: int, across: int, wide: int) -> None:
        rule = line(way)
        self._lines.append(rule)
        self._grid.addWidget(rule, down, across, 1, wide)
