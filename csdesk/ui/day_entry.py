"""A date to type or to choose."""

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QLineEdit

from csdesk.errors import Refused
from csdesk.ui import formats
from csdesk.ui.inputs import read
from csdesk.ui.theme import Theme
from csdesk.ui.translate import tr


class DayEntry(QLineEdit):
    """A date, typed or chosen: “today”, “+30”, the locale's way, or the calendar. Arrow keys step by days."""

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__()
        self._today = today
        self.setPlaceholderText(formats.typed_pattern().lower())
        act = self.addAction(theme.icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        act.setToolTip(tr("Choose a day"))
        act.triggered.connect(self._choose)

    def value(self) -> date | None:
        """Return the day typed; Refused says what is wrong."""
        found = read(date, self.text(), today=self._today)
        return found if isinstance(found, date) else None

    def keyPressEvent(self, event: Any) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 30, Qt.Key.Key_PageDown: -30}
        if event.key() not in step:
            super().keyPressEvent(event)
            return
        try:
            start = self.value() or self._today
        except Refused:
            return
        later = QDate(start.year, start.month, start.day).addDays(step[event.key()])
        self._take(later)

    def _take(self, chosen: QDate) -> None:
        self.setText(formats.typed_day(date(chosen.year(), chosen.month(), chosen.day())))
        self.textEdited.emit(self.text())

    def _choose(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        try:
            start = self.value() or self._today
        except Refused:
            start = self._today
        calendar.setSelectedDate(QDate(start.year, start.month, start.day))
        for chosen in (calendar.activated, calendar.clicked):
            chosen.connect(self._take)
            chosen.connect(calendar.close)
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()
