"""The page of one partner: its numbers are the book's, its edits reach it and can be undone."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView
from sqlalchemy import select

from csdesk.book import (
    accounts,
    churns,
    contracts,
    contracts_mrr,
    deleted,
    own_fields,
    partners,
    partners_page,
    standing,
    timeline,
)
from csdesk.metrics.calendar import recent_month_ends
from csdesk.model import ActivityType, OwnKind, OwnOn, Partner
from csdesk.ui.pages.partner.answers import MONTHS
from tests.ui.conftest import quiet

HOSTILE = "<b>Ração</b> & Cia ‮evil"


def partner_id(context, name="Rede Nordeste Sistemas"):
    return context.book.read(lambda session: session.scalar(select(Partner.id).where(Partner.name == name)))


@pytest.fixture
def page(shell, qtbot):
    shell.go("partner", partner_id(shell.context))
    quiet(qtbot, shell.context.jobs)
    return shell.current


def settle(page, qtbot):
    quiet(qtbot, page.context.jobs)


def fact(page, name):
    return page.facts[name].value.text(), page.facts[name].aside.words()


def test_header_and_rows_equal_the_books_answer(page, today):
    book, record = page.context.book, page.partner_id
    found = book.read(partners_page.page, record, today)
    assert page.header.name.words() == found.partner.name
    assert fact(page, "mrr")[0] == f"€{round(found.mrr / 100):,}"
    paying = [one for one in found.brought if one.mrr]
    assert fact(page, "accounts") == (str(len(paying)), f"of {len(found.brought)} brought")
    shown = page.brought.grid.rows.records
    assert [(one.id, one.mrr) for one in shown] == [(one.account_id, one.mrr) for one in found.brought]
    status = book.read(standing.account_statuses, today)
    assert [one.status for one in shown] == [str(status[one.id]) for one in shown]
    shares = [page.brought._share(one) or 0 for one in shown]
    assert sum(shares) == pytest.approx(1)


def test_the_months_equal_the_books_answer(page, today):
    book = page.context.book
    months = book.read(contracts_mrr.by_partner, recent_month_ends(today, MONTHS))[page.partner_id]
    first, last = months[-13], months[-1]
    change = fact(page, "change")
    assert change[0].replace("−", "-").replace("\u00a0", "") == f"{(last / first - 1) * 100:+.1f}%"
    painted = page.chart.painted
    assert painted is not None
    assert [mark.label for mark in painted.marks][-1].endswith("2026")


def test_accounts_lost_say_when_and_why(page):
    (gone,) = page.gone.grid.rows.records
    assert gone.name == "Papelaria Conceição"
    written = page.context.book.read(churns.listing, gone.id)[0]
    assert (gone.reason, gone.feedback) == (written.reason, written.feedback)
    found = page.context.book.read(partners_page.page, page.partner_id, page.context.today())
    ends = [one.contract.end_exclusive for one in found.contracts if one.contract.account_id == gone.id]
    assert gone.last_day == max(ends) - timedelta(days=1)
    assert fact(page, "lost")[0] == "1"


def test_enter_on_an_account_opens_it_and_back_returns(page, shell, qtbot):
    page.brought.grid.setFocus()
    page.brought.grid.selectRow(0)
    qtbot.keyClick(page.brought.grid, Qt.Key.Key_Return)
    quiet(qtbot, shell.context.jobs)
    assert shell.current.key == "account"
    assert shell.current.account_id == page.brought.grid.rows.records[0].id
    shell.back()
    quiet(qtbot, shell.context.jobs)
    assert shell.current is page
    assert page.header.name.words() == "Rede Nordeste Sistemas"


def test_the_timeline_takes_an_entry_by_keys_alone(page, shell, qtbot, today):
    before = page._all.page.activities.total
    shell.do("log")
    entry = page.timeline.quick.entry
    qtbot.waitUntil(entry.hasFocus)
    qtbot.keyClicks(entry, "Agreed ")
    entry.insert(HOSTILE)
    qtbot.keyClick(entry, Qt.Key.Key_Down)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    settle(page, qtbot)
    found = page.context.book.read(timeline.listing, partner_id=page.partner_id)
    assert found.total == before + 1
    assert found.rows[0].text == f"Agreed {HOSTILE}"
    assert (found.rows[0].type, found.rows[0].day) == (ActivityType.MEETING, today)
    assert fact(page, "contact")[0] == "today"
    assert entry.text() == ""
    shell.undo()
    settle(page, qtbot)
    assert page._all.page.activities.total == before


def test_notes_are_saved_when_left(page, qtbot):
    page.notes.setPlainText("Pays late, calls early.")
    page.notes.keep()
    settle(page, qtbot)
    book = page.context.book
    assert book.read(lambda session: session.get(Partner, page.partner_id).notes) == "Pays late, calls early."
    book.undo()
    settle(page, qtbot)
    assert page.notes.toPlainText() == ""


def test_people_are_added_in_the_sheet(page, qtbot):
    page.deeds()["add_person"]()
    sheet = page.sheet
    sheet.form.boxes["name"].entry.setText(HOSTILE)
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert HOSTILE in [person.name for person in page.people.records]
    assert len(page._all.page.contacts) == 3


def test_the_sheet_changes_every_field_and_the_header_follows(page, qtbot):
    page.edit()
    sheet = page.sheet
    sheet.form.boxes["name"].entry.setText(HOSTILE)
    sheet.form.boxes["agreement_end"].entry.setText("1/12/2026")
    sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert page.header.name.words() == HOSTILE
    assert page.header.name.textFormat() == Qt.TextFormat.PlainText
    assert fact(page, "agreement") == ("in 10 days", "1 Dec 2026")
    assert page.facts["agreement"].value.property("tone") == "watch"
    history = page.history.grid.rows.records
    assert {one.field for one in history[:2]} == {"name", "agreement_end"}
    assert page.history.grid.rows.columns[1].words(history[0]) == f"Change {HOSTILE}"


def test_details_show_what_is_filled_and_fields_of_ones_own(page, qtbot):
    shown = dict(page.details.shown)
    assert shown["Type"] == "Reseller"
    assert shown["Commission"].replace("\u00a0", "") == "20%"
    assert "Telephone" not in shown
    book = page.context.book
    kinds = {"Fund": OwnKind.MONEY, "Review": OwnKind.DATE, "Signed": OwnKind.YES_NO, "Line": OwnKind.TEXT}
    for name, kind in kinds.items():
        book.write(own_fields.define, entity=OwnOn.PARTNER, name=name, kind=kind)
    given = {"x:Fund": 150_000, "x:Review": "2027-01-15", "x:Signed": True, "x:Line": "<i>x</i>"}
    book.write(partners.change, page.partner_id, **given)
    settle(page, qtbot)
    shown = dict(page.details.shown)
    assert (shown["Fund"], shown["Review"], shown["Signed"]) == ("€1,500", "15 Jan 2027", "yes")
    assert shown["Line"] == "<i>x</i>"


def test_a_contract_elsewhere_reaches_the_page(page, qtbot, today):
    book, before = page.context.book, page._all.page.mrr
    account = book.write(accounts.add, today=today, name="Newcomer")
    given = {"start": date(2026, 11, 1), "amount": 100_000, "currency": "EUR"}
    book.write(contracts.add, account_id=account, partner_id=page.partner_id, **given)
    settle(page, qtbot)
    assert page._all.page.mrr == before + 100_000
    assert "Newcomer" in [one.name for one in page.brought.grid.rows.records]
    book.write(contracts.add, account_id=account, start=today, amount=5, currency="NOK",
               partner_id=page.partner_id)  # fmt: skip
    settle(page, qtbot)
    assert fact(page, "mrr") == ("–", "a rate is missing")


def test_a_partner_who_brought_nobody_says_how_that_works(shell, qtbot):
    shell.go("partner", partner_id(shell.context, "Blauwal Software GmbH"))
    quiet(qtbot, shell.context.jobs)
    page = shell.current
    assert fact(page, "mrr") == ("–", "nobody brought yet")
    assert page.facts["change"].isHidden()
    assert page.revenue.isHidden()
    assert page.gone.isHidden()
    assert page.brought._stack.currentIndex() == 1


def test_what_is_deleted_leads_back_to_the_list(page, shell, qtbot):
    page.deeds()["remove_record"]()
    quiet(qtbot, shell.context.jobs)
    assert shell.current.key == "partners"
    assert "Rede Nordeste Sistemas" not in [line.name for line in shell.current.lines]
    shell.undo()
    quiet(qtbot, shell.context.jobs)
    assert "Rede Nordeste Sistemas" in [line.name for line in shell.current.lines]


def test_deleted_elsewhere_while_shown(page, shell, qtbot, today):
    page.context.book.write(deleted.move, Partner, [page.partner_id], today=today)
    quiet(qtbot, shell.context.jobs)
    assert shell.current.key == "partners"


def test_everything_is_reached_by_tab_and_has_a_name(page, shell, qtbot):
    page.area.setFocus()
    seen, kinds = set(), (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
    widget = page.area
    for _ in range(400):
        widget = widget.nextInFocusChain()
        seen.add(widget)
    for part in page.findChildren(kinds[0]) + page.findChildren(QTableView) + page.findChildren(QLineEdit):
        if not part.isVisible() or not part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        assert part in seen
        said = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        assert said or part.toolTip(), part


def test_both_looks_and_both_sizes_hold_the_page(page, shell, qtbot, theme, qapp):
    for look in ("light", "dark"):
        theme.wear(look)
        theme.dress(qapp)
        for size in ((1280, 800), (1024, 700)):
            shell.resize(*size)
            settle(page, qtbot)
            assert (shell.width(), shell.height()) == size
            picture = shell.grab().toImage()
            assert picture.pixelColor(2, picture.height() - 3).name() == theme.ground
            assert page.area.horizontalScrollBar().maximum() == 0


def test_the_palette_leads_from_a_person_to_their_partner(shell, qtbot):
    context = shell.context
    wanted = partner_id(context)
    person = context.book.read(partners_page.page, wanted, context.today()).contacts[0]
    shell.open_palette()
    palette = shell.palette_shown
    palette.entry.setText(person.name)
    qtbot.waitUntil(lambda: any(item.text == person.name for item in palette._items.items))
    place = next(at for at, item in enumerate(palette._items.items) if item.text == person.name)
    palette._choose(place)
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)
    quiet(qtbot, context.jobs)
    assert shell.current.key == "partner"
    assert shell.current.partner_id == wanted


def test_history_tells_fields_of_ones_own_one_by_one(page, qtbot):
    book = page.context.book
    book.write(own_fields.define, entity=OwnOn.PARTNER, name="Goal", kind=OwnKind.NUMBER)
    book.write(partners.change, page.partner_id, **{"x:Goal": 3, "x:Commission": 25})
    book.write(partners.change, page.partner_id, **{"x:Goal": 4})
    settle(page, qtbot)
    columns = {column.key: column for column in page.history.grid.rows.columns}
    first, *_rest = page.history.grid.rows.records
    assert [columns[key].words(first) for key in ("field", "before", "after")] == ["Goal", "3", "4"]
    fields = [columns["field"].words(one) for one in page.history.grid.rows.records[:3]]
    assert sorted(fields) == ["Commission", "Goal", "Goal"]


def test_every_change_to_a_deleted_and_restored_partner_is_told(page, shell, qtbot, today):
    book = page.context.book
    book.write(deleted.move, Partner, [page.partner_id], today=today)
    book.write(deleted.bring_back, [(Partner, page.partner_id)])
    quiet(qtbot, shell.context.jobs)
    shell.go("partner", page.partner_id)
    settle(page, qtbot)
    columns = {column.key: column for column in page.history.grid.rows.columns}
    back, gone = page.history.grid.rows.records[:2]
    assert columns["field"].words(gone) == "In the bin since"
    assert (columns["after"].words(gone), columns["after"].words(back)) == ("21 Nov 2026", "")


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (880, 560)])
def test_a_long_name_gives_way_to_the_tags_and_the_place_before_it(page, shell, qtbot, size):
    name = "Vega e Hijos Distribución y Servicios Integrales del Mediterráneo, Sociedad Limitada"
    shell.resize(*size)
    page.context.book.write(partners.change, page.partner_id, name=name)
    settle(page, qtbot)
    header = page.header
    tags = [header._tags.itemAt(place).widget() for place in range(header._tags.count())]
    assert header.name.geometry().right() < tags[0].geometry().left()
    assert header._place.geometry().left() >= tags[-1].geometry().right()
    assert shell.width() == size[0]
    page.context.book.write(partners.change, page.partner_id, name="Kaskilinna Konsultit Oy", city="x" * 90)
    settle(page, qtbot)
    if size[0] >= 1024:
        assert header.name.text() == header.name.words(), "the place gives way first"
