"""The way from a text with trees to who says each quote."""

from __future__ import annotations

from typing import Any

import pytest

from quoteattr import marks
from quoteattr.attribution import attribute, passage, vocabulary
from quoteattr.attribution.entities import Referent
from quoteattr.attribution.layout import Cue
from quoteattr.model import Quote, Span
from quoteattr.parser import QuoteParser
from quoteattr.syntax import excerpt
from quoteattr.syntax.tree import ROOT
from tests import frozen, handtrees, inline


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
    monkeypatch.setattr(attribute, "_FAR_BEHIND", float("inf"))
    assert [list(map(answer, reader(text))) for text in texts] == quick
    monkeypatch.setattr(attribute, "_FAR_BEHIND", 0.0)
    assert [list(map(answer, reader(text))) for text in texts] != quick


@pytest.mark.parametrize("parser", frozen.PARSERS)
def test_mentions_of_one_referent_agree(parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together with the reading they are no likelier than sure."""
    readings: list[attribute.Reading] = []
    read = attribute.attribute

    def keep(*arguments: Any) -> Any:
        result = read(*arguments)
        readings.extend(reading for reading, _ in result)
        return result

    monkeypatch.setattr(attribute, "attribute", keep)
    reader = QuoteParser(frozen.FrozenParser(parser))
    for case in inline.read(frozen.CASES):
        reader(case.text)
    agreeing = [reading for reading in readings if reading.agreeing]
    assert agreeing
    assert all(reading.referent is not None for reading in agreeing)
    assert all(reading.probability + reading.agreeing <= 1 + 1e-9 for reading in agreeing)


HEADING = "« Un succès rare »\n\nLa maire salue « un succès rare ». « On y va », dit Paul."


def scene(text: str) -> attribute.Scene:
    """A text without trees: names, quotes and sentences are found without them."""
    spans = marks.find(text)
    source = passage.build(text, spans, excerpt.frames(text, spans), ())
    return attribute.scene(source, vocabulary.default())


def test_a_quote_without_a_cue_knows_who_speaks_around_it() -> None:
    found = scene(HEADING)
    mayor, paul = Referent(index=0), Referent(index=1)
    around = attribute.neighbours(found, 0, None, [(1, mayor), (2, paul)])
    assert around.heading and around.before is None
    assert around.speaker is mayor and around.frames == 1 and not around.same_paragraph
    assert around.repeated == {mayor.index: "most"}
    around = attribute.neighbours(found, 1, mayor, [(2, paul)])
    assert not around.heading and around.before is mayor
    assert around.speaker is paul and around.frames == 1 and around.same_paragraph
    assert around.repeated == {}
    around = attribute.neighbours(found, 2, mayor, [(1, mayor)])
    assert around.speaker is None


def test_who_says_the_words_elsewhere_is_looked_for_near_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two quotes on either side, so that time grows with the text and not by its square."""
    found = scene(
        "« Un succès rare », dit-il. " + "« Non merci », dit-il. " * 3 + "« Succès rare »"
    )
    speakers = [(number, Referent(index=number)) for number in range(4)]
    assert attribute.neighbours(found, 4, None, speakers).repeated == {0: "most"}
    monkeypatch.setattr(attribute, "_FARTHEST_REPEATED", 2)
    assert attribute.neighbours(found, 4, None, speakers).repeated == {}


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("Des milices « soutenues par Oz »\n\nLes milices soutenues par Oz avancent.", "told"),
        ("Le maire « serein »\n\n« Je suis serein », dit le maire.", "said"),
        ("Le maire « serein »\n\n« Je suis serein », dit le maire, serein.", "told"),
        ("Le maire « serein »\n\nLe maire se dit « serein ».", ""),
        ("Un « vol »\n\nLes voleurs volent.", ""),
        ("İİİ, un maire « serein »\n\nLe maire est serein.", "told"),
    ],
)
def test_who_else_uses_the_words_of_a_quote(text: str, elsewhere: str) -> None:
    """The journalist in his own words, or somebody within a longer quote; whole words count."""
    assert scene(text).states[0].elsewhere == elsewhere


def test_the_words_of_a_nested_quote_are_part_of_a_longer_one() -> None:
    assert scene("« Un maire “ serein ” », dit Anne.").states[1].elsewhere == "said"


def test_the_words_of_a_quote_are_looked_up_so_often_and_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "« Non ». " + "Nonobstant. " * 3 + "Il dit non."
    assert scene(text).states[0].elsewhere == "told"
    monkeypatch.setattr(attribute, "_MOST_REPEATED", 4)
    assert scene(text).states[0].elsewhere == ""


@pytest.mark.parametrize(
    ("words", "cue", "mention"),
    [
        (("complète", "Anne", "Roux"), 0, "Anne Roux"),
        (("Anne", "Roux", "complète"), 2, "Anne Roux"),
        (("Anne", "complète", "Roux"), 1, "Anne complète Roux"),
    ],
)
def test_a_mention_is_without_its_cue(words: tuple[str, ...], cue: int, mention: str) -> None:
    """« complète Anne Roux », which a parser took for one name."""
    tags = [(form, "PROPN", ROOT if not at else 0, "flat") for at, form in enumerate(words)]
    found = handtrees.passage(*tags)
    text = " ".join(words)
    span = attribute._without_cue(Span(0, len(text)), Cue("verb", found, cue, cue, cue, "x"))
    assert text[span.start : span.end] == mention


@pytest.mark.parametrize("parser", frozen.PARSERS)
def test_a_pronoun_in_a_cue_marks_the_gender_of_its_speaker(parser: str) -> None:
    """« Le maire de Torcy, Sophie Brunet, … », a-t-elle dit: neither name nor role tells."""
    cases = {case.id: case.text for case in inline.read(frozen.CASES)}
    quotes = QuoteParser(frozen.FrozenParser(parser))(cases["coref-elle-masculine-role"])
    assert [(one.name, one.gender) for one in quotes.entities] == [("Sophie Brunet", "feminine")]
