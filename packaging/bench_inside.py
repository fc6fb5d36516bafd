"""Times taken inside the window, in a process of its own: ``keys|sort|page BOOK``; prints JSON."""

import json
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest

from csdesk.app import Desk, application
from csdesk.book import Book
from csdesk.settings import Settings
from csdesk.ui.shell import Shell
from csdesk.ui.tour import Camera

TODAY = date(2026, 11, 21)
TYPED = ("transportes", "bodegas rio", "leipomo", "são", "gmbh", "cafe", "construtora itau", "grupo", "hotel")


def keys(shell: Shell) -> dict[str, list[float]]:
    """Type words into the filter; each keystroke is over when the table has been painted again."""
    panel = shell.current.panel
    times = []
    for word in TYPED:
        panel.filter.setFocus()
        for letter in word:
            start = perf_counter()
            QTest.keyClicks(panel.filter, letter)
            panel.grid.viewport().repaint()
            times.append(perf_counter() - start)
        panel.filter.clear()
    return {"ours": times}


def sort(shell: Shell) -> dict[str, dict[str, list[float]]]:
    """Click on each column's head; beside it Python’s own sorting of the same keys."""
    rows = shell.current.panel.rows
    found = {}
    for column in rows.columns:
        ours, theirs = [], []
        for _ in range(5):
            rows.show(rows.records)  # forgets what was prepared for the last click
            start = perf_counter()
            rows.arrange(order=[(column.key, False)])
            ours.append(perf_counter() - start)
            values = [key for key in rows._keys(column.key)[0] if key is not None]  # noqa: SLF001  the same keys
            start = perf_counter()
            sorted(range(len(values)), key=values.__getitem__)
            theirs.append(perf_counter() - start)
        found[column.key] = {"ours": ours, "theirs": theirs}
    return found


class Painted(QObject):
    """Notes when a page was painted last."""

    at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at = perf_counter()
        return False


def main() -> None:
    what, path = sys.argv[1:]
    settings = Settings(theme="light")
    app = application(settings)
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    desk = Desk(app, settings, lambda: TODAY)
    with TemporaryDirectory() as folder:
        shell = desk.show_book(Book(Path(path), today=TODAY))
        shell.go("accounts")
        camera = Camera(shell, Path(folder), "", lambda _: None)
        camera.settle()
        work = {"keys": keys, "sort": sort}[what]
        print(json.dumps(work(shell)))
        desk.leave()


if __name__ == "__main__":
    main()
