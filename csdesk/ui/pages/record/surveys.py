"""Answers to surveys, of an account or a partner."""

from collections.abc import Callable
from dataclasses import replace

from csdesk.book import surveys
from csdesk.model import SurveyKind, SurveyResponse
from csdesk.ui.forms import FormField, entity_fields
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.page import Page
from csdesk.ui.pages.record.cells import day_of, label_of, scored
from csdesk.ui.record_section import RecordsSection
from csdesk.ui.translate import tr


def surveys_section(
    page: Page, owner: Callable[[], dict[str, int]], known: Callable[[], list[tuple[int, str]]]
) -> RecordsSection:
    """Return what people answered when asked; ``known`` gives who may have."""

    def score(one: SurveyResponse) -> str:
        return scored(one.score, one.scale)

    columns = (
        GridColumn("kind", tr("Survey"), label_of("kind"), "text", 64),
        GridColumn("score", tr("Score"), lambda one: one.score, "number", 90, text=score),
        GridColumn(
            "day", tr("Answered"), lambda one: one.answered_on, "number", 104, text=day_of("answered_on")
        ),
        GridColumn(
            "comment",
            tr("Comment"),
            lambda one: one.comment,
            "text",
            160,
            tip=lambda one: one.comment or "",
        ),
    )

    def fields() -> list[FormField]:
        return entity_fields(
            SurveyResponse,
            ("kind", "score", "scale", "answered_on", "contact_id", "touchpoint", "wave", "comment"),
            items={"contact_id": known()},
            hints={"scale": tr("Such as 0-10 or 1-5; empty: the usual one")},
        )

    return RecordsSection(
        page,
        tr("Surveys"),
        columns,
        verbs=surveys,
        one=tr("answer"),
        fields=lambda: [_optional(field, "scale") for field in fields()],
        owner=owner,
        start=lambda: {"kind": SurveyKind.NPS, "answered_on": page.context.today()},
        nothing=tr("No answers yet."),
        stretched=3,
    )


def _optional(field: FormField, name: str) -> FormField:
    return replace(field, optional=True) if field.name == name else field
