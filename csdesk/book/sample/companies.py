"""Who is in the sample book: the 48 told companies and, for large books, as many put together as wanted."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from csdesk.book.sample.rows import Rows
from csdesk.book.sample.words import Story, cast, chosen, crowd, currency_of, stories, words
from csdesk.metrics.calendar import add_months
from csdesk.model import (
    Account,
    Dated,
    DatedValue,
    Fit,
    Link,
    OwnerRole,
    Role,
    Stage,
)

REGIONS = {"BR": "South America", "ES": "Europe", "PT": "Europe", "DE": "Europe", "GB": "Europe"}
REGIONS |= {"FI": "Nordics", "US": "North America", "MX": "Central America"}
SEGMENTS = {
    "Transport": "Transport & energy",
    "Logistics": "Transport & energy",
    "Energy": "Transport & energy",
    "Food": "Food & farming",
    "Agriculture": "Food & farming",
    "Manufacturing": "Industry & building",
    "Construction": "Industry & building",
    "Health care": "Health & schools",
    "Education": "Health & schools",
}
STAGES = {
    "new": Stage.ONBOARDING,
    "trial": Stage.SIGNED,
    "stalled": Stage.KICKED_OFF,
    "grow": Stage.EXPANDING,
    "expand": Stage.EXPANDING,
    "leaving": Stage.OFFBOARDING,
    "churned": Stage.OFFBOARDING,
    "free": Stage.LIVE,
    "monthly": Stage.LIVE,
}
LEGAL_FORMS = frozenset(
    ("Oy", "Ab", "Ky", "Ltd", "Inc", "GmbH", "AG", "KG", "Ltda", "S.A.", "ME", "S.L.", "LLC")
)
COLUMNS = [
    "name",
    "country",
    "city",
    "tier",
    "industry",
    "life",
    "months",
    "mrr",
    "seats",
    "health",
    "renewal",
]
US, BEFORE, HANDED_OVER = "Helena Prado", "Bruno Teles", -14  # months ago a third of the book changed hands


@dataclass(slots=True)
class Company:
    """One customer to be: what the cast says of it, and what its making has found out so far."""

    name: str
    country: str
    city: str
    tier: str
    industry: str
    life: str
    months: int
    mrr: float
    seats: int
    health: str
    renewal: int
    number: int
    full: bool  # told at length: the 48; the crowd behind them gets shorter histories
    rng: Random
    today: date
    story: Story | None = None
    partner: int | None = None
    unpaid: bool = False
    id: int = 0
    domain: str = ""
    contacts: list[tuple[int, str]] = field(default_factory=list)
    seats_from: list[tuple[date, int]] = field(default_factory=list)
    used_until: date | None = None
    said: Counter[str] = field(default_factory=Counter)  # texts used so far

    @property
    def content(self) -> bool:
        """Tell whether they speak well of us."""
        return self.health == "good" and self.life not in ("decline", "stalled", "leaving", "dispute")

    @property
    def currency(self) -> str:
        return currency_of(self.country)

    @property
    def began(self) -> date:
        return add_months(self.today, -self.months)

    def seats_on(self, day: date) -> int:
        """Return how many seats were under contract on ``day``."""
        return next((seats for since, seats in reversed(self.seats_from) if since <= day), 0)


def slug(name: str) -> str:
    """Return ``name`` as it would stand in a web address, without its legal form."""
    first, _, last = name.rpartition(" ")
    name = first if last in LEGAL_FORMS else name
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("&", " "))
    return "".join(sign for sign in plain.lower() if sign.isascii() and sign.isalnum())


def companies(count: int, today: date, seed: int) -> Iterator[Company]:
    """Yield ``count`` companies: first the told ones, then the crowd. Each has chances of its own."""
    told = {story.account: story for story in stories()}
    taken: set[str] = set()
    domains: set[str] = set()
    for number, row in enumerate(cast()["accounts"][:count], 1):
        taken.add(row[0])
        company = Company(
            **dict(zip(COLUMNS, row, strict=True)),
            number=number,
            full=True,
            rng=Random(f"{seed}/{number}"),
            today=today,
            story=told.get(row[0]),
        )
        yield _named(company, domains)
    for number in range(len(cast()["accounts"]) + 1, count + 1):
        rng = Random(f"{seed}/{number}")
        yield _named(_invented(number, rng, today, taken), domains)


def _named(company: Company, domains: set[str]) -> Company:
    stem = slug(company.name)
    company.domain = f"{stem}.example"
    if company.domain in domains:
        company.domain = f"{stem}{company.number}.example"
    domains.add(company.domain)
    return company


def _invented(number: int, rng: Random, today: date, taken: set[str]) -> Company:
    makers = cast()["makers"]
    country = rng.choice(makers["countries"])
    parts = makers[crowd(country)]
    city = rng.choice(parts["cities"])
    stem = f"{rng.choice(parts['what'])} {rng.choice(parts['who'])}"
    form = rng.choice(parts["form"])
    name = f"{stem} {form}".strip()
    if name in taken:
        name = f"{stem} {city} {form}".strip()
    if name in taken:  # the further a name is used, the more it needs its number
        name = f"{stem} {city} {number} {form}".strip()
    taken.add(name)
    tier = rng.choice(makers["tiers"])
    life = rng.choice(makers["lives"])
    months = {"trial": 1, "new": 2, "prospect": 0, "stalled": 8}.get(life) or rng.randint(6, 36)
    worth = {"Enterprise": (4000, 14000), "Mid": (700, 4200), "Small": (120, 700)}[tier]
    scale = {"BRL": 6.0, "MXN": 20.0}.get(currency_of(country), 1.0)
    mrr = 0.0 if life in ("free", "prospect") else round(rng.uniform(*worth) * scale / 10) * 10
    seats = rng.choice(
        {"Enterprise": (120, 180, 260, 400), "Mid": (25, 40, 60, 80), "Small": (5, 8, 12)}[tier]
    )
    health = rng.choices(("good", "watch", "risk", "unknown"), (58, 22, 13, 7))[0]
    renewal = -rng.randint(30, 400) if life == "churned" else rng.randint(5, 360)
    if life == "leaving":
        renewal = rng.randint(5, 85)
    industry = rng.choice(makers["industries"])
    seats = 0 if life == "prospect" else seats
    return Company(
        name,
        country,
        city,
        tier,
        industry,
        life,
        months,
        mrr,
        seats,
        health,
        renewal,
        number=number,
        full=False,
        rng=rng,
        today=today,
    )


def write(rows: Rows, company: Company) -> None:
    """Add the account with who looks after it, what held from when, and its links."""
    rng, began = company.rng, company.began
    handed_over = company.months > -HANDED_OVER and company.number % 3 == 0
    own = {"Sites": rng.choice((1, 1, 2, 3, 5)) if company.tier != "Enterprise" else rng.randint(4, 30)}
    region = "EU" if company.currency == "EUR" else "Brazil" if company.country == "BR" else "Americas"
    partner = "Partner" if company.partner else rng.choice(words()["sources"][1:])
    company.id = rows.add(
        Account,
        external_id=f"ACC-{company.number:05d}",
        name=company.name,
        domain=company.domain,
        industry=company.industry,
        segment=SEGMENTS.get(company.industry, "Retail & services"),
        tier=company.tier,
        country=company.country,
        region=REGIONS.get(company.country, "South America"),
        city=company.city,
        phone=f"+{rng.randint(30, 59)} {rng.randint(10, 99)} 555 {rng.randint(1000, 9999)}",
        currency=company.currency,
        source=partner,
        stage=STAGES.get(company.life, None if company.life == "prospect" else Stage.ADOPTED),
        owner=US,
        icp_fit=rng.choices((Fit.STRONG, Fit.FAIR, Fit.WEAK), (5, 3, 1))[0],
        why_bought=None if company.life == "prospect" else rng.choice(words()["why_bought"]),
        signed_up_on=began if company.months else None,
        tags=tuple(rng.sample(words()["tags"], rng.choice((0, 1, 1, 2)))),
        notes=company.story.words if company.story else None,
        own=own | {"Data region": region},
    )
    if company.full:
        _responsibilities(rows, company, handed_over=handed_over)
    elif handed_over:
        _handed_over(rows, company)


def _responsibilities(rows: Rows, company: Company, *, handed_over: bool) -> None:
    began = company.began
    rows.add(OwnerRole, account_id=company.id, role=Role.CSM, person=US, since=None if handed_over else began)
    us = dict(reversed(cast()["us"]))
    helping = {"Enterprise": ("am", "renewal"), "Mid": ("renewal",), "Small": ("support",)}[company.tier]
    early = ("implementation",) if company.life in ("new", "stalled") else ()
    for role in (*helping, *early, *(("ae",) if company.life in ("prospect", "trial") else ())):
        rows.add(OwnerRole, account_id=company.id, role=chosen(Role, role), person=us[role], since=began)
    if handed_over:
        _handed_over(rows, company)
    else:
        rows.add(DatedValue, account_id=company.id, what=Dated.OWNER, since=began, value=US)
    if company.life == "expand":
        rows.add(DatedValue, account_id=company.id, what=Dated.TIER, since=began, value="Small")
        grown = add_months(company.today, -10)
        rows.add(DatedValue, account_id=company.id, what=Dated.TIER, since=grown, value=company.tier)
    rows.add(Link, account_id=company.id, title="Web site", target=f"https://{company.domain}/")
    if company.tier == "Enterprise":
        target = f"Contracts/{slug(company.name)}-frame-agreement.pdf"
        rows.add(Link, account_id=company.id, title="Frame agreement", target=target)


def _handed_over(rows: Rows, company: Company) -> None:
    since = add_months(company.today, HANDED_OVER).replace(day=1)
    rows.add(DatedValue, account_id=company.id, what=Dated.OWNER, since=company.began, value=BEFORE)
    rows.add(DatedValue, account_id=company.id, what=Dated.OWNER, since=since, value=US)
