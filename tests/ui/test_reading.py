"""Help, keys and about: what ships with the program can be read without a network."""

import re

import pytest

from csdesk.paths import resource
from csdesk.ui.actions import DEEDS
from csdesk.ui.dialogs.reading import TOPICS, HelpDialog, KeysDialog, about_dialog


@pytest.mark.parametrize("key", [key for key, _ in TOPICS])
def test_every_topic_has_its_page_and_its_links_lead_somewhere(key):
    page = resource(f"help/en/{key}.html").read_text("utf-8")
    assert len(page) > 300
    for target in re.findall(r'href="([^"]+)"', page):
        assert resource(f"help/en/{target}").exists(), target
    assert "http" not in page


def test_help_opens_at_the_page_shown_and_follows_its_links(qtbot, theme, shell):
    from PySide6.QtCore import QUrl

    dialog = HelpDialog(theme, "metrics", shell)
    qtbot.addWidget(dialog)
    assert dialog.topics.currentItem().text() == "The numbers"
    assert dialog.page.toPlainText().startswith("The numbers")
    dialog.page.anchorClicked.emit(QUrl("import.html"))
    assert dialog.topics.currentItem().text() == "Bringing files in"


def test_the_key_sheet_lists_every_key_and_narrows(qtbot, theme, shell):
    dialog = KeysDialog(theme, shell)
    qtbot.addWidget(dialog)
    dialog.show()
    said = {text for text, _ in dialog._rows}
    for deed in DEEDS:
        if deed.keys:
            assert any(text.startswith(deed.words.casefold()) for text in said), deed.words
    dialog.filter.setText("undo")
    shown = [text for text, widgets in dialog._rows if widgets[0].isVisible()]
    assert shown == ["undo ctrl+z"]


def test_about_holds_the_licences(qtbot, shell):
    dialog = about_dialog(shell)
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QLabel, QTextBrowser

    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "LGPL-3.0" in words
    texts = " ".join(one.toPlainText() for one in dialog.findChildren(QTextBrowser))
    assert "ISC License" in texts
    assert "SIL OPEN FONT LICENSE" in texts.upper()
