"""A window in a process of its own, for the bench: ``csdesk BOOK`` or ``bare ROWS``.

Prints ``painted SECONDS`` (of the monotonic clock) when names first stand in the table, and
``peak MB`` a while after; then it leaves.
"""

import sys
import time
from pathlib import Path

LINGER = 1500  # ms in which the numbers arrive too


def peak() -> float:
    """Return the most memory this process ever held, in MB."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
                (name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "e", "f")
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        process = ctypes.windll.kernel32.GetCurrentProcess()
        ctypes.windll.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
        return float(counters.peak) / 1e6
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used * 1024 / 1e6


def say(what: str, value: float) -> None:
    print(what, value, flush=True)


def leave() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def done() -> None:
        say("peak", peak())
        QApplication.quit()

    QTimer.singleShot(LINGER if "--linger" in sys.argv else 0, done)


def bare(rows: int) -> None:
    """Show what PySide6 itself can do: a window with a table of as many rows and twelve columns."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    class Model(QAbstractTableModel):
        def rowCount(self, parent=None):
            return rows

        def columnCount(self, parent=None):
            return 12

        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            return f"{index.row()} {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None

    class View(QTableView):
        painted = False

        def paintEvent(self, event):
            super().paintEvent(event)
            if not self.painted:
                self.painted = True
                say("painted", time.monotonic())
                leave()

    app = QApplication([])
    window, view = QMainWindow(), View()
    model = Model()
    view.setModel(model)
    window.setCentralWidget(view)
    window.resize(1280, 800)
    window.show()
    app.exec()


def csdesk(book: str) -> None:
    """Start csdesk as a user does, and watch its grid for the first painting that shows rows."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from csdesk.__main__ import main

    class Watch:
        """Puts itself around the grid's painting once the grid's module is there."""

        def find_spec(self, name, path=None, target=None):
            if name == "csdesk.ui.pages.accounts":  # the page loads after the grid, and before it paints
                sys.meta_path.remove(self)
                self.wrap()

        def wrap(self):
            from csdesk.ui.grid.view import Grid

            original, seen = Grid.paintEvent, []

            def paint(grid, event):
                original(grid, event)
                if not seen and grid.model().rowCount():
                    seen.append(grid)
                    say("painted", time.monotonic())
                    leave()

            Grid.paintEvent = paint

    sys.meta_path.insert(0, Watch())
    main([book])


if __name__ == "__main__":
    bare(int(sys.argv[2])) if sys.argv[1] == "bare" else csdesk(sys.argv[2])
