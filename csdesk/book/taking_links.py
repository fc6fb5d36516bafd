"""Which record of the book a text of the file means: by id, domain, e-mail, name, or another record."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book.taking_shelf import Shelf
from csdesk.book.values import bare_domain
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contact, Contract, Partner, Product

_RECORD = re.compile(r"#(\d{1,18})")  # how an export names a record that nothing else tells apart
_SALESFORCE = re.compile(r"[A-Za-z0-9]{15}(?:[A-Z0-5]{3})")
_BARE = re.compile(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def same_name(text: str) -> str:
    """Return a name as it is compared: without case and with single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def keep_spelling(values: dict[str, Any], found: Sequence[int], *stronger: str) -> None:
    """Leave a name as the book spells it where it is what the record was found by."""
    if found and not any(values.get(key) for key in stronger):
        values.pop("name", None)


def domain_of(text: str) -> str:
    """Return a domain as it is compared; most stand in the book that way."""
    return text if _BARE.fullmatch(text) else bare_domain(text)


def short_id(text: str) -> str:
    """Return the 15 letters of a Salesforce id of 18, whose last three only repeat the case of the others."""
    if len(text) != 18 or not _SALESFORCE.fullmatch(text):
        return text
    check = "".join(
        _BITS[sum(1 << at for at, letter in enumerate(text[five : five + 5]) if letter.isupper())]
        for five in (0, 5, 10)
    )
    return text[:15] if text[15:] == check else text


class Index:
    """Finds the records of one shelf by what may name them; follows the shelf as it grows."""

    def __init__(self, shelf: Shelf, keys: Sequence[str]) -> None:
        self.shelf = shelf
        self._keys = frozenset(keys)
        self._by: dict[str, defaultdict[Any, list[int]]] = {}  # of the keys asked for so far

    def enter(self, record_id: int) -> None:
        """Take up a record under its present values."""
        row = self.shelf.rows[record_id]
        for key, known in self._by.items():
            if value := _normal(key, row[key]):
                found = known[value]
                if record_id not in found:
                    found.append(record_id)

    def forget(self, record_id: int) -> None:
        """Take back the record added last."""
        row = self.shelf.rows[record_id]
        for key, known in self._by.items():
            if value := _normal(key, row[key]):
                known[value].remove(record_id)
        self.shelf.withdraw(record_id)

    def by(self, key: str, text: Any) -> list[int]:
        """Return the records whose ``key`` is ``text`` now."""
        wanted = _normal(key, text)
        found = self._of(key).get(wanted) if wanted else None
        if not found:
            return []
        if not self.shelf.has_changes:
            return found
        rows = self.shelf.rows  # what was entered may be so no longer
        return [each for each in found if rows[each][key] == text or _normal(key, rows[each][key]) == wanted]

    def _of(self, key: str) -> defaultdict[Any, list[int]]:
        """Return the records by ``key``; read when it is first asked for."""
        if key not in self._by:
            assert key in self._keys  # noqa: S101  only these are searched
            known = self._by[key] = defaultdict(list)
            for record_id, row in self.shelf.rows.items():
                if value := _normal(key, row[key]):
                    known[value].append(record_id)
        return self._by[key]

    def by_number(self, text: str) -> list[int]:
        """Return the record that ``#12`` names."""
        found = _RECORD.fullmatch(text)
        return [int(found[1])] if found and int(found[1]) in self.shelf.rows else []


_NORMAL: dict[str, Callable[[str], str]] = {
    "external_id": short_id,
    "domain": domain_of,
    "email": str.casefold,
    "name": same_name,
}


def _normal(key: str, value: Any) -> Any:
    """Return a value as it is compared; keys to other records as they are."""
    return _NORMAL[key](value) if value and key in _NORMAL else value


class Links:
    """The records that rows may name. Each shelf is read when first asked for."""

    def __init__(self, session: Session, *, create_missing: bool) -> None:
        self._session = session
        self._create = create_missing
        self._indexes: dict[type, Index] = {}
        self._made: list[tuple[Any, str, int]] = []  # by the row under way
        self.missing: Counter[str] = Counter()
        self.created: Counter[str] = Counter()

    def index(self, entity: Any) -> Index:
        """Return the index of accounts, contacts, contracts, products or partners."""
        if entity not in self._indexes:
            keys = {
                Account: ("external_id", "domain", "name"),
                Contact: ("external_id", "email", "account_id", "partner_id"),
                Contract: ("external_id", "account_id"),
                Product: ("external_id", "name"),
                Partner: ("external_id", "domain", "name"),
            }[entity]
            self._indexes[entity] = Index(Shelf(self._session, entity), keys)
        return self._indexes[entity]

    def shelf(self, entity: Any) -> Shelf:
        return self.index(entity).shelf

    def account(self, *texts: Any) -> int | None:
        """Return the account the first text that names one means; None without any text."""
        return self._organisation(Account, "accounts", mark("There is no account “{text}”."), texts)

    def partner(self, text: Any) -> int | None:
        """Return the partner a text means."""
        return self._organisation(Partner, "partners", mark("There is no partner “{text}”."), (text,))

    def _organisation(self, entity: Any, kind: str, nobody: str, texts: Sequence[Any]) -> int | None:
        given = [text for text in texts if isinstance(text, str) and text]
        if not given:
            return None
        index = self.index(entity)
        for text in given:
            for one in (text, *(part.strip() for part in text.split(";") if ";" in text)):
                found = (
                    index.by("external_id", one)
                    or (index.by("domain", one) if "." in one else [])
                    or index.by("name", one)
                    or index.by_number(one)
                )
                if len(found) == 1:
                    return found[0]
                if found:
                    raise Refused(mark("“{text}” can be several records; give an id."), text=one[:80])
        if not self._create:
            self.missing[given[0]] += 1
            raise Refused(nobody, text=given[0][:80])
        return self._make(entity, kind, {"external_id": given[0], "name": given[-1]})

    def product(self, text: Any) -> int | None:
        """Return the product a text means; an unknown one is added, for it is a mere word."""
        if not isinstance(text, str) or not text:
            return None
        found = self.known_product(text)
        return self._make(Product, "products", {"name": text}) if found is None else found

    def known_product(self, text: Any) -> int | None:
        """Return the product a text means, None for no text and for an unknown one."""
        if not isinstance(text, str) or not text:
            return None
        index = self.index(Product)
        found = index.by("external_id", text) or index.by("name", text) or index.by_number(text)
        return found[0] if found else None

    def contract(self, text: str) -> int:
        """Return the contract a text means: its id, or the day it starts and its account."""
        index = self.index(Contract)
        if found := index.by("external_id", text) or index.by_number(text) or self._by_start(text):
            if len(found) == 1:
                return found[0]
            raise Refused(mark("“{text}” can be several records; give an id."), text=text[:80])
        self.missing[text] += 1
        raise Refused(mark("There is no contract “{text}”."), text=text[:80])

    def _by_start(self, text: str) -> list[int]:
        start, _, account = text.partition(" ")
        try:
            date.fromisoformat(start)
        except ValueError:
            return []
        accounts = self.index(Account)
        owners = (
            accounts.by("external_id", account)
            or accounts.by("domain", account)
            or accounts.by("name", account)
            or accounts.by_number(account)
        )
        contracts = self.index(Contract)
        return [
            each
            for owner in owners
            for each in contracts.by("account_id", owner)
            if contracts.shelf.rows[each]["start"] == start
        ]

    def contact(self, text: str, account_id: int | None, partner_id: int | None = None) -> int | None:
        """Return the contact a text means: id, e-mail, or the name of one of the account; None for nobody."""
        index = self.index(Contact)
        if found := index.by("external_id", text) or index.by("email", text) or index.by_number(text):
            return found[0]
        wanted = same_name(text)
        around = index.by("account_id", account_id) if account_id else index.by("partner_id", partner_id)
        named = [each for each in around if same_name(index.shelf.rows[each]["name"]) == wanted]
        return named[0] if len(named) == 1 else None

    def keep(self) -> None:
        """Keep what was made for a row: it is taken."""
        self._made = []

    def withdraw(self) -> None:
        """Forget what was made for a row: it is refused."""
        for entity, kind, record_id in reversed(self._made):
            self._indexes[entity].forget(record_id)
            self.created[kind] -= 1
        self._made = []

    def _make(self, entity: Any, kind: str, values: dict[str, Any]) -> int:
        index = self.index(entity)
        record_id = index.shelf.add(index.shelf.sound(values))
        index.enter(record_id)
        self._made.append((entity, kind, record_id))
        self.created[kind] += 1
        return record_id

    def flush(self) -> None:
        """Write the records of all shelves, those that others point at first."""
        for entity in (Account, Partner, Product, Contact, Contract):
            if entity in self._indexes:
                self._indexes[entity].shelf.flush()
