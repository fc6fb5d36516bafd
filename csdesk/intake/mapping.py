"""A mapping: what a file's columns are and how to read them, kept as TOML."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from csdesk.errors import Refused
from csdesk.i18n import mark

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
    for header, field in columns.items():
        if not isinstance(field, str):
            raise Refused(mark("The mapping of “{name}” is no text."), name=header)
    return settings, columns


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
