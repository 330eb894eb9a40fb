"""Process time, of whole systems and of the parser inside them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

from attrs import define, field, frozen

from quoteattr.syntax.tree import SyntaxParser, Tree


@define(eq=False)
class ClockedParser:
    """Any parser, with the process time that it has taken and the characters that it was given.

    With ``remember`` a sentence that comes again is not parsed again: for texts that repeat a few
    sentences many times, where only what quoteattr does with the trees is to be measured.
    """

    parser: SyntaxParser
    remember: bool = False
    seconds: float = 0.0
    characters: int = 0
    _known: dict[str, Tree] = field(factory=dict)

    @property
    def name(self) -> str:
        return self.parser.name

    @property
    def model(self) -> str:
        return self.parser.model

    def load(self) -> None:
        self.parser.load()

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        began = time.process_time()
        if self.remember:
            new = [one for one in dict.fromkeys(sentences) if one not in self._known]
            self._known.update(zip(new, self.parser.parse(new), strict=True))
            trees = [self._known[sentence] for sentence in sentences]
        else:
            trees = self.parser.parse(sentences)
        self.seconds += time.process_time() - began
        self.characters += sum(map(len, sentences))
        return trees

    def reset(self) -> None:
        self.seconds = 0.0
        self.characters = 0


@frozen
class Timing:
    """The medians of the rounds: process seconds, and the ratio to the first system's."""

    seconds: float
    ratio: float
    least: float
    """The least ratio of any round."""
    most: float


def seconds(run: Callable[[], object]) -> float:
    """The process time of one run, threads included."""
    began = time.process_time()
    run()
    return time.process_time() - began


def alternated(systems: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """Each system once a round, one after the other, so that a busy machine slows all alike.

    The first system is what the others are compared with, round by round. A round before, which
    fills the caches of all, is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in systems}
    for number in range(rounds + 1):
        for name, run in systems.items():
            spent = seconds(run)
            if number:
                taken[name].append(spent)
    base = next(iter(taken.values()))
    found = {}
    for name, spent in taken.items():
        ratios = [one / first for one, first in zip(spent, base, strict=True)]
        found[name] = Timing(
            statistics.median(spent), statistics.median(ratios), min(ratios), max(ratios)
        )
    return found
