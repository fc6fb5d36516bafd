import random
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csdesk.book import Book, journal, replay, rows, search, setwise
from csdesk.book.journal import Image, Unrecorded
from csdesk.i18n import mark
from csdesk.model import (
    Account,
    Base,
    Contact,
    Contract,
    ContractStep,
    Dated,
    DatedValue,
    DeedImage,
    Interval,
    Product,
    Setting,
    Stage,
    Tags,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "desk.csdesk", now=lambda: NOON) as made:
        yield made


def add(session, name, **values):
    account = Account(name=name, **values)
    session.add(account)
    session.flush()
    return account.id


def contents(book):
    """Every stored value of every journaled table, and what can be found."""

    def look(session):
        connection = rows.raw(session)
        tables = sorted(set(Base.metadata.tables) - rows.UNJOURNALED)
        found = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables
        }
        found["search"] = connection.execute("SELECT * FROM search_content ORDER BY id").fetchall()
        return found

    return book.read(look)


def images(book):
    return book.read(
        lambda s: [
            (i.kind, i.change, i.first_id, i.last_id, i.before, i.after)
            for i in s.scalars(sa.select(DeedImage).order_by(DeedImage.id))
        ]
    )


def test_a_change_keeps_only_what_differs(book):
    first = book.write(add, "Acme", tags=Tags(("a", "b")))

    def touch(session):
        account = session.get_one(Account, first)
        account.name, account.country, account.tags = "Acme", "FI", Tags(("a", "b"))

    book.write(touch)
    assert images(book) == [
        ("account", "+", 1, 1, None, None),
        ("account", "~", 1, 1, '{"country":null}', '{"country":"FI"}'),
    ]


def test_nothing_changed_is_no_deed(book):
    first = book.write(add, "Acme")
    book.write(lambda s: setattr(s.get_one(Account, first), "name", "Acme"), deed=(mark("Nothing"), {}))
    assert str(book.undoable()) == "Change"


def test_rows_added_one_after_the_other_are_one_span(book):
    book.write(lambda s: [add(s, str(n)) for n in range(5)])
    assert images(book) == [("account", "+", 1, 5, None, None)]


def test_history_tells_what_when_from_and_to(book):
    first = book.write(add, "Acme", deed=(mark("Add {name}"), {"name": "Acme"}))

    def stage(session):
        session.get_one(Account, first).stage = next(iter(Stage))
        session.get_one(Account, first).signed_up_on = date(2026, 1, 2)
        session.get_one(Account, first).tags = Tags(("x",))

    book.write(stage, deed=(mark("Edit {name}"), {"name": "Acme"}))
    book.write(add, "Other")
    book.undo()
    told = book.read(journal.history, Account, first)
    assert {(e.field, e.before) for e in told[:3]} == {
        ("stage", None),
        ("signed_up_on", None),
        ("tags", Tags()),
    }
    assert {str(e.after) for e in told[:3]} >= {"2026-01-02", "('x',)"}
    assert isinstance(next(e.after for e in told if e.field == "stage"), Stage)
    assert [(e.when, str(e.said), e.change) for e in told] == [(NOON, "Edit Acme", "~")] * 3 + [
        (NOON, "Add Acme", "+")
    ]
    assert book.read(journal.history, "account", 99) == []
    assert [(str(d.said), d.undone) for d in book.read(replay.deeds)] == [
        ("Change", True),
        ("Edit Acme", False),
        ("Add Acme", False),
    ]


def test_history_of_a_column_an_older_format_had(book):
    first = book.write(add, "Acme")
    book.write(lambda s: setattr(s.get_one(Account, first), "name", "Acme Oy"))
    with sa.create_engine(f"sqlite:///{book.path}").begin() as older:
        older.exec_driver_sql(
            """UPDATE deed_image SET before = '{"colour":1}', after = '{"colour":2}' WHERE change = '~'"""
        )
    newest = book.read(journal.history, Account, first)[0]
    assert (newest.field, newest.before, newest.after) == ("colour", 1, 2)


def test_removing_takes_along_what_hangs_on_it_and_undo_brings_all_back(book):
    def fill(session):
        one, two = add(session, "One"), add(session, "Two")
        product = Product(name="Suite")
        session.add(product)
        session.flush()
        old = Contract(
            account_id=one, start=date(2025, 1, 1), amount=1, currency="EUR", product_id=product.id
        )
        session.add(old)
        session.flush()
        new = Contract(account_id=two, start=date(2026, 1, 1), amount=1, currency="EUR", renews_id=old.id)
        session.add_all([new, ContractStep(contract_id=old.id, since=date(2025, 6, 1), amount=2)])
        session.add(Contact(name="Ann", account_id=one))
        session.get_one(Account, two).parent_id = one
        return one

    one = book.write(fill)
    before = contents(book)
    assert book.write(setwise.remove, Account, [one, one]) == 4
    after = contents(book)
    assert [len(after[t]) for t in ("account", "contract", "contract_step", "contact", "product")] == [
        1,
        1,
        0,
        0,
        1,
    ]
    book.undo()
    assert contents(book) == before
    book.redo()
    assert contents(book) == after
    book.undo()

    def by_session(session):
        session.delete(session.get_one(Account, one))

    book.write(by_session)
    assert contents(book) == after
    book.undo()
    assert contents(book) == before


def test_removing_a_record_and_its_parent_in_one_go(book):
    def fill(session):
        one = add(session, "One")
        session.add(Contact(name="Ann", account_id=one))
        session.flush()
        session.add(Contact(name="Bob", account_id=one, successor_id=1))

    book.write(fill)
    before = contents(book)

    def both(session):
        session.delete(session.get_one(Contact, 2))
        session.delete(session.get_one(Contact, 1))
        session.flush()
        session.delete(session.get_one(Account, 1))

    book.write(both)
    book.undo()
    assert contents(book) == before

    def at_once(session):
        account, contact = session.get_one(Account, 1), session.get_one(Contact, 1)
        session.delete(account)
        session.delete(contact)  # gone with its account by then, and kept once only

    with pytest.warns(sa.exc.SAWarning, match="0 were matched"):
        book.write(at_once)
    book.undo()
    assert contents(book) == before


def test_setwise_fills_defaults_and_takes_python_values(book):
    def fill(session):
        ids = setwise.add(
            session,
            Account,
            [
                {"name": "One", "tags": ["b", "a"], "own": {"x": 1}, "signed_up_on": date(2026, 1, 1)},
                {"name": "Two", "stage": list(Stage)[1]},
            ],
        )
        setwise.add(
            session,
            DatedValue,
            [{"account_id": 1, "what": Dated.TIER, "since": date(2026, 1, 1), "value": "A"}],
        )
        assert list(setwise.add(session, Account, [])) == []
        return ids

    assert list(book.write(fill)) == [1, 2]
    one, two = book.read(lambda s: s.scalars(sa.select(Account).order_by(Account.id)).all())
    assert (one.tags, one.own, one.signed_up_on, one.stage) == (("b", "a"), {"x": 1}, date(2026, 1, 1), None)
    assert (two.tags, two.stage, two.own) == ((), list(Stage)[1], None)
    assert book.read(lambda s: s.scalars(sa.select(DatedValue.what)).one()) is Dated.TIER


def test_setwise_change_counts_what_differs_and_refreshes_objects(book):
    def fill(session):
        setwise.add(session, Account, [{"name": n, "country": "FI"} for n in "abc"])

    book.write(fill)
    before = contents(book)

    def change(session):
        loaded = session.get_one(Account, 1)
        loaded.name = "A"  # flushed before, so that the order is kept
        count = setwise.change(
            session,
            Account,
            {1: {"country": "ES", "id": 7}, 2: {"country": "FI"}, 3: {"name": "C"}, 9: {"name": "?"}},
        )
        return count, loaded.country, loaded.name

    assert book.write(change) == (2, "ES", "A")
    book.undo()
    assert contents(book) == before


def test_bulk_hands_over_its_own_images(book):
    book.write(add, "Acme")
    before = contents(book)

    def by_hand(session):
        image = Image("account", "~", 1, 1, {"name": "Acme"}, {"name": "ACME"})
        with journal.bulk(session, [image]):
            session.execute(sa.update(Account).values(name="ACME"))

    book.write(by_hand)
    assert book.read(search.find, "ACME")[0].title == "ACME"
    book.undo()
    assert contents(book) == before


def test_only_a_session_of_the_book_is_watched(book):
    engine = sa.create_engine(f"sqlite:///{book.path}")
    with sa.orm.Session(engine) as session, pytest.raises(Unrecorded):
        journal.name_deed(session, mark("x"))
    with sa.orm.Session(engine) as session:
        account = Account(name="Elsewhere")
        session.add(account)
        session.flush()
        account.name = "Changed"
        session.flush()
        session.delete(account)
        session.flush()
    engine.dispose()


def test_the_first_name_of_a_deed_may_be_bettered(book):
    def verb(session):
        add(session, "Acme")
        journal.name_deed(session, mark("Add {text}"), text="Acme")

    book.write(verb, deed=(mark("Add something"), {}))
    assert str(book.undoable()) == "Add Acme"


def test_values_of_a_name_are_kept_as_text_where_json_has_no_word(book):
    book.write(add, "Acme", deed=(mark("Add on {day}"), {"day": date(2026, 1, 2)}))
    assert str(book.undoable()) == "Add on 2026-01-02"


def some_deed(chance):
    """Return a verb that does a few random things, in every way the journal knows."""

    def pick(session, kind):
        ids = session.scalars(sa.select(kind.id).order_by(kind.id)).all()
        return chance.choice(ids) if ids else None

    def word():
        return chance.choice(["Acme", "Öljy", "東京", "", "'", "x" * 50])

    def step(session):
        account, contact, contract = (pick(session, kind) for kind in (Account, Contact, Contract))
        day = date(2026, chance.randint(1, 12), chance.randint(1, 28))
        match chance.randint(0, 9):
            case 0:
                session.add(Account(name=word(), parent_id=account, own={"a": chance.random()}))
            case 1 if account:
                session.add(Contact(name=word(), account_id=account, successor_id=contact))
            case 2 if account:
                setwise.add(
                    session,
                    Contract,
                    [
                        {
                            "account_id": account,
                            "start": day,
                            "amount": n,
                            "currency": "EUR",
                            "renews_id": contract,
                        }
                        for n in range(chance.randint(0, 4))
                    ],
                )
            case 3 if account:
                row = session.get_one(Account, account)
                row.name, row.notes, row.parent_id = word(), word(), pick(session, Account)
            case 4 if contract:
                interval = chance.choice(list(Interval))
                setwise.change(session, Contract, {contract: {"interval": interval, "end_exclusive": None}})
            case 5 if account:
                setwise.remove(session, Account, [account])
            case 6 if contact:
                session.delete(session.get_one(Contact, contact))
            case 7 if account:
                session.get_one(Account, account).deleted_on = chance.choice([None, day])
            case 8 if contract:
                session.add(ContractStep(contract_id=contract, since=date(2020, 1, 1), amount=1))
                try:
                    session.flush()
                except sa.exc.IntegrityError:
                    raise Undone from None
            case _:
                setting = session.scalar(sa.select(Setting).where(Setting.key == "name"))
                setting.value = word()
        session.flush()

    def verb(session):
        for _ in range(chance.randint(1, 4)):
            step(session)

    return verb


class Undone(Exception):
    """The random deed was not possible; the book takes it back by itself."""


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_and_redo_are_exact(tmp_path, seed):
    path = tmp_path / f"{seed}.csdesk"
    path.unlink(missing_ok=True)
    chance = random.Random(seed)
    book = Book.create(path)
    states = [contents(book)]
    for _ in range(12):
        before = book.read(replay.deeds)
        try:
            book.write(some_deed(chance))
        except Undone:
            assert contents(book) == states[-1]
        if book.read(replay.deeds) != before:
            states.append(contents(book))
    for state in reversed(states[:-1]):
        book.undo()
        assert contents(book) == state
    assert book.undo() is None
    book.close()
    book = Book(path)
    for state in states[1:]:
        book.redo()
        assert contents(book) == state
    assert book.redo() is None
    book.close()
