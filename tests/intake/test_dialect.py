"""Separators are found by parsed rows, not by counting signs; every kind of line end is one."""

import pytest

from csdesk.errors import Refused
from csdesk.intake.dialect import split

SIGNS = [",", ";", "\t", "|"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_with_every_line_end(sign, end):
    text = end.join(
        sign.join(row) for row in (["id", "name", "mrr"], ["A-1", "Öljy", "10"], ["A-2", "B", "2"])
    )
    found = split(text)
    assert found.separator == sign
    assert found.cells == [["id", "name", "mrr"], ["A-1", "Öljy", "10"], ["A-2", "B", "2"]]
    assert found.lines == [1, 2, 3]


def test_decimal_commas_do_not_part_cells():
    found = split("Name;MRR\n" + "".join(f"C{n};1.234,5{n}\n" for n in range(9)))
    assert found.separator == ";"
    assert {len(row) for row in found.cells} == {2}


def test_commas_in_every_text_do_not_win_over_the_true_separator():
    found = split("a;b;c\n" + "x;y, z;1\n" * 60)
    assert (found.separator, found.cells[1]) == (";", ["x", "y, z", "1"])


def test_an_odd_first_row_does_not_mislead():
    found = split("Report, made on Monday, by Ana, for all\n" + "id;name\n" + "1;A\n" * 20)
    assert found.separator == ";"


def test_a_line_that_names_the_separator_decides_and_counts_as_a_line():
    found = split("sep=|\r\na|b,c\r\n1|2,3\r\n")
    assert (found.separator, found.cells, found.lines) == ("|", [["a", "b,c"], ["1", "2,3"]], [2, 3])
    assert split('"sep=;"\na;b\n').cells == [["a", "b"]]


@pytest.mark.parametrize(
    ("named", "sign"), [("tab", "\t"), ("\\t", "\t"), ("semicolon", ";"), ("|", "|"), ("~", "~")]
)
def test_a_named_separator_is_taken(named, sign):
    assert split(f"a{sign}b\n", named).cells == [["a", "b"]]


@pytest.mark.parametrize("named", ["two", '"', "\n"])
def test_a_separator_is_one_sign(named):
    with pytest.raises(Refused):
        split("a,b\n", named)


def test_line_ends_inside_quotes_belong_to_the_cell_and_lines_are_counted_as_in_an_editor():
    found = split('id,notes\n1,"one\ntwo\r\nthree"\n\n2,"a ""b"" c"\n')
    assert found.cells == [["id", "notes"], ["1", "one\ntwo\r\nthree"], [], ["2", 'a "b" c']]
    assert found.lines == [1, 2, 5, 6]


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line():
    with pytest.raises(Refused, match="line 3"):
        split('id,notes\n1,a\n2,"never closed\n3,b\n4,c\n')


def test_text_behind_a_closing_quote_is_kept_as_spreadsheets_do():
    assert split('a,b\n"x"y,"z\nz"\n').cells[1] == ["xy", "z\nz"]


def test_one_column_is_a_table_too():
    assert split("name\nA\nB\n").cells == [["name"], ["A"], ["B"]]


def test_a_million_columns_are_refused():
    with pytest.raises(Refused, match="columns"):
        split("a," * 1_000_000)


def test_a_cell_without_end_is_refused():
    with pytest.raises(Refused):
        split('a,b\n1,"' + "x" * 2_000_000 + '"\n')
