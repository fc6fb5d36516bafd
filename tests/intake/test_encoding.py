"""The ladder of encodings: what is certain first, and a guess never in silence."""

import codecs

import pytest

from csdesk.errors import Refused
from csdesk.intake.encoding import decode

TEXT = "id;name\nA-1;Ñandú & Łódź Öljy\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_certain_encodings_need_no_warning(data, encoding):
    found = decode(data)
    assert (found.text, found.encoding, found.warning) == (TEXT, encoding, None)


def test_what_is_not_utf_8_is_windows_1252_with_a_warning():
    found = decode("Año 1.234,50 € ’".encode("cp1252"))
    assert (found.text, found.encoding) == ("Año 1.234,50 € ’", "cp1252")
    assert "Windows-1252" in str(found.warning)


def test_the_holes_of_windows_1252_are_read_all_the_same():
    assert decode(b"a\x81\xe9").text == "a\x81é"


def test_a_named_encoding_is_taken_but_never_against_a_mark():
    assert decode("ä".encode("latin-1"), "latin-1").text == "ä"
    assert decode("ä".encode("cp1252"), "cp1252").text == "ä"
    assert decode(TEXT.encode("utf-8-sig"), "cp1252").text == TEXT


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot-13"])
def test_what_is_no_encoding_is_refused(encoding):
    with pytest.raises(Refused, match=encoding):
        decode(b"abc", encoding)


def test_text_that_is_not_in_the_named_encoding_is_refused():
    with pytest.raises(Refused, match="utf-8"):
        decode("ä".encode("latin-1"), "utf-8")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"ab\0cd\xff", bytes(range(256))])
def test_a_file_of_another_kind_is_refused(data):
    with pytest.raises(Refused, match="no text"):
        decode(data)


def test_short_and_empty_files():
    assert decode(b"").text == ""
    assert decode(b"a").text == "a"
