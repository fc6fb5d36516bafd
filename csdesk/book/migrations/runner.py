"""Bring a book up to the current format, safely and in order."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from csdesk.book.engine import explained, writing_engine
from csdesk.errors import Trouble
from csdesk.i18n import mark
from csdesk.model.base import NAMING

if TYPE_CHECKING:
    from alembic.operations import Operations

Step = Callable[["Operations"], None]


def bring_up_to_date(
    path: Path, steps: Sequence[Step], *, back_up: Callable[[], object] | None = None
) -> bool:
    """Run the missing steps, each in a transaction of its own; tell whether there were any.

    The caller holds the book and has examined it. ``back_up`` is called first where steps are due. A failed
    step leaves the book as it was before that step. What was done before a step can no longer be undone: its
    images may speak of columns that are gone.
    """
    engine = writing_engine(path)
    try:
        with explained(path), engine.connect() as connection:
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        due = steps[version:]
        if due and back_up is not None:
            back_up()
        for number, step in enumerate(due, start=version + 1):
            with explained(path):
                _take(engine, step, number)
        return bool(due)
    finally:
        engine.dispose()


def _take(engine: sa.Engine, step: Step, number: int) -> None:
    from alembic.migration import MigrationContext  # half a second: only when a step is due
    from alembic.operations import Operations

    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101  just connected
        driver.execute("PRAGMA foreign_keys=OFF")  # tables are rebuilt; checked below. Not possible later
        try:
            with connection.begin():
                names = sa.MetaData(naming_convention=NAMING)  # names only: a step never sees the live models
                step(Operations(MigrationContext.configure(connection, opts={"target_metadata": names})))
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise Trouble(
                        mark("Format step {number} would break {count} links."),
                        number=number,
                        count=len(broken),
                    )
                if number > 1:
                    connection.exec_driver_sql("UPDATE deed SET sealed = 1")
                connection.exec_driver_sql(f"PRAGMA user_version = {number:d}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
