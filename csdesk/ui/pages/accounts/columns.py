"""The columns of the accounts grid, its chips and its built-in views."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from csdesk.i18n import mark
from csdesk.model import Account, OwnField, fields_of
from csdesk.ui import formats
from csdesk.ui.grid.cells import Cash, Share, Toned
from csdesk.ui.grid.columns import GridColumn, Quick, View
from csdesk.ui.grid.fields import change_column, contact_column, due_cell, field_of, name_column, own_column
from csdesk.ui.pages.accounts.lines import ROLE_TAGS, Line
from csdesk.ui.translate import tr

SOON, NEAR, QUIET = 30, 90, 30  # days
PAYING = ("customer", "leaving", "won_back")
STATUS = {
    "prospect": mark("Prospect"),
    "trial": mark("Trial"),
    "customer": mark("Customer"),
    "leaving": mark("Leaving"),
    "lost": mark("Lost"),
    "won_back": mark("Won back"),
}
# fields of the account that are columns of their own, shown only when chosen
FURTHER = (
    *("segment", "country", "industry", "region", "city", "domain", "stage", "owner", "source", "icp_fit"),
    *("external_id", "currency", "signed_up_on", "next_step", "next_step_on", "tags", "phone"),
)
COMPLETED = ("tier", "segment", "country", "industry", "region", "city", "owner", "source")


def columns(
    today: date, book_currency: str, own: Sequence[OwnField], words: Mapping[str, Sequence[str]]
) -> list[GridColumn]:
    """Return every column, in the order in which they stand at first."""
    field = partial(field_of, {each.name: each for each in fields_of(Account)}, COMPLETED, words)
    first = [
        name_column(tr("Account")),
        GridColumn(
            "status",
            tr("Status"),
            lambda line: line.figure and tr(STATUS[line.figure.status]),
            "text",
            84,
            76,
            cell=_status,
            chips=True,
        ),
        field("tier", 80, narrow=78, faded=True),
        _mrr(),
        change_column(lambda line: line.figure),
        _renewal(today),
        contact_column(today, _paying, QUIET),
        GridColumn(
            "open_tickets",
            tr("Tickets"),
            lambda line: line.get("open_tickets") or None,
            "number",
            72,
            62,
            cell=lambda line: (
                Toned(formats.number(line.get("open_tickets"))) if line.get("open_tickets") else None
            ),
        ),
        _seats(),
        GridColumn(
            "roles",
            tr("My roles"),
            lambda line: ", ".join(ROLE_TAGS[role] for role in line.get("roles")) or None,
            "tags",
            112,
            74,
            cell=lambda line: [ROLE_TAGS[role] for role in line.get("roles")],
            tip=_team,
        ),
    ]
    further = [field(name, 120, hidden=True) for name in FURTHER]
    return [*first, *further, *(own_column(each, book_currency) for each in own)]


def _status(line: Line) -> Toned | None:
    if line.figure is None:
        return None
    status = line.figure.status
    role = {"leaving": "risk", "trial": "accent", "won_back": "accent"}.get(status, "faded")
    return Toned(tr(STATUS[status]), role)


def _mrr() -> GridColumn:
    def value(line: Line) -> float | None:
        """Sort by what it is worth in the book's currency."""
        figure = line.figure
        if figure is None or figure.mrr is None or (figure.mrr == 0 and figure.status not in PAYING):
            return None
        return figure.in_book if figure.in_book is not None else figure.mrr

    def cell(line: Line) -> object:
        if value(line) is None or line.figure is None:
            return None
        return Cash(
            formats.sign(line.figure.currency),
            formats.amount(line.figure.mrr, line.figure.currency, cents=False),
        )

    def text(line: Line) -> str:
        if value(line) is None or line.figure is None:
            return ""
        return formats.money(line.figure.mrr, line.figure.currency)

    return GridColumn("mrr", tr("MRR"), value, "cash", 96, 98, cell=cell, text=text)


def _renewal(today: date) -> GridColumn:
    def cell(line: Line) -> Toned | None:
        if line.renewal is None:
            open_ended = _paying(line) and not _is("leaving")(line)
            return Toned(tr("open-ended"), "faded") if open_ended else None
        return due_cell(line.renewal, today)

    def tip(line: Line) -> str:
        return tr("last day {day}", day=formats.day(line.last_day)) if line.renewal else ""

    return GridColumn(
        "renewal",
        tr("Next renewal"),
        lambda line: line.last_day,
        "number",
        100,
        98,
        cell=cell,
        text=lambda line: formats.day(line.last_day) if line.renewal else "",
        tip=tip,
    )


def _seats() -> GridColumn:
    def share(line: Line) -> float | None:
        used, bought = line.get("seats_used"), line.get("seats")
        return used / bought if used is not None and bought else None

    def cell(line: Line) -> object:
        used, bought = line.get("seats_used"), line.get("seats")
        if used is None:
            return Toned(formats.number(bought), "faded") if bought else None
        return Share(used, bought or 0, text(line))

    def text(line: Line) -> str:
        used, bought = line.get("seats_used"), line.get("seats")
        if used is None:
            return formats.number(bought) if bought else ""
        return f"{formats.number(used)}/{formats.number(bought)}" if bought else formats.number(used)

    return GridColumn("seats", tr("Seats used"), share, "share", 120, 108, cell=cell, text=text)


def _team(line: Line) -> str:
    team = line.get("team") or {}
    return "\n".join(f"{tr(role.label)}: {people}" for role, people in team.items())


# chips and views


def _is(status: str) -> Callable[[Line], bool]:
    return lambda line: line.figure is not None and line.figure.status == status


def _paying(line: Line) -> bool:
    return line.figure is not None and line.figure.status in PAYING


def quick(found: Sequence[Line], today: date) -> list[Quick]:
    """Return the chips for these accounts: statuses, their commonest tiers, what is due."""
    chips = [
        Quick("paying", tr("Customers"), _paying, "status"),
        Quick("leaving", tr("Leaving"), _is("leaving"), "status"),
        Quick("lost", tr("Lost"), _is("lost"), "status"),
    ]
    tiers = Counter(line.get("tier") for line in found if line.get("tier"))
    common = [tier for tier, _ in tiers.most_common(3)]
    chips += [Quick(f"tier:{tier}", tier, partial(_has_tier, tier), "tier") for tier in common]
    chips += [
        Quick("renews", tr("Renews in 90 days"), lambda line: _due(line, today)),
        Quick("quiet", tr("Quiet for 30 days"), lambda line: _quiet(line, today)),
        Quick("tickets", tr("Open tickets"), lambda line: bool(line.get("open_tickets"))),
    ]
    return [chip for chip in chips if any(map(chip.test, found))]


def _has_tier(tier: str, line: Line) -> bool:
    return bool(line.get("tier") == tier)


def _due(line: Line, today: date) -> bool:
    return _paying(line) and line.renewal is not None and line.renewal <= today + timedelta(days=NEAR)


def _quiet(line: Line, today: date) -> bool:
    last = line.get("last_contact")
    return _paying(line) and (last is None or (today - last).days > QUIET)


VIEWS = (
    (mark("All accounts"), (), ()),
    (mark("Customers"), ("paying",), (("mrr", True),)),
    (mark("Renewing in 90 days"), ("renews",), (("renewal", False),)),
    (mark("Not spoken to in 30 days"), ("quiet",), (("last_contact", False),)),
    (mark("Leaving"), ("leaving",), (("renewal", False),)),
)


def views() -> list[View]:
    """Return the views every book has."""
    return [View(tr(name), chips, "", order) for name, chips, order in VIEWS]
