#!/usr/bin/env python3
"""Set csdesk up and run, test, measure or picture it: ``python3 packaging/dev.py run``.

Standard library only. The first call makes .venv with the pinned versions; later ones start in seconds.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OUT = ROOT / "out"
SAMPLE = OUT / "sample.csdesk"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = VENV / "csdesk.stamp"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

QT_LIBRARIES = {  # what Qt loads from the system on Linux, and the Debian package that has it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
ACCOUNT = "Laticínios Serra Azul"  # the sample book's healthy enterprise
SHOWPIECES = (  # one of each kind, made when there is no display: arguments of csdesk, file in out/
    ("report {book} portfolio {out}", "portfolio.pdf"),
    ("report {book} portfolio {out}", "portfolio.xlsx"),
    ("report {book} account {out} --account {account}", "account.pdf"),
    ("report {book} revenue {out}", "revenue.pdf"),
    ("report {book} revenue {out}", "revenue.csv"),
    ("deck {book} --account {account} --quarter {quarter} {out}", "review.pptx"),
)


def say(words: str) -> None:
    print(f"dev.py: {words}", flush=True)


def call(*command: str | Path, **environment: str) -> int:
    """Run a command in the repository and give back its exit status."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=os.environ | environment).returncode


def apt(packages: list[str]) -> bool:
    """Install Debian packages if that is allowed here; else print the one command that does."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("installing " + " ".join(packages))
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        call("apt-get", "update", "-qq", **quiet)
        if call("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, **quiet) == 0:
            return True
        say("apt-get could not install them; the lines above say why")
        return False
    if shutil.which("apt-get"):
        say("please run:  sudo apt-get install " + " ".join(packages))
    else:
        say("please install what your system calls these Debian packages: " + " ".join(packages))
    return False


def make_venv() -> None:
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        say("this Python cannot make virtual environments")  # Debian splits that part off
        here = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt([here]):
            raise SystemExit(2)
    say(f"making {VENV.name}")
    if call(sys.executable, "-m", "venv", "--clear", VENV):
        raise SystemExit("dev.py: the virtual environment could not be made")


def install() -> None:
    """Bring .venv to the pinned versions, unless its stamp says that it has them."""
    wanted = hashlib.sha256(
        b"".join(file.read_bytes() for file in (ROOT / "pyproject.toml", CONSTRAINTS))
        + f"{ROOT} {sys.version_info[:2]} {sys.platform}".encode()
    ).hexdigest()
    alive = PYTHON.exists() and call(PYTHON, "-c", "import encodings") == 0
    if alive and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not alive:
        make_venv()
    say("installing the pinned packages (a few minutes the first time)")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "-c", CONSTRAINTS)
    # The build tools are pinned too: built without isolation, nothing comes in by the back door.
    for wants in (("hatchling", "editables"), ("--no-build-isolation", "-e", ".[dev]")):
        if call(*pip, *wants):
            raise SystemExit("dev.py: the packages could not be installed; the lines above say why")
    STAMP.write_text(wanted)


def check_libraries() -> None:
    """Qt brings almost everything along; on a bare Linux these few are the system's to have."""
    if not sys.platform.startswith("linux"):
        return

    def is_missing(library: str) -> bool:
        try:
            ctypes.CDLL(library)
        except OSError:
            return True
        return False

    missing = sorted(package for library, package in QT_LIBRARIES.items() if is_missing(library))
    if missing and not apt(missing):
        raise SystemExit("dev.py: Qt cannot start without these libraries")


def has_display() -> bool:
    """Find out by opening one: DISPLAY may name a screen that is long gone."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal"):
        return False
    if not sys.platform.startswith("linux"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try_it = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    return subprocess.run([PYTHON, "-c", try_it], capture_output=True, timeout=60).returncode == 0


def csdesk(words: str, *extra: str, quiet: bool = False, **values: str) -> int:
    command = [*(part.format(**values) for part in words.split()), *extra]
    offscreen = {"QT_QPA_PLATFORM": "offscreen"} if quiet else {}
    return call(PYTHON, "-m", "csdesk", *command, **offscreen)


def shown(path: Path) -> str:
    """Return ``path`` as seen from the repository, where all commands run."""
    return path.relative_to(ROOT).as_posix()


def sample() -> Path:
    """Return the sample book, made on first use; what was changed in it since is kept."""
    if not SAMPLE.exists():
        OUT.mkdir(exist_ok=True)
        say(f"making the sample book {shown(SAMPLE)}")
        if csdesk("new {book} --sample --currency EUR --name Sample", book=shown(SAMPLE)):
            raise SystemExit("dev.py: the sample book could not be made")
    return SAMPLE


def tour(extra: list[str]) -> int:
    return csdesk("tour {book} {out}", *extra, quiet=True, book=shown(sample()), out=shown(OUT / "pictures"))


def last_quarter(year: int, month: int) -> str:
    """Return the last quarter that is over, such as 2026-Q3 for November 2026."""
    return f"{year - (month < 4)}-Q{(month - 4) // 3 % 4 + 1}"


def run(extra: list[str]) -> int:
    if has_display():
        return call(PYTHON, "-m", "csdesk", sample(), *extra)
    say("there is no display, so every page and one report of each kind is written to out/")
    worst = tour(extra)
    quarter = last_quarter(*time.localtime()[:2])
    for words, name in SHOWPIECES:
        values = {"book": shown(SAMPLE), "out": shown(OUT / name), "account": ACCOUNT, "quarter": quarter}
        if status := csdesk(words, quiet=True, **values):  # which else says what it wrote
            say(f"{name} failed ({status})")
            worst = max(worst, status)
    return worst


def lint(_: list[str]) -> int:
    checks = (("ruff", "check", "."), ("ruff", "format", "--check", "--quiet", "."), ("mypy", "--strict"))
    for check in checks:
        say(" ".join(check))
        if status := call(PYTHON, "-m", *check):
            return status
    return 0


def test(extra: list[str]) -> int:
    if status := lint([]):
        return status
    say("pytest")
    return call(PYTHON, "-m", "pytest", "-q", "-n", "auto", *extra, QT_QPA_PLATFORM="offscreen")


def bench(extra: list[str]) -> int:
    return call(PYTHON, ROOT / "packaging" / "bench.py", *extra)


COMMANDS = {"run": run, "test": test, "bench": bench, "tour": tour, "lint": lint}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=COMMANDS, help="what to do")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed to the tool behind the command")
    options = parser.parse_args()
    if sys.hexversion < 0x030B0000:
        parser.error(f"csdesk needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    install()
    check_libraries()
    call(PYTHON, "-m", "compileall", "-q", "csdesk")  # as pip does for a package: the window starts quicker
    return COMMANDS[options.command](options.rest)


if __name__ == "__main__":
    sys.exit(main())
