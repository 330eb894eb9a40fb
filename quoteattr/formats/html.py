"""HTML: the article with its quotes marked, for the browser (one file, no network) and notebooks.

Every string of the input is escaped. A page runs one script, ``view.js``, and a Content Security
Policy admits nothing else; what goes into a notebook has no script at all. In the page the text of
an article stands character for character, without the labels; control characters, which HTML can't
hold, stand as their symbols (``␛``).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from attrs import define, evolve, field, frozen

from quoteattr.formats.nesting import Step, lay_out, places
from quoteattr.formats.table import counted, printable
from quoteattr.model import Entity, Mention, Quote, Quotes, Span, Verb

COLOURS, LINES = 7, 4
"""Colours and styles of line in ``view.css``; with no common divisor they make 28 pairs."""

NOTEBOOK_CHARACTERS = 100_000
"""A notebook shows no more of an article than this."""

SHORT_LIST = 8
"""A notebook shows a list of so many quotes open."""

_NOBODY, _UNRESOLVED = "no speaker", "unresolved"
_LONGEST_LABEL = 4
_CLOSING = {"«": "»", "‹": "›", "“": "”", "„": "“", "<<": ">>"}
# One character for one, so that offsets stay. U+FFFD where there is no symbol.
_SAFE = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0C, 0x0D)},
    0x7F: 0x2421,
    **{code: 0xFFFD for code in range(0x80, 0xA0)},
    **{code: 0xFFFD for code in range(0xD800, 0xE000)},
}


def safe(text: str) -> str:
    """The text as HTML, of the same characters once it is read.

    Control characters become their symbols, lone surrogates U+FFFD, one for one. A carriage return
    is written as a reference, because a raw one would be read as a line feed.
    """
    return escape(text.translate(_SAFE)).replace("\r", "&#13;")


def reference(quote: Quote, name: str | int | None = None) -> str:
    """The quote with its speaker, document and offsets, to paste into a text.

    ``name`` is the document's, left out where there is none.
    """
    speaker = quote.speaker
    who = speaker.name or (speaker.mention.text if speaker.mention else None) if speaker else None
    where = [] if name is None else [printable(str(name))]
    where.append(f"characters {quote.start}–{quote.end}")
    said = f" — {printable(who)}" if who else ""
    return f"« {quote.text.translate(_SAFE)} »{said} ({', '.join(where)})"


def notebook(quotes: Quotes) -> str:
    """The article as a notebook shows it: no script, styles of its own."""
    cut = quotes.text[:NOTEBOOK_CHARACTERS]
    shown = quotes
    note = ""
    if len(cut) < len(quotes.text):
        inside = tuple(quote for quote in quotes if quote.end <= len(cut))
        shown = Quotes(inside, cut, quotes.entities, quotes.meta)
        note = (
            f'<p class="sum">The first {len(cut)} of {len(quotes.text)} characters, with'
            f" {len(inside)} of {len(quotes)} quotes.</p>"
        )
    # Links need ids that no other cell has; the same article shown twice looks the same anyway.
    digest = hashlib.sha256(repr((shown, cut)).encode("utf-8", "backslashreplace")).hexdigest()
    body = note + _section(shown, f"qa{digest[:10]}", None, live=False)
    return f'<div class="quoteattr"><style>{_style()}</style>{body}</div>\n'


def notebook_quote(quote: Quote) -> str:
    """One quote as a notebook shows it: its sentence, its speaker and its cue."""
    sentence = _View(_sentence(quote), "", None)
    card = _card(_View(Quotes((quote,), ""), "", None), 0, live=False)
    return (
        f'<div class="quoteattr"><style>{_style()}</style><div class="document">'
        f'<div class="columns"><article lang="fr">{"".join(_article(sentence, alone=True))}'
        f'</article><ol class="cards">{card}</ol></div></div></div>\n'
    )


def _sentence(quote: Quote) -> Quotes:
    """The quote in its sentence as if that were the whole text."""
    context = quote.context
    sentence = context.sentence
    before = f"{context.before} " if context.before else ""
    gap = "\u202f" if quote.mark in ("«", "‹") else ""
    left = f"{before}{quote.mark}{gap}"
    right = f"{gap}{_CLOSING.get(quote.mark, quote.mark)}" if quote.closed else ""
    if context.after:
        right += context.after if context.after[0] in ",.)" else f" {context.after}"
    text = f"{left}{quote.text}{right}"

    def moved(place: Mention | Verb) -> int:
        """Where the place is now; -1 where it is in another sentence."""
        guesses = (
            place.start - quote.start + len(left),
            place.start - sentence.start,
            place.start - sentence.end + len(text),
        )
        return next((at for at in guesses if at >= 0 and text.startswith(place.text, at)), -1)

    speaker, verb = quote.speaker, quote.verb
    if speaker is not None and speaker.mention is not None:
        at = moved(speaker.mention)
        found = evolve(speaker.mention, start=at, end=at + len(speaker.mention.text))
        speaker = evolve(speaker, mention=found if at >= 0 else None)
    if verb is not None:
        at = moved(verb)
        verb = evolve(verb, start=at, end=at + len(verb.text)) if at >= 0 else None
    start = len(left)
    shift = start - quote.start
    shown = evolve(
        quote,
        start=start,
        end=start + len(quote.text),
        speaker=speaker,
        verb=verb,
        fragments=tuple(Span(one.start + shift, one.end + shift) for one in quote.fragments),
        parent=None,
    )
    return Quotes((shown,), text)


class Writer:
    """Writes one page, a section a document.

    Args:
        evidence: whether each quote also tells what its answer rests on.
    """

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence
        self._documents = 0

    def start(self) -> str:
        return ""

    def document(self, id: str | int, quotes: Quotes) -> str:
        self._documents += 1
        head = _head(str(id)) if self._documents == 1 else ""
        return head + _section(
            quotes, f"d{self._documents}", id, live=True, evidence=self._evidence
        )

    def end(self) -> str:
        head = "" if self._documents else _head("no document")
        return (
            f'{head}<footer><p class="keys" hidden>Keys: <kbd>j</kbd> next quote, <kbd>k</kbd>'
            " quote before, <kbd>c</kbd> copy it with its reference, <kbd>Esc</kbd> let go,"
            " <kbd>Tab</kbd> from label to label.</p><p>Underlined: quotes, a colour and a line a"
            " speaker. <b>Bold</b>: where the text names the speaker. <i>Italic</i>: the cue.</p>"
            f"</footer>\n<script>{_script()}</script>\n</body>\n</html>\n"
        )


@frozen
class _Group:
    """One line of the legend: a speaker, or the quotes that nobody is named for."""

    name: str
    label: str
    look: str
    role: str | None
    quotes: tuple[int, ...]


@define
class _View:
    """What the parts of one document share."""

    quotes: Quotes
    prefix: str
    id: str | int | None
    groups: list[_Group] = field(init=False)
    group_of: list[int] = field(init=False)
    places: dict[Mention | Verb, list[int]] = field(init=False)
    anchors: dict[Mention | Verb, str] = field(init=False, factory=dict)
    placed: set[str] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        self.groups = _groups(self.quotes)
        self.group_of = [0] * len(self.quotes)
        for number, group in enumerate(self.groups):
            for index in group.quotes:
                self.group_of[index] = number
        self.places = places(self.quotes)
        for number, place in enumerate(self.places, start=1):
            self.anchors[place] = f"{self.prefix}-{'c' if isinstance(place, Verb) else 'm'}{number}"

    def look(self, index: int) -> str:
        """The classes of a quote's colour and line."""
        look = self.groups[self.group_of[index]].look
        return f"{look} term" if self.quotes[index].kind == "term" else look


def _groups(quotes: Quotes) -> list[_Group]:
    """Who the quotes belong to, most quoted first, then by first quote."""
    members: dict[tuple[int, int | str], list[int]] = {}
    names: dict[tuple[int, int | str], tuple[str, Entity | None]] = {}
    for index, quote in enumerate(quotes):
        speaker = quote.speaker
        key: tuple[int, int | str]
        if speaker is None:
            key = (3, "") if quote.kind == "term" else (2, "")
            name, entity = ("terms" if quote.kind == "term" else _NOBODY), None
        else:
            entity = quotes.entity_of(quote)
            found = speaker.name or (entity.name if entity else None)
            if speaker.entity is not None:
                key = (0, speaker.entity)
            elif found:
                key = (0, found)
            else:
                key = (1, "")
            name = found or _UNRESOLVED
        members.setdefault(key, []).append(index)
        names.setdefault(key, (name, entity))
    # Who can't be named stands last, however often.
    order = sorted(members, key=lambda key: (key[0], -len(members[key]), members[key][0]))
    labels = _labels([names[key][0] if key[0] == 0 else "" for key in order])
    groups = []
    for number, key in enumerate(order):
        name, entity = names[key]
        named = key[0] == 0
        groups.append(
            _Group(
                name=printable(name),
                label=labels[number] if named else ("", "?", "?", "T")[key[0]],
                look=f"c{number % COLOURS} s{number % LINES}" if named else f"cx s{key[0]}",
                role=printable(entity.role) if entity and entity.role else None,
                quotes=tuple(members[key]),
            )
        )
    return groups


def _labels(names: Sequence[str]) -> list[str]:
    """Short labels, all different: initials, with a number where two would be alike.

    Articles and other small words count only where there are no others.
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    labels = []
    for name in names:
        words = [word for word in re.split(r"[\s'’-]+", name) if word]
        words = [word for word in words if len(word) > 3 - word[0].isupper()] or words
        letters = [next((c for c in word if c.isalnum()), "") for word in words]
        capitals = [letter for letter in letters if letter.isupper()]
        letters = capitals if len(capitals) > 1 else [letter.upper() for letter in letters]
        label = base = "".join(letters)[:_LONGEST_LABEL]
        while label in taken or not label:
            last[base] = last.get(base, 1) + 1
            label = f"{base or '#'}{last[base]}"
        taken.add(label)
        labels.append(label)
    return labels


def _section(
    quotes: Quotes, prefix: str, id: str | int | None, *, live: bool, evidence: bool = False
) -> str:
    view = _View(quotes, prefix, id)
    article = "".join(_article(view))
    cards = "".join(
        _card(view, index, live=live, evidence=evidence) for index in range(len(quotes))
    )
    listed = f'<ol class="cards" aria-label="Quotes">{cards}</ol>' if cards else ""
    if not live and cards:
        opened = " open" * (len(quotes) <= SHORT_LIST)
        listed = f"<details{opened}><summary>All {len(quotes)} quotes</summary>{listed}</details>"
    title = "" if id is None else f'<h1 id="{prefix}">{safe(printable(str(id)))}</h1>'
    meta = " · ".join(f"{key} {value}" for key, value in quotes.meta.items())
    versions = f'<p class="sum">{safe(printable(meta))}</p>' if meta else ""
    return (
        f'<section class="document">{title}<p class="sum">{_summary(view)}</p>'
        f'<div class="columns"><article lang="fr">{article}</article>'
        f'<aside aria-label="Speakers and quotes">{_legend(view, live)}{listed}</aside></div>'
        f"{versions}</section>\n"
    )


def _summary(view: _View) -> str:
    terms = sum(quote.kind == "term" for quote in view.quotes)
    people = sum(not group.look.startswith("cx") for group in view.groups)
    counts = counted(len(view.quotes), "quote")
    if terms:
        counts += f", {terms} of them {'a term' if terms == 1 else 'terms'}"
    return f"{counts} · {counted(people, 'speaker')}"


def _article(view: _View, *, alone: bool = False) -> Iterator[str]:
    """The text with an element for each quote, mention and cue.

    Where ``alone`` is set there is nothing to lead to: no ids, no labels.
    """
    quotes, text = view.quotes, view.quotes.text
    found = list(view.places)
    incises = [gap for quote in quotes for gap in _incises(quote)]
    spans = [quote.span for quote in quotes] + incises
    first_place = len(spans)
    spans += [Span(place.start, place.end) for place in found]
    steps = list(lay_out(text, spans))
    inside, around = _depths(steps, len(quotes))
    # Where blank lines part paragraphs, a line without one before it follows closely.
    blank = {
        step.end
        for step in steps
        if step.kind == "between" and text.count("\n", step.start, step.end) > 1
    }
    for step in steps:
        if step.kind in ("words", "between"):
            yield safe(text[step.start : step.end])
        elif step.kind == "paragraph":
            yield '<p class="tight">' if blank and step.start not in blank else "<p>"
        elif step.kind == "/paragraph":
            yield "</p>"
        elif step.owner >= first_place:
            place = found[step.owner - first_place]
            yield "</span>" if step.kind == "close" else _open_place(view, place, step, alone)
        elif step.owner >= len(quotes):
            yield "</span>" if step.kind == "close" else '<span class="incise">'
        elif step.kind == "open":
            classes = " inside" * (step.owner in inside) + " around" * (step.owner in around)
            yield _open_quote(view, step, classes, alone)
        else:
            yield "</mark>"
            if step.part == step.parts and not alone:
                yield _tag(view, step.owner)


def _incises(quote: Quote) -> Iterator[Span]:
    """What stands between the marks and is not quoted."""
    position = quote.start
    for span in sorted(quote.parts):
        if position < span.start:
            yield Span(position, span.start)
        position = max(position, span.end)
    if quote.start < position < quote.end:
        yield Span(position, quote.end)


def _depths(steps: Sequence[Step], quotes: int) -> tuple[set[int], set[int]]:
    """Which quotes stand inside another one, and which have one inside."""
    inside, around = set(), set()
    stack: list[int] = []
    for step in steps:
        if not 0 <= step.owner < quotes:
            continue
        if step.kind == "close":
            stack.pop()
            continue
        if stack:
            inside.add(step.owner)
            around.add(stack[-1])
        stack.append(step.owner)
    return inside, around


def _open_quote(view: _View, step: Step, classes: str, alone: bool) -> str:
    index = step.owner
    anchor = f"{view.prefix}-q{index + 1}"
    named = _named(view, anchor, step, alone)
    title = safe(_in_words(view, index))
    look = f"{view.look(index)}{classes}"
    return f'<mark class="{look}"{named} data-of="{index + 1}" title="{title}">'


def _open_place(view: _View, place: Mention | Verb, step: Step, alone: bool) -> str:
    kind, title = ("cue", "Cue") if isinstance(place, Verb) else ("mention", "Speaker")
    named = _named(view, view.anchors[place], step, alone)
    indices = view.places[place]
    numbers = " ".join(str(index + 1) for index in indices)
    if not isinstance(place, Verb):
        title = f"Speaker: {view.groups[view.group_of[indices[0]]].name}"
    return f'<span class="{kind}"{named} data-of="{numbers}" title="{safe(title)}">'


def _named(view: _View, anchor: str, step: Step, alone: bool) -> str:
    """The id of an element's first part."""
    if alone or step.part > 1:
        return ""
    view.placed.add(anchor)
    return f' id="{anchor}"'


def _tag(view: _View, index: int) -> str:
    """The label behind a quote, which leads to its card."""
    label = safe(view.groups[view.group_of[index]].label)
    words = safe(f"Quote {index + 1}: {_in_words(view, index)}")
    return (
        f'<a class="tag {view.look(index)}" href="#{view.prefix}-n{index + 1}"'
        f' data-quote="{index + 1}" aria-label="{words}" title="{words}">{label}</a>'
    )


def _in_words(view: _View, index: int) -> str:
    quote = view.quotes[index]
    group = view.groups[view.group_of[index]]
    words = [] if quote.kind == "term" and quote.speaker is None else [group.name]
    words.append(quote.kind)
    if quote.verb is not None:
        words.append(f"cue « {printable(quote.verb.text)} »")
    return " · ".join(words)


def _legend(view: _View, live: bool) -> str:
    """Speakers and kinds with their counts; in a page each is a button that filters."""
    speakers = []
    for number, group in enumerate(view.groups):
        words = sum(view.quotes[index].word_count for index in group.quotes)
        role = f' <span class="role">{safe(group.role)} ·</span>' if group.role else ""
        counts = f"{counted(len(group.quotes), 'quote')}, {counted(words, 'word')}"
        inner = (
            f'<span class="tag {group.look}">{safe(group.label)}</span> '
            f'<span><bdi class="name">{safe(group.name)}</bdi>{role} '
            f'<span class="count">{counts}</span></span>'
        )
        speakers.append(_item(inner, group.look, f'data-group="{number}"', live))
    kinds = []
    for kind in ("direct", "mixed", "term"):
        count = sum(quote.kind == kind for quote in view.quotes)
        if count:
            inner = f'{kind} <span class="count">{count}</span>'
            kinds.append(_item(inner, "plain", f'data-kind="{kind}"', live))
    if not speakers:
        return ""
    state = ""
    if live:
        state = (
            '<p class="state"><button type="button" class="small clear" hidden>Show all</button>'
            '<span class="said" role="status"></span></p>'
        )
    return (
        '<div class="legend" role="group" aria-label="Speakers and kinds">'
        f'<ul class="who">{"".join(speakers)}</ul><ul>{"".join(kinds)}</ul>{state}</div>'
    )


def _item(inner: str, look: str, data: str, live: bool) -> str:
    if not live:
        return f'<li><span class="item {look}">{inner}</span></li>'
    return (
        f'<li><button type="button" class="item {look}" {data} aria-pressed="false">{inner}'
        "</button></li>"
    )


def _card(view: _View, index: int, *, live: bool, evidence: bool = False) -> str:
    """All that is known of one quote, with the ways to its places in the text."""
    quote = view.quotes[index]
    number = index + 1
    label = safe(view.groups[view.group_of[index]].label)
    button = ""
    if live:
        button = (
            '<button type="button" class="small copy" hidden'
            f' data-copy="{safe(reference(quote, view.id))}"'
            f' aria-label="Copy quote {number} with its reference">Copy</button>'
        )
    words = _link(view, f"{view.prefix}-q{number}", f"« {quote.text} »")
    facts = "".join(f"<span>{fact}</span> " for fact in _facts(view, index, evidence))
    return (
        f'<li class="card {view.look(index)}" id="{view.prefix}-n{number}"'
        f' data-quote="{number}" data-group="{view.group_of[index]}" data-kind="{quote.kind}">'
        f'<p class="head"><span class="tag {view.look(index)}">{label}</span>'
        f" <span>{_who(view, index)}</span>{button}</p>"
        f'<p class="words" lang="fr">{words}</p><p class="facts">{facts}</p></li>'
    )


def _who(view: _View, index: int) -> str:
    quote = view.quotes[index]
    group = view.groups[view.group_of[index]]
    if quote.speaker is not None and group.name != _UNRESOLVED:
        return f'<bdi class="name">{safe(group.name)}</bdi>'
    if quote.speaker is not None:
        return '<span class="open">somebody who is not resolved</span>'
    if quote.kind == "term":
        return '<span class="open">a term, nobody utters it</span>'
    return '<span class="open">speaker left open</span>'


def _facts(view: _View, index: int, evidence: bool) -> Iterator[str]:
    quote = view.quotes[index]
    mention = None if quote.speaker is None else quote.speaker.mention
    if mention is not None:
        yield f"speaker {_link(view, view.anchors[mention], mention.text)}"
    if quote.verb is not None:
        lemma = quote.verb.lemma
        more = [lemma] if lemma != quote.verb.text else []
        more += ["negated"] * quote.verb.negated + ["hedged"] * quote.verb.hedged
        told = f" ({safe(printable(', '.join(more)))})" if more else ""
        yield f"cue {_link(view, view.anchors[quote.verb], quote.verb.text)}{told}"
    yield f"<b>{quote.kind}</b>"
    yield f"characters {quote.start}–{quote.end}"
    yield f"confidence {quote.confidence:.2f}"
    if not quote.closed:
        yield "never closed"
    if quote.parent is not None:
        yield "inside another quote"
    if evidence and quote.evidence is not None:
        yield f"rule: {safe(printable(quote.evidence.rule))}"


def _link(view: _View, anchor: str, text: str) -> str:
    """A link to a place in the article, plain text where the article doesn't hold it."""
    inner = f'<bdi lang="fr">{safe(printable(text))}</bdi>'
    return f'<a href="#{anchor}">{inner}</a>' if anchor in view.placed else inner


def _head(title: str) -> str:
    policy = (
        f"default-src 'none'; script-src {_hash(_script())}; style-src {_hash(_style())};"
        " base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="generator" content="quoteattr">\n'
        f"<title>{safe(printable(title))} · quotes</title>\n"
        f'<style>{_style()}</style>\n</head>\n<body class="quoteattr">\n'
    )


@cache
def _style() -> str:
    return _resource("view.css")


@cache
def _script() -> str:
    return _resource("view.js")


def _resource(name: str) -> str:
    return files("quoteattr.formats").joinpath(name).read_text("utf-8").replace("\r\n", "\n")


def _hash(source: str) -> str:
    """What a Content Security Policy calls an inline source by."""
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
