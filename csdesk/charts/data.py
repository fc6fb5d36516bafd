"""What charts are drawn from: plain values with their words. No drawing here, so reports can carry them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Measure:
    """How numbers of one chart are written: ``percent`` of shares, else divided and rounded alike."""

    divisor: float = 1.0
    digits: int = 0
    percent: bool = False


WHOLE = Measure()
SHARE = Measure(percent=True, digits=1)


@dataclass(frozen=True, slots=True)
class Event:
    """A note on a line: what happened, at which place of the row of months."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One amount over months. A month without a value is ``None`` and stays a gap."""

    title: str
    about: str
    months: tuple[date, ...]
    values: tuple[float | None, ...]
    measure: Measure = WHOLE
    events: tuple[Event, ...] = ()
    records: tuple[object, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name and a value for each month."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Up to four measures of one unit over months; ``whole`` is a line that stands out, such as 100 %."""

    title: str
    about: str
    months: tuple[date, ...]
    series: tuple[Series, ...]
    measure: Measure = SHARE
    whole: float | None = None
    from_zero: bool = False
    records: tuple[tuple[object, ...], ...] = ()  # behind each month


@dataclass(frozen=True, slots=True)
class Step:
    """One column of a bridge: a total, or a movement with its sign."""

    name: str
    amount: float
    total: bool = False
    records: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridge:
    """How one total became another."""

    title: str
    about: str
    steps: tuple[Step, ...]
    measure: Measure = WHOLE


@dataclass(frozen=True, slots=True)
class Moves:
    """Gains and losses of each month: each series a movement, losses as negative amounts."""

    title: str
    about: str
    months: tuple[date, ...]
    gains: tuple[Series, ...]
    losses: tuple[Series, ...]
    measure: Measure = WHOLE
    records: tuple[tuple[object, ...], ...] = ()  # behind each month


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Shares kept by age: one row a cohort with its size, one cell an age; the future is ``None``."""

    title: str
    about: str
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    table: tuple[tuple[float | None, ...], ...]
    ages: tuple[str, ...]
    records: tuple[tuple[object, ...], ...] = ()  # behind each cohort


@dataclass(frozen=True, slots=True)
class Bar:
    """One lying bar: the value, and a faded note at its end."""

    name: str
    value: float
    note: str = ""
    records: tuple[object, ...] = ()
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts by group, in the order given."""

    title: str
    about: str
    bars: tuple[Bar, ...]
    measure: Measure = WHOLE
    name: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Counts per month; the first ``past`` are before the period and paler, ``marked`` ones are spoken of."""

    title: str
    about: str
    months: tuple[date, ...]
    values: tuple[float | None, ...]
    measure: Measure = WHOLE
    past: int = 0
    marked: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of answer with its count in each bar. ``tone``: yes, between, no."""

    name: str
    counts: tuple[int, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a whole, one 100 % bar a survey."""

    title: str
    about: str
    names: tuple[str, ...]
    parts: tuple[Part, ...]


def behind(records: tuple[tuple[object, ...], ...], place: int) -> tuple[object, ...]:
    """Return the records behind one place, none where nobody said."""
    return records[place] if place < len(records) else ()


ChartData = Trend | Lines | Bridge | Moves | Cohorts | Bars | Columns | Parts
