"""Who speaks for the customers of the sample book, and what was talked about."""

from datetime import date, timedelta
from random import Random

from csdesk.book.sample.companies import US, Company, slug
from csdesk.book.sample.rows import Rows
from csdesk.book.sample.words import cast, chosen, crowd, language_of, spoken, unsaid, words
from csdesk.model import Activity, ActivityType, Attitude, Contact, Influence, PersonRole

ROLES = (
    (PersonRole.CHAMPION, Influence.MEDIUM, 0, 30),
    (PersonRole.ECONOMIC_BUYER, Influence.HIGH, 2, 90),
    (PersonRole.TECHNICAL_LEAD, Influence.MEDIUM, 1, 60),
    (PersonRole.DECISION_MAKER, Influence.HIGH, 0, 90),
    (PersonRole.END_USER_CHAMPION, Influence.LOW, 3, 45),
    (PersonRole.BILLING, Influence.LOW, 5, None),
)
HOW_MANY = {"Enterprise": 5, "Mid": 3, "Small": 1}
ATTITUDES = {"good": (7, 3, 0, 1), "watch": (3, 5, 1, 2), "risk": (1, 3, 3, 2), "unknown": (1, 2, 0, 5)}
EVERY = {"Enterprise": 16, "Mid": 34, "Small": 75}  # days between two conversations
KINDS = ("call", "call", "call", "email", "email", "meeting", "meeting", "note", "update")
MINUTES = {"call": (10, 40), "meeting": (30, 90), "qbr": (60, 90)}


def person(rng: Random, country: str) -> str:
    """Return a name as people in ``country`` have them."""
    names = cast()["people"][crowd(country)]
    return f"{rng.choice(names['first'])} {rng.choice(names['last'])}"


def title(country: str, which: int) -> str:
    """Return a job title in the language of ``country``."""
    language = language_of(country)[:2]
    return str(words()["titles"].get(language, words()["titles"]["en"])[which])


def contacts(rows: Rows, company: Company) -> None:
    """Add the people of an account; the story's own come first."""
    rng = company.rng
    told = company.story.people if company.story else ()
    count = max(len(told), HOW_MANY[company.tier] + rng.choice((0, 1))) if company.full else 2
    weights = ATTITUDES[company.health]
    seen: set[str] = set()
    for position in range(count):
        role, influence, job, cadence = ROLES[position % len(ROLES)]
        attitude = rng.choices(tuple(Attitude), weights)[0]
        name = person(rng, company.country)
        while name in seen:
            name = person(rng, company.country)
        leaves = None
        if position < len(told):
            name, role, attitude = (
                told[position][0],
                chosen(PersonRole, told[position][1]),
                chosen(Attitude, told[position][2]),
            )
            leaves = company.today + timedelta(days=told[position][3]) if len(told[position]) > 3 else None
        seen.add(name)
        number = rows.add(
            Contact,
            account_id=company.id,
            name=name,
            title=title(company.country, job),
            email=f"{'.'.join(slug(part) for part in name.split())}@{company.domain}",
            phone=f"+{rng.randint(30, 59)} {rng.randint(10, 99)} 555 {rng.randint(1000, 9999)}",
            role=role,
            influence=influence,
            attitude=attitude,
            cadence_days=cadence if company.tier != "Small" else 120,
            leaves_on=leaves,
            language=language_of(company.country),
        )
        company.contacts.append((number, name))


def activities(rows: Rows, company: Company) -> None:
    """Add the timeline: what the story tells, and ordinary conversations between."""
    if company.life == "prospect" and not company.full:
        return
    rng, today = company.rng, company.today
    until = min(today, company.used_until or today)
    last = {number: None for number, _ in company.contacts} | _told(rows, company)
    every = EVERY[company.tier] * (2 if company.life in ("decline", "stalled", "free") else 1)
    back = min(company.months * 30 + 20, 1080) if company.full else 150
    day = until - timedelta(days=rng.randint(1, every) if not company.story else 20 + rng.randint(1, every))
    first = today - timedelta(days=back)
    while day > first:
        number, who = rng.choice(company.contacts)
        kind = "qbr" if company.tier == "Enterprise" and rng.random() < 0.07 else rng.choice(KINDS)
        _add(
            rows,
            company,
            kind,
            working_day(day),
            _remark(company, kind, who),
            who,
        )
        if kind in ("call", "meeting", "email", "qbr"):
            last[number] = max(filter(None, (last[number], working_day(day))))
        older = 1 if (today - day).days < 400 or not company.full else 2
        day -= timedelta(days=round(every * older * rng.uniform(0.4, 1.6)) + 1)
    if company.full and company.months > 1:
        who = company.contacts[0][1]
        live = min(company.began + timedelta(days=rng.randint(25, 60)), today)
        if company.life not in ("stalled", "trial", "free", "new"):
            said = _remark(company, "milestone", who)
            _add(rows, company, "milestone", working_day(live), said, who)
    for row in rows.of(Contact)[-len(company.contacts) :]:
        row["last_contact_on"] = last[row["id"]]


def _told(rows: Rows, company: Company) -> dict[int, date | None]:
    """Write the events of the company's story; return who was spoken with last, and when."""
    if company.story is None or company.story.partner:
        return {}
    number, who = company.contacts[0]
    last: date | None = None
    for days, kind, minutes, said in company.story.events:
        day = company.today - timedelta(days=days)
        _add(rows, company, kind, day, said, who, minutes or None)
        if kind in ("call", "meeting", "email", "qbr", "escalation"):
            last = max(day, last or day)
    return {number: last}


def _add(
    rows: Rows, company: Company, kind: str, day: date, said: str, who: str, minutes: int | None = None
) -> None:
    span = MINUTES.get(kind)
    rows.add(
        Activity,
        account_id=company.id,
        type=chosen(ActivityType, kind),
        day=day,
        text=said,
        people=who if kind not in ("note", "update") else None,
        author=US,
        minutes=minutes or (round(company.rng.randint(*span) / 5) * 5 if span else None),
        shareable=kind in ("milestone", "qbr"),
    )


def _remark(company: Company, kind: str, who: str) -> str:
    """Return what was said at a company and not before; content customers say it warmly."""
    said = spoken(words()["activities"][kind], company.country, well=company.content)
    return _filled(company.rng, unsaid(company.rng, said, company.said), who, company.city)


def text(rng: Random, group: str, kind: str, who: str, country: str, city: str) -> str:
    """Return what might have been said, with names filled in."""
    return _filled(rng, rng.choice(spoken(words()[group][kind], country)), who, city)


def _filled(rng: Random, said: str, who: str, city: str) -> str:
    product = rng.choice(("Trilho Analytics", "Trilho Mobile", "Priority support"))
    feature = rng.choice(cast()["features"])
    return said.format(person=who, city=city, product=product, feature=feature)


def working_day(day: date) -> date:
    """Return ``day``, or the Friday before where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
