"""Stanza documents → trees, with documents of our own; the real pipeline where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import define

import quoteattr
from quoteattr.errors import InputError, ModelError
from quoteattr.parser import QuoteParser
from quoteattr.syntax import shipped, stanza
from quoteattr.syntax.tree import ROOT


@define
class FakeWord:
    text: str
    head: int | None
    deprel: str | None = "dep"
    lemma: str | None = None
    upos: str | None = None
    feats: str | None = None


@define
class FakeToken:
    start_char: int
    end_char: int
    words: list[FakeWord]


@define
class FakeSentence:
    tokens: list[FakeToken]


@define
class FakeDocument:
    text: str
    sentences: list[FakeSentence]


def sentence(text: str, start: int, *forms: tuple[str, list[FakeWord]]) -> FakeSentence:
    """Tokens looked up one after the other in the text."""
    tokens = []
    for form, words in forms:
        start = text.index(form, start)
        tokens.append(FakeToken(start, start + len(form), words))
        start += len(form)
    return FakeSentence(tokens)


TEXT = "Il parle du pont.\n\nOui."
DOCUMENT = FakeDocument(
    TEXT,
    [
        sentence(
            TEXT,
            0,
            ("Il", [FakeWord("Il", 2, "nsubj", "il", "PRON", "Gender=Masc|Person=3")]),
            ("parle", [FakeWord("parle", 0, "root", "parler", "VERB")]),
            ("du", [FakeWord("de", 5, "case"), FakeWord("le", 5, "det")]),
            ("pont", [FakeWord("pont", 2, "OBL:arg", "pont", "NOUN")]),
            (".", [FakeWord(".", 2, "punct", ".", "PUNCT")]),
        ),
        sentence(TEXT, 17, ("Oui", [FakeWord("Oui", 0, None)]), (".", [FakeWord(".", 1, "punct")])),
    ],
)


class FakePipeline:
    """Cuts at white space, and in two sentences at a bar even where it was told not to."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, text: str) -> FakeDocument:
        self.seen.append(text)
        sentences = []
        at = 0
        for line in text.split("\n\n"):
            for part in line.split("|"):
                if part.split():
                    forms = [
                        (form, [FakeWord(form, min(n, 1))]) for n, form in enumerate(part.split())
                    ]
                    sentences.append(sentence(text, at, *forms))
                at += len(part) + 1
            at += 1
        return FakeDocument(text, sentences)


def parser(monkeypatch: pytest.MonkeyPatch) -> tuple[stanza.StanzaParser, FakePipeline]:
    made = stanza.StanzaParser()
    pipeline = FakePipeline()
    monkeypatch.setattr(made, "_load", lambda: pipeline)
    return made, pipeline


def test_trees_of_a_document() -> None:
    first, second = stanza.trees(DOCUMENT)
    assert [(word.form, TEXT[word.start : word.end]) for word in first.words] == [
        ("Il", "Il"),
        ("parle", "parle"),
        ("de", "du"),
        ("le", "du"),
        ("pont", "pont"),
        (".", "."),
    ]
    assert [word.head for word in first.words] == [1, ROOT, 4, 4, 1, 1]
    assert first.words[0].feat("Gender") == "Masc"
    assert first.words[4].deprel == "obl:arg"
    assert (second.words[0].start, second.words[0].end) == (19, 22)


def test_what_a_pipeline_leaves_empty_has_a_value() -> None:
    _, second = stanza.trees(DOCUMENT)
    word = second.words[0]
    assert (word.lemma, word.upos, word.feats, word.deprel) == ("Oui", "X", "", "dep")


def test_parse_gives_one_tree_a_sentence_from_its_own_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, pipeline = parser(monkeypatch)
    trees = made.parse(["Un mot", "Deux autres mots", "Trois"])
    assert [[(w.form, w.start, w.end) for w in tree.words] for tree in trees] == [
        [("Un", 0, 2), ("mot", 3, 6)],
        [("Deux", 0, 4), ("autres", 5, 11), ("mots", 12, 16)],
        [("Trois", 0, 5)],
    ]
    assert len(pipeline.seen) == 1


def test_a_sentence_that_the_pipeline_splits_all_the_same_is_one_tree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, _ = parser(monkeypatch)
    first, second = made.parse(["Un mot|Deux mots", "Trois"])
    assert [word.form for word in first.words] == ["Un", "mot", "Deux", "mots"]
    assert [word.head for word in first.words] == [ROOT, 0, ROOT, 2]
    assert [word.start for word in second.words] == [0]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n", "\n\n\n"])
def test_newlines_inside_a_sentence_do_not_part_it(
    monkeypatch: pytest.MonkeyPatch, gap: str
) -> None:
    made, _ = parser(monkeypatch)
    text = f"Un{gap}mot"
    trees = made.parse([text, "Deux"])
    assert [[text[w.start : w.end] for w in trees[0].words]] == [["Un", "mot"]]
    assert len(trees) == 2


def test_a_sentence_without_words_is_an_empty_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = parser(monkeypatch)
    assert [len(tree) for tree in made.parse(["Un", " ", "Deux mots"])] == [1, 0, 2]


def test_no_sentences_load_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = stanza.StanzaParser()
    monkeypatch.setattr(made, "_load", lambda: pytest.fail("loaded"))
    assert made.parse([]) == []


def test_the_model_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = stanza.StanzaParser()
    loads: list[int] = []

    def load() -> FakePipeline:
        loads.append(1)
        return FakePipeline()

    monkeypatch.setattr(made, "_load", load)
    made.load()
    made.load()
    made.parse(["Un"])
    assert loads == [1]


def test_a_folder_without_a_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(quoteattr.ModelError, match="no French model"):
        quoteattr.QuoteParser(model=str(tmp_path)).load()


def test_a_model_name_that_nobody_downloaded_is_a_model_error() -> None:
    pytest.importorskip("stanza")
    made = stanza.StanzaParser("no-such-package")
    with pytest.raises(quoteattr.ModelError, match="quoteattr download --model no-such-package"):
        made.load()
    assert made.model == "no-such-package"


@pytest.fixture(scope="module")
def real() -> Any:
    pytest.importorskip("stanza")
    made = stanza.StanzaParser(threads=1)
    made.load()
    return made


def test_the_real_parser_names_itself(real: Any) -> None:
    assert real.name.startswith("stanza ")
    assert real.model


def test_real_trees_keep_order_and_offsets(real: Any) -> None:
    sentences = [
        "«\u00a0Le pont du village est fermé\u00a0», a déclaré la maire.",
        "Elle l'a dit aux élèves.\nPuis elle est partie.",
        "…",
        "Oui",
    ]
    trees = real.parse(sentences)
    assert len(trees) == len(sentences)
    for text, tree in zip(sentences, trees, strict=True):
        assert sum(word.head == ROOT for word in tree.words) == 1
        covered = "".join(
            text[start:end]
            for start, end in sorted({(word.start, word.end) for word in tree.words})
        )
        assert covered == "".join(text.split())


def test_a_real_parse_does_not_depend_on_its_batch(real: Any) -> None:
    sentences = ["« Oui », dit-il.", "Selon la maire, « rien n'est signé ».", "Il pleut."]
    together = real.parse(sentences)
    alone = [real.parse([sentence])[0] for sentence in sentences]
    for left, right in zip(together, alone, strict=True):
        assert [(w.form, w.lemma, w.upos, w.head, w.deprel, w.start) for w in left.words] == [
            (w.form, w.lemma, w.upos, w.head, w.deprel, w.start) for w in right.words
        ]


@pytest.mark.parametrize("document", ["Oui.", None, 3])
def test_what_is_no_document_is_an_input_error(document: object) -> None:
    with pytest.raises(InputError, match=f"a {type(document).__name__}, not a stanza.Document"):
        QuoteParser().from_stanza(document)


def test_a_document_without_trees_is_an_input_error() -> None:
    unparsed = FakeDocument("Oui.", [sentence("Oui.", 0, ("Oui", [FakeWord("Oui", None)]))])
    with pytest.raises(InputError, match="no dependency parse"):
        QuoteParser().from_stanza(unparsed)


def test_a_document_without_text_is_an_input_error() -> None:
    """As ``CoNLL.conll2doc`` gives it."""
    document = FakeDocument("", DOCUMENT.sentences)
    document.text = None  # type: ignore[assignment]
    with pytest.raises(InputError, match="has no text"):
        stanza.trees(document)
    with pytest.raises(InputError, match="has no text"):
        QuoteParser().from_stanza(document)


def test_a_folder_names_its_model(tmp_path: Path) -> None:
    """Two models in one folder, one after the other, are not the same."""
    (tmp_path / "resources.json").write_text("{}", encoding="utf-8")
    first = stanza.StanzaParser(str(tmp_path)).model
    (tmp_path / "resources.json").write_text('{"fr": {}}', encoding="utf-8")
    second = stanza.StanzaParser(str(tmp_path)).model
    assert first.startswith(f"{tmp_path.name}-") and first != second
    assert stanza.StanzaParser("gsd").model == "gsd"


def test_an_official_package_is_bound_to_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int | None] = []
    monkeypatch.setattr(shipped, "limit_threads", limits.append)
    with pytest.raises(ModelError):
        stanza.StanzaParser("no-such-package", threads=1).load()
    assert limits == [1]
