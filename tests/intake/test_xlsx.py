"""Workbooks: measured before they are opened, their cells taken for what they are."""

import io
import time
import tracemalloc
import zipfile
from datetime import date, datetime, timedelta

import pytest
import xlsxwriter
from intake_files import plan_of

from csdesk.errors import Refused
from csdesk.intake import xlsx


def workbook(*rows, sheets=("Sheet1",), fill=None):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name in sheets:
            page = book.add_worksheet(name)
            if fill and name != fill:
                continue
            for line, row in enumerate(rows):
                for at, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        page.write_datetime(line, at, cell, moment)
                    elif isinstance(cell, date):
                        page.write_datetime(line, at, cell, day)
                    elif cell is not None:
                        page.write(line, at, cell)
    return out.getvalue()


def rows_of(data, wanted=""):
    return xlsx.sheets(data, wanted, lambda rows: len(rows))[0].cells


def test_cells_are_what_they_are():
    moment = datetime(2024, 3, 5, 9, 30)  # noqa: DTZ001  a sheet knows no zones
    cells = ["text", 1.5, True, date(2024, 3, 5), moment]
    assert rows_of(workbook(cells, ["x"])) == [cells, ["x", "", "", "", ""]]


def test_no_formula_is_evaluated_and_its_last_value_is_taken():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_formula(0, 0, '=HYPERLINK("http://x")', None, "shown")
        page.write_formula(0, 1, "=1+1", None, 7)
        page.write_string(0, 2, "=1+1")
        page.write_formula(0, 3, "=NA()", None, "#N/A")
    assert rows_of(out.getvalue()) == [["shown", 7.0, "=1+1", ""]]


def test_numbers_are_text_without_a_point_in_a_column_of_text():
    plan = plan_of(
        workbook(["id", "name"], [18273645501, 12.0], ["007", date(2024, 1, 2)]), "accounts", name="a.xlsx"
    )
    assert [d.values for d in plan.batch().drafts] == [
        {"external_id": "18273645501", "name": "12"},
        {"external_id": "007", "name": "2024-01-02"},
    ]


def test_ids_that_a_spreadsheet_rounded_are_refused():
    plan = plan_of(workbook(["id", "name"], [123456789012345678, "X"]), "accounts", name="a.xlsx")
    assert "lost digits" in str(plan.batch().drafts[0].refused)


def test_lines_are_those_of_the_sheet():
    plan = plan_of(workbook([], ["Title"], ["id", "name"], ["A", "X"]), "accounts", name="a.xlsx")
    assert (plan.laid.table.header_line, plan.laid.table.lines) == (3, [4])


def test_the_likeliest_sheet_is_read_and_others_can_be_named():
    data = workbook(["id", "name"], ["A", "X"], sheets=("One", "Two", "Three"), fill="Two")
    plan = plan_of(data, "accounts", name="a.xlsx")
    assert (plan.laid.sheet, plan.laid.sheets) == ("Two", ("One", "Two", "Three"))
    assert "Two" in str(plan.warnings[0])
    assert plan_of(data, "accounts", name="a.xlsx", sheet="2").count == 1
    assert plan_of(data, "accounts", name="a.xlsx", sheet="Two").warnings == ()
    with pytest.raises(Refused, match="empty"):
        plan_of(data, "accounts", name="a.xlsx", sheet="Three")
    with pytest.raises(Refused, match="One, Two, Three"):
        plan_of(data, "accounts", name="a.xlsx", sheet="Four")


def test_lengths_of_time_are_hours():
    assert xlsx._plain(timedelta(hours=1, minutes=30)) == 1.5
    assert xlsx._plain(None) == ""
    assert xlsx._plain(object).startswith("<class")


# what must not freeze or fill memory


def packed(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as box:
        for name, data in members:
            box.writestr(name, data)
    return out.getvalue()


def refused_quickly(data, most=50_000_000):
    tracemalloc.start()
    began = time.perf_counter()
    try:
        with pytest.raises(Refused) as refused:
            plan_of(data, "accounts", name="a.xlsx")
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert time.perf_counter() - began < 5  # a second on an idle machine
    assert peak < most
    return str(refused.value)


def test_a_bomb_is_refused_by_its_ratio():
    data = packed([("xl/worksheets/sheet1.xml", b"<c/>" * 5_000_000)])
    assert "far more" in refused_quickly(data)


def test_a_bomb_of_many_parts_is_refused_by_their_number():
    assert "parts" in refused_quickly(packed([(f"xl/{n}.xml", b"") for n in range(300)]))


def test_the_total_is_counted_while_reading(monkeypatch):
    monkeypatch.setattr(xlsx, "_TOTAL", 1_000)
    assert "far more" in refused_quickly(
        packed([(f"xl/{n}.xml", b"x" * 400) for n in range(4)], zipfile.ZIP_STORED)
    )


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_damaged_zip_is_refused(name):
    data = workbook(["id"], ["A"])
    with pytest.raises(Refused):
        plan_of(data[: len(data) // 2], "accounts", name=name)
    with pytest.raises(Refused):
        plan_of(packed([("hello.txt", b"hi")]), "accounts", name=name)


@pytest.mark.parametrize("corner", ["XFD1048576", "ZZ900000", "B1048576"])
def test_a_sheet_that_spans_more_than_it_fills_is_refused(corner):
    row = corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    sheet = (
        f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{row}"><c r="{corner}"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "spans" in refused_quickly(packed([("xl/worksheets/sheet1.xml", sheet)]))


def test_a_spreadsheet_document_that_repeats_a_value_endlessly_is_refused():
    cell = '<table:table-cell office:value-type="float" table:number-columns-repeated="1000000"/>'
    assert "spans" in refused_quickly(packed([("content.xml", cell)]))


def test_too_many_columns_are_refused():
    data = workbook([f"c{n}" for n in range(1_200)])
    with pytest.raises(Refused, match="columns"):
        rows_of(data)


def test_an_old_workbook_is_told_by_its_name_and_first_bytes():
    assert xlsx.is_workbook("a.xls", b"\xd0\xcf\x11\xe0....")
    assert not xlsx.is_workbook("a.doc", b"\xd0\xcf\x11\xe0....")
    assert xlsx.is_workbook("a.csv", b"PK\x03\x04")
    with pytest.raises(Refused, match="damaged"):
        plan_of(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "accounts", name="a.xls")


def test_100_000_rows_pass():
    data = workbook(["id", "name"], *([f"A-{n}", f"Name {n}"] for n in range(100_000)))
    assert plan_of(data, "accounts", name="a.xlsx").count == 100_000
