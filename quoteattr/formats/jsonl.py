"""JSON Lines: an object a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from quoteattr.model import Quotes

# JSON allows these raw, but they end a line for many readers of lines.
_LINE_ENDS = str.maketrans({"\x85": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"})


def document_to_json(id: str | int, quotes: Quotes, *, evidence: bool = False) -> str:
    """The object of one document, on one line, without the line's end.

    Args:
        id: the document's name or number, kept as it is.
        quotes: what was found in it; the source text itself is left out.
        evidence: whether each quote also tells what its answer rests on.
    """
    return to_line({"id": id, **quotes.to_dict(text=False, evidence=evidence)})


def to_line(data: Mapping[str, Any]) -> str:
    """An object on one line, without the line's end."""
    return json.dumps(data, ensure_ascii=False).translate(_LINE_ENDS)


class Writer:
    """Writes ``{"id", "quotes", "entities", "meta"}``, a line a document."""

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence

    def start(self) -> str:
        return ""

    def document(self, id: str | int, quotes: Quotes) -> str:
        return document_to_json(id, quotes, evidence=self._evidence) + "\n"

    def end(self) -> str:
        return ""
