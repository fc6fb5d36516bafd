"""What part of an expansion is only a higher price at renewal, for those who want it on its own line."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import Facts, Ints
from csdesk.metrics.pieces import Pieces
from csdesk.metrics.rates import converted, rate_table
from csdesk.metrics.succession import first_successor

_GRACE = 30


def uplifts(facts: Facts, priced: Pieces, openings: Sequence[date], closings: Sequence[date]) -> Ints:
    """Return by account and period how much renewals raised the price of the same quantity and seats.

    Formula: MRR of the renewing contract on its first day − MRR of the renewed one on its last, where > 0
    Units:   ``FINE`` parts of the book's minor unit, at the rate of the closing; accounts × periods
    Source:  metrics.md 3.2 (price uplift at renewal as its own class)
    """
    contracts = facts.contracts
    terms = np.flatnonzero(contracts.paid & (contracts.end < NO_END) & (contracts.end > contracts.start))
    follows = first_successor(contracts, terms, _GRACE)
    old, new = terms[follows >= 0], follows[follows >= 0]
    alike = (
        (contracts.quantity[old] == contracts.quantity[new])
        & (contracts.seats[old] == contracts.seats[new])
        & (contracts.currency[old] == contracts.currency[new])
    )
    old, new = old[alike], new[alike]
    begins = np.maximum(contracts.start[new], contracts.end[old])
    raised = np.maximum(priced.at(new, begins) - priced.at(old, contracts.end[old] - 1), 0)
    opened = np.array([day.toordinal() for day in openings], np.int64)
    closed = np.array([day.toordinal() for day in closings], np.int64)
    found = np.zeros((facts.accounts, len(opened)), np.int64)
    inside = (begins[:, None] > opened[None, :]) & (begins[:, None] <= closed[None, :])
    rows, columns = np.nonzero(inside & (raised > 0)[:, None])
    factor = rate_table(facts, closed).factor[contracts.currency[new[rows]], columns]
    np.add.at(found, (contracts.account[new[rows]], columns), converted(raised[rows], factor))
    return found
