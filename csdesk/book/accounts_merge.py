"""Two accounts that are one: likely pairs, and the merge that sums their histories."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import setwise
from csdesk.book import values as typed
from csdesk.book.finding import plain
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Churn,
    Contact,
    Contract,
    Dated,
    DatedValue,
    HealthInput,
    Invoice,
    Link,
    OwnerRole,
    SurveyResponse,
    Tags,
    Ticket,
    UsageReading,
    fields_of,
)

# What a company's form is called at the end of its name, without points and strokes.
_ONE_WORD = """
    ab ag aps as asa bv co company corp corporation cv doo eirl eireli epp eurl gmbh inc incorporated kft kg
    kk lda limited llc llp lp ltd ltda me nv ohg ou oy oyj plc ry sa sarl sas sau sc sca se sl slu spa
    srl sro tmi ug zrt
"""
_FORMS = {(word,) for word in _ONE_WORD.split()} | {
    ("gmbh", "co", "kg"),
    ("pte", "ltd"),
    ("pty", "ltd"),
    ("pvt", "ltd"),
    ("s", "a"),
    ("s", "de", "rl"),
    ("s", "de", "rl", "de", "cv"),
    ("sa", "de", "cv"),
    ("sapi", "de", "cv"),
    ("sp", "z", "oo"),
}
_LONGEST_FORM = max(len(form) for form in _FORMS)
_SHARED_DOMAINS = frozenset(
    ("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "live.com", "proton.me", "gmx.de")
)
_NEIGHBOURS = 12  # names that stand so near in the alphabet are compared letter by letter
_ALIKE = 92
_MOVED = (Contract, Contact, UsageReading, Ticket, SurveyResponse, Invoice, Activity, Churn)
_FILLED = (
    "external_id",
    "domain",
    "industry",
    "region",
    "city",
    "phone",
    "currency",
    "source",
    "stage",
    "icp_fit",
    "why_bought",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts that may be one: by which likeness (``domain`` or ``name``), of 100."""

    first_id: int
    first_name: str
    second_id: int
    second_name: str
    why: str
    likeness: int


def bare_name(name: str) -> str:
    """Return a company's name without its legal form, case, accents and punctuation."""
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"[./'’]", "", plain(name))).split()
    cut = True
    while cut:
        cut = False
        for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
            if tuple(words[-length:]) in _FORMS:
                del words[-length:]
                cut = True
                break
    if len(words) > 1 and words[0] in {"oy", "ab"}:
        del words[0]
    return " ".join(words)


def duplicates(session: Session, limit: int = 200) -> list[Pair]:
    """Return pairs of accounts that share a domain or, but for the legal form, a name; the surest first."""
    query = sa.select(Account.id, Account.name, Account.domain).where(Account.deleted_on.is_(None))
    rows = [tuple(row) for row in session.execute(query.order_by(Account.id))]
    pairs: dict[tuple[int, int], Pair] = {}
    for one, other, why, likeness in (*_same_domain(rows), *_same_name(rows), *_near_name(rows)):
        key = (one[0], other[0])
        if key not in pairs:
            pairs[key] = Pair(one[0], one[1], other[0], other[1], why, likeness)
    ordered = sorted(pairs.values(), key=lambda pair: (-pair.likeness, pair.first_id, pair.second_id))
    return ordered[:limit]


def merge(session: Session, keep_id: int, gone_id: int, *, today: date) -> None:
    """Move all that ``gone`` has to ``keep``, fill what is blank there, and lay the empty one in the bin."""
    keep, gone = (typed.found(session, Account, each) for each in (keep_id, gone_id))
    if keep is gone:
        raise Refused(mark("An account cannot be merged with itself."))
    for account in (keep, gone):
        if account.deleted_on is not None:
            raise Refused(mark("{name} is in the bin. Bring it back first."), name=account.name)
    session.flush()
    _merge_dated(session, keep, gone)
    _fill(keep, gone)
    _merge_parents(session, keep, gone)
    _merge_health(session, keep, gone)
    _merge_roles(session, keep, gone)
    _merge_links(session, keep, gone)
    gone.deleted_on = today
    for entity in _MOVED:
        ids = session.scalars(sa.select(entity.id).where(entity.account_id == gone.id)).all()
        setwise.change(session, entity, {each: {"account_id": keep.id} for each in ids})
    _merge_people(session, keep)
    name_deed(session, mark("Merge {gone} into {keep}"), gone=gone.name, keep=keep.name)


def _fill(keep: Account, gone: Account) -> None:
    for name in _FILLED:
        if getattr(keep, name) is None:
            setattr(keep, name, getattr(gone, name))
    if keep.external_id == gone.external_id:
        gone.external_id = None  # it is the other's now, and tells only one account
    keep.signed_up_on = min(
        (day for day in (keep.signed_up_on, gone.signed_up_on) if day is not None), default=None
    )
    if keep.next_step is None and keep.next_step_on is None:
        keep.next_step, keep.next_step_on = gone.next_step, gone.next_step_on
    keep.tags = Tags(dict.fromkeys((*keep.tags, *gone.tags)))
    if gone.notes and gone.notes not in (keep.notes or ""):
        keep.notes = f"{keep.notes}\n\n{gone.notes}" if keep.notes else gone.notes
    keep.own = {**(gone.own or {}), **(keep.own or {})} or None


def _merge_dated(session: Session, keep: Account, gone: Account) -> None:
    """Keep what the kept one knows, with what the other knew of the time before it in front."""
    query = sa.select(DatedValue).order_by(DatedValue.since)
    for what in Dated:
        mine, theirs = (
            session.scalars(query.where(DatedValue.account_id == each.id, DatedValue.what == what)).all()
            for each in (keep, gone)
        )
        blank = not mine and getattr(keep, what.value) is None
        if blank:
            setattr(keep, what.value, getattr(gone, what.value))
        for entry in theirs:
            if blank or (mine and entry.since < mine[0].since):
                entry.account_id = keep.id
            else:
                session.delete(entry)
    session.flush()


def _merge_parents(session: Session, keep: Account, gone: Account) -> None:
    for child in session.scalars(sa.select(Account).where(Account.parent_id == gone.id)):
        child.parent_id = keep.id if child is not keep else None
    if keep.parent_id is None and gone.parent_id not in {keep.id, None}:
        above = session.get(Account, gone.parent_id)
        seen = set()
        while above is not None and above is not keep and above.id not in seen:
            seen.add(above.id)
            above = session.get(Account, above.parent_id or 0)
        if above is not keep:
            keep.parent_id = gone.parent_id
    gone.parent_id = None


def _merge_health(session: Session, keep: Account, gone: Account) -> None:
    """Keep, of two values of one measure on one day, the kept account's, with a note of the other."""
    mine = {
        (each.measure, each.day): each
        for each in session.scalars(sa.select(HealthInput).where(HealthInput.account_id == keep.id))
    }
    for theirs in session.scalars(sa.select(HealthInput).where(HealthInput.account_id == gone.id)):
        same = mine.get((theirs.measure, theirs.day))
        if same is None:
            theirs.account_id = keep.id
            continue
        if theirs.value != same.value or theirs.note not in {None, same.note}:
            heard = f"{gone.name}: {theirs.value}" + (f", {theirs.note}" if theirs.note else "")
            same.note = f"{same.note}\n{heard}" if same.note else heard
        session.delete(theirs)


def _merge_roles(session: Session, keep: Account, gone: Account) -> None:
    mine = session.scalars(sa.select(OwnerRole).where(OwnerRole.account_id == keep.id)).all()
    by_key = {(each.role, each.person.casefold()): each for each in mine}
    for theirs in session.scalars(sa.select(OwnerRole).where(OwnerRole.account_id == gone.id)):
        same = by_key.get((theirs.role, theirs.person.casefold()))
        if same is None:
            theirs.account_id = keep.id
            continue
        same.since = min(same.since, theirs.since) if same.since and theirs.since else None
        same.until = max(same.until, theirs.until) if same.until and theirs.until else None
        session.delete(theirs)


def _merge_links(session: Session, keep: Account, gone: Account) -> None:
    known = set(session.scalars(sa.select(Link.target).where(Link.account_id == keep.id)))
    for link in session.scalars(sa.select(Link).where(Link.account_id == gone.id)):
        if link.target in known and link.partner_id is None:
            session.delete(link)
        else:
            link.account_id = keep.id


def _merge_people(session: Session, keep: Account) -> None:
    """Make one person of those known to both by the same e-mail address."""
    query = sa.select(Contact).where(Contact.account_id == keep.id, Contact.email.is_not(None))
    by_email: defaultdict[str, list[Contact]] = defaultdict(list)
    for contact in session.scalars(query.where(Contact.deleted_on.is_(None)).order_by(Contact.id)):
        by_email[(contact.email or "").casefold()].append(contact)
    for same in by_email.values():
        for gone in same[1:]:
            _merge_person(session, same[0], gone)


def _merge_person(session: Session, keep: Contact, gone: Contact) -> None:
    latest = max((day for day in (keep.last_contact_on, gone.last_contact_on) if day), default=None)
    for shown in fields_of(Contact):
        if getattr(keep, shown.name) is None:
            setattr(keep, shown.name, getattr(gone, shown.name))
    keep.last_contact_on = latest
    if gone.notes and gone.notes not in (keep.notes or ""):
        keep.notes = f"{keep.notes}\n\n{gone.notes}"
    if keep.successor_id in {keep.id, gone.id}:
        keep.successor_id = None
    pointing: tuple[tuple[Any, str], ...] = (
        (Ticket, "contact_id"),
        (SurveyResponse, "contact_id"),
        (Contact, "successor_id"),
    )
    for entity, column in pointing:
        for record in session.scalars(sa.select(entity).where(getattr(entity, column) == gone.id)):
            setattr(record, column, keep.id)
    session.flush()
    session.delete(gone)
    session.flush()


def _same_domain(rows: Sequence[Any]) -> Iterator[tuple[Any, Any, str, int]]:
    by_domain: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row[2] and row[2] not in _SHARED_DOMAINS:
            by_domain[row[2]].append(row)
    for same in by_domain.values():
        yield from ((same[0], other, "domain", 100) for other in same[1:])


def _same_name(rows: Sequence[Any]) -> Iterator[tuple[Any, Any, str, int]]:
    by_name: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if bare := bare_name(row[1]):
            by_name[bare].append(row)
    for same in by_name.values():
        yield from ((same[0], other, "name", 99) for other in same[1:])


def _near_name(rows: Sequence[Any]) -> Iterator[tuple[Any, Any, str, int]]:
    from rapidfuzz import fuzz  # costs 30 ms that only this question needs

    named = [(bare, re.sub(r"\D", "", bare), row) for row in rows if len(bare := bare_name(row[1])) > 4]
    for key in (lambda each: each[0], lambda each: each[0][::-1]):
        ordered = sorted(named, key=key)
        for at, (bare, digits, row) in enumerate(ordered):
            for other_bare, other_digits, other in ordered[at + 1 : at + _NEIGHBOURS]:
                if digits != other_digits or bare == other_bare:
                    continue  # “Shop 12” is not “Shop 13”
                if (likeness := fuzz.ratio(bare, other_bare, score_cutoff=_ALIKE)) > 0:
                    first, second = sorted((row, other), key=lambda each: int(each[0]))
                    yield first, second, "name", min(int(likeness), 98)
