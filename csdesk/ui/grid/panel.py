"""A page's table with all that stands around it: saved views, filter field, chips, columns."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedLayout, QWidget

from csdesk.ui.context import Context
from csdesk.ui.formats import collated, number
from csdesk.ui.grid.columns import GridColumn, Quick, View
from csdesk.ui.grid.rows import GridRows
from csdesk.ui.grid.view import Grid
from csdesk.ui.grid.views import ViewTabs
from csdesk.ui.theme import NARROW, XL, L, M, S
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.fitting import Fitting
from csdesk.ui.widgets.overlays import EmptyState
from csdesk.ui.widgets.parts import Button, Chip, boxed, column, icon_button, line, row

NAV = 168  # px the window is wider than a page


class GridPanel(QWidget):
    """Filter, views, chips and a :class:`Grid`, all reading one model; state is kept per machine.

    To use one::

        self.panel = GridPanel(context, "partners", columns, views=[View(tr("All partners"))], quick=quick)
        self.panel.filter.setPlaceholderText(…)
        self.panel.set_empty(EmptyState(…))          # shown while the book has no such records
        self.panel.activated.connect(lambda record: self.opened.emit("partner", record.id))
        self.panel.edited.connect(self._on_edited)   # (records, Input, value): say it to the book
        …
        self.panel.show_rows(rows)                   # in refresh

    and let the page's ``deeds()`` hold ``self.panel.deeds()`` and its ``status()`` ``self.panel.counted()``.
    """

    activated = Signal(object)
    edited = Signal(object, object, object)  # records, the column's Input, the value
    chosen_changed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        context: Context,
        key: str,
        columns: Sequence[GridColumn],
        *,
        views: Sequence[View],
        quick: Sequence[Quick] = (),
        order: Sequence[tuple[str, bool]] = (),
        name: str = "",
    ) -> None:
        super().__init__()
        self._context, self._key, self._order = context, key, order
        self._quick: dict[str, Quick] = {one.key: one for one in quick}
        self._chosen_filters: list[tuple[str, str]] = []
        theme = context.theme
        self.rows = GridRows(columns)
        self.rows.editable = not context.book.readonly
        self.grid = Grid(self.rows, theme, lead=XL - S, name=name)
        self.filter = QLineEdit(clearButtonEnabled=True)
        self._lens = self.filter.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.setFixedWidth(220)
        self.filter.installEventFilter(self)
        self._columns_button = icon_button(theme, "columns-3", tr("Columns"))
        self._views = ViewTabs(context, key, views)
        tabs = row(self._views, self.filter, self._columns_button, gap=S, margins=(XL, 0, L, 0))
        tabs.setStretch(0, 1)
        self._add = Button(tr("Filter"), "quiet", theme, "plus")
        self._chips: dict[str, Chip] = {}
        self._fitting = Fitting([self._chip(one) for one in quick], self._add, theme, 6)
        chips = row(self._fitting, gap=6, margins=(XL, M, L, M))
        stage = QWidget()
        stage.setMinimumSize(QSize(0, 120))
        self._stack = QStackedLayout(stage)  # with its widget: without one its first page flashes as a window
        self._stack.addWidget(self.grid)
        self._nothing = EmptyState("search", "", "", self._all_button(), theme=theme)
        self._stack.addWidget(self._nothing)
        self._empty: QWidget | None = None
        self._bars = boxed(column(boxed(tabs), line(), boxed(chips), line(), gap=0))
        self.setLayout(column(self._bars, stage, gap=0))
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._count_chips)
        self._wire()
        self._restore()

    def _wire(self) -> None:
        grid = self.grid
        self.filter.textChanged.connect(self._on_typed)
        self._columns_button.clicked.connect(self.choose_columns)
        self._add.clicked.connect(self._offer_filters)
        self._views.chosen.connect(self.look)
        self._views.save_wanted.connect(self.save_view)
        grid.activated_record.connect(self.activated)
        grid.chosen_changed.connect(self.chosen_changed)
        grid.menu_wanted.connect(self.menu_wanted)
        grid.looked.connect(self._remember)
        self.rows.typed.connect(self._on_edited)
        self.rows.renewed.connect(self._resize_columns)

    # rows

    def show_rows(self, records: Sequence[Any]) -> None:
        """Show other records, filtered and ordered as the user left it."""
        self.rows.show(records)
        self.filter.setPlaceholderText(tr("Filter {n} rows", n=number(len(records))))
        self._soon.start()
        self._show_fitting()

    def set_empty(self, empty: EmptyState) -> None:
        """Say what stands here while the book holds no such records. The head of the grid stays."""
        self._empty = empty
        self._stack.addWidget(empty)

    def set_columns(self, columns: Sequence[GridColumn]) -> None:
        """Offer other columns, such as after the user defined a field; filter, order and choice stay."""
        self.grid.set_columns(columns)
        self._restore()
        self._resize_columns()

    def set_quick(self, quick: Sequence[Quick]) -> None:
        """Offer other chips, such as one for each tier in the book. What was on stays on."""
        if [(one.key, one.title) for one in quick] == [(one.key, one.title) for one in self._quick.values()]:
            self._quick = {one.key: one for one in quick}
            self._soon.start()
            return
        on = {key for key, chip in self._chips.items() if chip.isChecked()}
        self._quick = {one.key: one for one in quick}
        self._chips = {}
        parts = [self._chip(one) for one in quick]
        for key in on & set(self._chips):
            self._chips[key].setChecked(True)
        self._fitting.fill([*parts, *self._filter_chips()])
        self._apply()
        self._soon.start()

    def counted(self) -> tuple[str, str]:
        """Return how many are selected, and how many of all are shown, for the status bar."""
        chosen = len(self.grid.chosen())
        shown, all_of_them = self.rows.rowCount(), len(self.rows.records)
        selected = tr("{n} selected", n=number(chosen)) if chosen else ""
        return selected, tr("{n} of {all}", n=number(shown), all=number(all_of_them))

    def deeds(self) -> dict[str, Callable[[], None]]:
        """Return what the grid adds to its page's deeds."""
        deeds: dict[str, Callable[[], None]] = {
            "filter": self.go_to_filter,
            "columns": self.choose_columns,
            "save_view": self.save_view,
            "all_shown": self.show_all,
        }
        if self.rows.rowCount():
            deeds |= {"copy": self.grid.copy, "select_all": self.grid.selectAll}
            if self.rows.editable:
                deeds["edit_cell"] = self.grid.edit_current
        return deeds

    def _on_edited(self, records: Sequence[Any], changed: GridColumn, value: Any) -> None:
        self.edited.emit(records, changed.edit, value)

    # filters

    def go_to_filter(self) -> None:
        """Go to the filter field."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def show_all(self) -> None:
        """Take every filter off."""
        self.look(View(""))

    def chips_on(self) -> list[str]:
        return [key for key, chip in self._chips.items() if chip.isChecked()]

    def _chip(self, one: Quick) -> Chip:
        chip = Chip(one.title, self._context.theme, mark=one.mark)
        chip.toggled.connect(self._apply)
        self._chips[one.key] = chip
        return chip

    def _on_typed(self, text: str) -> None:
        self.rows.arrange(text=text)
        self._show_fitting()

    def _apply(self) -> None:
        """Filter by the chips that are on: within a group either, between groups both."""
        groups: dict[str, list[Callable[[Any], bool]]] = {}
        for key in self.chips_on():
            one = self._quick[key]
            groups.setdefault(one.group or one.key, []).append(one.test)
        tests = [tests[0] if len(tests) == 1 else _either(tests) for tests in groups.values()]
        by_column: dict[str, set[str]] = {}
        for key, words in self._chosen_filters:
            by_column.setdefault(key, set()).add(words)
        for key, wanted in by_column.items():
            tests.append(_is_one_of(self.rows.columns[self.rows.place_of[key]], wanted))
        self.rows.arrange(tests=tests)
        self._show_fitting()

    def _filter_chips(self) -> list[Chip]:
        chips = []
        for key, words in self._chosen_filters:
            title = self.rows.columns[self.rows.place_of[key]].title
            chip = Chip(f"{title}: {words or '–'}", self._context.theme)
            chip.setChecked(True)
            chip.setToolTip(tr("Click to take it off"))
            chip.toggled.connect(lambda _=False, pair=(key, words): self._drop_filter(pair))
            chips.append(chip)
        return chips

    def add_filter(self, key: str, words: str) -> None:
        """Show only rows whose column says these words; several of one column widen."""
        if (key, words) not in self._chosen_filters:
            self._chosen_filters.append((key, words))
            self._fitting.fill([*self._chips.values(), *self._filter_chips()])
            self._apply()

    def _drop_filter(self, pair: tuple[str, str]) -> None:
        self._chosen_filters.remove(pair)
        QTimer.singleShot(0, self, self._refill)  # the chip that was clicked is still in its own signal
        self._apply()

    def _refill(self) -> None:
        self._fitting.fill([*self._chips.values(), *self._filter_chips()])

    def _offer_filters(self) -> None:
        """Offer the values of each column that has few: choosing one adds a chip."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self.rows.columns:
            if not one.chips:
                continue
            counts: dict[str, int] = {}
            for record in self.rows.records:
                words = one.words(record)
                counts[words] = counts.get(words, 0) + 1
            part = menu.addMenu(menu_text(one.title))
            common = sorted(counts, key=lambda words: (-counts[words], collated(words)))[:30]
            for words in sorted(common, key=lambda words: (not words, collated(words))):
                shown = menu_text(f"{words or '–'}  {number(counts[words])}")
                part.addAction(shown, partial(self.add_filter, one.key, words))
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _count_chips(self) -> None:
        for key, one in self._quick.items():
            self._chips[key].count(sum(1 for record in self.rows.records if one.test(record)))
        self._fitting.updateGeometry()
        self._refill()

    def _show_fitting(self) -> None:
        """Show the grid, or why it is empty: no records at all, or none that the filters leave."""
        if not self.rows.records and self._empty is not None:
            self._bars.hide()
            self._stack.setCurrentWidget(self._empty)
        else:
            self._bars.show()
            none_left = self.rows.rowCount() == 0
            if none_left:
                self._nothing.say(tr("Nothing matches"), tr("No row has all that the filters ask for."))
            self._stack.setCurrentWidget(self._nothing if none_left else self.grid)
        self.chosen_changed.emit()

    def _all_button(self) -> Button:
        button = Button(tr("Take the filters off"))
        button.clicked.connect(self.show_all)
        return button

    # views

    def look(self, view: View) -> None:
        """Look at the grid as ``view`` says: built in, or saved."""
        for key, chip in self._chips.items():
            with QSignalBlocker(chip):
                chip.setChecked(key in view.chips)
        known = self.rows.place_of
        self._chosen_filters = [(key, words) for key, words in view.filters if key in known]
        self._refill()
        with QSignalBlocker(self.filter):
            self.filter.setText(view.text)
        if view.columns:
            self.grid.show_columns(view.columns)
            self._resize_columns()
        order = [(key, down) for key, down in view.order if key in known] or None
        self.rows.arrange(text=view.text, order=order)
        self._apply()
        self._remember()

    def present_view(self, name: str = "") -> View:
        """Return how the grid is looked at now."""
        return View(
            name,
            tuple(self.chips_on()),
            self.filter.text(),
            tuple(self.rows.order),
            tuple(one.key for one in self.grid.shown_columns()),
            tuple(self._chosen_filters),
        )

    def save_view(self) -> None:
        """Ask for a name and keep the present view in the book."""
        self._views.ask_name(self.present_view())

    def choose_columns(self) -> None:
        """Offer the columns; the menu stays open while they are ticked."""
        menu = _TickMenu(self)
        shown = {one.key for one in self.grid.shown_columns()}
        for one in self.rows.columns:
            if one.choosable:
                action = menu.addAction(menu_text(one.title))
                action.setCheckable(True)
                action.setChecked(one.key in shown)
                action.toggled.connect(lambda on, key=one.key: self._tick(key, on=on))
        menu.addSeparator()
        menu.addAction(tr("As it was at first"), self._first_columns)
        menu.popup(self._columns_button.mapToGlobal(QPoint(0, self._columns_button.height())))

    def _tick(self, key: str, *, on: bool) -> None:
        self.grid.setColumnHidden(self.rows.place_of[key], not on)
        self._resize_columns()
        self._remember()

    def _first_columns(self) -> None:
        self.grid.show_columns([one.key for one in self.rows.columns if not one.hidden])
        self.grid.fit(narrow=self._narrow())
        self._context.settings.grids.pop(self._key, None)
        self._context.settings.save()

    # what is remembered on this machine

    def _restore(self) -> None:
        kept = self._context.settings.grids.get(self._key)
        kept = kept if isinstance(kept, dict) else {}
        known = self.rows.place_of
        columns = [key for key in kept.get("columns", ()) if key in known]
        self.grid.show_columns(columns or [one.key for one in self.rows.columns if not one.hidden])
        self._widths = {key: wide for key, wide in dict(kept.get("widths", {})).items() if key in known}
        order = [(key, bool(down)) for key, down in kept.get("order", self._order) if key in known]
        if order:
            self.rows.arrange(order=order)

    def _remember(self) -> None:
        for one in self.grid.shown_columns():
            place = self.rows.place_of[one.key]
            wide = self.grid.columnWidth(place)
            last = self.grid.horizontalHeader().visualIndex(place) == len(self.grid.shown_columns()) - 1
            if wide != self.grid.fitted.get(place, wide) and not last:
                self._widths[one.key] = wide
            else:
                self._widths.pop(one.key, None)
        self._context.settings.grids[self._key] = {
            "columns": [one.key for one in self.grid.shown_columns()],
            "widths": self._widths,
            "order": [list(pair) for pair in self.rows.order],
        }

    def _narrow(self) -> bool:
        return self.window().width() < NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize_columns()
        self.filter.setFixedWidth(160 if self._narrow() else 220)

    def _resize_columns(self) -> None:
        self.grid.fit(narrow=self._narrow())
        for key, wide in self._widths.items():
            self.grid.setColumnWidth(self.rows.place_of[key], int(wide))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lens"):
            self._lens.setIcon(self._context.theme.icon("search"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go down from the filter into the rows; Escape empties it, then goes there too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.grid.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.filter.text():
                    self.filter.clear()
                else:
                    self.grid.setFocus()
                return True
        return False


class _TickMenu(QMenu):
    """A menu of ticks that stays open while they are set."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def mouseReleaseEvent(self, event: Any) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.toggle()
        else:
            super().mouseReleaseEvent(event)


def _either(tests: Sequence[Callable[[Any], bool]]) -> Callable[[Any], bool]:
    return lambda record: any(test(record) for test in tests)


def _is_one_of(column: GridColumn, wanted: set[str]) -> Callable[[Any], bool]:
    return lambda record: column.words(record) in wanted
