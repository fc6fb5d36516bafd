"""Lines that are no records: sums under other names, headers printed again, files that are no tables."""

import pytest
from intake_files import plan_of, refusals_of, values_of

from csdesk.errors import Refused

TOP = "id,name,mrr,start\nA1,Alpha,1,2024-01-15\nA2,Beta,2,2024-01-16\n"


@pytest.mark.parametrize(
    "footer",
    [
        "Grand Total (2 accounts),,3.00,\n",
        "\nGrand total (2),,3,\nCount,2,,\n",
        "\nAverage,,1.5,\nMax,,2,\n",
        "Suma total:,,3,\n",
        "\nKeskiarvo,,1.5,\nYhteensä,,3,\n",
    ],
)
def test_sums_and_counts_are_left_out_and_told(footer):
    plan = plan_of(TOP + footer)
    assert [draft.values["name"] for draft in plan.batch().drafts] == ["Alpha", "Beta"]
    assert sum("no record" in str(note) for note in plan.warnings) == len(footer.strip().splitlines())


def test_an_account_called_like_a_figure_stays_where_no_blank_line_parts_it():
    named = [each["name"] for each in values_of("name,mrr,start\nMax,1,2024-01-15\nCount,2,2024-01-16\n")]
    assert named == ["Max", "Count"]


def test_a_header_printed_again_is_no_record():
    plan = plan_of("id,name,mrr,start\nA1,Alpha,1,2024-01-15\nid,name,mrr,start\nA2,Beta,2,2024-01-16\n")
    assert plan.count == 2
    assert refusals_of("id,name,mrr,start\nA1,Alpha,1,2024-01-15\nid,name,mrr,start\n") == {}
    assert [str(note) for note in plan.warnings if "Line 3" in str(note)]


def test_a_header_without_rows_is_said():
    assert "no rows" in str(plan_of("id,name,mrr,start\n").warnings[0])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<html><table><tr><td>id</td></tr></table></html>", "web page"),
        ("\ufeff<!DOCTYPE html>\n<p>", "web page"),
        ('[{"id": 1}]', "JSON"),
        ('{\n "id": 1}', "JSON"),
        ("%PDF-1.4\nid,name\n", "PDF"),
        ('<?xml version="1.0"?><Workbook/>', "XML"),
    ],
)
def test_other_kinds_of_files_are_named(text, what):
    with pytest.raises(Refused, match=what):
        plan_of(text, name="accounts.xls")


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls"])
def test_a_workbook_behind_a_password_is_called_so(name):
    with pytest.raises(Refused, match="password"):
        plan_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, name=name)


def test_a_cell_without_end_is_told_with_its_line():
    with pytest.raises(Refused, match=r"line 3 .*quotation mark"):
        plan_of(f"{TOP.splitlines()[0]}\nA1,Alpha,1,2024-01-15\nA2,{'x' * 1_000_001},2,2024-01-15\n")
