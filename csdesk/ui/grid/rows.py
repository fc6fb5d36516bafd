"""The grid's model: columns as lists, an index list for order and filter. No proxy, no work in ``data()``."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from csdesk.ui.formats import collated, plain
from csdesk.ui.grid.cells import CELL, LEFT, RECORD, RIGHT
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.translate import plain_tip

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
Order = Sequence[tuple[str, bool]]  # (column key, descending), the first decides
SORTED = Role.UserRole + 3  # header: None, or (descending, place among the keys, how many keys)
NONE = Qt.ItemFlag.NoItemFlags
READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
EDITED = READ | Qt.ItemFlag.ItemIsEditable
SEARCHED = ("name", "text", "tags", "person")  # amounts and dates are sorted by, not looked for
PREPARE = 200  # rows whose filter text is prepared in one idle moment


class GridRows(QAbstractTableModel):
    """Rows of anything with an ``id``. ``show`` replaces them; ``arrange`` orders and filters what is shown.

    ``arranged`` is emitted after each; ``typed(records, column, value)`` when a cell was edited.
    """

    arranging = Signal()
    arranged = Signal()
    renewed = Signal()  # other values than before, whatever their order
    typed = Signal(object, object, object)

    def __init__(
        self,
        columns: Sequence[GridColumn],
        *,
        key: Callable[[Any], Any] = lambda record: record.id,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.place_of = {column.key: place for place, column in enumerate(self.columns)}
        self.editable = True
        self.key = key
        self.order: Order = ()
        self._records: Sequence[Any] = ()
        self._shown: list[int] = []
        self._cells: list[dict[int, object]] = [{} for _ in self.columns]
        self._sorting: dict[str, tuple[list[Any], list[int], list[int]]] = {}
        self._orders: dict[tuple[str, bool], list[int]] = {}
        self._hay: list[str] = []
        self._places: dict[Any, int] | None = None  # where each record is, worked out when first asked
        self._text = ""
        self._tests: Sequence[Callable[[Any], bool]] = ()
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._prepare)

    # what is shown

    def show(self, records: Sequence[Any]) -> None:
        """Show other rows, filtered and ordered as before."""
        self.arranging.emit()
        self.beginResetModel()
        self._records, self._places = records, None
        self._cells = [{} for _ in self.columns]
        self._sorting, self._orders = {}, {}
        self._hay = []
        self._shown = self._sorted(self._filtered())
        self.endResetModel()
        self.arranged.emit()
        self.renewed.emit()
        self._idle.start()

    def arrange(
        self,
        *,
        text: str | None = None,
        tests: Sequence[Callable[[Any], bool]] | None = None,
        order: Order | None = None,
    ) -> None:
        """Filter by every word of ``text`` and every test; order by keys, blanks last in either direction."""
        narrower = (
            text is not None and tests is None and order is None and _narrows(self._text, plain(text).strip())
        )
        if text is not None:
            self._text = plain(text).strip()
        if tests is not None:
            self._tests = tuple(tests)
        if order is not None:
            self.order = tuple(order)
        if narrower:
            shown = self._matching(self._shown)
        elif order is not None and text is None and tests is None:
            shown = self._sorted(self._shown)
        else:
            shown = self._sorted(self._filtered())
        self.arranging.emit()
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
        self.arranged.emit()

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Describe the rows by other columns, such as after the user defined a field."""
        self.arranging.emit()
        self.beginResetModel()
        self.columns = tuple(columns)
        self.place_of = {column.key: place for place, column in enumerate(self.columns)}
        self._cells = [{} for _ in self.columns]
        self._sorting, self._orders, self._hay = {}, {}, []
        self.endResetModel()
        self.arranged.emit()
        self.renewed.emit()

    def renew(self, column: str) -> None:
        """Paint a column anew: its values came later than the rows, such as spark lines."""
        place = self.place_of[column]
        self._cells[place] = {}
        self._sorting.pop(column, None)
        for descending in (True, False):
            self._orders.pop((column, descending), None)
        if any(key == column for key, _ in self.order):
            self.arrange(order=self.order)
        elif self._shown:
            self.dataChanged.emit(self.index(0, place), self.index(len(self._shown) - 1, place))
        self.renewed.emit()

    def renew_all(self) -> None:
        """Paint every cell anew, order and filter likewise: values of the rows came later."""
        self._cells = [{} for _ in self.columns]
        self._sorting, self._orders = {}, {}
        self._hay = []
        self.arrange(tests=self._tests)
        self.renewed.emit()
        self._idle.start()

    @property
    def records(self) -> Sequence[Any]:
        """All of them, shown or not."""
        return self._records

    def sample(self, column: int, most: int) -> list[object]:
        """Return the column's cells of up to ``most`` records, spread over all of them."""
        step = max(1, len(self._records) // most)
        found = self._cells[column]
        for place in range(0, len(self._records), step):
            if place not in found:
                found[place] = self._cell(self.columns[column], self._records[place])
        return [found[place] for place in range(0, len(self._records), step)]

    def shown(self) -> list[Any]:
        """Return the records shown, in their order."""
        return [self._records[place] for place in self._shown]

    def record(self, row: int) -> Any:
        return self._records[self._shown[row]]

    def rows_of(self, keys: Iterable[Any]) -> list[int]:
        """Return the rows in which these records are shown."""
        if self._places is None:
            self._places = {self.key(record): place for place, record in enumerate(self._records)}
        places = {self._places[key] for key in keys if key in self._places}
        if len(places) == 1:
            (place,) = places
            return [self._shown.index(place)] if place in self._shown else []
        return [row for row, place in enumerate(self._shown) if place in places]

    # order and filter

    def _filtered(self) -> list[int]:
        shown = list(range(len(self._records)))
        records = self._records
        for test in self._tests:
            shown = [place for place in shown if test(records[place])]
        return self._matching(shown)

    def _matching(self, shown: list[int]) -> list[int]:
        if self._text:
            while len(self._hay) < len(self._records):
                self._prepare()
            hay = self._hay
            for word in self._text.split():
                shown = [place for place in shown if word in hay[place]]
        return shown

    def _sorted(self, shown: list[int]) -> list[int]:
        for key, descending in reversed(self.order):
            if key not in self.place_of:
                continue
            if len(shown) == len(self._records) and len(self.order) == 1:
                shown = self._whole(key, descending=descending)
            else:
                values = self._keys(key)[0]
                filled = [place for place in shown if values[place] is not None]
                rest = [place for place in shown if values[place] is None]
                shown = sorted(filled, key=values.__getitem__, reverse=descending) + rest
        return list(shown)

    def _whole(self, key: str, *, descending: bool) -> list[int]:
        """Return all rows in the order of one column; an order once worked out is kept until rows change."""
        if (key, descending) not in self._orders:
            values, known, blank = self._keys(key)
            self._orders[key, descending] = sorted(known, key=values.__getitem__, reverse=descending) + blank
        return self._orders[key, descending]

    def _keys(self, key: str) -> tuple[list[Any], list[int], list[int]]:
        """Return what to compare of a column, and which records have it; made once per change."""
        if key not in self._sorting:
            value = self.columns[self.place_of[key]].value
            values = [value(record) for record in self._records]
            values = [collated(each) if isinstance(each, str) else each for each in values]
            known = [place for place, each in enumerate(values) if each is not None]
            blank = [place for place, each in enumerate(values) if each is None]
            self._sorting[key] = values, known, blank
        return self._sorting[key]

    def _prepare(self) -> None:
        """Write down, a few rows at a time, what the filter looks in."""
        start = len(self._hay)
        some = self._records[start : start + PREPARE]
        searched = [column for column in self.columns if column.kind in SEARCHED]
        for record in some:
            self._hay.append(plain("\n".join(column.words(record) for column in searched)))
        if len(self._hay) >= len(self._records):
            self._idle.stop()

    # Qt's contract

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place, column = self._shown[index.row()], index.column()
        if role == CELL:
            found = self._cells[column]
            if place not in found:
                found[place] = self._cell(self.columns[column], self._records[place])
            return found[place]
        match role:
            case Role.DisplayRole:
                return self.columns[column].words(self._records[place])
            case Role.AccessibleTextRole:
                words = self.columns[column].words(self._records[place])
                return f"{self.columns[column].title}: {words or '–'}"
            case Role.ToolTipRole:
                tip = self.columns[column].tip
                return plain_tip(tip(self._records[place])) if tip else None
            case Role.TextAlignmentRole:
                return (RIGHT if self.columns[column].right else LEFT) | Qt.AlignmentFlag.AlignVCenter
            case _ if role == RECORD:
                return self._records[place]
        return None

    @staticmethod
    def _cell(column: GridColumn, record: Any) -> object:
        return column.cell(record) if column.cell else column.words(record)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Role.DisplayRole:
                return column.title
            case Role.TextAlignmentRole:
                return (RIGHT if column.right else LEFT) | Qt.AlignmentFlag.AlignVCenter
            case _ if role == SORTED:
                for place, (key, descending) in enumerate(self.order):
                    if key == column.key:
                        return descending, place, len(self.order)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return NONE
        return EDITED if self.editable and self.columns[index.column()].edit is not None else READ

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Hand on what was typed; the cell changes when the book has changed."""
        if role != Role.EditRole or not index.isValid():
            return False
        self.typed.emit([self.record(index.row())], self.columns[index.column()], value)
        return True


def _narrows(before: str, after: str) -> bool:
    """Whether ``after`` can only leave fewer rows than ``before``."""
    return bool(before) and after.startswith(before)
