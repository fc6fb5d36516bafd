"""Import: open questions are asked, every row is seen before it is written, one deed, taken back whole."""

import csv
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from csdesk.book import backup, contracts_listing, figures, rates, taking
from csdesk.book.accounts_grid import read_columns
from csdesk.intake import plan as planning
from csdesk.intake.options import Options
from csdesk.intake.source import open_file
from csdesk.ui.jobs import Progress
from csdesk.ui.pages.importing import reading
from csdesk.ui.pages.importing.page import ImportPage
from tests.ui.conftest import quiet

TRACKER = (
    "Nome;ID;MRR;Data de início;Saúde;obs2\n"
    "Viação Três Rios;7001;88.240,00;16/12/2025;vermelho;\n"
    "Laticínios Serra Azul;7002;71.300,00;03/04/2025;verde;\n"
    "Gráfica Maranhão;7003;1.980,00;31/11/2025;amarelo;\n"
    "<b>Peñalver</b> & Seguros;7004;9.870,00;22/01/2025;verde;x\n"
)


@pytest.fixture
def page(qtbot, empty_context):
    return opened(qtbot, empty_context)


def opened(qtbot, context, size=(1112, 745)):
    page = ImportPage(context)
    qtbot.addWidget(page)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    quiet(qtbot, context.jobs)
    return page


def file_of(tmp_path, text, name="carteira.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def read(qtbot, page, path):
    page.read(path)
    quiet(qtbot, page.context.jobs)


def choose(qtbot, page, picker, value):
    picker.show_value(value)
    picker.picked.emit(value)
    quiet(qtbot, page.context.jobs)


def do(qtbot, page):
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    quiet(qtbot, page.context.jobs)


def names(book):
    return read_names(book)


def read_names(book):
    return sorted(book.read(read_columns, "account", ["name"])[1]["name"])


def test_a_tracker_is_understood_and_shown_row_by_row(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, TRACKER))
    assert page.header.title.words() == "Import a tracker"
    assert "; between columns" in page.header.about.words()
    assert page.bar.kind.value() == "tracker"
    assert "day first" in page.bar.order.currentText()
    assert page.strip._parts["MRR"].picker.value() == "contract.mrr"
    assert "decimal comma" in page.strip._parts["MRR"].form.words()
    rows = page.preview.grid.rows.records
    assert [row.fate for row in rows] == ["new", "new", "refused", "new"]
    assert page.go.text() == "Import 3 rows"
    assert names(page.context.book) == []


def test_the_wrong_cell_is_marked_and_the_reason_is_a_sentence(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, TRACKER))
    row = next(row for row in page.preview.grid.rows.records if row.fate == "refused")
    assert page.reader.plan.header[row.wrong] == "Data de início"
    assert "31/11/2025" in row.words
    column = next(c for c in page.preview.grid.rows.columns if c.title == "Data de início")
    assert (column.cell(row).role, column.cell(row).soft) == ("risk", True)


def test_the_preview_is_what_the_book_would_do(qtbot, page, tmp_path):
    path = file_of(tmp_path, TRACKER)
    read(qtbot, page, path)
    book = page.context.book
    options = Options(book_currency="EUR", today=page.context.today())
    plan = planning.read_bytes(open_file(path), "tracker", options)
    outcome = book.rehearse(taking.take, plan.batch())
    assert page.reader.present.outcome.counts == outcome.counts
    assert [(row.id, row.fate) for row in page.preview.grid.rows.records] == [
        (row.line, row.fate.value) for row in outcome.rows
    ]


def test_an_import_is_written_backed_up_undone_and_redone(qtbot, empty_context, shell_on, tmp_path):
    shell = shell_on(empty_context)
    book = empty_context.book
    shell.take_file(file_of(tmp_path, TRACKER))
    quiet(qtbot, empty_context.jobs)
    page = shell.current
    do(qtbot, page)
    assert page._stack.currentIndex() == 2
    assert "3 rows" in page.result.title.text()
    assert "1 refused" in page.result.counts.text()
    assert names(book) == ["<b>Peñalver</b> & Seguros", "Laticínios Serra Azul", "Viação Três Rios"]
    assert book.read(figures.metrics, date(2026, 11, 21), ids=["mrr"]).figures[0].number == 16_941_000
    page.result.undo.click()
    quiet(qtbot, empty_context.jobs)
    assert names(book) == []
    assert page._stack.currentIndex() == 1
    assert [row.fate for row in page.preview.grid.rows.records].count("new") == 3
    shell.redo()
    quiet(qtbot, empty_context.jobs)
    assert len(names(book)) == 3


def test_a_backup_is_made_before(qtbot, context, tmp_path):
    page = opened(qtbot, context)
    read(qtbot, page, file_of(tmp_path, TRACKER))
    do(qtbot, page)
    copies = backup.copies(context.book.path, context.book.backups)
    assert [copy.reason for copy in copies] == ["import"]


def test_the_same_file_again_changes_nothing(qtbot, page, tmp_path):
    path = file_of(tmp_path, TRACKER)
    read(qtbot, page, path)
    do(qtbot, page)
    read(qtbot, page, path)
    assert page.reader.present.outcome.counts == {"new": 0, "changed": 0, "unchanged": 3, "refused": 1}
    assert not page.go.isEnabled()
    assert page.go.text() == "Nothing to import"


def test_a_changed_row_says_what_changes(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "id;name;city\n1;Alfa;Lahti\n", "accounts.csv"))
    do(qtbot, page)
    read(qtbot, page, file_of(tmp_path, "id;name;city\n1;Alfa;Turku\n", "accounts.csv"))
    row = page.preview.grid.rows.records[0]
    assert row.fate == "changed"
    assert "Lahti → Turku" in row.words


def test_amounts_that_change_are_in_whole_units_of_their_currency(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, TRACKER))
    do(qtbot, page)
    read(
        qtbot, page, file_of(tmp_path, TRACKER.replace("88.240,00", "90.000,50").replace("vermelho", "verde"))
    )
    row = page.preview.grid.rows.records[0]
    assert "88,240 → 90,000.50" in row.words
    assert "Health vermelho → verde" in row.words


MESSY = (
    "Cliente;Segmento;MRR (R$);Início do contrato;Contato principal;E-mail\n"
    "Padaria Aurora Ltda;Varejo;1.250,00;21/02/2025;Ana Souza;ana@aurora.example\n"
    ";Varejo;500,00;21/03/2026;;\n"
    "Padaria Aurora Ltda;Varejo;300,00;21/05/2026;Ana Souza;ana@aurora.example\n"
)


def test_a_tracker_shows_the_account_and_what_each_row_adds(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, MESSY, encoding="cp1252"))
    grid = page.preview.grid
    titles = [column.title for column in grid.rows.columns]
    assert titles[2] == "Cliente", "whose row it is, not the person’s name"
    _, nameless, second = grid.rows.records
    assert nameless.fate == "refused"
    assert "adds a contract of" in second.words
    assert "300" in second.words
    assert "30,000" not in second.words
    assert not grid.grab().isNull()


def test_what_the_file_leaves_open_must_be_answered(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "name,start date,end date,mrr\nAlfa,03/04/2025,05/06/2026,100\n"))
    assert {question.code for question in page.reader.plan.questions} == {"day_order", "end_is"}
    assert not page.go.isEnabled()
    assert page.preview._stack.currentIndex() == 0
    assert page.bar.parts["day_order"].wrong.isVisible()
    assert "“start date”" in page.said.text()
    choose(qtbot, page, page.bar.order, "day")
    assert {question.code for question in page.reader.plan.questions} == {"end_is"}
    choose(qtbot, page, page.bar.end, "last")
    assert not page.reader.plan.questions
    assert not page.bar.parts["day_order"].wrong.isVisible()
    do(qtbot, page)
    line = page.context.book.read(contracts_listing.lines, page.context.today())[0]
    assert (line.contract.start, line.contract.end_exclusive) == (date(2025, 4, 3), date(2026, 6, 6))


def test_settings_found_can_be_changed(qtbot, page, tmp_path):
    path = file_of(tmp_path, "name;city\nAlfa;São Paulo\n", "accounts.csv", "cp1252")
    read(qtbot, page, path)
    assert page.bar.encoding.value() == "cp1252"
    assert "not UTF-8" in page.said.text()
    choose(qtbot, page, page.bar.encoding, "mac-roman")
    assert page.reader.plan.laid.encoding == "mac-roman"
    choose(qtbot, page, page.bar.separator, ",")
    assert page.reader.plan.header == ("name;city",)
    choose(qtbot, page, page.bar.separator, ";")
    assert page.reader.plan.header == ("name", "city")


def test_a_setting_that_cannot_be_is_refused_and_the_plan_stays(qtbot, page, tmp_path):
    path = file_of(tmp_path, "name,city\nÖljy,Turku\n", "accounts.csv", "cp1252")
    read(qtbot, page, path)
    plan = page.reader.plan
    with qtbot.waitSignal(page.noted) as noted:
        choose(qtbot, page, page.bar.encoding, "utf-8")
    assert "utf-8" in noted.args[0]
    assert page.reader.plan is plan
    assert page.bar.encoding.value() == "cp1252"


def test_columns_are_matched_by_hand_and_never_twice(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "foo,bar\nAlfa,Beta\n", "accounts.csv"))
    assert [question.code for question in page.reader.plan.questions] == ["columns"]
    part = page.strip._parts["foo"].picker
    choose(qtbot, page, part, "name")
    assert page.preview.grid.rows.records[0].fate == "new"
    choose(qtbot, page, page.strip._parts["bar"].picker, "name")
    assert {c.header: c.field for c in page.reader.plan.columns} == {"foo": "", "bar": "name"}
    do(qtbot, page)
    assert names(page.context.book) == ["Beta"]


def test_any_word_may_head_a_column(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "self,header,None\nAlfa,a,b\n", "accounts.csv"))
    choose(qtbot, page, page.strip._parts["self"].picker, "name")
    assert page.preview.grid.rows.records[0].fate == "new"


def test_matching_is_remembered_for_the_next_such_file_unless_unticked(qtbot, page, tmp_path):
    path = file_of(tmp_path, "foo,city\nAlfa,Turku\n", "accounts.csv")
    read(qtbot, page, path)
    choose(qtbot, page, page.strip._parts["foo"].picker, "name")
    do(qtbot, page)
    read(qtbot, page, path)
    assert page.reader.plan.columns[0].field == "name"
    other = file_of(tmp_path, "baz,city\nBeta,Turku\n", "accounts.csv")
    read(qtbot, page, other)
    choose(qtbot, page, page.strip._parts["baz"].picker, "name")
    page.bar.remember.setChecked(False)
    do(qtbot, page)
    read(qtbot, page, other)
    assert page.reader.plan.columns[0].field == ""


def test_chips_count_and_filter(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, TRACKER))
    assert page.preview.chips["refused"].text().endswith("1")
    qtbot.mouseClick(page.preview.chips["refused"], Qt.MouseButton.LeftButton)
    assert page.preview.grid.rows.rowCount() == 1
    assert page.status()[1] == "1 of 4"
    page.preview.choose("")
    assert page.preview.grid.rows.rowCount() == 4


def test_missing_accounts_are_listed_and_made_when_asked(qtbot, page, tmp_path):
    path = file_of(
        tmp_path, "account,number,amount,currency,issued\nAlfa,F-1,100,EUR,2026-01-31\n", "invoices.csv"
    )
    read(qtbot, page, path)
    assert page.reader.present.outcome.counts["refused"] == 1
    assert "Alfa" in page.said.text()
    assert page.creating.isVisible()
    qtbot.mouseClick(page.creating, Qt.MouseButton.LeftButton)
    quiet(qtbot, page.context.jobs)
    assert page.reader.present.outcome.counts["new"] == 1
    do(qtbot, page)
    assert names(page.context.book) == ["Alfa"]


def test_other_columns_become_own_fields_when_asked(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "name,zodiac\nAlfa,leo\n", "accounts.csv"))
    assert page.reader.plan.ignored == ("zodiac",)
    page.bar.more.click()
    assert page.bar.keep.isVisible()
    page.bar.keep.click()
    quiet(qtbot, page.context.jobs)
    assert page.reader.plan.columns[1].field == "x:zodiac"
    assert page.strip._parts["zodiac"].picker.currentText() == "Own field “zodiac”"


def test_refused_rows_are_saved_mended_and_given_back(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, TRACKER))
    do(qtbot, page)
    page.write_rejects(tmp_path / "refused.csv")
    quiet(qtbot, page.context.jobs)
    text = (tmp_path / "refused.csv").read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0][-1] == "csdesk: reason"
    assert len(rows) == 2
    assert "31/11/2025" in rows[1][-1]
    mended = file_of(
        tmp_path, text.replace("31/11/2025;", "30/11/2025;").replace("31/11/2025", "30/11/2025"), "m.csv"
    )
    read(qtbot, page, mended)
    if page.reader.plan.questions:
        choose(qtbot, page, page.bar.order, "day")
    assert page.reader.present.outcome.counts == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}


def test_a_mapping_is_saved_and_used_for_another_file(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "foo,city\nAlfa,Turku\n", "accounts.csv"))
    choose(qtbot, page, page.strip._parts["foo"].picker, "name")
    do(qtbot, page)
    page.write_mapping(tmp_path / "own.toml")
    quiet(qtbot, page.context.jobs)
    page.start_over()
    page.use_mapping(tmp_path / "own.toml")
    quiet(qtbot, page.context.jobs)
    read(qtbot, page, file_of(tmp_path, "foo,town\nBeta,Oulu\n", "zzz.csv"))
    assert page.reader.plan.kind == "accounts"
    assert page.reader.plan.columns[0].field == "name"


def test_cancel_leaves_the_book_as_it_was(qtbot, page, tmp_path, monkeypatch):
    read(qtbot, page, file_of(tmp_path, TRACKER))

    def cancelled(self, _done, _total):
        self.cancel()
        self.check()

    monkeypatch.setattr(Progress, "__call__", cancelled)
    do(qtbot, page)
    assert names(page.context.book) == []
    assert page.context.book.undoable() is None
    assert page.go.isEnabled()
    assert page._stack.currentIndex() == 1


def test_a_file_that_is_none_says_so_and_asks_again(qtbot, page, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with qtbot.waitSignal(page.noted):
        read(qtbot, page, path)
    assert page._stack.currentIndex() == 0
    with qtbot.waitSignal(page.noted) as noted:
        read(qtbot, page, tmp_path / "gone.csv")
    assert "gone.csv" in noted.args[0]


def test_another_kind_is_read_anew(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, "month,currency,rate\n2026-01,USD,0.9\n", "table.csv"))
    assert page.bar.kind.value() == "rates"
    choose(qtbot, page, page.bar.kind, "products")
    assert page.reader.plan.kind == "products"
    choose(qtbot, page, page.bar.kind, "rates")
    do(qtbot, page)
    assert [rate.rate for rate in page.context.book.read(rates.listing)] == [0.9]
    with qtbot.waitSignal(page.opened) as left:
        page.result.see.click()
    assert left.args == ["settings", "rates"]


@pytest.mark.parametrize(
    ("name", "header", "kind"),
    [
        ("export.csv", ("Name", "Email", "Title", "Account"), "contacts"),
        ("subs.csv", ("Subscription ID", "Account ID", "Start date", "MRR", "Interval"), "contracts"),
        ("NPS.csv", ("Account", "Score", "Date"), "surveys"),
        ("carteira.csv", ("Cliente", "MRR", "Data de início", "Saúde"), "tracker"),
        ("x.csv", ("Account Name", "Industry", "Billing Country", "Account Owner"), "accounts"),
        ("empty.csv", ("a", "b"), "accounts"),
    ],
)
def test_the_kind_is_found_by_columns_and_name(name, header, kind):
    assert reading.kind_of(name, header) == kind


def test_a_file_dropped_on_the_window_opens_here(qtbot, empty_context, shell_on, tmp_path):
    shell = shell_on(empty_context)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file_of(tmp_path, TRACKER)))])
    event = QDropEvent(
        QPointF(QPoint(300, 300)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    shell.dropEvent(event)
    quiet(qtbot, empty_context.jobs)
    assert isinstance(shell.current, ImportPage)
    assert shell.current.reader.plan.file == "carteira.csv"


def test_names_stay_as_written(qtbot, page, tmp_path):
    read(qtbot, page, file_of(tmp_path, TRACKER.replace("obs2", "<i>obs</i>")))
    assert "<i>obs</i>" in page.strip._parts
    rows = page.preview.grid.rows
    texts = [rows.index(row, 2).data() for row in range(rows.rowCount())]
    assert "<b>Peñalver</b> & Seguros" in texts
    labels = [each for each in page.findChildren(type(page.said)) if each.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_small_pages_and_long_words_fit(qtbot, empty_context, tmp_path, monkeypatch):
    def longer(_context, text, *_rest):
        return text if "{" in text else text + "o" * round(len(text) * 0.4)

    monkeypatch.setattr(QCoreApplication, "translate", longer)
    page = opened(qtbot, empty_context, (972, 640))
    read(qtbot, page, file_of(tmp_path, TRACKER))
    page.bar.more.click()
    assert page.width() == 972
    for part in (page.go, page.bar.more, *page.bar.parts.values()):
        if part.isVisible():
            assert part.mapTo(page, part.rect().topRight()).x() <= 972


def test_the_choosing_is_reached_by_keyboard(page):
    page.take_focus()
    assert page.choose_button.hasFocus()
    assert page.kind.accessibleName()
