"""Headers → fields: by the words people and tools use, never by position."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from csdesk.intake.aliases import ALIASES
from csdesk.intake.targets import OWN, target, targets
from csdesk.intake.units import unit
from csdesk.intake.words import plain

_CODE = re.compile(r"[\s_\-(\[]+([A-Za-z]{3})[)\]]?\s*$")
_BRACKET = re.compile(r"[(\[][^)\]]*[)\]]")
_CUSTOM = re.compile(r"__c$", re.IGNORECASE)  # Salesforce's mark of a custom field
_PREFIX = re.compile(
    r"^(?:organi[sz]ation|person|deal|company|account|contact|ticket|subscription|activity|lead|opportunity"
    r"|case|task)\s*[-:.]\s*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*[-:]\s*(?:work|home|office|other|primary|main)$", re.IGNORECASE)  # Email - Work
_NUMBERED = re.compile(r"(?P<before>.*?\D)[\s_#]*(?P<number>[1-9])(?:\)|[\s_.:)\-]+(?P<after>\D.*))?")
_SMALL = frozenset(("de", "do", "da", "dos", "das", "del", "la", "el", "los", "las", "of", "the", "a", "o"))


def signature(header: Sequence[str]) -> str:
    """Return what tells this header from others, for remembering how it was matched."""
    return "|".join(plain(name) or name for name in header)


@cache
def _words(kind: str) -> dict[str, tuple[str, int]]:
    """Return normalised word → (field, rank); the lower rank is the surer one."""
    known: dict[str, tuple[str, int]] = {}
    for name, known_as in targets(kind).items():
        if kind == "tracker" and name not in ALIASES[kind]:
            continue  # by hand only: "currency" there is that of the contract
        own = (name, name.replace(".", " ")) if "." not in name or kind == "tracker" else (name,)
        listed = ALIASES[kind].get(name, "")
        label = () if kind == "tracker" and "." in name else (known_as.label,)
        for rank, word in enumerate((*own, *label, *filter(None, listed.split(";")))):
            for key in {plain(word), _bare(word)}:
                if key and (key not in known or known[key][1] > rank):
                    known[key] = (name, rank)
    return known


def _bare(text: str) -> str:
    """Return ``text`` without the small words that people leave out or change: motivo do risco."""
    return plain(" ".join(word for word in text.split() if word.casefold() not in _SMALL))


def guess(kind: str, header: str) -> tuple[str, int] | None:
    """Return the field ``header`` names and how unsure that is (0 sure)."""
    if header.startswith(OWN):
        return header, 0
    known = _words(kind)
    text = _CUSTOM.sub("", unicodedata.normalize("NFC", header)).strip()
    shorter = _CODE.sub("", text) if _CODE.search(text) and _CODE.search(text)[1].isalpha() else text  # type: ignore[index]  # searched the line before
    whole = _PREFIX.sub("", text)
    ways = (text, shorter, unit(text).name, _BRACKET.sub("", text), whole, _SUFFIX.sub("", whole))
    for penalty, way in enumerate(ways):
        if found := known.get(plain(way)) or known.get(_bare(way)):
            return found[0], found[1] + 100 * penalty
    return None


def match(kind: str, header: Sequence[str]) -> dict[str, str]:
    """Match each header to at most one field and each field to at most one header, the surest first."""
    guesses = sorted(
        (found[1], at, found[0]) for at, name in enumerate(header) if (found := guess(kind, name))
    )
    taken: set[str] = set()
    result: dict[str, str] = {}
    for _, at, field in guesses:
        other = _SECOND_CHOICE.get(field, "")
        chosen = other if field in taken and target(kind, other) else field
        if chosen not in taken:
            taken.add(chosen)
            result[header[at]] = chosen
    if kind == "tracker":
        result |= _numbered([name for name in header if name not in result], taken)
    return {name: result[name] for name in header if name in result}


_SECOND_CHOICE = {
    "account_id": "account_name",  # an id and a name of the same account stand side by side
    "health.health": "health.score",  # a colour and a number
}


def _numbered(header: Sequence[str], taken: set[str]) -> dict[str, str]:
    """Match what a tracker has several of: Stakeholder 2 name, Contact 3 e-mail, Goal 2."""
    result = {}
    further = 1 if any(field.startswith("contact.") for field in taken) else 0
    for name in header:
        if not (parts := _NUMBERED.fullmatch(name)):
            continue
        found = guess("tracker", f"{parts['before']} {parts['after'] or ''}")
        if found is None:
            continue
        scope, _, rest = found[0].partition(".")
        if scope == "contact":
            number = int(parts["number"]) + further
            field = found[0] if number == 1 else f"contact{number}.{rest}"
        elif rest.startswith("goal") and parts["number"] != "1":
            field = f"health.goal_{parts['number']}{rest.removeprefix('goal')}"
        else:
            field = found[0] if rest.startswith("goal") else ""
        if field and field not in taken and target("tracker", field):
            taken.add(field)
            result[name] = field
    return result


def known_names(kind: str) -> frozenset[str]:
    """Return every normalised word that names a column of ``kind``, to tell a header from other rows."""
    return frozenset(_words(kind))
