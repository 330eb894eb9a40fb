"""Stanza as the parser: the shipped French model, or one that a user has downloaded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quoteattr.errors import InputError, ModelError
from quoteattr.syntax import shipped
from quoteattr.syntax.locks import ForkedLock
from quoteattr.syntax.tree import ROOT, Tree, Word


class StanzaParser:
    """A ``stanza.Pipeline`` behind the protocol of a parser.

    ``model`` is None for the model in the package, the path of a folder that holds a Stanza model,
    or the name of an official French package that ``quoteattr download`` has fetched.
    """

    def __init__(self, model: str | None = None, *, threads: int | None = None) -> None:
        self._wanted = model
        self._threads = threads
        self._pipeline: Any = None
        self._lock = ForkedLock()

    def __getstate__(self) -> dict[str, Any]:
        """What crosses to another process: the choice of model; each process loads it itself."""
        return {"_wanted": self._wanted, "_threads": self._threads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_wanted"], threads=state["_threads"])  # type: ignore[misc]

    @property
    def name(self) -> str:
        from importlib.metadata import version

        return f"stanza {version('stanza')}"

    @property
    def model(self) -> str:
        if self._wanted is None:
            return shipped.model_version()
        folder = Path(self._wanted)
        return shipped.model_version(folder) if folder.is_dir() else self._wanted

    def load(self) -> None:
        with self._lock.held():
            if self._pipeline is None:
                self._pipeline = self._load()

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        if not sentences:
            return []
        self.load()
        # One line a sentence and an empty line between them: the tokenizer splits nowhere else.
        flat = [" ".join(sentence.split("\n")) for sentence in sentences]
        with self._lock.held():
            document = self._pipeline("\n\n".join(flat))
        return _by_sentence(document, flat)

    def _load(self) -> Any:
        if self._wanted is None:
            return shipped.pipeline(threads=self._threads, tokenize_no_ssplit=True)
        if Path(self._wanted).is_dir():
            return shipped.pipeline(
                folder=Path(self._wanted), threads=self._threads, tokenize_no_ssplit=True
            )
        if os.path.basename(self._wanted) != self._wanted or not self._wanted:
            raise ModelError(f"{self._wanted!r}: no such folder: check the path of the model")
        import stanza
        from stanza.pipeline.core import DownloadMethod

        shipped.limit_threads(self._threads)
        try:
            with shipped.without_compiler():
                return stanza.Pipeline(
                    "fr",
                    package=self._wanted,
                    processors=",".join(shipped.PROCESSORS),
                    download_method=DownloadMethod.NONE,
                    use_gpu=False,
                    verbose=False,
                    tokenize_no_ssplit=True,
                )
        except Exception as error:
            raise ModelError(
                f"no French Stanza model {self._wanted!r} on this machine ({error}):"
                " give a folder, "
                f"or fetch it with `quoteattr download --model {self._wanted}`"
            ) from error


def trees(document: Any) -> list[Tree]:
    """The trees of a ``stanza.Document``, offsets as the document has them.

    Raises ``InputError`` where it is no document or has no text for offsets to count in.
    """
    if not hasattr(document, "sentences"):
        raise InputError(f"this is a {type(document).__name__}, not a stanza.Document")
    if not isinstance(document.text, str):
        raise InputError(
            "this stanza.Document has no text: parse the text itself, or give CoNLL-U to"
            " from_conllu"
        )
    tokens = (token for sentence in document.sentences for token in sentence.tokens)
    if any(word.head is None for token in tokens for word in token.words):
        raise InputError(
            "this stanza.Document has no dependency parse: run it through a pipeline with the"
            " processors tokenize, mwt, pos, lemma and depparse"
        )
    return [Tree(tuple(_words(sentence, 0))) for sentence in document.sentences]


def _by_sentence(document: Any, sentences: Sequence[str]) -> list[Tree]:
    """One tree a sentence, also where a user's tokenizer split one all the same."""
    result = []
    parsed = iter(document.sentences)
    sentence = next(parsed, None)
    start = 0
    for text in sentences:
        end = start + len(text)
        words: list[Word] = []
        while sentence is not None and sentence.tokens[0].start_char < end:
            shift = len(words)
            words.extend(_words(sentence, start, shift))
            sentence = next(parsed, None)
        result.append(Tree(tuple(words)))
        start = end + 2
    return result


def _words(sentence: Any, origin: int, shift: int = 0) -> list[Word]:
    words = []
    for token in sentence.tokens:
        start, end = token.start_char - origin, token.end_char - origin
        for word in token.words:
            words.append(
                Word(
                    start,
                    end,
                    word.text,
                    word.lemma or word.text,
                    word.upos or "X",
                    word.feats or "",
                    word.head - 1 + shift if word.head else ROOT,
                    (word.deprel or "dep").lower(),
                )
            )
    return words
