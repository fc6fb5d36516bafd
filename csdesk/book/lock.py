"""One program at a time writes a book: a file beside it, held with a system lock that a crash frees."""

import contextlib
import errno
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from csdesk.errors import Locked, ReadOnly, Trouble
from csdesk.i18n import mark

_FAR = 1 << 30  # Windows locks bytes against reading too: lock one far behind the text
_NO_WRITING = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a book: process, when it began, on which computer, which program, for whom."""

    process: int
    started: str
    host: str
    program: str
    user: str

    @classmethod
    def me(cls, program: str) -> Self:
        return cls(
            os.getpid(), datetime.now(UTC).isoformat("T", "seconds"), platform.node(), program, _user()
        )


class Lock:
    """The right to write one book, from :meth:`take` to :meth:`release`."""

    def __init__(self, path: Path, file: Path, handle: int) -> None:
        self.path = path
        self._file = file
        self._handle: int | None = handle

    @classmethod
    def take(cls, book: Path, program: str, *, take_over: bool = False) -> Self:
        """Hold ``book`` or say who does (:class:`Locked`); :class:`ReadOnly` where nothing can be written.

        A lock left by another computer is not broken by itself, for a lock of the system may not reach
        across a network: ``take_over`` is the user's word that it is gone.
        """
        file = lock_file(book)
        if book.exists() and not os.access(
            book, os.W_OK, effective_ids=os.access in os.supports_effective_ids
        ):
            raise ReadOnly(mark("“{path}” is read-only."), path=book)
        while True:
            handle, fresh = _open(file, book)
            try:
                _seize(handle, book)
                if not _still(handle, file):  # its last holder took the file away while we waited
                    os.close(handle)
                    continue
                if not fresh and not take_over:
                    _ask_about_elsewhere(book)
                text = json.dumps(asdict(Holder.me(program)), ensure_ascii=False).encode()
                os.ftruncate(handle, 0)
                os.lseek(handle, 0, os.SEEK_SET)
                os.write(handle, text)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.close(handle)
                raise
            return cls(book, file, handle)

    def release(self) -> None:
        """Let go; the file beside the book disappears."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":  # pragma: no cover  one system is tested at a time
            os.close(handle)  # an open file cannot be removed there
            handle = -1
        with contextlib.suppress(OSError):
            self._file.unlink()
        with contextlib.suppress(OSError):
            os.close(handle)


def lock_file(book: Path) -> Path:
    """Return the file that says who writes ``book``, beside the real one where ``book`` is a link."""
    real = Path(os.path.realpath(book))
    return real.with_name(f".{real.name}.lock")


def holder(book: Path) -> Holder | None:
    """Return who says to hold ``book``, as far as that can be read."""
    try:
        found = json.loads(lock_file(book).read_bytes())
        return Holder(**{name: found[name] for name in Holder.__slots__})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _open(file: Path, book: Path) -> tuple[int, bool]:
    try:
        try:
            return os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), True
        except FileExistsError:
            return os.open(file, os.O_RDWR | os.O_CREAT, 0o600), False
    except OSError as error:
        if error.errno in _NO_WRITING:
            raise ReadOnly(mark("“{path}” lies in a place that cannot be written."), path=book) from error
        raise Trouble(
            mark("“{path}” cannot be held for writing: {why}."), path=book, why=error.strerror
        ) from error


def _seize(handle: int, book: Path) -> None:
    try:
        if sys.platform == "win32":  # pragma: no cover  one system is tested at a time
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise _held(holder(book), book) from None


def _still(handle: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _ask_about_elsewhere(book: Path) -> None:
    left = holder(book)
    if left is not None and left.host != platform.node():
        raise _held(left, book, elsewhere=True)


def _held(by: Holder | None, book: Path, *, elsewhere: bool = False) -> Locked:
    if by is None:
        return Locked(mark("Another program holds “{path}”. It can be opened read-only."), path=book)
    text = (
        mark(
            "{user} seems to have “{path}” open on {host} ({program}, since {started}). Take it over only if "
            "that computer no longer uses it; else open it read-only."
        )
        if elsewhere
        else mark(
            "{user} has “{path}” open on {host} ({program}, process {process}, since {started}). "
            "It can be opened read-only."
        )
    )
    return Locked(text, elsewhere=elsewhere, path=book, **asdict(by))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "?"
