"""What speaks for a quote being somebody's words, and for its being nobody's.

« Le maire se dit « serein » » holds words of the mayor, « les « bonnets bleus » » a name. Which it
is depends on the words themselves, on those around them, and on the rest of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from quoteattr.attribution.passages.passage import OUTSIDE
from quoteattr.attribution.passages.states import State
from quoteattr.attribution.passages.view import Caption, QuoteView
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.syntax.tree import ROOT, Word


def describe_caption(view: QuoteView, caption: Caption) -> list[Feature]:
    """The features of « the line above or below names who utters it », for one quote."""
    shape = f"caption,{caption.side},named={caption.named:d}"
    return [
        "caption",
        f"caption,utterance={view.utterance:d}",
        f"caption,{caption.side}",
        shape,
        f"{shape},utterance={view.utterance:d}",
    ]


def describe_continues(view: QuoteView, state: State) -> list[Feature]:
    """The features of « somebody utters it whom the text names elsewhere », for one quote."""
    hostless = view.host_words == "0"
    return [
        _on_going_on(hostless, view.left, view.right, view.utterance, view.has_verb),
        _on_state(
            state.history.kind,
            state.same_paragraph,
            state.same_frame,
            hostless,
            state.history.terms < state.history.quotes,
        ),
        f"continues,nested={view.host != OUTSIDE:d}",
        _on_shape("continues", view.shape),
    ]


@remembered
def _on_going_on(
    hostless: bool, left: str, right: str, utterance: bool, verb: bool
) -> tuple[str, ...]:
    return (
        "continues",
        f"continues,hostless={hostless:d},left={left}",
        f"continues,left={left},right={right}",
        f"continues,hostless={hostless:d},utterance={utterance:d}",
        f"continues,left={left},verb={verb:d},hostless={hostless:d}",
    )


@remembered
def _on_state(
    previous: str, paragraph: bool, frame: bool, hostless: bool, spoken: bool
) -> tuple[str, ...]:
    return (
        f"continues,after={previous},paragraph={paragraph:d}",
        f"continues,after={previous},frame={frame:d},hostless={hostless:d}",
        f"continues,spoken={spoken:d}",
    )


@remembered
def _on_shape(kind: str, shape: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{kind},{one}" for one in shape)


@remembered
def _on_term(
    left: str, right: str, utterance: bool, nested: bool, hostless: bool, length: str
) -> tuple[str, ...]:
    return (
        f"term,left={left},{length}",
        f"term,right={right},{length}",
        "term",
        f"term,left={left}",
        f"term,right={right}",
        f"term,left={left},utterance={utterance:d}",
        f"term,nested={nested:d}",
        f"term,hostless={hostless:d}",
    )


@remembered
def _on_text(marked: int, elsewhere: str, heading: bool, length: str) -> tuple[str, ...]:
    return (
        f"term,marked={marked}",
        f"term,heading={heading:d}",
        f"term,elsewhere={elsewhere}",
        f"term,elsewhere={elsewhere},heading={heading:d}",
        f"term,elsewhere={elsewhere},{length}",
    )


@remembered
def _on_history(recent: tuple[str, ...], share: str, length: str) -> tuple[str, ...]:
    """Some articles set words of their own between marks, others only what is said."""
    terms = recent.count("term")
    return (
        f"term,last quotes={'+'.join(recent[-2:])}",
        f"term,terms before={terms} of {len(recent)}",
        f"term,terms before={terms},{length}",
        f"term,quarters of terms={share}",
    )


@remembered
def _on_list(previous: str, frame: bool, between: str, left: str) -> tuple[str, ...]:
    """« poursuivi pour « vol » et « recel » »: what is listed together is of one kind."""
    return (
        f"term,after={previous},frame={frame:d}",
        f"term,after={previous},between={between}",
        f"term,after={previous},between={between},left={left}",
    )


def describe_term(view: QuoteView, state: State, vocabulary: Vocabulary) -> list[Feature]:
    """The features of « nobody utters it », for one quote."""
    hostless = view.host_words == "0"
    features: list[Feature] = [
        _on_term(
            view.left, view.right, view.utterance, view.host != OUTSIDE, hostless, view.length
        ),
        _on_text(min(state.marked, 3), state.elsewhere, state.heading, view.length),
        _on_list(state.history.kind, state.same_frame, state.between, view.left),
        _on_history(state.history.recent, state.history.share, view.length),
        _on_shape("term", view.shape),
    ]
    if view.layout is not None:
        words = view.layout.passage.tree.words
        if view.first_outside >= 0 and view.left not in (":", ",", "start", "."):
            before = words[view.first_outside]
            features.append(f"term,before={before.upos}")
            features.append(f"term,before={fold(before.form)}")
            naming = _naming(before, vocabulary)
            if naming:
                features.append(f"term,naming={naming}")
                features.append(f"term,naming={naming},{view.form}")
        zone = view.layout.host(view.host).words
        if view.opens:
            features.append(f"term,opens={view.opens}")  # « Lire aussi : « … » »
        at = bisect_left(zone, view.first_outside)
        if at > 0:
            # « un chapitre intitulé «…» », « accusé de «…» »
            beyond = fold(words[zone[at - 1]].lemma)
            features.append(f"term,before that={beyond}")
            features.append(f"term,before={beyond} {fold(words[zone[at]].form)}")
        inner = [words[index] for index in view.words]
        heads = [words[index] for index in view.heads]
        if heads:
            features.append(f"term,relation={heads[0].relation}")
            features.append(f"term,relation={heads[0].relation},length={min(len(inner), 6)}")
            governor = heads[0].head
            if governor != ROOT:
                # « poursuivi pour «…» », « l'émission de télévision «…» »
                naming = _naming(words[governor], vocabulary)
                features.append(f"term,governor={words[governor].upos}")
                features.append(f"term,governor={fold(words[governor].lemma)}")
                if naming:
                    features.append(f"term,governor names={naming}")
                    features.append(f"term,governor names={naming},relation={heads[0].relation}")
        if len(heads) == 1:
            features.append(f"term,head={heads[0].upos},{heads[0].relation}")
            features.append(f"term,head={heads[0].upos},left={view.left}")
        capitals = sum(word.form[:1].isupper() for word in inner[1:])
        features.append(f"term,capitals={min(capitals, 3)}")
        features.extend(_describe_words(inner, heads))
    return features


_SHORT: Final = 5
"""Words of the longest quote whose every word counts for its kind."""


def _describe_words(inner: list[Word], heads: list[Word]) -> Iterator[str]:
    """What the quoted words are: « gilets jaunes » and « grand débat » are often names."""
    if not inner:
        return
    yield f"term,first={fold(inner[0].form)}"
    yield f"term,last={fold(inner[-1].form)}"
    lemmas = [fold(word.lemma) for word in inner if word.upos != "PUNCT"]
    if 0 < len(lemmas) <= _SHORT:
        yield from (f"term,word={lemma}" for lemma in lemmas)
        yield from (f"term,pair={one} {other}" for one, other in pairwise(lemmas))
        yield f"term,phrase={' '.join(lemmas)}"
    punctuation = "".join(sorted({word.form for word in inner if word.upos == "PUNCT"}))
    yield f"term,punctuation={punctuation}"
    if heads:
        yield f"term,head={fold(heads[0].lemma)}"
    if len(heads) == 1:
        head = heads[0]
        determined = any(word.upos == "DET" for word in inner)
        yield f"term,head={head.upos},determined={determined:d}"
        yield f"term,head={head.upos},number={head.feat('Number')}"


def _naming(word: Word, vocabulary: Vocabulary) -> str:
    """The class of a word that announces a name or label, empty for any other."""
    if word.upos == "ADP":
        return ""
    return vocabulary.naming_words.get(fold(word.lemma)) or vocabulary.naming_words.get(
        fold(word.form), ""
    )
