"""Workbooks → rows. The zip is measured before it is parsed, and no formula is evaluated."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake.dialect import Rows

_MEMBERS = 200
_TOTAL = 200 * 1024 * 1024
_RATIO = 100
_SMALL = 1024 * 1024  # members below this may be packed as tightly as they like
_BLOCK = 256 * 1024
_MOST_COLUMNS = 1_000
_ZIP = b"PK\x03\x04"
_AREA = 5_000_000
_REPEATS = 2_000
_LONGEST_REFERENCE = 200
_WIDE = re.compile(rb' r="([A-Z]{2,3})[0-9]')  # cells from column AA on
_ROW = re.compile(rb'<row [^>]*?\br="([0-9]{1,7})"')
_FILLED = re.compile(  # of an OpenDocument sheet: a cell with a value that stands for many
    rb'<table:table-cell(?=[^>]*office:value)[^>]*number-columns-repeated="([0-9]+)"'
)
_LOCKED = mark(
    "The workbook is damaged or protected by a password. Open it, and save it as XLSX without a password."
)
_FAR = mark(
    "The sheet spans far more cells than it fills; it was not opened."
    " Delete the empty rows and columns, or save it as CSV."
)
_OLE = b"\xd0\xcf\x11\xe0"  # old workbooks, and new ones that a password protects
_WRAPPED = (".xls", ".xlsx", ".xlsm", ".xlsb")


def is_workbook(name: str, head: bytes) -> bool:
    """Tell a workbook by its first bytes; its name alone proves nothing."""
    return head.startswith(_ZIP) or (head.startswith(_OLE) and PurePath(name).suffix.casefold() in _WRAPPED)


def check_zip(data: bytes) -> None:
    """Refuse a zip that would unpack to more than a workbook may hold, counted while reading."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            if len(members) > _MEMBERS:
                raise Refused(
                    mark("The workbook holds {count} parts; that is no workbook."), count=len(members)
                )
            total = 0
            for member in members:
                total += _measure(packed, member, _TOTAL - total)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(_LOCKED) from error


def _measure(packed: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> int:
    """Return the true size of ``member``; of a sheet also check the area it spans, held in memory whole."""
    size = cells = columns = 0
    rest = b""
    is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    is_ods = member.filename == "content.xml"
    last_row = 1
    with packed.open(member) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > room or (size > _SMALL and size > _RATIO * max(member.compress_size, 1)):
                raise Refused(mark("The workbook unpacks to far more than its size; it was not opened."))
            if is_sheet or is_ods:
                block = rest + block  # a reference may lie across two blocks
                rest = block[-_LONGEST_REFERENCE:]
            if is_sheet:
                cells += block.count(b"<c ")
                columns = max(columns, *map(_column, _WIDE.findall(block)), 26)
                last_row = max(last_row, *map(int, _ROW.findall(block)[-1:]), 1)
                if last_row * columns > _AREA and last_row * columns > 50 * cells:
                    raise Refused(_FAR)
            elif is_ods and any(int(times) > _REPEATS for times in _FILLED.findall(block)):
                raise Refused(_FAR)
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def sheets(
    data: bytes, wanted: str, likely: Callable[[list[list[object]]], int]
) -> tuple[Rows, str, list[str]]:
    """Return the rows of one sheet, its name and the names of all.

    ``wanted`` is a name or a 1-based number; without it the sheet ``likely`` rates highest is taken.
    """
    import python_calamine  # 20 ms: only when a workbook comes

    if data.startswith(_ZIP):
        check_zip(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        if not names:
            raise Refused(mark("The workbook has no sheet."))
        if wanted:
            name = _named(wanted, names)
            return Rows(*_read(book, name)), name, names
        found = [(name, _read(book, name)) for name in names]
    except python_calamine.CalamineError as error:
        if data.startswith(_OLE):  # also how a workbook with a password is wrapped
            raise Refused(_LOCKED) from error
        raise Refused(
            mark("The file is packed, but no workbook that can be read ({problem}). Save it as XLSX or CSV."),
            problem=error,
        ) from error
    name, rows = max(found, key=lambda sheet: likely(sheet[1][0][:30]))  # the first of equals
    return Rows(*rows), name, names


def _named(wanted: str, names: list[str]) -> str:
    if wanted in names:
        return wanted
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    raise Refused(
        mark("There is no sheet “{name}”; there are: {names}."), name=wanted, names=", ".join(names)
    )


def _read(book: Any, name: str) -> tuple[list[list[object]], list[int]]:
    cells = []
    for row in book.get_sheet_by_name(name).iter_rows():
        if len(row) > _MOST_COLUMNS:
            raise Refused(
                mark("The sheet has {count} columns; at most {most} are read."),
                count=len(row),
                most=_MOST_COLUMNS,
            )
        cells.append([_plain(cell) for cell in row])
    return cells, list(range(1, 1 + len(cells)))


def _plain(cell: object) -> object:
    """Keep numbers, dates and yes/no as they are; midnight is a date, a length of time is hours."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 3600
    if isinstance(cell, (str, bool, int, float, date)):
        return cell
    return "" if cell is None else str(cell)
