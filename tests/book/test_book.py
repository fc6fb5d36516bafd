import os
import stat
import threading
from datetime import date

import pytest
import sqlalchemy as sa

from csdesk.book import Book, Changes, Said, setwise
from csdesk.book.journal import Unrecorded, name_deed
from csdesk.errors import ReadOnly, Refused, Trouble
from csdesk.i18n import mark
from csdesk.model import Account, Contact, Contract, Deed, Interval, Setting


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "desk.csdesk", currency="BRL", fiscal_start=4) as made:
        yield made


def add(session, name, **values):
    account = Account(name=name, **values)
    session.add(account)
    session.flush()
    return account.id


def rename(session, account_id, name):
    account = session.get_one(Account, account_id)
    name_deed(session, mark("Rename {old} to {new}"), old=account.name, new=name)
    account.name = name


def names(book):
    return book.read(lambda s: list(s.scalars(sa.select(Account.name).order_by(Account.id))))


def test_a_new_book_holds_its_settings_and_nothing_else(book):
    settings = book.read(lambda s: dict(s.execute(sa.select(Setting.key, Setting.value)).all()))
    assert settings == {"currency": "BRL", "fiscal_start": "4", "name": "desk"}
    assert names(book) == []
    assert book.undoable() is None
    assert book.undo() is None


def test_only_the_owner_may_read_it_and_nothing_lies_beside_it_at_rest(book):
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    book.write(add, "Acme")
    book.close()
    assert os.listdir(book.path.parent) == ["desk.csdesk"]


def test_an_existing_file_is_never_replaced(tmp_path):
    (tmp_path / "mine.csdesk").write_text("precious")
    with pytest.raises(Refused, match="already a file"):
        Book.create(tmp_path / "mine.csdesk")
    assert (tmp_path / "mine.csdesk").read_text() == "precious"
    assert os.listdir(tmp_path) == ["mine.csdesk"]


def test_a_book_is_made_with_the_folders_above_it(tmp_path):
    Book.create(tmp_path / "a" / "b" / "c.csdesk", name="Deep").close()
    assert os.listdir(tmp_path / "a" / "b") == ["c.csdesk"]


def test_a_book_cannot_be_made_inside_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="cannot be made"):
        Book.create(tmp_path / "file" / "b.csdesk")


def test_a_name_taken_while_the_book_was_made_stays_with_its_owner(tmp_path, monkeypatch):
    from csdesk.book import create

    def somebody_was_faster(path):
        raise FileExistsError

    path = tmp_path / "b.csdesk"
    real = create.claim
    monkeypatch.setattr(create, "claim", lambda p: real(p) if p != path else somebody_was_faster(p))
    with pytest.raises(Refused, match="already a file"):
        Book.create(path)
    assert os.listdir(tmp_path) == []


def test_writes_tell_what_they_touched_and_under_which_name(book):
    heard: list[Changes] = []
    book.subscribe(heard.append)
    first = book.write(add, "Acme")
    book.write(rename, first, "Acme Oy")
    book.write(lambda s: None)
    assert [(c.kinds, str(c.said)) for c in heard] == [
        ({Account}, "Change"),
        ({Account}, "Rename Acme to Acme Oy"),
    ]
    assert heard[0].touch(Contact, Account)
    assert not heard[0].touch(Contact)


def test_an_exception_leaves_no_trace(book):
    heard = []
    book.subscribe(heard.append)

    def fails(session):
        add(session, "Half")
        raise Refused(mark("No."))

    with pytest.raises(Refused):
        book.write(fails)
    with pytest.raises(sa.exc.IntegrityError):
        book.write(lambda s: s.add(Contact(name="Nobody's")))
    assert names(book) == []
    assert book.undoable() is None
    assert heard == []
    book.write(add, "Whole")
    assert names(book) == ["Whole"]


def test_undo_and_redo_by_name_and_after_a_restart(book):
    first = book.write(add, "Acme", deed=(mark("Add {name}"), {"name": "Acme"}))
    book.write(rename, first, "Acme Oy")
    assert str(book.undoable()) == "Rename Acme to Acme Oy"
    assert book.redoable() is None
    assert book.undo() == Said("Rename {old} to {new}", {"old": "Acme", "new": "Acme Oy"})
    book.close()
    with Book(book.path) as again:
        assert str(again.redoable()) == "Rename Acme to Acme Oy"
        assert str(again.undoable()) == "Add Acme"
        again.undo()
        assert names(again) == []
        assert again.undoable() is None
        again.redo()
        again.redo()
        assert names(again) == ["Acme Oy"]
        assert again.redo() is None


def test_a_new_deed_ends_what_could_be_redone(book):
    first = book.write(add, "Acme")
    book.write(rename, first, "Wrong")
    book.undo()
    book.write(rename, first, "Right")
    assert book.redo() is None
    assert names(book) == ["Right"]
    assert book.read(lambda s: s.scalar(sa.select(sa.func.count()).select_from(Deed))) == 2


def test_undo_tells_what_it_touched(book):
    book.write(add, "Acme")
    heard = []
    book.subscribe(heard.append)
    book.undo()
    book.redo()
    assert [c.kinds for c in heard] == [{Account}, {Account}]


def test_a_rehearsal_says_what_would_be_and_changes_nothing(book):
    heard = []
    book.subscribe(heard.append)
    before = book.path.read_bytes()
    assert book.rehearse(add, "Acme") == 1
    with pytest.raises(Refused):
        book.rehearse(lambda s: (_ for _ in ()).throw(Refused(mark("No."))))
    assert book.path.read_bytes() == before
    assert heard == []
    assert book.undoable() is None


def test_a_core_write_past_the_journal_is_refused(book):
    book.write(add, "Acme")
    statements = (
        sa.update(Account).values(name="x"),
        sa.delete(Account),
        sa.insert(Account).values(name="y", tags=()),
        sa.update(Account.__table__).values(name="x"),
        sa.text("  update account set name = 'x'"),
    )
    for statement in statements:
        with pytest.raises(Unrecorded):
            book.write(lambda s, it=statement: s.execute(it))
    assert names(book) == ["Acme"]


def test_questions_cannot_write(book):
    with pytest.raises(ReadOnly):
        book.read(lambda s: s.execute(sa.text("DELETE FROM setting")))
    with pytest.raises(Unrecorded):
        book.read(lambda s: setwise.add(s, Account, [{"name": "x"}]))


def test_a_verb_must_not_write_through_the_book(book):
    with pytest.raises(RuntimeError, match="has its session"):
        book.write(lambda s: book.write(add, "Inner"))
    book.write(add, "Outer")
    assert names(book) == ["Outer"]


def test_a_closed_book_stays_closed(book):
    book.close()
    book.close()
    with pytest.raises(Trouble, match="closed"):
        names(book)
    with pytest.raises(Trouble, match="closed"):
        book.write(add, "Acme")


def test_readers_are_not_blocked_by_a_long_write(book):
    book.write(add, "Before")
    inside, seen = threading.Event(), threading.Event()

    def long(session):
        setwise.add(session, Account, [{"name": f"Account {n}", "notes": "x" * 500} for n in range(5000)])
        inside.set()
        assert seen.wait(10)

    writer = threading.Thread(target=book.write, args=(long,))
    writer.start()
    assert inside.wait(10)
    assert names(book) == ["Before"]
    seen.set()
    writer.join()
    assert len(names(book)) == 5001


def test_many_threads_write_and_ask_at_once(book):
    def work(number):
        for turn in range(10):
            book.write(add, f"{number}.{turn}")
            assert book.read(lambda s: s.scalar(sa.select(sa.func.count(Account.id)))) > 0

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names(book))) == 60


def test_read_only(book):
    book.write(add, "Acme")
    with Book(book.path, readonly=True, today=date(2026, 1, 1)) as reader:  # while another writes it
        assert names(reader) == ["Acme"]
        for forbidden in (
            lambda: reader.write(add, "x"),
            reader.undo,
            lambda: reader.rehearse(add, "x"),
            lambda: reader.restore(None),
        ):
            with pytest.raises(ReadOnly, match="reading only"):
                forbidden()
        book.write(add, "Next")
        assert names(reader) == ["Acme", "Next"]


def test_the_bin_is_emptied_after_thirty_days(book):
    def fill(session):
        one, two = add(session, "One"), add(session, "Two")
        session.add(Contact(name="Ann", account_id=one))
        session.add(
            Contract(
                account_id=one, start=date(2026, 1, 1), amount=1, currency="EUR", interval=Interval.MONTH
            )
        )
        add(session, "Child", parent_id=one)
        return one, two

    def drop(session, account_id, day):
        session.get_one(Account, account_id).deleted_on = day

    one, two = book.write(fill)
    book.write(drop, one, date(2026, 3, 1), deed=(mark("Delete {name}"), {"name": "One"}))
    book.write(drop, two, date(2026, 3, 2))
    book.write(rename, two, "Two!")
    book.write(add, "Later")
    book.undo()
    heard = []
    book.subscribe(heard.append)
    assert book.tidy(date(2026, 3, 31)) == 0
    assert book.tidy(date(2026, 4, 1)) == 1
    assert [c.touch(Contact) for c in heard] == [True]
    assert names(book) == ["Two!", "Child"]
    assert book.read(lambda s: s.scalars(sa.select(Contact)).all()) == []
    book.redo()  # what has nothing to do with it can still be done and taken back
    book.undo()
    book.undo()
    book.undo()
    assert book.undoable() is None
    with pytest.raises(Refused, match="“Delete One” can no longer be taken back"):
        book.undo()


def test_opening_empties_the_bin(book):
    book.write(lambda s: add(s, "Gone", deleted_on=date(2026, 1, 1)))
    book.close()
    with Book(book.path, today=date(2026, 1, 20)) as again:
        assert names(again) == ["Gone"]
    with Book(book.path, today=date(2026, 2, 20)) as again:
        assert names(again) == []


def test_undo_refuses_what_the_book_no_longer_holds(book):
    first = book.write(add, "Acme")
    book.write(rename, first, "Acme Oy")
    with sa.create_engine(f"sqlite:///{book.path}").begin() as behind_our_back:
        behind_our_back.execute(sa.text("DELETE FROM account"))
    with pytest.raises(Refused, match="no longer holds"):
        book.undo()
    with sa.create_engine(f"sqlite:///{book.path}").begin() as behind_our_back:
        behind_our_back.execute(sa.text("DELETE FROM deed WHERE id = 2"))
    with pytest.raises(Refused, match="no longer holds"):
        book.undo()


def test_undo_refuses_a_key_that_would_lead_nowhere(book):
    first = book.write(add, "Acme")

    def contact(session):
        session.add(Contact(name="Ann", account_id=first))

    book.write(contact)
    book.write(lambda s: setwise.remove(s, Contact, [1]))
    with sa.create_engine(f"sqlite:///{book.path}").begin() as behind_our_back:
        behind_our_back.execute(sa.text("DELETE FROM account"))
    with pytest.raises(Refused, match="cannot be taken back"):
        book.undo()
    assert book.read(lambda s: s.scalars(sa.select(Contact)).all()) == []


def test_redo_refuses_what_was_never_kept(book):
    book.write(add, "Acme")
    book.undo()
    with sa.create_engine(f"sqlite:///{book.path}").begin() as behind_our_back:
        behind_our_back.execute(sa.text("UPDATE deed_image SET packed = NULL"))
    with pytest.raises(Refused, match="no longer holds"):
        book.redo()


@pytest.mark.parametrize("times", [1, 20_000])
def test_a_large_import_is_one_deed_and_comes_back_whole(book, times):
    def bulk(session):
        ids = setwise.add(session, Account, [{"name": f"Account {n}"} for n in range(times)])
        start = date(2026, 1, 1)
        setwise.add(
            session,
            Contract,
            [{"account_id": n, "start": start, "amount": 100, "currency": "EUR"} for n in ids],
        )

    book.write(bulk, deed=(mark("Import {count} accounts"), {"count": times}))
    assert len(names(book)) == times
    assert str(book.undo()) == f"Import {times} accounts"
    assert names(book) == []
    book.redo()
    assert len(names(book)) == times
