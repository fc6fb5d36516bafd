"""The tracker: one row for each account with what it pays today, as its owner would keep it in a sheet."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import desk, rows
from csdesk.model import decimals
from csdesk.model.cells import money

_SAYS_HEALTH = ("health", "score")  # measures that speak of the account as a whole, before any other
_NO_HEALTH = frozenset(  # what trackers keep beside health
    (
        *("goal", "goal_baseline", "goal_current", "goal_target", "time_to_value", "risk_reason"),
        *("payment_status", "expansion_stage", "expansion_amount"),
    )
)


def tracker(session: Session, today: date) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (name, form, column): a summary, not a full export. Money is what contracts say, below 0 too."""
    connection = rows.raw(session)
    accounts = connection.execute(
        "SELECT id, external_id, name, country, notes FROM account WHERE deleted_on IS NULL ORDER BY id"
    ).fetchall()
    ids = [row[0] for row in accounts]
    starts: dict[int, str] = {}
    seats: dict[int, int] = {}
    held = connection.execute(
        "SELECT account_id, start, end_exclusive, seats FROM contract WHERE deleted_on IS NULL"
    )
    day = today.isoformat()
    for account, start, end, count in held:
        starts[account] = min(start, starts.get(account, start))
        if count is not None and start <= day and (end is None or end > day):
            seats[account] = seats.get(account, 0) + count
    mrr, currency = paid(session, today)
    health = _health(session, today)
    yield "external_id", "text", [row[1] or "" for row in accounts]
    yield "name", "text", [row[2] for row in accounts]
    yield "country", "text", [row[3] or "" for row in accounts]
    yield "start_date", "date", [starts.get(each, "") for each in ids]
    yield "mrr", "number", [mrr.get(each, "") for each in ids]
    yield "currency", "text", [currency.get(each, "") for each in ids]
    yield "seats", "whole", [str(seats[each]) if each in seats else "" for each in ids]
    yield "health", "text", [health.get(each, "") for each in ids]
    yield "notes", "text", [row[4] or "" for row in accounts]


def paid(session: Session, today: date) -> tuple[dict[int, str], dict[int, str]]:
    """Return each account's sum of today, in the currency of its contracts, else in the book's."""
    import numpy as np  # an export of other kinds does without

    from csdesk.book import facts
    from csdesk.metrics.pieces import pieces
    from csdesk.metrics.policy import MetricPolicy
    from csdesk.metrics.rates import rate_table
    from csdesk.metrics.result import FINE

    found = facts.read(session)
    every = np.arange(len(found.contracts.id))
    if not len(every):
        return {}, {}
    priced = pieces(found, MetricPolicy.of(desk.settings(session)))
    fine = priced.at(every, np.full(len(every), today.toordinal()))
    factor = rate_table(found, [today.toordinal()]).factor[:, 0]
    sums: defaultdict[int, dict[int, int]] = defaultdict(dict)
    contracts = found.contracts
    for account, code, part in zip(
        contracts.account.tolist(), contracts.currency.tolist(), fine.tolist(), strict=True
    ):
        mine = sums[account]
        mine[code] = mine.get(code, 0) + part
    mrr: dict[int, str] = {}
    currency: dict[int, str] = {}
    account_ids = found.account_ids.tolist()
    for account, parts in sums.items():
        if len(parts) == 1:
            ((code, total),) = parts.items()
        else:
            code = 0  # the book's own currency comes first
            if any(part and np.isnan(factor[each]) for each, part in parts.items()):
                currency[account_ids[account]] = found.currencies[0]
                continue
            total = sum(int(np.rint(part * factor[each])) if part else 0 for each, part in parts.items())
        units = (2 * abs(total) + FINE) // (2 * FINE)
        places = decimals(found.currencies[code])
        mrr[account_ids[account]] = money(-units if total < 0 else units, places)
        currency[account_ids[account]] = found.currencies[code]
    return mrr, currency


def _health(session: Session, today: date) -> dict[int, str]:
    """Return the newest health input of each account up to today, as it came."""
    newest: dict[int, tuple[Any, ...]] = {}
    for account, measure, value, day, record in rows.raw(session).execute(
        "SELECT account_id, measure, value, day, id FROM health_input WHERE day <= ?", (today.isoformat(),)
    ):
        if measure in _NO_HEALTH or measure.startswith("goal_"):
            continue
        rank = (measure in _SAYS_HEALTH, day, record)
        if account not in newest or rank > newest[account][0]:
            newest[account] = (rank, value)
    return {account: value for account, (_, value) in newest.items()}
