"""What a verb of a contract would do to MRR: tried in a rehearsal before it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from csdesk.book import contracts_mrr, desk


class Step(NamedTuple):
    """MRR of the account at the end of a day as the book stands, and with the verb; minor units.

    None where an exchange rate is missing.
    """

    day: date
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a verb does to the MRR of an account on some days, in the book's currency."""

    currency: str
    steps: list[Step]


def effect(
    session: Session,
    verb: Callable[..., Any],
    account_id: int,
    days: Sequence[date],
    given: Mapping[str, Any],
) -> Effect:
    """Do ``verb`` and say what MRR becomes on ``days``; for ``Book.rehearse``, which takes it back."""
    before = contracts_mrr.of_account(session, account_id, days)
    verb(session, **given)
    session.flush()
    session.expire_all()
    after = contracts_mrr.of_account(session, account_id, days)
    return Effect(
        desk.get(session, "currency"), [Step(*each) for each in zip(days, before, after, strict=True)]
    )
