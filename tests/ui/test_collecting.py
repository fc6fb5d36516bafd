"""Widgets in a cycle are deleted in their own thread, whichever thread allocates."""

import gc
import threading
import weakref

from PySide6.QtWidgets import QWidget

from csdesk.ui.collecting import Collector, install


class Knot(QWidget):
    """A widget that only the collector can find."""

    def __init__(self, gone):
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.current_thread()))


def test_a_lane_that_allocates_much_never_collects(qapp):
    install(qapp)
    assert not gc.isenabled()
    gone = []
    Knot(gone)
    worker = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    worker.start()
    worker.join()
    assert gone == []
    gc.collect()
    assert gone == [threading.main_thread()]


def test_the_collector_comes_round_by_itself(qapp, qtbot):
    install(qapp)
    gone = []
    for _ in range(50):
        Knot(gone)
    kept = [[] for _ in range(20_000)]
    qtbot.waitUntil(lambda: len(gone) == 50, timeout=5000)
    assert set(gone) == {threading.main_thread()}
    assert kept


def test_one_collector_is_enough(qapp):
    install(qapp)
    install(qapp)
    assert len(qapp.findChildren(Collector)) == 1
