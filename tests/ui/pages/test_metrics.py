"""Metrics: the numbers are the book's own, everything explains itself, and every place opens its rows."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt

from csdesk.book import accounts, contracts, desk, figures
from csdesk.metrics.result import Reason
from csdesk.model import Interval
from csdesk.ui import formats
from csdesk.ui.pages.metrics import answers, drawings
from csdesk.ui.pages.metrics.groups import Split
from csdesk.ui.pages.metrics.page import MetricsPage
from csdesk.ui.pages.metrics.sheets import ExplainSheet, RowsSheet
from csdesk.ui.pages.metrics.span import Span, days_words
from csdesk.ui.pages.metrics.tiles import kpi_of, reason_words, value_words
from tests.ui.conftest import quiet

HOSTILE = "<img src=x onerror=alert(1)> & Söhne"


@pytest.fixture
def page(qtbot, context):
    return opened(qtbot, context)


def opened(qtbot, context, size=(1112, 745)):
    page = MetricsPage(context)
    qtbot.addWidget(page)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    quiet(qtbot, context.jobs)
    return page


def add_contract(book, today, name="Alfa", start=date(2024, 3, 1), amount=100_000, **more):
    account = book.write(accounts.add, name=name, tier="Gold", today=today)
    book.write(contracts.add, account_id=account, start=start, amount=amount, interval=Interval.MONTH, **more)
    return account


def test_tiles_say_what_the_figures_are(page, today):
    book = page.context.book
    shown = {tile.figure.metric.id: tile for tile in book.read(figures.tiles, today, period="quarter")}
    window = {tile.figure.metric.id: tile for tile in book.read(figures.tiles, today, ids=("nrr", "grr"))}
    for name, tile in page.tiles.tiles.items():
        wanted = window.get(name) or shown[name]
        said = value_words(wanted.figure, "EUR")
        assert said
        assert said in tile.accessibleName()


def test_the_header_says_customers_mrr_and_policy(page, today, qtbot):
    book = page.context.book
    answer = book.read(figures.metrics, today, ids=["mrr", "arpa"])
    mrr, arpa = answer.figures
    about = page.header.about.words()
    assert formats.money(mrr.number, "EUR") in about
    assert f"{arpa.result.denominator} customers" in about
    book.write(desk.set_value, "discounts", "gross")
    quiet(qtbot, page.context.jobs)
    assert "before discounts" in page.header.about.words()


def test_charts_are_drawn_from_the_same_answers(page, today):
    book = page.context.book
    bridge = book.read(figures.bridge, today, period="quarter")
    drawn = page.charts["bridge"].view.painted
    moved = {step.key: step for step in bridge.steps if step.amount}
    assert len(drawn.marks) == len(moved) + 2
    assert {tuple(mark.records) for mark in drawn.marks if mark.records} == {
        step.accounts for step in moved.values() if step.accounts
    }
    shares = book.read(figures.mrr_by, today, "tier")
    assert [mark.records for mark in page.charts["shares"].view.painted.marks] == [s.accounts for s in shares]


def test_the_bridge_closes_on_the_sum_of_its_columns(page, today):
    found = page.context.book.read(figures.bridge, today, period="12m")
    data = drawings.bridge(found, "")
    moves = sum(step.amount for step in data.steps if not step.total)
    assert data.steps[0].amount + moves == pytest.approx(data.steps[-1].amount)


def test_a_month_opens_the_accounts_that_moved_in_it(page, today):
    book, split = page.context.book, Split()
    table = book.read(answers.months, last=date(2026, 10, 31), split=split)
    movers = book.read(answers.movers, table=table, split=split)
    rows, _ = book.read(figures.movements_by_account, date(2025, 11, 1), date(2026, 10, 31))
    for row, accounts_ in zip(table.rows, movers, strict=True):
        moved = {
            each.account_id for each in rows if each.month_end == row.month_end and each.movement != "none"
        }
        assert set(accounts_) == moved


def test_another_span_and_group_are_chosen_once_for_everything(page, qtbot, today):
    book = page.context.book
    page.span.choice.chosen.emit(2)
    quiet(qtbot, page.context.jobs)
    assert page.span.span == Span("12m", today)
    name = book.read(figures.mrr_by, today, "country")[0].group
    page.groups.take(Split("country", name))
    quiet(qtbot, page.context.jobs)
    mrr = book.read(figures.tiles, today, by="country", group=name, ids=("mrr",))[0]
    assert value_words(mrr.figure, "EUR") in page.tiles.tiles["mrr"].accessibleName()
    bridge = book.read(figures.bridge, today, period="12m", by="country", group=name)
    assert len(page.charts["bridge"].view.painted.marks) == sum(bool(s.amount) for s in bridge.steps) + 2
    assert name in page.header.about.words()


def test_groups_of_contracts_split_too(page, qtbot, today):
    shares = page.context.book.read(figures.mrr_by, today, "product")
    page.groups.take(Split("product", shares[0].group))
    quiet(qtbot, page.context.jobs)
    assert page.charts["shares"].view.painted.marks[0].records == shares[0].accounts
    assert page.charts["cohorts"].view.painted.marks


def test_a_field_nobody_filled_gives_way_to_one_that_tells_groups_apart(qtbot, empty_context, today):
    book = empty_context.book
    for name, country in (("Alfa", "FI"), ("Beta", "BR")):
        account = book.write(accounts.add, name=name, country=country, today=today)
        book.write(
            contracts.add, account_id=account, start=date(2025, 1, 1), amount=1_000, interval=Interval.MONTH
        )
    page = opened(qtbot, empty_context)
    assert page.groups.split.by == "country"
    page.groups.take(Split("tier"))
    quiet(qtbot, empty_context.jobs)
    assert page.groups.split.by == "tier"


def test_the_status_bar_says_the_rates_in_force(page):
    said = page.status()[0]
    assert said.startswith("rates of Nov 2026: 1 ")
    assert " = € " in said


def test_a_period_of_ones_own(page, qtbot, today):
    page.ask_span()
    page.sheet.form.put("kind", "year")
    page.sheet.form.put("as_of", date(2025, 12, 31))
    page.sheet.save.click()
    quiet(qtbot, page.context.jobs)
    assert page.span.span == Span("year", date(2025, 12, 31))
    assert "31 Dec 2025" in page.span.days.text()
    assert page.span.choice.on() == 3
    mrr = page.context.book.read(figures.metrics, date(2025, 12, 31), ids=["mrr"]).figures[0]
    assert value_words(mrr, "EUR") in page.tiles.tiles["mrr"].accessibleName()


def test_offers_are_whole_periods_that_are_over(page):
    offers = dict(page.span.offers())
    assert offers["Last month"] == Span("month", date(2026, 10, 31))
    assert offers["Last quarter"] == Span("quarter", date(2026, 9, 30))
    assert offers["Last year"] == Span("year", date(2025, 12, 31))
    page.span.know(4, date(2024, 1, 1))
    assert dict(page.span.offers())["Last fiscal year"] == Span("fiscal-year", date(2026, 3, 31))
    assert days_words(offers["Last quarter"].period()) == "1 Jul – 30 Sept 2026"


@pytest.mark.parametrize("name", figures.TILES)
def test_every_tile_explains_itself(page, qtbot, name, today):
    qtbot.keyClick(page.tiles.tiles[name], Qt.Key.Key_Return)
    quiet(qtbot, page.context.jobs)
    sheet = page.sheet
    assert isinstance(sheet, ExplainSheet)
    period = None if name in answers.BY_WINDOW else "quarter"
    found = page.context.book.read(figures.explain, name, today, period=period)
    said = " ".join(label.text() for label in sheet.findChildren(type(sheet.state)))
    assert found.words in said
    assert found.figure.result.formula_id in said
    assert value_words(found.figure, "EUR") in said
    assert sum(grid.rows.rowCount() for grid in sheet.grids) == len(found.rows)
    sheet.finish()


def test_a_row_behind_a_number_opens_its_account(page, qtbot):
    page.explain("mrr")
    quiet(qtbot, page.context.jobs)
    grid = page.sheet.grids[0]
    with qtbot.waitSignal(page.opened) as opened_:
        grid.activated_record.emit(grid.rows.record(0))
    assert opened_.args == ["account", grid.rows.record(0).account_id]
    page.sheet.finish()


def test_a_click_on_a_bar_opens_the_accounts_behind_it(page, qtbot, today):
    view = page.charts["bridge"].view
    mark = next(mark for mark in view.painted.marks if mark.records)
    left, top, wide, high = mark.box
    place = QPoint(round((left + wide / 2) * view.width()), round((top + high / 2) * view.height()))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    quiet(qtbot, page.context.jobs)
    assert isinstance(page.sheet, RowsSheet)
    rows = page.sheet.grid.rows.records
    assert {row.id for row in rows} == set(mark.records)
    changes = {row.id: row.change for row in page.context.book.read(
        answers.moved, ids=list(mark.records), opening=date(2026, 9, 30), closing=today)}  # fmt: skip
    assert {row.id: row.change for row in rows} == changes
    page.sheet.finish()


def test_an_open_page_follows_a_write(page, qtbot, today):
    before = page.tiles.tiles["mrr"].accessibleName()
    add_contract(page.context.book, today, amount=9_000_000)
    quiet(qtbot, page.context.jobs)
    assert page.tiles.tiles["mrr"].accessibleName() != before


def test_the_last_picture_stays_until_the_new_one_is_there(page, qtbot, today):
    view = page.charts["bridge"].view
    old = view.painted
    page.span.take(Span("12m", today))
    assert view.painted is old
    quiet(qtbot, page.context.jobs)
    assert view.painted is not old


def test_an_empty_book_says_what_would_be_here(qtbot, empty_context):
    page = opened(qtbot, empty_context)
    assert page._stack.currentIndex() == 1
    assert page.header.about.words() == "No contracts yet"
    assert not page.report.isVisible()
    with qtbot.waitSignal(page.opened) as opened_:
        page._stack.currentWidget().findChildren(type(page.report))[0].click()
    assert opened_.args == ["import", "contracts"]


def test_undefined_says_why(qtbot, empty_context, today):
    book = empty_context.book
    add_contract(book, today, start=date(2026, 11, 2))
    page = opened(qtbot, empty_context)
    tile = book.read(figures.tiles, today, ids=("nrr",))[0]
    assert tile.figure.result.reason is Reason.ZERO_DENOMINATOR
    assert "undefined" in page.tiles.tiles["nrr"].accessibleName()
    assert reason_words(tile.figure) in page.tiles.tiles["nrr"].accessibleName()
    page.explain("nrr")
    quiet(qtbot, empty_context.jobs)
    said = " ".join(label.text() for label in page.sheet.findChildren(type(page.sheet.state)))
    assert "no customers at the start of the period" in said
    page.sheet.finish()


def test_a_quick_ratio_without_losses_is_endless(qtbot, empty_context, today):
    book = empty_context.book
    add_contract(book, today, start=date(2026, 10, 2))
    tile = book.read(figures.tiles, today, period="quarter", ids=("quick_ratio",))[0]
    kpi = kpi_of(tile, "EUR")
    assert (kpi.value, kpi.note) == ("∞", "nothing was lost")


def test_a_missing_rate_is_said_and_nothing_is_made_up(qtbot, empty_context, today):
    book = empty_context.book
    account = add_contract(book, today)
    book.write(
        contracts.add,
        account_id=account,
        start=date(2025, 1, 1),
        amount=5_000,
        currency="JPY",
        interval=Interval.MONTH,
    )
    page = opened(qtbot, empty_context)
    assert page.warned.isVisible()
    assert "JPY" in page.warned.text()
    assert "undefined" in page.tiles.tiles["mrr"].accessibleName()
    assert len(page.charts["bridge"].view.painted.marks) == 0
    found = book.read(answers.moved, ids=[account], opening=date(2026, 9, 30), closing=today)
    assert found[0].change is None


def test_names_are_never_markup(qtbot, empty_context, today):
    add_contract(empty_context.book, today, name=HOSTILE)
    page = opened(qtbot, empty_context)
    page.explain("mrr")
    quiet(qtbot, empty_context.jobs)
    grid = page.sheet.grids[0]
    assert grid.rows.index(0, 0).data().startswith(HOSTILE)
    said = [label for label in page.findChildren(type(page.warned)) if label.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in said)
    page.sheet.finish()


def test_cohorts_by_revenue_or_by_customer_and_older_ones(page, qtbot):
    view = page.charts["cohorts"].view
    assert "MRR" in view.accessibleDescription()
    page.kept.chosen.emit(1)
    quiet(qtbot, page.context.jobs)
    assert "Customers" in view.accessibleDescription()
    rows = page._drawn.cohorts
    assert len(rows) > drawings.COHORTS
    assert page.all.isVisibleTo(page)
    newest = drawings.cohorts(rows, logo=False, quarterly=False, scope="")
    older = drawings.cohorts(rows, logo=False, quarterly=False, scope="", older=1)
    assert newest.records[-1] == rows[-1].accounts
    assert older.records[-1] == rows[-1 - drawings.COHORTS].accounts
    page.all.click()
    assert page._older == 1


def test_a_window_that_is_not_a_year_is_named(today):
    series = [(date(2026, 10, 31), 1.02, 0.98), (today, 1.05, 0.97)]
    assert "of three months ago" in drawings.retention(series, "3m", "").title
    assert "3 months" not in drawings.retention(series, "12m", "").title


def test_many_groups_stand_out_when_shown(page, today):
    shares = page.context.book.read(figures.mrr_by, today, "tier")
    data = drawings.shares(shares, "EUR", "tier", today, shares[1].group)
    assert [bar.marked for bar in data.bars] == [place == 1 for place in range(len(shares))]


def test_every_control_is_named_and_reached_by_tab(page):
    page.take_focus()
    assert page.area.hasFocus()
    reached, each = set(), page.focusWidget()
    for _ in range(200):
        each = each.nextInFocusChain()
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible():
            reached.add(each)
    wanted = [*page.tiles.tiles.values(), page.groups, page.span.days, page.report]
    wanted += [box.ask for box in page.charts.values()] + [box.view for box in page.charts.values()]
    for widget in wanted:
        assert widget in reached
        assert widget.accessibleName() or widget.text()


def test_small_pages_and_long_words_fit(qtbot, context, monkeypatch):
    def longer(_context, text, *_rest):
        return text if "{" in text else text + "o" * round(len(text) * 0.4)

    monkeypatch.setattr(QCoreApplication, "translate", longer)
    page = opened(qtbot, context, (972, 640))
    assert page.width() == 972
    right = max(part.mapTo(page, part.rect().topRight()).x() for part in (page.report, page.span.days))
    assert right <= 972


def test_a_change_that_may_be_chance_has_no_colour(page, today):
    tile = page.context.book.read(figures.tiles, today, period="quarter", ids=("logo_churn",))[0]
    kpi = kpi_of(tile, "EUR")
    assert kpi.better == 0
    sure = replace(
        tile,
        figure=replace(tile.figure, result=replace(tile.figure.result, value=0.9, low=0.8, high=0.95)),
        before=replace(tile.before, result=replace(tile.before.result, value=0.1, low=0.05, high=0.2)),
    )
    assert kpi_of(sure, "EUR").better == -1
