"""Groups that numbers are split by: fields of the account with their history, or of the contract."""

import numpy as np

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.calendar import NO_END, Days
from csdesk.metrics.columns import Facts, Grouping, Ints

OF_ACCOUNT = ("segment", "tier", "country", "owner", "source")
OF_CONTRACT = ("product", "partner")
GROUPS = (*OF_ACCOUNT, *OF_CONTRACT)
_SPAN = np.int64(NO_END * 2)


def group_names(facts: Facts, by: str) -> tuple[str, ...]:
    """Return the values of the field ``by``; the last one, empty, is for records without a value."""
    if by in OF_CONTRACT:
        return (*(facts.products if by == "product" else facts.partners), "")
    if by not in facts.groupings:
        raise Refused(mark("Group by one of {choices}, not “{text}”."), choices=", ".join(GROUPS), text=by)
    return (*facts.groupings[by].values, "")


def account_groups(grouping: Grouping, days: Days) -> Ints:
    """Return the group of each account on each day, as indices; no value is the last index.

    Formula: the value of the newest entry not after the day, else of the oldest entry, else today's
    """
    nothing = len(grouping.values)
    now = np.where(grouping.now < 0, nothing, grouping.now)
    found = np.repeat(now[:, None], len(days), axis=1)
    if len(grouping.account):
        keys = grouping.account * _SPAN + grouping.since
        who = np.unique(grouping.account)
        index = np.searchsorted(keys, who[:, None] * _SPAN + np.asarray(days)[None, :], "right") - 1
        index = np.maximum(index, np.searchsorted(grouping.account, who, "left")[:, None])
        value = grouping.value[index]
        found[who] = np.where(value < 0, nothing, value)
    return found


def contract_groups(facts: Facts, by: str) -> Ints:
    """Return the group of each contract, as indices; no value is the last index."""
    codes = facts.contracts.product if by == "product" else facts.contracts.partner
    return np.where(codes < 0, len(group_names(facts, by)) - 1, codes)
