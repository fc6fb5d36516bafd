"""Columns made from fields: of the model, and of the user's own. Rows answer ``get(name)``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from csdesk.model import Field, OwnField, OwnKind
from csdesk.model.choice import Choice
from csdesk.ui import formats
from csdesk.ui.grid.cells import Name, Toned
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


def field_of(
    fields: Mapping[str, Field],
    completed: Sequence[str],
    words: Mapping[str, Sequence[str]],
    name: str,
    width: int,
    *,
    narrow: int = 0,
    hidden: bool = False,
    faded: bool = False,
) -> GridColumn:
    """Return the column of one of an entity's ``fields``; words known already complete what is typed."""
    return field_column(
        name,
        tr(fields[name].label),
        fields[name].kind,
        width,
        narrow=narrow,
        hidden=hidden,
        faded=faded,
        chips=name in completed,
        choices=words[name] if name in completed else (),
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
            return formats.whole_percent(found)
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


def name_column(title: str, width: int = 248, narrow: int = 204) -> GridColumn:
    """Return the first column: the record's name, its country faded beside it."""

    def cell(line: Any) -> Name:
        country = line.get("country") or ""
        return Name(line.name, country if len(country) == 2 else "")

    return GridColumn(
        "name",
        title,
        lambda line: line.name,
        "name",
        width,
        narrow,
        cell=cell,
        tip=lambda line: line.name,
        edit=Input("name", str, optional=False, start=lambda line: line.name),
        choosable=False,
    )


def contact_column(today: date, expected: Callable[[Any], bool], quiet: int) -> GridColumn:
    """Return when somebody last spoke with whom: late after ``quiet`` days where contact is ``expected``."""

    def cell(line: Any) -> Toned:
        last = line.get("last_contact")
        if last is None:
            return Toned(tr("never"), "watch" if expected(line) else "faded")
        late = expected(line) and (today - last).days > quiet
        return Toned(formats.ago(last, today), "watch" if late else "ink")

    def text(line: Any) -> str:
        return formats.day(line.get("last_contact")) if line.get("last_contact") else ""

    return GridColumn(
        "last_contact",
        tr("Last contact"),
        lambda line: line.get("last_contact"),
        "number",
        88,
        82,
        cell=cell,
        text=text,
        tip=text,
    )


def change_column(line_figure: Callable[[Any], Any]) -> GridColumn:
    """Return the spark line of twelve months, sorted by the change over them."""

    def text(line: Any) -> str:
        figure = line_figure(line)
        change = figure.change if figure else None
        return "" if change is None else formats.percent(change, signed=True)

    def value(line: Any) -> Any:
        figure = line_figure(line)
        return figure and figure.change

    def cell(line: Any) -> Any:
        figure = line_figure(line)
        return figure.months if figure else None

    return GridColumn(
        "change",
        tr("12 months"),
        value,
        "spark",
        92,
        72,
        cell=cell,
        text=text,
        tip=lambda line: tr("MRR over 12 months: {change}", change=text(line) or formats.MISSING),
    )


def due_cell(day: date | None, today: date, *, soon: int = 30, near: int = 90) -> Toned | None:
    """Return how far ahead a day lies: over is a risk, soon needs an eye, far is faded."""
    if day is None:
        return None
    days = (day - today).days
    role = "risk" if days < 0 else "watch" if days <= soon else "ink" if days < near else "faded"
    return Toned(formats.ahead(day, today), role)
