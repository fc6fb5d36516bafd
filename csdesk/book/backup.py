"""Copies of a book: made while it is open, verified, thinned with age, and put back."""

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from csdesk.book.engine import claim, connect, examine, explain, explained, journal_of
from csdesk.errors import CsdeskError, Damaged, ReadOnly, Refused, Trouble
from csdesk.i18n import mark

KEEP = (("hour", 24), ("day", 14), ("week", 8), ("month", 24))  # the latest so many of each that have a copy
KEEP_ALWAYS = 5  # the newest of all, and of each special reason
SPECIAL = ("migration", "import", "restore", "damaged", "hand")
AT_MOST_EVERY = timedelta(hours=1)
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))? ([a-z]+)\.csdesk$")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a book: where it lies, when and why it was made, and how large it is."""

    path: Path
    made_at: datetime
    reason: str
    size: int
    number: int = 0  # of several within one second


def folder_of(book: Path, backups: Path) -> Path:
    """Return where the copies of ``book`` lie; books of one name in different places do not mix."""
    real = os.path.realpath(book)
    return backups / f"{Path(real).stem}-{hashlib.sha256(os.fsencode(real)).hexdigest()[:8]}"


def copies(book: Path, backups: Path) -> list[Copy]:
    """Return the copies of ``book``, the one made last first, as the clock had it."""
    try:
        found = [copy_at(path) for path in folder_of(book, backups).iterdir() if _NAME.match(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(found, key=lambda copy: (copy.made_at, copy.number), reverse=True)


def make(book: Path, backups: Path, reason: str, now: datetime) -> Copy:
    """Copy the open ``book`` by SQLite's online backup, verify it, and write its SHA-256 beside it."""

    def fill(target: Path) -> None:
        with closing(connect(book)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)

    made = _put(book, backups, reason, now, fill)
    try:
        examine(made.path, mode="ro")
    except CsdeskError:
        _remove(made.path)
        raise
    return made


def due(book: Path, backups: Path, now: datetime) -> bool:
    """Tell whether an hour has passed since the last copy; a clock that jumped counts as passed."""
    return all(abs(now - copy.made_at) >= AT_MOST_EVERY for copy in copies(book, backups))


def verify(copy: Copy) -> None:
    """Refuse a copy that is not, byte for byte, what was written when it was made, or no whole book."""
    try:
        noted = _sum_file(copy.path).read_text("ascii").split()[0]
        found = _sum(copy.path)
    except (OSError, ValueError, IndexError) as error:
        raise Damaged(
            mark("The backup “{path}” cannot be verified: {why}."), path=copy.path, why=error
        ) from error
    if noted != found:
        raise Damaged(mark("The backup “{path}” was changed or damaged since it was made."), path=copy.path)
    examine(copy.path, mode="ro")


def thin(book: Path, backups: Path) -> list[Copy]:
    """Remove copies that are close to later ones; return those removed.

    What counts is the latest hours, days, weeks and months that have a copy, not how long ago they are: a
    clock that jumps by years loses nothing.
    """
    have = copies(book, backups)
    kept = set(have[:KEEP_ALWAYS])
    for reason in SPECIAL:
        kept.update([copy for copy in have if copy.reason == reason][:KEEP_ALWAYS])
    for span, number in KEEP:
        newest: dict[str, Copy] = {}
        for copy in have:
            newest.setdefault(_bucket(copy.made_at, span), copy)
        kept.update(list(newest.values())[:number])
    gone = [copy for copy in have if copy not in kept]
    for copy in gone:
        _remove(copy.path)
    return gone


def restore(book: Path, copy: Copy, backups: Path, now: datetime) -> Copy | None:
    """Put ``copy`` in the place of ``book``, which is kept as a backup first; return that backup.

    The caller holds the book and has no connection to it. Up to the last moment the old book stands.
    """
    verify(copy)
    kept = _keep_present(book, backups, now) if book.exists() else None
    fresh = book.with_name(f".{book.name}.{os.getpid()}.new")
    try:
        _copy_file(copy.path, fresh)
        if _sum(fresh) != _sum(copy.path):
            raise Damaged(mark("The backup “{path}” could not be copied whole."), path=copy.path)
        journal_of(book).unlink(
            missing_ok=True
        )  # of a book that could not be read: it would be played into this one
        os.replace(fresh, book)
    except OSError as error:
        raise _told(error, book) from error
    finally:
        fresh.unlink(missing_ok=True)
    _sync_folder(book.parent)
    return kept


def find(book: Path, backups: Path, named: str) -> Copy:
    """Return the copy whose file name, or time, begins with ``named``; ``last`` is the newest."""
    have = copies(book, backups)
    matching = have[:1] if named == "last" else [copy for copy in have if copy.path.name.startswith(named)]
    if not matching:
        raise Refused(mark("There is no backup “{name}” of this book."), name=named)
    if len(matching) > 1:
        raise Refused(
            mark("“{name}” can mean several backups: {several}."),
            name=named,
            several=", ".join(copy.path.name for copy in matching),
        )
    return matching[0]


def copy_at(path: Path) -> Copy:
    """Return the copy that lies at ``path``, wherever that is."""
    named = _NAME.match(path.name)
    if named is None:
        raise Refused(mark("“{path}” is not named like a backup of csdesk."), path=path)
    made_at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    return Copy(path, made_at, named[3], path.stat().st_size, int(named[2] or 0))


def _keep_present(book: Path, backups: Path, now: datetime) -> Copy:
    try:
        return make(book, backups, "restore", now)
    except Damaged:  # then as it is; SQLite has already played back what it could
        return _put(book, backups, "damaged", now, lambda target: _fill_from(book, target))


def _put(book: Path, backups: Path, reason: str, now: datetime, fill: Callable[[Path], None]) -> Copy:
    folder = folder_of(book, backups)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, number = _free(folder, now, reason)
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.unlink(missing_ok=True)
        claim(unfinished)
    except OSError as error:
        raise _told(error, folder) from error
    try:
        with explained(book):
            fill(unfinished)
        size = unfinished.stat().st_size
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        _write(_sum_file(path), f"{_sum(unfinished)}  {path.name}\n")
        os.replace(unfinished, path)
    except OSError as error:
        _remove(path)
        raise _told(error, folder) from error
    except CsdeskError:
        _remove(path)
        raise
    finally:
        unfinished.unlink(missing_ok=True)
    _sync_folder(folder)
    return Copy(path, now.astimezone(UTC).replace(microsecond=0), reason, size, number)


def _free(folder: Path, now: datetime, reason: str) -> tuple[Path, int]:
    stamp, number = now.astimezone(UTC).strftime(_STAMP), 0
    while any(folder.glob(f"{stamp}-{number} *.csdesk" if number else f"{stamp} *.csdesk")):
        number += 1
    return folder / (f"{stamp}-{number} {reason}.csdesk" if number else f"{stamp} {reason}.csdesk"), number


def _bucket(at: datetime, span: str) -> str:
    year, week, _day = at.isocalendar()
    return {"hour": f"{at:%Y%m%d%H}", "day": f"{at:%Y%m%d}", "week": f"{year}-{week}", "month": f"{at:%Y%m}"}[
        span
    ]


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sum_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)


def _copy_file(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    claim(target)
    _fill_from(source, target)


def _fill_from(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("rb+") as new:
        shutil.copyfileobj(old, new, 1 << 20)
        new.flush()
        os.fsync(new.fileno())


def _remove(path: Path) -> None:
    for each in (path, _sum_file(path)):
        with contextlib.suppress(OSError):
            each.unlink()


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(error: OSError, path: Path) -> CsdeskError:
    if isinstance(error, PermissionError):
        return ReadOnly(mark("“{path}” cannot be written."), path=path)
    return explain(error, path) or Trouble(
        mark("“{path}” cannot be written: {why}. Nothing was changed."), path=path, why=error.strerror
    )
