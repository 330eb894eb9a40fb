"""Runs of words with a capital, and the names in one."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import runs
from quoteattr.attribution.naming.tokens import Tokens, tokenize

WORDS = vocabulary.default()


def found_in(text: str) -> tuple[Tokens, list[tuple[int, int]]]:
    tokens = tokenize(text)
    return tokens, runs.find(tokens, runs.capitals(tokens), WORDS)


def written(text: str) -> list[str]:
    """The runs of a text as it has them."""
    tokens, found = found_in(text)
    return [text[tokens.starts[first] : tokens.ends[last]] for first, last in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dit Charles de Gaulle", ["Charles de Gaulle"]),
        ("dit Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("dit Force ouvrière hier", ["Force ouvrière"]),
        ("dit Karim al-Haddadi hier", ["Karim al-Haddadi"]),
        ("dit Jean d'Ormont hier", ["Jean d'Ormont"]),
        ("dit Jean d’Ormont hier", ["Jean d’Ormont"]),
        ("dit Anne\n\nRoux", ["Anne", "Roux"]),
        ("Il part. Anne rit", ["Il", "Anne"]),
        ("il part à 20H20 avec Luc", ["Luc"]),
    ],
)
def test_a_run_is_the_words_with_a_capital_and_particles_between(
    text: str, found: list[str]
) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cite George W. Bush", ["George W. Bush"]),
        ("prend la ligne B. Selon elle", ["B", "Selon"]),
        ("prend la ligne B. Selon Anne Roux", ["B", "Selon Anne Roux"]),
        ("dit T. Le Roux", ["T. Le Roux"]),
        ("dit Paul R. Anne Petit rit", ["Paul R", "Anne Petit"]),
    ],
)
def test_a_run_goes_on_behind_an_initial_where_no_sentence_begins(
    text: str, found: list[str]
) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("disait Anne Roux de Luc Roy", ["Anne Roux", "Luc Roy"]),
        ("dit Anne Roux de Nantes", ["Anne Roux", "Nantes"]),
        ("dit Anne de Nantes", ["Anne de Nantes"]),
        ("une Traduction de Luc Roy", ["Traduction", "Luc Roy"]),
        ("dit Anne Roux des Échos", ["Anne Roux", "Échos"]),
        ("dans l'ADN de la CGT", ["ADN", "CGT"]),
        ("la présidente LR d’Île-de-France", ["LR", "Île-de-France"]),
        ("chez la CAF de la Somme", ["CAF de la Somme"]),
    ],
)
def test_a_particle_behind_a_whole_name_leads_to_another(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Avec Luc Roy.\nLuc Roy Oui, on rit.", ["Avec Luc Roy", "Luc Roy Oui"]),
        ("avec Luc Roy.\nLuc Roy Oui, on rit.", ["Luc Roy", "Luc Roy", "Oui"]),
        ("avec Luc Roy.\nLUC ROY En ville, on rit.", ["Luc Roy", "LUC ROY", "En"]),
        # The text has no shorter name, or none at the beginning of a line.
        ("avec des gens.\nLuc Roy Martel rit.", ["Luc Roy Martel"]),
        ("avec Luc Roy. Hier Luc Roy Martel a ri.", ["Luc Roy", "Hier Luc Roy Martel"]),
    ],
)
def test_the_label_of_an_answer_ends_where_the_answer_begins(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("VOIR AUSSI", True),
        ("À LIRE AUSSI", True),
        ("FERRAND SE DIT SEREINE", True),
        ("ANNE FERRAND", False),
        ("JEAN DE LA TOUR", False),
        ("Anne Ferrand", False),
    ],
)
def test_a_heading_in_capitals(text: str, heading: bool) -> None:
    tokens, [(first, last)] = found_in(text)
    assert runs.is_heading(tokens, first, last, WORDS) == heading


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("à Tribune Mme Roy", ["Tribune", "Mme Roy"]),
        ("à Tribune M. Roy", ["Tribune", "M. Roy"]),
        ("vu Luc M. Roy", ["Luc M. Roy"]),
        ("vu Me Togba Pierre Lamah", ["Me Togba Pierre Lamah"]),
        ("à Nantes Anne", ["Nantes", "Anne"]),
        ("au CNRT Luc Roy", ["CNRT", "Luc Roy"]),
        ("dit Karamoko Jean-Marie Traoré", ["Karamoko Jean-Marie Traoré"]),
        ("le maire de Guiclou Luc Roy", ["Guiclou", "Luc Roy"]),
        ("l'avocat de Karim Luc Roy", ["Karim Luc Roy"]),
        ("dit Global News Rana Zaman", ["Global News", "Rana Zaman"]),
    ],
)
def test_a_first_name_or_a_title_within_a_run_may_begin_another_name(
    text: str, names: list[str]
) -> None:
    tokens, [(first, last)] = found_in(text)
    parts = runs.split(tokens, first, last, WORDS)
    assert [text[tokens.starts[begin] : tokens.ends[end]] for begin, end in parts] == names
