"""Renewal rates of a scene: its due terms into the formulas, and the rows that were counted."""

from dataclasses import replace

import numpy as np

from csdesk.metrics import renewals
from csdesk.metrics.columns import Bools
from csdesk.metrics.renewals import DueTerms, Outcome
from csdesk.metrics.scene import Evaluated, Part, Scene, contracts_in_group


def renewals_of(scene: Scene, metric_id: str) -> Evaluated:
    """Return one of the three renewal rates; pending and late terms stand beside it."""
    period = scene.period
    found = renewals.due_terms(
        scene.facts,
        scene.portfolio.pieces,
        period.opening,
        period.closing,
        scene.policy,
        scene.evaluation.as_of,
    )
    mine = contracts_in_group(scene, period.closing)[found.contract]
    late = mine & (found.outcome == Outcome.RENEWED) & found.late
    beside = {"pending": int((mine & ~found.decided).sum()), "late": int(late.sum())}
    if metric_id == "renewal_rate":
        return _by_count(scene, found, mine, beside)
    counted = mine & found.decided & (found.due_mrr > 0)
    if found.unknown[mine & found.decided].any():
        return replace(scene.without_rate(metric_id), beside=beside)
    due, gained = found.due_mrr[counted], found.renewed_mrr[counted]
    gross = metric_id == "renewal_rate_gross"
    result = renewals.renewal_rate_gross(due, gained) if gross else renewals.renewal_rate_net(due, gained)
    parts = (
        Part("numerator", "contract", found.contract[counted], np.minimum(due, gained) if gross else gained),
        Part("denominator", "contract", found.contract[counted], due),
        _pending(found, mine),
    )
    return Evaluated(result, parts, beside)


def _by_count(scene: Scene, found: DueTerms, mine: Bools, beside: dict[str, int]) -> Evaluated:
    renewed, decided = mine & (found.outcome == Outcome.RENEWED), mine & found.decided
    parts = (
        Part("numerator", "contract", found.contract[renewed], found.renewed_mrr[renewed]),
        Part("denominator", "contract", found.contract[decided], found.due_mrr[decided]),
        _pending(found, mine),
    )
    if scene.policy.renewal_by == "contract":
        return Evaluated(renewals.renewal_rate(int(decided.sum()), int(renewed.sum())), parts, beside)
    only = replace(found, contract=found.contract[mine], outcome=found.outcome[mine])
    _, outcome = renewals.by_account(scene.facts, only)
    waiting = int((outcome == Outcome.PENDING).sum())
    result = renewals.renewal_rate(
        len(outcome) - waiting, int((outcome == Outcome.RENEWED).sum()), "renewal_rate_by_account"
    )
    return Evaluated(result, parts, beside | {"pending": waiting})


def _pending(found: DueTerms, mine: Bools) -> Part:
    open_still = mine & ~found.decided
    return Part("pending", "contract", found.contract[open_still], found.due_mrr[open_still])
