"""A line over the whole window about the book that is open, with what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from csdesk.ui.theme import XL, L, M
from csdesk.ui.widgets.parts import button, row, words


class Banner(QFrame):
    """``answered`` when its button was pressed."""

    answered = Signal()

    def __init__(self, text: str, answer: str) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAccessibleName(text)
        self.text = words(text, wrap=True)
        self.button = button(answer, "link")
        self.button.clicked.connect(self.answered)
        box = row(self.text, self.button, gap=L, margins=(XL, M // 2, L, M // 2))
        box.setStretch(0, 1)
        self.setLayout(box)
