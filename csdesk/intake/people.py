"""People of a file: names in parts put together, several in one cell of a tracker told apart."""

import re
from typing import Any

_SCOPE = re.compile(r"contact[2-9]?\.")
_TITLE = re.compile(r"(?P<name>[^()]+?)\s*\((?P<title>[^()]+)\)")
_EMAIL = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<email>[^\s@<>]+@[^\s@<>]+)>")
_MOST = 9


def full_name(values: dict[str, Any], scope: str) -> None:
    """Put first and last name together where there is no whole one."""
    first, last = values.pop(f"{scope}first_name", None), values.pop(f"{scope}last_name", None)
    parts = [part for part in (first, last) if isinstance(part, str)]
    if parts:
        values.setdefault(f"{scope}name", " ".join(parts))


def part(values: dict[str, Any]) -> None:
    """Make of "Maria (CFO); Pekka <p@x.fi>" a person each, behind those that have columns of their own."""
    for scope in {found[0] for name in values if (found := _SCOPE.match(name))}:
        full_name(values, scope)
    names = values.get("contact.name")
    if not isinstance(names, str):
        return
    people = [one for text in re.split(r"[;\n]", names) if (one := text.strip())]
    if len(people) < 2 and not _EMAIL.fullmatch(names) and not _TITLE.fullmatch(names):
        return
    free = [n for n in range(2, _MOST + 1) if not any(name.startswith(f"contact{n}.") for name in values)]
    scopes = ["contact.", *(f"contact{n}." for n in free)]
    for scope, text in zip(scopes, people, strict=False):
        said = {"name": text}
        if found := _EMAIL.fullmatch(text) or _TITLE.fullmatch(text):
            said = {name: value for name, value in found.groupdict().items() if value}
        for name, value in said.items():
            if name == "name" or f"{scope}{name}" not in values:
                values[f"{scope}{name}"] = value
