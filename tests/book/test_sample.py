"""The sample book: the same every time, complete, and with the stories it promises."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from csdesk.book import Book, desk, replay, sample
from csdesk.errors import CsdeskError, Refused
from csdesk.model import (
    Account,
    Activity,
    Base,
    Contract,
    Discount,
    Invoice,
    Partner,
    Rate,
    Role,
    SurveyKind,
    SurveyResponse,
    UsageReading,
)

TODAY = date(2026, 11, 21)
EMPTY = {"saved_view", "import_mapping"}  # made by the user


def make(path: Path, **what) -> Book:
    book = Book.create(path, currency="EUR", name="Sample")
    sample.fill(book, **({"today": TODAY} | what))
    return book


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with make(tmp_path_factory.mktemp("sample") / "sample.csdesk") as made:
        yield made


def tables():
    return [table for table in Base.metadata.sorted_tables if not table.name.startswith("deed")]


def dump(book) -> list[str]:
    return book.read(lambda s: [str(row) for table in tables() for row in s.execute(sa.select(table))])


def of(session, kind, name):
    account = session.scalars(sa.select(Account).where(Account.name == name)).one()
    return session.scalars(sa.select(kind).where(kind.account_id == account.id)).all()


def test_same_seed_and_day_give_the_same_book(tmp_path, book):
    with make(tmp_path / "again.csdesk") as again:
        assert dump(again) == dump(book)
    with make(tmp_path / "other.csdesk", seed=4) as other:
        assert dump(other) != dump(book)


def test_48_accounts_and_14_partners_in_four_currencies(book):
    def ask(session):
        accounts = session.scalars(sa.select(Account)).all()
        partners = session.scalars(sa.select(Partner)).all()
        months = session.scalars(sa.select(Rate.month).distinct()).all()
        currencies = set(session.scalars(sa.select(Contract.currency)).all())
        return accounts, partners, months, currencies

    accounts, partners, months, currencies = book.read(ask)
    assert (len(accounts), len(partners)) == (48, 14)
    assert len({account.name for account in accounts}) == len({a.domain for a in accounts}) == 48
    assert currencies == {"BRL", "EUR", "MXN", "USD"}
    assert len(months) >= 36
    assert {"BR", "ES", "FI", "MX", "CL", "DE", "US"} <= {account.country for account in accounts}


def test_no_kind_of_record_is_missing(book):
    for table in tables():
        count = book.read(lambda s, one=table: s.scalar(sa.select(sa.func.count()).select_from(one)))
        assert count or table.name in EMPTY, table.name


def test_nothing_happened_after_today_or_long_before(book):
    def ask(session):
        columns = (
            Activity.day,
            UsageReading.day,
            Invoice.issued_on,
            Invoice.paid_on,
            SurveyResponse.answered_on,
        )
        return [
            (column, *session.execute(sa.select(sa.func.min(column), sa.func.max(column))).one())
            for column in columns
        ]

    for column, first, last in book.read(ask):
        assert TODAY - timedelta(days=1200) < first <= last <= TODAY, column


def test_it_is_one_deed_that_undo_does_not_take_away(tmp_path):
    with make(tmp_path / "undone.csdesk", accounts=12) as book:
        assert next(str(deed.said) for deed in book.read(replay.deeds)) == "Fill the sample book"
        assert book.undoable() is None
        with pytest.raises(Refused):
            book.undo()
        assert book.read(lambda session: session.scalar(sa.select(sa.func.count(Account.id)))) == 12


@pytest.mark.parametrize("story", sample.stories(), ids=lambda story: story.name)
def test_every_story_has_its_account_and_its_events(book, story):
    def ask(session):
        account = session.scalars(sa.select(Account).where(Account.name == story.account)).one()
        where = Activity.account_id == account.id
        if story.partner:
            partner = session.scalars(sa.select(Partner).where(Partner.name == story.partner)).one()
            where = Activity.partner_id == partner.id
        return set(session.scalars(sa.select(Activity.text).where(where)))

    assert {text for _, _, _, text in story.events} <= book.read(ask)


def active(readings):
    days = sorted((r for r in readings if r.measure == "active users"), key=lambda reading: reading.day)
    return [reading.active / reading.entitled for reading in days]


def test_silent_decline_uses_less_and_less(book):
    shares = active(book.read(of, UsageReading, "Viação Três Rios"))
    assert shares[-1] < 0.4 < 0.6 < shares[-12]


def test_healthy_enterprise_uses_what_it_bought(book):
    assert min(active(book.read(of, UsageReading, "Laticínios Serra Azul"))[-6:]) > 0.75


def test_the_customer_without_implementation_pays_and_does_not_use(book):
    assert max(active(book.read(of, UsageReading, "Frigorífico Uruçu"))) < 0.15
    assert any(invoice.paid_on for invoice in book.read(of, Invoice, "Frigorífico Uruçu"))


def test_the_reactivated_customer_had_a_gap(book):
    contracts = sorted(book.read(of, Contract, "Tecelagem Blumenthal"), key=lambda contract: contract.start)
    assert contracts[-1].start - contracts[-2].end_exclusive > timedelta(days=150)


def test_the_upsell_added_products_one_by_one(book):
    products = {contract.product_id for contract in book.read(of, Contract, "Metalúrgica Itapeçu")}
    assert len(products) == 3


@pytest.mark.parametrize("name", ["Farmacias La Cañada", "Compañía Austral de Granos"])
def test_disputes_and_bad_payers_leave_invoices_open(book, name):
    overdue = [one for one in book.read(of, Invoice, name) if not one.paid_on and one.due_on < TODAY]
    assert overdue


def test_contracts_show_discounts_steps_pauses_and_renewals(book):
    def ask(session):
        contracts = session.scalars(sa.select(Contract)).all()
        discounts = session.scalars(sa.select(Discount)).all()
        return contracts, discounts

    contracts, discounts = book.read(ask)
    assert any(one.renews_id for one in contracts)
    assert any(one.cancelled_on for one in contracts)
    assert {one.kind.value for one in contracts} == {"paid", "trial", "free"}
    assert any(one.until for one in discounts)
    assert any(one.until is None for one in discounts)


def test_every_kind_of_survey_was_answered(book):
    kinds = Counter(book.read(lambda session: session.scalars(sa.select(SurveyResponse.kind)).all()))
    assert set(kinds) == set(SurveyKind)


def test_a_large_book_has_as_many_accounts_with_names_of_their_own(tmp_path):
    with make(tmp_path / "large.csdesk", accounts=1000) as book:
        names, domains = book.read(
            lambda session: (
                session.scalars(sa.select(Account.name)).all(),
                session.scalars(sa.select(Account.domain)).all(),
            )
        )
    assert len(names) == len(set(names)) == len(set(domains)) == 1000


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 3, 1)])
def test_any_day_will_do(tmp_path, today):
    with make(tmp_path / "day.csdesk", today=today) as book:
        assert book.read(lambda session: session.scalar(sa.select(sa.func.count(Account.id)))) == 48


def test_made_as_a_file_of_its_own(tmp_path, monkeypatch):
    sample.create(tmp_path / "s.csdesk", today=TODAY)
    with Book(tmp_path / "s.csdesk", readonly=True) as book:
        assert book.undoable() is None

    def fail(*_):
        raise OSError("no room")

    monkeypatch.setattr(sample, "compose", fail)
    with pytest.raises(OSError, match="no room"):
        sample.create(tmp_path / "t.csdesk", today=TODAY)
    assert not (tmp_path / "t.csdesk").exists()
    with pytest.raises(CsdeskError):  # what was there before stays
        sample.create(tmp_path / "s.csdesk", today=TODAY)
    assert (tmp_path / "s.csdesk").exists()


def test_who_has_said_their_name_keeps_it(tmp_path):
    with Book.create(tmp_path / "mine.csdesk", currency="BRL") as book:
        book.write(desk.first_run, name="Ana", roles=[Role.AM], currency="BRL", fiscal_start=4)
        sample.fill(book, today=TODAY, accounts=1)
        assert book.read(desk.user).name == "Ana"
        assert "BRL" not in book.read(lambda session: session.scalars(sa.select(Rate.currency)).all())


def test_nobody_repeats_themselves_soon(book):
    for account in book.read(lambda s: [a.name for a in s.scalars(sa.select(Account))]):
        answers = book.read(of, SurveyResponse, account)
        said = Counter(answer.comment for answer in answers if answer.comment)
        assert not said or max(said.values()) - 1 <= len(answers) // 5, account


def test_where_all_is_not_well_nothing_warm_is_said(book):
    told = book.read(of, Activity, "Frigorífico Uruçu")  # never set up, nobody signs in
    assert told
    assert not [entry for entry in told if "is up" in entry.text or "as the standard" in entry.text]
