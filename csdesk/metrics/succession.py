"""Which contract renews which term: the matching rule behind renewal rates, status and bridged gaps."""

from dataclasses import dataclass

import numpy as np

from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import Bools, Contracts, Ints

EARLY_DAYS = 180  # a renewal may begin this long before the term ends


@dataclass(frozen=True)
class Successions:
    """Pairs of a term and a contract that renews it; ``gap`` days from the term's end to the start."""

    term: Ints  # positions in the terms that were asked for
    contract: Ints
    gap: Ints
    named: Bools  # the contract says itself what it renews


def successions(contracts: Contracts, terms: Ints, grace: int) -> Successions:
    """Return every contract that renews one of ``terms`` (indices of contracts with an end).

    Formula: a paid contract of the same account, and product where both have one, that names the term in
             ``renews``; or, naming none, starts between 180 days before and ``grace`` days after the
             end, and neither lies within the term nor runs beside the whole of it
    Units:   days
    Source:  rules.md 1
    """
    able = np.flatnonzero(contracts.renewable)
    order = able[np.argsort(contracts.account[able], kind="stable")]
    owner = contracts.account[order]
    first = np.searchsorted(owner, contracts.account[terms], "left")
    count = np.searchsorted(owner, contracts.account[terms], "right") - first
    pair = np.repeat(np.arange(len(terms)), count)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    new = order[np.repeat(first, count) + offset]
    old = terms[pair]

    product_old, product_new = contracts.product[old], contracts.product[new]
    same = (product_old == product_new) | (product_old < 0) | (product_new < 0)
    gap = contracts.start[new] - contracts.end[old]
    named = contracts.renews[new] == old
    near = (gap >= -EARLY_DAYS) & (gap <= grace) & (contracts.renews[new] < 0)
    within = contracts.end[new] <= contracts.end[old]
    beside = contracts.start[new] <= contracts.start[old]
    found = (new != old) & same & (named | (near & ~within & ~beside))
    return Successions(pair[found], new[found], gap[found], named[found])


def first_successor(contracts: Contracts, terms: Ints, grace: int) -> Ints:
    """Return for each term the contract that renews it, the named and then the nearest; −1: none."""
    found = successions(contracts, terms, grace)
    best = np.full(len(terms), -1, np.int64)
    order = np.lexsort((found.contract, np.abs(found.gap), ~found.named, found.term))
    which, position = np.unique(found.term[order], return_index=True)
    best[which] = found.contract[order[position]]
    return best


def renewing(contracts: Contracts, day: int, grace: int) -> Ints:
    """Return the terms that wait to be renewed at the end of ``day`` (an ordinal), as indices.

    Formula: paid terms with an end after ``day`` that nobody cancelled by then and no contract renews
    Source:  rules.md 1
    """
    ahead = contracts.renewable & (day < contracts.end) & (contracts.end < NO_END)
    terms = np.flatnonzero(ahead & (contracts.cancelled > day))
    return terms[first_successor(contracts, terms, grace) < 0]
