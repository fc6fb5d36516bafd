"""Words in the user's language: those of this package, and those marked in Qt-free layers."""

import html

from PySide6.QtCore import QCoreApplication


def tr(words: str, **values: object) -> str:
    """Translate ``words`` and fill its {gaps}. The gaps are ours; only what fills them may be the user's."""
    text = QCoreApplication.translate("", words)
    return text.format(**values) if values else text


def counted(count: int, one: str, many: str, **values: object) -> str:
    """Choose the form for ``count`` and fill its ``{n}``: each of our four languages has two forms."""
    from csdesk.ui.formats import number

    return tr(one if count == 1 else many, n=number(count), **values)


def plain_tip(text: str) -> str:
    """Return ``text`` for a tool tip, shown as written: Qt would take a name like “<b>” for markup."""
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if "<" in text else text


def menu_text(text: str) -> str:
    """Return ``text`` for a menu or a button, where a single & would become a mnemonic."""
    return text.replace("&", "&&")
