"""The metrics page: figures and charts of one span and one group, each explaining itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from csdesk.book import figures
from csdesk.book.figures import Explanation
from csdesk.i18n import mark
from csdesk.metrics.calendar import months_back
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.result import Period
from csdesk.model import (
    Account,
    Contract,
    ContractPause,
    ContractStep,
    DatedValue,
    Discount,
    Invoice,
    Partner,
    Product,
    Rate,
    Setting,
)
from csdesk.ui import formats
from csdesk.ui.context import Context
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.pages.metrics import answers, drawings
from csdesk.ui.pages.metrics.answers import Drawn, Moved, Numbers
from csdesk.ui.pages.metrics.chartbox import ChartBox
from csdesk.ui.pages.metrics.groups import GroupChooser, group_words
from csdesk.ui.pages.metrics.own import own_span_sheet
from csdesk.ui.pages.metrics.sheets import ExplainSheet, ReadingSheet, RowsSheet
from csdesk.ui.pages.metrics.span import SpanChooser, days_words
from csdesk.ui.pages.metrics.tiles import TileStrip
from csdesk.ui.pages.settings.policy_words import choice_words
from csdesk.ui.pages.settings.rates import rate_words
from csdesk.ui.theme import XL, L, M
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import EmptyState, scrolling
from csdesk.ui.widgets.parts import Choice, boxed, button, column, line, row, words

NARROW = 900  # px of page below which the report button gives way to the menu


class MetricsPage(Page):
    """Asks twice, tiles first; the last picture stays until the new one is there."""

    key, title, icon = "metrics", mark("Metrics"), "chart-line"
    more: ClassVar[Sequence[str]] = ("refresh", "settings")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = (
            Account, Contract, ContractStep, ContractPause, Discount, DatedValue, Invoice, Partner, Product,
            Rate, Setting,
        )  # fmt: skip
        theme = context.theme
        self._numbers: Numbers | None = None
        self._drawn: Drawn | None = None
        self._logo = False
        self._older = 0  # screenfuls of cohorts back from the newest
        self.span = SpanChooser(theme, context.today())
        self.groups = GroupChooser(theme)
        self.report = button(tr("Report"), "main", theme, "file-text")
        self.header = PageHeader(tr(self.title), self, self.groups, self.span, self.report)
        self.tiles = TileStrip(theme)
        self.warned = words("", "", "watch", wrap=True)
        self.warned.setContentsMargins(XL, M, L, 0)
        self.warned.hide()
        self.charts = {
            name: ChartBox(context, height)
            for name, height in (
                ("bridge", 228), ("retention", 228), ("months", 228), ("shares", 228), ("cohorts", 200),
            )
        }  # fmt: skip
        stage = QWidget()
        self._stack = QStackedLayout(stage)
        self.area = scrolling(self._body())
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # its keys scroll
        self.area.setAccessibleName(tr("Figures and charts"))
        self._stack.addWidget(self.area)
        self._stack.addWidget(self._empty())
        box = column(self.header, line(), stage, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self._wire()

    def _body(self) -> QWidget:
        charts = self.charts
        self.kept = Choice((tr("MRR"), tr("Customers")))
        self.kept.setAccessibleName(tr("What the cohorts kept"))
        self.all = button(tr("Older cohorts"), "link")
        self.all.hide()
        charts["cohorts"].put(self.kept)
        body = column(
            _pair(charts["bridge"], charts["retention"]),
            line(),
            _pair(charts["months"], charts["shares"]),
            line(),
            charts["cohorts"],
            self.all,
            None,
            gap=L,
            margins=(XL, L, XL, L),
        )
        return boxed(column(self.tiles, line(), self.warned, boxed(body), gap=0))

    def _empty(self) -> QWidget:
        theme = self.context.theme
        bring = button(tr("Import a file"), "main", theme, "download")
        add = button(tr("Go to the accounts"), "plain", theme, "building-2")
        bring.clicked.connect(lambda: self.opened.emit("import", "contracts"))
        add.clicked.connect(lambda: self.opened.emit("accounts", None))
        return EmptyState(
            "chart-line",
            tr("Your revenue, explained"),
            tr(
                "MRR, retention, churn and cohorts stand here as soon as the book holds a contract. Every "
                "number shows its formula and the rows it is made of."
            ),
            bring,
            add,
            theme=theme,
            foot=tr("A contract is a start, an amount and what it is paid for: a month, a year, a term"),
        )

    def _wire(self) -> None:
        self.span.changed.connect(lambda _: self.refresh())
        self.span.asked.connect(self.ask_span)
        self.groups.changed.connect(lambda _: self.refresh())
        self.report.clicked.connect(lambda: self.opened.emit("reports", "revenue"))
        self.tiles.explained.connect(self.explain)
        self.kept.chosen.connect(self._on_kept)
        self.all.clicked.connect(self._on_all)
        explained = {"bridge": "mrr", "retention": "nrr", "months": "quick_ratio", "shares": "mrr"}
        for name, chart in self.charts.items():
            chart.opened.connect(lambda ids, label, name=name: self.open_rows(name, ids, label))
            chart.explained.connect(lambda name=name: self.explain(explained.get(name, "logo_retention")))

    # asking and showing

    def refresh(self) -> None:
        what: dict[str, Any] = {"span": self.span.span, "split": self.groups.split}
        self.context.ask(self, self._show_numbers, answers.numbers, **what)
        self.context.ask(self, self._show_drawn, answers.drawn, **what)

    def _show_numbers(self, found: Numbers) -> None:
        self._numbers = found
        self._stack.setCurrentIndex(1 if found.empty else 0)
        for part in (self.span, self.groups, self.report):
            part.setVisible(not found.empty)
        self.span.know(found.fiscal_start, found.first_day)
        self.tiles.show_tiles(found.tiles, found.currency)
        self.warned.setText("\n".join(tr(note.text, **note.values) for note in found.notes))
        self.warned.setVisible(bool(found.notes))
        self._say(found)
        self.status_changed.emit()

    def _say(self, found: Numbers) -> None:
        if found.empty:
            self.header.say(tr("No contracts yet"))
            return
        mrr = next(tile.figure for tile in found.tiles if tile.figure.metric.id == "mrr")
        parts = [
            self._scope(),
            counted(found.customers, "{n} customer", "{n} customers"),
            tr("{money} MRR", money=formats.money(mrr.result.minor, found.currency)),
            _policy_words(found.policy),
        ]
        self.header.say("  ·  ".join(part for part in parts if part))

    def _scope(self) -> str:
        split = self.groups.split
        return "" if split.group is None else group_words(split.group)

    def _show_drawn(self, found: Drawn) -> None:
        self._drawn = found
        self.groups.know([share.group for share in found.shares])
        split, span, scope = self.groups.split, self.span.span, self._scope()
        self.charts["bridge"].show_data(drawings.bridge(found.bridge, scope))
        self.charts["retention"].show_data(drawings.retention(found.retention, found.window, scope))
        self.charts["months"].show_data(drawings.months(found.months, found.movers, scope))
        self.charts["shares"].show_data(
            drawings.shares(found.shares, found.currency, split.by, span.as_of, split.group)
        )
        self.charts["shares"].set_height(52 + 30 * min(max(len(found.shares), 4), 11))
        self._show_cohorts(found)

    def _show_cohorts(self, found: Drawn) -> None:
        screenfuls = -(-len(found.cohorts) // drawings.COHORTS)
        self._older = min(self._older, max(0, screenfuls - 1))
        split = self.groups.split
        data = drawings.cohorts(
            found.cohorts,
            logo=self._logo,
            quarterly=found.cohort_by == "quarter",
            scope=self._scope() if split.of_account else "",
            older=self._older,
        )
        chart = self.charts["cohorts"]
        chart.set_height(72 + 26 * max(3, len(data.names)))
        chart.show_data(data)
        self.all.setVisible(screenfuls > 1)
        self.all.setText(tr("The newest cohorts") if self._older + 1 == screenfuls else tr("Older cohorts"))

    def _on_kept(self, place: int) -> None:
        self._logo = place == 1
        if self._drawn is not None:
            self._show_cohorts(self._drawn)

    def _on_all(self) -> None:
        self._older += 1
        if self._drawn is not None and self._older * drawings.COHORTS >= len(self._drawn.cohorts):
            self._older = 0
        if self._drawn is not None:
            self._show_cohorts(self._drawn)

    # explaining

    def explain(self, metric_id: str) -> None:
        """Open the sheet that says why a number is what it is."""
        span, split = self.span.span, self.groups.split
        period = None if metric_id in (*answers.BY_WINDOW, "logo_retention") else span.kind
        self.context.ask(
            self,
            self._show_explanation,
            figures.explain,
            metric_id=metric_id,
            as_of=span.as_of,
            period=period,
            **split.filter,
        )

    def _show_explanation(self, found: Explanation) -> None:
        self._open_sheet(ExplainSheet(found, self.context.theme))

    def open_rows(self, chart: str, ids: Sequence[int], label: str) -> None:
        """Open the accounts behind a place in a chart."""
        opening, closing = self._ends(chart, ids)
        about = f"{formats.day(opening)} → {formats.day(closing)}"
        currency = self._drawn.currency if self._drawn else ""

        def show(found: Sequence[Moved]) -> None:
            self._open_sheet(RowsSheet(label, about, found, currency, self.context.theme))

        self._show_rows = show
        self.context.ask(self, show, answers.moved, ids=list(ids), opening=opening, closing=closing)

    def _ends(self, chart: str, ids: Sequence[int]) -> tuple[date, date]:
        found = self._drawn
        if chart == "months" and found is not None:
            place = list(found.movers).index(tuple(ids))
            end = found.months.rows[place].month_end
            return months_back(end, 1), end
        period = self._period()
        return period.opening, period.closing

    def _period(self) -> Period:
        found = self._numbers
        fiscal, first = (found.fiscal_start, found.first_day) if found else (1, None)
        return self.span.span.period(fiscal, first)

    def _open_sheet(self, sheet: ReadingSheet) -> None:
        sheet.opened.connect(lambda account: self.opened.emit("account", account))
        self.show_sheet(sheet)

    def ask_span(self) -> None:
        """Open the form for a period of one's own."""
        sheet = own_span_sheet(self.context, self.span.span)
        sheet.chosen.connect(self.span.take)
        self.show_sheet(sheet)

    # the window

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        return {}

    def status(self) -> Sequence[str]:
        found = self._numbers
        if found is None or found.empty:
            return ()
        return (_rate_words(found), days_words(self._period()))

    def take_focus(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.report.setVisible(self.width() >= NARROW and not (self._numbers and self._numbers.empty))


def _pair(left: QWidget, right: QWidget) -> QWidget:
    box = row(left, line("v"), right, gap=XL)
    box.setStretch(0, 1)
    box.setStretch(2, 1)
    return boxed(box)


def _rate_words(found: Numbers) -> str:
    """Say which exchange rates the sums stand on."""
    if not found.rates:
        return ""
    of = max(month for _, _, month in found.rates)
    worth = [
        f"1 {formats.sign(currency)} = {formats.sign(found.currency)} {rate_words(rate)}"
        for currency, rate, _ in found.rates[:3]
    ]
    return tr("rates of {month}: {list}", month=formats.month(of), list=", ".join(worth))


def _policy_words(policy: MetricPolicy) -> str:
    """Say under which policy the numbers stand: that of discounts, and how many others were changed."""
    usual, chosen = MetricPolicy().as_text(), policy.as_text()
    changed = sum(chosen[key] != usual[key] for key in usual if key != "discounts")
    discounts = {
        "net": tr("net of discounts"),
        "forever-only": tr("net of lasting discounts"),
        "gross": tr("before discounts"),
    }
    said = discounts.get(policy.discounts, choice_words("discounts", policy.discounts))
    return tr("{what}, {n} other policies", what=said, n=changed) if changed else said
