"""Pictures of every page as the window shows it, off screen: to look at, and for the README.

Each page of the navigation, one account of each story, a partner, what lies over the pages, and the empty
book, in the looks and sizes asked for. Pages that scroll give one picture per screenful.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from csdesk.book import finding, sample
from csdesk.book.book import Book
from csdesk.errors import Refused
from csdesk.ui.pages import FOOT, PAGES, ROOMS
from csdesk.ui.shell import Shell

LOOKS = ("light", "dark")
SIZES = ((1280, 800), (1024, 700))
SCREENFULS = 6  # of one page, at most
QUIET = 3  # looks at the lanes, 15 ms apart, without work before a page counts as finished


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to picture: looks and sizes of the window."""

    looks: Sequence[str] = LOOKS[:1]
    sizes: Sequence[tuple[int, int]] = SIZES[:1]


class Camera:
    """Takes pictures of one window and says the name of each file."""

    def __init__(self, shell: Shell, folder: Path, tail: str, told: Callable[[Path], None]) -> None:
        self.shell, self._folder, self._tail, self._told = shell, folder, tail, told

    def take(self, name: str) -> None:
        """Picture the window as it is once all work is done."""
        self.settle()
        target = self._folder / f"{name}-{self._tail}.png"
        self.shell.grab().save(str(target))
        self._told(target)

    def scroll_through(self, name: str) -> None:
        """Picture a page from its top to its foot."""
        self.settle()
        self.take(name)
        area = _scrolled(self.shell.current)
        if area is None:
            return
        bar = area.verticalScrollBar()
        for screenful in range(2, SCREENFULS + 1):
            if bar.value() >= bar.maximum():
                break
            bar.setValue(bar.value() + bar.pageStep() - 48)
            self.take(f"{name}-{screenful}")
        bar.setValue(0)

    def settle(self) -> None:
        """Wait until no lane has work, as somebody does who looks."""
        loop, quiet = QEventLoop(), 0

        def look() -> None:
            nonlocal quiet
            quiet = 0 if self.shell.context.jobs.busy else quiet + 1
            if quiet >= QUIET:
                loop.quit()

        clock = QTimer(interval=15)
        clock.timeout.connect(look)
        clock.start()
        loop.exec()
        clock.stop()


def tour(
    book: Book,
    show: Callable[[Book], Shell],
    folder: Path,
    wanted: Wanted,
    *,
    today: date,
    told: Callable[[Path], None],
) -> None:
    """Walk through ``book`` and an empty one; ``show`` opens a book in a window and closes the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    shell = show(book)
    records = list(_records(book))
    for camera in _cameras(shell, folder, wanted, told):
        for place in (*PAGES, *FOOT):
            shell.go(place.key)
            camera.scroll_through(place.key)
        for key, name, number in records:
            shell.go(key, number)
            camera.scroll_through(f"{key}-{name}")
        _over_the_pages(shell, camera)
    empty = Book.create(book.path.with_name("Empty.csdesk"), today=today)
    shell = show(empty)
    for camera in _cameras(shell, folder, wanted, told):
        for place in PAGES:
            shell.go(place.key)
            camera.take(f"empty-{place.key}")


def _cameras(shell: Shell, folder: Path, wanted: Wanted, told: Callable[[Path], None]) -> Iterator[Camera]:
    for look in wanted.looks:
        shell.wear(look)
        for width, height in wanted.sizes:
            shell.resize(QSize(width, height))
            yield Camera(shell, folder, f"{look}-{width}", told)


def _records(book: Book) -> Iterator[tuple[str, str, int]]:
    """Yield page, name for the file and id of the records to show: those the sample tells stories of."""
    rooms = {place.key for place in ROOMS}
    for story in sample.stories():
        key = "partner" if story.partner else "account"
        if key in rooms:
            with _unless_unknown():
                find = finding.partner if story.partner else finding.account
                number = book.read(find, story.partner or story.account)
                yield key, story.name.replace(" ", "-"), number


def _over_the_pages(shell: Shell, camera: Camera) -> None:
    """Picture what opens over a page: the side sheet to add an account, and the palette with a search."""
    shell.go(PAGES[0].key)
    camera.settle()
    shell.do("new")
    if shell.current.sheet is not None:
        camera.take("sheet")
        shell.current.sheet.finish()
    shell.open_palette()
    camera.take("palette")
    shell.palette_shown.leave()
    camera.settle()


@contextmanager
def _unless_unknown() -> Iterator[None]:
    """Leave out what this book does not have: it may be somebody's own."""
    try:
        yield
    except Refused:
        return


def _scrolled(page: QWidget) -> QScrollArea | None:
    """Return the scrolling part that takes most of ``page``."""
    areas = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    tall = [area for area in areas if area.verticalScrollBar().maximum() > 0]
    return max(tall, key=lambda area: area.width() * area.height(), default=None)
