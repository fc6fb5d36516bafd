"""Answers of the book → data of the charts, with their words."""

from collections.abc import Iterable, Sequence
from datetime import date

from csdesk.book.figures import Bridge, CohortRow, Share
from csdesk.charts.data import Bar, Bars, Cohorts, Lines, Measure, Moves, Series, Step
from csdesk.charts.data import Bridge as BridgeData
from csdesk.i18n import mark
from csdesk.metrics.result import Period
from csdesk.model.money import decimals
from csdesk.ui import formats
from csdesk.ui.pages.metrics import findings
from csdesk.ui.pages.metrics.answers import Month
from csdesk.ui.pages.metrics.groups import BY_WORDS, group_words
from csdesk.ui.pages.metrics.span import days_words
from csdesk.ui.translate import counted, tr

STEP_WORDS = {
    "fx": mark("FX"),
    "new": mark("New"),
    "reactivation": mark("Returned"),
    "expansion": mark("Expansion"),
    "price": mark("Price"),
    "contraction": mark("Contraction"),
    "churn": mark("Churn"),
    "transfer_in": mark("Moved in"),
    "transfer_out": mark("Moved out"),
}
BARS = 8  # groups shown before the rest is one bar
COHORTS = 18  # rows shown before one asks for all
WINDOWS = {"12m": mark("12 months"), "3m": mark("3 months"), "1m": mark("1 month")}


def scale(amounts: Iterable[int | None], currency: str, digits: int = 1) -> tuple[Measure, str]:
    """Return how the amounts of one chart are written, and the unit its second line names."""
    places = 10 ** decimals(currency)
    sign = formats.sign(currency)
    top = max((abs(amount) for amount in amounts if amount is not None), default=0) / places
    if top >= 20_000_000:
        return Measure(places * 1e6, 1), tr("{sign} million", sign=sign)
    if top >= 10_000:
        return Measure(places * 1e3, digits), tr("{sign} thousand", sign=sign)
    return Measure(float(places), 0), sign


def bridge(found: Bridge, scope: str) -> BridgeData:
    """Return the bridge from the opening MRR to the closing one."""
    period = Period(found.opening_day, found.closing_day, "own")
    amounts = [found.opening, found.closing, *(step.amount for step in found.steps)]
    measure, unit = scale(amounts, found.currency)
    about = _joined(tr("MRR by movement, {unit}", unit=unit), days_words(period), scope)
    if found.opening is None or found.closing is None:
        return BridgeData(findings.of_bridge(found), about, (), measure)
    steps = [
        Step(formats.short_day(found.opening_day), found.opening, total=True),
        *(
            Step(tr(STEP_WORDS[each.key]), each.amount, records=each.accounts)
            for each in found.steps
            if each.amount
        ),
        Step(formats.short_day(found.closing_day), found.closing, total=True),
    ]
    return BridgeData(findings.of_bridge(found), about, tuple(steps), measure)


def months(found: Sequence[Month], currency: str, scope: str) -> Moves:
    """Return gains and losses of each month."""
    measure, unit = scale((amount for month in found for amount in month.amounts.values()), currency)

    def series(*names: str) -> tuple[Series, ...]:
        return tuple(
            Series(tr(STEP_WORDS[name]), tuple(month.amounts[name] for month in found)) for name in names
        )

    ends = tuple(month.end for month in found)
    days = f"{formats.month(ends[0])} – {formats.month(ends[-1])}" if ends else ""
    return Moves(
        findings.of_months(found),
        _joined(tr("Movements per month, {unit}", unit=unit), days, scope),
        ends,
        series("new", "expansion", "reactivation"),
        series("churn", "contraction"),
        measure,
        tuple(month.accounts for month in found),
    )


def retention(found: Sequence[tuple[date, float | None, float | None]], window: str, scope: str) -> Lines:
    """Return NRR and GRR over time."""
    shown = list(found)
    while shown and shown[0][1] is None and shown[0][2] is None and len(shown) > 2:
        shown.pop(0)  # before the first window was full
    days = tuple(day for day, _, _ in shown)
    said = f"{formats.month(days[0])} – {formats.month(days[-1])}" if days else ""
    about = tr("Retention of the customers of {window} before", window=tr(WINDOWS.get(window, window)))
    lines = (
        Series(tr("NRR"), tuple(net for _, net, _ in shown)),
        Series(tr("GRR"), tuple(gross for _, _, gross in shown)),
    )
    return Lines(findings.of_retention(found), _joined(about, said, scope), days, lines, whole=1.0)


def shares(found: Sequence[Share], currency: str, by: str, as_of: date, chosen: str | None) -> Bars:
    """Return MRR by group, the largest first; many small ones are one bar."""
    measure, unit = scale((share.mrr for share in found), currency, 0)
    total = sum(share.mrr or 0 for share in found)
    about = _joined(f"MRR {tr(BY_WORDS[by])}, {unit}", formats.day(as_of))

    def bar(name: str, amount: int | None, customers: int, accounts: tuple[int, ...], *, marked: bool) -> Bar:
        held = counted(customers, "{n} customer", "{n} customers")
        part = formats.percent((amount or 0) / total, 0) if total and amount is not None else ""
        note = _joined(part, held) if amount is not None else tr("no rate · {held}", held=held)
        return Bar(name, amount or 0, note, accounts, marked)

    several = len(found) > BARS + 1
    bars = [
        bar(group_words(each.group), each.mrr, each.customers, each.accounts, marked=each.group == chosen)
        for each in (found[:BARS] if several else found)
    ]
    if several:
        rest = found[BARS:]
        accounts = tuple(dict.fromkeys(account for each in rest for account in each.accounts))
        said = counted(len(rest), "{n} other", "{n} others")
        amount = None if any(each.mrr is None for each in rest) else sum(each.mrr or 0 for each in rest)
        bars.append(bar(said, amount, len(accounts), accounts, marked=False))
    return Bars(findings.of_shares(found), about, tuple(bars), measure)


def cohorts(found: Sequence[CohortRow], *, logo: bool, quarterly: bool, scope: str) -> Cohorts:
    """Return what each cohort kept by age."""
    names = [_cohort_name(row.first, quarterly=quarterly) for row in found]
    table = [row.logo if logo else row.mrr for row in found]
    ages = max((len(row) for row in table), default=0)
    known = [sum(value is not None for value in row) for row in table]
    ages = max(known, default=ages)
    letter = tr("Q") if quarterly else tr("M")
    what = tr("Customers kept") if logo else tr("MRR kept")
    unit = tr("by quarter of start") if quarterly else tr("by month of start")
    return Cohorts(
        findings.of_cohorts(found, logo=logo, names=names),
        _joined(tr("{what}, % of the start, {unit} (customers)", what=what, unit=unit), scope),
        tuple(names),
        tuple(row.size for row in found),
        tuple(row[:ages] for row in table),
        tuple(tr("start") if age == 0 else f"{letter}+{age}" for age in range(ages)),
        tuple(row.accounts for row in found),
    )


def _cohort_name(first: date, *, quarterly: bool) -> str:
    if not quarterly:
        return formats.month(first)
    return tr("Q{n} {year}", n=(first.month - 1) // 3 + 1, year=f"{first:%y}")


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
