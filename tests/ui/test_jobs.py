import threading
import time
from concurrent.futures import CancelledError

import pytest
import shiboken6
from PySide6.QtCore import QObject

from csdesk.ui.jobs import FILE, Jobs


class Asker(QObject):
    def __init__(self):
        super().__init__()
        self.answers = []

    def take(self, answer):
        self.answers.append((answer, threading.current_thread() is threading.main_thread()))


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.shut_down()


def test_latest_question_wins(jobs, qtbot):
    asker = Asker()
    asked = []
    for number in range(5):
        jobs.ask(
            lambda number=number: (time.sleep(0.01), asked.append(number), number)[2],
            owner=asker,
            done=asker.take,
        )
    qtbot.waitUntil(lambda: not jobs.busy)
    assert asker.answers == [(4, True)]
    assert len(asked) < 5, "questions that were outdated before they began are not asked"


def test_answer_for_a_gone_owner_is_dropped(jobs, qtbot):
    asker, gate = Asker(), threading.Event()
    jobs.do(gate.wait, owner=asker, done=asker.take)
    shiboken6.delete(asker)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert asker.answers == []


def test_failure_is_announced(jobs, qtbot):
    asker = Asker()
    with qtbot.waitSignal(jobs.failed) as caught:
        jobs.do(lambda: 1 / 0, owner=asker, done=asker.take)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_failure_goes_to_who_asked_where_they_said_so(jobs, qtbot):
    asker, mine, others = Asker(), [], []
    jobs.failed.connect(others.append)
    jobs.do(lambda: 1 / 0, owner=asker, done=asker.take, failed=mine.append)
    qtbot.waitUntil(lambda: bool(mine))
    assert isinstance(mine[0], ZeroDivisionError)
    assert others == []


def test_every_write_is_reported_in_order(jobs, qtbot):
    asker = Asker()
    for number in range(3):
        jobs.do(lambda number=number: number, owner=asker, done=asker.take)
    qtbot.waitUntil(lambda: len(asker.answers) == 3)
    assert [answer for answer, _ in asker.answers] == [0, 1, 2]


def test_long_work_tells_how_far_it_is_and_can_be_stopped(jobs, qtbot):
    asker, steps, gate = Asker(), [], threading.Event()
    jobs.stepped.connect(lambda progress: steps.append((progress.done, progress.total)))
    left = []

    def work(progress):
        try:
            progress(1, 10)
            gate.wait(5)
            progress(2, 10)
        except CancelledError:
            left.append(True)
            raise

    with qtbot.waitSignal(jobs.ended):
        progress = jobs.long("Review decks", work, owner=asker, done=asker.take, lane=FILE)
        qtbot.waitUntil(lambda: bool(steps))
        progress.cancel()
        gate.set()
    assert steps[0] == (1, 10)
    assert left == [True]
    assert asker.answers == [], "a cancelled job has no result"


def test_lanes_do_not_wait_for_each_other(jobs, qtbot):
    asker, gate = Asker(), threading.Event()
    jobs.do(gate.wait, owner=asker, done=asker.take, lane="book")
    jobs.ask(lambda: "answer", owner=asker, done=asker.take)
    qtbot.waitUntil(lambda: ("answer", True) in asker.answers)
    gate.set()
