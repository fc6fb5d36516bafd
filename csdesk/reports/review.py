"""One account in one quarter: what slides of a review are made from, and the arithmetic they share."""

from dataclasses import dataclass, field
from datetime import date
from math import sqrt

from csdesk.book.accounts_page import AccountPage
from csdesk.charts.formats import Formats
from csdesk.i18n import mark
from csdesk.metrics.calendar import add_months
from csdesk.metrics.result import Z95
from csdesk.model import Contact, SurveyResponse, Ticket
from csdesk.reports.service import Use, use
from csdesk.reports.telling import Desk

EVERYTHING = 100_000  # more than any account holds
ENOUGH = 30  # fewer answers, or people, and no change is called a trend
QUARTER = 3  # months


@dataclass(slots=True)
class Review:
    """What is known of one account at ``as_of``: the end of the quarter, or a day within it."""

    owner: Desk
    formats: Formats
    first: date
    end: date
    as_of: date
    months: list[date]
    page: AccountPage
    revenue: tuple[str, list[tuple[date, int]]] | None  # currency and MRR at month ends, where it may be told
    answers: list[SurveyResponse]
    missing: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.page.account.name

    @property
    def tickets(self) -> list[Ticket]:
        return list(self.page.tickets.rows)

    @property
    def use(self) -> Use | None:
        return use(self.page.usage, self.months)

    def people(self) -> list[Contact]:
        """Return those on the other side who are still there."""
        here = (person for person in self.page.contacts)
        return [person for person in here if person.leaves_on is None or person.leaves_on > self.as_of]

    def within(self, day: date | None) -> bool:
        """Tell whether a day lies in the quarter, as far as it is told."""
        return day is not None and self.first <= day <= self.as_of

    def before(self, day: date | None) -> bool:
        """Tell whether a day lies in the same stretch of the quarter before."""
        start = add_months(self.first, -QUARTER)
        return day is not None and start <= day < self.first and self.alike(day)

    def alike(self, day: date) -> bool:
        """Tell whether a day of the quarter before is as far into it as ``as_of`` is into this one."""
        return self.as_of == self.end or add_months(day, QUARTER) <= self.as_of

    def source(self, what: str) -> str:
        """Name the source of a slide with the day of its figures."""
        day = self.formats.day(self.as_of)
        return self.formats.say(mark("{source}; as of {day}"), source=what, day=day)

    def period(self) -> str:
        """Name the quarter, and say where it is not over yet."""
        said = self.formats.quarter(self.first)
        if self.as_of == self.end:
            return said
        return self.formats.say(mark("{quarter} to {day}"), quarter=said, day=self.formats.day(self.as_of))


def share_moved(now: tuple[float, float], before: tuple[float, float]) -> bool:
    """Tell whether a share changed by more than chance: enough people, and an interval that leaves out 0.

    Formula: |p1 - p2| > 1.96 · sqrt(p1(1-p1)/n1 + p2(1-p2)/n2), both n at least 30.
    """
    if min(now[1], before[1]) < ENOUGH:
        return False
    p, q = now[0] / now[1], before[0] / before[1]
    return abs(p - q) > Z95 * sqrt(p * (1 - p) / now[1] + q * (1 - q) / before[1])


def count_moved(now: int, before: int) -> bool:
    """Tell whether a count changed by more than chance.

    Formula: |a - b| > 1.96 · sqrt(a + b) (two Poisson counts).
    """
    return abs(now - before) > Z95 * sqrt(now + before)


def median(values: list[float]) -> float | None:
    """Return the middle value; None of nothing."""
    ordered, count = sorted(values), len(values)
    if not count:
        return None
    return ordered[count // 2] if count % 2 else (ordered[count // 2 - 1] + ordered[count // 2]) / 2
