"""One cell → text: what a typed cell of a workbook says in words, and the guarding ``'``."""

from datetime import date, datetime
from decimal import Decimal

from csdesk.model.cells import CLEAR, clean, is_null
from csdesk.model.draft import CLEARED, Cleared


class Literal(str):
    """Text that stood behind a guarding ``'``: kept exactly, whatever its column makes of other words."""

    __slots__ = ()


def as_text(cell: object) -> str:
    """Return a cell as a person would type it: 12.0 is 12, dates are ISO."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def unguarded(text: str) -> str:
    """Take the guarding ``'`` off."""
    return text[1:] if text.startswith("'") else text


def value_of(cell: object) -> object:
    """Return what a cell says before its column has a type: None, CLEARED, text or a workbook's value.

    Text behind a guarding ``'`` stays exactly as it is, even blanks and words for nothing.
    """
    if not isinstance(cell, str):
        return cell
    if not cell:
        return None
    if cell[0] == "'":
        return Literal(cell[1:]) if len(cell) > 1 else None
    text = clean(cell)
    if text.startswith("'"):  # blanks before the guard
        return Literal(text[1:]) if len(text) > 1 else None
    if is_null(text):
        return None
    return CLEARED if text[0] == "<" and text.casefold() == CLEAR else text


def literal(value: object) -> str | Cleared | None:
    """Return the text of :func:`value_of` for a column of text."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, Cleared):
        return value
    return as_text(value) or None
