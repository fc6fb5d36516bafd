"""The columns of the partners grid, its chips and its built-in views."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from csdesk.i18n import mark
from csdesk.model import OwnField, Partner, PartnerStatus, PartnerType, fields_of
from csdesk.ui import formats
from csdesk.ui.grid.cells import Cash, Toned
from csdesk.ui.grid.columns import GridColumn, Quick, View
from csdesk.ui.grid.fields import (
    change_column,
    contact_column,
    due_cell,
    field_of,
    name_column,
    own_column,
)
from csdesk.ui.inputs import Input
from csdesk.ui.pages.partners.lines import ENDED, Line
from csdesk.ui.translate import counted, tr

NEAR, QUIET = 90, 60  # days
COMPLETED = ("tier", "country", "region", "city", "owner")  # words known already complete what is typed
FURTHER = (
    *("country", "region", "city", "domain", "agreement_start", "currency", "external_id", "tags", "phone"),
)
STATUSES = (PartnerStatus.ACTIVE, PartnerStatus.ONBOARDING, PartnerStatus.CANDIDATE, PartnerStatus.PAUSED)
STATUS_TONES = {
    PartnerStatus.ONBOARDING: "accent",
    PartnerStatus.CANDIDATE: "ink",
    PartnerStatus.PAUSED: "watch",
}


def columns(
    today: date, currency: str, own: Sequence[OwnField], words: Mapping[str, Sequence[str]]
) -> list[GridColumn]:
    """Return every column, in the order in which they stand at first."""
    field = partial(field_of, {each.name: each for each in fields_of(Partner)}, COMPLETED, words)
    first = [
        name_column(tr("Partner"), 224, 192),
        field("type", 142, narrow=112, faded=True),
        field("tier", 68, narrow=60, faded=True),
        _status(),
        _mrr(currency),
        change_column(lambda line: line.figure),
        _accounts(),
        _agreement(today),
        contact_column(today, lambda line: line.is_live(today), QUIET),
        field("owner", 100, narrow=86),
    ]
    further = [field(name, 120, hidden=True) for name in FURTHER]
    counts = (_count("contacts", tr("People")), _count("links", tr("Links")))
    return [*first, *further, *counts, *(own_column(each, currency) for each in own)]


def _status() -> GridColumn:
    def cell(line: Line) -> Toned | None:
        status = line.get("status")
        return Toned(tr(status.label), STATUS_TONES.get(status, "faded")) if status else None

    return GridColumn(
        "status",
        tr("Status"),
        lambda line: line.get("status") and tr(line.get("status").label),
        "text",
        92,
        90,
        cell=cell,
        edit=Input("status", PartnerStatus, start=lambda line: line.get("status")),
        chips=True,
    )


def _mrr(currency: str) -> GridColumn:
    def value(line: Line) -> int | None:
        """Nobody brought yet is blank; those who pay nothing any more are a zero that says so."""
        figure = line.figure
        return figure.mrr if figure is not None and figure.brought else None

    def cell(line: Line) -> Cash | None:
        units = value(line)
        if units is None:
            return None
        return Cash(
            formats.sign(currency), formats.amount(units, currency, cents=False), "ink" if units else "faded"
        )

    def text(line: Line) -> str:
        return "" if value(line) is None else formats.money(value(line), currency)

    def tip(line: Line) -> str:
        figure = line.figure
        if figure is not None and figure.brought and figure.mrr is None:
            return tr("An exchange rate is missing. Add it in Settings.")
        return tr("MRR of the contracts through this partner")

    return GridColumn("mrr", tr("MRR"), value, "cash", 100, 98, cell=cell, text=text, tip=tip)


def _accounts() -> GridColumn:
    def text(line: Line) -> str:
        figure = line.figure
        if figure is None or not figure.brought:
            return ""
        return tr("{n} of {all}", n=formats.number(figure.paying), all=formats.number(figure.brought))

    def tip(line: Line) -> str:
        figure = line.figure
        if figure is None or not figure.brought:
            return tr("Brought nobody yet")
        one, many = "{n} account brought, {pay} of them pays", "{n} accounts brought, {pay} of them pay"
        return counted(figure.brought, one, many, pay=formats.number(figure.paying))

    return GridColumn(
        "accounts",
        tr("Accounts"),
        lambda line: line.figure.paying if line.figure is not None and line.figure.brought else None,
        "number",
        80,
        70,
        cell=lambda line: Toned(text(line), "ink") if text(line) else None,
        text=text,
        tip=tip,
    )


def _agreement(today: date) -> GridColumn:
    def cell(line: Line) -> Toned | None:
        end = line.get("agreement_end")
        if end is None:
            return Toned(tr("open-ended"), "faded") if line.get("agreement_start") else None
        if line.get("status") in ENDED:
            return Toned(formats.ahead(end, today), "faded")
        return due_cell(end, today)

    def text(line: Line) -> str:
        return formats.day(line.get("agreement_end")) if line.get("agreement_end") else ""

    return GridColumn(
        "agreement_end",
        tr("Agreement"),
        lambda line: line.get("agreement_end"),
        "number",
        100,
        96,
        cell=cell,
        text=text,
        tip=text,
        edit=Input("agreement_end", date, start=lambda line: line.get("agreement_end")),
    )


def _count(name: str, title: str) -> GridColumn:
    return GridColumn(
        name,
        title,
        lambda line: line.get(name) or None,
        "number",
        64,
        text=lambda line: formats.number(line.get(name)) if line.get(name) else "",
        hidden=True,
    )


# chips and views


def quick(found: Sequence[Line], today: date) -> list[Quick]:
    """Return the chips for these partners: statuses, their commonest types, what is due."""
    types = Counter(line.get("type") for line in found if line.get("type"))
    chips = [
        *(_of("status", status) for status in STATUSES),
        Quick("ends", tr("Agreement ends in 90 days"), lambda line: _ends(line, today)),
        Quick("quiet", tr("Quiet for 60 days"), lambda line: _quiet(line, today)),
        Quick("nothing", tr("Brings nothing"), lambda line: _idle(line, today)),
        *(_of("type", kind) for kind, _ in types.most_common(3)),
    ]
    return [chip for chip in chips if any(map(chip.test, found))]


def _of(name: str, value: PartnerStatus | PartnerType) -> Quick:
    return Quick(f"{name}:{value.value}", tr(value.label), partial(_has, name, value), name)


def _has(name: str, wanted: object, line: Line) -> bool:
    return bool(line.get(name) == wanted)


def _ends(line: Line, today: date) -> bool:
    end = line.get("agreement_end")
    return (
        end is not None and line.get("status") is PartnerStatus.ACTIVE and end <= today + timedelta(days=NEAR)
    )


def _quiet(line: Line, today: date) -> bool:
    last = line.get("last_contact")
    return line.is_live(today) and (last is None or (today - last).days > QUIET)


def _idle(line: Line, today: date) -> bool:
    return line.is_live(today) and line.figure is not None and not line.figure.paying


VIEWS = (
    (mark("All partners"), (), ()),
    (mark("Active"), ("status:active",), (("mrr", True),)),
    (mark("Agreement ending"), ("ends",), (("agreement_end", False),)),
    (mark("Not spoken to in 60 days"), ("quiet",), (("last_contact", False),)),
)


def views() -> list[View]:
    """Return the views every book has."""
    return [View(tr(name), chips, "", order) for name, chips, order in VIEWS]
