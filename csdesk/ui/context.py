"""What every page and dialog may lean on. Handed in, never looked up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from csdesk.ui.bus import Bus
from csdesk.ui.jobs import BOOK, FILE, Jobs, Progress
from csdesk.ui.theme import Theme

if TYPE_CHECKING:
    from csdesk.book.book import Book
    from csdesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The open book, its news, its workers, the look, the day, and the window's own settings."""

    book: "Book"
    bus: Bus
    jobs: Jobs
    theme: Theme
    today: Callable[[], date]
    settings: "Settings"

    def ask(
        self,
        owner: QObject,
        done: Callable[[Any], None],
        question: Callable[..., Any],
        /,
        **what: Any,
    ) -> None:
        """Ask the book in the background; ``done`` gets the newest answer, older ones are dropped."""
        self.jobs.ask(lambda: self.book.read(question, **what), owner=owner, done=done)

    def write(
        self,
        owner: QObject,
        verb: Callable[..., Any],
        /,
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        **what: Any,
    ) -> None:
        """Say a verb to the book in the background; the bus tells everyone, ``owner`` included.

        ``done`` hears what the verb returned; ``failed`` takes a refusal that belongs beside a field.
        """
        self.jobs.do(
            lambda: self.book.write(verb, **what),
            owner=owner,
            done=done or _nothing,
            lane=BOOK,
            failed=failed,
        )

    def rehearse(
        self,
        owner: QObject,
        done: Callable[[Any], None],
        verb: Callable[..., Any],
        /,
        *,
        failed: Callable[[BaseException], None] | None = None,
        **what: Any,
    ) -> None:
        """Try a verb and take it back: what would it do? ``done`` gets its result, newest only."""
        self.jobs.ask(
            lambda: self.book.rehearse(verb, **what), owner=owner, done=done, lane=BOOK, failed=failed
        )

    def make(
        self,
        owner: QObject,
        words: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        *,
        lane: str = FILE,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Progress:
        """Do long work with a bar and Cancel in the status bar, such as a file or an import."""
        return self.jobs.long(words, work, owner=owner, done=done, lane=lane, failed=failed)


def _nothing(_result: object) -> None:
    pass
