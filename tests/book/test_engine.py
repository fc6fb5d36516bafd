import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from csdesk.book import Book, engine
from csdesk.errors import Damaged, Locked, Newer, ReadOnly, Trouble
from csdesk.model import Account

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "desk.csdesk"
    with Book.create(path) as book:
        book.write(lambda s: s.add_all([Account(name=f"Account {n}", notes="x" * 300) for n in range(300)]))
    return path


def refused(path, error, words):
    """Opening says so in these words, both for writing and reading, and leaves everything as it was."""
    before = path.read_bytes() if path.is_file() else None, sorted(os.listdir(path.parent))
    for readonly in (False, True):
        with pytest.raises(error, match=words) as told:
            Book(path, readonly=readonly)
        assert type(told.value) is error
        assert (path.read_bytes() if path.is_file() else None, sorted(os.listdir(path.parent))) == before


def change(path, *statements):
    with closing(sqlite3.connect(path)) as book, book:
        for statement in statements:
            book.execute(statement)


def pragma(book, name, *, write):
    ask = lambda s: s.execute(sa.text(f"PRAGMA {name}")).scalar()  # noqa: E731
    return book.write(ask) if write else book.read(ask)


def test_a_book_is_set_up_to_survive(path):
    with Book(path) as book:
        wanted = {
            "journal_mode": "delete",
            "synchronous": 3,
            "foreign_keys": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "secure_delete": 1,
            "cache_spill": 0,
            "application_id": engine.APPLICATION_ID,
            "user_version": engine.FORMAT,
            "busy_timeout": 20000,
        }
        assert {name: pragma(book, name, write=True) for name in wanted} == wanted
        assert pragma(book, "foreign_keys", write=False) == 1
        assert pragma(book, "query_only", write=False) == 1
    assert path.read_bytes()[68:72] == b"CSDB"


def test_missing(tmp_path):
    refused(tmp_path / "no.csdesk", Trouble, "no book at")
    with pytest.raises(Trouble, match="cannot be reached"):
        Book(tmp_path / ("x" * 300))


def test_a_folder_is_no_book(tmp_path):
    refused(tmp_path, Trouble, "not a file")


def test_empty(tmp_path):
    (tmp_path / "b.csdesk").touch()
    refused(tmp_path / "b.csdesk", Trouble, "is empty")


@pytest.mark.parametrize(
    "data", [b"x", b"name,mrr\nAcme,100\n" * 500, b"SQLite format 4\0" + b"\0" * 5000, b"SQLite format 3\0"]
)
def test_not_sqlite(tmp_path, data):
    (tmp_path / "b.csdesk").write_bytes(data)
    refused(tmp_path / "b.csdesk", Trouble, "not a csdesk book")


def test_a_database_of_another_program(tmp_path):
    change(tmp_path / "b.csdesk", "CREATE TABLE account (id INTEGER)", "CREATE TABLE x (y)")
    refused(tmp_path / "b.csdesk", Trouble, "another program")


def test_a_newer_format(path):
    change(path, "PRAGMA user_version = 99")
    refused(path, Newer, "newer csdesk .format 99")
    assert Newer.status == 4


@pytest.mark.parametrize("left", [700, 4096, 100_000])
def test_cut_short(path, left):
    path.write_bytes(path.read_bytes()[:left])
    refused(path, Damaged, "damaged or cut short")
    assert Damaged.status == 4


def test_damaged_inside(path):
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    refused(path, Damaged, "damaged")


def test_every_page_can_be_lost_without_a_crash_of_ours(path):
    whole = path.read_bytes()
    for page in range(1, len(whole) // 4096, 7):
        data = bytearray(whole)
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
        path.write_bytes(data)
        try:
            with Book(path) as book:
                book.read(lambda s: s.scalars(sa.select(Account)).all())
        except Damaged:
            pass


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER evil AFTER INSERT ON account BEGIN DELETE FROM account; END",
        "CREATE VIEW evil AS SELECT * FROM account",
        "CREATE VIRTUAL TABLE evil USING fts5(x)",
    ],
)
def test_what_no_csdesk_put_there_is_not_run(path, planted):
    change(path, planted)
    refused(path, Damaged, "holds something no csdesk put there")


def test_a_search_index_of_another_make_is_refused(path):
    change(path, "DROP TABLE search", "CREATE VIRTUAL TABLE search USING fts4(x)")
    refused(path, Damaged, "no csdesk put there")


def test_a_book_that_was_never_finished(tmp_path):
    change(
        tmp_path / "b.csdesk", f"PRAGMA application_id = {engine.APPLICATION_ID}", "CREATE TABLE account (x)"
    )
    refused(tmp_path / "b.csdesk", Damaged, "never finished")


def test_an_older_format_has_to_be_written_once(path, monkeypatch):
    from csdesk.book import book

    monkeypatch.setattr(book, "STEPS", (*book.STEPS, lambda op: None))
    with pytest.raises(Trouble, match="older format 1"):
        Book(path, readonly=True)


CRASH = """
import os, sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("PRAGMA cache_size = 5")  # so that half of it reaches the file
book.execute("BEGIN")
book.execute("PRAGMA user_version = 1")  # the first page goes into the journal first
book.execute("UPDATE account SET notes = 'half'")
book.executemany("INSERT INTO account (name, tags, notes) VALUES (?, '', ?)", [("Half", "y" * 3000)] * 500)
os._exit(9)
"""


@pytest.mark.parametrize("readonly", [False, True])
def test_what_a_crash_left_half_done_is_taken_back(path, readonly):
    subprocess.run([sys.executable, "-c", CRASH, str(path)], cwd=ROOT, check=False)
    assert engine.journal_of(path).exists()
    with Book(path, readonly=readonly) as book:
        assert book.read(lambda s: s.scalar(sa.select(sa.func.count(Account.id)))) == 300
    assert not engine.journal_of(path).exists()


def test_a_crash_after_the_header_was_written_and_before_the_rest(path):
    """A header that promises more pages than there are is damage only where no journal can mend it."""
    subprocess.run([sys.executable, "-c", CRASH, str(path)], cwd=ROOT, check=False)
    with path.open("r+b") as file:
        file.seek(28)
        file.write((10**6).to_bytes(4, "big"))
    with Book(path) as book:
        assert book.read(lambda s: s.scalar(sa.select(sa.func.count(Account.id)))) == 300


FULL = """
import os, resource, sys
from pathlib import Path
import sqlalchemy as sa
from csdesk.book import Book, setwise
from csdesk.errors import Trouble
from csdesk.model import Account
book = Book(Path(sys.argv[1]))
limit = os.path.getsize(sys.argv[1]) + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    many = [{"name": f"Too many {n}", "notes": "z" * 1000} for n in range(3000)]
    book.write(lambda s: setwise.add(s, Account, many))
except Trouble as error:
    print(type(error).__name__, error)
print(book.read(lambda s: s.scalar(sa.select(sa.func.count(Account.id)))))
book.write(lambda s: s.add(Account(name="One more")))
print(book.read(lambda s: s.scalar(sa.select(sa.func.count(Account.id)))))
book.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX systems")
def test_a_full_disk_harms_nothing(path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    said, *counts = done.stdout.splitlines()
    assert said.startswith("Trouble")
    assert "Nothing was changed" in said
    assert counts == ["300", "301"]
    with Book(path) as book:
        assert book.read(lambda s: s.scalar(sa.select(sa.func.count(Account.id)))) == 301
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (sqlite3.SQLITE_BUSY, Locked, "busy"),
        (sqlite3.SQLITE_LOCKED, Locked, "busy"),
        (sqlite3.SQLITE_READONLY_DBMOVED, ReadOnly, "cannot be written"),
        (sqlite3.SQLITE_FULL, Trouble, "is full"),
        (sqlite3.SQLITE_IOERR_WRITE, Trouble, "refused to read or write"),
        (sqlite3.SQLITE_CANTOPEN, Trouble, "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT, Damaged, "is damaged"),
        (sqlite3.SQLITE_NOTADB, Damaged, "is damaged"),
    ],
)
def test_what_the_machine_does_is_told_in_words(path, code, error, words):
    failure = sqlite3.OperationalError("no")
    failure.sqlite_errorcode = code
    with pytest.raises(error, match=words), engine.explained(path):
        raise failure


def test_a_bug_stays_a_bug(path):
    with Book(path) as book, pytest.raises(sa.exc.OperationalError, match="no such table"):
        book.read(lambda s: s.execute(sa.text("SELECT * FROM nowhere")))
    with pytest.raises(sqlite3.OperationalError), engine.explained(path):
        raise sqlite3.OperationalError


def test_a_header_that_cannot_be_read_is_told(path, monkeypatch):
    real = sqlite3.connect

    def failing(name, **how):
        if "immutable" in str(name):
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        return real(name, **how)

    monkeypatch.setattr(engine.sqlite3, "connect", failing)
    with pytest.raises(Trouble, match="refused to read"):
        Book(path)
