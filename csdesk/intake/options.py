"""What the user named about a file before it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.intake import mapping
from csdesk.model import OwnKind


@dataclass(frozen=True, slots=True)
class Options:
    """What the user named. Empty or None: decided by the file, else by ``remembered``, else asked.

    ``columns``: header → field, "" for a column to ignore. ``remembered``: header signature → mapping (TOML).
    ``own``: the user-defined fields there are. ``book_currency`` is that of amounts nobody marks.
    """

    match: str = ""
    end_is: str = ""
    day_first: bool | None = None
    decimal: str = ""
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 0
    currency: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    start: date | None = None
    create_missing: bool = False
    keep_columns: bool = False
    book_currency: str = "USD"
    today: date = date.min
    zone: tzinfo | None = None
    own: Mapping[str, OwnKind] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)

    def with_mapping(self, text: str, kind: str = "") -> "Options":
        """Return these options, with what ``text`` (a mapping in TOML) names where they name nothing."""
        settings, fields = mapping.read(text)
        if kind and settings.get("kind", kind) != kind:
            raise Refused(
                mark("The mapping is for {other}, not for {kind}."), other=settings["kind"], kind=kind
            )
        named = {key: value for key, value in settings.items() if key != "kind" and not self.names(key)}
        return replace(self, **named, columns={**fields, **self.columns})

    def names(self, key: str) -> bool:
        """Tell whether the user named ``key``."""
        return mapping.is_named(getattr(self, key))
