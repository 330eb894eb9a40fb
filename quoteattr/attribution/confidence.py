"""How sure an answer is: the models' probabilities, calibrated on articles not learned from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from attrs import frozen

from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.ranking import Feature, Ranker, Rankers
from quoteattr.attribution.readings import Ranked, Reading


@frozen
class Confidence:
    """The probabilities that an answer is right."""

    kind: float
    """That speech is speech, or that a term is one."""
    speaker: float
    """That the speaker is right, given that the quote is speech; 1 for a term."""

    @property
    def both(self) -> float:
        """That kind and speaker are both right."""
        return self.kind * self.speaker


def confidence(rankers: Rankers, reading: Reading, ranked: Ranked) -> Confidence:
    """How sure a reading is, beside all readings of its quote."""
    # The features tell where the models are sure and yet often wrong.
    kind = _probability(rankers.kind, kind_measures(reading, ranked), reading.cue.features)
    if reading.cue.kind == "term":
        return Confidence(kind, 1.0)
    measures, features = speaker_measures(reading, ranked), speaker_features(reading)
    speaker = _probability(rankers.speaker, measures, features)
    if reading.described:
        # « Anne Roux a signé. « … », dit la maire »: no surer than that the maire is Anne Roux.
        speaker = min(speaker, reading.entity_probability)
    return Confidence(kind, speaker)


def kind_measures(reading: Reading, ranked: Ranked) -> Iterator[tuple[str, float]]:
    """What the confidence in the kind rests on, as log-odds."""
    if reading.cue.kind == "term":
        yield "term", 1.0
        yield "term,reading", _log_odds(reading.probability)
    else:
        yield "speech", 1.0
        yield "speech,not a term", _log_odds(_speech(ranked))


def speaker_measures(reading: Reading, ranked: Ranked) -> Iterator[tuple[str, float]]:
    """What the confidence in the speaker of speech rests on: log-odds of each step, apart for each
    kind of reading."""
    speech = _speech(ranked)
    likely = _log_odds(reading.probability / speech)
    if reading.cue.kind == "continues":
        yield "continues", 1.0
        yield "continues,reading", likely
        yield "continues,entity", _log_odds(reading.entity_probability)
        if reading.agreeing:
            # « Roux part. Elle savoure « sa joie » »: by « elle » or by no mention, it is Roux.
            told = reading.probability + reading.agreeing
            yield "continues,referent", _log_odds(told / speech) - likely
        return
    yield reading.cue.kind, 1.0
    yield "cue,reading", likely
    yield "cue,all", _log_odds(reading.likelihood / speech)
    if reading.agreeing:
        # « Roux dit qu'il se sent « las » »: whichever of the two is the mention, Roux speaks.
        told = reading.probability + reading.agreeing
        yield "cue,referent", _log_odds(told / speech) - likely
    if reading.referent is None:
        yield "nobody", 1.0
    if reading.entity_probability < 1.0:
        yield "resolved", 1.0
        yield "resolved,entity", _log_odds(reading.entity_probability)
    else:
        yield "named", 1.0


def speaker_features(reading: Reading) -> Iterator[Feature]:
    """What else the confidence in the speaker rests on: the features of cue and mention, and who it
    is: « la décision », « Luc Roy », somebody quoted once."""
    yield from reading.cue.features
    if reading.mention is not None:
        yield from reading.mention.features
    if reading.referent is not None:
        place = "continues" if reading.cue.kind == "continues" else "cue"
        yield from _who(place, reading.referent)


def _who(place: str, referent: Referent) -> tuple[str, ...]:
    named = "long " if len(referent.words) > 1 else "named " if referent.words else ""
    return (
        f"{place},who={named}{referent.kind}",
        f"{place},quotes={min(referent.quotes, 3)}",
        f"{place},names={min(len(referent.names), 3)}",
    )


def _speech(ranked: Ranked) -> float:
    """How likely a quote is speech, whoever utters it."""
    return max(1.0 - sum(value for cue, value in ranked if cue.kind == "term"), 0.01)


def _probability(
    calibration: Ranker, measures: Iterable[tuple[str, float]], features: Iterable[Feature]
) -> float:
    weights = calibration.weights
    score = sum(weights.get(name, 0.0) * value for name, value in measures)
    score += calibration.score(features)
    return 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.002), 0.998)
    return math.log(bounded / (1.0 - bounded))
