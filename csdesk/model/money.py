"""Money: whole minor units beside an ISO currency, never a float."""

from decimal import ROUND_HALF_UP, Decimal

_NO_DECIMALS = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()  # noqa: SIM905  one line reads best
)
_THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


class Money(int):
    """Marks a column of minor units; the currency stands in the same row. Values are plain integers."""


def decimals(currency: str) -> int:
    """Return how many decimals ``currency`` has (ISO 4217)."""
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def minor(amount: Decimal, currency: str) -> int:
    """Return ``amount`` of major units as minor units, half up away from zero."""
    scaled = amount.scaleb(decimals(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def major(units: int, currency: str) -> Decimal:
    """Return minor ``units`` as an exact decimal with the currency's decimals."""
    return Decimal(units).scaleb(-decimals(currency))
