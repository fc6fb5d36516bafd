"""Exchange rates of the sample book: plausible month by month, and the same on every machine."""

from collections.abc import Iterable
from datetime import date
from math import sin

from csdesk.book.sample.rows import Rows
from csdesk.metrics.calendar import add_months
from csdesk.model import Rate

UNITS = {  # for one euro; only to make the sample look right
    "ARS": 1400.0,
    "AUD": 1.64,
    "BRL": 6.05,
    "CAD": 1.49,
    "CHF": 0.95,
    "CLP": 1020.0,
    "COP": 4500.0,
    "DKK": 7.46,
    "EUR": 1.0,
    "GBP": 0.85,
    "INR": 93.0,
    "JPY": 162.0,
    "MXN": 20.4,
    "NOK": 11.6,
    "PEN": 4.1,
    "PLN": 4.3,
    "SEK": 11.3,
    "USD": 1.09,
    "UYU": 44.0,
}
SWAY = {"BRL": 0.05, "MXN": 0.06, "USD": 0.02}


def write(rows: Rows, book_currency: str, currencies: Iterable[str], today: date) -> None:
    """Add a rate a month for three years and for each currency that is not the book's."""
    for back in range(37, -1, -1):
        month = add_months(today.replace(day=1), -back)
        home = _units(book_currency, back)
        for currency in sorted(set(currencies) - {book_currency}):
            rows.add(Rate, month=month, currency=currency, rate=round(home / _units(currency, back), 6))


def _units(currency: str, back: int) -> float:
    """Return units for a euro ``back`` months ago: a slow sway around where it stands now."""
    sway = SWAY.get(currency, 0.0 if currency == "EUR" else 0.01)
    phase = sum(map(ord, currency)) % 7
    return UNITS.get(currency, 1.0) * (1 + sway * (sin((back + phase) / 5) - sin(phase / 5)))
