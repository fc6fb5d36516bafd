"""Mappings: written, read back, and refused with a reason where they are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.errors import Refused
from csdesk.intake import mapping


def test_a_mapping_comes_back():
    settings = {
        "kind": "contracts",
        "end_is": "after",
        "day_first": False,
        "decimal": ",",
        "header_row": 3,
        "match": "",
    }
    fields = {'Odd "head"\n': "name", "Größe": ""}
    read, columns = mapping.read(mapping.write(settings, fields))
    assert read == {
        "kind": "contracts",
        "end_is": "after",
        "day_first": False,
        "decimal": ",",
        "header_row": 3,
    }
    assert columns == fields


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_any_header_can_stand_in_a_mapping(fields):
    assert mapping.read(mapping.write({}, fields))[1] == fields


@pytest.mark.parametrize(
    "text",
    [
        "no toml",
        "[file]\ncolour = 1",
        "[fiel]\n",
        "file = 1",
        "[file]\nheader_row = true",
        "[file]\nmatch = 3",
        "[columns]\na = 1",
    ],
)
def test_what_is_wrong_is_refused(text):
    with pytest.raises(Refused):
        mapping.read(text)


def test_a_sheet_may_be_a_number():
    assert mapping.read("[file]\nsheet = 2")[0] == {"sheet": "2"}
