"""The work of the import page off the UI thread: a file read, planned, tried, written or left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from csdesk.book import taking
from csdesk.intake import plan as planning
from csdesk.intake import source as sources
from csdesk.intake.plan import Plan
from csdesk.intake.source import Source
from csdesk.model.draft import Batch, Outcome
from csdesk.ui.context import Context
from csdesk.ui.jobs import BOOK, FILE, Progress
from csdesk.ui.pages.importing import reading
from csdesk.ui.pages.importing.preview import Row, rows_of
from csdesk.ui.translate import tr


@dataclass(frozen=True, slots=True)
class Tried:
    """What the book would do with the rows of a plan, or did."""

    plan: Plan
    batch: Batch
    outcome: Outcome
    rows: Sequence[Row]


class Reader(QObject):
    """One file at a time. Each answer replaces the one before; nothing is written but by ``write``."""

    planned = Signal(object)  # a Plan
    unreadable = Signal(object)  # why the file, or a setting, is of no use
    tried = Signal(object)  # Tried
    untried = Signal(object)  # why its rows cannot be tried
    written = Signal(object)  # Tried, with what was done
    unwritten = Signal(object)  # why not
    left = Signal()  # cancelled: the book is as it was

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._desk: reading.Desk | None = None
        self._source: Source | None = None
        self._progress: Progress | None = None
        self.mapping = ""  # of a file, for this file or the next
        self.plan: Plan | None = None
        self.present: Tried | None = None  # what fits ``plan``
        context.jobs.ended.connect(self._on_ended)

    @property
    def writing(self) -> bool:
        return self._progress is not None

    def forget(self) -> None:
        """Forget the file, and a mapping with it."""
        self._source = self.plan = self.present = None
        self.mapping = ""

    def read(self, path: Path, kind: str = "") -> None:
        """Read a file as ``kind``, or as what its columns say."""
        self._source = self.plan = self.present = None
        context = self._context

        def load() -> tuple[reading.Desk, Source, str]:
            found = context.book.read(reading.desk_of)
            source = sources.open_file(path)
            usual = reading.options_for(found, "tracker", context.today())
            return found, source, kind or reading.guess_kind(source, usual)

        def done(found: tuple[reading.Desk, Source, str]) -> None:
            self._desk, self._source, likely = found
            self.read_as(likely)

        context.jobs.ask(load, owner=self, done=done, lane=FILE, failed=self.unreadable.emit)

    def read_as(self, kind: str) -> None:
        """Read the present file as records of another kind."""
        source, desk, text = self._source, self._desk, self.mapping
        if source is None or desk is None:
            return

        def make() -> Plan:
            options = reading.options_for(desk, kind, self._context.today())
            return planning.read_bytes(source, kind, options.with_mapping(text, kind) if text else options)

        self._ask(make)

    def change(self, **options: Any) -> None:
        """Read the file in another way."""
        plan = self.plan
        if plan is not None:
            self._ask(lambda: plan.with_(**options))

    def match(self, header: str, field: str) -> None:
        """Match a column by hand; a field that another column filled is taken from it."""
        plan = self.plan
        if plan is not None:
            taken = {found.header: "" for found in plan.columns if field and found.field == field}
            self.change(columns={**plan.options.columns, **taken, header: field})

    def try_again(self) -> None:
        """Try the rows once more: the book has changed."""
        if self.plan is not None and not self.plan.questions and not self.writing:
            self._try(self.plan)

    def write(self, *, remember: bool) -> None:
        """Write the rows tried, in one deed, after a backup."""
        tried, book = self.present, self._context.book
        if tried is None or self.writing:
            return
        batch = tried.batch if remember else replace(tried.batch, remember=None)

        def work(progress: Progress) -> Outcome:
            book.back_up("import")
            return book.write(taking.take, batch, progress=progress)

        def done(outcome: Outcome) -> None:
            self._progress = None
            self.written.emit(Tried(tried.plan, batch, outcome, tried.rows))

        def failed(error: BaseException) -> None:
            self._progress = None
            self.unwritten.emit(error)

        said = tr("Importing {file}", file=tried.plan.file)
        self._progress = self._context.make(self, said, work, done, lane=BOOK, failed=failed)

    def cancel(self) -> None:
        """Leave the writing; the book stays as it was."""
        if self._progress is not None:
            self._progress.cancel()

    def keep(self, work: Callable[[], Any], path: Path, done: Callable[[Path], None]) -> None:
        """Write a file beside the book."""
        self._context.jobs.do(work, owner=self, done=lambda _: done(path), lane=FILE)

    def _ask(self, make: Callable[[], Plan]) -> None:
        self.present = None
        jobs = self._context.jobs
        jobs.ask(make, owner=self, done=self._take, lane=FILE, failed=self.unreadable.emit)

    def _take(self, plan: Plan) -> None:
        self.plan = plan
        self.planned.emit(plan)
        if not plan.questions:
            self._try(plan)

    def _try(self, plan: Plan) -> None:
        """Run the real import in a transaction that is rolled back."""
        book = self._context.book

        def work() -> Tried:
            batch = plan.batch()
            outcome = book.rehearse(taking.take, batch)
            return Tried(plan, batch, outcome, rows_of(plan, batch, outcome))

        jobs = self._context.jobs
        jobs.ask(work, owner=self, done=self._take_tried, lane=BOOK, failed=self.untried.emit)

    def _take_tried(self, tried: Tried) -> None:
        if tried.plan is self.plan:
            self.present = tried
            self.tried.emit(tried)

    def _on_ended(self, progress: Progress) -> None:
        if progress is self._progress and progress.cancelled:
            self._progress = None
            self.left.emit()
