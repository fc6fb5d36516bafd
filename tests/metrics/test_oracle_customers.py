"""Who is a new customer, and which contracts are terms that can come up for renewal."""

from datetime import date

from csdesk.metrics.renewals import Outcome, due_terms
from tests.metrics.metric_facts import a_contract, day, facts, portfolio, result


def outcomes(held, opening, closing):
    work = portfolio(held, renewal_grace_days=0)
    found = due_terms(held, work.pieces, day(opening), day(closing), work.policy, as_of=date(2027, 1, 1))
    return {
        contract: Outcome(code).name
        for contract, code in zip(found.contract.tolist(), found.outcome.tolist(), strict=True)
    }


def test_a_customer_of_the_opening_is_not_new_though_its_first_month_end_comes_later():
    """Paying since 3 November, looked at from 4 November: in the cohort of NRR, so not among the new."""
    held = facts(
        a_contract(0, "2023-11-03", None, 10),
        a_contract(1, "2023-11-05", None, 10),
        a_contract(2, "2023-11-05", "2024-02-10", 10),
    )
    assert result(held, "nrr", "2024-11-04").n == 1
    assert result(held, "new_customers", "2024-11-04", "12m").value == 2
    assert result(held, "new_customers", "2023-11-30").value == 3


def test_a_fee_paid_once_is_no_term_and_renews_none():
    held = facts(
        a_contract(0, "2026-01-05", "2026-02-05", 500, interval="once"),
        a_contract(1, "2025-02-01", "2026-02-01", 10),
        a_contract(1, "2026-01-20", "2026-03-01", 500, interval="once"),
    )
    assert outcomes(held, "2026-01-01", "2026-03-31") == {1: "LOST"}


def test_a_contract_without_a_day_renews_nothing():
    """Kept, and never active: not by its dates, nor though it names the term."""
    held = facts(
        a_contract(0, "2025-02-01", "2026-02-01", 10),
        a_contract(0, "2026-02-01", "2026-02-01", 10, renews=0),
        a_contract(1, "2025-02-01", "2026-02-01", 10),
        a_contract(1, "2026-01-20", "2026-01-20", 10),
    )
    assert outcomes(held, "2026-01-01", "2026-02-28") == {0: "LOST", 2: "LOST"}
