"""Between the grid and other programs: a range pasted from a sheet, an export of what is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from csdesk.errors import CsdeskError, Trouble
from csdesk.i18n import mark
from csdesk.model.cells import guard
from csdesk.ui.context import Context
from csdesk.ui.formats import plain
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.inputs import read, written
from csdesk.ui.page import Page
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XL, L, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.parts import button, column, row, words

Changes = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PastedCell:
    """One cell of a pasted range: where it goes, what is there, what it would be, or why not."""

    id: int
    record: int
    name: str
    field: str
    title: str
    was: str
    now: str
    value: Any
    wrong: str


def pasted_cells(grid: Grid, text: str) -> list[PastedCell]:
    """Lay ``text`` (tab-separated lines) over the grid; only what differs is returned.

    Lines under our own heads go by these: to the row of that name where the name is among them. Lines without
    heads go from the first selected row and the current cell on; a single cell goes to every selected row.
    """
    start, lines = grid.currentIndex(), _lines(text)
    if not start.isValid():
        return []
    shown, chosen = grid.shown_columns(), grid.chosen()
    rows = grid.rows.shown()
    columns = _heads(lines[0], grid.rows.columns) if len(lines) > 1 else []
    if columns:
        name = grid.rows.columns[0]
        if name in columns:
            return _by_name(grid, columns, lines[1:])
        lines = lines[1:]
    else:
        columns = shown[shown.index(grid.rows.columns[start.column()]) :]
    if len(lines) == 1 and len(lines[0]) == 1 and len(chosen) > 1:
        lines = lines * len(chosen)
    first = rows.index(chosen[0]) if len(chosen) > 1 else start.row()
    found: list[PastedCell] = []
    for record, line in zip(rows[first:], lines, strict=False):
        _lay(grid, record, columns, line, found)
    return found


def _heads(line: Sequence[str], columns: Sequence[GridColumn]) -> list[GridColumn]:
    """Return the columns a line names, none where any of its words is no title."""
    titles = {plain(one.title): one for one in columns}
    named = [titles.get(plain(cell.strip())) for cell in line]
    return [one for one in named if one is not None] if None not in named else []


def _by_name(grid: Grid, columns: Sequence[GridColumn], lines: Sequence[Sequence[str]]) -> list[PastedCell]:
    name = grid.rows.columns[0]
    known: dict[str, Any] = {}
    for record in grid.rows.records:
        known.setdefault(plain(name.words(record)), record)
    place = columns.index(name)
    found: list[PastedCell] = []
    for line in lines:
        said = line[place].strip() if place < len(line) else ""
        record = known.get(plain(said))
        if record is not None:
            rest = [*line[:place], *line[place + 1 :]]
            _lay(grid, record, [one for one in columns if one is not name], rest, found)
        elif said:
            why = tr("No row here has this name.")
            found.append(PastedCell(len(found), -1, said, "", name.title, "", said, None, why))
    return found


def _lay(
    grid: Grid, record: Any, columns: Sequence[GridColumn], line: Sequence[str], found: list[PastedCell]
) -> None:
    for column_, cell in zip(columns, line, strict=False):
        made = _cell(len(found), grid, record, column_, cell.strip())
        if made is not None:
            found.append(made)


def _cell(number: int, grid: Grid, record: Any, column_: GridColumn, text: str) -> PastedCell | None:
    given = column_.edit
    name = grid.rows.columns[0].words(record)
    if given is None:
        same = text == column_.words(record)
        why = tr("This column is computed and cannot be typed.")
        was = column_.words(record)
        return None if same else PastedCell(number, record.id, name, "", column_.title, was, text, None, why)
    before = given.start(record) if given.start else column_.value(record)
    currency = given.currency(record) if given.currency else ""
    was = written(given.kind, before, currency)
    try:
        value = read(given.kind, text, currency)
        wrong = "" if value is not None or given.optional else tr("This cannot be empty.")
    except CsdeskError as error:
        value, wrong = None, words_of(error)
    if not wrong and (value == before or (value is None and before in (None, "", ()))):
        return None
    return PastedCell(number, record.id, name, given.field, column_.title, was, text, value, wrong)


def _lines(text: str) -> list[list[str]]:
    rows = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [line.split("\t") for line in rows]


def offer_paste(page: Page, grid: Grid, context: Context, apply: Callable[[Changes], None]) -> None:
    """Show what the clipboard would change, cell by cell; nothing is written before it is agreed to."""
    cells = pasted_cells(grid, QGuiApplication.clipboard().text())
    if not cells:
        page.noted.emit(tr("Nothing on the clipboard would change these rows."))
        return
    PasteDialog(cells, context, apply, page).open()


class PasteDialog(QDialog):
    """Row, field, was, now, and why a cell cannot be taken."""

    def __init__(
        self, cells: Sequence[PastedCell], context: Context, apply: Callable[[Changes], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Paste – csdesk"))
        self.resize(900, 520)
        self._cells, self._apply = cells, apply
        columns: tuple[GridColumn, ...] = (
            GridColumn("name", tr("Row"), lambda cell: cell.name, "name", 230),
            GridColumn("title", tr("Field"), lambda cell: cell.title, "text", 120),
            GridColumn("was", tr("Is"), lambda cell: cell.was, "text", 140, cell=_was),
            GridColumn("now", tr("Becomes"), lambda cell: cell.now, "text", 140, cell=_now),
        )
        good = [cell for cell in cells if not cell.wrong]
        bad = len(cells) - len(good)
        if bad:
            columns += (GridColumn("why", tr("Why not"), lambda cell: cell.wrong, "text", 300, cell=_why),)
        self.grid = Grid(GridRows(columns), context.theme, lead=XL - S, name=tr("Paste"), frozen=False)
        self.grid.horizontalHeader().setStretchLastSection(True)
        self.grid.rows.show(cells)
        self.grid.fit(narrow=False)
        said = counted(len(good), "{n} cell changes", "{n} cells change")
        if bad:
            said += "  ·  " + counted(bad, "{n} cannot be taken", "{n} cannot be taken")
        self.take = button(tr("Paste"), "main")
        self.take.setEnabled(bool(good))
        leave = button(tr("Cancel"))
        foot = row(words(said, "faded"), None, self.take, leave, gap=S, margins=(XL, L, XL, L))
        self.setLayout(column(self.grid, foot, gap=0))
        self.take.clicked.connect(self._on_take)
        leave.clicked.connect(self.reject)

    def _on_take(self) -> None:
        changes: dict[int, dict[str, Any]] = {}
        for cell in self._cells:
            if not cell.wrong:
                changes.setdefault(cell.record, {})[cell.field] = cell.value
        self._apply(changes)
        self.accept()


def _was(cell: PastedCell) -> Toned:
    return Toned(cell.was or "–", "faded")


def _now(cell: PastedCell) -> Toned:
    return Toned(cell.now or "–", "risk" if cell.wrong else "ink", soft=bool(cell.wrong))


def _why(cell: PastedCell) -> Toned:
    return Toned(cell.wrong, "risk")


def export_shown(page: Page, grid: Grid, context: Context, name: str) -> None:
    """Ask for a place and write the rows and columns shown, in their order, as CSV or XLSX."""
    columns = grid.shown_columns()
    records = grid.rows.shown()
    heads = [one.title for one in columns]

    def write(target: Path) -> None:
        table = [[_plain_value(one, record) for one in columns] for record in records]

        def work(progress: Callable[[int, int], None]) -> None:
            beside = target.with_name(f".{target.name}.new")
            try:
                (_write_xlsx if target.suffix.lower() == ".xlsx" else _write_csv)(
                    beside, heads, table, progress
                )
                beside.replace(target)
            except OSError as error:
                raise Trouble(
                    mark("“{path}” cannot be written: {why}."), path=target, why=error.strerror or error
                ) from error
            finally:
                beside.unlink(missing_ok=True)

        def done(_: object) -> None:
            page.noted.emit(
                counted(
                    len(table),
                    "{n} row written to “{file}”",
                    "{n} rows written to “{file}”",
                    file=target.name,
                )
            )

        context.make(page, tr("Export of {name}", name=name), work, done)

    dialog = QFileDialog(
        page, tr("Export what is shown"), f"{name}.xlsx", f"{tr('Excel')} (*.xlsx);;CSV (*.csv)"
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.filterSelected.connect(
        lambda chosen: dialog.setDefaultSuffix("csv" if "csv" in chosen else "xlsx")
    )
    dialog.fileSelected.connect(lambda chosen: write(Path(chosen)))
    dialog.open()


def _plain_value(one: GridColumn, record: Any) -> Any:
    """Return numbers and dates as such, everything else in words."""
    from datetime import date

    value = one.value(record)
    if isinstance(value, date):
        return value
    return one.words(record)


def _write_csv(
    path: Path, heads: Sequence[str], table: Sequence[Sequence[Any]], progress: Callable[[int, int], None]
) -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guard(head) for head in heads])
        for done, line in enumerate(table, 1):
            writer.writerow(
                [cell.isoformat() if hasattr(cell, "isoformat") else guard(str(cell)) for cell in line]
            )
            if done % 500 == 0:
                progress(done, len(table))


def _write_xlsx(
    path: Path, heads: Sequence[str], table: Sequence[Sequence[Any]], progress: Callable[[int, int], None]
) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        strong, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, strong)
            sheet.set_column(place, place, max(10, min(40, len(head) + 4)))
        sheet.freeze_panes(1, 1)
        for done, line in enumerate(table, 1):
            for place, cell in enumerate(line):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(done, place, cell, day)
                elif cell != "":
                    sheet.write_string(done, place, str(cell))
            if done % 500 == 0:
                progress(done, len(table))
        sheet.autofilter(0, 0, len(table), max(0, len(heads) - 1))
