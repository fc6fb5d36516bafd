"""The choices behind the numbers: every definition of which vendors disagree, as one frozen value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from csdesk.errors import Refused
from csdesk.i18n import mark

VERSION = 1  # of the set of choices; reports are stored with the version they were made by


@dataclass(frozen=True, slots=True)
class MetricPolicy:
    """How the book computes. Field names are the keys of ``csdesk set``; defaults are metrics.md's."""

    discounts: str = "net"
    past_due: str = "in"
    usage: str = "out"
    week_factor: str = "52/12"
    day_factor: str = "365/12"
    partial_month: str = "actual"
    churn_recognition: str = "term-end"
    rate_date: str = "month-end"
    new_customer_at: str = "start"
    revenue_basis: str = "invoiced"
    churn_method: str = "cohort"
    include_contraction: bool = True
    reactivation_is_gain: bool = False
    nrr_window: str = "12m"
    nrr_method: str = "cohort"
    grr_method: str = "endpoint"
    cohort_by: str = "month"
    quick_ratio_reactivation: bool = True
    lifetime_cap: int | None = None
    renewal_grace_days: int = 30
    renewal_by: str = "contract"
    gap_bridge_days: int = 0
    paid_to_free: str = "churn"
    price_uplift: str = "expansion"
    paused: str = "zero"
    ramp: str = "step"
    resolution: str = "snapshot"

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> "MetricPolicy":
        """Return the policy that ``settings`` (key → text) describe; missing keys are defaults."""
        return cls(**{key: POLICIES[key].parse(text) for key, text in settings.items() if key in POLICIES})

    def as_text(self) -> dict[str, str]:
        """Return every choice as the text that :meth:`of` reads."""
        return {each.name: _text(getattr(self, each.name)) for each in fields(self)}

    def as_dict(self) -> dict[str, Any]:
        """Return every choice with the version, as it is stored and shown beside numbers."""
        return {"version": VERSION} | {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class PolicyKey:
    """One choice: its key, its words, what may be chosen and how the text is read.

    ``choices`` are the usual ones; where ``span`` is given, any whole number of it may be chosen.
    """

    key: str
    label: str
    choices: tuple[str, ...]
    reader: Callable[[str], Any] | None = None
    span: tuple[int, int] | None = None

    @property
    def said(self) -> str:
        """Return what may be chosen, as one line: off | 120 | 1…1200."""
        span = "" if self.span is None else f" | {self.span[0]}…{self.span[1]}"
        return " | ".join(self.choices) + span

    def parse(self, text: str) -> Any:
        """Return the value ``text`` stands for; :class:`Refused` names what may be chosen."""
        word = text.strip().lower()
        if self.reader:
            try:
                return self.reader(word)
            except ValueError:
                pass
        elif word in self.choices:
            return word
        raise Refused(
            mark("{key} may be {choices}, not “{text}”."),
            key=self.key,
            choices=self.said,
            text=text,
        )


def _text(value: Any) -> str:
    if value is None:
        return "off"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _yes_no(word: str) -> bool:
    if word in {"yes", "true", "1", "on"}:
        return True
    if word in {"no", "false", "0", "off"}:
        return False
    raise ValueError(word)


def _renewal_by(word: str) -> str:
    """``count`` is another word for counting contracts."""
    return {"contract": "contract", "count": "contract", "account": "account"}.get(word) or _never(word)


def _never(word: str) -> str:
    raise ValueError(word)


def _days(most: int) -> Callable[[str], int]:
    def read(word: str) -> int:
        days = 0 if word == "off" else int(word)
        if not 0 <= days <= most:
            raise ValueError(word)
        return days

    return read


def _cap(word: str) -> int | None:
    if word in {"off", ""}:
        return None
    months = int(word)
    if not 0 < months <= 1200:
        raise ValueError(word)
    return months


_YES_NO = ("yes", "no")
_KEYS = (
    PolicyKey("discounts", mark("Discounts"), ("net", "forever-only", "gross")),
    PolicyKey("past_due", mark("Contracts past due count"), ("in", "out")),
    PolicyKey("usage", mark("Contracts by use count"), ("out", "in")),
    PolicyKey("week_factor", mark("Weeks in a month"), ("52/12", "4")),
    PolicyKey("day_factor", mark("Days in a month"), ("365/12", "30")),
    PolicyKey("partial_month", mark("Part of a month"), ("actual", "30-day")),
    PolicyKey("churn_recognition", mark("Revenue of a cancelled contract ends"), ("term-end", "cancel-date")),
    PolicyKey("rate_date", mark("Exchange rate of"), ("month-end", "contract-date")),
    PolicyKey("new_customer_at", mark("A new customer counts at"), ("start", "signature")),
    PolicyKey("revenue_basis", mark("Total revenue is"), ("invoiced", "recognised", "cash")),
    PolicyKey("churn_method", mark("Logo churn by"), ("cohort", "st", "daily")),
    PolicyKey("include_contraction", mark("MRR churn includes contraction"), _YES_NO, _yes_no),
    PolicyKey("reactivation_is_gain", mark("Net MRR churn subtracts reactivation"), _YES_NO, _yes_no),
    PolicyKey("nrr_window", mark("Window of NRR and GRR"), ("12m", "3m", "1m")),
    PolicyKey("nrr_method", mark("NRR by"), ("cohort", "bridge")),
    PolicyKey("grr_method", mark("GRR by"), ("endpoint", "flow")),
    PolicyKey("cohort_by", mark("Cohorts by"), ("month", "quarter")),
    PolicyKey("quick_ratio_reactivation", mark("Quick ratio counts reactivation"), _YES_NO, _yes_no),
    PolicyKey("lifetime_cap", mark("Longest lifetime, months"), ("off", "120"), _cap, (1, 1200)),
    PolicyKey("renewal_grace_days", mark("Days of grace for a renewal"), ("30",), _days(365), (0, 365)),
    PolicyKey("renewal_by", mark("Renewals are counted by"), ("contract", "account"), _renewal_by),
    PolicyKey("gap_bridge_days", mark("Bridge gaps before a renewal, days"), ("0", "30"), _days(90), (0, 90)),
    PolicyKey("paid_to_free", mark("From paid to free is"), ("churn", "stay")),
    PolicyKey("price_uplift", mark("A higher price at renewal is"), ("expansion", "own")),
    PolicyKey("paused", mark("A paused contract counts"), ("zero", "keep")),
    PolicyKey("ramp", mark("Steps of a price count by"), ("step", "average")),
    PolicyKey("resolution", mark("Movements are seen at"), ("snapshot", "daily")),
)
POLICIES: dict[str, PolicyKey] = {each.key: each for each in _KEYS}
