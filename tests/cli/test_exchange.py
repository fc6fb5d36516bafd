"""import and export on the command line: exit status, words, JSON, rejects, mappings."""

import csv
import json
from pathlib import Path

import pytest

from csdesk.__main__ import main
from csdesk.book import Book

QUIRKS = Path(__file__).parents[1] / "data" / "import_quirks"
TODAY = "2026-11-21"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Book.create(tmp_path / "b.csdesk", currency="EUR").close()
    return tmp_path


def run(*words):
    return main(["import", "b.csdesk", *map(str, words), "--today", TODAY])


def export(*words):
    return main(["export", "b.csdesk", *map(str, words), "--today", TODAY])


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def unguarded(path):
    with path.open(encoding="utf-8-sig", newline="") as source:
        return [{k: v.removeprefix("'") for k, v in row.items()} for row in csv.DictReader(source)]


@pytest.mark.parametrize("path", sorted(QUIRKS.glob("0*.csv")), ids=lambda path: path.stem)
def test_quirk_files_come_out_as_the_expected_records(desk, path, capsys):
    assert run("tracker", path) == 0
    assert export("tracker", "out.csv") == 0
    records = [
        {
            "id": row["external_id"],
            "name": row["name"],
            "country": row["country"],
            "start_date": row["start_date"],
            "mrr": float(row["mrr"]) if row["mrr"] else None,
            "seats": int(row["seats"]) if row["seats"] else None,
            "health": row["health"],
            "notes": row["notes"],
        }
        for row in unguarded(desk / "out.csv")
    ]
    expected = json.loads((QUIRKS / "expected.json").read_text(encoding="utf-8"))
    if path.stem.startswith("04"):
        expected = [record for record in expected if record["name"] not in ("東京ソフト", "Łódź Tech")]
    assert sorted(records, key=lambda r: r["id"]) == expected
    assert run("tracker", path) == 0
    assert "0 new, 0 changed" in capsys.readouterr().out.splitlines()[-1] or path.stem[:2] in (
        "04",
        "05",
        "09",
    )
    assert run("tracker", "out.csv") == 0


def test_hubspot_and_ambiguous_files(desk, capsys):
    assert run("tracker", QUIRKS / "14_hubspot_companies_style.csv") == 0
    assert export("tracker", "out.csv") == 0
    assert [row["country"] for row in unguarded(desk / "out.csv")] == ["BR", "FI"]
    assert run("tracker", QUIRKS / "17_ambiguous_dates.csv") == 2
    said = capsys.readouterr().err
    assert "start_date" in said
    assert "--day-first" in said
    assert run("tracker", QUIRKS / "17_ambiguous_dates.csv", "--month-first") == 0


def test_rows_that_are_refused_are_said_and_exit_1(desk, capsys):
    path = write(desk / "a.csv", "id,name,create date,Colour\nA,X,2024-01-02,red\nB,Y,2024-02-30,blue\n")
    assert run("accounts", path) == 1
    out = capsys.readouterr().out
    assert "a.csv (utf-8, comma), accounts: 1 new, 0 changed, 0 unchanged, 1 refused" in out
    assert "ignored columns: Colour" in out
    assert "line 3: refused: B: create date: “2024-02-30” is no date." in out


def test_mended_rejects_are_taken_and_nothing_else(desk, capsys):
    text = "id,name,create date,notes\nA,X,25/03/2024,=1+1\nB,Y,30/02/2024,=cmd()\n"
    text += "C,Z,04/05/2024,=x\nC,Z,04/05/2024,=y\n"
    assert run("accounts", write(desk / "a.csv", text), "--rejects", "rejects.csv") == 1
    with (desk / "rejects.csv").open(encoding="utf-8-sig", newline="") as source:
        lines = list(csv.reader(source))
    assert lines[0] == ["id", "name", "create date", "notes", "csdesk: reason"]
    assert lines[1][:4] == ["B", "Y", "30/02/2024", "'=cmd()"]
    assert "line 4" in lines[2][4]
    mended = (
        (desk / "rejects.csv").read_text(encoding="utf-8-sig").replace("30/02", "05/02").replace("C,Z", "D,Z")
    )
    assert run("accounts", write(desk / "rejects.csv", mended), "--keep-columns") == 0
    assert "2 new" in capsys.readouterr().out.splitlines()[-2]
    assert export("accounts", "out.csv") == 0
    found = {row["external_id"]: row for row in unguarded(desk / "out.csv")}
    assert found["B"]["signed_up_on"] == "2024-02-05", "read as the first file was"
    assert found["B"]["notes"] == "=cmd()"
    assert not [name for name in found["B"] if name.startswith("x:")]
    assert run("accounts", desk / "a.csv", "--rejects", "none.csv", "--dry-run") == 1
    assert run("accounts", write(desk / "ok.csv", "id\nA\n"), "--rejects", "clean.csv") == 0
    assert not (desk / "clean.csv").exists()


def test_json(desk, capsys):
    path = write(
        desk / "a.csv", "id;name;create date;MRR;Colour\nA;X;25/03/2024;1,5;red\nB;Y;31/02/2024;2,5;blue\n"
    )
    assert run("accounts", path, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["kind"], found["file"], found["encoding"], found["separator"]) == (
        "accounts",
        "a.csv",
        "utf-8",
        ";",
    )
    assert found["columns"][2] == {
        "header": "create date",
        "field": "signed_up_on",
        "type": "date",
        "order": "day-first",
    }
    assert found["columns"][4] == {"header": "Colour", "field": None, "type": None, "order": None}
    assert found["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert (found["created"], found["ignored_columns"]) == ({}, ["MRR", "Colour"])
    (row,) = found["rows"]
    assert (row["line"], row["outcome"], row["key"], row["changes"]) == (3, "refused", "B", [])
    assert "31/02/2024" in row["reason"]


def test_a_dry_run_says_everything_and_changes_nothing(desk, capsys):
    run("accounts", write(desk / "a.csv", "id,name\nA,X\n"))
    path = write(desk / "b.csv", "id,name\nA,Y\nB,Z\n")
    capsys.readouterr()
    assert run("accounts", path, "--dry-run", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["line"], row["outcome"], row["key"]) for row in rows] == [
        (2, "changed", "A"),
        (3, "new", "B"),
    ]
    assert rows[0]["changes"] == [{"field": "name", "before": "X", "after": "Y"}]
    assert run("accounts", path, "--dry-run") == 0
    assert "line 2: changed: A: name" in capsys.readouterr().out
    export("accounts", "out.csv")
    assert [row["name"] for row in unguarded(desk / "out.csv")] == ["X"]


def test_what_an_end_means_must_be_named(desk, capsys):
    run("accounts", write(desk / "a.csv", "id,name\nA,X\n"))
    path = write(desk / "c.csv", "id,account,start,end,mrr\nC,A,2024-01-01,2024-12-31,5\n")
    assert run("contracts", path) == 2
    said = capsys.readouterr().err
    assert "--end-is last" in said
    assert "--end-is after" in said
    assert run("contracts", path, "--end-is", "last") == 0
    export("contracts", "out.csv")
    assert unguarded(desk / "out.csv")[0]["last_day"] == "2024-12-31"


def test_a_mapping_file(desk, capsys):
    path = write(desk / "a.csv", "k|n|when\nA|X|05/03/2024\n")
    mapping = '[file]\nday_first = false\nseparator = "pipe"\n[columns]\n'
    mapping += '"k" = "external_id"\n"n" = "name"\n"when" = "signed_up_on"\n'
    assert run("accounts", path, "--mapping", write(desk / "m.toml", mapping)) == 0
    export("accounts", "out.csv")
    assert unguarded(desk / "out.csv")[0]["signed_up_on"] == "2024-05-03"
    assert run("accounts", path, "--mapping", desk / "none.toml") == 2
    assert run("contracts", path, "--mapping", write(desk / "n.toml", '[file]\nkind = "accounts"\n')) == 2
    assert "not for contracts" in capsys.readouterr().err


def test_missing_accounts_are_listed_and_made_when_asked(desk, capsys):
    path = write(desk / "p.csv", "name,email,account\nAna,a@x.fi,New\n")
    assert run("contacts", path) == 1
    assert "not found: “New”" in capsys.readouterr().out
    assert run("contacts", path, "--create-missing") == 0
    assert "created: 1 accounts" in capsys.readouterr().out


def test_undo_takes_an_import_back_and_a_backup_was_made_before(desk, capsys):
    run("accounts", write(desk / "a.csv", "id,name\nA,X\n"))
    assert main(["undo", "b.csdesk"]) == 0
    assert "Import a.csv" in capsys.readouterr().out
    assert main(["undo", "b.csdesk"]) == 2
    assert main(["backups", "b.csdesk"]) == 0
    assert "import" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense", "a.csv"),
        ("accounts", "none.csv"),
        ("accounts", "a.csv", "--sheet-name", "x"),
        ("accounts", "a.csv", "--encoding", "klingon"),
        ("accounts", "a.csv", "--separator", "two"),
        ("accounts", "a.csv", "--header-row", "-1"),
        ("accounts", "a.csv", "--header-row", "99"),
        ("accounts", "a.csv", "--currency", "EURO"),
        ("accounts", "a.csv", "--match", "colour"),
        ("accounts", "a.csv", "--day-first", "--month-first"),
        ("accounts", "a.csv", "--start", "soon"),
        ("accounts", "empty.csv"),
        ("accounts", "picture.csv"),
        ("accounts", "foo.csv"),
    ],
)
def test_what_is_not_usable_exits_2(desk, words, capsys):
    write(desk / "a.csv", "id,name\nA,X\n")
    write(desk / "empty.csv", "\n")
    write(desk / "foo.csv", "foo,bar\n1,2\n")
    (desk / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert run(*words) == 2
    assert capsys.readouterr().err


def test_exports_are_refused_with_a_reason(desk, capsys):
    assert export("nonsense", "out.csv") == 2
    assert export("accounts", "out.pdf") == 2
    assert export("accounts", "no/such/folder/out.csv") == 2
    assert "nonsense" in capsys.readouterr().err


def test_xlsx_out_and_in(desk, capsys):
    run("accounts", write(desk / "a.csv", "id,name,notes\nA,Öljy Oy,=1+1\n"))
    assert export("accounts", "out.xlsx") == 0
    capsys.readouterr()
    assert run("accounts", "out.xlsx") == 0
    assert "(Sheet1), accounts: 0 new, 0 changed, 1 unchanged, 0 refused" in capsys.readouterr().out


def test_a_header_without_rows_is_no_mistake(desk, capsys):
    assert run("accounts", write(desk / "a.csv", "id,name\n")) == 0
    assert "0 new" in capsys.readouterr().out


def test_a_book_that_is_held_is_not_written(desk, capsys):
    with Book(desk / "b.csdesk"):
        assert run("accounts", write(desk / "a.csv", "id,name\nA,X\n")) == 3
        assert export("accounts", "out.csv") == 0
