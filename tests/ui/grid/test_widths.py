"""Columns are as wide as what stands in them, whatever the system's font; names give way first."""

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QFontMetrics

from csdesk.ui.grid.cells import Cash, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.grid.widths import LEAST
from csdesk.ui.theme import BODY, font

LONG = "in one hundred and fifteen months"


def columns():
    return [
        GridColumn("name", "Account", lambda row: row.name, "name", 240),
        GridColumn("due", "Next renewal", lambda row: row.due, "number", 90, cell=lambda row: Toned(row.due)),
        GridColumn("mrr", "MRR", lambda row: 1, "cash", 60, cell=lambda row: Cash("R$", "1,234,567,890")),
        GridColumn("note", "Note", lambda row: row.note, "text", 100),
    ]


@pytest.fixture
def grid(qtbot, theme):
    made = Grid(GridRows(columns()), theme)
    qtbot.addWidget(made)
    made.resize(900, 300)
    rows = [SimpleNamespace(id=n, name=f"Account {n}", due="in 3 days", note="short") for n in range(50)]
    rows[7].due, rows[9].note = LONG, "a note that goes on and on, well beyond what a column can be " * 3
    made.rows.show(rows)
    made.show()
    made.fit(narrow=False)
    return made


def test_a_value_is_never_cut_and_long_words_are(grid):
    metrics = QFontMetrics(font(BODY))
    assert grid.columnWidth(1) >= metrics.horizontalAdvance(LONG) + 16
    assert grid.columnWidth(2) >= metrics.horizontalAdvance("R$1,234,567,890") + 20
    assert 100 <= grid.fitted[3] <= 150


def test_the_name_gives_way_before_the_grid_scrolls(grid):
    assert grid.columnWidth(0) == 240
    grid.resize(640, 300)
    grid.fit(narrow=False)
    assert LEAST <= grid.columnWidth(0) < 240
    grid.resize(300, 300)
    grid.fit(narrow=False)
    assert grid.columnWidth(0) == LEAST


def test_other_values_are_measured_anew(grid):
    before = grid.columnWidth(1)
    grid.rows.show([SimpleNamespace(id=1, name="A", due="soon", note="")])
    grid.fit(narrow=False)
    assert grid.columnWidth(1) < before
