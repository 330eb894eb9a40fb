"""Draws the dependency trees of the page on attribution, as the shipped model parses them today.

    python docs/draw.py

writes ``docs/trees/*.svg``. Needs spaCy for its displaCy; the trees are Stanza's.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "trees"
sys.path.insert(0, str(FOLDER.parent.parent))

from quoteattr import QuoteParser, Quotes, Span  # noqa: E402
from quoteattr.syntax.stanza import StanzaParser  # noqa: E402
from quoteattr.syntax.tree import ROOT, Tree, Word  # noqa: E402

SENTENCES = {
    "incise.svg": "« Le dossier est vide », a déclaré l'avocate de la famille.",
    "clitic.svg": "« Nous restons », a-t-elle ajouté.",
    "participle.svg": "Le maire a salué l'accord, tout en notant que « rien n'est réglé ».",
    "preposition.svg": "Selon la CGT, la direction refuse « tout dialogue ».",
}
STYLE = {"distance": 90, "word_spacing": 38, "offset_x": 60, "arrow_spacing": 14}


class Recorder:
    """The shipped parser; keeps the trees that quoteattr asked for."""

    def __init__(self) -> None:
        self._parser = StanzaParser(threads=1)
        self.name, self.model = self._parser.name, self._parser.model
        self.trees: list[Tree] = []

    def load(self) -> None:
        self._parser.load()

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        self.trees = self._parser.parse(sentences)
        return self.trees


def drawings() -> dict[str, str]:
    """Each file's name and the drawing that belongs into it."""
    recorder = Recorder()
    parser = QuoteParser(recorder)
    result = {}
    for file, sentence in SENTENCES.items():
        quotes = parser(sentence)
        [tree] = recorder.trees
        result[file] = svg(file.partition(".")[0], tree, quotes)
    return result


def svg(name: str, tree: Tree, quotes: Quotes) -> str:
    """One tree without arcs to punctuation and without subtypes of relations.

    Below each word stand its part of speech and what quoteattr takes it for.
    """
    from spacy.displacy.render import DependencyRenderer

    words = [
        {"text": word.form, "lemma": word.upos, "tag": part(word, quotes)} for word in tree.words
    ]
    arcs = [
        {
            "start": min(index, word.head),
            "end": max(index, word.head),
            "label": word.relation,
            "dir": "left" if index < word.head else "right",
        }
        for index, word in enumerate(tree.words)
        if word.head != ROOT and word.relation != "punct"
    ]
    renderer: Any = DependencyRenderer(STYLE)
    renderer.lang = "fr"
    drawn = renderer.render_svg(name, words, arcs)
    # Without a viewBox a browser cuts the drawing off instead of making it smaller.
    box = f'viewBox="0 0 {renderer.width} {renderer.height}" class="displacy"'
    drawn = drawn.replace('class="displacy"', box, 1)
    return re.sub(r"\s*\n\s*", "\n", drawn).strip() + "\n"


def part(word: Word, quotes: Quotes) -> str:
    """Whether a word belongs to a quote, its cue or the mention of its speaker."""
    span = Span(word.start, word.end)
    for quote in quotes:
        if quote.verb is not None and span.overlaps(quote.verb):
            return "cue"
        if quote.speaker and quote.speaker.mention and span.overlaps(quote.speaker.mention):
            return "speaker"
        if span.overlaps(quote.span):
            return "quote"
    return ""


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, drawn in drawings().items():
        (FOLDER / file).write_text(drawn, encoding="utf-8")
