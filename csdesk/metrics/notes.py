"""What one should know beside the numbers: rates carried forward or missing, amounts that count as 0."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from csdesk.i18n import mark
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import INTERVAL
from csdesk.metrics.rates import rate_table
from csdesk.metrics.result import FINE, half_up
from csdesk.metrics.snapshots import Portfolio


@dataclass(frozen=True)
class Note:
    """A sentence with gaps, translatable, and what fills them."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def notes(portfolio: Portfolio, days: Sequence[date]) -> list[Note]:
    """Return what to know about numbers made of snapshots of ``days``."""
    return [*_rates(portfolio, days), *_below_zero(portfolio, days), *_endless_terms(portfolio)]


def _rates(portfolio: Portfolio, days: Sequence[date]) -> list[Note]:
    facts = portfolio.facts
    if len(facts.currencies) == 1:
        return []
    shots = portfolio.view(days).shots
    columns = [shots.column[day.toordinal()] for day in days]
    table = rate_table(facts, [day.toordinal() for day in days])
    found = []
    for code in np.unique(shots.pair_currency).tolist():
        held = (shots.local[shots.pair_currency == code][:, columns] != 0).any(axis=0)
        missing = held & np.isnan(table.factor[code])
        carried = held & (table.age[code] > 0)
        if missing.any():
            day = days[int(np.flatnonzero(missing)[-1])]
            text = mark("There is no rate of {currency} for {month}; sums with it are not shown.")
            found.append(Note(text, {"currency": facts.currencies[code], "month": f"{day:%Y-%m}"}))
        if carried.any():
            at = int(np.flatnonzero(carried)[-1])
            text = mark("The rate of {currency} for {month} is carried forward from {months} months before.")
            values = {
                "currency": facts.currencies[code],
                "month": f"{days[at]:%Y-%m}",
                "months": int(table.age[code, at]),
            }
            found.append(Note(text, values))
    return found + _by_currency(portfolio, days)


def _by_currency(portfolio: Portfolio, days: Sequence[date]) -> list[Note]:
    """Return what is paid in each currency on the last day for which one of them has no rate."""
    facts, shots = portfolio.facts, portfolio.view(days).shots
    missing = np.isnan(shots.rates.factor[shots.pair_currency])
    for day in sorted(days, reverse=True):
        column = shots.column[day.toordinal()]
        local = shots.local[:, column]
        if not (missing[:, column] & (local != 0)).any():
            continue
        sums = []
        for code in np.unique(shots.pair_currency[local != 0]).tolist():
            minor = half_up(int(local[shots.pair_currency == code].sum()), FINE)
            places = facts.decimals[code]
            amount = Decimal(minor).scaleb(-places)
            sums.append(f"{facts.currencies[code]} {amount:.{places}f}")
        text = mark("MRR at {day} by currency: {sums}")
        return [Note(text, {"day": day.isoformat(), "sums": ", ".join(sums)})]
    return []


def _below_zero(portfolio: Portfolio, days: Sequence[date]) -> list[Note]:
    shots = portfolio.view(days).shots
    columns = [shots.column[day.toordinal()] for day in days]
    below = int((shots.raw[:, columns] < 0).any(axis=1).sum()) if shots.group is None else 0
    text = mark("Accounts whose sum is below zero, which counts as 0: {count}")
    return [Note(text, {"count": below})] if below else []


def _endless_terms(portfolio: Portfolio) -> list[Note]:
    contracts = portfolio.facts.contracts
    count = int((contracts.paid & (contracts.interval == INTERVAL["term"]) & (contracts.end == NO_END)).sum())
    text = mark("Contracts priced for their whole term that have no end, and count as 0: {count}")
    return [Note(text, {"count": count})] if count else []
