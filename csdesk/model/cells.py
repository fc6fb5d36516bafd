"""How one value stands in one cell of an exported file, so that the import reads it back unchanged."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

CLEAR = "<clear>"  # the word in a file that empties a field; an empty cell never does
NULLS = frozenset(
    (
        *("", "null", "(null)", "<null>", "n/a", "#n/a", "-", "–", "—", "n/d", "#n/d"),
        *(
            "#null!",
            "#value!",
            "#ref!",
            "#div/0!",
            "#name?",
            "#num!",
        ),  # what a spreadsheet leaves of an error
    )
)
_RUNS = tuple("=+-@\t\r＝＋－＠")
_REAL = re.compile(r"[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d+)?")


def clean(text: str) -> str:
    """Return ``text`` as an import keeps it: composed letters, plain line ends, no blanks around it."""
    if text.isascii() and "\r" not in text:
        return text.strip()
    return (
        unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\ufeff").strip()
    )


def is_null(text: str) -> bool:
    """Tell a cleaned cell that holds no value."""
    return len(text) < 8 and (text in NULLS or text.casefold() in NULLS)


def guard(text: str, *, runs: bool = True) -> str:
    """Put ``'`` before text that an import would change or (``runs``) a spreadsheet would run."""
    if not text:
        return text
    changed = text[0] == "'" or clean(text) != text or is_null(text) or text.casefold() == CLEAR
    if changed or (runs and text.startswith(_RUNS) and not _REAL.fullmatch(text)):
        return f"'{text}"
    return text


def unrun(cell: str) -> str:
    """Return a cell of somebody's file so that no spreadsheet runs it and the import reads it as before."""
    if not cell.startswith(_RUNS) or is_null(text := clean(cell)) or _REAL.fullmatch(cell):
        return cell
    return f"'{text}"


def number(value: float) -> str:
    """Write a number so that no reader can take its point for a thousands sign: 1.5, 12, 1.2340."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(float(value))
    if "e" in text:
        text = format(Decimal(text), "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def money(units: int, places: int) -> str:
    """Write minor units as decimal money; three decimals get a fourth, which no thousands have."""
    if not places:
        return str(units)
    digits = f"{abs(units):0{places + 1}d}"
    text = f"{'-' if units < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return f"{text}0" if places == 3 else text


def pack(entries: Iterable[Sequence[str]]) -> str:
    """Write entries of several parts into one cell: entries parted by ``;``, parts by a space.

    Blanks inside a part (but for the last, which is text to the end) and signs with a meaning get a
    backslash; a part without value is ``-``.
    """
    return ";".join(
        " ".join(_escape(part, last=at == len(parts) - 1) for at, part in enumerate(parts))
        for parts in entries
    )


def unpack(cell: str, parts: int) -> list[list[str]]:
    """Read what :func:`pack` wrote; each entry has at most ``parts`` parts, missing ones are absent."""
    found: list[list[str]] = []
    entry: list[str] = []
    word, literal = "", False
    signs = iter(cell)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            word += "\n" if following == "n" else following
            literal = True
        elif sign == ";":
            found.append([*entry, "" if word == "-" and not literal else word])
            entry, word, literal = [], "", False
        elif sign == " " and len(entry) < parts - 1:
            if word or literal:
                entry.append("" if word == "-" and not literal else word)
            word, literal = "", False
        else:
            word += sign
    found.append([*entry, "" if word == "-" and not literal else word])
    return [entry for entry in found if any(entry)]


def _escape(part: str, *, last: bool) -> str:
    if part in ("", "-"):
        return "\\-" if part else "-"
    escaped = part.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n")
    if last and not part.startswith(" ") and not part.endswith(" "):
        return escaped
    return escaped.replace(" ", "\\ ")
