"""Numbers, money and dates in the reader's manner (CLDR by Babel), wherever Qt is not at hand."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, get_territory_currencies, parse_pattern

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.signs import NBSP, SIGNS, beside, day_pattern

NOTHING = "–"  # what stands for a missing value; never 0
FROM_FIVE = frozenset(("es", "es_ES", "pl", "pl_PL", "pt_PT"))  # grouping begins at five digits (CLDR)


def same(text: str) -> str:
    """Leave words as they are: the language of the source."""
    return text


class Formats:
    """How one reader sees values: a locale such as ``pt-BR`` for numbers and dates, ``say`` for the words."""

    def __init__(self, locale: str = "en", translate: Callable[[str], str] = same) -> None:
        self.locale = _locale(locale)
        self.locale_name = str(self.locale)
        self._home = _home_currency(self.locale)
        self.translate = translate

    def say(self, text: str, **values: object) -> str:
        """Translate a marked template and fill its gaps."""
        return self.translate(text).format(**values)

    def count(self, count: int, one: str, many: str, **values: object) -> str:
        """Translate the template for one or for many; ``{count}`` is the number."""
        return self.say(one if count == 1 else many, count=self.number(count), **values)

    def number(self, value: float | int | Decimal | None, digits: int = 0, *, sign: bool = False) -> str:
        """Write a grouped number with exactly ``digits`` decimals and a true minus."""
        if value is None:
            return NOTHING
        exact = _rounded(value, digits)
        pattern = self._grouped("#,##0", exact) + ("." + "0" * digits if digits else "")
        return _signed(format_decimal(exact, _pattern(pattern), self.locale), plus=sign and exact > 0)

    def percent(self, share: float | None, digits: int = 1, *, sign: bool = False) -> str:
        """Share of one as per cent, with the space the language puts before its sign."""
        if share is None:
            return NOTHING
        before, after = percent_affixes(self.locale_name)
        exact = _rounded(share, digits + 2)
        return ("+" if sign and exact > 0 else "") + before + self.number(exact * 100, digits) + after

    def points(self, change: float | None, digits: int = 1) -> str:
        """Change of a share in percentage points, with its sign."""
        if change is None:
            return NOTHING
        return self.number(change * 100, digits, sign=True) + NBSP + self.say(mark("pp"))

    def money(
        self, value: Decimal | None, currency: str, *, digits: int | None = None, sign: bool = False
    ) -> str:
        """Amount in major units with its currency, with its own decimals unless ``digits`` allows fewer."""
        if value is None:
            return NOTHING
        own = max(0, -int(value.as_tuple().exponent))
        wanted = own if digits is None else min(digits, own)
        exact = _rounded(value, wanted)
        plain = self.locale.currency_formats["standard"].pattern
        first = plain.index("¤") < plain.index("0")
        apart = NBSP in plain.replace("#", "").split("0")[0]
        words = beside(self.number(abs(exact), wanted), self.symbol(currency), first=first, apart=apart)
        return ("−" if exact < 0 else "+" if sign and exact > 0 else "") + words

    def symbol(self, currency: str) -> str:
        """Sign of a currency: at home as the country writes it, elsewhere one that means this one only."""
        if currency == self._home:
            return str(self.locale.currency_symbols.get(currency, currency))
        return SIGNS.get(currency, currency)

    def country(self, code: str) -> str:
        """Name of a country by its two letters; what is no code stays as it is."""
        return str(self.locale.territories.get(code.strip().upper(), code))

    def day(self, day: date | None) -> str:
        """Day with the short name of its month where the language does so: 30 Sep 2026."""
        if day is None:
            return NOTHING
        pattern = day_pattern(self.locale_name).replace("yyyy", "y").replace(" ", NBSP)
        return _spelled(day, pattern, self.locale_name)

    def month(self, day: date, *, year: bool = True) -> str:
        """Month by its short name, with the year where asked: Sep 2026."""
        return _spelled(day, "MMM y" if year else "MMM", self.locale_name)

    def month_short(self, day: date, *, year: bool | None = None) -> str:
        """Month for an axis: Sep, and Jan (or where asked) with its year, so that its turn is seen."""
        return self._name(day, "MMM yy" if (day.month == 1 if year is None else year) else "MMM")

    def quarter(self, day: date) -> str:
        """Quarter with its year: Q3 2026."""
        return self._name(day, "QQQ y")

    def quarter_name(self, day: date) -> str:
        """Quarter in full: 3rd quarter 2026."""
        return self._name(day, "QQQQ y")

    def span(self, first: date, last: date) -> str:
        """Two days and what lies between."""
        return f"{self.day(first)} – {self.day(last)}"

    def _grouped(self, pattern: str, value: Decimal) -> str:
        """Leave four digits together where the language does; Babel does not know that rule."""
        return (
            pattern.replace("#,##0", "0")
            if self.locale_name in FROM_FIVE and abs(value) < 10_000
            else pattern
        )

    def _name(self, day: date, pattern: str) -> str:
        return _spelled(day, pattern, self.locale_name).replace(".", "")


@lru_cache(maxsize=64)
def percent_affixes(locale: str) -> tuple[str, str]:
    """Return what a language puts before and after the figures of a percentage."""
    before, _, after = _locale(locale).percent_formats[None].pattern.partition("#,##0")
    return before, after


def _home_currency(locale: Locale) -> str:
    """Return the currency of the country of a locale, or of the country its language is from."""
    likely = get_global("likely_subtags").get(locale.language, locale.language)
    now: list[str] = get_territory_currencies(locale.territory or likely.rpartition("_")[2])
    return now[0] if now else ""


@lru_cache(maxsize=64)
def _pattern(text: str) -> NumberPattern:
    return parse_pattern(text)


@lru_cache(maxsize=1024)
def _spelled(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale)


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise Refused(mark("No language is called “{name}”; try en, pt-BR, es or fi."), name=name) from None


def _rounded(value: float | int | Decimal, digits: int) -> Decimal:
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0  # + 0 turns −0 into 0


def _signed(words: str, *, plus: bool) -> str:
    words = words.replace("-", "−")
    return f"+{words}" if plus else words
