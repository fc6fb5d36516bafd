"""Exchange rates by month: carried forward for a while, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csdesk.metrics.calendar import Days, month_index
from csdesk.metrics.columns import Facts, Floats, Ints

CARRY_MONTHS = 3  # how long a rate stays good when its month has none of its own


@dataclass(frozen=True)
class RateTable:
    """``factor[currency, day]`` turns minor units into the book's; NaN where no rate holds."""

    factor: Floats
    age: Ints  # months since the month of the rate; −1 where none


def rate_table(facts: Facts, days: Days | Sequence[int]) -> RateTable:
    """Return the factors from each currency of the book to its own, at the month of each day.

    Formula:   rate of the day's month, else of the latest of the 3 months before
    Units:     book minor units for one foreign minor unit
    Undefined: NaN where there is none
    Source:    rules.md 2
    """
    months = month_index(np.asarray(days, np.int64))
    shape = (len(facts.currencies), len(months))
    factor, age = np.full(shape, np.nan), np.full(shape, -1, np.int64)
    factor[0], age[0] = 1.0, 0
    for code in range(1, shape[0]):
        mine = np.flatnonzero(facts.rates.currency == code)
        mine = mine[np.argsort(facts.rates.month[mine], kind="stable")]
        known = facts.rates.month[mine]
        index = np.searchsorted(known, months, "right") - 1
        if not len(known):
            continue
        since = months - known[np.maximum(index, 0)]
        good = (index >= 0) & (since <= CARRY_MONTHS)
        scale = 10.0 ** (facts.decimals[0] - facts.decimals[code])
        rate = facts.rates.rate[mine][np.maximum(index, 0)] * scale
        factor[code] = np.where(good, rate, np.nan)
        age[code] = np.where(good, since, -1)
    return RateTable(factor, age)


def converted(local: Ints, factor: Floats) -> Ints:
    """Return amounts times factor, back on whole ``FINE`` parts; unknown factors give 0.

    One multiplication and ``rint``, as rules.md 2 fixes it; a factor of 1 leaves every integer as it is.
    """
    foreign = (factor != 1.0).any(axis=-1) if factor.ndim > 1 else factor != 1.0
    if not foreign.any():
        return local
    money, rate = local.copy(), factor[foreign]
    found = np.rint(local[foreign] * np.where(np.isnan(rate), 0.0, rate)).astype(np.int64)
    money[foreign] = np.where(rate == 1.0, local[foreign], found)
    return money
