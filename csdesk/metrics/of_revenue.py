"""Revenue metrics of a scene: its columns into the formulas, and the rows that were counted."""

from dataclasses import replace
from datetime import date

import numpy as np

from csdesk.metrics import revenue
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import Ints
from csdesk.metrics.groups import OF_CONTRACT, contract_groups, group_names
from csdesk.metrics.invoiced import invoiced
from csdesk.metrics.movements import Movement
from csdesk.metrics.rates import converted, rate_table
from csdesk.metrics.scene import Evaluated, Part, Scene, accounts_in_group, contracts_in_group


def stock(scene: Scene, metric_id: str) -> Evaluated:
    day = scene.period.closing
    found = scene.evaluation.moves(day, day, scene.by)
    here = found.group_after[:, 0] == (scene.group if scene.by else 0)
    amounts = np.where(here, found.closing[:, 0], 0)
    parts = _contract_part(scene, day, months=12 if metric_id == "arr" else 1)
    if found.unknown is not None and bool(found.unknown[here].any()):
        return replace(scene.without_rate(metric_id), parts=parts)
    customers = int((found.after[:, 0] & here).sum())
    if metric_id == "arpa":
        payers = np.flatnonzero(found.after[:, 0] & here)
        accounts = Part("denominator", "account", found.account[payers])
        total = int(amounts.sum())
        numerator = tuple(replace(part, role="numerator") for part in parts)
        return Evaluated(revenue.arpa(total, customers), (*numerator, accounts))
    result = revenue.mrr(amounts) if metric_id == "mrr" else revenue.arr(amounts)
    return Evaluated(replace(result, n=customers), parts)


def _contract_part(scene: Scene, day: date, months: int = 1) -> tuple[Part, ...]:
    """Return the contracts in force on ``day`` in the group, with ``months`` of MRR in book currency."""
    contracts, at = scene.facts.contracts, day.toordinal()
    every = np.arange(len(contracts))
    local = scene.portfolio.pieces.at(every, np.full_like(every, at))
    view = scene.portfolio.view([day])
    below = view.shots.raw[:, view.columns([day])[0]] < 0  # counts as nothing, so do its contracts
    chosen = (local != 0) & ~below[contracts.account] & contracts_in_group(scene, day)
    index = np.flatnonzero(chosen)
    when = contracts.start[index] if scene.policy.rate_date == "contract-date" else np.full_like(index, at)
    factor = rate_table(scene.facts, when).factor[contracts.currency[index], np.arange(len(index))]
    amount = converted(local[index], factor) * months
    return (Part("value", "contract", index, amount, np.isnan(factor)),)


def new_customers(scene: Scene) -> Evaluated:
    opening, closing = scene.period.opening.toordinal(), scene.period.closing.toordinal()
    if scene.policy.new_customer_at == "signature":
        first = _first_signed(scene)
    else:
        view = scene.portfolio.view([scene.period.opening, scene.period.closing])
        then, now = view.account_present[:, view.columns([scene.period.opening, scene.period.closing])].T
        first = np.where((view.first_paid > closing) & now, closing, view.first_paid)
        first = np.where(then, np.minimum(first, opening), first)  # a customer of the opening is not new
    if scene.by in OF_CONTRACT:
        mine = np.zeros(len(first), np.bool_)
        mine[scene.facts.contracts.account[contracts_in_group(scene, scene.period.closing)]] = True
    else:
        mine = accounts_in_group(scene, scene.period.closing)
    first = np.where(mine, first, NO_END)
    result = revenue.new_customers(first, opening, closing)
    index = np.flatnonzero((first > opening) & (first <= closing))
    return Evaluated(result, (Part("value", "account", index),))


def _first_signed(scene: Scene) -> Ints:
    contracts = scene.facts.contracts
    priced = scene.portfolio.pieces
    paying = np.unique(priced.contract[priced.mrr > 0])
    first = np.full(scene.facts.accounts, NO_END, np.int64)
    np.minimum.at(first, contracts.account[paying], contracts.signed[paying])
    return first


def total_revenue(scene: Scene) -> Evaluated:
    index, amount, unknown = invoiced(scene.facts, scene.policy, scene.period)
    invoices = scene.facts.invoices
    if scene.by in OF_CONTRACT:
        codes = contract_groups(scene.facts, scene.by)
        nothing = len(group_names(scene.facts, scene.by)) - 1
        linked = invoices.contract[index]
        group = np.full(len(index), nothing, np.int64)
        group[linked >= 0] = codes[linked[linked >= 0]]
        mine = group == scene.group
    else:
        mine = accounts_in_group(scene, scene.period.closing)[invoices.account[index]]
    formula = f"total_revenue_{scene.policy.revenue_basis}"
    parts = (Part("value", "invoice", index[mine], amount[mine], unknown[mine]),)
    if unknown[mine].any():
        return replace(scene.without_rate("total_revenue", formula), parts=parts)
    return Evaluated(revenue.total_revenue(amount[mine], formula), parts)


def quick_ratio(scene: Scene) -> Evaluated:
    if scene.lost_rate():
        return scene.without_rate("quick_ratio")
    result = revenue.quick_ratio(
        scene.gain("new_mrr"),
        scene.gain("expansion_mrr") + scene.gain("price_mrr"),
        scene.loss("churn_mrr"),
        scene.loss("contraction_mrr"),
        scene.gain("reactivation_mrr"),
        with_reactivation=scene.policy.quick_ratio_reactivation,
    )
    kind, change = scene.moves.kind[:, 0], scene.moves.change[:, 0]
    gains = [Movement.NEW, Movement.EXPANSION]
    gains += [Movement.REACTIVATION] if scene.policy.quick_ratio_reactivation else []
    gained = scene.home & np.isin(kind, gains)
    lost = scene.home & np.isin(kind, [Movement.CHURN, Movement.CONTRACTION])
    return Evaluated(
        result, (scene.part("numerator", gained, change), scene.part("denominator", lost, -change))
    )
