"""The lines above or below a quote that name who utters it."""

from __future__ import annotations

import pytest

from quoteattr import marks
from quoteattr.model import Span
from quoteattr.syntax import captions, framing


def found(text: str) -> list[tuple[str, str]]:
    """Each quote that has a caption, and the caption."""
    spans = marks.find(text)
    frames = framing.find(text, spans)
    chosen = captions.find(text, frames)
    words = [text[frame.span.start : frame.span.end] for frame in frames]
    return [(words[quote].strip("« »"), words[line]) for quote, line in sorted(chosen.items())]


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Anne Ferrand", True),
        ("— Anne Ferrand, maire de Nay", True),
        ("(Anne Ferrand, gérante)", True),
        ("Anne Ferrand, gérante, à l'ouverture du salon.", True),
        ("Anne Ferrand.", False),
        ("12 mai 2021", False),
        ("Anne Ferrand, élue depuis 2014", True),
        ("Anne Ferrand, " + "vice-présidente " * 5 + "du conseil", True),
        ("Une vice-présidente " + "vice-présidente " * 5 + "du conseil", False),
        ("Anne Ferrand " * 12 + "Roux", False),
        ("« Oui »", False),
    ],
)
def test_a_caption_is_a_short_line_of_its_own_and_no_sentence(line: str, caption: bool) -> None:
    text = f"« Le pont est fermé. »\n{line}\nLa suite."
    frames = framing.find(text, marks.find(text))
    assert captions.is_caption(text, frames, 1) is caption
    assert not captions.is_caption(text, frames, len(frames))
    assert not captions.is_caption(text, frames, -1)


def test_a_name_in_the_line_of_the_quote_is_no_caption() -> None:
    assert found("« Oui. » Anne Roux, gérante") == []


def test_names_above() -> None:
    """The line that follows the last quote belongs to nobody."""
    text = "Anne Roux, 30 ans\n« Oui. »\nLuc Petit, 40 ans\n« Non. »\nLa suite suit."
    assert found(text) == [("Oui.", "Anne Roux, 30 ans"), ("Non.", "Luc Petit, 40 ans")]


def test_names_below() -> None:
    text = "La foule attend.\n« Oui. »\nAnne Roux, 30 ans\n« Non. »\nLuc Petit, 40 ans"
    assert found(text) == [("Oui.", "Anne Roux, 30 ans"), ("Non.", "Luc Petit, 40 ans")]


def test_a_heading_above_names_below() -> None:
    text = "Ils ont dit\n« Oui. »\nAnne Roux, 30 ans\n« Non. »\nLuc Petit, 40 ans"
    assert found(text) == [("Oui.", "Anne Roux, 30 ans"), ("Non.", "Luc Petit, 40 ans")]


def test_a_heading_below_names_above() -> None:
    text = "Anne Roux, 30 ans\n« Oui. »\nLuc Petit, 40 ans\n« Non. »\nUn vote serré"
    assert found(text) == [("Oui.", "Anne Roux, 30 ans"), ("Non.", "Luc Petit, 40 ans")]


def test_the_nearer_line_is_the_caption() -> None:
    above = "Anne Roux, 30 ans\n« Oui. »\n\nLuc Petit, 40 ans\n« Non. »\n\nPaul Lem, 50 ans"
    assert found(above) == [("Oui.", "Anne Roux, 30 ans"), ("Non.", "Luc Petit, 40 ans")]
    below = "Paul Lem, 50 ans\n\n« Oui. »\nAnne Roux, 30 ans\n\n« Non. »\nLuc Petit, 40 ans"
    assert found(below) == [("Oui.", "Anne Roux, 30 ans"), ("Non.", "Luc Petit, 40 ans")]


@pytest.mark.parametrize("name", ["— Anne Roux", "(Anne Roux)"])
def test_a_dash_or_brackets_point_upwards(name: str) -> None:
    text = f"Luc Petit, 40 ans\n« Oui. »\n{name}\n« Non. »"
    assert found(text)[0] == ("Oui.", name)


def test_the_second_paragraph_of_a_quote_goes_on_without_a_caption() -> None:
    text = "Anne Roux, 30 ans\n« Oui. »\n« Et encore. »\nLa suite suit."
    assert found(text) == [("Oui.", "Anne Roux, 30 ans")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Anne Roux", True),
        ("Anne, 30 ans", True),
        ("— N'Golo Kanté", True),
        ("(J.-P. Roux)", True),
        ("Une histoire d'amour", False),
        ("les voisins", False),
        ("", False),
    ],
)
def test_lines_that_begin_with_a_name(line: str, name: bool) -> None:
    assert captions.is_name(line, Span(0, len(line))) is name
