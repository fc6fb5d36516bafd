"""How a file is read: what was found, each part of it to be changed, and what it leaves open."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QWidget

from csdesk.errors import Refused
from csdesk.intake.plan import Plan
from csdesk.intake.targets import KINDS, OWN_KINDS
from csdesk.ui import formats
from csdesk.ui.inputs import read, today_sample
from csdesk.ui.pages.importing.reading import KIND_WORDS, encoding_words
from csdesk.ui.pages.settings.desk import FIRST, currency_words
from csdesk.ui.problems import words_of
from csdesk.ui.theme import XL, L, M
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Button, boxed, column, row
from csdesk.ui.widgets.picker import Captioned, Picker

ENCODINGS = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "utf-16-le", "mac-roman")
SIGNS = ((",", ","), (";", ";"), ("\t", ""), ("|", "|"))
MATCHED = ("accounts", "tracker")


class ReadingBar(QWidget):
    """Tells ``changed({option: value})`` and ``kind_changed(kind)``; shows a :class:`Plan`."""

    changed = Signal(object)
    kind_changed = Signal(str)

    def __init__(self, theme: Any, today: date) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._today = today
        self.kind = Picker([(kind, tr(KIND_WORDS[kind])) for kind in KINDS])
        self.match = Picker(
            [
                ("", tr("Id, domain or name")),
                ("external_id", tr("External id")),
                ("domain", tr("Domain")),
                ("name", tr("Name")),
            ]
        )
        self.order = Picker()
        self.decimal = Picker()
        self.currency = Picker()
        self.end = Picker()
        self.start = QLineEdit()
        self.start.setPlaceholderText(today_sample())
        self.parts = {
            "kind": Captioned(tr("Each row is"), self.kind),
            "match": Captioned(tr("Match rows by"), self.match),
            "day_order": Captioned(tr("Dates are"), self.order),
            "decimal": Captioned(tr("Decimals are"), self.decimal),
            "currency": Captioned(tr("Money is"), self.currency),
            "end_is": Captioned(tr("An end date is"), self.end),
            "start": Captioned(tr("Amounts without a start begin"), self.start),
        }
        self.encoding = Picker()
        self.separator = Picker()
        self.header = Picker()
        self.sheet = Picker()
        self.layout_parts = {
            "encoding": Captioned(tr("Letters are"), self.encoding),
            "separator": Captioned(tr("Columns are parted by"), self.separator),
            "sheet": Captioned(tr("Sheet"), self.sheet),
            "header_row": Captioned(tr("Headers are in line"), self.header),
        }
        self.creating = QCheckBox(tr("Create accounts that are missing"))
        self.keep = QCheckBox(tr("Keep other columns as own fields"))
        self.remember = QCheckBox(tr("Remember for the next such file"))
        self.remember.setChecked(True)
        self.more = Button(tr("More"), "quiet", theme, "chevron-down")
        self.more.setToolTip(tr("How the file is read"))
        self.more.setAccessibleName(tr("How the file is read"))
        self.more.setCheckable(True)
        more = boxed(column(17, self.more, None, gap=0))  # in line with the pickers, below their captions
        first = row(*self.parts.values(), None, more, gap=M, margins=(XL, M, L, M))
        self._first = first
        self.below = boxed(
            column(
                row(*self.layout_parts.values(), None, gap=M),
                column(self.creating, self.keep, self.remember, gap=0),
                gap=M,
                margins=(XL, 0, L, M),
            )
        )
        self.below.hide()
        for part in (*self.parts.values(), *self.layout_parts.values()):
            part.setMaximumWidth(216)
            if isinstance(part.control, Picker):
                part.control.setMinimumContentsLength(5)
        for place in range(len(self.parts)):
            first.setStretch(place, 10)
        self.setLayout(column(first, self.below, gap=0))
        for name, part in self.parts.items():  # what the file needs is shown once it is read
            part.setVisible(name == "kind")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._wire()

    def _wire(self) -> None:
        self.kind.picked.connect(self.kind_changed)
        self.match.picked.connect(lambda value: self.changed.emit({"match": value}))
        self.order.picked.connect(
            lambda value: self.changed.emit({"day_first": {"day": True, "month": False}.get(value)})
        )
        self.decimal.picked.connect(lambda value: self.changed.emit({"decimal": value}))
        self.currency.picked.connect(lambda value: self.changed.emit({"currency": value}))
        self.end.picked.connect(lambda value: self.changed.emit({"end_is": value}))
        self.encoding.picked.connect(lambda value: self.changed.emit({"encoding": value}))
        self.separator.picked.connect(lambda value: self.changed.emit({"separator": value}))
        self.sheet.picked.connect(lambda value: self.changed.emit({"sheet": value, "header_row": 0}))
        self.header.picked.connect(lambda value: self.changed.emit({"header_row": int(value)}))
        self.creating.clicked.connect(lambda on: self.changed.emit({"create_missing": on}))
        self.keep.clicked.connect(lambda on: self.changed.emit({"keep_columns": on}))
        self.start.editingFinished.connect(self._on_start)
        self.more.toggled.connect(self.below.setVisible)

    def show_plan(self, plan: Plan) -> None:
        """Show how ``plan`` reads the file, and mark what it still asks."""
        self._plan = plan
        forms = {column.form for column in plan.columns if column.field}
        fields = {column.field.rpartition(".")[2] for column in plan.columns if column.field}
        asked = {question.code for question in plan.questions}
        self.kind.show_value(plan.kind)
        self.match.show_value(plan.options.match)
        self._show_order(plan)
        self._show_decimal(plan)
        self._show_currency(plan)
        self.end.offer(
            [
                *([("", tr("choose…"))] if plan.options.end_is not in ("last", "after") else []),
                ("last", tr("the last day covered")),
                ("after", tr("the first day after")),
            ]
        )
        self.end.show_value(plan.options.end_is)
        seen = {
            "kind": True,
            "match": plan.kind in MATCHED,
            "day_order": bool(forms & {"date", "day", "month"}),
            "decimal": bool({"money", "number"} & forms) and (self._signs(plan) or "decimal" in asked),
            "currency": "money" in forms,
            "end_is": "end" in fields,
            "start": plan.kind == "tracker"
            and bool({"amount", "mrr", "arr"} & fields)
            and "start" not in fields,
        }
        for name, part in self.parts.items():
            part.setVisible(bool(seen[name]))
            part.blame(tr("Please choose") if name in asked else "")
        for place, part in enumerate(self.parts.values()):  # room goes to the longer words
            words = part.control.currentText() if isinstance(part.control, Picker) else ""
            self._first.setStretch(place, max(60, min(160, self.fontMetrics().horizontalAdvance(words))) + 44)
        self._show_layout(plan)
        self.creating.setChecked(plan.options.create_missing)
        self.creating.setVisible(bool({"account_id", "account_name"} & fields))
        self.keep.setChecked(plan.options.keep_columns)
        self.keep.setVisible(plan.kind in OWN_KINDS)

    @staticmethod
    def _signs(plan: Plan) -> bool:
        return any(column.typed.decimal for column in plan.columns)

    def _show_order(self, plan: Plan) -> None:
        orders = {column.typed.order for column in plan.columns if column.typed.order}
        settled = any(column.typed.settled and column.typed.order for column in plan.columns)
        found = {"day-first": tr("day first"), "month-first": tr("month first")}
        named = plan.options.day_first
        open_ = any(question.code == "day_order" for question in plan.questions)
        if open_:
            choices = [("", tr("choose…"))]
        elif named is None or not settled:
            said = " / ".join(found[order] for order in sorted(orders)) or tr("written with the year first")
            choices = [("", tr("{order} (found)", order=said) if orders else said)]
        else:
            choices = []
        samples = _samples(plan) if open_ else ("", "")
        choices += [("day", tr("day/month/year{sample}", sample=samples[0]))]
        choices += [("month", tr("month/day/year{sample}", sample=samples[1]))]
        self.order.offer(choices)
        self.order.show_value("" if named is None or not settled else "day" if named else "month")

    def _show_decimal(self, plan: Plan) -> None:
        open_ = any(question.code == "decimal" for question in plan.questions)
        signs = {column.typed.decimal for column in plan.columns if column.typed.decimal}
        settled = any(column.typed.settled and column.typed.decimal for column in plan.columns)
        found = {",": tr("comma"), ".": tr("point")}
        said = " / ".join(found[sign] for sign in sorted(signs))
        first = tr("choose…") if open_ else tr("{sign} (found)", sign=said)
        choices = [(",", tr("comma (1.234,5)")), (".", tr("point (1,234.5)"))]
        if open_ or not (settled and plan.options.decimal):
            choices.insert(0, ("", first))
        self.decimal.offer(choices)
        self.decimal.show_value(plan.options.decimal if settled and not open_ else "")

    def _show_currency(self, plan: Plan) -> None:
        marks = sorted({sign for column in plan.columns for sign in column.typed.currencies})
        has_column = any(column.field.rpartition(".")[2] == "currency" for column in plan.columns)
        own = currency_words(plan.options.book_currency)
        if any(question.code == "currency" for question in plan.questions):
            first = tr("choose…")
        elif has_column or marks:
            first = tr("as written, else {currency}", currency=plan.options.book_currency)
        else:
            first = own
        codes = dict.fromkeys((plan.options.book_currency, *FIRST))
        self.currency.offer([("", first), *((code, currency_words(code)) for code in codes)])
        self.currency.show_value(plan.options.currency)

    def _show_layout(self, plan: Plan) -> None:
        laid = plan.laid
        sheets = bool(laid.sheets)
        self.layout_parts["encoding"].setVisible(not sheets)
        self.layout_parts["separator"].setVisible(not sheets)
        self.layout_parts["sheet"].setVisible(sheets)
        self.encoding.offer([(name, encoding_words(name)) for name in ENCODINGS])
        self.encoding.show_value(laid.encoding.removesuffix("-sig"))
        self.separator.offer([(sign, said or tr("tabs")) for sign, said in SIGNS])
        self.separator.show_value(laid.separator)
        self.sheet.offer([(name, name) for name in laid.sheets])
        self.sheet.show_value(laid.sheet)
        lines = dict.fromkeys([*range(1, 13), laid.table.header_line])
        self.header.offer([(str(line), formats.number(line)) for line in sorted(lines)])
        self.header.show_value(str(laid.table.header_line))

    def first_asked(self) -> QWidget | None:
        """Return where the first open question is answered."""
        asked = {question.code for question in self._plan.questions} if self._plan is not None else set()
        return next((part.control for name, part in self.parts.items() if name in asked), None)

    def _on_start(self) -> None:
        part = self.parts["start"]
        try:
            day = read(date, self.start.text(), today=self._today)
        except Refused as error:
            part.blame(words_of(error))
            return
        part.blame("")
        if self._plan is not None and day != self._plan.options.start:
            self.changed.emit({"start": day})


def _samples(plan: Plan) -> Sequence[str]:
    """Return the first date of the file that can be read both ways, as each of the two reads it."""
    from csdesk.intake import dates
    from csdesk.intake.text import as_text

    for place, column_ in enumerate(plan.columns):
        if column_.form not in ("date", "day") or not (column_.typed.question or column_.typed.settled):
            continue
        for cells in plan.laid.table.rows[:50]:
            text = as_text(cells[place])
            ways = [dates.reader(day_first=first)(text) for first in (True, False)]
            if all(isinstance(way, date) for way in ways):
                return [f"  ({text} = {formats.day(way)})" for way in ways if isinstance(way, date)]
    return ("", "")
