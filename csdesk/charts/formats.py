"""Numbers, money and dates in the reader's manner (CLDR by Babel), wherever Qt is not at hand."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from csdesk.errors import Refused
from csdesk.i18n import mark

NOTHING = "–"  # what stands for a missing value; never 0
NBSP = "\u00a0"
FROM_FIVE = frozenset(("es", "es_ES", "pl", "pl_PL", "pt_PT"))  # grouping begins at five digits (CLDR)


def same(text: str) -> str:
    """Leave words as they are: the language of the source."""
    return text


class Formats:
    """How one reader sees values: a locale such as ``pt-BR`` for numbers and dates, ``say`` for the words."""

    def __init__(self, locale: str = "en", translate: Callable[[str], str] = same) -> None:
        self.locale = _locale(locale)
        self.locale_name = str(self.locale)
        self.translate = translate
        self._patterns: dict[tuple[str, int], str] = {}

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
        return _signed(format_decimal(exact, pattern, self.locale), plus=sign and exact > 0)

    def percent(self, share: float | None, digits: int = 1, *, sign: bool = False) -> str:
        """Share of one as per cent, with the space the language puts before its sign."""
        if share is None:
            return NOTHING
        exact = _rounded(share, digits + 2)
        key = ("%", digits)
        if key not in self._patterns:
            plain = self.locale.percent_formats[None].pattern
            self._patterns[key] = plain.replace("#,##0", "#,##0" + ("." + "0" * digits if digits else ""))
        words = format_percent(exact, self._patterns[key], self.locale)
        return _signed(words, plus=sign and exact > 0)

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
        key = ("¤", wanted)
        if key not in self._patterns:
            plain = self.locale.currency_formats["standard"].pattern
            self._patterns[key] = plain.replace(".00", "." + "0" * wanted if wanted else "")
        pattern = self._grouped(self._patterns[key], exact)
        words = format_currency(exact, currency, pattern, self.locale, currency_digits=False)
        return _signed(words, plus=sign and exact > 0)

    def symbol(self, currency: str) -> str:
        """Sign of a currency as the language writes it."""
        return cast(str, self.locale.currency_symbols.get(currency, currency))

    def day(self, day: date | None) -> str:
        """Day with the short name of its month: 30 Sep 2026."""
        if day is None:
            return NOTHING
        if self.locale.language == "en":  # the order of the pages this desk was drawn with
            return f"{day.day}{NBSP}{self._name(day, 'MMM')}{NBSP}{day.year}"
        return format_date(day, "medium", self.locale)

    def month(self, day: date, *, year: bool = True) -> str:
        """Month by its short name, with the year where asked: Sep 2026."""
        return self._name(day, "MMM y" if year else "MMM")

    def month_short(self, day: date) -> str:
        """Month for an axis: Sep, and Jan with its year, so that the turn of the year is seen."""
        return self._name(day, "MMM yy") if day.month == 1 else self._name(day, "MMM")

    def month_name(self, day: date) -> str:
        """Month in full: September 2026."""
        return self._name(day, "LLLL y")

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
