"""News from the book to whoever is on screen."""

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """``changed(Changes)``: emitted in any thread, heard in the UI thread."""

    changed = Signal(object)
