"""The likeliest reading of each quote."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest

from quoteattr.attribution import readings
from quoteattr.model import Quote
from quoteattr.parser import QuoteParser
from tests import frozen, inline


def answer(quote: Quote) -> tuple[object, ...]:
    speaker = quote.speaker
    return (
        quote.kind,
        None if speaker is None else (speaker.mention, speaker.name is None),
        None if quote.verb is None else quote.verb.start,
    )


@pytest.mark.parametrize("parser", frozen.PARSERS)
def test_no_answer_rests_on_cues_far_behind_the_best(
    parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is looked for at such a cue; with him the answers are the same."""
    reader = QuoteParser(frozen.FrozenParser(parser))
    texts = [case.text for case in inline.read(frozen.CASES)]
    quick = [list(map(answer, reader(text))) for text in texts]
    monkeypatch.setattr(readings, "_FAR_BEHIND", float("inf"))
    assert [list(map(answer, reader(text))) for text in texts] == quick
    monkeypatch.setattr(readings, "_FAR_BEHIND", 0.0)
    assert [list(map(answer, reader(text))) for text in texts] != quick


@pytest.mark.parametrize("parser", frozen.PARSERS)
def test_mentions_of_one_referent_agree(parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together with the reading they are no likelier than sure."""
    found: list[readings.Reading] = []
    read = readings.read

    def keep(*arguments: Any) -> Any:
        result = read(*arguments)
        found.extend(reading for reading, _ in result)
        return result

    monkeypatch.setattr(readings, "read", keep)
    reader = QuoteParser(frozen.FrozenParser(parser))
    for case in inline.read(frozen.CASES):
        reader(case.text)
    agreeing = [reading for reading in found if reading.agreeing]
    assert agreeing
    assert all(reading.referent is not None for reading in agreeing)
    assert all(reading.probability + reading.agreeing <= 1 + 1e-9 for reading in agreeing)


@pytest.mark.parametrize("parser", frozen.PARSERS)
def test_a_pronoun_in_a_cue_marks_the_gender_of_its_speaker(parser: str) -> None:
    """« Le maire de Torcy, Sophie Brunet, … », a-t-elle dit: neither name nor role tells."""
    cases = {case.id: case.text for case in inline.read(frozen.CASES)}
    quotes = QuoteParser(frozen.FrozenParser(parser))(cases["coref-elle-masculine-role"])
    assert [(one.name, one.gender) for one in quotes.entities] == [("Sophie Brunet", "feminine")]


def test_accents_may_stand_by_themselves() -> None:
    """As macOS writes them: the answers are the same, at other offsets. (For spaCy long quotes are
    cut after so many characters, accents counted.)"""
    reader = QuoteParser(frozen.FrozenParser("stanza"))
    for case in inline.read(frozen.CASES):
        apart = reader(normalize("NFD", case.text))
        for quote, other in zip(reader(case.text), apart, strict=True):
            assert apart.text[other.start : other.end] == other.text
            assert normalize("NFC", other.text) == quote.text
            assert other.kind == quote.kind
            names = [one.speaker and one.speaker.name for one in (quote, other)]
            assert names[0] == (names[1] and normalize("NFC", names[1])), case.id
