"""The demonstration book: a portfolio of 48 accounts and 14 partners, or as many accounts as wanted.

The same seed and day give the same book. Some lives are told as stories (``stories()``): tests and pictures
go by their names.
"""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from csdesk.book import rows as stored
from csdesk.book import setwise
from csdesk.book.book import Book
from csdesk.book.journal import name_deed
from csdesk.book.sample import companies, contracts, partners, people, rates, service
from csdesk.book.sample.rows import Rows
from csdesk.book.sample.words import Story, cast, chosen, stories
from csdesk.i18n import mark
from csdesk.model import Account, Base, Interval, OwnField, OwnKind, OwnOn, Product, Setting

__all__ = ["ACCOUNTS", "SEED", "Story", "create", "fill", "stories"]

ACCOUNTS = 48
SEED = 20
OWN_FIELDS = (
    (OwnOn.ACCOUNT, "Sites", OwnKind.NUMBER, None),
    (OwnOn.ACCOUNT, "Data region", OwnKind.CHOICE, "EU\nBrazil\nAmericas"),
    (OwnOn.PARTNER, "Commission", OwnKind.PERCENT, None),
    (OwnOn.CONTRACT, "Purchase order", OwnKind.TEXT, None),
)


def create(path: Path, *, today: date, currency: str = "EUR", accounts: int = ACCOUNTS) -> None:
    """Make the sample book at ``path``, closed again; nothing is left there when that fails."""
    made = False
    try:
        with Book.create(path, currency=currency, name="Sample") as book:
            made = True
            fill(book, accounts=accounts, today=today)
    except BaseException:
        if made:
            path.unlink(missing_ok=True)
        raise


def fill(book: Book, *, accounts: int = ACCOUNTS, today: date, seed: int = SEED) -> None:
    """Fill ``book`` with the sample as one deed, told up to ``today``. Undo does not take it away again."""
    book.write(_fill, accounts, today, seed)
    book.settle()


def _fill(session: Session, count: int, today: date, seed: int) -> None:
    connection = stored.raw(session)
    tables = {mapper.class_: mapper.class_.__tablename__ for mapper in Base.registry.mappers}
    free = {kind: stored.last_id(connection, name) + 1 for kind, name in tables.items()}
    settings = {one.key: one for one in session.query(Setting)}
    currency = settings["currency"].value if "currency" in settings else "EUR"
    collected = compose(Rows(free), count, today, seed, currency)
    for table in Base.metadata.sorted_tables:  # those pointed at before those that point
        kind = stored.entity_of(table.name)
        if records := collected.of(kind):
            setwise.add(session, kind, records)
    for key, value in (("user_name", companies.US), ("user_roles", "csm,am,renewal")):
        if key not in settings:
            session.add(Setting(key=key, value=value))
    name_deed(session, mark("Fill the sample book"))


def compose(rows: Rows, count: int, today: date, seed: int, currency: str) -> Rows:
    """Make up everything, in an order that lets each part rest on the one before."""
    for position, (on, name, kind, choices) in enumerate(OWN_FIELDS):
        rows.add(OwnField, entity=on, name=name, kind=kind, choices=choices, position=position)
    products = _products(rows)
    brought, owing = partners.write(rows, today, seed)
    ids: dict[str, int] = {}
    for company in companies.companies(count, today, seed):
        company.partner = brought.get(company.name)
        company.unpaid = company.name in owing
        companies.write(rows, company)
        ids[company.name] = company.id
        people.contacts(rows, company)
        deals = contracts.write(rows, company, products)
        people.activities(rows, company)
        service.usage(rows, company)
        service.tickets(rows, company)
        service.surveys(rows, company)
        service.invoices(rows, company, deals)
        service.health(rows, company)
    if "Clínica Boa Esperança" in ids:
        rows.of(Account)[16]["parent_id"] = ids["Hospital São Caetano do Vale"]
    service.number(rows)
    rates.write(rows, currency, ("BRL", "EUR", "MXN", "USD"), today)
    return rows


def _products(rows: Rows) -> dict[str, int]:
    return {
        name: rows.add(
            Product,
            external_id=f"PRO-{place:02d}",
            name=name,
            family=family,
            list_price=price * (12 if per == "year" else 1) * 100,
            interval=chosen(Interval, per),
            currency="EUR",
        )
        for place, (name, family, price, per) in enumerate(cast()["products"], 1)
    }
