import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from csdesk.__main__ import main
from csdesk.book import Book
from csdesk.cli import files
from csdesk.model import Account, Setting

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "desk.csdesk"


def csdesk(capsys, *words):
    status = main([str(word) for word in words])
    out = capsys.readouterr()
    return status, out.out, out.err


def settings(path):
    with Book(path, readonly=True) as book:
        return book.read(lambda s: dict(s.execute(sa.select(Setting.key, Setting.value)).all()))


def names(path):
    with Book(path, readonly=True) as book:
        return book.read(lambda s: list(s.scalars(sa.select(Account.name).order_by(Account.id))))


def test_new(capsys, path):
    status, out, _ = csdesk(capsys, "new", path, "--currency", "brl", "--fiscal-start", 4, "--name", "Mine")
    assert (status, "currency BRL" in out) == (0, True)
    assert settings(path) == {"currency": "BRL", "fiscal_start": "4", "name": "Mine"}
    status, _, err = csdesk(capsys, "new", path)
    assert (status, "already a file" in err) == (2, True)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--currency", "XXZ"),
        ("--fiscal-start", "13"),
        ("--accounts", "0"),
        ("--accounts", "x"),
        ("--nonsense",),
    ],
)
def test_new_refuses_what_cannot_be(capsys, path, wrong):
    assert csdesk(capsys, "new", path, *wrong)[0] == 2
    assert not path.exists()


@pytest.mark.parametrize(
    ("language", "currency"),
    [
        ("pt_BR.UTF-8", "BRL"),
        ("fi_FI", "EUR"),
        ("ja_JP.UTF-8", "JPY"),
        ("xx_QQ", "USD"),
        ("C", "USD"),
        ("eo", "USD"),
    ],
)
def test_the_currency_is_the_systems_unless_named(capsys, path, monkeypatch, language, currency):
    for name in ("LANGUAGE", "LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_MONETARY", language)
    monkeypatch.setattr(files.locale, "getlocale", lambda: (None, None))
    assert csdesk(capsys, "new", path)[0] == 0
    assert settings(path)["currency"] == currency


def test_new_with_the_sample(capsys, path):
    assert csdesk(capsys, "new", path, "--currency", "EUR", "--sample", "--today", "2026-11-21")[0] == 0
    assert len(names(path)) == 48
    assert csdesk(capsys, "check", path) == (0, f"{path}: all is well\n", "")


def test_new_with_so_many_accounts(capsys, path):
    assert csdesk(capsys, "new", path, "--currency", "EUR", "--accounts", 60, "--today", "2026-11-21")[0] == 0
    assert len(names(path)) == 60


def test_check_finds(capsys, path):
    csdesk(capsys, "new", path, "--currency", "EUR")
    with sa.create_engine(f"sqlite:///{path}").begin() as behind_our_back:
        behind_our_back.execute(sa.text("INSERT INTO contact (name, account_id) VALUES ('Bob', 9)"))
    status, out, _ = csdesk(capsys, "check", path)
    assert (status, out.startswith("contact 1 points at")) == (1, True)
    path.write_bytes(path.read_bytes()[:20_000])
    status, out, err = csdesk(capsys, "check", path)
    assert (status, out, "cut short" in err) == (4, "", True)
    path.write_bytes(b"")
    assert csdesk(capsys, "check", path)[0] == 2
    path.unlink()
    assert csdesk(capsys, "check", path)[0] == 2


def test_backup_and_restore(capsys, path):
    csdesk(capsys, "new", path, "--currency", "EUR")
    status, out, err = csdesk(capsys, "backups", path)
    assert (status, out, "no backups" in err) == (0, "", True)
    status, out, _ = csdesk(capsys, "backup", path)
    copy = Path(out.strip())
    assert (status, copy.exists()) == (0, True)
    with Book(path) as book:
        book.write(lambda s: s.add(Account(name="New")))
    assert csdesk(capsys, "restore", path, copy.name[:16])[0] == 0
    assert names(path) == []
    status, out, _ = csdesk(capsys, "backups", path)
    assert [line.split("\t")[0].split()[1] for line in out.splitlines()] == ["restore.csdesk", "hand.csdesk"]
    status, out, _ = csdesk(capsys, "restore", path)
    assert (status, "is kept as" in out) == (0, True)
    assert names(path) == ["New"]
    found = json.loads(csdesk(capsys, "backups", path, "--json")[1])
    assert [one["reason"] for one in found] == ["restore", "restore", "hand"]
    path.unlink()
    status, out, _ = csdesk(capsys, "restore", path, copy)
    assert (status, out) == (0, f"{path}: restored from {copy.name}\n")
    assert names(path) == []
    assert csdesk(capsys, "restore", path, "1999")[0] == 2


def test_a_book_held_by_a_window_can_be_backed_up_and_checked_but_not_restored(capsys, path):
    csdesk(capsys, "new", path, "--currency", "EUR")
    csdesk(capsys, "backup", path)
    with Book(path, held_by="window"):
        assert csdesk(capsys, "backup", path)[0] == 0
        assert csdesk(capsys, "check", path)[0] == 0
        status, _, err = csdesk(capsys, "restore", path)
        assert (status, "window" in err) == (3, True)


def test_a_newer_book(capsys, path):
    csdesk(capsys, "new", path, "--currency", "EUR")
    with sa.create_engine(f"sqlite:///{path}").connect() as later:
        later.execute(sa.text("PRAGMA user_version = 99"))
    for command in ("check", "backup", "undo", "set"):
        status, _, err = csdesk(capsys, command, path)
        assert (status, "newer csdesk" in err) == (4, True), command


def test_as_a_program(path):
    done = subprocess.run(
        [sys.executable, "-m", "csdesk", "new", str(path), "--currency", "EUR"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_of_a_sync_program_gets_a_word_of_warning(capsys, tmp_path):
    status, out, err = csdesk(capsys, "new", tmp_path / "Dropbox" / "b.csdesk", "--currency", "EUR")
    assert (status, "currency EUR" in out) == (0, True)
    assert "folder of Dropbox" in err
