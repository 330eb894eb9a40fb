"""One Universal Dependencies tree with character offsets, and the protocol of a parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Protocol

from attrs import define, field

ROOT = -1
"""The head of a word that has none."""


@define(eq=False)
class Word:
    """A syntactic word.

    ``start`` and ``end`` are code points, end exclusive; the words of a contraction (« du » =
    « de » + « le ») share the span of their token. ``feats`` is the column FEATS of CoNLL-U, empty
    for none; ``head`` is the index of the head in the same tree, ``ROOT`` for none; ``deprel`` is
    lower case, its subtype included. A word is never changed once it is made.
    """

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    relation: str = field(init=False, repr=False)
    """The deprel without its subtype."""

    def __attrs_post_init__(self) -> None:
        self.relation = _universal(self.deprel)

    def feat(self, name: str) -> str | None:
        """The value of one feature, None where it is not marked."""
        return _features(self.feats).get(name)


@lru_cache(maxsize=1 << 12)
def _features(feats: str) -> dict[str, str]:
    """The column FEATS of CoNLL-U by name; a word's features are few of many words alike."""
    pairs = (pair.partition("=") for pair in feats.split("|"))
    return {name: value for name, sign, value in pairs if sign}


@cache
def _universal(deprel: str) -> str:
    return deprel.split(":", 1)[0]


@define(eq=False)
class Tree:
    """A parsed sentence: its words in text order. A parser may leave more than one root."""

    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...] = field(default=())
    """For each word those that hang on it, in text order; found by the heads where not given."""

    def __attrs_post_init__(self) -> None:
        if self.children:
            return
        below: list[list[int]] = [[] for _ in self.words]
        for index, word in enumerate(self.words):
            if word.head != ROOT:
                below[word.head].append(index)
        self.children = tuple(map(tuple, below))

    def __len__(self) -> int:
        return len(self.words)

    def ancestors(self, index: int) -> Iterator[int]:
        """The heads above a word, nearest first; ends where a malformed tree comes round again."""
        seen = {index}
        head = self.words[index].head
        while head != ROOT and head not in seen:
            yield head
            seen.add(head)
            head = self.words[head].head

    def subtree(self, index: int, without: Iterable[str] = ()) -> list[int]:
        """A word and all below it, in text order, but for branches by a relation of ``without``."""
        left_out = frozenset(without)
        found = {index}
        waiting = [index]
        while waiting:
            for child in self.children[waiting.pop()]:
                word = self.words[child]
                if child in found or word.deprel in left_out or word.relation in left_out:
                    continue
                found.add(child)
                waiting.append(child)
        return sorted(found)


class SyntaxParser(Protocol):
    """What quoteattr asks of a parser: sentences in, one tree for each."""

    @property
    def name(self) -> str:
        """The parser and its version, for ``Quotes.meta``. One that begins with « spacy » gets the
        weights that were learned from spaCy's trees, any other those from Stanza's."""

    @property
    def model(self) -> str:
        """The model and its version, for ``Quotes.meta``."""

    def load(self) -> None:
        """Load the model; does nothing where it is loaded. Raises ``ModelError``."""

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        """One tree for each sentence, offsets from the start of that sentence."""
