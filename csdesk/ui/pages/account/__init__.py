"""The page of one account: who it is and how it does, and everything the book knows of it."""

from csdesk.ui.pages.account.page import AccountPage

__all__ = ["AccountPage"]
