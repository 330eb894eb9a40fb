"""Paragraphs and sentence ends, by characters alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from strategies import texts

from quoteattr import sentences
from quoteattr.model import Span


def split(text: str) -> list[str]:
    """The sentences of a text of one paragraph."""
    (paragraph,) = sentences.paragraphs(text)
    found = []
    start = paragraph.start
    for end in sentences.ends(text, paragraph):
        found.append(text[start:end].strip())
        start = end
    return found


@pytest.mark.parametrize("text", ["", " ", "\n\n\r\n", "\u00a0\t\n \f "])
def test_no_paragraph_in_white_space(text: str) -> None:
    assert sentences.paragraphs(text) == []


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r", "\n\n", "\n \t\n", "\u2028", "\u2029"])
def test_each_line_is_a_paragraph(gap: str) -> None:
    text = f"Un.{gap}Deux."
    assert [text[found.start : found.end] for found in sentences.paragraphs(text)] == [
        "Un.",
        "Deux.",
    ]


def test_paragraphs_leave_white_space_at_their_edges_out() -> None:
    assert sentences.paragraphs(" \u00a0 Un mot \u202f\n\tDeux\f") == [Span(3, 9), Span(13, 17)]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["La pluie tombe.", "Le vent se lève."], id="full stop"),
        pytest.param(["Qui vient?", "Personne."], id="question mark"),
        pytest.param(["Qui vient ?", "Personne."], id="question mark after a space"),
        pytest.param(["Qui vient\u00a0?", "Personne."], id="question mark after NBSP"),
        pytest.param(["Sortez\u202f!", "Vite."], id="exclamation mark after U+202F"),
        pytest.param(["Il hésite…", "Puis il part."], id="ellipsis"),
        pytest.param(["Il hésite...", "Puis il part."], id="three points"),
        pytest.param(["Quoi ?!", "Rien."], id="two signs"),
        pytest.param(["Il est né en 1987.", "Elle aussi."], id="after a number"),
        pytest.param(["Il a 20 %.", "Elle a 30 €.", "Fin."], id="after % and €"),
        pytest.param(["Le prix (en baisse).", "La suite."], id="after a bracket"),
        pytest.param(["Il l'a dit « hier ».", "Elle l'a su."], id="after a closing mark"),
        pytest.param(["« Je pars. »", "Il sort."], id="full stop inside the marks"),
        pytest.param(["“Je pars.”", "Il sort."], id="full stop inside curly marks"),
        pytest.param(["Il sort.", "« Je pars. »"], id="before an opening mark"),
        pytest.param(["Il sort.", "— Pourquoi donc ?"], id="before a dash"),
        pytest.param(["Il sort.", "Élise reste."], id="before an accented capital"),
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Le docteur et M. Roux sont venus.", id="M."),
        pytest.param("Selon Mme. Roux, tout va bien.", id="Mme."),
        pytest.param("« Oui », ont dit MM. Roux et Petit.", id="MM."),
        pytest.param("Selon Prof. Roux et Me. Petit, tout va bien.", id="Prof. and Me."),
        pytest.param("La présidence des Drs. Roux et Petit.", id="Drs."),
        pytest.param("Avec J. Roux et P.-A. Petit.", id="initials"),
        pytest.param("Les U.S.A. Today n'existent pas.", id="an acronym"),
        pytest.param("Il paie 3.50 euros.", id="a decimal point"),
        pytest.param("Il hésite… puis il part.", id="an ellipsis before a small letter"),
        pytest.param("« Vous venez ? » demande-t-elle.", id="a question before its incise"),
        pytest.param("« Sortez ! », crie-t-il.", id="an exclamation before a comma"),
        pytest.param("Voir exemple.fr pour la suite.", id="a domain"),
        pytest.param("L'art. 12 du code.", id="a number after « art. »"),
    ],
)
def test_no_sentence_end_inside(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["Il demande l'aide.", "Elle accepte."], id="after a word"),
        pytest.param(["Il accuse Paul.", "« Je pars », dit-il."], id="before an opening mark"),
        pytest.param(["Vraiment?", "Oui."], id="after a question mark"),
        pytest.param(["Il crie : « Non. »", "Elle part."], id="after a closing mark"),
        pytest.param(
            ["Il a dit « non ».", "Elle part."],
            id="after a closing mark and a full stop",
        ),
    ],
)
def test_sentences_that_scraping_glued_together(expected: list[str]) -> None:
    assert split("".join(expected)) == expected


def test_the_last_end_is_the_end_of_the_paragraph() -> None:
    text = "Un début. Une suite sans point\nUn autre paragraphe."
    first, second = sentences.paragraphs(text)
    assert sentences.ends(text, first) == [9, first.end]
    assert sentences.ends(text, second) == [second.end]


@given(texts())
@settings(max_examples=100, deadline=None)
def test_paragraphs_and_ends_on_any_text(text: str) -> None:
    at = 0
    covered = []
    for paragraph in sentences.paragraphs(text):
        assert at <= paragraph.start < paragraph.end
        words = text[paragraph.start : paragraph.end]
        assert words == words.strip()
        assert "\n" not in words and "\r" not in words
        ends = sentences.ends(text, paragraph)
        assert ends == sorted(set(ends))
        assert paragraph.start < ends[0] and ends[-1] == paragraph.end
        covered.append(text[at : paragraph.start])
        at = paragraph.end
    assert not "".join([*covered, text[at:]]).strip()


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["LE FAIT DU JOUR -", "Le maire part.", "Il pleut."], id="kicker"),
        pytest.param(["VIDÉO/DÉBAT –", "L'élue reste."], id="before an elided word"),
        pytest.param(["LIMOGES |", "À la nuit, tout brûle."], id="dateline"),
        pytest.param(["NAY (AFP) —", "Le feu est éteint."], id="dateline with an agency"),
        pytest.param(["» À LIRE AUSSI -", "Le maire part"], id="behind a bullet"),
        pytest.param(["» À LIRE AUSSI - « Le maire part »"], id="before a quote it stays"),
        pytest.param(["PARIS - LIMOGES en deux heures."], id="two names"),
        pytest.param(["Le maire - Paul Roux - part."], id="small letters"),
        pytest.param(["SNCF-Réseau recrute."], id="no spaces"),
    ],
)
def test_a_kicker_ends_before_the_sentence_behind_it(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_a_line_end_between_two_offsets(end: str) -> None:
    text = f"Un mot.{end}Deux mots."
    assert sentences.has_line_end(text, 0, len(text))
    assert not sentences.has_line_end(text, 0, 7)
    assert not sentences.has_line_end(text, 7 + len(end), len(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oui, dit Aurélie M. Son voisin nie.", ["Oui, dit Aurélie M.", "Son voisin nie."]),
        ("Marie-Laure B. s'en va. L'an passé.", ["Marie-Laure B. s'en va.", "L'an passé."]),
        ("Marie-Laure B. L'autre rit.", ["Marie-Laure B.", "L'autre rit."]),
        ("Samuel L. Jackson rit.", ["Samuel L. Jackson rit."]),
        ("Selon M. Le Drian, rien.", ["Selon M. Le Drian, rien."]),
        ("Hier Ursula K. Le Guin a ri.", ["Hier Ursula K. Le Guin a ri."]),
        ("Oui, dit Mehdi T. Le juge rit.", ["Oui, dit Mehdi T.", "Le juge rit."]),
        ("Il a vu J. K. Les autres non.", ["Il a vu J. K. Les autres non."]),
    ],
)
def test_an_initial_may_be_a_surname(text: str, found: list[str]) -> None:
    """As courts are reported; only behind a first name, and before what opens a sentence."""
    assert split(text) == found
