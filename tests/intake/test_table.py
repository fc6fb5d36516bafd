"""Where the header stands, what is no record, and rows of the wrong width."""

import pytest

from csdesk.errors import Refused
from csdesk.intake.columns import known_names
from csdesk.intake.dialect import split
from csdesk.intake.table import lay_out
from csdesk.intake.words import plain

KNOWN = known_names("tracker")


def rate(cells):
    return sum(plain(cell) in KNOWN for cell in cells if cell)


def table(text, header_row=0):
    return lay_out(split(text), rate, header_row)


def test_a_header_below_titles_is_found():
    found = table("Accounts of the team\n2026-11-01\n\nid,name,mrr\nA-1,B,5\n")
    assert (found.header, found.header_line, found.rows) == (("id", "name", "mrr"), 4, [["A-1", "B", "5"]])


def test_a_header_of_unknown_words_is_the_first_full_row():
    assert table("made up\nfoo,bar,baz\n1,2,3\n1,2,3\n").header == ("foo", "bar", "baz")


def test_a_header_row_can_be_named_by_its_line():
    assert table("id,name\nfoo,bar\n1,2\n", 2).header == ("foo", "bar")
    with pytest.raises(Refused, match="Line 9"):
        table("id,name\n1,2\n", 9)
    with pytest.raises(Refused, match="Line 2"):
        table("id,name\n\n1,2\n", 2)


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="empty"):
        table("\n  \n")


def test_double_and_empty_headers_are_numbered():
    assert table("name,,name,name\nA,x,B,C\n").header == ("name", "Column 2", "name (2)", "name (3)")


def test_empty_columns_at_the_end_are_no_columns():
    found = table("id,name,,\n1,A,,\n")
    assert (found.header, found.rows, found.ragged) == (("id", "name"), [["1", "A"]], {})


def test_footers_behind_a_blank_line_are_left_out_and_told():
    found = table('"id","name","mrr"\n"1","A","2"\n\n\n"Copyright (c) 2025"\n\n"Made by: Jane"\n')
    assert [row[0] for row in found.rows] == ["1"]
    assert found.dropped == ((5, "Copyright (c) 2025"), (7, "Made by: Jane"))


def test_records_behind_a_blank_line_stay():
    found = table("id,name,mrr\n1,A,2\n\n2,B,3\n")
    assert [row[0] for row in found.rows] == ["1", "2"]
    assert found.dropped == ()


@pytest.mark.parametrize("word", ["Total", "Grand Total:", "Yhteensä", "Suma"])
def test_total_rows_are_left_out(word):
    found = table(f"name,seats,mrr\nA,1,10\nB,2,20\n{word},,R$ 30\n")
    assert len(found.rows) == 2
    assert found.dropped[0][0] == 4


def test_a_customer_called_total_stays():
    assert len(table("id,name,mrr\n1,A,10\n2,Total,20\n").rows) == 2
    assert len(table("name,country,mrr\nTotal,FR,20\nA,BR,1\n").rows) == 2


def test_ragged_rows_are_told_with_what_is_wrong():
    found = table("id,name,mrr\n1,A\n2,B,3,extra\n3,C,4,,\n4,D,5\n")
    assert found.lines == [2, 3, 4, 5]
    assert sorted(found.ragged) == [0, 1]
    assert "2 cells" in str(found.ragged[0])
    assert "3" in str(found.ragged[0])


def test_a_footer_without_a_blank_line_is_a_ragged_row_and_not_lost_in_silence():
    found = table("id,name,mrr\n1,A,2\nConfidential\n")
    assert found.dropped == ()
    assert list(found.ragged) == [1]
