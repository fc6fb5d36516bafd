"""Partners: the verbs that add and change them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.book import values as typed
from csdesk.book.accounts import tagged
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Partner

_ONE_ONLY = ("name", "external_id", "domain")
_WORDS = ("owner", "tier", "country", "region", "city")


def add(session: Session, **values: Any) -> int:
    """Add a partner and return the id."""
    partner: Partner = typed.new(session, Partner, values, flush=False)
    _verify(session, partner)
    name_deed(session, mark("Add {name}"), name=partner.name)
    return partner.id


def change(session: Session, partner_id: int, **values: Any) -> None:
    """Change fields of a partner."""
    partner = typed.found(session, Partner, partner_id)
    typed.put(session, partner, values)
    _verify(session, partner)
    name_deed(session, mark("Change {name}"), name=partner.name)


def bulk_change(session: Session, ids: Sequence[int], field: str, value: Any) -> int:
    """Give ``field`` of several partners the same value; return how many changed.

    ``+tags`` and ``-tags`` add to the tags and take off; ``x:NAME`` is a field of the user's own.
    """
    partners = typed.many(session, Partner, ids)
    if field in _ONE_ONLY and len(partners) > 1:
        raise Refused(
            mark("“{label}” tells partners apart and cannot be the same for several."),
            label=typed.label(Partner, field),
            field=field,
        )
    count = 0
    for partner in partners:
        count += bool(typed.put(session, partner, tagged(partner.tags, field, value)))
        _verify(session, partner)
    name_deed(session, mark("Change {count} partners"), count=count)
    return count


def change_each(session: Session, changes: Mapping[int, Mapping[str, Any]]) -> int:
    """Give several partners values of their own, as a pasted range does; return how many changed."""
    partners = typed.many(session, Partner, changes)
    count = 0
    for partner in partners:
        count += bool(typed.put(session, partner, dict(changes[partner.id])))
        _verify(session, partner)
    name_deed(session, mark("Paste into {count} partners"), count=count)
    return count


def choices_of(session: Session, field: str) -> list[str]:
    """Return the words already used in a field of free words, for completion; nothing for other fields."""
    return records.words_used(session, Partner, field) if field in (*_WORDS, "tags") else []


def _verify(session: Session, partner: Partner) -> None:
    records.in_order(
        partner.agreement_start,
        partner.agreement_end,
        mark("An agreement cannot end before it begins."),
        "agreement_end",
    )
    if partner.external_id:
        with session.no_autoflush:
            same = sa.select(Partner).where(
                Partner.external_id == partner.external_id, Partner.deleted_on.is_(None)
            )
            for other in session.scalars(same):
                if other is not partner:
                    raise Refused(
                        mark("“{id}” is already the external id of {name}."),
                        id=partner.external_id,
                        name=other.name,
                        field="external_id",
                    )
    session.flush()
