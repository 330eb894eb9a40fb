"""Who speaks around a quote that has no cue."""

from __future__ import annotations

import pytest

from quoteattr.attribution import neighbours
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.neighbours import Neighbours
from tests.handtrees import discourse, scene

HEADING = "« Un succès rare »\n\nLa maire salue « un succès rare ». « On y va », dit Paul."


def test_a_quote_without_a_cue_knows_who_speaks_around_it() -> None:
    found = scene(HEADING)
    mayor, paul = Referent(index=0), Referent(index=1)
    around = neighbours.find(found, 0, None, [(1, mayor), (2, paul)])
    assert around.heading and around.before is None
    assert around.speaker is mayor and around.frames == 1 and not around.same_paragraph
    assert around.repeated == {mayor.index: "most"}
    around = neighbours.find(found, 1, mayor, [(2, paul)])
    assert not around.heading and around.before is mayor
    assert around.speaker is paul and around.frames == 1 and around.same_paragraph
    assert around.repeated == {}
    around = neighbours.find(found, 2, mayor, [(1, mayor)])
    assert around.speaker is None


def test_who_says_the_words_elsewhere_is_looked_for_near_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two quotes on either side, so that time grows with the text and not by its square."""
    found = scene(
        "« Un succès rare », dit-il. " + "« Non merci », dit-il. " * 3 + "« Succès rare »"
    )
    speakers = [(number, Referent(index=number)) for number in range(4)]
    assert neighbours.find(found, 4, None, speakers).repeated == {0: "most"}
    monkeypatch.setattr(neighbours, "_FARTHEST_REPEATED", 2)
    assert neighbours.find(found, 4, None, speakers).repeated == {}


def test_whoever_says_the_words_of_a_heading_below_may_utter_them() -> None:
    """« Partenaire fiable »: nobody is named before it, and it is found in a quote below."""
    text = "« Partenaire fiable »\n\nAnne Roux a reçu Paul Lenoir."
    found = discourse(text)
    roux, lenoir = found.referents
    around = Neighbours(True, None, {roux.index: "most"}, lenoir, 2)
    choices = neighbours.describe(found, [], around)
    assert {referent.index for referent, _ in choices} == {roux.index, lenoir.index}
    features = {referent.index: set(features) for referent, features in choices}
    assert {"zero,later", "zero,repeats=most", "zero,next speaker=0"} <= features[roux.index]
    assert "zero,repeats=most,later=1" in features[roux.index]
    assert {"zero,later", "zero,next speaker=1", "zero,next speaker,distance=2"} <= features[
        lenoir.index
    ]


def test_who_stands_before_a_quote_comes_first() -> None:
    found = discourse("Anne Roux a parlé. « Nous restons. »")
    [roux] = found.referents
    around = Neighbours(False, roux, {roux.index: "some"})
    [(referent, features)] = neighbours.describe(found, [roux], around)
    assert referent is roux
    assert features == [
        "zero,nobody next,last=1",
        "zero,repeats=some",
        "zero,repeats=some,last=1",
        "zero,repeats=some,later=0",
    ]
