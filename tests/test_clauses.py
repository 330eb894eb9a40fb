"""What tells clauses and adverbials by characters alone."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import clauses
from quoteattr.attribution.naming.tokens import tokenize

WORDS = vocabulary.default()


@pytest.mark.parametrize(
    ("text", "word", "verb"),
    [
        ("La voisine a dénoncé Luc.", "a", True),
        ("Le procureur accuse Luc.", "accuse", True),
        ("Le ministre en citant Luc.", "citant", True),
        ("Le maire qui Luc.", "qui", True),
        ("Le candidat pressenti Luc.", "pressenti", False),
        ("L'ancien juge Luc.", "juge", False),
        ("Le député non inscrit Luc.", "inscrit", False),
        ("La présidente du Grand Est Luc.", "Est", False),
        ("L'écrivain et philosophe Luc.", "philosophe", False),
    ],
)
def test_verbs(text: str, word: str, verb: bool) -> None:
    tokens = tokenize(text)
    assert clauses.is_verb(tokens, tokens.texts.index(word), WORDS) is verb


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Il a prévenu Anne.", True),
        ("« Non », prévenu Anne.", False),
        ("« Non », juge Anne.", True),
        ("Hier le prévenu Anne.", True),
        ("Avec prévenu Anne.", False),
        ("Et prévenu Anne.", False),
    ],
)
def test_a_noun_that_is_a_verb_without_a_determiner(text: str, verb: bool) -> None:
    tokens = tokenize(text)
    assert clauses.is_bare_verb(tokens, len(tokens) - 3, WORDS) is verb


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("Jeudi, reçu par le maire, Luc a nié.", True),
        ("Interrogé par le maire, Luc a nié.", True),
        ("Selon le maire, Luc a nié.", True),
        ("Le projet, porté par le maire, Luc l'a nié.", False),
        ("Il a vu le maire, Luc a nié.", False),
    ],
)
def test_adverbials_before_a_subject(text: str, behind: bool) -> None:
    tokens = tokenize(text)
    assert clauses.is_behind_adverbial(tokens, tokens.texts.index("maire") - 1, WORDS) is behind


@pytest.mark.parametrize(
    ("text", "word", "adverbial"),
    [
        ("Le maire lundi à Nay Luc.", "lundi", True),
        ("Le maire sur France Info Luc.", "sur", True),
        ("Le maire sur le plateau Luc.", "sur", True),
        ("La rédactrice en chef Luc.", "en", False),
        ("Le ministre des sports Luc.", "des", False),
    ],
)
def test_adverbials_within_a_description(text: str, word: str, adverbial: bool) -> None:
    tokens = tokenize(text)
    assert clauses.begins_adverbial(tokens, tokens.texts.index(word), WORDS) is adverbial
