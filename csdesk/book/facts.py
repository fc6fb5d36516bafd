"""Rows of the book as the plain columns that metrics compute on: few statements, no object per cell.

SQLite joins each column into one text (``group_concat``) and numpy reads it back: a third of the time that
fetching rows takes.
"""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from csdesk.book import desk, rows
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import (
    INTERVAL,
    KINDS,
    Contracts,
    Discounts,
    Facts,
    Grouping,
    Invoices,
    Rates,
    Spans,
    Steps,
)
from csdesk.metrics.groups import OF_ACCOUNT
from csdesk.model import decimals

Ints = npt.NDArray[np.int64]

_EPOCH = 719163  # the ordinal of 1 January 1970
_NO_DAY = "9999-12-31"  # stands for an open end on the way from SQLite
_KIND = "CASE kind " + " ".join(f"WHEN '{word}' THEN {code}" for word, code in KINDS.items()) + " END"
_PER = "CASE interval " + " ".join(f"WHEN '{word}' THEN {code}" for word, code in INTERVAL.items()) + " END"


def read(
    session: Session,
    *,
    by: str | None = None,
    invoices: bool = False,
    only: int | Collection[int] | None = None,
) -> Facts:
    """Return what revenue metrics need. ``by`` adds that grouping; ``only`` reads one account, or a few."""
    few = (only,) if isinstance(only, int) else only
    among = "" if few is None else f" IN ({','.join(str(int(each)) for each in few)})"
    one = among and f" AND account_id{among}"
    ids = _whole(session, "account", ("id",), "deleted_on IS NULL" + (among and f" AND id{among}"))["id"]
    settings = desk.settings(session)
    found = _texts(
        session,
        "contract",
        {
            "id": "id", "account": "account_id", "kind": _KIND, "interval": _PER, "amount": "amount",
            "quantity": "quantity", "product": "ifnull(product_id, -1)", "partner": "ifnull(partner_id, -1)",
            "renews": "ifnull(renews_id, -1)", "seats": "ifnull(seats, -1)", "auto_renews": "auto_renews",
            "past_due": "past_due", "currency": "currency", "start": "start",
            "end": f"ifnull(end_exclusive, '{_NO_DAY}')", "cancelled": f"ifnull(cancelled_on, '{_NO_DAY}')",
            "signed": "ifnull(signed_on, start)",
        },
        "deleted_on IS NULL" + one,
    )  # fmt: skip
    currencies, currency = _currencies(settings["currency"], found.pop("currency"))
    columns = {name: _days(found.pop(name)) for name in ("start", "end", "cancelled", "signed")}
    columns |= {name: _numbers(text) for name, text in found.items()} | {"currency": currency}
    columns["account"] = _Positions(ids).of(columns["account"])
    if (columns["account"] < 0).any():  # of accounts in the bin
        columns = {name: column[columns["account"] >= 0] for name, column in columns.items()}
    position = _Positions(columns["id"])
    columns["renews"] = position.of(columns["renews"])
    products: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    if by == "product":
        products, columns["product"] = _named(session, by, columns["product"])
    if by == "partner":
        partners, columns["partner"] = _named(session, by, columns["partner"])
    bills = Invoices()
    if invoices:
        bills, currencies = _invoices(session, ids, position, currencies, one)
    return Facts(
        account_ids=ids,
        contracts=Contracts(
            auto_renews=columns.pop("auto_renews") > 0, past_due=columns.pop("past_due") > 0, **columns
        ),
        currencies=currencies,
        decimals=tuple(decimals(code) for code in currencies),
        steps=_steps(session, position),
        pauses=_pauses(session, position),
        discounts=_discounts(session, position),
        rates=_rates(session, currencies),
        groupings={by: _grouping(session, ids, by)} if by in OF_ACCOUNT else {},
        products=products,
        partners=partners,
        invoices=bills,
        fiscal_start=int(settings["fiscal_start"]),
    )


class _Positions:
    """Where records stand in their column, by id."""

    def __init__(self, ids: Ints) -> None:
        self.order = np.argsort(ids, kind="stable")
        self.ids = ids[self.order]

    def of(self, wanted: Ints) -> Ints:
        """Return the positions of ids; −1 for those that are not there."""
        if not len(self.ids):
            return np.full(len(wanted), -1, np.int64)
        at = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.where(self.ids[at] == wanted, self.order[at], -1)


def _texts(session: Session, kind: str, columns: dict[str, str], where: str = "1") -> dict[str, str]:
    """Return each column of a table as one text, its values parted by commas, all in one order."""
    listed = ", ".join(f"group_concat({expression})" for expression in columns.values())
    query = f"SELECT {listed} FROM {kind} WHERE {where}"
    found = rows.raw(session).execute(query).fetchone()
    return {name: text or "" for name, text in zip(columns, found, strict=True)}


def _whole(session: Session, kind: str, columns: Sequence[str], where: str = "1") -> dict[str, Ints]:
    found = _texts(session, kind, {name: name for name in columns}, where)
    return {name: _numbers(text) for name, text in found.items()}


def _numbers(text: str) -> Ints:
    """Read whole numbers parted by commas."""
    return np.fromstring(text, np.int64, sep=",") if text else np.zeros(0, np.int64)


def _days(text: str) -> Ints:
    """Read ISO dates parted by commas as ordinals; the stand-in for an open end becomes ``NO_END``."""
    if not text:
        return np.zeros(0, np.int64)
    digits = np.frombuffer((text + ",").encode("ascii"), np.uint8).reshape(-1, 11).astype(np.int64) - ord("0")
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month = digits[:, 5] * 10 + digits[:, 6]
    first = ((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    days = first + _EPOCH + digits[:, 8] * 10 + digits[:, 9] - 1
    return np.where(year == 9999, NO_END, days)


def _currencies(book: str, text: str) -> tuple[tuple[str, ...], Ints]:
    """Return the currencies there are, the book's first, and the code of each contract."""
    words = text.split(",") if text else []
    codes = (book, *sorted(set(words) - {book}))
    at = {word: code for code, word in enumerate(codes)}
    return codes, np.array([at[word] for word in words], np.int64)


def _named(session: Session, kind: str, ids: Ints) -> tuple[tuple[str, ...], Ints]:
    """Return the names of products or partners, and which one each contract has."""
    found = rows.raw(session).execute(f"SELECT id, name FROM {kind} ORDER BY name, id").fetchall()
    known = _Positions(np.array([row[0] for row in found], np.int64))
    return tuple(row[1] for row in found), known.of(ids)


def _steps(session: Session, position: _Positions) -> Steps:
    found = _texts(
        session,
        "contract_step",
        {"contract": "contract_id", "since": "since", "amount": "amount", "quantity": "quantity"},
    )
    contract = position.of(_numbers(found["contract"]))
    live = contract >= 0
    return Steps(
        contract[live],
        _days(found["since"])[live],
        _numbers(found["amount"])[live],
        _numbers(found["quantity"])[live],
    )


def _pauses(session: Session, position: _Positions) -> Spans:
    found = _texts(
        session,
        "contract_pause",
        {"contract": "contract_id", "since": "since", "until": f"ifnull(until, '{_NO_DAY}')"},
    )
    contract = position.of(_numbers(found["contract"]))
    live = contract >= 0
    return Spans(contract[live], _days(found["since"])[live], _days(found["until"])[live])


def _discounts(session: Session, position: _Positions) -> Discounts:
    found = _texts(
        session,
        "discount",
        {
            "contract": "contract_id",
            "percent": "ifnull(percent, 0)",
            "amount": "ifnull(amount, 0)",
            "since": "ifnull(since, '0001-01-01')",
            "until": f"ifnull(until, '{_NO_DAY}')",
        },
    )
    contract = position.of(_numbers(found["contract"]))
    live = contract >= 0
    return Discounts(
        contract[live],
        _numbers(found["percent"])[live],
        _numbers(found["amount"])[live],
        _days(found["since"])[live],
        _days(found["until"])[live],
    )


def _rates(session: Session, currencies: Sequence[str]) -> Rates:
    query = "SELECT month, currency, rate FROM rate ORDER BY month"
    at = {word: code for code, word in enumerate(currencies)}
    found = [row for row in rows.raw(session).execute(query) if row[1] in at]
    months = [(int(month[:4]) - 1970) * 12 + int(month[5:7]) - 1 for month, _, _ in found]
    return Rates(
        np.array(months, np.int64),
        np.array([at[currency] for _, currency, _ in found], np.int64),
        np.array([rate for _, _, rate in found], np.float64),
    )


def _grouping(session: Session, ids: Ints, by: str) -> Grouping:
    """Return the values of a field of accounts, today's and, where it keeps them, the dated ones."""
    connection, position = rows.raw(session), _Positions(ids)
    now = connection.execute(f"SELECT id, {by} FROM account WHERE {by} IS NOT NULL").fetchall()
    dated = connection.execute(
        "SELECT account_id, since, value FROM dated_value WHERE what = ? ORDER BY account_id, since", (by,)
    ).fetchall()
    values = sorted({row[1] for row in now} | {row[2] for row in dated if row[2] is not None})
    code = {value: index for index, value in enumerate(values)}
    today = np.full(len(ids), -1, np.int64)
    at = position.of(np.array([row[0] for row in now], np.int64))
    today[at[at >= 0]] = np.array([code[row[1]] for row in now], np.int64)[at >= 0]
    owner = position.of(np.array([row[0] for row in dated], np.int64))
    since = _days(",".join(row[1] for row in dated))
    value = np.array([code.get(row[2], -1) for row in dated], np.int64)
    live = owner >= 0
    order = np.lexsort((since[live], owner[live]))
    return Grouping(tuple(values), today, owner[live][order], since[live][order], value[live][order])


def _invoices(
    session: Session, ids: Ints, position: _Positions, currencies: tuple[str, ...], one: str
) -> tuple[Invoices, tuple[str, ...]]:
    found = _texts(
        session,
        "invoice",
        {
            "id": "id", "account": "account_id", "contract": "ifnull(contract_id, -1)", "amount": "amount",
            "currency": "currency", "issued": "issued_on", "due": f"ifnull(due_on, '{_NO_DAY}')",
            "paid": f"ifnull(paid_on, '{_NO_DAY}')", "covers_from": f"ifnull(covers_from, '{_NO_DAY}')",
            "covers_until": f"ifnull(covers_until, '{_NO_DAY}')",
        },
        "1" + one,
    )  # fmt: skip
    words = found["currency"].split(",") if found["currency"] else []
    currencies = (*currencies, *sorted(set(words) - set(currencies)))
    at = {word: code for code, word in enumerate(currencies)}
    owner = _Positions(ids).of(_numbers(found["account"]))
    live = owner >= 0
    return Invoices(
        id=_numbers(found["id"])[live],
        account=owner[live],
        contract=position.of(_numbers(found["contract"]))[live],
        issued=_days(found["issued"])[live],
        due=_days(found["due"])[live],
        paid=_days(found["paid"])[live],
        amount=_numbers(found["amount"])[live],
        currency=np.array([at[word] for word in words], np.int64)[live],
        covers_from=_days(found["covers_from"])[live],
        covers_until=_days(found["covers_until"])[live],
    ), currencies
