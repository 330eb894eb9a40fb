"""What a quote looks like where it stands."""

from __future__ import annotations

import pytest

from quoteattr import marks
from quoteattr.attribution import vocabulary
from quoteattr.attribution.passage import build
from quoteattr.attribution.scene import set_scene
from quoteattr.syntax import framing

WORDS = vocabulary.default()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Le collectif écrit :\n\n« La gare est fermée. »", ":"),
        ("Le collectif écrit : « La gare est fermée. »", ":"),
        ("Le collectif a écrit.\n\n« La gare est fermée. »", "start"),
        ("« La gare est fermée. »", "start"),
    ],
)
def test_a_colon_at_the_end_of_the_line_above_stands_before_a_quote(text: str, left: str) -> None:
    spans = marks.find(text)
    source = build(text, spans, framing.find(text, spans), [])
    [view] = set_scene(source, WORDS).views
    assert view.left == left
