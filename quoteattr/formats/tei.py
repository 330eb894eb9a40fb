"""TEI P5: the text with ``said`` and ``q``, the speakers in the header.

The words between the paragraphs' tags are those of the source, white space included, so the text
of ``body`` is the source and offsets into one are offsets into the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape as _escape

from attrs import define, field

from quoteattr.formats.nesting import Step, lay_out, places
from quoteattr.formats.table import printable
from quoteattr.model import Entity, Mention, Quote, Quotes, Span, Verb

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """The text as XML: U+FFFD for each character that XML 1.0 can't hold, one for one.

    A carriage return is written as a reference, because a raw one would be read as a line feed.
    """
    return _escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;", '"': "&quot;"})


class Writer:
    """Writes one ``TEI`` element, or a ``teiCorpus`` of several documents.

    Args:
        evidence: whether each quote has a note that tells what its answer rests on.
    """

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence
        self._documents = 0
        self._first = ""

    def start(self) -> str:
        return '<?xml version="1.0" encoding="UTF-8"?>\n'

    def document(self, id: str | int, quotes: Quotes) -> str:
        self._documents += 1
        element = "".join(_document(id, quotes, f"d{self._documents}", self._evidence))
        if self._documents == 1:
            # Only the second document tells whether this is a corpus.
            self._first = element
            return ""
        before = _corpus_head() + self._first if self._documents == 2 else ""
        self._first = ""
        return before + element

    def end(self) -> str:
        if self._documents == 1:
            return self._first.replace("<TEI>", f'<TEI xmlns="{NAMESPACE}">', 1)
        return (_corpus_head() if not self._documents else "") + "</teiCorpus>\n"


def _corpus_head() -> str:
    return (
        f'<teiCorpus xmlns="{NAMESPACE}">\n<teiHeader>\n{_file("Quotes of several documents")}'
        "</teiHeader>\n"
    )


def _file(title: str) -> str:
    return (
        f"<fileDesc>\n<titleStmt><title>{safe(printable(title))}</title></titleStmt>\n"
        "<publicationStmt><p>Written by quoteattr.</p></publicationStmt>\n"
        "<sourceDesc><p>The text as it was read.</p></sourceDesc>\n</fileDesc>\n"
    )


@define
class _Names:
    """The xml:id of everything in one document."""

    quotes: Quotes
    prefix: str
    people: dict[int | str, str] = field(init=False, factory=dict)
    places: dict[Mention | Verb, list[int]] = field(init=False)
    placed: set[int] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        for entity in self.quotes.entities:
            self.people.setdefault(entity.id, f"{self.prefix}-e{entity.id}")
        extra = 0
        for quote in self.quotes:
            key = _who(quote)
            if key is not None and key not in self.people:
                extra += 1
                self.people[key] = f"{self.prefix}-s{extra}"
        self.places = places(self.quotes)

    def quote(self, index: int) -> str:
        return f"{self.prefix}-q{index + 1}"

    def person(self, quote: Quote) -> str | None:
        key = _who(quote)
        return None if key is None else self.people[key]


def _who(quote: Quote) -> int | str | None:
    """What is the same for all quotes of one speaker: the entity, else the name."""
    speaker = quote.speaker
    if speaker is None:
        return None
    return speaker.name if speaker.entity is None else speaker.entity


def _document(id: str | int, quotes: Quotes, prefix: str, evidence: bool) -> Iterator[str]:
    names = _Names(quotes, prefix)
    yield f"<TEI>\n<teiHeader>\n{_file(str(id))}<encodingDesc>\n"
    yield (
        '<editorialDecl><quotation marks="all"><p>The marks are kept, before and after the element'
        " of the quote. said: somebody utters the words; direct is true for a whole utterance,"
        " false for a fragment in the journalist's sentence. q of type soCalled: nobody is"
        " presented as uttering the words. cert is the probability that kind and speaker are both"
        " right.</p></quotation></editorialDecl>\n"
    )
    yield (
        f'<classDecl><taxonomy><category xml:id="{prefix}-negated"><catDesc>the cue is negated'
        f'</catDesc></category><category xml:id="{prefix}-hedged"><catDesc>the cue is in the'
        " conditional or hedged otherwise</catDesc></category></taxonomy></classDecl>\n"
    )
    if quotes.meta:
        yield "<appInfo>"
        yield '<application ident="quoteattr" version="'
        yield f'{_version(quotes.meta.get("quoteattr", ""))}"><label>quoteattr</label>'
        for key, value in quotes.meta.items():
            yield f"<p>{safe(printable(f'{key}: {value}'))}</p>"
        yield "</application></appInfo>\n"
    yield '</encodingDesc>\n<profileDesc>\n<langUsage><language ident="fr">French</language>'
    yield "</langUsage>\n"
    if names.people:
        yield f"<particDesc><listPerson>\n{''.join(_people(names))}</listPerson></particDesc>\n"
    yield "</profileDesc>\n</teiHeader>\n"
    yield '<text xml:lang="fr"><body xml:space="preserve">'
    yield from _body(names)
    yield "</body>"
    if evidence:
        yield _evidence(names)
    yield "</text>\n</TEI>\n"


def _version(text: str) -> str:
    """A TEI version number, of digits and points; 0 where the text is none."""
    found = re.match(r"[0-9]+(?:\.[0-9]+){0,3}", text)
    return found[0] if found else "0"


def _people(names: _Names) -> Iterator[str]:
    entities = {entity.id: entity for entity in names.quotes.entities}
    spoken = {
        quote.speaker.entity: quote.speaker.name
        for quote in names.quotes
        if quote.speaker is not None and quote.speaker.entity is not None
    }
    for key, xml_id in names.people.items():
        if isinstance(key, str):
            entity = Entity(-1, key)
        else:
            entity = entities.get(key) or Entity(key, spoken.get(key))
        # A group or an organisation is no person; a plural that the text marks shows one.
        tag = "personGrp" if entity.number == "plural" else "person"
        yield f'<{tag} xml:id="{xml_id}">'
        if entity.name:
            yield f"<persName>{safe(printable(entity.name))}</persName>"
        for alias in entity.aliases:
            yield f'<persName type="alias">{safe(printable(alias))}</persName>'
        if entity.gender:
            yield f'<trait type="gender"><desc>{entity.gender}</desc></trait>'
        if entity.number:
            yield f'<trait type="number"><desc>{entity.number}</desc></trait>'
        if entity.role:
            yield f"<occupation>{safe(printable(entity.role))}</occupation>"
        if not (entity.name or entity.aliases):
            yield "<note>not named in the text</note>"
        yield f"</{tag}>\n"


def _body(names: _Names) -> Iterator[str]:
    quotes = names.quotes
    found = list(names.places)
    # An incise inside the marks is nobody's speech: each fragment is an element of its own.
    pieces = [(index, span) for index, quote in enumerate(quotes) for span in quote.parts]
    spans = [span for _, span in pieces] + [Span(place.start, place.end) for place in found]
    steps = list(lay_out(quotes.text, spans))
    owners = [index for index, _ in pieces]
    total = Counter(
        owners[step.owner] for step in steps if step.kind == "open" and step.owner < len(owners)
    )
    # A quote of nothing but white space between paragraphs has no element to point at.
    names.placed.update(total)
    written: Counter[int] = Counter()
    any_paragraph = False
    for step in steps:
        if step.kind in ("words", "between"):
            yield safe(quotes.text[step.start : step.end])
        elif step.kind == "paragraph":
            any_paragraph = True
            yield "<p>"
        elif step.kind == "/paragraph":
            yield "</p>"
        elif step.owner < len(owners):
            index = owners[step.owner]
            tag = "q" if quotes[index].kind == "term" else "said"
            if step.kind == "close":
                yield f"</{tag}>"
            else:
                written[index] += 1
                yield _open_quote(names, index, tag, written[index], total[index])
        else:
            number = step.owner - len(owners)
            yield _place(names, found[number], number + 1, step)
    if not any_paragraph:
        yield "<p/>"


def _open_quote(names: _Names, index: int, tag: str, part: int, parts: int) -> str:
    quote = names.quotes[index]
    xml_id = names.quote(index)
    attributes = [f'xml:id="{_part(xml_id, part)}"']
    if (who := names.person(quote)) is not None:
        attributes.append(f'who="#{who}"')
    if tag == "q":
        attributes.append('type="soCalled"')
    else:
        attributes.append(f'direct="{"true" if quote.kind == "direct" else "false"}"')
    attributes.append(f'cert="{min(max(quote.confidence, 0.0), 1.0):.4f}"')
    return f"<{tag} {' '.join(attributes + _links(xml_id, part, parts))}>"


def _place(names: _Names, place: Mention | Verb, number: int, step: Step) -> str:
    cue = isinstance(place, Verb)
    if step.kind == "close":
        return "</seg>" if cue else "</rs>"
    of = [index for index in names.places[place] if index in names.placed]
    xml_id = f"{names.prefix}-{'c' if cue else 'm'}{number}"
    attributes = [f'xml:id="{_part(xml_id, step.part)}"']
    if of:
        attributes.append(f'corresp="{" ".join("#" + names.quote(index) for index in of)}"')
    attributes += _links(xml_id, step.part, step.parts)
    if isinstance(place, Verb):
        marks = ["negated"] * place.negated + ["hedged"] * place.hedged
        if marks:
            attributes.append(f'ana="{" ".join(f"#{names.prefix}-{mark}" for mark in marks)}"')
        return f'<seg type="cue" subtype="{place.kind}" {" ".join(attributes)}>'
    people = dict.fromkeys(filter(None, (names.person(names.quotes[index]) for index in of)))
    if people:
        attributes.append(f'ref="{" ".join("#" + person for person in people)}"')
    return f'<rs type="speaker" {" ".join(attributes)}>'


def _evidence(names: _Names) -> str:
    """What each answer rests on, behind the text."""
    items = "".join(
        f'<item corresp="#{names.quote(index)}">{safe(printable(quote.evidence.rule))}</item>'
        for index, quote in enumerate(names.quotes)
        if quote.evidence is not None and index in names.placed
    )
    return f'<back><div type="evidence"><list>{items}</list></div></back>' if items else ""


def _part(xml_id: str, part: int) -> str:
    """The first part has the id itself, later ones a number behind it."""
    return xml_id if part == 1 else f"{xml_id}.{part}"


def _links(xml_id: str, part: int, parts: int) -> list[str]:
    links = []
    if part > 1:
        links.append(f'prev="#{_part(xml_id, part - 1)}"')
    if part < parts:
        links.append(f'next="#{_part(xml_id, part + 1)}"')
    return links
