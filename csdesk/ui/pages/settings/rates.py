"""Exchange rates: a sheet of months and currencies, typed into like any other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from csdesk.book import desk, rates
from csdesk.i18n import mark
from csdesk.model import Contract, Rate, Setting
from csdesk.ui import formats
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.inputs import Input
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.desk import currency_choices
from csdesk.ui.pages.settings.pane import Pane, buttons
from csdesk.ui.translate import plain_tip, tr
from csdesk.ui.widgets.parts import boxed, button, column, words
from csdesk.ui.widgets.picker import Picker

CARRIED = 3  # months a rate is carried forward when its own month has none


@dataclass(frozen=True, slots=True)
class Month:
    """One row: the rates typed for a month, those carried from earlier, and currencies that need one."""

    id: date
    typed: Mapping[str, float]
    carried: Mapping[str, tuple[float, date]]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet: the book's currency, the others, and the months, newest first."""

    book: str
    currencies: tuple[str, ...]
    months: tuple[Month, ...]


def table(session: Any, today: date) -> Table:
    """Lay the rates out by month and currency, with the months under contract that lack one."""
    known: dict[date, dict[str, float]] = {}
    for rate in rates.listing(session):
        known.setdefault(rate.month, {})[rate.currency] = rate.rate
    missing = rates.missing(session, today)
    needed: dict[date, set[str]] = {}
    for currency, month in missing:
        needed.setdefault(month, set()).add(currency)
    currencies = sorted({c for each in known.values() for c in each} | {c for c, _ in missing})
    first = min([*known, *needed, today.replace(day=1)])
    rows, month = [], first
    while month <= max(today.replace(day=1), *known, first):
        rows.append(Month(month, known.get(month, {}), {}, frozenset(needed.get(month, ()))))
        month = _next(month)
    return Table(desk.get(session, "currency"), tuple(currencies), tuple(_carry(rows)))


def _carry(rows: Sequence[Month]) -> list[Month]:
    """Add to each month what holds from up to three months before; the newest first."""
    result = []
    for place, row in enumerate(rows):
        carried: dict[str, tuple[float, date]] = {}
        for earlier in rows[max(0, place - CARRIED) : place]:
            carried |= {currency: (rate, earlier.id) for currency, rate in earlier.typed.items()}
        left = {currency: held for currency, held in carried.items() if currency not in row.typed}
        result.append(Month(row.id, row.typed, left, row.needed))
    return result[::-1]


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def rate_words(rate: float | None) -> str:
    """Return a rate with six digits that count."""
    return formats.MISSING if rate is None else QLocale().toString(rate, "g", 6)


class RatesPane(Pane):
    """Type a rate into its month; an emptied cell forgets it."""

    key = "rates"
    title = mark("Exchange rates")
    about = mark(
        "What one unit of another currency is worth in the book’s, by month. A month without a rate uses "
        "the one before, for three months at most; beyond that the sums of that currency are undefined."
    )
    shows = (Rate, Setting, Contract)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.warned = words("", "", "risk", wrap=True)
        self.warned.hide()
        self.add = Picker()
        self.add.setFixedWidth(160)
        self.add.setAccessibleName(tr("Currency to add"))
        add = button(tr("Add currency"), "plain", self.context.theme, "plus")
        bring = button(tr("Bring rates from a file"), "link")
        self.grid: Grid | None = None
        self._extra: list[str] = []
        self._place = column(gap=0)
        self._holder: QWidget = boxed(self._place)
        self.lay_out(self.warned, buttons(self.add, add, bring), self._holder, wide=True, fill=True)
        add.clicked.connect(self._on_add)
        bring.clicked.connect(lambda: page.opened.emit("import", "rates"))

    def refresh(self) -> None:
        self.context.ask(self, self._show, table, today=self.context.today())

    def _show(self, found: Table) -> None:
        lacking = sorted({currency for month in found.months for currency in month.needed})
        self.warned.setText(
            tr("Rates are missing for months under contract: {list}.", list=", ".join(lacking))
        )
        self.warned.setVisible(bool(lacking))
        currencies = [*found.currencies, *(c for c in self._extra if c not in found.currencies)]
        taken = {*currencies, found.book}
        self.add.offer([(code, said) for code, said in currency_choices() if code not in taken])
        if self.grid is None or [c.key for c in self.grid.rows.columns[1:]] != currencies:
            self._rebuild(currencies)
        if self.grid is not None:
            self.grid.rows.show(found.months)

    def _rebuild(self, currencies: Sequence[str]) -> None:
        columns = [GridColumn("month", tr("Month"), lambda month: month.id, "text", 120, text=_month)]
        columns += [_column(currency) for currency in currencies]
        old, rows = self.grid, GridRows(columns)
        rows.editable = not self.context.book.readonly
        self.grid = Grid(rows, self.context.theme, lead=-8, name=tr("Exchange rates"))
        self.grid.setMinimumHeight(240)
        rows.typed.connect(self._on_typed)
        self._place.addWidget(self.grid)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _on_add(self) -> None:
        if self.add.value():
            self._extra.append(self.add.value())
            self.refresh()

    def _on_typed(self, months: Sequence[Month], changed: GridColumn, value: float | None) -> None:
        for month in months:
            if value is not None:
                self.context.write(self, rates.put, month=month.id, currency=changed.key, rate=value)
            elif changed.key in month.typed:
                self.context.write(self, rates.remove, month=month.id, currency=changed.key)

    def deeds(self) -> dict[str, Callable[[], None]]:
        grid = self.grid
        return {"copy": grid.copy, "edit_cell": grid.edit_current} if grid is not None else {}


def _month(month: Month) -> str:
    return formats.month(month.id)


def _column(currency: str) -> GridColumn:
    def cell(month: Month) -> Toned:
        if currency in month.typed:
            return Toned(rate_words(month.typed[currency]))
        if currency in month.carried:
            return Toned(rate_words(month.carried[currency][0]), "faded")
        return Toned(tr("missing"), "risk", soft=True) if currency in month.needed else Toned("–", "faded")

    def tip(month: Month) -> str:
        if currency in month.carried:
            return tr("Carried from {month}", month=formats.month(month.carried[currency][1]))
        return plain_tip(tr("Type the rate of this month")) if currency not in month.typed else ""

    return GridColumn(
        currency,
        currency,
        lambda month: month.typed.get(currency),
        "number",
        110,
        cell=cell,
        text=lambda month: rate_words(month.typed.get(currency)) if currency in month.typed else "",
        tip=tip,
        edit=Input(currency, float),
    )
