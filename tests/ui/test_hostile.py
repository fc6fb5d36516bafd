"""Names and texts are never markup, never a path to load, never a mnemonic."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from csdesk.book import accounts, contacts, timeline
from csdesk.errors import Refused
from csdesk.ui import keeping, problems
from csdesk.ui.translate import menu_text, plain_tip
from csdesk.ui.widgets.overlays import Confirm
from tests.ui.conftest import quiet

HOSTILE = '<b>Bold</b> & <img src="file:///etc/hostname"> {gap} %n'


@pytest.fixture
def shell_with_hostile(empty_context, shell_on, qtbot, today):
    book = empty_context.book
    number = book.write(accounts.add, name=HOSTILE, tier=HOSTILE, city=HOSTILE, notes=HOSTILE, today=today)
    book.write(contacts.add, account_id=number, name=HOSTILE, title=HOSTILE)
    book.write(timeline.add, account_id=number, text=HOSTILE, day=today)
    shell = shell_on(empty_context)
    shell.go("account", number)
    quiet(qtbot, empty_context.jobs)
    return shell


def test_labels_take_names_as_plain_text(shell_with_hostile):
    shown = [label for label in shell_with_hostile.findChildren(QLabel) if "Bold" in label.text()]
    assert shown
    for label in shown:
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert shell_with_hostile.current.header.name.words() == HOSTILE


def test_tool_tips_are_escaped(shell_with_hostile):
    for widget in shell_with_hostile.findChildren(QLabel):
        tip = widget.toolTip()
        assert "<img" not in tip
        assert "<b>" not in tip
    assert "&lt;img" in plain_tip(HOSTILE)
    assert plain_tip("A & B") == "A & B"


def test_the_grid_gives_tips_and_words_escaped(shell_with_hostile, qtbot):
    shell_with_hostile.go("accounts")
    quiet(qtbot, shell_with_hostile.context.jobs)
    rows = shell_with_hostile.current.panel.rows
    index = rows.index(0, 0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == HOSTILE
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not shell_with_hostile.grab().isNull()


def test_menus_show_an_ampersand_as_such(shell_with_hostile):
    assert menu_text("A & B") == "A && B"
    text = shell_with_hostile.actions_by_key["log"].text()
    assert text.replace("&&", "&").endswith(HOSTILE)
    assert "&&" in text


def test_boxes_and_notes_show_plain_text(shell_with_hostile, qtbot, tmp_path):
    box = problems.present(Refused("No account is called “{text}”.", text=HOSTILE), shell_with_hostile)
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert HOSTILE in box.text()
    box.close()
    shell_with_hostile.note_text(HOSTILE, undo=False)
    assert shell_with_hostile.note.text() == HOSTILE
    keeping.open_target(shell_with_hostile, f"https://example.com/{HOSTILE}")
    asked = [one for one in shell_with_hostile.findChildren(QMessageBox) if one.isVisible()]
    assert asked
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in asked)
    for one in asked:
        one.close()


def test_a_link_that_is_neither_web_nor_file_is_never_opened(shell_with_hostile, monkeypatch):
    opened = []
    monkeypatch.setattr(keeping.QDesktopServices, "openUrl", opened.append)
    keeping.open_target(shell_with_hostile, "javascript:alert(1)")
    keeping.open_target(shell_with_hostile, "file:///nonexistent/program")
    for box in shell_with_hostile.findChildren(QMessageBox):
        box.close()
    assert opened == []


def test_confirm_keeps_the_safe_choice_focused(shell, qtbot):
    confirmed = []
    box = Confirm("Erase it?", ["2 contracts", HOSTILE], "A copy stays.", "Erase", shell.context.theme, shell)
    box.confirmed.connect(lambda: confirmed.append(True))
    assert box.safe.hasFocus() or shell.focusWidget() is box.safe
    assert not shell.grab().isNull()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert confirmed == []
    other = Confirm("Erase it?", [], "", "Erase", shell.context.theme, shell)
    other.confirmed.connect(lambda: confirmed.append(True))
    other.deed.click()
    assert confirmed == [True]
