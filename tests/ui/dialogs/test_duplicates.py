"""Likely duplicates: pairs with reasons, what a merge would keep, the merge itself and its undo."""

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from csdesk.book import Book, accounts, accounts_merge, contracts, contracts_mrr, merge_preview
from csdesk.model import Account
from csdesk.ui.dialogs.duplicates import DuplicatesDialog, compared
from tests.ui.conftest import context_of, quiet

HOSTILE = "Hämeen Öljy <b>Ab</b> & Co"


@pytest.fixture
def pair(context, today):
    book = context.book
    other = book.write(accounts.add, today=today, name="Hämeen Öljy", city="Tampere", tags=["fair"],
                       notes="Met at the fair")  # fmt: skip
    book.write(contracts.add, account_id=other, start=date(2026, 9, 1), amount=50_000, currency="EUR")
    kept = next(one.first_id for one in book.read(accounts_merge.duplicates) if one.second_id == other)
    return kept, other


@pytest.fixture
def dialog(pair, shell, qtbot):
    shell.do("duplicates")
    quiet(qtbot, shell.context.jobs)
    return shell.findChild(DuplicatesDialog)


def settle(dialog, qtbot):
    quiet(qtbot, dialog.context.jobs)


def line_of(dialog, key):
    return next(one for one in dialog.compared.rows.records if one.id == key)


def live(context, record_id):
    return context.book.read(lambda session: session.get(Account, record_id).deleted_on is None)


def test_pairs_equal_the_books_answer_with_their_reasons(dialog, context, pair):
    found = context.book.read(accounts_merge.duplicates)
    shown = dialog.grid.rows.records
    assert [(one.first_id, one.second_id) for one in shown] == [
        (one.first_id, one.second_id) for one in found
    ]
    assert (pair[0], pair[1]) in [(one.first_id, one.second_id) for one in shown]
    words = [column.words(shown[0]) for column in dialog.grid.rows.columns]
    assert words[2] in ("alike in name", "same domain")
    assert words[3].endswith("%")


def test_the_preview_equals_what_the_merge_does(dialog, context, pair, qtbot, today):
    keep, gone = pair
    dialog.grid.choose([(keep, gone)])
    settle(dialog, qtbot)
    assert dialog._names.words() == "Hämeen Öljy goes into Hämeen Öljy Oy"
    assert (line_of(dialog, "city").gone, line_of(dialog, "city").lost) == ("Tampere", True)
    assert line_of(dialog, "tags").merged.endswith("fair")
    assert not line_of(dialog, "tags").lost
    assert line_of(dialog, "Contract").merged == str(
        int(line_of(dialog, "Contract").keep) + int(line_of(dialog, "Contract").gone)
    )
    promised = line_of(dialog, "mrr").merged
    dialog.merge.click()
    settle(dialog, qtbot)
    assert not live(context, gone)
    units = context.book.read(contracts_mrr.of_account, keep, [today])[0]
    assert promised == f"€{round(units / 100):,}"
    assert (keep, gone) not in [(one.first_id, one.second_id) for one in dialog.grid.rows.records]
    dialog.undo_wanted.emit()
    settle(dialog, qtbot)
    assert live(context, gone)
    assert (keep, gone) in [(one.first_id, one.second_id) for one in dialog.grid.rows.records]


def test_the_second_can_be_the_one_that_stays(dialog, context, pair, qtbot):
    keep, gone = pair
    dialog.grid.choose([(keep, gone)])
    dialog.stays.choose(1)
    dialog.stays.chosen.emit(1)
    settle(dialog, qtbot)
    assert dialog._names.words() == "Hämeen Öljy Oy goes into Hämeen Öljy"
    assert line_of(dialog, "city").merged == "Tampere"
    dialog.merge.click()
    settle(dialog, qtbot)
    assert live(context, gone)
    assert not live(context, keep)


def test_nothing_is_written_by_looking(dialog, context, qtbot):
    before = str(context.book.undoable())
    dialog.stays.chosen.emit(1)
    dialog.stays.chosen.emit(0)
    settle(dialog, qtbot)
    assert str(context.book.undoable()) == before


def test_what_differs_stands_first(dialog, context, pair, qtbot):
    dialog.grid.choose([pair])
    settle(dialog, qtbot)
    marks = [(one.lost, one.taken) for one in dialog.compared.rows.records[1:]]
    assert dialog.compared.rows.records[0].id == "mrr"
    assert marks == sorted(marks, key=lambda mark: (not mark[0], not mark[1]))


def test_hostile_names_are_plain_words(context, shell, qtbot, today):
    other = context.book.write(accounts.add, today=today, name=HOSTILE, domain="haemeenoeljy.example")
    first = context.book.write(accounts.add, today=today, name="Else", domain="haemeenoeljy.example")
    shell.do("duplicates")
    quiet(qtbot, context.jobs)
    dialog = shell.findChild(DuplicatesDialog)
    pair = tuple(sorted((other, first)))
    dialog.grid.choose([pair])
    dialog.stays.chosen.emit(0)
    settle(dialog, qtbot)
    assert HOSTILE in dialog._names.words()
    assert dialog._names.textFormat() == Qt.TextFormat.PlainText
    assert "&&" in dialog.merge.text()
    rows = dialog.compared.rows
    at = next(row for row, one in enumerate(rows.shown()) if one.id == "name")
    assert "<b>" not in str(rows.data(rows.index(at, 1), Qt.ItemDataRole.ToolTipRole))


def test_enter_opens_the_first_account(dialog, shell, pair, qtbot):
    dialog.grid.choose([pair])
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Return)
    quiet(qtbot, shell.context.jobs)
    assert shell.current.key == "account"
    assert shell.current.account_id == pair[0]


def test_no_pair_is_said_and_nothing_can_be_merged(empty_context, shell_on, qtbot):
    shell = shell_on(empty_context)
    shell.do("duplicates")
    quiet(qtbot, empty_context.jobs)
    dialog = shell.findChild(DuplicatesDialog)
    assert dialog._stack.currentIndex() == 1
    assert not dialog.merge.isVisible()
    dialog.close()


def test_reading_only_merges_nothing(pair, context, theme, today, qtbot, shell_on):
    path = context.book.path
    context.book.close()
    with Book(path, readonly=True, today=today) as book:
        reading = context_of(book, theme, today)
        shell = shell_on(reading)
        shell.do("duplicates")
        quiet(qtbot, reading.jobs)
        dialog = shell.findChild(DuplicatesDialog)
        assert dialog.grid.rows.records
        assert not dialog.merge.isEnabled()
        assert "reading only" in dialog._names.words()
        dialog.close()
        reading.jobs.shut_down()


def test_longer_words_fit(pair, shell, qtbot, monkeypatch):
    monkeypatch.setattr(
        QCoreApplication,
        "translate",
        lambda _context, text, *_: text if "{" in text else text + "x" * round(len(text) * 0.4),
    )
    shell.do("duplicates")
    quiet(qtbot, shell.context.jobs)
    dialog = shell.findChild(DuplicatesDialog)
    assert dialog.width() == 940
    for part in (dialog.merge, dialog.close_button, dialog.stays):
        right = part.mapTo(dialog, part.rect().topRight()).x()
        assert right <= dialog.width()
    dialog.close()


def test_money_without_a_rate_is_said(context, today):
    book = context.book
    one, other = (book.write(accounts.add, today=today, name=name) for name in ("Q one", "Q two"))
    book.write(contracts.add, account_id=other, start=date(2026, 9, 1), amount=5, currency="NOK")
    found = book.rehearse(merge_preview.merging, one, other, today=today)
    money = compared(found)[0]
    assert (money.keep, money.gone, money.merged) == ("€0", "–", "–")
