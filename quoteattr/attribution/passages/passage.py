"""The frames of a text with their trees, and which word stands inside which quote."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final, TypeAlias

from attrs import define, frozen

from quoteattr.marks import MarkedSpan
from quoteattr.syntax.framing import Frame
from quoteattr.syntax.tree import ROOT, Tree, Word

OUTSIDE = -1
"""The quote of a word that is the journalist's own."""


@define(eq=False)
class Passage:
    """One frame: all its words as one forest, in text order.

    ``inside`` holds for each word the index of the innermost quote around it, ``OUTSIDE`` for none.
    """

    number: int
    """That of its frame among the frames of the text."""
    tree: Tree
    inside: tuple[int, ...]


@frozen(eq=False)
class Source:
    """A text with its quotes and those frames of it that were parsed."""

    text: str
    spans: tuple[MarkedSpan, ...]
    frames: tuple[Frame, ...]
    passages: dict[int, Passage]
    """Parsed frames by their number."""

    def frame_at(self, offset: int) -> int:
        """The number of the frame that an offset stands in."""
        return max(bisect_right(self.frames, offset, key=_frame_start) - 1, 0)


def build(
    text: str, spans: Sequence[MarkedSpan], frames: Sequence[Frame], trees: Iterable[Tree]
) -> Source:
    """Sort the words of any trees of the text into its frames.

    A tree that runs over several frames is cut at their borders, as a user's own parse may need.
    """
    starts = [frame.span.start for frame in frames]
    collected: dict[int, list[_Stretch]] = {}
    for tree in trees:
        for number, stretch in _by_frame(tree, starts):
            collected.setdefault(number, []).append(stretch)
    passages = {}
    for number, stretches in collected.items():
        tree = _forest(stretches)
        passages[number] = Passage(number, tree, _inside(tree, spans))
    return Source(text, tuple(spans), tuple(frames), passages)


_Stretch: TypeAlias = tuple[Tree, Sequence[int]]
"""Some words of a tree, by their places in it."""


def _by_frame(tree: Tree, starts: Sequence[int]) -> list[tuple[int, _Stretch]]:
    """The words of a tree that stand in each frame."""
    offsets = [word.start for word in tree.words]
    if not offsets:
        return []
    first = bisect_right(starts, min(offsets)) - 1
    if first >= 0 and first == bisect_right(starts, max(offsets)) - 1:
        return [(first, (tree, range(len(offsets))))]
    found: dict[int, list[int]] = {}
    for index, offset in enumerate(offsets):
        number = bisect_right(starts, offset) - 1
        if number >= 0:
            found.setdefault(number, []).append(index)
    return [(number, (tree, indices)) for number, indices in found.items()]


def _forest(stretches: Sequence[_Stretch]) -> Tree:
    """One tree of all words of a frame, in text order."""
    whole = stretches[0][0]
    if len(stretches) == 1 and len(stretches[0][1]) == len(whole) and _ordered(whole):
        return whole
    members = [(tree, index) for tree, indices in stretches for index in indices]
    members.sort(key=lambda member: member[0].words[member[1]].start)
    place = {(id(tree), index): number for number, (tree, index) in enumerate(members)}
    words = []
    for tree, index in members:
        word = tree.words[index]
        head = place.get((id(tree), word.head), ROOT) if word.head != ROOT else ROOT
        if head != word.head:
            word = Word(
                word.start,
                word.end,
                word.form,
                word.lemma,
                word.upos,
                word.feats,
                head,
                word.deprel,
            )
        words.append(word)
    return Tree(tuple(words))


def _ordered(tree: Tree) -> bool:
    return all(one.start <= other.start for one, other in pairwise(tree.words))


def _inside(tree: Tree, spans: Sequence[MarkedSpan]) -> tuple[int, ...]:
    """For each word the innermost quote whose words hold it; the marks are outside."""
    result = []
    open_quotes: list[int] = []
    words = tree.words
    # Quotes that began before the first word may still be open there.
    at = 0
    if words:
        at = bisect_left(spans, words[0].start, key=_outer_start)
        outermost = at - 1
        while outermost >= 0 and spans[outermost].parent is not None:
            outermost -= 1
        at = max(outermost, 0)
    for word in words:
        while at < len(spans) and spans[at].outer.start <= word.start:
            while open_quotes and spans[open_quotes[-1]].outer.end <= spans[at].outer.start:
                open_quotes.pop()
            open_quotes.append(at)
            at += 1
        while open_quotes and spans[open_quotes[-1]].outer.end <= word.start:
            open_quotes.pop()
        quote = OUTSIDE
        for number in reversed(open_quotes):
            span = spans[number]
            if span.start <= word.start and word.end <= span.end:
                quote = number
                break
        result.append(quote)
    return tuple(result)


_frame_start: Final = attrgetter("span.start")
_outer_start: Final = attrgetter("outer.start")
