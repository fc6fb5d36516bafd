import json
import os
import platform
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from csdesk.book import Book, lock
from csdesk.book.lock import Lock, holder, lock_file
from csdesk.errors import Locked, ReadOnly, Trouble
from csdesk.model import Account

ROOT = Path(__file__).parents[2]
HOLDS = """
import sys
from pathlib import Path
from csdesk.book import Book
book = Book(Path(sys.argv[1]), held_by="window")
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "desk.csdesk"
    Book.create(path).close()
    return path


@contextmanager
def another_program(path):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout.readline() == "open\n"
        yield child
    finally:
        child.kill()
        child.communicate()


@contextmanager
def without_rights(folder):
    """Take the right to write from this user; root has to become somebody else for it to bind."""
    (folder / "desk.csdesk").chmod(0o444)
    above = [
        parent for parent in folder.parents if parent != Path("/") and not os.stat(parent).st_mode & 0o001
    ]
    modes = {parent: parent.stat().st_mode for parent in above}
    for parent in above:
        parent.chmod(modes[parent] | 0o011)
    folder.chmod(0o555)
    try:
        if os.geteuid() == 0:
            os.seteuid(65534)
            try:
                yield
            finally:
                os.seteuid(0)
        else:
            yield
    finally:
        folder.chmod(0o755)
        for parent, mode in modes.items():
            parent.chmod(mode)


def test_a_second_program_is_told_who_holds_the_book_and_may_read_it(path):
    with another_program(path) as child:
        with pytest.raises(Locked, match=rf"window, process {child.pid}.*read-only") as told:
            Book(path)
        assert told.value.status == 3
        assert not told.value.elsewhere
        assert told.value.values["host"] == platform.node()
        with Book(path, readonly=True) as reader:
            assert reader.read(lambda s: s.scalars(sa.select(Account)).all()) == []


def test_a_crash_frees_the_book(path):
    with another_program(path) as child:
        child.kill()
        child.wait()
        assert lock_file(path).exists()
        with Book(path) as book:
            assert holder(path).process == os.getpid()
            assert book.path == path
    assert not lock_file(path).exists()


def test_within_one_program_too_only_one_writes(path):
    with Book(path), pytest.raises(Locked):
        Book(path)
    Book(path).close()


def test_a_lock_from_another_computer_is_asked_about(path):
    left = {
        "process": 7,
        "started": "2026-11-20T10:00:00+00:00",
        "host": "elsewhere",
        "program": "window",
        "user": "ana",
    }
    lock_file(path).write_text(json.dumps(left))
    with pytest.raises(Locked, match=r"ana seems to have .* open on elsewhere") as told:
        Book(path)
    assert told.value.elsewhere
    assert json.loads(lock_file(path).read_text()) == left
    Book(path, take_over=True).close()
    assert not lock_file(path).exists()


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"process": 1}'])
def test_a_lock_file_that_says_nothing_is_no_obstacle(path, text):
    lock_file(path).write_text(text)
    assert holder(path) is None
    Book(path).close()


def test_who_holds_it_is_not_known_when_the_file_cannot_be_read(path):
    held = Lock.take(path, "x")
    lock_file(path).write_text("")
    with pytest.raises(Locked, match="Another program holds"):
        Lock.take(path, "y")
    held.release()
    held.release()


def test_the_lock_lies_beside_the_real_file(path, tmp_path):
    link = tmp_path / "elsewhere" / "link.csdesk"
    link.parent.mkdir()
    link.symlink_to(path)
    with Book(link), pytest.raises(Locked):
        Book(path)
    assert lock_file(link) == lock_file(path)


def test_a_lock_whose_file_was_taken_away_meanwhile_is_taken_anew(path, monkeypatch):
    real, turns = lock._open, []

    def slowly(file, book):
        found = real(file, book)
        if not turns:
            file.unlink()  # as its last holder does on leaving
        turns.append(1)
        return found

    monkeypatch.setattr(lock, "_open", slowly)
    held = Lock.take(path, "x")
    assert len(turns) == 2
    assert lock_file(path).exists()
    held.release()


def test_a_folder_where_the_lock_is_no_file(path):
    lock_file(path).mkdir()
    with pytest.raises(Trouble, match="cannot be held"):
        Book(path)


def test_a_user_without_a_name(monkeypatch):
    def nobody():
        raise KeyError

    monkeypatch.setattr(lock.getpass, "getuser", nobody)
    assert lock.Holder.me("x").user == "?"


def test_a_read_only_place_is_opened_for_reading_without_a_trace(path):
    before = path.read_bytes(), sorted(os.listdir(path.parent))
    with without_rights(path.parent):
        with pytest.raises(ReadOnly) as told:
            Book(path)
        assert told.value.status == 3
        with Book(path, readonly=True) as book:
            assert book.read(lambda s: s.scalars(sa.select(Account)).all()) == []
        with pytest.raises(ReadOnly, match="cannot be written"):
            Book.create(path.parent / "new.csdesk")
    assert (path.read_bytes(), sorted(os.listdir(path.parent))) == before


def test_a_writable_file_in_a_read_only_folder(path):
    with without_rights(path.parent):
        if os.geteuid() == 65534:
            os.seteuid(0)
            path.chmod(0o666)
            os.seteuid(65534)
        else:
            path.chmod(0o666)
        with pytest.raises(ReadOnly, match="place that cannot be written"):
            Book(path)


def test_reading_waits_for_nothing_while_another_program_holds_the_book(path):
    with another_program(path):
        began = time.monotonic()
        Book(path, readonly=True).close()
        assert time.monotonic() - began < 2
