"""What of a text is parsed, and how offsets lead back to it."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers, none
from strategies import articles, texts
from stubs import tree

from quoteattr import marks
from quoteattr.model import Span
from quoteattr.syntax import excerpt, framing
from quoteattr.syntax.excerpt import MAX_LENGTH, Excerpt
from quoteattr.syntax.tree import ROOT, Tree, Word


def parsed(text: str, quoted: int | None = None) -> list[list[str]]:
    """The excerpts of each frame that is wanted."""
    spans = marks.find(text)
    found = framing.find(text, spans)
    return [
        [part.text for part in excerpt.excerpts(text, found[number], spans, quoted)]
        for number in excerpt.wanted(text, found, spans)
    ]


def test_only_frames_with_quotes_are_parsed() -> None:
    assert parsed("Il vient. « Oui », dit-il. Elle part.") == [["« Oui », dit-il."]]


def test_nothing_is_parsed_without_a_quote() -> None:
    assert parsed("Il vient. Elle part.") == []


def test_the_frame_before_a_bare_quote_is_parsed_too() -> None:
    assert parsed("Elle pleut. Il vient. « Oui. »") == [["Il vient."], ["« Oui. »"]]


def test_the_caption_below_a_bare_quote_is_parsed_too() -> None:
    text = "La foule attend.\n« Le pont est fermé. »\nAnne Ferrand, maire de Nay\nLa suite suit."
    assert parsed(text) == [
        ["La foule attend."],
        ["« Le pont est fermé. »"],
        ["Anne Ferrand, maire de Nay"],
    ]


def test_the_parser_sees_the_quoted_sentence_that_touches_the_cue() -> None:
    assert parsed("« Un début. Un milieu. Une fin », dit-il hier.") == [
        ["« Une fin », dit-il hier."]
    ]
    assert parsed("Hier, il dit : « Un début. Un milieu. Une fin. »") == [
        ["Hier, il dit : « Un début. »"]
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Un milieu, dit-il, et rien.",
        "Un “milieu” sûr.",
        "Non ! a répondu Luc Petit.",
        "Un milieu, a encore répété l'élu, et rien.",
    ],
    ids=["a clitic", "a quote in the quote", "a name", "a noun phrase"],
)
def test_a_quoted_sentence_that_may_hold_a_cue_is_parsed(sentence: str) -> None:
    assert parsed(f"Il dit : « Un début. {sentence} »") == [["Il dit : « Un début. »", sentence]]
    assert parsed(f"Il dit : « {sentence} »", 10) == [[f"Il dit : « {sentence} »"]]


def test_a_quoted_sentence_without_a_cue_is_not_parsed() -> None:
    assert parsed("Il dit : « Un début. Un milieu, donc, sans rien. »") == [
        ["Il dit : « Un début. »"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il dit : « Nous irons ensemble. »", "Il dit : « Nous irons »"),
        ("« Nous irons ensemble », dit-il.", "« ensemble », dit-il."),
        ("Il dit « nous irons tous » hier.", "Il dit « irons tous » hier."),
        ("Il dit : « Nous irons. »", "Il dit : « Nous irons. »"),
        ("Il dit : « Anticonstitutionnellement. »", "Il dit : « Anticonstitutionnellement. »"),
        ("Il dit : « Un. Deux longues phrases. Trois. »", "Il dit : « Un. »"),
    ],
    ids=["behind", "before", "both sides", "short enough", "one word", "several sentences"],
)
def test_of_a_long_quoted_sentence_what_touches_the_journalists_words(
    text: str, expected: str
) -> None:
    assert parsed(text, 12) == [[expected]]
    assert parsed(text, len(text)) == parsed(text)


def test_a_name_that_stands_between_marks_again_and_again_needs_no_tree() -> None:
    again = "Les « gilets jaunes » défilent. "
    assert parsed(again * 3) == []
    assert parsed(again * 2) == [["Les « gilets jaunes » défilent."]] * 2
    other = "Les « gilets jaunes » sont « là »."
    assert parsed(again * 2 + other) == [[other]]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_excerpt_restores_the_offsets_of_the_text(form: Literal["NFC", "NFD"]) -> None:
    text = normalize(form, "Hier : « Un début. Un été. Une fête », a répété Élise.")
    spans = marks.find(text)
    (frame,) = framing.find(text, spans)
    for part in excerpt.excerpts(text, frame, spans):
        for word in part.restore(tree(part.text)).words:
            assert normalize("NFC", text[word.start : word.end]) == word.form


def test_a_token_over_a_joint_ends_with_its_own_stretch() -> None:
    part = Excerpt.of("abc XX def", [Span(0, 3), Span(7, 10)])
    assert part.text == "abc def"
    over = Tree((Word(2, 6, "c de", "x", "X", "", ROOT, "root"),))
    (word,) = part.restore(over).words
    assert (word.start, word.end) == (2, 3)


@pytest.mark.parametrize("length", [MAX_LENGTH - 40, MAX_LENGTH, MAX_LENGTH * 3])
def test_a_long_sentence_is_cut_not_dropped(length: int) -> None:
    words = ("mot " * (length // 4)).strip()
    text = f"Il a dit « oui » et {words}."
    spans = marks.find(text)
    (frame,) = framing.find(text, spans)
    parts = excerpt.excerpts(text, frame, spans)
    assert all(len(part.text) <= MAX_LENGTH for part in parts)
    assert " ".join(part.text for part in parts) == text
    assert len(parts) == -(-len(text) // MAX_LENGTH)
    assert {part.cut for part in parts} == {len(text) > MAX_LENGTH}


def test_a_long_word_is_cut_too() -> None:
    text = "« oui »" + "x" * (2 * MAX_LENGTH)
    spans = marks.find(text)
    (frame,) = framing.find(text, spans)
    parts = excerpt.excerpts(text, frame, spans)
    assert all(0 < len(part.text) <= MAX_LENGTH for part in parts)
    assert "".join(part.text for part in parts).replace(" ", "") == text.replace(" ", "")


def check(text: str, quoted: int | None) -> None:
    """Frames are disjoint, cover all words, hold each quote once; excerpts stay in their frame and
    leave out nothing but quoted words."""
    spans = marks.find(text)
    found = framing.find(text, spans)
    at = 0
    for frame in found:
        assert at <= frame.span.start < frame.span.end
        assert not text[at : frame.span.start].strip()
        at = frame.span.end
        for number in frame.quotes:
            assert spans[number].outer in frame.span
    assert not text[at:].strip()
    assert [number for frame in found for number in frame.quotes] == list(range(len(spans)))
    for frame in found:
        pieces = []
        for part in excerpt.excerpts(text, frame, spans, quoted):
            assert part.text.strip()
            assert len(part.text) <= MAX_LENGTH
            for piece in part.pieces:
                assert piece in frame.span
                pieces.append(piece)
            for word in part.restore(tree(part.text)).words:
                assert normalize("NFC", text[word.start : word.end]) == word.form
        pieces.sort()
        for left, right in pairwise(pieces):
            assert left.end <= right.start
        if frame.quotes:
            kept = {at for piece in pieces for at in range(piece.start, piece.end)}
            for at in range(frame.span.start, frame.span.end):
                quoted = any(span.start <= at < span.end for span in spans)
                assert at in kept or quoted or text[at].isspace()


LENGTHS = none() | integers(0, 80)


@given(texts(), LENGTHS)
@settings(max_examples=80, deadline=None)
def test_frames_and_excerpts_of_any_text(text: str, quoted: int | None) -> None:
    check(text, quoted)


@given(articles(), LENGTHS)
@settings(max_examples=80, deadline=None)
def test_frames_and_excerpts_of_articles(text: str, quoted: int | None) -> None:
    check(text, quoted)


def test_words_set_off_again_and_again_are_parsed() -> None:
    """« Oui » of three voters is no name, as « gilets jaunes » is."""
    said = "« Oui », dit Luc. « Oui », dit Anne. « Oui », dit Zoé."
    assert len(parsed(said)) == 3
    assert len(parsed("Luc dit : « Oui ». Anne dit : « Oui ». Zoé dit : « Oui ».")) == 3
    assert (
        parsed("Des « gilets jaunes », là. Les « gilets jaunes ». Trois « gilets jaunes ».") == []
    )
    assert parsed("Des « Gilets jaunes » là. Les « Gilets jaunes ». Trois « Gilets jaunes ».") == []


@pytest.mark.parametrize("accents", ["NFC", "NFD"])
def test_a_token_beyond_the_text_ends_with_it(accents: Literal["NFC", "NFD"]) -> None:
    """A parser of the user's own may count wrongly."""
    text = normalize(accents, "« Oui », dit Éléa.")
    spans = marks.find(text)
    [part] = excerpt.of_text(text, framing.find(text, spans), spans)
    beyond = Word(len(text) + 5, len(text) + 9, "x", "x", "X", "", ROOT, "root")
    [word] = part.restore(Tree((beyond,))).words
    assert (word.start, word.end) == (len(text), len(text))
