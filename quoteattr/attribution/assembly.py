"""From readings to ``Quote`` objects: kinds, incises, context, evidence, entities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from quoteattr import sentences
from quoteattr.attribution.candidates import cues
from quoteattr.attribution.confidence import confidence
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.passages import phrases, verbs
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.ranking import Rankers
from quoteattr.attribution.readings import Answer, Ranked, Reading
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.vocabulary import THAT, fold
from quoteattr.model import (
    Context,
    Entity,
    Evidence,
    Mention,
    Quote,
    QuoteKind,
    Quotes,
    Span,
    Speaker,
    Verb,
)

ABSTAIN: Final = 0.5
"""Where a name is right with less than this probability, given that the quote is speech at all, a
wrong name is likelier than a right one, and none is given."""

MAX_CONTEXT: Final = 1500
"""Characters of the longest context on either side of a quote: with whole sentences, many quotes in
one endless sentence would take memory by its square."""

_STOPS: Final = frozenset(".!?;:,…—–)" + sentences.LINE_ENDS)
_EDGES: Final = sentences.BLANKS + ",—–-" + sentences.LINE_ENDS


def assemble(
    scene: Scene,
    readings: Sequence[Answer],
    rankers: Rankers,
    meta: Mapping[str, str],
    min_confidence: float | None = None,
) -> Quotes:
    """The quotes of a scene.

    Where ``min_confidence`` is given, a quote below it keeps no speaker at all; without it, a
    speaker that is likelier wrong than right keeps its mention and gets no name.
    """
    text = scene.source.text
    paragraphs = sentences.paragraphs(text)
    starts = [paragraph.start for paragraph in paragraphs]
    sure = [confidence(rankers, reading, ranked) for reading, ranked in readings]
    if min_confidence is None:
        named = [value.speaker >= ABSTAIN for value in sure]
    else:
        named = [value.both >= min_confidence for value in sure]
    cast = _cast(scene, readings, named)
    spans = [_trimmed(scene, number, reading) for number, (reading, _) in enumerate(readings)]
    quotes: list[Quote] = []
    for number, (reading, ranked) in enumerate(readings):
        marked = scene.source.spans[number]
        span = spans[number]
        left, right = marked.outer.start, marked.outer.end if marked.closed else span.end
        frame = scene.source.frames[scene.frame_of[number]].span
        paragraph = paragraphs[max(bisect_right(starts, span.start) - 1, 0)]
        speaker = None
        if reading.cue.kind != "term" and (named[number] or min_confidence is None):
            speaker = _speaker(scene, reading, named[number], cast)
        quotes.append(
            Quote(
                text=text[span.start : span.end],
                start=span.start,
                end=span.end,
                mark=marked.mark,
                closed=marked.closed,
                kind=_kind(scene, number, reading, quotes),
                speaker=speaker,
                verb=_verb(scene, reading.cue),
                context=Context(
                    sentence=frame,
                    paragraph=paragraph,
                    before=text[max(frame.start, left - MAX_CONTEXT) : left].strip(),
                    after=text[right : min(frame.end, right + MAX_CONTEXT)].strip(),
                ),
                fragments=_fragments(scene, number, reading, span),
                parent=_parent(scene, number, spans),
                confidence=round(sure[number].both, 4),
                evidence=_evidence(scene, number, reading, ranked, rankers),
            )
        )
    return Quotes(tuple(quotes), text, tuple(cast.values()), dict(meta))


def _cast(scene: Scene, readings: Sequence[Answer], named: Sequence[bool]) -> dict[int, Entity]:
    """The entities of those who speak and have a name, by the index of their referent, in the order
    of their first mentions."""
    speaking = {
        reading.referent.index: reading.referent
        for (reading, _), given in zip(readings, named, strict=True)
        if given and reading.referent is not None
    }
    cast: dict[int, Entity] = {}
    for referent in sorted(
        speaking.values(), key=lambda one: one.places[0].start if one.places else 0
    ):
        name = scene.discourse.best_name(referent)
        if name is not None:
            cast[referent.index] = _entity(scene, len(cast), name, referent)
    return cast


def _entity(scene: Scene, id: int, name: str, referent: Referent) -> Entity:
    known = dict.fromkeys(scene.discourse.aliases(referent))
    aliases = tuple(alias for alias in known if alias != name)
    return Entity(id, name, aliases, referent.gender, referent.number, referent.role)


def _trimmed(scene: Scene, number: int, reading: Reading) -> Span:
    """The span of a quote; one that was never closed ends before the incise behind its words."""
    marked = scene.source.spans[number]
    if marked.closed:
        return marked.span
    incise = _incise(scene, number, reading)
    if incise is not None and incise.end >= marked.end - 1 and incise.start > marked.start:
        words = scene.source.text[marked.start : incise.start].rstrip(_EDGES).rstrip()
        if words:
            return Span(marked.start, marked.start + len(words))
    return marked.span


def _parent(scene: Scene, number: int, spans: Sequence[Span]) -> Span | None:
    """The span around a nested quote; one that was never closed may have come to end before it."""
    at = scene.source.spans[number].parent
    while at is not None and spans[number] not in spans[at]:
        at = scene.source.spans[at].parent
    return None if at is None else spans[at]


def _incise(scene: Scene, number: int, reading: Reading) -> Span | None:
    """The stretch of a cue inside the marks, the punctuation around it included."""
    cue = reading.cue
    passage = cue.passage
    if passage is None or cues.place_of(scene.views[number], cue) != "inside":
        return None
    marked = scene.source.spans[number]
    words = passage.tree.words
    layout = scene.layouts[passage.number]
    start = words[layout.group_starts.get(cue.anchor, cue.first)].start
    end = words[cue.last].end
    if reading.span is not None:
        start, end = min(start, reading.span.start), max(end, reading.span.end)
    text = scene.source.text
    while end < marked.end and text[end] not in _STOPS:
        end += 1
    return Span(max(start, marked.start), min(end, marked.end))


def _fragments(scene: Scene, number: int, reading: Reading, span: Span) -> tuple[Span, ...]:
    """The quoted words without incise and repeated marks."""
    marked = scene.source.spans[number]
    cuts = [Span(at, at + len(marked.mark)) for at in marked.repeated]
    incise = _incise(scene, number, reading)
    if incise is not None and incise.end <= span.end:
        cuts.append(incise)
    text = scene.source.text
    pieces = []
    at = span.start
    for cut in [*sorted(cuts), Span(span.end, span.end)]:
        words = text[at : cut.start]
        left = len(words) - len(words.lstrip(_EDGES + "."))
        right = len(words.rstrip(_EDGES if cut.start < span.end else None))
        if left < right:
            pieces.append(Span(at + (left if at > span.start else 0), at + right))
        at = max(at, cut.end)
    return tuple(pieces) or (span,)


def _kind(scene: Scene, number: int, reading: Reading, before: Sequence[Quote]) -> QuoteKind:
    """A whole utterance stands on its own: it opens with a capital, no word of the journalist's
    sentence leads into it. « Il juge que « c'est fini » » holds a fragment."""
    if reading.cue.kind == "term":
        return "term"
    view = scene.views[number]
    text = scene.source.text
    inner = text[view.span.start : view.span.end]
    first = next((one for one in inner if one.isalnum()), "")
    if first.isupper() and inner[-1:] in ".!?…" and view.left not in THAT:
        return "direct"
    if view.left.removesuffix("'").isalpha() and view.left not in ("start", "word"):
        return "mixed"
    if first.isupper() or first.isdigit():
        return "direct"
    if view.left in (",", ".") and _goes_on(scene, number, reading, before):
        return "direct"
    return "direct" if view.left == ":" and view.clause else "mixed"


def _goes_on(scene: Scene, number: int, reading: Reading, before: Sequence[Quote]) -> bool:
    """« Ce prix », explique-t-elle, « je le dois à vous »: the second part of one utterance.

    What is nested in the first part, as in « Ce « grand » prix », stands between them for nothing.
    """
    spans = scene.source.spans
    parent = spans[number].parent
    earlier = reversed(range(parent or 0, number))
    other = next((at for at in earlier if spans[at].parent == parent), -1)
    passage = reading.cue.passage
    if other < 0 or passage is None or scene.frame_of[other] != scene.frame_of[number]:
        return False
    anchor = passage.tree.words[reading.cue.anchor]
    return (
        before[other].kind == "direct"
        and scene.source.text[spans[other].start].isupper()
        and spans[other].outer.end <= anchor.start < spans[number].outer.start
    )


def _speaker(
    scene: Scene, reading: Reading, named: bool, cast: Mapping[int, Entity]
) -> Speaker | None:
    text = scene.source.text
    mention = None
    if reading.span is not None:
        start, end = reading.span.start, reading.span.end
        mention = Mention(start, end, text[start:end])
    entity = cast.get(reading.referent.index) if named and reading.referent is not None else None
    if entity is None:
        return None if mention is None else Speaker(None, mention, None)
    return Speaker(entity.name, mention, entity.id)


def _verb(scene: Scene, cue: Cue) -> Verb | None:
    if cue.passage is None or cue.kind not in ("verb", "preposition", "noun"):
        return None
    words = cue.passage.tree.words
    start, end = words[cue.first].start, words[cue.last].end
    written = scene.source.text[start:end]
    if cue.kind == "verb":  # a parser may have the colon behind it in one word with it
        written = written.rstrip(_BEHIND_VERB)
        end = start + len(written)
    if cue.kind == "preposition":
        return Verb(start, end, written, " ".join(fold(written).split()), "preposition")
    if cue.kind == "noun":
        return Verb(start, end, written, cue.lemma, "noun")
    around = [words[child] for child in cue.passage.tree.children[cue.anchor]]
    hedged = any(
        verbs.is_conditional(word)
        for word in (cue.word, *(one for one in around if one.relation == "aux"))
    )
    layout = scene.layouts[cue.passage.number]
    negated = layout.group(cue.anchor).negated
    return Verb(start, end, written, cue.lemma, "verb", negated, hedged)


_BEHIND_VERB: Final = ":,;"
"""Signs that are no part of a verb, though they may stand in one token with it."""


def _evidence(
    scene: Scene,
    number: int,
    reading: Reading,
    ranked: Ranked,
    rankers: Rankers,
) -> Evidence:
    features = rankers.cue.strongest(reading.cue.features, 4)
    path = ""
    if reading.mention is not None:
        path = reading.mention.path
        features += rankers.mention.strongest(reading.mention.features, 3)
    other = next((pair for pair in ranked if pair[0] is not reading.cue), None)
    return Evidence(
        rule=_in_words(scene, number, reading.cue),
        path=path,
        features=tuple((name, round(weight, 3)) for name, weight in features),
        runner_up=None
        if other is None
        else f"{_in_words(scene, number, other[0], speaker=True)} ({other[1]:.2f})",
    )


def _in_words(scene: Scene, number: int, cue: Cue, speaker: bool = False) -> str:
    if cue.kind == "term":
        return "a term, nobody's words"
    if cue.kind == "continues":
        return "no cue, somebody named elsewhere in the text"
    view = scene.views[number]
    if cue.kind == "punctuation":
        caption = cues.caption_of(view, cue)
        said = f"the line {caption.side}" if caption else "a bare colon, dash or bracket"
    else:
        said = f"cue « {cue.word.form} » {cues.place_of(view, cue)} the quote"
    if speaker:
        candidates = scene.known_mentions(view, cue)
        if candidates:
            best = candidates[0][0]
            span = phrases.extent(best.passage, best.index, scene.vocabulary, view.host)
            said += f" with « {scene.source.text[span.start : span.end]} »"
    return said
