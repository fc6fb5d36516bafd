"""metrics, movements, cohorts, explain: what they print and with which status they leave."""

import csv
import io
import json
from datetime import date

import pytest

from csdesk.__main__ import main
from csdesk.book import Book, accounts, contracts, desk, invoices, rates
from csdesk.metrics import METRICS

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))


@pytest.fixture
def path(tmp_path):
    """Two accounts in USD: one pays 100 all along, the other 50 until the 10th of October."""
    path = tmp_path / "desk.csdesk"
    with Book.create(path, currency="USD", name="Desk") as book:
        for name, external, segment in (("Acme", "A-1", "Mid"), ("Öljy, Oy", None, None)):
            book.write(accounts.add, today=TODAY, name=name, external_id=external, segment=segment)
        book.write(contracts.add, account_id=1, start=date(2025, 1, 1), amount=10000)
        book.write(
            contracts.add, account_id=2, start=date(2025, 2, 1), end_exclusive=date(2026, 10, 10), amount=5000
        )
        book.write(invoices.add, account_id=1, issued_on=date(2026, 10, 3), amount=12345, currency="USD")
    return path


def csdesk(capsys, *words):
    status = main([*map(str, words), "--today", "2026-11-21"])
    out = capsys.readouterr()
    return status, out.out, out.err


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_metrics_as_json(capsys, path):
    status, out, _ = csdesk(capsys, "metrics", path, "--as-of", "2026-10-31", "--json")
    found = json.loads(out)
    assert status == 0
    assert list(found) == ["book", "as_of", "currency", "policy", "metrics"]
    assert (found["book"], found["as_of"], found["currency"]) == ("Desk", "2026-10-31", "USD")
    assert found["policy"]["discounts"] == "net"
    metrics = {each["id"]: each for each in found["metrics"]}
    assert list(metrics) == [each.id for each in METRICS]
    names = (
        "id", "label", "value", "unit", "currency", "numerator", "denominator", "n", "low", "high",
        "period", "formula", "reason", "partial",
    )  # fmt: skip
    assert {tuple(each) for each in found["metrics"]} == {names}
    assert (metrics["mrr"]["value"], metrics["mrr"]["unit"]) == ("100.00", "money/month")
    assert metrics["total_revenue"]["value"] == "123.45"
    assert (metrics["arpa"]["numerator"], metrics["arpa"]["denominator"]) == ("100.00", 1)
    assert metrics["nrr"]["value"] == pytest.approx(2 / 3)
    assert (metrics["nrr"]["numerator"], metrics["nrr"]["denominator"]) == ("100.00", "150.00")
    assert metrics["nrr"]["period"] == {"from": "2025-10-31", "to": "2026-10-31"}
    assert (metrics["logo_churn"]["numerator"], metrics["logo_churn"]["denominator"]) == (1, 2)
    assert metrics["logo_churn"]["period"] == {"from": "2026-09-30", "to": "2026-10-31"}
    assert metrics["renewal_rate"]["reason"] == "zero_denominator"


def test_pending_terms_stand_beside_the_rate(capsys, path):
    status, out, _ = csdesk(capsys, "metrics", path, "--as-of", "2026-10-31", "--csv")
    assert status == 0
    assert {row["id"]: row["beside"] for row in rows(out)}["renewal_rate"] == "pending 1"
    _, out, _ = csdesk(capsys, "explain", path, "renewal_rate", "--as-of", "2026-10-31", "--json")
    assert json.loads(out)["beside"] == {"pending": 1}


def test_undefined_is_null_with_a_reason_and_status_0(capsys, tmp_path):
    path = tmp_path / "none.csdesk"
    Book.create(path).close()
    status, out, _ = csdesk(capsys, "metrics", path, "--id", "nrr", "--id", "arpa", "--json")
    assert status == 0
    found = json.loads(out)["metrics"]
    assert [(each["id"], each["value"], each["reason"]) for each in found] == [
        ("nrr", None, "zero_denominator"),
        ("arpa", None, "zero_denominator"),
    ]


def test_metrics_by_group_period_and_as_a_table(capsys, path):
    _, out, _ = csdesk(
        capsys, "metrics", path, "--as-of", "2026-10-31", "--id", "logo_churn", "--by", "segment", "--csv",
        "--period", "quarter",
    )  # fmt: skip
    assert [(each["group"], each["value"], each["of"]) for each in rows(out)] == [
        ("Mid", "0.0", "0 of 1"),
        ("", "1.0", "1 of 1"),
    ]
    _, out, _ = csdesk(
        capsys, "metrics", path, "--as-of", "2026-10-31", "--by", "segment", "--id", "mrr", "--json"
    )
    assert [each["group"] for each in json.loads(out)["metrics"]] == ["Mid", ""]
    _, out, _ = csdesk(capsys, "metrics", path, "--as-of", "2026-10-31")
    assert "Net revenue retention" in out
    assert "0.6667" in out
    assert "zero_denominator" in out


def test_a_short_history_and_a_missing_rate_are_said(capsys, path):
    with Book(path) as book:
        book.write(contracts.add, account_id=1, start=date(2026, 11, 1), amount=1, currency="SEK")
    status, out, err = csdesk(capsys, "metrics", path, "--as-of", "2026-12-31", "--id", "mrr", "--json")
    assert (status, json.loads(out)["metrics"][0]["reason"]) == (0, "mixed_currency")
    assert "SEK" in err
    _, out, _ = csdesk(capsys, "metrics", path, "--as-of", "2025-06-30", "--id", "nrr", "--csv")
    assert rows(out)[0]["beside"] == "since 2025-01-31 1.0000"
    _, out, _ = csdesk(capsys, "explain", path, "nrr", "--as-of", "2025-06-30", "--json")
    assert json.loads(out)["beside"] == {"since": {"from": "2025-01-31", "value": 1.0}}
    _, out, _ = csdesk(capsys, "explain", path, "nrr", "--as-of", "2025-06-30")
    assert "since 2025-01-31: 1.0" in out
    _, out, _ = csdesk(capsys, "explain", path, "mrr", "--today", "2026-12-31")
    assert "mixed_currency: an exchange rate is missing" in out
    assert "note:" in out


def test_the_list_of_metrics(capsys):
    assert csdesk(capsys, "metrics", "--list")[1].count("\n") == len(METRICS) + 1
    assert len(rows(csdesk(capsys, "metrics", "--list", "--csv")[1])) == len(METRICS)
    found = json.loads(csdesk(capsys, "metrics", "--list", "--json")[1])
    assert found[0]["id"] == "mrr"
    status, _, err = csdesk(capsys, "metrics")
    assert (status, "--list" in err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ("metrics", "BOOK", "--id", "nope"),
        ("metrics", "BOOK", "--period", "fortnight"),
        ("metrics", "BOOK", "--by", "colour"),
        ("movements", "BOOK", "--from", "2026-13"),
        ("movements", "BOOK", "--from", "now"),
        ("movements", "BOOK", "--from", "2026-05", "--to", "2026-04"),
        ("movements", "BOOK", "--from", "0001-01"),
        ("metrics", "BOOK", "--as-of", "9999-12-31"),
        ("explain", "BOOK", "nope"),
        ("explain", "BOOK", "nrr", "--by", "segment"),
        ("explain", "BOOK", "nrr", "--by", "segment", "--group", "None such"),
    ],
)
def test_wrong_use_leaves_with_2_and_words(capsys, path, words):
    status, out, err = csdesk(capsys, *(path if word == "BOOK" else word for word in words))
    assert (status, out) == (2, "")
    assert err


def test_movements_as_csv_and_json(capsys, path):
    _, out, _ = csdesk(capsys, "movements", path, "--from", "2026-09", "--to", "2026-10", "--csv")
    assert out == (
        "month_end,opening_mrr,new_mrr,reactivation_mrr,expansion_mrr,contraction_mrr,churn_mrr,closing_mrr,"
        "opening_accounts,new_accounts,reactivated_accounts,churned_accounts,closing_accounts\n"
        "2026-09-30,150.00,0.00,0.00,0.00,0.00,0.00,150.00,2,0,0,0,2\n"
        "2026-10-31,150.00,0.00,0.00,0.00,0.00,-50.00,100.00,2,0,0,1,1\n"
    )
    _, out, _ = csdesk(capsys, "movements", path, "--from", "2026-09", "--to", "2026-10", "--json")
    found = json.loads(out)
    assert found[1]["churn_mrr"] == "-50.00"
    assert found[1]["closing_accounts"] == 1
    assert len(rows(csdesk(capsys, "movements", path)[1])) == 13


def test_movements_by_account(capsys, path):
    _, out, _ = csdesk(capsys, "movements", path, "--from", "2026-10", "--to", "2026-11", "--by-account")
    assert out == (
        "account_id,account,month,opening,closing,change,movement\n"
        '2,"Öljy, Oy",2026-10,50.00,0.00,-50.00,churn\n'
        "A-1,Acme,2026-10,100.00,100.00,0.00,none\n"
        "A-1,Acme,2026-11,100.00,100.00,0.00,none\n"
    )


def test_movements_by_group_start_with_it(capsys, path):
    _, out, _ = csdesk(
        capsys,
        "movements",
        path,
        "--from",
        "2026-10",
        "--to",
        "2026-10",
        "--by",
        "segment",
        "--every",
        "quarter",
    )
    header = out.splitlines()[0].split(",")
    assert header[0] == "group"
    assert header[-4:] == [
        "transfer_in_mrr", "transfer_out_mrr", "transferred_in_accounts", "transferred_out_accounts",
    ]  # fmt: skip
    assert [each["closing_mrr"] for each in rows(out)] == ["100.00", "0.00"]


def test_cohorts(capsys, path):
    _, out, _ = csdesk(capsys, "cohorts", path, "--as-of", "2025-03-31", "--csv")
    assert out == (
        "kind,cohort,size,0,1,2\n"
        "logo,2025-01,1,1.0,1.0,1.0\nlogo,2025-02,1,1.0,1.0,\n"
        "mrr,2025-01,1,1.0,1.0,1.0\nmrr,2025-02,1,1.0,1.0,\n"
    )  # fmt: skip
    _, out, _ = csdesk(capsys, "cohorts", path, "--as-of", "2025-03-31", "--by", "segment")
    assert out.splitlines()[0].startswith("group,kind,cohort")
    with Book(path) as book:
        book.write(desk.set_value, "cohort_by", "quarter")
    assert csdesk(capsys, "cohorts", path, "--as-of", "2025-03-31")[1].splitlines()[1:] == [
        "logo,2025-01,2,1.0",
        "mrr,2025-01,2,1.0",
    ]


def test_explain(capsys, path):
    _, out, _ = csdesk(capsys, "explain", path, "logo_churn", "--as-of", "2026-10-15")
    for words in (
        "Logo churn: 0.5",
        "Customers at the start who are gone at the end / customers at the start (logo_churn_cohort)",
        "2026-09-30 to 2026-10-15, not over yet",
        "numerator:   1",
        "denominator: 2",
        "interval:    0.0945 to 0.9055",
        "discounts net",
        "numerator (1 accounts)",
        "Öljy, Oy  [account 2]",
    ):
        assert words in out
    _, out, _ = csdesk(capsys, "explain", path, "mrr", "--as-of", "2026-10-01", "--rows", "1")
    assert "MRR: 150.00 USD" in out
    assert "… and 1 more" in out
    _, out, _ = csdesk(capsys, "explain", path, "renewal_rate", "--as-of", "2026-10-15")
    assert "beside:      pending 1" in out
    _, out, _ = csdesk(
        capsys, "explain", path, "nrr", "--as-of", "2026-10-31", "--json", "--by", "segment", "--group", "Mid"
    )
    found = json.loads(out)
    assert found["metric"]["group"] == "Mid"
    assert found["rows"][0] == {
        "role": "numerator", "kind": "account", "id": 1, "label": "Acme", "amount": "100.00",
    }  # fmt: skip


def test_a_record_without_a_rate_shows_no_amount(capsys, path):
    with Book(path) as book:
        book.write(contracts.add, account_id=1, start=date(2026, 11, 1), amount=1, currency="SEK")
    status, out, _ = csdesk(capsys, "explain", path, "mrr", "--as-of", "2026-12-31", "--json")
    assert status == 0
    amounts = [row["amount"] for row in json.loads(out)["rows"]]
    assert None in amounts
    assert "0.00" not in amounts
    assert csdesk(capsys, "movements", path, "--from", "2026-13")[0] == 2


def test_movements_say_what_counts_as_nothing_and_which_rates_were_carried(capsys, path):
    with Book(path) as book:
        book.write(contracts.add, account_id=1, start=date(2026, 8, 1), amount=-900_00, currency="USD")
        book.write(rates.put, month=date(2026, 8, 1), currency="SEK", rate=0.1)
        book.write(contracts.add, account_id=2, start=date(2026, 8, 1), amount=1, currency="SEK")
    for form in ((), ("--by-account",), ("--json",)):
        _, _, err = csdesk(capsys, "movements", path, "--from", "2026-09", "--to", "2026-10", *form)
        assert "below zero, which counts as 0: 1" in err
        assert "The rate of SEK for 2026-10 is carried forward from 2 months before." in err
