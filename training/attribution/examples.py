"""Training examples: the candidates of annotated quotes, and which of them are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, frozen

from quoteattr import marks
from quoteattr.attribution import attribute, entities, passage
from quoteattr.attribution.attribute import Scene
from quoteattr.attribution.cues import Cue
from quoteattr.attribution.mentions import Candidate
from quoteattr.attribution.passage import Source
from quoteattr.attribution.ranking import Ranker, flat
from quoteattr.attribution.vocabulary import Vocabulary, plain
from quoteattr.evaluation import GoldArticle, GoldQuote, names_match
from quoteattr.model import Span
from quoteattr.syntax import excerpt
from quoteattr.syntax.tree import SyntaxParser, Word

MATCH = 0.8


@frozen(eq=False)
class Example:
    """One choice: the features of its candidates, and which of them are right."""

    article: str
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
        frames = excerpt.frames(text, spans)
        parts = [
            part
            for number in excerpt.wanted(text, frames, spans)
            for part in excerpt.excerpts(text, frames[number], spans, quoted)
        ]
        trees = parser.parse([part.text for part in parts])
        restored = [part.restore(tree) for part, tree in zip(parts, trees, strict=True)]
        source = passage.build(text, spans, frames, restored)
        result.append(Annotated(article, source, _match(source, article.quotes)))
    return result


def _match(source: Source, quotes: Iterable[GoldQuote]) -> dict[int, GoldQuote]:
    matched = {}
    for number, span in enumerate(source.spans):
        for quote in quotes:
            shared = min(span.end, quote.end) - max(span.start, quote.start)
            if shared / max(span.end - span.start, quote.end - quote.start) >= MATCH:
                matched[number] = quote
    return matched


def mention_examples(found: Iterable[Annotated], vocabulary: Vocabulary) -> list[Example]:
    """At the gold cue of each quote, which mention is the speaker."""
    result = []
    for annotated in found:
        scene = attribute.scene(annotated.source, vocabulary)
        for number, quote in annotated.gold.items():
            cue = gold_cue(scene, number, quote)
            if cue is None or cue.passage is None or quote.mention is None:
                continue
            candidates = attribute.describe_mentions(scene, scene.views[number], cue)
            right = [_is_mention(candidate, quote.mention) for candidate in candidates]
            features = [list(flat(candidate.features)) for candidate in candidates]
            result.append(Example(annotated.article.id, features, right))
    return result


def cue_examples(
    found: Iterable[Annotated], vocabulary: Vocabulary, mention: Ranker
) -> list[Example]:
    """Which reading is right for each quote, the quotes before it read as annotated."""
    result = []
    for annotated in found:
        scene = attribute.scene(annotated.source, vocabulary)
        for number, quote, state in _with_states(scene, annotated):
            cues = attribute.read_cues(scene, number, state, mention)
            right = [_is_cue(cue, quote) for cue in cues]
            features = [list(flat(cue.features)) for cue in cues]
            result.append(Example(annotated.article.id, features, right))
    return result


def entity_examples(
    found: Iterable[Annotated], vocabulary: Vocabulary, mention: Ranker
) -> list[Example]:
    """Which referent stands behind each gold mention that names nobody, or behind no mention."""
    result = []
    for annotated in found:
        scene = attribute.scene(annotated.source, vocabulary)
        discourse = scene.discourse
        for number in range(len(scene.source.spans)):
            quote = annotated.gold.get(number)
            if quote is None or quote.entity is None:
                continue
            names = (quote.entity, *quote.aliases)
            span = None
            referent = None
            candidate = None
            if quote.mention is None:
                wanted = entities.zero(quote.start, scene.frame_of[number])
            else:
                cue = gold_cue(scene, number, quote)
                if cue is None or cue.passage is None:
                    continue
                candidate = next(
                    (
                        one
                        for one in attribute.describe_mentions(scene, scene.views[number], cue)
                        if _is_mention(one, quote.mention)
                    ),
                    None,
                )
                if candidate is None:
                    continue
                host = scene.views[number].host
                wanted, span, referent = attribute.mentioned(scene, candidate, host, cue)
            wanted.quoted = Span(quote.start, quote.end)
            if referent is None and wanted.definite != "group":
                chosen = entities.candidates(discourse, wanted)
                described = entities.describe(discourse, wanted, chosen)
                right = [_is_referent(discourse, one, names) for one in chosen]
                if len(described) > len(right):
                    right.append(not any(right))
                if described:
                    features = [list(flat(one)) for one in described]
                    result.append(Example(annotated.article.id, features, right))
                referent = next((one for one, ok in zip(chosen, right, strict=False) if ok), None)
                if referent is None and span is not None and wanted.head and candidate is not None:
                    head = candidate.passage.tree.words[candidate.index].start
                    referent = entities.introduce(discourse, wanted, span, head)
                elif referent is not None and span is not None:
                    entities.note(discourse, referent, span)
                    if wanted.head:
                        referent.heads.add(wanted.head)
            elif referent is not None and span is not None:
                entities.note(discourse, referent, span)
            if referent is not None:
                entities.speaks(discourse, referent)
    return result


def _with_states(
    scene: Scene, annotated: Annotated
) -> Iterator[tuple[int, GoldQuote, attribute.State]]:
    previous: int | None = None
    cue: Cue | None = None
    kind = "none"
    spoken = False
    for number, span in enumerate(scene.source.spans):
        state = attribute.follow(scene, number, previous, cue, kind, spoken)
        quote = annotated.gold.get(number)
        if quote is None:
            continue
        yield number, quote, state
        if span.parent is None:
            found = gold_cue(scene, number, quote)
            previous, cue = number, found
            kind = "term" if not quote.speech else found.kind if found else "lost"
            spoken = spoken or quote.speech


def gold_cue(scene: Scene, number: int, quote: GoldQuote) -> Cue | None:
    """The candidate that the annotation names, None where it was not generated."""
    from quoteattr.attribution import cues

    return next((cue for cue in cues.candidates(scene.views[number]) if _is_cue(cue, quote)), None)


def _is_cue(cue: Cue, quote: GoldQuote) -> bool:
    if not quote.speech:
        return cue.kind == "term"
    if quote.verb is not None:
        if cue.passage is None or cue.kind == "bare":
            return False
        words = cue.passage.tree.words[cue.first : cue.last + 1]
        return any(_overlap(word, quote.verb) for word in words)
    return cue.kind == ("continues" if quote.mention is None else "bare")


def _is_mention(candidate: Candidate, gold: Span) -> bool:
    words = candidate.passage.tree.words
    word = words[candidate.index]
    if not _overlap(word, gold):
        return False
    head = word.head
    return not (
        head >= 0 and _overlap(words[head], gold) and word.relation not in ("nsubj", "root")
    )


def _is_referent(
    discourse: entities.Discourse, referent: entities.Referent, names: Sequence[str]
) -> bool:
    name = entities.best_name(discourse, referent)
    if name is None:
        return False
    if referent.kind in ("person", "role"):
        return names_match(name, names)
    # « le ministre de l'Europe », an alias, is not Europe.
    return names_match(name, names[:1]) or plain(name) in map(plain, names)


def _overlap(word: Word, span: Span) -> bool:
    return word.start < span.end and span.start < word.end
