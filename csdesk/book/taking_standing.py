"""What accounts pay before a tracker is taken: a sum that is there already is not counted twice.

A tracker says what an account pays in all; the book may hold that as several contracts, with products, steps
and discounts. A row that says the same changes nothing, and one that cannot be told apart is refused.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import giving_tracker
from csdesk.book.taking_contracts import MONTHS, ContractTaker
from csdesk.book.taking_links import Links, same_name
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import ContractKind, Interval, decimals
from csdesk.model.cells import money
from csdesk.model.draft import Batch

_PRICE = ("amount", "interval", "currency", "whole_line", "quantity")
_NEVER = "9999"


class Standing:
    """The contracts there were before, and what each account pays through them."""

    def __init__(self, session: Session, batch: Batch, links: Links, contracts: ContractTaker) -> None:
        self._session, self._today, self._start = session, batch.today, batch.start
        self._links, self._contracts = links, contracts
        self._rows = contracts.shelf.rows
        self._held: defaultdict[int, list[int]] = defaultdict(list)
        for contract_id, row in self._rows.items():
            self._held[row["account_id"]].append(contract_id)
        names = Counter(_key(draft.values) for draft in batch.drafts) if self._held else {}
        self._several = {name for name, count in names.items() if count > 1}
        self._paid: tuple[Mapping[int, str], Mapping[int, str]] | None = None

    def settle(
        self, account_id: int, account: Mapping[str, Any], values: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Return what is left of a row's contract, None where nothing is; refuse to count it twice."""
        held = self._held.get(account_id)
        if not held or values.get("external_id") or _key(account) in self._several:
            return values  # each row of such an account is one line of what it pays
        if values.get("kind", ContractKind.PAID) is not ContractKind.PAID:
            return values
        running = self._running(held, values)
        if (running or not values.get("product_id")) and self._is_paid(account_id, values):
            if len(running) != 1:
                return None
            rest = {name: value for name, value in values.items() if name not in _PRICE}
            return {**rest, "start": date.fromisoformat(self._rows[running[0]]["start"])} | self._product(
                running[0]
            )
        if not running:
            return values
        if len(running) == 1 and self._may_change(running[0], values):
            return values | self._product(running[0])
        raise Refused(
            mark(
                "The account pays through contracts that are there already; this amount would count twice."
                " Give the contract’s id, or import contracts."
            )
        )

    def _running(self, held: Iterable[int], values: Mapping[str, Any]) -> list[int]:
        """Return the contracts of the row's product, or of none, that run at some time of the row's own."""
        found = []
        first = (values.get("start") or self._start or self._today).isoformat()
        end = values.get("end_exclusive")
        ends = end.isoformat() if isinstance(end, date) else _NEVER
        product = self._links.known_product(values.get("product_id"))
        for each in held:
            row = self._rows[each]
            if row["kind"] != ContractKind.PAID.value:
                continue
            if values.get("product_id") and row["product_id"] not in (None, product):
                continue
            if row["start"] < ends and first < (row["end_exclusive"] or _NEVER):
                found.append(each)
        return found

    def _may_change(self, contract_id: int, values: Mapping[str, Any]) -> bool:
        """Tell whether the row is this contract's own; a price in steps is no single amount any more."""
        start = values.get("start")
        if start is None:
            return True
        if self._rows[contract_id]["start"] != start.isoformat():
            return False
        if self._contracts.has_terms(contract_id):
            raise Refused(
                mark("The price has steps, pauses or discounts; change it in the contract, or name --start.")
            )
        return True

    def _is_paid(self, account_id: int, values: Mapping[str, Any]) -> bool:
        """Tell whether the row's amount is what the account pays today, as ``export tracker`` writes it."""
        if self._paid is None:
            self._paid = giving_tracker.paid(self._session, self._today)
        sums, currencies = self._paid
        months = MONTHS.get(values.get("interval", Interval.MONTH))
        currency = values.get("currency")
        if not months or currency != currencies.get(account_id):
            return False
        monthly = Decimal(values["amount"] * (values.get("quantity") or 1)) / months
        units = int(monthly.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        return money(units, decimals(str(currency))) == sums.get(account_id)

    def _product(self, contract_id: int) -> dict[str, str]:
        """Return the product of a contract as a row would name it."""
        product = self._rows[contract_id]["product_id"]
        return {} if product is None else {"product_id": f"#{product}"}


def _key(values: Mapping[str, Any]) -> str:
    """Return what a row of a tracker names its account by."""
    found = next((values[name] for name in ("external_id", "domain", "name") if values.get(name)), "")
    return same_name(str(found))
