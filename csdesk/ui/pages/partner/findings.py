"""What the header of a partner says: each fact from the answers of the book."""

from collections.abc import Mapping
from datetime import date

from csdesk.ui import formats
from csdesk.ui.pages.partner.answers import Everything, Slower
from csdesk.ui.pages.partners.columns import QUIET
from csdesk.ui.pages.partners.lines import ENDED
from csdesk.ui.pages.record.facts import contact, growth
from csdesk.ui.translate import counted, tr

Said = tuple[str, ...]  # value, aside, tone, tone of the aside
SOON = 30  # days


def header(found: Everything, slower: Slower | None, today: date) -> Mapping[str, Said]:
    """Return the facts of the header by name."""
    facts: dict[str, Said] = {"mrr": _brings(found), "agreement": _agreement(found, today)}
    if slower is not None and found.brought:
        facts["change"] = growth(slower.mrr)
    late = 10**6 if found.partner.status in ENDED else QUIET
    facts["contact"] = contact(found.page.last_contact, found.page.activities.rows, today, late)
    if found.brought:
        several = counted(len(found.brought), "of {n} brought", "of {n} brought")
        facts["accounts"] = (formats.number(found.paying), several)
    if found.gone:
        days = [one.last_day for one in found.gone if one.last_day is not None]
        aside = tr("last in {month}", month=formats.month(max(days))) if days else ""
        facts["lost"] = (formats.number(len(found.gone)), aside, "risk")
    return facts


def _brings(found: Everything) -> Said:
    if not found.brought:
        return (formats.MISSING, tr("nobody brought yet"))
    if found.page.mrr is None:
        return (formats.MISSING, tr("a rate is missing"), "", "risk")
    return (formats.money(found.page.mrr, found.page.currency),)


def _agreement(found: Everything, today: date) -> Said:
    start, end = found.partner.agreement_start, found.partner.agreement_end
    if end is None:
        since = tr("since {month}", month=formats.month(start)) if start else ""
        return (tr("open-ended") if start else formats.MISSING, since)
    days = (end - today).days
    tone = "risk" if days < 0 else "watch" if days <= SOON else ""
    return (formats.ahead(end, today), formats.day(end), "" if found.partner.status in ENDED else tone)
