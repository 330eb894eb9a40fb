"""Word lists as data: ``*.txt`` files beside this module, read once and kept.

A file is UTF-8 in NFC: header lines that begin with ``# ``, then one entry a line in code point
order, with an optional class after a tab. Apostrophes in entries are ``'``; callers fold ``’`` to
``'`` before they look a word up. Entries are lower case unless they are proper names or titles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from quoteattr.errors import QuoteattrError

__all__ = ["UnknownLexiconError", "classes", "names", "parse", "words"]

_SUFFIX = ".txt"


class UnknownLexiconError(QuoteattrError, LookupError):
    """There is no lexicon of that name; ``available`` holds the names there are."""

    def __init__(self, name: str, available: tuple[str, ...]) -> None:
        super().__init__(f"no lexicon {name!r}; available: {', '.join(available)}")
        self.name = name
        self.available = available


@cache
def names() -> tuple[str, ...]:
    """Return the names of all lexicons, sorted: file names without ``.txt``."""
    return tuple(
        sorted(
            entry.name.removesuffix(_SUFFIX)
            for entry in resources.files(__name__).iterdir()
            if entry.name.endswith(_SUFFIX)
        )
    )


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of the lexicon ``name``, e.g. ``"speech_verbs"``.

    Raises ``UnknownLexiconError`` where there is no such lexicon, ``ValueError`` where its file
    holds a malformed line.
    """
    return frozenset(classes(name))


@cache
def classes(name: str) -> Mapping[str, str]:
    """Return a read-only mapping from each entry of the lexicon ``name`` to its class.

    The class is ``""`` for an entry without one. Raises what ``words`` raises.
    """
    available = names()
    if name not in available:
        raise UnknownLexiconError(name, available)
    file_name = name + _SUFFIX
    text = resources.files(__name__).joinpath(file_name).read_text(encoding="utf-8")
    return MappingProxyType(parse(text, file_name))


def parse(text: str, source: str) -> dict[str, str]:
    """Return entry -> class for the text of a lexicon file, in the order of the file.

    ``source`` is the file name that messages give. Order is not checked. Raises ``ValueError``
    with ``source`` and the number of the line for an entry that is empty, repeated, not NFC, has
    stray white space, an apostrophe ``’``, an empty class or more than two columns.
    """
    entries: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if line.startswith("#") or (not line and number > text.count("\n")):
            continue
        entry, *rest = line.split("\t")
        if fault := _fault(entry, rest, entries):
            raise ValueError(f"{source}, line {number}: {fault}")
        entries[entry] = rest[0] if rest else ""
    return entries


def _fault(entry: str, rest: list[str], known: Mapping[str, str]) -> str | None:
    """Say what is wrong with a line, None where nothing is."""
    if not entry:
        return "no entry; remove the line or write one"
    if len(rest) > 1:
        return f"{len(rest) + 1} columns; write the entry, then at most one tab and a class"
    if rest and not rest[0]:
        return f"a tab but no class after {entry!r}; remove the tab or write the class"
    for column in (entry, *rest):
        if column.split() != column.split(" "):
            return f"stray white space in {column!r}; words stand one space apart"
        if unicodedata.normalize("NFC", column) != column:
            return f"{column!r} is not in Unicode form NFC"
    if "’" in entry:
        return f"apostrophe ’ in {entry!r}; write '"
    if entry in known:
        return f"{entry!r} stands in the file twice; remove one"
    return None
