"""The accounts page: the whole book at a glance."""

from csdesk.ui.pages.accounts.page import AccountsPage

__all__ = ["AccountsPage"]
