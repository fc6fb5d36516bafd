"""The first minute: four ways to begin, then three questions."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QWidget,
)

from csdesk.i18n import mark
from csdesk.model.choices import Role
from csdesk.paths import resource
from csdesk.ui.keeping import choose_book
from csdesk.ui.theme import XL, XS, L, M, S, Theme
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import IconButton, Press, button, column, row, words

COMMON = ("EUR", "USD", "BRL", "GBP", "MXN", "ARS", "CLP", "COP", "CHF", "SEK", "NOK", "DKK", "CAD", "AUD")
ABOUT = {
    Role.SDR: mark("finds and qualifies new leads"),
    Role.AE: mark("shows, proposes and wins"),
    Role.SUPPORT: mark("answers tickets all along"),
    Role.AM: mark("talks price and growth"),
    Role.IMPLEMENTATION: mark("sets up and trains"),
    Role.CSM: mark("sees that the customer gets what they bought"),
    Role.RENEWAL: mark("brings contracts past their end"),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What the three questions gave; ``file`` is brought in afterwards."""

    name: str
    roles: tuple[Role, ...]
    currency: str
    fiscal_start: int
    path: Path | None = None
    file: Path | None = None


class Way(Press):
    """A way to begin: its words and what it means, as one button over the whole width."""

    def __init__(self, title: str, about: str, theme: Theme, icon: str) -> None:
        super().__init__()
        self.setProperty("kind", "way")
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setFixedHeight(60)
        picture = QLabel()
        picture.setPixmap(theme.icon(icon, "accent").pixmap(20, 20))
        picture.setFixedWidth(24)
        texts = column(words(title, "strong"), words(about, "faded"), gap=1)
        box = row(picture, texts, None, gap=M, margins=(L, S, L, S))
        self.setLayout(box)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class Welcome(QWidget):
    """A window of its own, before there is a book."""

    sample_wanted = Signal()
    open_wanted = Signal(object)
    answered = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("csdesk")
        self.setMinimumSize(640, 560)
        self.resize(720, 620)
        self._theme = theme
        self._file: Path | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._ways())
        self._stack.addWidget(self._questions())

    def _ways(self) -> QWidget:
        mark_of_house = QLabel()
        mark_of_house.setPixmap(_logo(40, self.devicePixelRatioF()))
        title = words(tr("Welcome to csdesk"), "title")
        about = words(
            tr("Your accounts, contracts and numbers, in one file on this computer. Nothing leaves it."),
            "faded",
            wrap=True,
        )
        ways = (
            (tr("Open the sample"), tr("48 accounts and 14 partners to look around in"), "sparkles"),
            (
                tr("Start from a file"),
                tr("CSV or Excel: every row is shown before it is written"),
                "download",
            ),
            (tr("Start empty"), tr("Add the first account by hand"), "plus"),
            (tr("Open a book"), tr("A file ending in .csdesk"), "folder-open"),
        )
        doings = (self.sample_wanted.emit, self._choose_file, self._start_empty, self._choose_book)
        self.ways: list[Way] = []
        for (said, meaning, icon), doing in zip(ways, doings, strict=True):
            way = Way(said, meaning, self._theme, icon)
            way.clicked.connect(doing)
            self.ways.append(way)
        page = QWidget()
        inside = column(mark_of_house, M, title, about, XL, *self.ways, None, gap=S)
        inner = QWidget()
        inner.setLayout(inside)
        inner.setMaximumWidth(520)
        outer = row(None, inner, None, margins=(XL, 56, XL, XL))
        outer.setStretch(1, 100)
        page.setLayout(outer)
        return page

    def _questions(self) -> QWidget:
        back = IconButton(self._theme, "chevron-left", tr("Back"))
        back.clicked.connect(self._back)
        self.name = QLineEdit(placeholderText=tr("as it stands under notes and reports"))
        self.roles = {role: QCheckBox(tr(role.label)) for role in Role}
        self.roles[Role.CSM].setChecked(True)
        listed = column(gap=0)
        widest = max(box.sizeHint().width() for box in self.roles.values())
        for role, box in self.roles.items():
            box.setAccessibleDescription(tr(ABOUT[role]))
            box.setMinimumWidth(widest + M)
            listed.addLayout(row(box, words(tr(ABOUT[role]), "faded"), None, gap=S))
        self.currency = QComboBox(editable=True)
        self.currency.addItems(COMMON)
        here = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        self.currency.setCurrentText(here or "USD")
        self.month = QComboBox()
        self.month.addItems([QLocale().standaloneMonthName(number) for number in range(1, 13)])
        for choice in (self.currency, self.month):
            choice.setFixedWidth(180)
        self._wrong = words("", "caption", "risk", wrap=True)
        go = button(tr("Begin"), "main")
        go.clicked.connect(self._answer)
        money = row(
            _asked(tr("Currency of the book"), self.currency),
            _asked(tr("Your fiscal year begins in"), self.month),
            None,
            gap=L,
        )
        inner = QWidget()
        inner.setLayout(
            column(
                row(back, words(tr("Three questions"), "title"), None, gap=S),
                words(tr("All of it can be changed later in Settings."), "faded"),
                M,
                _asked(tr("Your name"), self.name),
                S,
                words(tr("The roles you play (several are fine)"), "strong"),
                listed,
                S,
                money,
                self._wrong,
                None,
                row(None, go),
                gap=S,
            )
        )
        inner.setMaximumWidth(560)
        page = QWidget()
        outer = row(None, inner, None, margins=(XL, 40, XL, XL))
        outer.setStretch(1, 100)
        page.setLayout(outer)
        return page

    def _back(self) -> None:
        self._stack.setCurrentIndex(0)

    def _start_empty(self) -> None:
        self._file = None
        self._stack.setCurrentIndex(1)
        self.name.setFocus()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Start from a file"), "", f"{tr('Tables')} (*.csv *.xlsx *.tsv *.txt)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.start_from)
        dialog.open()

    def start_from(self, name: str) -> None:
        """Ask the questions, and bring ``name`` in afterwards."""
        self._file = Path(name)
        self._stack.setCurrentIndex(1)
        self.name.setFocus()

    def _choose_book(self) -> None:
        choose_book(self, self.open_wanted.emit)

    def _answer(self) -> None:
        from csdesk.model.currencies import CURRENCIES

        currency = self.currency.currentText().strip().upper()
        if currency not in CURRENCIES:
            self._wrong.setText(tr("“{code}” is no currency code such as EUR.", code=currency[:20]))
            self.currency.setFocus()
            return
        roles = tuple(role for role, box in self.roles.items() if box.isChecked())
        month = self.month.currentIndex() + 1
        self.answered.emit(Answers(self.name.text().strip(), roles, currency, month, None, self._file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stack.currentIndex() == 1:
            self._answer()
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)


def _asked(label: str, entry: QWidget) -> QWidget:
    entry.setAccessibleName(label)
    result = QWidget()
    result.setLayout(column(words(label, "strong"), entry, gap=XS))
    return result


def _logo(side: int, ratio: float) -> QPixmap:
    from PySide6.QtGui import QIcon

    return QIcon(str(resource("icons/app.svg"))).pixmap(side, side) if ratio else QPixmap()
