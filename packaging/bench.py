"""How fast csdesk is, each thing beside a yardstick measured in the same run: ``dev.py bench [WORD …]``.

Prints a table “what, csdesk, yardstick, ratio, goal”; words choose the rows that contain them. Medians, and
the yardstick in turn with the thing measured, so that a busy moment of the machine hits both.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TODAY = date(2026, 11, 21)
Times = list[float]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: seconds (or bytes) of csdesk and of the yardstick, and the ratio that is wanted.

    ``limit`` is a bound on csdesk's own figure, beside the ratio.
    """

    what: str
    yardstick: str
    goal: float
    measure: Callable[["Place"], tuple[Times, Times]]
    limit: float | None = None
    unit: str = "s"


class Place:
    """A folder for the run, with books made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = cache(self._book)

    def _book(self, accounts: int) -> Path:
        from csdesk.book import Book, sample

        path = self.folder / f"book-{accounts}.csdesk"
        with Book.create(path, currency="EUR", name=f"Book of {accounts}") as book:
            sample.fill(book, accounts=accounts, today=TODAY)
        return path


def in_turn(repeats: int, ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[Times, Times]:
    """Run both ``repeats`` times, one after the other; the first round, which warms up, does not count."""
    mine: Times = []
    yours: Times = []
    for turn in range(repeats + 1):
        for work, times in ((theirs, yours), (ours, mine)):
            with watch(times if turn else []):
                work()
    return mine, yours


@contextmanager
def watch(times: Times) -> Iterator[None]:
    """Add the seconds the block took."""
    start = perf_counter()
    yield
    times.append(perf_counter() - start)


def shown(value: float, unit: str) -> str:
    if unit == "MB":
        return f"{value:.0f} MB"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def line(row: Row, place: Place) -> tuple[list[str], bool]:
    """Measure a row; return its cells and whether the goal is met."""
    mine, yours = row.measure(place)
    ours, theirs = statistics.median(mine), statistics.median(yours)
    ratio = ours / theirs
    met = ratio <= row.goal and (row.limit is None or ours <= row.limit)
    goal = f"≤ {row.goal:g} ×" + (f", ≤ {row.limit:g} {row.unit}" if row.limit else "")
    cells = [row.what, shown(ours, row.unit), f"{shown(theirs, row.unit)}  {row.yardstick}", f"{ratio:.2f} ×"]
    return [*cells, f"{goal}  {'met' if met else 'missed'}"], met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="only rows that contain one of these words")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # the same on every machine, display or not
    import bench_data
    import bench_window

    rows = (*bench_window.ROWS, *bench_data.ROWS)
    if options.words:
        rows = tuple(row for row in rows if any(word in row.what for word in options.words))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal or a pipe, both can
    good = True
    print("| what | csdesk | yardstick | ratio | goal |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="csdesk-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["CSDESK_HOME"] = str(Path(folder) / "home")
        place = Place(Path(folder))
        for row in rows:
            cells, met = line(row, place)
            good = good and met
            print(f"| {' | '.join(cells)} |", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
