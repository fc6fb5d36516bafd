"""The plain columns that metrics compute on: one array per field, one entry per record, indices for keys."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from csdesk.metrics.calendar import NO_END

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PAID, TRIAL, FREE = 0, 1, 2
KINDS = {"paid": PAID, "trial": TRIAL, "free": FREE}
INTERVALS = (
    "month", "quarter", "half_year", "year", "24_months", "36_months", "48_months", "60_months",
    "week", "day", "term", "once", "metered",
)  # fmt: skip
INTERVAL = {name: index for index, name in enumerate(INTERVALS)}
_OLDEST = date(1970, 1, 1)


def empty() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Contracts:
    """One entry per contract. Keys are indices (−1: none), days ordinals, amounts minor units."""

    id: Ints
    account: Ints
    currency: Ints
    kind: Ints
    interval: Ints
    start: Ints
    end: Ints  # first day after; NO_END when open
    amount: Ints
    quantity: Ints
    product: Ints
    partner: Ints
    renews: Ints
    cancelled: Ints  # NO_END when not cancelled
    signed: Ints  # the start where no signature is known
    seats: Ints  # −1 where not known
    auto_renews: Bools
    past_due: Bools

    def __len__(self) -> int:
        return len(self.account)

    @cached_property
    def paid(self) -> Bools:
        found: Bools = self.kind == PAID
        return found

    @cached_property
    def renewable(self) -> Bools:
        """Return which are paid terms of some length: a fee paid once has none to renew, nor renews one."""
        found: Bools = self.paid & (self.interval != INTERVAL["once"]) & (self.end > self.start)
        return found


@dataclass(frozen=True)
class Steps:
    """From ``since`` on, the contract has another amount and quantity."""

    contract: Ints = field(default_factory=empty)
    since: Ints = field(default_factory=empty)
    amount: Ints = field(default_factory=empty)
    quantity: Ints = field(default_factory=empty)


@dataclass(frozen=True)
class Spans:
    """Half-open stretches of a contract in which it pauses."""

    contract: Ints = field(default_factory=empty)
    since: Ints = field(default_factory=empty)
    until: Ints = field(default_factory=empty)


@dataclass(frozen=True)
class Discounts:
    """Percent in hundredths (0 where it is an amount) or amount per interval, in ``[since, until)``."""

    contract: Ints = field(default_factory=empty)
    percent: Ints = field(default_factory=empty)
    amount: Ints = field(default_factory=empty)
    since: Ints = field(default_factory=empty)
    until: Ints = field(default_factory=empty)


@dataclass(frozen=True)
class Rates:
    """Units of the book's currency for one foreign unit, by month (months since January 1970)."""

    month: Ints = field(default_factory=empty)
    currency: Ints = field(default_factory=empty)
    rate: Floats = field(default_factory=lambda: np.zeros(0, np.float64))


@dataclass(frozen=True)
class Grouping:
    """A field of the accounts: ``now`` (index into ``values``) and the dates from which values hold.

    Dated entries are sorted by account and day; the oldest also holds before its day.
    """

    values: tuple[str, ...]
    now: Ints
    account: Ints = field(default_factory=empty)
    since: Ints = field(default_factory=empty)
    value: Ints = field(default_factory=empty)


@dataclass(frozen=True)
class Invoices:
    """One entry per invoice; ``paid`` and the days covered are NO_END where not known."""

    id: Ints = field(default_factory=empty)
    account: Ints = field(default_factory=empty)
    contract: Ints = field(default_factory=empty)
    issued: Ints = field(default_factory=empty)
    due: Ints = field(default_factory=empty)
    paid: Ints = field(default_factory=empty)
    amount: Ints = field(default_factory=empty)
    currency: Ints = field(default_factory=empty)
    covers_from: Ints = field(default_factory=empty)
    covers_until: Ints = field(default_factory=empty)


@dataclass(frozen=True)
class Facts:
    """The part of a book that revenue metrics need. ``currencies[0]`` is the book's."""

    account_ids: Ints
    contracts: Contracts
    currencies: tuple[str, ...]
    decimals: tuple[int, ...]
    steps: Steps = field(default_factory=Steps)
    pauses: Spans = field(default_factory=Spans)
    discounts: Discounts = field(default_factory=Discounts)
    rates: Rates = field(default_factory=Rates)
    groupings: dict[str, Grouping] = field(default_factory=dict)
    products: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    invoices: Invoices = field(default_factory=Invoices)
    fiscal_start: int = 1

    @property
    def currency(self) -> str:
        return self.currencies[0]

    @property
    def accounts(self) -> int:
        return len(self.account_ids)

    @cached_property
    def first_day(self) -> date | None:
        """Return the first day of the first contract, or None in a book without contracts.

        Not before 1970: a slip of the pen in one year must not make a history of two thousand.
        """
        starts = self.contracts.start
        return max(date.fromordinal(int(starts.min())), _OLDEST) if len(starts) else None


def contracts(
    account: npt.ArrayLike,
    start: npt.ArrayLike,
    end: npt.ArrayLike,
    amount: npt.ArrayLike,
    **columns: npt.ArrayLike,
) -> Contracts:
    """Return contracts of the given columns; what is left out is a paid monthly one in book currency."""
    starts = np.asarray(start, np.int64)
    size = len(starts)

    def column(name: str, default: int) -> Ints:
        return np.asarray(columns.get(name, np.full(size, default)), np.int64)

    return Contracts(
        id=np.asarray(columns.get("id", np.arange(size)), np.int64),
        account=np.asarray(account, np.int64),
        start=starts,
        end=np.asarray(end, np.int64),
        amount=np.asarray(amount, np.int64),
        signed=np.asarray(columns.get("signed", starts), np.int64),
        currency=column("currency", 0),
        kind=column("kind", PAID),
        interval=column("interval", 0),
        quantity=column("quantity", 1),
        product=column("product", -1),
        partner=column("partner", -1),
        renews=column("renews", -1),
        cancelled=column("cancelled", NO_END),
        seats=column("seats", -1),
        auto_renews=np.asarray(columns.get("auto_renews", np.zeros(size)), np.bool_),
        past_due=np.asarray(columns.get("past_due", np.zeros(size)), np.bool_),
    )
