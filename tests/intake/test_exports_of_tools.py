"""Headers of the usual tools and of trackers people keep: what becomes of each column."""

import csv
import io

import pytest
from intake_files import plan_of, refusals_of, values_of

from csdesk.intake.columns import match
from csdesk.intake.plan import is_reason
from csdesk.intake.words import deal
from csdesk.model import ContractKind, Interval, SurveyKind, Tags


def table(header, *rows):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return out.getvalue()


def test_several_people_and_goals_of_one_row():
    header = [
        "Account",
        "Stakeholder 1 Name",
        "Stakeholder 1 Title",
        "Stakeholder 2 Name",
        "Goal 1",
        "Goal 2",
    ]
    assert match("tracker", [*header, "Goal 2 target", "Stakeholder 2 Risk Note"]) == {
        "Account": "name",
        "Stakeholder 1 Name": "contact.name",
        "Stakeholder 1 Title": "contact.title",
        "Stakeholder 2 Name": "contact2.name",
        "Goal 1": "health.goal",
        "Goal 2": "health.goal_2",
        "Goal 2 target": "health.goal_2_target",
        "Stakeholder 2 Risk Note": "contact2.notes",
    }
    beside = match("tracker", ["Account", "Champion", "Contact 1", "Contact 2 e-mail", "Contact 3 shoe size"])
    assert beside["Contact 1"] == "contact2.name"
    assert beside["Contact 2 e-mail"] == "contact3.email"
    assert "Contact 3 shoe size" not in beside


@pytest.mark.parametrize("cell", ["Maria (CFO); Pekka <p@x.fi>", "Maria (CFO)\nPekka <p@x.fi>"])
def test_people_in_one_cell_are_told_apart(cell):
    (found,) = values_of(table(["Account", "Stakeholders"], ["Acme", cell]))
    assert {k: v for k, v in found.items() if k.startswith("contact")} == {
        "contact.name": "Maria",
        "contact.title": "CFO",
        "contact2.name": "Pekka",
        "contact2.email": "p@x.fi",
    }


def test_a_title_in_a_column_of_its_own_wins_and_a_plain_name_stays():
    (found,) = values_of(table(["Account", "Contact", "Job title"], ["Acme", "Maria (ops)", "COO"]))
    assert (found["contact.name"], found["contact.title"]) == ("Maria", "COO")
    (found,) = values_of(table(["Account", "Contact"], ["Acme", "Silva, Maria"]))
    assert found["contact.name"] == "Silva, Maria"


def test_a_colour_and_a_number_of_health_are_two_inputs():
    header = ["Company Name", "Current Score", "Score label"]
    assert match("tracker", header) == {
        "Company Name": "name",
        "Current Score": "health.health",
        "Score label": "health.score",
    }


def test_small_words_of_a_header_do_not_matter():
    assert match("tracker", ["Cliente", "Motivo do risco"])["Motivo do risco"] == "health.risk_reason"
    assert match("contracts", ["Data do início do contrato"]) == {"Data do início do contrato": "start"}


def test_any_health_input_can_be_named_by_hand():
    plan = plan_of("Account,Mood\nAcme,fine\n", columns={"Mood": "health.mood"})
    assert plan.batch().drafts[0].values["health"] == {"mood": "fine"}


def test_pipedrive_columns_with_two_dashes():
    header = ["Person - Name", "Person - Email - Work", "Person - Phone - Mobile", "Person - Organization"]
    found = match("contacts", header)
    assert found["Person - Email - Work"] == "email"
    assert found["Person - Organization"] == "account_id"
    (values,) = values_of(table(["Name", "Email"], ["Maria", "m@x.fi, maria@y.fi"]), "contacts")
    assert values["email"] == "m@x.fi"
    (values,) = values_of(
        table(["Organization", "Due date", "Duration"], ["A", "2024-03-05", "01:30"]), "activities"
    )
    assert values["minutes"] == 90
    (values,) = values_of(
        table(["Ticket ID", "Company", "Time to close (HH:mm:ss)"], ["1", "A", "36:30:00"]), "tickets"
    )
    assert values["resolution_hours"] == 36.5


DEALS = [
    "Record ID",
    "Deal Name",
    "Deal Stage",
    "Amount",
    "Amount Currency",
    "Start Date",
    "Associated Company",
]


def test_only_won_deals_are_contracts():
    text = table(
        DEALS,
        ["1", "New", "Closed Won", "1200.00", "BRL", "2024-01-15", "Acme"],
        ["2", "Gone", "Closed Lost", "1200.00", "BRL", "2024-01-15", "Acme"],
        ["3", "Other", "Waiting for legal", "1200.00", "BRL", "2024-01-15", "Acme"],
    )
    assert {line: "not won" in why for line, why in refusals_of(text, "contracts").items()} == {
        3: True,
        4: True,
    }
    assert plan_of(text, "contracts").batch().drafts[0].values["currency"] == "BRL"


def test_a_stage_of_another_list_says_nothing_and_is_listed():
    text = table(DEALS, ["1", "New", "Active", "1200.00", "BRL", "2024-01-15", "Acme"])
    plan = plan_of(text, "contracts")
    assert plan.ignored == ("Deal Stage",)
    assert plan.batch().drafts[0].refused is None
    assert [deal(word) for word in ("Ganado", "Hävitty", "Active")] == [True, False, None]


def test_the_amount_of_a_deal_with_an_end_is_the_price_of_its_term():
    text = table(
        [*DEALS, "Last day"], ["1", "N", "Won", "2400.00", "EUR", "2024-01-01", "Acme", "2025-12-31"]
    )
    (values,) = values_of(text, "contracts")
    assert (values["amount"], values["interval"]) == (240000, Interval.TERM)


def test_a_list_of_other_words_is_no_reason_to_refuse_but_a_mended_row_is_taken_whole():
    text = table(["Record ID", "Company name", "Lifecycle Stage"], ["1", "Acme", "Customer"])
    plan = plan_of(text, "accounts")
    assert plan.ignored == ("Lifecycle Stage",)
    assert "ignored" in str(plan.warnings[0])
    mended = plan_of(
        text.replace('Stage"', 'Stage","csdesk: reason"').replace('Customer"', 'Customer","?"'), "accounts"
    )
    assert is_reason(mended.header[-1])
    assert mended.batch().drafts[0].refused is not None


def test_tags_are_parted_by_commas_where_nothing_else_does():
    tagged = values_of(table(["name", "tag"], ["A", "x, y"], ["B", "x,y;z"], ["C", "'x, y"]), "accounts")
    assert [each["tags"] for each in tagged] == [Tags(("x", "y")), Tags(("x,y", "z")), Tags(("x, y",))]


def test_intervals_as_they_are_said():
    said = ["per quarter", "P1Y", "/mo", "por mês", "al año", "per week"]
    text = table(
        ["id", "account", "amount", "interval", "start"],
        *([n, "A", 1, word, "2024-01-15"] for n, word in enumerate(said)),
    )
    found = [str(each["interval"].value) for each in values_of(text, "contracts")]
    assert found == ["quarter", "year", "month", "month", "year", "week"]


def test_a_status_of_trialing_is_a_trial_and_no_revenue():
    header = ["id", "Customer ID", "Amount", "Interval", "Status", "Start (UTC)", "Ended At (UTC)"]
    text = table(
        header,
        ["1", "A", "49.00", "month", "active", "2024-01-15 10:00", ""],
        ["2", "B", "49.00", "month", "trialing", "2024-01-15 10:00", "2024-02-20 10:00"],
    )
    assert [question.code for question in plan_of(text, "contracts").questions] == ["end_is"]
    found = values_of(text, "contracts", end_is="after")
    assert [each.get("kind") for each in found] == [None, ContractKind.TRIAL]
    assert str(found[1]["end_exclusive"]) == "2024-02-20"


def test_scores_from_0_to_10_are_nps_and_others_are_asked_for():
    header = ["Company", "Score", "Responded At"]
    text = table(header, ["A", "9", "2024-01-15"], ["B", "3", "2024-01-16"])
    plan = plan_of(text, "surveys")
    batch = plan.batch()
    assert [draft.values["kind"] for draft in batch.drafts] == [SurveyKind.NPS, SurveyKind.NPS]
    assert "NPS" in str(batch.warnings[0])
    assert "which survey" in refusals_of(table(header, ["A", "4", "2024-01-15"]), "surveys")[2]
    (named,) = values_of(table(["Company", "CSAT score", "Date"], ["A", "4", "2024-01-15"]), "surveys")
    assert named["kind"] == SurveyKind.CSAT


def test_usage_of_a_month_is_that_of_its_first_day():
    text = table(["account_id", "month", "logins", "licensed_users"], ["A", "2024-02", "5", "10"])
    (found,) = values_of(text, "usage")
    assert str(found["day"]) == "2024-02-01"
    assert match("usage", ["licensed_users"]) == {"licensed_users": "entitled"}


def test_numbers_no_book_can_hold_are_refused():
    text = table(["account", "date", "active users"], ["A", "2024-01-15", "1e400"], ["A", "2024-01-15", "7"])
    assert "too large" in refusals_of(text, "usage")[2]


def test_who_asked_is_known_by_the_address_before_the_name():
    header = ["Ticket ID", "Requester", "Requester email", "Solved at"]
    assert match("tickets", header) == {
        "Ticket ID": "external_id",
        "Requester email": "contact_id",
        "Solved at": "closed_on",
    }
