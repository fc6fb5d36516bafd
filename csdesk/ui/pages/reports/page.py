"""The reports page: which paper at the left, its pages at the right, save and print above."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QLocale, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QMenu, QStackedLayout, QWidget

from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Contact,
    Contract,
    Invoice,
    OwnField,
    Partner,
    Product,
    Rate,
    Setting,
    SurveyResponse,
    Ticket,
    UsageReading,
)
from csdesk.reports.shelf import BY_KEY, PAPERS, Paper, file_name, quarters
from csdesk.ui.context import Context
from csdesk.ui.forms import Form, FormField
from csdesk.ui.jobs import ASK, FILE
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.pages.reports.papers import Wanted, offered
from csdesk.ui.pages.reports.parts import SIDE, PaperButton, line_of, paint_on, quarter_words
from csdesk.ui.pages.reports.preview import PagesPreview
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XS, L, M
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.overlays import EmptyState, scrolling
from csdesk.ui.widgets.parts import boxed, button, column, line, row, words

if TYPE_CHECKING:
    from csdesk.reports.document import Document
    from csdesk.reports.writers import Writer
    from csdesk.reports.writers.paper import Page as Leaf

SHEETS = (("A4", "A4"), ("Letter", mark("Letter")))
Laid = tuple["Document", "list[Leaf]"]


class ReportsPage(Page):
    """A paper is put together anew whenever the book or the choice changes; the old one stays until then."""

    key, title, icon = "reports", mark("Reports"), "file-text"
    more: ClassVar[Sequence[str]] = ("refresh",)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (
            Account, Activity, Contact, Contract, Invoice, OwnField, Partner, Product, Rate, Setting,
            SurveyResponse, Ticket, UsageReading,
        )  # fmt: skip
        theme = context.theme
        self.wanted = Wanted(paper="portfolio", as_of=context.today())
        self._names: list[tuple[int, str]] = []
        self._document: Document | None = None
        self._leaves: list[Leaf] = []
        self._saved: Path | None = None
        self.form: Form | None = None
        self._soon = QTimer(self, singleShot=True, interval=350)
        self._soon.timeout.connect(self._read_form)
        self.print_button = button(tr("Print…"), "plain")
        self.save_button = button(tr("Save as…"), "main", theme, "save")
        self.header = PageHeader(tr(self.title), self, self.print_button, self.save_button)
        self._group = QButtonGroup(self)
        self.preview = PagesPreview(context, self.status_changed.emit)
        self.nothing = EmptyState("file-text", "", "", theme=theme)
        stage = QWidget()
        self._stack = QStackedLayout(stage)
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.nothing)
        middle = row(self._side(), line("v"), stage, gap=0)
        middle.setStretch(2, 1)
        box = column(self.header, line(), middle, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.save_button.clicked.connect(self._offer_formats)
        self.print_button.clicked.connect(self.choose_printer)
        self.choose("portfolio")

    def _side(self) -> QWidget:
        chooser = column(gap=XS)
        for place, paper in enumerate(PAPERS):
            entry = PaperButton(paper)
            self._group.addButton(entry, place)
            chooser.addWidget(entry)
        self._group.idClicked.connect(lambda place: self.choose(PAPERS[place].key))
        self._fields = column(gap=0)
        self.after = words("", "caption", wrap=True)
        self.open_button = button(tr("Open it"), "link")
        self.open_button.hide()
        self.open_button.clicked.connect(self._open_saved)
        self.todo = words("", "caption", "watch", wrap=True)
        below = column(
            self._fields, self.todo, self.after, self.open_button, None, gap=M, margins=(M, 0, M, 0)
        )
        side = scrolling(boxed(column(boxed(chooser), boxed(below), gap=L, margins=(M, L, M, L))))
        side.setFixedWidth(SIDE)
        return side

    # choosing

    @property
    def paper(self) -> Paper:
        """The paper chosen."""
        return BY_KEY[self.wanted.paper]

    def choose(self, key: str) -> None:
        """Choose a paper and put it together."""
        if key not in BY_KEY:
            return
        self.wanted = replace(self.wanted, paper=key)
        self._group.button([paper.key for paper in PAPERS].index(key)).setChecked(True)
        self._build_form()
        self.say_saved(None)
        if self.isVisible():
            self._make()

    def receive(self, what: object) -> None:
        """Take the key of a paper, or a key and an account’s id."""
        if isinstance(what, tuple) and len(what) == 2:
            key, account = what
            self.wanted = replace(self.wanted, account_id=int(account))
            self.choose(str(key))
        elif isinstance(what, str):
            self.choose(what)

    def refresh(self) -> None:
        first = self.wanted.account_id is None
        self.context.ask(self, self._show_names, offered, today=self.context.today(), with_first=first)

    def _show_names(self, found: tuple[list[tuple[int, str]], int | None]) -> None:
        known, first = found
        if known != self._names:
            self._names = known
            if self.wanted.account_id not in {number for number, _ in known}:
                least = known[0][0] if known else None
                self.wanted = replace(self.wanted, account_id=first or least)
            self._build_form()
        self._make()

    def _build_form(self) -> None:
        today, wanted = self.context.today(), self.wanted
        sheets = [(key, tr(said)) for key, said in SHEETS]
        past = [(first, quarter_words(first)) for first in quarters(today)]
        labels = {
            "account": FormField("account", tr("Account"), items=self._names, optional=False),
            "as_of": FormField("as_of", tr("As of"), date, optional=False),
            "sheet": FormField("sheet", tr("Paper"), items=sheets, optional=False, short=True),
            "quarter": FormField("quarter", tr("Quarter"), items=past, optional=False),
            "commercial": FormField("commercial", tr("With prices, MRR and terms"), bool),
        }
        values = {
            "account": wanted.account_id,
            "as_of": wanted.as_of,
            "sheet": wanted.sheet,
            "quarter": wanted.quarter or quarters(today)[0],
            "commercial": wanted.commercial,
        }
        old = self.form
        fields = [labels[name] for name in self.paper.asks]
        self.form = Form(fields, self.context.theme, values=values, today=today, headings=False)
        self.form.body.setContentsMargins(0, 0, 0, 0)
        self.form.edited.connect(lambda _: self._soon.start())
        self._fields.addWidget(self.form)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _read_form(self) -> None:
        form = self.form
        if form is None:
            return
        values, wrong = form.read()
        if wrong:
            form.complain(wrong)
            return
        names_of = {"account": "account_id"}
        given = {names_of.get(name, name): value for name, value in values.items()}
        changed = replace(self.wanted, **given)
        if changed != self.wanted:
            self.wanted = changed
            self.say_saved(None)
            self._make()

    # making and showing

    def _make(self) -> None:
        wanted, paper, book = self.wanted, self.paper, self.context.book
        if "account" in paper.asks and wanted.account_id is None:
            self._show_nothing(tr("No account yet"), tr("Import a file or add one, then choose it here."))
            return
        locale = QLocale().bcp47Name()

        def work() -> Laid:
            from csdesk.charts.formats import Formats
            from csdesk.reports.telling import Frame
            from csdesk.reports.writers.pages import paginate

            frame = Frame(wanted.as_of, Formats(locale, tr), wanted.sheet)
            document = paper.build(book, frame, wanted)
            return document, paginate(document)

        if self._document is None:
            self._show_nothing(tr("Putting the pages together"), tr(paper.title))
        self.context.jobs.ask(work, owner=self, done=self._show, lane=ASK, failed=self._on_failed)

    def _show(self, laid: Laid) -> None:
        self._document, self._leaves = laid
        document = self._document
        self.header.say(line_of(document))
        self.todo.setText("\n".join(document.problems[:6]))
        self.todo.setVisible(bool(document.problems))
        self.preview.show_pages(document, self._leaves)
        self._stack.setCurrentIndex(0)
        self.save_button.setEnabled(True)
        self.print_button.setEnabled(True)
        self.status_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        from csdesk.errors import CsdeskError

        if isinstance(error, CsdeskError):
            self._show_nothing(tr("This paper cannot be made"), words_of(error))
        else:
            self.context.jobs.failed.emit(error)

    def _show_nothing(self, title: str, about: str) -> None:
        self._document, self._leaves = None, []
        self.nothing.say(title, about)
        self._stack.setCurrentIndex(1)
        self.save_button.setEnabled(False)
        self.print_button.setEnabled(False)
        self.header.say(tr(self.paper.about))
        self.status_changed.emit()

    # saving and printing

    def writers(self) -> "list[Writer]":
        """Return the formats the chosen paper is saved in."""
        from csdesk.reports.writers import writer_for

        found = [writer_for(suffix) for suffix in self.paper.suffixes]
        return [writer for writer in found if writer is not None]

    def _offer_formats(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for writer in self.writers():
            action = menu.addAction(menu_text(f"{tr(writer.label)}…"))
            action.triggered.connect(lambda _=False, writer=writer: self.choose_file(writer))
        menu.popup(self.save_button.mapToGlobal(self.save_button.rect().bottomLeft()))

    def choose_file(self, writer: "Writer") -> None:
        """Ask where the paper is to go."""
        document = self._document
        if document is None:
            return
        name = file_name(document, writer.suffix)
        dialog = QFileDialog(self, tr("Save report"), name, f"{tr(writer.label)} (*{writer.suffix})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(writer.suffix.lstrip("."))
        dialog.fileSelected.connect(lambda path: self.save(Path(path), writer))
        dialog.open()

    def save(self, path: Path, writer: "Writer") -> None:
        """Write the paper to ``path``, off the UI thread."""
        document = self._document
        if document is None:
            return

        def work(_progress: object) -> None:
            writer.write(document, path)

        def done(_: object) -> None:
            self.say_saved(path)
            self.noted.emit(tr("Saved: {path}", path=path))

        self.context.make(self, tr("Writing {file}", file=path.name), work, done, lane=FILE)

    def say_saved(self, path: Path | None) -> None:
        """Say where the paper lies, with a way to open it."""
        self._saved = path
        self.after.setText(tr("Saved as {path}", path=path) if path else "")
        self.open_button.setVisible(path is not None)

    def _open_saved(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    def choose_printer(self) -> None:
        """Ask for a printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._document is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: Any) -> None:
        """Paint every page on ``printer``, off the UI thread."""
        document, leaves = self._document, list(self._leaves)
        if document is None:
            return

        def work(progress: Callable[[int, int], None]) -> None:
            paint_on(printer, document, leaves, progress)

        self.context.make(self, tr("Printing"), work, lambda _: None, lane=FILE)

    # the window

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        return {"export_shown": self._offer_formats} if self._document is not None else {}

    def deed_words(self) -> Mapping[str, str]:
        return {"export_shown": tr("Save this report as…")}

    def status(self) -> Sequence[str]:
        if self._document is None:
            return ()
        sheets = self.preview.sheets
        return (tr("page {n} of {all}", n=sheets.first_seen(), all=sheets.count()),)

    def take_focus(self) -> None:
        self.preview.setFocus()
