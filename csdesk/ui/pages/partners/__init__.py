"""The partners page: who brings us customers, and what that pays."""

from csdesk.ui.pages.partners.page import PartnersPage

__all__ = ["PartnersPage"]
