"""Parsers to be measured, each giving the same plain sentences."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoteattr.syntax.spacy import SpacyParser
from quoteattr.syntax.stanza import StanzaParser
from quoteattr.syntax.tree import SyntaxParser
from training.french.tree import Tree


@dataclass(frozen=True)
class Surface:
    """A surface token: contractions are one token, as spaCy has them.

    ``start`` and ``end`` are code points of the parsed text, end exclusive. ``head`` is the number
    of the head in the sentence, None at the root.
    """

    start: int
    end: int
    upos: str
    head: int | None
    relation: str


Sentences = list[list[Surface]]


@dataclass
class System:
    """A parser: raw text to sentences, treebank sentences to sentences, and what it weighs."""

    name: str
    raw: Callable[[str], Sentences]
    gold_tokens: Callable[[Sequence[Tree]], Sentences]
    size: float
    """Megabytes on disk."""
    load: Callable[[], float]
    """Seconds to load it in a fresh process, after its library has been imported."""
    parser: SyntaxParser
    """The same for ``QuoteParser``, with the weights that ship for its trees."""


def collapse(
    tokens: Sequence[tuple[int, int, Sequence[int]]], words: dict[int, tuple[int, str, str]]
) -> list[Surface]:
    """Words to surface tokens.

    Args:
        tokens: start, end and numbers of the words of each token.
        words: number to head (0 at the root), UPOS and relation.
    """
    owner = {number: i for i, (_, _, numbers) in enumerate(tokens) for number in numbers}
    sentence = []
    for i, (start, end, numbers) in enumerate(tokens):
        # The word whose head stands outside its token speaks for the token.
        outer = next(n for n in numbers if owner.get(words[n][0]) != i)
        head, upos, relation = words[outer]
        sentence.append(Surface(start, end, upos, owner.get(head), relation.lower()))
    return sentence


def gold(trees: Sequence[Tree]) -> Sentences:
    """Treebank sentences as surface tokens; offsets count from each sentence's own text."""
    sentences = []
    for tree in trees:
        number = {id(word): i for i, word in enumerate(tree.words, start=1)}
        words = {
            number[id(w)]: (0 if w.head is None else number[id(w.head)], w.upos, w.relation)
            for w in tree.words
        }
        tokens, place = [], 0
        for token in tree.tokens:
            tokens.append((place, place + len(token.form), [number[id(w)] for w in token.words]))
            place += len(token.form) + len(token.space)
        sentences.append(collapse(tokens, words))
    return sentences


def stanza_system(name: str, folder: Path, threads: int, shipped: bool) -> System:
    """A folder with a Stanza model: through the loader of quoteattr, or through plain Stanza."""
    from stanza.utils.conll import CoNLL

    nlp: Any
    if shipped:
        from quoteattr.syntax.shipped import pipeline

        nlp = pipeline(threads=threads, folder=folder)
    else:
        import stanza
        import torch

        torch.set_num_threads(threads)
        nlp = stanza.Pipeline(
            "fr", dir=str(folder), download_method=None, use_gpu=False, verbose=False,
            depparse_batch_size=3000,
        )  # fmt: skip

    def plain(document: Any, offsets: bool = True) -> Sentences:
        sentences = []
        for sentence in document.sentences:
            words = {w.id: (w.head, w.upos, w.deprel) for w in sentence.words}
            tokens, place = [], 0
            for token in sentence.tokens:
                start = token.start_char if offsets else place
                end = token.end_char if offsets else place + len(token.text)
                place += len(token.text) + 1
                tokens.append((start, end, [w.id for w in token.words]))
            sentences.append(collapse(tokens, words))
        return sentences

    def on_gold(trees: Sequence[Tree]) -> Sentences:
        text = "".join(tree.conllu("x") + "\n\n" for tree in trees)
        document = CoNLL.conll2doc(input_str=text)
        for processor in ("pos", "lemma", "depparse"):
            document = nlp.processors[processor].process(document)
        return plain(document, offsets=False)

    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    how = (
        f"from quoteattr.syntax.shipped import pipeline; import pathlib; t = time.perf_counter(); "
        f"pipeline(threads={threads}, folder=pathlib.Path({str(folder)!r}))"
        if shipped
        else f"t = time.perf_counter(); stanza.Pipeline('fr', dir={str(folder)!r}, "
        "download_method=None, use_gpu=False, verbose=False)"
    )
    return System(
        name,
        lambda text: plain(nlp(text)),
        on_gold,
        size / 1e6,
        lambda: timed(f"import stanza, time; {how}"),
        StanzaParser(str(folder), threads=threads),
    )


def spacy_system(package: str, threads: int) -> System:
    """An installed spaCy pipeline, without its NER."""
    import spacy
    import torch
    from spacy.tokens import Doc

    torch.set_num_threads(threads)
    nlp = spacy.load(package, exclude=["ner"])

    def plain(document: Any) -> Sentences:
        sentences = []
        for sentence in document.sents:
            kept = [t for t in sentence if not t.is_space]
            number = {t.i: i for i, t in enumerate(kept)}
            rows = []
            for t in kept:
                head = None if t.head.i == t.i else number.get(t.head.i)
                rows.append(Surface(t.idx, t.idx + len(t), t.pos_, head, t.dep_.lower()))
            if rows:
                sentences.append(rows)
        return sentences

    def raw(text: str) -> Sentences:
        parts = text.split("\n\n")
        sentences: Sentences = []
        place = 0
        for part, document in zip(parts, nlp.pipe(parts), strict=True):
            for sentence in plain(document):
                sentences.append(
                    [
                        Surface(s.start + place, s.end + place, s.upos, s.head, s.relation)
                        for s in sentence
                    ]
                )
            place += len(part) + 2
        return sentences

    def on_gold(trees: Sequence[Tree]) -> Sentences:
        documents = []
        for tree in trees:
            words = [token.form for token in tree.tokens]
            document = Doc(nlp.vocab, words=words, spaces=[bool(t.space) for t in tree.tokens])
            # One sentence each: no start after the first token.
            for token in document[1:]:
                token.is_sent_start = False
            documents.append(document)
        return [[s for part in plain(d) for s in part] for d in nlp.pipe(documents)]

    path = Path(nlp.path)  # type: ignore[arg-type]
    size = sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    how = f"import spacy, time; t = time.perf_counter(); spacy.load({package!r}, exclude=['ner'])"
    return System(package, raw, on_gold, size / 1e6, lambda: timed(how), SpacyParser(package))


def timed(statement: str) -> float:
    """Median seconds of three fresh processes from ``t`` on."""
    seconds = []
    for _ in range(3):
        code = f"{statement}; print('\\n', time.perf_counter() - t)"
        output = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
        seconds.append(float(output.stdout.split()[-1]))
    return sorted(seconds)[1]
