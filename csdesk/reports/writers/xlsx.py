"""XLSX: facts on the first sheet, every table on its own, real numbers and days, native charts."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlsxwriter

from csdesk.charts.data import Bars, Bridge, ChartData, Cohorts, Columns, Lines, Measure, Moves, Parts, Trend
from csdesk.charts.letters import clean, width
from csdesk.charts.style import mixed, roles
from csdesk.i18n import mark
from csdesk.reports.document import (
    Amount,
    Cell,
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Kind,
    Table,
    Text,
    Tone,
    plain,
    tone,
)

DAY = "yyyy-mm-dd"
USUAL = 2  # lines of a cell beyond which a table is of long words
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def render(document: Document) -> bytes:
    """Return the workbook; the same document gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": DAY,
        },
    )
    made = document.made.replace(tzinfo=None)
    book.set_properties({"title": clean(document.title), "author": clean(document.author), "created": made})
    sheets = _Sheets(book, document)
    sheets.first()
    for table in document.tables():
        sheets.table(table)
    sheets.charts()
    book.close()
    return out.getvalue()


class _Sheets:
    """Fills one workbook."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document, self.formats = book, document, document.formats
        self._made: dict[tuple[str, str], Any] = {}
        self._names: set[str] = set()
        spaced = document.formats.percent(0.5, 0)[-2].isspace()  # 84 % in Finnish, 84% in English
        self.percent = '"\u00a0"%' if spaced else "%"
        colours = roles("light")
        self.faded, self.line = str(colours["faded"]), str(colours["line"])
        self.tones = {t: str(colours[t.value]) for t in (Tone.FADED, Tone.GOOD, Tone.WATCH, Tone.RISK)}
        series = colours["series"]
        self.series = [str(colour) for colour in series]

    def first(self) -> None:
        """Write title, book and day, then the facts and words of the report."""
        document, say = self.document, self.formats.say
        sheet = self.sheet(say(mark("Report")))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 12)
        sheet.set_column(3, 3, 60)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, clean(document.title), self.look("", "title"))
        sheet.write_string(1, 0, clean(document.subtitle), self.look("", "faded"))
        sheet.write_string(2, 0, clean(document.book))
        sheet.write_datetime(2, 1, _midnight(document.as_of), self.look(DAY, "left"))
        row = 4
        for part, following in zip(document.parts, [*document.parts[1:], None], strict=True):
            if isinstance(part, Heading) and isinstance(following, Text | Facts):
                sheet.write_string(row, 0, clean(part.text), self.look("", "bold"))
                row += 1
            elif isinstance(part, Text):
                sheet.write_string(row, 0, clean(part.text), self.look("", part.tone.value))
                row += 1
            elif isinstance(part, Facts):
                for fact in part.facts:
                    self._fact(sheet, row, fact)
                    row += 1
        if document.formulas:
            names = say(mark("Formulas: {names}"), names=", ".join(document.formulas))
            sheet.write_string(row + 1, 0, clean(names), self.look("", "faded"))

    def _fact(self, sheet: Any, row: int, fact: Fact) -> None:
        sheet.write_string(row, 0, clean(fact.label))
        value = fact.value if fact.value is not None else fact.shown
        percent = isinstance(value, float) and "%" in fact.shown
        kind = Kind.PERCENT if percent else Kind.MONEY if isinstance(value, Amount) else Kind.NUMBER
        digits = 0 if isinstance(value, int) else 1 if percent else 2
        self.cell(
            sheet, row, 1, value, Column("", kind, digits=digits), "" if fact.value is not None else "right"
        )
        if isinstance(value, Amount):
            sheet.write_string(row, 2, value.currency, self.look("", "inset"))
        sheet.write_string(row, 3, clean(fact.aside), self.look("", "faded"))

    def table(self, table: Table) -> None:
        """Write one table on a sheet of its own, its head frozen, with a filter over it."""
        sheet = self.sheet(table.name)
        heads = table.heads()
        at = 0
        places: list[int] = []
        for column, (head, currencies) in zip(table.columns, heads, strict=True):
            places.append(at)
            right = column.kind.on_right
            sheet.write_string(0, at, clean(head), self.look("", "head-right" if right else "head"))
            sheet.set_column(at, at, self._wide(table, len(places) - 1))
            at += 1
            if currencies:
                sheet.write_string(0, at, self.formats.say(mark("Currency")), self.look("", "head-inset"))
                sheet.set_column(at, at, 9)
                at += 1
        for r, row in enumerate(table.rows):
            style = "bold" if r >= len(table.rows) - table.sums else ""
            for cell, column, place, (_, currencies) in zip(row, table.columns, places, heads, strict=True):
                self.cell(sheet, r + 1, place, cell, column, style)
                value = plain(cell)
                if currencies and isinstance(value, Amount):
                    sheet.write_string(r + 1, place + 1, value.currency, self.look("", "inset"))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows) - table.sums, at - 1)

    def cell(self, sheet: Any, row: int, place: int, cell: Cell, column: Column, style: str = "") -> None:
        """Write one value as what it is; text always as text, whatever it looks like."""
        value = plain(cell)
        look = tone(cell).value or style
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, place, clean(value), self.look("", look))
        elif isinstance(value, Amount):
            digits = max(0, -int(value.major.as_tuple().exponent))
            form = "#,##0" + ("." + "0" * digits if digits else "")
            sheet.write_number(row, place, float(value.major), self.look(form, look))
        elif isinstance(value, date):
            sheet.write_datetime(row, place, _midnight(value), self.look(DAY, look))
        else:
            decimals = "." + "0" * column.digits if column.digits else ""
            form = f"0{decimals}{self.percent}" if column.kind is Kind.PERCENT else f"#,##0{decimals}"
            sheet.write_number(row, place, value, self.look(form, look))

    def charts(self) -> None:
        """Write the data of all charts on one sheet, and beside each its native chart where there is one."""
        charts = list(self.document.charts())
        if not charts:
            return
        sheet = self.sheet(self.formats.say(mark("Charts")))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 24, 13)
        row = 0
        for part in charts:
            sheet.write_string(row, 0, clean(part.data.title), self.look("", "bold"))
            sheet.write_string(row + 1, 0, clean(part.data.about), self.look("", "faded"))
            used, wide = self._data(sheet, row + 2, part)
            native = self._native(sheet, part.data, row + 2, used)
            if native is not None:
                sheet.insert_chart(row, wide + 2, native, {"description": clean(part.words), "x_scale": 1.3})
            row += max(used + 5, 17 if native is not None else 0)

    def _data(self, sheet: Any, row: int, part: Chart) -> tuple[int, int]:
        """Write the numbers behind a chart from ``row`` on; returns rows and columns used."""
        names, series, measure = numbers(part.data, self.formats.say)
        if not names:
            return 0, 2
        form = f"0.0{self.percent}" if measure.percent else "#,##0.##" if measure.divisor == 1 else "#,##0.00"
        for place, (title, values) in enumerate(series):
            sheet.write_string(row, place + 1, clean(title), self.look("", "head-right"))
            for r, value in enumerate(values):
                if value is not None:
                    sheet.write_number(row + 1 + r, place + 1, value, self.look(form, ""))
        for r, name in enumerate(names):
            if isinstance(name, date):
                sheet.write_datetime(row + 1 + r, 0, _midnight(name), self.look("mmm yyyy", "left"))
            else:
                sheet.write_string(row + 1 + r, 0, clean(str(name)))
        return len(names) + 1, len(series)

    def _native(self, sheet: Any, data: ChartData, row: int, used: int) -> Any:
        names, series, measure = numbers(data, self.formats.say)
        kind = {
            Trend: {"type": "line"},
            Lines: {"type": "line"},
            Columns: {"type": "column"},
            Bars: {"type": "bar"},
            Parts: {"type": "bar", "subtype": "percent_stacked"},
            Moves: {"type": "column", "subtype": "stacked"},
        }.get(type(data))
        if kind is None or not names or not series:
            return None
        chart = self.book.add_chart(kind)
        shades = [self.series[0], self.series[1], *self.series[2:]]
        if isinstance(data, Parts):
            shades = [self.series[0], self.line, self.series[1]]
        elif isinstance(data, Moves):  # gains in one colour, losses in another, as on paper
            shades = [
                mixed("#ffffff", colour, strength)
                for colour, group in ((self.series[0], data.gains), (self.series[1], data.losses))
                for _, strength in zip(group, (1.0, 0.6, 0.35), strict=False)
            ]
        for place, _ in enumerate(series):
            line = {"color": shades[place % len(shades)], "width": 2.25}
            look: dict[str, Any] = {"line": line}
            if kind["type"] != "line":
                look = {"fill": {"color": line["color"]}, "gap": 45}
            chart.add_series(
                {
                    "name": [sheet.name, row, place + 1],
                    "categories": [sheet.name, row + 1, 0, row + used - 1, 0],
                    "values": [sheet.name, row + 1, place + 1, row + used - 1, place + 1],
                    **look,
                }
            )
        chart.set_title(
            {"name": clean(data.title), "overlay": False, "name_font": {"size": 11, "bold": True}}
        )
        form = f"0{self.percent}" if measure.percent else "#,##0"
        chart.set_y_axis(
            {"num_format": form, "major_gridlines": {"visible": True, "line": {"color": self.line}}}
        )
        if isinstance(data, Bars | Parts):
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"num_format": form, "major_gridlines": {"visible": False}})
        else:
            axis = {"num_format": "mmm yy", "date_axis": True, "label_position": "low"}
            chart.set_x_axis({**axis, "major_unit": 2, "major_unit_type": "months"})
        chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom"})
        return chart

    # looks and names
    def look(self, form: str, style: str) -> Any:
        """Return the cell format, made once."""
        key = (form, style)
        if key not in self._made:
            wanted: dict[str, Any] = {"num_format": form} if form else {}
            if form == DAY:
                wanted["align"] = "left"
            if style == "title":
                wanted |= {"bold": True, "font_size": 16}
            elif style.startswith("head"):
                wanted |= {
                    "font_color": self.faded,
                    "bottom": 1,
                    "bottom_color": self.faded,
                    "text_wrap": False,
                }
                wanted |= {"align": "right"} if style == "head-right" else {}
                wanted |= {"indent": 1} if style == "head-inset" else {}
            elif style == "bold":
                wanted |= {"bold": True}
            elif style == "inset":
                wanted |= {"indent": 1}
            elif style in ("left", "right"):
                wanted |= {"align": style}
            elif style:
                wanted |= {"font_color": self.tones[Tone(style)], "bold": style != "faded"}
            self._made[key] = self.book.add_format(wanted)
        return self._made[key]

    def sheet(self, name: str) -> Any:
        """Add a sheet under a name that Excel accepts: 31 letters, none forbidden, none twice."""
        base = _FORBIDDEN.sub(" ", clean(name)).replace("\n", " ").strip()[:28].strip() or "Sheet"
        wanted, count = base, 2
        while wanted.lower() in self._names or wanted.lower() == "history":
            wanted, count = f"{base} {count}", count + 1
        self._names.add(wanted.lower())
        made = self.book.add_worksheet(wanted)
        made.set_landscape()
        made.set_paper(1 if self.document.paper == "Letter" else 9)
        made.fit_to_pages(1, 0)
        return made

    def _wide(self, table: Table, place: int) -> float:
        column = table.columns[place]
        if column.kind is Kind.PERCENT:
            return max(8.0, len(column.head) + 4.0)
        if column.kind is not Kind.TEXT:
            return max(11.0, len(column.head) + 7.0)
        longest = max((width(str(plain(row[place]) or ""), 1.0) for row in table.rows[:500]), default=0.0)
        most = 90.0 if table.lines > USUAL else 48.0  # tables of long words
        return min(most, max(10.0, longest / 0.53 + 2, len(column.head) + 2.0))


Names = list[str] | list[date]


def numbers(
    data: ChartData, say: Callable[[str], str]
) -> tuple[Names, list[tuple[str, list[float | None]]], Measure]:
    """Return the numbers behind a chart as a table: names of rows, named columns, how they are written."""
    match data:
        case Trend() | Columns():
            name = data.name or say(mark("Value"))
            return list(data.months), [(name, list(data.values))], data.measure
        case Lines():
            return list(data.months), [(s.name, list(s.values)) for s in data.series], data.measure
        case Moves():
            moves = (*data.gains, *data.losses)
            return list(data.months), [(s.name, list(s.values)) for s in moves], data.measure
        case Bridge():
            steps: list[float | None] = [step.amount for step in data.steps]
            return [step.name for step in data.steps], [(say(mark("Amount")), steps)], data.measure
        case Bars():
            amounts: list[float | None] = [bar.value for bar in data.bars]
            return (
                [bar.name for bar in data.bars],
                [(data.name or say(mark("Amount")), amounts)],
                data.measure,
            )
        case Parts():
            counts = [(p.name, [float(c) for c in p.counts]) for p in data.parts]
            return list(data.names), [(name, list(values)) for name, values in counts], Measure()
        case Cohorts():
            ages = [
                (age, [row[place] if place < len(row) else None for row in data.table])
                for place, age in enumerate(data.ages)
            ]
            return list(data.names), ages, Measure(percent=True)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  a cell of a sheet has no zone
