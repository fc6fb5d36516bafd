"""Files for the tests of imports: the quirk files, and the same records written in other ways."""

import csv
import io
import json
from datetime import date
from pathlib import Path

from csdesk.intake.plan import Options, Source, read_bytes

QUIRKS = Path(__file__).parents[1] / "data" / "import_quirks"
EXPECTED = json.loads((QUIRKS / "expected.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 21)


def plan_of(data, kind="tracker", name="file.csv", **options):
    data = data.encode() if isinstance(data, str) else data
    return read_bytes(
        Source(name, data), kind, Options(**{"book_currency": "EUR", "today": TODAY, **options})
    )


def drafts_of(data, kind="tracker", **options):
    return plan_of(data, kind, **options).batch().drafts


def values_of(data, kind="tracker", **options):
    drafts = drafts_of(data, kind, **options)
    assert [str(draft.refused) for draft in drafts if draft.refused] == []
    return [draft.values for draft in drafts]


def refusals_of(data, kind="tracker", **options):
    return {d.line: str(d.refused) for d in drafts_of(data, kind, **options) if d.refused}


def money_br(value):
    return f"R$ {value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".").replace("R$ -", "-R$ ")


def written(
    *,
    header=("id", "name", "country", "start_date", "mrr", "seats", "health", "notes"),
    separator=",",
    end="\r\n",
    day="%Y-%m-%d",
    money="{:.2f}".format,
    above="",
    below="",
    without=(),
):
    """Write the expected records as somebody else's program would."""
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL  # which would not quote a mere "\n" then
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    for record in EXPECTED:
        if record["name"] in without:
            continue
        start = record["start_date"]
        writer.writerow(
            [
                record["id"],
                record["name"],
                record["country"],
                date.fromisoformat(start).strftime(day) if start else "",
                "" if record["mrr"] is None else money(record["mrr"]),
                "" if record["seats"] is None else record["seats"],
                record["health"],
                record["notes"].replace("\n", end if end != "\r" else "\n"),
            ]
        )
    return above + out.getvalue() + below


def records_of(values):
    """Return drafts of a tracker in the form of expected.json."""
    return [
        {
            "id": each["external_id"],
            "name": each["name"],
            "country": each["country"],
            "start_date": each["contract.start"].isoformat() if "contract.start" in each else "",
            "mrr": each["contract.amount"] / 100 if "contract.amount" in each else None,
            "seats": each.get("contract.seats"),
            "health": each.get("health", {}).get("health", ""),
            "notes": each.get("notes", ""),
        }
        for each in values
    ]
