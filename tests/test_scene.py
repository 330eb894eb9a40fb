"""What a scene remembers of its quotes."""

from __future__ import annotations

from functools import cache

import pytest

from quoteattr import marks
from quoteattr.attribution import ranking, vocabulary
from quoteattr.attribution.candidates import cues
from quoteattr.attribution.passages import passage
from quoteattr.attribution.ranking import ranked
from quoteattr.attribution.scene import Scene, set_scene
from quoteattr.syntax import excerpt, framing
from tests import frozen, inline


@cache
def scenes(parser: str) -> list[Scene]:
    """One for each text of the sentence cases."""
    trees = frozen.FrozenParser(parser)
    quoted = ranking.shipped(parser).quoted
    found = []
    for case in inline.read(frozen.CASES):
        spans = marks.find(case.text)
        frames = framing.find(case.text, spans)
        parts = excerpt.of_text(case.text, frames, spans, quoted)
        parsed = excerpt.restored(parts, trees.parse([part.text for part in parts]))
        source = passage.build(case.text, spans, frames, parsed)
        found.append(set_scene(source, vocabulary.default()))
    return found


@pytest.mark.parametrize("parser", frozen.PARSERS)
def test_the_mentions_that_it_remembers_are_those_of_every_quote_and_cue(parser: str) -> None:
    """« Estimant que « … » et que « … », les élus partent. » has one cue for two quotes; « à en
    croire » and « croire » stand at one word."""
    mention = ranking.shipped(parser).mention
    shared = 0
    for scene in scenes(parser):
        for view in scene.views:
            for cue in cues.candidates(view):
                if cue.passage is None:
                    continue
                shared += bool(scene.known_mentions(view, cue))
                remembered = scene.rank_mentions(view, cue, mention)
                found = scene.describe_mentions(view, cue)
                likely = mention.probabilities([one.features for one in found])
                assert [(one.index, one.place, share) for one, share in remembered] == [
                    (one.index, one.place, share) for one, share in ranked(found, likely)
                ]
    assert shared
