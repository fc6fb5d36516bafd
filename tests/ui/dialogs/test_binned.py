"""The bin: what lies in it, by kind, brought back by mouse and by keys, several at once."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from csdesk.book import Book, accounts, contacts, deleted, partners
from csdesk.model import Account, Contact, Partner
from csdesk.ui.dialogs.binned import BinDialog
from tests.ui.conftest import context_of, quiet

HOSTILE = "<b>Zeta</b> & Sons ‮evil"


@pytest.fixture
def binned(context, today):
    """Put an account with a person, another account, and a partner into the bin."""
    book = context.book
    account = book.write(accounts.add, today=today, name=HOSTILE)
    person = book.write(contacts.add, account_id=account, name="Pat Doe")
    old = book.write(accounts.add, today=today, name="Old one")
    partner = book.write(partners.add, name="Par")
    book.write(deleted.move, Contact, [person], today=today)
    book.write(deleted.move, Account, [account], today=today)
    book.write(deleted.move, Account, [old], today=today - timedelta(days=28))
    book.write(deleted.move, Partner, [partner], today=today)
    return {"account": account, "person": person, "old": old, "partner": partner}


@pytest.fixture
def dialog(binned, shell, qtbot):
    shell.do("bin")
    quiet(qtbot, shell.context.jobs)
    return shell.findChild(BinDialog)


def labels(dialog):
    return [one.label for one in dialog.grid.rows.shown()]


def settle(dialog, qtbot):
    quiet(qtbot, dialog.context.jobs)


def live(context, entity, record_id):
    return context.book.read(lambda session: session.get(entity, record_id).deleted_on is None)


def test_it_lists_what_the_book_lists(dialog, context, today):
    found = context.book.read(deleted.listing, today)
    assert labels(dialog) == [one.label for one in found]
    assert len(found) == 4
    rows = dialog.grid.rows
    cells = {one.label: [column.words(one) for column in rows.columns] for one in found}
    assert cells["Old one"][1:] == ["Account", "", "24 Oct 2026", "2 days"]
    assert cells["Pat Doe"][1:3] == ["Person", HOSTILE]
    left = rows.columns[rows.place_of["left"]]
    assert [left.cell(one).role for one in found] == ["faded", "faded", "faded", "watch"]


def test_names_are_shown_as_written(dialog):
    rows = dialog.grid.rows
    at = rows.index(labels(dialog).index(HOSTILE), 0)
    assert rows.data(at) == HOSTILE
    assert "<b>" not in rows.data(at, Qt.ItemDataRole.ToolTipRole)


def test_chips_count_and_narrow_by_kind(dialog):
    assert {chip.text() for chip in dialog.chips.values()} == {"Accounts  2", "Partners  1", "People  1"}
    dialog.chips[Partner].click()
    assert labels(dialog) == ["Par"]
    dialog.chips[Account].click()
    assert set(labels(dialog)) == {"Par", HOSTILE, "Old one"}


def test_several_kinds_come_back_at_once_and_go_back_by_undo(dialog, binned, context, qtbot):
    dialog.grid.selectAll()
    assert dialog.said.text() == "4 selected"
    dialog.restore.click()
    settle(dialog, qtbot)
    assert labels(dialog) == []
    assert dialog._stack.currentIndex() == 1, "an empty bin says so"
    assert not dialog.restore.isVisible()
    assert live(context, Account, binned["account"])
    assert live(context, Contact, binned["person"])
    assert str(context.book.undoable()) == "Bring back 4 records"
    dialog.undo_wanted.emit()
    settle(dialog, qtbot)
    assert len(labels(dialog)) == 4


def test_enter_brings_back_the_row_of_the_keyboard(dialog, binned, context, qtbot):
    grid = dialog.grid
    grid.setCurrentIndex(grid.rows.index(labels(dialog).index("Par"), 0))
    grid.clearSelection()
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    settle(dialog, qtbot)
    assert live(context, Partner, binned["partner"])
    assert "Par" not in labels(dialog)


def test_what_belongs_to_something_deleted_says_what_comes_first(dialog, binned, context, qtbot):
    grid = dialog.grid
    grid.choose([("Contact", binned["person"])])
    dialog.bring_back()
    settle(dialog, qtbot)
    assert "Bring that back first" in dialog.said.text()
    assert dialog.said.property("tone") == "risk"
    assert not live(context, Contact, binned["person"])


def test_it_follows_what_is_deleted_elsewhere_and_opens_once(dialog, shell, context, qtbot, today):
    other = context.book.write(accounts.add, today=today, name="Later")
    context.book.write(deleted.move, Account, [other], today=today)
    settle(dialog, qtbot)
    assert "Later" in labels(dialog)
    shell.do("bin")
    assert len(shell.findChildren(BinDialog)) == 1


def test_escape_closes_it(dialog, shell, qtbot):
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Escape)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: shell.findChild(BinDialog) is None)


def test_reading_only_shows_but_does_not_bring_back(binned, context, theme, today, qtbot, shell_on):
    path = context.book.path
    context.book.close()
    with Book(path, readonly=True, today=today) as book:
        reading = context_of(book, theme, today)
        shell = shell_on(reading)
        shell.do("bin")
        quiet(qtbot, reading.jobs)
        dialog = shell.findChild(BinDialog)
        dialog.grid.selectAll()
        assert len(labels(dialog)) == 4
        assert not dialog.restore.isEnabled()
        dialog.bring_back()
        quiet(qtbot, reading.jobs)
        assert len(labels(dialog)) == 4
        dialog.close()
        reading.jobs.shut_down()


def test_an_empty_bin_says_what_it_is_for(empty_context, shell_on, qtbot):
    shell = shell_on(empty_context)
    shell.do("bin")
    quiet(qtbot, empty_context.jobs)
    dialog = shell.findChild(BinDialog)
    assert dialog._stack.currentIndex() == 1
    assert not dialog._bar.isVisible()
    dialog.close()


def test_longer_words_and_both_looks_fit(binned, shell, qtbot, monkeypatch, theme, qapp):
    monkeypatch.setattr(
        QCoreApplication, "translate", lambda _context, text, *_: text + "x" * round(len(text) * 0.4)
    )
    for look in ("light", "dark"):
        theme.wear(look)
        theme.dress(qapp)
        shell.do("bin")
        quiet(qtbot, shell.context.jobs)
        dialog = shell.findChild(BinDialog)
        assert dialog.width() == 820
        assert not dialog.grab().isNull()
        dialog.grid.selectAll()
        for part in (dialog.restore, dialog.close_button, dialog.said):
            assert part.geometry().right() <= dialog.width()
        dialog.close()
        qtbot.waitUntil(lambda: shell.findChild(BinDialog) is None)


def test_days_left_never_fall_below_nothing(context, today):
    late = context.book.write(accounts.add, today=today, name="Late")
    context.book.write(deleted.move, Account, [late], today=date(2026, 9, 1))
    (one,) = context.book.read(deleted.listing, today)
    assert one.days_left == 0
