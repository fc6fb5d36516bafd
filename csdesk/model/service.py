"""What happens with a customer: use, tickets, answers, invoices, health inputs, conversations, leaving."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from csdesk.i18n import mark
from csdesk.model.base import Base, Minor
from csdesk.model.choices import ActivityType, InvoiceKind, SurveyKind, TicketPriority
from csdesk.model.fields import field, key_field


class UsageReading(Base):
    """One measured number of a day, such as active users; ``feature`` where it speaks of one feature.

    ``value`` is what was measured, ``active`` and ``entitled`` how many people did and may.
    """

    __tablename__ = "usage_reading"
    __table_args__ = (sa.Index("ix_usage_reading_account_measure_day", "account_id", "measure", "day"),)

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    account_id: Mapped[int] = key_field(mark("Account"), "account")
    contract_id: Mapped[int | None] = key_field(
        mark("Contract"), "contract", on_delete="SET NULL", default=None
    )
    day: Mapped[date] = field(mark("Day"))
    measure: Mapped[str] = field(mark("Measure"))
    feature: Mapped[str | None] = field(mark("Feature"), default=None)
    value: Mapped[float | None] = field(mark("Value"), default=None)
    active: Mapped[int | None] = field(mark("Active"), default=None)
    entitled: Mapped[int | None] = field(mark("Entitled"), default=None)
    attributes: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class Ticket(Base):
    """A support request, with the satisfaction its customer gave (counted as a CSAT answer)."""

    __tablename__ = "ticket"

    external_id: Mapped[str | None] = field(mark("Ticket"), default=None, index=True)
    account_id: Mapped[int] = key_field(mark("Account"), "account")
    contact_id: Mapped[int | None] = key_field(mark("Contact"), "contact", on_delete="SET NULL", default=None)
    subject: Mapped[str | None] = field(mark("Subject"), default=None)
    opened_on: Mapped[date] = field(mark("Opened"))
    closed_on: Mapped[date | None] = field(mark("Closed"), default=None)
    due_on: Mapped[date | None] = field(mark("Due"), default=None)
    priority: Mapped[TicketPriority | None] = field(mark("Priority"), default=None)
    category: Mapped[str | None] = field(mark("Category"), default=None)
    channel: Mapped[str | None] = field(mark("Channel"), default=None)
    line: Mapped[int | None] = field(mark("Support line"), default=None)
    first_response_minutes: Mapped[float | None] = field(mark("First response, minutes"), default=None)
    resolution_hours: Mapped[float | None] = field(mark("Resolution, hours"), default=None)
    escalated: Mapped[bool] = field(mark("Escalated"), default=False)
    satisfaction: Mapped[float | None] = field(mark("Satisfaction"), default=None)
    satisfaction_scale: Mapped[str | None] = field(mark("Scale"), default=None)
    notes: Mapped[str | None] = field(mark("Notes"), long=True, default=None)


class SurveyResponse(Base):
    """One answer to NPS, CSAT or CES on the scale it was asked on ("0-10", "1-7" …), never overwritten."""

    __tablename__ = "survey_response"

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    account_id: Mapped[int | None] = key_field(mark("Account"), "account", default=None)
    partner_id: Mapped[int | None] = key_field(mark("Partner"), "partner", default=None)
    contact_id: Mapped[int | None] = key_field(mark("Contact"), "contact", on_delete="SET NULL", default=None)
    kind: Mapped[SurveyKind] = field(mark("Survey"))
    score: Mapped[float] = field(mark("Score"))
    scale: Mapped[str] = field(mark("Scale"))
    answered_on: Mapped[date] = field(mark("Answered"))
    touchpoint: Mapped[str | None] = field(mark("Touchpoint"), default=None)
    wave: Mapped[str | None] = field(mark("Wave"), default=None)
    comment: Mapped[str | None] = field(mark("Comment"), long=True, default=None)


class Invoice(Base):
    """An invoice without tax; a credit has a negative amount. It is open until ``paid_on``."""

    __tablename__ = "invoice"

    number: Mapped[str | None] = field(mark("Number"), default=None, index=True)
    account_id: Mapped[int] = key_field(mark("Account"), "account")
    contract_id: Mapped[int | None] = key_field(
        mark("Contract"), "contract", on_delete="SET NULL", default=None
    )
    kind: Mapped[InvoiceKind] = field(mark("Kind"), default=InvoiceKind.RECURRING)
    issued_on: Mapped[date] = field(mark("Issued"))
    due_on: Mapped[date | None] = field(mark("Due"), default=None)
    paid_on: Mapped[date | None] = field(mark("Paid"), default=None)
    amount: Mapped[Minor] = field(mark("Amount"))
    currency: Mapped[str] = field(mark("Currency"))
    covers_from: Mapped[date | None] = field(mark("Covers from"), default=None)
    covers_until: Mapped[date | None] = field(mark("Covers until"), default=None)
    notes: Mapped[str | None] = field(mark("Notes"), long=True, default=None)


class HealthInput(Base):
    """A word or number somebody gave for the health of an account on a day, kept as it came."""

    __tablename__ = "health_input"
    __table_args__ = (sa.UniqueConstraint("account_id", "measure", "day"),)

    account_id: Mapped[int] = key_field(mark("Account"), "account")
    measure: Mapped[str] = field(mark("Measure"))
    value: Mapped[str] = field(mark("Value"))
    day: Mapped[date] = field(mark("Day"))
    note: Mapped[str | None] = field(mark("Note"), long=True, default=None)


class Activity(Base):
    """A conversation or event on the timeline of an account or a partner."""

    __tablename__ = "activity"
    __table_args__ = (
        sa.CheckConstraint("account_id IS NOT NULL OR partner_id IS NOT NULL", name="belongs_somewhere"),
        sa.Index("ix_activity_account_day", "account_id", "day"),
    )

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    account_id: Mapped[int | None] = key_field(mark("Account"), "account", default=None)
    partner_id: Mapped[int | None] = key_field(mark("Partner"), "partner", default=None)
    type: Mapped[ActivityType] = field(mark("Type"), default=ActivityType.NOTE)
    day: Mapped[date] = field(mark("Day"))
    text: Mapped[str] = field(mark("Text"), long=True)
    people: Mapped[str | None] = field(mark("People"), default=None)
    author: Mapped[str | None] = field(mark("Author"), default=None)
    minutes: Mapped[int | None] = field(mark("Minutes"), default=None)
    shareable: Mapped[bool] = field(mark("May be shown to the customer"), default=False)
    deleted_on: Mapped[date | None] = mapped_column(default=None)


class Churn(Base):
    """That a customer left, why, and what was said; revenue ends with the contract, not with this record."""

    __tablename__ = "churn"

    external_id: Mapped[str | None] = field(mark("External id"), default=None, index=True)
    account_id: Mapped[int] = key_field(mark("Account"), "account")
    day: Mapped[date] = field(mark("Left on"))
    reason: Mapped[str | None] = field(mark("Reason"), default=None)
    feedback: Mapped[str | None] = field(mark("Feedback"), long=True, default=None)
    refund: Mapped[Minor | None] = field(mark("Refund"), default=None)
    currency: Mapped[str | None] = field(mark("Currency"), default=None)
