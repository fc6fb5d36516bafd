"""Links and files of an account or a partner."""

from collections.abc import Callable

from csdesk.book import links
from csdesk.model import Link
from csdesk.ui.forms import entity_fields
from csdesk.ui.grid.cells import Toned
from csdesk.ui.grid.columns import GridColumn
from csdesk.ui.keeping import open_target
from csdesk.ui.page import Page
from csdesk.ui.record_section import RecordsSection
from csdesk.ui.translate import tr


def links_section(page: Page, owner: Callable[[], dict[str, int]]) -> RecordsSection:
    """Return the links of a record. Opening one asks first, and only what is safe to open is offered."""

    def open_link(record: Link) -> None:
        open_target(page.window(), record.target)

    columns = (
        GridColumn(
            "title", tr("Link or file"), lambda one: one.title or one.target, "text", 200, tip=_target
        ),
        GridColumn("target", tr("Address or path"), lambda one: one.target, "text", 220, cell=_faded_target),
    )
    return RecordsSection(
        page,
        tr("Links"),
        columns,
        verbs=links,
        one=tr("link"),
        fields=lambda: entity_fields(Link, ("title", "target")),
        owner=owner,
        nothing=tr("No links. Contracts, folders and dashboards can stand here."),
        opens=open_link,
    )


def _target(one: Link) -> str:
    return str(one.target)


def _faded_target(one: Link) -> Toned:
    return Toned(one.target, "faded")
