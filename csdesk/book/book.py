"""The open book: one file, one way to ask, one way to write, and an undo for every write."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Condition, RLock
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from csdesk.book import backup, journal, replay
from csdesk.book.backup import Copy
from csdesk.book.bin import DAYS_KEPT, purge
from csdesk.book.create import create
from csdesk.book.engine import asking_engine, examine, explained, journal_of, look_for, writing_engine
from csdesk.book.journal import Changes, Recorder, Said
from csdesk.book.lock import Lock
from csdesk.book.migrations import STEPS, bring_up_to_date
from csdesk.book.rows import raw
from csdesk.errors import CsdeskError, Locked, ReadOnly, Trouble
from csdesk.i18n import mark
from csdesk.model import Base

P = ParamSpec("P")
T = TypeVar("T")


def utc_now() -> datetime:
    """Return the moment it is; tests hand in their own clock."""
    return datetime.now(UTC)


class Book:
    """A local file of accounts and partners.

    ``backups``: the folder its copies go to (None: none are made). ``today``: empties the bin of what was
    deleted more than 30 days before. ``held_by``: what others are told holds the book. ``take_over``: the
    user's word that another computer no longer uses it. Safe to use from several threads.
    """

    def __init__(
        self,
        path: Path,
        *,
        backups: Path | None = None,
        readonly: bool = False,
        today: date | None = None,
        held_by: str = "csdesk",
        take_over: bool = False,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self.backups = backups
        self._now = now
        self._listeners: list[Callable[[Changes], None]] = []
        self._turn = RLock()
        self._writing_now = False
        self._changed = False
        self._closed = False
        self._gate = Condition()
        self._asked = 0
        self._lock: Lock | None = None
        look_for(self.path)
        with ExitStack() as undo:
            if readonly:
                self._ready_to_read()
            else:
                self._lock = Lock.take(self.path, held_by, take_over=take_over)
                undo.callback(self._lock.release)
                self._ready_to_write()
            self._open()
            undo.pop_all()
        if today is not None and not readonly:
            self.tidy(today)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        currency: str = "EUR",
        fiscal_start: int = 1,
        name: str | None = None,
        backups: Path | None = None,
        today: date | None = None,
        held_by: str = "csdesk",
        now: Callable[[], datetime] = utc_now,
    ) -> Self:
        """Make a new book and open it; an existing file is refused."""
        create(
            Path(path),
            {"currency": currency, "fiscal_start": str(fiscal_start), "name": name or Path(path).stem},
        )
        return cls(path, backups=backups, today=today, held_by=held_by, now=now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each committed write, in the writing thread."""
        self._listeners.append(listener)

    def read(self, question: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer a question. What comes back is detached: look, do not touch."""
        with self._gate:
            self._gate.wait_for(lambda: self._asked >= 0)
            self._must_be_open()
            self._asked += 1
        try:
            with explained(self.path), self._asking() as session:
                return question(session, *args, **kwargs)
        finally:
            with self._gate:
                self._asked -= 1
                self._gate.notify_all()

    def write(
        self,
        verb: Callable[..., T],
        /,
        *args: Any,
        deed: tuple[str, dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> T:
        """Run ``verb`` in one transaction and journal it under ``deed``, or the name the verb gives itself.

        The listeners hear of it after the commit. An exception leaves the book as it was.
        """
        with self._turn, self._writing() as session, explained(self.path), session.begin():
            recorder = self._watched(session)
            try:
                if deed is not None:
                    recorder.said = Said(*deed)
                result = verb(session, *args, **kwargs)
                session.flush()
                if recorder.images:
                    journal.keep(session, recorder, self._now().isoformat("T", "seconds"))
            finally:
                self._unwatched(recorder)
        if recorder.images:
            self._changed = True
            self._tell(Changes(recorder.kinds, recorder.said or journal.SOMETHING))
        return result

    def rehearse(self, verb: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``verb`` as :meth:`write` would, return what it says, and leave the book as it was."""
        with self._turn, self._writing() as session, explained(self.path):
            recorder = self._watched(session)
            try:
                result = verb(session, *args, **kwargs)
                session.flush()
            finally:
                self._unwatched(recorder)
                session.rollback()
        return result

    def undo(self) -> Said | None:
        """Take the last deed back and return its name; None where there is none."""
        return self._replay(replay.back)

    def redo(self) -> Said | None:
        """Do the deed last taken back again and return its name; None where there is none."""
        return self._replay(replay.forth)

    def undoable(self) -> Said | None:
        """Return the name of the deed that undo would take back."""
        return self._name_of(replay.next_back)

    def redoable(self) -> Said | None:
        """Return the name of the deed that redo would do again."""
        return self._name_of(replay.next_forth)

    def settle(self) -> None:
        """Let undo go no further back than here: what was done so far made the book."""
        with self._turn, self._writing() as session, explained(self.path), session.begin():
            replay.seal_all(raw(session))

    def tidy(self, today: date) -> int:
        """Remove for good what has been in the bin for more than 30 days; return how many records.

        This is no deed: it cannot be undone, and neither can the deeds that touched those records.
        """
        oldest = today - timedelta(days=DAYS_KEPT)
        with self._turn, self._writing() as session, explained(self.path), session.begin():
            kinds, count = purge(session, oldest)
        if count:
            self._changed = True
            self._tell(Changes(kinds, Said(mark("Empty the bin"), {})))
        return count

    def back_up(self, reason: str) -> Copy | None:
        """Copy the book as it is now, verified; None where the book has no folder for copies."""
        if self.backups is None:
            return None
        made = backup.make(self.path, self.backups, reason, self._now())
        backup.thin(self.path, self.backups)
        return made

    def restore(self, copy: Copy) -> None:
        """Put ``copy`` in the place of the book, which is kept as a backup first. All is stale then."""
        if self.readonly or self.backups is None:
            raise ReadOnly(mark("“{path}” is open for reading only."), path=self.path)
        with self._turn:
            with self._gate:
                self._gate.wait_for(lambda: self._asked == 0)
                self._asked = -1  # questions wait until the file has changed hands
            try:
                self._engines_gone()
                backup.restore(self.path, copy, self.backups, self._now())
                bring_up_to_date(self.path, STEPS)
            finally:
                self._open()
                with self._gate:
                    self._asked = 0
                    self._gate.notify_all()
        kinds = frozenset(mapper.class_ for mapper in Base.registry.mappers)
        self._tell(Changes(kinds, Said(mark("Restore a backup"), {})))

    def close(self) -> None:
        """Let go of the file, after a backup where something was changed. A closed book stays closed."""
        with self._turn:
            if self._closed:
                return
            failed: CsdeskError | None = None
            if self._changed and self.backups is not None:
                self._changed = False
                try:
                    if backup.due(self.path, self.backups, self._now()):
                        self.back_up("close")
                except CsdeskError as error:
                    failed = error
            self._closed = True
            self._engines_gone()
            if self._lock is not None:
                self._lock.release()
        if failed is not None:
            raise failed

    def _ready_to_read(self) -> None:
        if journal_of(self.path).exists():  # of a writer at work, or of a crash: then it must be played back
            with suppress(Locked, ReadOnly), ExitStack() as held:
                held.callback(Lock.take(self.path, "csdesk").release)
                examine(self.path)
        form = examine(self.path, mode="ro")
        if form < len(STEPS):
            raise Trouble(
                mark("“{path}” has the older format {found}. Open it for writing once to bring it up."),
                path=self.path,
                found=form,
            )

    def _ready_to_write(self) -> None:
        examine(self.path)
        bring_up_to_date(self.path, STEPS, back_up=lambda: self.back_up("migration"))

    def _open(self) -> None:
        self._asker = asking_engine(self.path, readonly=self.readonly)
        self._asking = sessionmaker(self._asker, expire_on_commit=False, autoflush=False)
        self._writer: sa.Engine | None = None
        if not self.readonly:
            self._writer = writing_engine(self.path)
            journal.watch(self._writer)

    def _engines_gone(self) -> None:
        self._asker.dispose()
        if self._writer is not None:
            self._writer.dispose()

    def _must_be_open(self) -> None:
        if self._closed:
            raise Trouble(mark("“{path}” is closed."), path=self.path)

    def _writing(self) -> Session:
        self._must_be_open()
        if self._writer is None:
            raise ReadOnly(mark("“{path}” is open for reading only."), path=self.path)
        if self._writing_now:
            raise RuntimeError("a verb must not write through the book: it has its session")
        return Session(self._writer, expire_on_commit=False)

    def _watched(self, session: Session) -> Recorder:
        recorder = Recorder(session)
        self._writing_now = True
        return recorder

    def _unwatched(self, recorder: Recorder) -> None:
        self._writing_now = False
        recorder.release()

    def _replay(self, turn: Callable[[Session], tuple[Said, frozenset[type]] | None]) -> Said | None:
        with self._turn, self._writing() as session, explained(self.path):
            try:
                with session.begin():
                    done = turn(session)
            except sa.exc.IntegrityError as error:  # a key that would lead nowhere shows at the commit
                raise replay.stale(journal.SOMETHING) from error
        if done is None:
            return None
        said, kinds = done
        self._changed = True
        self._tell(Changes(kinds, said))
        return said

    def _name_of(self, which: Callable[[Session], replay.Kept | None]) -> Said | None:
        deed = self.read(which)
        return deed.said if deed is not None and not deed.sealed else None

    def _tell(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
