"""A file → a table: opened, told apart, decoded or unpacked, and laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake import columns as matching
from csdesk.intake import encoding, table, xlsx
from csdesk.intake.dialect import split
from csdesk.intake.options import Options
from csdesk.intake.table import Table
from csdesk.intake.words import plain
from csdesk.model.draft import Note

LARGEST_FILE = 200 * 1024 * 1024
_OTHERS = {
    **dict.fromkeys(("<!doctype html", "<html", "<table", "<head", "<meta"), mark("a web page")),
    **dict.fromkeys(("<?xml", "<workbook", "<rss"), mark("an XML file")),
    **dict.fromkeys(('{"', "{\n", "{\r", "[{", "[\n", "[\r"), mark("a JSON file")),
    "%pdf-": mark("a PDF"),
    "{\\rtf": mark("a text document"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file and its name."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Laid:
    """A source laid out as a table, and how that was done."""

    table: Table
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    warnings: tuple[Note, ...] = ()


def open_file(path: Path) -> Source:
    """Read a file of at most 200 MB."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Refused(mark("“{name}” is larger than 200 MB."), name=path.name)
        return Source(path.name, path.read_bytes())
    except OSError as error:
        raise Refused(mark("“{name}” cannot be read: {why}."), name=path.name, why=error.strerror) from error


def _refuse_other(name: str, text: str) -> None:
    """Refuse text that is no table: a web page saved as .xls, a data file of another program."""
    head = text[:500].lstrip().casefold()
    found = next((what for start, what in _OTHERS.items() if head.startswith(start)), "")
    if found:
        raise Refused(
            mark("“{name}” is {what}, not a table. Export or save it as CSV or XLSX."),
            name=name,
            what=found,
        )


def lay_out(source: Source, kind: str, options: Options) -> Laid:
    known = matching.known_names(kind)

    def rate(cells: Sequence[str]) -> int:
        return sum(1 for cell in cells if cell and (plain(cell) in known or matching.guess(kind, cell)))

    if xlsx.is_workbook(source.name, source.data[:8]):

        def likely(rows: list[list[object]]) -> int:
            return max((rate([c for c in row if isinstance(c, str)]) for row in rows), default=-1)

        rows, sheet, names = xlsx.sheets(source.data, options.sheet, likely)
        notes: tuple[Note, ...] = ()
        if len(names) > 1 and not options.sheet:
            said = {"sheet": sheet, "count": len(names)}
            notes = (Note(mark("Of {count} sheets “{sheet}” was read."), said),)
        return Laid(table.lay_out(rows, rate, options.header_row), "", "", sheet, tuple(names), notes)
    decoded = encoding.decode(source.data, options.encoding)
    _refuse_other(source.name, decoded.text)
    found = split(decoded.text, options.separator)
    warnings = (decoded.warning,) if decoded.warning else ()
    laid = table.lay_out(found, rate, options.header_row)
    return Laid(laid, decoded.encoding, found.separator, warnings=warnings)
