"""Dates as people write them. Day or month first is decided per column, over all of its rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from csdesk.i18n import mark
from csdesk.model.draft import Note

FOREVER = date(9999, 12, 31)  # how databases write "no end"
_EMPTY = frozenset(
    ("0000-00-00", "1900-01-00", "00/00/0000", "00.00.0000", "00-00-0000", "1/0/1900", "0/1/1900")
)
_CLOCK = (
    r"(?:[T\s,]+(?:(?:klo|kl|at|às|a\s+las?)\.?\s+)?"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<seconds>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?(?:\s*(?:hs?|hrs)\b\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[A-Z]{3,4}|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_WEEKDAY = (  # English, Portuguese, Spanish, Finnish; as they begin
    r"(?i:(?:mon|tue|wed|thu|fri|sat|sun|seg|ter|qua|qui|sex|s[áa]b|dom|lun|mar|mi[ée]|jue|vie"
    r"|maa|tii|kes|tor|per|lau|(?:ma|ti|ke|to|pe|la|su)(?![^\W\d]))[^\W\d]*(?:-feira)?\.?,?\s+)?"
)
_ISO = re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + _CLOCK)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_PARTS = re.compile(
    _WEEKDAY
    + r"(?P<first>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<second>\d{1,2})\s?(?P=sep)\s?(?P<year>\d{4}|\d{2})"
    + _CLOCK
)
_DAY_NAMED = re.compile(
    r"(?:[^\W\d]+(?:-feira)?\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|º|\.)?[\s\-/.]*(?:de\s+)?(?P<name>[^\W\d]{3,})\.?"
    r",?[\s\-/.]*(?:del?\s+)?['’]?(?P<year>\d{4}|\d{2})" + _CLOCK
)
_MONTH_NAMED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<name>[^\W\d]{3,})\.?[\s\-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r",?[\s\-]+['’]?(?P<year>\d{4}|\d{2})" + _CLOCK
)
_MONTH_ONLY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/.](?P<year2>\d{4})")
_NAMED_MONTH = re.compile(r"(?P<name>[^\W\d]{3,})\.?[\s\-/]*(?:de\s+)?(?P<year>\d{4})")
_UTC = ("Z", "UTC", "GMT")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SERIALS = (20_000, 60_000)
_MONTHS = (  # English, Portuguese, Spanish, Finnish; without accents
    ("january", "janeiro", "enero", "tammikuu"),
    ("february", "fevereiro", "febrero", "helmikuu"),
    ("march", "marco", "marzo", "maaliskuu"),
    ("april", "abril", "huhtikuu"),
    ("may", "maio", "mayo", "toukokuu"),
    ("june", "junho", "junio", "kesakuu"),
    ("july", "julho", "julio", "heinakuu"),
    ("august", "agosto", "elokuu"),
    ("september", "setembro", "septiembre", "setiembre", "syyskuu"),
    ("october", "outubro", "octubre", "lokakuu"),
    ("november", "novembro", "noviembre", "marraskuu"),
    ("december", "dezembro", "diciembre", "joulukuu"),
)
_CASE = re.compile("(?<=kuu)(?:n|ta|ssa)$")  # what Finnish adds to a month


@dataclass(frozen=True, slots=True)
class Order:
    """Which part of 05/03/2024 is the day: "day", "month", "" where nothing needs it; or ambiguous."""

    first: str
    ambiguous: bool


def order(texts: Iterable[str]) -> Order:
    """Decide for a column: any first part over 12 says day first, any second part over 12 month first."""
    votes: Counter[str] = Counter()
    open_ = False
    for text in texts:
        if not (parts := _PARTS.fullmatch(text)) or text in _EMPTY:
            continue
        first, second = int(parts["first"]), int(parts["second"])
        if first > 12 >= second:
            votes["day"] += 1
        elif second > 12 >= first:
            votes["month"] += 1
        elif first != second:  # 5.5. is the same either way
            open_ = True
    if votes:
        return Order("day" if votes["day"] >= votes["month"] else "month", ambiguous=False)
    return Order("", ambiguous=open_)


def reader(day_first: bool, zone: tzinfo | None = None) -> Callable[[object], date | Note | None]:  # noqa: FBT001  one switch, named by the only caller
    """Return a function cell → date; None for a date that means none, a Note for what is no date."""

    def read(cell: object) -> date | Note | None:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return _serial(float(cell))
        text = str(cell).strip()
        if text in _EMPTY:
            return None
        return _text(text, day_first=day_first, zone=zone)

    return read


def _text(text: str, *, day_first: bool, zone: tzinfo | None) -> date | Note | None:
    if (found := _ISO.fullmatch(text)) or (found := _COMPACT.fullmatch(text)):
        return _with_clock(found, int(found["year"]), int(found["month"]), int(found["day"]), text, zone)
    if found := _PARTS.fullmatch(text):
        first, second = int(found["first"]), int(found["second"])
        day, month = (first, second) if day_first else (second, first)
        return _with_clock(found, _year(found["year"]), month, day, text, zone)
    if (found := _DAY_NAMED.fullmatch(text)) or (found := _MONTH_NAMED.fullmatch(text)):
        if month := _month(found["name"]):
            return _with_clock(found, _year(found["year"]), month, int(found["day"]), text, zone)
    elif _SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")))
    return _no_date(text)


def month_of(cell: object, read: Callable[[object], date | Note | None]) -> date | Note | None:
    """Return the first day of the month a cell names: 2024-03, 03/2024, March 2024 or a day in it."""
    text = "" if isinstance(cell, (date, int, float)) else str(cell).strip()
    if found := _MONTH_ONLY.fullmatch(text):
        year, month = int(found["year"] or found["year2"]), int(found["month"] or found["month2"])
        return _made(year, month, 1, text)
    if found := _NAMED_MONTH.fullmatch(text):
        return _made(int(found["year"]), _month(found["name"]), 1, text)
    day = read(cell)
    return day.replace(day=1) if isinstance(day, date) else day


def _with_clock(
    found: re.Match[str], year: int, month: int, day: int, text: str, zone: tzinfo | None
) -> date | Note:
    made = _made(year, month, day, text)
    names = found.groupdict()
    if isinstance(made, Note) or not names.get("hour"):
        return made
    hour, minute, second = int(names["hour"]), int(names["minute"]), int(names["seconds"] or 0)
    if names["half"]:
        hour = hour % 12 + (12 if names["half"][0] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return _no_date(text)
    if (zone_name := names["zone"]) is None or (zone_name.isalpha() and zone_name not in _UTC):
        return made  # the day as it is written: letters such as EST name several zones
    try:
        moment = datetime.combine(made, time(hour, minute, second), _zone(zone_name))
        return moment.astimezone(zone).date()
    except (OverflowError, ValueError):
        return _no_date(text)


def _zone(text: str) -> tzinfo:
    if text in _UTC:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _serial(value: float) -> date | Note | None:
    """Return a day as Excel counts it; zero is its word for none."""
    if value == 0:
        return None
    if not _SERIALS[0] <= value <= _SERIALS[1]:
        return _no_date(format(value, "g"))
    return date(1899, 12, 30) + timedelta(days=int(value))


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _month(name: str) -> int:
    """Return the month ``name`` begins: "mar" is March (the first that fits), "marras" November."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    plain = _CASE.sub("", plain)
    fits = (n for n, names in enumerate(_MONTHS, 1) if any(each.startswith(plain) for each in names))
    return next(fits, 0)


def _made(year: int, month: int, day: int, text: str) -> date | Note:
    try:
        made = date(year, month, day)
    except ValueError:
        return _no_date(text)
    return made if 1900 <= year <= 2199 or made == FOREVER else _no_date(text)


def _no_date(text: str) -> Note:
    return Note(mark("“{text}” is no date."), {"text": text[:60]})
