"""A book of every released format is kept, and today's csdesk carries it over whole.

``python tests/book/test_formats.py`` writes the one of the present format; once released it is left alone.
"""

import lzma
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csdesk.book import Book, engine, journal, search
from csdesk.book.check import check
from csdesk.i18n import mark
from csdesk.model import Account

DATA = Path(__file__).parents[1] / "data"
KEPT = sorted(DATA.glob("format_*.csdesk.xz"))
TODAY = date(2026, 11, 21)
ADDED = "Öljy & Söhne 東京"


def make(path):
    """Write a small book with something in every table, and a deed that was taken back."""
    from csdesk.book import sample

    with Book.create(path, name="Format", now=lambda: datetime(2026, 11, 21, tzinfo=UTC)) as book:
        sample.fill(book, accounts=6, today=TODAY)
        book.write(lambda s: s.add(Account(name=ADDED)), deed=(mark("Add {name}"), {"name": ADDED}))
        book.write(lambda s: setattr(s.get_one(Account, 1), "name", "Renamed"))
        book.undo()


def test_the_present_format_is_among_them():
    assert [path.name for path in KEPT] == [f"format_{n}.csdesk.xz" for n in range(1, engine.FORMAT + 1)]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_a_book_of_every_format_opens_whole(kept, tmp_path):
    path = tmp_path / "old.csdesk"
    path.write_bytes(lzma.decompress(kept.read_bytes()))
    with Book(path, backups=tmp_path / "backups") as book:
        (hit,) = book.read(search.find, "söhne")
        assert (hit.kind, hit.title) == ("account", ADDED)
        (event,) = book.read(journal.history, Account, hit.id)
        assert str(event.said) == f"Add {ADDED}"
        book.write(lambda s: setattr(s.get_one(Account, hit.id), "name", "Written"))
        assert book.undo() is not None
    assert check(path, tmp_path / "backups") == []


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.csdesk"
        make(fresh)
        target = DATA / f"format_{engine.FORMAT}.csdesk.xz"
        target.write_bytes(lzma.compress(fresh.read_bytes(), preset=9))
        print(target, target.stat().st_size)
