"""You and the book: name, roles, the book's name, currency and fiscal year."""

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox

from csdesk.book import desk
from csdesk.i18n import mark
from csdesk.model import Role, Setting
from csdesk.model.currencies import CURRENCIES
from csdesk.ui import formats
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.pane import Pane, SettingRow, Typed
from csdesk.ui.theme import XS, L
from csdesk.ui.translate import tr
from csdesk.ui.welcome import ABOUT
from csdesk.ui.widgets.parts import boxed, column, row, words
from csdesk.ui.widgets.picker import Picker

FIRST = ("EUR", "USD", "BRL", "GBP", "MXN", "COP", "CLP", "ARS", "SEK", "NOK", "DKK", "CHF")


def currency_words(code: str) -> str:
    """Return a currency as its code and, where it has one, its sign."""
    sign = formats.sign(code)
    return code if sign == code else f"{code}  {sign}"


def currency_choices() -> list[tuple[str, str]]:
    """Return every currency with its words, the common ones first."""
    codes = [*FIRST, *sorted(set(CURRENCIES) - set(FIRST))]
    return [(code, currency_words(code)) for code in codes]


class DeskPane(Pane):
    """Each answer is written as soon as it is given; Undo takes it back."""

    key = "desk"
    title = mark("You and the book")
    about = mark("Your name stands in reports and decks. Your roles say what you do for your accounts.")
    shows = (Setting,)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.user = Typed()
        self.name = Typed()
        self.currency = Picker(currency_choices())
        self.fiscal = Picker(_months())
        self.roles = {role: QCheckBox(tr(role.label)) for role in Role}
        self.rows = {
            "user_name": SettingRow(tr("Your name"), self.user),
            "name": SettingRow(
                tr("Name of the book"), self.name, tr("Stands in the window and on every report")
            ),
            "currency": SettingRow(
                tr("Currency of the book"),
                self.currency,
                tr("Sums over several currencies are shown in it. Rates are written anew when it changes."),
            ),
            "fiscal_start": SettingRow(
                tr("First month of the fiscal year"),
                self.fiscal,
                tr("Fiscal quarters and years are counted from it"),
            ),
        }
        self.lay_out(
            boxed(column(self.rows["user_name"], RolesRow(self.roles), gap=0)),
            boxed(column(*(self.rows[key] for key in ("name", "currency", "fiscal_start")), gap=0)),
        )
        self.user.changed_to.connect(lambda text: self._set("user_name", text))
        self.name.changed_to.connect(lambda text: self._set("name", text))
        self.currency.picked.connect(lambda code: self._set("currency", code))
        self.fiscal.picked.connect(lambda month: self._set("fiscal_start", month))
        for box in self.roles.values():
            box.clicked.connect(self._on_role)

    def refresh(self) -> None:
        self.context.ask(self, self._show, desk.settings)

    def _show(self, found: Mapping[str, str]) -> None:
        self.user.show_value(found["user_name"])
        self.name.show_value(found["name"])
        self.currency.show_value(found["currency"])
        self.fiscal.show_value(found["fiscal_start"])
        played = found["user_roles"].split(",")
        for role, box in self.roles.items():
            box.setChecked(role.value in played)
        for each in self.rows.values():
            each.blame("")

    def _set(self, key: str, value: str) -> None:
        def failed(error: BaseException) -> None:
            self.refused(self.rows[key])(error)
            if key == "currency":
                self.context.ask(self, lambda code: self.currency.show_value(code), desk.get, name="currency")

        self.rows[key].blame("")
        self.context.write(self, desk.set_value, name=key, value=value, failed=failed)

    def _on_role(self) -> None:
        played = ",".join(role.value for role, box in self.roles.items() if box.isChecked())
        self.context.write(self, desk.set_value, name="user_roles", value=played)


class RolesRow(SettingRow):
    """The seven roles, several at once, each with what it does."""

    def __init__(self, roles: Mapping[Role, QCheckBox]) -> None:
        held = column(gap=XS)
        widest = max(box.sizeHint().width() for box in roles.values())
        for role, box in roles.items():
            about = tr(ABOUT[role])
            box.setAccessibleDescription(about)
            box.setMinimumWidth(widest)
            held.addLayout(row(box, words(about, "caption"), None, gap=L))
        super().__init__(tr("Your roles"), boxed(held), tr("Several at once"), wide=500)


def _months() -> list[tuple[str, str]]:
    from PySide6.QtCore import QLocale

    return [
        (str(month), QLocale().standaloneMonthName(month, QLocale.FormatType.LongFormat).capitalize())
        for month in range(1, 13)
    ]
