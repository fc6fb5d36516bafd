"""The grid as a user meets it: selection kept, keys of a sheet, copy, frozen column, editing."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit

from csdesk.model import Stage
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.inputs import Input

COLUMNS = (
    GridColumn("name", "Account", lambda one: one.name, "name", 240, edit=Input("name", str, optional=False)),
    GridColumn("seats", "Seats", lambda one: one.seats, "number", 300, edit=Input("seats", int)),
    GridColumn("stage", "Stage", lambda one: one.stage, "text", 300, edit=Input("stage", Stage)),
    GridColumn("sum", "Sum", lambda one: one.seats * 2, "number", 300),
)


def records(count=6):
    return [SimpleNamespace(id=n, name=f"Account {n}", seats=n * 10, stage=None) for n in range(count)]


@pytest.fixture
def grid(qtbot, theme):
    made = Grid(GridRows(COLUMNS), theme, lead=16, name="Accounts")
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    made.rows.show(records())
    made.setFocus()
    return made


def test_selection_and_place_survive_new_rows(grid):
    grid.choose([2, 4])
    grid.rows.show(list(reversed(records())))
    assert {one.id for one in grid.chosen()} == {2, 4}
    grid.rows.arrange(text="count 4")
    assert [one.id for one in grid.chosen()] == [4]


def test_a_click_on_the_head_sorts_and_shift_adds_a_key(grid, qtbot):
    head = grid.horizontalHeader()

    def click(section, modifier=Qt.KeyboardModifier.NoModifier):
        place = QPoint(head.sectionViewportPosition(section) + 30, 10)
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(0)
    assert list(grid.rows.order) == [("name", False)]
    click(0)
    assert list(grid.rows.order) == [("name", True)]
    click(1, Qt.KeyboardModifier.ShiftModifier)
    assert list(grid.rows.order) == [("name", True), ("seats", True)]
    click(1)
    assert list(grid.rows.order) == [("seats", True)], "numbers begin with the largest"


def test_enter_opens_the_record(grid, qtbot):
    grid.selectRow(3)
    with qtbot.waitSignal(grid.activated_record) as caught:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert caught.args[0].id == 3


def test_the_first_column_stays_while_the_others_scroll(grid):
    assert not grid._frozen.isVisible()
    grid.horizontalScrollBar().setValue(200)
    assert grid._frozen.isVisible()
    assert grid._frozen.width() == grid.columnWidth(0)
    grid.verticalScrollBar().setValue(32)
    assert grid._frozen.verticalScrollBar().value() == grid.verticalScrollBar().value()
    grid.setCurrentIndex(grid.rows.index(0, 1))
    grid.scrollTo(grid.rows.index(0, 1))
    assert grid.visualRect(grid.rows.index(0, 1)).left() >= grid._frozen.width()
    grid.horizontalScrollBar().setValue(0)
    assert not grid._frozen.isVisible()


def test_rows_are_copied_as_a_sheet_takes_them(grid):
    grid.choose([1, 2])
    grid.copy()
    lines = QGuiApplication.clipboard().text().split("\r\n")
    assert lines[0].split("\t") == ["Account", "Seats", "Stage", "Sum"]
    assert lines[1].split("\t")[:2] == ["Account 1", "10"]
    assert "<td>Account 2</td>" in QGuiApplication.clipboard().mimeData().html()


def test_a_hostile_name_stays_text_on_the_clipboard(grid):
    grid.rows.show([SimpleNamespace(id=1, name="<b>x</b>\tnew\nline", seats=1, stage=None)])
    grid.choose([1])
    grid.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().split("\r\n")[1].split("\t")[0] == "<b>x</b> new line"
    assert "<b>x" not in data.html()


def editor(grid, kind=QLineEdit):
    found = [one for one in grid.viewport().findChildren(kind) if one.isVisible()]
    return found[-1] if found else None


def test_f2_edits_tab_goes_right_enter_goes_down(grid, qtbot):
    typed = []
    grid.rows.typed.connect(lambda found, column, value: typed.append((found[0].id, column.key, value)))
    grid.setCurrentIndex(grid.rows.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    qtbot.keyClicks(editor(grid), "Nova")
    qtbot.keyClick(editor(grid), Qt.Key.Key_Tab)
    assert typed == [(0, "name", "Nova")]
    assert grid.currentIndex().column() == 1
    editor(grid).selectAll()
    qtbot.keyClicks(editor(grid), "77")
    qtbot.keyClick(editor(grid), Qt.Key.Key_Return)
    assert typed[-1] == (0, "seats", 77)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 1)


def test_typing_begins_to_edit(grid, qtbot):
    typed = []
    grid.rows.typed.connect(lambda found, column, value: typed.append(value))
    grid.setCurrentIndex(grid.rows.index(2, 1))
    qtbot.keyClick(grid, Qt.Key.Key_5)
    qtbot.keyClick(editor(grid), Qt.Key.Key_Return)
    assert typed == [5]


def test_what_cannot_be_read_stays_open_with_its_reason(grid, qtbot):
    typed = []
    grid.rows.typed.connect(lambda *args: typed.append(args))
    grid.setCurrentIndex(grid.rows.index(0, 1))
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    entry = editor(grid)
    entry.selectAll()
    qtbot.keyClicks(entry, "many")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert editor(grid) is entry
    assert entry.property("wrong") is True
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert typed == []


def test_a_choice_is_chosen_from_its_list(grid, qtbot):
    typed = []
    grid.rows.typed.connect(lambda found, column, value: typed.append(value))
    grid.setCurrentIndex(grid.rows.index(0, 2))
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    box = editor(grid, QComboBox)
    box.setCurrentIndex(box.findData(Stage.LIVE))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert typed == [Stage.LIVE]


def test_what_is_computed_cannot_be_edited(grid):
    assert not grid.rows.index(0, 3).flags() & Qt.ItemFlag.ItemIsEditable
    grid.rows.editable = False
    assert not grid.rows.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable


def test_columns_can_be_left_out_and_moved(grid):
    grid.show_columns(["name", "sum", "seats"])
    assert [column.key for column in grid.shown_columns()] == ["name", "sum", "seats"]


def test_every_cell_paints_with_and_without_a_value(theme, qtbot):
    from csdesk.ui.grid.cells import DELEGATES, Cash, Name, Score, Share, Toned

    values = [
        *(None, "", "words", Name("A <b>name</b>", "FI"), Cash("€", "1.200")),
        *(Toned("late", "risk", soft=True), Score("watch", 67, -1), Score("unknown"), Share(3, 0)),
        *(Share(120, 100), [1.0, None, 2.0], ["CSM", "AM", "REN", "SUP"]),
    ]
    columns = [
        GridColumn(kind, kind, lambda one: None, kind, cell=lambda one: one.value)
        for kind in DELEGATES
        if kind != "spark"
    ]
    months = [[], [None, None], [1.0], [1.0, None, 2.0], [5, 5, 5], [0, 0]]
    columns.append(
        GridColumn("spark", "spark", lambda one: None, "spark", cell=lambda one: months[one.id % 6])
    )
    grid = Grid(GridRows(columns), theme)
    qtbot.addWidget(grid)
    grid.resize(1200, 500)
    grid.rows.show([SimpleNamespace(id=n, value=value) for n, value in enumerate(values)])
    assert not grid.grab().isNull()


def test_the_first_row_is_the_current_one_until_the_user_goes_elsewhere(grid):
    grid.rows.arrange(order=[("name", True)])
    assert grid.currentIndex().row() == 0
    grid.setCurrentIndex(grid.rows.index(1, 0))
    there = grid.current()
    grid.rows.arrange(order=[("name", False)])
    assert grid.current() is there


def test_enter_takes_a_word_from_the_list_under_the_cell_and_goes_on(qtbot, theme):
    heard = []
    tier = GridColumn(
        "tier", "Tier", lambda one: one.tier, width=300, edit=Input("tier", str, choices=("Mid", "Small"))
    )
    made = Grid(GridRows([COLUMNS[0], tier]), theme)
    made.rows.typed.connect(lambda rows, column, value: heard.append((rows[0].id, value)))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.rows.show([SimpleNamespace(id=n, name=f"Account {n}", tier="Mid") for n in range(3)])
    made.setCurrentIndex(made.rows.index(0, 1))
    made.edit_current()
    entry = made.findChild(QLineEdit)
    qtbot.keyClicks(entry, "Sma")
    popup = entry.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert heard == [(0, "Small")]
    assert made.currentIndex().row() == 1
    assert not popup.isVisible()
