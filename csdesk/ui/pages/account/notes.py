"""Notes that are written in place: what one reads before a call."""

from PySide6.QtWidgets import QWidget

from csdesk.model import Account
from csdesk.ui.page import Page
from csdesk.ui.pages.record.in_place import InPlace
from csdesk.ui.theme import XS, L, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Section, column, row, words


class NotesSection(Section):
    """Notes, and why they bought: what one reads before a call."""

    def __init__(self, page: Page) -> None:
        self._account = 0
        self.notes = InPlace(page, "notes", tr("Notes"), tr("Anything worth knowing before a call"))
        self.why = InPlace(page, "why_bought", tr("Why they bought"), tr("The problem it was to solve"))
        body = QWidget()
        halves = [
            column(words(title, "caption"), part, gap=XS)
            for title, part in ((tr("Notes"), self.notes), (tr("Why they bought"), self.why))
        ]
        both = row(*halves, gap=L)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        body.setLayout(both)
        super().__init__(tr("Notes"), note=tr("saved as you leave them"), body=body, gap=S)

    def show_account(self, account: Account) -> None:
        anew = account.id != self._account
        self._account = account.id
        self.notes.show_text(account.notes or "", anew=anew)
        self.why.show_text(account.why_bought or "", anew=anew)
