import json
import os
import stat
from pathlib import Path

import pytest

from csdesk.settings import RECENT, Settings


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def test_what_is_saved_comes_back(path):
    mine = Settings.load(path)
    mine.theme, mine.grids = "dark", {"accounts": {"widths": [10, 20]}}
    mine.save()
    again = Settings.load(path)
    assert (again.theme, again.grids, again.language) == ("dark", {"accounts": {"widths": [10, 20]}}, "")
    assert os.listdir(path.parent) == ["settings.json"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "null", '{"theme": 7, "recent": [1, "a"], "unknown": 1, "path": "x"}', "\x00"],
)
def test_a_file_that_cannot_be_read_is_no_reason_to_stop(path, text):
    path.parent.mkdir()
    path.write_text(text)
    found = Settings.load(path)
    assert (found.theme, found.path) == ("system", path)
    assert found.recent == (["a"] if "recent" in text else [])


def test_recent_books_newest_first_each_once_and_ten_at_most(path, tmp_path):
    mine = Settings.load(path)
    for number in range(RECENT + 3):
        mine.remember(tmp_path / f"{number}.csdesk")
    mine.remember(tmp_path / "5.csdesk")
    assert [Path(book).stem for book in mine.recent] == ["5", "12", "11", "10", "9", "8", "7", "6", "4", "3"]
    assert Settings.load(path).recent == mine.recent


def test_a_disk_that_refuses_loses_nothing(path, monkeypatch):
    mine = Settings.load(path)
    mine.theme = "light"
    mine.save()

    def full(self, target):
        raise OSError(28, "No space left on device")

    mine.theme = "dark"
    monkeypatch.setattr(Path, "replace", full)
    mine.save()
    assert json.loads(path.read_text())["theme"] == "light"
    assert os.listdir(path.parent) == ["settings.json"]


def test_without_a_place_nothing_is_written(tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    Settings().save()
    assert os.listdir(here) == []


def test_the_place_can_be_moved(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))
    Settings.load().save()
    assert os.listdir(tmp_path / "home") == ["settings.json"]
