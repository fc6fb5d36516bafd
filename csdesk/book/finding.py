"""Finding one account or partner by what somebody typed: id, external id, domain or name."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book.values import bare_domain
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Partner

_SHOWN = 10


def account(session: Session, text: str) -> int:
    """Return the id of the one account that ``text`` means; several or none are refused, with the list."""
    return _one(
        session,
        Account,
        text,
        none=mark("No account is called “{text}”."),
        near=mark("No account is called “{text}”. Did you mean: {list}?"),
        several=mark("“{text}” can be several accounts: {list}."),
    )


def partner(session: Session, text: str) -> int:
    """Return the id of the one partner that ``text`` means; several or none are refused, with the list."""
    return _one(
        session,
        Partner,
        text,
        none=mark("No partner is called “{text}”."),
        near=mark("No partner is called “{text}”. Did you mean: {list}?"),
        several=mark("“{text}” can be several partners: {list}."),
    )


def _one(session: Session, entity: type[Any], text: str, *, none: str, near: str, several: str) -> int:
    wanted = text.strip()
    query = sa.select(entity.id, entity.external_id, entity.name, entity.domain)
    rows = session.execute(query.where(entity.deleted_on.is_(None)).order_by(entity.name, entity.id)).all()
    small, domain = plain(wanted), bare_domain(wanted)
    ways: tuple[Callable[[Any], bool], ...] = (
        lambda row: row.external_id == wanted,
        lambda row: str(row.id) == wanted,
        lambda row: row.domain == domain,
        lambda row: plain(row.name) == small,
    )
    for way in ways if small else ():
        hits = [row for row in rows if way(row)]
        if len(hits) == 1:
            return int(hits[0].id)
        if hits:
            raise Refused(several, text=wanted, list=_listed(hits))
    if close := [row for row in rows if small and small in plain(row.name)] or _alike(rows, small):
        raise Refused(near, text=wanted[:80], list=_listed(close))
    raise Refused(none, text=wanted[:80])


def plain(text: str) -> str:
    """Return ``text`` without case and accents, so that “oljy” finds “Öljy”."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).strip()


def _alike(rows: Sequence[Any], small: str) -> list[Any]:
    from rapidfuzz import fuzz, process  # only where somebody mistyped

    names = [plain(row.name) for row in rows]
    hits = process.extract(small, names, scorer=fuzz.ratio, limit=_SHOWN, score_cutoff=75) if small else []
    return [rows[at] for _, _, at in hits]


def _listed(rows: Sequence[Any]) -> str:
    words = [f"{row.name} ({row.external_id or row.id})" for row in rows[:_SHOWN]]
    return "; ".join(words) + (" …" if len(rows) > _SHOWN else "")
