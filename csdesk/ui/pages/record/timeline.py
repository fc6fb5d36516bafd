"""The timeline: quick add by keyboard alone, and what happened, newest first, as a list to walk through."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from csdesk.book import timeline
from csdesk.errors import Refused
from csdesk.model import Activity, ActivityType
from csdesk.ui import formats
from csdesk.ui.day_entry import DayEntry
from csdesk.ui.form_sheet import FormSheet
from csdesk.ui.forms import Form, FormField
from csdesk.ui.page import Page
from csdesk.ui.problems import words_of
from csdesk.ui.theme import CAPTION, S, Theme, font, icon_pixmap
from csdesk.ui.translate import counted, tr
from csdesk.ui.widgets.parts import Section, button, column, restyle, row, words

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
ICONS = {
    ActivityType.CALL: "phone",
    ActivityType.MEETING: "users",
    ActivityType.EMAIL: "mail",
    ActivityType.NOTE: "sticky-note",
    ActivityType.UPDATE: "info",
    ActivityType.MILESTONE: "target",
    ActivityType.QBR: "presentation",
    ActivityType.SURVEY: "smile",
    ActivityType.ESCALATION: "triangle-alert",
    ActivityType.HAND_OFF: "arrow-right",
}
LEFT, HEAD, FOOT = 36, 22, 14  # px of an entry


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[Activity] = ()

    def fill(self, entries: Sequence[Activity]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{_title(entry)}, {_about(entry)}: {entry.text}"
        return None


def _title(entry: Activity) -> str:
    kind = tr(entry.type.label)
    return tr("{kind} with {people}", kind=kind, people=entry.people) if entry.people else kind


def _about(entry: Activity) -> str:
    parts = [formats.day(entry.day)]
    if entry.minutes:
        parts.append(tr("{n} min", n=entry.minutes))
    if entry.author:
        parts.append(entry.author)
    return ", ".join(parts)


class _Moment(QStyledItemDelegate):
    """An icon on the thread, what and with whom, when, and the text."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.wide = 600

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Activity = index.data(ENTRY)
        area = QRect(0, 0, max(120, self.wide - LEFT - S), 100_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        high = QFontMetrics(font()).boundingRect(area, flags, entry.text).height()
        return QSize(self.wide, HEAD + min(high, 400) + FOOT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Activity = index.data(ENTRY)
        theme, area = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(area.adjusted(LEFT - 8, -1, -1, -6), 6, 6)
        x, y = area.left() + 12.5, area.top()
        painter.setPen(QPen(theme.color("line"), 1))
        last = index.row() == index.model().rowCount() - 1
        painter.drawLine(int(x), int(y), int(x), int(y + 16 if last else area.bottom()))
        painter.setBrush(theme.color("raised"))
        painter.drawEllipse(QRectF(area.left() + 0.5, y + 0.5, 24, 24))
        icon = icon_pixmap(ICONS[entry.type], theme.faded, 15, 2)
        painter.drawPixmap(int(area.left()) + 5, int(y) + 5, icon)
        painter.setFont(font(strong=True))
        painter.setPen(theme.color("ink"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        metrics = QFontMetrics(painter.font())
        title = metrics.elidedText(_title(entry), Qt.TextElideMode.ElideRight, int(area.width() - LEFT - 180))
        painter.drawText(QRectF(area.left() + LEFT, y + 1, area.width(), 22), middle, title)
        left = area.left() + LEFT + metrics.horizontalAdvance(title) + S
        painter.setFont(font(CAPTION))
        painter.setPen(theme.color("faded"))
        painter.drawText(QRectF(left, y + 1, area.right() - left, 22), middle, _about(entry))
        painter.setFont(font())
        painter.setPen(theme.color("ink"))
        box = QRectF(area.left() + LEFT, y + HEAD, area.width() - LEFT - S, area.height() - HEAD - FOOT + 4)
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), entry.text)
        painter.restore()


class TimelineList(QListView):
    """As high as its entries: the page scrolls, not the list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._entries = _Entries(self)
        self._paint = _Moment(theme, self)
        self.setModel(self._entries)
        self.setItemDelegate(self._paint)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Timeline"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def fill(self, entries: Sequence[Activity]) -> None:
        self._entries.fill(entries)
        self._fit()

    def entry(self) -> Activity | None:
        index = self.currentIndex()
        found = index.data(ENTRY) if index.isValid() else None
        return found if isinstance(found, Activity) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._paint.wide != self.width():
            self._paint.wide = self.width()
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        option = QStyleOptionViewItem()
        count = self._entries.rowCount()
        high = sum(self._paint.sizeHint(option, self._entries.index(row)).height() for row in range(count))
        self.setFixedHeight(max(1, high + 2))


class QuickAdd(QWidget):
    """Type, day and text in one line. Enter adds and leaves it ready for the next; arrows choose a type."""

    added = Signal(object)  # {"type", "day", "text"}

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__()
        self._today = today
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Type"))
        for member in ActivityType:
            self.kind.addItem(theme.icon(ICONS[member]), tr(member.label), member)
        self.kind.setFixedWidth(136)
        self.entry = QLineEdit()
        self.entry.setPlaceholderText(tr("Write what happened: who, what they said, what comes next"))
        self.entry.setAccessibleName(tr("What happened"))
        self.day = DayEntry(theme, today)
        self.day.setAccessibleName(tr("Day"))
        self.day.setFixedWidth(132)
        self.day.setText(formats.typed_day(today))
        self.add = button(tr("Add"))
        self._wrong = words("", "caption", "risk")
        self._wrong.hide()
        line = row(self.kind, self.entry, self.day, self.add, gap=S)
        self.setLayout(column(line, self._wrong, gap=2))
        self.entry.returnPressed.connect(self._on_add)
        self.day.returnPressed.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        self.entry.installEventFilter(self)

    def begin(self, kind: ActivityType = ActivityType.CALL) -> None:
        """Be ready to write: the type chosen, the text focused."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def emptied(self) -> None:
        """Forget what was written: the book has it."""
        self.entry.clear()
        self.day.setText(formats.typed_day(self._today))
        self.entry.setFocus()

    def complain(self, error: BaseException) -> None:
        """Say what the book refused; the text stays."""
        self._wrong.setText(words_of(error))
        self._wrong.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the type without leaving the text, by up and down."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                count = self.kind.count()
                self.kind.setCurrentIndex((self.kind.currentIndex() + step) % count)
                return True
        return False

    def _on_add(self) -> None:
        self._wrong.hide()
        restyle(self.day, wrong=False)
        text = self.entry.text().strip()
        if not text:
            self.entry.setFocus()
            return
        try:
            day = self.day.value() or self._today
        except Refused as error:
            restyle(self.day, wrong=True)
            self.complain(error)
            self.day.setFocus()
            return
        self.added.emit({"type": self.kind.currentData(), "day": day, "text": text})


class TimelineSection(Section):
    """Quick add on top, entries below; ``more_wanted(count)`` when all of them are asked for."""

    more_wanted = Signal(int)

    def __init__(self, page: Page, owner: Any) -> None:
        self._page, self._owner = page, owner
        self._total = 0
        context = page.context
        self.quick = QuickAdd(context.theme, context.today())
        self.list = TimelineList(context.theme)
        self._nothing = words(tr("Nothing yet. Calls, meetings and notes stand here, newest first."), "faded")
        self._all = button("", "link")
        self._all.hide()
        body = QWidget()
        body.setLayout(column(self.quick, S, self.list, self._nothing, row(self._all, None), gap=0))
        super().__init__(tr("Timeline"), body=body, gap=S)
        self.quick.setVisible(not context.book.readonly)
        self.quick.added.connect(self._on_added)
        self._all.clicked.connect(lambda: self.more_wanted.emit(self._total))
        self.list.doubleClicked.connect(lambda _: self._edit())
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.list.installEventFilter(self)

    def show_entries(self, entries: timeline.Entries) -> None:
        """Show the newest entries and how many there are."""
        self._total = entries.total
        self.list.fill(entries.rows)
        self.list.setVisible(bool(entries.rows))
        self._nothing.setVisible(not entries.rows)
        self.note.say(counted(entries.total, "{n} entry", "{n} entries") if entries.total else "")
        rest = entries.total - len(entries.rows)
        self._all.setVisible(rest > 0)
        self._all.setText(tr("Show all {n}", n=entries.total))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._edit()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.remove_chosen()
                return True
        return False

    def _on_added(self, given: dict[str, Any]) -> None:
        self._page.context.write(
            self._page,
            timeline.add,
            done=lambda _: self.quick.emptied(),
            failed=self.quick.complain,
            **self._owner(),
            **given,
        )

    def _edit(self) -> None:
        entry, context = self.list.entry(), self._page.context
        if entry is None or context.book.readonly:
            return
        fields = [
            FormField("type", tr("Type"), ActivityType, optional=False),
            FormField("day", tr("Day"), date, optional=False),
            FormField("people", tr("With whom"), hint=tr("Names parted by commas")),
            FormField("minutes", tr("Minutes"), int),
            FormField("author", tr("Who of us"), short=True),
            FormField("shareable", tr("May be shown to the customer"), bool),
            FormField("text", tr("Text"), long=True, optional=False),
        ]
        values = {field.name: getattr(entry, field.name) for field in fields}
        form = Form(fields, context.theme, values=values, today=context.today(), headings=False)
        sheet = FormSheet(tr("Edit entry"), _about(entry), form, context.theme, only_changes=True)

        def submit(changed: dict[str, Any]) -> None:
            context.write(
                self._page,
                timeline.change,
                done=sheet.done,
                failed=sheet.failed,
                activity_id=entry.id,
                **changed,
            )

        sheet.submit = submit
        self._page.show_sheet(sheet)

    def remove_chosen(self) -> None:
        """Move the chosen entry to the bin."""
        entry, context = self.list.entry(), self._page.context
        if entry is not None and not context.book.readonly:
            context.write(self._page, timeline.remove, ids=[entry.id], today=context.today())

    def _open_menu(self, place: QPoint) -> None:
        from PySide6.QtGui import QGuiApplication

        entry, can = self.list.entry(), not self._page.context.book.readonly
        if entry is None:
            return
        menu = QMenu(self)
        menu.addAction(tr("Edit…"), self._edit).setEnabled(can)
        menu.addAction(tr("Copy"), lambda: QGuiApplication.clipboard().setText(entry.text))
        menu.addAction(tr("Move to the bin"), self.remove_chosen).setEnabled(can)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.list.viewport().mapToGlobal(place))
