"""What of a text is parsed, and how the parser's offsets lead back to the text.

The parser sees a frame with the quoted sentences that touch the journalist's own words; the others
follow as sentences of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import is_normalized, normalize

import regex
from attrs import frozen

from quoteattr import lexicon, sentences
from quoteattr.marks import MarkedSpan
from quoteattr.model import Span
from quoteattr.syntax import captions, framing
from quoteattr.syntax.framing import Frame
from quoteattr.syntax.tree import Tree, Word

MAX_LENGTH = 1500
"""Characters of the longest sentence that a parser is given; a longer one is cut at a space. A
token has at least one character, so these are also the most tokens; in French some 300."""


_HYPHEN = "\u2011"
"""The hyphen at which no line breaks: parsers were trained with the other one (« dit-il »)."""


@frozen
class Excerpt:
    """A sentence for the parser: stretches of the source joined by single spaces, accents composed.

    ``cut`` is true of every part of a sentence that was too long for a parser; ``places`` says of
    each character where it stands among the stretches, None where nothing was composed.
    """

    text: str
    pieces: tuple[Span, ...]
    cut: bool = False
    places: tuple[int, ...] | None = None

    @classmethod
    def of(cls, source: str, pieces: Iterable[Span], cut: bool = False) -> Excerpt:
        kept = tuple(pieces)
        text = " ".join(source[piece.start : piece.end] for piece in kept)
        text = text.replace(_HYPHEN, "-")
        if is_normalized("NFC", text):
            return cls(text, kept, cut)
        composed, places = _composed(text)
        return cls(composed, kept, cut, places)

    def restore(self, tree: Tree) -> Tree:
        """The same tree with offsets into the source."""
        joints = []
        at = 0
        for piece in self.pieces[:-1]:
            at += piece.end - piece.start + 1
            joints.append(at)
        shifts = [piece.start - at for piece, at in zip(self.pieces, (0, *joints), strict=True)]
        words = []
        for word in tree.words:
            start, end = word.start, word.end
            if self.places is not None:
                top = len(self.places) - 1  # A parser of the user's may count beyond the text.
                start, end = self.places[min(start, top)], self.places[min(end, top)]
            number = bisect_right(joints, start) if joints else 0
            shift, last = shifts[number], self.pieces[number].end
            start, end = start + shift, end + shift
            if end > last:  # A token that runs over a joint ends with its own stretch.
                start, end = min(start, last), last
            words.append(
                Word(
                    start, end, word.form, word.lemma, word.upos, word.feats, word.head, word.deprel
                )
            )
        return Tree(tuple(words), tree.children)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """A text with each letter and its accents as one character, as parsers and lexicons have it,
    and where each character of that, and its end, stands in the text."""
    pieces: list[str] = []
    places: list[int] = []
    for match in _LETTER.finditer(text):
        composed = normalize("NFC", match.group())
        pieces.append(composed)
        last = match.end() - match.start() - 1
        places.extend(match.start() + min(at, last) for at in range(len(composed)))
    return "".join(pieces), (*places, len(text))


_LETTER = regex.compile(r"(?s:.)\p{M}*")


def wanted(text: str, found: Sequence[Frame], spans: Sequence[MarkedSpan]) -> list[int]:
    """The frames that attribution needs: those with quotes, but for names that stand between marks
    again and again; the one before a quote that stands alone, its caption, and the sentence that
    takes it up: « C'est ce que dit Anne. »"""
    again = _repeated(text, spans)
    chosen = {
        number
        for number, frame in enumerate(found)
        if frame.quotes and not again.issuperset(frame.quotes)
    }
    chosen.update(captions.find(text, found).values())
    for number, frame in enumerate(found):
        if frame.alone and number:
            chosen.add(number - 1)
        if frame.alone and framing.takes_up(text, found, number + 1):
            chosen.add(number + 1)
    return sorted(chosen)


def of_text(
    text: str, found: Sequence[Frame], spans: Sequence[MarkedSpan], quoted: int | None = None
) -> list[Excerpt]:
    """What the parser is given of a text, frame by frame; ``quoted`` as ``excerpts`` has it."""
    return [
        part
        for number in wanted(text, found, spans)
        for part in excerpts(text, found[number], spans, quoted)
    ]


def restored(parts: Iterable[Excerpt], trees: Iterable[Tree]) -> list[Tree]:
    """The trees of excerpts, one each, with offsets into the text."""
    return [part.restore(tree) for part, tree in zip(parts, trees, strict=True)]


def excerpts(
    text: str, frame: Frame, spans: Sequence[MarkedSpan], quoted: int | None = None
) -> list[Excerpt]:
    """What the parser is given of one frame: its own sentence first.

    Of a quoted sentence of more than ``quoted`` characters that touches the journalist's words, no
    more than those next to them are given, unless it may hold a cue; None gives it whole.
    """
    pieces: list[Span] = []
    rest: list[Span] = []
    at = frame.span.start
    last = frame.span.end
    while last > at and not text[last - 1].isalpha():
        last -= 1
    for quote in frame.quotes:
        span = spans[quote]
        if span.parent is not None:
            continue
        inner = sentences_inside(text, span)
        if not inner:
            continue
        follows = span.outer.end < last
        kept = inner[-1] if follows else inner[0]
        rest.extend(piece for piece in inner if piece is not kept and _may_hold_cue(text, piece))
        if quoted is not None:
            kept = _beside(text, kept, quoted, follows)
        # The marks stay where they are, with the kept sentence between them.
        if kept.start > span.start:
            pieces.append(Span(at, span.start))
            at = kept.start
        if kept.end < span.end:
            pieces.append(Span(at, kept.end))
            at = span.end
    pieces.append(Span(at, frame.span.end))
    pieces = [sentences.stripped(text, piece.start, piece.end) for piece in pieces]
    result = [Excerpt.of(text, [piece for piece in pieces if piece.start < piece.end])]
    result.extend(Excerpt.of(text, [piece]) for piece in rest)
    return [part for whole in result for part in _cut(text, whole)]


def sentences_inside(text: str, span: MarkedSpan) -> list[Span]:
    """The sentences between the marks of one quote."""
    if _ENDING.search(text, span.start, span.end - 1) is None:
        return [Span(span.start, span.end)] if span.start < span.end else []
    found = []
    words = text[span.start : span.end]
    for paragraph in sentences.paragraphs(words):
        start = paragraph.start
        for end in sentences.ends(words, paragraph):
            piece = sentences.stripped(text, span.start + start, span.start + end)
            if piece.start < piece.end:
                found.append(piece)
            start = end
    return found


def _beside(text: str, piece: Span, length: int, follows: bool) -> Span:
    """The end of a quoted sentence where the journalist's words follow, else its beginning: whole
    words, ``length`` characters at most; a sentence that may hold a cue stays as it is."""
    if piece.end - piece.start <= length or _may_hold_cue(text, piece):
        return piece
    if follows:
        at = text.find(" ", piece.end - length, piece.end)
        return Span(at + 1, piece.end) if at >= 0 else piece
    at = text.rfind(" ", piece.start, piece.start + length)
    return Span(piece.start, at) if at >= 0 else piece


def _cut(text: str, excerpt: Excerpt) -> list[Excerpt]:
    """An excerpt that is too long for a parser, in several parts."""
    if len(excerpt.text) <= MAX_LENGTH:
        return [excerpt]
    parts: list[Excerpt] = []
    for piece in excerpt.pieces:
        start = piece.start
        while piece.end - start > MAX_LENGTH:
            end = text.rfind(" ", start + 1, start + MAX_LENGTH)
            end = end if end > start else start + MAX_LENGTH
            parts.append(Excerpt.of(text, [Span(start, end)], True))
            start = end
            while start < piece.end and text[start].isspace():
                start += 1
        if start < piece.end:
            parts.append(Excerpt.of(text, [Span(start, piece.end)], True))
    return parts


_ENDING = regex.compile(r"[.!?…»”\"\r\n\u2028\u2029]")
"""What may end a sentence; words without it are one."""


def _may_hold_cue(text: str, piece: Span) -> bool:
    """Whether quoted words may hold a cue to themselves or to a quote within them."""
    return _cue_signs().search(text, piece.start, piece.end) is not None


@cache
def _cue_signs() -> regex.Pattern[str]:
    """A mark, or small words behind punctuation that lead to a clitic, a name or a noun phrase.

    « …, explique-t-elle, … », « Non ! a dit hier Paul Roux », « …, a répété le maire, … »
    """
    words = (word.replace("'", "['’]") for word in sorted(lexicon.words("determiners")))
    determiner = "|".join(word if word.endswith("]") else word + r"\b" for word in words)
    return regex.compile(
        r"[«“„‹\"<]"
        r"|[,!?…—–-][\s»]+(?=\p{Ll})"
        r"(?:[\p{Ll}'’ -]{0,30}?(?:-\p{Ll}+\b|\s\p{Lu})"
        rf"|(?:[\p{{Ll}}'’-]+\s){{1,3}}?(?:{determiner}))"
    )


def _repeated(text: str, spans: Sequence[MarkedSpan]) -> set[int]:
    """The quotes whose few words stand between marks again and again: « gilets jaunes ».

    « « Oui », a dit Anne. « Oui », a répété Paul. » holds no such name.
    """
    words = [text[span.start : span.end].lower() for span in spans]
    counts = Counter(words)
    return {
        number
        for number, own in enumerate(words)
        if counts[own] >= _AGAIN
        and own.count(" ") < _FEW_WORDS
        and not _is_set_off(text, spans[number])
    }


def _is_set_off(text: str, span: MarkedSpan) -> bool:
    """Whether a quote with a capital stands before a comma or behind a colon, as speech does."""
    if not text[span.start].isupper():
        return False
    before = text[max(span.outer.start - _NEAR, 0) : span.outer.start].rstrip()
    behind = text[span.outer.end : span.outer.end + _NEAR].lstrip()
    return before[-1:] == ":" or behind[:1] == ","


_AGAIN = 3
"""Places between marks that make a name of a few words."""
_FEW_WORDS = 3
_NEAR = 3
"""Characters beside a mark among which a comma or colon is looked for."""
