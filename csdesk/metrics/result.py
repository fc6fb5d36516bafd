"""What a metric answers: a value or the reason there is none, with all that is needed to explain it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import sqrt
from typing import Any

from csdesk.i18n import mark

FINE = 72_000  # parts of a minor unit in which amounts of money are kept inside the metrics
Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution


class Reason(StrEnum):
    """Why a metric has no value."""

    ZERO_DENOMINATOR = "zero_denominator"
    NO_DATA = "no_data"
    N_TOO_SMALL = "n_too_small"
    MIXED_CURRENCY = "mixed_currency"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        return _REASONS[self]


_REASONS = {
    Reason.ZERO_DENOMINATOR: mark("nothing to divide by in this period"),
    Reason.NO_DATA: mark("no data in this period"),
    Reason.N_TOO_SMALL: mark("too few to say"),
    Reason.MIXED_CURRENCY: mark("an exchange rate is missing"),
    Reason.NOT_APPLICABLE: mark("does not apply here"),
}


class Unit(StrEnum):
    """What a value counts; money is an integer in ``FINE`` parts of the currency's minor unit."""

    MONEY_PER_MONTH = "money/month"
    MONEY_PER_YEAR = "money/year"
    MONEY = "money"
    FRACTION = "fraction"
    RATIO = "ratio"
    COUNT = "count"
    MONTHS = "months"

    @property
    def is_money(self) -> bool:
        return self.value.startswith("money")


@dataclass(frozen=True, slots=True)
class Period:
    """From the end of day ``opening`` to the end of day ``closing``; equal for a snapshot."""

    opening: date
    closing: date
    kind: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class MetricResult:
    """One number. ``value`` is None exactly when ``reason`` says why.

    Money (``value``, and the parts of a ratio of money) is an integer in ``FINE`` parts of a minor unit.
    ``n`` is how many records were counted, ``low`` and ``high`` a 95 % interval where there is one.
    """

    value: int | float | None
    unit: Unit
    formula_id: str
    currency: str | None = None
    numerator: int | float | None = None
    denominator: int | float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    period: Period | None = None
    reason: Reason | None = None
    partial: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) != (self.reason is not None):
            raise AssertionError(f"{self.formula_id}: a value or a reason, never both or neither")

    @property
    def minor(self) -> int | None:
        """Return a money value in whole minor units, half up; None where there is none."""
        return None if self.value is None else half_up(int(self.value), FINE)

    def placed(self, period: Period, currency: str | None) -> "MetricResult":
        """Return the same number with the period and currency it was computed for."""
        return replace(self, period=period, currency=currency, partial=period.partial)


def undefined(reason: Reason, unit: Unit, formula_id: str, **parts: Any) -> MetricResult:
    """Return a result without value, which says why."""
    return MetricResult(None, unit, formula_id, reason=reason, **parts)


def share(
    numerator: int | float,
    denominator: int | float,
    formula_id: str,
    *,
    unit: Unit = Unit.FRACTION,
    n: int | None = None,
    interval: bool = False,
) -> MetricResult:
    """Return numerator / denominator; a zero denominator has no value. ``interval`` adds Wilson's."""
    if denominator == 0:
        return undefined(
            Reason.ZERO_DENOMINATOR, unit, formula_id, numerator=numerator, denominator=denominator, n=n
        )
    low, high = wilson(int(numerator), int(denominator)) if interval else (None, None)
    return MetricResult(
        numerator / denominator,
        unit,
        formula_id,
        numerator=numerator,
        denominator=denominator,
        n=n,
        low=low,
        high=high,
    )


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator as an integer, halves away from zero; ``denominator`` > 0."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Return Wilson's interval of the share ``k`` of ``n`` (n > 0).

    Formula: centre (p + z²/2n)/(1 + z²/n), half z/(1 + z²/n) · sqrt(p(1−p)/n + z²/4n²)
    """
    p = k / n
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z / scale * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0.0 if k == 0 else max(0.0, centre - half), 1.0 if k == n else min(1.0, centre + half))
