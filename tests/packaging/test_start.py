"""What the program promises before it shows anything: quick answers, pinned parts, a Qt that keeps count."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PINS = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_version_is_answered_without_qt_database_or_numpy():
    code = "import sys; from csdesk.__main__ import main; main(['--version']); print(*sys.modules)"
    answer, modules = run(code).splitlines()
    assert re.fullmatch(r"csdesk \d+\.\d+\.\d+", answer)
    assert not {"PySide6", "sqlalchemy", "numpy", "matplotlib"} & set(modules.split())


def test_a_command_loads_no_qt():
    code = (
        "import sys; from csdesk import cli; cli.main(['metrics', '--list']); print('PySide6' in sys.modules)"
    )
    assert run(code).splitlines()[-1] == "False"


def test_void_calls_of_qt_keep_the_count_of_none():
    """PySide6 6.12.0 lost one reference to None in each and aborted after some thousands."""
    code = (
        "import sys; from PySide6.QtCore import QObject; one = QObject(); before = sys.getrefcount(None)\n"
        "for _ in range(20_000): one.setObjectName('a')\n"
        "print(sys.getrefcount(None) - before)"
    )
    assert abs(int(run(code))) < 100


def test_every_pin_is_a_name_and_a_version_and_nothing_else():
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line) for line in PINS)
    assert sorted(PINS, key=str.casefold) == PINS


def test_everything_that_is_installed_is_pinned():
    pinned = {canonicalize_name(line.partition("==")[0]) for line in PINS}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    wanted += project["build-system"]["requires"]
    seen: set[str] = set()
    queue = [Requirement(text) for text in wanted]
    while queue:
        one = queue.pop()
        name = canonicalize_name(one.name)
        if name in seen or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        queue += [Requirement(text) for text in requires(one.name) or ()]
    assert seen <= pinned
