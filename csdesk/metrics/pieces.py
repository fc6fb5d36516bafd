"""Contracts with their steps, pauses and discounts as stretches of days on which the price is constant."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from csdesk.metrics.calendar import NO_END, Days, term_months
from csdesk.metrics.columns import INTERVAL, Bools, Discounts, Facts, Ints, Spans, Steps
from csdesk.metrics.normalise import WHOLE, monthly
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.succession import first_successor

_SPAN = np.int64(NO_END * 2)  # contract × _SPAN + day: one sortable key


@dataclass(frozen=True)
class Pieces:
    """MRR of a contract on ``[start, end)``, in ``FINE`` parts of its currency; sorted by contract, day."""

    contract: Ints
    start: Days
    end: Days
    mrr: Ints

    def at(self, contract: Ints, day: Days) -> Ints:
        """Return the MRR of each contract on its day; 0 where nothing is in force."""
        if not len(self.contract):
            return np.zeros(len(contract), np.int64)
        index = np.searchsorted(self._keys, contract * _SPAN + day, "right") - 1
        safe = np.maximum(index, 0)
        covers = (index >= 0) & (self.contract[safe] == contract) & (day < self.end[safe])
        return np.where(covers, self.mrr[safe], 0)

    @property
    def _keys(self) -> Ints:
        return self.contract * _SPAN + self.start


def pieces(facts: Facts, policy: MetricPolicy) -> Pieces:
    """Return the priced stretches of all paid contracts under ``policy``.

    Formula: one stretch between any two days on which the price may change; on it, the step in force,
             less the discounts in force, nothing while paused
    Units:   ``FINE`` parts of a minor unit of the contract's currency
    Scope:   paid contracts that are not one-off, and by use only where the policy counts use
    Source:  metrics.md 2.1, 3.2; rules.md 2
    """
    contracts = facts.contracts
    end = revenue_ends(facts, policy)
    counts = contracts.paid & (contracts.interval != INTERVAL["once"]) & (end > contracts.start)
    if policy.usage == "out":
        counts &= contracts.interval != INTERVAL["metered"]
    steps = _sorted_steps(facts.steps)
    pauses = _pauses(facts, policy)
    discounts = _discounts(facts.discounts, policy)

    keys = np.flatnonzero(counts) * _SPAN + contracts.start[counts]
    changes = [
        _keys_inside(who, day, contracts.start, end, counts)
        for who, day in (
            (steps.contract, steps.since),
            (pauses.contract, pauses.since),
            (pauses.contract, pauses.until),
            (discounts.contract, discounts.since),
            (discounts.contract, discounts.until),
        )
        if len(who)
    ]
    if any(len(each) for each in changes):
        keys = np.unique(np.concatenate([keys, *changes]))
    contract = keys // _SPAN
    start = keys - contract * _SPAN
    last = np.append(contract[1:] != contract[:-1], True)[: len(keys)]
    until = np.where(last, end[contract], np.append(start[1:], 0)[: len(keys)])

    units, parts = _units(facts, steps, contract, keys, end, policy)
    percent = minus = None
    if len(discounts.contract):
        percent = np.minimum(_in_force(discounts, discounts.percent, contract, keys), WHOLE)
        minus = _in_force(discounts, discounts.amount, contract, keys)
    mrr = monthly(
        units,
        contracts.interval[contract],
        contracts.start[contract],
        np.where(contracts.end[contract] == NO_END, contracts.start[contract], contracts.end[contract]),
        policy,
        percent,
        minus,
        parts,
    )
    if len(pauses.contract):
        mrr[_in_force(pauses, np.ones_like(pauses.contract), contract, keys) > 0] = 0
    return Pieces(contract, start, until, mrr)


def revenue_ends(facts: Facts, policy: MetricPolicy) -> Days:
    """Return the first day without revenue of each contract, before pauses.

    Formula: the end of the term; by policy the day of cancellation where that is earlier, and the start
             of the contract that renews it where the gap is at most ``gap_bridge_days``
    """
    contracts = facts.contracts
    end = contracts.end
    if policy.churn_recognition == "cancel-date":
        end = np.minimum(end, np.maximum(contracts.cancelled, contracts.start))
    if policy.gap_bridge_days:
        terms = np.flatnonzero(contracts.paid & (end < NO_END) & (end > contracts.start))
        follows = first_successor(contracts, terms, policy.gap_bridge_days)
        begins = np.where(follows >= 0, contracts.start[follows], 0)
        gap = begins - end[terms]
        end = end.copy()
        end[terms] = np.where((gap > 0) & (gap <= policy.gap_bridge_days), begins, end[terms])
    return end


def _sorted_steps(steps: Steps) -> Steps:
    order = np.lexsort((steps.since, steps.contract))
    return Steps(steps.contract[order], steps.since[order], steps.amount[order], steps.quantity[order])


def _pauses(facts: Facts, policy: MetricPolicy) -> Spans:
    """Return the pauses that count, and where money past due is left out, the days it was past due."""
    pauses = facts.pauses if policy.paused == "zero" else Spans()
    if policy.past_due == "in":
        return pauses
    invoices, contracts = facts.invoices, facts.contracts
    late = np.flatnonzero((invoices.contract >= 0) & (invoices.due < invoices.paid) & (invoices.due < NO_END))
    undated = contracts.past_due.copy()  # marked past due, and no open invoice says since when
    undated[invoices.contract[late[invoices.paid[late] == NO_END]]] = False
    flagged = np.flatnonzero(undated)
    return Spans(
        np.concatenate([pauses.contract, invoices.contract[late], flagged]),
        np.concatenate([pauses.since, invoices.due[late] + 1, contracts.start[flagged]]),
        np.concatenate([pauses.until, invoices.paid[late], np.full_like(flagged, NO_END)]),
    )


def _discounts(discounts: Discounts, policy: MetricPolicy) -> Discounts:
    if policy.discounts == "gross" or not len(discounts.contract):
        return Discounts()
    if policy.discounts == "net":
        return discounts
    good = discounts.until == NO_END
    return Discounts(*(getattr(discounts, name)[good] for name in discounts.__dataclass_fields__))


def _keys_inside(who: Ints, day: Days, start: Days, end: Days, counts: Bools) -> Ints:
    inside = counts[who] & (day > start[who]) & (day < end[who])
    return who[inside] * _SPAN + day[inside]


def _units(
    facts: Facts, steps: Steps, contract: Ints, keys: Ints, end: Days, policy: MetricPolicy
) -> tuple[Ints, Ints | None]:
    """Return the price per interval in force on each stretch, and what to divide it by (ramps averaged)."""
    contracts = facts.contracts
    units = (contracts.amount * contracts.quantity)[contract]
    if not len(steps.contract):
        return units, None
    index = np.searchsorted(steps.contract * _SPAN + steps.since, keys, "right") - 1
    safe = np.maximum(index, 0)
    stepped = (index >= 0) & (steps.contract[safe] == contract)
    units = np.where(stepped, (steps.amount * steps.quantity)[safe], units)
    if policy.ramp == "step":
        return units, None
    parts = np.ones_like(units)
    for which in np.unique(steps.contract):
        rows = np.flatnonzero(contract == which)
        if len(rows) and contracts.end[which] < NO_END:
            mean = _mean_price(keys[rows] - which * _SPAN, int(end[which]), units[rows])
            units[rows], parts[rows] = mean.numerator, mean.denominator
    return units, parts


def _mean_price(days: Days, end: int, units: Ints) -> Fraction:
    """Return the mean of prices over a term, each weighted by the months it holds."""
    until = np.append(days[1:], end)
    months, length = term_months(days, until)
    weights = [Fraction(int(some), int(whole)) for some, whole in zip(months, length, strict=True)]
    total = sum(weights, Fraction(0))
    mean = sum((weight * int(price) for weight, price in zip(weights, units, strict=True)), Fraction(0))
    return (mean / total).limit_denominator(1 << 20)


def _in_force(spans: Spans | Discounts, weight: Ints, contract: Ints, keys: Ints) -> Ints:
    """Return the sum of ``weight`` over the spans that cover each key."""
    real = np.flatnonzero(spans.until > spans.since)
    who, weight = spans.contract[real], weight[real]
    closed = spans.until[real] < NO_END
    events = np.concatenate([who * _SPAN + spans.since[real], (who * _SPAN + spans.until[real])[closed]])
    steps = np.concatenate([weight, -weight[closed]])
    order = np.argsort(events, kind="stable")
    events, total = events[order], np.concatenate([[0], np.cumsum(steps[order])])
    covered = total[np.searchsorted(events, keys, "right")]
    found: Ints = covered - total[np.searchsorted(events, contract * _SPAN, "left")]
    return found
