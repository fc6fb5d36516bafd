"""The import page: a file is read, shown row by row, written in one deed, and can be taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from csdesk.book import taking
from csdesk.errors import CsdeskError
from csdesk.i18n import mark
from csdesk.intake import mapping
from csdesk.intake import plan as planning
from csdesk.intake import source as sources
from csdesk.intake.plan import Plan
from csdesk.intake.source import Source
from csdesk.intake.targets import KINDS
from csdesk.model.draft import Batch, Outcome
from csdesk.ui.context import Context
from csdesk.ui.jobs import BOOK, FILE, Progress
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.pages.importing import reading
from csdesk.ui.pages.importing.bar import ReadingBar
from csdesk.ui.pages.importing.preview import Preview, Row, note_words, rows_of
from csdesk.ui.pages.importing.reading import KIND_WORDS, TITLES
from csdesk.ui.pages.importing.result import Result, outcome_notes
from csdesk.ui.pages.importing.strip import ColumnStrip
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XL, L, M, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import boxed, button, column, line, row, words
from csdesk.ui.widgets.picker import Picker

FILES = "*.csv *.tsv *.txt *.xlsx *.xlsm"
SEEN = {"partners": "partners", "rates": "settings"}  # where the records of a kind are seen; else Accounts


@dataclass(frozen=True, slots=True)
class Tried:
    """A preview: what the book would do with the plan."""

    plan: Plan
    batch: Batch
    outcome: Outcome
    rows: Sequence[Row]


class ImportPage(Page):
    """Choose, match and preview on one page, then the result. Nothing is written before the button."""

    key, title, icon = "import", mark("Import a file"), "download"
    more: ClassVar[Sequence[str]] = ()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._source: Source | None = None
        self._plan: Plan | None = None
        self._desk: reading.Desk | None = None
        self._kind = ""
        self._tried: Tried | None = None
        self._done: Tried | None = None
        self._asked = 0
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
        self.other.clicked.connect(self.choose_file)
        self.go.clicked.connect(self.do_it)
        self.stop.clicked.connect(self._on_stop)
        self.bar.changed.connect(self._on_options)
        self.bar.kind_changed.connect(self._on_kind)
        self.strip.matched.connect(self._on_matched)
        self.creating.clicked.connect(lambda: self._on_options({"create_missing": True}))
        self.preview.rejects_wanted.connect(self.save_rejects)
        self.preview.filtered.connect(self.status_changed)
        self.result.rejects_wanted.connect(self.save_rejects)
        self.result.mapping_wanted.connect(self.save_mapping)
        self.result.deed_wanted.connect(self._on_undo)
        self.result.again.connect(self.choose_file)
        self.result.left.connect(self._on_left)
        self.context.jobs.ended.connect(self._on_ended)

    # choosing

    def _choosing(self) -> QWidget:
        choose = button(tr("Choose a file…"), "main", self.context.theme, "folder-open")
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
        self._source = self._plan = self._tried = self._done = None
        self._mapping = ""
        self._show_stage(0)
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
            self._mapping, kind = found
            if kind:
                self.kind.show_value(kind)
            if self._source is not None:
                self._read_source(self._source, kind or self._kind)
            else:
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
        """Try again what is on screen: the book may have changed since."""

    def take_focus(self) -> None:
        if self._stack.currentIndex() == 0:
            self.kind.setFocus()
        else:
            self.go.setFocus()

    # reading

    def read(self, path: Path) -> None:
        """Read a file and show what it holds."""
        wanted = self.kind.value()
        self.kind.show_value("")  # a wish for one file, not for those after it
        self._done = self._tried = self._plan = None
        self._show_stage(1)
        self.header.title.say(tr(self.title))
        self.header.say(path.name)
        self.bar.setEnabled(False)
        self.preview.wait(tr("Reading the file"), path.name)

        def load() -> tuple[reading.Desk, Source, str]:
            found = self.context.book.read(reading.desk_of)
            source = sources.open_file(path)
            kind = wanted or reading.guess_kind(
                source, reading.options_for(found, "tracker", self.context.today())
            )
            return found, source, kind

        def done(found: tuple[reading.Desk, Source, str]) -> None:
            self._desk, source, kind = found
            self._read_source(source, kind)

        self.context.jobs.ask(load, owner=self, done=done, lane=FILE, failed=self._on_unreadable)

    def _read_source(self, source: Source, kind: str) -> None:
        found = self._desk
        if found is None:
            return
        self._source, self._kind = source, kind
        options = reading.options_for(found, kind, self.context.today())
        if self._mapping:
            options = options.with_mapping(self._mapping, kind)
        self._plan_by(lambda: planning.read_bytes(source, kind, options))

    def _plan_by(self, make: Callable[[], Plan]) -> None:
        self._tried = None
        self.go.setEnabled(False)
        self.context.jobs.ask(make, owner=self, done=self._show_plan, lane=FILE, failed=self._on_unreadable)

    def _on_unreadable(self, error: BaseException) -> None:
        """Say why the file cannot be used; settings that were right before come back."""
        if not isinstance(error, CsdeskError):
            self.context.jobs.failed.emit(error)
            return
        if self._plan is None:
            self._show_stage(0)
            self.header.say(words_of(error))
        else:
            self._show_plan(self._plan)
        self.noted.emit(words_of(error))

    def _show_plan(self, plan: Plan) -> None:
        self._plan, self._kind = plan, plan.kind
        self._show_stage(1)
        self.bar.setEnabled(True)
        self.header.title.say(tr(TITLES[plan.kind]))
        self.header.say(reading.about_words(plan))
        self.bar.show_plan(plan)
        self.strip.show_plan(plan)
        if plan.questions:
            self._say([reading.question_words(each) for each in plan.questions], wrong=True)
            self.preview.wait(
                tr("One answer first") if len(plan.questions) == 1 else tr("A few answers first"),
                tr(
                    "The file alone does not say. Choose above, and every row is shown here before anything "
                    "is written."
                ),
            )
            self._show_button(None)
            return
        self._say([note_words(note) for note in plan.warnings])
        if self._tried is None:
            self.preview.wait(tr("Trying every row"), counted(plan.count, "{n} row", "{n} rows"))
        self._try(plan)

    def _try(self, plan: Plan) -> None:
        """Run the real import in a transaction that is rolled back."""
        book = self.context.book

        def work() -> Tried:
            batch = plan.batch()
            outcome = book.rehearse(taking.take, batch)
            return Tried(plan, batch, outcome, rows_of(plan, batch, outcome))

        self.context.jobs.ask(work, owner=self, done=self._show_tried, lane=BOOK, failed=self._on_untried)

    def _on_untried(self, error: BaseException) -> None:
        if not isinstance(error, CsdeskError):
            self.context.jobs.failed.emit(error)
        else:
            self.preview.wait(tr("These rows cannot be tried"), words_of(error))
        self._show_button(None)

    def _show_tried(self, tried: Tried) -> None:
        if tried.plan is not self._plan:
            return
        self._tried = tried
        lacking = bool(tried.outcome.missing) and not tried.plan.options.create_missing
        notes = [*(note_words(note) for note in tried.plan.warnings), *outcome_notes(tried.outcome)]
        self._say(notes, missing=lacking)
        self.preview.show_rows(tried.plan, tried.outcome, tried.rows)
        self._show_button(tried)
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

    def _on_options(self, changes: Mapping[str, Any]) -> None:
        plan = self._plan
        if plan is not None:
            self._plan_by(lambda: plan.with_(**changes))

    def _on_kind(self, kind: str) -> None:
        if self._source is not None:
            self._read_source(self._source, kind)

    def _on_matched(self, header: str, field: str) -> None:
        plan = self._plan
        if plan is None:
            return
        taken = {
            found.header: ""
            for found in plan.columns
            if field and found.field == field and found.header != header
        }
        self._plan_by(lambda: plan.with_columns(**{**taken, header: field}))

    # doing

    def do_it(self) -> None:
        """Write the rows, in one deed, after a backup."""
        tried, book = self._tried, self.context.book
        if tried is None or not self.go.isEnabled():
            return
        batch = tried.batch if self.bar.remember.isChecked() else replace(tried.batch, remember=None)

        def work(progress: Progress) -> Outcome:
            book.back_up("import")
            return book.write(taking.take, batch, progress=progress)

        def done(outcome: Outcome) -> None:
            self._progress = None
            self._done = Tried(tried.plan, batch, outcome, tried.rows)
            self._show_result()

        def failed(error: BaseException) -> None:
            self._progress = None
            self._show_stage(1)
            self._show_button(tried)
            self.context.jobs.failed.emit(error)

        self.go.setEnabled(False)
        self.bar.setEnabled(False)
        self.strip.setEnabled(False)
        words_ = tr("Importing {file}", file=tried.plan.file)
        self._progress = self.context.make(self, words_, work, done, lane=BOOK, failed=failed)
        self.stop.show()
        self.other.hide()

    _progress: Progress | None = None

    def _on_stop(self) -> None:
        """Leave the import: the book stays as it was."""
        if self._progress is not None:
            self._progress.cancel()

    def _on_ended(self, progress: Progress) -> None:
        """Show the rows again when the import was left, here or in the status bar."""
        if progress is self._progress and progress.cancelled:
            self._progress = None
            self._show_stage(1)
            self._show_button(self._tried)
            self.noted.emit(tr("Cancelled. The book is as it was."))

    def _show_result(self) -> None:
        done = self._done
        if done is None:
            return
        self._show_stage(2)
        self.header.title.say(tr("Imported"))
        self.header.say(done.plan.file)
        self.result.show_outcome(done.plan, done.outcome)
        self.result.see.setFocus()
        self.deeds_changed.emit()

    def _on_undo(self, deed: str) -> None:
        self.deed_wanted.emit(deed)
        if self._done is not None:
            self._plan = self._done.plan
            self._done = None
            self._plan_by(lambda plan=self._plan: plan)  # type: ignore[misc]  # shown anew against the book

    def _on_left(self) -> None:
        kind = self._done.plan.kind if self._done else ""
        place = SEEN.get(kind, "accounts")
        self.start_over()
        self.opened.emit(place, kind if place == "settings" else None)

    def _show_stage(self, stage: int) -> None:
        self._stack.setCurrentIndex(stage)
        self.go.setVisible(stage == 1)
        self.other.setVisible(stage == 1)
        self.stop.setVisible(False)
        self.strip.setEnabled(True)
        self.bar.setEnabled(True)
        self.status_changed.emit()

    # files to keep

    def save_rejects(self) -> None:
        """Ask where the refused rows go: the original columns and the reason, to be mended and given back."""
        tried = self._done or self._tried
        if tried is None:
            return
        stem = Path(tried.plan.file).stem
        name = tr("{file}, refused", file=stem)
        self._ask_place(
            tr("Save the refused rows"),
            f"{name}.csv",
            "CSV (*.csv);;XLSX (*.xlsx)",
            lambda path: self.write_rejects(path),
        )

    def write_rejects(self, path: Path) -> None:
        """Write the refused rows to ``path``."""
        tried = self._done or self._tried
        if tried is not None:
            work = lambda: reading.write_rejects(path, tried.plan, tried.outcome)  # noqa: E731
            self.context.jobs.do(work, owner=self, done=lambda _: self._on_saved(path), lane=FILE)

    def save_mapping(self) -> None:
        """Ask where to keep how the columns were matched, for the command line or another book."""
        tried = self._done or self._tried
        if tried is not None:
            name = f"{Path(tried.plan.file).stem}.toml"
            self._ask_place(
                tr("Save the mapping"), name, "TOML (*.toml)", lambda path: self.write_mapping(path)
            )

    def write_mapping(self, path: Path) -> None:
        """Write the mapping to ``path``."""
        tried = self._done or self._tried
        if tried is not None:
            text = tried.plan.mapping()
            work = lambda: path.write_text(text, "utf-8")  # noqa: E731
            self.context.jobs.do(work, owner=self, done=lambda _: self._on_saved(path), lane=FILE)

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
        if self._stack.currentIndex() != 1:
            return ()
        return (tr("nothing is written until you import"), self.preview.counted())

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        return {"import": self.choose_file} | ({"copy": self.preview.grid.copy} if self.preview.grid else {})
