"""Days as integers, months, and the periods that metrics are computed for."""

import re
from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.result import Period

Days = npt.NDArray[np.int64]  # proleptic ordinals, as date.toordinal() counts them

NO_END = 1 << 22  # later than any date: an open end
_EPOCH = date(1970, 1, 1).toordinal()
PERIODS = ("month", "quarter", "year", "fiscal-year", "12m", "all")
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "fiscal-year": 12}


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later; a day that does not exist becomes the month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def is_month_end(day: date) -> bool:
    return day == month_end(day)


def months_back(day: date, months: int) -> date:
    """Return the opening of a window of ``months`` that closes on ``day``.

    The same day ``months`` earlier; the last day of a month maps to the last day of a month.
    """
    opening = add_months(day, -months)
    return month_end(opening) if is_month_end(day) else opening


def month_ends(first: date, last: date) -> list[date]:
    """Return the month ends from the month of ``first`` to the month of ``last``."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.replace(day=1)
    return [month_end(add_months(start, index)) for index in range(count)]


def recent_month_ends(as_of: date, months: int) -> list[date]:
    """Return the last ``months`` month ends, oldest first; the last one is ``as_of`` itself."""
    end = month_end(as_of)
    return [*(months_back(end, count) for count in range(months - 1, 0, -1)), as_of]


def period_start(day: date, every: str, fiscal_start: int = 1) -> date:
    """Return the first day of the month, quarter, year or fiscal year that holds ``day``."""
    if every == "month":
        return day.replace(day=1)
    if every == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    first = fiscal_start if every == "fiscal-year" else 1
    return date(day.year if day.month >= first else day.year - 1, first, 1)


def period_end(day: date, every: str, fiscal_start: int = 1) -> date:
    """Return the last day of the month, quarter, year or fiscal year that holds ``day``."""
    return add_months(period_start(day, every, fiscal_start), _MONTHS[every]) - timedelta(days=1)


def period_ends(first: date, last: date, every: str, fiscal_start: int = 1) -> list[date]:
    """Return the last days of the periods that hold ``first`` to ``last``."""
    ends = [period_end(first, every, fiscal_start)]
    while ends[-1] < last:
        ends.append(period_end(ends[-1] + timedelta(days=1), every, fiscal_start))
    return ends


def period_of(kind: str, as_of: date, *, fiscal_start: int = 1, first_day: date | None = None) -> Period:
    """Return the period ``kind`` that closes on ``as_of``.

    Units: ``month|quarter|year|fiscal-year`` open with the last day before the calendar period and are
    partial until it is over; ``12m`` and any ``Nm`` look back N months; ``all`` opens before ``first_day``.
    """
    if kind in _MONTHS:
        opening = period_start(as_of, kind, fiscal_start) - timedelta(days=1)
        return Period(opening, as_of, kind, partial=as_of < period_end(as_of, kind, fiscal_start))
    if kind == "all":
        return Period(min(first_day or as_of, as_of) - timedelta(days=1), as_of, kind)
    if found := re.fullmatch(r"([1-9]\d?\d?)m", kind):
        return Period(months_back(as_of, int(found[1])), as_of, kind)
    raise Refused(mark("A period is one of {choices}, not “{text}”."), choices=", ".join(PERIODS), text=kind)


def period_before(period: Period, fiscal_start: int = 1) -> Period:
    """Return the period of the same kind that closes where ``period`` opens."""
    return period_of(period.kind, period.opening, fiscal_start=fiscal_start, first_day=period.opening)


def months_in(period: Period) -> int:
    """Return how many months ``period`` spans, at least 1."""
    span = (period.closing.year - period.opening.year) * 12 + period.closing.month - period.opening.month
    return max(1, span)


# Vectors of days -----------------------------------------------------------------------------------------


def month_index(days: Days) -> Days:
    """Return the months since January 1970 of each day."""
    return (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_of(day: date) -> int:
    """Return the months since January 1970 of ``day``."""
    return (day.year - 1970) * 12 + day.month - 1


def first_days(months: Days) -> Days:
    """Return the first day of each month (months since January 1970)."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + _EPOCH


def later(days: Days, months: Days) -> Days:
    """Return each day ``months`` later, as :func:`add_months` does."""
    index = month_index(days)
    day_of_month = days - first_days(index)
    target = first_days(index + months)
    found: Days = target + np.minimum(day_of_month, first_days(index + months + 1) - target - 1)
    return found


def term_months(start: Days, end: Days, partial_month: str = "actual") -> tuple[Days, Days]:
    """Return the length of the terms ``[start, end)`` in months, as numerator and denominator.

    Formula: whole months from ``start``, then the days left over the length of that last month
    Units: months as a fraction; ``partial_month`` ``actual`` divides by its days, ``30-day`` by 30
    Source: Zuora TCV (actual) and TCB (30-day)
    """
    whole = month_index(end) - month_index(start)
    whole -= later(start, whole) > end
    anchor = later(start, whole)
    length = later(start, whole + 1) - anchor if partial_month == "actual" else np.full_like(start, 30)
    return whole * length + (end - anchor), length
