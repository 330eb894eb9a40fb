"""The figures: counts that add up over articles, and what is computed from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

from attrs import frozen

CueClass: TypeAlias = Literal["verb", "preposition", "noun", "none"]


ErrorKind: TypeAlias = Literal[
    "not found",
    "taken for a term",
    "wrong speaker",
    "speaker left open",
    "term taken for speech",
    "no such quote",
]


SURE: Final = 0.9
"""The confidence from which a quote counts as sure."""


BINS: Final = 10
"""The number of equal bins of the reliability table."""


@frozen
class Ratio:
    """So many right of so many; its ``value`` is 0.0 where there are none."""

    right: float
    of: int

    @property
    def value(self) -> float:
        """The share that is right; 0 where there is nothing to count."""
        return self.right / self.of if self.of else 0.0


@frozen
class Scores:
    """Precision, recall and their harmonic mean."""

    precision: Ratio
    recall: Ratio
    f1: Ratio

    @classmethod
    def of(cls, right: int, predicted: int, gold: int) -> Scores:
        """The scores of ``right`` true positives."""
        return cls(Ratio(right, predicted), Ratio(right, gold), Ratio(2 * right, predicted + gold))


@frozen
class Figures:
    """The counts behind the main figures; figures of separate articles add up."""

    gold_spans: int = 0
    predicted_spans: int = 0
    exact_spans: int = 0
    gold_speech: int = 0
    predicted_speech: int = 0
    found_speech: int = 0
    named_speech: int = 0
    attributed_speech: int = 0
    gold_mentions: int = 0
    right_mentions: int = 0
    gold_verbs: int = 0
    right_verbs: int = 0
    own_names: int = 0

    @property
    def spans(self) -> Scores:
        """Exact spans, speech and term alike."""
        return Scores.of(self.exact_spans, self.predicted_spans, self.gold_spans)

    @property
    def speech(self) -> Scores:
        """Gold speech quotes against quotes predicted as speech."""
        return Scores.of(self.found_speech, self.predicted_speech, self.gold_speech)

    @property
    def attributed(self) -> Scores:
        """The main figure: the right entity for the right speech quote."""
        return Scores.of(self.attributed_speech, self.predicted_speech, self.gold_speech)

    @property
    def named(self) -> Ratio:
        """Precision over the predicted speech quotes that were given a speaker."""
        return Ratio(self.attributed_speech, self.named_speech)

    @property
    def own_name(self) -> Ratio:
        """Attributed quotes whose speaker has the name of the entity, not an alias or part of it:
        what a count by name puts in one line."""
        return Ratio(self.own_names, self.attributed_speech)

    @property
    def mention(self) -> Ratio:
        """Gold speech quotes with a mention in the cue whose predicted mention overlaps it."""
        return Ratio(self.right_mentions, self.gold_mentions)

    @property
    def verb(self) -> Ratio:
        """Gold speech quotes with a cue word whose predicted cue word overlaps it."""
        return Ratio(self.right_verbs, self.gold_verbs)


@frozen
class CueFigures:
    """Figures over gold speech quotes of one sort of cue.

    What was predicted without a gold quote has no gold cue, so there is no precision here but
    ``named``: over the quotes found that were given a speaker.
    """

    gold_speech: int
    found_speech: int
    named_speech: int
    attributed_speech: int
    gold_mentions: int
    right_mentions: int
    gold_verbs: int
    right_verbs: int

    @property
    def found(self) -> Ratio:
        """Gold speech quotes that a predicted one matches."""
        return Ratio(self.found_speech, self.gold_speech)

    @property
    def attributed(self) -> Ratio:
        """Gold speech quotes that were found and given the right entity."""
        return Ratio(self.attributed_speech, self.gold_speech)

    @property
    def named(self) -> Ratio:
        """Quotes found and given a speaker who is right."""
        return Ratio(self.attributed_speech, self.named_speech)

    @property
    def mention(self) -> Ratio:
        """Gold quotes with a mention in the cue whose predicted mention overlaps it."""
        return Ratio(self.right_mentions, self.gold_mentions)

    @property
    def verb(self) -> Ratio:
        """Gold quotes with a cue word whose predicted cue word overlaps it."""
        return Ratio(self.right_verbs, self.gold_verbs)


@frozen
class OverlapFigures:
    """The Gender Gap Tracker's measure over speech quotes at one threshold.

    A gold quote is matched by the unused predicted quote that covers most of its characters, if
    that share is above ``threshold``.
    """

    threshold: float
    gold: int = 0
    predicted: int = 0
    matched: int = 0
    right_speakers: int = 0
    right_verbs: int = 0

    @property
    def quotes(self) -> Scores:
        """Quotes that match, over all predicted and all gold ones."""
        return Scores.of(self.matched, self.predicted, self.gold)

    @property
    def speaker(self) -> Ratio:
        """Matches whose mentions overlap, or that have none on either side."""
        return Ratio(self.right_speakers, self.matched)

    @property
    def verb(self) -> Ratio:
        """Matches whose cue words are the same string, upper and lower case alike."""
        return Ratio(self.right_verbs, self.matched)


@frozen
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@frozen
class Bin:
    """The attributed quotes with ``low`` <= confidence < ``high`` (1.0 in the last bin)."""

    low: float
    high: float
    quotes: int
    right: int
    confidence: float
    """The mean confidence; 0.0 where the bin is empty."""


@frozen
class Calibration:
    """What confidence is worth, over the speech quotes that were given a speaker.

    ``sure`` are those with a confidence of at least ``SURE``: how many of all, and how many of
    them are right. ``surest_half`` counts quotes tied at its edge in proportion. ``error`` is the
    expected calibration error: the mean distance, weighted by quotes, between a bin's confidence
    and its share of right quotes. ``brier`` is the mean squared difference between confidence and
    right (1) or wrong (0).
    """

    quotes: int
    right: int
    sure: int
    sure_right: int
    surest_half: Ratio
    bins: tuple[Bin, ...]
    error: float
    brier: float

    @property
    def sure_share(self) -> Ratio:
        """Named quotes with a confidence of at least 0.9."""
        return Ratio(self.sure, self.quotes)

    @property
    def sure_precision(self) -> Ratio:
        """Those of them whose speaker is right."""
        return Ratio(self.sure_right, self.sure)


@frozen
class Error:
    """One thing that cost recall or precision.

    ``start``, ``end`` and ``text`` are the gold quote's where there is one, else the predicted
    quote's. ``mention`` and ``verb`` are the gold cue's words.
    """

    kind: ErrorKind
    article: str
    start: int
    end: int
    text: str
    gold: str | None
    predicted: str | None
    mention: str | None
    verb: str | None
    confidence: float | None


@frozen
class Evaluation:
    """All figures of one set of predictions.

    ``unpredicted`` counts gold articles that the predictions do not mention, ``foreign`` predicted
    articles that are not in the gold; the latter are left out. ``intervals`` holds a bootstrap
    interval for each name of ``MEASURES``, empty below two articles. ``calibration`` is None where
    no predicted quote carries a confidence.
    """

    articles: int
    unpredicted: int
    foreign: int
    figures: Figures
    intervals: Mapping[str, Interval]
    overlap: tuple[OverlapFigures, ...]
    outlets: Mapping[str, Figures]
    marks: Mapping[str, Figures]
    cues: Mapping[str, CueFigures]
    cue_classes: Mapping[str, CueFigures]
    calibration: Calibration | None
    errors: tuple[Error, ...]


MEASURES: Final[Mapping[str, Callable[[Figures], Ratio]]] = {
    "spans.precision": lambda figures: figures.spans.precision,
    "spans.recall": lambda figures: figures.spans.recall,
    "spans.f1": lambda figures: figures.spans.f1,
    "speech.precision": lambda figures: figures.speech.precision,
    "speech.recall": lambda figures: figures.speech.recall,
    "speech.f1": lambda figures: figures.speech.f1,
    "attributed.precision": lambda figures: figures.attributed.precision,
    "attributed.recall": lambda figures: figures.attributed.recall,
    "attributed.f1": lambda figures: figures.attributed.f1,
    "named": lambda figures: figures.named,
    "own_name": lambda figures: figures.own_name,
    "mention": lambda figures: figures.mention,
    "verb": lambda figures: figures.verb,
}
"""The figures that get a bootstrap interval, by name."""
