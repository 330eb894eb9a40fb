"""Quotation marks in a text, paired into spans.

Pairing is one pass over the marks with a bounded stack, so it takes time linear in the text. It
repairs what scraped French news gets wrong: a missing closing mark (its quote ends with its
sentence), a stray one, « repeated at each paragraph, straight quotes that only their neighbours
tell apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from typing import Final

import regex
from attrs import define, field, frozen

from quoteattr import sentences
from quoteattr.errors import InputError
from quoteattr.model import Span


@frozen
class Family:
    """One way to write quotation marks: what opens and what closes."""

    name: str
    openers: frozenset[str]
    closers: frozenset[str]

    def turns(self, mark: str) -> bool:
        """Whether the mark, which closes, may be found to open: low marks stay low and high."""
        return mark in self.closers and self.name != "low"


_FAMILIES: Final = (
    Family("guillemets", frozenset("«"), frozenset("»")),
    Family("single-guillemets", frozenset("‹"), frozenset("›")),
    Family("curly", frozenset("“"), frozenset("”")),
    Family("low", frozenset("„"), frozenset("”“")),
    Family("ascii", frozenset({"<<"}), frozenset({">>"})),
    Family("straight", frozenset('"'), frozenset('"')),
)

OPENERS: Final[frozenset[str]] = frozenset().union(*(family.openers for family in _FAMILIES))
"""All marks that open a quote of some family."""
CLOSERS: Final[frozenset[str]] = frozenset().union(*(family.closers for family in _FAMILIES))
"""All marks that close one."""
FAMILIES: Final = tuple(family.name for family in _FAMILIES)
"""The names of the mark families, all of which are read by default."""

MAX_DEPTH: Final = 16
"""Quotes nested deeper than this are not paired; real text hardly goes beyond three."""

MAX_PARAGRAPHS: Final = 4
"""How many paragraphs a quote may run through without its mark repeated at each."""

_MARK = regex.compile(r"<<|>>|[«»‹›“”„\"]")
_ELISION = regex.compile(
    r"(?:\b[cdjlmnstCDJLMNST]|\b[Qq]u|[Pp]uisqu|[Qq]uoiqu|[Ll]orsqu|[Jj]usqu|[Aa]ujourd)\Z"
)
_BEFORE_OPENING: Final = frozenset("([{—–-/'’«‹“„\"")
_NO_BREAK: Final = frozenset("\u00a0\u202f")
_AFTER_WORDS: Final = frozenset(",;.!?…)")
_AFTER_CLOSING: Final = frozenset(',;:.!?…)]}—–-/»›”"')


@frozen
class MarkedSpan:
    """Words between marks.

    ``start`` and ``end`` bound the words without white space at the marks; ``outer`` takes in the
    marks themselves. ``repeated`` are the marks that stand again at later paragraphs of the quote.
    ``parent`` is the index, in the same list, of the innermost span around this one.
    """

    start: int
    end: int
    outer: Span
    mark: str
    closed: bool
    repeated: tuple[int, ...] = ()
    parent: int | None = None

    @property
    def span(self) -> Span:
        """The words between the marks."""
        return Span(self.start, self.end)


@define
class _Open:
    """An opening mark that waits for its closing mark."""

    family: Family
    start: int
    end: int
    paragraph: int
    reversed: bool
    repeated: list[int] = field(factory=list)


def families(names: Collection[str] | None = None) -> tuple[Family, ...]:
    """The families of these names, all for None; raises ``InputError`` for an unknown name and for
    a ``str``."""
    if names is None:
        return _FAMILIES
    if isinstance(names, str):
        raise InputError(f"mark families come in a list, as in [{names!r}]")
    if not isinstance(names, Collection) or not all(isinstance(name, str) for name in names):
        raise InputError(f"mark families are a list of names, not {names!r}")
    unknown = sorted(set(names) - set(FAMILIES))
    if unknown:
        raise InputError(
            f"unknown mark family {', '.join(map(repr, unknown))}:"
            f" choose from {', '.join(FAMILIES)}"
        )
    return tuple(family for family in _FAMILIES if family.name in names)


def find(text: str, names: Collection[str] | None = None) -> list[MarkedSpan]:
    """All quoted spans of the text, in text order, nested or disjoint.

    ``names`` limits the families that count as marks; a mark of another family is a plain
    character. Raises ``InputError`` for an unknown family.
    """
    chosen = families(names)
    known = frozenset().union(*(family.openers | family.closers for family in chosen))
    found = [match for match in _MARK.finditer(text) if match.group() in known]
    if not found:
        return []
    return _Pairing(text, chosen).run(found)


class _Pairing:
    """One pass over the marks of one text."""

    def __init__(self, text: str, chosen: Iterable[Family]) -> None:
        self.text = text
        self.families = tuple(chosen)
        self.paragraphs = sentences.paragraphs(text)
        self.paragraph_starts = [paragraph.start for paragraph in self.paragraphs]
        self.stack: list[_Open] = []
        self.pairs: list[tuple[_Open, int, int]] = []
        self.unclosed: list[tuple[int, int, str]] = []

    def run(self, found: Iterable[regex.Match[str]]) -> list[MarkedSpan]:
        for match in found:
            self._read(match.group(), match.start(), match.end())
        while self.stack:
            self._give_up(self.stack.pop())
        return self._spans()

    def _read(self, mark: str, start: int, end: int) -> None:
        paragraph = bisect_right(self.paragraph_starts, start) - 1
        before = self.text[start - 1] if start else " "
        after = self.text[end] if end < len(self.text) else " "
        if (
            before.isalpha()
            and after.isalpha()
            and _ELISION.search(self.text, max(0, start - 8), start)
        ):
            return  # « l"homme », « s«inquiète »: the mark stands for an apostrophe
        if before.isdigit() and after.isdigit():
            return  # « 1'23"45 »
        space_before = before.isspace() or before in _BEFORE_OPENING
        # „ Un “ mot ” “: a no-break space belongs to the mark, a plain one parts it from a word.
        tied = mark == "“" and after in _NO_BREAK and before not in _NO_BREAK
        opening = (
            space_before
            and (tied or not after.isspace())
            and (
                after not in _AFTER_CLOSING or after in '«“"…-—–' or self.text.startswith("..", end)
            )
        )
        closing = not space_before and (after.isspace() or after in _AFTER_CLOSING)
        line = self.paragraphs[paragraph]
        # Alone on its line, or before a comma, a mark is no bullet.
        at_line_start = start == line.start and end != line.end and after not in _AFTER_WORDS

        held = self._held(mark)
        if held is not None and self.stack[held].paragraph != paragraph:
            held = self._across_paragraphs(held, mark, start, paragraph, closing, at_line_start)
            if held == _CONTINUED:
                return
        if held is not None and self._closes(self.stack[held], mark, opening, closing):
            while len(self.stack) > held + 1:
                self._give_up(self.stack.pop())
            self.pairs.append((self.stack.pop(), start, end))
            return
        self._open(mark, start, end, paragraph, opening, closing)

    def _held(self, mark: str) -> int | None:
        """The innermost open entry that this mark could close or repeat."""
        for index in range(len(self.stack) - 1, -1, -1):
            family = self.stack[index].family
            if mark in family.closers or mark in family.openers:
                return index
        return None

    def _closes(self, entry: _Open, mark: str, opening: bool, closing: bool) -> bool:
        family = entry.family
        if entry.reversed:
            return not opening
        if mark in family.openers and mark in family.closers:
            return not opening
        if mark in family.closers:
            return not (opening and mark == "“")
        # An opening mark typed where only a closing one can stand: « mot« , ».
        return closing

    def _across_paragraphs(
        self,
        held: int,
        mark: str,
        start: int,
        paragraph: int,
        closing: bool,
        at_line_start: bool,
    ) -> int | None:
        """What a mark means to an entry that was opened in an earlier paragraph."""
        entry = self.stack[held]
        opens = mark in entry.family.openers
        distance = paragraph - entry.paragraph
        # Straight marks are not repeated: a second one opens or closes a quote of its own.
        same = mark == self.text[entry.start : entry.end]
        repeats = same and opens and mark not in entry.family.closers
        if at_line_start and repeats and not closing and distance == 1:
            while len(self.stack) > held + 1:
                self._give_up(self.stack.pop())
            entry.repeated.append(start)
            entry.paragraph = paragraph
            return _CONTINUED
        closes = mark in entry.family.closers and not at_line_start and not entry.reversed
        if closes and (closing if opens else True) and distance < MAX_PARAGRAPHS:
            return held
        while len(self.stack) > held:
            self._give_up(self.stack.pop())
        return self._held(mark)

    def _open(
        self,
        mark: str,
        start: int,
        end: int,
        paragraph: int,
        opening: bool,
        closing: bool,
    ) -> None:
        family = next((family for family in self.families if mark in family.openers), None)
        turned = False
        if family is None or (closing and family.openers != family.closers and mark == "“"):
            # A closing mark with nothing to close opens only where just an opening one can stand.
            family = next((family for family in self.families if family.turns(mark)), None)
            turned = True
            if family is None or not opening:
                return
        elif family.openers == family.closers and closing:
            return
        self.stack.append(_Open(family, start, end, paragraph, turned))
        if len(self.stack) > MAX_DEPTH:
            self._give_up(self.stack.pop(0))

    def _give_up(self, entry: _Open) -> None:
        """Keep an opening mark that was never closed; a reversed one was no mark at all."""
        if entry.reversed:
            return
        width = entry.end - entry.start
        mark = self.text[entry.start : entry.end]
        self.unclosed.extend((at, at + width, mark) for at in (entry.start, *entry.repeated))

    def _spans(self) -> list[MarkedSpan]:
        spans = []
        for entry, start, end in self.pairs:
            words = self._strip(entry.end, start)
            if words is not None:
                mark = self.text[entry.start : entry.end]
                outer = Span(entry.start, end)
                spans.append(
                    MarkedSpan(words.start, words.end, outer, mark, True, tuple(entry.repeated))
                )
        spans.sort(key=lambda span: (span.outer.start, -span.outer.end))
        if self.unclosed:
            spans.extend(self._inferred(spans))
            spans.sort(key=lambda span: (span.outer.start, -span.outer.end))
        return _with_parents(spans)

    def _inferred(self, closed: list[MarkedSpan]) -> list[MarkedSpan]:
        """Ends for the quotes that have none: with the sentence, or before whatever comes first."""
        self.unclosed.sort()
        opened = [start for start, _, _ in self.unclosed]
        starts = [span.outer.start for span in closed]
        parents = _with_parents(closed)
        ends: dict[int, list[int]] = {}
        inferred = []
        for number, (start, after, mark) in enumerate(self.unclosed):
            paragraph = bisect_right(self.paragraph_starts, start) - 1
            if paragraph not in ends:
                ends[paragraph] = sentences.ends(self.text, self.paragraphs[paragraph])
            sentence_ends = ends[paragraph]
            end = sentence_ends[min(bisect_right(sentence_ends, after), len(sentence_ends) - 1)]
            if number + 1 < len(opened):
                end = min(end, opened[number + 1])
            # Never out of the closed quote that it stands in, never into the middle of another.
            around = bisect_left(starts, start) - 1
            index: int | None = around if around >= 0 else None
            while index is not None and closed[index].outer.end <= start:
                index = parents[index].parent
            if index is not None:
                end = min(end, closed[index].end)
            inside = bisect_left(starts, end) - 1
            if inside > around:
                crossing: int | None = inside
                while crossing is not None and crossing > around:
                    if closed[crossing].outer.end > end:
                        end = closed[crossing].outer.start
                    crossing = parents[crossing].parent
            words = self._strip(after, end)
            if words is not None:
                inferred.append(
                    MarkedSpan(words.start, words.end, Span(start, words.end), mark, False)
                )
        return inferred

    def _strip(self, start: int, end: int) -> Span | None:
        """The span without white space at its edges, None where nothing else is left."""
        words = sentences.stripped(self.text, start, end)
        return words if words.start < words.end else None


_CONTINUED: Final = -1


def _with_parents(spans: list[MarkedSpan]) -> list[MarkedSpan]:
    """The spans, sorted by start and then longest first, each with the index of its parent."""
    result = []
    around: list[int] = []
    for index, span in enumerate(spans):
        while around and spans[around[-1]].outer.end <= span.outer.start:
            around.pop()
        parent = around[-1] if around else None
        result.append(
            MarkedSpan(
                span.start, span.end, span.outer, span.mark, span.closed, span.repeated, parent
            )
        )
        around.append(index)
    return result
