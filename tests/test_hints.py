"""Type hints of the interface, as a user's own type checker reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

api = pytest.importorskip("mypy.api", reason="needs mypy")

CODE = """
import quoteattr
from quoteattr import Quotes, tables
from quoteattr.formats import writer

parser = quoteattr.QuoteParser()
texts = {"a": "« Oui », dit Léa Nkomo."}
by_name = dict(zip(texts, parser.pipe(texts.values())))
by_number: dict[int, Quotes] = {}
quoteattr.speakers(by_name)
quoteattr.speakers(by_name.items())
quoteattr.speakers(by_number)
quoteattr.speakers(by_number.items())
tables.to_dataframe(by_name)
tables.to_arrow(by_name.values())

out = writer("html", evidence=True)
page: str = out.start() + out.document("a", by_name["a"]) + out.end()
packed: str | bytes = writer("parquet").start()
"""
WRONG = """
import quoteattr

quoteattr.speakers({"a": "« Oui », dit Léa Nkomo."})
"""


def checked(code: str, tmp_path: Path) -> str:
    file = tmp_path / "script.py"
    file.write_text(code, encoding="utf-8")
    root = Path(__file__).parent.parent
    options = ("--config-file", str(root / "pyproject.toml"), "--cache-dir", str(tmp_path))
    report: str
    report, errors, _ = api.run([*options, str(file)])
    assert errors == ""
    return report


def test_scripts_as_the_documentation_has_them_type_check(tmp_path: Path) -> None:
    assert checked(CODE, tmp_path).startswith("Success")
    assert 'expected "Quotes | ' in checked(WRONG, tmp_path)
