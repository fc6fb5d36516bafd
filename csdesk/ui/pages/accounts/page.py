"""The accounts grid with its sheets: sort, filter, views, edit in place, change many, paste, export."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from csdesk.book import accounts, accounts_grid, own_fields
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Contact,
    Contract,
    ContractPause,
    ContractStep,
    Discount,
    OwnerRole,
    OwnField,
    OwnOn,
    Rate,
    Setting,
    Ticket,
    UsageReading,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.grid.columns import GridColumn, Quick, View
from csdesk.ui.grid.page import GridPage, empty_state
from csdesk.ui.jobs import loading
from csdesk.ui.pages.accounts.columns import COMPLETED, columns, quick, views
from csdesk.ui.pages.accounts.lines import Figure, lines
from csdesk.ui.pages.accounts.sheets import add_sheet, edit_sheet, many_sheet, values_of
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState


class Basics(NamedTuple):
    """The first answer: enough to paint the names."""

    columns: accounts_grid.Columns
    own: Sequence[OwnField]
    words: Mapping[str, Sequence[str]]


class AccountsPage(GridPage):
    """Names first, figures as they come: the grid is readable before the numbers are computed."""

    key, title, icon = "accounts", mark("Accounts"), "building-2"
    entity, room = Account, "account"
    more = (
        *("edit", "change_many", "merge", "remove", "paste", "fill_down", "export_shown"),
        *("save_view", "all_shown", "duplicates", "bin"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Add account"))
        self.shows = (
            Account, Activity, Contact, Contract, ContractPause, ContractStep, Discount, OwnerRole, OwnField,
            Rate, Setting, Ticket, UsageReading,
        )  # fmt: skip

    # answers

    def refresh(self) -> None:
        self.context.ask(self, self._take, _basics, today=self.context.today())

    def _take(self, basics: Basics) -> None:
        before = {line.id: (line.figure, line.renewal) for line in self.lines}
        found = lines(basics.columns.ids, basics.columns.columns)
        for line in found:  # yesterday's figures stand until the new ones are there
            line.figure, line.renewal = before.get(line.id, (None, None))
        self.show_lines(found, basics.own, basics.words, basics.columns.currency)
        if not before:
            self.panel.grid.viewport().repaint()  # names first: the question that follows brings numpy
        self.context.ask(self, self._take_figures, _figures, today=self.context.today())

    def _take_figures(self, answer: "tuple[Mapping[int, Figure], Mapping[int, Any]]") -> None:
        figures, renewals = answer
        for line in self.lines:
            line.figure, line.renewal = figures.get(line.id), renewals.get(line.id)
        self.show_figures()

    # what the grid asks

    def columns(self) -> list[GridColumn]:
        return columns(self.context.today(), self.currency, self.own, self.words)

    def quick(self) -> list[Quick]:
        return quick(self.lines, self.context.today())

    def views(self) -> list[View]:
        return views()

    def empty(self) -> EmptyState:
        return empty_state(
            self,
            "building-2",
            tr("Your accounts, in one list"),
            tr("Accounts stand here with their contracts, people and numbers. Bring them from the sheet you "
               "have; csdesk finds the columns and shows every row before anything is written."),
            tr("Add account"),
            tr("You can also drop a CSV or Excel file on this window."),
        )  # fmt: skip

    def about(self) -> str:
        if not self.lines:
            return tr("No accounts yet")
        parts = [counted(len(self.lines), "{n} account", "{n} accounts")]
        if any(line.figure for line in self.lines):
            units = self.summed(self.lines)
            known = units is not None
            said = tr("{money} MRR", money=formats.money(units, self.currency))
            parts.append(said if known else tr("MRR not known, an exchange rate is missing"))
        parts.append(tr("as of {day}", day=formats.day(self.context.today())))
        return "  ·  ".join(parts)

    def shown_words(self, shown: str) -> str:
        return tr("{counted} accounts", counted=shown)

    def summed(self, chosen: Sequence[Any]) -> int | None:
        known = [line.figure.in_book for line in chosen if line.figure]
        return sum(known) if known and None not in known else None

    # deeds

    def deeds(self) -> dict[str, Callable[[], None]]:
        deeds = super().deeds()
        if not self.context.book.readonly and len(self.panel.grid.chosen()) == 2:
            deeds["merge"] = self.merge
        return deeds

    def deed_words(self) -> dict[str, str]:
        said = {"new": tr("Add account"), "edit": tr("Edit account…")}
        chosen = self.panel.grid.chosen()
        if len(chosen) == 2:
            said["merge"] = tr("Merge {gone} into {keep}", keep=chosen[0].name, gone=chosen[1].name)
        return said

    def add(self) -> None:
        self.show_sheet(add_sheet(self, self.own, self.words))

    def edit_one(self, record_id: int) -> None:
        self.context.ask(self, self._edit, _one, account_id=record_id)

    def _edit(self, account: Account) -> None:
        values = values_of(account, self.own)
        self.show_sheet(edit_sheet(self, account.id, account.name, values, self.own, self.words))

    def edit_many(self, ids: Sequence[int]) -> None:
        self.show_sheet(many_sheet(self, ids, self.own, self.words))

    def merge(self) -> None:
        """Make the two chosen accounts one: the upper one stays, histories are summed."""
        from csdesk.book import accounts_merge

        keep, gone = (line.id for line in self.panel.grid.chosen())
        self.context.write(self, accounts_merge.merge, keep_id=keep, gone_id=gone, today=self.context.today())

    def write_field(self, ids: Sequence[int], field: str, value: Any) -> None:
        today = self.context.today()
        if len(ids) == 1:
            self.context.write(self, accounts.change, account_id=ids[0], today=today, **{field: value})
        else:
            self.context.write(self, accounts.bulk_change, ids=ids, field=field, value=value, today=today)

    def write_each(self, changes: Mapping[int, Mapping[str, Any]]) -> None:
        self.context.write(self, accounts.change_each, changes=changes, today=self.context.today())


def _basics(session: Any, today: date) -> Basics:
    return Basics(
        accounts_grid.grid(session, today),
        own_fields.listing(session, OwnOn.ACCOUNT),
        {name: accounts.choices_of(session, name) for name in (*COMPLETED, "tags")},
    )


def _figures(session: Any, today: date) -> tuple[Mapping[int, Figure], Mapping[int, Any]]:
    with loading:  # numpy comes with these, after the names are on screen
        from csdesk.book import standing

    grid = standing.account_grid(session, today)
    found = {}
    for at, account_id in enumerate(grid.ids):
        currency = grid.currency[at] or grid.book_currency
        mrr = grid.mrr[at]
        mrr = grid.mrr_book[at] if mrr is None else mrr
        months = _from_beginning(grid.series[at])
        found[account_id] = Figure(str(grid.status[at]), mrr, currency, grid.mrr_book[at], months)
    return found, dict(zip(grid.ids, grid.renewal, strict=True))


def _from_beginning(series: Sequence[int | None]) -> list[int | None]:
    """Return the months from the first one that was paid on; what was before is no line at zero."""
    first = next((place for place, value in enumerate(series) if value), len(series))
    return [None] * first + list(series[first:])


def _one(session: Any, account_id: int) -> Account:
    found: Account = session.get_one(Account, account_id)
    return found
