"""Policies: where vendors disagree, the book's own choice, what it means, and what another would change."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from csdesk.book import desk
from csdesk.i18n import mark
from csdesk.metrics.policy import POLICIES
from csdesk.model import Account, Contract, Rate, Setting
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.effects import Effect, effect_of
from csdesk.ui.pages.settings.pane import Pane, SettingRow
from csdesk.ui.pages.settings.policy_words import GROUPS, POLICY_WORDS, choice_words
from csdesk.ui.theme import S
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import boxed, column, words
from csdesk.ui.widgets.picker import Picker


class PoliciesPane(Pane):
    """Effects are worked out one policy after another while the pane is seen; a newer question stops them."""

    key = "policies"
    title = mark("Policies")
    about = mark(
        "No two vendors compute these numbers alike. Every number in the window and on paper says which "
        "choice was in force."
    )
    shows = (Setting, Contract, Account, Rate)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.pickers: dict[str, Picker] = {}
        self.rows: dict[str, SettingRow] = {}
        self._waiting: list[str] = []
        groups: list[QWidget] = []
        for title, keys in GROUPS:
            rows = [self._row(key) for key in keys]
            groups.append(boxed(column(words(tr(title), "section"), *rows, gap=S)))
        self.lay_out(*groups)

    def _row(self, key: str) -> SettingRow:
        policy = POLICIES[key]
        known = [*POLICY_WORDS[key][1]]
        picker = Picker([(choice, tr(choice_words(key, choice))) for choice in known])
        made = SettingRow(tr(policy.label), picker, tr(POLICY_WORDS[key][0]), wide=300)
        picker.setEnabled(not self.context.book.readonly)
        picker.picked.connect(lambda value: self._set(key, value))
        self.pickers[key], self.rows[key] = picker, made
        return made

    def refresh(self) -> None:
        self.context.ask(self, self._show, desk.settings)

    def _show(self, found: Mapping[str, str]) -> None:
        for key, picker in self.pickers.items():
            picker.show_value(found[key])
            self.rows[key].blame("")
        self._waiting = [key for _, keys in GROUPS for key in keys]
        self._next()

    def _set(self, key: str, value: str) -> None:
        self.context.write(self, desk.set_value, name=key, value=value, failed=self.refused(self.rows[key]))

    def _next(self) -> None:
        """Ask for the effect of the next policy, so that nobody waits for all of them."""
        if self._waiting and self.isVisible():
            key = self._waiting.pop(0)
            self.context.ask(self, self._show_effect, effect_of, key=key, today=self.context.today())

    def _show_effect(self, effect: Effect) -> None:
        self.rows[effect.key].say_effect(effect.words())
        self._next()
