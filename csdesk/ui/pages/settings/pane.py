"""What the panes of Settings share: a pane that asks when seen, and rows of words beside their control."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from csdesk.errors import CsdeskError
from csdesk.ui.page import Page
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XL, XS, L, M, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import boxed, column, line, restyle, row, words

CONTROL = 260  # px


class Pane(QWidget):
    """One part of Settings. Subclasses name ``key``, ``title``, ``about``, entities shown, and refresh."""

    key = ""
    title = ""
    about = ""
    shows: tuple[type, ...] = ()
    live = False  # shows what lies outside the book too, so it asks whenever it is chosen

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.stale = True
        self.setObjectName("body")
        self.setAccessibleName(tr(self.title))

    def refresh(self) -> None:
        """Ask the book again and show the answer."""

    def deeds(self) -> dict[str, Callable[[], None]]:
        """Return what can be done here, by the keys of ``ui/actions.py``."""
        return {}

    def lay_out(self, *parts: QWidget, wide: bool = False, fill: bool = False) -> None:
        """Stand heading, note and parts one below the other; text stays readable in a wide window.

        ``wide`` lets them take all the width, ``fill`` the last one all the height.
        """
        head = column(words(tr(self.title), "section"), words(tr(self.about), "faded", wrap=True), gap=XS)
        box = column(boxed(head), *parts, gap=L, margins=(0, 0, 0, L if fill else XL))
        if fill:
            box.setStretch(len(parts), 1)
        else:
            box.addStretch(1)
        inside = boxed(box)
        if not wide:
            inside.setMaximumWidth(760)
        outer = row(inside, gap=0)
        outer.addStretch(0 if wide else 1)
        outer.setStretch(0, 1000)
        self.setLayout(outer)

    def refused(self, place: "SettingRow") -> Callable[[BaseException], None]:
        """Return what shows a refusal in ``place``; any other error goes its usual way."""

        def show(error: BaseException) -> None:
            if isinstance(error, CsdeskError):
                place.blame(words_of(error))
            else:
                self.context.jobs.failed.emit(error)

        return show


class SettingRow(QWidget):
    """What is set and what that means at the left, its control at the right, a hairline below."""

    def __init__(self, label: str, control: QWidget, about: str = "", *, wide: int = CONTROL) -> None:
        super().__init__()
        self.control = control
        self.label = words(label, wrap=True)
        self.about = words(about, "caption", wrap=True)
        self.effect = words("", "caption", wrap=True)
        self.wrong = words("", "caption", "risk", wrap=True)
        for later in (self.effect, self.wrong):
            later.hide()
        control.setFixedWidth(wide)
        control.setAccessibleName(label)
        control.setAccessibleDescription(about)
        said = column(self.label, self.about, self.effect, None, gap=2)
        held = column(control, self.wrong, None, gap=2)
        self.wrong.setMaximumWidth(wide)
        self._box = row(said, held, gap=XL, margins=(0, M, 0, M))
        self._box.setStretch(0, 1)
        self.setLayout(column(self._box, line(), gap=0))
        self.about.setVisible(bool(about))

    def explain(self, about: str) -> None:
        """Say what the present choice means."""
        self.about.setText(about)
        self.control.setAccessibleDescription(about)

    def say_effect(self, text: str) -> None:
        """Say what another choice would do to the numbers."""
        self.effect.setText(text)
        self.effect.setVisible(bool(text))

    def blame(self, text: str) -> None:
        """Say beside the control what is wrong with it; nothing takes that away."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        restyle(self.control, wrong=bool(text))


class Typed(QLineEdit):
    """A line that tells once when something else was typed: on Enter or when left."""

    changed_to = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.editingFinished.connect(self._on_finished)

    def show_value(self, value: str) -> None:
        """Show what the book says, unless something else is being typed here."""
        untouched = self.text() == self._shown
        self._shown = value
        if untouched or not self.hasFocus():
            self.setText(value)

    def _on_finished(self) -> None:
        text = self.text().strip()
        if text != self._shown:
            self._shown = text
            self.changed_to.emit(text)


def buttons(*parts: QWidget) -> QWidget:
    """Return buttons in a row at the left."""
    return boxed(row(*parts, None, gap=S))
