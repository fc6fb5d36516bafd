"""The settings page: an index at the left, one pane at the right; what is changed is written at once."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QButtonGroup, QStackedWidget

from csdesk.i18n import mark
from csdesk.ui.context import Context
from csdesk.ui.page import Page, PageHeader
from csdesk.ui.pages.settings.backups import BackupsPane
from csdesk.ui.pages.settings.desk import DeskPane
from csdesk.ui.pages.settings.look import LookPane
from csdesk.ui.pages.settings.own_fields import OwnFieldsPane
from csdesk.ui.pages.settings.pane import Pane
from csdesk.ui.pages.settings.policies import PoliciesPane
from csdesk.ui.pages.settings.products import ProductsPane
from csdesk.ui.pages.settings.rates import RatesPane
from csdesk.ui.theme import XL, L
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.overlays import scrolling
from csdesk.ui.widgets.parts import Press, boxed, column, line, row

PANES: tuple[type[Pane], ...] = (
    DeskPane,
    RatesPane,
    PoliciesPane,
    ProductsPane,
    OwnFieldsPane,
    BackupsPane,
    LookPane,
)
INDEX = 168  # px


class SettingsPage(Page):
    """Panes are built when first chosen and ask when seen."""

    key, title, icon = "settings", mark("Settings"), "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shows = tuple({entity for kind in PANES for entity in kind.shows})
        self.header = PageHeader(tr(self.title), self)
        self.header.say(tr("Written at once; Undo takes it back  ·  {path}", path=context.book.path))
        self._panes: dict[str, Pane] = {}
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        index = column(gap=2, margins=(XL, L, 0, L))
        for place, kind in enumerate(PANES):
            entry = Press(menu_text(tr(kind.title)))
            entry.setCheckable(True)
            entry.setProperty("kind", "index")
            entry.setChecked(place == 0)
            self._group.addButton(entry, place)
            index.addWidget(entry)
        index.addStretch(1)
        side = boxed(index)
        side.setFixedWidth(INDEX + XL)
        middle = row(side, self._stack, gap=0)
        middle.setStretch(1, 1)
        box = column(self.header, line(), middle, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self._group.idClicked.connect(lambda place: self.choose(PANES[place].key))
        self.choose(PANES[0].key)

    @property
    def pane(self) -> Pane:
        """The pane shown."""
        return self._panes[self._here]

    def choose(self, key: str) -> None:
        """Show a pane, built now if it was never seen."""
        kinds = {kind.key: kind for kind in PANES}
        if key not in kinds:
            return
        if self.sheet is not None:
            self.sheet.leave()
        if key not in self._panes:
            pane = kinds[key](self)
            holder = scrolling(boxed(column(pane, gap=0, margins=(XL, L, XL, 0))))
            self._panes[key] = pane
            self._stack.addWidget(holder)
            pane.setProperty("holder", self._stack.count() - 1)
        self._here = key
        self._stack.setCurrentIndex(int(self.pane.property("holder")))
        self._group.button(list(kinds).index(key)).setChecked(True)
        if self.isVisible():
            self.refresh()
        self.deeds_changed.emit()

    def receive(self, what: object) -> None:
        if isinstance(what, str):
            self.choose(what)

    def stale(self) -> None:
        for pane in self._panes.values():
            pane.stale = True
        super().stale()

    def refresh(self) -> None:
        if self.pane.stale or self.pane.live:
            self.pane.stale = False
            self.pane.refresh()

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        return self.pane.deeds()

    def take_focus(self) -> None:
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus()
