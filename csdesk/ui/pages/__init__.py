"""The pages of the window. To add one: a module here, one row below (and its icon in resources/icons).

Pages load when first shown: the functions import them, so that the window is up before they are read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csdesk.i18n import mark

if TYPE_CHECKING:
    from csdesk.ui.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its key; ``home`` is the place marked in the navigation while a record is shown."""

    key: str
    title: str
    icon: str
    load: "Callable[[], type[Page]]"
    home: str = ""


def _accounts() -> "type[Page]":
    from csdesk.ui.pages.accounts import AccountsPage

    return AccountsPage


def _account() -> "type[Page]":
    from csdesk.ui.pages.account import AccountPage

    return AccountPage


def _partners() -> "type[Page]":
    from csdesk.ui.pages.partners import PartnersPage

    return PartnersPage


def _partner() -> "type[Page]":
    from csdesk.ui.pages.partner import PartnerPage

    return PartnerPage


def _importing() -> "type[Page]":
    from csdesk.ui.pages.importing.page import ImportPage

    return ImportPage


def _metrics() -> "type[Page]":
    from csdesk.ui.pages.metrics.page import MetricsPage

    return MetricsPage


def _reports() -> "type[Page]":
    from csdesk.ui.pages.reports.page import ReportsPage

    return ReportsPage


def _settings() -> "type[Page]":
    from csdesk.ui.pages.settings.page import SettingsPage

    return SettingsPage


# in the navigation, in its order
PAGES: tuple[Place, ...] = (
    Place("accounts", mark("Accounts"), "building-2", _accounts),
    Place("partners", mark("Partners"), "handshake", _partners),
    Place("metrics", mark("Metrics"), "chart-line", _metrics),
    Place("reports", mark("Reports"), "file-text", _reports),
)

# at the foot of the navigation
FOOT: tuple[Place, ...] = (Place("settings", mark("Settings"), "settings", _settings),)

# reached from elsewhere: one record, an import
ROOMS: tuple[Place, ...] = (
    Place("account", mark("Account"), "building-2", _account, "accounts"),
    Place("partner", mark("Partner"), "handshake", _partner, "partners"),
    Place("import", mark("Import a file"), "download", _importing),
)
