"""The import page: a file is read, shown row by row, written in one deed, and can be taken back."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from csdesk.errors import CsdeskError
from csdesk.i18n import mark
from csdesk.intake import mapping
from csdesk.intake.plan import Plan
from csdesk.intake.targets import KINDS
from csdesk.model import Account, Contact, Contract, OwnField, Partner, Product, Rate, Setting
from csdesk.ui.context import Context
from csdesk.ui.jobs import FILE
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.pages.importing import reading
from csdesk.ui.pages.importing.bar import ReadingBar
from csdesk.ui.pages.importing.preview import Preview, note_words
from csdesk.ui.pages.importing.reader import Reader, Tried
from csdesk.ui.pages.importing.reading import KIND_WORDS, TITLES
from csdesk.ui.pages.importing.result import Result, outcome_notes
from csdesk.ui.pages.importing.strip import ColumnStrip
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XL, L, M, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import boxed, button, column, line, row, words
from csdesk.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from csdesk.book.journal import Changes

FILES = "*.csv *.tsv *.txt *.xlsx *.xlsm"
SEEN = {"partners": "partners", "rates": "settings"}  # where the records of a kind are seen; else Accounts
CHOOSE, SHOW, DONE = range(3)


class ImportPage(Page):
    """Choose, match and preview on one page, then the result. Nothing is written before the button."""

    key, title, icon = "import", mark("Import a file"), "download"
    more: ClassVar[Sequence[str]] = ()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (Account, Contact, Contract, OwnField, Partner, Product, Rate, Setting)
        self.reader = Reader(context, self)
        self._done: Tried | None = None
        theme = context.theme
        self.other = button(tr("Other file"), "quiet")
        self.stop = button(tr("Cancel"), "quiet")
        self.go = button(tr("Import"), "main")
        self.header = PageHeader(tr(self.title), self, self.stop, self.other, self.go)
        self.bar = ReadingBar(theme, context.today())
        self.strip = ColumnStrip()
        self.said = words("", "", wrap=True)
        self.creating = button(tr("Create these accounts"), "link")
        said = row(self.said, self.creating, gap=L, margins=(XL, S, L, S))
        said.setStretch(0, 1)
        self._said_box = boxed(said)
        self.preview = Preview(context)
        self.result = Result(context)
        self.kind = Picker(
            [("", tr("Found by its columns")), *((kind, tr(KIND_WORDS[kind])) for kind in KINDS)]
        )
        stage = QWidget()
        self._stack = QStackedLayout(stage)
        self._stack.addWidget(self._choosing())
        stages = column(self.bar, line(), self.strip, line(), self._said_box, self.preview, gap=0)
        stages.setStretch(5, 1)
        self._stack.addWidget(boxed(stages))
        self._stack.addWidget(self.result)
        box = column(self.header, line(), stage, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self._wire()
        self.start_over()

    def _wire(self) -> None:
        reader = self.reader
        self.other.clicked.connect(self.choose_file)
        self.go.clicked.connect(self.do_it)
        self.stop.clicked.connect(reader.cancel)
        self.bar.changed.connect(lambda options: self._change(lambda: reader.change(**options)))
        self.bar.kind_changed.connect(lambda kind: self._change(lambda: reader.read_as(kind)))
        self.strip.matched.connect(lambda header, field: self._change(lambda: reader.match(header, field)))
        self.creating.clicked.connect(lambda: self._change(lambda: reader.change(create_missing=True)))
        self.preview.rejects_wanted.connect(self.save_rejects)
        self.preview.filtered.connect(self.status_changed)
        self.result.rejects_wanted.connect(self.save_rejects)
        self.result.mapping_wanted.connect(self.save_mapping)
        self.result.deed_wanted.connect(self.deed_wanted)
        self.result.again.connect(self.choose_file)
        self.result.left.connect(self._on_left)
        reader.planned.connect(self._show_plan)
        reader.unreadable.connect(self._on_unreadable)
        reader.tried.connect(self._show_tried)
        reader.untried.connect(self._on_untried)
        reader.written.connect(self._show_result)
        reader.unwritten.connect(self._on_unwritten)
        reader.left.connect(self._on_cancelled)
        self.context.bus.changed.connect(self._on_undone)

    # choosing

    def _choosing(self) -> QWidget:
        choose = button(tr("Choose a file…"), "main", self.context.theme, "folder-open")
        self.choose_button = choose
        choose.clicked.connect(self.choose_file)
        mapping = button(tr("Use a saved mapping…"), "quiet")
        mapping.clicked.connect(self.choose_mapping)
        self.kind.setFixedWidth(260)
        self.kind.setAccessibleName(tr("What is in the file"))
        empty = EmptyState(
            "download",
            tr("Bring in the files you have"),
            tr(
                "A tracker, an export of a CRM, a list of contracts: CSV or XLSX. csdesk finds the columns "
                "in four languages and shows every row before anything is written."
            ),
            choose,
            mapping,
            theme=self.context.theme,
            foot=tr("You can also drop the file on this window. A whole import can be taken back."),
        )
        kind = row(words(tr("What is in it"), "faded"), self.kind, None, gap=M, margins=(XL, M, L, M))
        return boxed(column(kind, line(), empty, gap=0))

    def start_over(self) -> None:
        """Forget the file and ask for one."""
        self.reader.forget()
        self._done = None
        self._show_stage(CHOOSE)
        self.header.title.say(tr(self.title))
        self.header.say(tr("Nothing is written until you have seen it"))

    def choose_file(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, tr("Choose a file"), "", f"{tr('Tables')} ({FILES})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.open()

    def choose_mapping(self) -> None:
        """Ask for a mapping that was saved, to be used for the next file."""
        dialog = QFileDialog(self, tr("Choose a mapping"), "", f"{tr('Mappings')} (*.toml)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.use_mapping(Path(path)))
        dialog.open()

    def use_mapping(self, path: Path) -> None:
        """Read the next file, or the present one again, as a saved mapping says."""

        def load() -> tuple[str, str]:
            text = reading.mapping_text(path)
            settings, _ = mapping.read(text)
            return text, str(settings.get("kind", ""))

        def done(found: tuple[str, str]) -> None:
            self.reader.mapping, kind = found
            if self.reader.plan is not None:
                self.reader.read_as(kind or self.reader.plan.kind)
                return
            self.kind.show_value(kind)
            self.noted.emit(tr("The mapping is used for the next file: {name}", name=path.name))

        self.context.jobs.ask(load, owner=self, done=done, lane=FILE)

    def receive(self, what: object) -> None:
        """Take a path (a file was dropped) or a kind (someone wants to import such records)."""
        if isinstance(what, Path):
            self.read(what)
        elif isinstance(what, str) and what in KINDS:
            self.start_over()
            self.kind.show_value(what)

    def refresh(self) -> None:
        if self._stack.currentIndex() == SHOW:
            self.reader.try_again()

    def take_focus(self) -> None:
        if self._stack.currentIndex() == CHOOSE:
            self.choose_button.setFocus()
        elif self.go.isEnabled():
            self.go.setFocus()
        else:
            (self.bar.first_asked() or self.bar.kind).setFocus()

    def _go_on(self) -> None:
        """Put the focus where the next step is, unless the user is at work in the page."""
        focused = self.window().focusWidget()
        lost = focused is None or not self.isAncestorOf(focused) or not focused.isVisible()
        if self.isVisible() and (lost or not focused.isEnabled()):
            self.take_focus()

    # reading

    def read(self, path: Path) -> None:
        """Read a file and show what it holds."""
        wanted = self.kind.value()
        self.kind.show_value("")  # a wish for one file, not for those after it
        self._done = None
        self._show_stage(SHOW)
        self.header.title.say(tr(self.title))
        self.header.say(path.name)
        self.bar.setEnabled(False)
        self.go.setEnabled(False)
        self.preview.wait(tr("Reading the file"), path.name)
        self.reader.read(path, wanted)

    def _change(self, change: Callable[[], None]) -> None:
        self.go.setEnabled(False)
        change()

    def _on_unreadable(self, error: BaseException) -> None:
        """Say why the file cannot be used; settings that were right before come back."""
        if not isinstance(error, CsdeskError):
            self.context.jobs.failed.emit(error)
            return
        if self.reader.plan is None:
            self._show_stage(CHOOSE)
            self.header.say(words_of(error))
        else:
            self._show_plan(self.reader.plan)
            self.reader.try_again()
        self.noted.emit(words_of(error))

    def _show_plan(self, plan: Plan) -> None:
        self._show_stage(SHOW)
        self.header.title.say(tr(TITLES[plan.kind]))
        self.header.say(reading.about_words(plan))
        self.bar.show_plan(plan)
        self.strip.show_plan(plan)
        self._show_button(None)
        if plan.questions:
            self._say([reading.question_words(each) for each in plan.questions], wrong=True)
            self.preview.wait(
                tr("One answer first") if len(plan.questions) == 1 else tr("A few answers first"),
                tr(
                    "The file alone does not say. Choose above, and every row is shown here before anything "
                    "is written."
                ),
            )
            self._go_on()
        else:
            self._say([note_words(note) for note in plan.warnings])
            self.preview.wait(tr("Trying every row"), counted(plan.count, "{n} row", "{n} rows"))

    def _on_untried(self, error: BaseException) -> None:
        if not isinstance(error, CsdeskError):
            self.context.jobs.failed.emit(error)
        else:
            self.preview.wait(tr("These rows cannot be tried"), words_of(error))
        self._show_button(None)

    def _show_tried(self, tried: Tried) -> None:
        lacking = bool(tried.outcome.missing) and not tried.plan.options.create_missing
        notes = [*(note_words(note) for note in tried.plan.warnings), *outcome_notes(tried.outcome)]
        self._say(notes, missing=lacking)
        self.preview.show_rows(tried.plan, tried.outcome, tried.rows)
        self._show_button(tried)
        self._go_on()
        self.status_changed.emit()

    def _show_button(self, tried: Tried | None) -> None:
        counts: Mapping[str, int] = tried.outcome.counts if tried else {}
        writes = counts.get("new", 0) + counts.get("changed", 0)
        if tried and not writes:
            self.go.setText(tr("Nothing to import"))
        else:
            self.go.setText(counted(writes, "Import {n} row", "Import {n} rows") if tried else tr("Import"))
        self.go.setEnabled(bool(writes) and not self.context.book.readonly)

    def _say(self, sentences: Sequence[str], *, wrong: bool = False, missing: bool = False) -> None:
        self.creating.setVisible(missing)
        text = "\n".join(dict.fromkeys(sentences[:6]))
        self.said.setText(text)
        self.said.setProperty("tone", "risk" if wrong else "watch")
        self.said.style().polish(self.said)
        self._said_box.setVisible(bool(text))

    # doing

    def do_it(self) -> None:
        """Write the rows, in one deed, after a backup."""
        if self.reader.present is None or not self.go.isEnabled():
            return
        self.stop.show()
        self.stop.setFocus()
        self.other.hide()
        for part in (self.go, self.bar, self.strip):
            part.setEnabled(False)
        self.reader.write(remember=self.bar.remember.isChecked())

    def _on_cancelled(self) -> None:
        self._show_stage(SHOW)
        self._show_button(self.reader.present)
        self.noted.emit(tr("Cancelled. The book is as it was."))

    def _on_unwritten(self, error: BaseException) -> None:
        self._show_stage(SHOW)
        self._show_button(self.reader.present)
        self.context.jobs.failed.emit(error)

    def _show_result(self, done: Tried) -> None:
        self._done = done
        self._show_stage(DONE)
        self.header.title.say(tr("Imported"))
        self.header.say(done.plan.file)
        self.result.show_outcome(done.plan, done.outcome)
        self.result.see.setFocus()
        self.deeds_changed.emit()

    def _on_undone(self, changes: "Changes") -> None:
        """Show the rows again once the import just done was taken back, by whatever key."""
        done = self._done
        if done is not None and changes.said.values == {"file": done.plan.file}:
            self._done = None
            self._show_plan(done.plan)
            self.reader.try_again()

    def _on_left(self) -> None:
        kind = self._done.plan.kind if self._done else ""
        place = SEEN.get(kind, "accounts")
        self.start_over()
        self.opened.emit(place, kind if place == "settings" else None)

    def _show_stage(self, stage: int) -> None:
        self._stack.setCurrentIndex(stage)
        self.go.setVisible(stage == SHOW)
        self.other.setVisible(stage == SHOW)
        self.stop.setVisible(False)
        self.strip.setEnabled(True)
        self.bar.setEnabled(True)
        self.status_changed.emit()

    # files to keep

    def save_rejects(self) -> None:
        """Ask where the refused rows go: the original columns and the reason, to be mended and given back."""
        tried = self._done or self.reader.present
        if tried is not None:
            name = tr("{file}, refused", file=Path(tried.plan.file).stem)
            kinds = "CSV (*.csv);;XLSX (*.xlsx)"
            self._ask_place(tr("Save the refused rows"), f"{name}.csv", kinds, self.write_rejects)

    def write_rejects(self, path: Path) -> None:
        """Write the refused rows to ``path``."""
        tried = self._done or self.reader.present
        if tried is not None:
            plan, outcome = tried.plan, tried.outcome
            self.reader.keep(lambda: reading.write_rejects(path, plan, outcome), path, self._on_saved)

    def save_mapping(self) -> None:
        """Ask where to keep how the columns were matched, for the command line or another book."""
        tried = self._done or self.reader.present
        if tried is not None:
            name = f"{Path(tried.plan.file).stem}.toml"
            self._ask_place(tr("Save the mapping"), name, "TOML (*.toml)", self.write_mapping)

    def write_mapping(self, path: Path) -> None:
        """Write the mapping to ``path``."""
        tried = self._done or self.reader.present
        if tried is not None:
            text = tried.plan.mapping()
            self.reader.keep(lambda: path.write_text(text, "utf-8"), path, self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self.noted.emit(tr("Saved: {path}", path=path))

    def _ask_place(self, title: str, name: str, kinds: str, done: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, title, name, kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: done(Path(path)))
        dialog.open()

    # the window

    def status(self) -> Sequence[str]:
        if self._stack.currentIndex() != SHOW:
            return ()
        return (tr("nothing is written until you import"), self.preview.counted())

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        grid = self.preview.grid
        return {"copy": grid.copy} if grid is not None else {}
