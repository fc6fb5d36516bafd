"""The main window: menus, navigation, one page at a time, status bar, undo note. It knows no page by name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QWidget

from csdesk.book import places
from csdesk.errors import Refused
from csdesk.ui import keeping, problems
from csdesk.ui.actions import DEEDS, MENUS, Deed, of_menu
from csdesk.ui.context import Context
from csdesk.ui.jobs import loading
from csdesk.ui.navigation import Navigation
from csdesk.ui.page import Page
from csdesk.ui.pages import FOOT, PAGES, ROOMS, Place
from csdesk.ui.palette import Item, Palette, deed_item
from csdesk.ui.statusbar import StatusBar
from csdesk.ui.theme import NARROW
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.banner import Banner
from csdesk.ui.widgets.overlays import Note
from csdesk.ui.widgets.parts import boxed, column, row

if TYPE_CHECKING:
    from csdesk.book.journal import Changes, Said

Where = tuple[str, object]
FRAME = QSize(8, 40)  # px that borders and title bar of a window take at most, on usual desktops


class Shell(QMainWindow):
    """Pages are built on their first visit and load their data when seen."""

    book_wanted = Signal(object)  # open this path instead
    new_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("shell")
        self.setMinimumSize(880, 560)
        self.setAcceptDrops(True)
        self._places: Mapping[str, Place] = {place.key: place for place in (*PAGES, *FOOT, *ROOMS)}
        self._pages: dict[str, Page] = {}
        self._before: list[Where] = []
        self._after: list[Where] = []
        self._here: Where = ("", None)
        self._said: tuple[Said | None, Said | None] = (None, None)
        self._mine = False  # the next change was asked for here by undo or redo: no note about it
        self._handlers = self._own_deeds()
        self.actions_by_key: dict[str, QAction] = {}

        self.navigation = Navigation(PAGES, FOOT, context.theme)
        self.stack = QStackedWidget()
        self.status = StatusBar(context.jobs)
        self.note = Note(self)
        self._banner = self._read_only_banner()
        middle = row(self.navigation, self.stack, gap=0)
        self._above = column(self._banner, gap=0)
        self.setCentralWidget(boxed(column(self._above, middle, self.status, gap=0)))
        self._build_menus()
        self.navigation.chosen.connect(lambda key: self.go(key))
        self.note.undone.connect(self.undo)
        context.bus.changed.connect(self._on_changed)
        context.jobs.failed.connect(self.show_problem)
        self._show_book()
        self._ask_deeds()
        self.resize(1280, 800)
        self._restore_geometry()
        wanted = context.settings.page
        self.go(wanted if wanted in {place.key for place in PAGES} else PAGES[0].key)

    # places

    def go(self, key: str, what: object = None, *, remember: bool = True) -> None:
        """Show a page; ``what`` tells it to show something in particular, such as a record's id."""
        if key not in self._places:
            return
        if remember and self._here[0] and (key, what) != self._here:
            self._before.append(self._here)
            self._after.clear()
        self._here = (key, what)
        page = self.page(key)
        if what is not None:
            page.receive(what)
        self.stack.setCurrentWidget(page)
        place = self._places[key]
        self.navigation.show_place(place.home or key)
        if key in {place.key for place in PAGES}:
            self.context.settings.page = key
        page.take_focus()
        self._on_status()
        self._refresh_deeds()

    def page(self, key: str) -> Page:
        """Return the page of that key, built now if it was never seen."""
        if key not in self._pages:
            with loading:
                kind = self._places[key].load()
            page = kind(self.context)
            page.opened.connect(self.go)
            page.noted.connect(lambda text: self.note_text(text, undo=False))
            page.status_changed.connect(self._on_status)
            page.deeds_changed.connect(self._refresh_deeds)
            page.deed_wanted.connect(self.do)
            page.more_wanted.connect(self._open_more)
            self._pages[key] = page
            self.stack.addWidget(page)
        return self._pages[key]

    @property
    def current(self) -> Page:
        """The page shown."""
        page = self.stack.currentWidget()
        if not isinstance(page, Page):
            raise AssertionError("the stack holds pages only")
        return page

    def back(self) -> None:
        self._wander(self._before, self._after)

    def forward(self) -> None:
        self._wander(self._after, self._before)

    def _wander(self, source: list[Where], other: list[Where]) -> None:
        if source:
            other.append(self._here)
            key, what = source.pop()
            self.go(key, what, remember=False)

    # deeds

    def do(self, key: str) -> None:
        """Do the deed of that key, by the shell or the page shown, if it can be done now."""
        action = self.actions_by_key[key]
        if action.isEnabled():
            action.trigger()

    def _own_deeds(self) -> dict[str, Callable[[], None]]:
        own: dict[str, Callable[[], None]] = {
            "new_book": self.new_wanted.emit,
            "open_book": self.choose_book,
            "open_sample": self.sample_wanted.emit,
            "save": self._say_saved,
            "save_copy": lambda: keeping.save_copy(self),
            "close_window": self._close,
            "quit": self._close,
            "undo": self.undo,
            "redo": self.redo,
            "theme_system": lambda: self.wear("system"),
            "theme_light": lambda: self.wear("light"),
            "theme_dark": lambda: self.wear("dark"),
            "full_screen": self._full_screen,
            "palette": self.open_palette,
            "back": self.back,
            "forward": self.forward,
            "refresh": lambda: self.current.stale(),
            "check_book": lambda: keeping.check(self),
            "backup": lambda: keeping.back_up(self),
            "bin": lambda: keeping.open_bin(self),
            "duplicates": lambda: keeping.open_duplicates(self),
            "help": lambda: keeping.open_help(self),
            "shortcuts": lambda: keeping.open_keys(self),
            "diagnostics": lambda: keeping.copy_diagnostics(self),
            "about": lambda: keeping.open_about(self),
        }
        if "import" in self._places:
            own["import"] = lambda: self.go("import")
        if "settings" in self._places:
            own["settings"] = lambda: self.go("settings")
        return own

    def _build_menus(self) -> None:
        groups: dict[str, QActionGroup] = {}
        for menu_key, title in MENUS:
            menu = self.menuBar().addMenu(tr(title))
            for deed in of_menu(menu_key):
                if deed.rule:
                    menu.addSeparator()
                menu.addAction(self._action(deed, groups))
                if deed.key == "open_book":
                    self._recent = menu.addMenu(tr("Recent books"))
                    self._recent.aboutToShow.connect(self._fill_recent)
            if menu_key == "go":
                self._build_places(menu)
        self.menuBar().setFixedHeight(29)
        worn = self.context.settings.theme
        if worn in ("system", "light", "dark"):
            self.actions_by_key[f"theme_{worn}"].setChecked(True)

    def _action(self, deed: Deed, groups: dict[str, QActionGroup]) -> QAction:
        action = QAction(tr(deed.words), self)
        action.setShortcuts([QKeySequence(keys) for keys in deed.keys])
        if deed.role:
            action.setMenuRole(QAction.MenuRole[deed.role])
        else:
            action.setMenuRole(QAction.MenuRole.NoRole)
        if deed.group:
            action.setCheckable(True)
            group = groups.setdefault(deed.group, QActionGroup(self))
            action.setActionGroup(group)
        action.triggered.connect(lambda _=False, key=deed.key: self._perform(key))
        self.actions_by_key[deed.key] = action
        self.addAction(action)
        return action

    def _build_places(self, menu: QMenu) -> None:
        menu.addSeparator()
        for position, place in enumerate(PAGES):
            action = QAction(menu_text(tr(place.title)), self)
            action.setShortcut(QKeySequence(f"Ctrl+{position + 1}"))
            action.triggered.connect(lambda _=False, key=place.key: self.go(key))
            menu.addAction(action)
            self.addAction(action)

    def _perform(self, key: str) -> None:
        handler = self._handlers.get(key) or self.current.deeds().get(key)
        if handler:
            handler()

    def _refresh_deeds(self) -> None:
        """Enable what can be done now, in the words of the page shown."""
        page = self.current
        offered, said = page.deeds(), page.deed_words()
        for deed in DEEDS:
            action = self.actions_by_key[deed.key]
            action.setEnabled(deed.key in self._handlers or deed.key in offered)
            if deed.key not in ("undo", "redo"):
                action.setText(menu_text(said[deed.key]) if deed.key in said else tr(deed.words))
        undone, redone = self._said
        readonly = self.context.book.readonly
        for key, word, what in (("undo", tr("Undo"), undone), ("redo", tr("Redo"), redone)):
            action = self.actions_by_key[key]
            action.setEnabled(what is not None and not readonly)
            action.setText(word if what is None else menu_text(f"{word}: {tr(what.text, **what.values)}"))
        self.actions_by_key["back"].setEnabled(bool(self._before))
        self.actions_by_key["forward"].setEnabled(bool(self._after))

    def _open_more(self, under: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.actions_by_key[key] for key in self.current.more])
        place = under.mapToGlobal(under.rect().bottomRight())
        menu.popup(place - QPoint(menu.sizeHint().width(), 0))

    def open_palette(self) -> None:
        """Offer every deed, page and record by a few letters."""
        items: list[Item] = []
        for position, place in enumerate((*PAGES, *FOOT)):
            keys = f"Ctrl+{position + 1}" if position < len(PAGES) else ""
            title = tr("Go to {page}", page=tr(place.title))
            items.append(deed_item(title, partial(self.go, place.key), place.icon, keys))
        for deed in DEEDS:
            action = self.actions_by_key[deed.key]
            if action.isEnabled() and not deed.hidden and deed.key != "palette":
                text = action.text().replace("&&", "&")
                keys = deed.keys[0] if deed.keys else ""
                items.append(deed_item(text, action.trigger, deed.icon or "chevron-right", keys))
        if not self.findChild(Palette):
            self.palette_shown = Palette(self.context, items, self.go, self)

    # undo

    def undo(self) -> None:
        self._turn(self.context.book.undo, tr("Undone: {deed}"))

    def redo(self) -> None:
        self._turn(self.context.book.redo, tr("Done again: {deed}"))

    def _turn(self, turn: "Callable[[], Said | None]", template: str) -> None:
        self._mine = True

        def done(said: "Said | None") -> None:
            self._mine = False
            if said is not None:
                self.note_text(template.format(deed=tr(said.text, **said.values)), undo=False)

        def failed(error: BaseException) -> None:
            self._mine = False
            self.show_problem(error)

        self.context.jobs.do(turn, owner=self, done=done, failed=failed)

    def _on_changed(self, changes: "Changes") -> None:
        self.status.show_saved(datetime.now().astimezone())
        if not self._mine:
            self.note_text(tr("Done: {deed}", deed=tr(changes.said.text, **changes.said.values)), undo=True)
        self._ask_deeds()
        self._show_book_soon()

    def _ask_deeds(self) -> None:
        book = self.context.book
        self.context.jobs.ask(lambda: (book.undoable(), book.redoable()), owner=self, done=self._take_deeds)

    def _take_deeds(self, said: "tuple[Said | None, Said | None]") -> None:
        self._said = said
        self._refresh_deeds()

    def note_text(self, text: str, *, undo: bool) -> None:
        """Say something quietly at the foot."""
        self.note.say(text, undo=undo)
        self._place_note()

    def show_problem(self, error: BaseException) -> None:
        """Show a refusal as a note, anything else in a box that does not block."""
        if isinstance(error, Refused):
            self.note_text(problems.words_of(error), undo=False)
        else:
            problems.present(error, self)

    # the book

    def choose_book(self) -> None:
        keeping.choose_book(self, self.book_wanted.emit)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for name in self.context.settings.recent:
            path = Path(name)
            action = self._recent.addAction(menu_text(f"{path.stem}  –  {path.parent}"))
            action.setEnabled(path.exists())
            action.triggered.connect(lambda _=False, path=path: self.book_wanted.emit(path))
        self._recent.addSeparator()
        clear = self._recent.addAction(tr("Forget these"))
        clear.setEnabled(bool(self.context.settings.recent))
        clear.triggered.connect(self._forget)

    def _forget(self) -> None:
        self.context.settings.recent = []
        self.context.settings.save()

    def _show_book(self) -> None:
        book = self.context.book
        self.setWindowTitle(f"{book.path.stem} – csdesk")
        self.status.show_book(book.path.stem, readonly=book.readonly)
        self._banner.setVisible(book.readonly)
        self.warn_of_place()
        self._show_book_soon()

    def _show_book_soon(self) -> None:
        from csdesk.book import desk

        self.context.ask(self, self._take_name, desk.get, name="name")  # not all of them: they bring numpy

    def _take_name(self, kept: str) -> None:
        name = kept or self.context.book.path.stem
        self.setWindowTitle(f"{name} – csdesk")
        self.status.show_name(name)

    def _say_saved(self) -> None:
        self.note_text(tr("Every change is saved at once; nothing waits."), undo=False)

    def _read_only_banner(self) -> Banner:
        banner = Banner(tr("This book is open for reading only."), tr("Try to open it for writing"))
        banner.answered.connect(lambda: self.book_wanted.emit(self.context.book.path))
        return banner

    def warn_of_place(self) -> None:
        """Say what may go wrong where the book lies, until the user has read it; once for each place."""
        book, settings = self.context.book, self.context.settings
        if book.readonly or str(book.path.parent) in settings.warned:
            return
        said = places.warnings(book.path)
        if said:
            text = " ".join(tr(each.text, **each.values) for each in said)
            self.place_banner = Banner(text, tr("Understood"))
            self.place_banner.answered.connect(self._on_understood)
            self._above.addWidget(self.place_banner)

    def _on_understood(self) -> None:
        self.place_banner.hide()
        self.context.settings.warned.append(str(self.context.book.path.parent))
        self.context.settings.save()

    # the window itself

    def wear(self, name: str) -> None:
        """Change the look now and for later."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.context.theme.wear(name)
            self.context.theme.dress(app)
        self.context.settings.theme = name
        self.context.settings.save()
        self.actions_by_key[f"theme_{name}"].setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        follows = self.context.settings.theme == "system"
        if event.type() == QEvent.Type.ThemeChange and follows:
            QTimer.singleShot(0, self, lambda: self.wear("system"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:
            self.current.take_focus()  # a window that was not shown yet could not keep the focus

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.narrow(narrow=self.width() < NARROW)
        self._place_note()

    def _place_note(self) -> None:
        left = self.navigation.width()
        self.note.place(left, self.width() - left, self.height() - self.status.height())

    def _on_status(self) -> None:
        self.status.show_parts(self.current.status())

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _close(self) -> None:
        self.close()

    def _restore_geometry(self) -> None:
        packed = QByteArray.fromBase64(self.context.settings.geometry.encode())
        if not packed.isEmpty() and self.restoreGeometry(packed):
            screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
            if not any(screen.intersects(self.frameGeometry()) for screen in screens):
                self.move(screens[0].topLeft())  # the screen it stood on is gone
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry().size()
        if packed.isEmpty():
            room -= FRAME  # which the desktop adds to a window that was never shown
        if not room.isEmpty() and QGuiApplication.platformName() != "offscreen":
            self.resize(self.size().boundedTo(room.expandedTo(QSize(640, 480))))

    def keep_geometry(self) -> None:
        """Remember where the window stood."""
        self.context.settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.context.settings.save()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_geometry()
        super().closeEvent(event)

    # files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(self._takes(Path(url.toLocalFile())) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            path = Path(url.toLocalFile())
            if self._takes(path):
                self.take_file(path)
                return

    def _takes(self, path: Path) -> bool:
        kinds = {".csdesk"} | ({".csv", ".xlsx", ".tsv", ".txt"} if "import" in self._places else set())
        return path.suffix.lower() in kinds

    def take_file(self, path: Path) -> None:
        """Open a book, or bring in a file of records."""
        if path.suffix.lower() == ".csdesk":
            self.book_wanted.emit(path)
        else:
            self.go("import", path)
