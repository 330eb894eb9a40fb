"""brat stand-off: the annotations of one document, with its text as a file of its own.

``T`` lines are spans (``Quote``, ``Speaker``, ``Cue``), ``R`` lines the relation ``Said`` from a
quote to its speaker's mention and to its cue, ``A`` lines attributes, ``#`` lines notes.
"""

from __future__ import annotations

import re
import unicodedata

from quoteattr.errors import InputError
from quoteattr.formats.table import printable
from quoteattr.model import Mention, Quote, Quotes, Span, Verb

# brat ends a span with its line; tabs part the columns.
_BREAK = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_KEPT = frozenset("\t\n\r")


def plain(text: str) -> str:
    """The text that the offsets count in: U+FFFD for control characters, one for one.

    Only tabs, line feeds and carriage returns stay.
    """
    return "".join(
        character
        if character in _KEPT or unicodedata.category(character) not in ("Cc", "Cs")
        else "\ufffd"
        for character in text
    )


class Writer:
    """Writes the ``.ann`` file of one document; ``beside`` has the ``.txt`` file.

    Args:
        evidence: whether a note of each quote tells what its answer rests on.
    """

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence
        self._text: str | None = None

    def start(self) -> str:
        return ""

    def document(self, id: str | int, quotes: Quotes) -> str:
        """The annotations.

        Raises:
            InputError: at a second document: the offsets of brat count in one text.
        """
        if self._text is not None:
            raise InputError(
                f"{printable(str(id))}: brat keeps one document a file: run extract once for each"
                " document, or choose another format"
            )
        self._text = plain(quotes.text)
        return _Annotations(self._text, self._evidence).of(quotes)

    def end(self) -> str:
        return ""

    def beside(self) -> dict[str, str]:
        """The files that belong to the written one, text by ending; empty before a document."""
        return {} if self._text is None else {".txt": self._text}


class _Annotations:
    """Lines, and the numbers given so far."""

    def __init__(self, text: str, evidence: bool) -> None:
        self._text = text
        self._evidence = evidence
        self._lines: list[str] = []
        self._given: dict[str, int] = {}
        self._places: dict[Mention | Verb, str | None] = {}

    def of(self, quotes: Quotes) -> str:
        for quote in quotes:
            self._quote(quote)
        return "".join(f"{line}\n" for line in self._lines)

    def _quote(self, quote: Quote) -> None:
        found = self._span("Quote", quote.parts)
        if found is None:
            return
        self._line("A", f"Kind {found} {quote.kind.capitalize()}")
        if not quote.closed:
            self._line("A", f"Unclosed {found}")
        speaker = quote.speaker
        for place in (None if speaker is None else speaker.mention, quote.verb):
            other = None if place is None else self._place(place)
            if other is not None:
                self._line("R", f"Said Arg1:{found} Arg2:{other}")
        notes = [f"confidence: {quote.confidence:.4f}"]
        if speaker is not None and speaker.name is not None:
            notes.insert(0, f"speaker: {printable(speaker.name)}")
        if self._evidence and quote.evidence is not None:
            notes.append(f"rule: {printable(quote.evidence.rule)}")
        self._line("#", f"AnnotatorNotes {found}\t{'; '.join(notes)}")

    def _place(self, place: Mention | Verb) -> str | None:
        """The name of a mention or cue, which several quotes may share."""
        if place not in self._places:
            verb = isinstance(place, Verb)
            found = self._span("Cue" if verb else "Speaker", (Span(place.start, place.end),))
            self._places[place] = found
            if isinstance(place, Verb) and found is not None:
                self._line("A", f"CueKind {found} {place.kind.capitalize()}")
                if place.negated:
                    self._line("A", f"Negated {found}")
                if place.hedged:
                    self._line("A", f"Hedged {found}")
                self._line("#", f"AnnotatorNotes {found}\tlemma: {printable(place.lemma)}")
        return self._places[place]

    def _span(self, type: str, spans: tuple[Span, ...]) -> str | None:
        """A ``T`` line; None where the spans hold nothing that brat could show."""
        fragments = [fragment for span in spans for fragment in self._unbroken(span)]
        if not fragments:
            return None
        where = ";".join(f"{fragment.start} {fragment.end}" for fragment in fragments)
        words = " ".join(self._text[fragment.start : fragment.end] for fragment in fragments)
        return self._line("T", f"{type} {where}\t{words}")

    def _unbroken(self, span: Span) -> list[Span]:
        """The span in pieces of one line each."""
        pieces = []
        start = span.start
        for gap in _BREAK.finditer(self._text, span.start, span.end):
            pieces.append(Span(start, gap.start()))
            start = gap.end()
        pieces.append(Span(start, span.end))
        return [piece for piece in pieces if self._text[piece.start : piece.end].strip()]

    def _line(self, letter: str, rest: str) -> str:
        self._given[letter] = self._given.get(letter, 0) + 1
        name = f"{letter}{self._given[letter]}"
        self._lines.append(f"{name}\t{rest}")
        return name
