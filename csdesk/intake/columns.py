"""Headers → fields: by the words people and tools use, never by position."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from csdesk.intake.aliases import ALIASES
from csdesk.intake.targets import OWN, targets
from csdesk.intake.units import unit
from csdesk.intake.words import plain

_CODE = re.compile(r"[\s_\-(\[]+([A-Za-z]{3})[)\]]?\s*$")
_BRACKET = re.compile(r"[(\[][^)\]]*[)\]]")
_CUSTOM = re.compile(r"__c$", re.IGNORECASE)  # Salesforce's mark of a custom field
_PREFIX = re.compile(
    r"^(?:organi[sz]ation|person|deal|company|account|contact|ticket|subscription)\s*[-:.]\s*", re.I
)


def signature(header: Sequence[str]) -> str:
    """Return what tells this header from others, for remembering how it was matched."""
    return "|".join(plain(name) or name for name in header)


@cache
def _words(kind: str) -> dict[str, tuple[str, int]]:
    """Return normalised word → (field, rank); the lower rank is the surer one."""
    known: dict[str, tuple[str, int]] = {}
    for name, target in targets(kind).items():
        if kind == "tracker" and name not in ALIASES[kind]:
            continue  # by hand only: "currency" there is that of the contract
        own = (name, name.replace(".", " ")) if "." not in name or kind == "tracker" else (name,)
        listed = ALIASES[kind].get(name, "")
        label = () if kind == "tracker" and "." in name else (target.label,)
        for rank, word in enumerate((*own, *label, *filter(None, listed.split(";")))):
            key = plain(word)
            if key and (key not in known or known[key][1] > rank):
                known[key] = (name, rank)
    return known


def guess(kind: str, header: str) -> tuple[str, int] | None:
    """Return the field ``header`` names and how unsure that is (0 sure)."""
    if header.startswith(OWN):
        return header, 0
    known = _words(kind)
    text = _CUSTOM.sub("", unicodedata.normalize("NFC", header)).strip()
    shorter = _CODE.sub("", text) if _CODE.search(text) and _CODE.search(text)[1].isalpha() else text  # type: ignore[index]  # searched the line before
    ways = (text, shorter, unit(text).name, _BRACKET.sub("", text), _PREFIX.sub("", text))
    for penalty, way in enumerate(ways):
        if found := known.get(plain(way)):
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
        if field not in taken:
            taken.add(field)
            result[header[at]] = field
        elif (other := _SECOND_CHOICE.get(field)) and other in targets(kind) and other not in taken:
            taken.add(other)  # an id and a name of the same account stand side by side
            result[header[at]] = other
    return {name: result[name] for name in header if name in result}


_SECOND_CHOICE = {"account_id": "account_name"}


def known_names(kind: str) -> frozenset[str]:
    """Return every normalised word that names a column of ``kind``, to tell a header from other rows."""
    return frozenset(_words(kind))
