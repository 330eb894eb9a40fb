"""What went wrong first with each quote that got no right answer, in words that can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from quoteattr.attribution.vocabulary import Vocabulary, default, fold, words_of
from quoteattr.evaluation import MATCH, GoldArticle, GoldQuote, cover, names_match
from quoteattr.model import Quote, Quotes, Span

SHORT = 3
"""Words of the longest fragment that counts as short."""
PLURAL = ("ils", "elles", "eux")


def count(articles: Iterable[GoldArticle], predicted: Mapping[str, Quotes]) -> Counter[str]:
    """How often each cause stands behind a wrong kind or a wrong speaker."""
    vocabulary = default()
    causes: Counter[str] = Counter()
    for article in articles:
        quotes = predicted[article.id]
        for gold in article.quotes:
            quote = next((one for one in quotes if cover(one.span, gold) >= MATCH), None)
            found = _cause(article.text, gold, quote, vocabulary)
            if found:
                causes[found] += 1
    return causes


def _cause(text: str, gold: GoldQuote, quote: Quote | None, vocabulary: Vocabulary) -> str:
    """The first step that failed, empty where the answer is right."""
    if quote is None:
        return "marks paired otherwise"
    if not gold.speech:
        if quote.kind == "term":
            return ""
        if quote.verb is not None:
            return f"a term, with a {quote.verb.kind} near it that was taken for its cue"
        bare = quote.speaker is not None and quote.speaker.mention is not None
        return f"a term, taken for words {'behind a bare name' if bare else 'without a cue'}"
    words = len(text[gold.start : gold.end].split())
    if quote.kind == "term":
        if gold.mention is None:
            return "words without a cue, taken for a term"
        length = "short" if words <= SHORT else "longer"
        return f"a {length} fragment or utterance with a cue, taken for a term"
    speaker = quote.speaker
    name = speaker.name if speaker is not None else None
    if name is not None and names_match(name, (gold.entity or "", *gold.aliases)):
        return ""
    mention = speaker.mention if speaker is not None else None
    if gold.mention is None:
        if mention is not None:
            return "no cue, but a speaker found near by"
        return "no cue, and given to another speaker of the article"
    kind = _kind(text, gold.mention, vocabulary)
    if mention is not None and mention.overlaps(gold.mention):
        if name is None:
            return f"{kind} found, nobody named for it"
        return f"{kind} found, but tied to somebody else"
    if mention is None:
        return f"{kind} beside a cue, but no cue found"
    cue = quote.verb
    right_cue = cue is not None and gold.verb is not None and cue.overlaps(gold.verb)
    step = "another mention at the right cue" if right_cue else "another cue"
    return f"{kind} speaks, but {step} was chosen"


def _kind(text: str, mention: Span, vocabulary: Vocabulary) -> str:
    """What stands in the cue: a pronoun, a name or a description."""
    words = words_of(fold(text[mention.start : mention.end]))
    if len(words) == 1:
        kind = vocabulary.pronouns.get(words[0], "")
        if kind in ("il", "elle", "lui"):
            return "il, elle"
        if kind in PLURAL:
            return "ils, elles"
        if kind:
            return "another pronoun (on, celui-ci, l'un)"
    if vocabulary.determiner(words[0]) is not None:
        return "a description"
    return "a name" if text[mention.start].isupper() else "a description"
