"""Where the words of a quote stand once more in a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final

import regex

from quoteattr.attribution.vocabulary import fold
from quoteattr.marks import MarkedSpan
from quoteattr.model import Span

_LONGEST: Final = 60
"""Characters of the longest quote that is looked for elsewhere."""
_SURROUNDINGS: Final = 20_000
"""Characters before and behind a quote in which its words are looked for once more."""
_LOOKS: Final = 16
"""How often the words of a quote are looked up in the text around it."""
_CONTENT: Final = 4
"""Letters of the shortest word that is compared."""
_SOME: Final = 0.2
_MOST: Final = 0.6
"""Shares of the words of a quote that somebody says elsewhere."""
_WORDS = regex.compile(r"\w+")


def normal(text: str, span: Span) -> str:
    """The quoted words without punctuation, for comparison."""
    return " ".join(_WORDS.findall(fold(text[span.start : span.end])))


def elsewhere(lowered: str, words: str, span: MarkedSpan, outermost: Sequence[MarkedSpan]) -> str:
    """Who else uses the words of a quote: the journalist, or somebody in a longer quote.

    ``told`` where they stand once more without marks, ``said`` where they are a part of a longer
    quote, as those of a nested quote are, empty where neither is found near by. ``lowered`` is the
    text in lower case, ``outermost`` are its quotes that stand in no other.
    « Un avis « de passage » » echoes « il a laissé un avis de passage » of the article; « Le maire
    « serein » » echoes « « Je suis serein », dit le maire ».
    """
    if len(words) >= _LONGEST:
        return ""
    found = ""
    at = max(0, span.start - _SURROUNDINGS)
    last = min(len(lowered), span.start + _SURROUNDINGS)
    for _ in range(_LOOKS):
        at = lowered.find(words, at, last)
        if at < 0:
            break
        end = at + len(words)
        if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
            around = outermost[max(bisect_right(outermost, at, key=_start) - 1, 0)]
            if not around.start <= at < around.end:
                return "told"
            if around.end - around.start > len(words):
                found = "said"
        at = end
    return found


def share(words: str, other: str) -> str:
    """How much of the words of a quote another has: ``most`` or ``some``, empty for less.

    Both are as ``normal`` gives them; short words don't count.
    """
    own = _content_words(words)
    if not own:
        return ""
    repeated = len(own & _content_words(other)) / len(own)
    return "most" if repeated >= _MOST else "some" if repeated >= _SOME else ""


@lru_cache(maxsize=1 << 10)
def _content_words(words: str) -> frozenset[str]:
    return frozenset(word for word in words.split(" ") if len(word) >= _CONTENT)


_start: Final = attrgetter("start")
