"""Where everything meets: the only module that knows every layer."""

import argparse
import gc
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QLibraryInfo,
    QLocale,
    QObject,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from csdesk import __version__
from csdesk.errors import CsdeskError, Damaged, Locked, ReadOnly
from csdesk.paths import backups, default_book, home, resource
from csdesk.settings import Settings

if TYPE_CHECKING:
    from csdesk.book.book import Book
    from csdesk.ui.shell import Shell
    from csdesk.ui.welcome import Answers

STARTED = 2000  # ms after which a start is over
READY = "csdesk.ready"  # property of the application: the first page has its names


def run(argv: Sequence[str] | None = None) -> int:
    """Open the book and show it until the user leaves."""
    gc.disable()  # what a start makes stays: looking through it for garbage costs a tenth of the time
    try:
        return _run(argv)
    finally:
        gc.enable()


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


def _run(argv: Sequence[str] | None) -> int:
    warm = threading.Thread(target=_warm, daemon=True)
    warm.start()
    parser = argparse.ArgumentParser(prog="csdesk")
    parser.add_argument("book", nargs="?", type=Path, default=None)
    parser.add_argument("--theme", default=None, choices=["system", "light", "dark"])
    parser.add_argument("--self-check", action="store_true", help="open a new book, paint every page, leave")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    settings = Settings.load()
    app = application(settings)
    QTimer.singleShot(STARTED, _collect_again)
    if options.theme:
        settings.theme = options.theme
    named: date | None = options.today
    desk = Desk(app, settings, (lambda: named) if named else date.today)
    from csdesk.ui import problems

    problems.install()
    warm.join()  # two threads must not import the same packages at once
    if options.self_check:
        return desk.self_check()
    desk.begin(options.book)
    return app.exec()


def tour(
    path: Path, out: Path, *, looks: Sequence[str], sizes: Sequence[tuple[int, int]], today: date
) -> int:
    """Write pictures of every page of a copy of the book at ``path``, a line for each file."""
    from csdesk.book import backup
    from csdesk.book.book import Book
    from csdesk.book.engine import examine

    settings = Settings(theme=looks[0])
    app = application(settings)
    desk = Desk(app, settings, lambda: today)
    from csdesk.ui.tour import Wanted, tour

    examine(path, mode="ro")
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        copy = backup.make(path, Path(scratch), "tour", datetime.now(UTC))
        book = Book(copy.path.rename(Path(scratch, path.name)), today=today)
        wanted = Wanted(looks, sizes)
        tour(book, desk.show_book, out, wanted, today=today, told=lambda file: print(file, flush=True))
        desk.leave()
    return 0


def _warm() -> None:
    """Import the book's libraries beside the window's: reading files from disk lets the other go on."""
    with suppress(ImportError):  # whoever needs it for real will say so
        import csdesk.book.book  # noqa: F401  loaded, not used here


def application(settings: Settings) -> QApplication:
    """Make the one QApplication, in the user's language and locale, with a font that has tabular figures."""
    from csdesk.ui import collecting

    present = QCoreApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    collecting.install(app)
    app.setApplicationName("csdesk")
    app.setApplicationDisplayName("csdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("csdesk")
    app.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
    if settings.locale:
        QLocale.setDefault(QLocale(settings.locale))
    elif QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale("en_GB"))  # no locale named: words, and day before month
    _translate(app, settings.language)
    if QApplication.platformName() == "offscreen" or not QFontDatabase.families():
        for path in sorted(resource("fonts").glob("Inter-*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        app.setFont(QFont("Inter Desk"))  # no desktop, so no font of its own
    return app


def _translate(app: QApplication, language: str) -> None:
    locale = QLocale(language) if language else QLocale()
    for name, folder in (
        ("qtbase", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))),
        ("csdesk", resource("translations")),
    ):
        translator = QTranslator(app)
        if translator.load(locale, name, "_", str(folder)):
            app.installTranslator(translator)


class Desk(QObject):
    """Opens books into windows: one at a time, the next one takes the place of the last."""

    def __init__(self, app: QApplication, settings: Settings, today: Callable[[], date]) -> None:
        super().__init__(app)
        from csdesk.ui.theme import Theme

        self._app, self._settings, self._today = app, settings, today
        self.theme = Theme(settings.theme if settings.theme in ("light", "dark") else "system")
        self.theme.dress(app)
        self.shell: Shell | None = None
        self.welcome: QWidget | None = None
        self._close: Callable[[], None] = lambda: None
        app.aboutToQuit.connect(self.leave)

    def begin(self, path: Path | None) -> None:
        """Open ``path``, else the last book, else greet a newcomer."""
        known = [Path(name) for name in self._settings.recent]
        wanted = [path] if path else [each for each in (*known[:1], default_book()) if each.exists()]
        if wanted:
            self.open(wanted[0])
        if self.shell is None and self.welcome is None:
            self.greet()

    def open(self, path: Path, *, readonly: bool = False, take_over: bool = False) -> bool:
        """Show the book at ``path``; say what is wrong where it cannot be, and offer what can."""
        from csdesk.book.book import Book

        if self.shell is not None and self.shell.context.book.path.resolve() == path.resolve():
            if not self.shell.context.book.readonly:
                return True
            self._let_go()
        try:
            book = Book(
                path,
                backups=backups(),
                readonly=readonly,
                today=None if readonly else self._today(),
                take_over=take_over,
            )
        except (Locked, ReadOnly) as error:
            self._offer_reading(path, error)
            return False
        except CsdeskError as error:
            self._say(error, path)
            return False
        self.show_book(book)
        return True

    def show_book(self, book: "Book") -> "Shell":
        """Put ``book`` into a window of its own, in the place of the one before."""
        from csdesk.ui.bus import Bus
        from csdesk.ui.context import Context
        from csdesk.ui.jobs import Jobs
        from csdesk.ui.shell import Shell

        self._let_go()
        context = Context(book, Bus(), Jobs(), self.theme, self._today, self._settings)
        book.subscribe(context.bus.changed.emit)
        shell = Shell(context)
        shell.book_wanted.connect(self._on_book_wanted)
        shell.new_wanted.connect(self.greet)
        shell.sample_wanted.connect(self.open_sample)

        def close() -> None:
            shell.hide()
            context.jobs.shut_down()
            shell.deleteLater()
            book.close()

        self.shell, self._close = shell, close
        if not book.readonly:
            self._settings.remember(book.path)
        shell.show()
        if self.welcome is not None:
            self.welcome.close()
            self.welcome = None
        return shell

    def leave(self) -> None:
        """Close the book; called once more when Qt quits."""
        self._settings.save()
        self._let_go()

    def _let_go(self) -> None:
        if self.shell is not None:
            shell, self.shell = self.shell, None
            shell.keep_geometry()
            self._close()

    def _on_book_wanted(self, path: Path) -> None:
        QTimer.singleShot(0, self, lambda: self.open(path))  # the menu that asked closes first

    # newcomers

    def greet(self) -> None:
        """Offer the ways to begin."""
        from csdesk.ui.welcome import Welcome

        welcome = Welcome(self.theme)
        welcome.sample_wanted.connect(self.open_sample)
        welcome.open_wanted.connect(self._on_book_wanted)
        welcome.answered.connect(self._on_answered)
        welcome.show()
        self.welcome = welcome

    def open_sample(self) -> None:
        """Open the demonstration book, made when first wanted. It lies beside the user's own."""
        from csdesk.book import sample

        path = home() / "Sample.csdesk"
        try:
            if not path.exists():
                QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
                try:
                    sample.create(path, today=self._today())
                finally:
                    QApplication.restoreOverrideCursor()
        except CsdeskError as error:
            self._say(error, path)
            return
        self.open(path)

    def _on_answered(self, answers: "Answers") -> None:
        """Make the book of somebody new, with the answers to the three questions."""
        from csdesk.book import desk
        from csdesk.book.book import Book

        path = answers.path or _free(default_book())
        try:
            book = Book.create(
                path,
                currency=answers.currency,
                fiscal_start=answers.fiscal_start,
                backups=backups(),
                today=self._today(),
            )
        except CsdeskError as error:
            self._say(error, path)
            return
        book.write(
            desk.first_run,
            name=answers.name,
            roles=answers.roles,
            currency=answers.currency,
            fiscal_start=answers.fiscal_start,
        )
        book.settle()  # undo begins after the answers
        shell = self.show_book(book)
        if answers.file is not None:
            shell.take_file(answers.file)

    # what can go wrong

    def _offer_reading(self, path: Path, error: CsdeskError) -> None:
        """Say who holds the book, and offer to read it."""
        box = self._box(error)
        read = box.addButton(_tr("Open for reading"), QMessageBox.ButtonRole.AcceptRole)
        read.clicked.connect(lambda: self.open(path, readonly=True))
        if isinstance(error, Locked) and error.elsewhere:
            take = box.addButton(_tr("It is not in use any more"), QMessageBox.ButtonRole.DestructiveRole)
            take.clicked.connect(lambda: self.open(path, take_over=True))
        box.addButton(_tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.open()

    def _say(self, error: CsdeskError, path: Path) -> None:
        box = self._box(error)
        if isinstance(error, Damaged):
            self._offer_restore(box, path)
        box.addButton(QMessageBox.StandardButton.Ok)
        box.open()

    def _offer_restore(self, box: QMessageBox, path: Path) -> None:
        """Offer the newest backup of a book that is not whole."""
        from csdesk.book import backup

        have = [copy for copy in backup.copies(path, backups()) if copy.reason != "damaged"]
        if have:
            when = have[0].made_at.astimezone().strftime("%Y-%m-%d %H:%M")
            button = box.addButton(
                _tr("Restore the backup of {when}").format(when=when), QMessageBox.ButtonRole.AcceptRole
            )
            button.clicked.connect(lambda: self._restore(path, have[0]))

    def _restore(self, path: Path, copy: Any) -> None:
        """Put a backup in the place of a damaged book, which is kept beside the backups."""
        from csdesk.book import backup

        try:
            backup.restore(path, copy, backups(), datetime.now(UTC))
        except CsdeskError as error:
            self._say(error, path)
            return
        self.open(path)

    def _box(self, error: CsdeskError) -> QMessageBox:
        from csdesk.ui import problems

        if self.shell is None and self.welcome is None:
            self.greet()  # the box needs somebody to belong to, and the user a way on
        box = QMessageBox(self.shell or self.welcome)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("csdesk")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(problems.words_of(error))
        return box

    # the check of a bundle

    def self_check(self) -> int:
        """Make a book, paint every page of it, leave; 0 when all went well."""
        from csdesk.book.book import Book
        from csdesk.ui.pages import FOOT, PAGES

        failures: list[Any] = []
        sys.excepthook = lambda _kind, error, _trace: failures.append(error)
        with TemporaryDirectory() as scratch:
            book = Book.create(Path(scratch, "check.csdesk"), today=self._today())
            self._settings = Settings(theme="light")
            shell = self.show_book(book)
            shell.context.jobs.failed.connect(failures.append)
            pictures = 0
            for place in (*PAGES, *FOOT):
                shell.go(place.key)
                settle()
                pictures += not shell.grab().isNull()
            self._let_go()
        for failure in failures:
            print(f"csdesk {__version__} failed: {failure!r}", file=sys.stderr)
        print(f"csdesk {__version__}: {pictures} pages painted")
        return int(bool(failures))


def settle(milliseconds: int = 150) -> None:
    """Let the event loop run for a moment, as it would while somebody looks."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _free(path: Path) -> Path:
    """Return ``path``, or the first like it that no file has."""
    for number in range(1, 1000):
        other = path if number == 1 else path.with_stem(f"{path.stem} {number}")
        if not other.exists():
            return other
    return path


def _tr(words: str) -> str:
    from csdesk.ui.translate import tr

    return tr(words)
