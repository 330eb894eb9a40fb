"""What a quote is: frozen plain data, and the way to dictionaries and back."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from quoteattr.model import (
    Context,
    Entity,
    Evidence,
    Mention,
    Quote,
    Quotes,
    Span,
    Speaker,
    Verb,
)

TEXT = "« Oui, dit Ana Roux, il faut « tenir » », et « la crise »."


def make_quotes() -> Quotes:
    """An utterance with an incise, a fragment nested in it, and a term."""
    whole = Span(0, len(TEXT))
    ana = Mention(11, 19, "Ana Roux")
    outer = Quote(
        text="Oui, dit Ana Roux, il faut « tenir »",
        start=2,
        end=38,
        mark="«",
        closed=True,
        kind="direct",
        speaker=Speaker("Ana Roux", ana, 0),
        verb=Verb(7, 10, "dit", "dire", "verb", False, True),
        context=Context(whole, whole, "", ", et « la crise »."),
        fragments=(Span(2, 5), Span(21, 38)),
        parent=None,
        confidence=0.97,
        evidence=Evidence("incise", "dit ←nsubj Ana", (("inverted", 1.5),), "a term"),
    )
    inner = attrs.evolve(
        outer,
        text="tenir",
        start=31,
        end=36,
        kind="mixed",
        speaker=Speaker(None, Mention(11, 19, "Ana Roux"), None),
        verb=None,
        fragments=(Span(31, 36),),
        parent=Span(2, 38),
        evidence=None,
    )
    term = attrs.evolve(
        inner,
        text="la crise",
        start=47,
        end=55,
        kind="term",
        speaker=None,
        closed=False,
        parent=None,
    )
    ana_entity = Entity(0, "Ana Roux", ("Roux", "la maire"), "feminine", "singular", "maire")
    return Quotes((outer, inner, term), TEXT, (ana_entity,), {"quoteattr": "1"})


QUOTES = make_quotes()


def test_the_example_is_consistent() -> None:
    for quote in QUOTES:
        assert TEXT[quote.start : quote.end] == quote.text
        assert quote.span == Span(quote.start, quote.end)


@pytest.mark.parametrize(
    ("outer", "inner", "inside", "overlaps"),
    [
        (Span(0, 5), Span(0, 5), True, True),
        (Span(0, 5), Span(1, 4), True, True),
        (Span(0, 5), Span(3, 6), False, True),
        (Span(0, 5), Span(5, 6), False, False),
        (Span(2, 5), Span(0, 2), False, False),
        (Span(2, 5), Span(0, 9), False, True),
    ],
)
def test_spans_contain_and_overlap(outer: Span, inner: Span, inside: bool, overlaps: bool) -> None:
    assert (inner in outer) is inside
    assert outer.overlaps(inner) is overlaps
    assert inner.overlaps(outer) is overlaps


def test_the_entity_of_a_quote() -> None:
    """By its id, which is its place where the parser made the entities."""
    entities = tuple(Entity(id, f"Ana {id}") for id in (0, 1, 7))
    spoken = {None: None, 0: 0, 1: 1, 7: 2, 2: None, -1: None}
    quote = QUOTES[0]
    for wanted, place in spoken.items():
        one = attrs.evolve(quote, speaker=Speaker("Ana", None, wanted))
        quotes = Quotes((one,), TEXT, entities)
        assert quotes.entity_of(one) is (None if place is None else entities[place])
    assert QUOTES.entity_of(attrs.evolve(quote, speaker=None)) is None


def test_a_number_is_in_no_span() -> None:
    assert 3 not in Span(0, 5)


def test_spans_sort_by_start_then_end() -> None:
    assert sorted([Span(3, 4), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(3, 4)]


def test_a_mention_is_a_span_with_words() -> None:
    mention = Mention(11, 19, "Ana Roux")
    assert isinstance(mention, Span)
    assert mention in Span(0, 20)
    assert mention != Span(11, 19)


@pytest.mark.parametrize(
    "thing", [QUOTES, QUOTES[0], QUOTES[0].context, QUOTES.entities[0], Span(0, 1)]
)
def test_everything_is_frozen(thing: object) -> None:
    name = attrs.fields(type(thing))[0].name  # type: ignore[arg-type]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(thing, name, None)
    assert not hasattr(thing, "__dict__") or isinstance(thing, Sequence)
    hash(thing)


def test_quotes_are_a_sequence() -> None:
    assert isinstance(QUOTES, Sequence)
    assert len(QUOTES) == 3
    assert list(QUOTES) == [QUOTES[0], QUOTES[1], QUOTES[2]]
    assert QUOTES[-1].kind == "term"
    assert QUOTES[1] in QUOTES
    assert QUOTES.index(QUOTES[1]) == 1
    assert next(reversed(QUOTES)).text == "la crise"
    with pytest.raises(IndexError):
        QUOTES[3]


def test_no_quotes_are_false() -> None:
    assert not Quotes((), "")
    assert QUOTES


@pytest.mark.parametrize("part", [slice(0, 0), slice(1, None), slice(None, None, -1), slice(0, 99)])
def test_a_slice_is_quotes_of_the_same_text(part: slice) -> None:
    sliced = QUOTES[part]
    assert type(sliced) is Quotes
    assert list(sliced) == list(QUOTES)[part]
    assert (sliced.text, sliced.entities, sliced.meta) == (TEXT, QUOTES.entities, QUOTES.meta)


def test_equal_quotes_are_equal_and_hash_alike() -> None:
    again = make_quotes()
    assert again == QUOTES
    assert hash(again) == hash(QUOTES)
    assert QUOTES[:2] != QUOTES


def test_evidence_is_not_compared() -> None:
    quote = QUOTES[0]
    assert attrs.evolve(quote, evidence=None) == quote
    assert attrs.evolve(quote, confidence=0.1) != quote


def test_the_names_of_the_contract() -> None:
    data = QUOTES.to_dict()
    assert list(data) == ["text", "quotes", "entities", "meta"]
    assert data["quotes"][0] == {
        "start": 2,
        "end": 38,
        "text": "Oui, dit Ana Roux, il faut « tenir »",
        "mark": "«",
        "closed": True,
        "kind": "direct",
        "speaker": {
            "name": "Ana Roux",
            "mention": {"start": 11, "end": 19, "text": "Ana Roux"},
            "entity": 0,
        },
        "verb": {
            "start": 7,
            "end": 10,
            "text": "dit",
            "lemma": "dire",
            "kind": "verb",
            "negated": False,
            "hedged": True,
        },
        "context": {
            "sentence": [0, len(TEXT)],
            "paragraph": [0, len(TEXT)],
            "before": "",
            "after": ", et « la crise ».",
        },
        "fragments": [[2, 5], [21, 38]],
        "parent": None,
        "confidence": 0.97,
    }
    assert data["quotes"][1]["parent"] == [2, 38]
    assert data["quotes"][2]["speaker"] is None
    assert data["entities"] == [
        {
            "id": 0,
            "name": "Ana Roux",
            "aliases": ["Roux", "la maire"],
            "gender": "feminine",
            "number": "singular",
            "role": "maire",
        }
    ]
    assert data["meta"] == {"quoteattr": "1"}


@pytest.mark.parametrize("evidence", [True, False])
@pytest.mark.parametrize("with_text", [True, False])
def test_round_trip_through_json(with_text: bool, evidence: bool) -> None:
    written = json.dumps(QUOTES.to_dict(text=with_text, evidence=evidence))
    data = json.loads(written)
    assert ("text" in data) is with_text
    assert ("evidence" in data["quotes"][0]) is evidence
    again = Quotes.from_dict(data, None if with_text else TEXT)
    assert again == QUOTES
    assert again.to_dict(evidence=evidence) == QUOTES.to_dict(evidence=evidence)
    expected = [quote.evidence if evidence else None for quote in QUOTES]
    assert [quote.evidence for quote in again] == expected


def test_a_text_given_wins_over_the_one_in_the_data() -> None:
    assert Quotes.from_dict(QUOTES.to_dict(), TEXT + " Fin.").text == TEXT + " Fin."


@pytest.mark.parametrize("text", ["autre", " " + TEXT])
def test_another_text_than_that_of_the_quotes_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=f"{QUOTES[0].start}-{QUOTES[0].end} is not in this text"):
        Quotes.from_dict(QUOTES.to_dict(text=False), text)


def test_quotes_without_any_text_say_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"from_dict\(…, text=…\)"):
        Quotes.from_dict(QUOTES.to_dict(text=False))


@pytest.mark.parametrize("name", ["quotes", "entities", "meta"])
def test_a_missing_name_is_a_key_error(name: str) -> None:
    data = QUOTES.to_dict()
    del data[name]
    with pytest.raises(KeyError, match=name):
        Quotes.from_dict(data)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("entities", 0), "id"),
        (("quotes", 0, "verb"), "lemma"),
        (("quotes", 0, "speaker", "mention"), "text"),
        (("quotes", 0, "context"), "before"),
    ],
)
def test_a_name_missing_deep_inside_is_a_key_error(path: tuple[Any, ...], name: str) -> None:
    data = QUOTES.to_dict()
    part: Any = data
    for step in path:
        part = part[step]
    part["more"] = "a name of a later version"
    assert Quotes.from_dict(data) == QUOTES
    del part[name]
    with pytest.raises(KeyError, match=name):
        Quotes.from_dict(data)


def test_plain_data_does_not_share_the_meta() -> None:
    data: dict[str, Any] = QUOTES.to_dict()
    data["meta"]["quoteattr"] = "changed"
    assert QUOTES.meta == {"quoteattr": "1"}


def test_quotes_pickle() -> None:
    assert pickle.loads(pickle.dumps(QUOTES)) == QUOTES


def test_a_short_repr() -> None:
    shown = repr(Quotes(tuple(QUOTES) * 4, TEXT))
    assert shown.startswith("Quotes([<direct 2-38 'Ana Roux'>, <mixed 31-36 None>, <term 47-")
    assert shown.endswith(", …], n=12)")
    assert repr(Quotes((), "")) == "Quotes([], n=0)"


def test_explain_names_speaker_cue_and_evidence() -> None:
    explained = QUOTES[0].explain()
    for part in (
        "Ana Roux",
        "« dit » at 7-10",
        "0.97",
        "incise",
        "dit ←nsubj Ana",
        "inverted +1.50",
    ):
        assert part in explained
    assert "Runner-up: a term" in explained


def test_explain_without_evidence() -> None:
    assert "could not be resolved (« Ana Roux » at 11-19)" in QUOTES[1].explain()
    term = QUOTES[2].explain()
    assert "term" in term and "speaker" not in term and "\n" not in term
    silent = attrs.evolve(QUOTES[0], speaker=None, verb=None, evidence=None).explain()
    assert "its speaker left open" in silent


def test_the_words_of_a_quote_are_counted_without_its_incise() -> None:
    """« Je pars, dit-il, demain ! »: a sign alone is no word."""
    text = "Je pars, dit-il, demain !"
    pieces = (Span(0, 7), Span(17, 25))
    one = attrs.evolve(QUOTES[0], text=text, start=0, end=len(text), fragments=pieces)
    assert one.word_count == 3
    assert attrs.evolve(one, fragments=()).word_count == 4
    outside = attrs.evolve(one, fragments=(Span(one.end + 1, one.end + 3),))
    assert (outside.parts, outside.word_count) == ((one.span,), 4)
