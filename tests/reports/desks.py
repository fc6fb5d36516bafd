"""A small book with two customers, one that left, and all a report speaks of, written through verbs."""

from datetime import date, timedelta

from csdesk.book import (
    accounts,
    contacts,
    contracts,
    desk,
    health_inputs,
    invoices,
    links,
    products,
    rates,
    surveys,
    tickets,
    timeline,
    usage,
)
from csdesk.model import (
    ActivityType,
    Attitude,
    ContractKind,
    Influence,
    Interval,
    PersonRole,
    Role,
    SurveyKind,
    TicketPriority,
)

TODAY = date(2026, 11, 21)
INTERNAL = [
    "CANARY-notes",
    "CANARY-step",
    "CANARY-tag",
    "CANARY-source",
    "CANARY-segment",
    "CANARY-tier",
    "CANARY-contact-notes",
    "CANARY-mail",
    "CANARY-phone",
    "CANARY-private",
    "CANARY-ticket-notes",
    "CANARY-health",
    "CANARY-path",
    "CANARY-contract-notes",
    "CANARY-book",
    "Other Customer Oy",
    "Economic buyer",
    "Against us",
]
COMMERCIAL = ["1,234", "1234", "14,814", "14814"]


def fill(book):
    """Write the records; returns the ids of the two customers."""
    book.write(desk.set_value, "name", "CANARY-book")
    book.write(desk.set_value, "user_name", "Clara Nogueira")
    platform = book.write(products.add, name="Planner")
    for month in range(36):
        first = date(2023 + (11 + month) // 12, (11 + month) % 12 + 1, 1)
        book.write(rates.put, month=first, currency="BRL", rate=0.2)
    first = book.write(
        accounts.add,
        today=TODAY,
        name="Aurinko Foods",
        domain="aurinko.fi",
        country="FI",
        currency="EUR",
        segment="CANARY-segment",
        tier="CANARY-tier",
        source="CANARY-source",
        notes="CANARY-notes",
        why_bought="CANARY-why",
        next_step="CANARY-step",
        tags=["CANARY-tag"],
        external_id="A-1",
    )
    second = book.write(
        accounts.add, today=TODAY, name="Other Customer Oy", country="BR", currency="BRL", external_id="A-2"
    )
    lost = book.write(accounts.add, today=TODAY, name="Gone Ltd", country="GB", external_id="A-3")
    _revenue(book, platform, first, second, lost)
    _people(book, first)
    _service(book, first)
    return first, second


def _revenue(book, platform, first, second, lost):
    book.write(
        contracts.add,
        account_id=first,
        product_id=platform,
        kind=ContractKind.PAID,
        start=date(2025, 3, 1),
        end_exclusive=date(2027, 3, 1),
        amount=100_000,
        interval=Interval.MONTH,
        currency="EUR",
        seats=120,
        notice_days=60,
        auto_renews=True,
        notes="CANARY-contract-notes",
    )
    grown = book.read(lambda session: [line.contract.id for line in _lines(session, first)])[0]
    book.write(contracts.change_price, grown, since=date(2026, 6, 1), amount=123_456)
    book.write(
        contracts.add,
        account_id=second,
        kind=ContractKind.PAID,
        start=date(2025, 1, 1),
        end_exclusive=date(2027, 1, 1),
        amount=1_200_000,
        interval=Interval.YEAR,
        currency="BRL",
    )
    book.write(
        contracts.add,
        account_id=lost,
        kind=ContractKind.PAID,
        start=date(2025, 1, 1),
        end_exclusive=date(2026, 5, 1),
        amount=50_000,
        interval=Interval.MONTH,
        currency="EUR",
    )


def _lines(session, account_id):
    from csdesk.book import contracts_listing

    return contracts_listing.lines(session, TODAY, account_id=account_id)


def _people(book, first):
    book.write(
        contacts.add,
        account_id=first,
        name="Maija Leinonen",
        title="COO",
        role=PersonRole.ECONOMIC_BUYER,
        influence=Influence.HIGH,
        attitude=Attitude.AGAINST,
        notes="CANARY-contact-notes",
        email="CANARY-mail@aurinko.fi",
        phone="CANARY-phone",
    )
    book.write(contacts.add, account_id=first, name="Petri Salo", title="Head of Warehousing")
    book.write(
        contacts.add, account_id=first, name="Left Long Ago", title="Before", leaves_on=date(2026, 1, 1)
    )
    book.write(accounts.add_role, first, role=Role.CSM, person="Clara Nogueira")
    say = {"account_id": first}
    book.write(
        timeline.add,
        text="CANARY-private call",
        day=date(2026, 8, 3),
        type=ActivityType.CALL,
        people="Petri Salo",
        **say,
    )
    book.write(
        timeline.add,
        text="Second site is live",
        day=date(2026, 9, 2),
        type=ActivityType.MILESTONE,
        shareable=True,
        **say,
    )
    book.write(
        timeline.add, text="CANARY-private after", day=date(2026, 10, 30), type=ActivityType.MEETING, **say
    )
    book.write(links.add, account_id=first, target="/home/clara/CANARY-path.xlsx")
    book.write(
        health_inputs.add, account_id=first, measure="CSM", value="CANARY-health", day=date(2026, 9, 1)
    )
    book.write(
        invoices.add,
        account_id=first,
        number="2026-17",
        issued_on=date(2026, 9, 1),
        due_on=date(2026, 9, 30),
        amount=123_456,
        currency="EUR",
    )


def _service(book, first):
    for month in range(14):
        day = date(2025 + (7 + month) // 12, (7 + month) % 12 + 1, 27)
        book.write(
            usage.add, account_id=first, measure="active users", day=day, active=60 + 3 * month, entitled=120
        )
        for feature, part in (("Plans", 50 + month), ("Reports", 12)):
            book.write(
                usage.add,
                account_id=first,
                measure="feature users",
                feature=feature,
                day=day,
                active=part,
                entitled=120,
            )
        for n in range(1 + month % 3):
            opened = day - timedelta(days=3 * n)
            book.write(
                tickets.add,
                account_id=first,
                external_id=f"T-{month}-{n}",
                subject=f"Export {month}.{n}",
                opened_on=opened,
                closed_on=opened + timedelta(days=4) if month < 13 or n else None,
                due_on=opened + timedelta(days=5),
                priority=TicketPriority.LOW,
                category="Export",
                resolution_hours=20.0 + n,
                notes="CANARY-ticket-notes",
            )
    for n, score in enumerate((10, 9, 8, 6, 9)):
        book.write(
            surveys.add,
            account_id=first,
            kind=SurveyKind.NPS,
            score=score,
            scale="0-10",
            answered_on=date(2026, 9, 5 + n),
            comment="It saves me an hour" if n == 1 else None,
        )
