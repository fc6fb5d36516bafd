"""A chart with what stands at its top right: a way to ask what it shows, and a choice where it has one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from csdesk.ui.context import Context
from csdesk.ui.theme import S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.chart import ChartView
from csdesk.ui.widgets.parts import column, icon_button, row

if TYPE_CHECKING:
    from csdesk.charts.data import ChartData


class ChartBox(QWidget):
    """``opened(records, label)`` on a mark, ``explained`` when asked what the chart is made of."""

    opened = Signal(object, str)
    explained = Signal()

    def __init__(self, context: Context, height: int) -> None:
        super().__init__()
        self.view = ChartView(context.jobs, context.theme, height)
        self.ask = icon_button(context.theme, "info", tr("What is this made of?"))
        side = row(self.view, self.ask, gap=0)
        side.setStretch(0, 1)
        side.setAlignment(self.ask, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(side, None, gap=0))
        self._choice: QWidget | None = None
        self.view.opened.connect(self.opened)
        self.ask.clicked.connect(self.explained)

    def put(self, choice: QWidget) -> None:
        """Stand a control beside the button, over the empty end of the chart's title."""
        choice.setParent(self)
        self._choice = choice
        self._place()

    def show_data(self, data: "ChartData") -> None:
        """Show other data."""
        self.view.show_data(data)
        self.ask.setAccessibleName(tr("What is this made of? {title}", title=data.title))

    def set_height(self, height: int) -> None:
        """Be as high as the data need."""
        self.view.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._choice is not None:
            size = self._choice.sizeHint()
            right = self.width() - self.ask.sizeHint().width() - S
            self._choice.setGeometry(right - size.width(), 0, size.width(), size.height())
            self._choice.raise_()
