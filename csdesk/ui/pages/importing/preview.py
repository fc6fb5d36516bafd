"""Every row before it is written: its state, its cells, what happens or why not. Counts are the filter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from csdesk.i18n import mark
from csdesk.intake.plan import Column, Plan
from csdesk.intake.text import as_text
from csdesk.model.draft import Batch, Fate, Note, Outcome, RowOutcome
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.grid.cells import Name, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.pages.importing.reading import is_money, target_words
from csdesk.ui.theme import NARROW, XL, L, M, S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.fitting import Fitting
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import Chip, boxed, button, column, line, row

FATES: tuple[tuple[str, str, str], ...] = (  # key, word of the chip, word in the row
    ("", mark("All"), ""),
    ("new", mark("New"), mark("new")),
    ("changed", mark("Changed"), mark("changed")),
    ("unchanged", mark("Same"), mark("same")),
    ("refused", mark("Refused"), mark("refused")),
)
TONES = {"new": "good", "changed": "accent", "unchanged": "faded", "refused": "risk"}
STATE_WORDS = {key: said for key, _, said in FATES}
ADDED = {  # what a row of a tracker makes beside its account
    "contract": mark("adds a contract of"),
    "contact": mark("adds a person"),
    "health": mark("adds a health input"),
    "usage": mark("adds a reading of use"),
    "activity": mark("adds to the timeline"),
    "role": mark("adds a role"),
}
IDENTITY = ("name", "account_name", "external_id", "number", "domain", "account_id", "email", "month")
RIGHT = frozenset(("money", "number", "whole", "date", "day", "month"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file and what becomes of it; ``wrong`` is the place of the cell that is to blame."""

    id: int
    fate: str
    cells: Sequence[object]
    words: str
    wrong: int = -1


def rows_of(plan: Plan, batch: Batch, outcome: Outcome) -> list[Row]:
    """Join the cells of the file with what became of each row."""
    places = {header: place for place, header in enumerate(plan.header)}
    cells = dict(zip(plan.laid.table.lines, plan.laid.table.rows, strict=True))
    said = Sentences(plan, {draft.line: draft.values for draft in batch.drafts})
    return [
        Row(each.line, each.fate.value, cells.get(each.line, ()), said.of(each), _blamed(each, places))
        for each in outcome.rows
    ]


def note_words(note: Note) -> str:
    """Return a note in the user's language; a note within it is translated too."""
    values = {
        key: note_words(value)
        if isinstance(value, Note)
        else formats.day(value)
        if hasattr(value, "isoformat")
        else value
        for key, value in note.values.items()
    }
    return tr(note.text, **values)


def _blamed(each: RowOutcome, places: Mapping[str, int]) -> int:
    if each.reason is None:
        return -1
    return places.get(str(each.reason.values.get("column", "")), -1)


class Sentences:
    """What happens to a row, in words of the fields it changes."""

    def __init__(self, plan: Plan, drafts: Mapping[int, Mapping[str, Any]]) -> None:
        self._plan, self._drafts = plan, drafts
        self._known: dict[str, tuple[str, bool]] = {}
        self._fields = {column.field for column in plan.columns}

    def of(self, each: RowOutcome) -> str:
        if each.fate is Fate.REFUSED:
            return note_words(each.reason) if each.reason is not None else ""
        if each.fate is Fate.CHANGED:
            given = self._drafts.get(each.line, {})
            return "; ".join(self._change(given, *change) for change in each.changes)
        return note_words(each.reason) if each.reason is not None else ""

    def _change(self, given: Mapping[str, Any], name: str, before: object, after: object) -> str:
        part = name.partition(".")[0].rstrip("0123456789")
        added = after == "new" or ("." not in name and name not in self._fields)
        if before is None and added and part in ADDED:
            currency = str(given.get("contract.currency") or self._plan.options.currency)
            amount = ""
            if part == "contract" and isinstance(after, int):
                amount = formats.money(after, currency or self._plan.options.book_currency)
            return f"{tr(ADDED[part])} {amount}".strip()
        if name not in self._known:
            self._known[name] = target_words(self._plan.kind, name), is_money(self._plan.kind, name)
        label, money = self._known[name]
        scope = f"{name.rpartition('.')[0]}." if "." in name else ""
        currency = given.get(f"{scope}currency") or self._plan.options.currency

        def said(value: object) -> str:
            if value in (None, ""):
                return tr("empty")
            if money and isinstance(value, int):
                return formats.amount(value, str(currency or self._plan.options.book_currency))
            return shown(value)

        return f"{label} {said(before)} → {said(after)}"


def shown(value: object) -> str:
    """Return a value of a change in few words."""
    text = formats.shown(value)
    return text if len(text) <= 60 else f"{text[:58]}…"


class Preview(QWidget):
    """Chips with counts, then the rows. ``rejects_wanted`` when the refused rows are to be saved."""

    rejects_wanted = Signal()
    filtered = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.chips = {
            key: Chip(tr(said), theme, mark="risk" if key == "refused" else "") for key, said, _ in FATES
        }
        self.save = button(tr("Save the refused rows with reasons"), "link")
        self._fitting = Fitting(list(self.chips.values()), None, theme, 6)
        bar = row(self._fitting, self.save, gap=L, margins=(XL, M, L, M))
        bar.setStretch(0, 1)
        self._bar = boxed(bar)
        self._wait = EmptyState("list-checks", "", "", theme=theme)
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(self._wait)
        self.grid: Grid | None = None
        self._holder = column(gap=0)
        self._stack.addWidget(boxed(self._holder))
        self._shown: tuple[str, ...] = ()
        self.setLayout(column(self._bar, line(), inside, gap=0))
        self._bar.hide()
        self.save.clicked.connect(self.rejects_wanted)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, key=key: self.choose(key))

    def wait(self, title: str, about: str) -> None:
        """Say why there are no rows to see yet."""
        self._bar.hide()
        self._wait.say(title, about)
        self._stack.setCurrentIndex(0)

    def show_rows(self, plan: Plan, outcome: Outcome, rows: Sequence[Row]) -> None:
        """Show the rows; the filter stays as it was where it still leaves something."""
        counts = outcome.counts
        for key, chip in self.chips.items():
            chip.count(counts[key] if key else len(outcome.rows))
            chip.setEnabled(not key or bool(counts[key]))
        self._fitting.fill(list(self.chips.values()))
        self.save.setVisible(bool(counts["refused"]))
        columns = _columns(plan, rows, narrow=self.window().width() < NARROW)
        if self.grid is None or self._shown != tuple(each.key for each in columns):
            self._rebuild(columns)
        grid = self.grid
        if grid is None:
            raise AssertionError("the grid was made above")
        grid.rows.show(rows)
        grid.fit(narrow=self.window().width() < NARROW)
        on = next((key for key, chip in self.chips.items() if chip.isChecked()), "")
        self.choose(on if not on or counts[on] else "")
        self._bar.show()
        self._stack.setCurrentIndex(1)

    def choose(self, fate: str) -> None:
        """Show only rows of this state; all with an empty one."""
        for key, chip in self.chips.items():
            chip.setChecked(key == fate)
        if self.grid is not None:
            tests: list[Callable[[Row], bool]] = [lambda each: each.fate == fate] if fate else []
            self.grid.rows.arrange(tests=tests)
        self.filtered.emit()

    def counted(self) -> str:
        """Return how many rows are shown, for the status bar."""
        if self.grid is None or self._stack.currentIndex() == 0:
            return ""
        rows = self.grid.rows
        return tr("{n} of {all}", n=formats.number(rows.rowCount()), all=formats.number(len(rows.records)))

    def _rebuild(self, columns: Sequence[GridColumn]) -> None:
        old = self.grid
        self._shown = tuple(each.key for each in columns)
        self.grid = Grid(
            GridRows(columns), self._context.theme, lead=XL - S, name=tr("Rows of the file"), frozen=False
        )
        self.grid.horizontalHeader().setStretchLastSection(True)
        self._holder.addWidget(self.grid)
        if old is not None:
            old.hide()
            old.deleteLater()


def _columns(plan: Plan, rows: Sequence[Row], *, narrow: bool) -> list[GridColumn]:
    """Return the columns of the preview: whose record it is, cells to blame, then what has room."""
    mapped = [place for place, found in enumerate(plan.columns) if found.field]
    last = {found.field.rpartition(".")[2]: place for place, found in enumerate(plan.columns) if found.field}
    own = {found.field: place for place, found in enumerate(plan.columns)}  # of the row itself, not of a part
    identity = next((held[name] for held in (own, last) for name in IDENTITY if name in held), -1)
    identity = identity if identity >= 0 else mapped[0] if mapped else 0
    blamed = list(dict.fromkeys(each.wrong for each in rows if each.wrong >= 0))
    telling = sorted(mapped, key=lambda place: plan.columns[place].form not in (RIGHT | {"choice"}))
    most = 3 if narrow else 4
    chosen = list(dict.fromkeys([*blamed, *telling]))
    chosen = [place for place in chosen if place != identity][:most]
    result = [
        GridColumn("line", tr("Row"), lambda each: each.id, "text", 80, cell=_line, text=_line_words),
        GridColumn(
            "fate", tr("State"), lambda each: each.fate, "text", 84, 76, cell=_state, text=_state_words
        ),
    ]
    if plan.header:
        named = identity not in blamed  # a name's cell knows no wrong ground
        result.append(_cell_column(plan.columns[identity], identity, wide=184, narrow=160, named=named))
    result += [_cell_column(plan.columns[place], place) for place in sorted(chosen)]
    what = GridColumn(
        "what",
        tr("What happens, or why not"),
        lambda each: each.words,
        "text",
        300,
        cell=_what,
        tip=lambda e: e.words,
    )
    return [*result, what]


def _cell_column(
    found: Column, place: int, *, wide: int = 108, narrow: int = 96, named: bool = False
) -> GridColumn:
    def text(each: Row) -> str:
        return as_text(each.cells[place]) if place < len(each.cells) else ""

    def cell(each: Row) -> object:
        said = text(each)
        if each.wrong == place:
            return Toned(said or formats.MISSING, "risk", soft=True)
        if not said:
            return Toned(formats.MISSING, "faded")
        return Name(said) if named else Toned(said)

    kind = "number" if found.form in RIGHT and not named else "name" if named else "text"
    return GridColumn(
        f"c{place}:{found.header}", found.header, text, kind, wide, narrow, cell=cell, text=text
    )


def _line(each: Row) -> Toned:
    return Toned(_line_words(each), "faded")


def _line_words(each: Row) -> str:
    return str(each.id)  # as editors number lines


def _state(each: Row) -> Toned:
    return Toned(_state_words(each), TONES[each.fate])


def _state_words(each: Row) -> str:
    return tr(STATE_WORDS[each.fate])


def _what(each: Row) -> Any:
    tone = "risk" if each.fate == "refused" else "watch" if each.fate == "new" and each.words else "faded"
    return Toned(each.words, tone) if each.words else Toned("")
