"""One column → typed values, decided over all of its rows; what cannot be read says why."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from typing import Any

from csdesk.i18n import mark
from csdesk.intake import dates, numbers, words
from csdesk.intake.numbers import Token
from csdesk.intake.targets import Target
from csdesk.intake.text import Literal, as_text, literal, value_of
from csdesk.model import Choice, ContractKind, Tags
from csdesk.model.cells import clean
from csdesk.model.currencies import CURRENCIES
from csdesk.model.draft import CLEARED, Note

_SHORTENED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)  # 1.82E+10: a spreadsheet cut the id
_EXACT = 10**15  # beyond, a spreadsheet keeps no digits
_AS_SAID = frozenset(("text", "long", "measure", "pack"))
_APART = (bool, Literal)  # True is no 1 here, and a guarded word is no plain one
_TERM = re.compile(r"(\d+)\s*(\w*)\.?")
_CLOCKED = {"minutes": 1, "first_response_minutes": 1, "resolution_hours": 60}
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
_YEARS = ("y", "a", "v")  # years, años, anos, vuotta
_OUTER = re.compile(r"^(?:zcrm_)")
_DOMAIN_TRIM = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manner:
    """How ambiguous values are read: what was named, else what was settled for this header before."""

    day_first: bool | None = None
    decimal: str = ""
    zone: tzinfo | None = None


@dataclass(slots=True)
class Typed:
    """The values of a column (None: no value; CLEARED; a Note: unreadable), and how they were read.

    ``question`` is "day_order" or "decimal" where the values alone do not decide; there are no values then.
    """

    values: list[Any]
    order: str = ""
    decimal: str = ""
    question: str = ""
    currencies: frozenset[str] = frozenset()
    settled: bool = False  # an ambiguity that a named or remembered setting decided


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as written: the number and its sign or code ("" where none stands beside it)."""

    value: Decimal
    currency: str


def read(target: Target, cells: Sequence[object], manner: Manner) -> Typed:
    """Read a column as the type of ``target``."""
    said = _said(cells)
    if minutes := _CLOCKED.get(target.name):
        said = [_length(value, minutes) for value in said]
    if target.form in ("date", "month", "day"):
        return _dates(said, manner, target.form)
    if target.form in ("number", "whole", "money"):
        return _numbers(said, target.form, manner)
    if target.form == "choice" and target.choices is not None:
        return Typed(_each(said, _choice_reader(target.choices)))
    if target.form == "won":
        return Typed(_won(said))
    if target.form in _AS_SAID and all(value.__class__ is str or value is None for value in said):
        return Typed(said)
    return Typed(_each(said, _READERS[target.form]))


def _length(value: Any, minutes: int) -> Any:
    """Return a length of time written 01:30 or 01:30:00 as a number of ``minutes`` each."""
    if not isinstance(value, str) or not (found := _CLOCK.fullmatch(value)):
        return value
    hours, past, seconds = (int(part or 0) for part in found.groups())
    length = (hours * 3600 + past * 60 + seconds) / 60 / minutes
    return round(length) if minutes == 1 else length


def looks_like(cells: Sequence[object]) -> str:
    """Return "yes_no", "number", "date" or "text" for a column that nobody named."""
    distinct = set(filter(_is_value, _said(cells)))
    if not distinct:
        return "text"
    texts = {each for each in distinct if isinstance(each, str)}
    if all(isinstance(each, bool) or (isinstance(each, str) and _is_yes_no(each)) for each in distinct):
        return "yes_no"
    if any(isinstance(each, bool) for each in distinct):
        return "text"
    tokens = {text: numbers.token(text) for text in texts}
    if all(tokens.values()) and all(not isinstance(each, date) for each in distinct):
        padded = any(re.match(r"[+]|0\d", text) for text in texts)  # a code or a telephone number
        found = numbers.decimals(token for token in tokens.values() if token)
        return "text" if padded else "unclear" if found.ambiguous else "number"
    if not any(isinstance(each, (int, float)) for each in distinct):
        order = dates.order(texts)
        read_date = dates.reader(day_first=order.first != "month")
        if not order.ambiguous and all(isinstance(read_date(each), date) for each in distinct):
            return "date"
    return "text"


def _is_value(value: object) -> bool:
    return value is not None and value is not CLEARED


def _is_yes_no(text: str) -> bool:
    return text not in ("0", "1", "x") and words.yes_or_no(text) is not None


def _said(cells: Sequence[object]) -> list[Any]:
    memo: dict[str, object] = {}
    said = []
    for cell in cells:
        if cell.__class__ is str:
            if cell in memo:
                said.append(memo[cell])
            else:
                said.append(memo.setdefault(cell, value_of(cell)))
        else:
            said.append(value_of(cell))
    return said


def _each(said: Iterable[Any], reader: Callable[[Any], Any]) -> list[Any]:
    """Read every value, equal texts once."""
    memo: dict[Any, Any] = {None: None, CLEARED: CLEARED}
    values = []
    for value in said:
        key = (value.__class__, value) if value.__class__ in _APART else value
        if key not in memo:
            memo[key] = reader(value)
        values.append(memo[key])
    return values


def _dates(said: list[Any], manner: Manner, form: str) -> Typed:
    order = dates.order({text for text in said if isinstance(text, str)})
    if order.ambiguous and manner.day_first is None:
        return Typed([], question="day_order")
    day_first = bool(manner.day_first) if order.ambiguous else order.first != "month"
    read_one = dates.reader(day_first=day_first, zone=manner.zone)

    def day_or_month(cell: object) -> date | Note | None:
        day = read_one(cell)
        return dates.month_of(cell, read_one) if isinstance(day, Note) else day

    readers: dict[str, Callable[[Any], Any]] = {
        "date": read_one,
        "month": lambda cell: dates.month_of(cell, read_one),
        "day": day_or_month,  # a month is its first day
    }
    values = _each(said, readers[form])
    shown = "" if not (order.first or order.ambiguous) else "day-first" if day_first else "month-first"
    return Typed(values, order=shown, settled=order.ambiguous)


def _numbers(said: list[Any], kind: str, manner: Manner) -> Typed:
    tokens: dict[str, Token | None] = {
        text: numbers.token(text) for text in {each for each in said if isinstance(each, str)}
    }
    found = numbers.decimals(token for token in tokens.values() if token)
    if found.ambiguous and not manner.decimal:
        return Typed([], question="decimal")
    sign = manner.decimal if found.ambiguous else found.sign

    def read_one(value: Any) -> Any:
        mark_, amount = "", _native(value)
        if isinstance(value, str) and (token := tokens[value]):
            mark_, amount = token.currency, numbers.number(token, sign)
            if token.percent and kind != "number":
                return Note(mark("“{text}” is a share, not an amount."), {"text": as_text(value)[:60]})
            if amount is None:
                said = {"text": as_text(value)[:60], "sign": sign}
                return Note(mark("“{text}” is no number where “{sign}” is the decimal sign."), said)
        if amount is None:
            return Note(mark("“{text}” is no number."), {"text": as_text(value)[:60]})
        if kind == "money":
            return Amount(amount, mark_)
        if abs(amount) >= _EXACT:
            return Note(mark("“{text}” is too large a number."), {"text": as_text(value)[:60]})
        if kind == "whole":
            if amount != amount.to_integral_value():
                return Note(mark("“{text}” is no whole number."), {"text": as_text(value)[:60]})
            return int(amount)
        return float(amount)

    separators = any(token and ("." in token.digits or "," in token.digits) for token in tokens.values())
    marks = frozenset(token.currency for token in tokens.values() if token and token.currency)
    return Typed(
        _each(said, read_one),
        decimal=sign if separators else "",
        currencies=marks,
        settled=found.ambiguous,
    )


def _native(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    return Decimal(repr(value)) if abs(value) != float("inf") else None


def _text(value: object) -> object:
    return literal(value)


def _id(value: object) -> object:
    if isinstance(value, float) and abs(value) >= _EXACT:
        return Note(mark("The id {text} lost digits in a spreadsheet."), {"text": f"{value:g}"})
    text = literal(value)
    if isinstance(text, str) and not isinstance(value, Literal):
        if _SHORTENED.fullmatch(text):
            return Note(mark("The id {text} lost digits in a spreadsheet."), {"text": text})
        return _OUTER.sub("", text)
    return text


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    found = words.yes_or_no(as_text(value))
    if found is None:
        return Note(mark("“{text}” is neither yes nor no."), {"text": as_text(value)[:60]})
    return found


def _choice_reader(kind: type[Choice]) -> Callable[[object], object]:
    def read_one(value: object) -> object:
        text = as_text(value)
        found = words.choice(kind, text)
        if found is None:
            known = ", ".join(str(member.value) for member in kind)
            return Note(mark("“{text}” is none of: {known}."), {"text": text[:60], "known": known})
        return found

    return read_one


def _outcome(text: str) -> object:
    """Return True for won, False for not won, trial or free where the word says so, None for other words."""
    kind = words.choice(ContractKind, text)
    return kind if kind in (ContractKind.TRIAL, ContractKind.FREE) else words.deal(text)


def _won(said: Sequence[Any]) -> list[Any]:
    """Read the stage of deals: one that is not won is no contract; words that nobody knows say nothing."""
    outcomes = {each: _outcome(as_text(each)) for each in set(filter(_is_value, said))}
    strict = True in outcomes.values()  # where some are won, the others are not

    def read_one(value: Any) -> Any:
        won = outcomes[value]
        if won is False or (won is None and strict):
            return Note(mark("“{text}” is a deal that is not won."), {"text": as_text(value)[:60]})
        return won

    return _each(said, read_one)


def _tags(value: object) -> object:
    text = as_text(value)
    sign = ";" if ";" in text or isinstance(value, Literal) else ","
    return Tags(dict.fromkeys(tag for word in text.split(sign) if (tag := clean(word))))


def _country(value: object) -> object:
    return str(value) if isinstance(value, Literal) else words.country(as_text(value))


def _currency(value: object) -> object:
    text = as_text(value)
    code = numbers.SIGNS.get(text, text.upper())
    if code not in CURRENCIES:
        code = words.currency(text)
    if code not in CURRENCIES:
        return Note(mark("“{text}” is not a currency such as EUR."), {"text": text[:60]})
    return code


def _email(value: object) -> object:
    text = as_text(value).removeprefix("mailto:")
    if "," in text or ";" in text:  # several in one cell: the first is the one to write to
        text = next(filter(None, re.split(r"[,;\s]+", text)), text)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        return Note(mark("“{text}” is not an e-mail address."), {"text": text[:60]})
    return text


def _domain(value: object) -> object:
    text = _DOMAIN_TRIM.sub("", as_text(value).lower())
    bare = re.split(r"[/?#:]", text, maxsplit=1)[0].rpartition("@")[2].removeprefix("www.").rstrip(".")
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", bare):
        return Note(mark("“{text}” is not a domain such as example.com."), {"text": as_text(value)[:60]})
    return bare


def _term(value: object) -> object:
    text = as_text(value)
    if not (found := _TERM.fullmatch(text)) or not 0 < int(found[1]) <= 600:
        return Note(mark("“{text}” is no number of months."), {"text": text[:60]})
    return int(found[1]) * (12 if found[2].casefold().startswith(_YEARS) else 1)


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "long": _text,
    "measure": _text,
    "pack": _text,
    "link": _id,
    "id": _id,
    "yes_no": _yes_no,
    "tags": _tags,
    "country": _country,
    "currency": _currency,
    "email": _email,
    "domain": _domain,
    "term": _term,
}
