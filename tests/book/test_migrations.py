import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from csdesk.book import Book, backup, book, engine, search, shape
from csdesk.book.migrations import STEPS, bring_up_to_date
from csdesk.errors import Newer, Refused, Trouble
from csdesk.model import Account, Base


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "desk.csdesk"
    with Book.create(path) as made:
        made.write(lambda s: s.add(Account(name="Acme")))
    return path


def look(path, sql):
    with closing(sqlite3.connect(path)) as there:
        return there.execute(sql).fetchall()


def colour(op):
    with op.batch_alter_table("account", recreate="always") as account:
        account.add_column(sa.Column("colour", sa.String))
    op.execute("UPDATE account SET colour = 'green'")


def extended(monkeypatch, *steps):
    """Make this program one that knows more formats."""
    monkeypatch.setattr(book, "STEPS", (*STEPS, *steps))
    monkeypatch.setattr(engine, "FORMAT", len(STEPS) + len(steps))


def test_the_format_is_the_number_of_steps():
    assert len(STEPS) == engine.FORMAT


def test_steps_build_exactly_the_models(path):
    with closing(sqlite3.connect(path)) as there:
        assert list(shape.differences(there)) == []
    engine_ = sa.create_engine(f"sqlite:///{path}")
    with engine_.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, Base.metadata) == []
    engine_.dispose()


def ours(name, kind, _parents):
    return kind != "table" or not name.startswith(search.TABLE)


def test_the_search_index_is_made_as_search_would(path):
    ((sql,),) = look(path, "SELECT sql FROM sqlite_master WHERE name = 'search'")
    assert sql == search.CREATE


def test_shape_tells_what_differs(path):
    with closing(sqlite3.connect(path)) as there:
        there.execute("ALTER TABLE account ADD COLUMN colour TEXT")
        there.execute("CREATE TABLE evil (x)")
        there.execute("DROP INDEX ix_account_domain")
        found = list(shape.differences(there))
    assert [line.split(" ", 2)[:2] for line in found] == [
        ["−", "account"],
        ["+", "account"],
        ["+", "evil"],
        ["+", "evil"],
    ]
    assert "ix_account_domain" in found[0]


def test_a_new_book_takes_no_alembic_to_open(path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "alembic.migration", None)
    Book(path).close()


def test_an_old_book_is_backed_up_then_carried_over(path, tmp_path, monkeypatch):
    extended(monkeypatch, colour)
    with Book(path, backups=tmp_path / "safe") as carried:
        assert carried.read(lambda s: s.execute(sa.text("SELECT name, colour FROM account")).all()) == [
            ("Acme", "green")
        ]
        assert carried.undoable() is None
        with pytest.raises(Refused, match="no longer be taken back"):
            carried.undo()
    (copy,) = backup.copies(path, tmp_path / "safe")
    assert copy.reason == "migration"
    assert look(copy.path, "PRAGMA user_version") == [(1,)]
    assert look(path, "PRAGMA user_version") == [(2,)]


def test_a_failed_step_leaves_the_book_alone(path, tmp_path, monkeypatch):
    def explode(op):
        op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
        raise RuntimeError("power cut")

    extended(monkeypatch, colour, explode)
    with pytest.raises(RuntimeError):
        Book(path, backups=tmp_path / "safe")
    assert look(path, "PRAGMA user_version") == [(2,)]
    assert look(path, "SELECT name FROM sqlite_master WHERE name = 'half'") == []
    assert not path.with_name(".desk.csdesk.lock").exists()
    monkeypatch.setattr(book, "STEPS", STEPS)
    monkeypatch.setattr(engine, "FORMAT", len(STEPS))
    with pytest.raises(Newer):
        Book(path)


def test_a_step_that_would_break_links_is_taken_back(path, monkeypatch):
    def careless(op):
        op.execute("INSERT INTO contact (name, account_id) VALUES ('Ann', 99)")

    extended(monkeypatch, careless)
    with pytest.raises(Trouble, match="would break 1 links"):
        Book(path)
    assert look(path, "SELECT count(*) FROM contact") == [(0,)]
    assert look(path, "PRAGMA user_version") == [(1,)]


def test_a_backup_that_fails_stops_the_migration(path, tmp_path, monkeypatch):
    (tmp_path / "safe").write_text("in the way")
    extended(monkeypatch, colour)
    with pytest.raises(Trouble, match="cannot be written"):
        Book(path, backups=tmp_path / "safe")
    assert look(path, "PRAGMA user_version") == [(1,)]


def test_a_backup_of_an_older_format_is_carried_over_when_restored(path, tmp_path, monkeypatch):
    with Book(path, backups=tmp_path / "safe") as old:
        copy = old.back_up("hand")
    extended(monkeypatch, colour)
    with Book(path, backups=tmp_path / "safe") as carried:
        carried.restore(copy)
        assert carried.read(lambda s: s.execute(sa.text("SELECT colour FROM account")).all()) == [("green",)]


def test_nothing_due_is_nothing_done(path):
    assert not bring_up_to_date(path, STEPS, back_up=lambda: pytest.fail("no reason to"))


KILLED = """
import os, shutil, sys
from pathlib import Path
import sqlalchemy as sa
from csdesk.book import Book, book, engine
from csdesk.book.migrations import STEPS
import alembic.migration, alembic.operations
path = Path(sys.argv[1])
def colour(op):
    with op.batch_alter_table("account", recreate="always") as account:
        account.add_column(sa.Column("colour", sa.String))
    op.execute("UPDATE account SET colour = 'green'")
book.STEPS = (*STEPS, colour)
engine.FORMAT = 2
for number in range(1, 1000):
    copy = path.with_name(f"{number}.csdesk")
    shutil.copyfile(path, copy)
    child = os.fork()
    if not child:
        count = 0
        @sa.event.listens_for(sa.Engine, "before_cursor_execute")
        def look(*_):
            global count
            count += 1
            if count == number:
                os._exit(9)
        Book(copy).close()
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
print(number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="forks, which Windows does not know")
def test_killed_before_any_statement_of_a_step_the_book_is_old_or_new_and_whole(path, monkeypatch):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    statements = int(done.stdout)
    assert statements > 10
    extended(monkeypatch, colour)
    for number in range(1, statements + 1):
        copy = path.with_name(f"{number}.csdesk")
        with Book(copy) as carried:
            assert carried.read(lambda s: s.execute(sa.text("SELECT name, colour FROM account")).all()) == [
                ("Acme", "green")
            ]
    left = {name for name in os.listdir(path.parent) if not name.endswith(".csdesk")}
    assert {name for name in left if not name.endswith("-journal")} == set()
