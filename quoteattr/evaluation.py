"""How good predictions are: figures against annotated articles.

Gold and predictions are JSON Lines; ``docs/evaluation.md`` writes both formats and every figure
down. Offsets count Unicode code points from the start of the article's text, ends are exclusive.
Whatever can't be read raises ``InputError``, which names file and line.
"""

from __future__ import annotations

import io
import json
import random
import re
import statistics
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from os import PathLike, fspath
from typing import Any, Final, Literal, TextIO, TypeAlias

from attrs import asdict, fields, frozen

from quoteattr import lexicon, marks
from quoteattr.errors import InputError
from quoteattr.model import Quotes, Span

CueClass: TypeAlias = Literal["verb", "preposition", "noun", "none"]
ErrorKind: TypeAlias = Literal[
    "not found",
    "taken for a term",
    "wrong speaker",
    "speaker left open",
    "term taken for speech",
    "no such quote",
]

MATCH: Final = 0.8
"""Shared length over the longer span, from which a predicted quote is the gold one."""

THRESHOLDS: Final = (0.3, 0.8)
"""The overlaps at which the Gender Gap Tracker reports its quote match."""

SURE: Final = 0.9
"""The confidence from which a quote counts as sure."""

BINS: Final = 10
"""The number of equal bins of the reliability table."""

_WORD: Final = re.compile(r"\w+")

# Words that name nobody by themselves. They are part of the definition of "attributed", not a
# lexicon to be extended: another list makes other figures.
_WEIGHTLESS: Final = frozenset(
    _WORD.findall(
        "le la les l un une des de d du au aux et en à son sa ses leur leurs ce cet cette ces"
        " m mme mr mlle monsieur madame"
    )
)
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_EDGE: Final = ",.:;"
_SPARE_WORDS: Final = 4
_UNKNOWN: Final = "unknown"
_SPEECH_KINDS: Final = frozenset({"speech", "direct", "mixed"})
_APOSTROPHES: Final = str.maketrans("’ʼ", "''")


@frozen
class GoldQuote:
    """A quote as annotated.

    ``speech`` is False for a term. ``entity`` is who the words belong to, ``aliases`` are other
    names of the same, ``mention`` and ``verb`` the spans of the cue, None where there is none.
    ``mark`` is the opening mark, None where the annotation does not tell.
    """

    start: int
    end: int
    speech: bool
    entity: str | None = None
    aliases: tuple[str, ...] = ()
    mention: Span | None = None
    verb: Span | None = None
    mark: str | None = None


@frozen
class GoldArticle:
    """An annotated article; ``outlet`` is None where the annotation does not tell."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...]
    outlet: str | None = None


@frozen
class PredictedQuote:
    """A quote as predicted.

    ``speech`` is False for a term. ``speaker`` is the resolved name. ``confidence`` and ``mark``
    are None where the predictions do not tell.
    """

    start: int
    end: int
    speech: bool = True
    speaker: str | None = None
    mention: Span | None = None
    verb: Span | None = None
    confidence: float | None = None
    mark: str | None = None


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
    "mention": lambda figures: figures.mention,
    "verb": lambda figures: figures.verb,
}
"""The figures that get a bootstrap interval, by name."""


# Reading


def read_gold(path: str | PathLike[str]) -> tuple[GoldArticle, ...]:
    """The annotated articles of a JSON Lines file, ``-`` for standard input.

    Raises ``InputError`` for a file that can't be read, a malformed line, an id that stands twice.
    """
    articles: dict[str, GoldArticle] = {}
    for where, data in _records(path):
        article = gold_article(data, where)
        if article.id in articles:
            raise InputError(f"{where}: id {article.id!r} stands twice; give each article its own")
        articles[article.id] = article
    if not articles:
        shown = _shown(fspath(path))
        raise InputError(f"{shown}: no article in it; give a file of annotated articles")
    return tuple(articles.values())


def read_predictions(path: str | PathLike[str]) -> dict[str, tuple[PredictedQuote, ...]]:
    """The predicted quotes of a JSON Lines file by article id, ``-`` for standard input.

    Lines are as ``quoteattr extract --format jsonl`` writes them or of the plain shape. Raises
    ``InputError`` for a file that can't be read, a malformed line, an id that stands twice.
    """
    predictions: dict[str, tuple[PredictedQuote, ...]] = {}
    for where, data in _records(path):
        article = _identity(data, where)
        if article in predictions:
            raise InputError(f"{where}: id {article!r} stands twice; give each article its own")
        predictions[article] = predicted_quotes(data, where)
    return predictions


def gold_article(data: Mapping[str, Any], where: str = "gold") -> GoldArticle:
    """The article of one line of gold; ``where`` begins the message of an ``InputError``."""
    identity = _identity(data, where)
    text = data.get("text")
    if not isinstance(text, str):
        raise InputError(f"{where}: no text; a gold line needs id, text and quotes")
    outlet = data.get("outlet")
    if not isinstance(outlet, str | None):
        raise InputError(f"{where}: outlet {outlet!r} is no string")
    found = tuple(
        _gold_quote(quote, text, at) for quote, at in _quotes(data, where, "a gold article")
    )
    return GoldArticle(identity, text, found, outlet)


def predicted_quotes(
    data: Mapping[str, Any], where: str = "predictions"
) -> tuple[PredictedQuote, ...]:
    """The quotes of one line of predictions; ``where`` begins the message of an ``InputError``."""
    return tuple(
        _predicted_quote(quote, at) for quote, at in _quotes(data, where, "a line of predictions")
    )


def from_quotes(quotes: Quotes) -> tuple[PredictedQuote, ...]:
    """What a parser found in one article, as predictions."""
    return predicted_quotes(quotes.to_dict(text=False))


def _records(path: str | PathLike[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """File and line in words, and the object, of each line that is not blank."""
    name = fspath(path)
    shown = _shown(name)
    number = 0
    try:
        with _open(name) as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    where = f"{shown}, line {number}"
                    yield where, _object(line, where)
    except UnicodeDecodeError as error:
        raise InputError(f"{shown}: not UTF-8 after line {number}; convert the file") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{shown}: {reason}; give the path of a JSON Lines file") from error


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name


def _open(name: str) -> TextIO:
    # Only a line feed ends a line: JSON allows the other line ends inside strings.
    if name == "-":
        data = io.BytesIO(sys.stdin.buffer.read())
        return io.TextIOWrapper(data, encoding="utf-8-sig", newline="\n")
    return open(name, encoding="utf-8-sig", newline="\n")


def _object(line: str, where: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: no JSON ({error}); write one object a line") from error
    if not isinstance(data, dict):
        raise InputError(f"{where}: no JSON object; write one object a line")
    if _SURROGATE.search(line):
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"{where}: half a character (a lone surrogate); write the whole character"
            ) from error
    return data


def _identity(data: Mapping[str, Any], where: str) -> str:
    identity = data.get("id")
    if type(identity) is not int and not isinstance(identity, str):
        raise InputError(f"{where}: no id; give each article a string or a whole number as id")
    return str(identity)


def _quotes(
    data: Mapping[str, Any], where: str, owner: str
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each quote of a line, with its place in words."""
    found = data.get("quotes")
    if not isinstance(found, list):
        raise InputError(f"{where}: no list of quotes; {owner} needs one, if an empty one")
    for number, quote in enumerate(found, start=1):
        at = f"{where}, quote {number}"
        if not isinstance(quote, dict):
            raise InputError(f"{at}: no JSON object")
        yield quote, at


def _gold_quote(data: Mapping[str, Any], text: str, where: str) -> GoldQuote:
    span = _span([data.get("start"), data.get("end")], where, "start and end")
    speech = _speech(data, where)
    entity = _string(data.get("entity"), where, "entity")
    aliases = data.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise InputError(f"{where}: aliases {aliases!r} is no list of strings")
    if speech and not entity:
        raise InputError(f"{where}: speech without an entity; name who says it, or make it a term")
    mention = _optional_span(data.get("speaker"), where, "speaker")
    verb = _optional_span(data.get("verb"), where, "verb")
    for part in (span, mention, verb):
        _check_inside(part, text, where)
    mark = _string(data.get("mark"), where, "mark")
    return GoldQuote(span.start, span.end, speech, entity, tuple(aliases), mention, verb, mark)


def _predicted_quote(data: Mapping[str, Any], where: str) -> PredictedQuote:
    span = _span([data.get("start"), data.get("end")], where, "start and end")
    speaker: Any = data.get("speaker")
    mention: Any = data.get("mention")
    if isinstance(speaker, dict):
        speaker, mention = speaker.get("name"), speaker.get("mention")
    confidence = data.get("confidence")
    if confidence is not None and not (
        isinstance(confidence, int | float)
        and not isinstance(confidence, bool)
        and 0 <= confidence <= 1
    ):
        raise InputError(f"{where}: confidence {confidence!r} is no number from 0 to 1")
    return PredictedQuote(
        span.start,
        span.end,
        _speech(data, where),
        _string(speaker, where, "speaker") or None,
        _optional_span(mention, where, "mention"),
        _optional_span(data.get("verb"), where, "verb"),
        confidence,
        _string(data.get("mark"), where, "mark"),
    )


def _speech(data: Mapping[str, Any], where: str) -> bool:
    kind = data.get("kind", "speech")
    if kind == "term":
        return False
    if not isinstance(kind, str) or kind not in _SPEECH_KINDS:
        raise InputError(f"{where}: kind {kind!r}; write speech, direct, mixed or term")
    return True


def _string(value: object, where: str, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}: {name} {value!r} is no string")
    return value


def _optional_span(value: object, where: str, name: str) -> Span | None:
    return None if value is None else _span(value, where, name)


def _span(value: object, where: str, name: str) -> Span:
    pair: object = value
    if isinstance(value, dict):
        pair = [value.get("start"), value.get("end")]
    if isinstance(pair, list) and len(pair) == 2:
        start, end = pair
        if type(start) is int and type(end) is int and 0 <= start <= end:
            return Span(start, end)
    raise InputError(
        f"{where}: {name} {value!r} is no span; give two offsets in code points, end exclusive"
    )


def _check_inside(span: Span | None, text: str, where: str) -> None:
    if span is not None and span.end > len(text):
        raise InputError(
            f"{where}: span {span.start}-{span.end} runs beyond the text, which has {len(text)}"
            " characters; offsets count code points of exactly this text"
        )


# Judging one article


@frozen
class _JudgedGold:
    """A gold quote and what became of it."""

    quote: GoldQuote
    exact: bool
    match: PredictedQuote | None
    attributed: bool

    @property
    def mention_right(self) -> bool:
        return self.match is not None and _overlap(self.quote.mention, self.match.mention)

    @property
    def verb_right(self) -> bool:
        return self.match is not None and _overlap(self.quote.verb, self.match.verb)


@frozen
class _JudgedPrediction:
    """A predicted quote and the gold speech quote that it matches."""

    quote: PredictedQuote
    match: GoldQuote | None
    attributed: bool


@frozen
class _Judged:
    """An article with every quote on either side judged."""

    article: GoldArticle
    gold: tuple[_JudgedGold, ...]
    predictions: tuple[_JudgedPrediction, ...]


def _judge(article: GoldArticle, predictions: Sequence[PredictedQuote]) -> _Judged:
    for number, predicted in enumerate(predictions, start=1):
        for span in (Span(predicted.start, predicted.end), predicted.mention, predicted.verb):
            _check_inside(span, article.text, f"article {article.id!r}, predicted quote {number}")
    speakers = _speakers(article)
    predicted_edges = {_edges(article.text, predicted) for predicted in predictions}
    free = [index for index, predicted in enumerate(predictions) if predicted.speech]
    matched: dict[int, tuple[GoldQuote, bool]] = {}
    gold: list[_JudgedGold] = []
    for quote in article.quotes:
        # A pair of edges counts once, however often it is annotated.
        edges = _edges(article.text, quote)
        exact = edges in predicted_edges
        predicted_edges.discard(edges)
        match, attributed = None, False
        if quote.speech:
            covers = {index: cover(quote, predictions[index]) for index in free}
            best = max(covers, key=covers.__getitem__, default=None)
            if best is not None and covers[best] >= MATCH:
                free.remove(best)
                match = predictions[best]
                names = [quote.entity or "", *quote.aliases]
                others = _others(quote.entity or "", speakers)
                attributed = names_match(match.speaker or "", names, others)
                matched[best] = quote, attributed
        gold.append(_JudgedGold(quote, exact, match, attributed))
    judged = (
        _JudgedPrediction(predicted, *matched.get(index, (None, False)))
        for index, predicted in enumerate(predictions)
    )
    return _Judged(article, tuple(gold), tuple(judged))


def names_match(name: str, names: Iterable[str], others: Iterable[str] = ()) -> bool:
    """True where ``name`` names what one of ``names`` names.

    Compared are content words: without articles, titles and the like, upper and lower case alike.
    A name matches that has the same words, some of them only, or all of them and at most four
    words more. Where it also holds all words of one of ``others`` it names nobody.
    """
    words = _content(name)
    if not words or any(other and other <= words for other in map(_content, others)):
        return False
    return any(
        gold and (words <= gold or (gold <= words and len(words) <= len(gold) + _SPARE_WORDS))
        for gold in map(_content, names)
    )


def cover(one: GoldQuote | PredictedQuote, other: GoldQuote | PredictedQuote) -> float:
    """Shared length over the longer of two spans, from 0 to 1."""
    longer = max(1, one.end - one.start, other.end - other.start)
    return _shared(one, other) / longer


def _shared(one: GoldQuote | PredictedQuote, other: GoldQuote | PredictedQuote) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _edges(text: str, quote: GoldQuote | PredictedQuote) -> tuple[int, int]:
    """Start and end without white space and punctuation at the edges."""
    start, end = quote.start, quote.end
    while start < end and (text[start].isspace() or text[start] in _EDGE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in _EDGE):
        end -= 1
    return start, end


def _content(name: str) -> frozenset[str]:
    """The words that tell a name from others; all words where nothing else is left."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_APOSTROPHES)
    words = frozenset(_WORD.findall(folded))
    return words - _WEIGHTLESS or words


def _speakers(article: GoldArticle) -> dict[str, tuple[str, ...]]:
    """Who speaks in the article: each entity with its names, those of its last quote."""
    return {
        quote.entity: (quote.entity, *quote.aliases)
        for quote in article.quotes
        if quote.speech and quote.entity is not None
    }


def _others(entity: str, speakers: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Names that must not stand inside a name for ``entity``.

    Those of one word are left out, and those that hold, or are held by, a name of the entity.
    """
    own = [_content(name) for name in speakers.get(entity, (entity,))]
    return [
        other
        for other in speakers
        if len(words := _content(other)) > 1
        and not any(words <= name or name <= words for name in own)
    ]


# Counting


def evaluate(
    gold: Sequence[GoldArticle],
    predictions: Mapping[str, Sequence[PredictedQuote]],
    *,
    samples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """All figures of ``predictions`` (by article id) against ``gold``.

    An article without predictions has no predicted quotes. ``samples`` is the number of bootstrap
    samples, drawn with ``seed``; 0 leaves the intervals out. Raises ``InputError`` where a
    predicted span runs beyond its article, or where predictions and gold share no article.
    """
    ids = {article.id for article in gold}
    if predictions and ids.isdisjoint(predictions):
        raise InputError(
            f"no predicted article is in the gold: it has ids such as {min(ids, default='')!r},"
            f" the predictions {min(predictions)!r}; predict the articles of the gold under its ids"
        )
    judged = [_judge(article, predictions.get(article.id, ())) for article in gold]
    by_article = [_figures(each.gold, each.predictions) for each in judged]
    return Evaluation(
        articles=len(gold),
        unpredicted=sum(article.id not in predictions for article in gold),
        foreign=len(predictions.keys() - ids),
        figures=_total(by_article),
        intervals=bootstrap(by_article, samples=samples, seed=seed),
        overlap=tuple(_overlap_figures(judged, threshold) for threshold in THRESHOLDS),
        outlets=_by_outlet(judged, by_article),
        marks=_by_mark(judged),
        cues=_by_cue(judged, _has_cue, ("with cue", "without cue")),
        cue_classes=_by_cue(
            judged,
            lambda text, quote: cue_class(text, quote.verb),
            ("verb", "preposition", "noun", "none"),
        ),
        calibration=_calibration(judged),
        errors=tuple(error for each in judged for error in _errors(each)),
    )


def bootstrap(
    articles: Sequence[Figures], *, samples: int = 1000, seed: int = 0
) -> dict[str, Interval]:
    """Percentile intervals (95 %) of ``MEASURES`` over articles drawn with replacement.

    Quotes of one article are no independent draws, so whole articles are drawn. A sample in which
    a figure has nothing to count is left out for that figure; a figure without two samples gets no
    interval, and below two articles there is none at all.
    """
    if len(articles) < 2:
        return {}
    draw = random.Random(seed)
    names = [field.name for field in fields(Figures)]
    columns = [[getattr(figures, name) for figures in articles] for name in names]
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(samples):
        drawn = draw.choices(range(len(articles)), k=len(articles))
        sample = Figures(*(sum(map(column.__getitem__, drawn)) for column in columns))
        for name, measure in MEASURES.items():
            ratio = measure(sample)
            if ratio.of:
                values[name].append(ratio.value)
    intervals = {}
    for name, found in values.items():
        if len(found) > 1:
            cuts = statistics.quantiles(found, n=40, method="inclusive")
            intervals[name] = Interval(cuts[0], cuts[-1])
    return intervals


def cue_class(text: str, verb: Span | None) -> CueClass:
    """Whether the cue word at ``verb`` is a verb, a preposition or a noun, as the lexicons know.

    A preposition may be longer than its annotated word (« sous la plume de »). A word that is a
    noun as well as the form of a verb of speech (« demande ») is a noun after an article or the
    like.
    """
    if verb is None:
        return "none"
    word = _fold(text[verb.start : verb.end])
    if any(
        _fold(text[max(0, verb.start - at) : max(0, verb.start - at) + len(entry)]) == entry
        for entry in lexicon.words("source_prepositions")
        for at in _places(word, entry)
    ):
        return "preposition"
    nouns = lexicon.words("speech_nouns")
    noun = next((form for form in (word, word[:-1]) if form in nouns), None)
    if noun is None or (noun != word and word[-1] not in "sx"):
        return "verb"
    verbs = lexicon.words("speech_verbs")
    if any(infinitive in verbs for infinitive in (f"{noun}r", f"{noun[:-1]}er")):
        before = _WORD.findall(_fold(text[max(0, verb.start - 20) : verb.start]))
        return "noun" if before and before[-1] in _WEIGHTLESS else "verb"
    return "noun"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)


def _places(word: str, entry: str) -> list[int]:
    """Where ``word`` stands in ``entry`` as a whole word."""
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", entry)]


def _figures(gold: Collection[_JudgedGold], predictions: Collection[_JudgedPrediction]) -> Figures:
    speech = [each for each in gold if each.quote.speech]
    with_mention = [each for each in speech if each.quote.mention is not None]
    with_verb = [each for each in speech if each.quote.verb is not None]
    predicted = [each.quote for each in predictions if each.quote.speech]
    return Figures(
        gold_spans=len(gold),
        predicted_spans=len(predictions),
        exact_spans=sum(each.exact for each in gold),
        gold_speech=len(speech),
        predicted_speech=len(predicted),
        found_speech=sum(each.match is not None for each in speech),
        named_speech=sum(quote.speaker is not None for quote in predicted),
        attributed_speech=sum(each.attributed for each in speech),
        gold_mentions=len(with_mention),
        right_mentions=sum(each.mention_right for each in with_mention),
        gold_verbs=len(with_verb),
        right_verbs=sum(each.verb_right for each in with_verb),
    )


def _total(parts: Iterable[Figures]) -> Figures:
    rows = [asdict(part) for part in parts]
    return Figures(**{each.name: sum(row[each.name] for row in rows) for each in fields(Figures)})


def _by_outlet(judged: Sequence[_Judged], figures: Sequence[Figures]) -> dict[str, Figures]:
    outlets: dict[str, list[Figures]] = {}
    for each, part in zip(judged, figures, strict=True):
        outlets.setdefault(each.article.outlet or _UNKNOWN, []).append(part)
    return {outlet: _total(parts) for outlet, parts in sorted(outlets.items())}


def _by_mark(judged: Sequence[_Judged]) -> dict[str, Figures]:
    gold: dict[str, list[_JudgedGold]] = {}
    predictions: dict[str, list[_JudgedPrediction]] = {}
    for each in judged:
        for annotated in each.gold:
            gold.setdefault(_family(annotated.quote.mark), []).append(annotated)
        for predicted in each.predictions:
            family = _family(_mark_of(predicted, each.article))
            predictions.setdefault(family, []).append(predicted)
    return {
        name: _figures(gold.get(name, []), predictions.get(name, []))
        for name in (*marks.FAMILIES, _UNKNOWN)
        if name in gold or name in predictions
    }


def _mark_of(predicted: _JudgedPrediction, article: GoldArticle) -> str | None:
    """The mark of the gold quote in its place, else its own, else what stands before it."""
    quote = predicted.quote
    place = predicted.match or max(
        article.quotes, key=lambda annotated: cover(annotated, quote), default=None
    )
    if place is not None and cover(place, quote) > 0.5:
        return place.mark
    if quote.mark is not None:
        return quote.mark
    before = article.text[max(0, quote.start - 4) : quote.start].rstrip()
    return before[-2:] if before.endswith("<<") else before[-1:]


def _family(mark: str | None) -> str:
    """The name of the family that a mark opens, else of the one that it closes."""
    known = marks.families()
    opened = (family.name for family in known if mark in family.openers)
    closed = (family.name for family in known if mark in family.closers)
    return next(opened, None) or next(closed, _UNKNOWN)


def _has_cue(text: str, quote: GoldQuote) -> str:
    return "without cue" if quote.mention is None and quote.verb is None else "with cue"


def _by_cue(
    judged: Sequence[_Judged], sort: Callable[[str, GoldQuote], str], names: Sequence[str]
) -> dict[str, CueFigures]:
    sorts: dict[str, list[_JudgedGold]] = {name: [] for name in names}
    for each in judged:
        for annotated in each.gold:
            if annotated.quote.speech:
                sorts[sort(each.article.text, annotated.quote)].append(annotated)
    return {name: _cue_figures(found) for name, found in sorts.items()}


def _cue_figures(gold: Collection[_JudgedGold]) -> CueFigures:
    figures = _figures(gold, ())
    named = sum(each.match is not None and each.match.speaker is not None for each in gold)
    return CueFigures(
        gold_speech=figures.gold_speech,
        found_speech=figures.found_speech,
        named_speech=named,
        attributed_speech=figures.attributed_speech,
        gold_mentions=figures.gold_mentions,
        right_mentions=figures.right_mentions,
        gold_verbs=figures.gold_verbs,
        right_verbs=figures.right_verbs,
    )


def _overlap_figures(judged: Sequence[_Judged], threshold: float) -> OverlapFigures:
    counts: Counter[str] = Counter()
    for each in judged:
        text = each.article.text
        gold = [quote for quote in each.article.quotes if quote.speech]
        free = [predicted.quote for predicted in each.predictions if predicted.quote.speech]
        counts.update(gold=len(gold), predicted=len(free))
        for quote in gold:
            shared = [_shared(quote, predicted) for predicted in free]
            length = max(1, quote.end - quote.start)
            if not shared or max(shared) / length <= threshold:
                continue
            match = free.pop(shared.index(max(shared)))
            both_open = quote.mention is None and match.mention is None
            same_verb = _words(text, quote.verb).lower() == _words(text, match.verb).lower()
            counts.update(
                matched=1,
                right_speakers=int(both_open or _overlap(quote.mention, match.mention)),
                right_verbs=int(same_verb),
            )
    return OverlapFigures(threshold, **counts)


def _words(text: str, span: Span | None) -> str:
    return "" if span is None else text[span.start : span.end].strip()


def _calibration(judged: Sequence[_Judged]) -> Calibration | None:
    pairs = [
        (predicted.quote.confidence, predicted.attributed)
        for each in judged
        for predicted in each.predictions
        if predicted.quote.speech
        and predicted.quote.speaker is not None
        and predicted.quote.confidence is not None
    ]
    return calibration(pairs) if pairs else None


def calibration(pairs: Sequence[tuple[float, bool]]) -> Calibration:
    """What confidence is worth, from (confidence, right) of each attributed quote."""
    sure = [right for confidence, right in pairs if confidence >= SURE]
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        binned[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    bins = tuple(
        Bin(
            low=index / BINS,
            high=(index + 1) / BINS,
            quotes=len(found),
            right=sum(right for _, right in found),
            confidence=statistics.fmean(confidence for confidence, _ in found) if found else 0.0,
        )
        for index, found in enumerate(binned)
    )
    size = max(1, len(pairs))
    return Calibration(
        quotes=len(pairs),
        right=sum(right for _, right in pairs),
        sure=len(sure),
        sure_right=sum(sure),
        surest_half=_surest_half(pairs),
        bins=bins,
        error=sum(abs(each.quotes * each.confidence - each.right) for each in bins) / size,
        brier=sum((confidence - right) ** 2 for confidence, right in pairs) / size,
    )


def _surest_half(pairs: Sequence[tuple[float, bool]]) -> Ratio:
    size = (len(pairs) + 1) // 2
    if not size:
        return Ratio(0, 0)
    edge = sorted((confidence for confidence, _ in pairs), reverse=True)[size - 1]
    above = [right for confidence, right in pairs if confidence > edge]
    tied = [right for confidence, right in pairs if confidence == edge]
    return Ratio(sum(above) + sum(tied) * (size - len(above)) / len(tied), size)


def _errors(judged: _Judged) -> list[Error]:
    """The errors of an article in text order."""
    article = judged.article
    text = article.text
    terms = [each.quote for each in judged.predictions if not each.quote.speech]
    found: list[Error] = []
    for each in judged.gold:
        quote, match = each.quote, each.match
        if not quote.speech or each.attributed:
            continue
        kind: ErrorKind
        if match is not None:
            kind = "wrong speaker" if match.speaker else "speaker left open"
        elif any(cover(quote, term) >= MATCH for term in terms):
            kind = "taken for a term"
        else:
            kind = "not found"
        found.append(
            Error(
                kind=kind,
                article=article.id,
                start=quote.start,
                end=quote.end,
                text=text[quote.start : quote.end],
                gold=quote.entity,
                predicted=match.speaker if match else None,
                mention=_words(text, quote.mention) or None,
                verb=_words(text, quote.verb) or None,
                confidence=match.confidence if match else None,
            )
        )
    for predicted in judged.predictions:
        extra = predicted.quote
        if not extra.speech or predicted.match is not None:
            continue
        is_term = any(not quote.speech and cover(quote, extra) >= MATCH for quote in article.quotes)
        found.append(
            Error(
                kind="term taken for speech" if is_term else "no such quote",
                article=article.id,
                start=extra.start,
                end=extra.end,
                text=text[extra.start : extra.end],
                gold=None,
                predicted=extra.speaker,
                mention=None,
                verb=None,
                confidence=extra.confidence,
            )
        )
    return sorted(found, key=lambda error: (error.start, error.end))


# Rendering


def to_dict(evaluation: Evaluation, *, errors: int = 0) -> dict[str, Any]:
    """Plain data, ready for JSON, with the first ``errors`` errors."""
    calibrated = evaluation.calibration
    data: dict[str, Any] = {
        "articles": evaluation.articles,
        "unpredicted": evaluation.unpredicted,
        "foreign": evaluation.foreign,
        "figures": _figures_to_dict(evaluation.figures),
        "intervals": {
            name: [interval.low, interval.high] for name, interval in evaluation.intervals.items()
        },
        "overlap": [
            {
                "threshold": each.threshold,
                "quotes": _scores_to_dict(each.quotes),
                "speaker": _ratio_to_dict(each.speaker),
                "verb": _ratio_to_dict(each.verb),
            }
            for each in evaluation.overlap
        ],
        "outlets": {name: _figures_to_dict(each) for name, each in evaluation.outlets.items()},
        "marks": {name: _figures_to_dict(each) for name, each in evaluation.marks.items()},
        "cues": {name: _cue_to_dict(each) for name, each in evaluation.cues.items()},
        "cue_classes": {name: _cue_to_dict(each) for name, each in evaluation.cue_classes.items()},
        "confidence": calibrated
        and {
            "quotes": calibrated.quotes,
            "right": calibrated.right,
            "sure": {
                "from": SURE,
                "share": _ratio_to_dict(calibrated.sure_share),
                "precision": _ratio_to_dict(calibrated.sure_precision),
            },
            "surest_half": _ratio_to_dict(calibrated.surest_half),
            "bins": [asdict(each) for each in calibrated.bins],
            "calibration_error": calibrated.error,
            "brier": calibrated.brier,
        },
        "error_counts": dict(_error_counts(evaluation)),
    }
    if errors > 0:
        data["errors"] = [asdict(error) for error in evaluation.errors[:errors]]
    return data


def to_text(evaluation: Evaluation, *, errors: int = 0) -> str:
    """Tables for a terminal, with the first ``errors`` errors."""
    blocks = [
        _main_lines(evaluation),
        _overlap_lines(evaluation.overlap),
        _figures_lines("outlet", evaluation.outlets),
        _figures_lines("mark", evaluation.marks),
        _cue_lines("cue", evaluation.cues),
        _cue_lines("cue class", evaluation.cue_classes),
        _calibration_lines(evaluation.calibration),
        _error_lines(evaluation, errors),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _ratio_to_dict(ratio: Ratio) -> dict[str, float]:
    return {"value": ratio.value, "right": ratio.right, "of": ratio.of}


def _scores_to_dict(scores: Scores) -> dict[str, float]:
    return {
        "precision": scores.precision.value,
        "recall": scores.recall.value,
        "f1": scores.f1.value,
        "right": scores.recall.right,
        "predicted": scores.precision.of,
        "gold": scores.recall.of,
    }


def _figures_to_dict(figures: Figures) -> dict[str, Any]:
    return {
        "spans": _scores_to_dict(figures.spans),
        "speech": _scores_to_dict(figures.speech),
        "attributed": _scores_to_dict(figures.attributed),
        "named": _ratio_to_dict(figures.named),
        "mention": _ratio_to_dict(figures.mention),
        "verb": _ratio_to_dict(figures.verb),
    }


def _cue_to_dict(figures: CueFigures) -> dict[str, Any]:
    return {
        "found": _ratio_to_dict(figures.found),
        "attributed": _ratio_to_dict(figures.attributed),
        "named": _ratio_to_dict(figures.named),
        "mention": _ratio_to_dict(figures.mention),
        "verb": _ratio_to_dict(figures.verb),
    }


def _error_counts(evaluation: Evaluation) -> list[tuple[ErrorKind, int]]:
    return Counter(error.kind for error in evaluation.errors).most_common()


def _main_lines(evaluation: Evaluation) -> list[str]:
    figures = evaluation.figures
    rows = [["", "P", "R", "F1", "95 % of F1"]]
    for name, scores in (
        ("spans", figures.spans),
        ("speech", figures.speech),
        ("attributed", figures.attributed),
    ):
        values = (scores.precision, scores.recall, scores.f1)
        interval = evaluation.intervals.get(f"{name}.f1")
        rows.append([name, *map(_number, values), _interval(interval)])
    lines = _table(rows)
    rows = [["", "", "right", "of", "95 %"]]
    for name, ratio in (
        ("named P", figures.named),
        ("mention", figures.mention),
        ("verb", figures.verb),
    ):
        interval = evaluation.intervals.get(name.split()[0])
        rows.append([name, _number(ratio), f"{ratio.right}", f"{ratio.of}", _interval(interval)])
    lines += ["", *_table(rows), ""]
    lines.append(
        f"quotes: {figures.gold_spans} gold ({figures.gold_speech} speech),"
        f" {figures.predicted_spans} predicted ({figures.predicted_speech} speech);"
        f" articles: {evaluation.articles}"
    )
    if evaluation.unpredicted:
        lines.append(f"gold articles that the predictions lack: {evaluation.unpredicted}")
    if evaluation.foreign:
        lines.append(f"predicted articles not in the gold, left out: {evaluation.foreign}")
    return lines


def _overlap_lines(overlap: Iterable[OverlapFigures]) -> list[str]:
    rows = [["overlap", "P", "R", "F1", "speaker", "verb", "matches"]]
    for each in overlap:
        scores = each.quotes
        values = (scores.precision, scores.recall, scores.f1, each.speaker, each.verb)
        rows.append([f"> {each.threshold}", *map(_number, values), str(each.matched)])
    return ["speech quotes as the Gender Gap Tracker matches them", *_table(rows)]


def _figures_lines(title: str, parts: Mapping[str, Figures]) -> list[str]:
    heads = ["spans F1", "speech F1", "P", "R", "attributed F1", "named P", "mention", "verb"]
    rows = [[title, "gold", "speech", *heads]]
    for name, each in parts.items():
        values = (
            each.spans.f1,
            each.speech.f1,
            each.attributed.precision,
            each.attributed.recall,
            each.attributed.f1,
            each.named,
            each.mention,
            each.verb,
        )
        counts = (str(each.gold_spans), str(each.gold_speech))
        rows.append([_clean(name), *counts, *map(_number, values)])
    return _table(rows)


def _cue_lines(title: str, parts: Mapping[str, CueFigures]) -> list[str]:
    rows = [[title, "speech", "found", "attributed", "named P", "mention", "verb"]]
    for name, each in parts.items():
        values = (each.found, each.attributed, each.named, each.mention, each.verb)
        rows.append([name, str(each.gold_speech), *map(_number, values)])
    return _table(rows)


def _calibration_lines(calibrated: Calibration | None) -> list[str]:
    if calibrated is None:
        return []
    sure, half = calibrated.sure_precision, calibrated.surest_half
    rows = [["confidence", "quotes", "mean", "right"]]
    for each in calibrated.bins:
        share = Ratio(each.right, each.quotes)
        mean = f"{each.confidence:.3f}" if each.quotes else "-"
        rows.append([f"{each.low:.1f}-{each.high:.1f}", str(each.quotes), mean, _number(share)])
    return [
        f"confidence of {calibrated.quotes} attributed quotes",
        f"at least {SURE}: {calibrated.sure} ({_number(calibrated.sure_share)} of all),"
        f" {calibrated.sure_right} of them right ({_number(sure)})",
        f"surest half: {half.of} quotes, precision {_number(half)}",
        *_table(rows),
        f"expected calibration error {calibrated.error:.3f}, Brier score {calibrated.brier:.3f}",
    ]


def _error_lines(evaluation: Evaluation, errors: int) -> list[str]:
    counts = ", ".join(f"{kind} {count}" for kind, count in _error_counts(evaluation))
    lines = [f"errors: {counts or 'none'}"]
    for error in evaluation.errors[: max(0, errors)]:
        excerpt = error.text if len(error.text) <= 60 else error.text[:59] + "…"
        parts = [f"{error.kind}: {error.article} {error.start}-{error.end} « {excerpt} »"]
        if error.gold is not None:
            cue = " / ".join(part for part in (error.mention, error.verb) if part)
            parts.append(f"gold {error.gold}" + (f" ({cue})" if cue else ""))
        if error.predicted is not None:
            parts.append(f"predicted {error.predicted}")
        if error.confidence is not None:
            parts.append(f"confidence {error.confidence:.2f}")
        lines.append(_clean("; ".join(parts)))
    return lines


def _number(ratio: Ratio) -> str:
    return f"{ratio.value:.3f}" if ratio.of else "-"


def _interval(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.3f}-{interval.high:.3f}"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns two spaces apart, the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _clean(text: str) -> str:
    """One line that can't steer a terminal."""
    line = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
