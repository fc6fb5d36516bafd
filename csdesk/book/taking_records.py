"""Rows of which each is one record: contacts, products, partners, tickets, surveys, invoices and so on."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import surveys
from csdesk.book.taking_links import Index, Links, keep_spelling, same_name
from csdesk.book.taking_row import Decision, Later, Once
from csdesk.book.taking_shelf import Children, Shelf, Unsettled
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Activity,
    Churn,
    Contact,
    Contract,
    Invoice,
    Link,
    Partner,
    Product,
    Rate,
    SurveyResponse,
    Ticket,
)
from csdesk.model.draft import CLEARED, Batch, Note


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of a kind are found: by ``id``, else by the fields ``key``; ``exact``: by all fields."""

    entity: Any
    id: str
    key: tuple[str, ...]
    exact: bool = False


KINDS = {
    "contacts": Kind(Contact, "external_id", ()),
    "products": Kind(Product, "external_id", ("name",)),
    "partners": Kind(Partner, "external_id", ("name",)),
    "tickets": Kind(Ticket, "external_id", ("account_id", "opened_on"), exact=True),
    "surveys": Kind(SurveyResponse, "external_id", ("account_id", "partner_id", "answered_on"), exact=True),
    "invoices": Kind(Invoice, "number", ("account_id", "issued_on"), exact=True),
    "activities": Kind(Activity, "external_id", ("account_id", "partner_id", "type", "day", "text")),
    "churns": Kind(Churn, "external_id", ("account_id", "day")),
    "rates": Kind(Rate, "", ("month", "currency")),
}
_INDEXED = (Contact, Product, Partner)


class RecordTaker:
    """Takes rows of which each is one record."""

    def __init__(self, session: Session, batch: Batch, links: Links, currency: str) -> None:
        self._kind = KINDS[batch.kind]
        self._links = links
        self._match = batch.match
        self._currency = currency
        entity = self._kind.entity
        self._index: Index | None = links.index(entity) if entity in _INDEXED else None
        self.shelf = self._index.shelf if self._index else Shelf(session, entity)
        self._by_id: defaultdict[Any, list[int]] = defaultdict(list)
        self._by_key: defaultdict[Any, list[int]] = defaultdict(list)
        self.warnings: list[Note] = []
        self._once = Once()
        self._link_entries = (
            Children(session, Link, "partner_id", ("target", "title")) if entity is Partner else None
        )
        for record_id in self.shelf.rows:
            self._enter(record_id)

    def decide(self, line: int, given: Mapping[str, Any]) -> Decision:
        """Decide what becomes of a row; nothing is written yet."""
        values = dict(given)
        links = values.pop("links", None)
        later = self._resolve(line, values)
        if rule := _RULES.get(self._kind.entity):
            rule(values, self._currency)
        values = self.shelf.sound(values)
        candidates, exact = self._candidates(values)
        if self._index is not None and not self._match:
            keep_spelling(values, candidates, "external_id", "email")
        if not candidates or exact:
            self._whole(values, known=bool(candidates) and not exact)
        part = self.shelf.settle(line, values, candidates, exact=exact)
        decision = Decision(self._name(values), part, later=later)
        if links is not None and self._link_entries is not None:
            record_id = part.record_id or self.shelf.next_id
            entries, children = () if links is CLEARED else links, self._link_entries
            self._once.say(decision, line, record_id, entries)
            if children.differ(record_id, entries):
                decision.note("links", children.of(record_id), children.stored(entries))
                decision.then.append(lambda: children.put(record_id, entries))
        decision.then.append(lambda: self._enter(part.record_id))
        return decision

    def flush(self) -> None:
        """Write the records, unless the links write them."""
        if self._index is None:
            self.shelf.flush()
        if self._link_entries is not None:
            self._link_entries.flush()

    def _resolve(self, line: int, values: dict[str, Any]) -> list[Later]:
        """Turn the texts of links into ids; keys to the same kind wait until the whole file is read."""
        later = []
        account = self._links.account(values.pop("account_id", None), values.pop("account_name", None))
        if "partner_id" in values and values["partner_id"] is not CLEARED:
            values["partner_id"] = self._links.partner(values["partner_id"])
        if "contract_id" in values and values["contract_id"] is not CLEARED:
            contract = values["contract_id"] = self._links.contract(values["contract_id"])
            owner = self._links.shelf(Contract).rows[contract]["account_id"]
            if account not in (None, owner):
                raise Refused(mark("The contract belongs to another account."))
            account = owner
        email = values.get("email", values.get("contact_id"))
        if "contact_id" in values and values["contact_id"] is not CLEARED:
            text = values.pop("contact_id")
            contact = self._links.contact(text, account, values.get("partner_id"))
            if contact is None:
                self._links.missing[text] += 1
                said = {"line": line, "text": text[:80]}
                self.warnings.append(Note(mark("Line {line}: no contact “{text}”; left empty."), said))
            else:
                values["contact_id"] = contact
                row = self._links.shelf(Contact).rows[contact]
                account = account or row["account_id"]
        if account is None and values.get("partner_id") is None and not self._find_id(values):
            account = self._by_mail(email)
        if account is not None:
            values["account_id"] = account
        if values.get("successor_id") is not None:
            later.append(Later(self.shelf, "successor_id", values.pop("successor_id")))
        return later

    def _by_mail(self, email: Any) -> int | None:
        """Find the account nobody gave by the domain of a person's e-mail address."""
        if not isinstance(email, str) or "@" not in email:
            return None
        if self._links.index(Contact).by("email", email):  # known already, and where it belongs
            return None
        found = self._links.index(Account).by("domain", email.rpartition("@")[2])
        return found[0] if len(found) == 1 else None

    def _find_id(self, values: Mapping[str, Any]) -> list[int]:
        given = values.get(self._kind.id) if self._kind.id else None
        return self._by_id.get(given, []) if given else []

    def _candidates(self, values: Mapping[str, Any]) -> tuple[list[int], bool]:
        """Return the records a row can mean, and whether only one that says just the same counts."""
        if self._match and self._kind.entity in _INDEXED:
            return self._matched(values), False
        if found := self._find_id(values):
            return found, False
        has_id = bool(self._kind.id and values.get(self._kind.id))
        if has_id and self._kind.exact:
            return [], False
        found = self._contacts(values) if self._kind.entity is Contact else self._keyed(values)
        if has_id:
            found = [each for each in found if not self.shelf.rows[each][self._kind.id]]
        return found, self._kind.exact

    def _matched(self, values: Mapping[str, Any]) -> list[int]:
        assert self._index is not None  # noqa: S101  only kinds with an index are matched by a chosen key
        if not values.get(self._match):
            raise Refused(mark("The row has no {key} to match by."), key=self._match)
        if self._kind.entity is Contact and self._match == "name":
            return self._named(values)
        return self._index.by(self._match, values[self._match])

    def _contacts(self, values: Mapping[str, Any]) -> list[int]:
        assert self._index is not None  # noqa: S101  contacts have one
        if email := values.get("email"):
            found = self._index.by("email", email)
            mine = [each for each in found if self.shelf.rows[each]["account_id"] == values.get("account_id")]
            if found:
                return mine or found
            return [each for each in self._named(values) if not self.shelf.rows[each]["email"]]
        return self._named(values)

    def _named(self, values: Mapping[str, Any]) -> list[int]:
        assert self._index is not None  # noqa: S101  contacts have one
        name = values.get("name")
        if not name:
            return []
        account, partner = values.get("account_id"), values.get("partner_id")
        around = self._index.by("account_id", account) or self._index.by("partner_id", partner)
        return [each for each in around if same_name(self.shelf.rows[each]["name"]) == same_name(name)]

    def _keyed(self, values: Mapping[str, Any]) -> list[int]:
        wanted = (values.get(name, self.shelf.absent(name)) for name in self._kind.key)
        return self._by_key.get(tuple(map(_plain, self._kind.key, wanted)), [])

    def _enter(self, record_id: int) -> None:
        row = self.shelf.rows[record_id]
        if self._index is not None:
            self._index.enter(record_id)
        given = row[self._kind.id] if self._kind.id else None
        if given and record_id not in self._by_id[given]:
            self._by_id[given].append(record_id)
        if self._kind.key:
            mine = self._by_key[tuple(_plain(name, row[name]) for name in self._kind.key)]
            if record_id not in mine:
                mine.append(record_id)

    def _whole(self, values: dict[str, Any], *, known: bool) -> None:
        """Fill what a new record may lack, and refuse what it must not."""
        entity = self._kind.entity
        if entity is Contact and not values.get("name") and values.get("email"):
            values["name"] = values["email"]
        owned = values.get("account_id") or values.get("partner_id")
        if not known and not owned and entity in (Contact, Activity, Ticket, Invoice, Churn, SurveyResponse):
            raise Unsettled(mark("The row names no account."))

    def _name(self, values: Mapping[str, Any]) -> str:
        for name in (self._kind.id, "name", "email", "subject", "month", "day"):
            if name and values.get(name):
                value = values[name]
                return value.isoformat() if isinstance(value, date) else str(value)
        return ""


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if name == "name" and isinstance(value, str):
        return same_name(value)
    return str(value) if isinstance(value, str) else value


def _survey(values: dict[str, Any], _currency: str) -> None:
    if values.get("kind") in (None, CLEARED) or values.get("score") in (None, CLEARED):
        return
    if values.get("scale") in (None, CLEARED):
        values["scale"] = surveys.SCALES[values["kind"].value]
    values["scale"] = surveys.within(values["score"], values["scale"], "score", "scale")


def _ticket(values: dict[str, Any], _currency: str) -> None:
    opened, closed = values.get("opened_on"), values.get("closed_on")
    if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
        raise Refused(mark("The ticket was closed before it was opened."))
    score, scale = values.get("satisfaction"), values.get("satisfaction_scale")
    if isinstance(scale, str) and isinstance(score, float):
        values["satisfaction_scale"] = surveys.within(score, scale, "satisfaction", "satisfaction_scale")


def _rate(values: dict[str, Any], currency: str) -> None:
    if values.get("currency") == currency:
        raise Refused(mark("{currency} is the book's own currency, so its rate is 1."), currency=currency)
    rate = values.get("rate")
    if isinstance(rate, float) and not 1e-9 <= rate <= 1e9:
        raise Refused(mark("A rate is a number above zero."))


_RULES: dict[Any, Callable[[dict[str, Any], str], None]] = {
    SurveyResponse: _survey,
    Ticket: _ticket,
    Rate: _rate,
}
