"""Contacts and partners: the people on the other side, and those who bring us customers."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.i18n import mark
from csdesk.model.base import Base, Tags
from csdesk.model.choices import Attitude, Influence, PartnerStatus, PartnerType, PersonRole
from csdesk.model.fields import field, key_field


class Contact(Base):
    """A person at an account or at a partner."""

    __tablename__ = "contact"
    __table_args__ = (
        sa.CheckConstraint("account_id IS NOT NULL OR partner_id IS NOT NULL", name="belongs_somewhere"),
    )

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    account_id: Mapped[int | None] = key_field(mark("Account"), "account", default=None)
    partner_id: Mapped[int | None] = key_field(mark("Partner"), "partner", default=None)
    name: Mapped[str] = field(mark("Name"))
    title: Mapped[str | None] = field(mark("Title"), default=None)
    email: Mapped[str | None] = field(mark("E-mail"), default=None, index=True)
    phone: Mapped[str | None] = field(mark("Telephone"), default=None)
    role: Mapped[PersonRole | None] = field(mark("Role"), group="Relation", default=None)
    influence: Mapped[Influence | None] = field(mark("Influence"), group="Relation", default=None)
    attitude: Mapped[Attitude | None] = field(mark("Attitude"), group="Relation", default=None)
    cadence_days: Mapped[int | None] = field(mark("Talk every, days"), group="Relation", default=None)
    last_contact_on: Mapped[date | None] = field(mark("Last contact"), group="Relation", default=None)
    leaves_on: Mapped[date | None] = field(mark("Leaves on"), group="Relation", default=None)
    successor_id: Mapped[int | None] = key_field(
        mark("Successor"), "contact", group="Relation", on_delete="SET NULL", default=None
    )
    language: Mapped[str | None] = field(mark("Language"), default=None)
    notes: Mapped[str | None] = field(mark("Notes"), long=True, default=None)
    deleted_on: Mapped[date | None] = mapped_column(default=None)


class Partner(Base):
    """An organisation that sells, refers, builds or serves with us."""

    __tablename__ = "partner"

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    name: Mapped[str] = field(mark("Partner"))
    domain: Mapped[str | None] = field(mark("Domain"), default=None)
    type: Mapped[PartnerType | None] = field(mark("Type"), default=None)
    tier: Mapped[str | None] = field(mark("Tier"), default=None)
    status: Mapped[PartnerStatus | None] = field(mark("Status"), default=None)
    country: Mapped[str | None] = field(mark("Country"), default=None)
    region: Mapped[str | None] = field(mark("Region"), default=None)
    city: Mapped[str | None] = field(mark("City"), default=None)
    phone: Mapped[str | None] = field(mark("Telephone"), default=None)
    owner: Mapped[str | None] = field(mark("Owner"), group="Work", default=None)
    currency: Mapped[str | None] = field(mark("Currency"), group="Agreement", default=None)
    agreement_start: Mapped[date | None] = field(mark("Agreement from"), group="Agreement", default=None)
    agreement_end: Mapped[date | None] = field(mark("Agreement ends"), group="Agreement", default=None)
    tags: Mapped[Tags] = field(mark("Tags"), group="Work", default=Tags())
    notes: Mapped[str | None] = field(mark("Notes"), group="Work", long=True, default=None)
    own: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    deleted_on: Mapped[date | None] = mapped_column(default=None)


class Link(Base):
    """A web address or the path of a file that belongs to an account or a partner."""

    __tablename__ = "link"
    __table_args__ = (
        sa.CheckConstraint("account_id IS NOT NULL OR partner_id IS NOT NULL", name="belongs_somewhere"),
    )

    account_id: Mapped[int | None] = key_field(mark("Account"), "account", default=None)
    partner_id: Mapped[int | None] = key_field(mark("Partner"), "partner", default=None)
    title: Mapped[str | None] = field(mark("Title"), default=None)
    target: Mapped[str] = field(mark("Address or path"))
