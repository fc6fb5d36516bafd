"""Renewals: which terms came due, what became of them, and the rates that follow."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import Bools, Facts, Ints
from csdesk.metrics.pieces import Pieces, revenue_ends
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.rates import converted, rate_table
from csdesk.metrics.result import MetricResult, share
from csdesk.metrics.succession import Successions, successions


class Outcome(IntEnum):
    """What became of a term that came due."""

    LOST = 0
    RENEWED = 1
    PENDING = 2


def renewal_rate(due: int, renewed: int, formula_id: str = "renewal_rate_by_contract") -> MetricResult:
    """Share of the terms due in the period that were renewed.

    Formula:   terms renewed / terms due and decided
    Units:     counts; returns a fraction
    Scope:     terms whose last day lies in the period; early and late renewals count where they were due,
               open ones are pending and shown beside
    Undefined: when no decided term was due
    Source:    metrics.md 2.2; rules.md 1
    """
    return share(renewed, due, formula_id, n=due, interval=True)


def renewal_rate_gross(due: Ints, renewed: Ints) -> MetricResult:
    """Share of the revenue due for renewal that was renewed, growth not counted.

    Formula:   Σ min(renewed MRR, due MRR) / Σ due MRR
    Units:     MRR per term at the same exchange rates; returns a fraction in 0..1
    Scope:     decided terms due in the period, capped per term
    Undefined: when no revenue was due
    Source:    metrics.md 2.2
    """
    return share(int(np.minimum(due, renewed).sum()), int(due.sum()), "renewal_rate_gross", n=len(due))


def renewal_rate_net(due: Ints, renewed: Ints) -> MetricResult:
    """Renewed revenue over revenue due, growth counted.

    Formula:   Σ renewed MRR / Σ due MRR
    Units:     MRR per term at the same exchange rates; returns a fraction, which may exceed 1
    Scope:     decided terms due in the period
    Undefined: when no revenue was due
    Source:    metrics.md 2.2
    """
    return share(int(renewed.sum()), int(due.sum()), "renewal_rate_net", n=len(due))


def renewal_rate_with_changes(due: int, renewed: int, expansion: int, contraction: int) -> MetricResult:
    """Return the net rate on counts: (renewed + expansion − contraction) / due, as codingace publishes it."""
    return share(renewed + expansion - contraction, due, "renewal_rate_with_changes", n=due)


@dataclass(frozen=True)
class DueTerms:
    """Terms that came due: contract, last day, outcome, the MRR due and renewed in ``FINE`` book units."""

    contract: Ints
    last_day: Ints
    outcome: Ints
    late: Bools
    due_mrr: Ints
    renewed_mrr: Ints
    unknown: Bools

    @property
    def decided(self) -> Bools:
        found: Bools = self.outcome != Outcome.PENDING
        return found


def due_terms(
    facts: Facts,
    priced: Pieces,
    opening: date,
    closing: date,
    policy: MetricPolicy,
    as_of: date | None = None,
) -> DueTerms:
    """Return the paid terms whose last day lies in (opening, closing], and what became of them.

    Formula: renewed where :func:`successions` finds a contract; otherwise pending while the grace runs and
             nobody cancelled; otherwise lost. A contract that renews several terms is shared out, each up
             to what was due, the rest to the last
    Units:   MRR of the last day and of the first renewed day, at the rates of the closing
    Source:  rules.md 1; metrics.md 2.2
    """
    contracts, grace = facts.contracts, policy.renewal_grace_days
    last_day = contracts.end - 1
    terms = np.flatnonzero(
        contracts.renewable
        & (contracts.end < NO_END)
        & (last_day > opening.toordinal())
        & (last_day <= closing.toordinal())
    )
    terms = terms[np.argsort(last_day[terms], kind="stable")]
    found = _chosen(successions(contracts, terms, grace))
    renewed = np.zeros(len(terms), np.bool_)
    renewed[found.term] = True
    late = np.zeros(len(terms), np.bool_)
    late[found.term] = found.gap > 0
    today = (as_of or closing).toordinal()
    open_still = (today <= last_day[terms] + grace) & (contracts.cancelled[terms] > today)
    outcome = np.where(renewed, Outcome.RENEWED, np.where(open_still, Outcome.PENDING, Outcome.LOST))

    factor = rate_table(facts, [closing.toordinal()]).factor[:, 0]
    ends = np.minimum(contracts.end, revenue_ends(facts, policy))
    due_local = priced.at(terms, ends[terms] - 1)
    new = found.contract
    new_local = priced.at(new, np.maximum(contracts.start[new], contracts.end[terms[found.term]]))
    due = np.maximum(converted(due_local, factor[contracts.currency[terms]]), 0)
    gained = _shared_out(found, due, converted(new_local, factor[contracts.currency[new]]))
    holes = np.isnan(factor)
    unknown = holes[contracts.currency[terms]] & (due_local != 0)
    unknown[found.term[holes[contracts.currency[new]]]] = True
    return DueTerms(terms, last_day[terms], outcome, late, due, gained, unknown)


def _chosen(found: Successions) -> Successions:
    """Return the pairs that count: every contract that names the term, else the nearest one."""
    order = np.lexsort((found.contract, np.abs(found.gap), ~found.named, found.term))
    term = found.term[order]
    keep = found.named[order] | np.append(True, term[1:] != term[:-1])[: len(term)]
    order = order[keep]
    return Successions(found.term[order], found.contract[order], found.gap[order], found.named[order])


def _shared_out(found: Successions, due: Ints, gained: Ints) -> Ints:
    """Return by term the renewed MRR, a contract that renews several being shared out among them."""
    renewed = np.zeros(len(due), np.int64)
    if len(np.unique(found.contract)) == len(found.contract):
        np.add.at(renewed, found.term, gained)
        return renewed
    claims: dict[int, list[int]] = {}
    for row, contract in enumerate(found.contract.tolist()):
        claims.setdefault(contract, []).append(row)
    for rows in claims.values():
        left = int(gained[rows[0]])
        for row in rows[:-1]:
            term = found.term[row]
            part = min(left, max(0, int(due[term] - renewed[term])))
            renewed[term] += part
            left -= part
        renewed[found.term[rows[-1]]] += left
    return renewed


def by_account(facts: Facts, found: DueTerms) -> tuple[Ints, Ints]:
    """Return the accounts with terms due and each one's outcome: renewed if any of its terms was."""
    accounts, position = np.unique(facts.contracts.account[found.contract], return_inverse=True)
    renewed = np.zeros(len(accounts), np.bool_)
    pending = np.zeros(len(accounts), np.bool_)
    np.logical_or.at(renewed, position, found.outcome == Outcome.RENEWED)
    np.logical_or.at(pending, position, found.outcome == Outcome.PENDING)
    return accounts, np.where(renewed, Outcome.RENEWED, np.where(pending, Outcome.PENDING, Outcome.LOST))
