"""Saved views: a way to look at a grid, under a name."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import SavedView


def listing(session: Session, page: str) -> Sequence[SavedView]:
    """Return the saved views of a page, in their order."""
    query = sa.select(SavedView).where(SavedView.page == page)
    return session.scalars(query.order_by(SavedView.position, SavedView.id)).all()


def save(session: Session, *, page: str, name: str, look: Mapping[str, Any]) -> int:
    """Save a view and return its id; one of the same name takes the new look."""
    name = _named(name)
    there = listing(session, page)
    view = next((each for each in there if each.name.casefold() == name.casefold()), None)
    if view is None:
        view = SavedView(page=page, name=name, look=dict(look), position=len(there))
        session.add(view)
    else:
        view.look = dict(look)
    session.flush()
    name_deed(session, mark("Save the view {name}"), name=name)
    return view.id


def rename(session: Session, view_id: int, name: str) -> None:
    """Give a view another name."""
    view = typed.found(session, SavedView, view_id)
    name = _named(name)
    for other in listing(session, view.page):
        if other is not view and other.name.casefold() == name.casefold():
            raise Refused(mark("There is already a view “{name}”."), name=name, field="name")
    view.name = name
    name_deed(session, mark("Rename the view {name}"), name=name)


def remove(session: Session, view_id: int) -> None:
    """Forget a view."""
    view = typed.found(session, SavedView, view_id)
    name_deed(session, mark("Remove the view {name}"), name=view.name)
    session.delete(view)


def _named(name: str) -> str:
    name = typed.text(name)
    if not name or len(name) > 80:
        raise Refused(mark("A view needs a name of at most 80 letters."), field="name")
    return name
