"""Slides of a review with prices and terms: only for reviews that are asked to carry them."""

from datetime import date

from csdesk.book.contracts_listing import ContractLine, next_renewal
from csdesk.i18n import mark
from csdesk.model import ContractKind
from csdesk.reports import pictures, telling
from csdesk.reports.document import Amount, Cell, Column, Kind, Layout, Slide, Table, Tone, Toned, Visibility
from csdesk.reports.review import Review
from csdesk.reports.service import MONTHS


def commercial(review: Review) -> list[Slide]:
    """Tell the revenue of the last thirteen months and the contracts in force, in their own currency."""
    say = review.formats.say
    in_force = [
        line
        for line in review.page.contracts
        if line.contract.start <= review.as_of and (line.last_day is None or line.last_day >= review.as_of)
    ]
    if not in_force:
        review.missing.append(say(mark("Contract: left out, no contract is in force")))
        return []
    if review.revenue is None or not any(minor for _, minor in review.revenue[1][-MONTHS:]):
        return [_contracts(review, in_force)]
    shown = _revenue(review, *review.revenue, in_force)
    return [shown] if len(in_force) == 1 else [shown, _contracts(review, in_force)]


def _revenue(
    review: Review, currency: str, amounts: list[tuple[date, int]], in_force: list[ContractLine]
) -> Slide:
    say, formats = review.formats.say, review.formats
    data = pictures.trend(amounts[-MONTHS:], currency, formats)
    now = pictures.whole(amounts[-1][1], currency, formats)
    year = pictures.whole(amounts[-1][1] * 12, currency, formats)
    said = [_one(in_force[0], review)] if len(in_force) == 1 else []
    return Slide(
        Layout.CHART,
        pictures.trend_title(amounts, currency, formats),
        say(mark("Revenue and contract")),
        data.about,
        (telling.chart(data, formats),),
        figures=((now, say(mark("a month"))), (year, say(mark("a year at this rate")))),
        meaning=" ".join(word for word in (*said, _term(review)) if word),
        source=review.source(say(mark("Your contracts, monthly prices at month end"))),
        notes=say(mark("MRR of paid contracts at month end, net as the policies of the book say.")),
        visibility=Visibility.COMMERCIAL,
        key="revenue",
    )


def _one(line: ContractLine, review: Review) -> str:
    """Say what the only contract is of: it needs no page of its own."""
    say, formats = review.formats.say, review.formats
    name = line.product or line.contract.name or say(mark("One contract"))
    since = formats.day(line.contract.start)
    if line.seats is None:
        return say(mark("{name} since {day}."), name=name, day=since)
    seats = formats.count(line.seats, mark("{count} seat"), mark("{count} seats"))
    return say(mark("{name}, {seats}, since {day}."), name=name, seats=seats, day=since)


def _term(review: Review) -> str:
    say, formats = review.formats.say, review.formats
    term = next_renewal(review.page.contracts)
    if term is None:
        return ""
    last, notice = term.last_day, term.notice_by
    if notice is not None and notice > review.as_of:
        words = mark("The next term ends on {day}; notice is possible until {notice}.")
        return say(words, day=formats.day(last), notice=formats.day(notice))
    return say(mark("The next term ends on {day}."), day=formats.day(last))


def _contracts(review: Review, in_force: list[ContractLine]) -> Slide:
    say, formats = review.formats.say, review.formats
    columns = (
        Column(say(mark("What")), width=9.0),
        Column(say(mark("From")), Kind.DATE),
        Column(say(mark("Last day")), Kind.DATE),
        Column(say(mark("Seats")), Kind.NUMBER),
        Column(say(mark("A month")), Kind.MONEY),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Toned(line.product or line.contract.name or say(mark("Contract")), Tone.BOLD),
            line.contract.start,
            line.last_day,
            line.seats,
            Amount(line.mrr, line.contract.currency) if line.contract.kind is ContractKind.PAID else None,
        )
        for line in in_force
    ]
    headline = formats.count(
        len(rows), mark("One contract is in force"), mark("{count} contracts are in force")
    )
    paid = [line for line in in_force if line.contract.kind is ContractKind.PAID]
    currencies = {line.contract.currency for line in paid}
    sums = 0
    if len(paid) > 1 and len(currencies) == 1:
        total = Amount(sum(line.mrr for line in paid), currencies.pop())
        rows.append((say(mark("Sum")), "", "", "", total))
        sums = 1
        headline = say(
            mark("{contracts}, {amount} a month together"),
            contracts=headline,
            amount=pictures.whole(total.minor, total.currency, formats),
        )
    return Slide(
        Layout.TABLE,
        headline,
        say(mark("Revenue and contract")),
        say(mark("Contracts on {day}"), day=formats.day(review.as_of)),
        (Table(say(mark("Contracts in force")), columns, tuple(rows), sums),),
        source=review.source(say(mark("Your contracts"))),
        visibility=Visibility.COMMERCIAL,
        key="contract",
    )
