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


def test_in_an_interview_quotes_below_lines_of_the_journalist_are_answers() -> None:
    text = (
        "Que dit Luc Roy ?\n« Rien. »\n\nEt vous ? \n\n « Non plus. »\n« Hélas. »\n"
        "Luc Roy se tait.\n« Il a raison. » Et Anne ? « Anne ? »"
    )
    answers = [state.answer for state in scene(text).states]
    assert answers == [True, True, False, True, False]


def test_one_question_makes_no_interview() -> None:
    assert not scene("Que dit Luc Roy ?\n« Rien. » Et vous ? « Non plus. »").states[0].answer


def test_questions_between_marks_are_none_of_the_journalist() -> None:
    states = scene("« Et alors ? »\n« Rien. »\n« Et vous ? »\n« Non plus. »").states
    assert not any(state.answer for state in states)


def test_how_often_the_same_words_stand_between_marks() -> None:
    states = scene("Un « pacte » ici, ce « Pacte » là, un « accord ».").states
    assert [state.marked for state in states] == [2, 2, 1]
