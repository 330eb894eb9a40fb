"""What is known of a quote before it is read: of the whole text, and of the quotes before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from quoteattr import sentences
from quoteattr.attribution.passages import echoes
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.passages.passage import Source
from quoteattr.model import Span


@frozen
class History:
    """How the quotes before one were read, nested ones left out."""

    quotes: int = 0
    terms: int = 0
    recent: tuple[str, ...] = ()
    """Of the last few whether each is a ``term`` or ``speech``."""
    last: int | None = None
    """The number of the last one, and its cue, None where it is among no candidates."""
    cue: Cue | None = None

    @property
    def kind(self) -> str:
        """The kind of the last cue: ``lost`` where there is none, ``none`` before any quote."""
        return "none" if self.last is None else "lost" if self.cue is None else self.cue.kind

    def followed_by(self, number: int, cue: Cue | None) -> History:
        """The history at the quote behind the next one, which was read by a cue."""
        term = cue is not None and cue.kind == "term"
        recent = (*self.recent, "term" if term else "speech")[-_RECENT:]
        return History(self.quotes + 1, self.terms + term, recent, number, cue)

    @property
    def share(self) -> str:
        """How many quarters of the quotes are terms, ``unknown`` where they are few."""
        return "unknown" if self.quotes < _FEWEST else str(4 * self.terms // self.quotes)


_RECENT: Final = 4
"""Quotes before one that are remembered one by one."""
_FEWEST: Final = 3
"""Quotes of which it counts how many are terms."""


@frozen(eq=False)
class State:
    """What is known of the quotes before this one and of the whole text."""

    same_paragraph: bool = False
    same_frame: bool = False
    between: str = ""
    marked: int = 1
    """How often the same words stand between marks in the text."""
    elsewhere: str = ""
    """Who else uses the same words: ``told`` (the journalist), ``said`` (in a longer quote) or
    empty for nobody."""
    history: History = field(factory=History)
    heading: bool = False
    answer: bool = False
    """Whether it opens its line behind one of the journalist's in an interview."""


def find(source: Source, frame_of: Sequence[int]) -> list[State]:
    """What the whole text says of each quote's words; ``frame_of`` is the frame of each quote."""
    lowered = source.text.lower()
    if len(lowered) != len(source.text):  # « İ » is two characters in lower case
        lowered = source.text
    quoted = [lowered[span.start : span.end] for span in source.spans]
    counts = Counter(quoted)
    outermost = [span for span in source.spans if span.parent is None]
    headings = {one: _is_heading(source.text, source.frames[one].span) for one in set(frame_of)}
    asked = [_line_above(source.text, span.outer.start) for span in source.spans]
    interview = sum(line.endswith("?") for line in asked) >= _FEWEST_QUESTIONS
    states = []
    for number, words in enumerate(quoted):
        marked = counts[words]
        told = echoes.elsewhere(lowered, words, source.spans[number], outermost)
        heading = headings[frame_of[number]]
        answer = interview and asked[number][-1:] not in ("", *_QUOTED)
        states.append(State(marked=marked, elsewhere=told, heading=heading, answer=answer))
    return states


def _line_above(text: str, start: int) -> str:
    """The end of the line above a quote that opens its own, empty where it does not."""
    before = text[max(0, start - _MARGIN) : start].rstrip(sentences.BLANKS)
    above = before.rstrip(sentences.BLANKS + sentences.LINE_ENDS)
    return above if above != before else ""


_FEWEST_QUESTIONS: Final = 2
"""Lines of questions with an answer between marks below that make an interview."""


def _is_heading(text: str, frame: Span) -> bool:
    """Whether a sentence is a line of its own that nothing ends: « Le maire « serein » »."""
    words = text[frame.start : frame.end].rstrip(_CLOSING)
    before = text[max(0, frame.start - _MARGIN) : frame.start].rstrip(sentences.BLANKS)
    behind = text[frame.end : frame.end + _MARGIN].lstrip(sentences.BLANKS)
    around = before[-1:], behind[:1]
    return words[-1:] not in _ENDS and all(not one or one in sentences.LINE_ENDS for one in around)


_QUOTED: Final = '»”›"'
_CLOSING: Final = sentences.BLANKS + _QUOTED
_ENDS: Final = frozenset(".!?…:;,")
_MARGIN: Final = 40
"""Blanks looked at between a sentence and the end of its line."""
