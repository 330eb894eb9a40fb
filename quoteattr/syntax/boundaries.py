"""A second look at where sentences end, after the tokenizer of the shipped model.

The tokenizer reads characters and gives each a score; it misses headings, which end without a full
stop (« Effets indésirables | Dans l'étude … »), and breaks before names (« la première | Conférence
de Rabat »). Here every token before white space is looked at again: its score and what a reader
sees around it are weighed by a log-linear model, from left to right. The folder of the model holds
the weights (``boundaries.tsv``) and words that are no names (``common_words.txt``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from attrs import define, frozen

from quoteattr import lexicon

WEIGHTS = "boundaries.tsv"
COMMON_WORDS = "common_words.txt"
PADDING = "<PAD>"
"""What Stanza puts behind the last character of a text."""
PIECE = 1000
"""Stanza reads longer paragraphs in pieces of so many characters."""
# Where the tokenizer is that sure, a small letter or a comma leaves nothing to look at.
_HOPELESS = -6.0
# Scores beyond this say no more.
_SUREST = 8.0
_OPENING = frozenset("«‹“„([")
_CLOSING = frozenset("»›”)]")
_DASHES = frozenset("-–—•·*")
_PUNCTUATION = frozenset(".!?…:;,")
_LENGTHS = ((1, "1"), (3, "2-3"), (6, "4-6"), (12, "7-12"), (25, "13-25"))


class Token(NamedTuple):
    """A token, with what the tokenizer thinks of its last character."""

    text: str
    last: int
    """The place of its last character."""
    spaced: bool
    """Whether white space follows."""
    ends: bool
    """Whether it ends a sentence for the tokenizer."""
    score: float
    """The logarithm of the odds for that."""


@define(eq=False)
class Sentence:
    """What features need to know of a sentence that has not ended yet."""

    length: int = 0
    first: str = ""
    depth: int = 0
    straight: bool = False
    finite: bool = False
    capitals: bool = True

    def add(self, token: str) -> None:
        self.length += 1
        if self.length == 1:
            self.first = kind(token)
        for mark in token if len(token) == 1 else ():
            self.depth += (mark in _OPENING) - (mark in _CLOSING)
            self.straight ^= mark == '"'
        self.finite = self.finite or token.lower() in _finite()
        self.capitals = self.capitals and token == token.upper()


@cache
def _finite() -> frozenset[str]:
    """Auxiliaries and subject pronouns, of which headings rarely have any."""
    return _clause_words("finite")


@cache
def _binding() -> frozenset[str]:
    """Words after which a sentence goes on: « sous le | Pont-Neuf »."""
    return lexicon.words("determiners") | lexicon.words("prepositions") | _clause_words("binding")


def _clause_words(wanted: str) -> frozenset[str]:
    found = lexicon.classes("clause_words").items()
    return frozenset(word for word, kind in found if kind == wanted)


def kind(token: str) -> str:
    """What a token looks like.

    >>> [kind(token) for token in ("Le", "maire", "SNCF", "J.", "1 000", "–", "«", "+")]
    ['capital', 'small', 'capitals', 'initial', 'number', 'dash', 'opening', 'mark']
    """
    first = token[0]
    if first.isdigit():
        return "number"
    if not first.isalnum():
        if len(token) > 1:
            return "mark"
        if first in _DASHES:
            return "dash"
        return "opening" if first in _OPENING else "closing" if first in _CLOSING else "mark"
    if token.isupper():
        return "initial" if len(token.strip(".")) == 1 else "capitals"
    return "capital" if first.isupper() else "small"


def ending(token: str) -> str:
    """What a token looks like from behind.

    >>> [ending(token) for token in (".", "etc.", "...", ":", "Paris")]
    ['.', 'abbreviation', '…', ':', 'capital']
    """
    last = token[-1]
    if token.endswith(("…", "...")):
        return "…"
    if last == "." and len(token) > 1:
        return "abbreviation"
    return last if last in _PUNCTUATION else kind(token)


def length(tokens: int) -> str:
    """How long a sentence is, roughly."""
    return next((name for most, name in _LENGTHS if tokens <= most), "26+")


def features(
    tokens: Sequence[Token], place: int, sentence: Sentence, common: frozenset[str]
) -> dict[str, float]:
    """What speaks for or against a sentence end behind a token.

    Args:
        tokens: those of a paragraph.
        place: the number of a token that is not the last.
        sentence: what stands before the end in question, the token included.
        common: words that are no names, in small letters.
    """
    token, following = tokens[place], tokens[place + 1].text
    score = max(-_SUREST, min(_SUREST, token.score)) / 4
    last, coming = ending(token.text), kind(following)
    before = ending(tokens[place - 1].text) if sentence.length > 1 else "nothing"
    after = kind(tokens[place + 2].text) if place + 2 < len(tokens) else "nothing"
    size = length(sentence.length)
    found = [
        "always", f"last {last}", f"next {coming}", f"last {last}, next {coming}",
        f"before {before}", f"after {after}", f"next {coming}, after {after}", f"length {size}",
        f"length {size}, last {last}", f"first {sentence.first}",
    ]  # fmt: skip
    if following[0].isupper():
        word = following.replace("’", "'").lower()
        known = "common" if word in common else "uncommon"
        found += [f"next word {word}", f"next {known}", f"last {last}, next {known}"]
    if token.text.replace("’", "'").lower() in _binding():
        found.append("last binding")
    if sentence.depth > 0:
        found.append("open marks")
    if sentence.straight:
        found.append('open "')
    if sentence.capitals:
        found += ["all capitals", f"all capitals, next {coming}"]
    if not sentence.finite:
        found += ["nothing finite", f"nothing finite, last {last}"]
    values = dict.fromkeys(found, 1.0)
    values["score"] = score
    values["score above 0"] = max(0.0, score)
    return values


def doubtful(token: Token, following: Token) -> bool:
    """Whether there is something to weigh between two tokens.

    A sentence begins with no closing mark (« Tout est prêt. | » Il sort. »), and a dash opens an
    item as often as an aside (« le maire – absent hier – refuse »): both are left to the tokenizer.
    """
    first = following.text[0]
    if not token.spaced or first in _CLOSING or first in _PUNCTUATION or first in _DASHES:
        return False
    return token.score > _HOPELESS or not (first.islower() or token.text[-1] == ",")


@frozen
class Boundaries:
    """Weights of features, and the words that are no names."""

    weights: Mapping[str, float]
    common: frozenset[str]
    overruling: float = 1.0
    """The log-odds that it takes to overrule the tokenizer: the weights were learned from scores of
    weaker ones. Chosen by cross-validation and Sequoia dev."""

    def ends(self, tokens: Sequence[Token]) -> Iterator[bool]:
        """Whether a sentence ends behind each token but the last, of a paragraph."""
        sentence = Sentence()
        for place, token in enumerate(tokens[:-1]):
            sentence.add(token.text)
            end = token.ends
            if doubtful(token, tokens[place + 1]):
                values = features(tokens, place, sentence, self.common)
                weight = self.weights.get
                odds = sum(weight(name, 0.0) * value for name, value in values.items())
                if abs(odds) >= self.overruling:
                    end = odds > 0
            if end:
                sentence = Sentence()
            yield end

    def revise(self, scores: Any, texts: Sequence[Sequence[str]]) -> Any:
        """The tokenizer's scores, exchanged where sentences end otherwise.

        Args:
            scores: an array ``scores[text, character, label]``, changed in place; the labels are
                0 inside a token, 1 at its end, 2 at the end of a sentence, 3 and 4 the same for a
                contraction.
            texts: the characters of each text, with or without ``PADDING`` behind them. One of
                ``PIECE`` characters may go on: what stands at its edge is left as it is.
        """
        for row, characters in zip(scores, texts, strict=True):
            found = tokens_of(characters, row)
            whole = not found or found[-1].last + 1 < PIECE
            for place, (token, end) in enumerate(zip(found, self.ends(found), strict=False)):
                if end != token.ends and (whole or place + 3 < len(found)):
                    row[token.last, [1, 2, 3, 4]] = row[token.last, [2, 1, 4, 3]]
        return scores


def tokens_of(characters: Sequence[str], scores: Any) -> list[Token]:
    """The tokens of a text, from its characters and an array ``scores[character, label]``."""
    import numpy

    size = characters.index(PADDING) if PADDING in characters[-1:] else len(characters)
    labels = scores[:size].argmax(axis=1)
    if size:
        labels[-1] = max(labels[-1], 1)
    places = numpy.flatnonzero(labels)
    at = scores[places]
    odds = numpy.logaddexp(at[:, 2], at[:, 4]) - numpy.logaddexp(at[:, 1], at[:, 3])
    text = "".join(characters[:size])
    tokens = []
    start = 0
    for place, label, score in zip(
        places.tolist(), labels[places].tolist(), odds.tolist(), strict=True
    ):
        form = text[start : place + 1].strip()
        start = place + 1
        if form:
            spaced = text[start : start + 1].isspace()
            tokens.append(Token(form, place, spaced, label in (2, 4), score))
    return tokens


def read(folder: Path) -> Boundaries | None:
    """The boundaries of a model folder, None where it has none."""
    if not (folder / WEIGHTS).is_file():
        return None
    weights, common = (
        lexicon.parse((folder / name).read_text(encoding="utf-8"), name)
        for name in (WEIGHTS, COMMON_WORDS)
    )
    return Boundaries({name: float(one) for name, one in weights.items()}, frozenset(common))
