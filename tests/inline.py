"""Reads sentence-level cases annotated inline, as in fixtures/sentences.txt.

A file is a preamble of comment lines, then cases. A case is a line ``# id: …``, a line
``# says: …`` and the text up to the next header or ``## `` heading, without the line ends that
close it. Tags inside the text:

- ``<q n=1 kind=direct by="…" open>``: the words between the marks; kind is direct, mixed or term;
- ``<f>``: a fragment of the innermost quote's words, where something else stands between its marks;
- ``<s n="1 2">``: the mention of the speaker of quotes 1 and 2;
- ``<v n=1 kind=verb negated hedged>``: their cue; kind is verb, preposition or noun.

n is 1 where it is left out. Any other ``<`` or ``>`` is text. All offsets are code points of the
text without tags, end exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import regex

QUOTE_KINDS = ("direct", "mixed", "term")
CUE_KINDS = ("verb", "preposition", "noun")

_TAG = regex.compile(r"<(/?)([qsvf])((?:\s[^<>]*)?)>")
_ATTRIBUTE = regex.compile(r'\s+([a-z]+)(?:=(?:"([^"]*)"|([^\s"=]+)))?(?=\s|$)')
_LEFTOVER = regex.compile(r"</?[qsvf]\b")
_ALLOWED = {
    "q": {"n", "kind", "by", "open"},
    "s": {"n"},
    "v": {"n", "kind", "negated", "hedged"},
    "f": set[str](),
}
_FLAGS = {"open", "negated", "hedged"}


@attrs.frozen
class Span:
    start: int
    end: int


@attrs.frozen
class Cue:
    start: int
    end: int
    kind: str
    negated: bool
    hedged: bool


@attrs.frozen
class ExpectedQuote:
    """What must be found; by is None for a term and where the text names nobody."""

    start: int
    end: int
    kind: str
    by: str | None
    closed: bool
    fragments: tuple[Span, ...]
    parent: Span | None
    speaker: Span | None
    verb: Cue | None


@attrs.frozen
class Case:
    id: str
    says: str
    text: str
    quotes: tuple[ExpectedQuote, ...]


@attrs.define
class _Element:
    name: str
    attributes: dict[str, str]
    line: int
    start: int
    end: int = -1
    parent: _Element | None = None
    fragments: list[Span] = attrs.field(factory=list)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def read(path: str | Path) -> list[Case]:
    """Read every case of a file.

    Raises:
        ValueError: a case is malformed; the message begins with file and line number.
    """
    source = Path(path).read_bytes().decode("utf-8")

    def error(line: int, message: str) -> ValueError:
        return ValueError(f"{path}:{line}: {message}")

    cases: list[Case] = []
    seen: dict[str, int] = {}
    for line, case_id, says, annotated in _split(source.split("\n"), error):
        if case_id in seen:
            raise error(line, f"the id {case_id!r} was used in line {seen[case_id]} already")
        seen[case_id] = line
        text, quotes = _parse(annotated, line + 2, error)
        cases.append(Case(case_id, says, text, quotes))
    return cases


_Error = Callable[[int, str], ValueError]


def _split(lines: list[str], error: _Error) -> Iterator[tuple[int, str, str, str]]:
    """Yield line number of the header, id, says and annotated text of each case."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line or (line.startswith("#") and not line.startswith(("# id:", "# says:"))):
            at += 1
            continue
        if not line.startswith("# id:"):
            raise error(at + 1, "expected a header '# id: …' before this line")
        header = at + 1
        case_id = line.removeprefix("# id:").strip()
        if not case_id:
            raise error(header, "the id is empty")
        if header >= len(lines) or not lines[header].startswith("# says:"):
            raise error(header + 1, "expected '# says: …' under the id")
        says = lines[header].removeprefix("# says:").strip()
        if not says:
            raise error(header + 1, "says is empty")
        at = first = header + 1
        while at < len(lines) and not lines[at].startswith(("# id:", "# says:", "## ")):
            at += 1
        annotated = "\n".join(lines[first:at]).rstrip("\n")
        if not annotated:
            raise error(first + 1, f"case {case_id!r} has no text")
        yield header, case_id, says, annotated


def _parse(annotated: str, line: int, error: _Error) -> tuple[str, tuple[ExpectedQuote, ...]]:
    """Take the tags out of a text that begins in the given line."""
    pieces: list[str] = []
    length = done = 0
    open_elements: list[_Element] = []
    elements: list[_Element] = []

    def add(piece: str) -> None:
        nonlocal length, line
        stray = _LEFTOVER.search(piece)
        if stray:
            where = line + piece.count("\n", 0, stray.start())
            raise error(where, f"{stray[0]!r} begins a tag that is not well formed")
        pieces.append(piece)
        length += len(piece)
        line += piece.count("\n")

    for tag in _TAG.finditer(annotated):
        add(annotated[done : tag.start()])
        done = tag.end()
        closing, name, written = tag.groups()
        if not closing:
            element = _Element(name, _attributes(name, written, line, error), line, length)
            element.parent = next((e for e in reversed(open_elements) if e.name == "q"), None)
            open_elements.append(element)
            elements.append(element)
            continue
        if written or not open_elements or open_elements[-1].name != name:
            raise error(line, f"{tag[0]} closes nothing that is open here")
        element = open_elements.pop()
        element.end = length
        words = "".join(pieces)[element.start : element.end]
        if not words or words != words.strip():
            raise error(element.line, f"<{name}> holds {words!r}: empty, or space at its edges")
        if name == "f":
            if element.parent is None:
                raise error(element.line, "<f> stands outside of every <q>")
            element.parent.fragments.append(element.span)
    add(annotated[done:])
    if open_elements:
        raise error(open_elements[-1].line, f"<{open_elements[-1].name}> is never closed")
    return "".join(pieces), _quotes(elements, error)


def _attributes(name: str, written: str, line: int, error: _Error) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while match := _ATTRIBUTE.match(written, at):
        at = match.end()
        key = match[1]
        value = match[3] if match[2] is None else match[2]
        if key not in _ALLOWED[name]:
            raise error(line, f"<{name}> takes no attribute {key!r}")
        if key in found:
            raise error(line, f"<{name}> has the attribute {key!r} twice")
        if (value is None) != (key in _FLAGS):
            raise error(line, f"{key!r} is a flag" if value else f"{key!r} needs a value")
        found[key] = value or ""
    if written[at:].strip():
        raise error(line, f"<{name}> has attributes that can't be read: {written[at:].strip()!r}")
    kinds = {"q": QUOTE_KINDS, "v": CUE_KINDS}.get(name)
    if kinds and found.get("kind", kinds[0]) not in kinds:
        raise error(line, f"kind {found['kind']!r} is none of {', '.join(kinds)}")
    if found.get("by", "-").strip() == "":
        raise error(line, "by is empty: leave it out where the text names nobody")
    return found


def _quotes(elements: list[_Element], error: _Error) -> tuple[ExpectedQuote, ...]:
    numbered: dict[str, _Element] = {}
    for element in elements:
        if element.name == "q":
            number = element.attributes.get("n", "1")
            if not regex.fullmatch("[1-9][0-9]*", number):
                raise error(element.line, f"n={number!r}: a quote has one number, 1 or more")
            if number in numbered:
                raise error(element.line, f"two quotes have the number {number}")
            numbered[number] = element

    cues: dict[tuple[str, str], _Element] = {}
    for element in elements:
        if element.name not in ("s", "v"):
            continue
        numbers = element.attributes.get("n", "1").split()
        if not numbers:
            raise error(element.line, f"<{element.name}> names no quote")
        for number in numbers:
            if number not in numbered:
                raise error(element.line, f"<{element.name}> names quote {number}: there is none")
            if (element.name, number) in cues:
                raise error(element.line, f"quote {number} has two <{element.name}>")
            quote = numbered[number]
            if quote.attributes.get("kind") == "term":
                raise error(element.line, f"quote {number} is a term: it has no <{element.name}>")
            inside = quote.fragments or [quote.span]
            if any(f.start < element.end and element.start < f.end for f in inside):
                raise error(
                    element.line, f"<{element.name}> stands in the quoted words of quote {number}"
                )
            cues[element.name, number] = element

    expected: list[ExpectedQuote] = []
    for number, quote in numbered.items():
        attributes = quote.attributes
        kind = attributes.get("kind", QUOTE_KINDS[0])
        if kind == "term" and "by" in attributes:
            raise error(quote.line, "a term is by nobody")
        speaker, verb = cues.get(("s", number)), cues.get(("v", number))
        expected.append(
            ExpectedQuote(
                start=quote.start,
                end=quote.end,
                kind=kind,
                by=attributes.get("by"),
                closed="open" not in attributes,
                fragments=tuple(quote.fragments) or (quote.span,),
                parent=quote.parent.span if quote.parent else None,
                speaker=speaker.span if speaker else None,
                verb=_cue(verb) if verb else None,
            )
        )
    return tuple(sorted(expected, key=lambda quote: (quote.start, -quote.end)))


def _cue(verb: _Element) -> Cue:
    attributes = verb.attributes
    return Cue(
        start=verb.start,
        end=verb.end,
        kind=attributes.get("kind", CUE_KINDS[0]),
        negated="negated" in attributes,
        hedged="hedged" in attributes,
    )
