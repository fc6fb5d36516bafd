"""The sections of an account that are plain lists of records: people, tickets, answers, invoices, links."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from csdesk.book import accounts, churns, health_inputs, invoices, tickets
from csdesk.model import (
    Churn,
    HealthInput,
    Invoice,
    InvoiceKind,
    OwnerRole,
    Ticket,
    TicketPriority,
)
from csdesk.ui import formats
from csdesk.ui.forms import FormField, entity_fields
from csdesk.ui.grid.cells import Cash, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.page import Page
from csdesk.ui.pages.account.answers import Everything, contract_choices
from csdesk.ui.pages.record.cells import day_of, label_of, scored
from csdesk.ui.pages.record.links import links_section
from csdesk.ui.pages.record.people import people_section
from csdesk.ui.pages.record.surveys import surveys_section
from csdesk.ui.record_section import RecordsSection
from csdesk.ui.translate import counted, tr

PRIORITIES = {TicketPriority.URGENT: "risk", TicketPriority.HIGH: "watch"}


class _TeamVerbs:
    """The verbs of roles under the names a section calls."""

    add, change = staticmethod(accounts.add_role), staticmethod(accounts.change_role)


class AccountSections:
    """Builds the sections and fills them from one answer."""

    def __init__(
        self, page: Page, owner: Callable[[], dict[str, int]], answer: Callable[[], Everything | None]
    ) -> None:
        self.page, self._owner, self._answer = page, owner, answer
        self._today = page.context.today
        self.people = people_section(page, owner, self._known_people)
        self.tickets = self._tickets()
        self.surveys = surveys_section(page, owner, self._known_people)
        self.invoices = self._invoices()
        self.links = links_section(page, owner)
        self.team = self._team()
        self.health = self._health()
        self.churns = self._churns()

    def show_all(self, found: Everything, today: date) -> None:
        """Fill every section."""
        leaving = sum(1 for each in found.people if each.leaves_on and each.leaves_on >= today)
        note = counted(leaving, "{n} person leaves", "{n} people leave") if leaving else ""
        self.people.show_records(found.people, note)
        opened = tr("{n} open", n=found.tickets.open) if found.tickets.open else ""
        late = tr("{n} past due", n=found.tickets.late) if found.tickets.late else ""
        self.tickets.show_records(found.tickets.rows, ", ".join(part for part in (opened, late) if part))
        self.surveys.show_records(found.surveys.rows)
        owed = [
            tr("{money} overdue", money=formats.money(each.overdue, each.currency))
            for each in found.invoices.open
            if each.overdue
        ]
        self.invoices.show_records(found.invoices.rows, ", ".join(owed))
        self.links.show_records(found.links)
        self.team.show_records(found.team)
        self.health.show_records(found.health)
        self.churns.show_records(found.churns)

    def counts(self) -> list[tuple[str, int]]:
        """Return what the index writes beside the names."""
        found = self._answer()
        if found is None:
            return []
        return [
            (self.people.title, len(found.people)),
            (self.tickets.title, found.tickets.total),
            (self.surveys.title, found.surveys.total),
            (self.invoices.title, found.invoices.total),
            (self.links.title, len(found.links)),
            (self.team.title, len(found.team)),
            (self.health.title, len(found.health)),
            (self.churns.title, len(found.churns)),
        ]

    def _currency(self, record: Any | None) -> str:
        found = self._answer()
        own = getattr(record, "currency", None)
        if own:
            return str(own)
        return (found.account.currency or found.currency) if found else "EUR"

    def _known_people(self) -> list[tuple[int, str]]:
        found = self._answer()
        return [(person.id, person.name) for person in found.people] if found else []

    def _known_contracts(self) -> list[tuple[int, str]]:
        found = self._answer()
        return contract_choices(found.contracts) if found else []

    def _tickets(self) -> RecordsSection:
        today = self._today()

        def name(one: Ticket) -> str:
            return "  ".join(part for part in (one.external_id, one.subject) if part) or tr("Ticket")

        def age(one: Ticket) -> str:
            return formats.counted_days(((one.closed_on or today) - one.opened_on).days)

        def state(one: Ticket) -> Toned:
            if one.closed_on is not None and one.closed_on <= today:
                return Toned(tr("Closed"), "faded")
            if one.due_on is not None and one.due_on < today:
                return Toned(tr("Past due"), "risk")
            return Toned(tr("Open"), "ink")

        def content(one: Ticket) -> str:
            return scored(one.satisfaction, one.satisfaction_scale) if one.satisfaction else ""

        columns = (
            GridColumn("ticket", tr("Ticket"), name, "text", 240),
            GridColumn("priority", tr("Priority"), label_of("priority"), "text", 84, cell=_priority),
            GridColumn(
                "opened", tr("Opened"), lambda one: one.opened_on, "number", 104, text=day_of("opened_on")
            ),
            GridColumn("age", tr("Open for"), lambda one: age(one), "number", 84),
            GridColumn("satisfaction", tr("Satisfaction"), content, "number", 104),
            GridColumn("state", tr("State"), lambda one: state(one).text, "text", 84, cell=state),
        )

        def fields() -> list[FormField]:
            return entity_fields(
                Ticket,
                ("external_id", "subject", "opened_on", "closed_on", "due_on", "priority", "category",
                 "channel", "contact_id", "first_response_minutes", "resolution_hours", "satisfaction",
                 "satisfaction_scale", "escalated", "notes"),
                items={"contact_id": self._known_people()},
            )  # fmt: skip

        return RecordsSection(
            self.page,
            tr("Tickets"),
            columns,
            verbs=tickets,
            one=tr("ticket"),
            fields=fields,
            owner=self._owner,
            start=lambda: {"opened_on": today},
            nothing=tr("No tickets. Import them from the support desk, or add one."),
        )

    def _invoices(self) -> RecordsSection:
        today = self._today()

        def state(one: Invoice) -> Toned:
            if one.paid_on is not None:
                return Toned(tr("Paid"), "faded")
            days = invoices.days_overdue(one.due_on, today)
            if days:
                return Toned(counted(days, "{n} day late", "{n} days late"), "risk")
            return Toned(tr("Open"), "ink")

        columns = (
            GridColumn("number", tr("Invoice"), lambda one: one.number, "text", 100),
            GridColumn(
                "issued", tr("Issued"), lambda one: one.issued_on, "number", 104, text=day_of("issued_on")
            ),
            GridColumn("amount", tr("Amount"), lambda one: one.amount, "cash", 96, cell=_cash, text=_money),
            GridColumn("state", tr("State"), lambda one: state(one).text, "text", 96, cell=state),
        )

        def fields() -> list[FormField]:
            return entity_fields(
                Invoice,
                ("number", "kind", "issued_on", "due_on", "paid_on", "amount", "currency", "contract_id",
                 "covers_from", "covers_until", "notes"),
                items={"contract_id": self._known_contracts()},
            )  # fmt: skip

        return RecordsSection(
            self.page,
            tr("Invoices"),
            columns,
            verbs=invoices,
            one=tr("invoice"),
            fields=fields,
            owner=self._owner,
            start=lambda: {
                "kind": InvoiceKind.RECURRING,
                "issued_on": today,
                "currency": self._currency(None),
            },
            currency=self._currency,
            nothing=tr("No invoices."),
        )

    def _team(self) -> RecordsSection:
        columns = (
            GridColumn("role", tr("Role"), label_of("role"), "text", 170),
            GridColumn("person", tr("Who of us"), lambda one: one.person, "text", 150),
            GridColumn("since", tr("Since"), lambda one: one.since, "number", 104, text=day_of("since")),
        )
        return RecordsSection(
            self.page,
            tr("Our team"),
            columns,
            verbs=_TeamVerbs,
            one=tr("role"),
            fields=lambda: entity_fields(OwnerRole, ("role", "person", "since", "until")),
            owner=self._owner,
            nothing=tr("Nobody of us has a role here yet."),
            record_key="role_id",
            remove=self._remove_roles,
        )

    def _remove_roles(self, ids: Sequence[int]) -> None:
        for role_id in ids:
            self.page.context.write(self.page, accounts.remove_role, role_id=role_id)

    def _health(self) -> RecordsSection:
        columns = (
            GridColumn("measure", tr("Measure"), lambda one: one.measure, "text", 170),
            GridColumn("value", tr("Value, as it came"), lambda one: one.value, "text", 150),
            GridColumn("day", tr("Day"), lambda one: one.day, "number", 104, text=day_of("day")),
            GridColumn("note", tr("Note"), lambda one: one.note, "text", 200),
        )
        return RecordsSection(
            self.page,
            tr("Health inputs"),
            columns,
            verbs=health_inputs,
            one=tr("health input"),
            fields=lambda: entity_fields(HealthInput, ("measure", "value", "day", "note")),
            owner=self._owner,
            start=lambda: {"day": self._today()},
            nothing=tr("None."),
        )

    def _churns(self) -> RecordsSection:
        columns = (
            GridColumn("day", tr("Left on"), lambda one: one.day, "text", 110, text=day_of("day")),
            GridColumn("reason", tr("Reason"), lambda one: one.reason, "text", 170),
            GridColumn(
                "feedback", tr("What they said"), lambda one: one.feedback, "text", 300, tip=_feedback
            ),
        )
        return RecordsSection(
            self.page,
            tr("Why it ended"),
            columns,
            verbs=churns,
            one=tr("churn record"),
            fields=lambda: entity_fields(Churn, ("day", "reason", "refund", "currency", "feedback")),
            owner=self._owner,
            start=lambda: {"day": self._today()},
            currency=self._currency,
            nothing=tr("None."),
        )


# cells


def _priority(one: Ticket) -> Toned | None:
    return Toned(tr(one.priority.label), PRIORITIES.get(one.priority, "ink")) if one.priority else None


def _cash(one: Invoice) -> Cash:
    return Cash(formats.sign(one.currency), formats.amount(one.amount, one.currency))


def _money(one: Invoice) -> str:
    return formats.money(one.amount, one.currency, cents=True)


def _feedback(one: Churn) -> str:
    return one.feedback or ""
