"""One account on one page: figures, contracts by their verbs with their effect, timeline, notes."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from csdesk.book import contracts, finding, journal
from csdesk.model import Account, Activity, ActivityType, Contract, Interval
from csdesk.ui.actions import DEEDS
from csdesk.ui.pages.account.effect import EffectBox
from tests.ui.conftest import quiet

NAME = "Hämeen Öljy Oy"


@pytest.fixture
def page(shell, qtbot):
    shell.go("account", shell.context.book.read(finding.account, NAME))
    quiet(qtbot, shell.context.jobs)
    return shell.current


def settle(page, qtbot):
    qtbot.wait(300)  # effects are rehearsed a moment after the last key
    quiet(qtbot, page.context.jobs)


def stored(page, entity, record_id):
    return page.context.book.read(lambda session: session.get(entity, record_id))


def fact(page, name):
    found = page._facts[name]
    return found.value.text(), found.aside.words()


def test_the_header_answers_who_and_how(page):
    assert page.header.name.words() == NAME
    assert fact(page, "mrr")[0] == "€8,240"
    assert fact(page, "change")[0].startswith("+")
    assert fact(page, "contact")[1] == "call"
    assert "Hämeenlinna, FI" in page.header._place.words()
    assert page.header.people.accessibleName().count(",") == 4


def test_charts_are_painted_off_the_window_and_say_a_finding(page, qtbot):
    qtbot.waitUntil(lambda: page.revenue_chart.painted is not None, timeout=10_000)
    assert "a month than a year ago" in page.revenue_chart.accessibleName()
    marks = page.revenue_chart.painted.marks
    assert marks
    qtbot.keyClick(page.revenue_chart, Qt.Key.Key_Right)
    assert page.revenue_chart.accessibleDescription() == f"{marks[0].label}: {marks[0].value}"


def test_sections_are_counted_in_the_index_and_found_by_it(page, qtbot):
    entry = page.index._entries["Timeline"]
    assert entry.text().startswith("Timeline  ")
    entry.click()
    assert page.area.verticalScrollBar().value() > 0
    assert entry.isChecked()


def test_a_contact_is_logged_by_keyboard_alone(shell, page, qtbot):
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert shell.focusWidget() is page.timeline.quick.entry
    qtbot.keyClick(page.timeline.quick.entry, Qt.Key.Key_Down)
    qtbot.keyClicks(page.timeline.quick.entry, "Wants Oulu in the spring, <b>prices</b> by Friday")
    qtbot.keyClick(page.timeline.quick.entry, Qt.Key.Key_Return)
    settle(page, qtbot)
    newest = page._all.timeline.rows[0]
    assert (newest.type, newest.day) == (ActivityType.MEETING, page.context.today())
    assert newest.text == "Wants Oulu in the spring, <b>prices</b> by Friday"
    assert page.timeline.quick.entry.text() == "", "ready for the next"
    assert fact(page, "contact")[0] == "today"
    assert not page.grab().isNull()


def test_a_wrong_day_is_told_and_the_text_stays(page, qtbot):
    quick = page.timeline.quick
    quick.entry.setText("Call")
    quick.day.setText("31/11/2026")
    qtbot.keyClick(quick.entry, Qt.Key.Key_Return)
    assert "is no date" in quick._wrong.text()
    assert quick.entry.text() == "Call"
    quick.day.setText("-1")
    qtbot.keyClick(quick.day, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert any(each.text == "Call" and each.day == date(2026, 11, 20) for each in page._all.timeline.rows)


def test_an_entry_goes_to_the_bin_and_comes_back(page, qtbot):
    page.timeline.list.setFocus()
    page.timeline.list.setCurrentIndex(page.timeline.list.model().index(0, 0))
    entry = page.timeline.list.entry()
    qtbot.keyClick(page.timeline.list, Qt.Key.Key_Delete)
    settle(page, qtbot)
    assert entry.id not in [each.id for each in page._all.timeline.rows]
    page.context.book.undo()
    settle(page, qtbot)
    assert entry.id in [each.id for each in page._all.timeline.rows]
    assert stored(page, Activity, entry.id).deleted_on is None


def test_del_removes_what_has_the_focus_and_never_the_account(shell, page, qtbot):
    people = page.small.people
    first = people.records[0]
    people.grid.selectRow(0)
    people.grid.setFocus()
    qtbot.keyClick(people.grid, Qt.Key.Key_Delete)
    settle(page, qtbot)
    assert first.id not in [each.id for each in page._all.people]
    page.area.setFocus()
    qtbot.keyClick(page.area, Qt.Key.Key_Delete)
    settle(page, qtbot)
    assert shell.current is page
    assert stored(page, Account, page.account_id).deleted_on is None


def choose(page, number=0):
    page.contracts.grid.selectRow(number)
    return page.contracts.chosen()


def type_in(page, name, text):
    form = page.sheet.form
    entry = form.boxes[name].entry
    entry.setText(text)
    form.edited.emit(name)


def effect_of(page):
    return page.sheet.findChild(EffectBox).text()


def test_every_verb_says_what_it_does_to_mrr_before_it_is_done(page, qtbot):
    one = next(line for line in page._all.contracts if line.contract.interval is Interval.YEAR and line.mrr)
    before = page.context.book.read(lambda session: session.get(Contract, one.contract.id).amount)
    page.contracts.sheets.change_price(one)
    settle(page, qtbot)
    type_in(page, "amount", str((one.amount + 120_000) // 100))
    settle(page, qtbot)
    text = effect_of(page)
    assert "21 Nov 2026" in text
    assert "(+€100)" in text
    assert page.context.book.read(lambda session: session.get(Contract, one.contract.id).amount) == before
    page.sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert fact(page, "mrr")[0] == "€8,340"
    assert str(page.context.book.undoable()) == f"Change the price of {NAME}"


def test_a_refused_verb_says_why_while_it_is_typed(page, qtbot):
    one = choose(page)
    page.contracts.sheets.change_price(one)
    settle(page, qtbot)
    assert "nothing would change" in effect_of(page)
    type_in(page, "since", "1/1/2001")
    settle(page, qtbot)
    assert "The contract starts on" in effect_of(page)
    page.sheet.save.click()
    settle(page, qtbot)
    assert page.sheet.form.boxes["since"].entry.property("wrong") is True


def test_a_contract_is_added_with_its_last_day(page, qtbot):
    page.contracts.sheets.add()
    form = page.sheet.form
    type_in(page, "name", "Added site, Oulu")
    type_in(page, "start", "1/12/2026")
    type_in(page, "last_day", "30/11/2027")
    type_in(page, "amount", "500")
    settle(page, qtbot)
    assert form.value("currency") == "EUR"
    assert "(+€500)" in effect_of(page)
    page.sheet.save.click()
    settle(page, qtbot)
    made = next(line for line in page._all.contracts if line.contract.name == "Added site, Oulu")
    assert (made.contract.end_exclusive, made.last_day) == (date(2027, 12, 1), date(2027, 11, 30))
    assert made.amount == 50_000


def test_renewing_takes_over_what_was_last_in_force(page, qtbot):
    one = next(
        line
        for line in page._all.contracts
        if line.contract.end_exclusive and line.mrr and not line.renewed_by
    )
    page.contracts.sheets.renew(one)
    settle(page, qtbot)
    page.sheet.save.click()
    settle(page, qtbot)
    new = next(line for line in page._all.contracts if line.contract.renews_id == one.contract.id)
    assert new.contract.start == one.contract.end_exclusive
    assert new.amount == one.amount


def test_pause_resume_cancel_discount_and_correct(page, qtbot):
    one = next(line for line in page._all.contracts if line.mrr and line.contract.end_exclusive)
    number = one.contract.id

    def again():
        return next(line for line in page._all.contracts if line.contract.id == number)

    page.contracts.sheets.pause(one)
    settle(page, qtbot)
    assert "(−€" in effect_of(page)
    page.sheet.save.click()
    settle(page, qtbot)
    assert again().mrr == 0
    page.contracts.grid.choose([number])
    assert "contract_resume" in page.deeds()
    assert "contract_pause" not in page.deeds()
    page.contracts.sheets.resume(again())
    settle(page, qtbot)
    page.sheet.save.click()
    settle(page, qtbot)
    assert again().mrr == one.mrr

    page.contracts.sheets.discount(again())
    type_in(page, "percent", "10")
    settle(page, qtbot)
    page.sheet.save.click()
    settle(page, qtbot)
    assert again().discounts[0].percent == 1000

    page.contracts.sheets.cancel(again())
    type_in(page, "reason", "price")
    settle(page, qtbot)
    page.sheet.save.click()
    settle(page, qtbot)
    assert again().contract.cancelled_on == page.context.today()
    assert page.small.churns.isVisible()
    assert page._all.churns[0].reason == "price"

    page.contracts.sheets.correct(again())
    settle(page, qtbot)
    type_in(page, "name", "Right name")
    page.sheet.save.click()
    settle(page, qtbot)
    assert again().contract.name == "Right name"


def test_the_verbs_of_a_contract_are_in_the_menu_with_words(shell, page):
    choose(page)
    keys = {deed.key for deed in DEEDS}
    offered = [key for key in page.deeds() if key.startswith("contract_")]
    assert {"contract_correct", "contract_renew"} <= set(offered) <= keys
    assert shell.actions_by_key["contract_correct"].isEnabled()


def test_a_person_is_added_and_edited(page, qtbot):
    page.small.people.add()
    type_in(page, "name", "Elina Kallio")
    type_in(page, "email", "not an address")
    page.sheet.save.click()
    settle(page, qtbot)
    assert "is not an e-mail address" in page.sheet.form.boxes["email"]._below.text()
    type_in(page, "email", "elina@example.com")
    page.sheet.save.click()
    settle(page, qtbot)
    person = next(each for each in page._all.people if each.name == "Elina Kallio")
    page.small.people.edit(person)
    type_in(page, "title", "CFO")
    page.sheet.save.click()
    settle(page, qtbot)
    assert next(each for each in page._all.people if each.id == person.id).title == "CFO"


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("tickets", {"subject": "Slow report"}),
        ("surveys", {"score": "9"}),
        ("invoices", {"amount": "120.50", "number": "77"}),
        ("links", {"target": "https://example.com/x"}),
        ("team", {"person": "Rafael"}),
        ("health", {"measure": "usage", "value": "yellow", "day": "1/11/2026"}),
        ("churns", {"reason": "price"}),
    ],
)
def test_each_kind_of_record_is_added_in_its_sheet(page, qtbot, section, values):
    part = getattr(page.small, section)
    before = len(part.records)
    part.add()
    for name, text in values.items():
        type_in(page, name, text)
    if section == "team":
        page.sheet.form.boxes["role"].entry.setCurrentIndex(2)
    page.sheet.save.click()
    settle(page, qtbot)
    assert page.sheet is None
    assert len(part.records) == before + 1
    part.grid.selectRow(0)
    part.remove_chosen()
    settle(page, qtbot)
    assert len(part.records) == before


def test_notes_are_saved_as_they_are_left(page, qtbot):
    notes = page.notes.notes
    notes.setFocus()
    notes.setPlainText("Decisions go through Aino.")
    notes.keep()
    settle(page, qtbot)
    assert stored(page, Account, page.account_id).notes == "Decisions go through Aino."
    assert str(page.context.book.undoable()) == f"Change {NAME}"
    page.context.book.undo()
    settle(page, qtbot)
    assert notes.toPlainText() != "Decisions go through Aino."


def test_history_tells_what_changed_from_and_to(page, qtbot):
    page.change(city="Lahti")
    settle(page, qtbot)
    newest = page.history.grid.rows.record(0)
    assert page.history.grid.rows.index(0, 1).data() == f"Change {NAME}"
    assert (newest.field, newest.before, newest.after) == ("city", "Hämeenlinna", "Lahti")


def test_a_removed_account_leads_back_to_the_list(shell, page, qtbot):
    page.remove()
    settle(page, qtbot)
    assert shell.current.key == "accounts"
    shell.undo()
    quiet(qtbot, shell.context.jobs)
    assert NAME in [line.name for line in shell.current.panel.rows.records]


def test_another_account_takes_the_place_of_the_first(shell, page, qtbot):
    other = shell.context.book.read(finding.account, "Viação Três Rios")
    page.area.verticalScrollBar().setValue(500)
    shell.go("account", other)
    quiet(qtbot, shell.context.jobs)
    assert shell.current.header.name.words() == "Viação Três Rios"
    assert shell.current.area.verticalScrollBar().value() == 0
    assert fact(shell.current, "mrr")[1].startswith("€"), "beside its own currency, that of the book"


def test_an_account_with_nothing_says_so(empty_context, shell_on, qtbot, today):
    from csdesk.book import accounts

    number = empty_context.book.write(accounts.add, name="<img src=/etc/passwd>", today=today)
    shell = shell_on(empty_context)
    shell.go("account", number)
    quiet(qtbot, empty_context.jobs)
    page = shell.current
    assert page.header.name.words() == "<img src=/etc/passwd>"
    assert fact(page, "mrr") == ("–", "nothing under contract")
    assert not page.usage.isVisible()
    assert not shell.grab().isNull()


def test_every_account_of_the_sample_paints(shell, qtbot, context):
    """All the stories: lost, prospect, several currencies, no people, past due."""
    ids = context.book.read(lambda session: session.scalars(select(Account.id).order_by(Account.id)).all())
    for number in ids[::6]:
        shell.go("account", number)
        quiet(qtbot, context.jobs)
        assert not shell.grab().isNull()


def test_history_of_a_contract_is_kept_too(page):
    number = page._all.contracts[0].contract.id
    page.context.book.write(contracts.correct, number, name="Other")
    events = page.context.book.read(journal.history, "contract", number)
    assert [each.after for each in events if each.field == "name"] == ["Other"]
