"""What the lexicons say of the words of a name."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import gazetteer
from quoteattr.attribution.naming.tokens import tokenize

WORDS = vocabulary.default()


def test_a_known_name_is_looked_up_as_far_as_the_longest_one() -> None:
    entries = {*WORDS.media, *WORDS.organisations}
    assert max(len(tokenize(entry)) for entry in entries) <= gazetteer.LONGEST_KNOWN


@pytest.mark.parametrize(
    ("word", "known"), [("Anne", True), ("Jean-Luc", True), ("Jean-Zorb", False), ("Zorb", False)]
)
def test_first_names(word: str, known: bool) -> None:
    assert gazetteer.is_first_name(word, WORDS) == known


@pytest.mark.parametrize(
    ("text", "person"),
    [("Anne Roux", True), ("Mme Roux", True), ("M. Roux", True), ("Zorb Roux", False)],
)
def test_a_first_name_or_a_title_begins_somebodys_name(text: str, person: bool) -> None:
    assert gazetteer.opens_person(tokenize(text), 0, WORDS) == person


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Le Monde", "medium"), ("Nantes", "place"), ("CGT", "body"), ("Anne Roux", "")],
)
def test_what_a_known_name_names(name: str, kind: str) -> None:
    assert gazetteer.known_kind(name, WORDS) == kind


@pytest.mark.parametrize(
    ("text", "at", "last"),
    [
        ("Force ouvrière refuse", 0, 1),
        ("la France insoumise refuse", 1, 2),
        ("la France hésitante refuse", 1, 1),
    ],
)
def test_where_a_known_name_in_lower_case_ends(text: str, at: int, last: int) -> None:
    assert gazetteer.known_end(tokenize(text), at, WORDS) == last
    assert gazetteer.is_within_known(tokenize(text), at + 1, WORDS) == (last > at)


@pytest.mark.parametrize(
    ("text", "at", "described"),
    [
        ("le Nantais rit", 1, True),
        ("une jeune Nantaise rit", 2, True),
        ("la Cour rit", 1, True),
        ("la DRH rit", 1, True),
        ("a dit MAIRE", 2, False),
        ("dit Germain", 1, False),
        ("lit Le Parisien", 2, False),
    ],
)
def test_a_capital_may_begin_a_description(text: str, at: int, described: bool) -> None:
    assert gazetteer.is_description(tokenize(text), at, WORDS) == described


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("Le Goff", True),
        ("Le Premier ministre", False),
        ("Le Maire", False),
        ("LE GOFF", False),
        ("Le chat", False),
        ("Un Goff", False),
    ],
)
def test_an_article_may_belong_to_a_name(text: str, article: bool) -> None:
    assert gazetteer.is_article(tokenize(text), 0, WORDS) == article


def test_an_arabic_article_is_no_part_of_a_word() -> None:
    assert gazetteer.without_article("al-Haddadi", WORDS) == "Haddadi"
    assert gazetteer.without_article("Jean-Luc", WORDS) == "Jean-Luc"
