"""What each part of the attribution is worth, on annotated articles.

    python -m benchmarks.ablation ../shared/gold/dev.jsonl

Prints attributed F1, named precision, mention and verb accuracy for each parser with everything
on, and then with one part taken away at a time. Names are given at any confidence but in the rows
« as shipped », which abstain as the library does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from attrs import evolve

from quoteattr import marks
from quoteattr.attribution import assembly, ranking, readings, vocabulary
from quoteattr.attribution.passages import passage
from quoteattr.attribution.passages.nominals import PRONOUN_KINDS
from quoteattr.attribution.ranking import Ranker, Rankers
from quoteattr.attribution.scene import set_scene
from quoteattr.evaluation import GoldArticle, evaluate, from_quotes, read_gold
from quoteattr.syntax import excerpt, framing
from quoteattr.syntax.excerpt import Excerpt
from quoteattr.syntax.spacy import SpacyParser
from quoteattr.syntax.stanza import StanzaParser
from quoteattr.syntax.tree import SyntaxParser

NOTHING = Ranker({})


def score(
    articles: Sequence[GoldArticle],
    parser: SyntaxParser,
    rankers: Rankers,
    *,
    whole: bool = False,
    everything: bool = False,
    resolve: bool = True,
    least: float | None = 0.0,
) -> str:
    """One row of the table.

    ``whole`` cuts nothing out of the sentences that are parsed, with ``everything`` the others are
    parsed as well.
    """
    predictions = {}
    for article in articles:
        text = article.text
        spans = marks.find(text)
        frames = framing.find(text, spans)
        parts = excerpt.of_text(text, frames, spans, rankers.quoted)
        if whole:
            wanted = range(len(frames)) if everything else excerpt.wanted(text, frames, spans)
            parts = [Excerpt.of(text, [frames[number].span]) for number in wanted]
        trees = excerpt.restored(parts, parser.parse([part.text for part in parts]))
        source = passage.build(text, spans, frames, trees)
        scene = set_scene(source, vocabulary.default())
        answers = readings.read(scene, rankers)
        if not resolve:
            for reading, _ in answers:
                mention = reading.mention
                if mention is None or mention.kind in PRONOUN_KINDS:
                    reading.referent = None
        quotes = assembly.assemble(scene, answers, rankers, {}, least)
        predictions[article.id] = from_quotes(quotes)
    figures = evaluate(articles, predictions).figures
    return (
        f"{figures.attributed.f1.value:.3f}  {figures.named.value:.3f}"
        f"  {figures.mention.value:.3f}  {figures.verb.value:.3f}  {figures.speech.f1.value:.3f}"
    )


def main(arguments: Sequence[str]) -> None:
    articles = read_gold(arguments[0])
    print(f"{'':44} attr   named  ment.  verb   speech")
    for name, parser in (("stanza", StanzaParser()), ("spacy", SpacyParser())):

        def row(what: str, figures: str, name: str = name) -> None:
            print(f"{name + ': ' + what:44} {figures}", flush=True)

        weights = ranking.shipped(name)
        row("as shipped, abstaining", score(articles, parser, weights, least=None))
        row("a name for every quote", score(articles, parser, weights))
        row("frames parsed whole", score(articles, parser, weights, whole=True))
        for what, least in (
            ("every sentence whole", 0.0),
            ("every sentence whole, abstaining", None),
        ):
            figures = score(articles, parser, weights, whole=True, everything=True, least=least)
            row(what, figures)
        row("pronouns and no-cue quotes left open", score(articles, parser, weights, resolve=False))
        for what, part in (
            ("every cue equally likely, no terms", "cue"),
            ("every mention at a cue equally likely", "mention"),
        ):
            row(what, score(articles, parser, evolve(weights, **{part: NOTHING})))


if __name__ == "__main__":
    main(sys.argv[1:])
