"""Web Annotation (W3C): one ``AnnotationCollection`` in JSON-LD, an annotation a quote."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from urllib.parse import quote as percent_encoded

from quoteattr._version import __version__
from quoteattr.formats import jsonl
from quoteattr.model import Quote, Quotes, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""How many characters of the text a selector gives before and after its words."""

_ABSOLUTE = re.compile(r"(?:https?|urn|file|tag|doi|info|ark):[^\s<>\"{}|\\^`\x00-\x20]+", re.I)


def iri(id: str | int) -> str:
    """The document's id as an IRI: kept where it is an absolute one, else relative and encoded."""
    name = str(id)
    if _ABSOLUTE.fullmatch(name):
        return name
    encoded = percent_encoded(name.encode("utf-8", "backslashreplace"), safe="/")
    # « // » would begin with the name of a host, an empty reference would be the collection itself.
    return encoded.replace("//", "/%2F") or "document"


class Writer:
    """Writes one collection of the quotes of all documents, a line an annotation.

    Args:
        evidence: whether each annotation also tells what its answer rests on.
    """

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence
        self._total = 0

    def start(self) -> str:
        return (
            f'{{"@context": "{CONTEXT}", "type": "AnnotationCollection",'
            ' "label": "Quotes and their speakers",'
            f' "generator": {{"type": "Software", "name": "quoteattr {__version__}"}},\n'
            ' "first": {"type": "AnnotationPage", "startIndex": 0, "items": ['
        )

    def document(self, id: str | int, quotes: Quotes) -> str:
        lines = []
        for quote in quotes:
            annotation = annotation_of(iri(id), quotes.text, quote, evidence=self._evidence)
            before = ",\n" if self._total else "\n"
            lines.append(before + jsonl.to_line(annotation))
            self._total += 1
        return "".join(lines)

    def end(self) -> str:
        return ("\n" if self._total else "") + f']}},\n "total": {self._total}}}\n'


def annotation_of(
    source: str, text: str, quote: Quote, *, evidence: bool = False
) -> dict[str, Any]:
    """One quote as an annotation.

    Args:
        source: the IRI of the document.
        text: its text, which the offsets of ``quote`` count in.
        quote: the quote.
        evidence: whether a body tells what the answer rests on.
    """
    speaker = quote.speaker
    bodies = [_textual("classifying", quote.kind)]
    if speaker is not None and speaker.name is not None:
        bodies.append(_textual("identifying", speaker.name))
    if speaker is not None and speaker.mention is not None:
        bodies.append({**_place(source, text, speaker.mention), "purpose": "identifying"})
    if quote.verb is not None:
        bodies.append(_textual("describing", quote.verb.lemma))
        bodies.append({**_place(source, text, quote.verb), "purpose": "describing"})
        bodies += [
            _textual("tagging", f"cue {word}")
            for word in ("negated", "hedged")
            if getattr(quote.verb, word)
        ]
    bodies.append(_textual("assessing", f"{quote.confidence:.4f}"))
    if evidence and quote.evidence is not None:
        bodies.append(_textual("commenting", quote.evidence.rule))
    # The same answer on the same text has the same name, wherever and whenever it was written.
    name = json.dumps([source, quote.start, quote.end, quote.text, quote.kind])
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
        "type": "Annotation",
        "motivation": "identifying" if quote.kind != "term" else "classifying",
        "body": bodies,
        "target": _place(source, text, quote.span),
    }


def _textual(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _place(source: str, text: str, span: Span) -> dict[str, Any]:
    """A stretch of the document, by its words and by its offsets."""
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(span.start - AROUND, 0) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
