"""One partner on one page: a header that stays, an index at the side, sections below one another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from csdesk.book import deleted, partners
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
    Link,
    OwnField,
    Partner,
    Rate,
    Setting,
    SurveyResponse,
    fields_of,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.pages.partner import findings
from csdesk.ui.pages.partner.answers import PAGE, Everything, Slower, everything, slower
from csdesk.ui.pages.partner.sections import BroughtSection, gone_section
from csdesk.ui.pages.partners.columns import STATUS_TONES
from csdesk.ui.pages.partners.sheets import edit_sheet
from csdesk.ui.pages.record import revenue
from csdesk.ui.pages.record.details import DetailsSection, own_words
from csdesk.ui.pages.record.history import HistorySection
from csdesk.ui.pages.record.in_place import InPlace
from csdesk.ui.pages.record.links import links_section
from csdesk.ui.pages.record.people import people_section
from csdesk.ui.pages.record.surveys import surveys_section
from csdesk.ui.pages.record.timeline import TimelineSection
from csdesk.ui.record import RecordHeader, RecordPage
from csdesk.ui.theme import S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.chart import ChartView
from csdesk.ui.widgets.parts import Fact, Section, button, icon_button

DETAILS = ("type", "tier", "domain", "phone", "city", "region", "country", "currency", "owner",
           "agreement_start", "agreement_end", "external_id", "tags")  # fmt: skip
TAG_TONES = {"accent": "unknown", "watch": "watch"}  # what a tag calls the tones of a status


class PartnerPage(RecordPage):
    """``receive(id)`` shows a partner; everything else follows from it."""

    key, title, icon = "partner", mark("Partner"), "handshake"
    more = ("edit", "add_person", "remove_record")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (
            Account, Activity, Churn, Contact, Contract, ContractPause, ContractStep, Discount, Link,
            OwnField, Partner, Rate, Setting, SurveyResponse,
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
        more = icon_button(theme, "ellipsis", tr("More"))
        more.clicked.connect(lambda: self.more_wanted.emit(more))
        header = RecordHeader(context, tr("Partners"), (edit, log, more))
        self.facts = {
            name: Fact(words)
            for name, words in (
                ("mrr", tr("MRR brought")),
                ("change", tr("12 months")),
                ("accounts", tr("Accounts paying")),
                ("agreement", tr("Agreement ends")),
                ("contact", tr("Last contact")),
                ("lost", tr("Accounts lost")),
            )
        }
        header.add_facts(*self.facts.values())
        self.build(header)
        self._build_sections()

    def _build_sections(self) -> None:
        context = self.context
        self.chart = ChartView(context.jobs, context.theme, 200)
        self.revenue = Section(tr("Revenue"), body=self.chart, gap=S)
        self.brought = BroughtSection(self)
        self.gone = gone_section(self)
        self.people = people_section(self, self._owner, self._known_people)
        self.details = DetailsSection(tr("Details"), readonly=context.book.readonly)
        self.details.edit_link.clicked.connect(self.edit)
        self.timeline = TimelineSection(self, self._owner)
        self.surveys = surveys_section(self, self._owner, self._known_people)
        self.notes = InPlace(self, "notes", tr("Notes"), tr("Anything worth knowing before a call"))
        self.written = Section(tr("Notes"), note=tr("saved as you leave them"), body=self.notes, gap=S)
        self.links = links_section(self, self._owner)
        self.history = HistorySection(self, Partner)
        self.add_section(self.brought)
        self.add_section(self.revenue)
        self.add_section(self.gone)
        self.add_pair(self.people, self.details, (11, 9))
        self.add_section(self.timeline)
        self.add_section(self.written)
        self.add_pair(self.links, self.surveys)
        self.add_section(self.history)
        self.chart.opened.connect(lambda _records, _label: self.scroll_to(self.brought.title))
        self.timeline.more_wanted.connect(self._read_more)

    # answers

    def receive(self, what: object) -> None:
        if isinstance(what, int) and what != self._id:
            self._id, self._entries = what, PAGE
            self._all = self._slower = None
            self.to_top()
        self.stale()

    @property
    def partner_id(self) -> int | None:
        """The partner shown."""
        return self._id

    def refresh(self) -> None:
        if self._id is None:
            return
        partner_id, today, entries = self._id, self.context.today(), self._entries
        self.context.jobs.ask(
            lambda: self.context.book.read(everything, partner_id, today, entries=entries),
            owner=self,
            done=self._take,
            failed=self._on_gone,
        )

    def _on_gone(self, error: BaseException) -> None:
        """Go back to the partners when this one was deleted or undone away."""
        if self._all is not None:
            self.opened.emit("partners", None)
        else:
            self.context.jobs.failed.emit(error)

    def _take(self, found: Everything) -> None:
        if found.partner.id != self._id:
            return
        anew = self._all is None
        self._all = found
        page = found.page
        self.brought.show_all(found)
        self.gone.show_accounts(found.gone, "")
        self.people.show_records(page.contacts)
        self.details.show_details(_details(found))
        self.timeline.show_entries(page.activities)
        self.surveys.show_records(page.surveys.rows)
        self.notes.show_text(found.partner.notes or "", anew=anew)
        self.links.show_records(page.links)
        self.revenue.setVisible(bool(found.brought))
        self.gone.setVisible(bool(found.gone))
        for section, number in (
            (self.brought, len(found.brought)),
            (self.gone, len(found.gone)),
            (self.people, len(page.contacts)),
            (self.timeline, page.activities.total),
            (self.surveys, page.surveys.total),
            (self.links, len(page.links)),
        ):
            self.index.count(section.title, number)
        self.index.show_only([title for title, part in self.sections.items() if not part.isHidden()])
        self._say_header()
        self.status_changed.emit()
        self.deeds_changed.emit()
        self.context.ask(
            self,
            self._take_slower,
            slower,
            partner_id=found.partner.id,
            today=self.context.today(),
            currency=page.currency,
            accounts=[one.id for one in found.brought],
        )

    def _take_slower(self, found: Slower) -> None:
        self._slower = found
        self.chart.show_data(revenue.trend(found.mrr))
        self.revenue.note.say(revenue.note(found.mrr))
        self.history.show_events(found.history)
        self._say_header()
        self.status_changed.emit()

    def _say_header(self) -> None:
        found = self._all
        if found is None:
            return
        partner, today = found.partner, self.context.today()
        tags: list[tuple[str, str]] = []
        if partner.status:
            tone = STATUS_TONES.get(partner.status, "")
            tags.append((tr(partner.status.label), TAG_TONES.get(tone, "")))
        if partner.type:
            tags.append((tr(partner.type.label), ""))
        if partner.tier:
            tags.append((partner.tier, ""))
        parts = [", ".join(part for part in (partner.city, partner.country) if part)]
        if partner.agreement_start:
            parts.append(tr("since {month}", month=formats.month(partner.agreement_start)))
        self.header.show_name(partner.name, tags, "  ·  ".join(part for part in parts if part))
        self.header.people.show_people([person.name for person in found.page.contacts])
        facts = findings.header(found, self._slower, today)
        for name, fact in self.facts.items():
            fact.say(*facts.get(name, (formats.MISSING,)))
        self.header.leave_out({fact for name, fact in self.facts.items() if name not in facts})
        self.header.fit()

    def _read_more(self, count: int) -> None:
        self._entries = count
        self.stale()

    def _owner(self) -> dict[str, int]:
        if self._id is None:
            raise AssertionError("a partner is shown before anything is added to it")
        return {"partner_id": self._id}

    def _known_people(self) -> list[tuple[int, str]]:
        return [(person.id, person.name) for person in self._all.page.contacts] if self._all else []

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
            }
            deeds |= {"new": self.people.add, "add_person": self.people.add}
        return deeds

    def deed_words(self) -> Mapping[str, str]:
        name = self._all.partner.name if self._all else ""
        return {
            "new": tr("Add person…"),
            "edit": tr("Edit partner…"),
            "log": tr("Log contact with {name}", name=name) if name else tr("Log contact"),
            "remove_record": tr("Move the partner to the bin"),
            "filter": tr("Write on the timeline"),
        }

    def status(self) -> Sequence[str]:
        if self._all is None or self._slower is None or not self._slower.history:
            return ()
        changed = self._slower.history[0].when
        name = self._all.partner.name
        return (tr("{name}, changed {day}", name=name, day=formats.day(changed.astimezone().date())),)

    def log(self) -> None:
        """Write on the timeline: the line stands ready, wherever the page was."""
        self.scroll_to(self.timeline.title)
        self.timeline.quick.begin()

    def edit(self) -> None:
        """Open the sheet with every field."""
        found = self._all
        if found is not None:
            self.show_sheet(edit_sheet(self, found.partner, found.own, found.words, found.page.currency))

    def remove(self) -> None:
        """Move the partner to the bin and go back to the list; undo brings it back."""
        if self._id is not None:
            ids = [self._id]
            self._all = None
            self.opened.emit("partners", None)
            self.context.write(self, deleted.move, entity=Partner, ids=ids, today=self.context.today())

    def change(self, **values: Any) -> None:
        """Write fields that are edited in place."""
        if self._id is not None:
            self.context.write(self, partners.change, partner_id=self._id, **values)


def _details(found: Everything) -> list[tuple[str, str]]:
    labels = {field.name: tr(field.label) for field in fields_of(Partner)}
    held = [(labels[name], getattr(found.partner, name)) for name in DETAILS]
    ours = [(label, formats.shown(value)) for label, value in held if value not in (None, "", ())]
    return [*ours, *own_words(found.own, found.partner.own, found.page.currency)]
