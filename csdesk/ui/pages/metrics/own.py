"""A period of one's own: how long it is and the day it closes on."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from csdesk.ui.context import Context
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField
from csdesk.ui.pages.metrics.span import KINDS, Span
from csdesk.ui.translate import tr


class OwnSpanSheet(FormSheet):
    """``chosen(Span)`` when the form was saved."""

    chosen = Signal(object)


def own_span_sheet(context: Context, span: Span) -> OwnSpanSheet:
    """Return the form, filled with the present period."""
    kinds = [(kind, tr(said)) for kind, said in KINDS]
    fields = [
        FormField("kind", tr("Length"), items=kinds, optional=False),
        FormField(
            "as_of", tr("Closes on"), date, optional=False, hint=tr("The numbers are of this day’s end")
        ),
    ]
    values = {"kind": span.kind, "as_of": span.as_of}
    form = Form(fields, context.theme, values=values, today=context.today(), headings=False)
    sheet = OwnSpanSheet(tr("Period"), "", form, context.theme, save=tr("Show"))

    def submit(given: dict[str, Any]) -> None:
        sheet.chosen.emit(Span(given["kind"], given["as_of"]))
        sheet.done()

    sheet.submit = submit
    return sheet
