"""Documents in, quotes out: one module for one format.

Every writing module holds a class ``Writer`` that turns one document after another into text, so
that a run over many documents needs the memory of one. ``writer`` finds it by the format's name and
imports nothing but that module.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal, Protocol, TypeAlias, cast, overload, runtime_checkable

from quoteattr.errors import InputError
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
ENDINGS = {"ann": "brat", "htm": "html", "jsonld": "webannotation", "xml": "tei"}
"""Formats by the endings of file names, where these are not the formats' own names."""

BINARY = frozenset({"parquet"})
"""Formats that are no text: their writers give bytes, which go into a file only."""
TextFormat: TypeAlias = Literal[
    "table", "jsonl", "json", "csv", "html", "tei", "webannotation", "brat"
]
"""All others."""


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


class TextWriter(Writer, Protocol):
    """A writer of a format that is text."""

    def start(self) -> str: ...
    def document(self, id: str | int, quotes: Quotes) -> str: ...
    def end(self) -> str: ...


@runtime_checkable
class Accompanied(Protocol):
    """A writer whose file has other files beside it."""

    def beside(self) -> Mapping[str, str]:
        """Their texts, by the ending that takes the place of the file's own; after ``end``."""
        ...


@overload
def writer(name: TextFormat, **options: Any) -> TextWriter: ...
@overload
def writer(name: str, **options: Any) -> Writer: ...
def writer(name: str, **options: Any) -> Writer:
    """The writer of a format.

    Args:
        name: one of ``WRITERS``.
        options: for the format's ``Writer``; all take ``evidence: bool``.

    Raises:
        InputError: if there is no such format.
    """
    if name not in WRITERS:
        raise InputError(f"there is no format {name!r}: choose one of {', '.join(WRITERS)}")
    return cast(Writer, import_module(WRITERS[name]).Writer(**options))
