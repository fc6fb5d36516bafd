import csv
import io
import json

import pytest

from csdesk.__main__ import main
from csdesk.book import Book


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "desk.csdesk"
    Book.create(path, currency="EUR").close()
    return path


def csdesk(capsys, *words):
    status = main([str(word) for word in words])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_without_a_key_all_are_listed(capsys, path):
    status, out, _ = csdesk(capsys, "set", path)
    found = {row["key"]: row for row in csv.DictReader(io.StringIO(out))}
    assert status == 0
    assert found["currency"]["value"] == "EUR"
    assert found["discounts"] == {"key": "discounts", "value": "net", "choices": "net | forever-only | gross"}
    assert json.loads(csdesk(capsys, "set", path, "--json")[1])["fiscal_start"] == "1"


def test_a_key_alone_is_shown(capsys, path):
    assert csdesk(capsys, "set", path, "currency")[1] == "key,value,choices\ncurrency,EUR,\n"


def test_a_value_is_set_and_can_be_undone(capsys, path):
    assert csdesk(capsys, "set", path, "fiscal_start", "4") == (0, "fiscal_start = 4\n", "")
    assert csdesk(capsys, "set", path, "discounts", "gross")[0] == 0
    assert csdesk(capsys, "undo", path)[0] == 0
    found = json.loads(csdesk(capsys, "set", path, "--json")[1])
    assert (found["fiscal_start"], found["discounts"]) == ("4", "net")


@pytest.mark.parametrize(
    "words", [("colour", "red"), ("colour",), ("fiscal_start", "13"), ("discounts", "some")]
)
def test_what_is_not_known_is_refused_with_the_list(capsys, path, words):
    status, out, err = csdesk(capsys, "set", path, *words)
    assert (status, out) == (2, "")
    if words[0] == "colour":
        assert "There are: name, currency, fiscal_start" in err


def test_while_a_window_holds_the_book(capsys, path):
    with Book(path, held_by="window"):
        assert csdesk(capsys, "set", path)[0] == 0
        assert csdesk(capsys, "set", path, "name", "x")[0] == 3
