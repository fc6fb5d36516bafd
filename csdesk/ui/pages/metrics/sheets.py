"""Side sheets of the page: why a number is what it is, and the accounts behind a place in a chart."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csdesk.book.behind import Row
from csdesk.book.figures import Explanation
from csdesk.i18n import mark
from csdesk.metrics.policy import POLICIES
from csdesk.metrics.result import FINE, MetricResult, half_up
from csdesk.ui import formats
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.grid.view import Grid, small_grid
from csdesk.ui.pages.metrics.answers import Moved
from csdesk.ui.pages.metrics.span import days_words
from csdesk.ui.pages.metrics.tiles import label_words, reason_words, value_words
from csdesk.ui.pages.settings.policy_words import choice_words
from csdesk.ui.theme import L, M, S, Theme
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.overlays import SideSheet, key_words
from csdesk.ui.widgets.parts import boxed, column, line, row, words

MOST = 200  # rows a sheet lists; the largest come first
_PRICE = (
    "discounts",
    "past_due",
    "usage",
    "paused",
    "ramp",
    "churn_recognition",
    "gap_bridge_days",
    "rate_date",
)
_RATE = ("nrr_window", "discounts", "past_due", "churn_recognition", "rate_date", "gap_bridge_days")
POLICY_OF: Mapping[str, Sequence[str]] = {
    "mrr": _PRICE,
    "arr": _PRICE,
    "arpa": _PRICE,
    "nrr": ("nrr_method", *_RATE),
    "grr": ("grr_method", *_RATE),
    "logo_churn": ("churn_method", "paid_to_free", "churn_recognition", "gap_bridge_days"),
    "new_customers": ("new_customer_at", "paid_to_free"),
    "quick_ratio": ("quick_ratio_reactivation", "price_uplift", "resolution", "discounts", "rate_date"),
}


class ReadingSheet(SideSheet):
    """A sheet that is read, not filled in. ``opened(account id)`` when a row was chosen."""

    opened = Signal(int)

    def __init__(self, title: str, about: str, body: QWidget, theme: Theme) -> None:
        super().__init__(title, about, body, theme, save=tr("Close"))
        self.saved.connect(self.finish)
        self.dismiss.hide()
        self.save.setText(f"{tr('Close')}   {key_words('Esc')}")


class ExplainSheet(ReadingSheet):
    """One number: formula, period, policy, both sides, and the rows behind each."""

    def __init__(self, found: Explanation, theme: Theme) -> None:
        figure, result = found.figure, found.figure.result
        value = value_words(figure, found.currency)
        self.body_words: list[str] = []
        facts = column(gap=S)
        for label, said in _facts(found):
            facts.addLayout(_fact(label, said))
            self.body_words.append(f"{label}: {said}")
        notes = [tr(note.text, **note.values) for note in found.notes]
        parts: list[Any] = [
            words(value or "–", "title"),
            *([words(reason_words(figure), "faded", wrap=True)] if result.reason else []),
            words(tr(found.words), wrap=True),
            line(),
            facts,
            *(words(note, "", "watch", wrap=True) for note in notes),
        ]
        self.grids: list[Grid] = []
        for role in ("value", "numerator", "denominator", "pending"):
            some = found.of(role)
            if some:
                parts += [line(), *self._rows(role, some, found.currency, theme)]
        body = boxed(column(*parts, None, gap=M, margins=(L, L, L, L)))
        super().__init__(label_words(figure), _scope(found), body, theme)

    def _rows(self, role: str, found: Sequence[Row], currency: str, theme: Theme) -> Sequence[QWidget]:
        titles = {
            "value": tr("Made of"),
            "numerator": tr("In the numerator"),
            "denominator": tr("In the denominator"),
            "pending": tr("Not decided yet"),
        }
        columns = [GridColumn("label", tr("Account"), lambda each: each.label, "text", 220)]
        if any(each.amount is not None for each in found):
            columns.append(
                GridColumn(
                    "amount",
                    formats.sign(currency),
                    lambda each: each.amount,
                    "number",
                    110,
                    cell=lambda each: Toned(formats.amount(each.amount, currency, cents=False)),
                    text=lambda each: formats.amount(each.amount, currency),
                )
            )
        grid = small_grid(columns, theme, titles[role], key=lambda each: (each.kind, each.id))
        grid.rows.show(found[:MOST])
        grid.activated_record.connect(lambda each: self.opened.emit(each.account_id))
        grid.clicked.connect(lambda index: self.opened.emit(grid.rows.record(index.row()).account_id))
        self.grids.append(grid)
        heading = boxed(
            row(words(titles[role], "section"), words(formats.number(len(found)), "caption"), None, gap=S)
        )
        return [heading, grid, *_rest(len(found))]


class RowsSheet(ReadingSheet):
    """The accounts behind a bar, a month or a cohort, with what they paid at both ends."""

    def __init__(self, title: str, about: str, found: Sequence[Moved], currency: str, theme: Theme) -> None:
        def money(title: str, value: Any, width: int = 76, *, signed: bool = False) -> GridColumn:
            def said(each: Moved) -> str:
                amount = value(each)
                plus = "+" if signed and amount is not None and amount > 0 else ""
                return f"{plus}{formats.amount(amount, currency, cents=False)}"

            def cell(each: Moved) -> Toned:
                return Toned(said(each), "ink" if value(each) is not None else "faded")

            return GridColumn(title, title, value, "number", width, cell=cell, text=said)

        columns = [
            GridColumn("name", tr("Account"), lambda each: each.name, "text", 130),
            money(tr("Before"), lambda each: each.before),
            money(tr("After"), lambda each: each.after),
            money(tr("Change"), lambda each: each.change, signed=True),
        ]
        self.grid = small_grid(columns, theme, title)
        self.grid.rows.show(found[:MOST])
        note = tr("MRR in {currency}. A click opens the account.", currency=currency)
        body = column(
            words(note, "caption", wrap=True),
            self.grid,
            *_rest(len(found)),
            None,
            gap=M,
            margins=(L, L, L, L),
        )
        super().__init__(title, about, boxed(body), theme)
        self.grid.activated_record.connect(lambda each: self.opened.emit(each.id))
        self.grid.clicked.connect(lambda index: self.opened.emit(self.grid.rows.record(index.row()).id))


def _facts(found: Explanation) -> list[tuple[str, str]]:
    """Return what is to be said of a number beside its formula, as pairs of label and words."""
    figure, result = found.figure, found.figure.result
    period = days_words(found.period)
    if result.partial:
        period = tr("{days}, not over yet", days=period)
    facts = [(tr("Period"), period)]
    if figure.group is not None:
        facts.append((tr("Group"), figure.group or tr("none given")))
    for label, side in ((tr("Numerator"), result.numerator), (tr("Denominator"), result.denominator)):
        if side is not None:
            facts.append((label, _side(found, side)))
    if result.n is not None:
        facts.append((tr("Records"), formats.number(result.n)))
    if result.low is not None and result.high is not None:
        both = f"{formats.percent(result.low)} – {formats.percent(result.high)}"
        facts.append((tr("95 % interval"), both))
    facts += [(tr(_BESIDE.get(word, word)), formats.number(count)) for word, count in figure.beside.items()]
    facts += _since(figure.since)
    facts.append((tr("Formula"), result.formula_id))
    chosen = found.policy.as_text()
    for key in POLICY_OF.get(figure.metric.id, ()):
        facts.append((tr(POLICIES[key].label), tr(choice_words(key, chosen[key]))))
    return facts


_BESIDE = {"pending": mark("Pending"), "early_churn": mark("Joined and left within the period")}


def _since(since: MetricResult | None) -> list[tuple[str, str]]:
    if since is None or since.value is None or since.period is None:
        return []
    return [(tr("Since {day}", day=formats.day(since.period.opening)), formats.percent(float(since.value)))]


def _side(found: Explanation, side: int | float) -> str:
    metric = found.figure.metric
    if metric.parts == "money":
        return formats.money(half_up(int(side), FINE), found.currency, cents=True)
    return formats.number(int(side)) if metric.parts == "count" else formats.number(float(side), 4)


def _scope(found: Explanation) -> str:
    return days_words(found.period)


def _fact(label: str, said: str) -> Any:
    name, value = words(label, "caption", wrap=True), words(said, wrap=True)
    name.setFixedWidth(132)
    box = row(name, value, gap=M)
    box.setStretch(1, 1)
    return box


def _rest(count: int) -> list[QWidget]:
    if count <= MOST:
        return []
    return [words(counted(count - MOST, "and {n} more", "and {n} more"), "caption")]
