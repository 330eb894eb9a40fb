"""Answers to documents: together, and one by one where one of them fails."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

import pytest

from quoteattr.answers import answers_to
from quoteattr.errors import InputError, LongSentenceWarning, ModelError
from quoteattr.formats.documents import Document
from quoteattr.model import Quotes


class Reader:
    """Answers every text, fails at « BROKEN » and « NO MODEL », warns at « LONG »."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def load(self) -> None:
        """There is nothing to load."""

    def __call__(self, text: str) -> Quotes:
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str], batch_size: int = 0) -> Iterator[Quotes]:
        self.batches.append(list(texts))
        for text in self.batches[-1]:
            if text == "BROKEN":
                raise ZeroDivisionError(text)
            if text == "NO MODEL":
                raise ModelError(text)
            if text == "LONG":
                warnings.warn("too long", LongSentenceWarning, stacklevel=1)
            yield Quotes((), text)

    def from_conllu(self, sentences: str, text: str | None = None) -> Quotes:
        lines = sentences.split("\n")
        if "bad" in lines:
            raise InputError(f"line {lines.index('bad') + 1}")
        return Quotes((), sentences)


def documents(*texts: str) -> list[Document]:
    return [Document(text, text, "a.jsonl", line) for line, text in enumerate(texts, start=1)]


def read(reader: Reader, *found: Document) -> tuple[list[str], list[str]]:
    """The texts or errors of the answers, and what was said meanwhile."""
    said: list[str] = []
    answers = [
        repr(one) if isinstance(one, Exception) else one.text
        for one in answers_to(found, reader, said.append)
    ]
    return answers, said


def test_documents_are_read_together() -> None:
    reader = Reader()
    assert read(reader, *documents("a", "b")) == (["a", "b"], [])
    assert reader.batches == [["a", "b"]]


def test_what_fails_is_answered_by_its_error() -> None:
    reader = Reader()
    answers, _ = read(reader, *documents("a", "BROKEN", "b"))
    assert answers == ["a", "ZeroDivisionError('BROKEN')", "b"]
    assert reader.batches[1:] == [["a"], ["BROKEN"], ["b"]]


def test_a_model_that_is_missing_is_nobody_s_fault() -> None:
    with pytest.raises(ModelError):
        read(Reader(), *documents("a", "NO MODEL"))


@pytest.mark.parametrize("others", [[], ["BROKEN"]])
def test_a_warning_names_its_document_and_comes_once(others: list[str]) -> None:
    _, said = read(Reader(), *documents("LONG", "a", "LONG", *others))
    assert said == [f"Warning: a.jsonl, line {line}: too long" for line in (1, 3)]


def test_trees_bring_their_text_and_name_the_line_of_the_file() -> None:
    trees = [
        Document("b", None, "a.conllu", 1, "good"),
        Document("c", None, "a.conllu", 5, "\nbad"),
    ]
    answers, _ = read(Reader(), *trees, *documents("a"))
    assert answers == ["good", "InputError('line 6')", "a"]
