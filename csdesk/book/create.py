"""A new book: built whole beside its place, then put there in one go."""

import os
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from csdesk.book.engine import APPLICATION_ID, claim, connect, explained, journal_of
from csdesk.book.migrations import STEPS, bring_up_to_date
from csdesk.errors import ReadOnly, Refused, Trouble
from csdesk.i18n import mark


def create(path: Path, settings: Mapping[str, str]) -> None:
    """Write a new book at ``path`` with these settings; an existing file is refused and left alone."""
    if path.exists():
        raise Refused(mark("There is already a file at “{path}”."), path=path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        claim(unfinished)
    except PermissionError as error:
        raise ReadOnly(mark("“{path}” lies in a place that cannot be written."), path=path) from error
    except OSError as error:
        raise Trouble(mark("“{path}” cannot be made: {why}."), path=path, why=error.strerror) from error
    try:
        with explained(path):
            _fill(unfinished, settings)
        _move_in(unfinished, path)
    finally:
        for left in (unfinished, journal_of(unfinished)):
            with suppress(OSError):
                left.unlink()


def _fill(unfinished: Path, settings: Mapping[str, str]) -> None:
    with closing(connect(unfinished, write=True)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    bring_up_to_date(unfinished, STEPS)
    with closing(connect(unfinished, write=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", settings.items())
        connection.execute("COMMIT")


def _move_in(unfinished: Path, path: Path) -> None:
    try:
        claim(path)  # the name is ours from here on: nobody's file is ever replaced
    except FileExistsError:
        raise Refused(mark("There is already a file at “{path}”."), path=path) from None
    os.replace(unfinished, path)
