"""One quote as it stands in its text: its shape, what is around it, whose words it is among."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

import regex
from attrs import define, field, frozen

from quoteattr import sentences
from quoteattr.attribution.passages.layout import Layout
from quoteattr.attribution.passages.passage import OUTSIDE, Source
from quoteattr.attribution.vocabulary import fold
from quoteattr.marks import MarkedSpan
from quoteattr.syntax import captions, framing


@frozen(eq=False)
class Caption:
    """A line of its own above or below a quote that stands alone."""

    layout: Layout
    side: str
    """above or below."""
    named: bool
    """Whether it begins as a name does."""


@define(eq=False)
class QuoteView:
    """One quote as the cue model sees it: its shape and its surroundings."""

    number: int
    span: MarkedSpan
    layout: Layout | None
    previous: Layout | None
    """The layout of the frame before, where the quote's own frame has no other words."""
    caption: Caption | None
    """The line that may name who utters a quote that is set off: « …» / Un syndiqué CGT."""
    following: Layout | None
    """The layout of the sentence that takes the quote up: « C'est ce qu'affirme X. »"""
    host: int
    words: list[int] = field(factory=list)
    """Indices of the quoted words in the passage."""
    heads: list[int] = field(factory=list)
    """Those of them, punctuation left out, whose head is not quoted."""
    first_outside: int = -1
    """The last word before the mark, and the first one behind it, that are the host's."""
    next_outside: int = -1
    left: str = ""
    """What stands right before the mark: a sign, a small word or a tag; and right behind it."""
    right: str = ""
    ends: str = ""
    """The sign that the quoted words end with: « ? », « ! », « . », « … », a comma or none."""
    opens: str = ""
    """The first word of the journalist's sentence, or of the kicker that stands before it."""
    length: str = ""
    """How many words are quoted, in few values."""
    form: str = ""
    """Whether they begin with a capital, and whether they hold a finite verb."""
    shape: tuple[str, ...] = ()
    """Length, capital, tags and the like: what features tell of the words themselves."""
    clause: bool = False
    """Whether the quoted words hold a finite verb."""
    utterance: bool = False
    """Whether they look like a whole utterance: a capital, and a finite verb or many words."""

    @property
    def has_verb(self) -> bool:
        """Whether the host's own words in the frame hold a verb."""
        return self.layout is not None and self.layout.host(self.host).verb

    @property
    def host_words(self) -> str:
        """How many words of the host's own stand in the frame, « 6+ » for more than five."""
        if self.layout is None:
            return "0"
        count = len(self.layout.host(self.host).words)
        return str(count) if count < 6 else "6+"


def look_at(
    source: Source, number: int, layouts: Mapping[int, Layout], lines: Mapping[int, int]
) -> QuoteView:
    """Look at one quote of the source; ``lines`` are the captions by the frames of the quotes."""
    span = source.spans[number]
    frame = source.frame_at(span.outer.start)
    own = layouts.get(frame)
    alone = source.frames[frame].alone
    previous = layouts.get(frame - 1) if alone else None
    following = None
    if alone and framing.takes_up(source.text, source.frames, frame + 1):
        following = layouts.get(frame + 1)
    caption = None
    if frame in lines and lines[frame] in layouts:
        line = lines[frame]
        named = captions.is_name(source.text, source.frames[line].span)
        caption = Caption(layouts[line], "above" if line < frame else "below", named)
    host = OUTSIDE if span.parent is None else span.parent
    view = QuoteView(number, span, own, previous, caption, following, host)
    text = source.text
    if own is not None:
        passage = own.passage
        words = passage.tree.words
        first = bisect_left(own.starts, span.outer.start)
        last = bisect_left(own.starts, span.outer.end)
        view.words = [
            index
            for index in range(first, last)
            if span.start <= words[index].start and words[index].end <= span.end
        ]
        quoted = set(view.words)
        view.heads = [
            index
            for index in view.words
            if words[index].head not in quoted and words[index].upos != "PUNCT"
        ]
        zone = own.host(host).words
        before, behind = bisect_left(zone, first), bisect_left(zone, last)
        view.first_outside = zone[before - 1] if before else -1
        view.next_outside = zone[behind] if behind < len(zone) else -1
        if zone:
            view.opens = _kicker(source, frame) or fold(words[zone[0]].form)
    view.left = _left(text, view)
    view.right = _right(text, span)
    _describe_shape(text, view)
    return view


def _kicker(source: Source, frame: int) -> str:
    """The first word of what stands in capitals before a sentence: « LIRE AUSSI - Le maire… »."""
    if not frame:
        return ""
    before, own = source.frames[frame - 1].span, source.frames[frame].span
    text = source.text
    apart = sentences.has_line_end(text, before.end, own.start)
    if text[before.end - 1] not in _KICKER_ENDS or apart:
        return ""
    first = _WORD.search(text, before.start, before.end)
    return fold(first.group()) if first else ""


_KICKER_ENDS: Final = frozenset("-–—|")


_WORD: Final = regex.compile(r"\p{L}+")


_LINE_GAP: Final = 40
"""White space looked over between a quote that begins a line and the line above."""


def _left(text: str, view: QuoteView) -> str:
    """What stands right before the opening mark: a punctuation mark, or the last word.

    At the start of a line that is a colon where the line before ends with one.
    """
    at = view.span.outer.start - 1
    while at >= 0 and text[at] in sentences.BLANKS:
        at -= 1
    if at < 0 or text[at] in sentences.LINE_ENDS:
        above = text[max(0, at - _LINE_GAP) : at + 1].rstrip()
        return ":" if above[-1:] == ":" else "start"
    if not text[at].isalnum() and text[at] not in "'’":
        return text[at]
    if view.layout is not None and view.first_outside >= 0:
        word = view.layout.passage.tree.words[view.first_outside]
        if word.end > at:
            form = fold(word.form)
            if word.upos in ("DET", "ADP", "SCONJ", "CCONJ", "PRON", "ADV"):
                return form if len(form) < 7 else word.upos
            return word.upos
    return "word"


def _right(text: str, span: MarkedSpan) -> str:
    at = span.outer.end
    while at < len(text) and text[at] in sentences.BLANKS:
        at += 1
    if at >= len(text) or text[at] in sentences.LINE_ENDS:
        return "end"
    character = text[at]
    if character.isalpha():
        return "Word" if character.isupper() else "word"
    return character if not character.isdigit() else "digit"


_ENDS: Final = frozenset(".!?…")


_SIGNS: Final = "?!.…,"


def _describe_shape(text: str, view: QuoteView) -> None:
    span = view.span
    inner = text[span.start : span.end]
    length = inner.count(" ") + 1
    finite = False
    first_person = False
    kinds: list[str] = []
    if view.layout is not None:
        words = view.layout.passage.tree.words
        for index in view.words:
            word = words[index]
            if word.upos in ("VERB", "AUX") and "VerbForm=Fin" in word.feats:
                finite = True
            if "Person=1" in word.feats or "Person=2" in word.feats:
                first_person = True
            if len(kinds) < 4 and word.upos != "PUNCT":
                kinds.append(word.upos)
    capital = inner[:1].isupper()
    stopped = inner[-1:] in _ENDS or text[span.outer.end : span.outer.end + 1] in _ENDS
    view.ends = inner[-1:] if inner[-1:] in _SIGNS else ""
    view.clause = finite
    view.utterance = capital and (finite or length > 6)
    bucket = (
        ["1", "2", "3", "4", "5-7", "5-7", "5-7", "8-14"][min(length, 8) - 1]
        if length < 15
        else "15+"
    )
    view.length = f"length={bucket}"
    view.form = f"capital={capital:d},finite={finite:d}"
    shape = [view.length, view.form, f"capital={capital:d},length={bucket}"]
    if stopped:
        shape.append(f"stopped,capital={capital:d}")
    if first_person:
        shape.append("first person")
    if length <= 4:
        shape.append("words=" + "+".join(kinds))
    if kinds:
        shape.append(f"first word={kinds[0]}")
    view.shape = tuple(shape)
