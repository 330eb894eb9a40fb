"""spaCy documents → trees: documents that spaCy builds from given heads, a real model where one
is installed."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from attrs import asdict

from quoteattr import QuoteParser
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
    pos: list[str] | None = None,
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
        pos=pos or ["X"] * len(words),
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


def test_a_space_token_as_root_ends() -> None:
    (tree,) = adapter.trees(document(["\n", "oui"], [0, 0]))
    assert [(word.form, word.head) for word in tree.words] == [("oui", ROOT)]


CLITIC = ["«", "Oui", "»", ",", "a", "-t", "-elle", "dit", "."]
GLUED = [True, True, False, True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("consonant", "pronoun", "head"),
    [(7, 7, 6), (7, 5, 6), (6, 7, 6), (5, 5, ROOT), (5, 7, ROOT), (4, 7, 6)],
    ids=["both", "pronoun below", "consonant below", "root", "root above", "apart"],
)
def test_a_clitic_in_two_tokens_is_one_word(consonant: int, pronoun: int, head: int) -> None:
    """« a-t-elle dit »: treebanks have « a », « -t-elle », « dit »."""
    top = 5 if consonant == 5 else 7
    heads = [1, top, 1, 1, 7, consonant, pronoun, top, 7]
    (tree,) = adapter.trees(document(CLITIC, heads, spaces=GLUED))
    assert [word.form for word in tree.words] == [*CLITIC[:5], "-t-elle", *CLITIC[7:]]
    clitic = tree.words[5]
    assert (clitic.start, clitic.end) == (10, 17)
    assert clitic.head == head
    assert [word.head for word in tree.words].count(ROOT) == 1
    for index in range(len(tree)):
        head = index
        for _ in tree.words:
            head = tree.words[head].head
            if head == ROOT:
                break
        assert head == ROOT


def test_a_consonant_without_a_pronoun_stays_a_word() -> None:
    (tree,) = adapter.trees(document(["va", "-t", "voir"], [0, 0, 0], spaces=[False, True, False]))
    assert [word.form for word in tree.words] == ["va", "-t", "voir"]


def test_what_a_pipeline_leaves_empty_has_a_value() -> None:
    (tree,) = adapter.trees(document(["Oui", "Non"], [0, 0], pos=["", "X"]))
    word, _ = tree.words
    assert (word.lemma, word.upos, word.feats) == ("Oui", "X", "")


@pytest.mark.parametrize("document", ["Oui.", None, 3])
def test_what_is_no_document_is_an_input_error(document: object) -> None:
    with pytest.raises(InputError, match=f"a {type(document).__name__}, not a spacy.tokens.Doc"):
        QuoteParser("spacy").from_spacy(document)


def test_a_document_without_parts_of_speech_is_an_error() -> None:
    with pytest.raises(InputError, match="no parts of speech"):
        adapter.trees(document(["Oui", "Non"], [0, 0], pos=["", ""]))


def test_a_document_of_which_most_words_have_no_part_of_speech_is_an_error() -> None:
    """Without a morphologizer, rules of a French model still call white space ``SPACE``."""
    words = ["Oui", "Non", "\n", "\n", "Si"]
    with pytest.raises(InputError, match="no parts of speech"):
        adapter.trees(document(words, [0] * 5, pos=["", "", "SPACE", "SPACE", "X"]))


def test_a_document_without_words_needs_no_parts_of_speech() -> None:
    assert [len(tree) for tree in adapter.trees(document(["\n"], [0], pos=[""]))] == [0]
    assert adapter.trees(document([], [])) == []


def test_a_document_without_a_parse_is_an_error() -> None:
    with pytest.raises(InputError, match="no dependency parse"):
        adapter.trees(spacy.blank("fr")("Il dit oui."))


def test_a_model_that_is_not_there_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*pip install quoteattr\[spacy\]"):
        adapter.SpacyParser("no_such_model").load()


def test_without_spacy_one_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", missing)
    monkeypatch.setitem(sys.modules, "spacy", None)
    for ask in (lambda: adapter.SpacyParser().name, lambda: QuoteParser("spacy")("« Oui »")):
        with pytest.raises(ModelError, match=r"pip install quoteattr\[spacy\]"):
            ask()


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("juge-t-il", ["juge", "-t-il"]),
        ("est-il", ["est", "-il"]),
        ("Est-elle", ["Est", "-elle"]),
        ("est-allemand", ["est-allemand"]),
        ("Celui-ci", ["Celui-ci"]),
        ("Ceux-là", ["Ceux-là"]),
        ("A-t-on", ["A", "-t-on"]),
        ("a-t-elle", ["a", "-t-elle"]),
        ("disent-elles", ["disent", "-elles"]),
        ("dit-il", ["dit", "-il"]),
        ("l'«acte", ["l'", "«", "acte"]),
        ("qu’“un", ["qu’", "“", "un"]),
        ("va-t-en", ["va", "-t", "-en"]),
    ],
)
def test_words_are_divided_as_in_treebanks(real: Any, text: str, words: list[str]) -> None:
    (tree,) = real.parse([text])
    assert [word.form for word in tree.words] == words


def test_a_clitic_is_a_pronoun_to_the_model(real: Any) -> None:
    """The model has learned « -il » and « -elle », and « -t-elle » is shown to it so."""
    for verb in ("a", "juge", "explique"):
        (tree,) = real.parse([f"« Il ne viendra pas », {verb}-t-elle."])
        clitic = next(word for word in tree.words if word.form == "-t-elle")
        assert clitic.upos == "PRON"


def test_a_model_with_hashed_vectors_is_read(tmp_path: Path) -> None:
    """Their table can't show one word as another; words are divided all the same."""
    import numpy
    from spacy.vectors import Vectors

    nlp = spacy.blank("fr")
    nlp.add_pipe("parser").add_label("nsubj")
    nlp.initialize()
    data = numpy.ones((8, 4), dtype="f")
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=data, mode="floret", hash_count=1)
    nlp.to_disk(tmp_path)
    (tree,) = adapter.SpacyParser(str(tmp_path)).parse(["a-t-elle dit"])
    assert [word.form for word in tree.words] == ["a", "-t-elle", "dit"]


def test_a_tokenizer_with_rules_of_its_own_is_kept(tmp_path: Path) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("parser").add_label("nsubj")
    nlp.initialize()
    nlp.tokenizer.suffix_search = None
    nlp.to_disk(tmp_path)
    (tree,) = adapter.SpacyParser(str(tmp_path)).parse(["juge-t-elle"])
    assert [word.form for word in tree.words] == ["juge", "-", "t", "-", "elle"]


def test_pipes_and_rules_that_are_left_out_change_no_word(real: Any) -> None:
    whole = spacy.load(adapter.DEFAULT_MODEL)
    for sentence in (
        "« Oui », dit-elle à Paul\u00a0Roux, 42 ans.",
        "Il a dit\u00a0: «\u00a0Non. »  \n",
    ):
        doc = whole.make_doc(sentence)
        for token in doc:
            token.is_sent_start = token.i == 0
        (wanted,) = adapter.trees(whole(doc))
        (found,) = real.parse([sentence])
        assert list(map(asdict, found.words)) == list(map(asdict, wanted.words))


def test_attribute_rules_that_show_are_kept(tmp_path: Path) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("parser").add_label("nsubj")
    ruler = nlp.add_pipe("attribute_ruler")
    nlp.initialize()
    ruler.add([[{"ORTH": "Oui"}]], {"TAG": "INTJ"})
    ruler.add([[{"ORTH": "Oui"}]], {"TAG": "INTJ", "POS": "INTJ"})
    ruler.add([[{"IS_SPACE": True}]], {"POS": "SPACE"})
    ruler.add([[{"ORTH": "Non"}, {"IS_SPACE": True}]], {"POS": "ADV"}, index=0)
    nlp.to_disk(tmp_path)
    made = adapter.SpacyParser(str(tmp_path))
    (tree,) = made.parse(["Oui Non  ."])
    assert [(word.form, word.upos) for word in tree.words][:2] == [("Oui", "INTJ"), ("Non", "ADV")]
    assert len(made._pipeline.get_pipe("attribute_ruler").patterns) == 2


def test_a_pipeline_that_has_grown_is_loaded_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("parser").add_label("nsubj")
    nlp.initialize()
    nlp.to_disk(tmp_path)
    monkeypatch.setattr(adapter, "_MOST_NEW_WORDS", 3)
    made = adapter.SpacyParser(str(tmp_path))
    made.load()
    first = made._pipeline
    trees = made.parse(["Un deux trois quatre.", "Cinq"])
    assert made._pipeline is first
    again = made.parse(["Un deux trois quatre.", "Cinq"])
    assert made._pipeline is not first
    for one, other in zip(trees, again, strict=True):
        assert list(map(asdict, one.words)) == list(map(asdict, other.words))


def test_no_sentences(real: Any) -> None:
    assert real.parse([]) == []
