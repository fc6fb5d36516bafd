"""What a verb of a contract would do to MRR: tried in a rehearsal before it is done."""

from collections.abc import Callable
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
    """What a verb does to the MRR of an account, in the book's currency: today, and from its days on."""

    currency: str
    steps: list[Step]

    @property
    def change(self) -> int | None:
        """Return by how much the MRR differs on the last of the days."""
        last = self.steps[-1]
        return None if last.before is None or last.after is None else last.after - last.before


def effect(
    session: Session,
    verb: Callable[..., Any],
    *args: Any,
    account_id: int,
    today: date,
    days: tuple[date, ...] = (),
    **what: Any,
) -> Effect:
    """Do ``verb`` and say what MRR becomes; to be used with ``Book.rehearse``, which takes it back.

    The days looked at are today and the dates among the verb's own values, at most ten, beside ``days``.
    """
    named = {value for value in what.values() if isinstance(value, date)}
    seen = sorted({today, *days, *named})[:10]
    before = contracts_mrr.of_account(session, account_id, seen)
    verb(session, *args, **what)
    session.flush()
    session.expire_all()
    after = contracts_mrr.of_account(session, account_id, seen)
    steps = [Step(*each) for each in zip(seen, before, after, strict=True)]
    return Effect(desk.get(session, "currency"), steps)
