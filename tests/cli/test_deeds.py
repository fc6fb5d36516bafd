import csv
import io
import json
from datetime import date

import pytest

from csdesk.__main__ import main
from csdesk.book import Book
from csdesk.i18n import mark
from csdesk.model import Account, Tags


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "desk.csdesk"
    with Book.create(path) as book:
        book.write(lambda s: s.add(Account(name="Öljy")), deed=(mark("Add {name}"), {"name": "Öljy"}))

        def tag(session):
            account = session.get_one(Account, 1)
            account.tags = Tags(("a", "b"))
            account.signed_up_on = date(2026, 1, 2)

        book.write(tag, deed=(mark("Edit {name}"), {"name": "Öljy"}))
    return path


def csdesk(capsys, *words):
    status = main([str(word) for word in words])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_undo_and_redo_name_the_deed(capsys, path):
    assert csdesk(capsys, "undo", path) == (0, "taken back: Edit Öljy\n", "")
    assert csdesk(capsys, "undo", path) == (0, "taken back: Add Öljy\n", "")
    assert csdesk(capsys, "undo", path) == (2, "", "csdesk: There is nothing to undo.\n")
    assert csdesk(capsys, "redo", path) == (0, "done again: Add Öljy\n", "")
    assert csdesk(capsys, "redo", path)[0] == 0
    assert csdesk(capsys, "redo", path) == (2, "", "csdesk: There is nothing to redo.\n")


def test_while_a_window_holds_the_book_reading_works_and_writing_does_not(capsys, path):
    with Book(path, held_by="window"):
        assert csdesk(capsys, "undo", path)[0] == 3
        assert csdesk(capsys, "history", path, "accounts", "öljy")[0] == 0


def test_history(capsys, path):
    status, out, _ = csdesk(capsys, "history", path, "accounts", "1")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert [(row["deed"], row["change"], row["field"], row["to"]) for row in rows[-1:]] == [
        ("Add Öljy", "+", "", "")
    ]
    assert {(row["field"], row["from"], row["to"]) for row in rows[:-1]} == {
        ("tags", "", "a;b"),
        ("signed_up_on", "", "2026-01-02"),
    }
    found = json.loads(csdesk(capsys, "history", path, "account", "Öljy", "--json")[1])
    assert found[-1]["change"] == "+"
    assert {entry["field"]: entry["to"] for entry in found[:-1]} == {
        "tags": ["a", "b"],
        "signed_up_on": "2026-01-02",
    }


@pytest.mark.parametrize("words", [("planets", "1"), ("accounts", "Nobody"), ("accounts",)])
def test_history_of_nothing(capsys, path, words):
    assert csdesk(capsys, "history", path, *words)[0] == 2


def test_no_book(capsys, tmp_path):
    assert csdesk(capsys, "undo", tmp_path / "no.csdesk")[0] == 2
