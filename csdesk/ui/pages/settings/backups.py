"""Backups: which copies of the book there are, one more now, and one of them put back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices

from csdesk.book import backup
from csdesk.book.backup import Copy
from csdesk.i18n import mark
from csdesk.model import Account, Contact, Contract, Partner, Setting
from csdesk.ui import formats
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import small_grid
from csdesk.ui.jobs import BOOK, FILE
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.pane import Pane, buttons
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import Confirm
from csdesk.ui.widgets.parts import button, words

REASONS = {
    "migration": mark("Before a new format"),
    "import": mark("Before an import"),
    "close": mark("On closing"),
    "restore": mark("Before a backup was put back"),
    "hand": mark("Made by hand"),
    "damaged": mark("A damaged book, kept as it was"),
}


class BackupsPane(Pane):
    """Copies are verified before they are put back, and the book as it is becomes a copy first."""

    key = "backups"
    title = mark("Backups")
    about = mark(
        "Made before every import and new format, and on closing when something changed. "
        "Older ones are thinned to hours, days, weeks and months."
    )
    shows = (Account, Contact, Contract, Partner, Setting)  # an import of them makes a copy
    live = True

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        theme, book = self.context.theme, self.context.book
        self.now = button(tr("Back up now"), "plain", theme, "archive")
        self.back = button(tr("Put the chosen one back…"), "plain", theme, "history")
        self.open = button(tr("Show the folder"), "quiet", theme, "folder-open")
        self.state = words("", "faded", wrap=True)
        columns = [
            GridColumn("made", tr("Made"), lambda copy: copy.made_at, "text", 200, text=_made),
            GridColumn("reason", tr("Why"), _reason, "text", 280),
            GridColumn("size", tr("Size"), lambda copy: copy.size, "number", 100, text=_size),
        ]
        self.grid = small_grid(columns, theme, tr("Backups"), key=lambda copy: copy.path)
        self.grid.setSelectionMode(self.grid.SelectionMode.SingleSelection)
        self.grid.rows.order = [("made", True)]
        self.lay_out(buttons(self.now, self.back, self.open), self.state, self.grid)
        self.now.setEnabled(book.backups is not None)
        self.now.clicked.connect(self.back_up)
        self.back.clicked.connect(self.ask_back)
        self.open.clicked.connect(self._open_folder)
        self.grid.chosen_changed.connect(self._on_chosen)
        self.grid.activated_record.connect(lambda _: self.ask_back())
        self._on_chosen()

    def refresh(self) -> None:
        book = self.context.book

        def ask() -> Sequence[Copy]:
            return backup.copies(book.path, book.backups) if book.backups else []

        self.context.jobs.ask(ask, owner=self, done=self._show, lane=FILE)

    def _show(self, found: Sequence[Copy]) -> None:
        self.grid.rows.show(found)
        self.grid.setVisible(bool(found))
        self.open.setEnabled(bool(found))
        newest = max((copy.made_at for copy in found), default=None)
        self.state.setText(
            tr("No backup of this book yet.")
            if newest is None
            else counted(
                len(found),
                "{n} backup, made {made}.",
                "{n} backups, the last one made {made}.",
                made=_when(newest),
            )
        )

    def back_up(self) -> None:
        """Copy the book as it is now."""
        book = self.context.book

        def done(made: Copy | None) -> None:
            if made is not None:
                self.page.noted.emit(tr("Backed up: {size}", size=_size(made)))
            self.refresh()

        self.context.jobs.do(lambda: book.back_up("hand"), owner=self, done=done, lane=BOOK)

    def ask_back(self) -> None:
        """Ask before the chosen copy takes the place of the book."""
        chosen = self.grid.chosen()
        if not chosen or self.context.book.readonly:
            return
        copy: Copy = chosen[0]
        confirm = Confirm(
            tr("Put back the book of {made}?", made=_made(copy)),
            [tr("What was changed since then leaves the book."), tr("Undo does not reach across this.")],
            tr("The book as it is now is kept as a backup first, so you can put that one back."),
            tr("Put it back"),
            self.context.theme,
            self.window(),
        )
        confirm.confirmed.connect(lambda: self._put_back(copy))

    def _put_back(self, copy: Copy) -> None:
        book = self.context.book

        def done(_: object) -> None:
            self.page.noted.emit(tr("The book of {made} is back.", made=_made(copy)))
            self.refresh()

        self.context.jobs.do(lambda: book.restore(copy), owner=self, done=done, lane=BOOK)

    def _on_chosen(self) -> None:
        self.back.setEnabled(bool(self.grid.chosen()) and not self.context.book.readonly)

    def _open_folder(self) -> None:
        if self.grid.rows.records:
            folder: Path = self.grid.rows.records[0].path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def deeds(self) -> dict[str, Callable[[], None]]:
        return {"copy": self.grid.copy}


def _when(moment: datetime) -> str:
    here = moment.astimezone()
    return f"{formats.day(here.date())} {here:%H:%M}"


def _made(copy: Copy) -> str:
    return _when(copy.made_at)


def _reason(copy: Copy) -> str:
    return tr(REASONS.get(copy.reason, copy.reason))


def _size(copy: Copy) -> str:
    return QLocale().formattedDataSize(copy.size, 1)
