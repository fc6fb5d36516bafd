"""From a portfolio to its numbers: each metric of the catalogue evaluated for a period and a group."""

from collections.abc import Callable
from dataclasses import replace

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.catalogue import BY_ID
from csdesk.metrics.of_renewals import renewals_of
from csdesk.metrics.of_retention import (
    churn_annualised,
    customer_lifetime,
    grr,
    logo_churn,
    logo_retention,
    mrr_churn,
    nrr,
)
from csdesk.metrics.of_revenue import new_customers, quick_ratio, stock, total_revenue
from csdesk.metrics.result import Period
from csdesk.metrics.scene import Evaluated, Scene, Workings


class Evaluation(Workings):
    """Metrics of one portfolio at one date; the only place that knows how each is evaluated."""

    def evaluate(
        self, metric_id: str, period: Period | None = None, by: str | None = None, group: int = 0
    ) -> Evaluated:
        """Return the number ``metric_id`` of a period, for one group of ``by`` or for all."""
        if metric_id not in BY_ID:
            raise Refused(mark("There is no metric “{name}”."), name=metric_id)
        where = period or self.period(metric_id)
        found = _EVALUATORS[metric_id](Scene(self, where, by, group))
        money = found.result.unit.is_money or BY_ID[metric_id].parts == "money"
        currency = self.portfolio.facts.currency if money else None
        return replace(found, result=found.result.placed(where, currency))


_EVALUATORS: dict[str, Callable[[Scene], Evaluated]] = {
    "mrr": lambda scene: stock(scene, "mrr"),
    "arr": lambda scene: stock(scene, "arr"),
    "arpa": lambda scene: stock(scene, "arpa"),
    "new_customers": new_customers,
    "total_revenue": total_revenue,
    "quick_ratio": quick_ratio,
    "logo_churn": logo_churn,
    "mrr_churn_gross": lambda scene: mrr_churn(scene, "mrr_churn_gross"),
    "mrr_churn_net": lambda scene: mrr_churn(scene, "mrr_churn_net"),
    "nrr": nrr,
    "grr": grr,
    "logo_retention": logo_retention,
    "churn_annualised": churn_annualised,
    "customer_lifetime": customer_lifetime,
    "renewal_rate": lambda scene: renewals_of(scene, "renewal_rate"),
    "renewal_rate_gross": lambda scene: renewals_of(scene, "renewal_rate_gross"),
    "renewal_rate_net": lambda scene: renewals_of(scene, "renewal_rate_net"),
}
