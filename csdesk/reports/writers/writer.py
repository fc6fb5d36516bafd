"""What a writer is, and how any writer reaches the disk: whole or not at all."""

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
            why = error.strerror or str(error)
            raise Trouble(mark("Could not write {file}: {why}"), file=path.name, why=why) from error
        except BaseException:
            _take_away(part)
            raise


def _take_away(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
