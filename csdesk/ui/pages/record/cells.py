"""Cells that several sections of a record share."""

from collections.abc import Callable
from typing import Any

from csdesk.ui import formats
from csdesk.ui.translate import tr


def label_of(name: str) -> Callable[[Any], str | None]:
    """Return what reads the words of a choice."""

    def label(one: Any) -> str | None:
        found = getattr(one, name)
        return None if found is None else tr(found.label)

    return label


def day_of(name: str) -> Callable[[Any], str]:
    """Return what writes a date."""
    return lambda one: formats.day(getattr(one, name))


def scored(score: float, scale: str | None) -> str:
    """Return an answer and the scale it was given on: “9 (0–10)”."""
    said = formats.trimmed(score)
    return f"{said} ({scale.replace('-', '–')})" if scale else said
