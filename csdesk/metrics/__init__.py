"""The metrics of the trade: pure functions of plain numbers and arrays. No Qt, no SQL, no clock."""

from csdesk.metrics.catalogue import BY_ID, METRICS, Metric
from csdesk.metrics.columns import Facts
from csdesk.metrics.evaluate import Evaluation
from csdesk.metrics.policy import POLICIES, MetricPolicy
from csdesk.metrics.result import FINE, MetricResult, Period, Reason, Unit
from csdesk.metrics.snapshots import Portfolio
from csdesk.metrics.status import Status, statuses

__all__ = [
    "BY_ID",
    "FINE",
    "METRICS",
    "POLICIES",
    "Evaluation",
    "Facts",
    "Metric",
    "MetricPolicy",
    "MetricResult",
    "Period",
    "Portfolio",
    "Reason",
    "Status",
    "Unit",
    "statuses",
]
