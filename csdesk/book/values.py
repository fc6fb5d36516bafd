"""Typed values of records: what a field may hold, and in which words the rest is refused."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Base,
    Contract,
    Field,
    Money,
    OwnField,
    OwnKind,
    OwnOn,
    Partner,
    Tags,
    fields_of,
)
from csdesk.model.choice import Choice
from csdesk.model.currencies import CURRENCIES

T = TypeVar("T", bound=Base)
OWN = "x:"  # how a field the user defined is told from one of ours, as in exports
LONGEST_LINE = 500
LONGEST_TEXT = 100_000
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
LARGEST = 10**13  # minor units; an MRR of it still fits the metrics' integers, and so does their sum
_COUNTS = (
    "quantity",
    "seats",
    "cadence_days",
    "notice_days",
    "minutes",
    "line",
    "active",
    "entitled",
    "first_response_minutes",
    "resolution_hours",
)
_DAYS = frozenset(("cadence_days", "notice_days"))
_FARTHEST = 10**15
_LONGEST = 36_500  # a hundred years, so that a day plus days is always a day
_OWNERS: dict[type[Base], OwnOn] = {
    Account: OwnOn.ACCOUNT,
    Partner: OwnOn.PARTNER,
    Contract: OwnOn.CONTRACT,
}


def checked(session: Session, entity: type[Base], name: str, value: Any) -> Any:
    """Return ``value`` as the field ``name`` of ``entity`` stores it; refuse what it cannot hold."""
    shown = next((shown for shown in fields_of(entity) if shown.name == name), None)
    if shown is None:
        raise Refused(mark("There is no field “{field}” here."), field=name)
    if shown.kind is Tags:
        return tags(value)
    if isinstance(value, str):
        value = text(value, long=shown.long)
    if value is None or value == "":
        if shown.optional:
            return None
        raise Refused(mark("“{label}” cannot be empty."), label=shown.label, field=name)
    if shown.refers:
        return _reference(session, shown, value)
    typed = _typed(shown, value)
    return _SPECIAL[name](typed, shown) if name in _SPECIAL else typed


def text(value: str, *, long: bool = False) -> str:
    """Return typed text without what no eye sees: outer blanks, control characters, halves of letters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "\n\t" if long else ""
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in kept for letter in value):
        value = "".join(
            letter
            if letter in kept
            else {"Cc": " ", "Cs": "\ufffd"}.get(unicodedata.category(letter), letter)
            for letter in value
        )
    return value.strip()


def tags(value: Any) -> Tags:
    """Return ``value`` (words, or one text parted by semicolons) as tags, each once, in order."""
    if value is None:
        return Tags()
    words = value.split(";") if isinstance(value, str) else value
    if not isinstance(words, list | tuple | set | frozenset) or not all(isinstance(w, str) for w in words):
        raise Refused(mark("Tags are words, parted by semicolons."), field="tags")
    cleaned = (text(word).replace(";", ",") for word in (sorted(words) if isinstance(words, set) else words))
    found = Tags(dict.fromkeys(word for word in cleaned if word))
    if len(";".join(found)) > LONGEST_TEXT:
        raise Refused(mark("These are too many tags."), field="tags")
    return found


def bare_domain(value: str) -> str:
    """Return the domain of a web address or of a domain: without scheme, www., port and path, in small."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", value.strip().lower())
    bare = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    return re.sub(r":\d*$", "", bare).removeprefix("www.").rstrip(".")


def new(session: Session, entity: type[Base], values: Mapping[str, Any], *, flush: bool = True) -> Any:
    """Make a record of ``entity`` from typed ``values`` and add it to the session.

    It has its id at once, unless ``flush`` waits for rules that look at the record as a whole.
    """
    ready: dict[str, Any] = {}
    for name, value in values.items():
        if not name.startswith(OWN):
            ready[name] = checked(session, entity, name, value)
    for slot in fields(entity):
        if (
            slot.init
            and slot.default is MISSING
            and slot.default_factory is MISSING
            and slot.name not in ready
        ):
            raise Refused(mark("“{label}” cannot be empty."), label=label(entity, slot.name), field=slot.name)
    record = entity(**ready)
    for name, value in values.items():
        if name.startswith(OWN):
            _put_own(session, record, name, value)
    session.add(record)
    if flush:
        session.flush()
    return record


def put(session: Session, record: Base, values: Mapping[str, Any]) -> set[str]:
    """Write typed ``values`` into ``record``; return the names of the fields that changed by it."""
    changed = set()
    with session.no_autoflush:  # rules that look at several fields come after all of them are written
        for name, value in values.items():
            if name.startswith(OWN):
                if _put_own(session, record, name, value):
                    changed.add(name)
                continue
            typed = checked(session, type(record), name, value)
            if getattr(record, name) != typed:
                setattr(record, name, typed)
                changed.add(name)
    return changed


def own_checked(own: OwnField, value: Any) -> Any:
    """Return ``value`` as the user's own field keeps it in JSON; None when it is to be empty.

    Dates are kept as ISO text, money as minor units of the book's currency, a percentage as its number.
    """
    if isinstance(value, str):
        value = text(value, long=own.kind is OwnKind.LONG_TEXT)
    if value is None or value == "":
        return None
    kept = _own_typed(own, value)
    if kept is None:
        raise Refused(
            mark("“{value}” does not fit the field “{label}”."),
            value=_brief(value),
            label=own.name,
            field=OWN + own.name,
        )
    return kept


def label(entity: type[Base], name: str) -> str:
    """Return the English label of a field, to be translated where it is shown."""
    return next((shown.label for shown in fields_of(entity) if shown.name == name), name)


def day(value: Any, name: str, shown: str) -> date:
    """Return ``value`` as a day that a book can hold."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Refused(mark("“{label}” needs a date."), label=shown, field=name)
    if not EARLIEST <= value <= LATEST:
        raise Refused(
            mark("{day} is too far away for “{label}”."), day=value.isoformat(), label=shown, field=name
        )
    return value


def found(session: Session, entity: type[T], record_id: Any) -> T:
    """Return the record, also one in the bin; refuse an id that the book does not know."""
    record = session.get(entity, record_id) if isinstance(record_id, int) and abs(record_id) < 2**63 else None
    if record is None:
        raise Refused(mark("This record is no longer in the book."))
    return record


def many(session: Session, entity: type[T], ids: Any) -> list[T]:
    """Return the records of ``ids`` in that order, each once; refuse unknown ones."""
    wanted = list(dict.fromkeys(ids))
    if not all(isinstance(each, int) and abs(each) < 2**63 for each in wanted):
        raise Refused(mark("This record is no longer in the book."))
    key = entity.__table__.c.id
    by_id: dict[int, T] = {}
    for at in range(0, len(wanted), 500):  # SQLite bounds the number of values in one statement
        rows = session.scalars(sa.select(entity).where(key.in_(wanted[at : at + 500])))
        by_id.update((row.id, row) for row in rows)
    if len(by_id) < len(wanted):
        raise Refused(mark("This record is no longer in the book."))
    return [by_id[each] for each in wanted]


def _put_own(session: Session, record: Base, name: str, value: Any) -> bool:
    on = _OWNERS.get(type(record))
    own = session.scalar(
        sa.select(OwnField).where(OwnField.entity == on, OwnField.name == name.removeprefix(OWN))
    )
    if on is None or own is None or not isinstance(record, Account | Partner | Contract):
        raise Refused(mark("There is no field “{field}” here."), field=name)
    kept = own_checked(own, value)
    before = record.own or {}
    after = {key: held for key, held in before.items() if key != own.name}
    if kept is not None:
        after[own.name] = kept
    if after == before:
        return False
    record.own = after or None
    return True


def _own_typed(own: OwnField, value: Any) -> Any:
    number = _finite(value)
    match own.kind:
        case OwnKind.TEXT | OwnKind.LINK:
            return value if isinstance(value, str) and len(value) <= LONGEST_LINE else None
        case OwnKind.LONG_TEXT:
            return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
        case OwnKind.NUMBER | OwnKind.PERCENT:
            return None if number is None else _number(number)
        case OwnKind.MONEY:
            fits = number is not None and abs(number) <= LARGEST and number == int(number)
            return int(value) if fits else None
        case OwnKind.DATE:
            return day(value, OWN + own.name, own.name).isoformat()
        case OwnKind.YES_NO:
            return value if isinstance(value, bool) else None
    return value if value in choices_of(own) else None  # one of a list


def choices_of(own: OwnField) -> list[str]:
    """Return what may be chosen in an own field of the kind *one of a list*."""
    return [line.strip() for line in (own.choices or "").splitlines() if line.strip()]


def _number(value: int | float) -> int | float | None:
    if abs(value) > _FARTHEST:
        return None
    return int(value) if value == int(value) else float(value)


def _typed(shown: Field, value: Any) -> Any:
    kind = shown.kind
    if issubclass(kind, Choice):
        try:
            return kind(value)  # type: ignore[call-arg]  # the label belongs to the members
        except ValueError:
            raise _unfit(shown, value) from None
    if kind is str:
        if not isinstance(value, str):
            raise _unfit(shown, value)
        if len(value) > (LONGEST_TEXT if shown.long else LONGEST_LINE):
            raise Refused(mark("The text in “{label}” is too long."), label=shown.label, field=shown.name)
        return value
    if kind is date:
        return day(value, shown.name, shown.label)
    if kind is bool:
        if not isinstance(value, bool):
            raise _unfit(shown, value)
        return value
    if kind is float:
        return _real(shown, value)
    return _whole(shown, value, LARGEST if kind is Money else 2**31)


def _whole(shown: Field, value: Any, largest: int) -> int:
    number = _finite(value)
    if number is None:
        raise _unfit(shown, value)
    if abs(number) > largest:
        raise Refused(mark("The number in “{label}” is too large."), label=shown.label, field=shown.name)
    if number != int(number):
        raise Refused(mark("“{label}” needs a whole number."), label=shown.label, field=shown.name)
    return int(number)


def _real(shown: Field, value: Any) -> float:
    number = _finite(value)
    if number is None:
        raise _unfit(shown, value)
    if abs(number) > _FARTHEST:
        raise Refused(mark("The number in “{label}” is too large."), label=shown.label, field=shown.name)
    return float(number)


def _finite(value: Any) -> int | float | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            if not value.is_finite():
                return None
            return int(value) if value == value.to_integral_value() else float(value)
    return None


def _reference(session: Session, shown: Field, value: Any) -> int:
    entity = next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == shown.refers)
    known = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    record = session.get(entity, value) if known else None
    if record is None or getattr(record, "deleted_on", None) is not None:
        raise Refused(
            mark("What “{label}” points at is not in the book."), label=shown.label, field=shown.name
        )
    return int(value)


def _unfit(shown: Field, value: Any) -> Refused:
    return Refused(
        mark("“{value}” does not fit the field “{label}”."),
        value=_brief(value),
        label=shown.label,
        field=shown.name,
    )


def _brief(value: Any) -> str:
    return "…" if isinstance(value, int) and abs(value) > 10**40 else str(value)[:80]


def _domain(value: str, shown: Field) -> str:
    bare = bare_domain(value)
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", bare):
        raise Refused(
            mark("“{value}” is not a domain such as example.com."), value=value[:80], field=shown.name
        )
    return bare


def _email(value: str, shown: Field) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise Refused(mark("“{value}” is not an e-mail address."), value=value[:80], field=shown.name)
    return value


def _currency(value: str, shown: Field) -> str:
    return currency(value, shown.name)


def currency(value: Any, name: str = "currency") -> str:
    """Return an ISO 4217 code in capitals."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in CURRENCIES:
        raise Refused(mark("“{value}” is not a currency such as EUR."), value=_brief(value), field=name)
    return code


def _country(value: str, shown: Field) -> str:  # noqa: ARG001  every rule gets the field
    return value.upper() if re.fullmatch(r"[A-Za-z]{2}", value) else value


def _count(value: float, shown: Field) -> float:
    if value < 0:
        raise Refused(mark("“{label}” cannot be below zero."), label=shown.label, field=shown.name)
    if value > _LONGEST and shown.name in _DAYS:
        raise Refused(mark("The number in “{label}” is too large."), label=shown.label, field=shown.name)
    return value


_SPECIAL: dict[str, Any] = {
    "domain": _domain,
    "email": _email,
    "currency": _currency,
    "country": _country,
    **dict.fromkeys(_COUNTS, _count),
}
