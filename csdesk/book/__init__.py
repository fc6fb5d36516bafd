"""The book on disk. The only package that opens a session or writes a query."""

from csdesk.book.book import Book
from csdesk.book.journal import Changes, Said

__all__ = ["Book", "Changes", "Said"]
