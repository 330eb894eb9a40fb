"""Spans laid out as elements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quoteattr import sentences
from quoteattr.formats.nesting import Step, lay_out
from quoteattr.model import Span

TEXTS = st.text("ab \n\r«", max_size=40)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    place = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(place, place), max_size=8))
    return text, [Span(min(pair), max(pair)) for pair in pairs]


def steps(text: str, *spans: tuple[int, int]) -> list[Step]:
    return list(lay_out(text, [Span(*span) for span in spans]))


def shape(text: str, *spans: tuple[int, int]) -> str:
    """The steps as markup, to compare at a glance."""
    written = ""
    for step in steps(text, *spans):
        written += {
            "paragraph": "[",
            "/paragraph": "]",
            "open": f"<{step.owner}",
            "close": f"{step.owner}>",
        }.get(step.kind, text[step.start : step.end])
    return written


def test_a_span_inside_another_is_inside() -> None:
    assert shape("abcd", (0, 4), (1, 3)) == "[<0a<1bc1>d0>]"


def test_of_equal_spans_the_first_is_outside() -> None:
    assert shape("ab", (0, 2), (0, 2)) == "[<0<1ab1>0>]"


def test_a_crossing_span_is_cut_where_the_other_ends() -> None:
    assert shape("abcd", (0, 2), (1, 4)) == "[<0a<1b1>0><1cd1>]"
    parts = [(step.part, step.parts) for step in steps("abcd", (0, 2), (1, 4)) if step.owner == 1]
    assert parts == [(1, 2), (1, 2), (2, 2), (2, 2)]


def test_a_paragraph_is_never_cut() -> None:
    assert shape("ab\n\n cd\n", (1, 6)) == "[a<0b0>]\n\n [<0c0>d]\n"


def test_an_empty_span_has_its_place() -> None:
    assert shape("ab", (1, 1)) == "[a<00>b]"
    assert shape("ab", (2, 2), (0, 0)) == "[<11>ab<00>]"
    assert shape(" \n", (1, 1)) == " \n"


@given(texts_with_spans())
def test_the_text_is_written_once_and_elements_nest(given: tuple[str, list[Span]]) -> None:
    text, spans = given
    written = ""
    stack: list[Step] = []
    paragraph = False
    covered: dict[int, set[int]] = {number: set() for number in range(len(spans))}
    counted: dict[int, list[tuple[int, int]]] = {}
    for step in lay_out(text, spans):
        if step.kind in ("words", "between"):
            assert paragraph == (step.kind == "words")
            assert step.start == len(written)
            written += text[step.start : step.end]
            for opened in stack:
                covered[opened.owner].update(range(step.start, step.end))
        elif step.kind == "open":
            assert paragraph and len(written) == step.start
            stack.append(step)
            counted.setdefault(step.owner, []).append((step.part, step.parts))
        elif step.kind == "close":
            assert stack.pop().owner == step.owner
            assert len(written) == step.end
        else:
            assert not stack
            paragraph = step.kind == "paragraph"
    assert written == text
    lines = sentences.paragraphs(text)
    for number, span in enumerate(spans):
        inside = {
            place
            for place in range(span.start, span.end)
            for line in lines
            if line.start <= place < line.end
        }
        assert covered[number] == inside
        parts = counted.get(number, [])
        assert parts == [(part, len(parts)) for part in range(1, len(parts) + 1)]
