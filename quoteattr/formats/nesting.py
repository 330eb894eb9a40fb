"""Spans that may cross, laid out as elements that can't: what HTML and XML need.

A paragraph is never cut. A span that runs over several paragraphs, or crosses a span that began
before it, comes in several parts.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from attrs import frozen

from quoteattr import sentences
from quoteattr.model import Mention, Quotes, Span, Verb

StepKind: TypeAlias = Literal["paragraph", "/paragraph", "open", "close", "words", "between"]


@frozen
class Step:
    """One step of writing a text with its elements.

    ``words`` and ``between`` copy ``text[start:end]``, inside a paragraph and outside; outside
    there is only white space. ``open`` and ``close`` belong to the span at index ``owner``, of
    which this is part ``part`` of ``parts``, counted from 1.
    """

    kind: StepKind
    start: int
    end: int
    owner: int = -1
    part: int = 1
    parts: int = 1


def lay_out(text: str, spans: Sequence[Span]) -> Iterator[Step]:
    """The steps that write the text once, in order, with an element for each span.

    Of two equal spans the earlier one of the sequence is the outer element. A span that touches no
    paragraph, because the text has nothing but white space there, gets no element.

    Args:
        text: the source.
        spans: stretches of it, in any order, crossing or empty as they may be.
    """
    paragraphs = sentences.paragraphs(text)
    pieces = [_nested(queue) for queue in _by_paragraph(paragraphs, spans, len(text))]
    parts = Counter(owner for nested in pieces for _, _, owner in nested)
    written: Counter[int] = Counter()
    position = 0
    for paragraph, nested in zip(paragraphs, pieces, strict=True):
        if position < paragraph.start:
            yield Step("between", position, paragraph.start)
        yield Step("paragraph", paragraph.start, paragraph.end)
        position = paragraph.start
        stack: list[Step] = []

        def closed(until: int, stack: list[Step] = stack) -> Iterator[Step]:
            nonlocal position
            while stack and stack[-1].end <= until:
                top = stack.pop()
                if position < top.end:
                    yield Step("words", position, top.end)
                    position = top.end
                yield Step("close", top.start, top.end, top.owner, top.part, top.parts)

        for start, end, owner in nested:
            yield from closed(start)
            if position < start:
                yield Step("words", position, start)
                position = start
            written[owner] += 1
            step = Step("open", start, end, owner, written[owner], parts[owner])
            stack.append(step)
            yield step
        yield from closed(paragraph.end)
        if position < paragraph.end:
            yield Step("words", position, paragraph.end)
            position = paragraph.end
        yield Step("/paragraph", paragraph.start, paragraph.end)
    if position < len(text):
        yield Step("between", position, len(text))


def places(quotes: Quotes) -> dict[Mention | Verb, list[int]]:
    """The mentions and cues of a document in the order of their quotes, each with the numbers of
    these: several quotes may share one."""
    found: dict[Mention | Verb, list[int]] = {}
    for index, quote in enumerate(quotes):
        mention = None if quote.speaker is None else quote.speaker.mention
        for place in (mention, quote.verb):
            if place is not None:
                found.setdefault(place, []).append(index)
    return found


_Piece: TypeAlias = tuple[int, int, int]  # start, end, owner


def _by_paragraph(
    paragraphs: Sequence[Span], spans: Sequence[Span], length: int
) -> list[list[_Piece]]:
    """The part of each span that lies in each paragraph."""
    found: list[list[_Piece]] = [[] for _ in paragraphs]
    ends = [paragraph.end for paragraph in paragraphs]
    for owner, span in enumerate(spans):
        first, last = max(span.start, 0), min(span.end, length)
        for number in range(bisect_left(ends, first), len(paragraphs)):
            paragraph = paragraphs[number]
            start, end = max(first, paragraph.start), min(last, paragraph.end)
            if start < end or first == last == start == end:
                found[number].append((start, end, owner))
            if last <= paragraph.end:
                break
    return found


def _nested(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces in the order in which they open, those that would cross cut in two."""
    queue = [(start, -end, owner) for start, end, owner in pieces]
    heapq.heapify(queue)
    found: list[_Piece] = []
    open_until: list[int] = []
    while queue:
        start, minus_end, owner = heapq.heappop(queue)
        end = -minus_end
        while open_until and open_until[-1] <= start:
            open_until.pop()
        if open_until and open_until[-1] < end:
            heapq.heappush(queue, (open_until[-1], -end, owner))
            end = open_until[-1]
        open_until.append(end)
        found.append((start, end, owner))
    return found
