"""Exports: every field of every record, and an import takes them back unchanged (complaint 18)."""

import csv
import os
import stat
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from taking_files import TODAY, fates, rows, take
from taking_files import given as exported

from csdesk.book import Book, desk, giving, giving_files, own_fields, setwise, taking
from csdesk.errors import Refused, Trouble
from csdesk.intake.plan import Options, Source, read_bytes
from csdesk.model import (
    Account,
    Activity,
    ActivityType,
    Contact,
    Contract,
    ContractStep,
    Discount,
    OwnKind,
    OwnOn,
    Rate,
    Ticket,
    UsageReading,
    fields_of,
)
from csdesk.model.draft import Fate

KINDS = tuple(giving.ENTITIES)
HOSTILE = (
    '=HYPERLINK("x")',
    "@SUM(1)",
    "+55 11 5555",
    "-x",
    "'t Hooft",
    "''",
    "N/A",
    "-",
    "<clear>",
    " outer ",
    "a;b",
    "a\\b",
    "two\nlines",
    'quo"te',
    "tab\there",
    "1.234",
    "05/03/2024",
    "true",
    "００",
    "\u00a0x",
    "e\u0301",
)
LINE = [text for text in HOSTILE if "\n" not in text and "\t" not in text]  # what one line can hold


def file_of(book, kind, tmp_path, suffix, today=TODAY):
    path = tmp_path / f"{kind}{suffix}"
    giving_files.write(book.read(giving.sheet, kind, today=today), path)
    return path


def taken(book, kind, path):
    options = Options(
        today=TODAY,
        book_currency=book.read(desk.get, "currency"),
        own=book.read(taking.own_kinds, kind),
    )
    plan = read_bytes(Source(path.name, path.read_bytes()), kind, options)
    assert plan.questions == (), [str(question.note) for question in plan.questions]
    return book.rehearse(taking.take, plan.batch())


def unchanged(book, kind, tmp_path, suffix=".csv"):
    outcome = taken(book, kind, file_of(book, kind, tmp_path, suffix))
    assert set(fates(outcome)) <= {Fate.UNCHANGED}, [
        (row.line, row.changes, str(row.reason)) for row in outcome.rows if row.fate is not Fate.UNCHANGED
    ][:3]
    return len(outcome.rows)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    from csdesk.book import sample as making

    with Book.create(tmp_path_factory.mktemp("book") / "s.csdesk", currency="USD", today=TODAY) as made:
        making.fill(made, today=TODAY)
        yield made


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_is_taken_back_unchanged(sample, kind, suffix, tmp_path):
    assert unchanged(sample, kind, tmp_path, suffix) > 0


def test_a_new_book_filled_from_exports_is_the_same(sample, tmp_path):
    order = ("partners", "products", "accounts", "contacts", "contracts")
    with Book.create(tmp_path / "new.csdesk", currency="USD", today=TODAY) as fresh:
        for kind in (*order, *(each for each in KINDS if each not in order)):
            path = file_of(sample, kind, tmp_path, ".csv")
            options = Options(today=TODAY, book_currency="USD", own=fresh.read(taking.own_kinds, kind))
            plan = read_bytes(Source(path.name, path.read_bytes()), kind, options)
            assert set(fates(fresh.write(taking.take, plan.batch()))) == {Fate.NEW}
            assert exported(fresh, kind) == exported(sample, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_model_is_a_column(sample, kind):
    header, _ = exported(sample, kind)
    for field in fields_of(giving.ENTITIES[kind]):
        assert ("last_day" if field.name == "end_exclusive" else field.name) in header
    assert len(set(header)) == len(header)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_hostile_text_comes_back_as_it_was_and_nothing_runs(book, suffix, tmp_path):
    accounts = [{"name": f"X{n}", "notes": text} for n, text in enumerate(HOSTILE)]
    accounts += [{"name": f"{n}{text}", "tier": text, "country": text} for n, text in enumerate(LINE)]
    accounts += [{"name": text, "external_id": f"A-{n}"} for n, text in enumerate(LINE)]
    accounts += [{"name": "x", "external_id": text} for text in ("zcrm_1", "1.5E+10", "=1", "007", "N/A")]
    book.write(lambda s: setwise.add(s, Account, accounts))
    book.write(lambda s: setwise.add(s, Contact, [{"name": t, "account_id": 1, "notes": t} for t in LINE]))
    book.write(
        lambda s: setwise.add(
            s,
            Activity,
            [{"account_id": 1, "day": TODAY, "text": text, "type": ActivityType.NOTE} for text in HOSTILE],
        )
    )
    for kind in ("accounts", "contacts", "activities"):
        assert unchanged(book, kind, tmp_path, suffix) >= len(LINE)
    if suffix == ".csv":
        with (tmp_path / "accounts.csv").open(encoding="utf-8-sig", newline="") as source:
            cells = [cell for row in csv.reader(source) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-", "\t", "\r"))]
    else:
        page = openpyxl.load_workbook(tmp_path / "accounts.xlsx").active
        assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "d", "b"}


def test_numbers_are_never_ambiguous(book, tmp_path):
    take(book, "id,name\nA,X\n", "accounts")
    readings = [
        {"account_id": 1, "day": TODAY, "measure": f"m{n}", "value": value}
        for n, value in enumerate((1.234, 0.5, 1e-9, 123456.789, -1.5, 1e14))
    ]
    book.write(lambda s: setwise.add(s, UsageReading, readings[:1]))
    assert unchanged(book, "usage", tmp_path) == 1
    book.write(lambda s: setwise.add(s, UsageReading, readings[1:]))
    assert unchanged(book, "usage", tmp_path) == 6
    book.write(
        lambda s: setwise.add(s, Rate, [{"month": date(2024, 1, 1), "currency": "USD", "rate": 1.125}])
    )
    assert unchanged(book, "rates", tmp_path) == 1


def test_contracts_of_every_currency_with_all_that_hangs_on_them(book, tmp_path):
    take(book, "id,name\nA,X\n", "accounts")
    start = date(2024, 1, 1)
    made = [
        {"account_id": 1, "start": start, "amount": 1500, "currency": "KWD", "end_exclusive": start},
        {
            "account_id": 1,
            "start": start,
            "amount": 1500,
            "currency": "JPY",
            "end_exclusive": date(2026, 1, 1),
        },
        {"account_id": 1, "start": start, "amount": -5, "currency": "EUR", "renews_id": 1},
        {"account_id": 1, "start": date(2025, 1, 1), "amount": 5, "currency": "EUR", "renews_id": 3},
    ]
    book.write(lambda s: setwise.add(s, Contract, made))
    book.write(
        lambda s: setwise.add(
            s, ContractStep, [{"contract_id": 2, "since": date(2025, 1, 1), "amount": 1700, "seats": 3}]
        )
    )
    discounts = [{"contract_id": 3, "percent": 1250}, {"contract_id": 3, "amount": 100, "since": start}]
    book.write(lambda s: setwise.add(s, Discount, discounts))
    assert unchanged(book, "contracts", tmp_path) == 4
    header, lines = exported(book, "contracts")
    at = {name: index for index, name in enumerate(header)}
    assert [line[at["amount"]] for line in lines] == ["1.5000", "1500", "-0.05", "0.05"]
    assert lines[0][at["last_day"]] == "2023-12-31"
    assert lines[1][at["steps"]] == "2025-01-01 1700 1 3"
    assert "12.5% - -" in lines[2][at["discounts"]]
    assert lines[3][at["renews_id"]] == "#3"


def test_own_fields_of_every_type(book, tmp_path):
    values = {
        OwnKind.TEXT: "=x",
        OwnKind.LONG_TEXT: "a\nb",
        OwnKind.NUMBER: 1.234,
        OwnKind.MONEY: 12345,
        OwnKind.PERCENT: 12.5,
        OwnKind.DATE: "2024-03-05",
        OwnKind.YES_NO: False,
        OwnKind.CHOICE: "S",
        OwnKind.LINK: "https://x.fi",
    }
    for kind in values:
        book.write(own_fields.define, entity=OwnOn.ACCOUNT, name=f"my {kind}", kind=kind, choices="S\nM")
    own = {f"my {kind}": value for kind, value in values.items()}
    book.write(lambda s: setwise.add(s, Account, [{"name": "A", "own": own}, {"name": "B"}]))
    header, lines = exported(book, "accounts")
    assert "x:my money" in header
    assert lines[0][header.index("x:my money")] == "123.45"
    for suffix in (".csv", ".xlsx"):
        assert unchanged(book, "accounts", tmp_path, suffix) == 2


def test_references_find_what_they_name(book, tmp_path):
    accounts = [
        {"name": "Same"},
        {"name": "Same"},
        {"name": "one.fi", "domain": "two.fi"},
        {"name": "X", "domain": "one.fi"},
        {"name": "Y", "external_id": "Same"},
        {"name": "Z", "external_id": "E"},
        {"name": "Q", "external_id": "E"},
    ]
    book.write(lambda s: setwise.add(s, Account, accounts))
    people = [{"name": f"P{n}", "account_id": n} for n in range(1, 8)]
    people += [{"name": "P1", "account_id": 1}, {"name": "M", "account_id": 1, "email": "m@x.fi"}]
    book.write(lambda s: setwise.add(s, Contact, people))
    tickets = [
        {"account_id": 1, "contact_id": n, "opened_on": TODAY, "subject": str(n)} for n in range(1, 10)
    ]
    book.write(lambda s: setwise.add(s, Ticket, tickets))
    header, lines = exported(book, "contacts")
    at = header.index("account_id")
    assert [line[at] for line in lines[:7]] == ["#1", "#2", "two.fi", "one.fi", "Same", "Z", "Q"]
    header, lines = exported(book, "tickets")
    assert [line[header.index("contact_id")] for line in lines] == [
        "#1",
        "P2",
        "P3",
        "P4",
        "P5",
        "P6",
        "P7",
        "#8",
        "m@x.fi",
    ]
    for kind in ("contacts", "tickets"):
        assert unchanged(book, kind, tmp_path) == 9


def test_what_lies_in_the_bin_is_not_exported(book):
    take(book, "id,name\nA,X\nB,Y\n", "accounts")
    take(book, "name,account\nAna,A\nBob,B\n", "contacts")
    take(book, "id,account,start,mrr\nC,A,2024-01-01,5\nD,B,2024-01-01,5\n", "contracts")

    def bin_it(session):
        session.get(Account, 1).deleted_on = TODAY

    book.write(bin_it)
    for kind in ("accounts", "contacts", "contracts", "tracker"):
        assert len(exported(book, kind)[1]) == 1


# tracker


def tracker(book, today=TODAY):
    header, lines = exported(book, "tracker", today)
    assert header == [
        "external_id",
        "name",
        "country",
        "start_date",
        "mrr",
        "currency",
        "seats",
        "health",
        "notes",
    ]
    return {line[0]: dict(zip(header, line, strict=True)) for line in lines}


def test_the_tracker_sums_up_what_runs_today(book):
    take(book, "id,name\nA,X\nB,Y\nC,Z\nD,W\nE,V\n", "accounts")
    text = (
        "id,account,start,last day,mrr,currency,seats\n"
        "1,A,2024-01-01,,100,EUR,5\n2,A,2025-01-01,,50,EUR,3\n3,A,2023-01-01,2023-12-31,9,EUR,9\n"
        "4,B,2024-01-01,,100,EUR,\n5,B,2024-01-01,,100,USD,\n6,C,2024-01-01,2024-12-31,7,USD,4\n"
        "7,D,2024-01-01,,1,EUR,\n8,D,2024-01-01,,100,GBP,\n"
    )
    take(book, text, "contracts")
    take(book, "month,currency,rate\n2026-11,USD,0.5\n", "rates")
    found = tracker(book)
    assert (found["A"]["mrr"], found["A"]["currency"], found["A"]["seats"]) == ("150.00", "EUR", "8")
    assert found["A"]["start_date"] == "2023-01-01"
    assert (found["B"]["mrr"], found["B"]["currency"], found["B"]["seats"]) == ("150.00", "EUR", "")
    assert (found["C"]["mrr"], found["C"]["currency"]) == ("0.00", "USD")
    assert (found["D"]["mrr"], found["D"]["currency"]) == ("", "EUR")
    assert (found["E"]["mrr"], found["E"]["currency"], found["E"]["start_date"]) == ("", "", "")


def test_the_tracker_gives_the_newest_health_as_it_came(book):
    text = "id,name,health,nps,as of,goal\nA,X,green,9,2026-01-01,grow\n"
    take(book, text + "A,X,red,,2026-02-01,\nB,Y,,7,2026-03-01,\n", "tracker")
    take(book, "id,health,as of\nA,yellow,2027-01-01\n", "tracker")
    found = tracker(book)
    assert (found["A"]["health"], found["B"]["health"]) == ("red", "7")


def test_an_empty_book_has_an_empty_tracker(book):
    assert tracker(book) == {}


# files


def test_a_file_is_written_beside_its_place_and_put_there_in_one_go(book, tmp_path):
    take(book, "id,name\nA,Öljy\n", "accounts")
    path = file_of(book, "accounts", tmp_path, ".csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    assert list(tmp_path.glob(".*.new")) == []
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_csv_and_xlsx_are_written(book, tmp_path):
    with pytest.raises(Refused, match=r"\.csv"):
        file_of(book, "accounts", tmp_path, ".pdf")
    with pytest.raises(Refused, match="tracker"):
        book.read(giving.sheet, "nonsense", today=TODAY)
    with pytest.raises(Trouble, match="cannot be written"):
        giving_files.write(book.read(giving.sheet, "accounts", today=TODAY), tmp_path / "no" / "a.csv")


def test_a_sheet_has_an_end(book, tmp_path, monkeypatch):
    monkeypatch.setattr(giving_files, "_MOST_ROWS", 1)
    take(book, "id,name\nA,X\nB,Y\n", "accounts")
    with pytest.raises(Refused, match="at most 1 rows"):
        file_of(book, "accounts", tmp_path, ".xlsx")
    assert list(tmp_path.glob(".*.new")) == []


def test_numbers_dates_and_yes_or_no_are_real_in_a_workbook(book, tmp_path):
    take(book, "id,name\nA,X\n", "accounts")
    take(book, "id,account,start,mrr,seats\nC,A,2024-03-05,1234.5,7\n", "contracts")
    page = openpyxl.load_workbook(file_of(book, "contracts", tmp_path, ".xlsx")).active
    cells = dict(zip([c.value for c in page[1]], [c.value for c in page[2]], strict=True))
    assert (cells["amount"], cells["seats"], cells["auto_renews"]) == (1234.5, 7, False)
    assert cells["start"].date() == date(2024, 3, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_comes_back(tmp_path, texts):
    path = tmp_path / "h.csdesk"
    path.unlink(missing_ok=True)
    accounts = [
        {"external_id": f"A-{n}", "name": text.strip() or "x", "notes": text, "tags": (text.strip() or "x",)}
        for n, text in enumerate(texts)
    ]
    with Book.create(path, currency="EUR", today=TODAY) as book:
        book.write(lambda s: setwise.add(s, Account, accounts))
        assert unchanged(book, "accounts", tmp_path) == len(texts)
        assert rows(book, "SELECT count(*) FROM account") == [(len(texts),)]
