"""Small log-linear models: a score is a sum of weights of features that a linguist can read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from operator import itemgetter
from typing import Final, TypeAlias, TypeVar

from attrs import field, frozen

from quoteattr.errors import ModelError

TREES: Final = ("stanza", "spacy")
"""The parsers whose trees there are weights for; a tree of any other is read as Stanza's are."""

Feature: TypeAlias = str | tuple[str, ...]
"""A feature, or several that were made together and are looked up together."""

remembered: Final = lru_cache(maxsize=1 << 14)
"""For functions that make features: the facts they are made of have few values, and features made
once serve again."""

_MOST_KNOWN: Final = 1 << 16
"""Features and groups of them whose weights are kept at hand."""


def flat(features: Iterable[Feature]) -> Iterator[str]:
    """The features one by one."""
    for feature in features:
        if isinstance(feature, str):
            yield feature
        else:
            yield from feature


def shares(scores: Sequence[float]) -> list[float]:
    """The probabilities of candidates with these scores, given that one of them holds."""
    if not scores:
        return []
    highest = max(scores)
    exponentials = [math.exp(score - highest) for score in scores]
    total = sum(exponentials)
    return [value / total for value in exponentials]


def highest(probabilities: Sequence[float]) -> int:
    """The place of the highest of some probabilities, the first of those that are as high."""
    return max(range(len(probabilities)), key=probabilities.__getitem__)


_Item = TypeVar("_Item")


def ranked(items: Iterable[_Item], probabilities: Iterable[float]) -> list[tuple[_Item, float]]:
    """Things with their probabilities, likeliest first, the first of those that are as likely."""
    return sorted(zip(items, probabilities, strict=True), key=_probability, reverse=True)


_probability: Final = itemgetter(1)


@frozen(eq=False)
class Ranker:
    """One model: weights by feature."""

    weights: Mapping[str, float]
    _known: dict[Feature, float] = field(factory=dict, init=False, repr=False)
    """The weights of features and groups that have been looked up before."""
    _weighed: dict[Feature, tuple[tuple[float, str], ...]] = field(
        factory=dict, init=False, repr=False
    )
    """How heavy each feature of a group is by itself, the heaviest least, as sorting has it."""

    def score(self, features: Iterable[Feature]) -> float:
        """The sum of the weights; a feature that was never learned counts nothing."""
        known = self._known
        total = 0.0
        for feature in features:
            weight = known.get(feature)
            if weight is None:
                weight = self._weight(feature)
                if weight and len(known) < _MOST_KNOWN:
                    known[feature] = weight
            total += weight
        return total

    def _weight(self, feature: Feature) -> float:
        if isinstance(feature, str):
            return self.weights.get(feature, 0.0)
        return sum(filter(None, map(self.weights.get, feature)))

    def probabilities(self, candidates: Sequence[Sequence[Feature]]) -> list[float]:
        """How likely each of the candidates is, given that one of them holds."""
        return shares([self.score(features) for features in candidates])

    def strongest(self, features: Iterable[Feature], count: int = 4) -> list[tuple[str, float]]:
        """The features that decided most, heaviest first."""
        found = {one for feature in features for one in self._heaviness(feature)}
        return [(name, self.weights[name]) for _, name in sorted(found)[:count]]

    def _heaviness(self, feature: Feature) -> tuple[tuple[float, str], ...]:
        """The features of a group that have a weight, and that weight, heaviest least."""
        known = self._weighed.get(feature)
        if known is None:
            weights = self.weights
            known = tuple((-abs(weights[one]), one) for one in flat((feature,)) if one in weights)
            if known and len(self._weighed) < _MOST_KNOWN:
                self._weighed[feature] = known
        return known


MODELS: Final = ("cue", "mention", "entity", "kind", "speaker")
"""The models of a weights file: three that rank, two that turn their probabilities into
confidence."""


@frozen(eq=False)
class Rankers:
    """The models of one weights file, and what turns their probabilities into confidence."""

    version: str
    cue: Ranker
    mention: Ranker
    entity: Ranker
    kind: Ranker
    """The confidence that a quote is of the kind that the cue model says."""
    speaker: Ranker
    """The confidence in the speaker of a quote that is speech."""
    quoted: int | None = None
    """How much of a long quoted sentence stood in the trees that the weights were learned from, as
    ``syntax.excerpt.excerpts`` has it."""

    @classmethod
    def read(cls, content: str, source: str) -> Rankers:
        """The models of a weights file; ``ModelError`` where it is none."""
        try:
            data = json.loads(content)
            models = {
                name: Ranker({str(key): float(value) for key, value in data[name].items()})
                for name in MODELS
            }
            quoted = data.get("quoted")
            quoted = None if quoted is None else int(quoted)
            return cls(version=str(data["version"]), quoted=quoted, **models)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{source} is no weights file ({error!r}): build one with"
                " python -m training.attribution"
            ) from error


def weights_file(trees: str) -> str:
    """Where the weights for the trees of one parser stand in this package."""
    return f"weights/{trees}.json"


def shipped(parser: str = TREES[0]) -> Rankers:
    """The weights that the package ships for the trees of a parser, which is known by its name.

    Parsers fail in ways of their own: weights learned from both fitted spaCy's trees worse.
    """
    return _read(next((trees for trees in TREES if parser.startswith(trees)), TREES[0]))


@cache
def _read(trees: str) -> Rankers:
    name = weights_file(trees)
    file = resources.files("quoteattr.attribution").joinpath(name)
    return Rankers.read(file.read_text(encoding="utf-8"), name)
