"""The accounts page: the whole book at a glance."""

from csdesk.i18n import mark
from csdesk.model import Account
from csdesk.ui.context import Context
from csdesk.ui.grid.columns import GridColumn, View
from csdesk.ui.grid.panel import GridPanel
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import button, column


class AccountsPage(Page):
    key, title, icon = "accounts", mark("Accounts"), "building-2"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (Account,)
        columns = (GridColumn("name", tr("Account"), lambda one: one.name, "name", 248),)
        self.panel = GridPanel(context, "accounts", columns, views=[View(tr("All accounts"))])
        add = button(tr("Add account"), "main", context.theme, "plus")
        self.header = PageHeader(tr(self.title), self, add)
        self.setLayout(column(self.header, self.panel, gap=0))

    def refresh(self) -> None:
        pass
