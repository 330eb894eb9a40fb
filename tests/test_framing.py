"""The sentences of the journalist with all that he quotes in them."""

from __future__ import annotations

import pytest

from quoteattr import marks
from quoteattr.model import Span
from quoteattr.syntax import framing
from quoteattr.syntax.framing import Frame


def frames(text: str) -> list[str]:
    """The words of each frame."""
    return [text[f.span.start : f.span.end] for f in framing.find(text, marks.find(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Il vient. Elle part.", ["Il vient.", "Elle part."], id="sentences without a quote"
        ),
        pytest.param(
            "Il vient. « Oui. Non. Enfin, peut-être », dit-il. Elle part.",
            ["Il vient.", "« Oui. Non. Enfin, peut-être », dit-il.", "Elle part."],
            id="all sentences between the marks stay in one frame",
        ),
        pytest.param(
            "Il dit : « Oui. » Elle part.",
            ["Il dit : « Oui. »", "Elle part."],
            id="a full stop in the marks",
        ),
        pytest.param(
            "« Un.\n« Deux », dit-il.\nElle part.",
            ["« Un.\n« Deux », dit-il.", "Elle part."],
            id="a frame runs over paragraphs",
        ),
        pytest.param(
            "Il dit : « Oui. Elle part.",
            ["Il dit : « Oui.", "Elle part."],
            id="a quote that is never closed",
        ),
        pytest.param("« Oui » et « non ».", ["« Oui » et « non »."], id="two quotes in one frame"),
        pytest.param("Un titre\n\n« Oui. »", ["Un titre", "« Oui. »"], id="a title"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_frames(text: str, expected: list[str]) -> None:
    assert frames(text) == expected


def test_a_frame_names_the_quotes_that_begin_in_it() -> None:
    text = "« Un “deux” », dit-il. Rien. « Trois »."
    assert framing.find(text, marks.find(text)) == [
        Frame(Span(0, 22), (0, 1)),
        Frame(Span(23, 28), ()),
        Frame(Span(29, 39), (2,), alone=True),
    ]


def test_frames_without_a_word_of_the_journalist() -> None:
    text = "Il vient. « Oui. » « Non », dit-il. — « Si. »"
    frames = framing.find(text, marks.find(text))
    assert [frame.alone for frame in frames] == [False, True, False, True]
