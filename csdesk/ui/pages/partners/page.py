"""The partners grid with its sheets: who brings us customers, how it goes with them, what that pays."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from csdesk.book import partners
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Contact,
    Contract,
    ContractPause,
    ContractStep,
    Discount,
    Link,
    OwnField,
    OwnOn,
    Partner,
    Rate,
    Setting,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.grid.columns import GridColumn, Quick, View
from csdesk.ui.grid.page import GridPage, empty_state
from csdesk.ui.jobs import loading
from csdesk.ui.pages.partners.columns import COMPLETED, columns, quick, views
from csdesk.ui.pages.partners.lines import Brought, lines
from csdesk.ui.pages.partners.sheets import add_sheet, edit_sheet, many_sheet
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState


class Basics(NamedTuple):
    """The first answer: everything but the twelve months."""

    ids: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    currency: str
    own: Sequence[OwnField]
    words: Mapping[str, Sequence[str]]


class PartnersPage(GridPage):
    """What a partner brings is counted by the contracts that came through it."""

    key, title, icon = "partners", mark("Partners"), "handshake"
    entity, room = Partner, "partner"

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Add partner"))
        self.shows = (
            Account, Activity, Contact, Contract, ContractPause, ContractStep, Discount, Link, OwnField,
            Partner, Rate, Setting,
        )  # fmt: skip

    # answers

    def refresh(self) -> None:
        self.context.ask(self, self._take, _basics, today=self.context.today())

    def _take(self, basics: Basics) -> None:
        before = {line.id: line.figure for line in self.lines if line.figure is not None}
        found = lines(basics.ids, basics.columns)
        for line in found:
            months = before[line.id].months if line.id in before else []
            line.figure = Brought(line.get("mrr"), line.get("brought"), line.get("accounts"), months)
        self.show_lines(found, basics.own, basics.words, basics.currency)
        self.panel.set_quick(self.quick())
        self.context.ask(self, self._take_months, _months, today=self.context.today())

    def _take_months(self, months: Mapping[int, list[int | None]]) -> None:
        for line in self.lines:
            figure = line.figure
            line.figure = Brought(figure.mrr, figure.brought, figure.paying, _begun(months.get(line.id, [])))
        self.show_figures()

    # what the grid asks

    def columns(self) -> list[GridColumn]:
        return columns(self.context.today(), self.currency, self.own, self.words)

    def quick(self) -> list[Quick]:
        return quick(self.lines, self.context.today())

    def views(self) -> list[View]:
        return views()

    def about(self) -> str:
        if not self.lines:
            return tr("No partners yet")
        accounts = sum(line.figure.paying for line in self.lines)
        parts = [
            counted(len(self.lines), "{n} partner", "{n} partners"),
            counted(accounts, "{n} paying account brought", "{n} paying accounts brought"),
        ]
        units = self.summed(self.lines)
        if units is not None:
            parts.append(tr("{money} MRR", money=formats.money(units, self.currency)))
        parts.append(tr("as of {day}", day=formats.day(self.context.today())))
        return "  ·  ".join(parts)

    def shown_words(self, shown: str) -> str:
        return tr("{counted} partners", counted=shown)

    def summed(self, chosen: Sequence[Any]) -> int | None:
        known = [line.figure.mrr for line in chosen]
        return None if None in known else sum(known)

    def empty(self) -> EmptyState:
        return empty_state(
            self,
            "handshake",
            tr("Your partners, in one list"),
            tr("Resellers, referrers and integrators stand here with their agreements, their people, and the "
               "accounts they brought with what those pay."),
            tr("Add partner"),
            tr("A contract names its partner; that is how csdesk knows who brought whom."),
        )  # fmt: skip

    # deeds

    def deed_words(self) -> dict[str, str]:
        return {"new": tr("Add partner"), "edit": tr("Edit partner…")}

    def add(self) -> None:
        self.show_sheet(add_sheet(self, self.own, self.words, self.currency))

    def edit_one(self, record_id: int) -> None:
        self.context.ask(self, self._edit, _one, partner_id=record_id)

    def _edit(self, partner: Partner) -> None:
        self.show_sheet(edit_sheet(self, partner, self.own, self.words, self.currency))

    def edit_many(self, ids: Sequence[int]) -> None:
        self.show_sheet(many_sheet(self, ids, self.own, self.words, self.currency))

    def write_field(self, ids: Sequence[int], field: str, value: Any) -> None:
        if len(ids) == 1:
            self.context.write(self, partners.change, partner_id=ids[0], **{field: value})
        else:
            self.context.write(self, partners.bulk_change, ids=ids, field=field, value=value)

    def write_each(self, changes: Mapping[int, Mapping[str, Any]]) -> None:
        self.context.write(self, partners.change_each, changes=changes)


def _basics(session: Any, today: date) -> Basics:
    from csdesk.book import own_fields

    with loading:  # numpy comes with it
        from csdesk.book import partners_page

    found = partners_page.grid(session, today)
    return Basics(
        found.ids,
        found.columns,
        found.currency,
        own_fields.listing(session, OwnOn.PARTNER),
        {name: partners.choices_of(session, name) for name in (*COMPLETED, "tags")},
    )


def _months(session: Any, today: date) -> Mapping[int, list[int | None]]:
    with loading:
        from csdesk.book import contracts_mrr
        from csdesk.metrics.calendar import recent_month_ends

    return contracts_mrr.by_partner(session, recent_month_ends(today, 12))


def _begun(months: Sequence[int | None]) -> list[int | None]:
    """Return the months from the first that brought something on; what was before is no line at zero."""
    first = next((place for place, units in enumerate(months) if units), len(months))
    return [None] * first + list(months[first:])


def _one(session: Any, partner_id: int) -> Partner:
    found: Partner = session.get_one(Partner, partner_id)
    return found
