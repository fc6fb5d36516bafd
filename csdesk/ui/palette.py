"""The palette: any page, deed, account, partner or person by a few letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from csdesk.i18n import mark
from csdesk.ui.context import Context
from csdesk.ui.formats import plain
from csdesk.ui.theme import CAPTION, L, Theme, font, icon_pixmap
from csdesk.ui.translate import tr
from csdesk.ui.widgets.overlays import Scrim, key_words
from csdesk.ui.widgets.parts import column, line, row, words

if TYPE_CHECKING:
    from csdesk.book.search import Hit

Index = QModelIndex | QPersistentModelIndex
WIDE, TOP, ROW, HEAD, SHOWN, MOST = 600, 88, 36, 30, 10, 5
ITEM = Qt.ItemDataRole.UserRole + 1
KINDS = {  # kind of record → its icon, what it is called, the group it stands in
    "account": ("building-2", mark("account"), mark("Accounts and partners")),
    "partner": ("handshake", mark("partner"), mark("Accounts and partners")),
    "contact": ("user", mark("person"), mark("People")),
    "activity": ("notebook-pen", mark("timeline"), mark("Found in")),
    "ticket": ("life-buoy", mark("ticket"), mark("Found in")),
    "contract": ("file", mark("contract"), mark("Found in")),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it says and what Enter does. ``heading`` rows part the groups and cannot be chosen."""

    text: str
    run: Callable[[], None] | None = None
    icon: str = ""
    aside: str = ""
    keys: str = ""
    group: str = ""
    heading: bool = False


class _Items(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[Item] = []

    def fill(self, items: Sequence[Item]) -> None:
        self.beginResetModel()
        self.items = []
        group = ""
        for item in items:
            if item.group != group:
                group = item.group
                self.items.append(Item(tr(group), heading=True))
            self.items.append(item)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (item.text, item.aside, item.keys) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.items[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class _Paint(QStyledItemDelegate):
    """Icon, the name with the letters that matched in the strong weight, what it is, its key."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.match = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item = index.data(ITEM)
        return QSize(WIDE - 2, HEAD if item.heading else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(ITEM)
        theme, area = self._theme, QRectF(option.rect)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item.heading:
            painter.setFont(font(CAPTION))
            painter.setPen(theme.color("faded"))
            painter.drawText(area.adjusted(20, 6, 0, 0), middle, item.text)
            painter.restore()
            return
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(area.adjusted(8, 0, -8, 0), 6, 6)
        if item.icon:
            picture = icon_pixmap(item.icon, theme.ink if on else theme.faded, 16, 2)
            painter.drawPixmap(int(area.left()) + 20, int(area.top()) + 10, picture)
        right = self._keys(painter, area, item.keys) - 12
        asides = QFontMetrics(font()).horizontalAdvance(item.aside)
        left = self._name(painter, area, item.text, right - (min(asides + 10, 200) if item.aside else 0))
        painter.setFont(font())
        painter.setPen(theme.color("faded"))
        room = right - left - 10
        aside = QFontMetrics(painter.font()).elidedText(item.aside, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left + 10, area.top(), room, area.height()), middle, aside)
        painter.restore()

    def _name(self, painter: QPainter, area: QRectF, text: str, right: float) -> float:
        start = plain(text).find(plain(self.match)) if self.match else -1
        end = start + len(self.match)
        pieces = [(text, False)]
        if start >= 0:
            pieces = [(text[:start], False), (text[start:end], True), (text[end:], False)]
        left = area.left() + 48
        for piece, strong in pieces:
            painter.setFont(font(strong=strong))
            painter.setPen(self._theme.color("accent" if strong else "ink"))
            metrics = QFontMetrics(painter.font())
            fitting = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, max(0, int(right - left)))
            wide = metrics.horizontalAdvance(fitting)
            place = QRectF(left, area.top(), wide + 2, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, fitting)
            left += wide
        return left

    def _keys(self, painter: QPainter, area: QRectF, keys: str) -> float:
        painter.setFont(font(CAPTION))
        right = area.right() - 20.0
        for part in reversed(keys.split("+") if keys else []):
            wide = QFontMetrics(painter.font()).horizontalAdvance(part) + 10
            box = QRectF(right - wide, area.center().y() - 9, wide, 18)
            painter.setPen(QPen(self._theme.color("edge"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(self._theme.color("faded"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, part)
            right -= wide + 4
        return right


class Palette(QFrame):
    """600 px wide, 88 from the top, over a scrim. It finds deeds itself and asks the book for records."""

    def __init__(
        self, context: Context, deeds: Sequence[Item], go: Callable[[str, object], None], over: QWidget
    ) -> None:
        self._scrim = Scrim(context.theme, over)
        super().__init__(self._scrim)
        self._context, self._deeds, self._go = context, deeds, go
        self._back_to = over.window().focusWidget()
        self._hits: Sequence[Hit] = ()
        self.setObjectName("palette")
        self.setFixedWidth(min(WIDE, over.width() - 48))
        self.setAccessibleName(tr("Find or do anything"))
        self.entry = QLineEdit(placeholderText=tr("Type a name or a deed"))
        self.entry.setAccessibleName(tr("Type a name or a deed"))
        self._items = _Items(self)
        self._paint = _Paint(context.theme, self)
        self.list = QListView()
        self.list.setModel(self._items)
        self.list.setItemDelegate(self._paint)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(False)
        self.list.setAccessibleName(tr("Found"))
        hints = (tr("↑ ↓ choose"), tr("Enter open"))
        foot = row(*(words(hint, "caption") for hint in hints), None, words(tr("Esc close"), "caption"),
                   gap=L, margins=(20, 8, 20, 8))  # fmt: skip
        entry = row(self.entry, margins=(8, 0, 8, 0))
        self.setLayout(column(entry, line(), self.list, 8, line(), foot, gap=0, margins=(1, 0, 1, 0)))
        self.entry.installEventFilter(self)
        self.entry.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._run)
        self.list.entered.connect(self._on_pointed)
        self._scrim.clicked.connect(self.leave)
        self.move((over.width() - self.width()) // 2, TOP)
        self._fill()
        self.show()
        self.entry.setFocus()

    def leave(self) -> None:
        """Close and give the focus back."""
        self._scrim.hide()
        self._scrim.deleteLater()
        if self._back_to:
            self._back_to.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.leave()
            elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab) else -1)
            elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
            else:
                return False
            return True
        return False

    def _on_typed(self, text: str) -> None:
        self._paint.match = text.strip()
        if not text.strip():
            self._hits = ()
        else:
            from csdesk.book import search

            self._context.ask(self, self._take, search.find, text=text, limit=30)
        self._fill()

    def _take(self, hits: Sequence["Hit"]) -> None:
        self._hits = hits
        self._fill()

    def _fill(self) -> None:
        text = plain(self.entry.text().strip())
        counts: dict[str, int] = {}
        found = []
        for hit in self._hits:
            group = KINDS[hit.kind][2]
            counts[group] = counts.get(group, 0) + 1
            if counts[group] <= MOST:
                found.append(self._record(hit))
        order = list(dict.fromkeys(group for _, _, group in KINDS.values()))
        found.sort(key=lambda item: order.index(item.group))
        deeds = [deed for deed in self._deeds if _matches(plain(deed.text), text)]
        deeds.sort(key=lambda deed: not plain(deed.text).startswith(text))
        self._items.fill([*found, *deeds[: max(6, SHOWN + 4 - len(found))]])
        self._choose(0)
        rows = sum(HEAD if item.heading else ROW for item in self._items.items)
        most = max(120, self._scrim.height() - TOP - 140)
        self.list.setFixedHeight(min(rows, SHOWN * ROW + 3 * HEAD, most))
        self.adjustSize()

    def _record(self, hit: "Hit") -> Item:
        icon, word, group = KINDS[hit.kind]
        own = hit.kind in ("account", "partner")
        room, record = "account", hit.account_id
        if own:
            room, record = hit.kind, hit.id
        elif record is None:
            room, record = "partner", hit.partner_id

        def go() -> None:
            self._go(room, record)

        named = plain(self.entry.text().split()[0]) in plain(hit.title) if self.entry.text().split() else True
        seen = " ".join(hit.snippet.split())
        aside = tr(word) if own and named else seen if own else hit.of
        title = " ".join(hit.title.split())[:90]
        return Item(title, go if record is not None else None, icon, aside, "", group)

    def _step(self, by: int) -> None:
        count = self._items.rowCount()
        place = self.list.currentIndex().row()
        for _ in range(count):
            place = (place + by) % count
            if not self._items.items[place].heading:
                break
        self._choose(place)

    def _choose(self, place: int) -> None:
        items = self._items.items
        while place < len(items) and items[place].heading:
            place += 1
        if place < len(items):
            self.list.setCurrentIndex(self._items.index(place))

    def _on_pointed(self, index: QModelIndex) -> None:
        if not self._items.items[index.row()].heading:
            self.list.setCurrentIndex(index)

    def _run(self, index: QModelIndex) -> None:
        item = index.data(ITEM)
        if item is not None and item.run is not None:
            self.leave()
            item.run()


def _matches(name: str, typed: str) -> bool:
    """Every part typed begins a word of the name, or stands in it from three letters on."""
    starts = f" {name}"
    return all(f" {part}" in starts or (len(part) > 2 and part in name) for part in typed.split())


def deed_item(text: str, run: Callable[[], None], icon: str, keys: str) -> Item:
    """Return a row for something the window does."""
    return Item(text, run, icon, "", key_words(keys) if keys else "", mark("Deeds"))
