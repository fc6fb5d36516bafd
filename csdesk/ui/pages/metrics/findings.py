"""What a chart says, in one sentence: the finding that stands above it."""

from collections.abc import Sequence
from datetime import date

from csdesk.book.figures import Bridge, CohortRow, Share
from csdesk.ui import formats
from csdesk.ui.pages.metrics.answers import Month
from csdesk.ui.pages.metrics.groups import group_words
from csdesk.ui.translate import tr

APART = 0.005  # half a point: less is no change of a rate
FEW = 5  # customers a cohort needs before anything is said of it


def of_bridge(bridge: Bridge) -> str:
    """Say how the opening MRR became the closing one."""
    if bridge.opening is None or bridge.closing is None:
        return tr("An exchange rate is missing, so the movements have no sum")
    step = {each.key: each.amount for each in bridge.steps}
    gains = {key: step.get(key, 0) for key in ("new", "reactivation", "expansion")}
    losses = -(step.get("churn", 0) + step.get("contraction", 0))
    net, fx = bridge.closing - bridge.opening, step.get("fx", 0)
    gained = gains["new"] + gains["reactivation"] + gains["expansion"]
    if not any(step.values()):
        return tr("MRR did not move")
    if abs(fx) > abs(net - fx) and abs(fx) * 100 > bridge.opening:
        return tr("Exchange rates moved MRR more than customers did")
    if not losses and gained:
        return tr("MRR grew, and nothing was lost")
    if net >= 0 and losses and gains["expansion"] >= losses:
        return tr("Expansion alone made up for every loss")
    if net > 0:
        return {
            "new": tr("New customers carried the growth"),
            "reactivation": tr("Customers who came back carried the growth"),
            "expansion": tr("Expansion carried the growth"),
        }[max(gains, key=lambda key: gains[key])]
    if net < 0:
        churn = -step.get("churn", 0) * 2 >= losses
        return tr("Churn took more than came in") if churn else tr("Contraction took more than came in")
    return tr("Gains and losses balance")


def of_retention(series: Sequence[tuple[date, float | None, float | None]]) -> str:
    """Say how NRR and GRR moved over the last twelve months."""
    known = [(net, gross) for _, net, gross in series[-13:] if net is not None and gross is not None]
    if not known:
        return tr("Nobody has been a customer for the whole window yet")
    if len(known) == 1:
        return tr("The first value of retention")
    grown = _way(known[-1][0] - known[0][0])
    kept = _way(known[-1][1] - known[0][1])
    return {
        (1, 1): tr("Customers grow faster, and less slips away"),
        (1, 0): tr("Customers grow faster, and no more slips away"),
        (1, -1): tr("Customers grow faster, but more slips away"),
        (0, 1): tr("Less slips away"),
        (0, 0): tr("Retention holds steady"),
        (0, -1): tr("More slips away"),
        (-1, 1): tr("Less slips away, but customers grow more slowly"),
        (-1, 0): tr("Customers grow more slowly"),
        (-1, -1): tr("Customers grow more slowly, and more slips away"),
    }[grown, kept]


def of_months(months: Sequence[Month]) -> str:
    """Say in how many months MRR grew."""
    nets = [
        sum(amount or 0 for amount in month.amounts.values())
        for month in months
        if None not in month.amounts.values()
    ]
    moved = [net for net in nets if net]
    if not moved:
        return tr("MRR did not move")
    grew = sum(net > 0 for net in moved)
    if grew == len(nets):
        return tr("MRR grew in every month")
    if not grew:
        return tr("MRR grew in none of these months")
    return tr("MRR grew in {n} of {all} months", n=grew, all=len(nets))


def of_shares(shares: Sequence[Share]) -> str:
    """Say what the largest group holds."""
    total = sum(share.mrr or 0 for share in shares)
    if not total or any(share.mrr is None for share in shares):
        return tr("MRR by group")
    top = shares[0]
    if len(shares) == 1:
        return tr("All of MRR is {group}", group=group_words(top.group))
    part = formats.percent((top.mrr or 0) / total, 0)
    return tr("{group} holds {share} of MRR", group=group_words(top.group), share=part)


def of_cohorts(rows: Sequence[CohortRow], *, logo: bool, names: Sequence[str]) -> str:
    """Say which cohort kept least, where there is enough of it to say so."""
    last: list[tuple[float, str]] = []
    weight = kept_of_all = 0.0
    for row, name in zip(rows, names, strict=True):
        known = [value for value in (row.logo if logo else row.mrr) if value is not None]
        if len(known) > 1:
            size = row.size if logo else row.base
            weight, kept_of_all = weight + size, kept_of_all + size * known[-1]
            if row.size >= FEW:
                last.append((known[-1], name))
    if not weight:
        return tr("No cohort is old enough yet")
    if not last or min(last)[0] >= 1:  # the cohorts are too small to be told apart, or none lost anything
        share = formats.percent(kept_of_all / weight, 0)
        if logo:
            return tr("Of those who started here, {share} are customers today", share=share)
        return tr("Those who started here pay {share} of what they began with", share=share)
    kept, name = min(last)
    share = formats.percent(kept, 0)
    return tr("The customers of {cohort} kept least: {share}", cohort=name, share=share)


def _way(change: float) -> int:
    return 0 if abs(change) < APART else 1 if change > 0 else -1
