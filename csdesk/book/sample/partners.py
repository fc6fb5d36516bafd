"""The partners of the sample book: who brought which customers, and what is talked about with them."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from csdesk.book.sample.companies import REGIONS, US, slug
from csdesk.book.sample.people import ATTITUDES, person, text, title, working_day
from csdesk.book.sample.rows import Rows
from csdesk.book.sample.words import cast, chosen, currency_of, language_of, stories
from csdesk.metrics.calendar import add_months
from csdesk.model import (
    Activity,
    ActivityType,
    Attitude,
    Contact,
    Influence,
    Link,
    Partner,
    PartnerStatus,
    PartnerType,
    PersonRole,
    SurveyKind,
    SurveyResponse,
)

COMMISSION = {"Gold": 20.0, "Silver": 15.0, "Bronze": 10.0}


def write(rows: Rows, today: date, seed: int) -> tuple[Mapping[str, int], frozenset[str]]:
    """Add all partners; return who brought which account, and the accounts of those that do not pay."""
    brought: dict[str, int] = {}
    owing: set[str] = set()
    told = {story.partner: story for story in stories() if story.partner}
    for place, (name, country, city, kind, tier, status, months, accounts) in enumerate(
        cast()["partners"], 1
    ):
        rng = Random(f"{seed}/partner/{place}")
        began = add_months(today, -months)
        ended = status == "ended"
        partner = rows.add(
            Partner,
            external_id=f"PAR-{place:03d}",
            name=name,
            domain=f"{slug(name)}.example",
            type=chosen(PartnerType, kind),
            tier=tier or None,
            status=chosen(PartnerStatus, status),
            country=country,
            region=REGIONS.get(country, "South America"),
            city=city,
            owner=US,
            currency=currency_of(country),
            agreement_start=None if status == "candidate" else began,
            agreement_end=add_months(today, -3) if ended else add_months(began, 12 * (months // 12 + 1)),
            notes=told[name].words if name in told else None,
            own={"Commission": COMMISSION[tier]} if tier else None,
        )
        rows.add(Link, partner_id=partner, title="Web site", target=f"https://{slug(name)}.example/")
        people = _contacts(rows, rng, partner, name, country)
        _timeline(rows, rng, partner, people, (country, city), today, months)
        if name in told:
            for days, what, minutes, said in told[name].events:
                _said(rows, partner, what, today - timedelta(days=days), said, people[0][1], minutes or None)
            owing |= set(accounts)
        if status == "active":
            asked = working_day(today - timedelta(days=rng.randint(30, 200)))
            rows.add(
                SurveyResponse,
                partner_id=partner,
                contact_id=people[0][0],
                kind=SurveyKind.NPS,
                score=float(rng.choice((6, 8, 9, 9, 10))),
                scale="0-10",
                answered_on=asked,
                touchpoint="partnership",
            )
        brought |= dict.fromkeys(accounts, partner)
    return brought, frozenset(owing)


def _contacts(rows: Rows, rng: Random, partner: int, name: str, country: str) -> list[tuple[int, str]]:
    found = []
    for role, job in ((PersonRole.SPONSOR, 2), (PersonRole.TECHNICAL_LEAD, 1)):
        who = person(rng, country)
        number = rows.add(
            Contact,
            partner_id=partner,
            name=who,
            title=title(country, job),
            email=f"{'.'.join(slug(part) for part in who.split())}@{slug(name)}.example",
            role=role,
            influence=Influence.HIGH if role is PersonRole.SPONSOR else Influence.MEDIUM,
            attitude=rng.choices(tuple(Attitude), ATTITUDES["good"])[0],
            cadence_days=60,
            language=language_of(country),
        )
        found.append((number, who))
    return found


def _timeline(
    rows: Rows,
    rng: Random,
    partner: int,
    people: list[tuple[int, str]],
    where: tuple[str, str],
    today: date,
    months: int,
) -> None:
    last: dict[int, date] = {}
    day = today - timedelta(days=rng.randint(4, 40))
    while day > today - timedelta(days=min(months, 18) * 30):
        number, who = rng.choice(people)
        kind = rng.choice(("call", "call", "meeting", "email", "note"))
        said = text(rng, "partner_activities", kind, who, *where)
        _said(rows, partner, kind, working_day(day), said, who)
        if kind != "note":
            last.setdefault(number, working_day(day))
        day -= timedelta(days=rng.randint(25, 80))
    for row in rows.of(Contact)[-len(people) :]:
        row["last_contact_on"] = last.get(row["id"])


def _said(
    rows: Rows, partner: int, kind: str, day: date, said: str, who: str, minutes: int | None = None
) -> None:
    rows.add(
        Activity,
        partner_id=partner,
        type=chosen(ActivityType, kind),
        day=day,
        text=said,
        people=who if kind != "note" else None,
        author=US,
        minutes=minutes,
    )
