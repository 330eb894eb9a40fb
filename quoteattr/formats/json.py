"""JSON: one array of the objects that JSON Lines has a line each."""

from __future__ import annotations

from quoteattr.formats.jsonl import document_to_json
from quoteattr.model import Quotes


class Writer:
    """Writes one array, an element a document and a line."""

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence
        self._first = True

    def start(self) -> str:
        return "["

    def document(self, id: str | int, quotes: Quotes) -> str:
        before = "\n" if self._first else ",\n"
        self._first = False
        return before + document_to_json(id, quotes, evidence=self._evidence)

    def end(self) -> str:
        return "]\n" if self._first else "\n]\n"
