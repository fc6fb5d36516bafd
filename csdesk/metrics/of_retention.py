"""Churn and retention of a scene: its movements into the formulas, and the rows that were counted."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from csdesk.metrics import retention, revenue
from csdesk.metrics.calendar import months_back, months_in
from csdesk.metrics.columns import Bools
from csdesk.metrics.movements import Movement, moves
from csdesk.metrics.result import MetricResult, Period
from csdesk.metrics.scene import Evaluated, Part, Scene, month_edges


def _lost(scene: Scene) -> Bools:
    found: Bools = scene.cohort & (scene.moves.kind[:, 0] == Movement.CHURN)
    return found


def _logo_parts(scene: Scene, counted: Bools) -> tuple[Part, Part]:
    opening = scene.moves.restated[:, 0]
    return scene.part("numerator", counted, opening), scene.part("denominator", scene.cohort, opening)


def logo_churn(scene: Scene) -> Evaluated:
    lost = _lost(scene)
    parts = _logo_parts(scene, lost)
    opening = int(scene.cohort.sum())
    method = scene.policy.churn_method
    if method == "cohort":
        early = {"early_churn": _early_churn(scene)}
        return Evaluated(retention.logo_churn(opening, int(lost.sum())), parts, early)
    left = scene.line("churned_accounts", "day")
    if method == "daily":
        return Evaluated(retention.logo_churn_daily(scene.line("opening_accounts", "day"), left), parts)
    joined = scene.gain("new_accounts", "day") + scene.gain("reactivated_accounts", "day")
    return Evaluated(retention.logo_churn_st(opening, joined, int(left.sum())), parts)


def _early_churn(scene: Scene) -> int:
    """Return how many joined and left again inside the period, seen by day."""
    priced, contracts = scene.portfolio.pieces, scene.facts.contracts
    opening, closing = scene.period.opening.toordinal(), scene.period.closing.toordinal()
    inside = (priced.mrr > 0) & (priced.start > opening) & (priced.end <= closing)
    seen = np.zeros(scene.facts.accounts, np.bool_)
    seen[contracts.account[priced.contract[inside]]] = True
    view = scene.portfolio.view([scene.period.opening, scene.period.closing], scene.by)
    at = view.columns([scene.period.opening, scene.period.closing])
    return int((seen & ~view.account_present[:, at].any(axis=1)).sum()) if scene.by is None else 0


def logo_retention(scene: Scene) -> Evaluated:
    kept = scene.cohort & ~_lost(scene)
    result = retention.logo_retention(int(scene.cohort.sum()), int(kept.sum()))
    return Evaluated(result, _logo_parts(scene, kept))


def mrr_churn(scene: Scene, metric_id: str) -> Evaluated:
    if scene.lost_rate():
        return scene.without_rate(metric_id)
    gross = metric_id == "mrr_churn_gross"
    policy, cohort = scene.policy, scene.cohort
    kinds = [Movement.CHURN]
    kinds += [Movement.CONTRACTION] if policy.include_contraction or not gross else []
    kinds += [] if gross else [Movement.EXPANSION]
    counted = scene.home & np.isin(scene.moves.kind[:, 0], kinds)
    parts = (
        scene.part("numerator", counted, -scene.moves.change[:, 0]),
        scene.part("denominator", cohort, scene.moves.restated[:, 0]),
    )
    if policy.churn_method == "daily":
        return Evaluated(_mrr_churn_daily(scene, metric_id), parts)
    opening = int(scene.moves.restated[:, 0][cohort].sum())
    churn, contraction = scene.loss("churn_mrr"), scene.loss("contraction_mrr")
    n = int(cohort.sum())
    if gross:
        result = retention.mrr_churn_gross(
            opening, churn, contraction, include_contraction=policy.include_contraction, n=n
        )
    else:
        result = retention.mrr_churn_net(
            opening,
            churn,
            contraction,
            scene.gain("expansion_mrr") + scene.gain("price_mrr"),
            scene.gain("reactivation_mrr"),
            reactivation_is_gain=policy.reactivation_is_gain,
            n=n,
        )
    return Evaluated(result, parts)


def _mrr_churn_daily(scene: Scene, metric_id: str) -> MetricResult:
    opening = scene.line("restated_mrr", "day")
    if metric_id == "mrr_churn_net":
        return retention.mrr_churn_net_daily(
            opening, scene.line("closing_mrr", "day"), scene.line("new_mrr", "day")
        )
    lost = -scene.line("churn_mrr", "day")
    if scene.policy.include_contraction:
        lost = lost - scene.line("contraction_mrr", "day")
    return retention.mrr_churn_gross_daily(opening, lost)


def nrr(scene: Scene) -> Evaluated:
    cohort = scene.cohort
    if scene.hidden(cohort):
        return scene.without_rate("nrr")
    then, now = scene.moves.restated[:, 0], scene.moves.closing[:, 0]
    parts = (scene.part("numerator", cohort, now), scene.part("denominator", cohort, then))
    if scene.policy.nrr_method == "cohort":
        return Evaluated(retention.nrr(then[cohort], now[cohort]), parts)
    if scene.line("unknown", "month").any():
        return scene.without_rate("nrr", "nrr_bridge")
    expansion = scene.gain("expansion_mrr", "month") + scene.gain("price_mrr", "month")
    result = retention.nrr_bridge(
        int(then[cohort].sum()),
        expansion,
        scene.loss("contraction_mrr", "month"),
        scene.loss("churn_mrr", "month"),
        n=int(cohort.sum()),
    )
    return Evaluated(result, parts)


def grr(scene: Scene) -> Evaluated:
    cohort = scene.cohort
    if scene.hidden(cohort):
        return scene.without_rate("grr")
    then, now = scene.moves.restated[:, 0], scene.moves.closing[:, 0]
    denominator = scene.part("denominator", cohort, then)
    if scene.policy.grr_method == "endpoint":
        kept = scene.part("numerator", cohort, np.minimum(then, np.maximum(now, 0)))
        return Evaluated(retention.grr(then[cohort], now[cohort]), (kept, denominator))
    edges = month_edges(scene.period.opening, scene.period.closing)
    steps = moves(scene.portfolio.view(edges, scene.by), edges[:-1], edges[1:], scene.by)
    if steps.unknown is not None and bool(steps.unknown[cohort].any()):
        return scene.without_rate("grr", "grr_flow")
    change = steps.change[cohort]
    churn = -int(change[steps.kind[cohort] == Movement.CHURN].sum())
    contraction = -int(change[steps.kind[cohort] == Movement.CONTRACTION].sum())
    lost = np.where(np.isin(steps.kind, [Movement.CHURN, Movement.CONTRACTION]), -steps.change, 0).sum(axis=1)
    result = retention.grr_flow(int(then[cohort].sum()), churn, contraction, n=int(cohort.sum()))
    return Evaluated(result, (scene.part("numerator", cohort, then - lost), denominator))


def churn_annualised(scene: Scene) -> Evaluated:
    base = logo_churn(scene)
    rate = base.result.value
    result = retention.churn_annualised(None if rate is None else float(rate), 12 / months_in(scene.period))
    return replace(base, result=replace(result, n=base.result.n))


def customer_lifetime(scene: Scene) -> Evaluated:
    closing = scene.period.closing
    edges = [months_back(closing, count) for count in range(12, -1, -1)]
    monthly = []
    for opening, end in pairwise(edges):
        month = Scene(scene.evaluation, Period(opening, end, "month"), scene.by, scene.group)
        if (rate := logo_churn(month).result.value) is not None:
            monthly.append(float(rate))
    result = revenue.customer_lifetime(monthly, scene.policy.lifetime_cap)
    return Evaluated(result, _logo_parts(scene, _lost(scene)))
