"""Values as the user's locale writes them: numbers, money, rates, dates. Missing is “–”, never 0."""

import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QDate, QLocale

from csdesk.model.base import Tags
from csdesk.model.choice import Choice
from csdesk.model.money import decimals
from csdesk.signs import NBSP, SIGNS, beside, day_pattern
from csdesk.ui.translate import counted, tr

MISSING = "–"
MINUS = "−"


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)


def number(value: float | None, places: int = 0) -> str:
    """Return ``value`` with the locale's grouping and a true minus."""
    if value is None:
        return MISSING
    if isinstance(value, int) and places == 0:
        return _true_minus(QLocale().toString(value))
    return _true_minus(QLocale().toString(float(value), "f", places))


def trimmed(value: float | None) -> str:
    """Return ``value`` with as many of two decimals as it needs."""
    if value is None:
        return MISSING
    places = next((count for count in (0, 1) if round(value, count) == round(value, 2)), 2)
    return number(value, places)


def percent(share: float | None, places: int = 1, *, signed: bool = False) -> str:
    """Return a fraction as a percentage, as the locale writes it: 0.938 → “93.8%”, “93,8 %”."""
    if share is None:
        return MISSING
    sign = "+" if signed and round(share * 100, places) > 0 else ""
    before, after = _around_percent(QLocale().bcp47Name())
    return f"{sign}{before}{number(share * 100, places)}{after}"


def whole_percent(value: float) -> str:
    """Return a percentage that is kept as its number, with the decimals it needs: 12.5 → “12.5%”."""
    places = next((count for count in (0, 1) if round(value, count) == round(value, 2)), 2)
    return percent(value / 100, places)


@lru_cache(maxsize=16)
def _around_percent(locale: str) -> tuple[str, str]:
    from csdesk.charts.formats import percent_affixes  # Babel comes with the first percentage, not before

    return percent_affixes(locale)


def points(share: float, places: int = 1) -> str:
    """Return a difference of two rates in percentage points, with its sign."""
    sign = "+" if round(share * 100, places) > 0 else ""
    return tr("{number} pp", number=f"{sign}{number(share * 100, places)}").replace(" ", NBSP)


@lru_cache(maxsize=64)
def _sign(currency: str, locale: str) -> str:
    here = QLocale(locale)
    if here.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) == currency:
        return here.currencySymbol()
    return SIGNS.get(currency, currency)


def sign(currency: str) -> str:
    """Return the sign of ``currency`` as the locale knows it: “$” in the United States is “US$” elsewhere."""
    return _sign(currency, QLocale().name())


def amount(units: int | None, currency: str, *, cents: bool | None = None) -> str:
    """Return minor ``units`` as a bare number; ``cents`` None shows decimals where there are some."""
    if units is None:
        return MISSING
    places = decimals(currency)
    scale = 10**places
    if cents is None:
        cents = bool(units % scale)
    if not places or not cents:
        return number(_rounded(units, scale))
    whole, part = divmod(abs(units), scale)
    text = f"{number(whole)}{QLocale().decimalPoint()}{part:0{places}d}"
    return MINUS + text if units < 0 else text


def money(units: int | None, currency: str, *, cents: bool = False) -> str:
    """Return minor ``units`` with the currency's sign where the locale puts it: “R$ 1.016.616”, “8 240 €”."""
    if units is None:
        return MISSING
    digits = amount(abs(units), currency, cents=cents)
    minus = MINUS if digits != "0" and units < 0 else ""
    locale = QLocale().name()
    return minus + beside(digits, sign(currency), first=_sign_first(locale), apart=_sign_apart(locale))


def short_money(units: int | None, currency: str) -> str:
    """Return an amount in few digits for a narrow place: “R$ 1,02 M”."""
    if units is None:
        return MISSING
    whole = abs(units) / 10 ** decimals(currency)
    for size, word in ((1e9, tr("bn")), (1e6, tr("M")), (1e4, tr("k"))):
        if whole >= size:
            size = 1e3 if size == 1e4 else size
            scaled = whole / size
            digits = number(scaled, 2 if scaled < 10 else 1 if scaled < 100 else 0)
            minus = MINUS if units < 0 else ""
            return f"{minus}{sign(currency)}{NBSP}{digits}{NBSP}{word}"
    return money(units, currency)


def _rounded(units: int, scale: int) -> int:
    """Half away from zero, as money is rounded everywhere else."""
    whole = (abs(units) * 2 + scale) // (2 * scale)
    return whole if units >= 0 else -whole


@lru_cache(maxsize=16)
def _sign_first(locale: str) -> bool:
    return not QLocale(locale).toCurrencyString(1, "¤", 0).strip().startswith("1")


@lru_cache(maxsize=16)
def _sign_apart(locale: str) -> bool:
    return len(QLocale(locale).toCurrencyString(1, "¤", 0)) > 2


def day(value: date | None) -> str:
    """Return a date, its month as a word where the language does so: “2 Jan 2027”."""
    if value is None:
        return MISSING
    here = QLocale()
    return here.toString(QDate(value.year, value.month, value.day), day_pattern(here.name()))


def short_day(value: date | None) -> str:
    """Return day and month: “3 Dec”."""
    if value is None:
        return MISSING
    return QLocale().toString(QDate(value.year, value.month, value.day), "d MMM")


def month(value: date | None, *, year: bool = True) -> str:
    """Return a month: “Nov 2026”, or “Nov”."""
    if value is None:
        return MISSING
    return QLocale().toString(QDate(value.year, value.month, value.day), "MMM yyyy" if year else "MMM")


def typed_day(value: date | None) -> str:
    """Return a date as it is typed here, with four digits of year: “02/01/2027”."""
    if value is None:
        return ""
    return QLocale().toString(QDate(value.year, value.month, value.day), typed_pattern())


def typed_pattern() -> str:
    """Return the locale's numeric date with a year of four digits."""
    pattern = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return pattern if "yyyy" in pattern else pattern.replace("yy", "yyyy")


def ago(value: date | None, today: date) -> str:
    """Return how long ago: “today”, “yesterday”, “12 days”."""
    if value is None:
        return tr("never")
    days = (today - value).days
    if days == 0:
        return tr("today")
    if days == 1:
        return tr("yesterday")
    if days < 0:
        return ahead(value, today)
    return counted(days, "{n} day", "{n} days")


def ahead(value: date, today: date) -> str:
    """Return how far ahead: “in 23 days”, “in 4 months”, “3 days over”."""
    days = (value - today).days
    if days < 0:
        return counted(-days, "{n} day over", "{n} days over")
    if days == 0:
        return tr("today")
    if days < 90:
        return counted(days, "in {n} day", "in {n} days")
    months = round(days / 30.4)
    if months < 24:
        return counted(months, "in {n} month", "in {n} months")
    return counted(round(days / 365.25), "in {n} year", "in {n} years")


class _Bare(dict[int, str]):
    """Each letter without its accents, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = bare = unicodedata.normalize("NFD", chr(code))[0]
        return bare


_BARE = _Bare()


def counted_days(days: int) -> str:
    """Return a span of days: “12 days”."""
    return counted(days, "{n} day", "{n} days")


def plain(text: str) -> str:
    """Return ``text`` without accents or case, letter for letter: “ol” finds “Öljy” and “Colégio”."""
    lowered = text.lower()
    return lowered if lowered.isascii() else lowered.translate(_BARE)


# letters that stand at the end of the alphabet, or after n, where these languages are spoken
_ORDER = {
    "fi": str.maketrans({"å": "{1", "ä": "{2", "ö": "{3"}),
    "sv": str.maketrans({"å": "{1", "ä": "{2", "ö": "{3"}),
    "es": str.maketrans({"ñ": "n\x7f"}),
}


def collated(text: str) -> str:
    """Return a key that sorts as a dictionary of the user's language does."""
    table = _ORDER.get(QLocale().name()[:2])
    lowered = unicodedata.normalize("NFC", text).lower()
    return plain(lowered.translate(table) if table else lowered)


FORMATS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: tr("yes") if value else tr("no")),
    (Choice, lambda value: tr(value.label)),
    (date, day),
    (int, number),
    (float, trimmed),
    (Tags, ", ".join),
)


def shown(value: object) -> str:
    """Return ``value`` for display; “–” for None. Money needs :func:`money`, which knows its currency."""
    if value is None:
        return MISSING
    for kind, text in FORMATS:
        if isinstance(value, kind):
            return text(value)
    return str(value)
