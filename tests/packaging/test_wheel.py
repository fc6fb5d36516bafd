"""``pip install .``: the wheel is whole, and the installed command answers."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet")
    subprocess.run([sys.executable, "-m", "pip", "wheel", ".", *offline, "-w", folder], cwd=ROOT, check=True)
    (made,) = folder.glob("csdesk-*.whl")
    return made


def test_the_wheel_carries_every_resource_and_module(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    shipped = [file for file in (ROOT / "resources").rglob("*") if file.is_file()]
    modules = list((ROOT / "csdesk").rglob("*.py"))
    assert {
        f"csdesk/resources/{file.relative_to(ROOT / 'resources').as_posix()}" for file in shipped
    } <= inside
    assert {file.relative_to(ROOT).as_posix() for file in modules} <= inside


def test_the_wheel_brings_the_command_and_nothing_of_the_tests(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (entry,) = (name for name in names if name.endswith("entry_points.txt"))
        assert "csdesk = csdesk.__main__:main" in packed.read(entry).decode()
    assert not [name for name in names if name.startswith(("tests/", "packaging/", "out/"))]


def test_resources_are_found_from_the_wheel(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from csdesk.book.sample import stories; from csdesk.paths import resource\n"
        "print(len(stories()), resource('sample'))"
    )
    words = (sys.executable, "-I", "-c", code)
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.startswith("8 ")
    assert str(tmp_path) in done.stdout
