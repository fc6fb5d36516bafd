"""Buttons in one row, as many as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from csdesk.ui.theme import S, Theme
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Button


class Fitting(QWidget):
    """Parts side by side; those that find no room wait behind “n more”, a menu that clicks them."""

    def __init__(self, parts: Sequence[QPushButton], tail: QWidget | None, theme: Theme, gap: int) -> None:
        super().__init__()
        self._parts: list[QPushButton] = []
        self._gap, self._tail = gap, tail  # the tail (save a view, add a filter) always shows, after the last
        self._more = Button("", "quiet", theme, "chevron-down")
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron follows the words
        self._more.clicked.connect(self._open)
        self._more.setParent(self)
        if tail:
            tail.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fill(parts)

    def fill(self, parts: Sequence[QPushButton]) -> None:
        """Show other parts."""
        for part in self._parts:
            if part not in parts:
                part.hide()
                part.setParent(None)
                part.deleteLater()
        self._parts = list(parts)
        for part in self._parts:
            part.setParent(self)
        after: QWidget | None = None
        chain: list[QWidget] = [*self._parts, self._more, *([self._tail] if self._tail else [])]
        for link in chain:
            if after is not None:
                QWidget.setTabOrder(after, link)
            after = link
        self.updateGeometry()
        self._arrange()

    def parts(self) -> Sequence[QPushButton]:
        return self._parts

    def sizeHint(self) -> QSize:
        sizes = [self._size(part) for part in self._parts] or [QSize(0, 24)]
        tail = self._tail_width()
        return QSize(
            sum(size.width() + self._gap for size in sizes) + tail, max(size.height() for size in sizes)
        )

    def minimumSizeHint(self) -> QSize:
        first = min(160, self._size(self._parts[0]).width()) if self._parts else 0
        return QSize(first + 90 + self._tail_width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _tail_width(self) -> int:
        return self._tail.sizeHint().width() if self._tail else 0

    @staticmethod
    def _size(part: QWidget) -> QSize:
        return part.sizeHint().expandedTo(part.minimumSize())

    def _arrange(self) -> None:
        left, hidden, room = 0, 0, self.width() - self._tail_width()
        rest = 0 if self.width() >= self.sizeHint().width() else 90  # room for the “n more” that will follow
        for place, part in enumerate(self._parts):
            size = self._size(part)
            fits = hidden == 0 and (place == 0 or left + size.width() + rest <= room)
            part.setVisible(fits)
            hidden += not fits
            if fits:
                part.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
                left += size.width() + self._gap
        self._more.setText(tr("{n} more", n=hidden) + " ")
        self._more.setVisible(hidden > 0)
        left -= max(0, self._gap - S)
        for tail in ([self._more] if hidden else []) + ([self._tail] if self._tail else []):
            hint = tail.sizeHint()
            tail.setGeometry(left, (self.height() - hint.height()) // 2, hint.width(), hint.height())
            left += hint.width()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for part in self._parts:
            if not part.isVisibleTo(self):
                action = menu.addAction(part.text())
                action.setCheckable(True)
                action.setChecked(part.isChecked())
                action.triggered.connect(part.click)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
