"""What the sample book is told from: the cast, their words and the stories, read from resources/sample."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, TypeVar

from csdesk.model import Choice
from csdesk.paths import resource

C = TypeVar("C", bound=Choice)

LANGUAGES = {"BR": "BR", "ES": "ES", "FI": "FI", "PT": "PT", "DE": "DE", "GB": "EN", "US": "EN"}
CURRENCIES = {"BR": "BRL", "ES": "EUR", "FI": "EUR", "PT": "EUR", "DE": "EUR", "MX": "MXN"}


@dataclass(frozen=True, slots=True)
class Story:
    """A life one recognises: what it is called, whose it is, what happens, and the events written for it."""

    name: str
    account: str
    words: str
    partner: str = ""
    people: tuple[tuple[Any, ...], ...] = ()
    events: tuple[tuple[int, str, int, str], ...] = ()


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resource(f"sample/{name}.toml").read_text(encoding="utf-8"))


@cache
def cast() -> dict[str, Any]:
    """Return companies, partners, products and names of people."""
    return _load("cast")


@cache
def words() -> dict[str, Any]:
    """Return what is said in activities, tickets, surveys and farewells."""
    return _load("words")


@cache
def stories() -> tuple[Story, ...]:
    """Return the stories in the order in which they are told."""
    return tuple(
        Story(
            told["name"],
            told["account"],
            told["words"],
            told.get("partner", ""),
            tuple(tuple(person) for person in told.get("people", ())),
            tuple((days, kind, minutes, text) for days, kind, minutes, text in told["events"]),
        )
        for told in _load("stories")["story"]
    )


def crowd(country: str) -> str:
    """Return the key of the names used in ``country``; all of Latin America but Brazil shares one."""
    return LANGUAGES.get(country, "LA")


def currency_of(country: str) -> str:
    """Return what a customer of ``country`` pays in: its own money or, elsewhere, dollars."""
    return CURRENCIES.get(country, "USD")


def language_of(country: str) -> str:
    """Return the language to write to people of ``country`` in."""
    return str(cast()["people"][crowd(country)]["language"])


def spoken(texts: Iterable[str], country: str, *, well: bool = True) -> list[str]:
    """Return those of ``texts`` that are said in ``country``: the English ones and those in its language.

    Texts marked with “+” are said only where all goes ``well``.
    """
    mine = language_of(country)[:2]
    parted = (text.rpartition("|") for text in texts)
    found = (text for language, _, text in parted if language in ("", mine))
    return [text.removeprefix("+") for text in found if well or not text.startswith("+")]


def unsaid(rng: Random, texts: Sequence[str], said: Counter[str]) -> str:
    """Return one of the ``texts`` said least often so far, and count it: nobody repeats themselves soon."""
    least = min(said[text] for text in texts)
    text = rng.choice([text for text in texts if said[text] == least])
    said[text] += 1
    return text


def chosen(kind: type[C], value: str) -> C:
    """Return the choice of ``kind`` that is stored as ``value``."""
    return next(member for member in kind if member.value == value)
