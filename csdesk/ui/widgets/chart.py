"""A chart on screen: painted in its own lane, read under the pointer, opened by a click, copied or saved."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QWidget

from csdesk.i18n import mark
from csdesk.model.cells import guard
from csdesk.ui.jobs import CHART, Jobs
from csdesk.ui.theme import CAPTION, Theme, family, font
from csdesk.ui.translate import tr

if TYPE_CHECKING:
    from csdesk.charts.data import ChartData
    from csdesk.charts.marks import Mark, Painted
    from csdesk.charts.style import ChartStyle

Shot = tuple["Painted", int, int, bytes, float]
FORMATS = ((mark("Picture (PNG)"), "png"), (mark("Drawing (SVG)"), "svg"), (mark("Data (CSV)"), "csv"))
SECOND_LINE = QRectF(0, 19, 0, 19)  # where the read-out stands: it takes the place of measure and period


class ChartView(QWidget):
    """Shows :mod:`csdesk.charts` data at the screen's resolution; the last picture stays until the new one.

    ``opened(records, label)`` when a mark is clicked (or Enter pressed on it). Arrow keys move between marks.
    """

    opened = Signal(object, str)

    def __init__(self, jobs: Jobs, theme: Theme, height: int = 220) -> None:
        super().__init__()
        self._jobs, self._theme = jobs, theme
        self._data: ChartData | None = None
        self._painted: Painted | None = None
        self._image: QImage | None = None
        self._pointed: Mark | None = None
        self._due = QTimer(self, singleShot=True, interval=30)  # a window being dragged asks for many sizes
        self._due.timeout.connect(self._ask)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(height)
        self.setMinimumWidth(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_data(self, data: "ChartData") -> None:
        """Show other data as soon as they are painted."""
        self._data = data
        self.setAccessibleName(data.title)
        self.setAccessibleDescription(data.about)
        self._ask()

    @property
    def painted(self) -> "Painted | None":
        """The figure shown, with its marks; None until the lane has painted it."""
        return self._painted

    def sizeHint(self) -> QSize:
        return QSize(420, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._data is not None:
            self._due.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange) and self._data:
            self._due.start()

    def _ask(self) -> None:
        data, size, ratio = self._data, (float(self.width()), float(self.height())), self.devicePixelRatioF()
        if data is None or size[0] < 60:
            return
        style = self._style()

        def shoot() -> Shot:
            from csdesk.charts import (
                paint,
            )  # matplotlib loads here, in the lane, when a chart is first wanted

            painted = paint.paint(data, style(), size)
            return painted, *paint.pixels(painted, ratio), ratio

        self._jobs.ask(shoot, owner=self, done=self._take, lane=CHART)

    def _style(self) -> "Callable[[], ChartStyle]":
        """Read the theme here, in the UI thread; build the style, which imports, in the lane."""
        theme = self._theme
        colours = (theme.raised, theme.ink, theme.faded, theme.line, theme.accent, theme.risk, theme.series)
        from PySide6.QtCore import QLocale

        locale, letters = QLocale().bcp47Name(), family()

        def build() -> "ChartStyle":
            from csdesk.charts.formats import Formats
            from csdesk.charts.style import ChartStyle

            return ChartStyle(*colours, letters, Formats(locale, tr))

        return build

    def _take(self, shot: Shot) -> None:
        self._painted, width, height, rows, ratio = shot
        image = QImage(rows, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(ratio)
        self._image = image
        self._pointed = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image:
            painter.drawImage(QPointF(0, 0), self._image)
        if self._pointed and self._painted:
            self._read_out(painter, self._pointed, self._painted)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _read_out(self, painter: QPainter, pointed: "Mark", painted: "Painted") -> None:
        """Write the values where the second line stood, so that nothing ever covers the data."""
        left, _, width, _ = pointed.box
        _, top, _, high = painted.plot
        x = round((left + width / 2) * self.width()) + 0.5
        painter.setPen(QPen(self._theme.color("faded"), 1))
        painter.drawLine(QPointF(x, top * self.height()), QPointF(x, (top + high) * self.height()))
        area = SECOND_LINE.adjusted(0, 0, self.width(), 0)
        painter.fillRect(area, self._theme.color("raised"))
        painter.setFont(font(CAPTION, strong=True))
        painter.setPen(self._theme.color("accent"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"{pointed.label}   {pointed.value}")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._mark_at(event.position())
        if found and found.records and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(found.records, found.label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = list(self._painted.marks) if self._painted else []
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if found and event.key() in step:
            by = step[Qt.Key(event.key())]
            start = -1 if by > 0 else 0
            place = found.index(self._pointed) if self._pointed in found else start
            self._point(found[(place + by) % len(found)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed and self._pointed.records:
            self.opened.emit(self._pointed.records, self._pointed.label)
        else:
            super().keyPressEvent(event)

    def _mark_at(self, place: QPointF) -> "Mark | None":
        if not self._painted:
            return None
        return self._painted.at(place.x() / max(1, self.width()), place.y() / max(1, self.height()))

    def _point(self, found: "Mark | None") -> None:
        if found is not self._pointed:
            self._pointed = found
            hand = (
                Qt.CursorShape.PointingHandCursor if found and found.records else Qt.CursorShape.ArrowCursor
            )
            self.setCursor(hand)
            if found:
                self.setAccessibleDescription(f"{found.label}: {found.value}")
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._painted:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy picture"), self.copy_picture)
        menu.addAction(tr("Copy data"), self.copy_data)
        menu.addSeparator()
        menu.addAction(tr("Save as…"), self.choose_file)
        menu.popup(event.globalPos())

    def copy_picture(self) -> None:
        if self._image:
            QGuiApplication.clipboard().setImage(self._image)

    def copy_data(self) -> None:
        QGuiApplication.clipboard().setText(self._table("\t"))

    def choose_file(self) -> None:
        """Ask where to save; the ending decides what is saved."""
        kinds = ";;".join(f"{tr(words)} (*.{suffix})" for words, suffix in FORMATS)
        dialog = QFileDialog(self, tr("Save chart"), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))
        )
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the chart as PNG, SVG or its data as CSV, by the ending of ``path``."""
        painted, table = self._painted, self._table(",")
        if painted is None:
            return
        kind = path.suffix.lower()

        def write() -> None:
            from csdesk.charts import paint

            data = (
                table.encode("utf-8-sig")
                if kind == ".csv"
                else paint.svg(painted) if kind == ".svg" else paint.png(painted)
            )  # fmt: skip
            path.write_bytes(data)

        self._jobs.do(write, owner=self, done=lambda _: None, lane=CHART)

    def _table(self, comma: str) -> str:
        """Every mark as a line: what it is, and its value as read."""
        if not self._painted:
            return ""
        lines = [(guard(found.label), guard(found.value)) for found in self._painted.marks]
        return "".join(comma.join(_cell(part, comma) for part in pair) + "\r\n" for pair in lines)


def _cell(text: str, comma: str) -> str:
    text = text.replace("\n", " ").replace("\t", " ")
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if comma == "," and {",", '"'} & set(text) else text
