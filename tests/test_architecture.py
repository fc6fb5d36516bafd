"""The layers, enforced: who may import whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "csdesk"
GROUND = {"errors", "i18n", "paths", "settings"}
MAY_USE = {
    "model": GROUND,
    "metrics": GROUND,
    "planner": GROUND,
    "book": GROUND | {"model", "metrics", "planner"},
    "intake": GROUND | {"model"},
    "charts": GROUND | {"metrics"},
    "reports": GROUND | {"model", "metrics", "planner", "book", "charts"},
    "ui": GROUND | {"model", "metrics", "planner", "book", "intake", "charts", "reports"},
    "cli": GROUND | {"model", "metrics", "planner", "book", "intake", "charts", "reports", "app"},
}
ONLY_IN = {
    "PySide6": {"ui", "app.py", "reports"},
    "shiboken6": {"ui"},
    "alembic": {"book"},
    "sqlite3": {"book"},
    "matplotlib": {"charts", "ui"},
}
QT_WRITERS = {"reports/writers/pdf.py", "reports/writers/pdf_pages.py"}
FILES = sorted(ROOT.rglob("*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_layers(path):
    here = path.relative_to(ROOT).as_posix()
    layer = path.relative_to(ROOT).parts[0]
    for name in imports(path):
        top, *rest = name.split(".")
        if top == "csdesk" and rest and layer in MAY_USE and (ROOT / rest[0]).exists():
            assert rest[0] in MAY_USE[layer] | {layer}, f"{layer} must not use {name}"
        if top in ONLY_IN:
            assert layer in ONLY_IN[top], f"{layer} must not use {top}"
            if top == "PySide6" and layer == "reports":
                assert here in QT_WRITERS, f"{here} must not use Qt"
        if name in {"sqlalchemy.orm.Session", "sqlalchemy.select"}:
            assert layer == "book", f"{layer} must not query"
        assert top != "csdesk" or rest[:1] != ["cli"] or layer in {"cli", "__main__.py"}, (
            f"{layer} uses the cli"
        )


def test_the_folders_are_the_layers():
    """A new package must be given its place above."""
    packages = {path.name for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert packages <= set(MAY_USE)
