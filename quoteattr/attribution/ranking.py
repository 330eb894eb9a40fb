"""Small log-linear models: a score is a sum of weights of features that a linguist can read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from attrs import frozen

from quoteattr.errors import ModelError

WEIGHTS: Final = "weights/ranking.json"


@frozen(eq=False)
class Ranker:
    """One model: weights by feature."""

    weights: Mapping[str, float]

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights; a feature that was never learned counts nothing."""
        return sum(filter(None, map(self.weights.get, features)))

    def probabilities(self, candidates: Sequence[Sequence[str]]) -> list[float]:
        """How likely each of the candidates is, given that one of them holds."""
        if not candidates:
            return []
        scores = [self.score(features) for features in candidates]
        highest = max(scores)
        exponentials = [math.exp(score - highest) for score in scores]
        total = sum(exponentials)
        return [value / total for value in exponentials]

    def strongest(self, features: Iterable[str], count: int = 4) -> list[tuple[str, float]]:
        """The features that decided most, heaviest first."""
        weights = self.weights
        known = {feature: weights[feature] for feature in features if feature in weights}
        least = min(sorted(map(abs, known.values()))[-count:], default=0.0)
        return sorted(
            (pair for pair in known.items() if abs(pair[1]) >= least), key=_lightness
        )[:count]


def _lightness(pair: tuple[str, float]) -> tuple[float, str]:
    return -abs(pair[1]), pair[0]


@frozen(eq=False)
class Rankers:
    """The models of one weights file, and what turns their probabilities into confidence."""

    version: str
    cue: Ranker
    mention: Ranker
    entity: Ranker
    confidence: Ranker

    @classmethod
    def read(cls, content: str, source: str) -> Rankers:
        """The models of a weights file; ``ModelError`` where it is none."""
        try:
            data = json.loads(content)
            models = {
                name: Ranker({str(key): float(value) for key, value in data[name].items()})
                for name in ("cue", "mention", "entity", "confidence")
            }
            return cls(version=str(data["version"]), **models)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{source} is no weights file ({error!r}): build one with"
                " python -m training.attribution"
            ) from error


@cache
def shipped() -> Rankers:
    """The weights that the package ships."""
    file = resources.files("quoteattr.attribution").joinpath(WEIGHTS)
    return Rankers.read(file.read_text(encoding="utf-8"), WEIGHTS)
