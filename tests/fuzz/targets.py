"""What is fuzzed: three readers of other people's bytes, and what must hold of each.

A target takes any bytes and returns; an exception is a finding. Nothing here needs atheris:
``python -m tests.fuzz`` drives the targets with it, ``tests/test_fuzz.py`` with the saved inputs.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from quoteattr import marks
from quoteattr.errors import InputError
from quoteattr.formats import documents
from quoteattr.model import Quotes
from quoteattr.parser import QuoteParser
from quoteattr.syntax import conllu, excerpt, framing
from quoteattr.syntax.tree import ROOT

INPUTS = Path(__file__).parent / "inputs"


def find_marks(data: bytes) -> None:
    """Quoted spans are exact, nested or disjoint, and the same again; frames hold each once."""
    text = data.decode("utf-8", "surrogateescape")
    found = marks.find(text)
    for span in found:
        words = text[span.start : span.end]
        assert words and words == words.strip()
        assert span.outer.start < span.start < span.end <= span.outer.end
        assert text.startswith(span.mark, span.outer.start)
        if span.parent is not None:
            assert span.outer in found[span.parent].span
    for left, right in pairwise(found):
        assert left.outer.end <= right.outer.start or right.outer in left.span
    assert marks.find(text) == found
    frames = framing.find(text, found)
    assert [number for frame in frames for number in frame.quotes] == list(range(len(found)))
    for part in excerpt.of_text(text, frames, found):
        assert 0 < len(part.text) <= excerpt.MAX_LENGTH


def read_conllu(data: bytes) -> None:
    """Trees with sound offsets and heads, or one clear error; and quotes of any such trees."""
    lines = data.decode("utf-8", "surrogateescape")
    try:
        text, trees = conllu.trees(lines)
    except InputError as error:
        assert "line " in str(error) or "token" in str(error)
        return
    for tree in trees:
        for word in tree.words:
            assert 0 <= word.start <= word.end <= len(text)
            assert ROOT <= word.head < len(tree)
    quotes = QuoteParser().from_conllu(lines)
    assert quotes.text == text
    assert Quotes.from_dict(quotes.to_dict(evidence=True)) == quotes


def read_jsonl(data: bytes) -> None:
    """A document or one clear error for each line that is not empty, in order, lines numbered."""
    numbers = []
    for found in documents.objects(io.BytesIO(data), "fuzz.jsonl", "fuzz.jsonl"):
        if isinstance(found, InputError):
            message = str(found)
            assert message.startswith("fuzz.jsonl, line ")
            assert "\n" not in message.splitlines()[0]
            numbers.append(int(message.split()[2].rstrip(":")))
        else:
            assert isinstance(found.text, str)
            found.text.encode("utf-8")
            assert isinstance(found.id, str | int)
            assert found.line is not None
            numbers.append(found.line)
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= data.count(b"\n") + 1


TARGETS: dict[str, Callable[[bytes], None]] = {
    "marks": find_marks,
    "conllu": read_conllu,
    "jsonl": read_jsonl,
}
