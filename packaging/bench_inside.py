"""Times taken inside the window, in a process of its own: ``keys|sort|page BOOK``; prints JSON."""

import json
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from csdesk.app import Desk, application
from csdesk.book import Book, finding, sample
from csdesk.settings import Settings
from csdesk.ui.formats import collated
from csdesk.ui.shell import Shell
from csdesk.ui.tour import Camera

TODAY = date(2026, 11, 21)
TYPED = ("transportes", "bodegas rio", "leipomo", "sao", "gmbh", "cafe", "construtora itau", "grupo", "hotel")


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
    """Click on each column's head; beside it Python's own sorting. Both have to make the keys first."""
    rows = shell.current.panel.rows
    found = {}
    for column in rows.columns:
        if sum(column.value(record) is not None for record in rows.records) < len(rows.records) / 2:
            continue  # hardly anything to sort: both take no time
        ours, theirs = [], []
        for _ in range(5):
            rows.show(list(rows.records))  # as after a change: forgets what was prepared for the last click
            start = perf_counter()
            rows.arrange(order=[(column.key, False)])
            ours.append(perf_counter() - start)
            start = perf_counter()
            values = [column.value(record) for record in rows.records]
            keys = [collated(value) if isinstance(value, str) else value for value in values]
            known = [place for place, key in enumerate(keys) if key is not None]
            sorted(known, key=keys.__getitem__)
            theirs.append(perf_counter() - start)
        found[column.key] = {"ours": ours, "theirs": theirs}
    return found


def page(shell: Shell) -> dict[str, list[float]]:
    """Open account after account; a page is there when its name is painted and nothing of it is pending."""
    book, app, times = shell.context.book, QApplication.instance(), []
    for story in sample.stories() * 3:
        number = book.read(finding.account, story.account)
        shell.go("accounts")
        while shell.context.jobs.busy:
            app.processEvents()
        start = perf_counter()
        shell.go("account", number)
        while not any(label.text() == story.account for label in shell.current.findChildren(QLabel)):
            app.processEvents()
        shell.current.repaint()
        times.append(perf_counter() - start)
    return {"ours": times}


def main() -> None:
    what, path = sys.argv[1:]
    settings = Settings(theme="light")
    app = application(settings)
    desk = Desk(app, settings, lambda: TODAY)
    with TemporaryDirectory() as folder:
        shell = desk.show_book(Book(Path(path), today=TODAY))
        shell.go("accounts")
        camera = Camera(shell, Path(folder), "", lambda _: None)
        camera.settle()
        work = {"keys": keys, "sort": sort, "page": page}[what]
        print(json.dumps(work(shell)))
        desk.leave()


if __name__ == "__main__":
    main()
