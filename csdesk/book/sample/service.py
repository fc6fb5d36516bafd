"""How the customers of the sample book use what they bought, ask for help, answer surveys and pay."""

from datetime import date, timedelta

from csdesk.book.sample.companies import Company
from csdesk.book.sample.contracts import Deal
from csdesk.book.sample.people import working_day
from csdesk.book.sample.rows import Rows
from csdesk.book.sample.words import cast, spoken, unsaid, words
from csdesk.metrics.calendar import add_months, month_end
from csdesk.model import (
    HealthInput,
    Invoice,
    InvoiceKind,
    SurveyKind,
    SurveyResponse,
    Ticket,
    TicketPriority,
    UsageReading,
)

SHARE = {"good": 0.86, "watch": 0.66, "risk": 0.74}  # of the seats in use, before what happened lately
BANDS = {"good": "green", "watch": "yellow", "risk": "red"}
TICKETS = {"Enterprise": 2.2, "Mid": 0.8, "Small": 0.25}  # a month
PROMISE = {  # working hours until solved, as agreed
    TicketPriority.URGENT: 1,
    TicketPriority.HIGH: 3,
    TicketPriority.MEDIUM: 7,
    TicketPriority.LOW: 14,
}
SCORES = {"good": (8, 10), "watch": (6, 9), "risk": (2, 7)}


def usage(rows: Rows, company: Company) -> None:
    """Add a reading at each month's end (and today), and in the last year one a feature."""
    if company.health == "unknown" or not company.seats_from:
        return
    today, rng = company.today, company.rng
    months = min(company.months + 1, 36) if company.full else 4
    until = company.used_until or today
    for back in range(months, -1, -1):
        day = min(month_end(add_months(today.replace(day=1), -back)), today)
        seats = company.seats_on(day)
        if not seats or day > until:
            continue
        share = _share(company, day, back) * rng.uniform(0.97, 1.03)
        active = min(round(seats * share), round(seats * 1.08))
        rows.add(
            UsageReading,
            account_id=company.id,
            day=day,
            measure="active users",
            value=float(active),
            active=active,
            entitled=seats,
        )
        if company.full and back <= 12:
            for place, feature in enumerate(cast()["features"]):
                used = round(active * max(0.0, 0.95 - 0.11 * place - 0.01 * (company.number % 5)))
                if used:
                    rows.add(
                        UsageReading,
                        account_id=company.id,
                        day=day,
                        measure="feature users",
                        feature=feature,
                        value=float(used),
                        active=used,
                        entitled=seats,
                    )


def _share(company: Company, day: date, back: int) -> float:
    """Return which part of the seats is in use, as life and health have it."""
    if company.life == "stalled":
        return 0.03 if back < 6 else 0.08
    share = SHARE.get(company.health, 0.7)
    age = (day - company.began).days / 30.4
    share *= min(1.0, 0.45 + 0.14 * age)  # people learn it over the first months
    if company.health == "risk" or company.life in ("decline", "leaving"):
        share *= max(0.42, 1 - 0.07 * max(0, 9 - back))
    elif company.story is not None and company.story.name == "lost champion":
        share *= 1 - 0.045 * max(0, 4 - back)
    elif company.life == "churned" and company.used_until is not None:
        left = (company.used_until - day).days / 30.4
        share *= max(0.1, min(1.0, left / 9))
    return share


def tickets(rows: Rows, company: Company) -> None:
    """Add requests for help; the newest may still be open, and some promises were broken."""
    if company.life == "prospect":
        return
    rng, today = company.rng, company.today
    months = min(company.months, 36) if company.full else 5
    rate = TICKETS[company.tier] * {"risk": 1.2, "watch": 1.3}.get(company.health, 1.0)
    count = round(rate * months * rng.uniform(0.8, 1.2))
    until = min(today, company.used_until or today)
    for _ in range(max(count, 1)):
        opened = until - timedelta(days=rng.randint(0, months * 30))
        if company.life in ("decline", "stalled") and (today - opened).days < 150 and rng.random() < 0.85:
            continue  # they have stopped asking
        _ticket(rows, company, working_day(opened))


def _ticket(rows: Rows, company: Company, opened: date) -> None:
    rng, today = company.rng, company.today
    category = rng.choices(tuple(words()["tickets"]), (5, 5, 2, 3, 1))[0]
    priority = rng.choices(tuple(TicketPriority), (1, 4, 8, 5))[0]
    promised = PROMISE[priority]
    took = max(0, round(rng.gauss(promised * 0.6, promised * 0.35)))
    closed: date | None = opened + timedelta(days=took)
    if (closed or today) > today or (category == "Wish" and (today - opened).days < 60):
        closed = None
    likes = {"good": (0, 1, 2, 6, 9), "watch": (1, 2, 4, 5, 3), "risk": (3, 4, 4, 2, 1)}
    asked = closed is not None and rng.random() < 0.55
    score = rng.choices((1, 2, 3, 4, 5), likes.get(company.health, likes["good"]))[0] if asked else None
    rows.add(
        Ticket,
        account_id=company.id,
        contact_id=rng.choice(company.contacts)[0],
        subject=unsaid(rng, spoken(words()["tickets"][category], company.country), company.said),
        opened_on=opened,
        closed_on=closed,
        due_on=opened + timedelta(days=promised),
        priority=priority,
        category=category,
        channel=rng.choice(("E-mail", "E-mail", "Telephone", "Portal")),
        line=2 if category == "Fault" and rng.random() < 0.4 else 1,
        first_response_minutes=float(rng.randint(8, 60 * 6)),
        resolution_hours=None if closed is None else took * 8 + rng.randint(1, 7) + 0.5,
        escalated=priority is TicketPriority.URGENT and took > promised,
        satisfaction=None if score is None else float(score),
        satisfaction_scale=None if score is None else "1-5",
    )


def surveys(rows: Rows, company: Company) -> None:
    """Add answers: NPS twice a year, CSAT after training, CES when something was bought."""
    if company.health not in SCORES or company.life in ("prospect", "trial"):
        return
    rng, today = company.rng, company.today
    low, high = SCORES[company.health]
    spring = date(today.year, 3, 10)
    waves = sorted(
        (add_months(spring, 6 * half) for half in range(-6, 3)), reverse=True
    )  # March and September, newest first
    for wave in waves if company.full else waves[:3]:
        if not company.began < wave <= min(today, company.used_until or today):
            continue
        for number, _ in company.contacts[:3]:
            if rng.random() < 0.7:
                score = rng.randint(low, high)
                mood = "good" if score >= 9 else "watch" if score >= 7 else "risk"
                comment = (
                    unsaid(rng, spoken(words()["comments"][mood], company.country), company.said)
                    if rng.random() < 0.6
                    else None
                )
                day = wave + timedelta(days=rng.randint(0, 12))
                _answer(rows, company, SurveyKind.NPS, number, score, "0-10", min(day, today), "", comment)
    number = company.contacts[0][0]
    trained = company.began + timedelta(days=45)
    if trained <= today and company.life not in ("stalled", "free"):
        score = max(2, min(5, round(high / 2)))
        _answer(rows, company, SurveyKind.CSAT, number, score, "1-5", trained, "training", None)
    bought = company.began + timedelta(days=20)
    _answer(
        rows,
        company,
        SurveyKind.CES,
        number,
        rng.choice((4, 5, 6, 6, 7)),
        "1-7",
        bought,
        "purchase",
        None,
    )


def _answer(
    rows: Rows,
    company: Company,
    kind: SurveyKind,
    contact: int,
    score: int,
    scale: str,
    day: date,
    touchpoint: str,
    comment: str | None,
) -> None:
    rows.add(
        SurveyResponse,
        account_id=company.id,
        contact_id=contact,
        kind=kind,
        score=float(score),
        scale=scale,
        answered_on=day,
        touchpoint=touchpoint or "relationship",
        wave=f"{day.year}-H{1 if day.month < 7 else 2}" if kind is SurveyKind.NPS else None,
        comment=comment,
    )


def invoices(rows: Rows, company: Company, deals: list[Deal]) -> None:
    """Add the bills of each contract; who disputes, or whose reseller does not pay on, leaves them open."""
    today = company.today
    oldest = date.min if company.full else today - timedelta(days=120)
    held_back = {"dispute": 130}.get(company.life, 215 if company.unpaid else 0)
    for deal in deals:
        day, count = deal.start, 0
        while deal.every and day < (deal.end or date.max) and day <= today:
            count += 1
            following = add_months(deal.start, deal.every * count)
            if day >= oldest:
                monthly = next(price for since, price in reversed(deal.prices) if since <= day)
                _invoice(rows, company, deal, day, following, monthly * deal.every, held_back)
            day = following
    if company.full and deals and deals[0].every and company.life not in ("monthly", "seasonal"):
        start, amount = deals[0].start, 3800_00 * (6 if company.currency == "BRL" else 1)
        if company.tier != "Small":
            paid = start + timedelta(days=40)
            rows.add(
                Invoice,
                account_id=company.id,
                contract_id=deals[0].contract,
                kind=InvoiceKind.ONE_OFF,
                issued_on=start,
                due_on=start + timedelta(days=30),
                paid_on=paid if paid <= today else None,
                amount=amount,
                currency=company.currency,
                notes="Guided start",
            )


def _invoice(
    rows: Rows, company: Company, deal: Deal, day: date, following: date, amount: int, held_back: int
) -> None:
    rng, today = company.rng, company.today
    due = day + timedelta(days=30)
    paid: date | None = max(day, due + timedelta(days=round(rng.gauss(-3, 7))))
    if (today - day).days < held_back or (paid and paid > today):
        paid = None
    elif (today - day).days < 75 and rng.random() < 0.07:
        paid = None  # simply late
    rows.add(
        Invoice,
        account_id=company.id,
        contract_id=deal.contract,
        kind=InvoiceKind.RECURRING,
        issued_on=day,
        due_on=due,
        paid_on=paid,
        amount=amount,
        currency=company.currency,
        covers_from=day,
        covers_until=following - timedelta(days=1),
        notes="Disputed: seats of closed branches" if company.life == "dispute" and not paid else None,
    )


def health(rows: Rows, company: Company) -> None:
    """Add what was said of each account's health: a word each quarter, and the numbers behind it."""
    if company.health not in BANDS or company.life in ("prospect", "trial", "free"):
        return
    rng, today = company.rng, company.today
    quarters = min(company.months // 3, 8) if company.full else 1
    until = company.used_until or today
    for back in range(quarters, -1, -1):
        day = working_day(add_months(today, -3 * back) - timedelta(days=company.number % 9))
        if day < company.began or day > until:
            continue
        band = company.health
        if band == "risk" and back > 2:
            band = "good" if back > 4 else "watch"
        elif band == "watch" and back > 2:
            band = "good"
        rows.add(HealthInput, account_id=company.id, measure="health", value=BANDS[band], day=day)
        if company.full:
            low, high = {"good": (74, 97), "watch": (54, 76), "risk": (22, 52)}[band]
            for measure in ("usage", "support", "engagement", "financial"):
                value = str(rng.randint(low, high))
                rows.add(HealthInput, account_id=company.id, measure=measure, value=value, day=day)


def number(rows: Rows) -> None:
    """Give invoices and tickets their numbers in the order in which they came."""
    for count, row in enumerate(sorted(rows.of(Invoice), key=lambda row: (row["issued_on"], row["id"])), 1):
        row["number"] = f"{row['issued_on'].year}-{count:05d}"
    for count, row in enumerate(sorted(rows.of(Ticket), key=lambda row: (row["opened_on"], row["id"])), 4000):
        row["external_id"] = str(count)
