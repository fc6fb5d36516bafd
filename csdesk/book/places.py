"""Where a book lies: folders that other programs copy and drives of a network deserve a word of warning."""

from pathlib import Path, PurePath

from csdesk.book.journal import Said
from csdesk.i18n import mark

_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "my drive",
    "icloud",
    "nextcloud",
    "owncloud",
    "pcloud",
    "mega",
)
_BEGINNINGS = tuple(f"{name}{end}" for name in _SYNCED for end in " -")
_ICLOUD = "mobile documents"
_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2")
)
_MOUNTS = Path("/proc/mounts")


def warnings(path: Path) -> list[Said]:
    """Return what may go wrong with a book at ``path``; nothing for an ordinary folder of this computer."""
    real = path.resolve()
    said = []
    if service := _synced(real):
        said.append(
            Said(
                mark(
                    "This book lies in a folder of {service}. Open it on one computer at a time, and let the "
                    "copying finish before and after."
                ),
                {"service": service},
            )
        )
    if _on_network(real):
        said.append(
            Said(
                mark(
                    "This book lies on a network drive. Locks may not reach across it: open it on one "
                    "computer at a time."
                ),
                {},
            )
        )
    return said


def _synced(path: PurePath) -> str | None:
    for part in path.parts[:-1]:
        low = part.casefold()
        if low == _ICLOUD or low in _SYNCED or low.startswith(_BEGINNINGS):
            return part
    return None


def _on_network(path: PurePath) -> bool:
    if path.drive.startswith("\\\\"):
        return True
    try:
        lines = _MOUNTS.read_text("utf-8", "replace").splitlines()
    except OSError:  # not on Linux
        return False
    kinds = {}
    for line in lines:
        _device, place, kind, *_rest = line.split(" ")
        kinds[place.replace("\\040", " ")] = kind
    nearest = next((kinds[str(each)] for each in path.parents if str(each) in kinds), "")
    return nearest in _NETWORK
