"""Fields the user can see: one line on the model feeds grids, forms, import and export."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from csdesk.model.choice import Choice

_KEY = "csdesk.field"


@dataclass(frozen=True, slots=True)
class Field:
    """One visible column of an entity: attribute name, English label, group of the form and kind.

    ``kind`` is ``str, int, float, bool, date, Money, Tags`` or a ``Choice``; ``long`` marks text of
    several lines; ``refers`` names the entity a key points at (``"account"``), else "".
    """

    name: str
    label: str
    group: str
    kind: type
    optional: bool
    long: bool
    refers: str

    @property
    def value(self) -> Callable[[object], Any]:
        return lambda entity: getattr(entity, self.name)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return what may be chosen; nothing for free values."""
        return tuple(self.kind) if issubclass(self.kind, Choice) else ()


def field(label: str, *, group: str = "Details", long: bool = False, **column: Any) -> orm.MappedColumn[Any]:
    """Declare a mapped column the user sees under ``label`` (extracted by lupdate)."""
    return orm.mapped_column(info={_KEY: (label, group, long)}, **column)


def key_field(
    label: str, target: str, *, group: str = "Details", on_delete: str = "CASCADE", **column: Any
) -> orm.MappedColumn[Any]:
    """Declare a visible key to another table, such as ``key_field("Account", "account")``."""
    return orm.mapped_column(
        sa.ForeignKey(f"{target}.id", ondelete=on_delete),
        index=True,
        info={_KEY: (label, group, False)},
        **column,
    )


@cache
def fields_of(entity: type) -> tuple[Field, ...]:
    """Return the visible fields of ``entity`` in the order they are written on the class."""
    mapper: orm.Mapper[Any] = sa.inspect(entity)
    found = []
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if shown := column.info.get(_KEY):
            label, group, long = shown
            refers = next((key.column.table.name for key in column.foreign_keys), "")
            kind = column.type.python_type
            found.append(Field(attribute.key, label, group, kind, bool(column.nullable), long, refers))
    return tuple(found)
