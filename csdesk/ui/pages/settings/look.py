"""Look, language and locale: what belongs to this machine, not to the book."""

from PySide6.QtCore import QLocale

from csdesk.i18n import mark
from csdesk.paths import resource
from csdesk.ui import formats
from csdesk.ui.page import Page
from csdesk.ui.pages.settings.pane import Pane, SettingRow
from csdesk.ui.theme import M
from csdesk.ui.translate import tr
from csdesk.ui.widgets.parts import Choice, boxed, column, words
from csdesk.ui.widgets.picker import Picker

THEMES = (("system", mark("As the system")), ("light", mark("Light")), ("dark", mark("Dark")))
LANGUAGES = (("en", "English"), ("pt_BR", "Português (Brasil)"), ("es", "Español"), ("fi", "Suomi"))
LOCALES = (
    "pt_BR", "es_ES", "es_MX", "es_AR", "es_CL", "es_CO", "fi_FI", "sv_SE", "en_US", "en_GB", "en_IE",
    "pt_PT", "de_DE", "de_CH", "fr_FR", "it_IT", "nl_NL", "pl_PL", "nb_NO", "da_DK", "et_EE",
)  # fmt: skip


class LookPane(Pane):
    """The theme changes at once; language and locale hold for what is drawn from then on."""

    key = "look"
    title = mark("Look and language")
    about = mark("Kept on this computer, for every book.")

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.theme = Choice([tr(said) for _, said in THEMES])
        self.language = Picker([("", tr("As the system")), *_languages()])
        self.region = Picker([("", _system())] + [(name, _locale_words(name)) for name in LOCALES])
        self.sample = words("", "caption")
        theme = SettingRow(tr("Look"), self.theme, wide=self.theme.sizeHint().width())
        self.language_row = SettingRow(
            tr("Language of the words"), self.language, tr("Holds from the next start")
        )
        self.locale_row = SettingRow(
            tr("Numbers, dates and money"), self.region, tr("Independent of the language")
        )
        rows = boxed(column(theme, self.language_row, self.locale_row, gap=0))
        self.lay_out(rows, boxed(column(self.sample, gap=M)))
        self.theme.chosen.connect(lambda place: page.deed_wanted.emit(f"theme_{THEMES[place][0]}"))
        self.language.picked.connect(self._on_language)
        self.region.picked.connect(self._on_locale)

    def refresh(self) -> None:
        kept = self.context.settings
        names = [name for name, _ in THEMES]
        self.theme.choose(names.index(kept.theme) if kept.theme in names else 0)
        self.language.show_value(kept.language)
        self.region.show_value(kept.locale)
        self._show_sample()

    def _on_language(self, language: str) -> None:
        self.context.settings.language = language
        self.context.settings.save()
        self.page.noted.emit(tr("The words change when csdesk is started again."))

    def _on_locale(self, name: str) -> None:
        self.context.settings.locale = name
        self.context.settings.save()
        QLocale.setDefault(QLocale(name) if name else QLocale.system())
        self._show_sample()
        self.page.noted.emit(tr("What is drawn from now on follows; the rest when csdesk is started again."))

    def _show_sample(self) -> None:
        parts = (
            formats.money(-123_456_789, "EUR", cents=True),
            formats.percent(0.938),
            formats.typed_day(self.context.today()),
            formats.day(self.context.today()),
        )
        self.sample.setText(tr("As shown: {sample}", sample="   ·   ".join(parts)))


def _languages() -> list[tuple[str, str]]:
    """Return the languages whose words are there: English, and those with a file of translations."""
    return [
        (name, said)
        for name, said in LANGUAGES
        if name == "en" or resource(f"translations/csdesk_{name}.qm").exists()
    ]


def _system() -> str:
    return tr("As the system ({name})", name=_locale_words(QLocale.system().name()))


def _locale_words(name: str) -> str:
    found = QLocale(name)
    return f"{found.nativeLanguageName().capitalize()} ({found.nativeTerritoryName()})"
