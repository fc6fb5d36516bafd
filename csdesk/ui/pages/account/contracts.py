"""The contracts of an account, with the verbs that fit the chosen one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from csdesk.book import contracts
from csdesk.book.contracts_listing import ContractLine, State, mrr_by_currency
from csdesk.ui import formats
from csdesk.ui.actions import DEEDS
from csdesk.ui.grid.view import small_grid
from csdesk.ui.page import Page
from csdesk.ui.pages.account.answers import Everything
from csdesk.ui.pages.account.contract_columns import columns
from csdesk.ui.pages.account.contract_sheets import ContractSheets
from csdesk.ui.theme import XS
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Section, button, words


class ContractsSection(Section):
    """Rows of contracts; the verbs stand in the menu of a row and in the Edit menu."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sheets = ContractSheets(page)
        today = page.context.today()
        self.grid = small_grid(
            columns(today), page.context.theme, tr("Contracts"), key=lambda one: one.contract.id
        )
        self.verbs_link = button(tr("Change the chosen one"), "link")
        self.add_link = button(tr("Add contract"), "link")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(
            words(tr("No contracts yet: nothing is earned, so MRR is zero."), "faded", wrap=True)
        )
        self._holder = holder
        super().__init__(tr("Contracts"), self.verbs_link, self.add_link, body=holder, gap=XS)
        can = not page.context.book.readonly
        self.add_link.setVisible(can)
        self.verbs_link.setVisible(False)
        self.add_link.clicked.connect(self.sheets.add)
        self.verbs_link.clicked.connect(
            lambda: self._open_menu(self.verbs_link.mapToGlobal(self.verbs_link.rect().bottomLeft()))
        )
        self.grid.menu_wanted.connect(self._open_menu)
        self.grid.chosen_changed.connect(self._on_chosen)
        if can:
            self.grid.activated_record.connect(self.sheets.correct)

    def show_all(self, everything: Everything) -> None:
        """Show the account's contracts."""
        self.sheets.everything = everything
        lines = everything.contracts
        self.grid.rows.show(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self._holder.setFixedHeight(self.grid.height() if lines else 28)
        self.note.say(_summary(everything))
        self._on_chosen()

    def chosen(self) -> ContractLine | None:
        found = self.grid.chosen()
        return found[0] if len(found) == 1 else None

    def deeds(self) -> dict[str, Callable[[], None]]:
        """Return the verbs that fit the chosen contract."""
        if self.page.context.book.readonly or self.sheets.everything is None:
            return {}
        found: dict[str, Callable[[], None]] = {"add_contract": self.sheets.add}
        one = self.chosen()
        if one is None:
            return found
        ended = one.state in (State.ENDED, State.RENEWED)
        found |= {"contract_correct": lambda: self.sheets.correct(one)}
        if one.contract.end_exclusive is not None:
            found["contract_renew"] = lambda: self.sheets.renew(one)
        if not ended:
            found |= {
                "contract_price": lambda: self.sheets.change_price(one),
                "contract_discount": lambda: self.sheets.discount(one),
                "contract_cancel": lambda: self.sheets.cancel(one),
            }
            if one.state is State.PAUSED:
                found["contract_resume"] = lambda: self.sheets.resume(one)
            else:
                found["contract_pause"] = lambda: self.sheets.pause(one)
        return found

    def _on_chosen(self) -> None:
        self.verbs_link.setVisible(self.chosen() is not None and not self.page.context.book.readonly)
        self.page.deeds_changed.emit()

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        offered = self.deeds()
        for deed in DEEDS:
            if deed.key in offered and deed.key != "add_contract":
                menu.addAction(tr(deed.words), offered[deed.key])
        one = self.chosen()
        if one is not None:
            menu.addSeparator()
            menu.addAction(tr("Copy"), self.grid.copy)
            if offered:
                menu.addAction(tr("Move to the bin"), lambda: self.remove([one.contract.id]))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def remove_chosen(self) -> None:
        """Move the chosen contracts to the bin."""
        if ids := [one.contract.id for one in self.grid.chosen()]:
            self.remove(ids)

    def remove(self, ids: Sequence[int]) -> None:
        context = self.page.context
        context.write(self.page, contracts.remove, ids=ids, today=context.today())


def _summary(everything: Everything) -> str:
    """Return what the contracts in force bring, by currency."""
    sums = mrr_by_currency(everything.contracts)
    parts = [formats.money(units, currency) for currency, units in sums.items()]
    return tr("{money} a month", money=" + ".join(parts)) if parts else ""
