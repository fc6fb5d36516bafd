"""What another choice of a policy would do to MRR and NRR today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from csdesk.book import desk, facts
from csdesk.metrics.evaluate import Evaluation
from csdesk.metrics.policy import POLICIES, MetricPolicy
from csdesk.metrics.result import MetricResult
from csdesk.metrics.snapshots import Portfolio
from csdesk.ui import formats
from csdesk.ui.pages.settings.policy_words import POLICY_WORDS, choice_words
from csdesk.ui.translate import tr

TOO_MANY = 3000  # accounts above which nobody should wait for guesses
SHOWN = ("mrr", "nrr", "grr", "logo_churn", "quick_ratio")


@dataclass(frozen=True, slots=True)
class Other:
    """One other choice, and the numbers it would give, by metric."""

    choice: str
    numbers: dict[str, MetricResult]


@dataclass(frozen=True, slots=True)
class Effect:
    """What the choices of one policy give: now, and each of the others."""

    key: str
    currency: str
    now: dict[str, MetricResult]
    others: Sequence[Other]

    def words(self) -> str:
        """Return what each other choice would change, the empty text where nothing does."""
        said = []
        for other in self.others:
            changes = [part for name in SHOWN if (part := self._change(name, other))]
            if changes:
                choice = tr(choice_words(self.key, other.choice))
                said.append(tr("“{choice}” would change {what}", choice=choice, what=", ".join(changes)))
        return "; ".join(said)

    def _change(self, name: str, other: Other) -> str:
        now, then = self.now[name], other.numbers[name]
        if now.value == then.value or now.value is None or then.value is None:
            return ""
        if name == "mrr":
            difference = (then.minor or 0) - (now.minor or 0)
            if not difference:
                return ""
            plus = "+" if difference > 0 else ""
            return tr("MRR by {amount}", amount=f"{plus}{formats.money(difference, self.currency)}")
        label = {
            "nrr": "NRR",
            "grr": "GRR",
            "logo_churn": tr("logo churn"),
            "quick_ratio": tr("quick ratio"),
        }[name]
        if name == "quick_ratio":
            moved = f"{formats.trimmed(now.value)} → {formats.trimmed(then.value)}"
            return tr("the {label} {moved}", label=label, moved=moved) if _apart(now, then, 0.005) else ""
        points = formats.points(float(then.value) - float(now.value))
        return tr("{label} by {points}", label=label, points=points) if _apart(now, then, 0.0005) else ""


def effect_of(session: Any, key: str, today: date) -> Effect:
    """Work out today's numbers under every choice of one policy."""
    settings = desk.settings(session)
    policy = MetricPolicy.of(settings)
    found = facts.read(session)
    now = settings[key]
    choices = [choice for choice in POLICY_WORDS[key][1] if choice != now]
    if found.accounts > TOO_MANY:
        choices = []
    others = [
        Other(choice, _numbers(found, replace(policy, **{key: POLICIES[key].parse(choice)}), today))
        for choice in choices
    ]
    return Effect(key, settings["currency"], _numbers(found, policy, today) if others else {}, others)


def _numbers(found: Any, policy: MetricPolicy, today: date) -> dict[str, MetricResult]:
    evaluation = Evaluation(Portfolio(found, policy), today)
    return {name: evaluation.evaluate(name).result for name in SHOWN}


def _apart(now: MetricResult, then: MetricResult, least: float) -> bool:
    return abs(float(then.value or 0) - float(now.value or 0)) >= least
