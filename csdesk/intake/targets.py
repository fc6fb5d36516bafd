"""What a column of each kind of file can become: fields of the model, and what stands beside them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake.aliases import ALIASES
from csdesk.model import (
    Account,
    Choice,
    Money,
    Tags,
    fields_of,
)
from csdesk.model.kinds import ENTITIES as KEPT

ENTITIES = KEPT | {"tracker": Account}
KINDS = tuple(ENTITIES)
OWN = "x:"  # a user-defined field
OWN_KINDS = ("accounts", "contracts", "partners", "tracker")  # whose records can carry such fields
REQUIRED = {  # without one of these columns a file of that kind says nothing
    "accounts": ("name", "external_id", "domain"),
    "contacts": ("name", "first_name", "last_name", "email", "external_id"),
    "products": ("name", "external_id"),
    "contracts": ("account_id", "account_name", "external_id"),
    "usage": ("account_id", "account_name", "contract_id"),
    "tickets": ("account_id", "account_name", "contact_id", "external_id"),
    "surveys": ("account_id", "account_name", "partner_id", "contact_id", "external_id"),
    "invoices": ("account_id", "account_name", "contract_id", "number"),
    "activities": ("account_id", "account_name", "partner_id", "external_id"),
    "churns": ("account_id", "account_name", "external_id"),
    "partners": ("name", "external_id"),
    "rates": ("rate",),
    "tracker": ("name", "external_id", "domain"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A field a column can fill: its name, label, form, and the choices where they are fixed."""

    name: str
    label: str
    form: str  # a key of reading.py, such as "money"
    choices: type[Choice] | None = None


_SPECIAL_TYPES = {
    **dict.fromkeys(("external_id", "number"), "id"),
    "country": "country",
    "currency": "currency",
    "domain": "domain",
    "email": "email",
}
_BESIDE = {  # what is no field of the model: (label, type)
    "account_name": (mark("Account, by name"), "link"),
    "first_name": (mark("First name"), "text"),
    "last_name": (mark("Last name"), "text"),
    "mrr": (mark("Monthly amount"), "money"),
    "arr": (mark("Yearly amount"), "money"),
    "end": (mark("Ends"), "date"),
    "last_day": (mark("Last day"), "date"),
    "end_exclusive": (mark("First day after"), "date"),
    "term": (mark("Term, months"), "term"),
    "is_trial": (mark("Trial"), "yes_no"),
    "won": (mark("Won, of a deal"), "won"),
    "steps": (mark("Price steps"), "pack"),
    "pauses": (mark("Pauses"), "pack"),
    "discounts": (mark("Discounts"), "pack"),
    "attributes": (mark("Attributes"), "pack"),
    "owner_roles": (mark("Roles"), "pack"),
    "owner_history": (mark("Owner since"), "pack"),
    "tier_history": (mark("Tier since"), "pack"),
    "segment_history": (mark("Segment since"), "pack"),
    "country_history": (mark("Country since"), "pack"),
    "links": (mark("Links and files"), "pack"),
    "health_inputs": (mark("Health inputs"), "pack"),
    "health_date": (mark("Date of the health inputs"), "date"),
    "usage.active": (mark("Seats used"), "whole"),
    "activity.day": (mark("Last contact"), "date"),
    "activity.text": (mark("What was said"), "long"),
}


def known_kind(kind: str) -> str:
    """Return ``kind`` where it is one of the kinds of file."""
    if kind not in ENTITIES:
        raise Refused(
            mark("“{kind}” is no kind of record; there are: {kinds}."), kind=kind, kinds=", ".join(KINDS)
        )
    return kind


@cache
def targets(kind: str) -> dict[str, Target]:
    """Return what the columns of a file of ``kind`` can become, by name."""
    found: dict[str, Target] = {}
    if kind == "tracker":
        found |= targets("accounts")
        for part, whole in (("contract", targets("contracts")), ("contact", targets("contacts"))):
            found |= {
                f"{part}.{name}": Target(f"{part}.{name}", target.label, target.form, target.choices)
                for name, target in whole.items()
                if name not in ("account_id", "account_name", "steps", "pauses", "discounts", "won")
            }
    else:
        for field in fields_of(ENTITIES[kind]):
            found[field.name] = Target(
                field.name,
                field.label,
                _type(field.name, field.kind, long=field.long, refers=field.refers, kind=kind),
                field.kind if issubclass(field.kind, Choice) else None,
            )
    for name in ALIASES[kind]:
        if name in _BESIDE:
            found[name] = Target(name, *_BESIDE[name])
        elif name.startswith("role."):
            found[name] = Target(name, mark("Role"), "text")
        elif name.startswith("health."):
            found[name] = Target(name, mark("Health input"), "measure")
    return found


_ANOTHER = re.compile(r"contact[2-9]\.(\w+)")  # a second person of a tracker's row, and so on
_INPUT = re.compile(r"health\.\w+")


def target(kind: str, name: str) -> Target | None:
    """Return the field of that name; of a tracker also further people and health inputs of any name."""
    known = targets(kind)
    if name in known or kind != "tracker":
        return known.get(name)
    if found := _ANOTHER.fullmatch(name):
        first = known.get(f"contact.{found[1]}")
        return None if first is None else Target(name, first.label, first.form, first.choices)
    return Target(name, mark("Health input"), "measure") if _INPUT.fullmatch(name) else None


def _type(name: str, of: type, *, long: bool, refers: str, kind: str) -> str:
    if refers:
        return "link"
    if name in _SPECIAL_TYPES:
        return _SPECIAL_TYPES[name]
    if of is date:
        return {"rates": "month", "usage": "day"}.get(kind, "date")
    if issubclass(of, Choice):
        return "choice"
    plain = {Money: "money", bool: "yes_no", int: "whole", float: "number", Tags: "tags"}
    return plain.get(of, "long" if long else "text")
