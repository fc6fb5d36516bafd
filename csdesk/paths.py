"""Where files live. The only module that knows whether we run from source, a wheel or a bundle."""

import os
from pathlib import Path

from platformdirs import PlatformDirs

_HERE = Path(__file__).parent


def _dirs() -> PlatformDirs:
    return PlatformDirs("csdesk", appauthor=False, ensure_exists=True)


def resource(name: str) -> Path:
    """Return a shipped file, such as ``"themes/light.toml"``."""
    packed = _HERE / "resources"  # wheels and bundles carry resources/ inside csdesk/
    return (packed if packed.is_dir() else _HERE.parent / "resources") / name


def home() -> Path:
    """Return the folder for what is the user's own: books, backups. ``CSDESK_HOME`` moves all of it."""
    moved = os.environ.get("CSDESK_HOME")
    if not moved:
        return _dirs().user_data_path
    folder = Path(moved)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_book() -> Path:
    """Return the book opened when none is named."""
    return home() / "My book.csdesk"


def backups() -> Path:
    """Return the folder for copies of books."""
    return home() / "backups"


def settings_file() -> Path:
    """Return the file of the window's settings."""
    return (
        home() / "settings.json"
        if os.environ.get("CSDESK_HOME")
        else _dirs().user_config_path / "settings.json"
    )


def cache() -> Path:
    """Return the folder for what can be made again, such as matplotlib's list of fonts."""
    folder = home() / "cache" if os.environ.get("CSDESK_HOME") else _dirs().user_cache_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
