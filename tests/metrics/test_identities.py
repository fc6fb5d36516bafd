"""The identities of the field on random books: they hold to the last unit, for any two snapshots."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.metrics import Evaluation, MetricPolicy, Portfolio
from csdesk.metrics.calendar import NO_END
from csdesk.metrics.columns import (
    INTERVAL,
    Discounts,
    Facts,
    Grouping,
    Rates,
    Spans,
    Steps,
    contracts,
)
from csdesk.metrics.groups import OF_CONTRACT, group_names
from csdesk.metrics.movements import lines, movement_lines, moves

EXACT = [
    "month",
    "quarter",
    "half_year",
    "year",
    "24_months",
    "36_months",
    "48_months",
    "60_months",
    "week",
    "day",
]
FIRST = date(2024, 1, 1).toordinal()
DAYS = st.integers(FIRST, FIRST + 700)
EDGES = [date(2024, 3, 31), date(2024, 9, 30), date(2025, 3, 31), date(2025, 8, 17)]
FLOWS = (
    "new",
    "reactivation",
    "expansion",
    "contraction",
    "churn",
    "fx",
    "transfer_in",
    "transfer_out",
    "price",
)
RATIOS = ("nrr", "grr", "logo_churn", "logo_retention", "mrr_churn_gross", "mrr_churn_net", "quick_ratio")
QUICK = settings(max_examples=40, deadline=None)


@st.composite
def books(draw, intervals=tuple(INTERVAL), currencies=2, kinds=(0, 0, 0, 1, 2), least=-3):
    """A book of up to six accounts with all that contracts may carry."""
    count = draw(st.integers(1, 9))
    start = [draw(DAYS) for _ in range(count)]
    length = [draw(st.one_of(st.just(None), st.integers(0, 500))) for _ in range(count)]
    end = [NO_END if days is None else begin + days for begin, days in zip(start, length, strict=True)]

    def column(strategy, size=count):
        return np.array([draw(strategy) for _ in range(size)], np.int64)

    def inside(size):
        return np.array([draw(st.integers(0, count - 1)) for _ in range(size)], np.int64)

    held = contracts(
        column(st.integers(0, 5)),
        start,
        end,
        column(st.integers(least, 40)) * 100,
        interval=column(st.sampled_from([INTERVAL[name] for name in intervals])),
        kind=column(st.sampled_from(kinds)),
        currency=column(st.integers(0, currencies - 1)),
        quantity=column(st.integers(1, 3)),
        product=column(st.integers(-1, 1)),
        partner=column(st.integers(-1, 1)),
        cancelled=column(st.one_of(st.just(NO_END), DAYS)),
        seats=column(st.integers(-1, 3)),
        past_due=column(st.sampled_from([0, 0, 0, 1])),
    )
    some = draw(st.integers(0, 3))
    owner, since = np.sort(column(st.integers(0, 5), some)), column(DAYS, some)
    order = np.lexsort((since, owner))
    percent, whole = column(st.integers(0, 100), some) * 100, column(st.booleans(), some)
    amount, quantity = column(st.integers(0, 40), some) * 100, column(st.integers(1, 2), some)
    until = since + 100 * (1 + whole)
    segment = column(st.integers(-1, 1), 6), owner[order], since[order], column(st.integers(-1, 1), some)
    rates = Rates()
    if currencies > 1:
        worth = np.array([draw(st.floats(0.5, 2)) for _ in range(36)])
        rates = Rates(np.arange(600, 672, 2), np.full(36, 1), worth)
    return Facts(
        account_ids=np.arange(1, 7),
        contracts=held,
        currencies=("EUR", "USD")[:currencies],
        decimals=(2, 2)[:currencies],
        steps=Steps(inside(some), since, amount, quantity),
        pauses=Spans(inside(some), since, since + column(st.integers(-1, 90), some)),
        discounts=Discounts(inside(some), percent * whole, percent * (1 - whole), since, until),
        rates=rates,
        groupings={"segment": Grouping(("A", "B"), *segment)},
        products=("P", "Q"),
        partners=("X", "Y"),
    )


POLICIES = st.builds(
    MetricPolicy,
    discounts=st.sampled_from(["net", "forever-only", "gross"]),
    past_due=st.sampled_from(["in", "out"]),
    usage=st.sampled_from(["in", "out"]),
    churn_recognition=st.sampled_from(["term-end", "cancel-date"]),
    rate_date=st.sampled_from(["month-end", "contract-date"]),
    paid_to_free=st.sampled_from(["churn", "stay"]),
    price_uplift=st.sampled_from(["expansion", "own"]),
    paused=st.sampled_from(["zero", "keep"]),
    ramp=st.sampled_from(["step", "average"]),
    gap_bridge_days=st.sampled_from([0, 30]),
    resolution=st.sampled_from(["snapshot", "snapshot", "daily"]),
)


def holds(found):
    """The closing identity of money and of customers, in every group and period."""
    moved = found.opening_mrr + sum(getattr(found, f"{flow}_mrr") for flow in FLOWS)
    assert (found.closing_mrr == moved).all()
    counted = (
        found.opening_accounts + found.new_accounts + found.reactivated_accounts - found.churned_accounts
    )
    counted = counted + found.transferred_in_accounts - found.transferred_out_accounts
    assert (found.closing_accounts == counted).all()


@QUICK
@given(books(), POLICIES, st.sampled_from([None, "segment", "product", "partner"]))
def test_closing_identity(held, policy, by):
    work = Portfolio(held, policy)
    found = movement_lines(work, EDGES, by)
    holds(found)
    assert len(found.opening_mrr) == (1 if by is None else len(group_names(held, by)))
    whole = movement_lines(work, EDGES)
    slack = len(held.contracts) if by in OF_CONTRACT else 0  # each part is converted, and rounded, by itself
    assert (abs(found.closing_mrr.sum(axis=0) - whole.closing_mrr[0]) <= slack).all()
    assert (abs(found.opening_mrr.sum(axis=0) - whole.opening_mrr[0]) <= slack).all()
    assert (found.transfer_in_mrr.sum(axis=0) + found.transfer_out_mrr.sum(axis=0) == 0).all()


@QUICK
@given(books(), st.sampled_from([None, "product"]))
def test_closing_identity_of_each_customer(held, by):
    work = Portfolio(held, MetricPolicy())
    found = moves(work.view(EDGES, by), EDGES[:-1], EDGES[1:], by)
    assert (found.closing == found.opening + (found.restated - found.opening) + found.change).all()
    groups = 1 if by is None else len(group_names(held, by))
    holds(lines(found, groups))
    chained = moves(work.view(EDGES), EDGES[:-1], EDGES[1:])
    assert (chained.closing[:, :-1] == chained.opening[:, 1:]).all()


@QUICK
@given(books(currencies=1), st.sampled_from([None, "segment"]))
def test_quarter_is_its_months(held, by):
    """Money of the months adds up to that of the quarter, whatever the categories say."""
    work = Portfolio(held, MetricPolicy())
    ends = [date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
    months, quarter = movement_lines(work, ends, by), movement_lines(work, [ends[0], ends[-1]], by)
    assert (months.closing_mrr[:, -1] == quarter.closing_mrr[:, 0]).all()
    assert (months.opening_mrr[:, 0] == quarter.opening_mrr[:, 0]).all()


def ratios(held, policy=None, as_of=date(2025, 3, 31)):
    work = Evaluation(Portfolio(held, policy or MetricPolicy()), as_of)
    return {name: work.evaluate(name).result for name in RATIOS}


def columns_of(part):
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def with_contracts(held, **columns):
    plain = columns_of(held.contracts)
    return replace(held, contracts=type(held.contracts)(**{**plain, **columns}))


@QUICK
@given(books(intervals=EXACT, currencies=1, least=0))
def test_bounds_and_cross_checks(held):
    found = ratios(held)
    if found["nrr"].value is None:
        assert found["grr"].value is None
    else:
        assert found["nrr"].value >= 0
        assert 0 <= found["grr"].value <= min(1, found["nrr"].value) + 1e-12
    retention, churned = found["logo_retention"], 1 - (found["logo_retention"].value or 0)
    assert retention.value is None or retention.numerator + churned * retention.n == pytest.approx(
        retention.n
    )
    monthly = MetricPolicy(nrr_window="1m", nrr_method="bridge", grr_method="flow")
    month = ratios(held, monthly)
    assert month["nrr"].reason == month["mrr_churn_net"].reason
    if month["nrr"].value is not None:
        assert month["nrr"].value == pytest.approx(1 - month["mrr_churn_net"].value, abs=1e-12)
        assert month["grr"].value == pytest.approx(1 - month["mrr_churn_gross"].value, abs=1e-12)


@QUICK
@given(books(intervals=EXACT, currencies=1, least=0))
def test_doubling_all_prices_changes_no_ratio(held):
    twice = replace(
        with_contracts(held, amount=held.contracts.amount * 2),
        steps=replace(held.steps, amount=held.steps.amount * 2),
        discounts=replace(held.discounts, amount=held.discounts.amount * 2),
    )
    one, two = ratios(held), ratios(twice)
    assert {name: each.value for name, each in one.items()} == {
        name: each.value for name, each in two.items()
    }


@QUICK
@given(books(intervals=EXACT, currencies=1), st.randoms())
def test_the_order_of_contracts_changes_nothing(held, random):
    order = list(range(len(held.contracts)))
    random.shuffle(order)
    place = np.argsort(order)
    contracts_mixed = {name: column[order] for name, column in columns_of(held.contracts).items()}
    mixed = replace(
        held,
        contracts=type(held.contracts)(**contracts_mixed),
        steps=replace(held.steps, contract=place[held.steps.contract]),
        pauses=replace(held.pauses, contract=place[held.pauses.contract]),
        discounts=replace(held.discounts, contract=place[held.discounts.contract]),
    )
    assert ratios(held) == ratios(mixed)


@QUICK
@given(books(intervals=EXACT, currencies=1, least=0))
def test_splitting_a_contract_changes_no_movement(held):
    """One contract becomes two of half the price each, steps and discounts with it."""
    count = len(held.contracts)
    both = {name: np.concatenate([column] * 2) for name, column in columns_of(held.contracts).items()}

    def doubled(part):
        columns = {name: np.concatenate([column] * 2) for name, column in columns_of(part).items()}
        columns["contract"] = np.concatenate([part.contract, part.contract + count])
        return type(part)(**columns)

    one = replace(
        with_contracts(held, amount=held.contracts.amount * 2),
        steps=replace(held.steps, amount=held.steps.amount * 2),
        discounts=replace(held.discounts, amount=held.discounts.amount * 2),
    )
    two = replace(
        held,
        contracts=type(held.contracts)(**both),
        steps=doubled(held.steps),
        pauses=doubled(held.pauses),
        discounts=doubled(held.discounts),
    )
    whole = [moves(Portfolio(each, MetricPolicy()).view(EDGES), EDGES[:-1], EDGES[1:]) for each in (one, two)]
    assert (whole[0].kind == whole[1].kind).all()
    assert (whole[0].closing == whole[1].closing).all()


@QUICK
@given(books(intervals=EXACT, currencies=1, least=0), st.integers(1, 900))
def test_a_new_customer_changes_no_cohort(held, amount):
    fresh = columns_of(contracts([6], [date(2025, 3, 5).toordinal()], [NO_END], [amount * 100]))
    more = {
        name: np.concatenate([column, fresh[name]]) for name, column in columns_of(held.contracts).items()
    }
    plus = replace(held, contracts=type(held.contracts)(**more), account_ids=np.arange(1, 8))
    for name in ("nrr", "grr", "logo_churn", "logo_retention"):
        assert ratios(held)[name].value == ratios(plus)[name].value
