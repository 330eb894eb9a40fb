"""spaCy documents → trees: documents that spaCy builds from given heads, a real model where one
is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quoteattr.errors import InputError, ModelError
from quoteattr.syntax import spacy as adapter
from quoteattr.syntax.tree import ROOT

spacy = pytest.importorskip("spacy")


def document(
    words: list[str],
    heads: list[int],
    *,
    spaces: list[bool] | None = None,
    starts: tuple[int, ...] = (0,),
) -> Any:
    """A ``Doc`` with these heads; the first word of each sentence is in ``starts``."""
    from spacy.tokens import Doc

    return Doc(
        spacy.blank("fr").vocab,
        words=words,
        spaces=spaces or [True] * len(words),
        heads=heads,
        deps=["ROOT" if head == number else "nsubj" for number, head in enumerate(heads)],
        sent_starts=[number in starts for number in range(len(words))],
    )


def test_trees_of_a_document() -> None:
    doc = document(["Il", "dit", "oui", ".", "Elle", "part"], [1, 1, 1, 1, 5, 5], starts=(0, 4))
    first, second = adapter.trees(doc)
    assert [word.head for word in first.words] == [1, ROOT, 1, 1]
    assert [word.head for word in second.words] == [1, ROOT]
    assert [doc.text[word.start : word.end] for word in second.words] == ["Elle", "part"]
    assert [word.deprel for word in first.words] == ["nsubj", "root", "nsubj", "nsubj"]


def test_space_tokens_are_no_words() -> None:
    doc = document(["Il", "\n", "dit", "\u00a0"], [2, 0, 2, 2])
    (tree,) = adapter.trees(doc)
    assert [(word.form, word.head) for word in tree.words] == [("Il", 1), ("dit", ROOT)]


def test_a_word_below_a_space_token_hangs_on_the_word_above() -> None:
    doc = document(["Il", "\n", "dit"], [1, 2, 2])
    (tree,) = adapter.trees(doc)
    assert [(word.form, word.head) for word in tree.words] == [("Il", 1), ("dit", ROOT)]


class EndlessToken:
    """A space token that is its own head, a new object each time it is asked, as in spaCy."""

    is_space, i, idx, text = True, 0, 0, "\n"
    asked = 0

    @property
    def head(self) -> EndlessToken:
        EndlessToken.asked += 1
        if EndlessToken.asked > 1000:
            raise RecursionError("the head of a root was asked a thousand times")
        return EndlessToken()


class ChildToken:
    """« oui », below a space token that is the root."""

    is_space, i, idx, text, lemma_, pos_, morph, dep_ = False, 1, 1, "oui", "oui", "INTJ", "", "obj"
    head = EndlessToken()


class SpaceRootSentence:
    """A newline, the root, and « oui »."""

    start = 0

    def __iter__(self) -> Iterator[object]:
        return iter([EndlessToken(), ChildToken()])


class SpaceRootDocument:
    """A document of that one sentence."""

    sents = (SpaceRootSentence(),)

    def has_annotation(self, name: str) -> bool:
        return name == "DEP"


def test_a_space_token_as_root_ends() -> None:
    (tree,) = adapter.trees(SpaceRootDocument())
    assert [(word.form, word.head) for word in tree.words] == [("oui", ROOT)]


def test_what_a_pipeline_leaves_empty_has_a_value() -> None:
    (tree,) = adapter.trees(document(["Oui"], [0]))
    (word,) = tree.words
    assert (word.lemma, word.upos, word.feats) == ("Oui", "X", "")


def test_a_document_without_a_parse_is_an_error() -> None:
    with pytest.raises(InputError, match="no dependency parse"):
        adapter.trees(spacy.blank("fr")("Il dit oui."))


def test_a_model_that_is_not_there_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*pip install quoteattr\[spacy\]"):
        adapter.SpacyParser("no_such_model").load()


def test_a_pipeline_without_a_parser_is_a_model_error(tmp_path: Path) -> None:
    spacy.blank("fr").to_disk(tmp_path)
    with pytest.raises(ModelError, match="no dependency parser"):
        adapter.SpacyParser(str(tmp_path)).load()


@pytest.fixture(scope="module")
def real() -> Any:
    pytest.importorskip(adapter.DEFAULT_MODEL)
    made = adapter.SpacyParser()
    made.load()
    return made


def test_the_real_parser_names_itself(real: Any) -> None:
    assert real.name.startswith("spacy ")
    assert real.model.startswith("fr_core_news_md ")


def test_a_real_parse_keeps_each_sentence_whole(real: Any) -> None:
    sentences = ["«\u00a0Oui.\u00a0», dit-il. « Non », dit-elle.", "Il pleut.\nElle part.", "…", ""]
    trees = real.parse(sentences)
    assert len(trees) == len(sentences)
    for text, tree in zip(sentences, trees, strict=True):
        assert "".join(text[word.start : word.end] for word in tree.words) == "".join(text.split())
        assert all(ROOT <= word.head < len(tree) for word in tree.words)


def test_no_sentences(real: Any) -> None:
    assert real.parse([]) == []
