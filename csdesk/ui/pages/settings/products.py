"""Products: what is sold, with list prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csdesk.book import desk, products
from csdesk.book.products import ProductLine
from csdesk.i18n import mark
from csdesk.model import Contract, Product, Setting
from csdesk.ui import formats
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, entity_fields
from csdesk.ui.grid.cells import Cash, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.desk import currency_choices
from csdesk.ui.pages.settings.lists import ListPane
from csdesk.ui.translate import tr

NAMES = ("name", "family", "edition", "list_price", "currency", "interval", "external_id", "notes")


@dataclass(frozen=True, slots=True)
class Row:
    """A product with the id the grid knows it by."""

    id: int
    product: Product
    contracts: int


def listing(session: Any) -> tuple[list[ProductLine], str]:
    """Return the products and the book's currency."""
    return products.listing(session), desk.get(session, "currency")


class ProductsPane(ListPane):
    key = "products"
    title = mark("Products")
    about = mark("Contracts name a product; revenue can be split by it. Contracts keep their own prices.")
    shows = (Product, Contract, Setting)
    add_words = mark("Add product")
    empty_words = mark("No products yet. An import of contracts makes those it names.")

    def __init__(self, page: Page) -> None:
        columns = [
            GridColumn("name", tr("Product"), lambda row: row.product.name, "name", 220),
            GridColumn("family", tr("Family"), lambda row: row.product.family, "text", 130),
            GridColumn("edition", tr("Edition"), lambda row: row.product.edition, "text", 120),
            GridColumn("price", tr("List price"), _price_key, "cash", 120, cell=_price, text=_price_words),
            GridColumn(
                "interval", tr("Per"), _interval, "text", 100, cell=lambda row: Toned(_interval(row), "faded")
            ),
            GridColumn("contracts", tr("Contracts"), lambda row: row.contracts, "number", 90),
        ]
        super().__init__(page, columns, tr("Products"))
        self._currency = "EUR"

    def refresh(self) -> None:
        self.context.ask(self, self._show, listing)

    def _show(self, found: tuple[Sequence[ProductLine], str]) -> None:
        lines, self._currency = found
        self.show_records([Row(each.product.id, each.product, each.contracts) for each in lines])

    def add(self) -> None:
        self._open(tr("Add product"), None)

    def edit(self) -> None:
        row = self.chosen()
        if row is not None:
            self._open(tr("Change product"), row.product)

    def _open(self, title: str, product: Product | None) -> None:
        theme = self.context.theme
        fields = entity_fields(Product, NAMES, items={"currency": currency_choices()})
        values = {name: getattr(product, name) for name in NAMES} if product else {"currency": self._currency}
        currency = (product.currency if product else None) or self._currency
        form = Form(
            fields, theme, values=values, currency=currency, today=self.context.today(), headings=False
        )
        form.edited.connect(lambda name: form.set_currency(form.value("currency") or self._currency))
        about = product.name if product else ""
        sheet = FormSheet(title, about, form, theme, only_changes=product is not None)

        def submit(values: dict[str, Any]) -> None:
            if product is None:
                given = {name: value for name, value in values.items() if value is not None}
                self.context.write(self, products.add, done=sheet.done, failed=sheet.failed, **given)
            else:
                self.context.write(
                    self,
                    products.change,
                    done=sheet.done,
                    failed=sheet.failed,
                    product_id=product.id,
                    **values,
                )

        sheet.submit = submit
        self.page.show_sheet(sheet)

    def remove(self) -> None:
        ids = [row.id for row in self.grid.chosen()]
        if ids:
            self.context.write(self, products.remove, ids=ids, today=self.context.today())


def _price(row: Row) -> Cash | Toned:
    price, currency = row.product.list_price, row.product.currency or ""
    if price is None:
        return Toned(formats.MISSING, "faded")
    return Cash(formats.sign(currency), formats.amount(price, currency))


def _price_key(row: Row) -> int | None:
    return row.product.list_price


def _price_words(row: Row) -> str:
    if row.product.list_price is None:
        return ""
    return formats.money(row.product.list_price, row.product.currency or "", cents=True)


def _interval(row: Row) -> str:
    return tr(row.product.interval.label) if row.product.interval else ""
