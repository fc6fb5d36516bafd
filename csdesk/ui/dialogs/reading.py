"""What is read and closed again: help, the sheet of keys, about with its licences."""

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTabWidget,
    QTextBrowser,
    QWidget,
)

from csdesk import __version__
from csdesk.i18n import mark
from csdesk.paths import resource
from csdesk.ui.actions import MENUS, of_menu
from csdesk.ui.pages import PAGES
from csdesk.ui.theme import BODY, SECTION, TITLE, XL, L, M, S, Theme
from csdesk.ui.translate import tr
from csdesk.ui.widgets.overlays import key_words, scrolling
from csdesk.ui.widgets.parts import boxed, button, column, line, row, words

TOPICS = (
    ("start", mark("Beginning")),
    ("accounts", mark("Accounts")),
    ("contracts", mark("Contracts and MRR")),
    ("grid", mark("The table")),
    ("import", mark("Bringing files in")),
    ("metrics", mark("The numbers")),
    ("reports", mark("Reports and decks")),
    ("safety", mark("Your data")),
)
TOPIC_OF = {"account": "accounts", "partners": "accounts", "partner": "accounts", "settings": "safety"}
GRID_KEYS = (
    (mark("Open the record"), "Return"),
    (mark("Select the row"), "Space"),
    (mark("Next cell while typing"), "Tab"),
    (mark("Next row while typing"), "Return"),
    (mark("Leave the cell, the filter, the sheet"), "Esc"),
    (mark("Save a sheet"), "Ctrl+Return"),
)
LICENCES = (
    ("Qt and PySide6", "LGPL-3.0"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("SQLite", "public domain"),
    ("NumPy, Babel, lxml", "BSD-3-Clause"),
    ("matplotlib", "Matplotlib (BSD-like)"),
    ("XlsxWriter", "BSD-2-Clause"),
    ("python-pptx, python-calamine, RapidFuzz", "MIT"),
    ("platformdirs, fontTools", "MIT"),
    ("python-dateutil", "Apache-2.0 / BSD-3-Clause"),
    ("Inter", "SIL Open Font License 1.1"),
    ("Lucide icons", "ISC"),
)


class HelpDialog(QDialog):
    """Pages of HTML that ship with csdesk; no network. The topics are at the left."""

    def __init__(self, theme: Theme, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Help – csdesk"))
        self.resize(820, 600)
        self._theme = theme
        self.topics = QListWidget()
        self.topics.setProperty("kind", "topics")
        self.topics.setAccessibleName(tr("Topics"))
        self.topics.addItems([tr(title) for _, title in TOPICS])
        self.topics.setFixedWidth(max(180, self.topics.sizeHintForColumn(0) + XL))
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(tr("Help"))
        self.page.document().setDocumentMargin(XL)
        box = QHBoxLayout(self)
        box.setContentsMargins(M, M, 0, 0)
        box.setSpacing(M)
        box.addWidget(self.topics)
        box.addWidget(line("v"))
        box.addWidget(self.page, 1)
        self.topics.currentRowChanged.connect(self._read)
        self.page.anchorClicked.connect(self._follow)
        wanted = TOPIC_OF.get(place, place)
        self.topics.setCurrentRow(next((n for n, (key, _) in enumerate(TOPICS) if key == wanted), 0))

    def _read(self, number: int) -> None:
        key = TOPICS[number][0]
        theme = self._theme
        sheet = (
            f"body {{ color: {theme.ink}; font-size: {BODY}px; }} a {{ color: {theme.accent}; }} "
            f".h1 {{ font-size: {TITLE}px; font-weight: 600; margin-bottom: 8px; }} "
            f".h2 {{ font-size: {SECTION}px; font-weight: 600; margin-top: 20px; margin-bottom: 4px; }} "
            f"p, li {{ line-height: 140%; }} code {{ color: {theme.faded}; }}"
        )
        html = resource(f"help/en/{key}.html").read_text("utf-8")
        for head in ("h1", "h2"):  # Qt makes its headings larger than any style sheet says
            html = html.replace(f"<{head}>", f'<p class="{head}">').replace(f"</{head}>", "</p>")
        self.page.document().setDefaultStyleSheet(sheet)
        self.page.setHtml(html)

    def _follow(self, link: QUrl) -> None:
        name = link.fileName().removesuffix(".html")
        place = next((n for n, (key, _) in enumerate(TOPICS) if key == name), None)
        if place is not None:
            self.topics.setCurrentRow(place)


class KeysDialog(QDialog):
    """Every key, by menu; typing narrows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts – csdesk"))
        self.resize(720, 560)
        self.filter = QLineEdit(placeholderText=tr("Filter keys"), clearButtonEnabled=True)
        self.filter.setAccessibleName(tr("Filter keys"))
        self._rows: list[tuple[str, list[QWidget]]] = []
        blocks = [(tr(title).replace("&", ""), self._of_menu(key)) for key, title in MENUS]
        blocks.append((tr("In a table"), [(tr(text), key_words(keys)) for text, keys in GRID_KEYS]))
        grid = QGridLayout()
        grid.setContentsMargins(XL, L, XL, L)
        grid.setHorizontalSpacing(XL)
        halves = [column(gap=M), column(gap=M)]
        for position, (title, lines) in enumerate(blocks):
            halves[position % 2].addWidget(self._block(title, lines))
        for half in halves:
            half.addStretch(1)
        body = boxed(row(*halves, gap=XL, margins=(XL, S, XL, L)))
        self.setLayout(column(boxed(row(self.filter, margins=(XL, L, XL, S))), scrolling(body), gap=0))
        self.filter.textChanged.connect(self._narrow)

    @staticmethod
    def _of_menu(menu: str) -> list[tuple[str, str]]:
        lines = [(tr(deed.words), key_words(deed.keys[0])) for deed in of_menu(menu) if deed.keys]
        if menu == "go":
            lines += [
                (tr("Go to {page}", page=tr(place.title)), key_words(f"Ctrl+{position + 1}"))
                for position, place in enumerate(PAGES)
            ]
        return lines

    def _block(self, title: str, lines: list[tuple[str, str]]) -> QWidget:
        box = column(words(title, "section"), gap=2)
        for text, keys in lines:
            caps = [words(part, "key") for part in keys.split("+") if part] or [words(keys, "key")]
            for cap in caps:
                cap.setProperty("rank", "tag")
            entry = boxed(row(words(text), None, *caps, gap=4))
            entry.setMinimumHeight(24)
            self._rows.append((f"{text} {keys}".casefold(), [entry]))
            box.addWidget(entry)
        return boxed(box)

    def _narrow(self, text: str) -> None:
        for said, widgets in self._rows:
            for widget in widgets:
                widget.setVisible(text.casefold() in said)


def about_dialog(parent: QWidget) -> QDialog:
    """Return the box that says what this is, in which version, under which licences."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("About csdesk"))
    dialog.resize(560, 480)
    what = tr("One person’s desk for customer and partner success. Your book is a file on this computer; "
              "csdesk speaks with no server.")  # fmt: skip
    head = column(
        words("csdesk", "title"),
        words(tr("Version {version}, with Qt {qt}", version=__version__, qt=qVersion()), "faded"),
        8,
        words(what, wrap=True),
        gap=2,
    )
    tabs = QTabWidget()
    listed = QGridLayout()
    listed.setContentsMargins(0, M, M, M)
    listed.setHorizontalSpacing(XL)
    for place, (name, licence) in enumerate(LICENCES):
        listed.addWidget(words(name), place, 0)
        listed.addWidget(words(licence, "faded"), place, 1)
    listed.setRowStretch(len(LICENCES), 1)
    listed.setColumnStretch(1, 1)
    tabs.setDocumentMode(True)
    tabs.addTab(scrolling(boxed(listed)), tr("Made with"))
    for title, name in ((tr("Icons"), "icons/LICENSE"), (tr("Font"), "fonts/Inter-LICENSE.txt")):
        path = resource(name)
        if path.exists():
            text = QTextBrowser()
            text.setPlainText(path.read_text("utf-8"))
            text.setAccessibleName(title)
            tabs.addTab(text, title)
    close = button(tr("Close"))
    close.setShortcut(QKeySequence(Qt.Key.Key_Escape))
    close.clicked.connect(dialog.accept)
    dialog.setLayout(column(head, tabs, row(None, close), gap=L, margins=(XL, XL, XL, L)))
    return dialog
