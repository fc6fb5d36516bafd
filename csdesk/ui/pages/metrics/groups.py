"""The group the page speaks of: by what MRR is split, and whether all of the book or one group is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from csdesk.i18n import mark
from csdesk.metrics.groups import GROUPS, OF_ACCOUNT
from csdesk.ui.theme import Theme
from csdesk.ui.translate import menu_text, tr
from csdesk.ui.widgets.parts import Button

WORDS = {
    "segment": mark("Segment"),
    "tier": mark("Tier"),
    "country": mark("Country"),
    "owner": mark("Owner"),
    "source": mark("Source"),
    "product": mark("Product"),
    "partner": mark("Partner"),
}
LIKELY = ("tier", "segment", "country", "product", "owner", "source", "partner")  # tried in this order


@dataclass(frozen=True, slots=True)
class Split:
    """A field, and the one of its groups that is shown (None: all)."""

    by: str = "tier"
    group: str | None = None

    @property
    def filter(self) -> dict[str, str | None]:
        """Return what the figures are asked with: nothing while all of the book is shown."""
        return {} if self.group is None else {"by": self.by, "group": self.group}

    @property
    def of_account(self) -> bool:
        return self.by in OF_ACCOUNT


def group_words(group: str | None) -> str:
    """Return the name of a group; records without a value make one too."""
    return group or tr("none given")


class GroupChooser(Button):
    """A button whose menu holds both choices. ``changed(Split)``."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("", "plain", theme, "list-filter")
        self.split = Split()
        self.chosen = False  # by the user; until then a field is looked for that tells groups apart
        self._groups: Sequence[str] = ()
        self.clicked.connect(self._open)
        self._show()

    def know(self, groups: Sequence[str]) -> None:
        """Learn which groups there are; a field nobody filled gives way to the next likely one."""
        self._groups = groups
        place = LIKELY.index(self.split.by) + 1
        if not self.chosen and len(groups) == 1 and not groups[0] and place < len(LIKELY):
            self._set(Split(LIKELY[place]))

    def take(self, split: Split) -> None:
        """Choose and tell."""
        self.chosen = True
        self._set(split)

    def _set(self, split: Split) -> None:
        if split != self.split:
            self.split = split
            self._show()
            self.changed.emit(split)

    def _show(self) -> None:
        by = tr(WORDS[self.split.by])
        said = by if self.split.group is None else group_words(self.split.group)
        cut = said if len(said) <= 18 else f"{said[:17]}…"
        self.setText(f" {menu_text(cut)}")
        whole = tr("{field}: all", field=by) if self.split.group is None else f"{by}: {said}"
        self.setAccessibleName(tr("Groups: {what}", what=whole))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fields, shown = QActionGroup(menu), QActionGroup(menu)
        menu.addSection(tr("Split by"))
        for by in GROUPS:
            action = menu.addAction(tr(WORDS[by]), partial(self.take, Split(by)))
            action.setCheckable(True)
            action.setChecked(by == self.split.by)
            fields.addAction(action)
        menu.addSection(tr("Show"))
        for group in (None, *self._groups):
            said = tr("All of the book") if group is None else menu_text(group_words(group))
            action = menu.addAction(said, partial(self.take, Split(self.split.by, group)))
            action.setCheckable(True)
            action.setChecked(group == self.split.group)
            shown.addAction(action)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
