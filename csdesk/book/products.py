"""Products: what is sold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import deleted, desk
from csdesk.book import values as typed
from csdesk.book.contacts import in_sight
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Contract, Product


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product and how many contracts name it."""

    product: Product
    contracts: int


def add(session: Session, **values: Any) -> int:
    """Add a product and return its id; a list price without a currency is in the book's."""
    product: Product = typed.new(session, Product, values, flush=False)
    _verify(session, product)
    name_deed(session, mark("Add {name}"), name=product.name)
    return product.id


def change(session: Session, product_id: int, **values: Any) -> None:
    """Change fields of a product; contracts keep their own prices."""
    product = typed.found(session, Product, product_id)
    typed.put(session, product, values)
    _verify(session, product)
    name_deed(session, mark("Change {name}"), name=product.name)


def remove(session: Session, ids: Iterable[int], *, today: date) -> int:
    """Move products to the bin; contracts that name them stay as they are."""
    return deleted.move(session, Product, ids, today=today)


def listing(session: Session) -> list[ProductLine]:
    """Return the products by name, with how many contracts name each."""
    counted = (
        sa.select(Contract.product_id, sa.func.count())
        .where(Contract.deleted_on.is_(None), in_sight(Contract)[0])
        .group_by(Contract.product_id)
    )
    counts = {row[0]: row[1] for row in session.execute(counted)}
    query = sa.select(Product).where(Product.deleted_on.is_(None))
    found = sorted(session.scalars(query), key=lambda each: (each.name.casefold(), each.id))
    return [ProductLine(product, counts.get(product.id, 0)) for product in found]


def _verify(session: Session, product: Product) -> None:
    if product.list_price is not None and product.currency is None:
        product.currency = desk.get(session, "currency")
    with session.no_autoflush:
        others = sa.select(Product).where(Product.deleted_on.is_(None))
        same = product.name.casefold(), (product.edition or "").casefold()
        for other in session.scalars(others):
            if other is not product and (other.name.casefold(), (other.edition or "").casefold()) == same:
                raise Refused(mark("There is already a product “{name}”."), name=product.name, field="name")
    session.flush()
