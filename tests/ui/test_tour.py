"""The tour pictures every page, and leaves book and settings as they were."""

from datetime import date
from hashlib import sha256

import pytest
from PySide6.QtGui import QImage

from csdesk import app, settings
from csdesk.book import sample
from csdesk.book.book import Book
from csdesk.ui.pages import FOOT, PAGES

TODAY = date(2026, 11, 21)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CSDESK_HOME", str(tmp_path / "home"))
    return tmp_path


def test_every_page_is_pictured(qapp, home, capsys):
    path, out = home / "s.csdesk", home / "out"
    sample.create(path, today=TODAY, accounts=1)
    before = sha256(path.read_bytes()).hexdigest()
    with Book(path):  # open elsewhere, as it may be
        assert app.tour(path, out, looks=("dark",), sizes=((1024, 700),), today=TODAY) == 0
    told = capsys.readouterr().out.split()
    assert sorted(told) == sorted(str(file) for file in out.iterdir())
    wanted = [place.key for place in (*PAGES, *FOOT)]
    wanted += [
        "account-silent-decline",
        "partner-partner-that-does-not-pay",
        "palette",
        "sheet",
        "empty-accounts",
    ]
    for name in wanted:
        picture = QImage(str(out / f"{name}-dark-1024.png"))
        assert (picture.width(), picture.height()) == (1024, 700), name
    assert not (out / "account-upsell-dark-1024.png").exists()  # this small book does not have it
    assert sha256(path.read_bytes()).hexdigest() == before
    assert not settings.settings_file().exists()
