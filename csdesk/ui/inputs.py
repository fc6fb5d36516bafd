"""Values typed by hand: how each kind of field is written, read back, and refused in words that help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QDate, QLocale

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model.base import Tags
from csdesk.model.choice import Choice
from csdesk.model.money import Money, decimals, minor
from csdesk.signs import NBSP
from csdesk.ui import formats
from csdesk.ui.translate import tr


@dataclass(frozen=True, slots=True)
class Input:
    """How one field is typed: its name in the verb, its kind, and what may be chosen.

    ``choices``: words offered for completion (free text) or, for a Choice, given by the kind itself.
    ``currency``: of the row's amounts, for Money. ``start``: reads the present value from a row of a grid.
    """

    field: str
    kind: type
    optional: bool = True
    choices: Sequence[str] = ()
    start: Callable[[Any], Any] | None = None
    currency: Callable[[Any], str] | None = None
    long: bool = False


def written(kind: type, value: Any, currency: str = "") -> str:
    """Return ``value`` as it would be typed here."""
    if value is None:
        return ""
    if issubclass(kind, Choice):
        return tr(value.label)
    if kind is Tags:
        return ", ".join(value)
    if kind is date:
        return formats.typed_day(value)
    if kind is Money:
        return formats.amount(value, currency)
    if kind is float:
        return formats.trimmed(value)
    if kind is bool:
        return tr("yes") if value else tr("no")
    return str(value)


def read(kind: type, text: str, currency: str = "", today: date | None = None) -> Any:
    """Return what ``text`` means as a value of ``kind``; None when empty. Refused says what to do."""
    text = text.strip()
    if kind is Tags:
        return Tags(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    if not text or text == formats.MISSING:
        return None
    if issubclass(kind, Choice):
        return _choice(kind, text)
    if kind is date:
        return _day(text, today)
    if kind is Money:
        return minor(_decimal(text), currency) if _fits(text, currency) else None
    if kind is bool:
        return _yes(text)
    if kind is int:
        return _whole(text)
    if kind is float:
        return float(_decimal(text))
    return text


def _choice(kind: type[Choice], text: str) -> Choice:
    wanted = formats.plain(text)
    for member in kind:
        if wanted in (formats.plain(tr(member.label)), formats.plain(member.label), member.value):
            return member
    known = ", ".join(tr(member.label) for member in kind)
    raise Refused(mark("“{text}” is none of: {known}."), text=text[:60], known=known)


def _day(text: str, today: date | None) -> date:
    """Read the locale's date, an ISO one, or today, +7 (days from today)."""
    if today is not None:
        if formats.plain(text) in (formats.plain(tr("today")), "today"):
            return today
        if text[0] in "+-−" and text[1:].isdigit() and len(text) < 6:
            days = int(text[1:])
            return today + timedelta(days=days if text[0] == "+" else -days)
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for pattern in _patterns():
        found = QLocale().toDate(text, pattern)
        if found.isValid():
            year = found.year() + (100 if "yyyy" not in pattern and found.year() < 1950 else 0)
            return date(year, found.month(), found.day())
    sample = formats.typed_day(today or date(2026, 12, 31))
    raise Refused(mark("“{text}” is no date. Write it like {sample}."), text=text[:40], sample=sample)


def _patterns() -> tuple[str, ...]:
    """Return how a date may be typed here: with four digits of year or two, with or without leading zeros."""
    full = formats.typed_pattern()
    loose = full.replace("dd", "d").replace("MM", "M") if "MMM" not in full else full
    return (full, loose, loose.replace("yyyy", "yy"), "d MMM yyyy", "d MMMM yyyy")


def _decimal(text: str) -> Decimal:
    """Read a number as the locale writes it; the other sign is taken where it cannot be misread."""
    locale = QLocale()
    clean = text.replace(NBSP, "").replace(" ", "").replace(formats.MINUS, "-")
    clean = "".join(letter for letter in clean if letter.isdigit() or letter in ".,'-")
    point, group = locale.decimalPoint(), locale.groupSeparator()
    other = "," if point == "." else "."
    if point in clean or clean.count(other) != 1 or len(clean.rpartition(other)[2]) == 3:
        clean = clean.replace(group, "").replace("'", "") if group.strip() else clean
        clean = clean.replace(other, "") if point in clean or len(clean.rpartition(other)[2]) == 3 else clean
    try:
        return Decimal(clean.replace("'", "").replace(",", "."))
    except InvalidOperation:
        sample = formats.number(1234.5, 2)
        raise Refused(
            mark("“{text}” is no number. Write it like {sample}."), text=text[:40], sample=sample
        ) from None


def _fits(text: str, currency: str) -> bool:
    exact = _decimal(text)
    places = -int(exact.as_tuple().exponent)
    if places > decimals(currency) and exact != round(exact, decimals(currency)):
        raise Refused(
            mark("{currency} has {n} decimals; “{text}” has more."),
            currency=currency,
            n=decimals(currency),
            text=text[:40],
        )
    return True


def _whole(text: str) -> int:
    exact = _decimal(text)
    if exact != int(exact):
        raise Refused(mark("“{text}” is no whole number."), text=text[:40])
    return int(exact)


def _yes(text: str) -> bool:
    words = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False, "x": True}
    words |= {formats.plain(tr("yes")): True, formats.plain(tr("no")): False}
    if formats.plain(text) in words:
        return words[formats.plain(text)]
    raise Refused(mark("Write “{yes}” or “{no}”."), yes=tr("yes"), no=tr("no"))


def today_sample() -> str:
    """Return how a date is typed here, for a help text."""
    now = QDate(2027, 1, 2)
    return QLocale().toString(now, formats.typed_pattern())
