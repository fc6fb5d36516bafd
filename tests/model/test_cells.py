"""A value written into a cell comes back as it was, and no spreadsheet runs it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.intake.text import value_of
from csdesk.model.cells import CLEAR, clean, guard, is_null, money, number, pack, unpack, unrun
from csdesk.model.draft import CLEARED

RUNS = tuple("=+-@\t\r")


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+55 11 5555-0101", "-x", "\tx", "＝1+1", "'x", "N/A", " x", "-", CLEAR]
)
def test_what_would_run_or_change_is_guarded(text):
    assert guard(text) == f"'{text}"
    assert value_of(guard(text)) == text


@pytest.mark.parametrize("text", ["-5", "+3.5", "-1,5", "1e5", "Öljy Oy", "a=b", "", "x-1", "none"])
def test_numbers_and_plain_text_are_left_alone(text):
    assert guard(text) == text


def test_a_workbook_runs_no_text_so_only_what_changes_is_guarded():
    assert guard("=1+1", runs=False) == "=1+1"
    assert guard("n/d", runs=False) == "'n/d"


@given(st.text(min_size=1))
def test_every_text_comes_back_through_its_cell(text):
    safe = guard(text)
    assert value_of(safe) == text or (value_of(safe) is None and not text)
    assert (
        not safe.startswith(RUNS)
        or safe.lstrip("+-").replace(".", "").replace(",", "").replace("e", "").isalnum()
    )


@given(st.text())
def test_a_cell_that_came_from_a_file_means_the_same_made_safe(text):
    assert value_of(unrun(text)) == value_of(text)


@pytest.mark.parametrize("text", ["NULL", "n/a", "#N/A", "-", "n/d", "–", "", "#REF!"])
def test_words_for_nothing(text):
    assert is_null(text)
    assert value_of(f" {text}\u00a0") is None


def test_the_word_that_empties():
    assert value_of(" <CLEAR> ") is CLEARED
    assert value_of("'<clear>") == "<clear>"


def test_text_is_composed_trimmed_and_has_plain_line_ends():
    assert clean("\ufeff\u00a0Sa\u0303o\r\nPaulo\rx \u202f") == "São\nPaulo\nx"


PARTS = st.lists(st.text(), min_size=3, max_size=3).filter(any)


@given(st.lists(PARTS, max_size=4))
def test_packed_entries_come_back(entries):
    assert unpack(pack(entries), 3) == entries


def test_packed_entries_look_as_they_should():
    assert pack([["2025-01-01", "1200.00", "2"], ["2026-01-01", "1500.00", "2"]]) == (
        "2025-01-01 1200.00 2;2026-01-01 1500.00 2"
    )
    assert unpack("2025-01-01 1200.00; 2026-01-01 5", 4) == [["2025-01-01", "1200.00"], ["2026-01-01", "5"]]
    assert pack([["ana", "", "José Maria"]]) == "ana - José Maria"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1.5, "1.5"),
        (1.234, "1.2340"),
        (-0.25, "-0.25"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
    ],
)
def test_numbers_have_no_separator_that_could_be_of_thousands(value, text):
    assert number(value) == text
    assert float(text) == value


@pytest.mark.parametrize(
    ("units", "places", "text"), [(123450, 2, "1234.50"), (-5, 2, "-0.05"), (7, 0, "7"), (1500, 3, "1.5000")]
)
def test_money(units, places, text):
    assert money(units, places) == text
