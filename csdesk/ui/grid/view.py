"""The grid's view: rows of 32, frozen first column, a sheet's keyboard, selection kept through refreshes."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLine,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from csdesk.ui.grid import widths as widths_of
from csdesk.ui.grid.cells import DELEGATES, ROW, Cell
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.editing import EditingCell
from csdesk.ui.grid.header import Header
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Select = QItemSelectionModel.SelectionFlag


class Grid(QTableView):
    """Whole rows selected, one cell current. A click on the head sorts, Shift adds a key.

    ``activated_record(record)`` on double click or Enter, ``chosen_changed`` when the selection did.
    """

    activated_record = Signal(object)
    chosen_changed = Signal()
    menu_wanted = Signal(QPoint)
    looked = Signal()  # widths, order or columns were changed by hand
    stretched: int | None = None  # the column that takes the room the others leave, in a section of a page
    _frozen: "_Frozen | None" = None  # Qt calls our virtuals while it is being built

    def __init__(
        self, rows: GridRows, theme: Theme, *, lead: int = 0, name: str = "", frozen: bool = True
    ) -> None:
        super().__init__()
        self.rows, self._theme = rows, theme
        self.hovered, self.lead = -1, lead  # lead brings the first column in line with what stands above
        self._kept: tuple[set[Any], Any, int, int] = (set(), None, 0, 0)
        self._quiet = False
        self._touched = False  # until the user goes somewhere, the first row is the current one
        self._head = Header(theme, lead)
        self.setHorizontalHeader(self._head)
        self.setModel(rows)
        rows.setParent(self)  # a view does not own its model
        self.setAccessibleName(name)
        self._delegates: list[Cell] = []
        self.fitted: dict[int, int] = {}  # widths by column as last given, unless dragged since
        self._needed: dict[int, int] = {}  # what the values need; forgotten when they change
        rows.renewed.connect(self._on_renewed)
        self._dress_columns()
        _plain_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)  # Tab leaves the grid; inside an editor it moves to the next cell
        self._head.setStretchLastSection(True)
        self._frozen = _Frozen(self, theme) if frozen else None
        self._head.pressed_on.connect(self.sort_by)
        self._head.sectionResized.connect(self._on_looked)
        self._head.sectionMoved.connect(self._on_looked)
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows.arranging.connect(self._keep)
        rows.arranged.connect(self._put_back)
        self.doubleClicked.connect(self._on_activated)
        self._watch_selection()

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Show the rows by other columns; what is chosen stays so."""
        self._quiet_look = True
        self.rows.set_columns(columns)
        self._dress_columns()
        if self._frozen:
            self._frozen.hide_others()
        self._quiet_look = False

    def _dress_columns(self) -> None:
        for delegate in self._delegates:
            delegate.deleteLater()
        self._delegates = []
        for place, column in enumerate(self.rows.columns):
            delegate = self._delegate(column)
            self._delegates.append(delegate)
            self.setItemDelegateForColumn(place, delegate)
            self.setColumnWidth(place, column.width)

    def _delegate(self, column: GridColumn) -> Cell:
        kind = DELEGATES[column.kind]
        if column.edit is None:
            return kind(self, self._theme)
        editing: type[Cell] = type(f"Editing{kind.__name__}", (EditingCell, kind), {})
        return editing(self, self._theme)

    # what is chosen

    def chosen(self) -> list[Any]:
        """Return the selected records in the order shown."""
        model = self.selectionModel()
        ranges = sorted((part.top(), part.bottom()) for part in model.selection().toList())
        places = dict.fromkeys(row for top, bottom in ranges for row in range(top, bottom + 1))
        return [self.rows.record(row) for row in places]

    def current(self) -> Any | None:
        """Return the record of the current cell."""
        index = self.currentIndex()
        return self.rows.record(index.row()) if index.isValid() else None

    def choose(self, keys: Sequence[Any]) -> None:
        """Select these records and go to the first of them."""
        rows = self.rows.rows_of(keys)
        self.selectionModel().select(self._ranges(rows), Select.ClearAndSelect | Select.Rows)
        if rows:
            index = self.rows.index(rows[0], max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(index, Select.NoUpdate)
            self.scrollTo(index)

    def step(self, by: int) -> Any | None:
        """Go to the next (1) or previous (−1) row and return its record."""
        row = self.currentIndex().row() + by
        if not 0 <= row < self.rows.rowCount():
            return None
        self.selectRow(row)
        return self.rows.record(row)

    def _watch_selection(self) -> None:
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentChanged.connect(self._on_current)

    def _on_current(self, index: QModelIndex) -> None:
        if not self._quiet and index.row() > 0:
            self._touched = True

    def _on_selection(self) -> None:
        if not self._quiet:
            self.chosen_changed.emit()

    def _keep(self) -> None:
        current = self.current()
        key = self.rows.key
        self._kept = (
            {key(record) for record in self.chosen()},
            None if current is None else key(current),
            self.currentIndex().column(),
            self.verticalScrollBar().value(),
        )
        self._quiet = True

    def _put_back(self) -> None:
        keys, current, column, scrolled = self._kept
        model = self.selectionModel()
        if keys:
            model.select(self._ranges(self.rows.rows_of(keys)), Select.ClearAndSelect | Select.Rows)
        if current is not None and (self._touched or keys) and (found := self.rows.rows_of([current])):
            model.setCurrentIndex(self.rows.index(found[0], max(0, column)), Select.NoUpdate)
        elif self.rows.rowCount() and not keys:
            model.setCurrentIndex(self.rows.index(0, 0), Select.NoUpdate)
        self.verticalScrollBar().setValue(scrolled)
        self.hovered = -1
        self._quiet = False
        self.chosen_changed.emit()

    def _ranges(self, rows: Sequence[int]) -> QItemSelection:
        """Return rows as few ranges: ten thousand single ones would take a second."""
        result, last = QItemSelection(), len(self.rows.columns) - 1
        start = previous = None
        for row in [*rows, None]:
            if start is not None and (row is None or previous is None or row != previous + 1):
                result.select(self.rows.index(start, 0), self.rows.index(previous or 0, last))
                start = None
            if start is None:
                start = row
            previous = row
        return result

    # the look

    def shown_columns(self) -> list[GridColumn]:
        """Return the columns seen, in the order seen."""
        head = self._head
        places = (head.logicalIndex(visual) for visual in range(head.count()))
        return [self.rows.columns[place] for place in places if not self.isColumnHidden(place)]

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns in this order, the others not."""
        head = self._head
        self._quiet_look = True
        for place, column in enumerate(self.rows.columns):
            self.setColumnHidden(place, column.key not in keys and column.choosable)
        for visual, key in enumerate([key for key in keys if key in self.rows.place_of]):
            head.moveSection(head.visualIndex(self.rows.place_of[key]), visual)
        self._quiet_look = False

    _quiet_look = False

    def fit(self, *, narrow: bool) -> None:
        """Give each column its width for a wide or a narrow window, and what its values need beyond it."""
        if len(self._delegates) != len(self.rows.columns):
            return  # between other columns and their delegates
        self._quiet_look = True
        columns = [(p, each) for p, each in enumerate(self.rows.columns) if not self.isColumnHidden(p)]
        for place, _ in columns:
            if place not in self._needed:
                lead = self.lead if place == 0 else 0
                self._needed[place] = widths_of.needed(self.rows, place, self._delegates[place]) + max(
                    0, lead
                )
        needs = {place: self._needed[place] for place, _ in columns}
        designed = {p: (each.narrow or each.width) if narrow else each.width for p, each in columns}
        name = 0 if self.rows.columns[0].kind == "name" else -1
        name = name if self.stretched is None else self.stretched
        scrolls = self.verticalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        room = self.width() - (self.verticalScrollBar().sizeHint().width() if scrolls else 0)
        self.fitted = widths_of.fitted_to(room, needs, designed, name)
        for place, wide in self.fitted.items():
            self.setColumnWidth(place, wide)
        self._quiet_look = False

    def _on_renewed(self) -> None:
        self._needed = {}

    def _on_looked(self) -> None:
        if not self._quiet_look:
            self.looked.emit()

    def hover(self, row: int) -> None:
        """Tint the row under the pointer."""
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
            if self._frozen:
                self._frozen.hovered = row
                self._frozen.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for delegate in getattr(self, "_delegates", []):
                delegate.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _rule(self, self._theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.stretched is not None and event.size().width() != event.oldSize().width():
            self.fit(narrow=False)
        super().resizeEvent(event)
        if self._frozen:
            self._frozen.place()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll so that the cell does not end under the frozen column."""
        super().scrollTo(index, hint)
        if self._frozen and index.column() > 0 and self._frozen.isVisible():
            hidden = self._frozen.width() - self.visualRect(index).left()
            if hidden > 0:
                self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    # order

    def sort_by(self, section: int, further: bool) -> None:  # noqa: FBT001  a slot
        """Sort by a click: the other way round, or anew; with Shift as a further key."""
        key = self.rows.columns[section].key
        order = list(self.rows.order)
        held = next((place for place, (each, _) in enumerate(order) if each == key), None)
        starts_down = self.rows.columns[section].right  # numbers are looked at from the largest
        if further and order:
            if held is None:
                order.append((key, starts_down))
            else:
                order[held] = (key, not order[held][1])
        else:
            order = [(key, not order[0][1] if held == 0 else starts_down)]
        self.rows.arrange(order=order)
        self.looked.emit()

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and index.isValid():
            self._on_activated(index)
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        elif event.text() == " " and plain and index.isValid():
            self.selectionModel().select(index, Select.Toggle | Select.Rows)
        else:
            super().keyPressEvent(event)

    def take_editor_key(self, delegate: Cell, editor: object, event: QEvent) -> bool:
        """Move on from an editor as a sheet does: Tab to the right, Enter down, Shift the other way."""
        if not isinstance(event, QKeyEvent) or not isinstance(editor, QWidget):
            return False
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = (0, -1 if key == Qt.Key.Key_Backtab or back else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            step = (-1 if back else 1, 0)
        else:
            return False
        index = self.currentIndex()
        delegate.commitData.emit(editor)
        if isinstance(delegate, EditingCell) and delegate.wrong:
            return True  # what was typed stays open to be mended
        delegate.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        target = self._next_cell(index, *step)
        if target.isValid():
            self.setCurrentIndex(target)
            if step[1]:
                self.edit(target)
        return True

    def _next_cell(self, index: QModelIndex, down: int, right: int) -> QModelIndex:
        if down:
            return self.rows.index(index.row() + down, index.column())
        visual = self._head.visualIndex(index.column())
        while 0 <= (visual := visual + right) < self._head.count():
            place = self._head.logicalIndex(visual)
            found = self.rows.index(index.row(), place)
            if not self.isColumnHidden(place) and found.flags() & Qt.ItemFlag.ItemIsEditable:
                return found
        return QModelIndex()

    def edit_current(self) -> None:
        """Open the editor of the current cell, or of the first one in its row that has one."""
        index = self.currentIndex()
        if index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            index = self._next_cell(index, 0, 1)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    # copies

    def copy(self) -> None:
        """Copy the selected rows as a sheet takes them: parted by tabs, and as a table."""
        columns = self.shown_columns()
        records = self.chosen() or ([self.current()] if self.current() is not None else [])
        copy_table([column.title for column in columns], [[c.words(r) for c in columns] for r in records])

    def copy_cell(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(str(index.data() or ""))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def _on_activated(self, index: QModelIndex) -> None:
        self.activated_record.emit(self.rows.record(index.row()))


class _Frozen(QTableView):
    """The first column again, over the place where it scrolls away; seen only while scrolled."""

    def __init__(self, grid: Grid, theme: Theme) -> None:
        super().__init__(grid)
        self._grid, self._theme = grid, theme
        self.hovered, self.lead = -1, grid.lead
        self._head = Header(theme, grid.lead)
        self.setHorizontalHeader(self._head)
        self.setModel(grid.rows)
        self.setSelectionModel(grid.selectionModel())
        _plain_table(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._delegate = DELEGATES[grid.rows.columns[0].kind](self, theme)  # not the grid's: that one edits
        self.setItemDelegateForColumn(0, self._delegate)
        self.hide_others()
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(self.place)
        grid.horizontalHeader().sectionResized.connect(self.place)
        self._head.pressed_on.connect(grid.sort_by)
        self.doubleClicked.connect(grid.doubleClicked)
        self.hide()

    def hide_others(self) -> None:
        """Show the first column only."""
        for place in range(1, len(self._grid.rows.columns)):
            self.hideColumn(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_delegate"):
            self._delegate.dress()

    def place(self) -> None:
        """Stand over the first column, exactly."""
        grid = self._grid
        scrolled = grid.horizontalScrollBar().value() > 0
        if scrolled:
            wide = grid.columnWidth(0)
            self.setColumnWidth(0, wide)
            foot = grid.horizontalScrollBar().height() if grid.horizontalScrollBar().isVisible() else 0
            self.setGeometry(QRect(0, 0, wide, grid.height() - foot))
            self.verticalScrollBar().setValue(grid.verticalScrollBar().value())
        self.setVisible(scrolled)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._grid.hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._grid.hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._grid.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _rule(self, self._theme)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.color("edge"), 1))
        edge = self.viewport().width() - 1
        painter.drawLine(edge, 0, edge, self.viewport().height())
        painter.end()


def _rule(table: QTableView, theme: Theme) -> None:
    """Draw the hairline under each row in sight, all at once."""
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    if first < 0:
        return
    last = table.model().rowCount() - 1 if last < 0 else last
    wide = min(table.viewport().width(), table.horizontalHeader().length()) - 1
    foots = [table.rowViewportPosition(row) + table.rowHeight(row) - 1 for row in range(first, last + 1)]
    painter = QPainter(table.viewport())
    painter.setPen(QPen(theme.color("line"), 1))
    painter.drawLines([QLine(0, foot, wide, foot) for foot in foots])
    painter.end()


def _plain_table(table: QTableView) -> None:
    """No lines but one under each row, whole rows, scrolling by pixels."""
    down = table.verticalHeader()
    down.hide()
    down.setDefaultSectionSize(ROW)
    down.setMinimumSectionSize(ROW)
    down.setSectionResizeMode(down.ResizeMode.Fixed)
    table.setShowGrid(False)
    table.setMouseTracking(True)
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalScrollBar().setSingleStep(ROW)


def copy_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Put a table on the clipboard as tab-separated text and as HTML; one cell goes without its head."""
    import html

    if not lines:
        return
    several = len(lines) > 1 or len(heads) > 1
    table = [list(heads), *lines] if several else list(lines)
    clean = [[" ".join(cell.split()) for cell in line] for line in table]
    data = QMimeData()
    data.setText("\r\n".join("\t".join(line) for line in clean))
    body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in line) + "</tr>" for line in clean)
    data.setHtml(f"<table>{body}</table>")
    QGuiApplication.clipboard().setMimeData(data)


def small_grid(
    columns: Sequence[GridColumn],
    theme: Theme,
    name: str,
    *,
    key: Callable[[Any], Any] = lambda record: record.id,
    stretched: int = 0,
) -> Grid:
    """Return a grid for a section of a page: flush with the heading, as high as its rows, no scroll bars."""
    grid = Grid(GridRows(columns, key=key), theme, lead=-8, name=name, frozen=False)
    head = grid.horizontalHeader()
    head.setSectionsMovable(False)
    head.setStretchLastSection(False)
    head.setSectionResizeMode(stretched, head.ResizeMode.Stretch)
    grid.stretched = stretched
    grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    grid.setTabKeyNavigation(False)

    def fit() -> None:
        grid.setFixedHeight(ROW * (grid.rows.rowCount() + 1) + 1)

    grid.rows.arranged.connect(fit)
    grid.rows.renewed.connect(lambda: grid.fit(narrow=False))
    fit()
    return grid
