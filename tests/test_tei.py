"""TEI, read back by lxml and by the standard library."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import evolve
from handmade import ARTICLE, HOSTILE, article, hostile, quote
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quoteattr.formats import writer
from quoteattr.model import Entity, Mention, Quotes, Span, Verb

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def written(*found: tuple[str | int, Quotes], **options: bool) -> str:
    out = writer("tei", **options)
    return "".join(map(str, [out.start(), *(out.document(*pair) for pair in found), out.end()]))


def parsed(source: str) -> Any:
    """The root, after both readers agreed that this is XML and that no id stands twice."""
    root = etree.fromstring(source.encode())
    other = ElementTree.fromstring(source.encode())
    assert [e.tag for e in root.iter(etree.Element)] == [e.tag for e in other.iter()]
    ids = [element.get(ID) for element in root.iter() if element.get(ID) is not None]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("who", "corresp", "ref", "next", "prev", "ana"):
            for pointer in element.get(name, "").split():
                assert pointer.startswith("#") and pointer[1:] in ids, pointer
    return root


def body(root: Any) -> Any:
    return root.find(f".//{TEI}body")


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def parts(root: Any, first: str) -> list[Any]:
    """An element and what follows it by ``next``."""
    places = {element.get(ID): element for element in root.iter()}
    found = [places[first]]
    while (pointer := found[-1].get("next")) is not None:
        found.append(places[pointer[1:]])
        assert found[-1].get("prev") == f"#{found[-2].get(ID)}"
    return found


def test_the_body_is_the_source() -> None:
    assert text_of(body(parsed(written(("a", article()))))) == ARTICLE


def test_quotes_are_said_and_terms_are_so_called() -> None:
    root = parsed(written(("a", article())))
    found = body(root)
    said = [element for element in found.iter(f"{TEI}said") if element.get("prev") is None]
    assert [one.get("direct") for one in said] == ["true", "false", "true", "true", "true"]
    assert [one.get("cert") for one in said] == ["0.9000"] * 5
    assert all(one.get("aloud") is None for one in said), "nobody knows whether it was spoken"
    [term] = found.iter(f"{TEI}q")
    assert (term.get("type"), text_of(term), term.get("who")) == ("soCalled", "plan vert", None)


def test_an_incise_and_a_paragraph_part_a_quote() -> None:
    root = parsed(written(("a", article())))
    first = parts(root, "d1-q1")
    assert [text_of(part) for part in first] == ["Nous partons", "et nous ne reviendrons pas."]
    assert {part.get("who") for part in first} == {"#d1-e0"}
    long = parts(root, "d1-q5")
    assert [text_of(part) for part in long] == ["Un an de travaux.", "« Et rien au bout"]


def test_a_nested_quote_is_inside() -> None:
    root = parsed(written(("a", article())))
    [inner] = parts(root, "d1-q4")
    assert inner.getparent().get(ID) == "d1-q3"
    assert (inner.get("who"), inner.getparent().get("who")) == ("#d1-e2", "#d1-e1")


def test_speakers_stand_in_the_header() -> None:
    root = parsed(written(("a", article())))
    people = root.find(f".//{TEI}listPerson")
    told = [[(re.sub("{.*}", "", part.tag), text_of(part)) for part in person] for person in people]
    assert [person.get(ID) for person in people] == ["d1-e0", "d1-e1", "d1-e2"]
    assert told[0] == [
        ("persName", "Léa Nkomo"),
        ("persName", "Mme Nkomo"),
        ("trait", "feminine"),
        ("trait", "singular"),
        ("occupation", "maire adjointe"),
    ]
    assert told[2] == [("persName", "sa mère"), ("trait", "feminine")]


def test_mentions_and_cues_point_at_their_quotes() -> None:
    found = body(parsed(written(("a", article()))))
    cues = {text_of(cue): cue for cue in found.iter(f"{TEI}seg")}
    assert set(cues) == {"dit", "juge", "cite", "répétait", "regretté"}
    assert cues["dit"].get("corresp") == "#d1-q1"
    assert cues["regretté"].get("ana") == "#d1-hedged"
    mentions = {text_of(one): one for one in found.iter(f"{TEI}rs")}
    assert mentions["Le maire"].get("ref") == "#d1-e1"
    assert (mentions["il"].get("corresp"), mentions["il"].get("ref")) == ("#d1-q5", None)


def test_one_mention_and_cue_of_two_quotes() -> None:
    text = "Il dit « un » et « deux »."
    two = tuple(
        quote(text, words, "mixed", speaker=("lui", "Il", 0), cue="dit") for words in ("un", "deux")
    )
    found = body(parsed(written(("a", Quotes(two, text, (Entity(0, "lui"),))))))
    [cue], [mention] = found.iter(f"{TEI}seg"), found.iter(f"{TEI}rs")
    assert cue.get("corresp") == mention.get("corresp") == "#d1-q1 #d1-q2"
    assert mention.get("ref") == "#d1-e0"


def test_crossing_spans_are_parts() -> None:
    text = "ab cd ef"
    one = evolve(
        quote(text, "ab cd", speaker=("x", None, None)),
        verb=Verb(3, 8, "cd ef", "x"),
    )
    root = parsed(written(("a", Quotes((one,), text))))
    assert text_of(body(root)) == text
    assert [text_of(part) for part in parts(root, "d1-c1")] == ["cd", " ef"]


def test_a_speaker_without_an_entity_is_a_person_too() -> None:
    one = quote("« Oui »", "Oui", speaker=("X", None, None))
    root = parsed(written(("a", Quotes((one,), "« Oui »"))))
    [person] = root.iter(f"{TEI}person")
    assert text_of(person) == "X"
    [said] = root.iter(f"{TEI}said")
    assert said.get("who") == f"#{person.get(ID)}"


def test_a_plural_is_a_group_and_a_nameless_one_says_so() -> None:
    people = (Entity(0, "les élus", (), None, "plural"), Entity(1, None))
    root = parsed(written(("a", Quotes((), "", people))))
    [group] = root.iter(f"{TEI}personGrp")
    [person] = root.iter(f"{TEI}person")
    assert (text_of(group), text_of(person)) == ("les élusplural", "not named in the text")


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_several_documents_are_a_corpus(count: int) -> None:
    root = parsed(written(*((f"{number}.txt", article()) for number in range(count))))
    assert root.tag == TEI + ("TEI" if count == 1 else "teiCorpus")
    bodies = list(root.iter(f"{TEI}body"))
    assert [text_of(one) for one in bodies] == [ARTICLE] * count
    titles = [text_of(title) for title in root.iter(f"{TEI}title")]
    names = [f"{number}.txt" for number in range(count)]
    assert titles == names if count == 1 else titles[1:] == names


def test_evidence_is_written_on_request() -> None:
    assert "incise" not in written(("a", article()))
    [item] = parsed(written(("a", article()), evidence=True)).iter(f"{TEI}item")
    assert (item.get("corresp"), item.text) == ("#d1-q1", "incise")


def test_versions_stand_in_the_header() -> None:
    [software] = parsed(written(("a", article()))).iter(f"{TEI}application")
    assert software.get("version") == "1.2.3"
    assert [text_of(line) for line in software][1:] == ["quoteattr: 1.2.3", "parser: none"]


def held(text: str) -> str:
    """What XML holds of a text."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def test_hostile_input_stays_text() -> None:
    root = parsed(written((HOSTILE, hostile()), evidence=True))
    assert text_of(body(root)) == held(HOSTILE)
    ours = {
        "TEI teiHeader fileDesc titleStmt title publicationStmt p sourceDesc encodingDesc"
        " editorialDecl quotation classDecl taxonomy category catDesc appInfo application label"
        " profileDesc langUsage language particDesc listPerson person personGrp persName trait"
        " desc occupation text body said q rs seg back div list item"
    }
    assert {element.tag.removeprefix(TEI) for element in root.iter()} <= set(" ".join(ours).split())


STRINGS = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["]]>", "<![CDATA[", "&#0;", "\x00", "\ud800", "\ufffe", "\r\n", "\"'>", "<!--", "\u2028"]
)


@settings(max_examples=150, deadline=None)
@given(STRINGS, STRINGS, STRINGS, STRINGS)
def test_any_string_gives_xml_of_the_same_text(
    before: str, words: str, name: str, after: str
) -> None:
    text = before + words + after
    start, end = len(before), len(before) + len(words)
    one = evolve(
        quote("a", "a", speaker=(name, None, 0)), text=words, start=start, end=end, fragments=()
    )
    mention = Mention(0, max(start, 1), before)
    assert one.speaker is not None
    one = evolve(one, speaker=evolve(one.speaker, mention=mention), mark=name)
    quotes = Quotes((one,), text, (Entity(0, name, (name,), None, None, name),), {name: words})
    root = parsed(written((name, quotes)))
    assert text_of(body(root)) == held(text)
    assert Span(start, end) == one.span
