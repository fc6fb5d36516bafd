"""Facts of a record's header: value, aside, tone, tone of the aside."""

from collections.abc import Iterable
from datetime import date

from csdesk.model import Activity
from csdesk.ui import formats
from csdesk.ui.pages.record.revenue import Months
from csdesk.ui.translate import tr


def growth(mrr: Months) -> tuple[str, ...]:
    """Return the change of MRR over twelve months."""
    points = [units for _, units in mrr.points[-13:]]
    first, last = (points[0], points[-1]) if len(points) == 13 else (None, None)
    if not first or last is None:
        return (formats.MISSING, tr("no MRR a year ago"))
    change = formats.money(last - first, mrr.currency)
    sign = "+" if last > first else ""
    tone = "risk" if last < first else ""
    return (formats.percent(last / first - 1, signed=True), f"{sign}{change}", "", tone)


def contact(last: date | None, entries: Iterable[Activity], today: date, quiet: int = 30) -> tuple[str, ...]:
    """Return when somebody last spoke with them, and how; late after ``quiet`` days."""
    if last is None:
        return (tr("never"), "", "watch")
    days = (today - last).days
    said = formats.ago(last, today)
    value = tr("{days} ago", days=said) if days > 1 else said
    kind = next((tr(each.type.label).lower() for each in entries if each.day == last), "")
    return (value, kind, "watch" if days > quiet else "")
