"""Survey answers: NPS, CSAT and CES on the scale they were asked on; each is kept, none overwritten."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import SurveyKind, SurveyResponse

SCALES = {SurveyKind.NPS.value: "0-10", SurveyKind.CSAT.value: "1-5", SurveyKind.CES.value: "1-7"}


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers, the newest first, and how many there are in all."""

    rows: Sequence[SurveyResponse]
    total: int


def add(session: Session, **values: Any) -> int:
    """Write down an answer and return its id; without a scale it is the usual one of its survey."""
    if not values.get("scale"):
        values["scale"] = SCALES.get(str(values.get("kind")), "0-10")
    return records.add(session, SurveyResponse, values, _rule, mark("Add an answer of {name}"))


def change(session: Session, record_id: int, **values: Any) -> None:
    """Correct an answer that was written down wrongly."""
    records.change(session, SurveyResponse, record_id, values, _rule, mark("Change an answer of {name}"))


def remove(session: Session, ids: Iterable[int]) -> int:
    """Remove answers; return how many."""
    return records.remove(session, SurveyResponse, ids, mark("Remove {count} answers of {name}"))


def listing(
    session: Session, *, account_id: int | None = None, partner_id: int | None = None, limit: int = 50
) -> Answers:
    """Return the answers of an account or a partner, the newest first."""
    mine = (
        SurveyResponse.account_id == account_id
        if account_id is not None
        else SurveyResponse.partner_id == partner_id
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(SurveyResponse).where(mine)) or 0
    order = (SurveyResponse.answered_on.desc(), SurveyResponse.id.desc())
    rows = session.scalars(sa.select(SurveyResponse).where(mine).order_by(*order).limit(limit)).all()
    return Answers(rows, total)


def within(score: float, scale: str, score_field: str, scale_field: str) -> str:
    """Return the scale as it is written ("1-5"); refuse one that is none, and a score outside it."""
    ends = re.fullmatch(r"(-?\d{1,4})\s*(?:-|–|\.\.|to)\s*(-?\d{1,4})", scale.strip())
    if ends is None or int(ends[1]) >= int(ends[2]):
        raise Refused(mark("“{value}” is not a scale such as 0-10."), value=scale[:80], field=scale_field)
    low, high = int(ends[1]), int(ends[2])
    if not low <= score <= high:
        raise Refused(
            mark("{score} lies outside the scale {scale}."),
            score=f"{score:g}",
            scale=f"{low}-{high}",
            field=score_field,
        )
    return f"{low}-{high}"


def _rule(_session: Session, answer: SurveyResponse) -> None:
    answer.scale = within(answer.score, answer.scale, "score", "scale")
