"""Cells that hold several dated entries, as the export writes them: steps, pauses, discounts, histories."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from csdesk.intake.words import choice
from csdesk.model import Role, decimals
from csdesk.model.cells import unpack

Entry = tuple[Any, ...]


def half_up(scaled: Decimal) -> int:
    """Return the nearest whole number, halves away from zero."""
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def read(name: str, cell: str, currency: str) -> Any:
    """Return the entries of the cell of field ``name``; a ValueError where they cannot be read."""
    parts, entry = _READERS[name.rpartition(".")[2]]
    found = [entry([*words, *[""] * (parts - len(words))], currency) for words in unpack(cell, parts)]
    return dict(found) if name == "attributes" else tuple(found)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _needed(text: str) -> date:
    return date.fromisoformat(text)


def _money(text: str, currency: str) -> int:
    try:
        return half_up(Decimal(text).scaleb(decimals(currency)))
    except InvalidOperation as error:
        raise ValueError(text) from error


def _step(words: list[str], currency: str) -> Entry:
    since, amount, quantity, seats = words
    return (
        _needed(since),
        _money(amount, currency),
        int(quantity) if quantity else 1,
        int(seats) if seats else None,
    )


def _pause(words: list[str], _currency: str) -> Entry:
    return _needed(words[0]), _day(words[1])


def _discount(words: list[str], currency: str) -> Entry:
    """Read (percent in hundredths, amount, since, until); one of the first two is None."""
    off, since, until = words
    if off.endswith("%"):
        try:
            percent = half_up(Decimal(off[:-1]) * 100)
        except InvalidOperation as error:
            raise ValueError(off) from error
        if not 0 <= percent <= 10_000:
            raise ValueError(off)
        return percent, None, _day(since), _day(until)
    return None, _money(off, currency), _day(since), _day(until)


def _since(words: list[str], _currency: str) -> Entry:
    return _needed(words[0]), words[1] or None


def _role(words: list[str], _currency: str) -> Entry:
    role, since, until, person = words
    known = choice(Role, role)
    if known is None or not person:
        raise ValueError(role)
    return known, person, _day(since), _day(until)


def _link(words: list[str], _currency: str) -> Entry:
    target, title = words
    if not target:
        raise ValueError(title)
    return target, title or None


def _health(words: list[str], _currency: str) -> Entry:
    day, measure, value, note = words
    if not measure or not value:
        raise ValueError(measure)
    return _needed(day), measure, value, note or None


def _attribute(words: list[str], _currency: str) -> Entry:
    name, value = words
    if not name:
        raise ValueError(value)
    return name, {"true": True, "false": False}.get(value, value)


_READERS: Mapping[str, tuple[int, Callable[[list[str], str], Entry]]] = {
    "steps": (4, _step),
    "pauses": (2, _pause),
    "discounts": (3, _discount),
    "owner_history": (2, _since),
    "tier_history": (2, _since),
    "segment_history": (2, _since),
    "country_history": (2, _since),
    "owner_roles": (4, _role),
    "links": (2, _link),
    "health_inputs": (4, _health),
    "attributes": (2, _attribute),
}
