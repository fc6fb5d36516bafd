"""Settings: answers reach the book, what the book says is shown, refusals stand beside their control."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from csdesk.book import backup, desk, own_fields, products, rates
from csdesk.metrics.policy import POLICIES
from csdesk.model import OwnKind, OwnOn, Role
from csdesk.ui.pages.settings.effects import effect_of
from csdesk.ui.pages.settings.page import PANES, SettingsPage
from csdesk.ui.pages.settings.policy_words import GROUPS, POLICY_WORDS
from csdesk.ui.widgets.overlays import Confirm
from csdesk.ui.widgets.picker import Picker
from tests.ui.conftest import quiet


@pytest.fixture
def page(qtbot, context):
    return opened(qtbot, context)


def opened(qtbot, context, size=(1100, 720)):
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    quiet(qtbot, context.jobs)
    return page


def shown(qtbot, page, key):
    page.choose(key)
    quiet(qtbot, page.context.jobs)
    return page.pane


def typed(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def pick(picker, value):
    picker.show_value(value)
    picker.picked.emit(value)


@pytest.mark.parametrize("kind", PANES, ids=lambda kind: kind.key)
def test_every_pane_opens_on_the_sample_and_on_an_empty_book(qtbot, context, empty_context, kind):
    for each in (context, empty_context):
        page = opened(qtbot, each)
        pane = shown(qtbot, page, kind.key)
        assert pane.isVisible()
        assert not page.grab().isNull()


def test_answers_about_the_desk_are_written_at_once_and_undo_takes_them_back(qtbot, page):
    book, pane = page.context.book, page.pane
    assert pane.user.text() == book.read(desk.user).name
    typed(qtbot, pane.user, "Ana <b>Lima</b>")
    typed(qtbot, pane.name, "Carteira")
    pick(pane.fiscal, "4")
    quiet(qtbot, page.context.jobs)
    found = book.read(desk.settings)
    assert (found["user_name"], found["name"], found["fiscal_start"]) == ("Ana <b>Lima</b>", "Carteira", "4")
    book.undo()
    quiet(qtbot, page.context.jobs)
    assert pane.fiscal.value() == "1"


def test_roles_are_several_at_once(qtbot, page):
    pane, book = page.pane, page.context.book
    before = set(book.read(desk.user).roles)
    assert {role for role, box in pane.roles.items() if box.isChecked()} == before
    assert len(before) > 1
    pane.roles[Role.SUPPORT].setFocus()
    qtbot.keyClick(pane.roles[Role.SUPPORT], Qt.Key.Key_Space)
    quiet(qtbot, page.context.jobs)
    assert set(book.read(desk.user).roles) == before | {Role.SUPPORT}


def test_a_currency_without_rates_is_refused_beside_its_control(qtbot, page):
    pane = page.pane
    before = pane.currency.value()
    pick(pane.currency, "ZAR")
    quiet(qtbot, page.context.jobs)
    row = pane.rows["currency"]
    assert "ZAR" in row.wrong.text()
    assert row.wrong.isVisible()
    assert pane.currency.value() == before
    assert page.context.book.read(desk.get, "currency") == before


def test_rates_are_typed_into_their_month_and_emptied_away(qtbot, page):
    book, pane = page.context.book, shown(qtbot, page, "rates")
    currencies = [column.key for column in pane.grid.rows.columns[1:]]
    assert currencies == sorted({rate.currency for rate in book.read(rates.listing)})
    newest = pane.grid.rows.record(0)
    assert newest.id == date(2026, 11, 1)
    column = pane.grid.rows.columns[1]
    pane.grid.rows.typed.emit([newest], column, 1.25)
    quiet(qtbot, page.context.jobs)
    assert pane.grid.rows.record(0).typed[column.key] == 1.25
    pane.grid.rows.typed.emit([pane.grid.rows.record(0)], column, None)
    quiet(qtbot, page.context.jobs)
    month = pane.grid.rows.record(0)
    assert column.key not in month.typed
    assert month.carried[column.key][1] == date(2026, 10, 1)


def test_a_currency_can_be_added_to_the_sheet_of_rates(qtbot, page):
    pane = shown(qtbot, page, "rates")
    pane.add.show_value("ZAR")
    pane._on_add()
    quiet(qtbot, page.context.jobs)
    assert "ZAR" in [column.key for column in pane.grid.rows.columns]


def test_every_policy_and_choice_has_its_words(page):
    assert set(POLICY_WORDS) == set(POLICIES) == {key for _, keys in GROUPS for key in keys}
    for key, (_, choices) in POLICY_WORDS.items():
        for choice in choices:
            POLICIES[key].parse(choice)
        assert set(POLICIES[key].choices) <= set(choices)


def test_a_policy_shows_what_another_choice_would_change(qtbot, page):
    context, pane = page.context, shown(qtbot, page, "policies")
    effect = context.book.read(effect_of, key="discounts", today=context.today())
    gross = next(other for other in effect.others if other.choice == "gross")
    assert gross.numbers["mrr"].value > effect.now["mrr"].value
    assert pane.rows["discounts"].effect.text() == effect.words()
    assert "MRR" in effect.words()
    pick(pane.pickers["discounts"], "gross")
    quiet(qtbot, context.jobs)
    assert context.book.read(desk.get, "discounts") == "gross"
    after = context.book.read(effect_of, key="discounts", today=context.today())
    assert after.now["mrr"].value == gross.numbers["mrr"].value


def test_products_are_added_changed_and_removed(qtbot, page):
    context, pane = page.context, shown(qtbot, page, "products")
    count = pane.grid.rows.rowCount()
    assert count == len(context.book.read(products.listing))
    pane.add()
    form = page.sheet.form
    form.put("name", "<script>alert(1)</script>")
    form.put("list_price", 120_000)
    page.sheet.save.click()
    quiet(qtbot, context.jobs)
    assert page.sheet is None
    row = next(row for row in pane.grid.rows.records if row.product.name.startswith("<script>"))
    assert row.product.list_price == 120_000
    pane.grid.choose([row.id])
    pane.edit()
    page.sheet.form.put("name", "Support")
    page.sheet.save.click()
    quiet(qtbot, context.jobs)
    pane.grid.choose([row.id])
    pane.remove()
    quiet(qtbot, context.jobs)
    assert pane.grid.rows.rowCount() == count


def test_a_product_that_is_there_is_refused_beside_its_name(qtbot, page):
    pane = shown(qtbot, page, "products")
    taken = pane.grid.rows.records[0].product.name
    pane.add()
    page.sheet.form.put("name", taken)
    page.sheet.save.click()
    quiet(qtbot, page.context.jobs)
    assert taken in page.sheet.form.boxes["name"]._below.text()
    page.sheet.finish()


def test_own_fields_are_defined_and_removing_used_ones_asks_first(qtbot, page):
    context, pane = page.context, shown(qtbot, page, "own_fields")
    pane.add()
    page.sheet.form.put("name", "Parceria")
    page.sheet.form.put("kind", OwnKind.CHOICE)
    page.sheet.form.edited.emit("kind")
    page.sheet.form.put("choices", "sim\nnão")
    page.sheet.save.click()
    quiet(qtbot, context.jobs)
    defined = context.book.read(own_fields.listing, OwnOn.ACCOUNT)
    made = next(own for own in defined if own.name == "Parceria")
    row = next(row for row in pane.grid.rows.records if row.own.name == "Parceria")
    assert (made.choices, row.used) == ("sim\nnão", 0)
    pane.grid.choose([row.id])
    pane.remove()
    quiet(qtbot, context.jobs)
    assert "Parceria" not in [own.name for own in context.book.read(own_fields.listing, OwnOn.ACCOUNT)]


def test_the_list_of_choices_is_asked_for_only_where_one_chooses(qtbot, page):
    pane = shown(qtbot, page, "own_fields")
    pane.add()
    form = page.sheet.form
    assert not form.boxes["choices"].isVisible()
    form.put("kind", OwnKind.CHOICE)
    form.edited.emit("kind")
    assert form.boxes["choices"].isVisible()
    page.sheet.finish()


def test_a_backup_is_made_listed_and_put_back_after_asking(qtbot, page):
    context, pane = page.context, shown(qtbot, page, "backups")
    book = context.book
    before = book.read(desk.get, "name")
    pane.back_up()
    quiet(qtbot, context.jobs)
    assert pane.grid.rows.rowCount() == len(backup.copies(book.path, book.backups)) == 1
    book.write(desk.set_value, "name", "Changed")
    pane.grid.selectRow(0)
    pane.ask_back()
    confirm = page.window().findChild(Confirm)
    assert confirm.safe.hasFocus() or confirm.safe.isDefault() is False
    confirm.deed.click()
    quiet(qtbot, context.jobs)
    assert book.read(desk.get, "name") == before
    assert {copy.reason for copy in backup.copies(book.path, book.backups)} == {"hand", "restore"}


def test_look_language_and_locale_belong_to_the_machine(qtbot, page):
    context, pane = page.context, shown(qtbot, page, "look")
    with qtbot.waitSignal(page.deed_wanted) as wanted:
        pane.theme.chosen.emit(2)
    assert wanted.args == ["theme_dark"]
    pick(pane.region, "pt_BR")
    assert context.settings.locale == "pt_BR"
    assert QLocale().name() == "pt_BR"
    assert "1.234.567,89" in pane.sample.text()
    assert [pane.language.itemData(place) for place in range(2)] == ["", "en"]


def test_the_wheel_scrolls_past_a_picker(qtbot, page):
    picker = Picker([("a", "A"), ("b", "B")])
    qtbot.addWidget(picker)
    picker.show_value("b")
    place = QPointF(4, 4)
    event = QWheelEvent(
        place, place, QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(picker, event)
    assert picker.value() == "b"


def test_a_book_open_for_reading_offers_no_change(qtbot, sample_book, theme, today, failures):
    from csdesk.book import Book
    from tests.ui.conftest import context_of

    sample_book.close()
    with Book(sample_book.path, readonly=True) as book:
        context = context_of(book, theme, today)
        context.jobs.failed.connect(failures.append)
        page = opened(qtbot, context)
        pane = shown(qtbot, page, "products")
        assert not pane.add_button.isEnabled()
        assert "new" not in page.deeds()
        assert not shown(qtbot, page, "policies").pickers["discounts"].isEnabled()
        context.jobs.shut_down()
    assert failures == []


def test_the_index_is_reached_and_worked_by_keyboard(qtbot, page):
    page.take_focus()
    first = page._group.checkedButton()
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    quiet(qtbot, page.context.jobs)
    assert page.pane.key == PANES[1].key
    assert page._group.checkedButton().hasFocus()
    assert all(button.accessibleName() or button.text() for button in page._group.buttons())
