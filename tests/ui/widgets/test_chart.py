"""ChartView: painted in its lane, read under the pointer, opened by a click, saved in three ways."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage

from csdesk.charts.data import Bar, Bars, Measure, Trend
from csdesk.ui.jobs import Jobs
from csdesk.ui.widgets.chart import ChartView

BARS = Bars(
    "Enterprise carries most",
    "MRR by tier, €",
    (Bar("Enterprise", 600.0, "60 %", (1, 2)), Bar('=cmd, "Mid"', 400.0, "40 %", (3,))),
    Measure(),
)


@pytest.fixture
def view(qtbot, theme):
    jobs = Jobs()
    made = ChartView(jobs, theme, 200)
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    yield made
    jobs.shut_down()


def painted(view, qtbot, data=BARS):
    view.show_data(data)
    qtbot.waitUntil(lambda: view.painted is not None and not view._jobs.busy, timeout=15_000)
    return view.painted


def middle(view, mark):
    left, top, width, height = mark.box
    return QPointF((left + width / 2) * view.width(), (top + height / 2) * view.height()).toPoint()


def test_a_chart_has_a_name_and_shows_its_picture(view, qtbot):
    mark = painted(view, qtbot).marks[0]
    assert view.accessibleName() == "Enterprise carries most"
    assert view.grab().toImage().pixelColor(middle(view, mark)).name() == view._theme.series[0]


def test_a_click_on_a_mark_opens_its_records(view, qtbot):
    mark = painted(view, qtbot).marks[0]
    with qtbot.waitSignal(view.opened) as caught:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, mark))
    assert caught.args == [(1, 2), mark.label]


def test_the_keyboard_reads_and_opens_too(view, qtbot):
    marks = painted(view, qtbot).marks
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription() == f"{marks[0].label}: {marks[0].value}"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as caught:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert caught.args[0] == (3,)
    assert not view.grab().isNull()


def test_copy_and_save_in_three_ways(view, qtbot, tmp_path):
    painted(view, qtbot)
    view.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()
    view.copy_data()
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith("Enterprise\t")
    for suffix in ("png", "svg", "csv"):
        view.save(tmp_path / f"chart.{suffix}")
    qtbot.waitUntil(lambda: not view._jobs.busy)
    assert QImage(str(tmp_path / "chart.png")).width() > 500
    assert b"<svg" in (tmp_path / "chart.svg").read_bytes()
    lines = (tmp_path / "chart.csv").read_text("utf-8-sig").splitlines()
    assert lines[1].startswith('"\'=cmd, ""Mid"""'), "what a spreadsheet would run is guarded"


def test_the_last_picture_stays_until_the_new_one_is_there(view, qtbot):
    first = painted(view, qtbot)
    months = tuple(date(2026, month, 28) for month in range(1, 13))
    view.show_data(Trend("Another", "about", months, tuple(float(n) for n in range(12))))
    assert view.painted is first
    qtbot.waitUntil(lambda: view.painted is not first)


def test_a_change_of_look_paints_anew(view, qtbot, theme, qapp):
    first = painted(view, qtbot)
    theme.wear("dark")
    theme.dress(qapp)
    qtbot.waitUntil(lambda: view.painted is not first, timeout=15_000)
    assert view.grab().toImage().pixelColor(400, 190).name() == theme.raised
