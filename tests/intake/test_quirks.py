"""The quirk files, and the same records as other programs in other countries would write them."""

import io
from datetime import date

import pytest
import xlsxwriter
from intake_files import EXPECTED, QUIRKS, money_br, plan_of, records_of, values_of, written

NOT_WESTERN = ("東京ソフト", "Łódź Tech")
FILES = sorted(QUIRKS.glob("0*.csv"))
PT = (
    "Código",
    "Nome da conta",
    "País",
    "Início do contrato",
    "Receita mensal",
    "Licenças",
    "Saúde",
    "Observações",
)
ES = (
    "ID de cliente",
    "Nombre",
    "País",
    "Fecha de inicio",
    "Ingresos mensuales",
    "Licencias",
    "Salud",
    "Notas",
)
FI = ("Asiakastunnus", "Nimi", "Maa", "Alkupäivä", "Kuukausimaksu", "Lisenssit", "Terveys", "Huomiot")
SALESFORCE = (
    "Account ID",
    "Account Name",
    "Billing Country",
    "Customer Start Date",
    "MRR__c",
    "Seats__c",
    "Health__c",
    "Description",
)


def expected(without=()):
    return [record for record in EXPECTED if record["name"] not in without]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_quirk_file_holds_the_expected_records(path):
    plan = plan_of(path.read_bytes(), name=path.name)
    assert plan.questions == ()
    assert records_of(values_of(path.read_bytes())) == expected(
        NOT_WESTERN if path.stem.startswith("04") else ()
    )


def test_salesforce_footers_are_told():
    plan = plan_of((QUIRKS / "09_salesforce_report_style.csv").read_bytes())
    assert sum("left out" in str(note) for note in plan.warnings) == 5


def test_hubspot_companies_are_read_by_their_headers():
    first, second = values_of((QUIRKS / "14_hubspot_companies_style.csv").read_bytes())
    assert (first["external_id"], first["country"], second["country"]) == ("18273645501", "BR", "FI")
    assert (first["owner"], first["signed_up_on"]) == ("Ana Lopes", date(2024, 3, 5))
    assert second["signed_up_on"] == date(2024, 2, 29)


def test_dates_that_can_be_read_both_ways_are_asked():
    data = (QUIRKS / "17_ambiguous_dates.csv").read_bytes()
    (question,) = plan_of(data).questions
    assert (question.code, question.headers) == ("day_order", ("start_date",))
    assert [v["contract.start"].month for v in values_of(data, day_first=True)] == [3, 8, 12]
    assert [v["contract.start"].month for v in values_of(data, day_first=False)] == [5, 7, 1]


VARIANTS = {
    "utf-16 with tabs, as a spreadsheet saves it": written(separator="\t").encode("utf-16"),
    "utf-16 big-endian": b"\xfe\xff" + written(separator=";").encode("utf-16-be"),
    "utf-16 without a mark": written().encode("utf-16-le"),
    "a sep= line": written(separator="|", above="sep=|\r\n"),
    "pipes": written(separator="|"),
    "old Mac line ends": written(end="\r"),
    "Unix line ends": written(end="\n"),
    "Portuguese": written(header=PT, separator=";", day="%d/%m/%Y", money=money_br),
    "Spanish with long dates": written(header=ES, separator=";", day="%d-%m-%Y"),
    "Finnish, apostrophes as thousands": written(
        header=FI, separator=";", day="%d.%m.%Y", money=lambda v: f"{v:,.2f}".replace(",", "'")
    ),
    "Swiss apostrophes and CHF": written(money=lambda v: f"CHF {v:,.2f}".replace(",", "’")),
    "narrow blanks as thousands": written(
        separator=";", money=lambda v: f"{v:,.2f} €".replace(",", "\u202f").replace(".", ",")
    ),
    "trailing minus": written(money=lambda v: f"{abs(v):.2f}{'-' if v < 0 else ''}"),
    "US dates and a code": written(day="%m/%d/%Y", money=lambda v: f"USD {v:,.2f}"),
    "months by name": written(day="%d %b %Y"),
    "moments": written(day="%Y-%m-%dT00:00:00"),
    "Salesforce's own field names": written(header=SALESFORCE),
    "serial dates": written(day="%Y-%m-%d").replace("2024-03-05", "45356").replace("2024-02-29", "45351"),
    "titles above and a footer below": written(
        above="Accounts\r\nof the team\r\n\r\n", below="\r\nConfidential\r\n"
    ),
    "a total": written(below="\r\nTotal,,,,1062572.54,1854,,\r\n"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_records_in_other_ways_of_writing(name):
    assert records_of(values_of(VARIANTS[name])) == expected()


def test_windows_1252_with_semicolons():
    data = written(separator=";", without=NOT_WESTERN).encode("cp1252")
    assert plan_of(data).laid.encoding == "cp1252"
    assert records_of(values_of(data)) == expected(NOT_WESTERN)


@pytest.mark.parametrize("dates", ["real", "serial", "text"])
def test_a_workbook_with_real_numbers_and_dates(dates):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Read me").write_string(0, 0, "This is a tracker")
        page, day = book.add_worksheet("Accounts"), book.add_format({"num_format": "dd.mm.yyyy"})
        for at, name in enumerate(SALESFORCE):
            page.write_string(2, at, name)
        for line, record in enumerate(EXPECTED, 3):
            for at, key in enumerate(
                ("id", "name", "country", "start_date", "mrr", "seats", "health", "notes")
            ):
                value = record[key]
                if key == "start_date" and value and dates != "text":
                    found = date.fromisoformat(value)
                    serial = (found - date(1899, 12, 30)).days
                    page.write_datetime(line, at, found, day) if dates == "real" else page.write_number(
                        line, at, serial
                    )
                elif isinstance(value, str):
                    page.write_string(line, at, value)
                elif value is not None:
                    page.write_number(line, at, value)
    plan = plan_of(out.getvalue(), name="tracker.xlsx")
    assert plan.laid.sheet == "Accounts"
    assert records_of([draft.values for draft in plan.batch().drafts]) == expected()
