"""Log-linear models: scores, probabilities, what weighed most, and the weights that are shipped."""

from __future__ import annotations

import json
import math

import pytest

from quoteattr.attribution import ranking
from quoteattr.attribution.ranking import Ranker, Rankers
from quoteattr.errors import ModelError

RANKER = Ranker({"verb": 1.5, "verb,after": -2.0, "noun": 0.25})


@pytest.mark.parametrize(
    ("features", "score"),
    [
        (["verb"], 1.5),
        (["verb", "never learned"], 1.5),
        ([("verb", "verb,after"), "noun"], -0.25),
        ([], 0.0),
    ],
)
def test_a_score_is_the_sum_of_weights(features: list[ranking.Feature], score: float) -> None:
    assert RANKER.score(features) == score
    assert RANKER.score(features) == score  # from memory


def test_probabilities_are_a_softmax() -> None:
    first, second = RANKER.probabilities([["verb"], ["noun"]])
    assert first + second == pytest.approx(1.0)
    assert math.log(first / second) == pytest.approx(1.25)
    assert RANKER.probabilities([]) == []


def test_what_weighed_most_comes_first_whichever_way_it_pulled() -> None:
    features = [("noun", "verb"), "verb,after", "never learned", "verb"]
    strongest = [("verb,after", -2.0), ("verb", 1.5), ("noun", 0.25)]
    assert RANKER.strongest(features) == strongest
    assert RANKER.strongest(features, 2) == strongest[:2]


@pytest.mark.parametrize(
    ("parser", "trees"),
    [
        ("stanza 1.15.0", "stanza"),
        ("spacy 3.8.18", "spacy"),
        ("spacy.Doc", "spacy"),
        ("stanza.Document", "stanza"),
        ("CoNLL-U", "stanza"),
        ("a parser of one's own", "stanza"),
    ],
)
def test_weights_are_chosen_by_the_parser_whose_trees_they_read(parser: str, trees: str) -> None:
    assert ranking.shipped(parser) is ranking.shipped(trees)


def test_each_parser_has_weights_of_its_own() -> None:
    models = [ranking.shipped(trees) for trees in ranking.TREES]
    assert len({id(model) for model in models}) == len(models)
    for model in models:
        for part in (model.cue, model.mention, model.entity, model.kind, model.speaker):
            assert part.weights
            assert all(map(math.isfinite, part.weights.values()))
            assert list(part.weights) == sorted(part.weights)


EMPTY = {"version": "1", **{name: {} for name in ranking.MODELS}}


def test_weights_say_what_was_parsed_of_long_quoted_sentences() -> None:
    assert Rankers.read(json.dumps(EMPTY), "mine.json").quoted is None
    assert Rankers.read(json.dumps({**EMPTY, "quoted": 60}), "mine.json").quoted == 60


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"version": "1", "cue": {"verb": "much"}}',
        json.dumps({**EMPTY, "quoted": "much"}),
    ],
)
def test_a_broken_weights_file_says_how_to_build_one(content: str) -> None:
    with pytest.raises(ModelError, match=r"^mine\.json is no weights file .*training\.attribution"):
        Rankers.read(content, "mine.json")
