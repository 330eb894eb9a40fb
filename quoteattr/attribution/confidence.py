"""How sure an answer is: the models' probabilities, calibrated on articles not learned from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

from quoteattr.attribution.attribute import Reading
from quoteattr.attribution.cues import Cue
from quoteattr.attribution.ranking import Ranker, flat


def confidence(calibration: Ranker, reading: Reading, ranked: Sequence[tuple[Cue, float]]) -> float:
    """The probability that kind and speaker are both right; for a term, that it is one."""
    weights = calibration.weights
    score = sum(weights.get(name, 0.0) * value for name, value in measures(reading, ranked))
    return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))


def measures(reading: Reading, ranked: Sequence[tuple[Cue, float]]) -> Iterator[tuple[str, float]]:
    """What confidence rests on: log-odds of each step, apart for each kind of reading."""
    term = next((probability for cue, probability in ranked if cue.kind == "term"), 0.0)
    if reading.cue.kind == "term":
        yield "term", 1.0
        yield "term,reading", _log_odds(reading.probability)
        return
    yield "speech,not a term", _log_odds(1.0 - term)
    if reading.cue.kind == "continues":
        yield "continues", 1.0
        yield "continues,reading", _log_odds(reading.probability)
        yield "continues,entity", _log_odds(reading.entity_probability)
        return
    yield f"{reading.cue.kind}", 1.0
    yield "cue,reading", _log_odds(reading.probability)
    yield "cue,all", _log_odds(reading.likelihood)
    if reading.mention is not None:
        yield f"mention={reading.mention.kind}", 1.0
        yield f"path={reading.mention.path}", 1.0
    for feature in islice(flat(reading.cue.features), 1, 3):
        yield feature, 1.0
    if reading.entity_probability < 1.0:
        yield "resolved", 1.0
        yield "resolved,entity", _log_odds(reading.entity_probability)
    else:
        yield "named", 1.0


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.002), 0.998)
    return math.log(bounded / (1.0 - bounded))
