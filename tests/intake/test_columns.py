"""Columns are matched by the words of four languages and of the usual tools."""

import pytest

from csdesk.intake.aliases import ALIASES
from csdesk.intake.columns import guess, match, signature
from csdesk.intake.targets import KINDS, targets


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_known_by_its_name_and_every_alias_belongs_to_a_field(kind):
    known = targets(kind)
    assert set(ALIASES[kind]) <= set(known)
    for name in known:
        if name in ALIASES[kind]:
            assert guess(kind, name)[0] == name


TRACKER = {
    "Account ID": "external_id",
    "Account": "name",
    "CSM": "role.csm",
    "Owner": "owner",
    "Tier": "tier",
    "Segment": "segment",
    "Plan": "contract.product_id",
    "ARR": "contract.arr",
    "MRR": "contract.mrr",
    "Contract start": "contract.start",
    "Contract end": "contract.end",
    "Renewal Date": "contract.end_exclusive",
    "Term": "contract.term",
    "Licences bought": "contract.seats",
    "Licences used": "usage.active",
    "Health": "health.health",
    "Usage": "health.usage",
    "Support": "health.support",
    "Financial": "health.financial",
    "Engagement": "health.engagement",
    "NPS": "health.nps",
    "CSAT": "health.csat",
    "Onboarding stage": "stage",
    "Time to value": "health.time_to_value",
    "Last contact": "activity.day",
    "Next follow-up": "next_step_on",
    "Action required": "next_step",
    "Risk reason code": "health.risk_reason",
    "Expansion stage": "health.expansion_stage",
    "Expansion amount": "health.expansion_amount",
    "Payment status": "health.payment_status",
    "Stakeholder name": "contact.name",
    "Stakeholder title": "contact.title",
    "Stakeholder influence": "contact.influence",
    "Stakeholder last contact": "contact.last_contact_on",
    "Risk note": "contact.notes",
    "Goal": "health.goal",
    "Goal baseline": "health.goal_baseline",
    "Goal current": "health.goal_current",
    "Goal target": "health.goal_target",
    "Notes": "notes",
}


def test_every_column_of_a_tracker_spreadsheet_has_its_place():
    assert match("tracker", list(TRACKER)) == TRACKER


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        (
            "tracker",
            {
                "ID": "external_id",
                "Nome": "name",
                "País": "country",
                "Data de início": "contract.start",
                "MRR": "contract.mrr",
                "Licenças": "contract.seats",
                "Saúde": "health.health",
                "Notas": "notes",
            },
        ),
        (
            "tracker",
            {
                "Código": "external_id",
                "Nombre": "name",
                "Fecha de inicio": "contract.start",
                "Ingresos mensuales": "contract.mrr",
                "Licencias": "contract.seats",
                "Salud": "health.health",
                "Observaciones": "notes",
            },
        ),
        (
            "tracker",
            {
                "Tunnus": "external_id",
                "Nimi": "name",
                "Maa": "country",
                "Alkupäivä": "contract.start",
                "Paikat": "contract.seats",
                "Terveys": "health.health",
                "Muistiinpanot": "notes",
            },
        ),
        (
            "accounts",
            {
                "Account Owner": "owner",
                "Account Name": "name",
                "Rating": "tier",
                "Billing State/Province": "region",
                "Account ID": "external_id",
                "Industry": "industry",
            },
        ),
        (
            "accounts",
            {
                "Id": "external_id",
                "Name": "name",
                "BillingCountry": "country",
                "AccountSource": "source",
                "Tier__c": "tier",
            },
        ),
        (
            "accounts",
            {
                "Record ID": "external_id",
                "Company name": "name",
                "Company owner": "owner",
                "Create Date": "signed_up_on",
                "Phone Number": "phone",
                "City": "city",
                "Country/Region": "country",
                "Company domain name": "domain",
            },
        ),
        (
            "accounts",
            {
                "Organization - Name": "name",
                "Organization - ID": "external_id",
                "Organization - Label": "tags",
            },
        ),
        (
            "accounts",
            {
                "Record Id": "external_id",
                "Account Name": "name",
                "Account Owner": "owner",
                "Created Time": "signed_up_on",
                "Tag": "tags",
            },
        ),
        (
            "contacts",
            {
                "First Name": "first_name",
                "Last Name": "last_name",
                "Email": "email",
                "Associated Company": "account_name",
                "Associated Company IDs": "account_id",
            },
        ),
        ("contacts", {"Person - Name": "name", "Person - Email": "email", "Organization": "account_id"}),
        (
            "contracts",
            {
                "Deal - Title": "name",
                "Deal - Value": "amount",
                "Currency": "currency",
                "Organization - Name": "account_name",
            },
        ),
        (
            "tracker",
            {
                "Company Name": "name",
                "CSM": "role.csm",
                "ARR": "contract.arr",
                "Renewal Date": "contract.end_exclusive",
                "Current Score": "health.health",
            },
        ),
    ],
)
def test_headers_of_languages_and_tools(kind, header):
    assert match(kind, list(header)) == header


def test_case_accents_punctuation_and_underscores_do_not_matter():
    for name in ("START_DATE", "Start-Date", "start date", "Stárt Dàte", "startDate", " Start  date: "):
        assert guess("contracts", name)[0] == "start"


def test_codes_and_brackets_in_a_header_do_not_hide_its_word():
    assert guess("contracts", "MRR (EUR)")[0] == "mrr"
    assert guess("contracts", "mrr_usd")[0] == "mrr"
    assert guess("churns", "refund_amount_usd")[0] == "refund"


def test_two_columns_of_one_meaning_are_not_both_taken():
    assert match("accounts", ["Industry", "Sector"]) == {"Industry": "industry"}
    assert match("contacts", ["Account Name", "Account ID"]) == {
        "Account Name": "account_name",
        "Account ID": "account_id",
    }


def test_an_unknown_column_is_not_guessed():
    assert guess("accounts", "Favourite colour") is None


def test_a_header_is_remembered_whatever_its_spelling():
    assert signature(["Start_Date", "MRR"]) == signature(["start date", "mrr"])
    assert signature(["a", "b"]) != signature(["b", "a"])
