"""How an export names another record: by the text that an import would find again, and nothing else."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import rows
from csdesk.book.taking_links import domain_of, same_name, short_id


class References:
    """Texts for keys to accounts, partners, products, contacts and contracts; each kind is read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[int, str]] = {}

    def texts(self, kind: str, ids: Sequence[int | None]) -> list[str]:
        """Return the text for each id, "" for none and for records in the bin."""
        known = self.of(kind)
        return ["" if each is None else known.get(each, "") for each in ids]

    def of(self, kind: str) -> dict[int, str]:
        """Return record id → text for a kind."""
        if kind not in self._known:
            make = {"contract": self._contracts, "contact": self._contacts, "product": self._products}
            self._known[kind] = make[kind]() if kind in make else self._organisations(kind)
        return self._known[kind]

    def _rows(self, kind: str, *names: str) -> list[tuple[Any, ...]]:
        listed = ",".join(("id", *names))
        query = f"SELECT {listed} FROM {kind} WHERE deleted_on IS NULL"
        return rows.raw(self._session).execute(query).fetchall()

    def _organisations(self, kind: str) -> dict[int, str]:
        found = self._rows(kind, "external_id", "domain", "name")
        ids = Counter(short_id(row[1]) for row in found if row[1])
        domains = Counter(domain_of(row[2]) for row in found if row[2])
        names = Counter(same_name(row[3]) for row in found)
        result = {}
        for record_id, external_id, domain, name in found:
            if external_id and ids[short_id(external_id)] == 1:
                result[record_id] = external_id
            elif domain and domains[domain_of(domain)] == 1 and short_id(domain) not in ids:
                result[record_id] = domain
            elif names[same_name(name)] == 1 and short_id(name) not in ids and domain_of(name) not in domains:
                result[record_id] = name
            else:
                result[record_id] = f"#{record_id}"
        return result

    def _products(self) -> dict[int, str]:
        found = self._rows("product", "external_id", "name")
        ids = Counter(short_id(row[1]) for row in found if row[1])
        names = Counter(same_name(row[2]) for row in found)
        result = {}
        for record_id, external_id, name in found:
            if external_id and ids[short_id(external_id)] == 1:
                result[record_id] = external_id
            else:
                alone = names[same_name(name)] == 1 and short_id(name) not in ids
                result[record_id] = name if alone else f"#{record_id}"
        return result

    def _contacts(self) -> dict[int, str]:
        found = self._rows("contact", "external_id", "email", "name", "account_id")
        ids = Counter(short_id(row[1]) for row in found if row[1])
        mails = Counter(row[2].casefold() for row in found if row[2])
        names = Counter((row[4], same_name(row[3])) for row in found)
        result = {}
        for record_id, external_id, email, name, account in found:
            if external_id and ids[short_id(external_id)] == 1:
                result[record_id] = external_id
            elif email and mails[email.casefold()] == 1 and short_id(email) not in ids:
                result[record_id] = email
            else:
                taken = short_id(name) in ids or name.casefold() in mails
                alone = account is not None and names[account, same_name(name)] == 1 and not taken
                result[record_id] = name if alone else f"#{record_id}"
        return result

    def _contracts(self) -> dict[int, str]:
        found = self._rows("contract", "external_id", "start", "account_id")
        ids = Counter(short_id(row[1]) for row in found if row[1])
        starts = Counter((row[2], row[3]) for row in found)
        accounts = self.of("account")
        result = {}
        for record_id, external_id, start, account in found:
            if external_id and ids[short_id(external_id)] == 1:
                result[record_id] = external_id
            elif starts[start, account] == 1 and account in accounts:
                result[record_id] = f"{start} {accounts[account]}"
            else:
                result[record_id] = f"#{record_id}"
        return result
