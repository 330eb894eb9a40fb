"""Trees that were parsed once and kept, so that a test of the attribution needs no model.

A frozen file is CoNLL-U: each sentence that a parser was given stands with its tree under
``# text = …``. ``python -m tests.frozen stanza`` and ``… spacy`` write the files anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from quoteattr import QuoteParser
from quoteattr.syntax import conllu
from quoteattr.syntax.spacy import SpacyParser
from quoteattr.syntax.stanza import StanzaParser
from quoteattr.syntax.tree import ROOT, SyntaxParser, Tree
from tests import inline

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CASES = FIXTURES / "sentences.txt"
PARSERS = ("stanza", "spacy")


def path(parser: str) -> Path:
    """The frozen trees of one parser."""
    return FIXTURES / "trees" / f"{parser}.conllu"


class FrozenParser:
    """Answers from a file; a sentence that is not in it is an error that says what to do."""

    def __init__(self, parser: str) -> None:
        self.name = f"{parser}, frozen"
        self.model = "frozen"
        self._parser = parser
        self._trees: dict[str, str] = {}
        for block in path(parser).read_text(encoding="utf-8").split("\n\n"):
            header, _, rows = block.partition("\n")
            if header.startswith("# text = "):
                self._trees[_unescape(header.removeprefix("# text = "))] = rows

    def load(self) -> None:
        pass

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        return [self._tree(sentence) for sentence in sentences]

    def _tree(self, sentence: str) -> Tree:
        if sentence not in self._trees:
            raise LookupError(
                f"no frozen tree for {sentence!r}: run python -m tests.frozen {self._parser}"
            )
        _, trees = conllu.trees(self._trees[sentence], sentence)
        return trees[0] if trees else Tree(())


class _Recorder:
    """Passes sentences on to a parser and keeps the trees."""

    def __init__(self, inner: SyntaxParser) -> None:
        self.inner = inner
        self.name, self.model = inner.name, "recorder"
        self.blocks: dict[str, str] = {}

    def load(self) -> None:
        self.inner.load()

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        trees = self.inner.parse(sentences)
        for sentence, tree in zip(sentences, trees, strict=True):
            self.blocks[sentence] = f"# text = {_escape(sentence)}\n{_rows(tree, sentence)}"
        return trees


def _rows(tree: Tree, sentence: str) -> str:
    """A tree as CoNLL-U; the words of a contraction come under their token."""
    rows = []
    words = tree.words
    index = 0
    while index < len(words):
        last = index
        while last + 1 < len(words) and words[last + 1].start == words[index].start:
            last += 1
        if last > index:
            form = sentence[words[index].start : words[index].end]
            rows.append([f"{index + 1}-{last + 1}", form, *["_"] * 8])
        for number in range(index, last + 1):
            word = words[number]
            head = "0" if word.head == ROOT else str(word.head + 1)
            columns = [word.form, word.lemma, word.upos, "_", word.feats or "_", head, word.deprel]
            rows.append([str(number + 1), *columns, "_", "_"])
        index = last + 1
    return "\n".join("\t".join(row) for row in rows)


def _escape(sentence: str) -> str:
    return sentence.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _unescape(written: str) -> str:
    return written.replace("\\r", "\r").replace("\\n", "\n").replace("\\\\", "\\")


def freeze(parser: str) -> None:
    """Parse all sentence-level cases and write the trees."""
    recorder = _Recorder(StanzaParser(threads=1) if parser == "stanza" else SpacyParser())
    quotes = QuoteParser(recorder)
    for case in inline.read(CASES):
        quotes(case.text)
    path(parser).parent.mkdir(exist_ok=True)
    content = "\n\n".join(recorder.blocks[sentence] for sentence in sorted(recorder.blocks))
    path(parser).write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or PARSERS:
        freeze(name)
