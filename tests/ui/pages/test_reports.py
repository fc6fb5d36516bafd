"""Reports: what is previewed is what is saved, for every paper and format, and it follows choice and book."""

import csv
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, Qt

from csdesk.book import accounts, desk, figures
from csdesk.charts.formats import Formats
from csdesk.reports.shelf import BY_KEY, PAPERS, file_name, quarters
from csdesk.reports.telling import Frame
from csdesk.ui.pages.reports.page import ReportsPage
from csdesk.ui.pages.reports.papers import Wanted, names
from csdesk.ui.pages.reports.parts import quarter_words
from tests.ui.conftest import quiet

HOSTILE = "<b>Ää</b> & “Öljy” Oy / ..\\x"


@pytest.fixture
def page(qtbot, context):
    return opened(qtbot, context)


def opened(qtbot, context, size=(1112, 745)):
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    quiet(qtbot, context.jobs)
    return page


def choose(qtbot, page, key):
    page.choose(key)
    quiet(qtbot, page.context.jobs)


def put(qtbot, page, name, value):
    page.form.put(name, value)
    page.form.edited.emit(name)
    qtbot.waitUntil(lambda: not page._soon.isActive())
    quiet(qtbot, page.context.jobs)


def told(document):
    """All words of a document."""
    return repr(document.parts)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.key)
def test_each_paper_is_shown_page_by_page(qtbot, page, paper):
    choose(qtbot, page, paper.key)
    assert page._document is not None
    assert page.preview.sheets.count() == len(page._leaves) > 0
    assert page.preview.sheets.painted >= 1
    assert page.status()[0] == f"page 1 of {len(page._leaves)}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.key)
def test_what_is_saved_is_what_is_shown(qtbot, page, paper, tmp_path):
    choose(qtbot, page, paper.key)
    for writer in page.writers():
        path = tmp_path / f"{paper.key}{writer.suffix}"
        page.save(path, writer)
        quiet(qtbot, page.context.jobs)
        if writer.suffix == ".pdf":
            pages = PdfReader(path).pages
            assert len(pages) == len(page._leaves)
            assert page._document.title in pages[0].extract_text()
        elif writer.suffix in (".csv", ".html"):
            assert path.read_bytes() == writer.render(page._document)
        else:
            assert zipfile.is_zipfile(path)
        assert str(path) in page.after.text()
    assert page.open_button.isVisible()


def test_the_numbers_are_the_books(qtbot, page, today):
    answer = page.context.book.read(figures.metrics, today, ids=["mrr"])
    frame = Frame(today, Formats("en-GB"))
    document = BY_KEY["portfolio"].build(page.context.book, frame, page.wanted)
    assert told(document) == told(page._document)
    assert any(
        fact.value.minor == answer.figures[0].number for fact in _facts(document) if fact.label == "MRR"
    )


def _facts(document):
    return [fact for part in document.parts if hasattr(part, "facts") for fact in part.facts]


def test_pages_are_painted_when_they_come_into_sight(qtbot, page):
    choose(qtbot, page, "revenue")
    sheets = page.preview.sheets
    first = sheets.painted
    assert first < sheets.count()
    page.preview.setFocus()
    qtbot.keyClick(page.preview, Qt.Key.Key_PageDown)
    quiet(qtbot, page.context.jobs)
    assert sheets.first_seen() == 2
    assert sheets.painted > first
    qtbot.keyClick(page.preview, Qt.Key.Key_PageUp)
    assert sheets.first_seen() == 1


def test_day_paper_and_account_are_chosen(qtbot, page):
    put(qtbot, page, "as_of", date(2026, 6, 30))
    assert page._document.as_of == date(2026, 6, 30)
    put(qtbot, page, "sheet", "Letter")
    assert page._leaves[0].wide == 612
    choose(qtbot, page, "account")
    number, name = page.context.book.read(names)[3]
    put(qtbot, page, "account", number)
    assert name in page._document.title
    assert page._document.as_of == date(2026, 6, 30)


def test_the_largest_account_is_offered_first(page, today):
    found = page.context.book.read(figures.account_grid, today)
    assert (
        page.wanted.account_id == max(zip(found.mrr_book, found.ids, strict=True), key=lambda p: p[0] or 0)[1]
    )


def test_a_wrong_day_is_said_beside_its_field(qtbot, page):
    entry = page.form.boxes["as_of"].entry
    entry.setText("yesteryear")
    page.form.edited.emit("as_of")
    qtbot.waitUntil(lambda: not page._soon.isActive())
    assert "yesteryear" in page.form.boxes["as_of"]._below.text()
    assert page._document.as_of == page.context.today()


def test_the_deck_asks_for_account_quarter_and_what_may_be_shown(qtbot, page, today):
    choose(qtbot, page, "review")
    assert set(page.form.fields) == {"account", "quarter", "commercial"}
    assert page._document.is_deck
    with_prices = told(page._document)
    put(qtbot, page, "commercial", False)
    assert told(page._document) != with_prices
    assert page.todo.text() == "\n".join(page._document.problems[:6])
    assert [writer.suffix for writer in page.writers()] == [".pptx", ".pdf", ".html"]


def test_quarters_begin_with_the_one_over_last():
    assert quarters(date(2026, 11, 21))[0] == date(2026, 7, 1)
    assert quarters(date(2026, 11, 21))[-1] == date(2026, 10, 1)
    assert quarters(date(2026, 9, 30))[0] == date(2026, 7, 1)
    assert quarter_words(date(2026, 7, 1)) == "Q3 2026"


def test_a_shown_report_follows_the_book(qtbot, page):
    page.context.book.write(desk.set_value, "name", "Carteira")
    quiet(qtbot, page.context.jobs)
    assert page._document.book == "Carteira"


def test_another_page_asks_for_a_report_of_an_account(qtbot, page):
    number, name = page.context.book.read(names)[5]
    page.receive(("account", number))
    quiet(qtbot, page.context.jobs)
    assert name in page._document.title
    page.receive("revenue")
    quiet(qtbot, page.context.jobs)
    assert page.paper.key == "revenue"


def test_an_empty_book_has_a_portfolio_but_no_account(qtbot, empty_context):
    page = opened(qtbot, empty_context)
    assert page._document is not None
    choose(qtbot, page, "account")
    assert page._document is None
    assert page._stack.currentIndex() == 1
    assert not page.save_button.isEnabled()
    assert not page.print_button.isEnabled()
    assert page.deeds() == {}


def test_names_are_never_markup_and_files_get_plain_names(qtbot, empty_context, today, tmp_path):
    empty_context.book.write(accounts.add, name=HOSTILE, today=today)
    page = opened(qtbot, empty_context)
    choose(qtbot, page, "account")
    assert HOSTILE in page.header.about.words()
    labels = [each for each in page.findChildren(type(page.after)) if each.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    name = file_name(page._document, ".pdf")
    assert not set(name) & set('<>:"/\\|?*')
    path = tmp_path / "a.csv"
    writer = next(writer for writer in page.writers() if writer.suffix == ".csv")
    page.save(path, writer)
    quiet(qtbot, empty_context.jobs)
    assert any(row for row in csv.reader(path.read_text("utf-8-sig").splitlines()))


def test_a_folder_that_cannot_be_written_is_said(qtbot, page, failures, tmp_path):
    page.save(tmp_path / "no" / "such" / "a.pdf", page.writers()[0])
    quiet(qtbot, page.context.jobs)
    assert "a.pdf" in str(failures.pop())
    assert page.after.text() == ""


def test_printing_paints_every_page(qtbot, page, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFullPage(True)
    page.print_on(printer)
    quiet(qtbot, page.context.jobs)
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == len(page._leaves)


def test_papers_are_chosen_by_keyboard(qtbot, page):
    page.take_focus()
    assert page.preview.hasFocus()
    first = page._group.checkedButton()
    first.setFocus()
    assert first.accessibleName() == "Portfolio"
    qtbot.keyClick(first, Qt.Key.Key_Down)
    quiet(qtbot, page.context.jobs)
    assert page.paper.key == "account"


def test_small_pages_and_long_words_fit(qtbot, context, monkeypatch):
    def longer(_context, text, *_rest):
        return text if "{" in text else text + "o" * round(len(text) * 0.4)

    monkeypatch.setattr(QCoreApplication, "translate", longer)
    page = opened(qtbot, context, (972, 640))
    choose(qtbot, page, "review")
    assert page.width() == 972
    assert page.save_button.mapTo(page, page.save_button.rect().topRight()).x() <= 972
    assert isinstance(page.wanted, Wanted)
