"""csdesk: one person's book of customers and partners."""

__version__ = "0.1.0"
