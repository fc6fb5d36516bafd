"""Python's cyclic garbage, collected in the UI thread only.

The lanes run Python too. A collection that happens to begin there would delete widgets whose last reference
was a cycle, outside the thread they live in, and end the process now and then, anywhere.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 400  # ms


class Collector(QObject):
    """Takes the place of the automatic collection while it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._clock = QTimer(self, interval=EVERY)
        self._clock.timeout.connect(self.collect)
        self._clock.start()
        self.destroyed.connect(gc.enable)

    @staticmethod
    def collect() -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        due = [count > limit > 0 for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(place for place, is_due in enumerate(due) if is_due))


def install(app: QObject) -> None:
    """Collect in the thread of ``app`` from now on; once is enough."""
    if app.findChild(Collector) is None:
        Collector(app)
