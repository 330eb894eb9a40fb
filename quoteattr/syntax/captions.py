"""The lines above or below a quote that name who utters it.

« …» / Un syndiqué CGT; Denise Fabre, 78 ans, retraitée / « … »
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import regex

from quoteattr import sentences
from quoteattr.model import Span
from quoteattr.syntax.framing import Frame

LONGEST: Final = 90
"""Characters of the longest line that is taken for a caption."""
LONGEST_NAMED: Final = 150
"""Those of the longest one that begins as a name does."""


def is_caption(text: str, frames: Sequence[Frame], number: int) -> bool:
    """Whether a frame is a line of its own, short and no sentence, as a name is that stands above
    or below a quote: « Un syndiqué CGT », « (Anne Roux, gérante) », « — Luc Petit, maire de Nay, à
    l'ouverture du salon. »"""
    if not 0 <= number < len(frames):
        return False
    frame = frames[number].span
    length = frame.end - frame.start
    if frames[number].quotes or length > LONGEST_NAMED:
        return False
    if length > LONGEST and not is_name(text, frame):
        return False
    words = text[frame.start : frame.end].lstrip("—–- ")
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    elif words.endswith(".") and "," in words:
        words = words[:-1]
    return (
        words[:1].isalpha()
        and words[-1].isalnum()
        and (number == 0 or _line_ends(text, frames, number - 1) > 0)
        and (number + 1 == len(frames) or _line_ends(text, frames, number) > 0)
    )


def _line_ends(text: str, frames: Sequence[Frame], number: int) -> int:
    """How many lines end between a frame and the next one."""
    return sentences.line_ends(text, frames[number].span.end, frames[number + 1].span.start)


def find(text: str, frames: Sequence[Frame]) -> dict[int, int]:
    """For each frame without a word of the journalist's own the number of the line that may name
    who utters it.

    Where a quote has such lines on both sides, its own is the nearer one, or one below it behind a
    dash or in brackets, or the one on the side that the quotes around have: of name, quote, name,
    quote each quote has its name above, of quote, name, quote, name below.
    """
    chosen: dict[int, int] = {}
    for run in _runs(text, frames) if any(frame.alone for frame in frames) else ():
        first, last = frames[run[0]], frames[run[-1]]
        upwards = not first.alone and (last.alone or _opens_with_name(text, first, last))
        for number in run:
            if not frames[number].alone:
                continue
            beside = (one for one in (number - 1, number + 1) if one in run)
            lines = [one for one in beside if not frames[one].alone]
            if len(lines) == 2:
                above, below = (_line_ends(text, frames, one) for one in (number - 1, number))
                aside = text[frames[number + 1].span.start] in _ASIDE
                nearer_above = above < below or (above == below and upwards and not aside)
                lines = lines[:1] if nearer_above else lines[1:]
            chosen.update((number, line) for line in lines)
    return chosen


def _runs(text: str, frames: Sequence[Frame]) -> Iterator[range]:
    """Frames in a row each of which is a quote that stands alone or may be a caption."""
    first = 0
    for number in range(len(frames) + 1):
        if number < len(frames) and (frames[number].alone or is_caption(text, frames, number)):
            continue
        if first < number:
            yield range(first, number)
        first = number + 1


def _opens_with_name(text: str, first: Frame, last: Frame) -> bool:
    """Whether the first line of a run looks like a name, and the last does not."""
    return is_name(text, first.span) and not is_name(text, last.span)


def is_name(text: str, line: Span) -> bool:
    """Whether a line begins as a name does: « Anne Roux », « Anne, 30 ans »."""
    return _NAME.match(text, line.start, line.end) is not None


_NAME: Final = regex.compile(r"[—–(-]?\s?\p{Lu}[\p{L}\p{M}.'’-]*+(?:,|\s\p{Lu})")
_ASIDE: Final = frozenset("—–-(")
"""What a name below a quote may begin with."""
