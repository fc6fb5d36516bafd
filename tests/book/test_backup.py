import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.book import Book, backup
from csdesk.errors import Damaged, ReadOnly, Refused, Trouble
from csdesk.model import Account

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def book(tmp_path, folder, clock):
    with Book.create(tmp_path / "desk.csdesk", backups=folder, now=clock) as made:
        yield made


def add(book, name):
    book.write(lambda s: s.add(Account(name=name)))


def names(book):
    return book.read(lambda s: list(s.scalars(sa.select(Account.name).order_by(Account.id))))


def reasons(book):
    return [copy.reason for copy in backup.copies(book.path, book.backups)]


def test_a_copy_is_whole_verified_and_private(book, folder):
    add(book, "Acme")
    copy = book.back_up("hand")
    assert (copy.made_at, copy.reason, copy.size) == (START, "hand", copy.path.stat().st_size)
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.path.parent.stat().st_mode) == 0o700
    assert copy.path.parent.parent == folder
    with closing(sqlite3.connect(copy.path)) as there:
        assert there.execute("SELECT name FROM account").fetchall() == [("Acme",)]
    backup.verify(copy)
    assert backup.copies(book.path, folder) == [copy]
    assert sorted(path.name for path in copy.path.parent.iterdir()) == [
        copy.path.name,
        copy.path.name + ".sha256",
    ]


def test_a_copy_made_during_a_write_holds_what_was_there_before(book):
    add(book, "Before")

    def verb(session):
        session.add(Account(name="Half"))
        session.flush()
        return book.back_up("hand")

    copy = book.write(verb)
    with closing(sqlite3.connect(copy.path)) as there:
        assert there.execute("SELECT name FROM account").fetchall() == [("Before",)]


def test_several_within_one_second(book, folder):
    made = [book.back_up("hand") for _ in range(3)]
    assert [copy.path.name.split()[0] for copy in made] == [
        "20261121T120000Z",
        "20261121T120000Z-1",
        "20261121T120000Z-2",
    ]
    assert backup.copies(book.path, folder) == made[::-1]


def test_closing_makes_one_when_something_changed_and_none_within_the_hour(book, folder, clock):
    def opened_again():
        return Book(book.path, backups=folder, now=clock)

    book.close()
    assert reasons(book) == []
    for minutes, expected in ((0, 1), (30, 1), (61, 2), (62, 2)):
        clock.now = START + timedelta(minutes=minutes)
        with opened_again() as again:
            add(again, f"at {minutes}")
        assert len(reasons(book)) == expected, minutes
    clock.now = START - timedelta(days=400)  # the clock jumped: better one too many
    with opened_again() as again:
        again.undo()
    assert reasons(book) == ["close"] * 3


def test_without_a_folder_none_are_made(tmp_path):
    with Book.create(tmp_path / "b.csdesk") as book:
        add(book, "Acme")
        assert book.back_up("import") is None
    assert os.listdir(tmp_path) == ["b.csdesk"]


def test_closing_says_when_the_backup_failed_and_lets_go_all_the_same(book, folder):
    folder.write_text("in the way")
    add(book, "Acme")
    with pytest.raises(Trouble, match="cannot be written"):
        book.close()
    with Book(book.path) as again:
        assert names(again) == ["Acme"]


def test_restore_puts_the_copy_back_and_keeps_what_was_there(book, clock):
    add(book, "Old")
    copy = book.back_up("hand")
    add(book, "New")
    clock.now += timedelta(minutes=1)
    heard = []
    book.subscribe(heard.append)
    book.restore(copy)
    assert names(book) == ["Old"]
    assert heard[0].touch(Account)
    assert reasons(book) == ["restore", "hand"]
    add(book, "After")
    assert names(book) == ["Old", "After"]
    book.restore(backup.find(book.path, book.backups, "last"))
    assert names(book) == ["Old", "New"]
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    book.undo()
    assert names(book) == ["Old"]


def test_a_changed_copy_is_not_restored(book):
    add(book, "Acme")
    copy = book.back_up("hand")
    data = bytearray(copy.path.read_bytes())
    data[-100] ^= 1  # one bit, which SQLite's own check does not see
    copy.path.write_bytes(data)
    with pytest.raises(Damaged, match="changed or damaged"):
        book.restore(copy)
    assert names(book) == ["Acme"]
    copy.path.with_name(copy.path.name + ".sha256").write_text("")
    with pytest.raises(Damaged, match="cannot be verified"):
        backup.verify(copy)
    copy.path.with_name(copy.path.name + ".sha256").unlink()
    with pytest.raises(Damaged, match="cannot be verified"):
        backup.verify(copy)


def test_a_copy_is_verified_when_it_is_made(book, monkeypatch):
    def not_whole(path, mode):
        raise Damaged("not whole")

    monkeypatch.setattr(backup, "examine", not_whole)
    with pytest.raises(Damaged):
        book.back_up("hand")
    assert reasons(book) == []
    assert os.listdir(backup.folder_of(book.path, book.backups)) == []


def test_a_full_disk_leaves_no_half_copy(book, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_write", full)
    with pytest.raises(Trouble, match="No space left"):
        book.back_up("hand")
    assert os.listdir(backup.folder_of(book.path, book.backups)) == []


def test_a_place_without_rights(book, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(backup, "claim", forbidden)
    with pytest.raises(ReadOnly):
        book.back_up("hand")


def test_a_damaged_book_is_kept_as_it_is_and_replaced(book, folder, clock):
    add(book, "Acme")
    copy = book.back_up("hand")
    book.close()
    wreck = book.path.read_bytes()[:9000]
    book.path.write_bytes(wreck)
    left = book.path.with_name("desk.csdesk-journal")
    left.write_bytes(b"left by a crash")
    clock.now += timedelta(hours=1)
    kept = backup.restore(book.path, copy, folder, clock())
    assert kept.reason == "damaged"
    assert kept.path.read_bytes() == wreck
    assert not left.exists()
    with Book(book.path) as again:
        assert names(again) == ["Acme"]


def test_a_book_that_is_gone_comes_back(book, folder, clock):
    add(book, "Acme")
    copy = book.back_up("hand")
    book.close()
    book.path.unlink()
    assert backup.restore(book.path, copy, folder, clock()) is None
    with Book(book.path) as again:
        assert names(again) == ["Acme"]


def test_a_copy_that_does_not_arrive_whole_replaces_nothing(book, monkeypatch):
    add(book, "Acme")
    copy = book.back_up("hand")
    add(book, "Newer")
    real = backup._copy_file

    def torn(source, target):
        real(source, target)
        with target.open("r+b") as file:
            file.write(b"torn")

    monkeypatch.setattr(backup, "_copy_file", torn)
    with pytest.raises(Damaged, match="copied whole"):
        book.restore(copy)

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_copy_file", full)
    with pytest.raises(Trouble, match="No space"):
        book.restore(copy)
    assert names(book) == ["Acme", "Newer"]
    add(book, "Still writable")


def test_find(book, folder, clock):
    with pytest.raises(Refused, match="no backup"):
        backup.find(book.path, folder, "last")
    first = book.back_up("hand")
    clock.now += timedelta(days=1)
    second = book.back_up("import")
    assert backup.find(book.path, folder, "last") == second
    assert backup.find(book.path, folder, "20261121") == first
    assert backup.find(book.path, folder, first.path.name) == first
    with pytest.raises(Refused, match="several"):
        backup.find(book.path, folder, "2026")
    with pytest.raises(Refused, match="no backup"):
        backup.find(book.path, folder, "2025")
    assert backup.copy_at(second.path) == second
    with pytest.raises(Refused, match="not named like"):
        backup.copy_at(book.path)


def lay(folder, book_path, at, reason="close"):
    """Put down what looks like a copy: thinning goes by names only."""
    place = backup.folder_of(book_path, folder)
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{at:%Y%m%dT%H%M%SZ} {reason}.csdesk"
    path.write_bytes(b"x")
    path.with_name(path.name + ".sha256").write_text("x")


def test_thinning_keeps_hours_days_weeks_and_months(tmp_path, folder):
    path = tmp_path / "b.csdesk"
    for minutes in range(0, 60 * 24 * 400, 60 * 6):  # every six hours over 400 days
        lay(folder, path, START - timedelta(minutes=minutes))
    for minutes in range(0, 60, 5):
        lay(folder, path, START - timedelta(minutes=minutes, seconds=1))
    removed = backup.thin(path, folder)
    kept = backup.copies(path, folder)
    assert len(removed) + len(kept) == 1600 + 12
    assert len(kept) < 24 + 14 + 8 + 24 + backup.KEEP_ALWAYS
    ages = [(START - copy.made_at).days for copy in kept]
    assert sum(age < 1 for age in ages) >= 4
    assert {age // 30 for age in ages} >= set(range(12))
    assert backup.thin(path, folder) == []
    assert len(list(backup.folder_of(path, folder).iterdir())) == 2 * len(kept)


def test_thinning_keeps_the_newest_of_each_special_reason(tmp_path, folder):
    path = tmp_path / "b.csdesk"
    for minutes in range(40):
        lay(folder, path, START - timedelta(minutes=10, seconds=minutes), "close")
    for seconds in range(20):
        lay(folder, path, START - timedelta(minutes=20, seconds=seconds), "migration")
    backup.thin(path, folder)
    kept = [copy.reason for copy in backup.copies(path, folder)]
    assert kept.count("migration") == backup.KEEP_ALWAYS


@given(
    jumps=st.lists(st.sampled_from([-1, 3650, -3650, 0, 366]), min_size=1, max_size=6),
    each=st.integers(1, 4),
)
@settings(max_examples=40, deadline=None)
def test_a_clock_that_jumps_loses_no_backup_that_an_honest_one_would_keep(tmp_path_factory, jumps, each):
    """Up to 24 copies of different hours are all kept, wherever the clock says they lie."""
    tmp_path = tmp_path_factory.mktemp("jumps")
    path, folder, now = tmp_path / "b.csdesk", tmp_path / "backups", START
    laid = set()
    for days in jumps:
        now += timedelta(days=days)
        for _ in range(each):
            now += timedelta(hours=1)
            lay(folder, path, now)
            laid.add(now)
            backup.thin(path, folder)
    assert {copy.made_at for copy in backup.copies(path, folder)} == laid


def test_every_backup_can_be_restored(book, clock):
    made = []
    for number in range(5):
        add(book, f"Account {number}")
        made.append((book.back_up("hand"), names(book)))
        clock.now += timedelta(hours=2)
    for copy, expected in made:
        book.restore(copy)
        assert names(book) == expected
        clock.now += timedelta(seconds=5)
