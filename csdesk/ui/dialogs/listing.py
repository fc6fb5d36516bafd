"""What dialogs over a list share: a head, the grid or why it is empty, a foot with what went wrong."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from csdesk.errors import CsdeskError
from csdesk.ui.context import Context
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XL, L, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Button, button, column, line, restyle, row, words


class ListDialog(QDialog):
    """Stays open beside the window, which remains usable; Undo works from inside as well."""

    opened = Signal(str, object)  # go to the page of that key and show that record
    undo_wanted = Signal()
    title: ClassVar[str]

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr(self.title))
        self.context = context
        self.said = words("", "faded", wrap=True)
        self.close_button = button(tr("Close"))
        self.close_button.clicked.connect(self.close)
        for keys in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Close):
            shortcut = QShortcut(QKeySequence(keys), self)
            undo = keys == QKeySequence.StandardKey.Undo
            shortcut.activated.connect(self.undo_wanted.emit if undo else self.close)

    def lay(self, body: Sequence[QWidget | QLayout], *doings: Button) -> None:
        """Lay out: what the dialog shows, then the foot with its words and buttons."""
        foot = row(self.said, *doings, self.close_button, gap=S, margins=(XL, L, XL, L))
        foot.setStretch(0, 1)
        box = column(*body, line(), foot, gap=0)
        self.setLayout(box)
        self.said.setMinimumHeight(self.fontMetrics().height() * 2)

    def say(self, text: str) -> None:
        """Write at the foot."""
        restyle(self.said, tone="")
        self.said.setText(text)

    def failed(self, error: BaseException) -> None:
        """Say at the foot what the book refused; anything else is told as everywhere."""
        if not isinstance(error, CsdeskError):
            self.context.jobs.failed.emit(error)
            return
        restyle(self.said, tone="risk")
        self.said.setText(words_of(error))
