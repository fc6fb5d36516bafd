"""What a writer is, and how any writer reaches the disk: whole or not at all."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from csdesk.errors import Trouble
from csdesk.i18n import mark
from csdesk.reports.document import Document


@dataclass(frozen=True, slots=True)
class Writer:
    """A file format: its label and suffix for the save dialog, document → bytes, and a check of the bytes."""

    label: str
    suffix: str
    render: Callable[[Document], bytes]
    check: Callable[[bytes, Document], None] | None = None

    def write(self, document: Document, path: Path) -> None:
        """Write beside the target, read back, then rename; raises :class:`Trouble` when the disk refuses."""
        if not path.parent.is_dir() or path.is_dir():  # known before the work is done
            raise _told(OSError(), path)
        data = self.render(document)
        part = path.with_name(path.name + ".part")
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if self.check is not None:
                self.check(part.read_bytes(), document)
            os.replace(part, path)
        except OSError as error:
            _take_away(part)
            raise _told(error, path) from error
        except BaseException:
            _take_away(part)
            raise


def _told(error: OSError, path: Path) -> Trouble:
    """Say what is in the way, and what would help."""
    if error.errno == errno.ENOSPC:
        return Trouble(mark("The disk is full: {file} was not written."), file=path.name)
    if not path.parent.is_dir():
        said = mark("There is no folder {folder} to write {file} into.")
        return Trouble(said, folder=path.parent, file=path.name)
    if path.is_dir():
        return Trouble(mark("{file} is a folder; name a file in it."), file=path)
    if isinstance(error, PermissionError):
        said = mark("{file} was not written: another program has it open, or you may not write there.")
        return Trouble(said, file=path)
    why = error.strerror or str(error)
    return Trouble(mark("Could not write {file}: {why}"), file=path.name, why=why)


def _take_away(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
