"""The accounts grid with its sheets: sort, filter, views, edit in place, change many, paste, export."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu

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
    Tags,
    Ticket,
    UsageReading,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.grid.panel import GridPanel
from csdesk.ui.grid.sharing import export_shown, offer_paste
from csdesk.ui.inputs import Input
from csdesk.ui.jobs import loading
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.pages.accounts.columns import COMPLETED, PAYING, columns, quick, views
from csdesk.ui.pages.accounts.lines import Figure, Line, lines
from csdesk.ui.pages.accounts.sheets import add_sheet, edit_sheet, many_sheet
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import button, column


class Basics(NamedTuple):
    """The first answer: enough to paint the names."""

    columns: accounts_grid.Columns
    own: Sequence[OwnField]
    words: Mapping[str, Sequence[str]]


class AccountsPage(Page):
    """Names first, figures as they come: the grid is readable before the numbers are computed."""

    key, title, icon = "accounts", mark("Accounts"), "building-2"
    more = (
        *("edit", "change_many", "merge", "remove", "paste", "fill_down", "export_shown"),
        *("save_view", "all_shown", "duplicates", "bin"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (
            Account, Activity, Contact, Contract, ContractPause, ContractStep, Discount, OwnerRole, OwnField,
            Rate, Setting, Ticket, UsageReading,
        )  # fmt: skip
        self._own: Sequence[OwnField] = ()
        self._words: Mapping[str, Sequence[str]] = {}
        self._currency = "EUR"
        self._wanted: int | None = None
        self._lines: list[Line] = []
        self._told = QTimer(self, singleShot=True, interval=0)
        self._told.timeout.connect(self.status_changed)
        self._told.timeout.connect(self.deeds_changed)
        self._import = button(tr("Import"), "plain", context.theme, "download")
        self._add = button(tr("Add account"), "main", context.theme, "plus")
        self._import.clicked.connect(lambda: self.deed_wanted.emit("import"))
        self._add.clicked.connect(self.add)
        self._add.setEnabled(not context.book.readonly)
        self.header = PageHeader(tr(self.title), self, self._import, self._add)
        self.panel = self._build_panel()
        self._box = column(self.header, self.panel, gap=0)
        self.setLayout(self._box)

    def _build_panel(self) -> GridPanel:
        context = self.context
        found = columns(context.today(), self._currency, self._own)
        panel = GridPanel(
            context,
            "accounts",
            found,
            views=views(),
            quick=quick((), context.today()),
            order=(("mrr", True),),
            name=tr("Accounts"),
        )
        panel.set_empty(self._empty())
        panel.activated.connect(lambda line: self.opened.emit("account", line.id))
        panel.edited.connect(self._on_edited)
        panel.chosen_changed.connect(self._on_chosen)
        panel.menu_wanted.connect(self._open_menu)
        return panel

    def _empty(self) -> EmptyState:
        theme = self.context.theme
        bring = button(tr("Import a file"), "main", theme, "download")
        add = button(tr("Add account"), "plain", theme, "plus")
        sample = button(tr("Open the sample"), "quiet")
        bring.clicked.connect(lambda: self.deed_wanted.emit("import"))
        add.clicked.connect(self.add)
        sample.clicked.connect(lambda: self.deed_wanted.emit("open_sample"))
        return EmptyState(
            "building-2",
            tr("Your accounts, in one list"),
            tr("Accounts stand here with their contracts, people and numbers. Bring them from the sheet you "
               "have; csdesk finds the columns and shows every row before anything is written."),
            bring,
            add,
            sample,
            theme=theme,
            foot=tr("You can also drop a CSV or Excel file on this window."),
        )  # fmt: skip

    # answers

    def refresh(self) -> None:
        self.context.ask(self, self._take, _basics, today=self.context.today())

    def _take(self, basics: Basics) -> None:
        same = [(one.name, one.kind, one.choices) for one in basics.own]
        if same != [(one.name, one.kind, one.choices) for one in self._own]:
            self._own = basics.own
            self._rebuild()
        self._words, self._currency = basics.words, basics.columns.currency
        before = {line.id: (line.figure, line.renewal) for line in self._lines}
        self._lines = lines(basics.columns.ids, basics.columns.columns)
        for line in self._lines:  # yesterday's figures stand until the new ones are there
            line.figure, line.renewal = before.get(line.id, (None, None))
        self.panel.show_rows(self._lines)
        self._say()
        empty = not self._lines
        self._add.setVisible(not empty)
        self._import.setVisible(not empty)
        if self._wanted is not None:
            self.panel.grid.choose([self._wanted])
            self._wanted = None
        self.context.ask(self, self._take_figures, _figures, today=self.context.today())
        self.deeds_changed.emit()

    def _take_figures(self, answer: "tuple[Mapping[int, Figure], Mapping[int, Any]]") -> None:
        figures, renewals = answer
        for line in self._lines:
            line.figure, line.renewal = figures.get(line.id), renewals.get(line.id)
        self.panel.set_quick(quick(self._lines, self.context.today()))
        self.panel.rows.renew_all()
        self._say()

    def _rebuild(self) -> None:
        """Build the grid anew: the user's own fields are columns, and they changed."""
        old, focused = self.panel, self.isAncestorOf(self.window().focusWidget() or self)
        self.panel = self._build_panel()
        self._box.replaceWidget(old, self.panel)
        old.hide()
        old.deleteLater()
        if focused:
            self.take_focus()

    def _say(self) -> None:
        count = counted(len(self._lines), "{n} account", "{n} accounts")
        if not self._lines:
            self.header.say(tr("No accounts yet"))
            return
        parts = [count]
        if any(line.figure for line in self._lines):
            parts.append(tr("{money} MRR", money=formats.money(self._sum(self._lines), self._currency)))
        parts.append(tr("as of {day}", day=formats.day(self.context.today())))
        self.header.say("  ·  ".join(parts))

    @staticmethod
    def _sum(of: Sequence[Line]) -> int:
        return sum(line.figure.in_book or 0 for line in of if line.figure)

    # deeds

    def receive(self, what: object) -> None:
        """Take words for the filter, or ids of accounts to show alone."""
        if isinstance(what, str):
            self.panel.filter.setText(what)
        elif isinstance(what, int):
            self._wanted = what
            self.panel.grid.choose([what])

    def deeds(self) -> dict[str, Callable[[], None]]:
        deeds = self.panel.deeds()
        if self._lines:
            deeds["export_shown"] = self._export
        if not self.context.book.readonly:
            deeds["new"] = self.add
            if self.panel.grid.chosen():
                deeds |= {"edit": self.edit, "change_many": self.change_many, "remove": self.remove}
                deeds |= {"fill_down": self.fill_down, "paste": self.paste}
            if len(self.panel.grid.chosen()) == 2:
                deeds["merge"] = self.merge
        return deeds

    def deed_words(self) -> dict[str, str]:
        said = {"new": tr("Add account"), "edit": tr("Edit account…")}
        chosen = self.panel.grid.chosen()
        if len(chosen) == 2:
            said["merge"] = tr("Merge {gone} into {keep}", keep=chosen[0].name, gone=chosen[1].name)
        return said

    def status(self) -> Sequence[str]:
        selected, shown = self.panel.counted()
        chosen = self.panel.grid.chosen()
        money = formats.money(self._sum(chosen), self._currency)
        summed = tr("sum MRR {money}", money=money) if any(line.figure for line in chosen) else ""
        return selected, summed, tr("{counted} accounts", counted=shown)

    def take_focus(self) -> None:
        self.panel.grid.setFocus()

    def add(self) -> None:
        self.show_sheet(add_sheet(self, self._own, self._words))

    def edit(self) -> None:
        """Edit the chosen account in the sheet; several of them by one field."""
        chosen = self.panel.grid.chosen()
        if len(chosen) == 1:
            self.context.ask(self, self._edit_one, _one, account_id=chosen[0].id)
        elif chosen:
            self.change_many()

    def _edit_one(self, answer: tuple[int, str, dict[str, Any]]) -> None:
        account_id, name, values = answer
        self.show_sheet(edit_sheet(self, account_id, name, values, self._own, self._words))

    def change_many(self) -> None:
        ids = [line.id for line in self.panel.grid.chosen()]
        if ids:
            self.show_sheet(many_sheet(self, ids, self._own, self._words))

    def remove(self) -> None:
        from csdesk.book import deleted

        ids = [line.id for line in self.panel.grid.chosen()]
        if ids:
            self.context.write(self, deleted.move, entity=Account, ids=ids, today=self.context.today())

    def merge(self) -> None:
        """Make the two chosen accounts one: the upper one stays, histories are summed."""
        from csdesk.book import accounts_merge

        keep, gone = (line.id for line in self.panel.grid.chosen())
        self.context.write(self, accounts_merge.merge, keep_id=keep, gone_id=gone, today=self.context.today())

    def fill_down(self) -> None:
        """Give the selected rows what the first of them has in the current column."""
        chosen = self.panel.grid.chosen()
        place = self.panel.grid.currentIndex().column()
        given = self.panel.rows.columns[place].edit if place >= 0 else None
        if len(chosen) > 1 and given is not None and given.start is not None and given.field != "name":
            self._on_edited(chosen[1:], given, given.start(chosen[0]))

    def paste(self) -> None:
        """Show what the clipboard would change before it is written."""

        def apply(changes: Mapping[int, Mapping[str, Any]]) -> None:
            self.context.write(self, accounts.change_each, changes=changes, today=self.context.today())

        offer_paste(self, self.panel.grid, self.context, apply)

    def _export(self) -> None:
        export_shown(self, self.panel.grid, self.context, tr("Accounts"))

    def _on_edited(self, records: Sequence[Line], given: Input, value: Any) -> None:
        if len(records) == 1:
            self.context.write(
                self,
                accounts.change,
                account_id=records[0].id,
                today=self.context.today(),
                **{given.field: value},
            )
        else:
            self.context.write(
                self,
                accounts.bulk_change,
                ids=[line.id for line in records],
                field=given.field,
                value=value,
                today=self.context.today(),
            )

    def _on_chosen(self) -> None:
        self._told.start()  # once for many changes in a row

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        offered = self.deeds()
        entries: tuple[tuple[str, Callable[[], None], bool], ...] = (
            (tr("Open"), self._open_current, True),
            (tr("Edit…"), self.edit, "edit" in offered),
            (tr("Change the selected…"), self.change_many, "change_many" in offered),
            (tr("Copy"), self.panel.grid.copy, True),
            (tr("Copy the cell"), self.panel.grid.copy_cell, True),
            (tr("Paste from a sheet…"), self.paste, "paste" in offered),
            (tr("Fill down"), self.fill_down, len(self.panel.grid.chosen()) > 1 and "fill_down" in offered),
            (tr("Move to the bin"), self.remove, "remove" in offered),
        )
        for words, run, can in entries:
            menu.addAction(words, run).setEnabled(can)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _open_current(self) -> None:
        line = self.panel.grid.current()
        if line is not None:
            self.opened.emit("account", line.id)


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


def _one(session: Any, account_id: int) -> tuple[int, str, dict[str, Any]]:
    account = session.get(Account, account_id)
    values = {name: getattr(account, name) for name in Account.__table__.columns.keys()}  # noqa: SIM118
    values |= {f"x:{name}": value for name, value in (account.own or {}).items()}
    values["tags"] = Tags(account.tags)
    return account_id, account.name, values


def is_paying(line: Line) -> bool:
    """Tell whether an account pays now."""
    return line.figure is not None and line.figure.status in PAYING
