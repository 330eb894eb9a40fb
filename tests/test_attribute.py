"""The way from a text with trees to who says each quote."""

from __future__ import annotations

import pytest

from quoteattr.attribution import attribute
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
    monkeypatch.setattr(attribute, "_FAR_BEHIND", float("inf"))
    assert [list(map(answer, reader(text))) for text in texts] == quick
    monkeypatch.setattr(attribute, "_FAR_BEHIND", 0.0)
    assert [list(map(answer, reader(text))) for text in texts] != quick
