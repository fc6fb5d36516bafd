"""The look: tokens by role, one style sheet that speaks only of roles, icons tinted, fonts by rank."""

import tomllib
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from csdesk.paths import cache, resource

CAPTION, BODY, SECTION, TITLE = 11, 13, 15, 22  # px; two weights: 400 and 600
XS, S, M, L, XL = 4, 8, 12, 16, 24  # px; the only distances
NARROW = 1120  # px of window below which the navigation shows icons only and pages drop what is least needed


class Theme:
    """Colours by role, as #rrggbb. One object for the life of the window: :meth:`wear` changes it in place.

    Widgets paint from it and are told by Qt (``changeEvent``, ``PaletteChange``) when to paint anew.
    """

    name: str
    ground: str
    raised: str
    sunken: str
    line: str
    edge: str
    field: str
    ink: str
    faded: str
    accent: str
    accent_strong: str
    accent_soft: str
    accent_ink: str
    selection: str
    good: str
    good_soft: str
    watch: str
    watch_soft: str
    risk: str
    risk_soft: str
    unknown: str
    unknown_soft: str
    series: tuple[str, ...]

    def __init__(self, name: str = "light") -> None:
        self.wear(name)

    def wear(self, name: str) -> None:
        """Become ``"light"``, ``"dark"``, or ``"system"`` for whichever the desktop asks for."""
        if name == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            name = "dark" if dark else "light"
        roles = tomllib.loads(resource(f"themes/{name}.toml").read_text("utf-8"))
        self.__dict__.update(roles | {"series": tuple(roles["series"]), "name": name})

    @property
    def is_dark(self) -> bool:
        return QColor(self.raised).lightness() < 128

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        colour = QColor(getattr(self, role))
        if alpha < 1:
            colour.setAlphaF(alpha)
        return colour

    def dress(self, app: QApplication) -> None:
        """Apply style, palette, font and style sheet to the whole application."""
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        app.setFont(font())
        palette = QPalette(QColor(self.raised), QColor(self.ground))
        roles = {
            QPalette.ColorRole.Window: self.ground,
            QPalette.ColorRole.WindowText: self.ink,
            QPalette.ColorRole.Base: self.raised,
            QPalette.ColorRole.AlternateBase: self.ground,
            QPalette.ColorRole.Text: self.ink,
            QPalette.ColorRole.Button: self.raised,
            QPalette.ColorRole.ButtonText: self.ink,
            QPalette.ColorRole.Highlight: self.selection,
            QPalette.ColorRole.HighlightedText: self.ink,
            QPalette.ColorRole.PlaceholderText: self.faded,
            QPalette.ColorRole.Link: self.accent,
            QPalette.ColorRole.ToolTipBase: self.ink,
            QPalette.ColorRole.ToolTipText: self.ground,
            QPalette.ColorRole.Accent: self.accent,
        }
        for role, colour in roles.items():
            palette.setColor(role, QColor(colour))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.faded))
        app.setPalette(palette)
        words = {role: value for role, value in self.__dict__.items() if isinstance(value, str)}
        words["chevron"] = self._chevron()
        words["check"] = self._drawn("check", self.accent_ink)
        app.setStyleSheet(Template(resource("themes/app.qss").read_text("utf-8")).substitute(words))

    def icon(self, name: str, role: str = "faded", checked: str | None = None) -> QIcon:
        """Return a monochrome icon in the colour of ``role``, drawn for every size and scale in use."""
        return _icon(name, getattr(self, role), getattr(self, checked or role))

    def _chevron(self) -> str:
        return self._drawn("chevron-down", self.faded)

    def _drawn(self, icon: str, colour: str) -> str:
        """Return the path of ``icon`` in ``colour``: style sheets take pictures from files only."""
        path = cache() / f"{icon}-{colour[1:]}.svg"
        drawing = resource(f"icons/{icon}.svg").read_bytes().replace(b"currentColor", colour.encode())
        if not path.exists() or path.read_bytes() != drawing:
            path.write_bytes(drawing)
        return path.as_posix()


@lru_cache(maxsize=256)
def _icon(name: str, off: str, on: str) -> QIcon:
    icon = QIcon()
    for state, colour in ((QIcon.State.Off, off), (QIcon.State.On, on)):
        for side in (16, 20):
            for ratio in _ratios():
                icon.addPixmap(icon_pixmap(name, colour, side, ratio), QIcon.Mode.Normal, state)
    return icon


@lru_cache(maxsize=1)
def _ratios() -> tuple[float, ...]:
    """Return the scales of the screens; one plugged in later scales from the next larger."""
    found = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return tuple(sorted(found | {1.0, 2.0}))


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    """Draw ``name`` in ``colour``, ``side`` logical pixels wide."""
    drawing = resource(f"icons/{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    drawing = drawing.replace(b'stroke-width="2"', b'stroke-width="1.9"')
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def font(size: int = BODY, *, strong: bool = False) -> QFont:
    """Return the system's font with tabular figures, so that columns of numbers stand still."""
    result = QFont(QApplication.font())
    result.setPixelSize(size)
    result.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    result.setFeature(QFont.Tag("tnum"), 1)
    if size >= TITLE:
        result.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.5)  # large words sit closer
    # letters keep their own widths; without it Linux rounds each to a pixel
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def family() -> str:
    """Return the family that is really used, for charts: the system's font may be an alias."""
    return QFontInfo(QApplication.font()).family()
