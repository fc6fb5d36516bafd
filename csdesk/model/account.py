"""Accounts: who the customers are, who looks after them, and what held from when."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.i18n import mark
from csdesk.model.base import Base, Tags
from csdesk.model.choices import Dated, Fit, Role, Stage
from csdesk.model.fields import field, key_field


class Account(Base):
    """One customer organisation. Its status is never stored: it follows from its contracts.

    ``owner, tier, segment, country`` hold today's value; ``DatedValue`` keeps since when.
    """

    __tablename__ = "account"

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    name: Mapped[str] = field(mark("Account"))
    domain: Mapped[str | None] = field(mark("Domain"), default=None, index=True)
    industry: Mapped[str | None] = field(mark("Industry"), default=None)
    segment: Mapped[str | None] = field(mark("Segment"), default=None)
    tier: Mapped[str | None] = field(mark("Tier"), default=None)
    country: Mapped[str | None] = field(mark("Country"), default=None)
    region: Mapped[str | None] = field(mark("Region"), default=None)
    city: Mapped[str | None] = field(mark("City"), default=None)
    phone: Mapped[str | None] = field(mark("Telephone"), default=None)
    currency: Mapped[str | None] = field(mark("Currency"), group="Commercial", default=None)
    source: Mapped[str | None] = field(mark("Source"), group="Commercial", default=None)
    stage: Mapped[Stage | None] = field(mark("Lifecycle stage"), group="Work", default=None)
    owner: Mapped[str | None] = field(mark("Owner"), group="Work", default=None)
    parent_id: Mapped[int | None] = key_field(
        mark("Parent account"), "account", group="Work", on_delete="SET NULL", default=None
    )
    icp_fit: Mapped[Fit | None] = field(mark("Fit with ideal customer"), group="Commercial", default=None)
    why_bought: Mapped[str | None] = field(mark("Why they bought"), group="Work", long=True, default=None)
    signed_up_on: Mapped[date | None] = field(mark("Signed up on"), group="Commercial", default=None)
    next_step: Mapped[str | None] = field(mark("Action required"), group="Work", default=None)
    next_step_on: Mapped[date | None] = field(mark("Next follow-up"), group="Work", default=None)
    tags: Mapped[Tags] = field(mark("Tags"), group="Work", default=Tags())
    notes: Mapped[str | None] = field(mark("Notes"), group="Work", long=True, default=None)
    own: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    deleted_on: Mapped[date | None] = mapped_column(default=None)


class OwnerRole(Base):
    """Somebody of ours who plays a role for an account; a person may play several, a role may have many."""

    __tablename__ = "owner_role"

    account_id: Mapped[int] = key_field(mark("Account"), "account")
    role: Mapped[Role] = field(mark("Role"))
    person: Mapped[str] = field(mark("Person"))
    since: Mapped[date | None] = field(mark("Since"), default=None)
    until: Mapped[date | None] = field(mark("Until"), default=None)


class DatedValue(Base):
    """From ``since`` on, ``what`` of the account is ``value``; the oldest entry also holds before it."""

    __tablename__ = "dated_value"
    __table_args__ = (sa.UniqueConstraint("account_id", "what", "since"),)

    account_id: Mapped[int] = key_field(mark("Account"), "account")
    what: Mapped[Dated] = field(mark("Field"))
    since: Mapped[date] = field(mark("Since"))
    value: Mapped[str | None] = field(mark("Value"), default=None)
