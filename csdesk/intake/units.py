"""What a header says of its amounts: their currency, and whether they are thousands or millions."""

import re
from dataclasses import dataclass
from functools import cache

from csdesk.intake.numbers import SIGNS
from csdesk.model.currencies import CURRENCIES

_TAIL = re.compile(  # MRR (k€) · ARR in USD · refund_amount_usd · Valor mensal R$
    r"(?:\s*[(\[]\s*(?P<inside>[^()\[\]]+?)\s*[)\]]"
    r"|[\s_\-,/]+(?:(?:in|em|en)[\s_]+)?(?P<last>[^\s_\-,/()\[\]]+))$"
)
_IN = re.compile(r"^(?:in|em|en)\s+")
_THOUSANDS = (
    "k 000 000s '000 ’000 '000s tsd thousand thousands milhares miles tuhatta tuhansia tuhansina",
    "million millions milhões millones miljoonaa miljoonina mio mn",
)
_SCALES = {word: 10 ** (3 * n) for n, words in enumerate(_THOUSANDS, 1) for word in words.split()}
_BESIDE_A_MARK = {"": 1, **_SCALES, "t": 1_000, "mil": 1_000, "m": 1_000_000}
_MARKS = {mark.casefold(): mark for mark in (*SIGNS, *CURRENCIES, "$", "kr", "kr.")}
_LONGEST_FIRST = sorted(_MARKS, key=len, reverse=True)


_WORDS = frozenset(("all", "top", "try", "cup"))  # codes that are words too: only when written as codes


@dataclass(frozen=True, slots=True)
class Unit:
    """``name``: the header without its unit; ``currency``: a sign or code, "" for none; ``scale``."""

    name: str
    currency: str = ""
    scale: int = 1


@cache
def unit(header: str) -> Unit:
    """Take the unit off a header: "ARR (k€)" is "ARR" in "€" times 1000."""
    text = header.strip()
    if not (tail := _TAIL.search(text)):
        return Unit(text)
    name = text[: tail.start()]
    written = _IN.sub("", " ".join((tail["inside"] or tail["last"]).split()))
    said = written.casefold()
    if said in _SCALES and (tail["inside"] or said == "k"):
        return Unit(name, "", _SCALES[said])
    for mark in _LONGEST_FIRST:
        if (said.startswith(mark) or said.endswith(mark)) and (said not in _WORDS or written.isupper()):
            rest = said.removeprefix(mark) if said.startswith(mark) else said.removesuffix(mark)
            if (scale := _BESIDE_A_MARK.get(rest.strip())) is not None:
                return Unit(name, _MARKS[mark], scale)
    return Unit(text)
