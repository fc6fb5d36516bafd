"""The book's way of computing: its settings as one MetricPolicy, and the portfolio under it."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csdesk.book import desk, facts
from csdesk.metrics.policy import MetricPolicy
from csdesk.metrics.snapshots import Portfolio


def of_book(session: Session) -> MetricPolicy:
    """Return the choices in force in this book."""
    return MetricPolicy.of(desk.settings(session))


def portfolio(
    session: Session,
    *,
    by: str | None = None,
    invoices: bool = False,
    only: int | Collection[int] | None = None,
) -> Portfolio:
    """Return the facts under the book’s policy; invoices are read where asked for or needed by it."""
    policy = of_book(session)
    wanted = invoices or policy.past_due == "out"
    return Portfolio(facts.read(session, by=by, invoices=wanted, only=only), policy)
