"""How sure an answer is, step by step."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from quoteattr.attribution import assembly, ranking, readings
from quoteattr.attribution.confidence import confidence, speaker_measures
from quoteattr.attribution.layout import Cue
from quoteattr.attribution.ranking import Ranker, Rankers
from quoteattr.attribution.readings import Reading
from quoteattr.attribution.referents import Referent
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


def test_what_confidence_takes_of_a_verb_is_its_tense(monkeypatch: pytest.MonkeyPatch) -> None:
    """By place among the features of the cue: the weights know them by these names."""
    kept: list[tuple[Reading, list[tuple[Cue, float]]]] = []
    read = readings.read

    def keep(*arguments: Any) -> Any:
        result = read(*arguments)
        kept.extend(result)
        return result

    monkeypatch.setattr(readings, "read", keep)
    parser = QuoteParser(frozen.FrozenParser("stanza"))
    for case in inline.read(frozen.CASES):
        parser(case.text)
    verbs = [(one, ranked) for one, ranked in kept if one.cue.kind == "verb"]
    assert len(verbs) > 50
    for reading, ranked in verbs:
        taken = [name for name, _ in speaker_measures(reading, ranked) if "tense=" in name]
        assert [name.split(",")[0].split(":")[0] for name in taken] == ["verb", "verb"]
