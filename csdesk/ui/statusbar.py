"""The status bar: book and saved state, running jobs with Cancel; at the right what the page counts."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from csdesk.ui.jobs import Jobs, Progress
from csdesk.ui.theme import L, M
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Giving, button, row, words


class StatusBar(QFrame):
    """26 px at the foot. Jobs that take long show here; the rest of the window stays usable."""

    cancelled = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(26)
        self._running: list[Progress] = []
        self._book = Giving("", "caption")
        self._saved = words("", "caption")
        self._job = Giving("", "caption")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(96)
        self._cancel = button(tr("Cancel"), "link")
        self._right = Giving("", "caption")
        parts: tuple[QWidget, ...] = (self._job, self._bar, self._cancel)
        self.setLayout(
            row(self._book, self._saved, L, *parts, None, self._right, gap=M, margins=(M, 0, M, 0))
        )
        for part in parts:
            part.hide()
        self._cancel.clicked.connect(self._on_cancel)
        jobs.began.connect(self._on_began)
        jobs.stepped.connect(self._on_stepped)
        jobs.ended.connect(self._on_ended)

    def show_book(self, name: str, *, readonly: bool) -> None:
        self._book.say(name)
        self._saved.setText(tr("read-only") if readonly else tr("all changes saved"))

    def show_name(self, name: str) -> None:
        self._book.say(name)

    def show_saved(self, when: datetime) -> None:
        """Say when the last change was saved."""
        clock = QLocale().toString(QTime(when.hour, when.minute), QLocale.FormatType.ShortFormat)
        self._saved.setText(tr("saved {time}", time=clock))

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show what the page counts."""
        self._right.say("  ·  ".join(part for part in parts if part))

    def _on_began(self, progress: Progress) -> None:
        self._running.append(progress)
        self._show_job()

    def _on_stepped(self, progress: Progress) -> None:
        if self._running and self._running[-1] is progress:
            self._show_job()

    def _on_ended(self, progress: Progress) -> None:
        if progress in self._running:
            self._running.remove(progress)
        self._show_job()

    def _show_job(self) -> None:
        job = self._running[-1] if self._running else None
        for part in (self._job, self._bar, self._cancel):
            part.setVisible(job is not None)
        if job is None:
            return
        counted = tr("{done} of {total}", done=job.done, total=job.total) if job.total else ""
        self._job.say(", ".join(part for part in (job.words, counted) if part))
        self._bar.setRange(0, job.total)
        self._bar.setValue(job.done)
        self._bar.setAccessibleName(job.words)

    def _on_cancel(self) -> None:
        if self._running:
            self._running[-1].cancel()
            self._job.say(tr("Stopping…"))
