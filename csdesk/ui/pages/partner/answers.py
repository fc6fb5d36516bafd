"""What the partner page asks the book: who they are, whom they brought, then months and history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from csdesk.book import churns, contracts_mrr, journal, own_fields, partners, partners_page, standing
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.metrics.calendar import recent_month_ends
from csdesk.model import OwnField, OwnOn, Partner
from csdesk.ui.pages.partners.columns import COMPLETED

PAGE = 40  # entries of the timeline read at once
MONTHS = 24
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Brought:
    """An account they brought: ``mrr`` counts the contracts through them, in the book's currency."""

    id: int
    name: str
    country: str
    status: str
    since: date
    contracts: int
    mrr: int | None


@dataclass(frozen=True, slots=True)
class Gone:
    """An account they brought that is lost, its last day under contract, and the reason written down."""

    id: int
    name: str
    since: date
    last_day: date | None
    reason: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Everything:
    """The first answer. Its records are detached: look, do not touch."""

    page: partners_page.PartnerPage
    brought: Sequence[Brought]
    gone: Sequence[Gone]
    own: Sequence[OwnField]
    words: Mapping[str, Sequence[str]]

    @property
    def partner(self) -> Partner:
        return self.page.partner

    @property
    def paying(self) -> int:
        """How many of the accounts they brought pay today."""
        return sum(1 for one in self.brought if one.mrr != 0)


@dataclass(frozen=True, slots=True)
class Months:
    """What they brought at month ends, oldest first, in minor units of the book's currency."""

    currency: str
    points: Sequence[tuple[date, int | None]]
    events: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Slower:
    """The second answer: the months, and what happened to the record."""

    mrr: Months
    history: Sequence[journal.Event]


def everything(session: Any, partner_id: int, today: date, *, entries: int = PAGE) -> Everything:
    """Return what the page shows at once."""
    partner = session.get(Partner, partner_id)
    if partner is None or partner.deleted_on is not None:
        raise Refused(mark("This partner is no longer in the book."))
    page = partners_page.page(session, partner_id, today, limit=entries)
    status = standing.account_statuses(session, today, only=[one.account_id for one in page.brought])
    brought = [
        Brought(
            one.account_id,
            one.name,
            one.country or "",
            str(status[one.account_id]),
            one.since,
            one.contracts,
            one.mrr,
        )
        for one in page.brought
    ]
    return Everything(
        page,
        brought,
        [_gone(session, page, one) for one in brought if one.status == LOST],
        own_fields.listing(session, OwnOn.PARTNER),
        {name: partners.choices_of(session, name) for name in (*COMPLETED, "tags")},
    )


def slower(session: Any, partner_id: int, today: date, currency: str, accounts: Sequence[int]) -> Slower:
    """Return what the chart and the history show."""
    days = recent_month_ends(today, MONTHS)
    months = contracts_mrr.by_partner(session, days, only=accounts).get(partner_id, [0] * len(days))
    points = list(zip(days, months, strict=True))
    return Slower(Months(currency, points), journal.history(session, Partner, partner_id))


def _gone(session: Any, page: partners_page.PartnerPage, one: Brought) -> Gone:
    ends = [line.contract.end_exclusive for line in page.contracts if line.contract.account_id == one.id]
    known = [end - timedelta(days=1) for end in ends if end is not None]
    written = next(iter(churns.listing(session, one.id)), None)
    reason = (written.reason or "") if written else ""
    feedback = (written.feedback or "") if written else ""
    return Gone(one.id, one.name, one.since, max(known, default=None), reason, feedback)
