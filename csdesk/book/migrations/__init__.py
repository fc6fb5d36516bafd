"""The book's format, one numbered step at a time. A shipped step is never edited or removed."""

from csdesk.book.migrations import m0001_first_format
from csdesk.book.migrations.runner import Step, bring_up_to_date

STEPS: tuple[Step, ...] = (m0001_first_format.upgrade,)

__all__ = ["STEPS", "Step", "bring_up_to_date"]
