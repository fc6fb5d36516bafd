"""How the customers of the sample book pay: one function for each kind of life, from trial to farewell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from csdesk.book.sample.companies import Company
from csdesk.book.sample.rows import Rows
from csdesk.book.sample.words import spoken, words
from csdesk.metrics.calendar import add_months
from csdesk.model import (
    BillingCycle,
    Churn,
    Contract,
    ContractKind,
    ContractPause,
    ContractStep,
    Discount,
    Interval,
)

MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.HALF_YEAR: 6, Interval.YEAR: 12}
CYCLES = {
    1: BillingCycle.MONTHLY,
    3: BillingCycle.QUARTERLY,
    6: BillingCycle.HALF_YEARLY,
    12: BillingCycle.YEARLY,
}


@dataclass(slots=True)
class Deal:
    """What invoices need to know of a contract: prices of a month in minor units, from when."""

    contract: int
    start: date
    end: date | None
    every: int
    prices: list[tuple[date, int]] = field(default_factory=list)


class Pen:
    """Writes the contracts of one company."""

    def __init__(self, rows: Rows, company: Company, products: dict[str, int]) -> None:
        self.rows, self.company, self.products = rows, company, products
        self.today, self.rng = company.today, company.rng
        self.deals: list[Deal] = []

    def contract(
        self,
        product: str,
        monthly: float,
        start: date,
        end: date | None = None,
        *,
        interval: Interval = Interval.YEAR,
        seats: int | None = None,
        kind: ContractKind = ContractKind.PAID,
        every: int = 0,
        **more: Any,
    ) -> int:
        """Write a contract worth ``monthly`` in major units a month and return its id."""
        company = self.company
        every = every or (3 if company.unpaid else MONTHS[interval])
        paid = kind is ContractKind.PAID
        number = self.rows.add(
            Contract,
            external_id=f"C-{company.number:05d}-{len(self.deals) + 1}",
            account_id=company.id,
            product_id=self.products[product],
            partner_id=company.partner,
            name=f"{product}, {start.year}",
            kind=kind,
            signed_on=start - timedelta(days=self.rng.randint(4, 40)),
            start=start,
            end_exclusive=end,
            amount=round(monthly * MONTHS[interval] * 100),
            interval=interval,
            currency=company.currency,
            seats=seats,
            billing_cycle=CYCLES[every] if paid else None,
            **({"auto_renews": end is not None and paid, "notice_days": 30 if paid else None} | more),
        )
        self.deals.append(Deal(number, start, end, every if paid else 0, [(start, round(monthly * 100))]))
        if seats:
            company.seats_from.append((start, seats))
            company.seats_from.sort()
        return number

    def step(self, since: date, monthly: float, seats: int, interval: Interval = Interval.YEAR) -> None:
        """Change price and seats of the contract written last."""
        deal = self.deals[-1]
        if not deal.start < since < (deal.end or date.max):
            return
        amount = round(monthly * MONTHS[interval] * 100)
        self.rows.add(ContractStep, contract_id=deal.contract, since=since, amount=amount, seats=seats)
        deal.prices.append((since, round(monthly * 100)))
        self.company.seats_from.append((since, seats))
        self.company.seats_from.sort()

    def chain(
        self, product: str, monthly: float, end: date, terms: int, uplift: float, *, shrink: bool = False
    ) -> None:
        """Write yearly terms that renew each other; the last ends with ``end`` and is worth ``monthly``."""
        company, before = self.company, None
        notice = self.rng.choice((30, 30, 60, 90))
        for back in range(terms - 1, -1, -1):
            seats = round(company.seats * ((1.2 if shrink else 0.82) ** back)) or 1
            before = self.contract(
                product,
                monthly if back == 0 else round(monthly / uplift**back / 10) * 10,
                add_months(end, -12 * (back + 1)),
                add_months(end, -12 * back),
                seats=seats,
                every=3 if company.tier == "Enterprise" else 0,
                renews_id=before,
                notice_days=notice,
                own={"Purchase order": f"PO {self.rng.randint(10000, 99999)}"},
            )

    def terms(self) -> int:
        """Return how many yearly terms fit between the beginning and the next renewal."""
        return max(1, int((self.company.months + self.company.renewal / 30.4) / 12 + 0.5))

    def end(self) -> date:
        return self.today + timedelta(days=self.company.renewal)


def steady(pen: Pen) -> None:
    company, uplift = pen.company, pen.rng.choice((1.0, 1.0, 1.03, 1.045, 1.06))
    if company.number % 7 == 0:  # a tenth off for good, agreed with the first signature
        pen.chain("Trilho Platform", round(company.mrr / 0.9, 2), pen.end(), pen.terms(), uplift)
        for deal in pen.deals:
            pen.rows.add(Discount, contract_id=deal.contract, percent=1000)
        return
    change = {"watch": 1.12}.get(company.health, pen.rng.choice((1.0, 1.0, 0.93, 0.88)))
    if company.renewal < 0:
        change = 1.0
    pen.chain("Trilho Platform", round(company.mrr * change, 2), pen.end(), pen.terms(), uplift)
    if change != 1.0:  # seats added, or given back, within the term
        since = add_months(pen.today.replace(day=1), -pen.rng.randint(1, 9))
        pen.step(since, company.mrr, seats=company.seats)
        if pen.deals[-1].prices[-1][1] != round(company.mrr * 100):
            pen.rows.of(Contract)[-1]["amount"] = round(company.mrr * 1200)
            pen.deals[-1].prices = [(pen.deals[-1].start, round(company.mrr * 100))]


def grow(pen: Pen) -> None:
    company, mrr, added = pen.company, pen.company.mrr, 0.0
    first_of_month = pen.today.replace(day=1)
    for product, share, latest in (("Added site", 0.12, 9), ("Trilho Analytics", 0.08, 2)):
        start = add_months(first_of_month, -latest - pen.rng.randint(0, 4))
        if start > add_months(company.began, 4):
            end = (
                pen.end() if pen.end() > add_months(start, 6) else add_months(pen.end(), 12)
            )  # renews with the platform
            every = pen.rng.choice((Interval.QUARTER, Interval.YEAR))
            pen.contract(product, round(mrr * share, 2), start, end, interval=every)
            added += round(mrr * share, 2)
    pen.chain("Trilho Platform", round(mrr - added, 2), pen.end(), pen.terms(), 1.04)


def expand(pen: Pen) -> None:
    company, mrr = pen.company, pen.company.mrr
    pen.chain("Trilho Platform", round(mrr * 0.55, 2), pen.end(), pen.terms(), 1.04)
    for product, share, ago in (("Trilho Analytics", 0.28, 10), ("Trilho Mobile", 0.17, 2)):
        if company.months > ago:
            start = add_months(pen.today.replace(day=1), -ago)
            pen.contract(product, round(mrr * share, 2), start, add_months(start, 12))


def decline(pen: Pen) -> None:
    company, mrr = pen.company, pen.company.mrr
    pen.chain("Trilho Platform", round(mrr * 1.09 / 10) * 10, pen.end(), pen.terms(), 0.93, shrink=True)
    for ago, price in ((8, mrr * 1.04), (3, mrr)):
        pen.step(add_months(pen.today.replace(day=1), -ago), round(price, 2), seats=company.seats)


def ramp(pen: Pen) -> None:
    company, start = pen.company, pen.company.began.replace(day=1)
    passed = company.months // 12
    first = round(company.mrr / 1.15**passed / 10) * 10
    pen.contract("Trilho Platform", first, start, add_months(start, 36), seats=round(company.seats * 0.7))
    for year in (1, 2):
        price = company.mrr if year == passed else first * 1.15**year
        pen.step(
            add_months(start, 12 * year),
            round(price / 10) * 10,
            seats=round(company.seats * (0.7 + 0.15 * year)),
        )


def monthly(pen: Pen) -> None:
    company, start = pen.company, pen.company.began
    rise = add_months(pen.today.replace(day=1), -min(6, max(1, company.months // 2)))
    old = round(company.mrr * 0.9 / 10) * 10
    pen.contract("Trilho Starter", old, start, interval=Interval.MONTH, seats=max(1, company.seats - 2))
    pen.step(rise, company.mrr, company.seats, Interval.MONTH)


def seasonal(pen: Pen) -> None:
    monthly(pen)
    for years in (0, 1, 2):  # closed in May and June, and nothing is paid while closed
        spring = date(pen.today.year - years, 5, 1)
        if pen.company.began < spring and add_months(spring, 2) <= pen.today:
            pen.rows.add(
                ContractPause, contract_id=pen.deals[-1].contract, since=spring, until=add_months(spring, 2)
            )


def churned(pen: Pen) -> None:
    steady(pen)
    pen.company.used_until = pen.end()
    last = pen.rows.of(Contract)[-1]
    last["auto_renews"], last["cancelled_on"] = False, pen.end() - timedelta(days=pen.rng.randint(35, 70))
    farewell(pen, pen.end())


def farewell(pen: Pen, day: date) -> None:
    told = {why: spoken(said, pen.company.country) for why, said in words()["churns"].items()}
    reason = pen.rng.choice(list(told))
    pen.rows.add(
        Churn,
        external_id=f"L-{pen.company.number:05d}",
        account_id=pen.company.id,
        day=day,
        reason=reason,
        feedback=pen.rng.choice(told[reason]),
    )


def leaving(pen: Pen) -> None:
    steady(pen)
    last = pen.rows.of(Contract)[-1]
    last["auto_renews"], last["cancelled_on"] = False, pen.today - timedelta(days=21)


def returned(pen: Pen) -> None:
    company = pen.company
    left = add_months(pen.today.replace(day=1), -15)
    pen.chain(
        "Trilho Platform", round(company.mrr * 1.1 / 10) * 10, left, max(1, (company.months - 15) // 12), 1.03
    )
    pen.rows.of(Contract)[-1]["auto_renews"] = False
    farewell(pen, left)
    back = add_months(pen.today.replace(day=1), -8)
    pen.contract(
        "Trilho Platform", round(company.mrr * 0.8, 2), back, add_months(back, 24), seats=company.seats
    )
    pen.step(add_months(back, 5), company.mrr, seats=company.seats)


def trial(pen: Pen) -> None:
    start = pen.today - timedelta(days=19)
    end = pen.today + timedelta(days=11)
    pen.contract("Trilho Starter", 0, start, end, seats=pen.company.seats, kind=ContractKind.TRIAL)


def free(pen: Pen) -> None:
    pen.contract("Trilho Starter", 0, pen.company.began, seats=pen.company.seats, kind=ContractKind.FREE)


def prospect(pen: Pen) -> None:
    """Nothing is signed yet."""
    del pen


def new(pen: Pen) -> None:
    company = pen.company
    start = pen.today - timedelta(days=12 + 28 * (company.months - 1))
    tried = start - timedelta(days=30)
    pen.contract("Trilho Platform", 0, tried, start, seats=company.seats, kind=ContractKind.TRIAL)
    pen.contract("Trilho Platform", company.mrr, start, add_months(start, 12), seats=company.seats)
    until = add_months(start, 6)
    pen.rows.add(Discount, contract_id=pen.deals[-1].contract, percent=2000, since=start, until=until)


def stalled(pen: Pen) -> None:
    company = pen.company
    start = company.began
    pen.contract("Trilho Platform", company.mrr, start, add_months(start, 12), seats=company.seats, every=3)


def dispute(pen: Pen) -> None:
    company = pen.company
    pen.chain("Trilho Platform", company.mrr, pen.end(), pen.terms(), 1.04)
    pen.rows.of(Contract)[-1]["past_due"] = True
    for deal in pen.deals:
        deal.every = 3
    for row in pen.rows.of(Contract)[-len(pen.deals) :]:
        row["billing_cycle"] = BillingCycle.QUARTERLY


LIVES: dict[str, Callable[[Pen], None]] = {
    life.__name__: life
    for life in (
        steady,
        grow,
        expand,
        decline,
        ramp,
        monthly,
        seasonal,
        churned,
        leaving,
        returned,
        trial,
        free,
        prospect,
        new,
        stalled,
        dispute,
    )
}


def write(rows: Rows, company: Company, products: dict[str, int]) -> list[Deal]:
    """Write what ``company`` signed, from first to last."""
    pen = Pen(rows, company, products)
    LIVES[company.life](pen)
    return pen.deals
