"""open and tour, as far as they go without the window."""

import argparse
from datetime import date

import pytest

from csdesk import app, cli
from csdesk.cli import frame, window


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "b.csdesk"
    path.touch()
    return path


def test_a_book_that_is_not_there_is_refused(tmp_path, capsys):
    assert cli.main(["tour", str(tmp_path / "none.csdesk"), str(tmp_path / "out")]) == 2
    assert cli.main(["open", str(tmp_path / "none.csdesk")]) == 2
    assert "csdesk new" in capsys.readouterr().err


def test_open_hands_the_book_to_the_window(book, monkeypatch):
    asked = []
    monkeypatch.setattr(app, "run", lambda words: asked.append(words) or 0)
    assert cli.is_for_us(["open", str(book)])
    assert cli.main(["open", str(book)]) == 0
    assert cli.main(["open", str(book), "--today", "2026-11-21"]) == 0
    assert asked == [[str(book)], [str(book), "--today", "2026-11-21"]]


def test_tour_says_what_to_picture(book, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(app, "tour", lambda *where, **what: asked.append((where, what)) or 0)
    out = tmp_path / "out"
    words = ["tour", str(book), str(out), "--look", "both", "--size", "1024x700", "--size", "1280x800"]
    assert cli.main([*words, "--today", "2026-11-21"]) == 0
    what = {"looks": ("light", "dark"), "sizes": ((1024, 700), (1280, 800)), "today": date(2026, 11, 21)}
    assert asked == [((book, out), what)]


def test_a_size_is_two_numbers(book, capsys):
    assert frame.run("tour", window, [str(book), "out", "--size", "large"]) == 2
    assert "1280x800" in capsys.readouterr().err
    parser = argparse.ArgumentParser()
    window.add("open", parser)
    assert not hasattr(parser.parse_args([str(book)]), "size")
