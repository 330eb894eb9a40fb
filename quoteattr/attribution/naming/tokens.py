"""The words and signs of a text, before any parser has seen it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from operator import add
from typing import Final
from unicodedata import is_normalized, normalize

from attrs import define

from quoteattr import sentences
from quoteattr.attribution.vocabulary import fold
from quoteattr.marks import OPENERS

# An elided word (but « N'Golo » is a name), initials (« J.-P. »), a word, a number, or a sign. The
# standard library's expressions take half the time here; accents may stand by themselves.
_TOKEN = re.compile(
    r"\b(?:[LlDdJjnSsCcmTt]|[NM](?!['’][A-Z])|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Jj]usqu)['’]"
    r"|\b[A-ZÉ]\.-[A-ZÉ]\."
    r"|[^\W\d_][^\W_]*(?:(?:[\u0300-\u036f\u00ad]|[-‑&'’](?=[^\W_]))[^\W_]*)*\+?"
    r"|\d+|<<|>>|\S"
)
_NEW_LINE = re.compile(r"[\r\n\u2028\u2029]\s*")


@define(eq=False)
class Tokens:
    """The words and signs of a text in order, white space apart, accents composed and apostrophes
    straight, a list for each thing known; the offsets are those of the text as it is."""

    source: str
    """The text itself."""
    texts: list[str]
    folded: list[str]
    """Each as the lexicons write it."""
    starts: list[int]
    ends: list[int]
    kinds: list[str]
    """elided, word, number or other."""
    fresh: list[bool]
    """Whether the text or a new line begins right before, or an answer behind its label."""

    def __len__(self) -> int:
        return len(self.texts)

    def opens(self, at: int) -> bool:
        """Whether a token begins a sentence, where a capital says nothing."""
        while not self.fresh[at]:
            before = self.texts[at - 1]
            if self.kinds[at - 1] != "other":
                return False
            if before == "." and at > 1:
                short = self.texts[at - 2]
                if len(short) == 1 and self.kinds[at - 2] != "other":
                    if at < 3 or self.fresh[at - 2]:
                        return False
                    following = self.texts[at + 1] if at + 1 < len(self) else ""
                    return sentences.is_surname(self.texts[at - 3], self.texts[at], following)
                return not sentences.is_abbreviation(short)
            if before in _OPENING:
                return True
            if before not in _CLOSING:
                return False
            at -= 1
        return True

    def written(self, start: int, end: int) -> str:
        """A stretch of the text, accents composed."""
        return normalize("NFC", self.source[start:end])

    def folded_before(self, at: int) -> str:
        """The token before one, folded; « A », as papers print it before a name, is « à »."""
        if not at:
            return ""
        return "à" if self.texts[at - 1] == "A" else self.folded[at - 1]

    def folded_behind(self, at: int) -> str:
        """The token behind one, folded, a full stop at the end of the text."""
        return self.folded[at + 1] if at + 1 < len(self) else "."

    def adjacent(self, at: int) -> bool:
        """Whether at most two characters of white space stand before a token."""
        return self.starts[at] - self.ends[at - 1] <= 2

    def capital(self, at: int) -> bool:
        """Whether a token is a word with a capital; none stands behind the end of the text."""
        if at >= len(self.texts):
            return False
        return self.texts[at][0].isupper() and self.kinds[at] == "word"


def tokenize(text: str) -> Tokens:
    """Words and signs with offsets; glued sentences (« …l'aide.Elle ») come apart."""
    texts = _TOKEN.findall(text)
    starts = []
    at = 0
    for token in texts:
        at = text.index(token, at)
        starts.append(at)
        at += len(token)
    ends = list(map(add, starts, map(len, texts)))
    if not is_normalized("NFC", text):  # the lexicons have composed accents
        texts = [normalize("NFC", token) for token in texts]
    if "’" in text:
        texts = [token.replace("’", "'") for token in texts]
    fresh = [False] * len(texts)
    for start in (0, *(line.end() for line in _NEW_LINE.finditer(text))):
        place = bisect_left(starts, start)
        if place < len(fresh):
            fresh[place] = True
    folded, kinds = list(map(fold, texts)), list(map(_token_kind, texts))
    return Tokens(text, texts, folded, starts, ends, kinds, fresh)


@lru_cache(maxsize=1 << 15)
def _token_kind(token: str) -> str:
    first = token[0]
    if first.isalpha():
        return "elided" if token[-1] == "'" else "word"
    return "number" if first.isnumeric() else "other"


_OPENING: Final = frozenset(".!?…:•*-–—") | OPENERS
"""Signs behind which a capital says nothing."""
_CLOSING: Final = frozenset("»”([")
"""Signs behind which a capital says as much as it would before them."""
