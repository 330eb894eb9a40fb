"""``import quoteattr`` is light: no parser, no numerical library, no command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "stanza", "spacy", "torch", "numpy", "pandas", "pyarrow", "dask", "rich", "click", "sklearn",
    "transformers", "requests",
)  # fmt: skip


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import quoteattr", id="import"),
        pytest.param("import quoteattr; quoteattr.QuoteParser()", id="a parser that is not loaded"),
        pytest.param(
            "import quoteattr; quoteattr.extract('Rien à signaler.')", id="a text without marks"
        ),
        pytest.param("import quoteattr; quoteattr.QuoteParser().from_conllu('')", id="no trees"),
    ],
)
def test_nothing_heavy_is_imported(code: str) -> None:
    loaded = run(f"import sys; {code}; print(sorted(set({HEAVY!r}) & set(sys.modules)))")
    assert loaded == "[]"


def test_the_public_names_are_there() -> None:
    names = run("import quoteattr; print(all(hasattr(quoteattr, n) for n in quoteattr.__all__))")
    assert names == "True"


def test_the_public_names_are_listed_before_they_are_asked_for() -> None:
    listed = run("import quoteattr; print(set(quoteattr.__all__) <= set(dir(quoteattr)))")
    assert listed == "True"


def test_the_version_is_readable_without_importing_the_rest() -> None:
    version = run("from quoteattr import __version__; print(__version__)")
    assert version[0].isdigit()
