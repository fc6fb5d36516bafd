"""The window around the pages: places, menus, palette, undo with names, look, files dropped, reading only."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListView, QPlainTextEdit, QTableView
from sqlalchemy import select

from csdesk.book import Book, accounts
from csdesk.model import Account, Partner
from csdesk.ui.actions import DEEDS
from csdesk.ui.pages import FOOT, PAGES, ROOMS
from tests.ui.conftest import context_of, quiet

SIZES = [(1280, 800), (1024, 700)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_page_paints_in_both_looks_and_sizes(look, size, context, shell_on, qtbot, theme, qapp):
    theme.wear(look)
    theme.dress(qapp)
    shell = shell_on(context, size)
    for place in (*PAGES, *FOOT):
        shell.go(place.key)
        quiet(qtbot, context.jobs)
        picture = shell.grab().toImage()
        assert (shell.width(), shell.height()) == size, f"{place.key} does not fit"
        assert picture.pixelColor(2, picture.height() - 3).name() == theme.ground
        if not shell.current.header.about.words():
            continue
        assert shell.current.header.title.text() == shell.current.header.title.words()


def test_every_page_survives_words_forty_percent_longer(context, shell_on, qtbot, monkeypatch):
    from PySide6.QtCore import QCoreApplication

    def longer(_context, text, *_rest):
        return text if "{" in text or "%" in text else text + "o" * round(len(text) * 0.4)

    monkeypatch.setattr(QCoreApplication, "translate", longer)
    shell = shell_on(context, (1024, 700))
    for place in (*PAGES, *FOOT):
        shell.go(place.key)
        quiet(qtbot, context.jobs)
        assert not shell.grab().isNull()
        assert shell.width() == 1024, f"{place.key} pushes the window wider"


def test_the_navigation_shows_words_only_where_there_is_room(shell, qtbot):
    entry = next(iter(shell.navigation._entries.values()))
    assert entry.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    shell.resize(1024, 700)
    qtbot.waitUntil(lambda: entry.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly)
    assert shell.navigation.width() == 52


def test_keys_are_never_ambiguous(shell):
    seen = {}
    for action in shell.findChildren(QAction):
        for keys in action.shortcuts():
            other = seen.setdefault(keys.toString(), action)
            assert other is action, f"{keys.toString()}: {other.text()} and {action.text()}"


def test_ctrl_n_goes_to_the_nth_page(shell, qtbot):
    for position, place in enumerate(PAGES):
        keys = QKeySequence(f"Ctrl+{position + 1}")
        action = next(one for one in shell.findChildren(QAction) if one.shortcut() == keys)
        action.trigger()
        assert shell.current.key == place.key


def test_every_deed_is_done_by_somebody(shell, qtbot, context, today):
    """A row of the table that nobody answers would be a dead menu entry."""
    done = set(shell._handlers)
    records = shown_in(context)
    for place in (*PAGES, *FOOT, *ROOMS):
        shell.go(place.key, records.get(place.key))
        quiet(qtbot, context.jobs)
        for grid in shell.current.findChildren(QTableView):
            if grid.isVisible() and grid.model().rowCount() > 1:
                grid.selectRow(0)
                done |= shell.current.deeds().keys()
        accounts_grid = getattr(getattr(shell.current, "panel", None), "grid", None)
        if accounts_grid is not None and accounts_grid.rows.rowCount() > 1:
            accounts_grid.choose([accounts_grid.rows.record(0).id, accounts_grid.rows.record(1).id])
            done |= shell.current.deeds().keys()
    done |= {"contract_resume"}  # only for a paused contract: see the account page's tests
    assert {deed.key for deed in DEEDS} - done == set()


def _first_account(session):
    return session.scalar(select(Account.id).where(Account.name == "Hämeen Öljy Oy"))


def shown_in(context):
    """What each room is about: pages of one record show one."""
    return {
        "account": context.book.read(_first_account),
        "partner": context.book.read(lambda session: session.scalar(select(Partner.id).limit(1))),
    }


def test_back_and_forward_as_in_a_browser(shell, context, qtbot):
    account = context.book.read(_first_account)
    shell.go("account", account)
    shell.go("settings")
    shell.back()
    assert (shell.current.key, shell.current.account_id) == ("account", account)
    shell.back()
    assert shell.current.key == "accounts"
    assert not shell.actions_by_key["back"].isEnabled()
    shell.forward()
    assert shell.current.key == "account"
    quiet(qtbot, context.jobs)


def test_a_deed_is_named_noted_and_undone_by_the_note(shell, context, qtbot, today):
    context.write(shell, accounts.add, name="Nova", today=today)
    qtbot.waitUntil(lambda: shell.note.isVisible())
    assert shell.note.text() == "Done: Add Nova"
    quiet(qtbot, context.jobs)
    assert shell.actions_by_key["undo"].text() == "Undo: Add Nova"
    qtbot.mouseClick(shell.note._undo, Qt.MouseButton.LeftButton)
    quiet(qtbot, context.jobs)
    assert shell.note.text() == "Undone: Add Nova"
    assert shell.actions_by_key["redo"].text() == "Redo: Add Nova"
    shell.redo()
    quiet(qtbot, context.jobs)
    assert shell.note.text() == "Done again: Add Nova"
    shell.go("accounts")
    quiet(qtbot, context.jobs)
    assert "Nova" in [line.name for line in shell.current.panel.rows.records]


def test_a_refusal_is_a_note_and_a_bug_is_a_box(shell, context, qtbot, today, monkeypatch):
    from csdesk.ui import problems

    shown = []
    monkeypatch.setattr(problems, "present", lambda error, parent: shown.append(error))
    context.jobs.failed.disconnect()
    context.jobs.failed.connect(shell.show_problem)
    context.write(shell, accounts.add, name="", today=today)
    qtbot.waitUntil(lambda: shell.note.isVisible())
    assert shell.note.text() == "“Account” cannot be empty."
    context.jobs.do(lambda: 1 / 0, owner=shell, done=print)
    qtbot.waitUntil(lambda: bool(shown))
    assert isinstance(shown[0], ZeroDivisionError)


def test_the_palette_finds_deeds_pages_and_records(shell, context, qtbot):
    shell.open_palette()
    palette = shell.palette_shown
    qtbot.keyClicks(palette.entry, "oljy")
    qtbot.waitUntil(lambda: any(item.text == "Hämeen Öljy Oy" for item in palette._items.items))
    assert palette.list.currentIndex().data() == "Hämeen Öljy Oy"
    assert not palette.grab().isNull()
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)
    assert shell.current.key == "account"
    quiet(qtbot, context.jobs)
    assert shell.current.header.name.words() == "Hämeen Öljy Oy"

    shell.open_palette()
    qtbot.keyClicks(shell.palette_shown.entry, "look dark")
    quiet(qtbot, context.jobs)
    assert shell.palette_shown.list.currentIndex().data() == "Look: dark"
    qtbot.keyClick(shell.palette_shown.entry, Qt.Key.Key_Return)
    assert context.theme.name == "dark"


def test_the_palette_gives_the_focus_back(shell, qtbot):
    shell.open_palette()
    before = shell.palette_shown._back_to
    qtbot.keyClick(shell.palette_shown.entry, Qt.Key.Key_Escape)
    assert not shell.palette_shown.isVisible()
    assert shell.focusWidget() in (before, shell.current.panel.grid)


def test_changing_the_look_repaints_what_is_open(shell, context, qtbot, theme):
    quiet(qtbot, context.jobs)
    light = shell.grab().toImage().pixelColor(640, 400)
    shell.wear("dark")
    quiet(qtbot, context.jobs)
    dark = shell.grab().toImage()
    assert dark.pixelColor(640, 400) != light
    assert dark.pixelColor(2, dark.height() - 3).name() == theme.ground
    assert context.settings.theme == "dark"


def test_files_dropped_on_the_window(shell, qtbot, tmp_path, monkeypatch):
    taken = []
    monkeypatch.setattr(shell, "go", lambda key, what=None: taken.append((key, what)))
    shell.book_wanted.connect(lambda path: taken.append(("book", path)))
    for name in ("tracker.csv", "other.csdesk", "picture.png"):
        path = tmp_path / name
        path.touch()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        enter = QDragEnterEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enter.setAccepted(False)
        shell.dragEnterEvent(enter)
        assert enter.isAccepted() == (path.suffix != ".png")
        shell.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    assert taken == [("import", tmp_path / "tracker.csv"), ("book", tmp_path / "other.csdesk")]


def test_a_book_opened_for_reading_offers_nothing_that_writes(sample_book, theme, today, shell_on, qtbot):
    with Book(sample_book.path, readonly=True) as reader:
        context = context_of(reader, theme, today)
        shell = shell_on(context)
        assert shell._banner.isVisible()
        for key in ("new", "edit", "remove", "paste", "undo", "change_many"):
            assert not shell.actions_by_key[key].isEnabled(), key
        shell.go("account", reader.read(_first_account))
        quiet(qtbot, context.jobs)
        assert not shell.actions_by_key["log"].isEnabled()
        assert not shell.current.contracts.add_link.isVisible()
        shell.hide()
        context.jobs.shut_down()


def test_everything_that_can_be_used_has_a_name(shell, context, qtbot):
    """What a screen reader says; a control without a name is a wall."""
    records = shown_in(context)
    for place in (*PAGES, *FOOT, *ROOMS):
        shell.go(place.key, records.get(place.key))
        quiet(qtbot, context.jobs)
        for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTableView, QListView):
            for widget in shell.current.findChildren(kind):
                internal = widget.objectName().startswith("qt_") or "Clear" in type(widget).__name__
                hidden = not widget.isVisible() or isinstance(widget.parent(), QComboBox | QLineEdit)
                if internal or hidden or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                    continue
                said = widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip()
                if isinstance(widget, QLineEdit):
                    said = said or widget.placeholderText()
                assert said, f"{place.key}: {type(widget).__name__} {widget.objectName()} has no name"


def test_diagnostics_hold_nothing_from_the_book(shell):
    from csdesk.ui.keeping import copy_diagnostics

    copy_diagnostics(shell)
    text = QGuiApplication.clipboard().text()
    assert "Qt 6" in text
    assert str(shell.context.book.path.parent) not in text
    assert shell.context.book.path.stem not in text


def test_geometry_is_remembered_and_never_off_the_screen(shell, context, shell_on):
    shell.resize(1111, 777)
    shell.keep_geometry()
    kept = context.settings.geometry
    assert kept
    shell.close()
    assert context.settings.geometry


def test_the_page_opens_with_the_focus_in_itself(shell):
    assert shell.current.isAncestorOf(shell.focusWidget())


def test_no_part_of_a_page_flashes_as_a_window_of_its_own(context, shell_on, qtbot, qapp):
    """A widget that is shown before it has a parent is a window for a moment, and takes the focus away."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        def __init__(self):
            super().__init__()
            self.seen = []

        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
                self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
            return False

    shell = shell_on(context)
    watch = Watch()
    qapp.installEventFilter(watch)
    records = shown_in(context)
    for place in (*PAGES, *FOOT, *ROOMS):
        shell.go(place.key, records.get(place.key))
        quiet(qtbot, context.jobs)
    shell.go("accounts")
    shell.current.add()
    quiet(qtbot, context.jobs)
    qapp.removeEventFilter(watch)
    assert watch.seen == []
    assert shell.current.sheet.isAncestorOf(qapp.focusWidget())
