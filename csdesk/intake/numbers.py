"""Numbers as people write them. The decimal sign is decided per column, over all of its rows."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# where a sign names one currency; "$" and "kr" name several and are settled elsewhere
SIGNS = {
    sign: code
    for code, signs in {
        "BRL": "R$",
        "USD": "US$ U$S U$D USD$",
        "EUR": "€",
        "GBP": "£",
        "JPY": "¥ ￥",
        "INR": "₹ Rs. Rs",
        "PLN": "zł",
        "CZK": "Kč",
        "TRY": "₺",
        "RUB": "₽",
        "KRW": "₩",
        "ILS": "₪",
        "THB": "฿",
        "VND": "₫",
        "UAH": "₴",
        "PEN": "S/ S/.",
        "MXN": "MX$ Mex$",
        "AUD": "AU$ A$",
        "CAD": "CA$ C$",
        "NZD": "NZ$",
        "HKD": "HK$",
        "TWD": "NT$",
        "SGD": "S$",
        "PHP": "₱",
        "NGN": "₦",
        "CRC": "₡",
        "PYG": "₲",
        "CHF": "Fr. SFr.",
        "HUF": "Ft",
        "ARS": "AR$ ARS$",
        "COP": "COL$ COP$",
        "CLP": "CL$ CLP$",
        "UYU": "$U UY$",
        "DOP": "RD$",
        "BOB": "Bs. Bs",
    }.items()
    for sign in signs.split()
}
DOLLARS = frozenset(  # currencies that are written "$" at home
    (
        *("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "BSD"),
        *("BBD", "BZD", "FJD", "JMD", "NAD", "TTD"),
    )
)
CROWNS = frozenset(("SEK", "NOK", "DKK", "ISK"))

_BLANKS = re.compile(r"[\s'’´`]+")  # \s holds U+00A0 and U+202F
_PARTED = re.compile(r"\d{1,3}(?:[\s'’´`]\d{3})+(?:[.,]\d+)?")  # 1 000 000,00
_SIMPLE = re.compile(r"-?\d+(?:[.,]\d+)?")  # most numbers of most files
_SHAPE = re.compile(r"(?P<digits>\d[\d.,]*|[.,]\d+)(?P<power>[eE][+-]?\d{1,3})?")
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
_MARKS = sorted((*SIGNS, "$", "kr.", "kr"), key=len, reverse=True)
_MARK = re.compile("|".join(re.escape(mark) for mark in _MARKS), re.IGNORECASE)
_CANONICAL = {mark.casefold(): mark for mark in _MARKS}
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Token:
    """A cell taken apart: its sign, the digits with separators as written, currency mark, per cent."""

    negative: bool
    digits: str
    power: str
    currency: str
    percent: bool


@dataclass(frozen=True, slots=True)
class Decimals:
    """What a column says of its decimal sign: ``sign`` "." or ",", or ambiguous."""

    sign: str
    ambiguous: bool


def token(text: str) -> Token | None:
    """Take a number apart; None where the text is none. ``currency`` is a mark or an ISO code."""
    if _SIMPLE.fullmatch(text):
        return Token(text[0] == "-", text.lstrip("-"), "", "", percent=False)
    rest = text.translate(_MINUS).strip()
    negative = percent = False
    if rest.startswith("(") and rest.endswith(")"):
        negative, rest = True, rest[1:-1]
    currency = ""
    if found := _MARK.search(rest):
        currency = _CANONICAL[found[0].casefold()]
        rest = rest[: found.start()] + " " + rest[found.end() :]
    elif code := _CODE.search(rest):
        currency = code[1].upper()
        rest = rest[: code.start()] + " " + rest[code.end() :]
    if "%" in rest:
        percent, rest = True, rest.replace("%", "", 1)
    rest = rest.strip()
    if rest.endswith((",-", ".-")):  # 70,- € has no cents
        rest = rest[:-2]
    if rest[:1] in ("-", "+"):
        negative, rest = negative != (rest[0] == "-"), rest[1:].strip()
    elif rest.endswith("-"):
        negative, rest = True, rest[:-1].strip()
    if rest.startswith("(") and rest.endswith(")"):  # € (1.234,50)
        negative, rest = True, rest[1:-1]
    rest = rest.strip()
    if _BLANKS.search(rest):
        if not _PARTED.fullmatch(rest):
            return None
        rest = _BLANKS.sub("", rest)
    if not (shape := _SHAPE.fullmatch(rest)):
        return None
    return Token(negative, shape["digits"], shape["power"] or "", currency, percent)


def decimals(tokens: Iterable[Token]) -> Decimals:
    """Decide the decimal sign of a column; ambiguous where a separator always has three digits behind it."""
    votes: Counter[str] = Counter()
    unclear: set[str] = set()
    for item in tokens:
        decided, sign = _evidence(item)
        if decided:
            votes[sign] += 1
        elif sign:
            unclear.add(sign)
    if votes:
        return Decimals("," if votes[","] > votes["."] else ".", ambiguous=False)
    return Decimals("." if unclear != {"."} else ",", ambiguous=bool(unclear))


def _evidence(item: Token) -> tuple[bool, str]:
    """Return (True, the decimal sign this number proves), or (False, the separator it leaves open)."""
    digits = item.digits
    point, comma = digits.count("."), digits.count(",")
    if point and comma:
        return True, "." if digits.rfind(".") > digits.rfind(",") else ","
    if not point and not comma:
        return False, ""
    sign, other = (".", ",") if point else (",", ".")
    if point + comma > 1:
        return True, other  # a sign that comes twice parts thousands
    whole, _, fraction = digits.partition(sign)
    if len(fraction) != 3 or len(whole) > 3 or whole in ("", "0") or whole.startswith("0") or item.power:
        return True, sign
    return False, sign


def number(item: Token, sign: str) -> Decimal | None:
    """Return the value of ``item`` when ``sign`` is the decimal sign; None where it contradicts."""
    digits = item.digits
    grouping = "," if sign == "." else "."
    whole, mark, fraction = digits.partition(sign)
    if sign in fraction or grouping in fraction:
        return None
    if grouping in whole:
        first, *groups = whole.split(grouping)
        if not _grouped(first, groups):
            return None
        whole = first + "".join(groups)
    try:
        value = Decimal(f"{whole or '0'}{'.' if mark else ''}{fraction}{item.power}")
    except InvalidOperation:
        return None
    return -value if item.negative else value


def _grouped(first: str, groups: list[str]) -> bool:
    """Thousands in threes, or the Indian way: the last group has three digits, those before it two."""
    if not 1 <= len(first) <= 3 or not groups or len(groups[-1]) != 3:
        return False
    before = {len(group) for group in groups[:-1]}
    return before <= {3} or (before == {2} and len(first) <= 2)
