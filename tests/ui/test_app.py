"""From the first start to a second window: welcome, questions, a held book, a damaged one, the self-check."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from csdesk import app as program
from csdesk.book import Book, desk
from csdesk.model import Role
from csdesk.settings import Settings
from tests.ui.conftest import quiet


@pytest.fixture
def place(monkeypatch, tmp_path):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def desk_of(qapp, place, today, dressed, qtbot):
    made = []

    def make(settings=None):
        one = program.Desk(qapp, settings or Settings(theme="light"), lambda: today)
        made.append(one)
        return one

    yield make
    for one in made:
        if one.welcome is not None:
            one.welcome.close()
        one.leave()


def box_over(qapp):
    return next(one for one in qapp.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())


def test_a_newcomer_is_greeted_and_asked_three_questions(desk_of, qtbot, place):
    made = desk_of()
    made.begin(None)
    welcome = made.welcome
    assert [way.accessibleName() for way in welcome.ways] == [
        "Open the sample",
        "Start from a file",
        "Start empty",
        "Open a book",
    ]
    assert not welcome.grab().isNull()
    welcome.ways[2].click()
    qtbot.keyClicks(welcome.name, "Helena Prado")
    welcome.roles[Role.RENEWAL].setChecked(True)
    welcome.currency.setCurrentText("nonsense")
    qtbot.keyClick(welcome.name, Qt.Key.Key_Return)
    assert "is no currency code" in welcome._wrong.text()
    welcome.currency.setCurrentText("brl")
    welcome.month.setCurrentIndex(6)
    qtbot.keyClick(welcome.name, Qt.Key.Key_Return)
    book = made.shell.context.book
    said = book.read(desk.settings)
    assert (said["user_name"], said["user_roles"]) == ("Helena Prado", "csm,renewal")
    assert (said["currency"], said["fiscal_start"]) == ("BRL", "7")
    assert book.path == place / "My book.csdesk"
    quiet(qtbot, made.shell.context.jobs)
    assert made.shell.current.header.about.words() == "No accounts yet"


def test_the_sample_is_one_click_away(desk_of, qtbot, place):
    made = desk_of()
    made.begin(None)
    made.welcome.ways[0].click()
    quiet(qtbot, made.shell.context.jobs)
    assert made.welcome is None
    assert len(made.shell.current.panel.rows.records) == 48
    assert made.shell.windowTitle().startswith("Sample")


def test_the_last_book_opens_again(desk_of, qtbot, tmp_path, today):
    path = tmp_path / "mine.csdesk"
    Book.create(path, today=today).close()
    made = desk_of(Settings(theme="light", recent=[str(path)]))
    made.begin(None)
    quiet(qtbot, made.shell.context.jobs)
    assert made.shell.context.book.path == path
    made.shell._fill_recent()
    assert "mine" in made.shell._recent.actions()[0].text()


def test_a_book_held_elsewhere_is_offered_for_reading(desk_of, qtbot, tmp_path, today, qapp):
    path = tmp_path / "held.csdesk"
    with Book.create(path, today=today, held_by="another window"):
        made = desk_of()
        made.begin(path)
        box = box_over(qapp)
        assert "another window" in box.text()
        read = next(one for one in box.findChildren(QPushButton) if "reading" in one.text())
        qtbot.mouseClick(read, Qt.MouseButton.LeftButton)
        quiet(qtbot, made.shell.context.jobs)
        assert made.shell.context.book.readonly
        assert made.shell._banner.isVisible()
        made.leave()


def test_a_file_that_is_no_book_is_told_and_left_alone(desk_of, qtbot, tmp_path, qapp):
    path = tmp_path / "notes.csdesk"
    path.write_bytes(b"not a book at all, " * 100)
    before = path.read_bytes()
    made = desk_of()
    made.begin(path)
    box = box_over(qapp)
    assert "notes.csdesk" in box.text()
    box.close()
    assert path.read_bytes() == before
    assert made.welcome is not None


def test_another_book_takes_the_place_of_the_first(desk_of, qtbot, tmp_path, today):
    paths = [tmp_path / f"{name}.csdesk" for name in ("one", "two")]
    for path in paths:
        Book.create(path, today=today).close()
    made = desk_of()
    made.open(paths[0])
    first = made.shell
    made.open(paths[1])
    assert made.shell is not first
    quiet(qtbot, made.shell.context.jobs)
    with Book(paths[0]):
        pass  # the first one was let go: somebody else can have it


def test_the_bundle_checks_itself(desk_of, capsys):
    assert desk_of().self_check() == 0
    assert "pages painted" in capsys.readouterr().out


def test_twenty_thousand_void_calls_lose_nothing():
    """PySide6 6.12.0 loses a reference to None in each of them and ends the process."""
    import sys

    from PySide6.QtCore import QObject

    one = QObject()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        one.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 1000
