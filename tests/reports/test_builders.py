"""Reports and the review deck say what the book holds, in its own numbers, and nothing private."""

import io
import os
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from pptx import Presentation

sys.path.insert(0, str(Path(__file__).parent))
import desks

from csdesk.book import Book, figures
from csdesk.charts.formats import Formats
from csdesk.reports import account, portfolio, qbr, revenue, service, telling
from csdesk.reports.document import Chart, Facts, Heading, Layout, Paragraphs, Slide, Table, Text, Visibility
from csdesk.reports.review import count_moved, median, share_moved
from csdesk.reports.writers import PDF, PPTX, WRITERS

GOLDEN = Path(__file__).parent / "golden"
TODAY = desks.TODAY
QUARTER = date(2026, 7, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "desk.csdesk"
    with Book.create(path, currency="EUR", today=TODAY) as book:
        first, second = desks.fill(book)
        yield book, first, second


@pytest.fixture
def frame():
    return telling.Frame(TODAY, Formats("en"))


@pytest.fixture
def papers(made, frame):
    book, first, _ = made
    return {
        "portfolio": portfolio.build(book, frame),
        "revenue": revenue.build(book, frame),
        "account": account.build(book, frame, first),
        "review": qbr.build(book, frame, first, QUARTER),
        "commercial": qbr.build(book, frame, first, QUARTER, commercial=True),
    }


def outline(document):
    """A document as plain text, all that a reader would see."""
    formats, lines = document.formats, [f"# {document.title} | {document.subtitle}"]

    def tell(part):
        match part:
            case Heading():
                lines.append(f"## {part.text}")
            case Text():
                lines.append(part.text)
            case Facts():
                lines.extend(f"{fact.label}: {fact.shown} ({fact.aside})" for fact in part.facts)
            case Chart():
                lines.append(f"[chart] {part.words}")
            case Table():
                lines.append(f"[table] {part.name}")
                lines.append(" | ".join(column.head for column in part.columns))
                lines.extend(" | ".join(row) for row in part.texts(formats))
            case Slide():
                lines.append(f"--- {part.layout.value}: {part.headline} [{part.visibility.value}]")
                lines.extend(word for word in (part.section, part.second, part.source) if word)
                lines.extend(f"{people.side}: {', '.join(people.names)}" for people in part.people)
                lines.extend(f"{figure} {words}" for figure, words in (*part.figures, *part.quotes))
                lines.extend(f"> {words}" for words in (part.meaning, part.suggestion) if words)
                for piece in part.body:
                    tell(piece)
            case Paragraphs():
                lines.extend(f"{head}: {' '.join(words)}" for head, words in part.columns)
            case _:
                lines.append(repr(part))

    for part in document.parts:
        tell(part)
    lines.extend(f"! {problem}" for problem in document.problems)
    return "\n".join(lines).replace("\u00a0", " ") + "\n"


@pytest.mark.parametrize("name", ["portfolio", "revenue", "account", "review", "commercial"])
def test_golden(papers, name):
    path, told = GOLDEN / f"{name}.txt", outline(papers[name])
    if os.environ.get("CSDESK_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.suffix)
def test_every_writer_writes_every_report(papers, writer, tmp_path):
    for name, document in papers.items():
        target = tmp_path / f"{name}{writer.suffix}"
        writer.write(document, target)
        assert target.stat().st_size > 300


def everything_in(data):
    """All text in all members of a file, those of workbooks within included."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            found.append(name)
            content = parts.read(name)
            if name.endswith(".xlsx"):
                found.append(everything_in(content))
            else:
                found.append(content.decode("utf-8", "replace"))
    return "\n".join(found)


def test_nothing_internal_reaches_the_customer(papers):
    said = everything_in(PPTX.render(papers["review"]))
    for words in (*desks.INTERNAL, *desks.COMMERCIAL):
        assert words not in said, words
    paper = pypdf.PdfReader(io.BytesIO(PDF.render(papers["review"])))
    told = "\n".join(page.extract_text() for page in paper.pages) + str(paper.metadata)
    for words in (*desks.INTERNAL, "€1,234"):
        assert words not in told, words
    assert "Second site is live" in said  # what may be shown is there
    assert "It saves me an hour" in said
    assert "CANARY-why" in said  # a review begins with what they bought it for
    assert "Maija Leinonen" in said


def test_prices_only_where_asked(papers):
    said = everything_in(PPTX.render(papers["commercial"]))
    assert "€1,235" in said
    for words in desks.INTERNAL:
        assert words not in said, words
    kinds = {slide.visibility for slide in papers["commercial"].slides()}
    assert kinds == {Visibility.CUSTOMER, Visibility.COMMERCIAL}
    assert {slide.visibility for slide in papers["review"].slides()} == {Visibility.CUSTOMER}


def test_the_account_summary_is_ours_and_says_so(papers):
    assert "internal" in papers["account"].subtitle
    told = outline(papers["account"])
    for words in ("CANARY-why", "CANARY-step", "CANARY-notes", "CANARY-private", "Against us", "2026-17"):
        assert words in told


def test_numbers_of_reports_are_those_of_the_questions(made, papers, frame):
    book, first, _ = made
    answer = book.read(figures.metrics, TODAY, ids=["mrr", "nrr", "grr"])
    facts = {
        fact.label: fact
        for part in papers["portfolio"].parts
        if isinstance(part, Facts)
        for fact in part.facts
    }
    by_id = {figure.metric.id: figure for figure in answer.figures}
    assert facts["MRR"].value.minor == by_id["mrr"].number
    assert facts["Net revenue retention"].value == by_id["nrr"].number
    table = next(t for t in papers["portfolio"].tables() if t.name == "Accounts")
    in_book = next(place for place, column in enumerate(table.columns) if column.head == "MRR in EUR")
    assert table.rows[-1][in_book].minor == by_id["mrr"].number
    assert sum(row[in_book].minor for row in table.rows[:-1] if row[in_book]) == by_id["mrr"].number
    mrr = book.read(figures.account_mrr, first, date(2026, 9, 30), 13)
    deck = Presentation(io.BytesIO(PPTX.render(papers["commercial"])))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    line = next(chart for chart in charts if chart.plots[0].series[0].name == "MRR")
    assert list(line.plots[0].series[0].values) == [amount / 100 for _, amount in mrr.points]


def test_movements_of_the_report_keep_the_identity(papers):
    table = next(t for t in papers["revenue"].tables() if t.name == "MRR by movement and month")
    for row in table.rows:
        opening, *moves, closing, _ = [cell.minor if hasattr(cell, "minor") else cell for cell in row[1:]]
        assert opening + sum(moves) == closing


def test_the_deck_has_the_slides_of_a_review_in_their_order(papers):
    keys = [slide.key for slide in papers["review"].slides()]
    assert keys == [
        "title",
        "agenda",
        "summary",
        "relationship",
        "adoption",
        "support",
        "satisfaction",
        "next",
        "appendix",
    ]
    keys = [slide.key for slide in papers["commercial"].slides()]
    assert keys[4:6] == ["revenue", "adoption"]  # one contract needs no page of its own
    assert not papers["review"].incomplete
    assert any("Summary" in problem for problem in papers["review"].problems)
    for slide in papers["review"].slides():
        assert slide.notes or slide.key in ("appendix",)


def test_at_least_half_of_the_agenda_looks_forward(papers):
    agenda = papers["commercial"].slides()[1]
    boxes = agenda.body[0].boxes
    assert sum(size for size, _ in boxes) == 60
    assert sum(size for size, ahead in boxes if ahead) >= 30


def test_few_answers_claim_no_trend(papers):
    told = outline(papers["review"])
    assert "3 of 5 would recommend us; too few answers to call it a trend" in told


def test_what_happened_later_is_not_told(papers):
    told = outline(papers["review"])
    assert "We spoke once this quarter, on 3 Aug 2026" in told
    assert "30 Oct" not in told


def test_same_deck_same_bytes(made, frame):
    book, first, _ = made
    one, two = (PPTX.render(qbr.build(book, frame, first, QUARTER, commercial=True)) for _ in range(2))
    assert one == two


def test_an_account_without_anything_says_what_is_missing(made, frame):
    book, _, second = made
    document = qbr.build(book, frame, second, QUARTER, commercial=True)
    keys = [slide.key for slide in document.slides()]
    assert keys == ["title", "agenda", "summary", "revenue", "next", "appendix"]
    assert [p.split(":")[0] for p in document.problems][:4] == [
        "Relationship",
        "Adoption",
        "Support",
        "Satisfaction",
    ]
    PPTX.render(document)
    summary = account.build(book, frame, second)
    assert any(isinstance(part, Table) and part.empty for part in summary.parts)


def test_an_empty_book_makes_papers(tmp_path, frame):
    with Book.create(tmp_path / "empty.csdesk", currency="EUR", today=TODAY) as book:
        for document in (portfolio.build(book, frame), revenue.build(book, frame)):
            for writer in WRITERS:
                assert writer.render(document)
            assert "No revenue yet" in outline(document)


def test_young_readings_are_not_judged(tmp_path, frame):
    from csdesk.book import accounts, usage

    with Book.create(tmp_path / "young.csdesk", currency="EUR", today=TODAY) as book:
        young = book.write(accounts.add, today=TODAY, name="Young Oy")
        book.write(usage.add, account_id=young, measure="active", day=date(2026, 9, 20), active=5, entitled=9)
        document = qbr.build(book, frame, young, QUARTER)
        slide = next(slide for slide in document.slides() if slide.key == "adoption")
        assert slide.layout is Layout.TEXT
        assert re.search(r"measured since 20.Sep.2026", slide.headline)


def test_a_quarter_not_over_is_told_to_its_day(made, frame):
    book, first, _ = made
    document = qbr.build(book, frame, first, date(2026, 10, 1))
    assert document.as_of == TODAY
    assert "Q4 2026 to 21 Nov 2026" in outline(document)


@pytest.mark.parametrize(
    ("now", "before", "moved"),
    [((29, 29), (1, 29), False), ((80, 100), (50, 100), True), ((52, 100), (50, 100), False)],
)
def test_a_share_moves_only_beyond_chance(now, before, moved):
    assert share_moved(now, before) is moved


def test_counts_and_middles():
    assert count_moved(41, 20)
    assert not count_moved(41, 48)
    assert median([]) is None
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert median([4.0, 1.0]) == 2.5


def test_a_month_without_a_reading_is_a_gap():
    from csdesk.book.usage import Series

    one = Series(
        "active", None, [date(2026, 1, 30), date(2026, 5, 30)], [3.0, 4.0], [None, None], [None, None]
    )
    found = service.use([one], [date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)])
    assert found.active == (3.0, None, 4.0)
    assert service.use([], [date(2026, 1, 31)]) is None


def test_several_contracts_are_listed_with_their_sum(made, frame, tmp_path):
    from csdesk.book import accounts, contracts
    from csdesk.model import ContractKind, Interval

    with Book.create(tmp_path / "two.csdesk", currency="EUR", today=TODAY) as book:
        owner = book.write(accounts.add, today=TODAY, name="Two Oy")
        for amount in (10_000, 25_000):
            book.write(
                contracts.add, account_id=owner, kind=ContractKind.PAID, start=date(2026, 1, 1),
                end_exclusive=date(2027, 1, 1), amount=amount, interval=Interval.MONTH, currency="EUR",
            )  # fmt: skip
        slides = qbr.build(book, frame, owner, QUARTER, commercial=True).slides()
    slide = next(slide for slide in slides if slide.key == "contract")
    assert slide.headline == "2 contracts are in force, €350 a month together"
    assert slide.body[0].sums == 1
    revenue_slide = next(slide for slide in slides if slide.key == "revenue")
    assert revenue_slide.headline == "First revenue in Jan 2026; €350 a month now"


JAN = date(2026, 1, 31)


def _points(*amounts):
    from csdesk.metrics.calendar import recent_month_ends

    return list(zip(recent_month_ends(date(2026, 11, 30), len(amounts)), amounts, strict=True))


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ((0, 0, 0), "No revenue yet"),
        ((0, 100, 100), "First revenue in Oct 2026; €1 a month now"),
        ((100, 100, 0, 0, 50), "Left in Sep 2026, came back in Nov 2026; €1 a month now"),
        ((200, 200, 0), "No revenue since Nov 2026; €2 a month before"),
        ((100, 300), "€2 more a month than in Oct 2026"),
        ((100,), "€1 a month"),
        ((100,) * 13, "€1 a month, as a year ago"),
        ((300, *(100,) * 12), "€2 less a month than a year ago"),
        ((0, 100, *(100,) * 12), "€1 a month, as a year ago"),
    ],
)
def test_a_line_of_revenue_says_what_happened(amounts, told):
    from csdesk.reports import pictures

    assert pictures.trend_title(_points(*amounts), "EUR", Formats("en")) == told


@pytest.mark.parametrize(
    ("window", "ago", "before"),
    [
        ("12m", "of a year ago", "twelve months"),
        ("3m", "of three months ago", "three months"),
        ("1m", "of a month ago", "one month"),
    ],
)
def test_retention_names_the_window_of_the_book(window, ago, before):
    from csdesk.reports import pictures

    data = pictures.retention([(JAN, 1.02, 0.97)], Formats("en"), window)
    assert data.title == f"Customers {ago} bring 102.0% of what they did, 97.0% without growth"
    assert before in data.about
    young = pictures.retention([(JAN, None, None)], Formats("en"), window)
    assert young.title == f"Too young a book for retention over {before}"
    assert pictures.says_nothing(young)
    assert not pictures.says_nothing(data)


def test_the_same_words_are_quoted_once(made, frame, tmp_path):
    from csdesk.book import accounts, surveys
    from csdesk.model import SurveyKind

    with Book.create(tmp_path / "quotes.csdesk", currency="EUR", today=TODAY) as book:
        owner = book.write(accounts.add, today=TODAY, name="Quoted Oy")
        for day, words in ((1, "Saves me an hour."), (2, "Saves me  an hour."), (3, "Reports are slow.")):
            book.write(
                surveys.add, account_id=owner, kind=SurveyKind.NPS, score=9, scale="0-10",
                answered_on=date(2026, 9, day), comment=words,
            )  # fmt: skip
        slides = qbr.build(book, frame, owner, QUARTER).slides()
    slide = next(slide for slide in slides if slide.key == "satisfaction")
    assert [quote for quote, _ in slide.quotes] == ["“Reports are slow.”", "“Saves me an hour.”"]


def test_many_months_of_cohorts_are_shown_by_quarter(tmp_path, frame):
    from csdesk.book import accounts, contracts
    from csdesk.model import ContractKind, Interval

    with Book.create(tmp_path / "months.csdesk", currency="EUR", today=TODAY) as book:
        for month in range(14):
            owner = book.write(accounts.add, today=TODAY, name=f"Started {month}", country="FI")
            book.write(
                contracts.add, account_id=owner, kind=ContractKind.PAID,
                start=date(2025 + month // 12, month % 12 + 1, 1), amount=1000, interval=Interval.MONTH,
                currency="EUR",
            )  # fmt: skip
        document = revenue.build(book, frame)
    maps = [chart.data for chart in document.charts() if hasattr(chart.data, "ages")]
    assert all(data.names[0] == "Q1 2025" and len(data.names) == 5 for data in maps)
    sheets = [table for table in document.tables() if table.sheets_only]
    assert any(len(table.rows) == 14 for table in sheets)  # every month in the workbook
    assert not [part for part in document.on_paper() if isinstance(part, Table) and part.sheets_only]
    assert "Finland brings 100% of MRR" in outline(document)


def test_renewals_are_summed_by_month():
    from csdesk.reports import pictures

    months = portfolio.months_between(date(2026, 11, 21), date(2027, 1, 31))
    assert [(m.year, m.month, m.day) for m in months] == [(2026, 11, 30), (2026, 12, 31), (2027, 1, 31)]
    terms = [(date(2026, 12, 13), 30_000), (date(2027, 1, 2), 10_000)]
    data = pictures.renewals(terms, months, "EUR", Formats("en"))
    assert data.values == (0.0, 300.0, 100.0)
    assert data.title == "€400 a month is up for renewal, 75% of it in Dec 2026"
    assert pictures.renewals([], months, "EUR", Formats("en")).title == "Nothing is up for renewal"
