"""The declarative base: names of constraints and how each kind of value is stored, decided once."""

import json
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from csdesk.model.choice import Choice
from csdesk.model.money import Money


class MinorUnits(sa.TypeDecorator[int]):
    """Money in whole minor units of the row's currency."""

    impl = sa.BigInteger
    cache_ok = True
    python_type = Money  # what forms and tables go by


class Tags(tuple[str, ...]):
    """Words the user files a record under, without order or repetition."""

    __slots__ = ()


class TagList(sa.TypeDecorator[Tags]):
    """Tags as one text, parted by semicolons; a tag itself has none."""

    impl = sa.String
    cache_ok = True
    python_type = Tags

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        if value is None:
            return None
        words = value.split(";") if isinstance(value, str) else value
        return ";".join(dict.fromkeys(word.strip().replace(";", ",") for word in words if word.strip()))

    def process_result_value(self, value: Any, dialect: Any) -> Tags | None:
        return None if value is None else Tags(value.split(";") if value else ())


class JsonText(sa.TypeDecorator[dict[str, Any]]):
    """A small dictionary of plain values, as JSON in a fixed order so that equal means equal."""

    impl = sa.String
    cache_ok = True
    python_type = dict

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Any) -> dict[str, Any] | None:
        return None if value is None else json.loads(value)


def _by_value(kind: type[Choice]) -> list[str]:
    return [str(member.value) for member in kind]


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Minor = Annotated[int, "minor units"]


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Every table: keyword-only constructor, integer id, predictable constraint names."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Minor: MinorUnits,
        Tags: TagList,
        dict[str, Any]: JsonText,
        Choice: sa.Enum(
            Choice, native_enum=False, length=40, values_callable=_by_value, create_constraint=False
        ),
    }

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
