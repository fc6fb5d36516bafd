"""The partners page, clicked and typed through; its numbers are the book's."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select

from csdesk.book import Book, contracts_mrr, own_fields, partners, partners_page
from csdesk.metrics.calendar import recent_month_ends
from csdesk.model import OwnKind, OwnOn, Partner, PartnerStatus
from csdesk.ui.grid.sharing import pasted_cells
from csdesk.ui.many import ManySheet
from tests.ui.conftest import context_of, quiet


@pytest.fixture
def page(shell, qtbot):
    shell.go("partners")
    quiet(qtbot, shell.context.jobs)
    return shell.current


def shown(page):
    return [line.name for line in page.panel.rows.shown()]


def line_of(page, name):
    return next(line for line in page.panel.rows.records if line.name == name)


def choose(page, *names):
    page.panel.grid.choose([line_of(page, name).id for name in names])


def words(page, name, column):
    rows = page.panel.rows
    return rows.columns[rows.place_of[column]].words(line_of(page, name))


def cell(page, name, column):
    rows = page.panel.rows
    return rows.columns[rows.place_of[column]].cell(line_of(page, name))


def stored(page, name):
    return page.context.book.read(lambda session: session.scalar(select(Partner).where(Partner.name == name)))


def settle(page, qtbot):
    quiet(qtbot, page.context.jobs)


def test_partners_come_second_and_have_the_second_key(shell):
    from csdesk.ui.pages import PAGES

    assert PAGES[1].key == "partners"
    shell.go("accounts")
    action = next(one for one in shell.actions() if one.text() == "Partners")
    assert action.shortcut().toString() == "Ctrl+2"
    action.trigger()
    assert shell.current.key == "partners"


def test_what_each_brings_equals_the_books_answer(page, today):
    book = page.context.book
    found = book.read(partners_page.grid, today)
    months = book.read(contracts_mrr.by_partner, recent_month_ends(today, 12))
    assert len(found.ids) == len(page.lines) == 14
    for at, partner_id in enumerate(found.ids):
        line = next(one for one in page.lines if one.id == partner_id)
        assert line.figure.mrr == found.columns["mrr"][at]
        assert (line.figure.brought, line.figure.paying) == (
            found.columns["brought"][at],
            found.columns["accounts"][at],
        )
        known = [units for units in line.figure.months if units is not None]
        assert known == months.get(partner_id, [])[len(months.get(partner_id, [])) - len(known) :]
    total = sum(found.columns["mrr"])
    assert f"€{round(total / 100):,} MRR" in page.header.about.words()
    assert f"{sum(found.columns['accounts'])} paying accounts brought" in page.header.about.words()


def test_the_one_that_brings_most_stands_first_and_nobody_is_no_zero(page):
    brought = [line.figure.mrr for line in page.panel.rows.shown() if line.figure.brought]
    assert brought == sorted(brought, reverse=True)
    assert page.panel.rows.shown()[-1].figure.brought == 0
    assert words(page, page.panel.rows.shown()[-1].name, "mrr") == ""
    none_left = next(line for line in page.lines if line.figure.brought and not line.figure.paying)
    assert words(page, none_left.name, "mrr") == "€0"
    assert words(page, none_left.name, "accounts").startswith("0 of ")


def test_an_ended_agreement_is_a_risk_only_while_they_work_with_us(page, qtbot, today):
    ended = next(line for line in page.lines if line.get("status") is PartnerStatus.ENDED)
    assert cell(page, ended.name, "agreement_end").role == "faded"
    page.write_field([ended.id], "status", PartnerStatus.ACTIVE)
    settle(page, qtbot)
    assert cell(page, ended.name, "agreement_end").role == "risk"
    assert ended.name in [line.name for line in page.lines if page.panel._quick["ends"].test(line)]


def test_chips_and_views_narrow_the_list(page):
    chips = page.panel._chips
    active = {line.name for line in page.lines if line.get("status") is PartnerStatus.ACTIVE}
    assert chips["status:active"].text() == f"Active  {len(active)}"
    chips["status:active"].click()
    assert set(shown(page)) == active
    chips["nothing"].click()
    assert all(not line_of(page, name).figure.paying for name in shown(page))
    page.panel.show_all()
    assert len(shown(page)) == 14
    page.panel.look(next(view for view in page.views() if view.chips == ("quiet",)))
    assert 0 < len(shown(page)) < 14


def test_typing_filters_by_any_word(page, qtbot):
    page.panel.go_to_filter()
    qtbot.keyClicks(page.panel.filter, "nordeste")
    assert shown(page) == ["Rede Nordeste Sistemas"]


def test_a_cell_is_edited_by_keys_alone_and_undone(page, qtbot):
    choose(page, "Levante Sistemas")
    grid = page.panel.grid
    grid.setCurrentIndex(grid.rows.index(grid.currentIndex().row(), grid.rows.place_of["tier"]))
    grid.setFocus()
    grid.edit_current()
    editor = grid.viewport().findChild(type(page.panel.filter))
    assert editor.completer().model().stringList() == ["Bronze", "Gold", "Silver"]
    editor.selectAll()
    qtbot.keyClicks(editor, "Platinum")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert stored(page, "Levante Sistemas").tier == "Platinum"
    assert line_of(page, "Levante Sistemas").get("tier") == "Platinum"
    page.context.book.undo()
    settle(page, qtbot)
    assert line_of(page, "Levante Sistemas").get("tier") == "Gold"


def test_one_field_of_many_is_one_deed(page, qtbot):
    names = shown(page)[:3]
    before = [stored(page, name).owner for name in names]
    choose(page, *names)
    page.change_many()
    sheet = page.sheet
    assert isinstance(sheet, ManySheet)
    sheet.which.setCurrentIndex(sheet.which.findData("owner"))
    qtbot.keyClicks(sheet.form.boxes["owner"].entry, "Aino Virtanen")
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert {stored(page, name).owner for name in names} == {"Aino Virtanen"}
    page.context.book.undo()
    assert [stored(page, name).owner for name in names] == before


def test_what_is_wrong_stands_beside_the_field(page, qtbot):
    choose(page, *shown(page)[:2])
    page.change_many()
    sheet = page.sheet
    sheet.which.setCurrentIndex(sheet.which.findData("currency"))
    qtbot.keyClicks(sheet.form.boxes["currency"].entry, "nonsense")
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is sheet
    assert "not a currency" in sheet.form.boxes["currency"].entry.accessibleDescription()


def test_a_partner_is_added_with_hostile_names_shown_as_they_are(page, qtbot):
    name = "<b>Ração & Cia</b> =1+1"
    page.add()
    sheet = page.sheet
    assert sheet.form.value("status") == PartnerStatus.ACTIVE
    sheet.form.boxes["name"].entry.insert(name)
    sheet.form.boxes["agreement_start"].entry.setText("1/3/2026")
    sheet.form.boxes["agreement_end"].entry.setText("1/2/2026")
    sheet.save.click()
    settle(page, qtbot)
    assert "cannot end before it begins" in sheet.form.boxes["agreement_end"].entry.accessibleDescription()
    sheet.form.boxes["agreement_end"].entry.setText("28/2/2027")
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert stored(page, name).agreement_end.isoformat() == "2027-02-28"
    assert name in shown(page)
    rows = page.panel.rows
    at = rows.index(shown(page).index(name), 0)
    assert rows.data(at) == name
    assert "&lt;b&gt;" in rows.data(at, Qt.ItemDataRole.ToolTipRole)


def test_editing_writes_only_what_was_changed(page, qtbot):
    before = stored(page, "Andes TI")
    choose(page, "Andes TI")
    page.edit()
    settle(page, qtbot)
    sheet = page.sheet
    assert sheet.form.value("domain") == before.domain
    sheet.form.boxes["tier"].entry.setText("Tin")
    sheet.save.click()
    settle(page, qtbot)
    after = stored(page, "Andes TI")
    assert after.tier == "Tin"
    assert after.own == before.own
    assert str(page.context.book.undoable()) == "Change Andes TI"


def test_dates_of_ones_own_can_be_edited(page, qtbot):
    book = page.context.book
    book.write(own_fields.define, entity=OwnOn.PARTNER, name="Next review", kind=OwnKind.DATE)
    partner_id = stored(page, "Andes TI").id
    book.write(partners.change, partner_id, **{"x:Next review": "2027-01-15"})
    settle(page, qtbot)
    assert words(page, "Andes TI", "x:Next review") == "15 Jan 2027"
    assert words(page, "Andes TI", "x:Commission").replace("\u00a0", "") == "20%"
    choose(page, "Andes TI")
    page.edit()
    settle(page, qtbot)
    assert page.sheet.form.boxes["x:Next review"].entry.text() == "15/01/2027"
    assert page.sheet.form.changed() == {}


def test_a_range_is_pasted_from_a_sheet(page, qtbot):
    names = shown(page)[:2]
    choose(page, *names)
    grid = page.panel.grid
    grid.setCurrentIndex(grid.rows.index(0, grid.rows.place_of["tier"]))
    cells = pasted_cells(grid, "Lead\tactive\t999\nTin\tno such status\t5\n")
    why = {(one.name, one.title): one.wrong for one in cells}
    assert why[names[0], "Tier"] == ""
    assert "is none of" in why[names[1], "Status"]
    assert "computed" in why[names[0], "MRR"]
    page.write_each(
        {line_of(page, names[0]).id: {"tier": "Lead"}, line_of(page, names[1]).id: {"tier": "Tin"}}
    )
    settle(page, qtbot)
    assert [stored(page, name).tier for name in names] == ["Lead", "Tin"]


def test_deleted_partners_go_to_the_bin_and_come_back(page, qtbot):
    names = shown(page)[:2]
    choose(page, *names)
    page.deeds()["remove"]()
    settle(page, qtbot)
    assert not set(names) & set(shown(page))
    page.context.book.undo()
    settle(page, qtbot)
    assert set(names) <= set(shown(page))


def test_copying_takes_what_is_shown(page):
    choose(page, "Kaskilinna Konsultit Oy")
    page.panel.grid.copy()
    head, line = QGuiApplication.clipboard().text().split("\r\n")
    assert head.split("\t")[:4] == ["Partner", "Type", "Tier", "Status"]
    assert line.split("\t")[0] == "Kaskilinna Konsultit Oy"


def test_enter_opens_the_partner(page, shell, qtbot):
    choose(page, "Andes TI")
    qtbot.keyClick(page.panel.grid, Qt.Key.Key_Return)
    quiet(qtbot, shell.context.jobs)
    assert shell.current.key == "partner"
    assert shell.current.header.name.words() == "Andes TI"
    assert shell.navigation is not None
    shell.back()
    assert shell.current.key == "partners"


def test_an_empty_book_says_what_would_be_here(empty_context, shell_on, qtbot):
    shell = shell_on(empty_context)
    shell.go("partners")
    quiet(qtbot, empty_context.jobs)
    page = shell.current
    assert page.header.about.words() == "No partners yet"
    assert page.panel._empty.isVisible()
    assert not page._add.isVisible(), "the empty state has the main button"
    page.deed_wanted.emit("new")
    assert page.sheet is not None
    page.sheet.form.put("name", "First")
    page.sheet.save.click()
    quiet(qtbot, empty_context.jobs)
    assert shown(page) == ["First"]
    assert page._add.isVisible()


def test_a_book_for_reading_offers_no_change(sample_book, theme, today, qtbot, shell_on):
    path = sample_book.path
    sample_book.close()
    with Book(path, readonly=True, today=today) as book:
        context = context_of(book, theme, today)
        shell = shell_on(context)
        shell.go("partners")
        quiet(qtbot, context.jobs)
        page = shell.current
        choose(page, "Andes TI")
        assert not {"new", "edit", "remove", "paste"} & set(page.deeds())
        assert not page.panel.rows.editable
        context.jobs.shut_down()


@pytest.mark.parametrize("key", ["partners", "partner"])
def test_words_forty_percent_longer_fit(context, shell_on, qtbot, monkeypatch, key):
    def longer(_context, text, *_rest):
        return text + "x" * round(len(text) * 0.4)

    monkeypatch.setattr(QCoreApplication, "translate", longer)
    shell = shell_on(context, (1024, 700))
    found = context.book.read(partners_page.grid, context.today())
    shell.go(key, found.ids[0])
    quiet(qtbot, context.jobs)
    page = shell.current
    assert shell.width() == 1024, "the page did not push the window wider"
    for part in page.header.children():
        if part.isWidgetType() and part.isVisible():
            assert part.geometry().right() <= page.header.width()
