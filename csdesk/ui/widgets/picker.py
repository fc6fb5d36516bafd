"""One of several values, each with its words: a combo box that the wheel cannot change by accident."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from csdesk.ui.theme import XS
from csdesk.ui.translate import plain_tip
from csdesk.ui.widgets.parts import Giving, column, restyle


class Picker(QComboBox):
    """``picked(value)`` when the user chose. The wheel scrolls the page while the picker is not in focus."""

    picked = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)
        self.installEventFilter(self)
        self.offer(choices)
        self.activated.connect(lambda place: self.picked.emit(str(self.itemData(place) or "")))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices: pairs of value and words."""
        kept = self.value()
        self.clear()
        for value, said in choices:
            self.addItem(said, value)
        self.show_value(kept)

    def share(self, choices: QAbstractItemModel) -> None:
        """Offer the rows of a model that several pickers share; the value is in ``UserRole``."""
        self.setModel(choices)

    def value(self) -> str:
        return str(self.currentData() or "")

    def show_value(self, value: str) -> None:
        """Show a value without telling; one that is not offered is added as it is."""
        place = self.findData(value)
        if place < 0 and value:
            self.addItem(value, value)
            place = self.count() - 1
        self.setCurrentIndex(max(place, 0) if self.count() else -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as the style does, with words too long for the place cut by “…” and whole in the tool tip."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        whole = self.currentText()
        place = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, place, self).width() - 2
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self.setToolTip("" if option.currentText == whole else plain_tip(whole))
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def showPopup(self) -> None:
        """Show every choice whole, however narrow the picker is."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * XS + view.verticalScrollBar().sizeHint().width())
        super().showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and watched is self and not self.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Captioned(QWidget):
    """A small control under its caption, with room for what is wrong: the cell of a bar of settings."""

    def __init__(self, caption: str, control: QWidget) -> None:
        super().__init__()
        self.control = control
        self._caption = Giving(caption, "caption")
        self.wrong = Giving("", "caption", "risk")
        self.wrong.hide()
        control.setAccessibleName(caption)
        self.setLayout(column(self._caption, control, self.wrong, None, gap=XS))

    def blame(self, text: str) -> None:
        """Ask for an answer here, or take the question away."""
        self.wrong.say(text)
        self.wrong.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
        restyle(self.control, wrong=bool(text))
