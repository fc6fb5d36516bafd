"""A chart with what stands at its top right: a way to ask what it shows, and a choice where it has one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from csdesk.ui.context import Context
from csdesk.ui.theme import S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.chart import ChartView
from csdesk.ui.widgets.parts import column, icon_button

if TYPE_CHECKING:
    from csdesk.charts.data import ChartData


class ChartBox(QWidget):
    """``opened(records, label)`` on a mark, ``explained`` when asked what the chart is made of."""

    opened = Signal(object, str)
    explained = Signal()

    def __init__(self, context: Context, height: int) -> None:
        super().__init__()
        self.view = ChartView(context.jobs, context.theme, height)
        self.setLayout(column(self.view, None, gap=0))
        self._ask = icon_button(context.theme, "info", tr("What is this made of?"))
        self._ask.setParent(self)
        self._choice: QWidget | None = None
        self.view.opened.connect(self.opened)
        self._ask.clicked.connect(self.explained)

    def put(self, choice: QWidget) -> None:
        """Stand a control beside the button."""
        choice.setParent(self)
        self._choice = choice
        self._place()

    def show_data(self, data: "ChartData") -> None:
        """Show other data."""
        self.view.show_data(data)
        name = tr("What is this made of? {title}", title=data.title)
        self._ask.setAccessibleName(name)

    def set_height(self, height: int) -> None:
        """Be as high as the data need."""
        self.view.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        hint = self._ask.sizeHint()
        right = self.width() - hint.width()
        self._ask.setGeometry(right, -4, hint.width(), hint.height())
        self._ask.raise_()
        if self._choice is not None:
            wide = self._choice.sizeHint()
            self._choice.setGeometry(right - wide.width() - S, 0, wide.width(), wide.height())
            self._choice.raise_()
