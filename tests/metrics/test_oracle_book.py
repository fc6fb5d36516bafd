"""Random books under random policies: the metrics against the rules written down plainly, to the unit."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.metrics import Evaluation, MetricPolicy, Portfolio
from csdesk.metrics.calendar import month_ends, months_back
from csdesk.metrics.columns import INTERVALS
from csdesk.metrics.movements import Movement, movement_lines, moves
from csdesk.metrics.result import Reason
from tests.metrics.metric_facts import a_contract, facts
from tests.metrics.plain_oracle import PlainBook, months_between

POLICIES = st.builds(
    MetricPolicy,
    discounts=st.sampled_from(["net", "net", "forever-only", "gross"]),
    past_due=st.sampled_from(["in", "out"]),
    usage=st.sampled_from(["in", "out"]),
    week_factor=st.sampled_from(["52/12", "4"]),
    day_factor=st.sampled_from(["365/12", "30"]),
    partial_month=st.sampled_from(["actual", "30-day"]),
    churn_recognition=st.sampled_from(["term-end", "term-end", "cancel-date"]),
    paused=st.sampled_from(["zero", "keep"]),
)
DAYS = st.dates(date(2024, 1, 15), date(2025, 9, 30))
STARTS = st.one_of(
    st.dates(date(2024, 1, 1), date(2025, 3, 31)),
    st.sampled_from([date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31)]),
)
MONTHS = month_ends(date(2023, 12, 1), date(2025, 8, 1))
QUICK = settings(max_examples=250, deadline=None)


@st.composite
def books(draw, least=-2):
    """Two accounts with lives that end and begin again, and dollars whose rates have holes."""
    sold, steps, pauses, discounts = [], [], [], []
    for at in range(draw(st.integers(1, 5))):
        start = draw(STARTS)
        end = draw(st.none() | st.integers(0, 200) | st.sampled_from([31, 90, 365, 366]))
        more = {
            "interval": draw(st.sampled_from(["month", "month", "term", "year", *INTERVALS])),
            "kind": draw(st.sampled_from(["paid", "paid", "paid", "paid", "trial"])),
            "currency": draw(st.sampled_from(["EUR", "EUR", "USD"])),
            "quantity": draw(st.sampled_from([1, 1, 3])),
            "cancelled": draw(st.none() | DAYS.map(str)),
            "past_due": draw(st.sampled_from([False, False, True])),
        }
        last = None if end is None else str(start + timedelta(days=end))
        price = draw(st.integers(least, 30)) + draw(st.sampled_from([0, 0.01, 0.37]))
        sold.append(a_contract(draw(st.integers(0, 1)), str(start), last, price, **more))
        later = start + timedelta(days=draw(st.integers(1, 120)))
        gone = str(later + timedelta(days=draw(st.integers(1, 120))))
        extra = draw(st.sampled_from(["", "", "step", "pause", "percent", "amount", "for good"]))
        if extra == "step":
            steps.append((at, str(later), draw(st.integers(0, 40)), draw(st.integers(1, 2))))
        elif extra == "pause":
            pauses.append((at, str(later), gone))
        elif extra:
            percent = draw(st.sampled_from([5, 12.5, 50, 100])) if extra != "amount" else 0
            amount = draw(st.integers(1, 30)) if extra == "amount" else 0
            until = None if extra == "for good" else gone
            discounts.append((at, percent, amount, str(draw(st.just(start) | st.just(later))), until))
    months = draw(st.sets(st.integers(1, 12), max_size=8))
    rates = [(f"2024-{month:02}", "USD", draw(st.floats(0.5, 2))) for month in sorted(months)]
    return facts(
        *sold, accounts=2, currencies=("EUR", "USD"), rates=rates,
        steps=steps, pauses=pauses, discounts=discounts,
    )  # fmt: skip


@QUICK
@given(books(), POLICIES, DAYS)
def test_mrr_of_every_account_on_any_day(held, policy, day):
    plain = PlainBook(held, policy, INTERVALS)
    days = [day, *MONTHS]
    shots = Portfolio(held, policy).view(days).shots
    for when in days:
        column = shots.column[when.toordinal()]
        for account in range(held.accounts):
            hidden = shots.unknown is not None and bool(shots.unknown[account, column])
            found = None if hidden else int(shots.mrr[account, column])
            assert found == plain.mrr(account, when)


@QUICK
@given(books(), POLICIES, st.lists(DAYS, max_size=2))
def test_movements_of_every_account_between_any_days(held, policy, more):
    days = sorted({*MONTHS, *more})
    plain, work = PlainBook(held, policy, INTERVALS), Portfolio(held, policy)
    found = moves(work.view(days), days[:-1], days[1:])
    lines = movement_lines(work, days)
    for at, (opening, closing) in enumerate(pairwise(days)):
        told = [plain.move(account, opening, closing) for account in range(held.accounts)]
        assert bool(lines.unknown[0, at]) == (None in told)
        for account, move in enumerate(told):
            if move is not None:
                kind, then, restated, now = move
                assert Movement(int(found.kind[account, at])).word == kind
                assert int(found.opening[account, at]) == then
                assert int(found.restated[account, at]) == restated
                assert int(found.closing[account, at]) == now


@QUICK
@given(books(least=0), POLICIES, DAYS)
def test_retention_and_churn_of_any_day(held, policy, day):
    plain, work = PlainBook(held, policy, INTERVALS), Evaluation(Portfolio(held, policy), day)
    for months, metrics in ((1, ("logo_churn", "mrr_churn_gross", "mrr_churn_net")), (12, ("nrr", "grr"))):
        told = [plain.move(account, months_back(day, months), day) for account in range(held.accounts)]
        for metric in metrics:
            found = work.evaluate(metric, work.period(metric, f"{months}m")).result
            if None in told:
                cohort_known = metric in {"nrr", "grr", "logo_churn"}
                assert cohort_known or found.reason is Reason.MIXED_CURRENCY
                continue
            above, below = _parts(metric, told)
            if not below:
                assert found.reason is Reason.ZERO_DENOMINATOR
            else:
                assert found.value == pytest.approx(above / below, rel=1e-12, abs=1e-12)
                assert (found.numerator, found.denominator) == (above, below)


def _parts(metric, told):
    cohort = [move for move in told if move[1] > 0]
    opening = sum(restated for _, _, restated, _ in cohort)
    lost = sum(restated - now for kind, _, restated, now in told if kind in {"churn", "contraction"})
    grown = sum(now - restated for kind, _, restated, now in told if kind == "expansion")
    return {
        "logo_churn": (sum(kind == "churn" for kind, *_ in cohort), len(cohort)),
        "mrr_churn_gross": (lost, opening),
        "mrr_churn_net": (lost - grown, opening),
        "nrr": (sum(now for *_, now in cohort), opening),
        "grr": (sum(min(restated, now) for _, _, restated, now in cohort), opening),
    }[metric]


def test_the_oracle_knows_the_published_terms():
    """Zuora's contract and the two edge cases: an oracle that is wrong would pass nothing else."""
    zuora = date(2018, 8, 18), date(2019, 1, 1)
    assert float(35 * months_between(*zuora, "actual")) == pytest.approx(155.81, abs=0.005)
    assert float(35 * months_between(*zuora, "30-day")) == pytest.approx(156.33, abs=0.005)
    assert months_between(date(2024, 2, 29), date(2025, 2, 28), "actual") == 12
    assert months_between(date(2025, 1, 15), date(2025, 5, 15), "actual") == 4
