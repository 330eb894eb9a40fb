"""A parser and weights that need no model: cheap, deterministic, and never right by chance."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence

import regex

from quoteattr.attribution.ranking import Ranker, Rankers
from quoteattr.syntax.tree import ROOT, Tree, Word

_TOKEN = regex.compile(r"\w+(?:\p{M}|\w)*['’]?|\S")
_UPOS = {
    **dict.fromkeys(("dit", "déclaré", "assure", "ajouté", "juge", "évoque", "souffle"), "VERB"),
    **dict.fromkeys(("il", "elle", "ce", "ils", "elles", "qui"), "PRON"),
    **dict.fromkeys(("le", "la", "les", "un", "une", "l'", "l’"), "DET"),
    **dict.fromkeys(("de", "selon", "pour", "par"), "ADP"),
    **dict.fromkeys(("a", "ont", "est"), "AUX"),
    **dict.fromkeys(("que", "qu'", "qu’"), "SCONJ"),
}
_DEPREL = {
    "DET": "det",
    "AUX": "aux",
    "ADP": "case",
    "PUNCT": "punct",
    "PRON": "nsubj",
    "SCONJ": "mark",
}


class StubParser:
    """Follows ``SyntaxParser``: words by a regular expression, all below the sentence's verb.

    ``batches`` keeps the sentences of each call, ``loads`` counts the calls of ``load``.
    """

    name = "stub 1"
    model = "none 0"

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.loads = 0

    def load(self) -> None:
        self.loads += 1

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        self.batches.append(list(sentences))
        return [tree(sentence) for sentence in sentences]


def tree(sentence: str) -> Tree:
    """A flat tree: the first verb is the root, determiners hang on the next word."""
    found = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(sentence)]
    tags = [upos(form) for _, _, form in found]
    root = next((number for number, tag in enumerate(tags) if tag == "VERB"), 0)
    words = []
    for number, (start, end, form) in enumerate(found):
        head, deprel = root, _DEPREL.get(tags[number], "nsubj" if number == root + 1 else "obl")
        if number == root:
            head, deprel = ROOT, "root"
        elif tags[number] in ("DET", "ADP") and number + 1 < len(found):
            head = number + 1
        words.append(Word(start, end, form, form.lower(), tags[number], "", head, deprel))
    return Tree(tuple(words))


def upos(form: str) -> str:
    """A plausible part of speech."""
    known = _UPOS.get(form.lower())
    if known is not None:
        return known
    if not form[0].isalnum():
        return "PUNCT"
    if form.isdigit():
        return "NUM"
    return "PROPN" if form[0].isupper() else "NOUN"


class HashedWeights(Mapping[str, float]):
    """A weight for every feature there may ever be, between -2 and 2, fixed by its name.

    Under such weights every kind of reading wins somewhere, so that invariants are tried on all.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __getitem__(self, feature: str) -> float:
        return (
            zlib.crc32(f"{self._seed}:{feature}".encode("utf-8", "surrogatepass")) % 4001 / 1000 - 2
        )

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, feature: object) -> bool:
        return isinstance(feature, str)


def rankers(seed: int = 0) -> Rankers:
    """Models with ``HashedWeights``."""
    models = [Ranker(HashedWeights(seed * 5 + part)) for part in range(5)]
    return Rankers(f"hashed {seed}", *models)
