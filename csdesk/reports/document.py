"""A report or deck as data: what to say, in order. Writers decide how it looks in their own format.

Values stay raw (numbers, days, amounts) with their kind: a spreadsheet gets numbers, paper gets words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from csdesk.charts.data import ChartData
from csdesk.charts.formats import NOTHING, Formats
from csdesk.model.money import major


class Visibility(StrEnum):
    """Who may see something; what is not said to be for customers never reaches them."""

    CUSTOMER = "customer"
    COMMERCIAL = "commercial"
    INTERNAL = "internal"


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PERCENT = "percent"

    @property
    def on_right(self) -> bool:
        return self is not Kind.TEXT and self is not Kind.DATE


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: minor units of a currency."""

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        return major(self.minor, self.currency)


Value = str | int | float | date | Amount | None


class Tone(StrEnum):
    """How a word weighs: strong, second rank, or a state that needs the eye (and is always a word)."""

    PLAIN = ""
    BOLD = "bold"
    FADED = "faded"
    GOOD = "good"
    WATCH = "watch"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Toned:
    """A value of a cell with its tone."""

    value: Value
    tone: Tone


Cell = Value | Toned


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what its cells are, the width it would like (cm on a slide) and its decimals."""

    head: str
    kind: Kind = Kind.TEXT
    width: float | None = None
    digits: int = 0
    sheets_only: bool = False  # too much for paper and slides


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under typed columns. The last ``sums`` rows stand under a stronger line."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: int = 0
    size: float = 14  # points on a slide
    lines: int = 2  # of a cell on a slide
    row_height: float | None = None  # cm on a slide
    empty: str = ""  # said in place of rows
    sheets_only: bool = False  # the numbers behind what paper and slides show as a chart

    def currencies(self, place: int) -> set[str]:
        """Return the currencies of the amounts in a column."""
        return {value.currency for row in self.rows if isinstance(value := plain(row[place]), Amount)}

    def heads(self) -> list[tuple[str, bool]]:
        """Return the heads for a spreadsheet, and whether a column of currencies follows.

        Amounts of one currency name it in the head; of several, each has its own beside it.
        """
        found = []
        for place, column in enumerate(self.columns):
            currencies = self.currencies(place)
            alone = next(iter(currencies)) if len(currencies) == 1 else ""
            named = not alone or alone in column.head
            found.append((column.head if named else f"{column.head}, {alone}", len(currencies) > 1))
        return found

    def narrow(self) -> "Table":
        """Return the table without the columns that only spreadsheets have room for."""
        if not any(column.sheets_only for column in self.columns):
            return self
        kept = [place for place, column in enumerate(self.columns) if not column.sheets_only]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)

    def texts(self, formats: Formats) -> list[list[str]]:
        """All cells in words."""
        return [
            [shown(cell, column, formats) for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``tone`` faded for methods and notes."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its name: ``shown`` for people, ``value`` for sheets, ``aside`` small beside it."""

    label: str
    shown: str
    value: Value = None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data; ``words`` say the same to those who cannot see it."""

    data: ChartData
    words: str
    height: float = 210  # points on paper


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Minutes:
    """A band of time boxes: minutes, and whether they look forward."""

    boxes: tuple[tuple[int, bool], ...]
    back: str
    forward: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Large figures one under another, each with a line and a faded aside."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Panels:
    """Grey panels, each with a small head and large words; ``below`` side by side at the foot."""

    panels: tuple[tuple[str, str], ...]
    below: bool = False


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Columns of small text, each with a head and paragraphs."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]
    size: float = 12


Part = Heading | Text | Facts | Table | Chart | PageBreak | Minutes | Outcomes | Panels | Paragraphs


class Layout(StrEnum):
    """The layouts of a template, found by these names."""

    TITLE = "Title"
    HEADLINE = "Headline"
    TEXT = "Text"
    CHART = "Chart and meaning"
    TWO_CHARTS = "Two charts"
    TABLE = "Table"
    TABLE_MEANING = "Table and meaning"


@dataclass(frozen=True, slots=True)
class People:
    """Who sits at one side of the table."""

    side: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of a deck. The headline is the finding, ``second`` says measure, unit and period."""

    layout: Layout
    headline: str
    section: str = ""
    second: str = ""
    body: tuple[Part, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()  # large ones in the column of meaning, with their words
    quotes: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    suggestion: str = ""
    source: str = ""
    notes: str = ""
    visibility: Visibility = Visibility.CUSTOMER
    people: tuple[People, ...] = ()
    own: str = ""  # who presents, on the title
    when: str = ""
    key: str = ""  # which slide of the review this is, the same every quarter


@dataclass(frozen=True, slots=True)
class Document:
    """A report (parts) or a deck (slides). ``made`` is when, and the same document gives the same bytes."""

    title: str
    subtitle: str
    parts: tuple[Part | Slide, ...]
    book: str
    as_of: date
    made: datetime
    formulas: tuple[str, ...] = ()
    formats: Formats = field(default_factory=Formats)
    author: str = ""
    paper: str = "A4"
    footer: str = ""
    problems: tuple[str, ...] = ()  # what is still to be done by hand, said by the command line
    incomplete: bool = False  # something does not fit: the deck was made, but it is not done

    @property
    def is_deck(self) -> bool:
        return any(isinstance(part, Slide) for part in self.parts)

    def slides(self) -> list[Slide]:
        return [part for part in self.parts if isinstance(part, Slide)]

    def on_paper(self) -> "list[Part | Slide]":
        """Return what paper, slides and web pages show: all but tables that stand behind a chart."""
        return [part for part in self.parts if not (isinstance(part, Table) and part.sheets_only)]

    def tables(self) -> Iterator[Table]:
        """All tables, also those on slides."""
        for part in self._flat():
            if isinstance(part, Table):
                yield part

    def charts(self) -> Iterator[Chart]:
        """All charts, also those on slides."""
        for part in self._flat():
            if isinstance(part, Chart):
                yield part

    def _flat(self) -> Iterator[Part]:
        for part in self.parts:
            if isinstance(part, Slide):
                yield from part.body
            else:
                yield part


def plain(cell: Cell) -> Value:
    """Return the value of a cell without its tone."""
    return cell.value if isinstance(cell, Toned) else cell


def tone(cell: Cell) -> Tone:
    """Return the tone of a cell."""
    return cell.tone if isinstance(cell, Toned) else Tone.PLAIN


def shown(cell: Cell, column: Column, formats: Formats) -> str:
    """Write a cell for people."""
    value = plain(cell)
    if value is None:
        return NOTHING
    if isinstance(value, Amount):
        return formats.money(value.major, value.currency, digits=column.digits)
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return formats.day(value)
    if column.kind is Kind.PERCENT:
        return formats.percent(value, column.digits)
    return formats.number(value, column.digits)


def fitting(parts: Sequence[Slide], allowed: frozenset[Visibility]) -> tuple[Slide, ...]:
    """Keep only the slides for these eyes: an allow-list, nothing is cleaned afterwards."""
    return tuple(slide for slide in parts if slide.visibility in allowed)
