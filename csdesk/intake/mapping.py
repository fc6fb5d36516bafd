"""A mapping: what a file's columns are and how to read them, kept as TOML."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model.currencies import CURRENCIES

FILE_KEYS: dict[str, type] = {
    "kind": str,
    "match": str,
    "end_is": str,
    "day_first": bool,
    "decimal": str,
    "encoding": str,
    "separator": str,
    "sheet": str,
    "header_row": int,
    "currency": str,
}
_ALLOWED = {
    "end_is": frozenset(("last", "after")),
    "decimal": frozenset((",", ".")),
    "match": frozenset(("external_id", "domain", "email", "name")),
}


def read(text: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the settings of ``[file]`` and the fields of ``[columns]``."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(mark("The mapping cannot be read: {problem}."), problem=error) from error
    if unknown := sorted(found.keys() - {"file", "columns"}):
        raise Refused(mark("The mapping has an unknown part “{name}”."), name=unknown[0])
    settings, columns = found.get("file", {}), found.get("columns", {})
    if not isinstance(settings, dict) or not isinstance(columns, dict):
        raise Refused(mark("“file” and “columns” of a mapping are tables."))
    for key, value in settings.items():
        if key not in FILE_KEYS:
            raise Refused(mark("The mapping has an unknown setting “{name}”."), name=key)
        if key == "sheet" and isinstance(value, int) and not isinstance(value, bool):
            settings[key] = str(value)
        elif not isinstance(value, FILE_KEYS[key]) or (FILE_KEYS[key] is int and isinstance(value, bool)):
            raise Refused(mark("The setting “{name}” of the mapping has the wrong type."), name=key)
    _check(settings)
    for header, field in columns.items():
        if not isinstance(field, str):
            raise Refused(mark("The mapping of “{name}” is no text."), name=header)
    return settings, columns


def _check(settings: dict[str, Any]) -> None:
    """Refuse values no setting can have; a currency is its code in capitals."""
    for key, known in _ALLOWED.items():
        if (value := settings.get(key)) and value not in known:
            raise Refused(
                mark("The setting “{name}” of the mapping cannot be “{value}”; there are: {known}."),
                name=key,
                value=value,
                known=", ".join(sorted(known)),
            )
    if currency := settings.get("currency"):
        settings["currency"] = currency.upper()
        if currency.upper() not in CURRENCIES:
            raise Refused(mark("“{value}” is not a currency such as EUR."), value=currency)
    if settings.get("header_row", 0) < 0:
        raise Refused(mark("Line {line} holds no header."), line=settings["header_row"])


def is_named(value: object) -> bool:
    """Tell a setting that says something; False does, 0 and "" do not."""
    return value is False or bool(value)


def write(settings: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    """Write a mapping; settings without a value are left out."""
    lines = ["[file]"]
    lines += [f"{key} = {_toml(settings[key])}" for key in FILE_KEYS if is_named(settings.get(key))]
    lines += ["", "[columns]"]
    lines += [f"{_toml(header)} = {_toml(field)}" for header, field in columns.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")  # a TOML basic string
