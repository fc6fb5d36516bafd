"""SQLite, set up the way a book needs it, and the ladder every file climbs before it is trusted."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from csdesk.errors import CsdeskError, Damaged, Locked, Newer, ReadOnly, Trouble
from csdesk.i18n import mark

APPLICATION_ID = 0x43534442  # "CSDB", at offset 68 of the file: what file managers know a book by
FORMAT = 1  # the newest format this program knows: the number of migration steps
PATIENCE = 20.0  # seconds a connection waits for another program to finish
_SEARCH = "search"  # the one virtual table a book has


def connect(path: Path, *, write: bool = False, mode: str = "rw") -> sqlite3.Connection:
    """Open an existing file; ``mode="ro"`` never touches it. The driver begins and commits nothing itself."""
    connection = sqlite3.connect(
        f"{_uri(path)}?mode={mode}",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    if write:
        # cache_spill: with it a long import would lock every reader out before it commits
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "cache_spill=OFF"):
            connection.execute(f"PRAGMA {pragma}")
    else:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA cache_size=-16000")
    return connection


def writing_engine(path: Path) -> sa.Engine:
    """Return the one connection that writes; a transaction holds the file from its first statement."""
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: connect(path, write=True),
        poolclass=sa.pool.QueuePool,
        pool_size=1,
        max_overflow=0,
    )
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def asking_engine(path: Path, *, readonly: bool) -> sa.Engine:
    """Return connections for questions; each sees one state of the book from first row to last."""
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: connect(path, mode="ro" if readonly else "rw"),
        poolclass=sa.pool.QueuePool,
        pool_size=4,
        max_overflow=12,
    )
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def claim(path: Path) -> None:
    """Make ``path`` as an empty file that only its owner may read; an existing file is an error."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def look_for(path: Path) -> None:
    """Refuse what is not there, no file, or empty. Does not open the file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise Trouble(mark("There is no book at “{path}”."), path=path) from None
    except OSError as error:
        raise Trouble(mark("“{path}” cannot be reached: {why}."), path=path, why=error.strerror) from error
    if not stat.S_ISREG(found.st_mode):
        raise Trouble(mark("“{path}” is not a file."), path=path)
    if found.st_size == 0:
        raise Trouble(mark("“{path}” is empty: no book was ever written to it."), path=path)


def examine(path: Path, *, mode: str = "rw") -> int:
    """Climb the ladder: size, header, application, format, contents, tables. Return the format.

    Nothing is written (a transaction that a crash left behind is finished first, by SQLite itself).
    """
    look_for(path)
    _read_header(path)
    with explained(path), closing(connect(path, mode=mode)) as connection:
        return _looked_through(connection, path)


def _read_header(path: Path) -> None:
    """Judge the header as it stands, before SQLite may finish what a crash left behind.

    Through SQLite, for a file opened and closed beside it would take away the locks its connections hold.
    """
    try:
        with closing(sqlite3.connect(f"{_uri(path)}?mode=ro&immutable=1", uri=True)) as header:
            (application,) = header.execute("PRAGMA application_id").fetchone()
            (form,) = header.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            raise Trouble(mark("“{path}” is not a csdesk book."), path=path) from None
        if code != sqlite3.SQLITE_CORRUPT:
            raise explain(error, path) or error from None
        if journal_of(path).exists():
            return  # the file is short in the middle of a transaction that can still be taken back
        raise Damaged(mark("“{path}” is damaged or cut short: {why}."), path=path, why=error) from None
    if application != APPLICATION_ID:
        raise Trouble(mark("“{path}” is a database of another program, not a csdesk book."), path=path)
    if form > FORMAT:
        raise Newer(
            mark("“{path}” was written by a newer csdesk (format {found}, this one knows {known})."),
            path=path,
            found=form,
            known=FORMAT,
        )


def _looked_through(connection: sqlite3.Connection, path: Path) -> int:
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    kinds = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if answer != "ok":
        raise Damaged(mark("“{path}” is damaged: {why}."), path=path, why=str(answer).strip())
    for kind, name, sql in kinds:
        virtual = str(sql).upper().startswith("CREATE VIRTUAL")
        if virtual and name == _SEARCH and "USING FTS5" in str(sql).upper():
            continue
        if kind in ("trigger", "view") or virtual:
            raise Damaged(
                mark("“{path}” holds something no csdesk put there ({kind} “{name}”); it was not opened."),
                path=path,
                kind=kind,
                name=name,
            )
    names = {name for kind, name, _sql in kinds if kind == "table"}
    if form < 1 or not {"setting", "deed", "account"} <= names:
        raise Damaged(mark("“{path}” was never finished: its tables are missing."), path=path)
    return int(form)


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps what it needs to take an unfinished transaction back."""
    return path.with_name(path.name + "-journal")


def _uri(path: Path) -> str:
    """Return the address SQLite takes; it wants the server of a Windows share in the path, not before it."""
    uri = path.absolute().as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def explain(error: BaseException, path: Path) -> CsdeskError | None:
    """Return what SQLite or the system met, in the user's words; None where it is a bug of ours."""
    origin: Any = getattr(error, "orig", None) or error
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Locked(mark("Another program is busy with “{path}”. Nothing was changed."), path=path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return ReadOnly(mark("“{path}” cannot be written. Nothing was changed."), path=path)
    if code == sqlite3.SQLITE_FULL:
        return Trouble(mark("The disk with “{path}” is full. Nothing was changed."), path=path)
    if code == sqlite3.SQLITE_IOERR:
        return Trouble(
            mark("The disk refused to read or write “{path}”; it may be full. Nothing was changed."),
            path=path,
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return Trouble(mark("“{path}” cannot be opened."), path=path)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged(mark("“{path}” is damaged: {why}."), path=path, why=origin)
    return None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the machine did to us into words; everything else passes as it is."""
    try:
        yield
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error
