"""A page about one record: a header that stays, an index at the side, sections below one another."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QLayout, QPushButton, QScrollArea, QWidget

from csdesk.ui.context import Context
from csdesk.ui.page import Page
from csdesk.ui.theme import NARROW, XL, L, M, S, font
from csdesk.ui.translate import menu_text, plain_tip, tr
from csdesk.ui.widgets.overlays import scrolling
from csdesk.ui.widgets.parts import (
    Avatars,
    Fact,
    Giving,
    Press,
    Section,
    column,
    icon_button,
    line,
    row,
    tag,
    words,
)

ENTRY = 108  # px for the words of an entry of the index, more in a wide font


class RecordHeader(QWidget):
    """100 px: who it is and how it does, in one look. Facts are parted by lines; what finds no room goes."""

    back = Signal()

    def __init__(self, context: Context, back_word: str, actions: Sequence[QWidget]) -> None:
        super().__init__()
        theme = context.theme
        self._back = icon_button(theme, "chevron-left", back_word)
        self._back.clicked.connect(self.back)
        self.name = Giving("", "title")
        self._tags = row(gap=6)
        self._place = Giving("", "faded")
        top = row(self._back, self.name, self._tags, self._place, None, *actions, gap=S)
        top.setContentsMargins(XL - 6, M, L, 0)
        self._top = top
        self._facts: list[Fact] = []
        self._without: set[Fact] = set()
        self._lines: list[QWidget] = []
        self.people = Avatars(theme)
        self._row = row(gap=L)
        self._row.setContentsMargins(XL, 0, L, M)
        self._row.addStretch(1)
        self.setLayout(column(top, self._row, gap=M))
        self.setFixedHeight(100)

    def show_name(self, name: str, tags: Sequence[tuple[str, str]], place: str) -> None:
        """Say who it is; ``tags`` are (words, tone)."""
        self.name.say(name)
        _clear(self._tags)
        for text, tone in tags:
            part = tag(text, tone)
            self._tags.addWidget(part)
            part.ensurePolished()
            part.show()  # at once: what is not shown takes no room when the name is fitted
        self._place.say(place)

    def add_facts(self, *facts: Fact) -> None:
        """Lay facts side by side, then the people."""
        for fact in facts:
            rule = line("v")
            self._row.insertWidget(self._row.count() - 1, fact)
            self._row.insertWidget(self._row.count() - 1, rule)
            self._facts.append(fact)
            self._lines.append(rule)
        self._row.insertWidget(self._row.count() - 1, self.people)

    def leave_out(self, facts: set[Fact]) -> None:
        """Do not show these facts for this record."""
        self._without = facts

    def fit(self) -> None:
        """Hide from the right what a narrow window has no room for; asides go first."""
        self._fit_name()
        narrow = self.window().width() < NARROW
        self._row.setSpacing(M if narrow else L)
        room = self.width() - XL - L
        for fact in self._facts:
            fact.setVisible(fact not in self._without)
            fact.aside.setVisible(bool(fact.aside.words()))
        for fact in reversed(self._facts):
            if self._needed() <= room:
                break
            fact.aside.hide()
        for fact in reversed(self._facts[1:]):
            if self._needed() <= room:
                break
            fact.hide()
        for fact, rule in zip(self._facts, self._lines, strict=True):
            rule.setVisible(not fact.isHidden())

    def _fit_name(self) -> None:
        """Let the place give way before the name does."""
        parts = [self._top.itemAt(at) for at in range(self._top.count())]
        kept = [one for one in parts if one is not None and one.widget() not in (self.name, self._place)]
        taken = sum(one.sizeHint().width() for one in kept) + self._top.spacing() * len(parts) + XL + L
        free = self.width() - taken - self._place.minimumSizeHint().width()
        self.name.setMinimumWidth(max(28, min(self.name.sizeHint().width(), free)))

    def _needed(self) -> int:
        shown = [fact for fact in self._facts if not fact.isHidden()]
        for fact in shown:
            if (laid := fact.layout()) is not None:
                laid.activate()  # a row within a column keeps its old measure until then
        gap = self._row.spacing()
        return sum(fact.sizeHint().width() + 2 * gap + 1 for fact in shown) + self.people.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class Index(QWidget):
    """The sections by name, with their counts; the one in sight is marked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._entries: dict[str, QPushButton] = {}
        self._box = column(gap=0, margins=(XL, L, 0, L))
        self._box.addStretch(1)
        self.setLayout(self._box)
        self._room = max(ENTRY, QFontMetrics(font(strong=True)).horizontalAdvance("Health inputs  000"))
        self.setFixedWidth(self._room + 40)

    def add(self, title: str) -> None:
        entry = Press()
        entry.setCheckable(True)
        entry.setProperty("kind", "index")
        entry.setMinimumWidth(self._room + 4)
        entry.clicked.connect(lambda: self.chosen.emit(title))
        self._group.addButton(entry)
        self._entries[title] = entry
        self.count(title, None)
        self._box.insertWidget(self._box.count() - 1, entry)

    def count(self, title: str, number: int | None) -> None:
        tail = f"  {number}" if number else ""
        entry, letters = self._entries[title], QFontMetrics(font(strong=True))
        room = self._room - letters.horizontalAdvance(tail)
        entry.setText(menu_text(letters.elidedText(title, Qt.TextElideMode.ElideRight, room) + tail))
        entry.setAccessibleName(title + tail)
        entry.setToolTip("" if letters.horizontalAdvance(title) <= room else plain_tip(title))

    def show_only(self, titles: Sequence[str]) -> None:
        """Name only these sections: others have nothing and are not shown."""
        for title, entry in self._entries.items():
            entry.setVisible(title in titles)
        marked = next((title for title, entry in self._entries.items() if entry.isChecked()), None)
        if titles and marked not in titles:
            self.mark(titles[0])

    def mark(self, title: str) -> None:
        self._entries[title].setChecked(True)


class RecordPage(Page):
    """To make one: call ``build(header)`` once, then ``add_section`` for each part in its order.

    ``lay_side_by_side(a, b)`` puts two sections beside each other while the window is wide.
    """

    def build(self, header: RecordHeader) -> None:
        """Lay out header, index and the scrolling body."""
        self.header = header
        self.index = Index()
        self.sections: dict[str, Section] = {}
        self._pairs: list[tuple[QWidget, Section, Section, bool]] = []
        self.body = QWidget()
        self._column = column(gap=XL, margins=(M, L, XL, XL))
        self._column.addStretch(1)
        self.body.setLayout(self._column)
        self.area: QScrollArea = scrolling(self.body)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(tr("Sections"))
        self.setLayout(column(header, line(), row(self.index, self.area, gap=0), gap=0))
        header.back.connect(lambda: self.deed_wanted.emit("back"))
        self.index.chosen.connect(self.scroll_to)
        self.area.verticalScrollBar().valueChanged.connect(self._follow)

    def add_section(self, section: Section) -> None:
        """Put a section below the others."""
        self._column.insertWidget(self._column.count() - 1, section)
        self._enter(section)

    def add_pair(self, one: Section, other: Section, shares: tuple[int, int] = (1, 1)) -> None:
        """Put two sections side by side; one below the other in a narrow window."""
        holder = QWidget()
        box = row(one, other, gap=XL)
        box.setStretch(0, shares[0])
        box.setStretch(1, shares[1])
        for part in (one, other):
            box.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        holder.setLayout(box)
        self._column.insertWidget(self._column.count() - 1, holder)
        self._pairs.append((holder, one, other, False))
        self._enter(one)
        self._enter(other)

    def _enter(self, section: Section) -> None:
        self.sections[section.title] = section
        self.index.add(section.title)
        if len(self.sections) == 1:
            self.index.mark(section.title)

    def scroll_to(self, title: str) -> None:
        """Bring a section to the top."""
        top = self.sections[title].mapTo(self.body, QPoint(0, 0)).y()
        self.area.verticalScrollBar().setValue(max(0, top - L))
        self.index.mark(title)

    def to_top(self) -> None:
        """Show the page from its beginning."""
        self.area.verticalScrollBar().setValue(0)
        if self.sections:
            self.index.mark(next(iter(self.sections)))

    def remove_focused(self) -> None:
        """Remove what is chosen where the focus is: Del in a list never means the whole record."""
        focused = self.window().focusWidget()
        for section in self.sections.values():
            remove = getattr(section, "remove_chosen", None)
            if remove is not None and focused is not None and section.isAncestorOf(focused):
                remove()

    def take_focus(self) -> None:
        self.area.setFocus()

    def _follow(self, value: int) -> None:
        """Mark the section that stands at the top; at the very end the last one."""
        shown = {title: part for title, part in self.sections.items() if part.isVisible()}
        tops = [(part.mapTo(self.body, QPoint(0, 0)).y(), title) for title, part in shown.items()]
        tops.sort(key=lambda pair: pair[0])
        if not tops:
            return
        at_end = value >= self.area.verticalScrollBar().maximum() - 4 and value > 0
        reached = tops[-1][0] if at_end else max((y for y, _ in tops if y <= value + XL), default=tops[0][0])
        self.index.mark(next(title for y, title in tops if y == reached))  # of two side by side the first

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW
        for position, (holder, one, other, stacked) in enumerate(self._pairs):
            if stacked != narrow:
                _relay(holder, one, other, stacked=narrow)
                self._pairs[position] = (holder, one, other, narrow)
        QTimer.singleShot(0, self, self.header.fit)


def _relay(holder: QWidget, one: Section, other: Section, *, stacked: bool) -> None:
    """Lay a pair anew: beside each other, or below."""
    old = holder.layout()
    if old is None:
        return
    shares = [old.stretch(0), old.stretch(1)] if hasattr(old, "stretch") else [1, 1]
    for part in (one, other):
        old.removeWidget(part)
    QWidget().setLayout(old)  # the only way to take a layout off a widget
    box = (column if stacked else row)(one, other, gap=XL)
    if not stacked:
        for place, share in enumerate(shares):
            box.setStretch(place, max(1, share))
        for part in (one, other):
            box.setAlignment(part, Qt.AlignmentFlag.AlignTop)
    else:
        box.setProperty("shares", shares)
    holder.setLayout(box)


def _clear(box: QLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def quiet(text: str) -> QLabel:
    """Return what a section says while it has nothing."""
    return words(text, "faded", wrap=True)
