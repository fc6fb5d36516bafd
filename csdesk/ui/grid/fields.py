"""Columns made from fields: of the model, and of the user's own. Rows answer ``get(name)``."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from csdesk.model import OwnField, OwnKind
from csdesk.model.choice import Choice
from csdesk.ui import formats
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.inputs import Input
from csdesk.ui.translate import tr


class Gives(Protocol):
    """A row that gives its fields by the model's names, the user's own as ``x:NAME``."""

    def get(self, name: str) -> Any:
        """Return the field's value."""


def field_column(
    name: str,
    title: str,
    kind: type,
    width: int,
    *,
    narrow: int = 0,
    hidden: bool = False,
    faded: bool = False,
    chips: bool = False,
    choices: Sequence[str] = (),
) -> GridColumn:
    """Return a column that shows a field of the model and lets it be typed."""

    def value(line: Gives) -> Any:
        found = line.get(name)
        if isinstance(found, Choice):
            return tr(found.label)
        if isinstance(found, tuple):
            return ", ".join(found) or None
        return found

    def text(line: Gives) -> str:
        found = line.get(name)
        return "" if found is None else formats.shown(found)

    return GridColumn(
        name,
        title,
        value,
        "number" if kind is date else "text",
        width,
        narrow,
        cell=(lambda line: Toned(text(line), "faded") if text(line) else None) if faded else None,
        text=text,
        edit=Input(name, kind, choices=choices, start=lambda line: line.get(name)),
        hidden=hidden,
        chips=chips or issubclass(kind, Choice),
    )


def own_column(field: OwnField, currency: str) -> GridColumn:
    """Return a column for a field of the user's own, hidden until it is chosen."""
    key = f"x:{field.name}"

    def value(line: Gives) -> Any:
        found = line.get(key)
        return date.fromisoformat(found) if found and field.kind is OwnKind.DATE else found

    def text(line: Gives) -> str:
        found = value(line)
        if found is None:
            return ""
        if field.kind is OwnKind.MONEY:
            return formats.money(found, currency)
        if field.kind is OwnKind.PERCENT:
            return formats.trimmed(found) + formats.NBSP + "%"
        return formats.shown(found)

    right = field.kind in (OwnKind.NUMBER, OwnKind.MONEY, OwnKind.PERCENT, OwnKind.DATE)
    kinds: dict[OwnKind, type] = {OwnKind.NUMBER: float, OwnKind.PERCENT: float, OwnKind.DATE: date,
                                  OwnKind.YES_NO: bool}  # fmt: skip
    typed = Input(key, kinds.get(field.kind, str), start=value)
    return GridColumn(
        key,
        field.name,
        value,
        "number" if right else "text",
        110,
        text=text,
        edit=None if field.kind in (OwnKind.MONEY, OwnKind.LONG_TEXT) else typed,
        hidden=True,
        chips=field.kind is OwnKind.CHOICE,
    )
