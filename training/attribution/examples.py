"""Training examples: the candidates of annotated quotes, and which of them are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, frozen

from quoteattr import marks
from quoteattr.attribution import neighbours, readings, resolution
from quoteattr.attribution.candidates import cues
from quoteattr.attribution.candidates.mentions import Candidate
from quoteattr.attribution.entities import antecedents
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.passages import passage
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.passages.passage import Source
from quoteattr.attribution.passages.states import History, State
from quoteattr.attribution.ranking import Feature, Ranker, flat
from quoteattr.attribution.scene import Scene, set_scene
from quoteattr.attribution.vocabulary import Vocabulary, plain
from quoteattr.evaluation import MATCH, GoldArticle, GoldQuote, cover, names_match
from quoteattr.model import Span
from quoteattr.syntax import excerpt, framing
from quoteattr.syntax.tree import SyntaxParser, Word


@frozen(eq=False)
class Example:
    """One choice: the features of its candidates, and which of them are right."""

    candidates: Sequence[Sequence[str]]
    right: Sequence[bool]


@define(eq=False)
class Annotated:
    """An article with trees and, for each span, the gold quote that it is."""

    article: GoldArticle
    source: Source
    gold: dict[int, GoldQuote]


def annotate(
    articles: Iterable[GoldArticle], parser: SyntaxParser, quoted: int | None = None
) -> list[Annotated]:
    """Find the quotes of the articles and parse the frames around them; ``quoted`` bounds what of
    long quoted sentences is parsed, as ``excerpt.excerpts`` has it."""
    result = []
    for article in articles:
        text = article.text
        spans = marks.find(text)
        frames = framing.find(text, spans)
        parts = excerpt.of_text(text, frames, spans, quoted)
        trees = excerpt.restored(parts, parser.parse([part.text for part in parts]))
        source = passage.build(text, spans, frames, trees)
        result.append(Annotated(article, source, _match(source, article.quotes)))
    return result


def _match(source: Source, quotes: Iterable[GoldQuote]) -> dict[int, GoldQuote]:
    matched = {}
    for number, span in enumerate(source.spans):
        for quote in quotes:
            if cover(span.span, quote) >= MATCH:
                matched[number] = quote
    return matched


def mention_examples(found: Iterable[Annotated], vocabulary: Vocabulary) -> list[Example]:
    """At the gold cue of each quote, which mention is the speaker."""
    result = []
    for annotated in found:
        scene = set_scene(annotated.source, vocabulary)
        for number, quote in annotated.gold.items():
            cue = gold_cue(scene, number, quote)
            if cue is None or cue.passage is None or quote.mention is None:
                continue
            candidates = scene.describe_mentions(scene.views[number], cue)
            right = [_is_mention(candidate, quote.mention) for candidate in candidates]
            features = [list(flat(candidate.features)) for candidate in candidates]
            result.append(Example(features, right))
    return result


def cue_examples(
    found: Iterable[Annotated], vocabulary: Vocabulary, mention: Ranker
) -> list[Example]:
    """Which reading is right for each quote, the quotes before it read as annotated."""
    result = []
    for annotated in found:
        scene = set_scene(annotated.source, vocabulary)
        for number, quote, state in _with_states(scene, annotated):
            found_cues = readings.read_cues(scene, number, state, mention)
            right = [_is_cue(cue, quote) for cue in found_cues]
            features = [list(flat(cue.features)) for cue in found_cues]
            result.append(Example(features, right))
    return result


def entity_examples(found: Iterable[Annotated], vocabulary: Vocabulary) -> list[Example]:
    """Which referent stands behind each gold mention that names nobody, or behind no mention."""
    result = []
    for annotated in found:
        scene = set_scene(annotated.source, vocabulary)
        discourse = scene.discourse
        choices: dict[int, list[tuple[Referent, list[Feature]]]] = {}
        speakers: dict[int, Referent] = {}
        for number in range(len(scene.source.spans)):
            quote = annotated.gold.get(number)
            if quote is None or quote.entity is None:
                continue
            names = (quote.entity, *quote.aliases)
            if quote.mention is None:
                choices[number] = resolution.without_mention(scene, number)
                referent = _named(discourse, [one for one, _ in choices[number]], names)
            else:
                example, referent = _with_mention(scene, number, quote, names)
                if example is not None:
                    result.append(Example(*example))
                if referent is not None:
                    speakers[number] = referent
            if referent is not None:
                discourse.speaks(referent)
        for features, right in _without_mention(scene, annotated, choices, speakers):
            result.append(Example(features, right))
    return result


def _without_mention(
    scene: Scene,
    annotated: Annotated,
    choices: Mapping[int, Sequence[tuple[Referent, list[Feature]]]],
    speakers: Mapping[int, Referent],
) -> Iterator[tuple[list[list[str]], list[bool]]]:
    """What the quotes without a mention teach, the other quotes read as annotated."""
    before: Referent | None = None
    cued = list(speakers.items())
    for number, span in enumerate(scene.source.spans):
        referent = speakers.get(number)
        if number in choices:
            quote = annotated.gold[number]
            names = (quote.entity or "", *quote.aliases)
            around = neighbours.find(scene, number, before, cued)
            chosen = [one for one, _ in choices[number]]
            known = {one.index: features for one, features in choices[number]}
            more = neighbours.describe(scene.discourse, chosen, around)
            described = [[*known.get(one.index, ()), *features] for one, features in more]
            right = [_is_referent(scene.discourse, one, names) for one, _ in more]
            yield [list(flat(features)) for features in described], right
            referent = _named(scene.discourse, [one for one, _ in more], names)
        if span.parent is None:
            before = referent or before


def _with_mention(
    scene: Scene, number: int, quote: GoldQuote, names: Sequence[str]
) -> tuple[tuple[list[list[str]], list[bool]] | None, Referent | None]:
    """What the mention of a quote teaches where it names nobody, and the referent behind it."""
    discourse = scene.discourse
    cue = gold_cue(scene, number, quote)
    if cue is None or cue.passage is None or quote.mention is None:
        return None, None
    candidate = next(
        (
            one
            for one in scene.describe_mentions(scene.views[number], cue)
            if _is_mention(one, quote.mention)
        ),
        None,
    )
    if candidate is None:
        return None, None
    anaphor, span, named = resolution.interpret(scene, scene.views[number], candidate, cue)
    if named is not None:
        discourse.note(named, span)
        return None, named
    if not anaphor.is_open:
        return None, resolution.settle(discourse, anaphor, candidate, span, None)
    chosen = antecedents.candidates(discourse, anaphor)
    described = antecedents.describe(discourse, anaphor, chosen)
    right = [_is_referent(discourse, one, names) for one in chosen]
    antecedent = _named(discourse, chosen, names)
    if len(described) > len(right):
        right.append(not any(right))
    referent = resolution.settle(discourse, anaphor, candidate, span, antecedent)
    example = ([list(flat(one)) for one in described], right) if described else None
    return example, referent


def _named(
    discourse: Discourse, chosen: Iterable[Referent], names: Sequence[str]
) -> Referent | None:
    """The first of the referents that has one of the names."""
    return next((one for one in chosen if _is_referent(discourse, one, names)), None)


def _with_states(scene: Scene, annotated: Annotated) -> Iterator[tuple[int, GoldQuote, State]]:
    history = History()
    for number, span in enumerate(scene.source.spans):
        state = readings.follow(scene, number, history)
        quote = annotated.gold.get(number)
        if quote is None:
            continue
        yield number, quote, state
        if span.parent is None:
            history = history.followed_by(number, gold_cue(scene, number, quote))


def gold_cue(scene: Scene, number: int, quote: GoldQuote) -> Cue | None:
    """The candidate that the annotation names, None where it was not generated."""
    return next((cue for cue in cues.candidates(scene.views[number]) if _is_cue(cue, quote)), None)


def _is_cue(cue: Cue, quote: GoldQuote) -> bool:
    if not quote.speech:
        return cue.kind == "term"
    if quote.verb is not None:
        if cue.passage is None or cue.kind == "punctuation":
            return False
        words = cue.passage.tree.words[cue.first : cue.last + 1]
        return any(_overlap(word, quote.verb) for word in words)
    return cue.kind == ("continues" if quote.mention is None else "punctuation")


def _is_mention(candidate: Candidate, gold: Span) -> bool:
    words = candidate.passage.tree.words
    word = words[candidate.index]
    if not _overlap(word, gold):
        return False
    head = word.head
    return not (
        head >= 0 and _overlap(words[head], gold) and word.relation not in ("nsubj", "root")
    )


def _is_referent(discourse: Discourse, referent: Referent, names: Sequence[str]) -> bool:
    name = discourse.best_name(referent)
    if name is None:
        return False
    if referent.kind in ("person", "role"):
        return names_match(name, names)
    # « le ministre de l'Europe », an alias, is not Europe.
    return names_match(name, names[:1]) or plain(name) in map(plain, names)


def _overlap(word: Word, span: Span) -> bool:
    return word.start < span.end and span.start < word.end
