"""The small parts: what a keyboard can do with them."""

import pytest
from PySide6.QtCore import Qt

from csdesk.ui.welcome import Way
from csdesk.ui.widgets.parts import Chip, button


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", ["way", "chip", "link"])
def test_a_button_is_pressed_by_enter_as_by_space(qtbot, theme, key, kind):
    made = {
        "way": lambda: Way("Start empty", "By hand", theme, "plus"),
        "chip": lambda: Chip("Enterprise", theme, 3),
        "link": lambda: button("Rows", "link"),
    }[kind]()
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.clicked, timeout=500):
        qtbot.keyClick(made, key)
