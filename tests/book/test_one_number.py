"""One number wherever it stands: grids, pages and totals agree with the metrics to the last minor unit."""

from datetime import date

from csdesk.book import accounts, contracts, contracts_mrr, figures, partners, partners_page, standing


def thirds(book, today):
    """Three accounts through one partner, each paying a third of an odd yearly price."""
    partner = book.write(partners.add, name="Par")
    for name in ("A", "B", "C"):
        account = book.write(accounts.add, today=today, name=name)
        given = {"account_id": account, "start": date(2026, 1, 1), "interval": "year", "partner_id": partner}
        book.write(contracts.add, **given, amount=100_04)
        book.write(contracts.add, **given, amount=100_04)
    return partner


def test_sums_are_rounded_once(book, today):
    """Six contracts of 8.33⅔ a month: 16.67 an account, 50.02 in all, not 50.01 or 49.98."""
    partner = thirds(book, today)
    page = book.read(partners_page.page, partner, today)
    assert [each.mrr for each in page.brought] == [16_67, 16_67, 16_67]
    grid = book.read(partners_page.grid, today)
    (figure,) = book.read(figures.metrics, today, ids=["mrr"], by="partner").figures
    assert figure.number == page.mrr == next(iter(grid.columns["mrr"])) == 50_02
    assert book.read(contracts_mrr.by_partner, [today]) == {partner: [50_02]}
    assert book.read(standing.account_grid, today).mrr_sum == 50_02


def test_the_sample_says_the_same_everywhere(sample_book, today):
    (whole,) = sample_book.read(figures.metrics, today, ids=["mrr"]).figures
    assert sample_book.read(standing.account_grid, today).mrr_sum == whole.number
    found = sample_book.read(figures.metrics, today, ids=["mrr"], by="partner").figures
    grid = sample_book.read(partners_page.grid, today)
    shown = dict(zip(grid.columns["name"], grid.columns["mrr"], strict=True))
    assert {each.group: each.number for each in found if each.group and each.number} == {
        name: mrr for name, mrr in shown.items() if mrr
    }


def test_an_account_below_zero_brings_its_partner_nothing_and_a_missing_rate_hides_the_sum(book, today):
    partner = thirds(book, today)
    account = book.write(accounts.add, today=today, name="D")
    given = {"account_id": account, "start": date(2026, 1, 1)}
    book.write(contracts.add, **given, amount=10_00, partner_id=partner)
    book.write(contracts.add, **given, amount=-30_00)
    assert book.read(partners_page.page, partner, today).mrr == 50_02
    book.write(contracts.add, **given, amount=1, currency="BRL", partner_id=partner)
    assert book.read(partners_page.page, partner, today).mrr is None
    assert book.read(standing.account_grid, today).mrr_sum is None
