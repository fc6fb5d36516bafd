"""Seats on a day: of the newest change that says some, the same in grid, page and standing."""

from datetime import date

from csdesk.book import accounts, accounts_grid, accounts_page, contracts, standing


def test_seats_follow_their_changes(book, today):
    acme = book.write(accounts.add, today=today, name="Acme")
    free = {"account_id": acme, "start": date(2025, 1, 1), "amount": 10_00, "currency": "EUR"}
    first = book.write(contracts.add, **free, seats=100)
    book.write(contracts.add, **free, seats=7)
    book.write(contracts.change_seats, contract_id=first, since=date(2025, 6, 1), seats=40)
    book.write(contracts.change_price, contract_id=first, since=date(2025, 9, 1), amount=20_00)
    for day, expected in ((date(2025, 3, 1), 107), (today, 47)):
        assert book.read(standing.account_grid, day).seats == [expected]
        assert list(book.read(accounts_grid.grid, day).columns["seats"]) == [expected]
        assert book.read(accounts_page.page, acme, day).seats == expected
