"""Documents that use every part once: a report, a deck, and words that would do harm if they could."""

import importlib.util
from datetime import UTC, date, datetime
from pathlib import Path

from csdesk.charts.data import Measure
from csdesk.reports.document import (
    Amount,
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Kind,
    Layout,
    Minutes,
    Outcomes,
    PageBreak,
    Panels,
    Paragraphs,
    People,
    Slide,
    Table,
    Text,
    Tone,
    Toned,
)

_spec = importlib.util.spec_from_file_location(
    "chart_examples", Path(__file__).parents[1] / "charts/chart_examples.py"
)
charts = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(charts)

MADE = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
AS_OF = date(2026, 9, 30)
HOSTILE = (
    "<b>x</b><img src='/etc/passwd'>",
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "../../etc/passwd",
    "C:\\Windows\\win.ini",
    "\tTab\x00Nul\x0bVertical",
    "a & b <script>alert(1)</script>",
    "$x_1^2$",
    "{name} {{token}} %s",
)
COLUMNS = (
    Column("Account"),
    Column("Status"),
    Column("MRR", Kind.MONEY),
    Column("In 12 months", Kind.PERCENT, digits=1),
    Column("Next renewal", Kind.DATE),
    Column("Tickets", Kind.NUMBER),
)


def rows(count):
    """Accounts in several scripts, with gaps."""
    names = (
        "Hämeen Öljy Oy",
        "Ação Ltda",
        "Компания Восток",
        "Ελληνική ΑΕ",
        "東京株式会社",
        "Zorro & Söhne GmbH",
    )
    return tuple(
        (
            f"{names[n % 6]} {n + 1}",
            ("customer", Toned("leaving", Tone.RISK), "trial")[n % 3],
            Amount(824000 + 100 * n, ("EUR", "BRL", "JPY")[n % 3]) if n % 7 else None,
            0.194 - 0.01 * n if n % 5 else None,
            date(2027, 1 + n % 12, 2) if n % 4 else None,
            n % 9,
        )
        for n in range(count)
    )


def table(count, name="Accounts"):
    return Table(name, COLUMNS, rows(count))


def chart(data, height=200):
    return Chart(data, f"Chart: {data.title}", height)


def report(accounts=60):
    """A report with each kind of part."""
    facts = Facts(
        (
            Fact("MRR", "R$1,016,616", Amount(101661600, "BRL"), "+3.3% since August"),
            Fact("NRR, 12 months", "107.3%", 1.073, "41 customers"),
            Fact("GRR, 12 months", "93.8%", 0.938, "41 customers"),
            Fact("Renewed", "90.0%", 0.9, "18 of 20"),
            Fact("CAC payback", "–", None, "no cost entered"),
        )
    )
    total = ("Sum", "", Amount(123456700, "EUR"), None, None, 12)
    parts = (
        facts,
        Heading("Where the change came from"),
        chart(charts.BRIDGE),
        chart(charts.MOVES),
        Heading("Kept and lost"),
        Text("Net and gross retention look back twelve months at every month end."),
        chart(charts.RATES),
        chart(charts.COHORTS, 230),
        Heading("Groups"),
        chart(charts.BARS, 150),
        PageBreak(),
        Heading("Accounts"),
        table(accounts),
        Table("With a sum", COLUMNS, (*rows(3), total), sums=1),
        Table("Nothing here", COLUMNS, (), empty="No renewal in the next two quarters."),
        Heading("How it is counted", 2),
        Text("MRR: the sum of paid contracts on the day, per month.", Tone.FADED),
    )
    return Document(
        "Portfolio", "60 accounts · as of 30 Sep 2026", parts, "Kestrel", AS_OF, MADE, ("mrr", "nrr", "grr")
    )


def deck():
    """A deck with every layout and part."""
    plan = Table(
        "Five steps with date and owner",
        (Column("By", Kind.DATE, 3.4), Column("Step", width=14.0), Column("Done when", width=13.0)),
        tuple(
            (date(2026, 10 + n % 3, 10 + n), Toned(f"Step {n + 1}", Tone.BOLD), "Report signed")
            for n in range(4)
        ),
    )
    long = "A report that both sides have signed and that names who does what until when. " * 5
    goals = Table("Goals", (Column("Goal"), Column("Now", Kind.PERCENT)), ((long, 0.74), ("Short", 0.5)))
    slides = (
        Slide(
            Layout.TITLE,
            "Aurinko Foods",
            second="Business review, third quarter of 2026",
            own="Kestrel Planner",
            when="15 October 2026",
            people=(
                People("Aurinko Foods", ("Maija Leinonen, COO", "Petri Salo")),
                People("Kestrel", ("Clara Nogueira",)),
            ),
        ),
        Slide(
            Layout.HEADLINE,
            "35 of our 60 minutes look forward",
            "Agenda",
            "Minutes per part",
            (
                Minutes(
                    ((8, False), (17, False), (12, True), (23, True)),
                    "Looking back, 25 min",
                    "Looking forward, 35 min",
                ),
                Table(
                    "Agenda",
                    (Column("Part"), Column("Minutes", Kind.NUMBER), Column("Leads")),
                    (("Results", 25, "Clara"), (Toned("Plan", Tone.BOLD), 35, "all")),
                    size=16,
                ),
            ),
            source="Read ahead",
            notes="Skip the appendix.",
        ),
        Slide(
            Layout.HEADLINE,
            "The warehouse delivers; transport is the next step",
            "Summary",
            "Third quarter of 2026",
            (
                Outcomes(
                    (
                        ("€412,000", "a year, confirmed", "fewer credit notes"),
                        ("84%", "plan here", "402 of 480"),
                        ("1.1%", "picked wrong", "target 1.0%"),
                    )
                ),
                Panels(
                    (
                        ("One concern", "Transport: 52 of 104 planners use it."),
                        ("One decision today", "A transport lead, two days a week."),
                    )
                ),
            ),
        ),
        Slide(
            Layout.TWO_CHARTS,
            "402 of 480 people use the planner; the transport team is the gap this long headline explains",
            "Adoption",
            "Left: people. Right: share.",
            (chart(charts.USAGE), chart(charts.BARS)),
            meaning="Four teams are where we wanted them.",
            suggestion="Clean the data of those trucks first.",
        ),
        Slide(
            Layout.CHART,
            "7 tickets fewer than last quarter",
            "Support",
            "Tickets opened per month",
            (chart(charts.COLUMNS),),
            figures=(("41", "tickets this quarter"), ("79 of 82", "agreed times met")),
            meaning="9 of 16 are the route export.",
            suggestion="Test release 4.8.",
            source="Support register",
        ),
        Slide(
            Layout.CHART,
            "12 of 26 would recommend us",
            "Satisfaction",
            "People per survey",
            (chart(charts.PARTS),),
            quotes=(("“I see tomorrow’s shift.”", "Shift lead"),),
            meaning="Praise for speed.",
        ),
        Slide(
            Layout.CHART,
            "€1,340 more a month",
            "Revenue",
            "MRR",
            (chart(charts.TREND),),
            meaning="Two sites.",
        ),
        Slide(Layout.HEADLINE, "Bridge", "Revenue", "MRR", (chart(charts.BRIDGE),)),
        Slide(Layout.HEADLINE, "Moves", "Revenue", "MRR", (chart(charts.MOVES),)),
        Slide(
            Layout.TABLE_MEANING,
            "Goals are near",
            "Goals",
            "Now",
            (goals,),
            meaning="Near.",
            suggestion="Keep on.",
        ),
        Slide(Layout.TABLE, "Renewals go on over several slides", "Renewals", "All", (table(70),)),
        Slide(
            Layout.HEADLINE,
            "By 31 December",
            "Next quarter",
            "Plan",
            (plan, Panels((("Decision 1", "A lead"), ("Decision 2", "A date")), below=True)),
        ),
        Slide(Layout.TEXT, "What we learned", "Learned", "", (Text("First\nSecond"),)),
        Slide(
            Layout.TABLE,
            "Figures and how they are counted",
            "Appendix",
            "",
            (
                Table(
                    "Figures",
                    (Column(""), Column("Sep", Kind.NUMBER)),
                    (("Active", 402), ("Seats", 480)),
                    size=12,
                ),
                Paragraphs(
                    (("How it is counted", ("Active: signed in once.",)), ("What to know", ("Frozen.",)))
                ),
            ),
        ),
    )
    return Document(
        "Aurinko Foods",
        "Business review Q3 2026",
        slides,
        "Kestrel",
        AS_OF,
        MADE,
        ("mrr",),
        author="Clara Nogueira",
        footer="Aurinko Foods · Business review Q3 2026",
    )


def hostile():
    """A report in which every word is an attack."""
    parts = [Heading(HOSTILE[0]), Text(HOSTILE[8])]
    parts.append(Facts(tuple(Fact(word, word, None, word) for word in HOSTILE)))
    parts.append(
        Table(
            HOSTILE[5], (Column(HOSTILE[1]), Column("Phone")), tuple((word, "+358 9 123") for word in HOSTILE)
        )
    )
    bars = tuple(charts.Bar(word, float(n + 1), word) for n, word in enumerate(HOSTILE))
    parts.append(chart(charts.Bars(HOSTILE[0], HOSTILE[1], bars, Measure())))
    return Document(HOSTILE[0], HOSTILE[1], tuple(parts), HOSTILE[5], AS_OF, MADE, (), author=HOSTILE[2])
