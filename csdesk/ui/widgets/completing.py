"""Words that complete what is typed, in a list that looks like ours."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit


def complete(entry: QLineEdit, words: Sequence[str]) -> QAbstractItemView:
    """Offer ``words`` under ``entry`` while it is typed into, any other may be typed too. Return the list."""
    completer = QCompleter(QStringListModel(list(words), entry), entry)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    entry.setCompleter(completer)
    return dress(completer)


def dress(completer: QCompleter) -> QAbstractItemView:
    """Give the list under a field its ground: it is a window of its own, nothing lies behind it."""
    popup = completer.popup()
    if popup is None:
        raise AssertionError("it completes in a list")
    popup.setObjectName("completer")
    return popup
