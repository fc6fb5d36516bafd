"""Rows of the bench that need the window: its start, its grid, an account page, its memory."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import ROOT, Place, Row, Times

CHILD = Path(__file__).with_name("bench_child.py")
INSIDE = Path(__file__).with_name("bench_inside.py")
BARE = "a bare PySide6 window with a table"


def environment() -> dict[str, str]:
    """Return what an installed program finds: its modules compiled before, whatever was set here."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def child(*words: str) -> tuple[float, float]:
    """Start a window in a process of its own; return seconds until it was painted, and its peak in MB."""
    start = time.monotonic()
    # Linux counts what a process held before it became another program: a small one stands between us
    between = ("/bin/sh", "-c", '"$@"; exit $?', "sh") if sys.platform.startswith("linux") else ()
    done = subprocess.run(
        [*between, sys.executable, CHILD, *words],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env=environment(),
    )
    said = dict(text.split() for text in done.stdout.splitlines() if text.count(" ") == 1)
    if "painted" not in said or "peak" not in said:
        raise SystemExit(f"bench: no window came up\n{done.stdout}{done.stderr}")
    return float(said["painted"]) - start, float(said["peak"])


def start(place: Place) -> tuple[Times, Times]:
    book = str(place.book(1000))
    mine: Times = []
    yours: Times = []
    for turn in range(8):
        theirs, ours = child("bare", "1000")[0], child("csdesk", book)[0]
        if turn:
            yours.append(theirs)
            mine.append(ours)
    return mine, yours


def memory(place: Place) -> tuple[Times, Times]:
    book = str(place.book(10_000))
    mine = [child("csdesk", book, "--linger")[1] for _ in range(3)]
    yours = [child("bare", "10000", "--linger")[1] for _ in range(3)]
    return mine, yours


def version(_: Place) -> tuple[Times, Times]:
    times: Times = []
    for turn in range(9):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "csdesk", "--version"], check=True, cwd=ROOT, capture_output=True
        )
        if turn:
            times.append(time.perf_counter() - begun)
    return times, [0.3]


def inside(what: str, book: Path) -> dict[str, Any]:
    """Run one measurement in a window of its own and return what it says."""
    words = [sys.executable, INSIDE, what, str(book)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, cwd=ROOT, env=environment())
    if done.returncode:
        raise SystemExit(f"bench: {what} failed\n{done.stdout}{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def keys(place: Place) -> tuple[Times, Times]:
    times = sorted(inside("keys", place.book(10_000))["ours"])
    return [times[int(len(times) * 0.95)]], [0.016]


def sort(place: Place) -> tuple[Times, Times]:
    """Return the column in which csdesk does worst."""
    columns = inside("sort", place.book(10_000)).values()
    worst = max(columns, key=lambda column: median(column["ours"]) / median(column["theirs"]))
    return worst["ours"], worst["theirs"]


def page(place: Place) -> tuple[Times, Times]:
    return inside("page", place.book(10_000))["ours"], [0.1]


ROWS = (
    Row("csdesk --version, whole process", "0.3 s", 1, version),
    Row("start to first painted Accounts page, 1,000 accounts", BARE, 4, start),
    Row("one keystroke in the filter, 10,000 accounts, p95", "a frame of 16 ms", 0.5, keys),
    Row("sort by any column (the worst), 10,000 rows", "Python sorted on the same keys, made alike", 2, sort),
    Row("open an account page, first paint", "100 ms", 1, page),
    Row("peak memory, book of 10,000 accounts open", BARE, 4, memory, unit="MB"),
)
