"""Accounts that may be one: pairs with reasons, side by side with what they would be as one, to be merged."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QSplitter, QStackedLayout, QWidget

from csdesk.book import accounts_merge, merge_preview
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Churn,
    Contact,
    Contract,
    HealthInput,
    Invoice,
    Link,
    OwnerRole,
    SurveyResponse,
    Ticket,
    UsageReading,
    fields_of,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.dialogs.listing import ListDialog
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.theme import XL, L, M, S
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import Choice, Giving, boxed, button, column, line, row, words

WHY = {"domain": mark("same domain"), "name": mark("alike in name")}
COUNTED = {
    Contract: mark("Contracts"),
    Contact: mark("People"),
    Ticket: mark("Tickets"),
    SurveyResponse: mark("Survey answers"),
    Invoice: mark("Invoices"),
    Activity: mark("Timeline entries"),
    UsageReading: mark("Usage readings"),
    HealthInput: mark("Health inputs"),
    Churn: mark("Churn records"),
    OwnerRole: mark("Roles of our team"),
    Link: mark("Links"),
}

LISTS = ("tags", "notes")  # fields in which both are kept


class Compared:
    """A line of the comparison: a field or a count, in both accounts and in the one they would become."""

    def __init__(
        self, key: str, title: str, keep: str, gone: str, merged: str, *, summed: bool = False
    ) -> None:
        self.id, self.title, self.summed = key, title, summed
        self.keep, self.gone, self.merged = keep, gone, merged

    @property
    def lost(self) -> bool:
        """Whether the merged account does not say what the other one said."""
        kept = self.gone in self.merged if self.id in LISTS else self.gone == self.merged
        return not self.summed and bool(self.gone) and not kept

    @property
    def taken(self) -> bool:
        """Whether the merged account says something new to the one that stays."""
        return self.merged != self.keep


class DuplicatesDialog(ListDialog):
    """Pairs above, the chosen pair side by side below. Merging sums their histories and can be undone."""

    title = mark("Likely duplicates")

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.resize(940, 640)
        self._pair: Any = None
        self._second_stays = False
        columns = (
            GridColumn("first", tr("Account"), lambda pair: pair.first_name, "name", 300),
            GridColumn("second", tr("Perhaps the same"), lambda pair: pair.second_name, "name", 300),
            GridColumn("why", tr("Why"), lambda pair: tr(WHY[pair.why]), "text", 130),
            GridColumn("likeness", tr("Likeness"), _likeness, "number", 90, text=_likeness_words),
        )
        rows = GridRows(columns, key=lambda pair: (pair.first_id, pair.second_id))
        self.grid = Grid(rows, context.theme, lead=XL - S, name=tr("Likely duplicates"))
        self.grid.setSelectionMode(Grid.SelectionMode.SingleSelection)
        self.compared = Grid(
            GridRows(_compared_columns()), context.theme, lead=XL - S, name=tr("Side by side")
        )
        self.compared.setSelectionMode(Grid.SelectionMode.SingleSelection)
        self.stays = Choice((tr("The first stays"), tr("The second stays")))
        self.stays.setAccessibleName(tr("Which one stays"))
        self._names = Giving("", "strong")
        self.merge = button(tr("Merge"), "main", context.theme, "git-merge")
        self._build()
        self.stays.chosen.connect(self._on_stays)
        self.merge.clicked.connect(self._on_merge)
        self.grid.chosen_changed.connect(self._on_chosen)
        self.grid.activated_record.connect(self._open)
        self.grid.menu_wanted.connect(self._open_menu)
        context.bus.changed.connect(self.ask)
        self.ask()
        self.grid.setFocus()

    def _build(self) -> None:
        theme = self.context.theme
        head = row(self._names, None, self.stays, gap=M, margins=(XL, M, L, M))
        head.setStretch(0, 1)
        said = tr("Histories are summed. What would not be kept is marked.")
        note = boxed(row(words(said, "caption"), margins=(XL, 0, L, S)))
        lower = boxed(column(boxed(head), note, line(), self.compared, gap=0))
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.grid)
        split.addWidget(lower)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.setSizes([150, 420])
        empty = EmptyState(
            "users",
            tr("No two accounts look alike"),
            tr("Accounts that share a domain, or a name but for its legal form, would stand here in pairs. "
               "Two that you know to be one can be selected in the list and merged there."),
            theme=theme,
        )  # fmt: skip
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(split)
        self._stack.addWidget(empty)
        self.lay((holder,), self.merge)

    def ask(self) -> None:
        """Ask the book which accounts look alike."""
        self.context.ask(self, self._show, accounts_merge.duplicates)

    def _show(self, pairs: Sequence[Any]) -> None:
        self.grid.rows.show(pairs)
        self._stack.setCurrentIndex(0 if pairs else 1)
        self.stays.setVisible(bool(pairs))
        self.merge.setVisible(bool(pairs))
        self.say(counted(len(pairs), "{n} pair", "{n} pairs") if pairs else "")
        self._pair = None
        if pairs and not self.grid.chosen():
            self.grid.selectRow(0)
        self._on_chosen()

    def _on_chosen(self) -> None:
        chosen = self.grid.chosen()
        pair = chosen[0] if chosen else None
        self.merge.setEnabled(pair is not None and not self.context.book.readonly)
        if pair is not None and pair != self._pair:
            self._pair = pair
            self._preview()

    def _on_stays(self, place: int) -> None:
        self._second_stays = place == 1
        self._preview()

    def _ids(self) -> tuple[int, int]:
        """Return the one that stays and the one that goes."""
        first, second = self._pair.first_id, self._pair.second_id
        return (second, first) if self._second_stays else (first, second)

    def _preview(self) -> None:
        if self._pair is None:
            return
        keep, gone = self._ids()
        if self.context.book.readonly:
            self.compared.rows.show([])
            self._names.say(tr("A book open for reading only cannot be merged in."))
            return
        self.context.rehearse(
            self,
            self._take,
            merge_preview.merging,
            keep_id=keep,
            gone_id=gone,
            today=self.context.today(),
            failed=self.failed,
        )

    def _take(self, found: merge_preview.Merging) -> None:
        if self._pair is None or (found.keep.id, found.gone.id) != self._ids():
            return
        self._names.say(tr("{gone} goes into {keep}", gone=found.gone.name, keep=found.keep.name))
        self.merge.setText(" " + tr("Merge into {name}", name=_short(found.keep.name)).replace("&", "&&"))
        self.compared.rows.show(compared(found))

    def _on_merge(self) -> None:
        if self._pair is None or self.context.book.readonly:
            return
        keep, gone = self._ids()
        self.context.write(
            self,
            accounts_merge.merge,
            keep_id=keep,
            gone_id=gone,
            today=self.context.today(),
            done=lambda _: self.grid.setFocus(),
            failed=self.failed,
        )

    def _open(self, pair: Any) -> None:
        self.opened.emit("account", pair.first_id)

    def _open_menu(self, place: QPoint) -> None:
        chosen = self.grid.chosen()
        if not chosen:
            return
        pair = chosen[0]
        menu = QMenu(self)
        for name, record_id in ((pair.first_name, pair.first_id), (pair.second_name, pair.second_id)):
            said = tr("Open {name}", name=name).replace("&", "&&")
            menu.addAction(said, partial(self.opened.emit, "account", record_id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def compared(found: merge_preview.Merging) -> list[Compared]:
    """Return the lines of a comparison: MRR, counts that are not all zero, fields that say something."""
    keep, gone, merged = found.keep, found.gone, found.merged
    money = [formats.money(one.mrr, found.currency) for one in (keep, gone, merged)]
    lines = [Compared("mrr", tr("MRR"), *money, summed=True)]
    for kind, title in COUNTED.items():
        counts = [one.counts[kind] for one in (keep, gone, merged)]
        if any(counts):
            lines.append(Compared(kind.__name__, tr(title), *map(formats.number, counts), summed=True))
    labels = {shown.name: tr(shown.label) for shown in fields_of(Account)}
    own = sorted({name for one in (keep, gone) for name in one.values if name.startswith("x:")})
    for name in (*labels, *own):
        values = [one.values.get(name) for one in (keep, gone, merged)]
        if any(value is not None for value in values):
            said = ["" if value is None else formats.shown(value) for value in values]
            lines.append(Compared(name, labels.get(name, name.removeprefix("x:")), *said))
    return sorted(lines, key=lambda one: (one.id != "mrr", not one.lost, not one.taken))  # what differs first


def _compared_columns() -> tuple[GridColumn, ...]:
    def gone(one: Compared) -> Toned | None:
        return Toned(one.gone, "watch" if one.lost else "ink") if one.gone else None

    def merged(one: Compared) -> Toned | None:
        return Toned(one.merged, "accent" if one.taken else "ink") if one.merged else None

    return (
        GridColumn("title", tr("Field"), lambda one: one.title, "name", 190),
        GridColumn("keep", tr("Stays"), lambda one: one.keep, "text", 220, tip=lambda one: one.keep),
        GridColumn("gone", tr("Goes"), lambda one: one.gone, "text", 220, cell=gone, tip=_why),
        GridColumn("merged", tr("Together"), lambda one: one.merged, "text", 240, cell=merged, tip=_whole),
    )


def _why(one: Compared) -> str:
    return tr("Not kept: {text}", text=one.gone) if one.lost else one.gone


def _whole(one: Compared) -> str:
    return one.merged


def _likeness(pair: Any) -> int:
    return int(pair.likeness)


def _likeness_words(pair: Any) -> str:
    return formats.whole_percent(pair.likeness)


def _short(name: str) -> str:
    return name if len(name) <= 28 else name[:27].rstrip() + "…"
