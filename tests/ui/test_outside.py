"""What reaches outside the window: links that open only after asking, and the place a book lies in."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from csdesk.book import Book, places
from csdesk.book.journal import Said
from csdesk.ui import keeping
from tests.ui.conftest import context_of, quiet


@pytest.fixture
def opened(monkeypatch):
    """What would have been opened, as text."""
    found = []
    monkeypatch.setattr(keeping.QDesktopServices, "openUrl", lambda url: found.append(url.toString()))
    return found


def box_of(shell):
    return next(one for one in shell.findChildren(QMessageBox) if one.isVisible())


def press(box, words):
    next(one for one in box.findChildren(QPushButton) if one.text().replace("&", "") == words).click()


@pytest.mark.parametrize(
    "target", ["https://acme.example/a?b=1", "http://acme.example", "mailto:a@b.example"]
)
def test_web_and_mail_open_after_asking(shell, opened, target):
    keeping.open_target(shell, target)
    box = box_of(shell)
    assert box.informativeText() == target
    assert opened == []
    assert box.defaultButton().text() == "Leave it"
    press(box, "Open")
    assert opened == [target]


def test_leaving_it_opens_nothing(shell, opened):
    keeping.open_target(shell, "https://acme.example")
    press(box_of(shell), "Leave it")
    assert opened == []


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "file:///bin/sh",
        "data:text/html,<b>x</b>",
        "vbscript:x",
        "ms-msdt:/id",
        r"\\elsewhere\share\x.exe",
        "//elsewhere/share/x",
        "smb://elsewhere/x",
        "relative/path",
        "https://",
    ],
)
def test_nothing_else_is_opened_or_even_looked_at(shell, opened, target, monkeypatch):
    looked = []
    monkeypatch.setattr(keeping.QUrl, "fromLocalFile", looked.append)
    keeping.open_target(shell, target)
    box = box_of(shell)
    assert "does not open this" in box.text()
    press(box, "Copy")
    assert QGuiApplication.clipboard().text() == target
    assert (opened, looked) == ([], [])
    box.close()


def test_of_a_file_only_the_folder_is_shown(shell, opened, tmp_path):
    program = tmp_path / "run me.sh"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    keeping.open_target(shell, str(program))
    press(box_of(shell), "Show the folder")
    assert opened == [keeping.QUrl.fromLocalFile(str(tmp_path)).toString()]


def test_a_file_that_is_gone_is_said(shell, opened, tmp_path):
    keeping.open_target(shell, str(tmp_path / "gone.pdf"))
    assert "no such file" in box_of(shell).text()
    box_of(shell).close()
    assert opened == []


def test_letters_that_turn_others_around_are_spelled_out(shell):
    keeping.open_target(shell, "https://acme.example/\u202egpj.exe")
    assert "\\u202e" in box_of(shell).informativeText()
    box_of(shell).close()
    assert keeping.visible("plain/été") == "plain/été"


def test_enter_on_a_link_of_a_partner_asks(shell, opened, qtbot):
    from PySide6.QtCore import Qt
    from sqlalchemy import select

    from csdesk.model import Link

    link = shell.context.book.read(
        lambda session: session.scalar(select(Link).where(Link.partner_id.is_not(None)))
    )
    shell.go("partner", link.partner_id)
    quiet(qtbot, shell.context.jobs)
    grid = shell.current.links.grid
    grid.selectRow(0)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert box_of(shell).informativeText() == link.target
    press(box_of(shell), "Open")
    assert opened == [link.target]


# where the book lies


@pytest.fixture
def synced(sample_file, tmp_path, theme, today):
    import shutil

    path = tmp_path / "Dropbox" / "book.csdesk"
    path.parent.mkdir()
    shutil.copyfile(sample_file, path)
    return path


def test_a_book_in_a_synced_folder_is_warned_of_once(synced, theme, today, shell_on, qtbot):
    with Book(synced, today=today) as book:
        context = context_of(book, theme, today)
        shell = shell_on(context)
        banner = shell.place_banner
        assert banner.isVisible()
        assert "Dropbox" in banner.text.text()
        assert shell.stack.geometry().top() >= banner.geometry().bottom()
        banner.button.click()
        assert not banner.isVisible()
        again = shell_on(context)
        assert not hasattr(again, "place_banner"), "what was read is not said again"
        context.jobs.shut_down()


def test_a_network_drive_is_warned_of_in_the_same_line(sample_book, theme, today, shell_on, monkeypatch):
    said = [Said("It lies on {what}.", {"what": "<b>a drive</b>"}), Said("Take care.", {})]
    monkeypatch.setattr(places, "warnings", lambda _path: said)
    context = context_of(sample_book, theme, today)
    shell = shell_on(context)
    assert shell.place_banner.text.text() == "It lies on <b>a drive</b>. Take care."
    context.jobs.shut_down()


def test_an_ordinary_folder_and_a_book_for_reading_are_not_warned_of(synced, theme, today, shell_on, shell):
    assert not hasattr(shell, "place_banner")
    with Book(synced, today=today, readonly=True) as book:
        context = context_of(book, theme, today)
        reading = shell_on(context)
        assert not hasattr(reading, "place_banner")
        context.jobs.shut_down()
