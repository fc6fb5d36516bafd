"""The two commands of the README: what can be known of them without setting up a machine."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from csdesk.book.sample import stories
from csdesk.cli import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dev():
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_uses_the_standard_library_only():
    code = "import sys, runpy; runpy.run_path('packaging/dev.py'); print(*sys.modules)"
    words = [sys.executable, "-S", "-I", "-c", code]  # -S: no site-packages
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "csdesk" not in done.stdout.split()


@pytest.mark.parametrize(
    ("year", "month", "quarter"),
    [
        (2026, 11, "2026-Q3"),
        (2026, 1, "2025-Q4"),
        (2026, 3, "2025-Q4"),
        (2026, 4, "2026-Q1"),
        (2026, 10, "2026-Q3"),
    ],
)
def test_the_deck_is_of_the_last_quarter_that_is_over(dev, year, month, quarter):
    assert dev.last_quarter(year, month) == quarter


def test_what_it_shows_is_in_the_sample_and_on_the_command_line(dev):
    assert dev.ACCOUNT in {story.account for story in stories()}
    assert {words.split()[0] for words, _ in dev.SHOWPIECES} <= set(COMMANDS)


def test_missing_libraries_name_the_one_command(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    assert not dev.apt(["libegl1", "libxcb-cursor0"])
    assert "sudo apt-get install libegl1 libxcb-cursor0" in capsys.readouterr().out


def test_a_dead_display_counts_as_none(dev, monkeypatch):
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not dev.has_display()
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not dev.has_display()


def test_a_second_set_up_installs_nothing(dev, monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "call", lambda *words, **_: called.append(words) or 0)
    dev.install()
    assert any("install" in words for words in called)
    called.clear()
    dev.install()
    assert not any("install" in words for words in called)


def test_continuous_integration_calls_the_second_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("python3 packaging/dev.py test")
    assert sys.platform == "win32" or os.access(ROOT / ".ci" / "run", os.X_OK)
