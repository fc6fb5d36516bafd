"""Whom a partner brought: those who pay and those who left, as rows that open the account."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from csdesk.ui import formats
from csdesk.ui.grid.cells import Cash, Name, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import small_grid
from csdesk.ui.page import Page
from csdesk.ui.pages.accounts.columns import STATUS
from csdesk.ui.pages.partner.answers import Brought, Everything, Gone
from csdesk.ui.theme import XS
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.parts import Section, button, words

TONES = {"leaving": "risk", "trial": "accent", "won_back": "accent", "lost": "faded"}
LIMIT = 10


class AccountsSection(Section):
    """Rows that lead to accounts; ``nothing`` is said where there are none."""

    def __init__(self, page: Page, title: str, columns: Sequence[GridColumn], nothing: str) -> None:
        self._page = page
        self._all: Sequence[Any] = ()
        self.grid = small_grid(columns, page.context.theme, title)
        self._more = button("", "link")
        self._more.clicked.connect(lambda: self._fill(len(self._all)))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(words(nothing, "faded", wrap=True))
        self._holder = holder
        super().__init__(title, self._more, body=holder, gap=XS)
        self.grid.activated_record.connect(self._open)
        self.grid.menu_wanted.connect(self._open_menu)

    def show_accounts(self, accounts: Sequence[Any], note: str) -> None:
        """Show the accounts, the first few until more are asked for."""
        self._all = accounts
        self.note.say(note)
        self._fill(LIMIT)

    def _fill(self, most: int) -> None:
        shown = self._all[:most]
        self.grid.rows.show(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        self._holder.setFixedHeight(self.grid.height() if shown else 28)
        self._more.setVisible(len(self._all) > len(shown))
        self._more.setText(tr("Show all {n}", n=len(self._all)))

    def _open(self, record: Any) -> None:
        self._page.opened.emit("account", record.id)

    def _open_menu(self, place: QPoint) -> None:
        current = self.grid.current()
        if current is None:
            return
        menu = QMenu(self)
        menu.addAction(tr("Open"), lambda: self._open(current))
        menu.addAction(tr("Copy"), self.grid.copy)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


class BroughtSection(AccountsSection):
    """All the accounts they brought, the one that pays most first."""

    def __init__(self, page: Page) -> None:
        self._currency, self._total = "EUR", 0
        columns = (
            GridColumn("name", tr("Account"), lambda one: one.name, "name", 220, cell=_name),
            GridColumn("status", tr("Status"), lambda one: tr(STATUS[one.status]), "text", 96, cell=_status),
            GridColumn("since", tr("Brought"), lambda one: one.since, "number", 104, text=_since),
            GridColumn(
                "contracts", tr("Contracts"), lambda one: one.contracts, "number", 84, text=_contracts
            ),
            GridColumn(
                "mrr",
                tr("MRR"),
                lambda one: one.mrr,
                "cash",
                110,
                cell=self._cash,
                text=lambda one: formats.money(one.mrr, self._currency),
                tip=_rate,
            ),
            GridColumn("share", tr("Share"), self._share, "number", 72, text=self._share_words),
        )
        nothing = tr(
            "Nobody yet. A contract names the partner through whom it came; the account then stands here."
        )
        super().__init__(page, tr("Accounts"), columns, nothing)

    def show_all(self, found: Everything) -> None:
        """Show whom they brought, with what that pays."""
        self._currency, self._total = found.page.currency, found.page.mrr or 0
        note = ""
        if found.brought:
            came = counted(len(found.brought), "{n} brought", "{n} brought")
            pay = counted(found.paying, "{n} pays", "{n} pay") if found.paying else tr("none pays now")
            month = self._money(found.page.mrr) if found.page.mrr else ""
            note = ", ".join(part for part in (came, pay, month) if part)
        self.show_accounts(found.brought, note)

    def _money(self, units: int) -> str:
        return tr("{money} a month", money=formats.money(units, self._currency))

    def _cash(self, one: Brought) -> Cash | None:
        if one.mrr is None:
            return None
        shown = formats.amount(one.mrr, self._currency, cents=False)
        return Cash(formats.sign(self._currency), shown, "ink" if one.mrr else "faded")

    def _share(self, one: Brought) -> float | None:
        return one.mrr / self._total if one.mrr and self._total else None

    def _share_words(self, one: Brought) -> str:
        share = self._share(one)
        return "" if share is None else formats.percent(share, 0)


def gone_section(page: Page) -> AccountsSection:
    """Return the section of the accounts they brought that are lost."""
    columns = (
        GridColumn("name", tr("Account"), lambda one: one.name, "name", 200),
        GridColumn("since", tr("Brought"), lambda one: one.since, "number", 104, text=_since),
        GridColumn(
            "left",
            tr("Last day"),
            lambda one: one.last_day,
            "number",
            104,
            text=lambda one: formats.day(one.last_day),
        ),
        GridColumn("reason", tr("Reason"), lambda one: one.reason, "text", 130, tip=lambda one: one.reason),
        GridColumn(
            "feedback",
            tr("What they said"),
            lambda one: one.feedback,
            "text",
            240,
            tip=lambda one: one.feedback,
        ),
    )
    return AccountsSection(page, tr("Accounts lost"), columns, tr("None of those they brought has left."))


def _name(one: Brought) -> Name:
    return Name(one.name, one.country if len(one.country) == 2 else "")


def _status(one: Brought) -> Toned:
    return Toned(tr(STATUS[one.status]), TONES.get(one.status, "ink"))


def _since(one: Brought | Gone) -> str:
    return formats.month(one.since)


def _contracts(one: Brought) -> str:
    return formats.number(one.contracts)


def _rate(one: Brought) -> str:
    return tr("An exchange rate is missing. Add it in Settings.") if one.mrr is None else ""
