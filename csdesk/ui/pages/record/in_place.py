"""Text that is written in place, on the page itself."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from csdesk.ui.page import Page


class InPlace(QPlainTextEdit):
    """Text that is saved when it is left, or after a pause in typing."""

    def __init__(self, page: Page, name: str, label: str, hint: str) -> None:
        super().__init__()
        self._page, self._name, self._kept = page, name, ""
        self.setPlaceholderText(hint)
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setFixedHeight(96)
        self.setReadOnly(page.context.book.readonly)
        self._pause = QTimer(self, singleShot=True, interval=2500)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._pause.start)

    def show_text(self, text: str, *, anew: bool) -> None:
        """Show what the book has; what is being typed is not overwritten unless ``anew``."""
        typing = self.hasFocus() and self.toPlainText() != self._kept
        if anew or not typing:
            self._kept = text
            if self.toPlainText() != text:
                self.setPlainText(text)
            self._pause.stop()

    def keep(self) -> None:
        """Write the text if it changed."""
        self._pause.stop()
        text = self.toPlainText().strip()
        change = getattr(self._page, "change", None)
        if text != self._kept and change is not None and not self.isReadOnly():
            self._kept = text
            change(**{self._name: text or None})

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()
