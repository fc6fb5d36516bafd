import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from csdesk.book import Book, backup, setwise
from csdesk.book.check import check
from csdesk.book.lock import lock_file
from csdesk.errors import Damaged, Trouble
from csdesk.model import Account, Contact


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "desk.csdesk"
    with Book.create(path, backups=tmp_path / "backups") as book:
        book.write(lambda s: setwise.add(s, Account, [{"name": f"Account {n}"} for n in range(50)]))
        book.write(lambda s: s.add(Contact(name="Ann", account_id=3)))
        book.write(lambda s: setattr(s.get_one(Account, 2), "name", "Öljy"))
        book.write(lambda s: setattr(s.get_one(Account, 2), "name", "Öljy Oy"))
        book.write(lambda s: setwise.remove(s, Account, [3]))
        book.write(lambda s: setattr(s.get_one(Account, 5), "deleted_on", date(2026, 1, 1)))
        book.tidy(date(2026, 6, 1))
        book.write(lambda s: s.add(Account(name="Later")))
        book.write(lambda s: s.add(Account(name="Undone")))
        book.undo()
    return path


def change(path, *statements):
    with closing(sqlite3.connect(path)) as book, book:
        for statement in statements:
            book.execute(statement)


def said(path, **what):
    return [str(finding) for finding in check(path, **what)]


def test_all_is_well(path, tmp_path):
    assert said(path, backups=tmp_path / "backups") == []
    assert said(path) == []
    assert not lock_file(path).exists()


def test_a_missing_book_is_trouble(tmp_path):
    with pytest.raises(Trouble, match="no book"):
        check(tmp_path / "no.csdesk")


def test_damage_is_told_as_such(path):
    data = bytearray(path.read_bytes())
    data[8192:60000] = b"\xfe" * (60000 - 8192)
    path.write_bytes(data)
    with pytest.raises(Damaged):
        check(path)


def test_what_only_the_thorough_check_sees(path):
    """A row that its index does not know passes the quick check."""
    index = "name = 'ix_account_domain'"
    hidden = "CREATE TEMP TABLE hidden AS SELECT * FROM sqlite_master WHERE " + index
    with closing(sqlite3.connect(path, isolation_level=None)) as book:
        book.execute("PRAGMA writable_schema = ON")
        book.execute(hidden)
        book.execute(f"DELETE FROM sqlite_master WHERE {index}")
        book.execute("PRAGMA writable_schema = RESET")
        book.execute("INSERT INTO account (name, tags, domain) VALUES ('Unseen', '', 'unseen.example')")
        book.execute("PRAGMA writable_schema = ON")
        book.execute("INSERT INTO sqlite_master SELECT * FROM hidden")
    Book(path, readonly=True).close()
    with pytest.raises(Damaged, match="ix_account_domain"):
        check(path)


def test_keys_that_lead_nowhere(path):
    change(path, "INSERT INTO contact (name, account_id) VALUES ('Bob', 999)")
    assert said(path)[0].startswith("contact ")
    assert said(path)[0].endswith("points at a account that is not there.")


def test_tables_that_differ(path):
    change(path, "CREATE TABLE notes_of_mine (x)")
    assert (
        said(path)[0]
        == "The tables differ from this format: + notes_of_mine ('column', 'x', '', 0, None, 0, 0)"
    )


def test_the_search_index_is_rebuilt(path):
    change(path, "DELETE FROM search WHERE rowid = 16")
    assert said(path) == ["The search index did not agree with the records; it was rebuilt."]
    assert said(path) == []
    change(path, "DELETE FROM search_data WHERE id > 100")
    assert said(path) == ["The search index did not agree with the records; it was rebuilt."]
    assert said(path) == []


def test_while_another_has_the_book_open_it_is_only_looked_at(path):
    with Book(path):
        assert said(path) == []
    change(path, "DELETE FROM search WHERE rowid = 16")
    with Book(path):
        assert said(path) == ["The search index does not agree with the records."]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE account SET name = 'Behind' WHERE id = 2", "does not agree with 1 records"),
        ("DELETE FROM account WHERE id = 2", "does not agree with 1 records"),
        ("DELETE FROM account WHERE id = 51", "does not agree with 1 records"),
        ("INSERT INTO account (id, name, tags) VALUES (3, 'Back', '')", "does not agree with 1 records"),
        ("UPDATE deed_image SET packed = NULL", "does not agree with 1 records"),
        ("UPDATE deed SET undone = 1 WHERE id = 2", "deeds after ones taken back"),
        ("UPDATE deed_image SET after = 'x' WHERE change = '~'", "cannot be read"),
        ("UPDATE deed_image SET kind = 'nothing' WHERE change = '~'", "cannot be read"),
    ],
)
def test_a_journal_that_does_not_agree(path, statement, words):
    change(path, statement)
    assert any(words in line for line in said(path)), said(path)


def test_backups_that_were_changed(path, tmp_path):
    folder = tmp_path / "backups"
    now = datetime(2026, 11, 21, tzinfo=UTC)
    copy = backup.make(path, folder, "hand", now)
    (damaged,) = [backup.make(path, folder, "damaged", now)]
    damaged.path.write_bytes(b"kept as it was")
    assert said(path, backups=folder) == []
    with copy.path.open("r+b") as file:
        file.write(b"x")
    assert "changed or damaged since it was made" in said(path, backups=folder)[0]
