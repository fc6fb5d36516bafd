"""The accounts page, clicked and typed through."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from csdesk.book import accounts, own_fields
from csdesk.model import Account, OwnKind, OwnOn
from csdesk.ui.grid.sharing import PasteDialog, pasted_cells
from csdesk.ui.many import ManySheet
from tests.ui.conftest import context_of, quiet


@pytest.fixture
def page(shell, qtbot):
    shell.go("accounts")
    quiet(qtbot, shell.context.jobs)
    return shell.current


def shown(page):
    return [line.name for line in page.panel.rows.shown()]


def stored(page, name):
    def question(session):
        return session.scalar(select(Account).where(Account.name == name))

    return page.context.book.read(question)


def choose(page, *names):
    grid = page.panel.grid
    grid.choose([line.id for line in page.panel.rows.records if line.name in names])


def settle(page, qtbot):
    quiet(qtbot, page.context.jobs)


def test_names_and_figures_stand_in_the_grid(page):
    line = next(one for one in page.panel.rows.records if one.name == "Hämeen Öljy Oy")
    assert line.figure.status == "customer"
    assert (line.figure.mrr, line.figure.currency) == (824000, "EUR")
    assert line.figure.in_book == 824000
    assert len(line.figure.months) == 12
    assert page.header.about.words().startswith("48 accounts  ·  €")
    assert page.header.about.words().endswith("as of 21 Nov 2026")


def test_the_largest_stand_first_and_lost_ones_last(page):
    amounts = [line.figure.in_book for line in page.panel.rows.shown() if line.figure.in_book]
    assert amounts == sorted(amounts, reverse=True)


def test_typing_filters_and_escape_takes_it_back(page, qtbot):
    page.panel.go_to_filter()
    qtbot.keyClicks(page.panel.filter, "oljy")
    assert shown(page) == ["Hämeen Öljy Oy"]
    qtbot.keyClick(page.panel.filter, Qt.Key.Key_Escape)
    assert len(shown(page)) == 48
    qtbot.keyClicks(page.panel.filter, "no such account")
    assert page.panel._nothing.isVisible()
    page.panel.show_all()
    assert page.panel.grid.isVisible()


def test_chips_count_and_filter(page, qtbot):
    chips = page.panel._chips
    lost = [line for line in page.panel.rows.records if line.figure.status == "lost"]
    assert chips["lost"].text() == f"Lost  {len(lost)}"
    chips["lost"].click()
    assert set(shown(page)) == {line.name for line in lost}
    chips["paying"].click()
    assert len(shown(page)) > len(lost), "chips of one group widen"
    chips["tier:Enterprise"].click()
    assert all(line.get("tier") == "Enterprise" for line in page.panel.rows.shown()), "of two groups narrow"


def test_a_filter_by_any_value_becomes_a_chip(page):
    page.panel.add_filter("tier", "Small")
    assert {line.get("tier") for line in page.panel.rows.shown()} == {"Small"}
    page.panel._fitting.parts()[-1].click()
    assert len(shown(page)) == 48


def test_a_view_is_saved_in_the_book_and_found_again(page, qtbot):
    page.panel._chips["lost"].click()
    page.panel.save_view()
    entry = page.panel._views._bar.findChild(QLineEdit)
    qtbot.keyClicks(entry, "Gone")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    settle(page, qtbot)
    names = [view.name for view in page.panel._views.views()]
    assert names[-1] == "Gone"
    page.panel.show_all()
    page.panel.look(page.panel._views.views()[-1])
    assert {line.figure.status for line in page.panel.rows.shown()} == {"lost"}


def test_the_status_bar_counts_and_sums_the_selection(page):
    first, second = page.panel.rows.shown()[:2]
    page.panel.grid.choose([first.id, second.id])
    selected, money, all_of_them = page.status()
    assert selected == "2 selected"
    assert all_of_them == "48 of 48 accounts"
    total = first.figure.in_book + second.figure.in_book
    assert money == f"sum MRR €{round(total / 100):,}"


def test_a_cell_is_edited_in_place(page, qtbot):
    choose(page, "Hämeen Öljy Oy")
    page._on_edited([page.panel.grid.current()], page.panel.rows.columns[2].edit, "Mid")
    settle(page, qtbot)
    assert stored(page, "Hämeen Öljy Oy").tier == "Mid"
    line = next(one for one in page.panel.rows.records if one.name == "Hämeen Öljy Oy")
    assert line.get("tier") == "Mid"
    assert page.panel.grid.current().name == "Hämeen Öljy Oy", "the place is kept"


def test_one_field_of_many_is_changed_as_one_deed(page, qtbot):
    names = shown(page)[:3]
    choose(page, *names)
    page.change_many()
    sheet = page.sheet
    assert isinstance(sheet, ManySheet)
    sheet.which.setCurrentIndex(sheet.which.findData("+tags"))
    qtbot.keyClicks(sheet.form.boxes["+tags"].entry, "vip, north")
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert all(stored(page, name).tags[-2:] == ("vip", "north") for name in names)
    page.context.book.undo()
    settle(page, qtbot)
    assert not any("vip" in stored(page, name).tags for name in names)


def test_a_new_account_needs_only_a_name(page, qtbot):
    page.add()
    sheet = page.sheet
    assert sheet.isAncestorOf(sheet.window().focusWidget())
    entry = sheet.form.boxes["name"].entry
    qtbot.keyClick(entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sheet.state.text() == "1 field to mend"
    assert sheet.form.boxes["name"].entry.property("wrong") is True
    qtbot.keyClicks(sheet.form.boxes["name"].entry, "Nova <b>Ltda</b>")
    qtbot.keyClicks(sheet.form.boxes["currency"].entry, "nonsense")
    sheet.save.click()
    settle(page, qtbot)
    assert "is not a currency" in sheet.form.boxes["currency"]._below.text()
    sheet.form.boxes["currency"].entry.setText("BRL")
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert stored(page, "Nova <b>Ltda</b>").currency == "BRL"
    assert [line.name for line in page.panel.grid.chosen()] == ["Nova <b>Ltda</b>"], "it is shown, far down"


def test_leaving_a_sheet_asks_only_when_something_was_typed(page, qtbot):
    page.add()
    page.sheet.leave()
    assert page.sheet is None
    page.add()
    sheet = page.sheet
    qtbot.keyClicks(sheet.form.boxes["name"].entry, "Nova")
    sheet.leave()
    assert page.sheet is sheet
    assert sheet._leaving.isVisible()
    sheet._stay.click()
    assert sheet.form.value("name") == "Nova"
    sheet.leave()
    sheet.leave()
    assert page.sheet is None


def test_editing_writes_only_what_changed(page, qtbot):
    choose(page, "Hämeen Öljy Oy")
    page.edit()
    settle(page, qtbot)
    sheet = page.sheet
    assert sheet.form.value("name") == "Hämeen Öljy Oy"
    sheet.form.boxes["city"].entry.setText("Lahti")
    sheet.form.edited.emit("city")
    sheet.save.click()
    settle(page, qtbot)
    assert stored(page, "Hämeen Öljy Oy").city == "Lahti"
    from csdesk.book import journal

    events = page.context.book.read(journal.history, "account", stored(page, "Hämeen Öljy Oy").id)
    assert [(one.field, one.after) for one in events if one.change == "~"] == [("city", "Lahti")]


def test_a_pasted_range_is_shown_before_it_is_written(page, qtbot):
    grid, rows = page.panel.grid, page.panel.rows
    grid.setCurrentIndex(rows.index(0, rows.place_of["name"]))
    first, second = shown(page)[:2]
    QGuiApplication.clipboard().setText(f"{first}\tsome status\tGold\r\n{second} 2\t\tGold\r\n")
    cells = pasted_cells(grid, QGuiApplication.clipboard().text())
    assert [(cell.title, cell.now, bool(cell.wrong)) for cell in cells] == [
        ("Status", "some status", True),
        ("Tier", "Gold", False),
        ("Account", f"{second} 2", False),
        ("Status", "", True),
        ("Tier", "Gold", False),
    ]
    page.paste()
    dialog = page.findChild(PasteDialog)
    assert stored(page, first).tier != "Gold"
    dialog.take.click()
    settle(page, qtbot)
    assert stored(page, first).tier == stored(page, f"{second} 2").tier == "Gold"
    assert str(page.context.book.undoable()) == "Paste into 2 accounts"


def test_lines_under_our_heads_find_their_rows_by_name(page):
    page.panel.grid.setCurrentIndex(page.panel.rows.index(0, 0))
    second = shown(page)[1]
    cells = pasted_cells(page.panel.grid, f"Tier\tAccount\nGold\t{second.upper()}\nGold\tNobody\n")
    assert [(cell.name, cell.title, bool(cell.wrong)) for cell in cells] == [
        (second, "Tier", False),
        ("Nobody", "Account", True),
    ]


def test_one_cell_goes_to_every_selected_row(page):
    names = shown(page)[1:4]
    choose(page, *names)
    grid, rows = page.panel.grid, page.panel.rows
    grid.selectionModel().setCurrentIndex(
        rows.index(3, rows.place_of["tier"]), grid.selectionModel().SelectionFlag.NoUpdate
    )
    assert [(cell.name, cell.now) for cell in pasted_cells(grid, "Gold")] == [
        (name, "Gold") for name in names
    ]


def test_fill_down_takes_the_value_of_the_first(page, qtbot):
    names = shown(page)[:3]
    choose(page, *names)
    grid, rows = page.panel.grid, page.panel.rows
    grid.selectionModel().setCurrentIndex(
        rows.index(0, rows.place_of["tier"]), grid.selectionModel().SelectionFlag.NoUpdate
    )
    wanted = stored(page, names[0]).tier
    page.context.book.write(
        accounts.change, stored(page, names[1]).id, tier="Odd", today=page.context.today()
    )
    settle(page, qtbot)
    page.fill_down()
    settle(page, qtbot)
    assert {stored(page, name).tier for name in names} == {wanted}


def test_what_is_removed_is_undone(page, qtbot):
    choose(page, "Hämeen Öljy Oy")
    page.remove()
    settle(page, qtbot)
    assert "Hämeen Öljy Oy" not in shown(page)
    page.context.book.undo()
    settle(page, qtbot)
    assert "Hämeen Öljy Oy" in shown(page)


def test_two_accounts_become_one(page, qtbot):
    keep, gone = shown(page)[:2]
    choose(page, keep, gone)
    assert page.deed_words()["merge"] == f"Merge {gone} into {keep}"
    page.merge()
    settle(page, qtbot)
    assert gone not in shown(page)
    page.context.book.undo()
    settle(page, qtbot)
    assert gone in shown(page)


def test_a_field_of_the_users_own_is_a_column(page, qtbot):
    page.context.book.write(own_fields.define, entity=OwnOn.ACCOUNT, name="Floor", kind=OwnKind.NUMBER)
    settle(page, qtbot)
    column = page.panel.rows.columns[page.panel.rows.place_of["x:Floor"]]
    page._on_edited([page.panel.rows.record(0)], column.edit, 3.0)
    settle(page, qtbot)
    assert page.panel.rows.record(0).get("x:Floor") == 3


def test_columns_order_and_widths_are_remembered(page, qtbot, shell_on):
    page.panel.grid.show_columns(["name", "mrr", "owner"])
    page.panel.rows.arrange(order=[("name", False)])
    page.panel.grid.setColumnWidth(0, 300)
    page.panel._remember()
    again = shell_on(page.context)
    quiet(qtbot, page.context.jobs)
    grid = again.current.panel.grid
    assert [column.key for column in grid.shown_columns()] == ["name", "mrr", "owner"]
    assert list(again.current.panel.rows.order) == [("name", False)]
    assert grid.columnWidth(0) == 300


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_shown_is_exported_in_its_order(page, qtbot, tmp_path, suffix, monkeypatch):
    from csdesk.ui.grid import sharing

    target = tmp_path / f"out.{suffix}"
    page.context.book.write(
        accounts.change, page.panel.rows.record(0).id, name="=1+1", today=page.context.today()
    )
    settle(page, qtbot)
    monkeypatch.setattr(sharing.QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(target)))
    page._export()
    settle(page, qtbot)
    qtbot.waitUntil(target.exists)
    if suffix == "csv":
        lines = target.read_text("utf-8-sig").splitlines()
        assert lines[0].startswith("Account,Status,Tier,MRR")
        assert lines[1].startswith("'=1+1,")
        assert len(lines) == 49
    else:
        from openpyxl import load_workbook

        sheet = load_workbook(target).active
        assert sheet["A2"].value == "=1+1"
        assert sheet["A2"].data_type == "s", "a name is text, never a formula"
        assert sheet.max_row == 49


def test_an_empty_book_says_what_would_be_here(empty_context, shell_on, qtbot):
    shell = shell_on(empty_context)
    page = shell.current
    assert page.header.about.words() == "No accounts yet"
    assert page.panel._empty.isVisible()
    assert not page._add.isVisible(), "the empty state has the main button"
    page.add()
    qtbot.keyClicks(page.sheet.form.boxes["name"].entry, "First")
    page.sheet.save.click()
    quiet(qtbot, empty_context.jobs)
    assert shown(page) == ["First"]
    assert page._add.isVisible()


def test_hidden_pages_wait_until_they_are_seen(shell, page, qtbot):
    asked = []
    page.refresh = lambda: asked.append(True)
    shell.go("settings")
    shell.context.book.write(accounts.add, name="Nova", today=shell.context.today())
    quiet(qtbot, shell.context.jobs)
    assert asked == []
    shell.go("accounts")
    quiet(qtbot, shell.context.jobs)
    assert asked == [True]


def test_a_thousand_selected_rows_do_not_slow_the_filter(book, theme, today, shell_on, qtbot):
    from csdesk.book import sample

    sample.fill(book, accounts=1000, today=today)
    context = context_of(book, theme, today)
    shell = shell_on(context)
    page = shell.current
    page.panel.grid.selectAll()
    page.panel.filter.setText("mid")
    assert 0 < len(page.panel.grid.chosen()) < 1000
    quiet(qtbot, context.jobs)
    context.jobs.shut_down()
