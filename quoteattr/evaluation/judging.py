"""Which predictions are right, and the figures that follow from it."""

from __future__ import annotations

import random
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import asdict, fields, frozen

from quoteattr import lexicon, marks
from quoteattr.errors import InputError
from quoteattr.evaluation.figures import (
    BINS,
    MEASURES,
    SURE,
    Bin,
    Calibration,
    CueClass,
    CueFigures,
    Error,
    ErrorKind,
    Evaluation,
    Figures,
    Interval,
    OverlapFigures,
    Ratio,
)
from quoteattr.evaluation.gold import GoldArticle, GoldQuote, PredictedQuote, check_inside
from quoteattr.model import Quotes, Span

MATCH: Final = 0.8
"""Shared length over the longer span, from which a predicted quote is the gold one."""


THRESHOLDS: Final = (0.3, 0.8)
"""The overlaps at which the Gender Gap Tracker reports its quote match."""


_WORD: Final = re.compile(r"\w+")


# Words that name nobody by themselves. They are part of the definition of "attributed", not a
# lexicon to be extended: another list makes other figures.
_WEIGHTLESS: Final = frozenset(
    _WORD.findall(
        "le la les l un une des de d du au aux et en à son sa ses leur leurs ce cet cette ces"
        " m mme mr mlle monsieur madame"
    )
)


_EDGE: Final = ",.:;"


_SPARE_WORDS: Final = 4


_UNKNOWN: Final = "unknown"


_APOSTROPHES: Final = str.maketrans("’ʼ", "''")


@frozen
class _JudgedGold:
    """A gold quote and what became of it."""

    quote: GoldQuote
    exact: bool
    match: PredictedQuote | None
    attributed: bool

    @property
    def own_name(self) -> bool:
        """Whether the right speaker has just the words of the entity's name."""
        name = self.match.speaker if self.match is not None and self.attributed else None
        return name is not None and _content(name) == _content(self.quote.entity or "")

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
            check_inside(span, article.text, f"article {article.id!r}, predicted quote {number}")
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


_Stretch: TypeAlias = Span | GoldQuote | PredictedQuote


def cover(one: _Stretch, other: _Stretch) -> float:
    """Shared length over the longer of two spans, from 0 to 1."""
    longer = max(1, one.end - one.start, other.end - other.start)
    return _shared(one, other) / longer


def _shared(one: _Stretch, other: _Stretch) -> int:
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


@lru_cache(maxsize=1 << 14)
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
    predicted span runs beyond its article, where predictions and gold share no article, and for
    ``Quotes``, which ``from_quotes`` makes predictions of.
    """
    if any(isinstance(found, Quotes) for found in predictions.values()):
        raise InputError("predictions are made of Quotes by from_quotes(quotes), for each article")
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
        own_names=sum(each.own_name for each in speech),
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
