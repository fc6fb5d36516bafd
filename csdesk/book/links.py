"""Links and files: web addresses, mail addresses and paths that belong to an account or a partner."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Link

_WEB = ("http", "https")


def add(session: Session, **values: Any) -> int:
    """Add a link and return its id."""
    return records.add(session, Link, values, _rule, mark("Add a link of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Change a link."""
    records.change(session, Link, record_id, values, _rule, mark("Change a link of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove links; the files they point at stay where they are."""
    return records.remove(session, Link, ids, mark("Remove {count} links of {name}"))


def listing(
    session: Session, *, account_id: int | None = None, partner_id: int | None = None
) -> Sequence[Link]:
    """Return the links of an account or a partner, by title."""
    mine = Link.account_id == account_id if account_id is not None else Link.partner_id == partner_id
    found = session.scalars(sa.select(Link).where(mine)).all()
    return sorted(found, key=lambda link: ((link.title or link.target).casefold(), link.id))


def checked(target: str) -> str:
    """Return a target that may be opened: http, https, mailto or a path; anything else is refused.

    A bare domain is taken as a web address; schemes that could run something never pass.
    """
    if re.match(r"[A-Za-z]:[\\/]", target) or target.startswith(("/", "~/", "./", "../", "\\\\")):
        return target
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", target)
    if scheme is None:
        if re.fullmatch(r"(www\.)?[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}(/\S*)?", target) and (
            "/" in target or target.startswith("www.")
        ):
            return f"https://{target}"
        return target
    word = scheme[1].lower()
    try:
        parts = urlsplit(target)
        good = (word in _WEB and bool(parts.hostname)) or (word == "mailto" and "@" in parts.path)
    except ValueError:
        good = False
    if not good or re.search(r"\s", target):
        raise Refused(
            mark("“{value}” is neither a web address, a mail address nor a path."),
            value=target[:80],
            field="target",
        )
    return target


def _rule(_session: Session, link: Link) -> None:
    link.target = checked(link.target)
