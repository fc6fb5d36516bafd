"""import at its limits: places for refused rows, mappings by hand, keys that would make twins."""

import pytest

from csdesk.__main__ import main

FILE = "id,name,domain\nA1,Alpha,a.com\nA2,,b.com\n"


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.csdesk"
    assert main(["new", str(path), "--currency", "EUR"]) == 0
    return path


def run(book, tmp_path, text, *options, kind="accounts"):
    file = tmp_path / "file.csv"
    file.write_text(text, encoding="utf-8")
    return main(["import", str(book), kind, str(file), *map(str, options)])


@pytest.mark.parametrize(("name", "why"), [("x.txt", ".csv or .xlsx"), ("no/x.csv", "no folder")])
def test_a_place_no_file_can_be_written_to_is_told_before_anything_is_taken(
    book, tmp_path, capsys, name, why
):
    assert run(book, tmp_path, FILE, "--rejects", tmp_path / name) == 2
    assert why in capsys.readouterr().err
    assert run(book, tmp_path, FILE, "--dry-run") == 1
    assert "1 new" in capsys.readouterr().out


def test_refused_rows_do_not_take_the_place_of_the_file(book, tmp_path, capsys):
    assert run(book, tmp_path, FILE, "--rejects", tmp_path / "file.csv") == 2
    assert "over the file" in capsys.readouterr().err
    assert (tmp_path / "file.csv").read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ('end_is = "maybe"', "after, last"),
        ('decimal = "x"', "decimal"),
        ('match = "shoe"', "external_id"),
        ('currency = "zzz"', "currency such as EUR"),
        ("header_row = -1", "Line -1"),
    ],
)
def test_a_mapping_says_only_what_can_be(book, tmp_path, capsys, setting, why):
    mapping = tmp_path / "m.toml"
    mapping.write_text(f"[file]\n{setting}\n", encoding="utf-8")
    assert run(book, tmp_path, FILE, "--mapping", mapping) == 2
    assert why in capsys.readouterr().err


def test_a_mapping_that_is_not_there(book, tmp_path, capsys):
    assert run(book, tmp_path, FILE, "--mapping", tmp_path / "none.toml") == 2
    assert "No such file" in (said := capsys.readouterr().err)
    assert "Errno" not in said
    (tmp_path / "odd.toml").write_bytes(b"[file]\nsheet = '\xff'\n")
    assert run(book, tmp_path, FILE, "--mapping", tmp_path / "odd.toml") == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_currency_of_a_mapping_in_small_letters(book, tmp_path):
    (tmp_path / "m.toml").write_text('[file]\ncurrency = "sek"\n', encoding="utf-8")
    text = "id,name,start,mrr\nA1,Alpha,2024-01-15,5\n"
    assert run(book, tmp_path, text, "--mapping", tmp_path / "m.toml", kind="tracker") == 0
    assert main(["export", str(book), "contracts", str(tmp_path / "out.csv")]) == 0
    assert ",SEK," in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_another_key_makes_no_twins_of_an_id(book, tmp_path, capsys):
    assert run(book, tmp_path, "id,name,domain\nA1,Alpha,a.com\nA2,Beta,b.com\n") == 0
    assert run(book, tmp_path, "id,name,domain\nA1,Gamma,c.com\n", "--match", "domain") == 1
    assert "another account" in capsys.readouterr().out
    assert run(book, tmp_path, "id,name\nA1,Beta\n", "--match", "name") == 1
    assert run(book, tmp_path, "id,name,tier\nA2,Beta,Gold\n", "--match", "name") == 0


def test_stopped_by_hand_says_so_and_changes_nothing(book, tmp_path, capsys, monkeypatch):
    from csdesk.book import taking

    def stop(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(taking, "take", stop)
        assert run(book, tmp_path, FILE) == 130
    said = capsys.readouterr()
    assert "stopped" in said.err
    assert "Traceback" not in said.err
    assert run(book, tmp_path, FILE, "--dry-run") == 1
    assert "1 new" in capsys.readouterr().out


def test_rows_are_counted_on_a_terminal(book, tmp_path, capsys, monkeypatch):
    import sys

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(book, tmp_path, FILE) == 1
    assert "0 of 2 rows" in capsys.readouterr().err
