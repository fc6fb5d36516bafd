"""What a verb would do to an account's MRR, said before it is done."""

from PySide6.QtWidgets import QLabel, QWidget

from csdesk.book.contracts_effect import Effect
from csdesk.errors import CsdeskError
from csdesk.ui import formats
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XS, L, M
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import column, restyle, row, words


class EffectBox(QWidget):
    """What the verb would do to the account's MRR, on the days that matter."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = column(gap=2)
        self._said = words(tr("Fill in what is needed to see what it does to MRR."), "faded", wrap=True)
        self.setLayout(
            column(
                words(tr("What it does to MRR"), "caption"),
                self._said,
                self._rows,
                gap=XS,
                margins=(L, M, L, M),
            )
        )
        self._labels: list[QWidget] = []

    def wait(self) -> None:
        """Say that something is still missing."""
        self._say(tr("Fill in what is needed to see what it does to MRR."))

    def show_refusal(self, error: BaseException, *, early: bool = False) -> None:
        """Say why the book would refuse; ``early``, before anything was typed, nobody is to blame."""
        self._say(words_of(error) if isinstance(error, CsdeskError) else "", tone="" if early else "risk")
        if not isinstance(error, CsdeskError):
            raise error

    def show_effect(self, found: Effect) -> None:
        """Show before and after, day by day."""
        same = all(before == after for _, before, after in found.steps)
        self._say(tr("Nothing changes on these days.") if same else "")
        for day, before, after in found.steps:
            tone = "" if after == before else "risk" if (after or 0) < (before or 0) else "good"
            was, now = (formats.money(units, found.currency) for units in (before, after))
            change = formats.money((after or 0) - (before or 0), found.currency)
            sign = "+" if (after or 0) > (before or 0) else ""
            said = row(
                words(formats.day(day), "faded"),
                None,
                words(was, "faded"),
                words("→", "faded"),
                words(now, "strong"),
                words(f"({sign}{change})" if tone else "", "caption", tone),
                gap=6,
            )
            holder = QWidget()
            holder.setLayout(said)
            self._labels.append(holder)
            self._rows.addWidget(holder)

    def text(self) -> str:
        """Return all that is said, for tests and screen readers."""
        labels = [label for holder in self._labels for label in holder.findChildren(QLabel)]
        return " ".join([self._said.text(), *(label.text() for label in labels)]).strip()

    def _say(self, text: str, tone: str = "") -> None:
        for holder in self._labels:
            self._rows.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self._labels = []
        restyle(self._said, tone=tone)
        self._said.setText(text)
        self._said.setVisible(bool(text))
