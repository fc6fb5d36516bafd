"""The page of one partner: who they are, whom they brought, and what that pays."""

from csdesk.ui.pages.partner.page import PartnerPage

__all__ = ["PartnerPage"]
