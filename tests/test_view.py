"""What a quote looks like where it stands."""

from __future__ import annotations

import pytest

from tests.handtrees import scene


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
    [view] = scene(text).views
    assert view.left == left
