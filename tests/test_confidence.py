"""How sure an answer is, step by step."""

from __future__ import annotations

import math

import pytest
from attrs import evolve

from quoteattr.attribution import assembly, ranking
from quoteattr.attribution.confidence import confidence
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.ranking import Ranker, Rankers
from quoteattr.attribution.readings import Reading
from quoteattr.parser import QuoteParser
from tests import frozen, inline

NOTHING = Ranker({})
EMPTY = Rankers("1", *[NOTHING] * len(ranking.MODELS))
TERM, CONTINUES, VERB = Cue("term"), Cue("continues"), Cue("verb", features=["verb"])


def test_a_term_has_no_speaker_to_be_sure_of() -> None:
    sure = evolve(EMPTY, kind=Ranker({"term,reading": 1.0}), speaker=Ranker({"verb": 5.0}))
    found = confidence(sure, Reading(TERM, 0.9), [(TERM, 0.9), (VERB, 0.1)])
    assert found.speaker == 1.0
    assert found.both == found.kind == pytest.approx(0.9)


def test_the_speaker_of_speech_is_judged_as_if_it_were_speech_for_sure() -> None:
    """A cue of 0.4 beside a term of 0.5 leads to four in five of what speech there may be."""
    sure = evolve(
        EMPTY, kind=Ranker({"speech,not a term": 1.0}), speaker=Ranker({"cue,reading": 1.0})
    )
    other = Cue("verb", features=["verb"])
    found = confidence(sure, Reading(VERB, 0.4), [(TERM, 0.5), (VERB, 0.4), (other, 0.1)])
    assert found.kind == pytest.approx(0.5)
    assert found.speaker == pytest.approx(0.8)
    assert found.both == pytest.approx(0.4)


@pytest.mark.parametrize(("cue", "kind"), [(VERB, "cue"), (CONTINUES, "continues")])
def test_another_mention_of_the_same_referent_makes_surer(cue: Cue, kind: str) -> None:
    """« Roux dit qu'il se sent « las » »: which of the two is the mention does not matter, nor
    whether there is one."""
    sure = evolve(EMPTY, speaker=Ranker({f"{kind},reading": 1.0, f"{kind},referent": 1.0}))
    roux, other = Referent(("roux",)), Referent(("petit",))
    alone = Reading(cue, 0.5, referent=roux)
    agreeing = Reading(cue, 0.5, referent=roux, rivals=[(roux, 0.4)])
    opposed = Reading(cue, 0.5, referent=roux, rivals=[(other, 0.4)])
    ranked = [(TERM, 0.0), (cue, 1.0)]
    assert confidence(sure, alone, ranked).speaker == pytest.approx(0.5)
    assert confidence(sure, agreeing, ranked).speaker == pytest.approx(0.9)
    assert confidence(sure, opposed, ranked).speaker == pytest.approx(0.5)


def test_a_description_is_no_surer_than_whom_it_means() -> None:
    """« Anne Roux a signé. « … », dit la maire »: but the pronoun « elle » is calibrated alone."""
    sure = evolve(EMPTY, speaker=Ranker({"resolved": 5.0}))
    ranked = [(TERM, 0.0), (VERB, 1.0)]
    roux = Referent(("roux",))
    described = Reading(VERB, 1.0, referent=roux, entity_probability=0.75, described=True)
    pronoun = Reading(VERB, 1.0, referent=roux, entity_probability=0.75)
    assert confidence(sure, described, ranked).speaker == pytest.approx(0.75)
    assert confidence(sure, pronoun, ranked).speaker > 0.99


@pytest.mark.parametrize(("speaker", "named"), [(3.0, True), (-3.0, False)])
def test_a_name_is_given_where_it_is_likelier_right_than_wrong(
    speaker: float, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the quote is speech at all doesn't matter for that, but for ``confidence``."""
    shipped = ranking.shipped()
    doubtful = evolve(
        shipped,
        kind=Ranker({"speech": -3.0}),
        speaker=Ranker({"verb": speaker}),
    )
    monkeypatch.setattr(ranking, "shipped", lambda parser: doubtful)
    text = next(case.text for case in inline.read(frozen.CASES))
    quote = QuoteParser(frozen.FrozenParser("stanza"))(text)[0]
    assert quote.confidence < assembly.ABSTAIN
    assert quote.speaker is not None and quote.speaker.mention is not None
    assert (quote.speaker.name is not None) == named


def test_cues_that_mislead_make_less_sure() -> None:
    """« Roux évoque « un rêve » »: the models may be sure of what is often wrong."""
    evokes = Cue("verb", features=["verb", ("verb lemma=évoquer", "verb,right=.")])
    doubt = evolve(
        EMPTY, kind=Ranker({"verb lemma=évoquer": -1.0}), speaker=Ranker({"verb,right=.": -2.0})
    )
    ranked = [(TERM, 0.0), (evokes, 1.0)]
    found = confidence(doubt, Reading(evokes, 1.0), ranked)
    assert found.kind == pytest.approx(1 / (1 + math.exp(1)))
    assert found.speaker == pytest.approx(1 / (1 + math.exp(2)))


@pytest.mark.parametrize(
    ("referent", "who"),
    [
        (Referent(("anne", "roux"), kind="person"), "long person"),
        (Referent(("cgt",), kind="body"), "named body"),
        (Referent(kind="noun"), "noun"),
    ],
)
def test_who_it_is_makes_more_or_less_sure(referent: Referent, who: str) -> None:
    """« Luc Roy » is rather right than « cette décision »."""
    sure = evolve(EMPTY, speaker=Ranker({f"cue,who={who}": 3.0}))
    ranked = [(TERM, 0.0), (VERB, 1.0)]
    known = confidence(sure, Reading(VERB, 1.0, referent=referent), ranked)
    nobody = confidence(sure, Reading(VERB, 1.0), ranked)
    assert known.speaker > 0.9
    assert nobody.speaker == pytest.approx(0.5)


def test_a_quote_without_a_cue_has_weights_of_its_own() -> None:
    often = Referent(("roux",), quotes=7)
    sure = evolve(EMPTY, speaker=Ranker({"continues,quotes=3": 1.0, "cue,quotes=3": -1.0}))
    ranked = [(TERM, 0.0), (CONTINUES, 0.5), (VERB, 0.5)]
    going_on = confidence(sure, Reading(CONTINUES, 0.5, referent=often), ranked)
    told = confidence(sure, Reading(VERB, 0.5, referent=often), ranked)
    assert going_on.speaker > 0.7 > 0.3 > told.speaker
