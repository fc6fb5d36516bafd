"""What tests share: a fixed day, an empty book, and the sample book."""

from datetime import date

import pytest

from csdesk.book import Book

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
