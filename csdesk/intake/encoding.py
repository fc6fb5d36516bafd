"""Bytes → text by a ladder that is never wrong in silence: BOM, UTF-16, strict UTF-8, Windows-1252."""

import codecs
from dataclasses import dataclass

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model.draft import Note

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_HOLES = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # not in Windows-1252: read as Latin-1 does, as browsers do
_CP1252 = "".join(bytes((n,)).decode("latin-1" if n in _HOLES else "cp1252") for n in range(256))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, how it was read, and a warning where that was a guess."""

    text: str
    encoding: str
    warning: Note | None = None


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Return the text of ``data``; a named ``encoding`` is taken unless the file contradicts it."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], name.removesuffix("-sig")), name)
    if encoding:
        return Decoded(_strict(data, _known(encoding)), _known(encoding))
    if name := _utf_16_without_mark(data):
        return Decoded(_strict(data, name), name)
    try:
        return Decoded(_whole(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        warning = Note(
            mark("The file is not UTF-8; it was read as Windows-1252. Check letters with accents.")
        )
        return Decoded(_whole(_cp1252(data)), "cp1252", warning)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise Refused(mark("There is no encoding “{name}”."), name=encoding) from None


def _strict(data: bytes, encoding: str) -> str:
    if encoding == "cp1252":
        return _whole(_cp1252(data))
    try:
        return _whole(data.decode(encoding))
    except UnicodeError as error:
        raise Refused(mark("The file cannot be read as {encoding}."), encoding=encoding) from error
    except (LookupError, TypeError, AttributeError) as error:  # "hex" and its like are no text encodings
        raise Refused(mark("“{name}” is no encoding of text."), name=encoding) from error


def _whole(text: object) -> str:
    if not isinstance(text, str) or "\0" in text:
        raise Refused(mark("The file holds no text: it is of another kind than its name says."))
    return text


def _cp1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _CP1252)[0]


def _utf_16_without_mark(data: bytes) -> str:
    """Tell UTF-16 by its zero bytes, which every other text encoding lacks."""
    head = data[:4096]
    if len(data) % 2 or len(head) < 4 or b"\0" not in head:
        return ""
    pairs = len(head) // 2
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > pairs * 0.4 and high < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if high > pairs * 0.4 and low < pairs * 0.05 else ""
