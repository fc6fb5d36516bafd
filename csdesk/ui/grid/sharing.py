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
    """Lay ``text`` (tab-separated lines) over the grid from the current cell on; only what differs."""
    start = grid.currentIndex()
    shown = grid.shown_columns()
    if not start.isValid():
        return []
    first = shown.index(grid.rows.columns[start.column()])
    found: list[PastedCell] = []
    for down, line in enumerate(_lines(text)):
        if start.row() + down >= grid.rows.rowCount():
            break
        record = grid.rows.record(start.row() + down)
        for right, cell in enumerate(line):
            if first + right >= len(shown):
                break
            made = _cell(len(found), grid, record, shown[first + right], cell.strip())
            if made is not None:
                found.append(made)
    return found


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
        self.setWindowTitle(tr("Paste"))
        self.resize(860, 520)
        self._cells, self._apply = cells, apply
        columns = (
            GridColumn("name", tr("Row"), lambda cell: cell.name, "name", 230),
            GridColumn("title", tr("Field"), lambda cell: cell.title, "text", 120),
            GridColumn("was", tr("Is"), lambda cell: cell.was, "text", 150, cell=_was),
            GridColumn("now", tr("Becomes"), lambda cell: cell.now, "text", 150, cell=_now),
            GridColumn("why", tr("Why not"), lambda cell: cell.wrong, "text", 320, cell=_why),
        )
        self.grid = Grid(GridRows(columns), context.theme, name=tr("Paste"))
        self.grid.horizontalHeader().setStretchLastSection(True)
        self.grid.rows.show(cells)
        good = [cell for cell in cells if not cell.wrong]
        bad = len(cells) - len(good)
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
