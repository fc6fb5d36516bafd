"""What belongs to the book itself: its settings, rates, own fields, saved views and remembered mappings."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.i18n import mark
from csdesk.model.base import Base
from csdesk.model.choices import OwnKind, OwnOn
from csdesk.model.fields import field


class Setting(Base):
    """One setting of the book: its name, currency, fiscal year, the user and roles, each policy."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str] = mapped_column()


class Rate(Base):
    """Units of the book's currency for one unit of ``currency``, in the month that begins on ``month``."""

    __tablename__ = "rate"
    __table_args__ = (
        sa.UniqueConstraint("month", "currency"),
        sa.CheckConstraint("rate > 0", name="rate_positive"),
    )

    month: Mapped[date] = field(mark("Month"))
    currency: Mapped[str] = field(mark("Currency"))
    rate: Mapped[float] = field(mark("Rate"))


class OwnField(Base):
    """A field the user defined; its values stand in ``own`` of the records, under ``name``."""

    __tablename__ = "own_field"
    __table_args__ = (sa.UniqueConstraint("entity", "name"),)

    entity: Mapped[OwnOn] = field(mark("On"))
    name: Mapped[str] = field(mark("Field"))
    kind: Mapped[OwnKind] = field(mark("Type"), default=OwnKind.TEXT)
    choices: Mapped[str | None] = field(mark("Choices, one a line"), long=True, default=None)
    shareable: Mapped[bool] = field(mark("May be shown to the customer"), default=False)
    position: Mapped[int] = mapped_column(default=0)


class SavedView(Base):
    """A way to look at a grid that was given a name: columns, order, filters."""

    __tablename__ = "saved_view"

    page: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    look: Mapped[dict[str, Any]] = mapped_column()
    position: Mapped[int] = mapped_column(default=0)


class ImportMapping(Base):
    """How the columns of a file with this header were matched last time."""

    __tablename__ = "import_mapping"
    __table_args__ = (sa.UniqueConstraint("kind", "header"),)

    kind: Mapped[str] = mapped_column()
    header: Mapped[str] = mapped_column()
    mapping: Mapped[str] = mapped_column()
