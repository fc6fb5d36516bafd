"""Products and contracts: what is paid, for how long, and how the price changes on the way."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.i18n import mark
from csdesk.model.base import Base, Minor
from csdesk.model.choices import BillingCycle, ContractKind, Interval
from csdesk.model.fields import field, key_field


class Product(Base):
    """Something that is sold, with its list price where there is one."""

    __tablename__ = "product"

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    name: Mapped[str] = field(mark("Product"))
    family: Mapped[str | None] = field(mark("Family"), default=None)
    edition: Mapped[str | None] = field(mark("Edition"), default=None)
    list_price: Mapped[Minor | None] = field(mark("List price"), default=None)
    interval: Mapped[Interval | None] = field(mark("Per"), default=None)
    currency: Mapped[str | None] = field(mark("Currency"), default=None)
    notes: Mapped[str | None] = field(mark("Notes"), long=True, default=None)
    deleted_on: Mapped[date | None] = mapped_column(default=None)


class Contract(Base):
    """A period under contract: ``amount`` for one ``interval``, times ``quantity``, from ``start`` on.

    ``end_exclusive`` is the first day no longer covered (None: open-ended); ``seats`` never multiply.
    Later prices are steps. A contract counts on day d if start <= d < end_exclusive.
    """

    __tablename__ = "contract"
    __table_args__ = (
        sa.CheckConstraint("end_exclusive IS NULL OR end_exclusive >= start", name="ends_after_start"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    account_id: Mapped[int] = key_field(mark("Account"), "account")
    product_id: Mapped[int | None] = key_field(mark("Product"), "product", on_delete="SET NULL", default=None)
    partner_id: Mapped[int | None] = key_field(mark("Partner"), "partner", on_delete="SET NULL", default=None)
    name: Mapped[str | None] = field(mark("Contract"), default=None)
    kind: Mapped[ContractKind] = field(mark("Kind"), default=ContractKind.PAID)
    signed_on: Mapped[date | None] = field(mark("Signed on"), group="Term", default=None)
    start: Mapped[date] = field(mark("Starts"), group="Term")
    end_exclusive: Mapped[date | None] = field(mark("Ends"), group="Term", default=None)
    amount: Mapped[Minor] = field(mark("Amount"), group="Price")
    interval: Mapped[Interval] = field(mark("Per"), group="Price", default=Interval.MONTH)
    currency: Mapped[str] = field(mark("Currency"), group="Price")
    quantity: Mapped[int] = field(mark("Quantity"), group="Price", default=1)
    seats: Mapped[int | None] = field(mark("Seats"), group="Price", default=None)
    billing_cycle: Mapped[BillingCycle | None] = field(mark("Invoiced"), group="Price", default=None)
    auto_renews: Mapped[bool] = field(mark("Renews by itself"), group="Term", default=False)
    notice_days: Mapped[int | None] = field(mark("Notice, days"), group="Term", default=None)
    cancelled_on: Mapped[date | None] = field(mark("Cancelled on"), group="Term", default=None)
    past_due: Mapped[bool] = field(mark("Past due"), group="Price", default=False)
    renews_id: Mapped[int | None] = key_field(
        mark("Renews"), "contract", group="Term", on_delete="SET NULL", default=None
    )
    notes: Mapped[str | None] = field(mark("Notes"), long=True, default=None)
    own: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    deleted_on: Mapped[date | None] = mapped_column(default=None)


class ContractStep(Base):
    """From ``since`` on, another amount, quantity or number of seats (seats None: as before)."""

    __tablename__ = "contract_step"
    __table_args__ = (sa.UniqueConstraint("contract_id", "since"),)

    contract_id: Mapped[int] = key_field(mark("Contract"), "contract")
    since: Mapped[date] = field(mark("From"))
    amount: Mapped[Minor] = field(mark("Amount"))
    quantity: Mapped[int] = field(mark("Quantity"), default=1)
    seats: Mapped[int | None] = field(mark("Seats"), default=None)


class ContractPause(Base):
    """No revenue from ``since`` until before ``until`` (None: still paused)."""

    __tablename__ = "contract_pause"

    contract_id: Mapped[int] = key_field(mark("Contract"), "contract")
    since: Mapped[date] = field(mark("From"))
    until: Mapped[date | None] = field(mark("Until"), default=None)


class Discount(Base):
    """A percentage (in hundredths) or an amount per interval off, from ``since`` until before ``until``."""

    __tablename__ = "discount"
    __table_args__ = (
        sa.CheckConstraint("(percent IS NULL) <> (amount IS NULL)", name="percent_or_amount"),
        sa.CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 10000", name="percent_in_range"),
    )

    contract_id: Mapped[int] = key_field(mark("Contract"), "contract")
    percent: Mapped[int | None] = field(mark("Percent"), default=None)
    amount: Mapped[Minor | None] = field(mark("Amount"), default=None)
    since: Mapped[date | None] = field(mark("From"), default=None)
    until: Mapped[date | None] = field(mark("Until"), default=None)
