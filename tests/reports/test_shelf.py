"""What can be had on paper, by name."""

from datetime import date

import pytest

from csdesk.charts.formats import Formats
from csdesk.reports import shelf, telling
from csdesk.reports.document import Document
from csdesk.reports.writers import writer_for

AS_OF = date(2026, 11, 21)


@pytest.mark.parametrize("paper", shelf.PAPERS, ids=lambda paper: paper.key)
def test_every_paper_is_made_and_written(sample_book, paper):
    order = shelf.Order(2 if "account" in paper.asks else None)
    document = paper.build(sample_book, telling.Frame(AS_OF, Formats("es")), order)
    for suffix in paper.suffixes:
        assert writer_for(suffix).render(document)


def test_quarters():
    assert shelf.quarter_of("2026-Q3") == shelf.quarter_of("2026q3") == date(2026, 7, 1)
    assert shelf.quarter_of("2026-Q5") is None
    assert shelf.quarter_of("Q3") is None
    assert shelf.quarters(date(2026, 9, 30))[0] == date(2026, 7, 1)
    assert shelf.quarters(date(2026, 9, 29))[0] == date(2026, 4, 1)
    assert shelf.quarters(date(2026, 1, 1))[0] == date(2025, 10, 1)


@pytest.mark.parametrize("title", ["../../etc/passwd", 'a<b>:"c"|?*', "x" * 300, "...", "a\x00b"])
def test_names_of_files_are_safe(title):
    document = Document(title, "", (), "Book", AS_OF, telling.Frame(AS_OF, Formats()).stamp)
    name = shelf.file_name(document, ".pdf")
    assert len(name) <= 120
    assert not set(name) & set('<>:"/\\|?*\x00')
    assert name.endswith(".pdf")
    assert not name.startswith(".")
