"""How wide words are: advance widths of the shipped Inter, for what is laid out without Qt."""

import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from csdesk.paths import resource


@cache
def _widths(*, bold: bool) -> dict[str, float]:
    """Advance width of each letter in ems."""
    with TTFont(resource(f"fonts/Inter-{'Bold' if bold else 'Regular'}.ttf"), lazy=True) as font:
        unit, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): advances[name][0] / unit for code, name in font.getBestCmap().items()}


def clean(text: str) -> str:
    """Drop control characters other than tab and line break: XML forbids them, and no reader wants them."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter in "\t\n" or not _unwanted(letter))


def _unwanted(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in the unit of ``size``; letters Inter lacks count as their East Asian width."""
    known = _widths(bold=bold)
    try:
        return size * sum(map(known.__getitem__, text))
    except KeyError:
        return size * sum(known[letter] if letter in known else _foreign(letter) for letter in text)


def wrapped(text: str, size: float, room: float, *, most: int | None = None, bold: bool = False) -> list[str]:
    """Break ``text`` at blanks into lines no wider than ``room``; beyond ``most`` lines it ends in “…”."""
    lines: list[str] = []
    for paragraph in clean(text).replace("\t", " ").split("\n"):
        lines += _paragraph(paragraph, size, room, bold=bold)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), size, room, bold=bold)]
    return lines


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Shorten ``text`` to one line, at a word where one is near, with “…” for what is gone."""
    text = clean(text).replace("\t", " ").replace("\n", " ")
    if width(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest beginning that leaves room for the dots
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    kept = text[:low].rstrip()
    at_word = kept.rfind(" ")
    if at_word > len(kept) * 0.6 and low < len(text) and not text[low].isspace():
        kept = kept[:at_word].rstrip(" ,;:–-")
    return kept + "…"


def _paragraph(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    if width(text, size, bold=bold) <= room:
        return [text]
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, size, bold=bold) > room and len(word) > 1:  # one long word: broken where it must be
            fits = 1
            while fits + 1 < len(word) and width(word[: fits + 1], size, bold=bold) <= room:
                fits += 1
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line else lines


@cache
def _foreign(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Cc", "Mn"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6
