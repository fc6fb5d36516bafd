"""Forms: fields of the model become entries, what is wrong stands beside its field, values are typed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from csdesk.errors import Refused
from csdesk.model import Account, Contract, Money, OwnField, OwnKind, OwnOn, Partner, Stage, Tags, fields_of
from csdesk.ui.day_entry import DayEntry
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField, entity_fields, own_form_fields


@pytest.fixture
def form(qtbot, theme, today):
    def make(fields, **more):
        made = Form(fields, theme, today=today, **more)
        qtbot.addWidget(made)
        return made

    return make


@pytest.mark.parametrize("entity", [Account, Partner, Contract])
def test_every_field_of_the_model_has_an_entry(entity, form):
    made = form(entity_fields(entity))
    assert set(made.boxes) == {each.name for each in fields_of(entity) if not each.refers}


def test_values_come_back_as_they_went_in(form):
    values = {
        "name": "Hämeen Öljy Oy",
        "stage": Stage.LIVE,
        "signed_up_on": date(2024, 1, 2),
        "tags": Tags(("one", "two")),
        "notes": "Line one\nLine two",
        "tier": None,
    }
    made = form(entity_fields(Account, list(values)), values=values)
    read, wrong = made.read()
    assert wrong == {}
    assert read == values
    assert made.changed() == {}


def test_only_what_was_changed_is_given(form):
    made = form(entity_fields(Account, ["name", "tier"]), values={"name": "A", "tier": "Mid"})
    made.boxes["tier"].entry.setText("")
    assert made.changed() == {"tier": None}


def test_what_is_wrong_stands_beside_its_field_and_goes_when_typed(form, qtbot):
    made = form(entity_fields(Account, ["name", "signed_up_on"]))
    made.boxes["signed_up_on"].entry.setText("31/11/2026")
    _, wrong = made.read()
    assert set(wrong) == {"name", "signed_up_on"}
    made.complain(wrong)
    box = made.boxes["signed_up_on"]
    assert "is no date" in box._below.text()
    assert box.entry.accessibleDescription() == box._below.text()
    qtbot.keyClicks(box.entry, "x")
    assert box._below.text() == ""


def test_amounts_are_read_in_the_currency_of_the_form(form):
    made = form([FormField("amount", "Amount", Money)], values={"amount": 123450}, currency="EUR")
    assert made.boxes["amount"].entry.text() == "1,234.50"
    made.set_currency("JPY")
    made.boxes["amount"].entry.setText("1,234.5")
    assert "JPY has 0 decimals" in made.read()[1]["amount"]


def test_days_are_stepped_by_arrow_keys(qtbot, theme, today):
    entry = DayEntry(theme, today)
    qtbot.addWidget(entry)
    qtbot.keyClick(entry, Qt.Key.Key_Up)
    assert entry.value() == date(2026, 11, 22)
    qtbot.keyClick(entry, Qt.Key.Key_PageDown)
    assert entry.value() == date(2026, 10, 23)


def test_a_long_list_is_completed_and_only_its_members_are_taken(form):
    items = [(number, f"Product {number}") for number in range(20)]
    made = form([FormField("product_id", "Product", int, items=items)])
    entry = made.boxes["product_id"].entry
    entry.setEditText("product 7")
    assert made.value("product_id") == 7
    entry.setEditText("nothing like it")
    assert "is not in the list" in made.read()[1]["product_id"]


def test_fields_of_the_users_own_are_entries_by_their_kind(form):
    def own(name, kind, choices=None):
        return OwnField(entity=OwnOn.ACCOUNT, name=name, kind=kind, choices=choices)

    fields = own_form_fields(
        [
            own("Floor", OwnKind.NUMBER),
            own("Since", OwnKind.DATE),
            own("Signed", OwnKind.YES_NO),
            own("Region", OwnKind.CHOICE, "EU\nBrazil"),
            own("Story", OwnKind.LONG_TEXT),
        ]
    )
    made = form(fields)
    made.boxes["x:Floor"].entry.setText("3.5")
    made.boxes["x:Region"].entry.setCurrentIndex(2)
    made.boxes["x:Signed"].entry.setCurrentIndex(1)
    values, _ = made.read()
    assert values == {
        "x:Floor": 3.5,
        "x:Since": None,
        "x:Signed": True,
        "x:Region": "Brazil",
        "x:Story": None,
    }


def test_a_refusal_without_a_field_stands_at_the_foot(qtbot, theme, form):
    sheet = FormSheet("Add", "", form(entity_fields(Account, ["name"]), values={"name": "A"}), theme)
    qtbot.addWidget(sheet)
    sheet.submit = lambda values: sheet.failed(Refused("No {what} today.", what="luck"))
    sheet.saved.emit()
    assert sheet.state.text() == "No luck today."
    assert sheet.save.isEnabled()
