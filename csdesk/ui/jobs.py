"""Work off the UI thread, results back on it, in lanes that keep their own order."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, RLock
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

T = TypeVar("T")

BOOK, ASK, CHART, FILE = "book", "ask", "chart", "file"

# Held while a thread loads libraries late: two threads that first import the same package (numpy, matplotlib)
# at one time can wait for each other's halves for ever, which Python ends with an error.
loading = RLock()


class Progress:
    """How far a long job is. The job calls it with steps done and in all; it raises once the user cancelled.

    Handed to intake, reports and verbs as a plain callable: ``progress(done, total)``.
    """

    def __init__(self, words: str, told: Callable[["Progress"], None]) -> None:
        self.words = words
        self.done = 0
        self.total = 0
        self._told = told
        self._cancelled = Event()
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        self.check()
        self.done, self.total = done, total
        now = monotonic()
        if now - self._last > 0.05 or done >= total:  # a bar need not move more than twenty times a second
            self._last = now
            self._told(self)

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        """Leave the job if the user asked for it."""
        if self.cancelled:
            raise CancelledError


@dataclass(frozen=True, slots=True)
class _Landing:
    owner: QObject
    done: Callable[[Any], None]
    future: Future[Any]
    ticket: int | None
    failed: Callable[[BaseException], None] | None
    progress: Progress | None = field(default=None)


class Jobs(QObject):
    """Four lanes of one thread each: ``book`` writes, ``ask`` reads, ``chart`` paints, ``file`` makes files.

    ``done(result)`` is called in the UI thread, unless ``owner`` is gone by then.
    An exception goes to the job's own ``failed`` or else to the signal of that name.
    """

    failed = Signal(object)
    began = Signal(object)  # a Progress
    stepped = Signal(object)
    ended = Signal(object)
    settled = Signal()  # nothing runs or waits
    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: ThreadPoolExecutor(1, name) for name in (BOOK, ASK, CHART, FILE)}
        self._cold = {CHART, FILE}  # lanes that have not loaded what they draw with
        self._newest: dict[object, int] = {}
        self._tickets = 0
        self._open = 0
        self._shut = False
        self._landed.connect(self._deliver)

    @property
    def busy(self) -> bool:
        return self._open > 0

    def do(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        lane: str = BOOK,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run ``work`` and report it, whatever else has been started since."""
        self._start(work, _Wanted(owner, done, None, failed), lane)

    def ask(
        self,
        ask: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        lane: str = ASK,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Like :meth:`do`, but an answer is dropped once ``done`` has been promised a newer one.

        A question that waits in its lane behind a newer one for the same ``done`` is not asked at all.
        """
        self._tickets += 1
        ticket = self._tickets
        self._newest[done] = ticket

        def unless_outdated() -> T | None:
            return ask() if self._newest.get(done) == ticket else None

        self._start(unless_outdated, _Wanted(owner, done, ticket, failed), lane)

    def long(
        self,
        words: str,
        work: Callable[[Progress], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        lane: str = FILE,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Progress:
        """Run ``work(progress)``; the status bar shows ``words``, the count and Cancel until it ends."""
        progress = Progress(words, self.stepped.emit)
        self.began.emit(progress)

        def run() -> T:
            progress.check()
            return work(progress)

        self._start(run, _Wanted(owner, done, None, failed, progress), lane)
        return progress

    def shut_down(self) -> None:
        """Let running work finish, drop what waits; what is asked from now on is not done."""
        self._shut = True
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)

    def _start(self, work: Callable[[], Any], wanted: "_Wanted", lane: str) -> None:
        if self._shut:
            return  # a page that is being closed may still ask; nobody would hear the answer
        self._open += 1
        if lane in self._cold:
            self._cold.discard(lane)
            self._lanes[lane].submit(_load_drawing)
        future = self._lanes[lane].submit(work)
        future.add_done_callback(lambda future: self._land(wanted, future))

    def _land(self, wanted: "_Wanted", future: Future[Any]) -> None:
        if isValid(self):  # the window may have gone while the lane ran dry
            self._landed.emit(
                _Landing(wanted.owner, wanted.done, future, wanted.ticket, wanted.failed, wanted.progress)
            )

    def _deliver(self, landing: _Landing) -> None:
        self._open -= 1
        if landing.progress:
            self.ended.emit(landing.progress)
        outdated = landing.ticket is not None and self._newest.get(landing.done) != landing.ticket
        if not outdated:
            self._newest.pop(landing.done, None)
            self._hand_over(landing)
        if not self._open:
            self.settled.emit()

    def _hand_over(self, landing: _Landing) -> None:
        if landing.future.cancelled() or not isValid(landing.owner):
            return
        error = landing.future.exception()
        if error is None:
            landing.done(landing.future.result())
        elif isinstance(error, CancelledError):
            return
        elif landing.failed:
            landing.failed(error)
        else:
            self.failed.emit(error)


def _load_drawing() -> None:
    """Load the libraries that charts and reports share, in one thread at a time."""
    with loading:
        import csdesk.charts.paint  # noqa: F401  loaded, not used here


@dataclass(frozen=True, slots=True)
class _Wanted:
    owner: QObject
    done: Callable[[Any], None]
    ticket: int | None
    failed: Callable[[BaseException], None] | None
    progress: Progress | None = None
