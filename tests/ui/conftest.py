"""What window tests share: a fixed locale and look, the sample book with its lanes, and a shell on it."""

import os
import shutil

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from csdesk.app import application
from csdesk.book import Book
from csdesk.settings import Settings
from csdesk.ui import collecting, problems
from csdesk.ui.bus import Bus
from csdesk.ui.context import Context
from csdesk.ui.jobs import Jobs
from csdesk.ui.theme import Theme


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """Keep what the window writes of its own away from the user's folders."""
    folder = tmp_path_factory.mktemp("home")
    before = os.environ.get("CSDESK_HOME")
    os.environ["CSDESK_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["CSDESK_HOME"]
    else:
        os.environ["CSDESK_HOME"] = before


@pytest.fixture(scope="session", autouse=True)
def collector(qapp):
    """Cyclic garbage is collected in the window's thread, as in the program."""
    collecting.install(qapp)


@pytest.fixture(autouse=True)
def british(qapp):
    """The same numbers and dates on every machine."""
    QLocale.setDefault(QLocale("en_GB"))


@pytest.fixture(scope="session")
def dressed(qapp, home):
    """The application in its font and in the light look."""
    application(Settings())
    theme = Theme("light")
    theme.dress(qapp)
    return theme


@pytest.fixture
def theme(dressed, qapp):
    """The one theme; a test that changes it gets it back in light."""
    yield dressed
    if dressed.name != "light":
        dressed.wear("light")
        dressed.dress(qapp)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory):
    """The sample book, filled once."""
    from datetime import date

    from csdesk.book import sample

    path = tmp_path_factory.mktemp("sample") / "sample.csdesk"
    with Book.create(path, currency="EUR", name="Sample", today=date(2026, 11, 21)) as made:
        sample.fill(made, today=date(2026, 11, 21))
    return path


@pytest.fixture
def sample_book(sample_file, tmp_path, today):
    """A copy of the sample book to write into."""
    path = tmp_path / "sample.csdesk"
    shutil.copyfile(sample_file, path)
    with Book(path, backups=tmp_path / "backups", today=today) as opened:
        yield opened


def context_of(book, theme, today):
    context = Context(book, Bus(), Jobs(), theme, lambda: today, Settings())
    book.subscribe(context.bus.changed.emit)
    return context


@pytest.fixture
def failures():
    """Errors of jobs; a test that expects one takes it out, what is left fails the test."""
    return []


@pytest.fixture
def context(sample_book, theme, today, qtbot, failures):
    context = context_of(sample_book, theme, today)
    context.jobs.failed.connect(failures.append)
    yield context
    context.jobs.shut_down()
    assert failures == []


@pytest.fixture
def empty_context(book, theme, today, qtbot, failures):
    context = context_of(book, theme, today)
    context.jobs.failed.connect(failures.append)
    yield context
    context.jobs.shut_down()
    assert failures == []


@pytest.fixture
def shell_on(qtbot, theme):
    """Make a shell on a context and show it; it goes before the lanes do."""
    from csdesk.ui.shell import Shell

    made = []

    def make(context, size=(1280, 800)):
        shell = Shell(context)
        made.append(shell)
        qtbot.addWidget(shell)
        shell.resize(*size)
        with qtbot.waitExposed(shell):
            shell.show()
        shell.activateWindow()  # keys reach shortcuts only in the active window
        quiet(qtbot, shell.context.jobs)
        return shell

    return make


@pytest.fixture
def shell(context, shell_on):
    return shell_on(context)


@pytest.fixture
def no_boxes(monkeypatch):
    """Bugs that reach the user fail the test instead of waiting for a click."""

    def fail(error, parent=None):
        raise AssertionError(error) from error

    monkeypatch.setattr(problems, "present", fail)


def quiet(qtbot, jobs):
    """Wait until no lane has work, and what it brought is on screen."""
    calm = 0

    def settled():
        nonlocal calm
        QApplication.processEvents()
        calm = 0 if jobs.busy else calm + 1
        return calm > 2

    qtbot.waitUntil(settled, timeout=20_000)
