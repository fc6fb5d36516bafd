"""The window's own settings: look, language, places. Typed, saved atomically; data live in the book."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from csdesk.paths import settings_file

RECENT = 10


@dataclass(slots=True)
class Settings:
    """What this machine remembers. Unknown or wrongly typed entries of the file are left out, never fatal."""

    theme: str = "system"
    language: str = ""  # "": the system's
    locale: str = ""  # of dates, numbers and money; "": the system's
    recent: list[str] = field(default_factory=list)  # books, the newest first
    warned: list[str] = field(default_factory=list)  # folders whose warning was read
    page: str = ""
    geometry: str = ""  # as Qt packs it, in base 64
    grids: dict[str, Any] = field(default_factory=dict)  # look of each grid: columns, widths, order
    path: Path | None = None

    @classmethod
    def load(cls, path: Path | None = None) -> "Settings":
        """Read the file, or begin anew where there is none or it cannot be read."""
        found = cls(path=path or settings_file())
        try:
            entries = json.loads((path or settings_file()).read_text("utf-8"))
        except (OSError, ValueError):
            return found
        for one in fields(cls):
            value = entries.get(one.name) if isinstance(entries, dict) else None
            if one.name != "path" and isinstance(value, type(getattr(found, one.name))):
                setattr(found, one.name, value)
        found.recent = [book for book in found.recent if isinstance(book, str)]
        found.warned = [folder for folder in found.warned if isinstance(folder, str)]
        return found

    def remember(self, book: Path) -> None:
        """Put ``book`` at the head of the recent ones."""
        name = str(book.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:RECENT]
        self.save()

    def save(self) -> None:
        """Write beside the file and put it in place; a disk that refuses is no reason to stop."""
        if self.path is None:
            return
        entries = {name: value for name, value in asdict(self).items() if name != "path"}
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.touch(mode=0o600)  # where somebody's books lie is nobody else's business
            beside.write_text(json.dumps(entries, ensure_ascii=False, indent=1), "utf-8")
            beside.replace(self.path)
        with contextlib.suppress(OSError):
            beside.unlink()  # there only where writing or replacing failed
