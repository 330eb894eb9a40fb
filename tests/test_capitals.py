"""What the capitals of a text say of its words."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import capitals, runs
from quoteattr.attribution.naming.capitals import Capitals
from quoteattr.attribution.naming.tokens import Tokens, tokenize

WORDS = vocabulary.default()


def read(text: str) -> tuple[Tokens, Capitals]:
    tokens = tokenize(text)
    starts = runs.capitals(tokens)
    return tokens, capitals.read(tokens, starts, runs.find(tokens, starts, WORDS), WORDS)


def test_the_words_of_a_text_by_their_capitals() -> None:
    _, case = read("Hier, Marine Le Pen a ri. Le chat dort avec Laurent Berger.")
    assert case.lower == {"a", "ri", "chat", "dort", "avec"}
    # « Hier » and the second « Le » only open a sentence.
    assert case.capital == {"Marine", "Le", "Pen", "Laurent", "Berger"}
    assert case.articled == {"Pen"}
    assert case.surnames == {"Berger"}
    assert case.tails == {("Le", "Pen")}


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Laurent Berger rit. « Oui », dit Berger", True),
        ("Anne Petit rit. « Oui », dit Petit", True),
        ("Laurent Berger rit. Il voit le Berger", False),
        ("Il rit. « Oui », dit Berger", False),
    ],
)
def test_a_noun_is_a_surname_where_the_text_has_it_behind_a_first_name(
    text: str, surname: bool
) -> None:
    tokens, case = read(text)
    assert case.is_surname(tokens, len(tokens) - 1, WORDS) == surname


@pytest.mark.parametrize(("text", "surname"), [("Berger dénonce", True), ("Berger à Nay", False)])
def test_what_opens_a_sentence_is_a_surname_before_a_verb(text: str, surname: bool) -> None:
    tokens, case = read(f"Laurent Berger rit. {text}")
    assert case.is_surname(tokens, 4, WORDS) == surname


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ursula von der Leyen rit, dit von der Leyen", "von der Leyen"),
        ("Mohamed ben Salmane rit, dit ben Salmane", "ben Salmane"),
        ("Charles de Gaulle rit, dit de Gaulle", "Gaulle"),
        ("On rit, dit von der Leyen", "Leyen"),
    ],
)
def test_a_name_has_its_particles_where_the_text_has_the_whole(text: str, name: str) -> None:
    tokens, case = read(text)
    last = len(tokens) - 1
    start = case.with_particles(tokens, last, last, WORDS)
    assert text[tokens.starts[start] :] == name


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Résultat, il pleut.", True),
        ("Résultat, dit Résultat.", False),
        ("Nantes, il pleut.", False),
        ("Mme, il pleut.", False),
        ("CNRT, il pleut.", False),
    ],
)
def test_a_word_may_have_its_capital_only_because_it_opens_a_sentence(
    text: str, opens: bool
) -> None:
    tokens, case = read(text)
    assert case.only_opens(tokens, 0, WORDS) == opens
