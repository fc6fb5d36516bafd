"""The header of a record gives way from the right, and no more than it must."""

from PySide6.QtWidgets import QWidget

from csdesk.ui.record import RecordHeader
from csdesk.ui.widgets.parts import Fact


def test_only_the_asides_without_room_go(qtbot, context):
    header = RecordHeader(context, "Back", [])
    facts = [Fact(f"Fact {n}") for n in range(5)]
    header.add_facts(*facts)
    holder = QWidget()  # or the window would not let it be narrower than its words
    qtbot.addWidget(holder)
    header.setParent(holder)
    header.resize(1200, 100)
    holder.resize(1200, 100)
    holder.show()
    for fact in facts:
        fact.say("value", "an aside that takes room")
    header.fit()
    assert not any(fact.aside.isHidden() for fact in facts)
    header.resize(header._needed() + 24 + 16 - 10, 100)
    header.fit()
    assert [fact.aside.isHidden() for fact in facts] == [False, False, False, False, True]
    assert not any(fact.isHidden() for fact in facts)
