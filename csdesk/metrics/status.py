"""Where an account stands, derived from its contracts and never typed."""

from datetime import date
from enum import StrEnum

import numpy as np

from csdesk.i18n import mark
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import FREE, TRIAL, Bools, Ints
from csdesk.metrics.snapshots import Portfolio
from csdesk.metrics.succession import first_successor

LEAVING_DAYS = 90
WON_BACK_DAYS = 365


class Status(StrEnum):
    """The status of an account on a day."""

    PROSPECT = "prospect"
    TRIAL = "trial"
    CUSTOMER = "customer"
    LEAVING = "leaving"
    LOST = "lost"
    WON_BACK = "won_back"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Status.PROSPECT: mark("Prospect"),
    Status.TRIAL: mark("Trial"),
    Status.CUSTOMER: mark("Customer"),
    Status.LEAVING: mark("Leaving"),
    Status.LOST: mark("Lost"),
    Status.WON_BACK: mark("Won back"),
}
STATUSES = tuple(Status)
_PROSPECT, _TRIAL, _CUSTOMER, _LEAVING, _LOST, _WON_BACK = range(len(STATUSES))


def statuses(portfolio: Portfolio, day: date) -> list[Status]:
    """Return the status of every account at the end of ``day``.

    Formula: customer pays; leaving: a customer whose paid contracts all are cancelled or end within 90
             days, without renewing by themselves or a successor; won back: a customer whose latest gap (one
             that a month end saw) ended at most 365 days ago; trial: only trial or free contracts active;
             lost: paid before; prospect: none of these
    Source:  rules.md 1
    """
    facts, today = portfolio.facts, day.toordinal()
    view = portfolio.view([day])
    now = int(view.columns([day])[0])
    customer = view.account_present[:, now]
    contracts = facts.contracts
    active = (contracts.start <= today) & (today < contracts.end)
    trying = np.zeros(facts.accounts, np.bool_)
    trying[contracts.account[active & ((contracts.kind == TRIAL) | (contracts.kind == FREE))]] = True
    codes = np.full(facts.accounts, _PROSPECT, np.int64)
    codes[portfolio.first_paid_daily <= today] = _LOST
    codes[trying] = _TRIAL
    codes[customer] = _CUSTOMER
    codes[customer & _won_back(portfolio, day)] = _WON_BACK
    codes[customer & _leaving(portfolio, active, today)] = _LEAVING
    return [STATUSES[code] for code in codes.tolist()]


def _leaving(portfolio: Portfolio, active: Bools, today: int) -> Bools:
    contracts = portfolio.facts.contracts
    paying = np.flatnonzero(active & contracts.paid)
    paying = paying[portfolio.pieces.at(paying, np.full_like(paying, today)) > 0]
    cancelled = contracts.cancelled[paying] <= today
    ending = (contracts.end[paying] <= today + LEAVING_DAYS) & ~contracts.auto_renews[paying]
    going = cancelled | ending
    terms = np.flatnonzero(going & (contracts.end[paying] < NO_END))
    follows = first_successor(contracts, paying[terms], portfolio.policy.renewal_grace_days)
    going[terms[follows >= 0]] = False
    leaving = np.zeros(portfolio.facts.accounts, np.bool_)
    leaving[contracts.account[paying]] = True
    leaving[contracts.account[paying[~going]]] = False
    return leaving


def _won_back(portfolio: Portfolio, day: date) -> Bools:
    view = portfolio.view([day])
    shots, today = view.shots, day.toordinal()
    before = shots.days < today
    days, paid = shots.days[before], view.account_present[:, before]
    if not len(days):
        return np.zeros(portfolio.facts.accounts, np.bool_)
    gap = ~paid & (days[None, :] > view.first_paid[:, None])
    last_gap = np.where(gap.any(axis=1), days[gap.shape[1] - 1 - gap[:, ::-1].argmax(axis=1)], NO_END)
    back = _first_paid_after(portfolio, last_gap)
    return (last_gap < NO_END) & (today - back <= WON_BACK_DAYS) & (back <= today)


def _first_paid_after(portfolio: Portfolio, days: Ints) -> Ints:
    priced = portfolio.pieces
    owner = portfolio.facts.contracts.account[priced.contract]
    after = (priced.mrr > 0) & (priced.start > days[owner])
    found = np.full(len(days), NO_END, np.int64)
    np.minimum.at(found, owner[after], priced.start[after])
    return found
