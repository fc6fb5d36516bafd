"""One example of every chart, and the same with one point and with none."""

from dataclasses import replace
from datetime import date

from csdesk.charts.data import (
    SHARE,
    Bar,
    Bars,
    Bridge,
    Cohorts,
    Columns,
    Event,
    Lines,
    Measure,
    Moves,
    Part,
    Parts,
    Series,
    Step,
    Trend,
)

THOUSAND = Measure(divisor=1000, digits=1)
MONTHS = tuple(date(2025 + (8 + n) // 12, (8 + n) % 12 + 1, 1) for n in range(13))
TICKETS = (21.0, 22.0, 19.0, 24.0, 20.0, 18.0, 21.0, 17.0, 16.0, 15.0, 12.0, 13.0, 16.0)
LEVELS = (6900.0, 6900, 6900, 7650, 7650, 7650, 7650, 8240, 8240, None, 8240, 8240, 8240)

TREND = Trend(
    "€1,340 more a month than a year ago, from two added sites",
    "MRR, € thousand, Sep 2025 – Sep 2026",
    MONTHS,
    LEVELS,
    THOUSAND,
    (Event(3, "+ Lahti"), Event(7, "+ Tampere")),
    (1, 2),
)
RATES = Lines(
    "Customers grow faster, but more slips away",
    "NRR and GRR over 12 months",
    MONTHS,
    (
        Series("NRR", tuple(1.02 + 0.004 * n for n in range(13))),
        Series("GRR", tuple(0.95 - 0.001 * n for n in range(13))),
    ),
    SHARE,
    whole=1.0,
)
USAGE = Lines(
    "402 of 480 people use it",
    "People active in 30 days",
    MONTHS,
    (
        Series("Licensed", (480.0,) * 13),
        Series("Active", (None, None, 281.0, 287, 301, 318, None, 341, 349, 352, 338, 371, 402)),
    ),
    Measure(),
    from_zero=True,
)
BRIDGE = Bridge(
    "Expansion alone made up for every loss",
    "MRR by movement, R$ thousand, 1 Sep – 23 Nov 2026",
    (
        Step("31 Aug", 984100, total=True),
        Step("New", 21300, records=(3,)),
        Step("Expansion", 34600),
        Step("Returned", 4100),
        Step("Contraction", -11200),
        Step("Churn", -16300),
        Step("23 Nov", 1016500, total=True),
    ),
    THOUSAND,
)
MOVES = Moves(
    "In nine of thirteen months more came than went",
    "MRR by movement and month, € thousand",
    MONTHS,
    (
        Series("New", tuple(2000.0 * (n % 4) for n in range(13))),
        Series("Expansion", (1500.0,) * 13),
        Series("Returned", (0.0,) * 12 + (900.0,)),
    ),
    (Series("Contraction", (-400.0,) * 13), Series("Churn", tuple(-1200.0 * (n % 3) for n in range(13)))),
    THOUSAND,
)
COHORTS = Cohorts(
    "The third quarter of 2025 is the one that leaks",
    "MRR kept, % of the first quarter, by quarter of start (accounts)",
    ("Q4 24", "Q1 25", "Q2 25", "Q3 25"),
    (6, 5, 7, 4),
    ((1.0, 1.02, 0.98, 1.04), (1.0, 0.97, 0.93), (1.0, 1.0), (1.0,)),
    ("start", "Q+1", "Q+2", "Q+3"),
)
BARS = Bars(
    "Ten accounts carry most of the book",
    "MRR by tier, R$ thousand, 23 Nov 2026",
    (
        Bar("Enterprise", 614000, "60% · 10 accounts", (1,)),
        Bar("Mid", 353000, "35% · 21 accounts"),
        Bar("Small", 50000, "5% · 17 accounts", marked=True),
    ),
    Measure(1000),
)
COLUMNS = Columns(
    "7 tickets fewer than last quarter", "Tickets opened per month", MONTHS, TICKETS, past=10, marked=(12,)
)
PARTS = Parts(
    "12 of 26 would recommend us; too few answers to call it a trend",
    "Answers, people per survey",
    ("Sep 2026", "Mar 2026"),
    (
        Part("Yes (9, 10)", (12, 9), "yes"),
        Part("Unsure (7, 8)", (10, 10), "between"),
        Part("No (0 to 6)", (4, 6), "no"),
    ),
)
FULL = (TREND, RATES, USAGE, BRIDGE, MOVES, COHORTS, BARS, COLUMNS, PARTS)


def shortened(data, count):
    """The same chart with ``count`` points (0 or 1)."""
    months = MONTHS[:count]
    match data:
        case Trend() | Columns():
            extra = {"events": ()} if isinstance(data, Trend) else {"past": 0, "marked": ()}
            return replace(data, months=months, values=data.values[:count], **extra)
        case Lines():
            return replace(
                data, months=months, series=tuple(Series(s.name, s.values[-1:][:count]) for s in data.series)
            )
        case Bridge():
            return replace(data, steps=data.steps[:count])
        case Moves():
            gains = tuple(Series(s.name, s.values[1:2][:count]) for s in data.gains)
            losses = tuple(Series(s.name, s.values[1:2][:count]) for s in data.losses)
            return replace(data, months=months, gains=gains, losses=losses)
        case Cohorts():
            return replace(
                data,
                names=data.names[:count],
                sizes=data.sizes[:count],
                table=((1.0,),)[:count],
                ages=("start",),
            )
        case Bars():
            return replace(data, bars=data.bars[:count])
        case Parts():
            parts = tuple(Part(p.name, p.counts[:count], p.tone) for p in data.parts)
            return replace(data, names=data.names[:count], parts=parts)
