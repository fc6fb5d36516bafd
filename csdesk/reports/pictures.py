"""From answers of the book to charts that say what they show: the same for reports, decks and the window.

Each title is a sentence that the numbers carry; the second line says measure, unit and period.
"""

from collections.abc import Sequence
from datetime import date

from csdesk.book.figures import Bridge as BridgeAnswer
from csdesk.book.figures import CohortRow, MrrEvent, Share
from csdesk.book.movements import MovementRow, MovementTable
from csdesk.charts.data import (
    SHARE,
    Bar,
    Bars,
    Bridge,
    ChartData,
    Cohorts,
    Columns,
    Event,
    Lines,
    Measure,
    Moves,
    Parts,
    Series,
    Step,
    Trend,
)
from csdesk.charts.formats import Formats
from csdesk.i18n import mark
from csdesk.model.money import major

MOST_GROUPS = 10
MOST_COHORTS, MOST_AGES = 16, 19  # rows and columns of a heat map that can still be read

NAMES = {
    "fx": mark("Currency"),
    "new": mark("New"),
    "reactivation": mark("Returned"),
    "expansion": mark("Expansion"),
    "price": mark("Price"),
    "contraction": mark("Contraction"),
    "churn": mark("Churn"),
    "transfer_in": mark("Moved in"),
    "transfer_out": mark("Moved out"),
}
WINDOWS = {
    "12m": (mark("a year ago"), mark("twelve months")),
    "3m": (mark("three months ago"), mark("three months")),
    "1m": (mark("a month ago"), mark("one month")),
}
GROUPS = {
    "segment": mark("segment"),
    "tier": mark("tier"),
    "country": mark("country"),
    "owner": mark("owner"),
    "source": mark("source"),
    "product": mark("product"),
    "partner": mark("partner"),
}


def amount(minor: int | None, currency: str) -> float | None:
    """Return minor units as whole units, for a chart."""
    return None if minor is None else float(major(minor, currency))


def measure(values: Sequence[float | None]) -> Measure:
    """Return the measure in which amounts of this size are read best: units, thousands or millions."""
    highest = max((abs(value) for value in values if value is not None), default=0.0)
    if highest >= 100_000_000:
        return Measure(1_000_000, 1)
    if highest >= 10_000:
        return Measure(1_000, 0 if highest >= 1_000_000 else 1)
    return Measure(1, 0)


def unit(currency: str, how: Measure, formats: Formats) -> str:
    """Name the unit of a chart: € thousand."""
    symbol = formats.symbol(currency)
    if how.divisor == 1_000:
        return formats.say(mark("{currency} thousand"), currency=symbol)
    if how.divisor == 1_000_000:
        return formats.say(mark("{currency} million"), currency=symbol)
    return symbol


def whole(minor: int | None, currency: str, formats: Formats, *, sign: bool = False) -> str:
    """Write an amount without decimals."""
    return formats.money(None if minor is None else major(minor, currency), currency, digits=0, sign=sign)


def trend(
    points: Sequence[tuple[date, int | None]],
    currency: str,
    formats: Formats,
    events: Sequence[MrrEvent] = (),
    records: tuple[object, ...] = (),
) -> Trend:
    """MRR of one account or of the book over months, with what moved it."""
    months = tuple(day for day, _ in points)
    values = tuple(amount(minor, currency) for _, minor in points)
    how = measure(values)
    places = {day: place for place, day in enumerate(months)}
    notes = [
        (abs(event.change), Event(places[event.day], _event(event, currency, formats)))
        for event in events
        if event.day in places and places[event.day] > 0
    ]
    largest = sorted(notes, key=lambda note: -note[0])[:4]  # more words than four hide the line
    say = formats.say
    about = say(mark("MRR, {unit}"), unit=unit(currency, how, formats))
    if months:
        about += f", {formats.month(months[0])} – {formats.month(months[-1])}"
    return Trend(
        trend_title(points, currency, formats),
        about,
        months,
        values,
        how,
        tuple(sorted((event for _, event in largest), key=lambda event: event.place)),
        records,
        say(mark("MRR")),
    )


def trend_title(points: Sequence[tuple[date, int | None]], currency: str, formats: Formats) -> str:
    """Say how the last month compares with the one a year before, or with the first; who left, came back."""
    say = formats.say
    known = [(day, minor) for day, minor in points if minor is not None]
    paying = [place for place, (_, minor) in enumerate(known) if minor]
    if not paying:
        return say(mark("No revenue yet"))
    now = known[-1][1]
    shown = whole(now, currency, formats)
    if not now:
        gone, paid = known[paying[-1] + 1][0], known[paying[-1]][1]
        words = mark("No revenue since {month}; {amount} a month before")
        return say(words, month=formats.month(gone), amount=whole(paid, currency, formats))
    if len(known) < 2:
        return say(mark("{amount} a month"), amount=shown)
    if (began := _began(known)) is not None and began[1] in [day for day, _ in points[-12:]]:
        left, back = began
        if left is None:
            words = mark("First revenue in {back}; {amount} a month now")
            return say(words, back=formats.month(back), amount=shown)
        words = mark("Left in {left}, came back in {back}; {amount} a month now")
        return say(words, left=formats.month(left), back=formats.month(back), amount=shown)
    if len(points) < 13 or points[-13][1] is None:
        before, since = known[0][1], say(mark("in {month}"), month=formats.month(known[0][0]))
    else:
        before, since = points[-13][1] or 0, say(mark("a year ago"))
    change = now - before
    if not change:
        return say(mark("{amount} a month, as {since}"), amount=shown, since=since)
    words = (
        mark("{amount} more a month than {since}")
        if change > 0
        else mark("{amount} less a month than {since}")
    )
    return say(words, amount=whole(abs(change), currency, formats), since=since)


def _began(known: Sequence[tuple[date, int]]) -> tuple[date | None, date] | None:
    """Return the month in which those before came to nothing, and the first of what is paid since."""
    place = len(known) - 1
    while place and known[place - 1][1]:
        place -= 1
    if not place:
        return None
    paid = [n for n in range(place) if known[n][1]]
    return (known[paid[-1] + 1][0] if paid else None), known[place][0]


def _event(event: MrrEvent, currency: str, formats: Formats) -> str:
    if event.paused:
        return formats.say(mark("Paused"))
    words = {"new": mark("Start"), "reactivation": mark("Back"), "churn": mark("Left")}.get(event.movement)
    return formats.say(words) if words else whole(event.change, currency, formats, sign=True)


def bridge(answer: BridgeAnswer, formats: Formats) -> Bridge:
    """How the MRR at the start of a period became that at its end."""
    say = formats.say
    parts = [amount(step.amount, answer.currency) or 0.0 for step in answer.steps]
    ends = [amount(answer.opening, answer.currency), amount(answer.closing, answer.currency)]
    how = measure([*ends, *parts])
    period = f"{formats.day(answer.opening_day)} – {formats.day(answer.closing_day)}"
    about = say(
        mark("MRR by movement, {unit}, {period}"), unit=unit(answer.currency, how, formats), period=period
    )
    if answer.opening is None or answer.closing is None:
        return Bridge(say(mark("An exchange rate is missing")), about, (), how)
    steps = (
        Step(formats.day(answer.opening_day), ends[0] or 0.0, total=True),
        *(
            Step(say(NAMES[step.key]), value, records=step.accounts)
            for step, value in zip(answer.steps, parts, strict=True)
        ),
        Step(formats.day(answer.closing_day), ends[1] or 0.0, total=True),
    )
    return Bridge(bridge_title(answer, formats), about, steps, how)


def bridge_title(answer: BridgeAnswer, formats: Formats) -> str:
    """Say whether more came than went, and what made up for what."""
    say, currency = formats.say, answer.currency
    change = (answer.closing or 0) - (answer.opening or 0)
    moved = {step.key: step.amount for step in answer.steps}
    lost = moved.get("churn", 0) + moved.get("contraction", 0)
    size = whole(abs(change), currency, formats)
    if not answer.opening and not answer.closing:
        return say(mark("No revenue yet"))
    if not any(moved.values()):
        return say(mark("MRR stayed at {amount}"), amount=whole(answer.closing, currency, formats))
    if change < 0:
        return say(mark("More went than came: MRR fell by {amount}"), amount=size)
    if lost == 0:
        return say(mark("MRR grew by {amount} and nothing was lost"), amount=size)
    if moved.get("expansion", 0) >= -lost:
        return say(mark("Expansion alone made up for every loss"))
    return say(mark("More came than went: MRR grew by {amount}"), amount=size)


def renewals(
    terms: Sequence[tuple[date, int]], months: Sequence[date], currency: str, formats: Formats
) -> Columns:
    """MRR of the terms to renew by the month of their last day; ``months`` are month ends."""
    say = formats.say
    sums = [
        sum(minor for day, minor in terms if (day.year, day.month) == (month.year, month.month))
        for month in months
    ]
    total, most = sum(sums), max(sums, default=0)
    values = tuple(amount(minor, currency) for minor in sums)
    how = measure(values)
    title = say(mark("Nothing is up for renewal"))
    if total:
        words = mark("{amount} a month is up for renewal, {share} of it in {month}")
        title = say(
            words,
            amount=whole(total, currency, formats),
            share=formats.percent(most / total, 0),
            month=formats.month(months[sums.index(most)]),
        )
    about = say(
        mark("MRR to renew by month of the last day, {unit}, {first} – {last}"),
        unit=unit(currency, how, formats),
        first=formats.month(months[0]),
        last=formats.month(months[-1]),
    )
    marked = (sums.index(most),) if total and len(set(sums)) > 1 else ()
    return Columns(title, about, tuple(months), values, how, marked=marked, name=say(mark("MRR")))


def says_nothing(data: ChartData) -> bool:
    """Tell whether a chart would have nothing to show but its words."""
    match data:
        case Trend() | Columns():
            return not any(data.values)
        case Lines():
            return not any(value is not None for one in data.series for value in one.values)
        case Bridge():
            return not any(step.amount for step in data.steps if not step.total)
        case Moves():
            return not any(any(one.values) for one in (*data.gains, *data.losses))
        case Cohorts():
            return not any(len([cell for cell in row if cell is not None]) > 1 for row in data.table)
        case Bars():
            return not any(bar.value for bar in data.bars)
        case Parts():
            return not any(any(part.counts) for part in data.parts)


def moves(table: MovementTable, formats: Formats) -> Moves:
    """Gains and losses of each period."""
    say, rows, currency = formats.say, table.rows, table.currency

    def series(key: str, field: str) -> Series:
        return Series(say(NAMES[key]), tuple(amount(getattr(row, field), currency) for row in rows))

    gains = [series(key, f"{key}_mrr") for key in ("new", "expansion", "reactivation")]
    losses = [series(key, f"{key}_mrr") for key in ("contraction", "churn")]
    how = measure([value for one in (*gains, *losses) for value in one.values])
    about = say(mark("MRR by movement and month, {unit}"), unit=unit(currency, how, formats))
    if rows:
        about += f", {formats.month(rows[0].month_end)} – {formats.month(rows[-1].month_end)}"
    if table.several_currencies:
        about = say(mark("{about}; without currency effects"), about=about)
    months = tuple(row.month_end for row in rows)
    return Moves(moves_title(rows, formats), about, months, tuple(gains), tuple(losses), how)


def moves_title(rows: Sequence[MovementRow], formats: Formats) -> str:
    """Count the months in which more came than went."""
    nets = [
        sum(
            value or 0
            for value in (
                row.new_mrr,
                row.reactivation_mrr,
                row.expansion_mrr,
                row.contraction_mrr,
                row.churn_mrr,
            )
        )
        for row in rows
    ]
    if not any(nets):
        return formats.say(mark("Nothing came and nothing went"))
    up = sum(net > 0 for net in nets)
    if up == len(nets):
        return formats.say(mark("In every month more came than went"))
    words = mark("In {up} of {count} months more came than went")
    return formats.say(words, up=formats.number(up), count=formats.number(len(nets)))


def retention(
    series: Sequence[tuple[date, float | None, float | None]], formats: Formats, window: str = "12m"
) -> Lines:
    """NRR and GRR at month ends, over the ``window`` that the book's policy sets."""
    say = formats.say
    ago, before = WINDOWS[window]
    net, gross = tuple(row[1] for row in series), tuple(row[2] for row in series)
    about = say(
        mark("MRR of the customers of {window} before: with growth (NRR) and without (GRR), %"),
        window=say(before),
    )
    last = next((row for row in reversed(series) if row[1] is not None), None)
    if last is None:
        title = say(mark("Too young a book for retention over {window}"), window=say(before))
    else:
        title = say(
            mark("Customers of {ago} bring {nrr} of what they did, {grr} without growth"),
            ago=say(ago),
            nrr=formats.percent(last[1]),
            grr=formats.percent(last[2]),
        )
    lines = (Series(say(mark("NRR")), net), Series(say(mark("GRR")), gross))
    return Lines(title, about, tuple(row[0] for row in series), lines, SHARE, whole=1.0)


def cohorts(
    rows: Sequence[CohortRow], formats: Formats, *, of_mrr: bool, by_quarter: bool = False
) -> Cohorts:
    """Kept MRR or kept customers by age, the latest cohorts last."""
    say = formats.say
    shown = rows[-MOST_COHORTS:]
    table = [tuple(row.mrr if of_mrr else row.logo) for row in shown]
    most = max((len(cells) for cells in table), default=0)
    filled = max((n + 1 for cells in table for n, cell in enumerate(cells) if cell is not None), default=0)
    step = mark("Q+{age}") if by_quarter else mark("M+{age}")
    shown_ages = range(min(most, filled, MOST_AGES))
    ages = tuple(say(step, age=age) if age else say(mark("start")) for age in shown_ages)
    names = tuple(formats.quarter(row.first) if by_quarter else formats.month(row.first) for row in shown)
    what = mark("MRR kept, % of the start, by {start} of start (accounts)")
    if not of_mrr:
        what = mark("Customers kept, % of the start, by {start} of start (accounts)")
    about = say(what, start=say(mark("quarter")) if by_quarter else say(mark("month")))
    title = cohorts_title(names, table, formats, of_mrr=of_mrr)
    cut = tuple(cells[: len(ages)] for cells in table)
    return Cohorts(title, about, names, tuple(row.size for row in shown), cut, ages)


def cohorts_title(
    names: Sequence[str], table: Sequence[Sequence[float | None]], formats: Formats, *, of_mrr: bool
) -> str:
    """Name the cohort that kept least of what it began with."""
    say = formats.say
    last = [
        (cells[-1], name)
        for name, cells in zip(names, ([v for v in row if v is not None] for row in table), strict=True)
        if len(cells) > 1
    ]
    if not last:
        return say(mark("The cohorts are too young to compare"))
    worst, name = min(last)
    if worst >= 1:
        words = (
            mark("Every cohort brings at least what it began with")
            if of_mrr
            else mark("Every cohort has all its customers today")
        )
        return say(words)
    words = (
        mark("{cohort} kept least: {share} of its MRR")
        if of_mrr
        else mark("{cohort} kept least: {share} of its customers")
    )
    return say(words, cohort=name, share=formats.percent(worst, 0))


def group_name(share: Share, by: str, formats: Formats) -> str:
    """Return what a group is called: countries by their names, none as “Not set”."""
    if not share.group:
        return formats.say(mark("Not set"))
    return formats.country(share.group) if by == "country" else share.group


def shared(shares: Sequence[Share]) -> int:
    """Return what the groups share; 0 where the rate of one is missing and no share can be told."""
    known = [share.mrr for share in shares if share.mrr is not None]
    return sum(known) if len(known) == len(shares) else 0


def groups(shares: Sequence[Share], by: str, currency: str, as_of: date, formats: Formats) -> Bars:
    """MRR by group, the largest on top; beyond ten the rest is one bar."""
    say = formats.say
    total = shared(shares)
    kept, rest = list(shares[:MOST_GROUPS]), list(shares[MOST_GROUPS:])
    how = measure([amount(share.mrr, currency) for share in shares])

    def note(minor: int, customers: int) -> str:
        accounts = formats.count(customers, mark("{count} account"), mark("{count} accounts"))
        if not total:
            return accounts
        share = formats.percent(minor / total, 0)
        if 0 < minor / total < 0.005:
            share = say(mark("under {share}"), share=formats.percent(0.01, 0))
        return f"{share} · {accounts}"

    bars = [
        Bar(
            group_name(share, by, formats),
            amount(share.mrr, currency) or 0.0,
            note(share.mrr or 0, share.customers),
            share.accounts,
        )
        for share in kept
    ]
    if rest:
        minor, customers = sum(share.mrr or 0 for share in rest), sum(share.customers for share in rest)
        name = say(mark("{count} others"), count=formats.number(len(rest)))
        accounts = tuple(account for share in rest for account in share.accounts)
        bars.append(Bar(name, amount(minor, currency) or 0.0, note(minor, customers), accounts))
    about = say(
        mark("MRR by {group}, {unit}, {day}"),
        group=say(GROUPS[by]),
        unit=unit(currency, how, formats),
        day=formats.day(as_of),
    )
    title = say(mark("No revenue yet"))
    if any(share.mrr is None for share in shares):
        title = say(mark("An exchange rate is missing"))
    elif total:
        first = shares[0]
        title = say(
            mark("{group} brings {share} of MRR"),
            group=group_name(first, by, formats),
            share=formats.percent((first.mrr or 0) / total, 0),
        )
    return Bars(title, about, tuple(bars), how, say(mark("MRR")))
