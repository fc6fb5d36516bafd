"""What tests share: a fixed day, an empty book, and the sample book."""

from datetime import date

import pytest
from sqlalchemy import text

from csdesk.book import Book
from csdesk.errors import Refused
from csdesk.model import Base

TODAY = date(2026, 11, 21)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "book.csdesk", currency="EUR", today=TODAY) as made:
        yield made


@pytest.fixture
def sample_book(tmp_path):
    from csdesk.book import sample

    with Book.create(tmp_path / "sample.csdesk", currency="EUR", today=TODAY) as made:
        sample.fill(made, today=TODAY)
        yield made


def rows_of(book):
    """Return every stored row of the book but the journal's, to compare exactly."""
    tables = [name for name in Base.metadata.tables if name not in {"deed", "deed_image"}]
    return {name: book.read(_rows, name) for name in tables}


def _rows(session, name):
    return session.execute(text(f"select * from {name} order by id")).all()


@pytest.fixture
def done(book):
    """Write a verb, and prove on the way that undo brings back every row and redo does it again."""

    def do(verb, /, *args, **what):
        before = rows_of(book)
        result = book.write(verb, *args, **what)
        after = rows_of(book)
        if after != before:
            said = book.undoable()
            assert "{" not in str(said)
            assert str(said) != "Change", "a verb names its deed"
            book.undo()
            assert rows_of(book) == before
            book.redo()
            assert rows_of(book) == after
        return result

    return do


@pytest.fixture
def refused(book):
    """Expect a verb to be refused with words about a field, and the book to stay as it was."""

    def expect(words, field, verb, /, *args, **what):
        before = rows_of(book)
        with pytest.raises(Refused, match=words) as caught:
            book.write(verb, *args, **what)
        assert caught.value.values.get("field") == field
        assert rows_of(book) == before

    return expect
