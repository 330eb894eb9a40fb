"""What whoever would speak at a cue says of the cue: « le maire » speaks, « la mesure » seldom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from quoteattr.attribution.candidates import cues
from quoteattr.attribution.candidates.mentions import Candidate
from quoteattr.attribution.passages import phrases
from quoteattr.attribution.passages.layout import Cue, Layout
from quoteattr.attribution.passages.view import QuoteView
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import Vocabulary, fold


def describe(
    view: QuoteView, cue: Cue, ranked: Sequence[tuple[Candidate, float]], vocabulary: Vocabulary
) -> Iterator[Feature]:
    """The features that a cue has by its likeliest speaker.

    ``ranked`` are the mentions at the cue with their probabilities, likeliest first.
    """
    if not ranked:
        yield f"{cue.kind},no speaker"
        return
    best, probability = ranked[0]
    sure = "sure" if probability > 0.8 else "likely" if probability > 0.5 else "unsure"
    place = cues.place_of(view, cue)
    yield _on_speaker(cue.kind, best.kind, sure, best.path)
    tree = best.passage.tree
    word = tree.words[best.index]
    determiners = (one for one in tree.children[best.index] if tree.words[one].relation == "det")
    determiner = next((fold(tree.words[one].lemma) for one in determiners), "")
    yield _on_noun(cue.kind, best.kind, fold(word.lemma), word.feat("Number") or "", determiner)
    if cue.kind == "punctuation":
        caption = cues.caption_of(view, cue)
        if caption is not None:
            yield f"caption,{caption.side},speaker={best.kind}"
        return
    yield _on_place(cue.kind, best.kind, best.path, place)
    yield f"{cue.kind} lemma={cue.lemma},speaker={best.kind}"
    if cue.kind == "verb":
        lexical = vocabulary.speech_verbs.get(cue.lemma, "other")
        yield f"{cue.kind}:{lexical},speaker={best.kind}"
        if view.layout is not None and best.passage is cue.passage is view.layout.passage:
            yield from _on_order(view, view.layout, cue, best, place, vocabulary)


@remembered
def _on_speaker(kind: str, speaker: str, sure: str, path: str) -> tuple[str, ...]:
    return (
        f"{kind},speaker={speaker}",
        f"{kind},speaker {sure}",
        f"{kind},speaker={speaker},{sure}",
        f"{kind},speaker path={path}",
    )


@remembered
def _on_place(kind: str, speaker: str, path: str, place: str) -> tuple[str, ...]:
    return f"{kind},{place},speaker={speaker}", f"{kind},{place},speaker path={path}"


@remembered
def _on_noun(kind: str, speaker: str, lemma: str, number: str, determiner: str) -> tuple[str, ...]:
    """Some nouns speak (« le maire »), others seldom (« la mesure »)."""
    return (
        f"{kind},speaker lemma={lemma}",
        f"{kind},speaker={speaker},number={number}",
        f"{kind},speaker={speaker},determiner={determiner}",
    )


def _on_order(
    view: QuoteView,
    layout: Layout,
    cue: Cue,
    speaker: Candidate,
    place: str,
    vocabulary: Vocabulary,
) -> Iterator[Feature]:
    """How quote, speaker and verb follow each other: « « … » : le maire de Nay promet » has nothing
    between the three, however long the subject is."""
    if place == "before":
        side = "before the cue" if speaker.index < cue.anchor else "between cue and quote"
        yield f"before,speaker {side},left={view.left}"
    elif place == "after":
        first = view.next_outside
        if not 0 <= first <= speaker.index < cue.anchor:
            side = "behind the cue" if speaker.index > cue.anchor else "before the quote"
            yield f"after,speaker {side},right={view.right}"
            return
        span = phrases.extent(layout.passage, speaker.index, vocabulary, view.host)
        begins, ends = (bisect_left(layout.starts, offset) for offset in (span.start, span.end))
        host = layout.host(view.host)
        group = layout.group_starts.get(cue.anchor, cue.first)
        gap, rest = host.count(first, begins), host.count(ends, group)
        yield _on_gaps(min(gap, _WIDE), min(rest, _WIDE), view.right)


_WIDE: Final = 3
"""Words between a quote and a subject, or a subject and its verb, from which on it does not matter
how many there are."""


@remembered
def _on_gaps(gap: int, rest: int, right: str) -> tuple[str, ...]:
    """``gap`` words between quote and subject, ``rest`` between subject and verb."""
    return (
        f"after,gap={gap},right={right}",
        f"after,gap={gap},rest={rest}",
        f"after,gap={gap},rest={rest},right={right}",
    )
