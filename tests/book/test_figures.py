"""Figures: the questions of pages and reports, on the sample book and on small ones."""

from datetime import date

import pytest

from csdesk.book import accounts, contracts, desk, figures, invoices, rates
from csdesk.errors import Refused
from csdesk.metrics import METRICS, Status
from csdesk.model import ContractKind

DAY = date(2026, 10, 31)


@pytest.fixture
def acme(book, today):
    return book.write(accounts.add, today=today, name="Acme", segment="Mid", external_id="A-1")


def sell(book, account_id, start=date(2025, 1, 1), **values):
    return book.write(contracts.add, **({"account_id": account_id, "start": start, "amount": 10000} | values))


# All metrics -----------------------------------------------------------------------------------------------


def test_all_metrics_in_the_order_of_the_catalogue(sample_book):
    found = sample_book.read(figures.metrics, DAY)
    assert [each.metric for each in found.figures] == list(METRICS)
    assert (found.currency, found.name, found.as_of) == ("EUR", "sample", DAY)
    assert all((each.number is None) == (each.result.reason is not None) for each in found.figures)


def test_groups_add_up_to_the_whole(sample_book):
    whole = sample_book.read(figures.metrics, DAY, ids=["mrr", "new_customers"]).figures
    for by in ("segment", "tier", "country", "owner", "source", "product", "partner"):
        parts = sample_book.read(figures.metrics, DAY, ids=["mrr"], by=by).figures
        assert len(parts) > 0
        assert sum(each.number for each in parts) == pytest.approx(whole[0].number, abs=len(parts))


def test_an_unknown_metric_is_refused(book):
    with pytest.raises(Refused, match="mmr"):
        book.read(figures.metrics, DAY, ids=["mmr"])


def test_what_one_should_know_beside_the_numbers(book, acme):
    sell(book, acme, currency="USD")
    answer = book.read(figures.metrics, DAY, ids=["mrr"])
    assert answer.figures[0].number is None
    assert [str(note) for note in answer.notes] == [
        "There is no rate of USD for 2026-10; sums with it are not shown.",
        "MRR at 2026-10-31 by currency: USD 100.00",
    ]


def test_a_short_history_says_since(book, acme):
    sell(book, acme, date(2026, 3, 10))
    (found,) = book.read(figures.metrics, DAY, ids=["nrr"]).figures
    assert found.number is None
    assert (found.since.value, found.since.period.opening) == (1.0, date(2026, 3, 31))
    (lifetime,) = book.read(figures.metrics, DAY, ids=["customer_lifetime"]).figures
    assert lifetime.since is None
    (early,) = book.read(figures.metrics, date(2026, 2, 28), ids=["nrr"]).figures
    assert early.since is None


# Tiles, series, shares -------------------------------------------------------------------------------------


def test_tiles_agree_with_metrics(sample_book):
    tiles = sample_book.read(figures.tiles, DAY)
    plain = {each.metric.id: each for each in sample_book.read(figures.metrics, DAY).figures}
    assert [each.figure.metric.id for each in tiles] == list(figures.TILES)
    for tile in tiles:
        assert tile.figure.result == plain[tile.figure.metric.id].result
        assert (len(tile.series), tile.series[-1]) == (12, tile.figure.number)
    earlier = sample_book.read(figures.metrics, date(2026, 9, 30), ids=["mrr", "logo_churn"]).figures
    assert [tiles[0].before.number, tiles[0].series[-2]] == [earlier[0].number] * 2
    assert tiles[4].before.number == earlier[1].number


def test_tiles_of_a_group(sample_book):
    shares = sample_book.read(figures.mrr_by, DAY, "segment")
    (tile,) = sample_book.read(
        figures.tiles, DAY, by="segment", group=shares[0].group, ids=["mrr"], period="quarter"
    )
    assert tile.figure.number == shares[0].mrr
    assert tile.before.result.period.closing == date(2026, 9, 30)
    with pytest.raises(Refused, match="segment"):
        sample_book.read(figures.tiles, DAY, by="segment", group="Nobody")


def test_retention_over_time(sample_book):
    series = sample_book.read(figures.retention_series, DAY, months=6)
    assert [day for day, _, _ in series][-2:] == [date(2026, 9, 30), DAY]
    plain = sample_book.read(figures.metrics, DAY, ids=["nrr", "grr"]).figures
    assert list(series[-1][1:]) == [each.number for each in plain]
    assert all(gross <= 1 for _, _, gross in series)


def test_retention_without_a_history(book):
    assert book.read(figures.retention_series, DAY, months=2) == [
        (date(2026, 9, 30), None, None),
        (DAY, None, None),
    ]


def test_mrr_by_group_is_the_whole_and_names_its_accounts(sample_book):
    (whole,) = sample_book.read(figures.metrics, DAY, ids=["mrr"]).figures
    shares = sample_book.read(figures.mrr_by, DAY, "tier")
    assert sum(each.mrr for each in shares) == pytest.approx(whole.number, abs=len(shares))
    assert sum(each.customers for each in shares) == whole.result.n
    assert [each.customers for each in shares] == [len(each.accounts) for each in shares]


# Movements, bridge, cohorts --------------------------------------------------------------------------------


def test_movements_hold_together(sample_book):
    found = sample_book.read(figures.movements, date(2024, 1, 1), date(2026, 10, 1))
    assert len(found.rows) == 34
    for row, after in zip(found.rows[:-1], found.rows[1:], strict=True):
        assert row.closing_mrr == after.opening_mrr
        assert row.closing_accounts == after.opening_accounts
    assert "fx_mrr" in found.columns()
    assert found.columns()[0] == "month_end"


@pytest.mark.parametrize("by", ["segment", "product"])
def test_movements_by_group(sample_book, by):
    found = sample_book.read(figures.movements, date(2026, 1, 1), date(2026, 10, 1), every="quarter", by=by)
    assert found.columns()[0] == "group"
    assert found.columns()[-1] == "transferred_out_accounts"
    assert {row.month_end for row in found.rows} >= {date(2026, 3, 31), date(2026, 12, 31)}


def test_movements_of_a_fiscal_year(book, acme):
    sell(book, acme)
    book.write(desk.set_value, "fiscal_start", "4")
    found = book.read(figures.movements, date(2026, 1, 1), date(2026, 5, 1), every="fiscal-year")
    assert [row.month_end for row in found.rows] == [date(2026, 3, 31), date(2027, 3, 31)]


def test_movements_with_prices_of_their_own(book, acme):
    first = sell(book, acme, end_exclusive=date(2026, 1, 1))
    sell(book, acme, date(2026, 1, 1), amount=11000, renews_id=first)
    book.write(desk.set_value, "price_uplift", "own")
    found = book.read(figures.movements, date(2026, 1, 1), date(2026, 1, 1))
    assert found.columns()[-1] == "price_mrr"
    assert (found.rows[0].price_mrr, found.rows[0].expansion_mrr) == (1000, 0)


def test_movements_without_a_rate_have_customers_but_no_money(book, acme):
    sell(book, acme, currency="USD")
    (row,) = book.read(figures.movements, date(2026, 1, 1), date(2026, 1, 1)).rows
    assert (row.closing_mrr, row.closing_accounts) == (None, 1)
    found, _ = book.read(figures.movements_by_account, date(2026, 1, 1), date(2026, 1, 1))
    assert (found[0].closing, found[0].movement) == (None, "none")
    assert book.read(figures.bridge, DAY).closing is None


@pytest.mark.parametrize(
    ("first", "last", "every", "words"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "month", "after the last"),
        (date(1900, 1, 1), date(2026, 1, 1), "month", "1200 months"),
        (date(2026, 1, 1), date(2026, 1, 1), "week", "quarter"),
    ],
)
def test_movements_that_make_no_sense_are_refused(book, first, last, every, words):
    with pytest.raises(Refused, match=words):
        book.read(figures.movements, first, last, every=every)


def test_movements_by_account(book, acme, today):
    other = book.write(accounts.add, today=today, name="Other")
    sell(book, acme, end_exclusive=date(2026, 2, 10))
    sell(book, other, date(2026, 2, 3), amount=500)
    found, currency = book.read(figures.movements_by_account, date(2026, 1, 1), date(2026, 3, 1))
    assert currency == "EUR"
    seen = [(e.account, e.month_end.month, e.opening, e.closing, e.change, e.movement) for e in found]
    assert seen == [
        ("Other", 2, 0, 500, 500, "new"),
        ("Other", 3, 500, 500, 0, "none"),
        ("Acme", 1, 10000, 10000, 0, "none"),
        ("Acme", 2, 10000, 0, -10000, "churn"),
    ]  # fmt: skip


def test_the_bridge_names_its_accounts(book, acme, today):
    other = book.write(accounts.add, today=today, name="Other", segment="Small")
    sell(book, acme, end_exclusive=date(2026, 10, 10))
    sell(book, other, date(2026, 10, 3), amount=500)
    found = book.read(figures.bridge, DAY)
    assert (found.opening, found.closing, found.opening_day) == (10000, 500, date(2026, 9, 30))
    assert [(step.key, step.amount, step.accounts) for step in found.steps] == [
        ("new", 500, (other,)),
        ("expansion", 0, ()),
        ("contraction", 0, ()),
        ("churn", -10000, (acme,)),
    ]
    assert book.read(figures.bridge, DAY, by="segment", group="Small").closing == 500
    with pytest.raises(Refused, match="segment"):
        book.read(figures.bridge, DAY, by="segment", group="Large")


def test_cohorts(sample_book):
    found = sample_book.read(figures.cohorts, DAY)
    assert [each.first for each in found] == sorted(each.first for each in found)
    assert all(each.logo[0] == each.mrr[0] == 1.0 for each in found)
    assert all(len(each.accounts) == each.size for each in found)


# Explain ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.id)
def test_every_number_names_the_records_behind_it(sample_book, metric):
    """Over a year of the sample book each metric has rows on each side, and those of money add up to it."""
    found = sample_book.read(figures.explain, metric.id, DAY, period="year")
    assert found.rows
    assert found.words == metric.words
    result = found.figure.result
    for role, expected in (("numerator", result.numerator), ("denominator", result.denominator)):
        rows = found.of(role)
        money = metric.parts == "money" and not (metric.id == "arpa" and role == "denominator")
        if rows and money:
            assert sum(row.amount for row in rows) == pytest.approx(expected / 72000, abs=len(rows))
        elif rows and metric.parts == "count":
            assert len(rows) == expected
    if metric.unit.is_money and metric.id != "arpa":
        total = sum(row.amount for row in found.of("value"))
        assert total == pytest.approx(found.figure.number, abs=12 * len(found.rows))


def test_rows_have_names(book, acme):
    made = sell(book, acme, name="Core")
    bill = book.write(invoices.add, account_id=acme, issued_on=DAY, number="F-7", amount=100, currency="EUR")
    (row,) = book.read(figures.explain, "mrr", DAY).rows
    assert (row.kind, row.id, row.label, row.account_id, row.amount) == (
        "contract", made, "Acme · Core, 2025-01-01", acme, 10000,
    )  # fmt: skip
    (row,) = book.read(figures.explain, "total_revenue", DAY).rows
    assert (row.kind, row.id, row.label, row.amount) == ("invoice", bill, "Acme · F-7", 100)
    found = book.read(figures.explain, "nrr", DAY, by="segment", group="Mid")
    assert [(each.role, each.label) for each in found.rows] == [
        ("numerator", "Acme"),
        ("denominator", "Acme"),
    ]
    assert found.figure.group == "Mid"


# Where accounts stand --------------------------------------------------------------------------------------


def test_the_grid_of_accounts(book, acme, today):
    two = book.write(accounts.add, today=today, name="Two currencies")
    free = book.write(accounts.add, today=today, name="Free")
    nobody = book.write(accounts.add, today=today, name="Nobody")
    book.write(rates.put, month=date(2026, 10, 1), currency="USD", rate=0.5)
    sell(book, acme, currency="USD", seats=5, end_exclusive=date(2027, 1, 1))
    sell(book, acme, date(2026, 7, 1), currency="USD", amount=2000)
    sell(book, two, end_exclusive=date(2026, 12, 1), seats=2)
    sell(book, two, currency="USD", amount=1000)
    sell(book, free, kind=ContractKind.FREE, amount=0)
    found = book.read(figures.account_grid, DAY)
    assert found.ids == [acme, two, free, nobody]
    assert found.status == [Status.CUSTOMER, Status.CUSTOMER, Status.TRIAL, Status.PROSPECT]
    assert found.mrr == [12000, 10500, None, None]
    assert found.currency == ["USD", "EUR", None, None]
    assert found.mrr_book == [6000, 10500, 0, 0]
    assert found.series[0][-5:-3] == [10000, 12000]
    assert found.renewal == [date(2027, 1, 1), date(2026, 12, 1), None, None]
    assert found.seats == [5, 2, None, None]
    assert book.read(figures.account_statuses, DAY)[free] is Status.TRIAL
    assert book.read(figures.account_series, DAY, months=2)[acme] == [None, 6000]


def test_the_mrr_of_one_account(book, acme):
    made = sell(book, acme, end_exclusive=date(2028, 1, 1))
    book.write(contracts.pause, made, since=date(2026, 9, 1), until=date(2026, 10, 1))
    found = book.read(figures.account_mrr, acme, DAY, months=4)
    assert [money for _, money in found.points] == [10000, 10000, 0, 10000]
    assert [(each.day.month, each.movement, each.change, each.paused) for each in found.events] == [
        (9, "churn", -10000, True),
        (10, "reactivation", 10000, False),
    ]
    assert found.status is Status.WON_BACK
    assert book.read(figures.account_mrr, 999, DAY, months=2).points == [(date(2026, 9, 30), 0), (DAY, 0)]


def test_the_tracker_gives_amounts_as_they_are(book, acme, today):
    two = book.write(accounts.add, today=today, name="Two currencies")
    nobody = book.write(accounts.add, today=today, name="Nobody")
    three = book.write(accounts.add, today=today, name="Three")
    book.write(rates.put, month=date(2026, 10, 1), currency="USD", rate=0.5)
    sell(book, acme, amount=-300, currency="USD")
    sell(book, two)
    sell(book, two, currency="USD", amount=1000)
    sell(book, three)
    sell(book, three, currency="SEK")
    assert book.read(figures.tracker_mrr, DAY) == {
        acme: (-300, "USD"), two: (10500, "EUR"), nobody: (None, None), three: (None, "EUR"),
    }  # fmt: skip
