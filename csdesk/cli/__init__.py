"""The command line: which word is a command, and which module answers it. Modules load when asked for."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

# word → module of csdesk.cli with ``add(parser)`` and ``run(options) -> int`` per command
COMMANDS = {
    "new": "files",
    "open": "window",
    "import": "exchange",
    "export": "exchange",
    "metrics": "figures",
    "movements": "figures",
    "cohorts": "figures",
    "explain": "figures",
    "report": "papers",
    "deck": "papers",
    "check": "files",
    "backup": "files",
    "backups": "files",
    "restore": "files",
    "undo": "deeds",
    "redo": "deeds",
    "history": "deeds",
    "set": "settings",
    "tour": "window",
}


def is_for_us(words: Sequence[str]) -> bool:
    """Tell a command or a plea for help from a book to open in the window."""
    if not words:
        return False
    first = words[0]
    if first in COMMANDS:
        return True
    if first in {"-h", "--help"}:
        return True
    return not first.startswith("-") and not Path(first).exists()


def main(words: Sequence[str]) -> int:
    """Run one command and return its exit status (0 done, 1 in part, 2 wrong use, 3 locked, 4 damaged)."""
    first = words[0]
    if first in {"-h", "--help"}:
        print(_usage())
        return 0
    if first not in COMMANDS:
        print(f"csdesk: “{first}” is neither a command nor a file.\n{_usage()}", file=sys.stderr)
        return 2
    from csdesk.cli import frame

    module = importlib.import_module(f"csdesk.cli.{COMMANDS[first]}")
    return frame.run(first, module, words[1:])


def _usage() -> str:
    return (
        "usage: csdesk [BOOK.csdesk]\n"
        f"       csdesk {{{','.join(COMMANDS)}}} …\n"
        "       csdesk COMMAND --help explains one command; csdesk --version says which csdesk this is."
    )
