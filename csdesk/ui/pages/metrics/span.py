"""The time the page speaks of: a period that closes on a day, chosen once for everything shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from csdesk.i18n import mark
from csdesk.metrics.calendar import is_month_end, period_of, period_start
from csdesk.metrics.result import Period
from csdesk.ui import formats
from csdesk.ui.theme import S, Theme
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.parts import Button, Choice, row

PLAIN: tuple[tuple[str, str], ...] = (
    ("month", mark("Month")),
    ("quarter", mark("Quarter")),
    ("12m", mark("12 months")),
)
KINDS: tuple[tuple[str, str], ...] = (
    *PLAIN,
    ("3m", mark("3 months")),
    ("6m", mark("6 months")),
    ("24m", mark("24 months")),
    ("year", mark("Year")),
    ("fiscal-year", mark("Fiscal year")),
    ("all", mark("Since the first contract")),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A kind of period and the day it closes on."""

    kind: str
    as_of: date

    def period(self, fiscal_start: int = 1, first_day: date | None = None) -> Period:
        """Return its days as the metrics count them."""
        return period_of(self.kind, self.as_of, fiscal_start=fiscal_start, first_day=first_day)


def days_words(period: Period) -> str:
    """Return a period from its first day to its last: “1 Sep – 23 Nov 2026”."""
    first = period.opening + timedelta(days=1)
    if first >= period.closing:
        return formats.day(period.closing)
    begin = formats.short_day(first) if first.year == period.closing.year else formats.day(first)
    return f"{begin} – {formats.day(period.closing)}"


def last_complete(kind: str, today: date, fiscal_start: int) -> Span:
    """Return the period of ``kind`` that was over last."""
    return Span(kind, period_start(today, kind, fiscal_start) - timedelta(days=1))


class SpanChooser(QWidget):
    """Month, quarter, 12 months up to today, or one of one's own. ``changed(Span)``; ``asked`` for a form."""

    changed = Signal(object)
    asked = Signal()

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__()
        self._today, self._fiscal = today, 1
        self._first: date | None = None
        self.span = Span("quarter", today)
        self.choice = Choice([*(tr(said) for _, said in PLAIN), tr("Own")], 1)
        self.choice.setAccessibleName(tr("Period"))
        self.days = Button("", "plain", theme, "calendar")
        self.setLayout(row(self.choice, self.days, gap=S))
        self.choice.chosen.connect(self._on_choice)
        self.days.clicked.connect(self._open)
        self._show()

    def know(self, fiscal_start: int, first_day: date | None) -> None:
        """Learn from the book where its fiscal year begins and how far back it reaches."""
        self._fiscal, self._first = fiscal_start, first_day
        self._show()

    def take(self, span: Span) -> None:
        """Choose a span and tell."""
        if span != self.span:
            self.span = span
            self._show()
            self.changed.emit(span)

    def _show(self) -> None:
        kinds = [kind for kind, _ in PLAIN]
        plain = self.span.as_of == self._today and self.span.kind in kinds
        self.choice.choose(kinds.index(self.span.kind) if plain else len(kinds))
        said = days_words(self.span.period(self._fiscal, self._first))
        self.days.setText(f" {said}")
        self.days.setAccessibleName(tr("Period: {days}", days=said))

    def _on_choice(self, place: int) -> None:
        if place < len(PLAIN):
            self.take(Span(PLAIN[place][0], self._today))
        else:
            self._show()  # until a period of one's own is chosen
            self._open()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for said, span in self.offers():
            days = days_words(span.period(self._fiscal, self._first))
            action = menu.addAction(menu_text(f"{said}   {days}"), partial(self.take, span))
            action.setCheckable(True)
            action.setChecked(span == self.span)
        menu.addSeparator()
        menu.addAction(tr("Another period…"), self.asked.emit)
        menu.popup(self.days.mapToGlobal(self.days.rect().bottomLeft()))

    def offers(self) -> Sequence[tuple[str, Span]]:
        """Return the periods people ask for, with their names."""
        today, fiscal = self._today, self._fiscal
        found = [
            (tr("Last month"), last_complete("month", today, fiscal)),
            (tr("Last quarter"), last_complete("quarter", today, fiscal)),
            (tr("Last year"), last_complete("year", today, fiscal)),
            (tr("This year"), Span("year", today)),
            (tr("Since the first contract"), Span("all", today)),
        ]
        if fiscal != 1:
            found[3:3] = [
                (tr("Last fiscal year"), last_complete("fiscal-year", today, fiscal)),
                (tr("This fiscal year"), Span("fiscal-year", today)),
            ]
        return found


def closing_month(span: Span) -> Span:
    """Return the span that closes with the last month that is over, for charts by month."""
    if is_month_end(span.as_of):
        return span
    return replace(span, as_of=span.as_of.replace(day=1) - timedelta(days=1))
