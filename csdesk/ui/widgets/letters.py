"""Words laid out once and drawn many times: shaping costs more than drawing, and a grid repeats its words."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QGlyphRun, QTextLayout

from csdesk.ui.theme import font

Face = tuple[int, bool]  # size in px, strong


class Laid(NamedTuple):
    """Glyphs of one line, ready to draw from its top left corner, and its measures."""

    runs: tuple[QGlyphRun, ...]
    width: float
    height: float


@lru_cache(maxsize=6000)
def laid(text: str, face: Face) -> Laid:
    """Return ``text`` laid out in one line."""
    layout = QTextLayout(text.replace("\n", " ") if "\n" in text else text, _font(face))
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    if not line.isValid():
        return Laid((), 0.0, 0.0)
    return Laid(tuple(layout.glyphRuns()), line.naturalTextWidth(), line.height())


def fitted(text: str, face: Face, room: int) -> Laid:
    """Return ``text`` laid out, cut with “…” where ``room`` is too narrow for it."""
    found = laid(text, face)
    return found if found.width <= room else laid(_cut(text, face, room), face)


@lru_cache(maxsize=2000)
def _cut(text: str, face: Face, room: int) -> str:
    return QFontMetrics(_font(face)).elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=16)
def _font(face: Face) -> QFont:
    return font(face[0], strong=face[1])
