"""What a scene remembers of its quotes."""

from __future__ import annotations

from functools import cache

import pytest

from quoteattr import marks
from quoteattr.attribution import ranking, vocabulary
from quoteattr.attribution.candidates import cues
from quoteattr.attribution.passages import passage
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.ranking import Ranker, ranked
from quoteattr.attribution.scene import Scene, set_scene
from quoteattr.syntax import excerpt, framing
from quoteattr.syntax.tree import ROOT
from tests import frozen, inline
from tests.handtrees import scene, tree


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
    """« Jugeant le projet « … » et « … », les riverains partent. » has one cue for two quotes."""
    mention = ranking.shipped(parser).mention
    shared = 0
    for found in scenes(parser):
        for view in found.views:
            for cue in cues.candidates(view):
                if cue.passage is None:
                    continue
                shared += bool(found.known_mentions(view, cue))
                remembered = found.rank_mentions(view, cue, mention)
                described = found.describe_mentions(view, cue)
                likely = mention.probabilities([one.features for one in described])
                assert [(one.index, one.place, share) for one, share in remembered] == [
                    (one.index, one.place, share) for one, share in ranked(described, likely)
                ]
    assert shared


def test_a_verb_and_a_preposition_at_one_word_are_two_cues() -> None:
    """« À en croire » is a cue, and « croire » in it may be one."""
    text = "À en croire Luc , Anne lit « non »"
    made = tree(
        text,
        ("À", "ADP", 2, "mark"),
        ("en", "PRON", 2, "iobj"),
        ("croire", "VERB", 6, "advcl"),
        ("Luc", "PROPN", 2, "obj"),
        (",", "PUNCT", 2, "punct"),
        ("Anne", "PROPN", 6, "nsubj"),
        ("lit", "VERB", ROOT, "root"),
        ("«", "PUNCT", 8, "punct"),
        ("non", "INTJ", 6, "obj"),
        ("»", "PUNCT", 8, "punct"),
    )
    found = scene(text, made)
    [layout] = found.layouts.values()
    for kind, first in (("preposition", 0), ("verb", 2)):
        cue = Cue(kind, layout.passage, 2, first, 2, "croire")
        remembered = found.rank_mentions(found.views[0], cue, Ranker({}))
        described = found.describe_mentions(found.views[0], cue)
        assert [one.features for one, _ in remembered] == [one.features for one in described]
        assert len(described) == 2
