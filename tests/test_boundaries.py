"""The second look at sentence ends: its data, its features, and what it leaves alone."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from quoteattr.syntax import boundaries, shipped
from quoteattr.syntax.boundaries import Boundaries, Sentence, Token

TEXTS = [
    "Horaires d'ouverture Le bureau ouvre à neuf heures. Il ferme à midi.",
    "Travaux rue Haute Dans le quartier, les riverains du lac ont été prévenus. Que faire ?",
    "Elle a reçu M. Roux et le ministre délégué Paul Vasseur. « Tout va bien », dit-elle.",
    "Au programme : - visite du port ; - repas au bord du lac ; - retour à la gare.",
]


@pytest.fixture(scope="module")
def nlp() -> Any:
    pytest.importorskip("stanza")
    return shipped.pipeline(threads=1, processors="tokenize,mwt")


def seen(text: str, place: int, *, score: float = 0.0) -> dict[str, float]:
    """The features of a token of a text that is cut at spaces."""
    tokens, last = [], -1
    for form in text.split():
        last += len(form)
        tokens.append(Token(form, last, True, False, score))
        last += 1
    sentence = Sentence()
    for token in tokens[: place + 1]:
        sentence.add(token.text)
    return boundaries.features(tokens, place, sentence, frozenset({"travaux", "route"}))


def rows(file: str) -> list[str]:
    text = (shipped.FOLDER / file).read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text) and text.endswith("\n")
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("# ")]
    assert header and lines[: len(header)] == header
    return lines[len(header) :]


def test_weights_are_sorted_and_unique() -> None:
    names = []
    for row in rows(boundaries.WEIGHTS):
        name, weight = row.split("\t")
        assert name == name.strip() and float(weight) != 0
        names.append(name)
    assert names == sorted(set(names))
    assert {"always", "score"} < set(names)


def test_common_words_are_sorted_small_and_unique() -> None:
    words = rows(boundaries.COMMON_WORDS)
    assert words == sorted(set(words))
    assert all(word == word.lower() == word.strip() and "’" not in word for word in words)


def test_the_folder_of_another_model_has_none(tmp_path: Any) -> None:
    assert boundaries.read(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "place", "names"),
    [
        ("La mairie ouvre . Elle", 3, {"last .", "next capital", "last ., next capital"}),
        ("Paul et Jean Roux", 1, {"last small", "last binding", "next word jean"}),
        ("Horaires d'été Travaux prévus", 1, {"next common", "last small, next common"}),
        ("le groupe Vasseur a", 1, {"next uncommon", "after small", "before small"}),
        ("le groupe Vasseur", 1, {"after nothing", "nothing finite"}),
        ("Le lac ( voir la carte Il", 5, {"open marks", "nothing finite"}),
        ('Il dit " oui Puis', 3, {'open "', "length 4-6"}),
        ("AVIS DE TRAVAUX Le", 2, {"all capitals", "all capitals, next capital"}),
        ("- Premier point 2 Second", 2, {"first dash", "next number", "after capital"}),
        ("Le 3 M. Roux", 2, {"last abbreviation", "before number"}),
    ],
)
def test_features(text: str, place: int, names: set[str]) -> None:
    assert names <= seen(text, place).keys()


def test_features_that_are_not_there() -> None:
    names = seen("Le lac ( voir la carte ) est gelé Il", 8).keys()
    assert not names & {"open marks", 'open "', "nothing finite", "all capitals", "last binding"}


def test_scores_are_cut() -> None:
    assert seen("Oui . Non", 1, score=99)["score above 0"] == 2
    assert seen("Oui . Non", 1, score=-99)["score"] == -2
    assert seen("Oui . Non", 1, score=-99)["score above 0"] == 0


@pytest.mark.parametrize(
    ("token", "following", "expected"),
    [
        (Token("oui", 2, True, False, -9.0), "Non", True),
        (Token("oui", 2, True, False, -9.0), "non", False),
        (Token("oui", 2, True, False, -1.0), "non", True),
        (Token("oui,", 3, True, False, -9.0), "Non", False),
        (Token("oui", 2, False, True, 9.0), "Non", False),
        (Token(".", 3, True, True, 9.0), "»", False),
        (Token("oui", 2, True, True, 9.0), "–", False),
        (Token("oui", 2, True, True, 9.0), "«", True),
    ],
)
def test_what_is_doubtful(token: Token, following: str, expected: bool) -> None:
    assert boundaries.doubtful(token, Token(following, 9, True, False, 0.0)) == expected


def scores(text: str, labels: dict[int, int]) -> Any:
    numpy = pytest.importorskip("numpy")
    table = numpy.full((len(text), 5), -9.0)
    for place in range(len(text)):
        table[place, labels.get(place, 0)] = -0.1
    return table


def test_revising_exchanges_labels_and_keeps_contractions() -> None:
    text = "Du pain du Lac Il part"
    table = scores(text, {1: 3, 6: 1, 9: 3, 13: 2, 16: 1, 21: 2})
    always = Boundaries({"next capital": 1.0, "next uncommon": 1.0}, frozenset())
    revised = always.revise(table[None], [[*text, boundaries.PADDING]])[0]
    assert revised.argmax(axis=1)[[1, 6, 9, 13, 16, 21]].tolist() == [3, 1, 4, 2, 1, 2]
    never = Boundaries({"always": -1.0}, frozenset())
    revised = never.revise(revised[None], [[*text, boundaries.PADDING]])[0]
    assert revised.argmax(axis=1)[[1, 6, 9, 13, 16, 21]].tolist() == [3, 1, 3, 1, 1, 2]


@pytest.mark.parametrize(("weight", "label"), [(0.9, 1), (1.1, 2)])
def test_the_tokenizer_is_overruled_by_clear_odds_alone(weight: float, label: int) -> None:
    text = "Il part Anne reste"
    table = scores(text, {1: 1, 6: 1, 11: 1, 17: 2})
    model = Boundaries({"next capital": weight}, frozenset())
    revised = model.revise(table[None], [[*text, boundaries.PADDING]])[0]
    assert revised.argmax(axis=1)[[1, 6, 11, 17]].tolist() == [1, label, 1, 2]


@pytest.mark.parametrize("padding", [[], [boundaries.PADDING]])
def test_the_edge_of_a_piece_is_left_alone(padding: list[str]) -> None:
    text = "Il vit à Nay " * 76 + "Il vit à Pau"
    assert len(text) == boundaries.PIECE
    ends = [place - 1 for place, letter in enumerate(text) if letter == " "] + [len(text) - 1]
    table = scores(text, dict.fromkeys(ends, 1))
    always = Boundaries({"next capital": 1.0}, frozenset())
    changed = always.revise(table[None], [[*text, *padding]])[0].argmax(axis=1)
    assert changed[text.rindex("à")] == 1 and changed[len("Il vit à Nay") - 1] == 2


def test_tokens_of_a_text() -> None:
    text = "Oui. Non"
    found = boundaries.tokens_of([*text, boundaries.PADDING], scores(text, {2: 1, 3: 2}))
    assert [(t.text, t.last, t.spaced, t.ends) for t in found] == [
        ("Oui", 2, False, False),
        (".", 3, True, True),
        ("Non", 7, False, False),
    ]
    assert found[0].score < 0 < found[1].score
    assert boundaries.tokens_of([], scores("", {})) == []


def sentences(document: Any) -> list[list[tuple[Any, ...]]]:
    return [
        [(token.text, token.start_char, token.end_char, len(token.words)) for token in s.tokens]
        for s in document.sentences
    ]


def test_a_heading_is_a_sentence(nlp: Any) -> None:
    text = "Trois blessés dans un accident Trois personnes ont été transportées à l'hôpital."
    first, second = (sentence.text for sentence in nlp(text).sentences)
    assert first == "Trois blessés dans un accident" and second.startswith("Trois personnes")


def test_offsets_and_contractions_are_those_of_the_tokenizer(
    nlp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundaries, "read", lambda folder: None)
    plain = shipped.pipeline(threads=1, processors="tokenize,mwt")
    text = "\n\n".join(TEXTS) + " " + " ".join(TEXTS * 5)
    before, after = sentences(plain(text)), sentences(nlp(text))
    tokens = [token for sentence in after for token in sentence]
    assert tokens == [token for sentence in before for token in sentence] and before != after
    assert all(text[start:end] == token for token, start, end, _ in tokens)


def test_alone_and_in_a_batch(nlp: Any) -> None:
    texts = [*TEXTS, " ".join(TEXTS * 5)]
    together = [sentences(document) for document in nlp.bulk_process(list(texts))]
    backwards = [sentences(document) for document in nlp.bulk_process(texts[::-1])][::-1]
    assert [sentences(nlp(text)) for text in texts] == together == backwards


@pytest.mark.parametrize("option", ["tokenize_no_ssplit", "tokenize_pretokenized"])
def test_sentences_that_are_given_are_kept(option: str) -> None:
    pytest.importorskip("stanza")
    nlp = shipped.pipeline(threads=1, processors="tokenize,mwt", **{option: True})
    text = "Horaires d'ouverture Le bureau ouvre . Il ferme ."
    assert len(nlp(text).sentences) == 1
