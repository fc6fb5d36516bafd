"""Slides of a review with prices and terms: only for reviews that are asked to carry them."""

from datetime import date

from csdesk.book.contracts_listing import next_renewal
from csdesk.i18n import mark
from csdesk.model import ContractKind
from csdesk.reports import pictures, telling
from csdesk.reports.document import Amount, Cell, Column, Kind, Layout, Slide, Table, Tone, Toned, Visibility
from csdesk.reports.review import Review


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
    slides = [_contracts(review)]
    if review.revenue is not None and any(review.revenue[1]):
        slides.insert(0, _revenue(review, *review.revenue))
    return slides


def _revenue(review: Review, currency: str, amounts: list[int]) -> Slide:
    say, formats = review.formats.say, review.formats
    points: list[tuple[date, int | None]] = list(zip(review.months, amounts, strict=True))
    data = pictures.trend(points, currency, formats)
    now = pictures.whole(amounts[-1], currency, formats)
    year = pictures.whole(amounts[-1] * 12, currency, formats)
    return Slide(
        Layout.CHART,
        data.title,
        say(mark("Revenue and contract")),
        data.about,
        (telling.chart(data, formats),),
        figures=((now, say(mark("a month"))), (year, say(mark("a year at this rate")))),
        meaning=_term(review),
        source=review.source(say(mark("Your contracts, monthly prices at month end"))),
        notes=say(mark("MRR of paid contracts at month end, net as the policies of the book say.")),
        visibility=Visibility.COMMERCIAL,
        key="revenue",
    )


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


def _contracts(review: Review) -> Slide:
    say, formats = review.formats.say, review.formats
    columns = (
        Column(say(mark("What")), width=9.0),
        Column(say(mark("From")), Kind.DATE),
        Column(say(mark("Last day")), Kind.DATE),
        Column(say(mark("Seats")), Kind.NUMBER),
        Column(say(mark("A month")), Kind.MONEY),
    )
    lines = [
        line
        for line in review.page.contracts
        if line.contract.start <= review.as_of and (line.last_day is None or line.last_day >= review.as_of)
    ]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Toned(line.product or line.contract.name or say(mark("Contract")), Tone.BOLD),
            line.contract.start,
            line.last_day,
            line.seats,
            Amount(line.mrr, line.contract.currency) if line.contract.kind is ContractKind.PAID else None,
        )
        for line in lines
    )
    count = formats.count(len(rows), mark("One contract is in force"), mark("{count} contracts are in force"))
    return Slide(
        Layout.TABLE,
        count,
        say(mark("Revenue and contract")),
        say(mark("Contracts on {day}"), day=formats.day(review.as_of)),
        (Table(say(mark("Contracts in force")), columns, rows),),
        source=review.source(say(mark("Your contracts"))),
        visibility=Visibility.COMMERCIAL,
        key="contract",
    )
