"""What desktops are told of csdesk agrees with what csdesk is."""

import configparser
import xml.etree.ElementTree as Xml
from pathlib import Path

from csdesk.book.engine import APPLICATION_ID

LINUX = Path(__file__).parents[2] / "packaging" / "linux"
SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def test_a_book_is_known_by_its_first_bytes():
    kind = Xml.parse(LINUX / "csdesk-mime.xml").getroot().find(f"{SPACE}mime-type")  # noqa: S314  our own file
    outer = kind.find(f"{SPACE}magic/{SPACE}match")
    inner = outer.find(f"{SPACE}match")
    assert outer.get("value") == r"SQLite format 3\000"
    assert (inner.get("offset"), int(inner.get("value"), 16)) == ("68", APPLICATION_ID)
    assert kind.find(f"{SPACE}glob").get("pattern") == "*.csdesk"


def test_the_desktop_opens_that_kind_with_csdesk():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(LINUX / "csdesk.desktop", encoding="utf-8")
    kind = Xml.parse(LINUX / "csdesk-mime.xml").getroot()[0].get("type")  # noqa: S314  our own file
    assert entry["Desktop Entry"]["MimeType"] == f"{kind};"
    assert entry["Desktop Entry"]["Exec"] == "csdesk %f"
