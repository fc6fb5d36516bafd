"""The journal: what each deed changed, kept so that it can be taken back and told."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.model.base import Base


class Deed(Base):
    """One write by the user: its name as a template with values, and whether it stands or was taken back.

    ``sealed``: the book can no longer go back behind it (the bin was emptied, the format changed).
    """

    __tablename__ = "deed"
    __table_args__ = (sa.Index("ix_deed_undone", "undone", "id"),)

    at: Mapped[str] = mapped_column()
    said: Mapped[str] = mapped_column()
    words: Mapped[dict[str, Any]] = mapped_column()
    undone: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bool] = mapped_column(default=False)


class DeedImage(Base):
    """Rows ``first_id`` to ``last_id`` of table ``kind``: added (+), changed (~) or removed (-).

    ``before`` and ``after`` hold stored values, of a change only the columns that differ. Rows added need
    neither: they stand in the book; while the deed is taken back, ``packed`` keeps them.
    """

    __tablename__ = "deed_image"
    __table_args__ = (
        sa.Index("ix_deed_image_record", "kind", "first_id"),
        sa.Index("ix_deed_image_span", "kind", "last_id", sqlite_where=sa.text("last_id > first_id")),
        sa.CheckConstraint("change IN ('+', '~', '-')", name="change_known"),
    )

    deed_id: Mapped[int] = mapped_column(sa.ForeignKey("deed.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column()
    change: Mapped[str] = mapped_column()
    first_id: Mapped[int] = mapped_column()
    last_id: Mapped[int] = mapped_column()
    before: Mapped[str | None] = mapped_column(default=None)
    after: Mapped[str | None] = mapped_column(default=None)
    packed: Mapped[bytes | None] = mapped_column(default=None)
