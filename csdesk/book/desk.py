"""The settings of the book: its name and currency, who uses it and in which roles, and every policy."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Rate, Role, Setting


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its name as on the command line, its words, what it is without a word from the user.

    ``choices`` are the values it may have, empty where it is free.
    """

    name: str
    label: str
    default: str
    choices: tuple[str, ...] = ()
    policy: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """Who sits at the desk, and which of the seven roles they play."""

    name: str | None
    roles: tuple[Role, ...]


_OWN: tuple[Key, ...] = (
    Key("name", mark("Name of the book"), ""),
    Key("currency", mark("Currency of the book"), "EUR"),
    Key("fiscal_start", mark("First month of the fiscal year"), "1", tuple(str(n) for n in range(1, 13))),
    Key("user_name", mark("Your name"), ""),
    Key("user_roles", mark("Your roles"), ""),
    Key("locale", mark("Numbers and dates"), ""),
)
_BY_NAME = {key.name: key for key in _OWN}


@cache
def known_keys() -> tuple[Key, ...]:
    """Return every setting there is, the policies last."""
    from csdesk.metrics.policy import POLICIES, MetricPolicy  # not for the first page: it brings numpy

    usual = MetricPolicy().as_text()
    return (
        *_OWN,
        *(
            Key(each.key, each.label, usual[each.key], each.choices, policy=True)
            for each in POLICIES.values()
        ),
    )


def settings(session: Session) -> dict[str, str]:
    """Return every setting as text, with the default where nothing was set."""
    there = {row.key: row.value for row in session.execute(sa.select(Setting.key, Setting.value))}
    return {key.name: there.get(key.name, key.default) for key in known_keys()}


def get(session: Session, name: str) -> str:
    """Return one setting as text."""
    key = _key(name)
    value = session.scalar(sa.select(Setting.value).where(Setting.key == key.name))
    return key.default if value is None else value


def set_value(session: Session, name: str, value: str) -> None:
    """Set one setting from text; refuses a key or a value that does not exist."""
    _set(session, _key(name), value)
    name_deed(session, mark("Set {key}"), key=name)


def user(session: Session) -> User:
    """Return who sits at the desk."""
    held = get(session, "user_roles").split(",")
    roles = tuple(role for role in Role if role.value in held)
    return User(get(session, "user_name") or None, roles)


def set_user(session: Session, *, name: str, roles: Iterable[Role]) -> None:
    """Say who sits at the desk, and in which roles."""
    _set(session, _BY_NAME["user_name"], name)
    _set(session, _BY_NAME["user_roles"], ",".join(roles))
    name_deed(session, mark("Set your name and roles"))


def is_new(session: Session) -> bool:
    """Tell whether the first three questions have not been answered yet."""
    return session.scalar(sa.select(Setting.id).where(Setting.key == "user_name")) is None


def first_run(
    session: Session, *, name: str, roles: Iterable[Role], currency: str, fiscal_start: int
) -> None:
    """Take the answers to the first three questions."""
    _set(session, _BY_NAME["currency"], currency)
    _set(session, _BY_NAME["fiscal_start"], str(fiscal_start))
    set_user(session, name=name, roles=roles)
    name_deed(session, mark("Set up the book"))


def _key(name: str) -> Key:
    if name in _BY_NAME:
        return _BY_NAME[name]
    for key in known_keys():
        if key.name == name:
            return key
    known = ", ".join(key.name for key in known_keys())
    raise Refused(mark("There is no setting “{key}”. There are: {list}."), key=name, list=known)


def _set(session: Session, key: Key, value: str) -> None:
    value = _read(key, value)
    if key.name == "currency" and value != get(session, "currency"):
        _rebase(session, get(session, "currency"), value)
    row = session.scalar(sa.select(Setting).where(Setting.key == key.name))
    if row is None:
        session.add(Setting(key=key.name, value=value))
    else:
        row.value = value
    session.flush()


def _read(key: Key, value: str) -> str:
    value = typed.text(value)
    if len(value) > typed.LONGEST_LINE:
        raise Refused(mark("The text in “{label}” is too long."), label=key.label, field=key.name)
    if key.policy:
        return _policy(key.name, value)
    match key.name:
        case "currency":
            return typed.currency(value)
        case "fiscal_start":
            if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 12:
                raise Refused(mark("The fiscal year starts in a month from 1 to 12."), field=key.name)
            return str(int(value))
        case "user_roles":
            return _roles(value)
        case "locale":
            if not re.fullmatch(r"([A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*)?", value):
                raise Refused(
                    mark("“{value}” is not a locale such as pt_BR."), value=value[:80], field=key.name
                )
            return value.replace("-", "_")
        case "name" if not value:
            raise Refused(mark("“{label}” cannot be empty."), label=key.label, field=key.name)
    return value


def _policy(name: str, text: str) -> str:
    """Write a policy in the one way that is stored, so that “true” and “yes” are the same."""
    from csdesk.metrics.policy import MetricPolicy

    return MetricPolicy.of({name: text}).as_text()[name]


def _roles(text: str) -> str:
    found = []
    for word in filter(None, (part.strip().lower() for part in text.split(","))):
        if word not in {role.value for role in Role}:
            raise Refused(
                mark("“{value}” is no role. There are: {list}."),
                value=word[:80],
                list=", ".join(role.value for role in Role),
                field="user_roles",
            )
        found.append(word)
    return ",".join(role.value for role in Role if role.value in found)


def _rebase(session: Session, old: str, new: str) -> None:
    """Write the rates anew in the new currency, so that every amount is worth what it was."""
    rates = session.scalars(sa.select(Rate)).all()
    base = {rate.month: rate for rate in rates if rate.currency == new}
    if missing := sorted({rate.month for rate in rates} - set(base)):
        raise Refused(
            mark(
                "The rates of the book cannot be written in {currency}: there is no rate of it for {month}."
            ),
            currency=new,
            month=missing[0].strftime("%Y-%m"),
            field="currency",
        )
    worth = {month: rate.rate for month, rate in base.items()}
    for rate in rates:
        if rate.currency == new:
            rate.currency, rate.rate = old, 1 / worth[rate.month]
        else:
            rate.rate /= worth[rate.month]
    session.flush()
