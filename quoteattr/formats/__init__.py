"""Documents in, quotes out: one module for one format.

Every writing module holds a class ``Writer`` that turns one document after another into text, so
that a run over many documents needs the memory of one. ``writer`` finds it by the format's name and
imports nothing but that module.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol, cast

from quoteattr.model import Quotes

WRITERS = {
    "table": "quoteattr.formats.table",
    "jsonl": "quoteattr.formats.jsonl",
    "json": "quoteattr.formats.json",
    "csv": "quoteattr.formats.csv",
    "html": "quoteattr.formats.html",
    "tei": "quoteattr.formats.tei",
    "webannotation": "quoteattr.formats.webannotation",
    "brat": "quoteattr.formats.brat",
    "parquet": "quoteattr.formats.parquet",
}
BINARY = frozenset({"parquet"})
"""Formats that are no text: their writers give bytes, which go into a file only."""


class Writer(Protocol):
    """Turns documents into one format; the pieces are joined in the order of calls.

    They are text, or bytes where the format is one of ``BINARY``.
    """

    def start(self) -> str | bytes:
        """What stands before the first document."""
        ...

    def document(self, id: str | int, quotes: Quotes) -> str | bytes:
        """One document."""
        ...

    def end(self) -> str | bytes:
        """What stands after the last document."""
        ...


def writer(name: str, **options: Any) -> Writer:
    """The writer of a format.

    Args:
        name: one of ``WRITERS``.
        options: for the format's ``Writer``; all take ``evidence: bool``.

    Raises:
        ValueError: if there is no such format.
    """
    if name not in WRITERS:
        raise ValueError(f"there is no format {name!r}: choose one of {', '.join(WRITERS)}")
    return cast(Writer, import_module(WRITERS[name]).Writer(**options))
