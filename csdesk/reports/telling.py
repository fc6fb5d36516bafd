"""What reports have in common: figures in words, definitions, the frame of a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from csdesk.book import desk
from csdesk.book.figures import Answer, Figure
from csdesk.charts.data import Bars, Bridge, ChartData, Columns, Lines, Measure, Parts, Trend
from csdesk.charts.formats import NOTHING, Formats
from csdesk.i18n import mark
from csdesk.metrics.result import Unit
from csdesk.model.money import major
from csdesk.reports import pictures
from csdesk.reports.document import (
    Amount,
    Chart,
    Column,
    Document,
    Fact,
    Part,
    Slide,
    Table,
    Text,
    Tone,
    Value,
)

if TYPE_CHECKING:
    from csdesk.book import Book

_PERIODS = {
    "": mark("on the day"),
    "month": mark("month"),
    "12m": mark("12 months"),
    "quarter": mark("quarter"),
    "year": mark("year"),
    "fiscal-year": mark("fiscal year"),
    "all": mark("all time"),
    "since": mark("since the start"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """For whom and of when a document is: what every builder is given."""

    as_of: date
    formats: Formats
    paper: str = "A4"
    made: datetime | None = None

    @property
    def stamp(self) -> datetime:
        """Return when it was made: the evening of its day unless said, so that bytes do not change."""
        return self.made or datetime.combine(self.as_of, time(18), UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose book it is."""

    name: str
    currency: str
    user: str


def of_desk(book: "Book") -> Desk:
    """Ask the book for its name, its currency and who sits at it."""
    settings = book.read(desk.settings)
    name = settings.get("name") or book.path.stem
    return Desk(name, settings["currency"], settings.get("user_name") or "")


def document(
    frame: Frame,
    owner: Desk,
    title: str,
    subtitle: str,
    parts: Sequence[Part | Slide],
    formulas: Sequence[str],
    **more: Any,
) -> Document:
    """Put a document together."""
    return Document(
        title,
        subtitle,
        tuple(parts),
        owner.name,
        frame.as_of,
        frame.stamp,
        tuple(formulas),
        frame.formats,
        author=owner.user,
        paper=frame.paper,
        **more,
    )


def value_words(figure: Figure, formats: Formats) -> str:
    """Write the value of a figure as its unit asks; without a value it is a dash."""
    number, unit = figure.number, figure.metric.unit
    if number is None:
        return NOTHING
    if unit.is_money:
        currency = figure.result.currency or ""
        return formats.money(major(int(number), currency), currency, digits=0)
    if unit is Unit.FRACTION:
        return formats.percent(float(number))
    if unit is Unit.COUNT:
        return formats.number(number)
    return formats.number(number, 2 if unit is Unit.RATIO else 1)


def raw(figure: Figure) -> Value:
    """Return the value of a figure for a spreadsheet."""
    number = figure.number
    if number is None or not figure.metric.unit.is_money:
        return number
    return Amount(int(number), figure.result.currency or "")


def aside(figure: Figure, formats: Formats) -> str:
    """Say beside a figure what it counts, or why there is none."""
    result, say = figure.result, formats.say
    if result.reason is not None:
        return say(result.reason.words)
    words = [say(_PERIODS.get(figure.metric.period, ""))] if figure.metric.period else []
    if figure.metric.parts == "count" and result.denominator:
        words.append(
            say(
                mark("{part} of {whole}"),
                part=formats.number(result.numerator),
                whole=formats.number(result.denominator),
            )
        )
    elif figure.metric.unit is Unit.FRACTION and result.n:
        words.append(formats.count(result.n, mark("{count} customer"), mark("{count} customers")))
    if result.partial:
        words.append(say(mark("period not over")))
    return ", ".join(word for word in words if word)


def fact(figure: Figure, formats: Formats) -> Fact:
    """Turn a figure into a tile."""
    label = formats.say(figure.metric.label)
    return Fact(label, value_words(figure, formats), raw(figure), aside(figure, formats))


def definitions(answer: Answer, formats: Formats) -> Table:
    """List how each figure is counted."""
    say = formats.say
    columns = (
        Column(say(mark("Figure"))),
        Column(say(mark("How it is counted"))),
        Column(say(mark("Period"))),
    )
    seen = {figure.metric.id: figure.metric for figure in answer.figures}
    rows = tuple(
        (say(metric.label), say(metric.words), say(_PERIODS.get(metric.period, metric.period)))
        for metric in seen.values()
    )
    return Table(say(mark("How it is counted")), columns, rows, size=12, lines=3)


def remarks(answer: Answer, formats: Formats) -> list[Text]:
    """Say what one should know beside the numbers: rates carried forward, policies of this book."""
    usual = type(answer.policy)()
    changed = [
        f"{key} = {value}"
        for key, value in answer.policy.as_text().items()
        if usual.as_text().get(key) != value
    ]
    texts = [Text(formats.say(note.text, **note.values), Tone.FADED) for note in answer.notes]
    if changed:
        texts.append(
            Text(formats.say(mark("Policies set for this book: {list}"), list=", ".join(changed)), Tone.FADED)
        )
    return texts


def formula_ids(answer: Answer) -> list[str]:
    """Return the formulas of the figures, once each."""
    return list(dict.fromkeys(figure.result.formula_id for figure in answer.figures))


def chart(data: ChartData, formats: Formats, height: float = 210) -> Chart:
    """Make a chart part that says in words what it shows."""
    return Chart(data, in_words(data, formats), height)


def picture(data: ChartData, formats: Formats, height: float = 210) -> Chart | Text:
    """Return a chart, or its finding as a sentence where there is nothing to draw."""
    if pictures.says_nothing(data):
        return Text(formats.say(mark("{sentence}."), sentence=data.title), Tone.FADED)
    return chart(data, formats, height)


def in_words(data: ChartData, formats: Formats) -> str:
    """Say a chart: its finding, what is measured, the first and last value and the extremes."""
    said = [data.title, data.about]
    match data:
        case Trend() | Columns():
            said.append(_course(data.months, data.values, data.measure, formats))
        case Lines():
            said += [
                f"{one.name}: {_course(data.months, one.values, data.measure, formats)}"
                for one in data.series
            ]
        case Bars():
            said += [f"{bar.name}: {_number(bar.value, data.measure, formats)}" for bar in data.bars[:5]]
        case Bridge():
            said += [f"{step.name}: {_number(step.amount, data.measure, formats)}" for step in data.steps]
        case Parts():
            said += [f"{part.name}: {', '.join(map(formats.number, part.counts))}" for part in data.parts]
        case _:
            pass
    return ". ".join(words for words in dict.fromkeys(said) if words)


def _course(
    months: Sequence[date], values: Sequence[float | None], measure: Measure, formats: Formats
) -> str:
    known = [(month, value) for month, value in zip(months, values, strict=True) if value is not None]
    if not known:
        return ""
    highest = max(known, key=lambda point: point[1])
    return formats.say(
        mark("{first} in {begin}, {last} in {end}, highest {top} in {month}"),
        first=_number(known[0][1], measure, formats),
        begin=formats.month(known[0][0]),
        last=_number(known[-1][1], measure, formats),
        end=formats.month(known[-1][0]),
        top=_number(highest[1], measure, formats),
        month=formats.month(highest[0]),
    )


def _number(value: float, measure: Measure, formats: Formats) -> str:
    if measure.percent:
        return formats.percent(value, measure.digits)
    return formats.number(value / measure.divisor, measure.digits)
