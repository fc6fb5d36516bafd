"""Every writer writes every document whole, steadily, and leaves hostile words harmless."""

import csv
import errno
import io
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from lxml import etree
from pptx import Presentation

sys.path.insert(0, str(Path(__file__).parent))
import report_examples as examples

from csdesk.errors import Trouble
from csdesk.reports.deckrules import slides_of, too_long
from csdesk.reports.document import Amount, Column, Heading, Kind, Table, Text, shown
from csdesk.reports.writers import CSV, HTML, PDF, PPTX, WRITERS, XLSX, Writer, writer_for
from csdesk.reports.writers.csv_text import guarded
from csdesk.reports.writers.pages import paginate
from csdesk.reports.writers.paper import Words

DOCUMENTS = {"report": examples.report(), "deck": examples.deck(), "hostile": examples.hostile()}


@pytest.fixture(scope="module")
def rendered():
    return {
        (name, writer.suffix): writer.render(document)
        for name, document in DOCUMENTS.items()
        for writer in WRITERS
    }


def words_of_pdf(data):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.suffix)
def test_every_writer_writes_every_document(rendered, name, writer, tmp_path):
    assert len(rendered[name, writer.suffix]) > 300
    target = tmp_path / f"{name}{writer.suffix}"
    writer.write(DOCUMENTS[name], target)
    assert target.stat().st_size > 300
    assert list(tmp_path.iterdir()) == [target]  # no .part left


@pytest.mark.parametrize("suffix", [".pptx", ".xlsx", ".csv", ".html"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_document_same_bytes(rendered, name, suffix):
    assert writer_for(suffix).render(DOCUMENTS[name]) == rendered[name, suffix]


def test_pdf_has_words_pages_and_repeated_heads(rendered):
    reader = pypdf.PdfReader(io.BytesIO(rendered["report", ".pdf"]))
    texts = [page.extract_text() for page in reader.pages]
    count = len(texts)
    assert count >= 3
    for place, text in enumerate(texts):
        assert f"Page {place + 1} of {count}" in text
        assert "Kestrel" in text
        assert "30 Sep 2026" in text.replace("\u00a0", " ")
    assert sum("Next renewal" in text.replace("\n", " ") for text in texts) >= 2
    everything = "\n".join(texts)
    for name in ("Hämeen Öljy Oy 1", "Компания Восток", "Ελληνική", "東京株式会社"):
        assert name in everything
    assert "Formulas: mrr, nrr, grr" in everything
    assert any("Inter" in str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page))


def _fonts(page):
    fonts = page["/Resources"].get("/Font", {})
    return [font.get_object() for font in fonts.values()]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_sizes(paper):
    from dataclasses import replace

    data = PDF.render(replace(examples.report(3), paper=paper))
    box = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    wanted = {"A4": (595, 842), "Letter": (612, 792)}[paper]
    assert (round(box.width), round(box.height)) == wanted


def test_words_on_paper_stay_on_paper_and_apart():
    for document in DOCUMENTS.values():
        for page in paginate(document):
            for op in page.ops:
                if isinstance(op, Words):
                    assert 0 <= op.x <= page.wide
                    assert 20 <= op.y <= page.high - 20


def test_preview_paints_the_same_pages():
    from csdesk.reports.writers.pdf import picture

    document = examples.report(10)
    pages = paginate(document)
    image = picture(document, pages[0], 0.5)
    assert (image.width(), image.height()) == (298, 421)
    assert len({image.pixel(x, 60) for x in range(image.width())}) > 1


def test_xlsx_keeps_numbers_days_and_money(rendered):
    book = openpyxl.load_workbook(io.BytesIO(rendered["report", ".xlsx"]))
    sheet = book["Accounts"]
    header = [cell.value for cell in sheet[1]]
    assert header == ["Account", "Status", "MRR", "Currency", "In 12 months", "Next renewal", "Tickets"]
    row = [cell.value for cell in sheet[3]]
    assert row[0] == "Ação Ltda 2"
    assert row[2] == 8241.0
    assert row[3] == "BRL"
    assert row[4] == pytest.approx(0.184)
    assert row[5].date() == examples.rows(2)[1][4]
    assert sheet.freeze_panes == "B2"
    assert sheet["F3"].number_format == "yyyy-mm-dd"
    assert len(book["Charts"]._charts) == 3
    facts = {row[0].value: row[1].value for row in book["Report"].iter_rows(min_row=5, max_row=9)}
    assert facts["MRR"] == 1016616.0
    assert facts["NRR, 12 months"] == 1.073


def test_csv_is_for_spreadsheets(rendered):
    data = rendered["report", ".csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert ["Account", "Status", "MRR", "MRR, currency", "In 12 months", "Next renewal", "Tickets"] in rows
    assert ["Ação Ltda 2", "leaving", "8241.00", "BRL", "0.184", "2027-02-02", "1"] in rows


def test_a_lone_table_is_a_plain_csv():
    from dataclasses import replace

    document = replace(examples.report(), parts=(Heading("x"), examples.table(2)))
    lines = CSV.render(document).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Account,Status")
    assert len(lines) == 3


# hostile words


def test_csv_guards_what_would_run_and_only_that():
    assert guarded("=1+1") == "'=1+1"
    assert guarded("@SUM(A1)") == "'@SUM(A1)"
    assert guarded("-2+3") == "'-2+3"
    assert guarded("-12.5") == "-12.5"
    assert guarded("+358 9 123") == "'+358 9 123"
    assert guarded("Öljy") == "Öljy"


def test_hostile_words_in_csv(rendered):
    rows = csv.reader(io.StringIO(rendered["hostile", ".csv"].decode("utf-8-sig"), newline=""))
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "@", "\t")), cell


def test_hostile_words_in_xlsx_are_text(rendered):
    data = rendered["hostile", ".xlsx"]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in parts.read(name)
                assert b"hyperlink" not in parts.read(name)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=1+1" in [cell.value for cell in cells if cell.data_type == "s"]
    assert all(cell.data_type != "f" for cell in cells)


def test_hostile_words_in_pptx_are_text(rendered):
    data = rendered["hostile", ".pptx"]
    deck = Presentation(io.BytesIO(data))
    said = "\n".join(
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    )
    assert "<b>x</b><img src='/etc/passwd'>" in said
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in content
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(content)) as sheet:
                    assert b"<f>" not in sheet.read("xl/worksheets/sheet1.xml")


def test_hostile_words_in_pdf_load_nothing(rendered):
    data = rendered["hostile", ".pdf"]
    assert b"/URI" not in data
    assert b"/Launch" not in data
    said = words_of_pdf(data)
    assert "<b>x</b>" in said
    assert "root:" not in said


def test_hostile_words_in_html_are_escaped(rendered):
    page = rendered["hostile", ".html"].decode()
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


# decks


@pytest.fixture(scope="module")
def deck(rendered):
    return Presentation(io.BytesIO(rendered["deck", ".pptx"]))


def test_slides_are_wide_and_nothing_hangs_over_the_edge(deck):
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + 20000
            assert shape.top + shape.height <= deck.slide_height + 20000, (
                shape.name,
                slide.shapes.title.text,
            )


def test_charts_are_native_and_hold_the_numbers(deck):
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 7
    columns = next(chart for chart in charts if chart.plots[0].series[0].name.startswith("7 tickets"))
    assert tuple(columns.plots[0].series[0].values) == examples.charts.TICKETS
    assert columns.part.chart_workbook.xlsx_part is not None


def test_a_gap_in_a_line_is_no_number(deck):
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    usage = next(chart for chart in charts if chart.plots[0].series[0].name == "Licensed")
    assert tuple(usage.plots[0].series[1].values)[:3] == (None, None, 281.0)


def test_every_chart_and_table_has_words_for_those_who_cannot_see(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_notes_are_there_and_prompts_are_not(deck):
    assert deck.slides[1].notes_slide.notes_text_frame.text == "Skip the appendix."
    for slide in deck.slides:
        for shape in slide.placeholders:
            if shape.has_text_frame:
                assert shape.text_frame.text, shape.name


def test_long_tables_go_on_without_a_lone_row(deck):
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert [t for t in titles if "Renewals go on" in t][:3] == [
        f"Renewals go on over several slides ({n} of 3)" for n in (1, 2, 3)
    ]
    names = []
    for slide in deck.slides:
        if "Renewals" in slide.shapes.title.text:
            grid = next(shape.table for shape in slide.shapes if shape.has_table)
            assert len(grid.rows) >= 3
            names += [row.cells[0].text for row in list(grid.rows)[1:]]
    assert names == [row[0] for row in examples.rows(70)]


def test_cut_cells_are_whole_in_the_appendix(deck):
    last = deck.slides[len(deck.slides) - 1]
    assert last.shapes.title.text == "Full texts"
    said = " ".join(shape.text_frame.text for shape in last.shapes if shape.has_text_frame)
    assert "A report that both sides have signed" in said


def test_core_properties_come_from_the_document(deck):
    core = deck.core_properties
    assert core.author == "Clara Nogueira"
    assert core.created.replace(tzinfo=None) == examples.MADE.replace(tzinfo=None)
    assert core.revision == 1


def test_steady_members(rendered):
    with zipfile.ZipFile(io.BytesIO(rendered["deck", ".pptx"])) as parts:
        assert parts.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "printerSettings" in name]


def test_per_cent_by_the_language_of_the_deck():
    from csdesk.charts.data import SHARE, Measure
    from csdesk.charts.formats import Formats
    from csdesk.reports.writers.pptx_charts import Charts, number_format

    assert Charts(Formats("en"))._form(SHARE) == "0.0%"
    assert Charts(Formats("fi"))._form(Measure(percent=True)) == '0"\u00a0"%'
    assert number_format(Measure(1000, 1)) == "#,##0.0,"


def test_too_long_headlines_are_noticed():
    assert not too_long("7 tickets fewer than last quarter")
    assert too_long("A headline that goes on and on " * 8)


def test_a_deck_on_paper_has_a_page_of_its_shape_for_every_slide(rendered, deck):
    reader = pypdf.PdfReader(io.BytesIO(rendered["deck", ".pdf"]))
    assert len(reader.pages) == len(deck.slides)
    for number, (page, slide) in enumerate(zip(reader.pages, deck.slides, strict=True), start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (960, 540)
        said = " ".join(page.extract_text().split())
        assert " ".join(slide.shapes.title.text.split()) in said
        if number > 1:
            assert said.split()[-1] == str(number) or f" {number} " in f" {said} "


def test_the_words_of_charts_on_paper_are_words(rendered):
    said = words_of_pdf(rendered["report", ".pdf"])
    assert "Expansion alone made up for every loss" in said
    assert "+5.6" in said or "Expansion" in said


def test_a_report_becomes_slides():
    slides = slides_of(examples.report())
    assert slides[0].headline == "Portfolio"
    assert any(slide.headline == "Expansion alone made up for every loss" for slide in slides)


def test_pdf_without_a_window_or_a_screen(tmp_path):
    code = (
        f"import sys; sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parents[2])!r}]\n"
        "import report_examples as made; from csdesk.reports.writers import PDF; from pathlib import Path\n"
        f"PDF.write(made.report(5), Path({str(tmp_path / 'out.pdf')!r}))"
    )
    clean = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_pdf_off_the_main_thread_while_charts_are_painted():
    from concurrent.futures import ThreadPoolExecutor

    from csdesk.charts.paint import paint, png
    from csdesk.charts.style import themed

    with ThreadPoolExecutor(3) as lanes:
        papers = [lanes.submit(PDF.render, examples.report(20)) for _ in range(2)]
        pictures = [
            lanes.submit(png, paint(data, themed("dark"), (300.0, 200.0))) for data in examples.charts.FULL
        ]
        assert all(paper.result().startswith(b"%PDF-") for paper in papers)
        assert all(picture.result().startswith(b"\x89PNG") for picture in pictures)


def test_a_portfolio_of_a_thousand_accounts_takes_less_than_two_seconds():
    document = examples.report(1000)
    PDF.render(examples.report(3))  # letters and libraries are loaded once a process
    begun = time.thread_time()  # other programs may be busy; the bench takes the wall clock
    data = PDF.render(document)
    assert time.thread_time() - begun < 2.0
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 20


# the disk


def test_a_refusing_disk_is_said_and_leaves_the_old_file(tmp_path):
    target = tmp_path / "report.csv"
    target.write_text("old")
    with pytest.raises(Trouble, match="There is no folder"):
        CSV.write(examples.report(1), tmp_path / "no" / "report.csv")
    (tmp_path / "report.csv.part").mkdir()
    with pytest.raises(Trouble):
        CSV.write(examples.report(1), target)
    assert target.read_text() == "old"


def test_a_bad_check_keeps_the_old_file(tmp_path):
    def never(data, document):
        raise Trouble("Not whole.")

    target = tmp_path / "deck.pptx"
    target.write_text("old")
    with pytest.raises(Trouble, match="Not whole"):
        Writer("x", ".pptx", PPTX.render, never).write(examples.report(1), target)
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]
    assert target.read_text() == "old"


def test_writers_are_found_by_suffix():
    assert writer_for(".PDF") is PDF
    assert writer_for(".doc") is None
    assert {writer.suffix for writer in WRITERS} == {".pdf", ".xlsx", ".csv", ".pptx", ".html"}
    assert all(writer.label for writer in (XLSX, HTML))


def test_cells_are_written_for_people():
    formats = examples.report().formats
    assert shown(Amount(123456, "EUR"), Column("x", Kind.MONEY), formats) == "€1,235"
    assert shown(Amount(123456, "EUR"), Column("x", Kind.MONEY, digits=2), formats) == "€1,234.56"
    assert shown(0.5, Column("x", Kind.PERCENT), formats) == "50%"
    assert shown(None, Column("x"), formats) == "–"


def test_markup_in_words_is_words_everywhere():
    from dataclasses import replace

    document = replace(
        examples.report(1), parts=(Text("<b>bold</b>"), Table("&amp;", (Column("<i>"),), (("<u>",),)))
    )
    assert "<b>bold</b>" in re.sub(r"\s+", " ", words_of_pdf(PDF.render(document)))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_file_that_cannot_be_written_is_explained_and_leaves_nothing(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    target = tmp_path / "out.csv"
    target.write_text("what was there")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Trouble) as caught:
        CSV.write(examples.report(2), target)
    said = {errno.ENOSPC: "disk is full", errno.EACCES: "has it open", errno.EIO: "Could not write out.csv"}
    assert said[number] in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert target.read_text() == "what was there"


def test_a_folder_is_no_file_and_must_be_there(tmp_path):
    with pytest.raises(Trouble, match="There is no folder"):
        CSV.write(examples.report(2), tmp_path / "no" / "out.csv")
    (tmp_path / "is.csv").mkdir()
    with pytest.raises(Trouble, match="is a folder"):
        CSV.write(examples.report(2), tmp_path / "is.csv")


def test_a_short_table_stays_on_one_page_and_long_names_take_two_lines():
    from dataclasses import replace

    document = examples.report(40)
    short = Table("Definitions", (Column("Figure"), Column("Words")), (("MRR", "sum"),) * 12)
    long = Table(
        "Names",
        (Column("Account"), *(Column("A number", Kind.NUMBER) for _ in range(9))),
        (("Sociedad Anónima de los Productores Unidos del Valle y de la Costa", *(123_456_789,) * 9),) * 3,
    )
    pages = paginate(replace(document, parts=(*document.parts, Heading("How"), short, long)))
    told = [[op.text for op in page.ops if isinstance(op, Words)] for page in pages]
    assert [page.count("MRR") for page in told if "Figure" in page][-1] >= 12
    everything = " ".join(word for page in told for word in page)
    assert "Unidos del Valle y de la Costa" in everything or "Costa" in everything


def test_numbers_behind_charts_are_for_sheets_only():
    from dataclasses import replace

    hidden = replace(examples.table(3), name="Behind the chart", sheets_only=True)
    document = replace(examples.report(3), parts=(Heading("x"), Text("y"), hidden))
    assert "Behind the chart" in openpyxl.load_workbook(io.BytesIO(XLSX.render(document))).sheetnames
    assert b"Behind the chart" not in HTML.render(document)
    assert not [slide for slide in slides_of(document) if slide.headline == "Behind the chart"]
    told = [op.text for page in paginate(document) for op in page.ops if isinstance(op, Words)]
    assert "Behind the chart" not in told
