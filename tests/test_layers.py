"""Data flows one way: no module imports from a layer above its own, not even within a function."""

from __future__ import annotations

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "quoteattr"

LAYERS = (
    {"_version", "errors"},
    {"lexicon", "model"},
    {"sentences"},
    {"marks"},
    {"syntax"},
    {"attribution.ranking", "attribution.vocabulary"},
    {"attribution.conjugation"},
    {"attribution.naming", "attribution.passages"},
    {"attribution.candidates", "attribution.entities"},
    {"attribution"},
    {"articles", "parser"},
    {"overview", "tables"},
    {"formats"},
    {"answers", "evaluation"},
    {"corpus", "integrations"},
    {"quoteattr"},
    {"cli"},
    {"__main__"},
)
"""Modules and packages of quoteattr from the bottom up; one layer's do not know one another.

``quoteattr`` itself is the public face, ``__init__.py``; ``attribution`` is what of that package
stands in no line below it.
"""

CORE = {"attribution", "errors", "lexicon", "marks", "model", "sentences"}
READ = {"quoteattr.syntax.excerpt", "quoteattr.syntax.tree"}
"""What depends on attrs and regex alone: the core, and what it reads of the syntax."""


def modules() -> dict[str, set[str]]:
    """Each module of the package, by its full name, with the names of all that it imports."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.module is not None and node.level == 0, f"{name} imports relatively"
                imported.update(f"{node.module}.{alias.name}" for alias in node.names)
        found[name] = imported
    return found


MODULES = modules()


def own(imported: str) -> str:
    """The module of the package that an import takes from, empty for none: names are left out."""
    parts = imported.split(".")
    while parts and ".".join(parts) not in MODULES:
        parts.pop()
    return ".".join(parts)


def unit(module: str) -> str:
    """The module or package of quoteattr that a module is part of."""
    parts = [*module.split("."), "quoteattr"]
    inner = ".".join(parts[1:3])
    return inner if any(inner in units for units in LAYERS) else parts[1]


def layer(module: str) -> int:
    [number] = [number for number, units in enumerate(LAYERS) if unit(module) in units]
    return number


def test_every_unit_has_one_layer() -> None:
    units = [unit for units in LAYERS for unit in units]
    assert sorted(units) == sorted({unit(module) for module in MODULES})


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    taken = {own(imported) for imported in MODULES[module]} - {""}
    upward = {
        other for other in taken if unit(other) != unit(module) and layer(other) >= layer(module)
    }
    assert not upward


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        module: {own(imported) for imported in MODULES[module]} - {"", module} for module in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {error.args[1]}")


@pytest.mark.parametrize(
    "module",
    [module for module in MODULES if unit(module).split(".")[0] in CORE or module in READ],
)
def test_the_core_depends_on_attrs_and_regex_alone(module: str) -> None:
    packages = {imported.split(".")[0] for imported in MODULES[module]}
    assert packages <= {"quoteattr", "attrs", "regex"} | sys.stdlib_module_names
