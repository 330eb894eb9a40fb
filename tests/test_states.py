"""What is known of a quote before it is read."""

from __future__ import annotations

import pytest

from tests.handtrees import scene


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Le maire « serein »\n\nIl a dit oui.", True),
        ("Le maire est « serein ».\n\nIl a dit oui.", False),
        ("Le maire est « serein » Il a dit oui.", False),
        ("« On y va »\nIl a dit oui.", True),
        ("« On y va ! »\nIl a dit oui.", False),
    ],
)
def test_a_heading_is_a_line_that_nothing_ends(text: str, heading: bool) -> None:
    assert scene(text).states[0].heading is heading


def test_how_often_the_same_words_stand_between_marks() -> None:
    states = scene("Un « pacte » ici, ce « Pacte » là, un « accord ».").states
    assert [state.marked for state in states] == [2, 2, 1]
