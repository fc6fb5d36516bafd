"""What the window does for the book and for the user's knowledge of it: files, checks, help, keys, about."""

import platform
import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from csdesk import __version__
from csdesk.errors import Trouble
from csdesk.i18n import mark
from csdesk.ui.translate import counted, tr

if TYPE_CHECKING:
    from csdesk.ui.dialogs.listing import ListDialog
    from csdesk.ui.shell import Shell

BOOKS = mark("Books of csdesk")


def choose_book(over: QWidget, done: Callable[[Path], None]) -> None:
    """Ask for a book to open."""
    dialog = QFileDialog(over, tr("Open book"), "", f"{tr(BOOKS)} (*.csdesk)")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: done(Path(name)))
    dialog.open()


def choose_new_book(over: QWidget, suggested: Path, done: Callable[[Path], None]) -> None:
    """Ask where a new book is to lie."""
    dialog = QFileDialog(over, tr("New book"), str(suggested), f"{tr(BOOKS)} (*.csdesk)")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csdesk")
    dialog.fileSelected.connect(lambda name: done(Path(name)))
    dialog.open()


def save_copy(shell: "Shell") -> None:
    """Ask for a place and write a verified copy of the book there."""
    book = shell.context.book

    def make(target: Path) -> None:
        def work() -> None:
            made = book.back_up("hand")
            if made is None:
                raise Trouble(mark("This book has no folder for its copies."))
            beside = target.with_name(f".{target.name}.new")
            try:
                shutil.copyfile(made.path, beside)
                beside.chmod(0o600)
                beside.replace(target)
            except OSError as error:
                raise Trouble(
                    mark("“{path}” cannot be written: {why}."), path=target, why=error.strerror
                ) from error

        def done(_: object) -> None:
            shell.note_text(tr("A copy lies at “{path}”", path=target), undo=False)

        shell.context.jobs.do(work, owner=shell, done=done, lane="file")

    name = tr("{name}, copy", name=book.path.stem)
    choose_new_book(shell, book.path.with_name(f"{name}.csdesk"), make)


def back_up(shell: "Shell") -> None:
    """Copy the book into the folder of backups."""

    def done(made: Any) -> None:
        said = tr("Backed up") if made else tr("This book has no folder for its copies.")
        shell.note_text(said, undo=False)

    shell.context.jobs.do(lambda: shell.context.book.back_up("hand"), owner=shell, done=done, lane="file")


def check(shell: "Shell") -> None:
    """Look the whole book through and say what was found."""
    book = shell.context.book

    def work() -> Sequence[Any]:
        from csdesk.book import check as checking

        return checking.check(book.path, book.backups)

    def done(findings: Sequence[Any]) -> None:
        if not findings:
            shell.note_text(tr("All is well with this book."), undo=False)
            return
        box = QMessageBox(shell)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(
            counted(
                len(findings), "{n} thing is not as it should be.", "{n} things are not as they should be."
            )
        )
        box.setInformativeText("\n".join(tr(each.text, **each.values) for each in findings[:12]))
        box.open()

    shell.context.jobs.do(work, owner=shell, done=done, lane="file")


def open_bin(shell: "Shell") -> None:
    """Show what was deleted in the last thirty days."""
    from csdesk.ui.dialogs.binned import BinDialog

    _show_listing(shell, BinDialog)


def open_duplicates(shell: "Shell") -> None:
    """Show accounts that may be one."""
    from csdesk.ui.dialogs.duplicates import DuplicatesDialog

    _show_listing(shell, DuplicatesDialog)


def _show_listing(shell: "Shell", kind: "type[ListDialog]") -> None:
    """Show a list beside the window, which stays usable; a second call brings the first one forward."""
    dialog = shell.findChild(kind)
    if dialog is None:
        dialog = kind(shell.context, shell)
        dialog.opened.connect(shell.go)
        dialog.undo_wanted.connect(shell.undo)
        dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def open_help(shell: "Shell") -> None:
    """Open the help at the page shown."""
    from csdesk.ui.dialogs.reading import HelpDialog

    place = shell.current.key
    HelpDialog(shell.context.theme, place, shell).show()


def open_keys(shell: "Shell") -> None:
    """List every key."""
    from csdesk.ui.dialogs.reading import KeysDialog

    KeysDialog(shell.context.theme, shell).open()


def open_about(shell: "Shell") -> None:
    """Show version and licences."""
    from csdesk.ui.dialogs.reading import about_dialog

    about_dialog(shell).open()


def copy_diagnostics(shell: "Shell") -> None:
    """Put what helps to find a fault on the clipboard: versions and sizes, never names or texts."""
    QGuiApplication.clipboard().setText(diagnostics(shell))
    shell.note_text(tr("Copied. It holds versions and sizes, nothing from your book."), undo=False)


def diagnostics(shell: "Shell") -> str:
    """Return versions, system, sizes."""
    book, screen = shell.context.book, shell.screen()
    size = book.path.stat().st_size if book.path.exists() else 0
    lines = (
        f"csdesk {__version__}",
        f"Python {sys.version.split()[0]}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"platform {QGuiApplication.platformName()}, scale {shell.devicePixelRatioF()}",
        f"screen {screen.size().width()} x {screen.size().height()}",
        f"locale {QLocale().name()}, theme {shell.context.theme.name}",
        f"book {size} bytes, read-only {book.readonly}",
        f"bundle {bool(getattr(sys, 'frozen', False))}",
    )
    return "\n".join(lines)


def open_target(over: QWidget, target: str) -> None:
    """Open a link outside csdesk, after asking: a book may come from somebody else.

    Web and mail addresses are opened. Of a file only its folder is shown, for a file can be a program; a path
    on another computer is not even looked at, since looking would sign in there.
    """
    url = QUrl(target, QUrl.ParsingMode.StrictMode)
    scheme = url.scheme().lower()
    if url.isValid() and (scheme == "mailto" or (scheme in ("http", "https") and url.host())):
        _ask_to_open(over, tr("Open this outside csdesk?"), target, tr("Open"), url)
        return
    path = Path(target).expanduser()
    if target.startswith(("\\\\", "//")) or not path.is_absolute() or (url.scheme() and not path.exists()):
        _say(over, tr("csdesk does not open this. You can copy it and open it yourself."), target)
    elif not path.exists():
        _say(over, tr("There is no such file on this computer."), target)
    else:
        folder = QUrl.fromLocalFile(str(path if path.is_dir() else path.parent))
        _ask_to_open(over, tr("Show this in its folder?"), target, tr("Show the folder"), folder)


def _ask_to_open(over: QWidget, question: str, target: str, deed: str, url: QUrl) -> None:
    box = _plain_box(over, question, target)
    box.setIcon(QMessageBox.Icon.Question)
    yes = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(tr("Leave it"), QMessageBox.ButtonRole.RejectRole))
    yes.clicked.connect(lambda: QDesktopServices.openUrl(url))
    box.open()


def _say(over: QWidget, text: str, target: str) -> None:
    box = _plain_box(over, text, target)
    box.setIcon(QMessageBox.Icon.Information)
    copy = box.addButton(tr("Copy"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(target))
    box.addButton(QMessageBox.StandardButton.Close)
    box.open()


def _plain_box(over: QWidget, text: str, target: str) -> QMessageBox:
    box = QMessageBox(over)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("csdesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(visible(target))
    return box


def visible(target: str) -> str:
    """Return ``target`` with letters that hide or turn others around spelled out, so that none deceives."""
    hidden = {"Cf", "Cc", "Co"}
    shown = (f"\\u{ord(one):04x}" if unicodedata.category(one) in hidden else one for one in target)
    return "".join(shown)[:400]
