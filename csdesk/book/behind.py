"""The records behind a number, by name: accounts, contracts and invoices with what each adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from csdesk.book import rows
from csdesk.metrics.columns import Facts
from csdesk.metrics.result import FINE, half_up
from csdesk.metrics.scene import Part


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a number: which side it stands on, and what it adds (minor units, book currency)."""

    role: str  # value, numerator, denominator, pending
    kind: str  # account, contract, invoice
    id: int
    label: str
    account_id: int
    amount: int | None


def rows_of(session: Session, facts: Facts, parts: Sequence[Part]) -> list[Row]:
    """Return the records of ``parts`` with their names, the largest amounts first within each part."""
    names = dict(rows.raw(session).execute("SELECT id, name FROM account").fetchall())
    said = _contract_names(session) if any(part.kind == "contract" for part in parts) else {}
    numbers = _invoice_numbers(session) if any(part.kind == "invoice" for part in parts) else {}
    found = []
    for part in parts:
        ids, owners = _ids(facts, part)
        amounts = _amounts(part)
        some = []
        for record, owner, fine in zip(ids, owners, amounts, strict=True):
            account = str(names[owner])
            more = said.get(record) if part.kind == "contract" else numbers.get(record)
            label = f"{account} · {more}" if part.kind != "account" and more else account
            amount = None if fine is None else half_up(fine, FINE)
            some.append(Row(part.role, part.kind, record, label, owner, amount))
        found += sorted(some, key=lambda row: (-(row.amount or 0), row.label.casefold(), row.id))
    return found


def _amounts(part: Part) -> list[int | None]:
    """Return the amounts of a part; None where there are none, or no exchange rate to tell."""
    if part.amount is None:
        return [None] * len(part.index)
    if part.unknown is None or not part.unknown.any():
        known: list[int | None] = part.amount.tolist()
        return known
    return [None if hidden else int(fine) for fine, hidden in zip(part.amount, part.unknown, strict=True)]


def _ids(facts: Facts, part: Part) -> tuple[list[int], list[int]]:
    if part.kind == "account":
        ids = facts.account_ids[part.index].tolist()
        return ids, ids
    records = facts.contracts if part.kind == "contract" else facts.invoices
    return records.id[part.index].tolist(), facts.account_ids[records.account[part.index]].tolist()


def _contract_names(session: Session) -> dict[int, str]:
    query = (
        "SELECT contract.id, coalesce(contract.name, product.name, contract.external_id), contract.start"
        " FROM contract LEFT JOIN product ON product.id = contract.product_id"
    )
    found = rows.raw(session).execute(query).fetchall()
    return {record: f"{name}, {start}" if name else start for record, name, start in found}


def _invoice_numbers(session: Session) -> dict[int, str]:
    return dict(rows.raw(session).execute("SELECT id, coalesce(number, issued_on) FROM invoice").fetchall())
