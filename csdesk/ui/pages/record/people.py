"""The people of an account or a partner."""

from collections.abc import Callable, Sequence

from csdesk.book import contacts
from csdesk.model import Contact
from csdesk.model.choices import Attitude
from csdesk.ui import formats
from csdesk.ui.forms import FormField, entity_fields
from csdesk.ui.grid.cells import Name, Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.page import Page
from csdesk.ui.pages.record.cells import label_of
from csdesk.ui.record_section import RecordsSection
from csdesk.ui.translate import tr

ATTITUDES = {
    Attitude.FOR: "good",
    Attitude.AGAINST: "risk",
    Attitude.NEUTRAL: "ink",
    Attitude.UNKNOWN: "faded",
}


def people_section(
    page: Page, owner: Callable[[], dict[str, int]], known: Callable[[], list[tuple[int, str]]]
) -> RecordsSection:
    """Return the people of a record; ``known`` gives who may succeed one of them."""
    today = page.context.today()

    def remove(ids: Sequence[int]) -> None:
        page.context.write(page, contacts.remove, ids=list(ids), today=today)

    def attitude(one: Contact) -> Toned | None:
        if one.leaves_on and one.leaves_on >= today:
            return Toned(tr("leaves {day}", day=formats.short_day(one.leaves_on)), "risk")
        return Toned(tr(one.attitude.label), ATTITUDES[one.attitude]) if one.attitude else None

    def touch(one: Contact) -> Toned | None:
        if one.last_contact_on is None:
            return None
        late = (today - one.last_contact_on).days > (one.cadence_days or 30)
        return Toned(formats.ago(one.last_contact_on, today), "watch" if late else "ink")

    columns = (
        GridColumn("name", tr("Person"), lambda one: one.name, "person", 170, cell=_person, tip=_reach),
        GridColumn("role", tr("Part"), label_of("role"), "text", 130, tip=lambda one: one.title or ""),
        GridColumn("attitude", tr("Attitude"), label_of("attitude"), "text", 104, cell=attitude),
        GridColumn(
            "touch",
            tr("Last touch"),
            lambda one: one.last_contact_on,
            "number",
            84,
            cell=touch,
            text=_touched,
        ),
    )

    def fields() -> list[FormField]:
        return entity_fields(
            Contact,
            ("name", "title", "email", "phone", "role", "influence", "attitude", "cadence_days",
             "last_contact_on", "leaves_on", "successor_id", "language", "external_id", "notes"),
            items={"successor_id": known()},
        )  # fmt: skip

    return RecordsSection(
        page,
        tr("People"),
        columns,
        verbs=contacts,
        one=tr("person"),
        fields=fields,
        owner=owner,
        nothing=tr("Nobody yet. Add who decides, who uses it and who pays."),
        record_key="contact_id",
        remove=remove,
    )


def _person(one: Contact) -> Name:
    return Name(one.name)


def _reach(one: Contact) -> str:
    return "\n".join(part for part in (one.title, one.email, one.phone) if part)


def _touched(one: Contact) -> str:
    return formats.day(one.last_contact_on) if one.last_contact_on else ""
