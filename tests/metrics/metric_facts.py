"""Small books as columns, written down in the user's terms: days as text, money in major units."""

from datetime import date

import numpy as np

from csdesk.metrics import Evaluation, Facts, MetricPolicy, Portfolio
from csdesk.metrics.calendar import NO_END, month_of
from csdesk.metrics.columns import (
    INTERVAL,
    KINDS,
    Discounts,
    Grouping,
    Invoices,
    Rates,
    Spans,
    Steps,
    contracts,
)
from csdesk.metrics.result import FINE


def day(text):
    return date.fromisoformat(text)


def ordinal(text, missing=NO_END):
    return day(text).toordinal() if text else missing


def ints(values):
    return np.array(list(values), np.int64)


def a_contract(account, start, end, amount, **more):
    """One contract; ``amount`` in major units of a currency with two decimals."""
    return {"account": account, "start": start, "end": end, "amount": amount, **more}


def facts(
    *sold,
    accounts=None,
    currencies=("EUR",),
    rates=(),
    steps=(),
    pauses=(),
    discounts=(),
    invoices=(),
    groupings=None,
    products=(),
    partners=(),
    fiscal_start=1,
):
    size = accounts if accounts is not None else 1 + max((each["account"] for each in sold), default=-1)
    held = contracts(
        [each["account"] for each in sold],
        [ordinal(each["start"]) for each in sold],
        [ordinal(each["end"]) for each in sold],
        [round(each["amount"] * 100) for each in sold],
        kind=[KINDS[each.get("kind", "paid")] for each in sold],
        interval=[INTERVAL[each.get("interval", "month")] for each in sold],
        quantity=[each.get("quantity", 1) for each in sold],
        currency=[currencies.index(each.get("currency", currencies[0])) for each in sold],
        product=[each.get("product", -1) for each in sold],
        partner=[each.get("partner", -1) for each in sold],
        renews=[each.get("renews", -1) for each in sold],
        cancelled=[ordinal(each.get("cancelled")) for each in sold],
        signed=[ordinal(each.get("signed") or each["start"]) for each in sold],
        seats=[each.get("seats", -1) for each in sold],
        auto_renews=[each.get("auto_renews", False) for each in sold],
        past_due=[each.get("past_due", False) for each in sold],
    )
    return Facts(
        account_ids=np.arange(1, size + 1),
        contracts=held,
        currencies=currencies,
        decimals=tuple(2 for _ in currencies),
        steps=Steps(
            ints(row[0] for row in steps),
            ints(ordinal(row[1]) for row in steps),
            ints(round(row[2] * 100) for row in steps),
            ints(row[3] if len(row) > 3 else 1 for row in steps),
        ),
        pauses=Spans(
            ints(row[0] for row in pauses),
            ints(ordinal(row[1]) for row in pauses),
            ints(ordinal(row[2]) for row in pauses),
        ),
        discounts=Discounts(
            ints(row[0] for row in discounts),
            ints(round(row[1] * 100) for row in discounts),
            ints(round(row[2] * 100) for row in discounts),
            ints(ordinal(row[3], 1) for row in discounts),
            ints(ordinal(row[4]) for row in discounts),
        ),
        rates=Rates(
            ints(month_of(day(f"{row[0]}-01")) for row in rates),
            ints(currencies.index(row[1]) for row in rates),
            np.array([row[2] for row in rates], np.float64),
        ),
        groupings=groupings or {},
        products=products,
        partners=partners,
        invoices=_invoices(invoices, currencies),
        fiscal_start=fiscal_start,
    )


def _invoices(bills, currencies):
    return Invoices(
        id=np.arange(len(bills)),
        account=ints(each["account"] for each in bills),
        contract=ints(each.get("contract", -1) for each in bills),
        issued=ints(ordinal(each["issued"]) for each in bills),
        due=ints(ordinal(each.get("due")) for each in bills),
        paid=ints(ordinal(each.get("paid")) for each in bills),
        amount=ints(round(each["amount"] * 100) for each in bills),
        currency=ints(currencies.index(each.get("currency", currencies[0])) for each in bills),
        covers_from=ints(ordinal(each.get("covers_from")) for each in bills),
        covers_until=ints(ordinal(each.get("covers_until")) for each in bills),
    )


def grouping(values, now, dated=()):
    """A field of accounts: today's value of each, and (account, since, value) entries in order."""
    return Grouping(
        tuple(values),
        ints(-1 if value is None else values.index(value) for value in now),
        ints(row[0] for row in dated),
        ints(ordinal(row[1]) for row in dated),
        ints(-1 if row[2] is None else values.index(row[2]) for row in dated),
    )


def portfolio(held, **policy):
    return Portfolio(held, MetricPolicy(**policy))


def evaluation(held, as_of, **policy):
    return Evaluation(portfolio(held, **policy), day(as_of))


def result(held, metric_id, as_of, period=None, by=None, group=0, **policy):
    work = evaluation(held, as_of, **policy)
    return work.evaluate(metric_id, work.period(metric_id, period), by, group).result


def major(fine):
    """``FINE`` parts of a minor unit as major units."""
    return fine / FINE / 100


def mrr_of(held, as_of, **policy):
    """The MRR of each account, in major units."""
    view = portfolio(held, **policy).view([day(as_of)])
    return [major(value) for value in view.shots.mrr[:, view.columns([day(as_of)])[0]].tolist()]
