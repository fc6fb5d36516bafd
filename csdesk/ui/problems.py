"""How errors reach the user: a refusal is a note, trouble is a warning, anything else is a bug."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from csdesk.errors import CsdeskError, Refused, Trouble
from csdesk.ui.translate import tr

log = logging.getLogger(__name__)


def words_of(error: BaseException) -> str:
    """Return what ``error`` says to the user, translated."""
    if isinstance(error, CsdeskError):
        said = {name: tr(str(value)) if name == "label" else value for name, value in error.values.items()}
        return tr(error.text, **said)
    return tr("csdesk made a mistake. Your book is safe; the last action was not saved.")


def present(error: BaseException, parent: QWidget | None = None) -> QMessageBox:
    """Show ``error`` without blocking; the caller's work goes on."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names are never markup
    box.setWindowTitle("csdesk")
    box.setText(words_of(error))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    match error:
        case Refused() | Trouble():
            icons = QMessageBox.Icon
            box.setIcon(icons.Information if isinstance(error, Refused) else icons.Warning)
        case _:
            log.critical("bug: %s", type(error).__name__, exc_info=error)
            box.setIcon(QMessageBox.Icon.Critical)
            details = "".join(traceback.format_exception(error))
            box.setDetailedText(details)
            copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
    box.open()
    return box


def install(parent: QWidget | None = None) -> None:
    """Route exceptions nobody caught to :func:`present`."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        present(error, parent)

    sys.excepthook = hook
