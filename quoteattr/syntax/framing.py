"""The frames of a text: the sentences of the journalist with all that he quotes in them.

« Q1. Q2 », dit X. is one frame, however many sentences stand between its marks.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex
from attrs import frozen

from quoteattr import sentences
from quoteattr.marks import MarkedSpan
from quoteattr.model import Span


@frozen
class Frame:
    """A sentence of the journalist: its span, and the indices of the quotes that begin in it."""

    span: Span
    quotes: tuple[int, ...]
    alone: bool = False
    """Whether it holds quotes and no word of the journalist's own: « Oui. »"""


def find(text: str, spans: Sequence[MarkedSpan]) -> list[Frame]:
    """All frames of the text, in text order, with the quotes that begin in each."""
    tops = [span.outer for span in spans if span.parent is None]
    found: list[Frame] = []
    start: int | None = None
    top = 0
    quote = 0
    for paragraph in sentences.paragraphs(text):
        if start is None:
            start = paragraph.start
        for end in sentences.ends(text, paragraph):
            while top < len(tops) and tops[top].end <= end:
                top += 1
            if top < len(tops) and tops[top].start < end:
                continue
            first = quote
            while quote < len(spans) and spans[quote].outer.start < end:
                quote += 1
            while start < end and text[start].isspace():
                start += 1
            words = Span(start, end)
            alone = first < quote and not _has_words(text, words, spans[first:quote])
            found.append(Frame(words, tuple(range(first, quote)), alone))
            start = end
        if start == paragraph.end:
            start = None
    return found


def _has_words(text: str, frame: Span, quotes: Sequence[MarkedSpan]) -> bool:
    """True where the journalist says anything himself in a frame with these quotes."""
    at = frame.start
    for quote in quotes:
        if quote.outer.start > at and _says_something(text[at : quote.outer.start]):
            return True
        at = max(at, quote.outer.end)
    return _says_something(text[at : frame.end])


def _says_something(words: str) -> bool:
    return any(character.isalpha() for character in words)


_TAKES_UP = regex.compile(
    r"(?:C['’](?:est|était)|Voilà|Ainsi|Telle?s?)\b|[^,;:«]{1,60}\bl['’](?:a|ont|avait|avaient)\b"
)


def takes_up(text: str, found: Sequence[Frame], number: int) -> bool:
    """Whether a frame speaks of the quote before it: « C'est ce que dit X », « X l'a répété »."""
    if number >= len(found) or found[number].quotes:
        return False
    return _TAKES_UP.match(text, found[number].span.start, found[number].span.end) is not None
