"""Rules of a slide that need no file format: how long a headline may be, and reports turned into slides."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from csdesk.charts.data import Bridge, Cohorts
from csdesk.charts.letters import wrapped
from csdesk.charts.scales import floor_of, levels_of
from csdesk.i18n import mark
from csdesk.reports.document import (
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Kind,
    Layout,
    PageBreak,
    Paragraphs,
    Part,
    People,
    Slide,
    Table,
    Text,
    Tone,
    Toned,
)

HEADLINE_ROOM = 30.467 / 2.54 * 72  # points
FULL, SMALLER = 24, 20
MANY = 7  # columns beyond which a table is set smaller


def headline(text: str) -> tuple[int, int]:
    """Return size and lines of a headline: two lines at 24 points, else up to three at 20."""
    lines = len(wrapped(text, FULL, HEADLINE_ROOM, bold=True))
    if lines <= 2:
        return FULL, lines
    return SMALLER, len(wrapped(text, SMALLER, HEADLINE_ROOM, bold=True))


def too_long(text: str) -> bool:
    """Tell whether a headline needs more than two lines: the deck is then not complete."""
    return headline(text)[0] != FULL


def slides_of(document: Document) -> list[Slide]:
    """Return the slides of a deck, or a report told as slides: a table, chart or group of figures each."""
    if document.is_deck:
        return document.slides()
    return list(_from_report(document))


def _from_report(document: Document) -> Iterator[Slide]:
    formats, say = document.formats, document.formats.say
    as_of = say(mark("as of {day}"), day=formats.day(document.as_of))
    source = f"{document.book}; {as_of}"
    people = (People(document.author, ()),) if document.author else ()
    yield Slide(
        Layout.TITLE, document.title, second=document.subtitle, people=people, when=as_of, key="title"
    )
    section, words = document.title, list[str]()
    for part in document.on_paper():
        if isinstance(part, Text):
            words.append(part.text)
            continue
        if words and isinstance(part, Heading):
            yield _words(section, words, source)
            words = []
        match part:
            case Heading():
                section = part.text
            case Facts():
                yield _facts(part, section, document, source)
            case Table():
                small = replace(part, size=12) if len(part.narrow().columns) > MANY else part
                yield Slide(Layout.TABLE, part.name or section, section, as_of, (small,), source=source)
            case Chart():
                yield _chart(part, section, source, say)
            case PageBreak() | Slide():
                continue
            case _:
                yield Slide(Layout.HEADLINE, section, section, as_of, (part,), source=source)
    if document.formulas:
        words.append(say(mark("Formulas: {names}"), names=", ".join(document.formulas)))
    if words:
        yield _words(section, words, source)


def _words(section: str, words: list[str], source: str) -> Slide:
    body: tuple[Part, ...] = (Paragraphs(((section, tuple(words)),), size=14),)
    return Slide(Layout.HEADLINE, section, section, body=body, source=source)


def _facts(part: Facts, section: str, document: Document, source: str) -> Slide:
    say = document.formats.say
    columns = (
        Column(say(mark("Figure"))),
        Column(say(mark("Value")), Kind.NUMBER, 6.0),
        Column(say(mark("Note"))),
    )
    rows = tuple(
        (fact.label, Toned(fact.shown, Tone.BOLD), Toned(fact.aside, Tone.FADED)) for fact in part.facts
    )
    table = Table(section, columns, rows, size=16)
    return Slide(Layout.TABLE, section, section, body=(table,), source=source)


def _chart(part: Chart, section: str, source: str, say: Callable[..., str]) -> Slide:
    if isinstance(part.data, Cohorts):  # no native heat map: the same as a table
        table = cohort_table(part.data)
        return Slide(Layout.TABLE, part.data.title, section, part.data.about, (table,), source=source)
    about = part.data.about
    if (
        isinstance(part.data, Bridge)
        and floor_of(levels_of(part.data), [s.total for s in part.data.steps]) > 0
    ):
        about = say(mark("{about}; bars cut below"), about=about)
    return Slide(Layout.HEADLINE, part.data.title, section, about, (part,), source=source)


def cohort_table(data: Cohorts) -> Table:
    """Return the cells of a heat map as a table, gains and losses in words' tones."""
    ages = range(min(len(data.ages), 14))
    rows = tuple(
        (
            f"{name} ({size})",
            *(_kept(row[age]) if age < len(row) else None for age in ages),
        )
        for name, size, row in zip(data.names, data.sizes, data.table, strict=True)
    )
    heads = (Column(""), *(Column(data.ages[age], Kind.PERCENT) for age in ages))
    return Table(data.title, heads, rows, size=12)


def _kept(share: float | None) -> Toned | float | None:
    return Toned(share, Tone.BOLD) if share is not None and share > 1 else share
