"""Every deed the window offers: its words, key and menu. One row adds it to menu, palette and key sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from csdesk.i18n import mark


@dataclass(frozen=True, slots=True)
class Deed:
    """One row. The shell does it, or else the page shown, if its ``deeds()`` name ``key``."""

    key: str
    words: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    rule: bool = False  # a line above it in the menu
    role: str = ""  # of QAction, so that macOS moves it to its own menu
    group: str = ""  # one of several, such as the themes: checkable
    hidden: bool = False  # in menu only, not in the palette


MENUS = (
    ("file", mark("&File")),
    ("edit", mark("&Edit")),
    ("view", mark("&View")),
    ("go", mark("&Go")),
    ("tools", mark("&Tools")),
    ("help", mark("&Help")),
)

DEEDS: tuple[Deed, ...] = (
    Deed("new_book", mark("New book…"), "file", ("Ctrl+Shift+N",), "plus"),
    Deed("open_book", mark("Open book…"), "file", ("Ctrl+O",), "folder-open"),
    Deed("open_sample", mark("Open the sample"), "file", (), "sparkles"),
    Deed("import", mark("Import a file…"), "file", ("Ctrl+I",), "download", rule=True),
    Deed("export_shown", mark("Export what is shown…"), "file", ("Ctrl+Shift+X",), "upload"),
    Deed("save", mark("Save now"), "file", ("Ctrl+S",), "save", rule=True),
    Deed("save_copy", mark("Save a copy…"), "file", ("Ctrl+Shift+S",), "copy"),
    Deed("close_window", mark("Close window"), "file", ("Ctrl+W",), rule=True, hidden=True),
    Deed("quit", mark("Quit"), "file", ("Ctrl+Q",), "log-out", role="QuitRole"),
    Deed("undo", mark("Undo"), "edit", ("Ctrl+Z",), "undo-2"),
    Deed("redo", mark("Redo"), "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
    Deed("new", mark("Add…"), "edit", ("Ctrl+N",), "plus", rule=True),
    Deed("edit", mark("Edit…"), "edit", ("Ctrl+E",), "pencil"),
    Deed("edit_cell", mark("Edit the cell"), "edit", ("F2",), "pencil", hidden=True),
    Deed("change_many", mark("Change the selected…"), "edit", ("Ctrl+Shift+E",), "list-checks"),
    Deed("remove", mark("Move to the bin"), "edit", ("Del",), "trash-2"),
    Deed("remove_record", mark("Move this record to the bin"), "edit", (), "trash-2"),
    Deed("copy", mark("Copy"), "edit", ("Ctrl+C",), "copy", rule=True),
    Deed("paste", mark("Paste from a sheet…"), "edit", ("Ctrl+V",), "clipboard-paste"),
    Deed("fill_down", mark("Fill down"), "edit", ("Ctrl+D",), "arrow-down-to-line"),
    Deed("select_all", mark("Select all"), "edit", ("Ctrl+A",), hidden=True),
    Deed("filter", mark("Filter this page"), "edit", ("Ctrl+F",), "search", rule=True),
    Deed("log", mark("Log contact"), "edit", ("Ctrl+L",), "notebook-pen", rule=True),
    Deed("add_contract", mark("Add contract…"), "edit", ("Ctrl+Shift+C",), "file"),
    Deed("contract_renew", mark("Renew the contract…"), "edit", ("Ctrl+R",), "refresh-cw"),
    Deed("contract_price", mark("Change price or seats…"), "edit", (), "coins"),
    Deed("contract_discount", mark("Give a discount…"), "edit", (), "coins"),
    Deed("contract_pause", mark("Pause the contract…"), "edit", (), "pause"),
    Deed("contract_resume", mark("Resume the contract…"), "edit", (), "play"),
    Deed("contract_cancel", mark("Cancel the contract…"), "edit", (), "x"),
    Deed("contract_correct", mark("Correct a mistake in the contract…"), "edit", (), "pencil"),
    Deed("add_person", mark("Add person…"), "edit", ("Ctrl+Shift+P",), "user"),
    Deed("merge", mark("Merge the two selected"), "edit", (), "git-merge"),
    Deed("columns", mark("Columns…"), "view", ("Ctrl+Shift+K",), "columns-3"),
    Deed("save_view", mark("Save this view…"), "view", (), "plus"),
    Deed("all_shown", mark("Take all filters off"), "view", ("Ctrl+Shift+F",), "x"),
    Deed("refresh", mark("Refresh"), "view", ("F5",), "refresh-cw", rule=True),
    Deed("theme_system", mark("Look: as the system"), "view", (), "sun", rule=True, group="theme"),
    Deed("theme_light", mark("Look: light"), "view", (), "sun", group="theme"),
    Deed("theme_dark", mark("Look: dark"), "view", (), "moon", group="theme"),
    Deed("full_screen", mark("Full screen"), "view", ("F11",), rule=True),
    Deed("palette", mark("Find or do anything…"), "go", ("Ctrl+K",), "search"),
    Deed("back", mark("Back"), "go", ("Alt+Left",), "arrow-left", rule=True),
    Deed("forward", mark("Forward"), "go", ("Alt+Right",), "arrow-right"),
    Deed("check_book", mark("Check the book"), "tools", (), "square-check"),
    Deed("backup", mark("Back up now"), "tools", (), "archive"),
    Deed("duplicates", mark("Likely duplicates…"), "tools", (), "users"),
    Deed("bin", mark("Bin…"), "tools", (), "trash-2"),
    Deed("settings", mark("Settings"), "tools", ("Ctrl+,",), "settings", rule=True, role="PreferencesRole"),
    Deed("help", mark("Help"), "help", ("F1",), "circle-help"),
    Deed("shortcuts", mark("Keyboard shortcuts"), "help", ("?",), "keyboard"),
    Deed("diagnostics", mark("Copy diagnostics"), "help", (), "copy", rule=True),
    Deed("about", mark("About csdesk"), "help", (), "info", role="AboutRole"),
)


def of_menu(menu: str) -> Sequence[Deed]:
    """Return the deeds of one menu, in order."""
    return [deed for deed in DEEDS if deed.menu == menu]
