"""Every chart paints with data, with one point and with none, in every theme, and answers to the pointer."""

import itertools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import chart_examples as examples

from csdesk.charts.canvas import contrast, readable
from csdesk.charts.formats import Formats
from csdesk.charts.paint import paint, pixels, png, svg
from csdesk.charts.scales import nice_step, nice_top
from csdesk.charts.style import themed

SIZE = (470.0, 220.0)
NAMES = [f"{type(data).__name__}{n}" for n, data in enumerate(examples.FULL)]


@pytest.mark.parametrize("theme", ["light", "dark", "paper"])
@pytest.mark.parametrize("data", examples.FULL, ids=NAMES)
def test_paints_with_data_one_point_and_none(data, theme):
    style = themed(theme)
    for shown in (data, examples.shortened(data, 1), examples.shortened(data, 0)):
        painted = paint(shown, style, SIZE)
        width, height, rows = pixels(painted)
        assert (width, height) == (470, 220)
        assert len(rows) == 470 * 220 * 4
        assert len(set(itertools.batched(rows, 4)) if sys.version_info >= (3, 12) else set(rows)) > 2


@pytest.mark.parametrize("data", examples.FULL, ids=NAMES)
def test_words_stay_inside_even_when_narrow(data):
    for size in ((470.0, 220.0), (300.0, 180.0)):
        painted = paint(data, themed("light", Formats("fi")), size)
        painted.figure.canvas.draw()
        for text in painted.figure.texts:
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.x1 <= size[0] + 2, text.get_text()


@pytest.mark.parametrize("data", examples.FULL, ids=NAMES)
def test_every_mark_lies_in_the_figure_and_is_found_at_its_middle(data):
    painted = paint(data, themed("light"), SIZE)
    assert painted.marks
    for mark in painted.marks:
        left, top, width, height = mark.box
        assert left > -0.2
        assert left + width < 1.2
        assert mark.value
        found = painted.at(left + width / 2, top + height / 2)
        assert found is not None
        assert found.label == mark.label


def test_marks_carry_the_records_behind_them():
    painted = paint(examples.BRIDGE, themed("light"), SIZE)
    assert [mark.records for mark in painted.marks if mark.label == "New"] == [(3,)]


def test_a_gap_is_a_gap_and_never_nought():
    painted = paint(examples.TREND, themed("light"), SIZE)
    gone = [mark for mark in painted.marks if mark.label == "Jun 2026"]
    assert [mark.value for mark in gone] == ["–"]


def test_same_chart_same_bytes():
    first, second = (svg(paint(examples.BARS, themed("paper"), SIZE)) for _ in range(2))
    assert first == second
    assert png(paint(examples.BARS, themed("paper"), SIZE))[:4] == b"\x89PNG"


def test_numbers_by_locale():
    shown = {
        loc: paint(examples.RATES, themed("light", Formats(loc)), SIZE).marks[-1].value
        for loc in ("en", "fi")
    }
    assert "NRR 106.8%" in shown["en"]
    assert "NRR 106,8\u00a0%" in shown["fi"]


def test_cut_bridge_says_so_and_a_plain_one_does_not():
    cut = paint(examples.BRIDGE, themed("light"), SIZE)
    assert any("bars cut below" in text.get_text() for text in cut.figure.texts)
    plain = paint(examples.shortened(examples.BRIDGE, 1), themed("light"), SIZE)
    assert not any("bars cut" in text.get_text() for text in plain.figure.texts)


def test_dollar_signs_are_money_not_mathematics():
    data = examples.replace(examples.BARS, title="$1 and $2 of $3", bars=(examples.Bar("$a_1$", 3.0),))
    painted = paint(data, themed("light"), SIZE)
    assert painted.figure.texts[0].get_text() == "$1 and $2 of $3"
    assert svg(painted)


@pytest.mark.parametrize(
    ("rough", "nice"), [(0.0, 1.0), (0.03, 0.05), (1.0, 1.0), (2.1, 2.5), (260, 500), (7, 10)]
)
def test_round_steps(rough, nice):
    assert nice_step(rough) == pytest.approx(nice)


def test_round_top_holds_the_highest():
    assert nice_top(480) == 500
    assert nice_top(0) == 1.0


@pytest.mark.parametrize("ground", ["#ffffff", "#cf7a12", "#2f5bb7", "#1a1d22", "#808080"])
def test_words_on_any_ground_can_be_read(ground):
    from csdesk.charts.canvas import _luminance

    ink = readable(ground, "#1a1e26", "#ffffff")
    assert contrast(_luminance(ink), _luminance(ground)) >= 4.5
