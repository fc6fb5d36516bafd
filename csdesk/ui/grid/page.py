"""A page that is one grid of records: what accounts and partners do alike, from the header to the menu."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu

from csdesk.model import OwnField
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.grid.columns import GridColumn, Quick, View
from csdesk.ui.grid.panel import GridPanel
from csdesk.ui.grid.sharing import export_shown, offer_paste
from csdesk.ui.inputs import Input
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.translate import tr
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import button, column


class Line(Protocol):
    """A row of the grid: a record's id, its name, and its fields by name."""

    id: int

    @property
    def name(self) -> str:
        """Return the record's name."""

    def get(self, name: str) -> Any:
        """Return a field by the model's name, or ``x:NAME`` of the user's own."""


class GridPage(Page):
    """A subclass names its ``entity`` and the ``room`` of one record, and answers the questions below.

    In ``refresh`` it asks the book, then calls :meth:`show_lines`; figures that come later are put into the
    lines and shown by :meth:`show_figures`.
    """

    entity: ClassVar[type[Any]]
    room: ClassVar[str]  # the page of one record
    order: ClassVar[Sequence[tuple[str, bool]]] = (("mrr", True),)
    more: ClassVar[Sequence[str]] = (
        *("edit", "change_many", "remove", "paste", "fill_down"),
        *("export_shown", "save_view", "all_shown", "bin"),
    )

    def __init__(self, context: Context, add_words: str) -> None:
        super().__init__(context)
        self.own: Sequence[OwnField] = ()
        self.words: defaultdict[str, list[str]] = defaultdict(list)  # known words by field, filled in place
        self.currency = "EUR"
        self.lines: Sequence[Any] = ()
        self._wanted: int | None = None
        self._followed: int | None = None
        self._told = QTimer(self, singleShot=True, interval=0)  # once for many changes in a row
        self._told.timeout.connect(self.status_changed)
        self._told.timeout.connect(self.deeds_changed)
        self._import = button(tr("Import"), "plain", context.theme, "download")
        self._add = button(add_words, "main", context.theme, "plus")
        self._import.clicked.connect(lambda: self.deed_wanted.emit("import"))
        self._add.clicked.connect(self.add)
        self._add.setEnabled(not context.book.readonly)
        self.header = PageHeader(tr(self.title), self, self._import, self._add)
        self.panel = self._build_panel()
        self._box = column(self.header, self.panel, gap=0)
        self.setLayout(self._box)

    # what a subclass answers

    def columns(self) -> list[GridColumn]:
        """Return the columns, for ``own`` and ``currency`` as they are."""
        raise NotImplementedError

    def quick(self) -> list[Quick]:
        """Return the chips for the lines shown."""
        raise NotImplementedError

    def views(self) -> list[View]:
        """Return the views every book has."""
        raise NotImplementedError

    def empty(self) -> EmptyState:
        """Return what stands here while there are none."""
        raise NotImplementedError

    def about(self) -> str:
        """Return the line below the title."""
        raise NotImplementedError

    def shown_words(self, shown: str) -> str:
        """Return how many are shown, such as “18 of 48 accounts”."""
        raise NotImplementedError

    def summed(self, chosen: Sequence[Any]) -> int | None:
        """Return the MRR of these lines in the book's currency; None while it is not known."""
        raise NotImplementedError

    def add(self) -> None:
        """Open the sheet for a new one."""
        raise NotImplementedError

    def edit_one(self, record_id: int) -> None:
        """Open the sheet with one that is there."""
        raise NotImplementedError

    def edit_many(self, ids: Sequence[int]) -> None:
        """Open the sheet that changes a field of several."""
        raise NotImplementedError

    def write_field(self, ids: Sequence[int], field: str, value: Any) -> None:
        """Say to the book that these records have ``value`` in ``field``."""
        raise NotImplementedError

    def write_each(self, changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Say to the book what each of these records has from now on."""
        raise NotImplementedError

    # the grid

    def _build_panel(self) -> GridPanel:
        panel = GridPanel(
            self.context,
            self.key,
            self.columns(),
            views=self.views(),
            quick=self.quick(),
            order=self.order,
            name=tr(self.title),
        )
        panel.set_empty(self.empty())
        panel.activated.connect(lambda line: self.opened.emit(self.room, line.id))
        panel.edited.connect(self._on_edited)
        panel.chosen_changed.connect(self._told.start)
        panel.menu_wanted.connect(self._open_menu)
        return panel

    def show_lines(
        self, lines: Sequence[Any], own: Sequence[OwnField], words: Mapping[str, Sequence[str]], currency: str
    ) -> None:
        """Show other lines. The user's own fields are columns: where they changed, the grid is built anew."""
        for name, known in words.items():
            self.words[name][:] = known
        alike = [(one.name, one.kind, one.choices) for one in own], currency
        before = [(one.name, one.kind, one.choices) for one in self.own], self.currency
        self.own, self.currency = own, currency
        if alike != before and (own or alike[0] != before[0]):
            self.panel.set_columns(self.columns())
        self.lines = lines
        self.panel.show_rows(lines)
        self.header.say(self.about())
        self._add.setVisible(bool(lines))
        self._import.setVisible(bool(lines))
        if self._wanted is not None:
            self.panel.grid.choose([self._wanted])
            self._wanted, self._followed = None, self._wanted
        self.deeds_changed.emit()

    def show_figures(self) -> None:
        """Show what was put into the lines later."""
        self.panel.set_quick(self.quick())
        self.panel.rows.renew_all()
        if self._followed is not None:
            self.panel.grid.choose([self._followed])  # figures may have moved it out of sight
            self._followed = None
        self.header.say(self.about())

    # deeds

    def receive(self, what: object) -> None:
        """Take words for the filter, or the id of a record to choose."""
        if isinstance(what, str):
            self.panel.filter.setText(what)
        elif isinstance(what, int):
            self.panel.grid.choose([what])
            self._wanted = None if self.panel.grid.chosen() else what  # not there yet: when the rows come

    def deeds(self) -> dict[str, Callable[[], None]]:
        deeds = self.panel.deeds()
        if self.lines:
            deeds["export_shown"] = self._export
        if not self.context.book.readonly:
            deeds["new"] = self.add
            if self.panel.grid.current() is not None:
                deeds |= {"edit": self.edit, "paste": self.paste}
            if self.panel.grid.chosen():
                deeds |= {"edit": self.edit, "change_many": self.change_many, "remove": self.remove}
                deeds["fill_down"] = self.fill_down
        return deeds

    def status(self) -> Sequence[str]:
        selected, shown = self.panel.counted()
        chosen = self.panel.grid.chosen()
        units = self.summed(chosen) if chosen else None
        money = tr("sum MRR {money}", money=formats.money(units, self.currency)) if units is not None else ""
        return selected, money, self.shown_words(shown)

    def take_focus(self) -> None:
        self.panel.grid.setFocus()

    def edit(self) -> None:
        """Edit the chosen one in the sheet, else the one the keyboard is at; several of them by one field."""
        current = self.panel.grid.current()
        chosen = self.panel.grid.chosen() or ([] if current is None else [current])
        if len(chosen) == 1:
            self.edit_one(chosen[0].id)
        elif chosen:
            self.change_many()

    def change_many(self) -> None:
        ids = [line.id for line in self.panel.grid.chosen()]
        if ids:
            self.edit_many(ids)

    def remove(self) -> None:
        """Move the chosen ones to the bin; undo brings them back."""
        from csdesk.book import deleted

        ids = [line.id for line in self.panel.grid.chosen()]
        if ids:
            self.context.write(self, deleted.move, entity=self.entity, ids=ids, today=self.context.today())

    def fill_down(self) -> None:
        """Give the selected rows what the first of them has in the current column."""
        chosen = self.panel.grid.chosen()
        place = self.panel.grid.currentIndex().column()
        given = self.panel.rows.columns[place].edit if place >= 0 else None
        if len(chosen) > 1 and given is not None and given.start is not None and given.field != "name":
            self._on_edited(chosen[1:], given, given.start(chosen[0]))

    def paste(self) -> None:
        """Show what the clipboard would change before it is written."""
        offer_paste(self, self.panel.grid, self.context, self.write_each)

    def _export(self) -> None:
        export_shown(self, self.panel.grid, self.context, tr(self.title))

    def _on_edited(self, records: Sequence[Any], given: Input, value: Any) -> None:
        self.write_field([line.id for line in records], given.field, value)

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        offered = self.deeds()
        several = len(self.panel.grid.chosen()) > 1
        entries: tuple[tuple[str, Callable[[], None], bool], ...] = (
            (tr("Open"), self._open_current, True),
            (tr("Edit…"), self.edit, "edit" in offered),
            (tr("Change the selected…"), self.change_many, "change_many" in offered),
            (tr("Copy"), self.panel.grid.copy, True),
            (tr("Copy the cell"), self.panel.grid.copy_cell, True),
            (tr("Paste from a sheet…"), self.paste, "paste" in offered),
            (tr("Fill down"), self.fill_down, several and "fill_down" in offered),
            (tr("Move to the bin"), self.remove, "remove" in offered),
        )
        for words, run, can in entries:
            menu.addAction(words, run).setEnabled(can)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _open_current(self) -> None:
        line = self.panel.grid.current()
        if line is not None:
            self.opened.emit(self.room, line.id)


def empty_state(page: Page, icon: str, title: str, about: str, add_words: str, foot: str) -> EmptyState:
    """Return what stands on a page without records: import a file, add one, or look at the sample."""
    theme = page.context.theme
    bring = button(tr("Import a file"), "main", theme, "download")
    add = button(add_words, "plain", theme, "plus")
    sample = button(tr("Open the sample"), "quiet")
    for way, deed in ((bring, "import"), (add, "new"), (sample, "open_sample")):
        way.clicked.connect(lambda _=False, deed=deed: page.deed_wanted.emit(deed))
    for way in (bring, add):
        way.setEnabled(not page.context.book.readonly)
    return EmptyState(icon, title, about, bring, add, sample, theme=theme, foot=foot)
