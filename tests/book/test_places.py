from pathlib import Path, PureWindowsPath

import pytest

from csdesk.book import places


@pytest.fixture
def mounts(tmp_path, monkeypatch):
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/team nfs4 rw 0 0\n//nas/y /mnt/my\\040nas cifs rw 0 0\n"
        "/dev/sdb1 /mnt/team/local ext4 rw 0 0\n"
    )
    monkeypatch.setattr(places, "_MOUNTS", table)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/home/ana/books/a.csdesk", 0),
        ("/home/ana/Dropbox/a.csdesk", 1),
        ("/home/ana/OneDrive - Firma/Dokumente/a.csdesk", 1),
        ("/Users/ana/Library/Mobile Documents/a.csdesk", 1),
        ("/home/ana/megaphone/a.csdesk", 0),
        ("/home/ana/dropbox.csdesk", 0),
        ("/mnt/team/a.csdesk", 1),
        ("/mnt/my nas/Nextcloud/a.csdesk", 2),
        ("/mnt/team/local/a.csdesk", 0),
    ],
)
def test_places_that_deserve_a_word(mounts, path, count):
    said = places.warnings(Path(path))
    assert len(said) == count
    assert all("one computer at a time" in str(each) for each in said)


def test_a_share_of_windows():
    assert places._on_network(PureWindowsPath(r"\\server\share\a.csdesk"))


def test_a_system_without_a_table_of_mounts(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_MOUNTS", tmp_path / "no")
    assert places.warnings(tmp_path / "a.csdesk") == []
