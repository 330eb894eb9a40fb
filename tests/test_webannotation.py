"""Web Annotations, read back by the JSON-LD processor PyLD and as plain JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from attrs import evolve
from handmade import ARTICLE, HOSTILE, article, hostile, quote
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from quoteattr.formats import writer
from quoteattr.formats.webannotation import CONTEXT, iri
from quoteattr.model import Quotes, Span

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
DC, RDF = "http://purl.org/dc/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
LINK = {"@type": "@id"}
# What the terms used here mean by the vocabulary of Web Annotation; a term that is missing, or
# written wrongly, is lost in expansion and fails the test.
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "Annotation": f"{OA}Annotation",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    "SpecificResource": f"{OA}SpecificResource",
    "TextualBody": f"{OA}TextualBody",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "body": {"@id": f"{OA}hasBody", **LINK},
    "target": {"@id": f"{OA}hasTarget", **LINK},
    "source": {"@id": f"{OA}hasSource", **LINK},
    "selector": {"@id": f"{OA}hasSelector", **LINK},
    "generator": {"@id": f"{AS}generator", **LINK},
    "first": {"@id": f"{AS}first", **LINK},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    **{
        word: f"{OA}{word}"
        for word in (
            "identifying",
            "classifying",
            "describing",
            "assessing",
            "tagging",
            "commenting",
        )
    },
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": {"@id": f"{OA}start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": f"{XSD}nonNegativeInteger"},
    "startIndex": {"@id": f"{AS}startIndex", "@type": f"{XSD}nonNegativeInteger"},
    "total": {"@id": f"{AS}totalItems", "@type": f"{XSD}nonNegativeInteger"},
    "value": f"{RDF}value",
    "format": f"{DC}elements/1.1/format",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}


def written(*found: tuple[str | int, Quotes], **options: bool) -> dict[str, Any]:
    out = writer("webannotation", **options)
    text = "".join(map(str, [out.start(), *(out.document(*pair) for pair in found), out.end()]))
    data = json.loads(text.encode("utf-8", "backslashreplace"))
    assert isinstance(data, dict)
    return data


def items(*found: tuple[str | int, Quotes], **options: bool) -> list[dict[str, Any]]:
    data = written(*found, **options)
    annotations = data["first"]["items"]
    assert data["total"] == len(annotations)
    return list(annotations)


def bodies(annotation: dict[str, Any], purpose: str) -> list[Any]:
    """The values of textual bodies, the spans of others."""
    found: list[Any] = []
    for body in annotation["body"]:
        if body["purpose"] == purpose:
            selectors = body.get("selector")
            place = selectors and (selectors[1]["start"], selectors[1]["end"])
            found.append(place or body["value"])
    return found


def test_a_quote_is_selected_by_words_and_by_offsets() -> None:
    quotes = article()
    for annotation, one in zip(items(("a.txt", quotes)), quotes, strict=True):
        assert annotation["target"]["source"] == "a.txt"
        by_words, by_offsets = annotation["target"]["selector"]
        assert (by_offsets["start"], by_offsets["end"]) == (one.start, one.end)
        assert by_words["exact"] == one.text
        around = by_words["prefix"] + by_words["exact"] + by_words["suffix"]
        first = one.start - len(by_words["prefix"])
        assert ARTICLE[first : first + len(around)] == around
        assert len(by_words["prefix"]) == min(32, one.start)
        assert len(by_words["suffix"]) == min(32, len(ARTICLE) - one.end)


def test_bodies_tell_kind_speaker_cue_and_confidence() -> None:
    found = items(("a", article()))
    assert [bodies(one, "classifying") for one in found] == [
        [kind] for kind in ("direct", "mixed", "direct", "direct", "direct", "term")
    ]
    assert bodies(found[0], "identifying") == ["Léa Nkomo", (22, 31)]
    assert bodies(found[0], "describing") == ["dire", (18, 21)]
    assert bodies(found[0], "assessing") == ["0.9000"]
    [place] = bodies(found[4], "identifying")
    assert ARTICLE[slice(*place)] == "il"
    assert bodies(found[4], "tagging") == ["cue hedged"]
    assert bodies(found[5], "identifying") == []
    assert [one["motivation"] for one in found] == ["identifying"] * 5 + ["classifying"]


def test_evidence_is_written_on_request() -> None:
    assert bodies(items(("a", article()), evidence=True)[0], "commenting") == ["incise"]
    assert bodies(items(("a", article()))[0], "commenting") == []


def test_a_json_ld_processor_loses_nothing() -> None:
    data = written(("a.txt", article()), evidence=True)
    assert data["@context"] == CONTEXT

    def load(address: str, options: Any) -> dict[str, Any]:
        assert address == CONTEXT, "nothing but the context may be asked for"
        return {
            "contextUrl": None,
            "documentUrl": address,
            "document": {"@context": TERMS},
        }

    options = {"documentLoader": load, "base": "https://example.org/"}
    [expanded] = jsonld.expand(data, options)
    again = jsonld.compact(expanded, {"@context": TERMS}, options)
    again.pop("@context")
    data.pop("@context")
    assert again == data
    triples = jsonld.to_rdf(data | {"@context": CONTEXT}, options)["@default"]
    sources = {
        triple["object"]["value"]
        for triple in triples
        if triple["predicate"]["value"] == f"{OA}hasSource"
    }
    assert sources == {"https://example.org/a.txt"}


def test_names_of_annotations_last_and_differ() -> None:
    names = [one["id"] for one in items(("a", article()), ("b", article()))]
    assert len(set(names)) == 12
    assert names == [one["id"] for one in items(("a", article()), ("b", article()))]
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", name) for name in names)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_documents_share_one_collection(count: int) -> None:
    found = items(*((number, article()) for number in range(count)))
    assert [one["target"]["source"] for one in found[::6]] == [str(n) for n in range(count)]
    assert items(*(("a", Quotes((), "x")) for _ in range(count))) == []


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("a.txt", "a.txt"),
        (7, "7"),
        ("dossier/été 1.txt", "dossier/%C3%A9t%C3%A9%201.txt"),
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("urn:x:1", "urn:x:1"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ('http://a"><script>', "http%3A/%2Fa%22%3E%3Cscript%3E"),
        ("//evil.example/a", "/%2Fevil.example/a"),
        ("", "document"),
    ],
)
def test_ids_become_iris(id: str | int, expected: str) -> None:
    assert iri(id) == expected


@given(st.text())
def test_any_id_becomes_an_iri(id: str) -> None:
    assert re.fullmatch(r"[!-~]+", iri(id)) or iri(id) == id
    assert not set(iri(id)) & set(' <>"{}|\\^`')


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_an_annotation_is_one_line_whatever_ends_lines(end: str) -> None:
    text = f"Un « mot{end}deux »."
    found = Quotes((quote(text, f"mot{end}deux"),), text)
    source = writer("webannotation").document("a", found)
    assert isinstance(source, str)
    assert source.splitlines() == source.split("\n")


def test_hostile_input_stays_a_string() -> None:
    found = items((HOSTILE, hostile()), evidence=True)
    assert [one["target"]["selector"][0]["exact"] for one in found] == [
        one.text for one in hostile()
    ]


@given(st.text(st.characters()), st.text(st.characters()), st.text(st.characters()))
def test_any_text_comes_back(before: str, words: str, after: str) -> None:
    text = before + words + after
    span = Span(len(before), len(before) + len(words))
    one = evolve(
        quote("a", "a", speaker=(words, None, None)),
        text=words,
        start=span.start,
        end=span.end,
        fragments=(span,),
    )
    [annotation] = items((words, Quotes((one,), text)))
    selector = annotation["target"]["selector"][0]
    assert selector["exact"] == words
    assert before.endswith(selector["prefix"])
    assert after.startswith(selector["suffix"])
    assert bodies(annotation, "identifying") == [words]
