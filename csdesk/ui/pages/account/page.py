"""One account on one page: a header that stays, an index at the side, sections below one another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from csdesk.book import accounts, deleted
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Churn,
    Contact,
    Contract,
    ContractPause,
    ContractStep,
    Discount,
    HealthInput,
    Invoice,
    Link,
    OwnerRole,
    OwnField,
    Partner,
    Product,
    Rate,
    Setting,
    SurveyResponse,
    Ticket,
    UsageReading,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.jobs import loading
from csdesk.ui.pages.account import findings
from csdesk.ui.pages.account.answers import PAGE, Everything, Slower, everything, slower
from csdesk.ui.pages.account.contracts import ContractsSection
from csdesk.ui.pages.account.notes import NotesSection
from csdesk.ui.pages.account.sections import AccountSections
from csdesk.ui.pages.accounts.columns import STATUS
from csdesk.ui.pages.accounts.sheets import edit_sheet, values_of
from csdesk.ui.pages.record import revenue
from csdesk.ui.pages.record.history import HistorySection
from csdesk.ui.pages.record.timeline import TimelineSection
from csdesk.ui.record import RecordHeader, RecordPage
from csdesk.ui.theme import S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.chart import ChartView
from csdesk.ui.widgets.parts import Fact, Section, button

TONES = {"leaving": "risk", "trial": "unknown", "won_back": "unknown"}


class AccountPage(RecordPage):
    """``receive(id)`` shows an account; everything else follows from it."""

    key, title, icon = "account", mark("Account"), "building-2"
    more = ("edit", "add_contract", "add_person", "contract_renew", "contract_price", "contract_pause",
            "contract_resume", "contract_cancel", "contract_correct", "remove_record")  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (
            Account, Activity, Churn, Contact, Contract, ContractPause, ContractStep, Discount, HealthInput,
            Invoice, Link, OwnerRole, OwnField, Partner, Product, Rate, Setting, SurveyResponse, Ticket,
            UsageReading,
        )  # fmt: skip
        self._id: int | None = None
        self._all: Everything | None = None
        self._slower: Slower | None = None
        self._entries = PAGE
        theme = context.theme
        log = button(tr("Log contact"), "main", theme, "notebook-pen")
        edit = button(tr("Edit"), "plain", theme, "pencil")
        for one, run in ((log, self.log), (edit, self.edit)):
            one.clicked.connect(run)
            one.setEnabled(not context.book.readonly)
        from csdesk.ui.widgets.parts import icon_button

        more = icon_button(theme, "ellipsis", tr("More"))
        more.clicked.connect(lambda: self.more_wanted.emit(more))
        header = RecordHeader(context, tr("Accounts"), (edit, log, more))
        self._facts = {
            name: Fact(words)
            for name, words in (
                ("mrr", tr("MRR")),
                ("change", tr("12 months")),
                ("renewal", tr("Renewal")),
                ("contact", tr("Last contact")),
                ("seats", tr("Seats used")),
                ("health", tr("Health, as given")),
            )
        }
        header.add_facts(*self._facts.values())
        self.build(header)
        self._build_sections()

    def _build_sections(self) -> None:
        context = self.context
        self.revenue_chart = ChartView(context.jobs, context.theme, 200)
        self.usage_chart = ChartView(context.jobs, context.theme, 184)
        self.revenue = Section(tr("Revenue"), body=self.revenue_chart, gap=S)
        self.contracts = ContractsSection(self)
        self.small = AccountSections(self, self._owner, lambda: self._all)
        self.usage = Section(tr("Usage"), body=self.usage_chart, gap=S)
        self.timeline = TimelineSection(self, self._owner)
        self.notes = NotesSection(self)
        self.history = HistorySection(self, Account)
        self.add_section(self.revenue)
        self.add_section(self.contracts)
        self.add_pair(self.small.people, self.usage, (11, 9))
        self.add_section(self.small.tickets)
        self.add_pair(self.small.surveys, self.small.invoices)
        self.add_section(self.timeline)
        self.add_section(self.notes)
        self.add_pair(self.small.links, self.small.team)
        self.add_section(self.small.health)
        self.add_section(self.small.churns)
        self.add_section(self.history)
        self.revenue_chart.opened.connect(lambda _records, _label: self.scroll_to(self.contracts.title))
        self.timeline.more_wanted.connect(self._read_more)

    # answers

    def receive(self, what: object) -> None:
        if isinstance(what, int) and what != self._id:
            self._id, self._entries = what, PAGE
            self._all = self._slower = None
            self.to_top()
        self.stale()

    @property
    def account_id(self) -> int | None:
        """The account shown."""
        return self._id

    def refresh(self) -> None:
        account_id, entries = self._id, self._entries
        if account_id is None:
            return
        today = self.context.today()
        self.context.jobs.ask(
            lambda: self.context.book.read(everything, account_id, today, entries=entries),
            owner=self,
            done=self._take,
            failed=self._on_gone,
        )
        self.context.ask(self, self._take_slower, _slower, account_id=account_id, today=today)

    def _on_gone(self, error: BaseException) -> None:
        """Go back to the accounts when this one was deleted or undone away."""
        if self._all is not None:
            self.opened.emit("accounts", None)
        else:
            self.context.jobs.failed.emit(error)

    def _take(self, found: Everything) -> None:
        if found.account.id != self._id:
            return
        self._all = found
        self.contracts.show_all(found)
        self.small.show_all(found, self.context.today())
        self.timeline.show_entries(found.timeline)
        self.notes.show_account(found.account)
        self._say_header()
        for title, number in (
            (self.contracts.title, len(found.contracts)),
            (self.timeline.title, found.timeline.total),
            *self.small.counts(),
        ):
            self.index.count(title, number)
        self.small.health.setVisible(bool(found.health))
        self.small.churns.setVisible(bool(found.churns))
        self.index.show_only([title for title, part in self.sections.items() if not part.isHidden()])
        self.status_changed.emit()
        self.deeds_changed.emit()

    def _take_slower(self, found: Slower) -> None:
        self._slower = found
        self.revenue.setVisible(revenue.any_in(found.mrr))
        self.revenue_chart.show_data(revenue.trend(found.mrr))
        self.revenue.note.say(revenue.note(found.mrr))
        used = findings.usage(found.usage)
        self.usage.setVisible(used is not None)
        if used is not None:
            self.usage_chart.show_data(used)
            self.usage.note.say(findings.usage_note(found.usage))
        self.index.show_only([title for title, part in self.sections.items() if not part.isHidden()])
        self.history.show_events(found.history)
        self._say_header()

    def _say_header(self) -> None:
        found = self._all
        if found is None:
            return
        account, today = found.account, self.context.today()
        tags: list[tuple[str, str]] = []
        if self._slower is not None:
            status = str(self._slower.mrr.status)
            tags.append((tr(STATUS[status]), TONES.get(status, "")))
        if account.tier:
            tags.append((account.tier, ""))
        where = ", ".join(part for part in (account.city, account.country) if part)
        since = min((line.contract.start for line in found.contracts), default=account.signed_up_on)
        parts = [where] if where else []
        if since:
            parts.append(tr("since {month}", month=formats.month(since)))
        if found.parent:
            parts.append(tr("part of {name}", name=found.parent))
        self.header.show_name(account.name, tags, "  ·  ".join(parts))
        self.header.people.show_people([person.name for person in found.people])
        facts = findings.header(found, self._slower, today)
        for name, fact in self._facts.items():
            fact.setProperty("used", name in facts)
            fact.say(*facts.get(name, (formats.MISSING,)))
        self._facts["health"].setVisible("health" in facts)
        self.header.leave_out({self._facts["health"]} if "health" not in facts else set())
        self.header.fit()

    def _read_more(self, count: int) -> None:
        self._entries = count
        self.stale()

    def _owner(self) -> dict[str, int]:
        if self._id is None:
            raise AssertionError("an account is shown before anything is added to it")
        return {"account_id": self._id}

    # deeds

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        if self._all is None:
            return {}
        deeds: dict[str, Callable[[], None]] = {"filter": self.timeline.quick.entry.setFocus}
        if not self.context.book.readonly:
            deeds |= {
                "log": self.log,
                "edit": self.edit,
                "remove_record": self.remove,
                "remove": self.remove_focused,
                "new": self.contracts.sheets.add,
            }
            deeds |= {"add_person": self.small.people.add}
            deeds |= self.contracts.deeds()
        return deeds

    def deed_words(self) -> Mapping[str, str]:
        name = self._all.account.name if self._all else ""
        return {
            "new": tr("Add contract…"),
            "edit": tr("Edit account…"),
            "log": tr("Log contact with {name}", name=name) if name else tr("Log contact"),
            "remove_record": tr("Move the account to the bin"),
            "filter": tr("Write on the timeline"),
        }

    def status(self) -> Sequence[str]:
        if self._all is None or self._slower is None or not self._slower.history:
            return ()
        changed = self._slower.history[0].when
        name = self._all.account.name
        return (tr("{name}, changed {day}", name=name, day=formats.day(changed.astimezone().date())),)

    def log(self) -> None:
        """Write on the timeline: the line stands ready, wherever the page was."""
        self.scroll_to(self.timeline.title)
        self.timeline.quick.begin()

    def edit(self) -> None:
        found = self._all
        if found is None:
            return
        account = found.account
        values = values_of(account, found.own)
        self.show_sheet(edit_sheet(self, account.id, account.name, values, found.own, {}))

    def remove(self) -> None:
        """Move the account to the bin and go back to the list; undo brings it back."""
        if self._id is not None:
            ids = [self._id]
            self._all = None
            self.opened.emit("accounts", None)
            self.context.write(self, deleted.move, entity=Account, ids=ids, today=self.context.today())

    def change(self, **values: Any) -> None:
        """Write fields that are edited in place."""
        if self._id is not None:
            self.context.write(
                self, accounts.change, account_id=self._id, today=self.context.today(), **values
            )


def _slower(session: Any, account_id: int, today: Any) -> Slower:
    with loading:
        from csdesk.book import standing  # noqa: F401  numpy, before the question needs it
    return slower(session, account_id, today)
