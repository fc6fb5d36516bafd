"""One HTML page that needs nothing else: for mail, wikis and screen readers. Every word is escaped."""

import re
from collections.abc import Iterator
from html import escape

from csdesk.charts.letters import clean
from csdesk.charts.style import roles
from csdesk.i18n import mark
from csdesk.reports.document import (
    Chart,
    Document,
    Facts,
    Heading,
    Minutes,
    Outcomes,
    PageBreak,
    Panels,
    Paragraphs,
    Part,
    Slide,
    Table,
    Text,
    tone,
)
from csdesk.reports.writers.writer import Writer

_STYLE = """body{{font:14px/1.45 Inter,system-ui,sans-serif;color:{ink};max-width:1000px;margin:32px auto;
padding:0 24px;font-variant-numeric:tabular-nums}}h1{{font-size:26px;margin:0}}h2{{font-size:18px;
margin:32px 0 8px}}h3{{font-size:14px}}.faded,th,caption{{color:{faded}}}.bold{{font-weight:600}}
.good{{color:{good};font-weight:600}}.watch{{color:{watch};font-weight:600}}.risk{{color:{risk};font-weight:600}}
dl{{display:grid;grid-template-columns:repeat(4,1fr);border:1px solid {line};border-width:1px 0;
padding:12px 0;gap:16px}}dt{{color:{faded};font-size:12px}}dd{{margin:0;font-size:20px;font-weight:600}}
dd small{{display:block;font-size:12px;font-weight:400;color:{faded}}}
table{{border-collapse:collapse;width:100%;margin:8px 0 24px}}caption{{text-align:left}}
th,td{{text-align:left;padding:6px 8px;border-bottom:1px solid {line};vertical-align:top}}th{{font-size:12px;
font-weight:400;border-color:{faded}}}.n{{text-align:right}}tr.sum td{{font-weight:600}}
figure{{margin:16px 0}}figure svg{{max-width:100%;height:auto}}
footer{{margin-top:32px;color:{faded};font-size:12px}}"""


def render(document: Document) -> bytes:
    """Return the whole page in UTF-8."""
    colours = {name: str(value) for name, value in roles("light").items() if isinstance(value, str)}
    language = document.formats.locale_name.replace("_", "-")
    title = _words(document.title)
    say, formats = document.formats.say, document.formats
    as_of = say(mark("as of {day}"), day=formats.day(document.as_of))
    lines = [
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE.format(**colours)}</style></head><body><h1>{title}</h1>",
        f'<p class="faded">{_words(document.subtitle)}</p>',
        *(line for part in document.on_paper() for line in _part(part, document)),
    ]
    foot = f"{_words(document.book)} · {_words(as_of)}"
    if document.formulas:
        foot += "<br>" + _words(say(mark("Formulas: {names}"), names=", ".join(document.formulas)))
    lines.append(f"<footer>{foot}</footer></body></html>")
    return "\n".join(lines).encode()


def _words(text: str) -> str:
    return escape(clean(text)).replace("\n", "<br>")


def _part(part: Part | Slide, document: Document) -> Iterator[str]:
    match part:
        case Slide():
            yield from _slide(part, document)
        case Heading():
            yield f"<h{part.level + 1}>{_words(part.text)}</h{part.level + 1}>"
        case Text():
            yield f'<p class="{part.tone.value}">{_words(part.text)}</p>'
        case Facts():
            cells = (
                f"<div><dt>{_words(f.label)}</dt><dd>{_words(f.shown)}<small>{_words(f.aside)}</small></dd></div>"
                for f in part.facts
            )
            yield f"<dl>{''.join(cells)}</dl>"
        case Table():
            yield from _table(part, document)
        case Chart():
            yield _chart(part, document)
        case PageBreak():
            return
        case Minutes():
            yield f"<p>{_words(part.back)} · {_words(part.forward)}</p>"
        case Outcomes():
            for figure, line, aside in part.rows:
                strong = f'<span class="bold">{_words(figure)}</span> {_words(line)}'
                yield f'<p>{strong} <span class="faded">{_words(aside)}</span></p>'
        case Panels():
            for head, words in part.panels:
                yield f"<h3>{_words(head)}</h3><p>{_words(words)}</p>"
        case Paragraphs():
            for head, lines in part.columns:
                yield f"<h3>{_words(head)}</h3>" + "".join(f"<p>{_words(line)}</p>" for line in lines)


def _slide(slide: Slide, document: Document) -> Iterator[str]:
    say = document.formats.say
    yield f'<h2>{_words(slide.headline)}</h2><p class="faded">{_words(slide.second or slide.when)}</p>'
    for people in slide.people:
        yield f"<h3>{_words(people.side)}</h3><p>{'<br>'.join(map(_words, people.names))}</p>"
    for part in slide.body:
        yield from _part(part, document)
    for figure, words in (*slide.figures, *slide.quotes):
        yield f'<p><span class="bold">{_words(figure)}</span> {_words(words)}</p>'
    if slide.meaning:
        yield f"<p>{_words(say(mark('What it means: {words}'), words=slide.meaning))}</p>"
    if slide.suggestion:
        yield f"<p>{_words(say(mark('What we suggest: {words}'), words=slide.suggestion))}</p>"
    if slide.source:
        yield f'<p class="faded">{_words(slide.source)}</p>'


def _table(table: Table, document: Document) -> Iterator[str]:
    table = table.narrow()
    yield f"<table><caption>{_words(table.name)}</caption><thead><tr>"
    yield "".join(
        f'<th scope="col"{_right(column.kind.on_right)}>{_words(column.head)}</th>'
        for column in table.columns
    )
    yield "</tr></thead><tbody>"
    if not table.rows:
        said = table.empty or document.formats.say(mark("Nothing to list."))
        yield f'<tr><td colspan="{len(table.columns)}" class="faded">{_words(said)}</td></tr>'
    for place, (row, texts) in enumerate(zip(table.rows, table.texts(document.formats), strict=True)):
        cells = (
            f'<td class="{"n " if column.kind.on_right else ""}{tone(cell).value}">{_words(text)}</td>'
            for cell, text, column in zip(row, texts, table.columns, strict=True)
        )
        summed = ' class="sum"' if place >= len(table.rows) - table.sums else ""
        yield f"<tr{summed}>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _right(right: bool) -> str:  # noqa: FBT001  one flag, one place
    return ' class="n"' if right else ""


def _chart(part: Chart, document: Document) -> str:
    from csdesk.charts.paint import paint, svg
    from csdesk.charts.style import themed

    lines = svg(paint(part.data, themed("paper", document.formats), (900.0, part.height * 1.4))).decode()
    lines = re.sub(r"^.*?(?=<svg)", "", lines, flags=re.DOTALL)
    return f'<figure role="img" aria-label="{_words(part.words)}">{lines}</figure>'


HTML = Writer(mark("Web page (HTML)"), ".html", render)
