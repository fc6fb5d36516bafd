"""Typing into a cell: the editor each kind of field gets; wrong input stays until it is mended."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QStyleOptionViewItem, QWidget

from csdesk.errors import Refused
from csdesk.model.choice import Choice
from csdesk.ui.grid.cells import RECORD, Cell
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.inputs import read, written
from csdesk.ui.problems import words_of
from csdesk.ui.translate import tr
from csdesk.ui.widgets.completing import complete
from csdesk.ui.widgets.parts import restyle

Index = QModelIndex | QPersistentModelIndex


class _ListKeys(QObject):
    """Enter and Tab in the list under a cell take the word chosen and go on, as without the list."""

    def __init__(self, delegate: "EditingCell", line: QLineEdit, popup: QAbstractItemView) -> None:
        super().__init__(line)
        self._delegate, self._line, self._popup = delegate, line, popup
        self._popup.installEventFilter(self)  # after the completer's own, so it is asked first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        chosen = self._popup.currentIndex()
        if chosen.isValid():
            self._line.setText(chosen.data())
        self._popup.hide()
        return self._delegate.eventFilter(self._line, event)


class EditingCell(Cell):
    """Mixed into a cell's delegate where the column has an input. ``wrong``: the last input was refused."""

    wrong = False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._column(index)
        given = column.edit
        if given is None:
            return super().createEditor(parent, option, index)
        editor: QWidget
        if issubclass(given.kind, Choice) or given.kind is bool:
            box = QComboBox(parent)
            if given.optional:
                box.addItem("–", None)
            members: Any = given.kind if issubclass(given.kind, Choice) else (True, False)
            for member in members:
                box.addItem(written(given.kind, member), member)
            box.activated.connect(lambda _: self.commitData.emit(box))
            editor = box
        else:
            line = QLineEdit(parent)
            if given.choices:
                _ListKeys(self, line, complete(line, given.choices))
            if column.right:
                line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.textEdited.connect(lambda: restyle(line, wrong=False))
            editor = line
        editor.setAccessibleName(column.title)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        column = self._column(index)
        given, record = column.edit, index.data(RECORD)
        if given is None:
            return
        value = given.start(record) if given.start else column.value(record)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(written(given.kind, value, given.currency(record) if given.currency else ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        column = self._column(index)
        given, record = column.edit, index.data(RECORD)
        if given is None:
            return
        before = given.start(record) if given.start else column.value(record)
        self.wrong = False
        if isinstance(editor, QComboBox):
            value = editor.currentData()
        elif isinstance(editor, QLineEdit):
            try:
                value = read(given.kind, editor.text(), given.currency(record) if given.currency else "")
                if value is None and not given.optional:
                    raise Refused(tr("“{label}” cannot be empty.", label=column.title))
            except Refused as error:
                self.refused(editor, words_of(error))
                return
        else:
            return
        if value != before:
            model.setData(index, value)

    def refused(self, editor: QLineEdit, why: str) -> None:
        """Tell why at the editor; what was there stays as it was."""
        from PySide6.QtWidgets import QToolTip

        self.wrong = True
        restyle(editor, wrong=True)
        QToolTip.showText(editor.mapToGlobal(editor.rect().bottomLeft()), why, editor, QRect(), 8000)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    @staticmethod
    def _column(index: Index) -> GridColumn:
        model = index.model()
        if not isinstance(model, GridRows):
            raise AssertionError("a grid shows grid rows")
        return model.columns[index.column()]
