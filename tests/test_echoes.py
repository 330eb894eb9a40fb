"""Where the words of a quote stand once more in a text."""

from __future__ import annotations

import pytest

from quoteattr.attribution.passages import echoes
from tests.handtrees import scene


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("Des milices « soutenues par Oz »\n\nLes milices soutenues par Oz avancent.", "told"),
        ("Le maire « serein »\n\n« Je suis serein », dit le maire.", "said"),
        ("Le maire « serein »\n\n« Je suis serein », dit le maire, serein.", "told"),
        ("Le maire « serein »\n\nLe maire se dit « serein ».", ""),
        ("Un « vol »\n\nLes voleurs volent.", ""),
        ("İİİ, un maire « serein »\n\nLe maire est serein.", "told"),
    ],
)
def test_who_else_uses_the_words_of_a_quote(text: str, elsewhere: str) -> None:
    """The journalist in his own words, or somebody within a longer quote; whole words count."""
    assert scene(text).states[0].elsewhere == elsewhere


def test_the_words_of_a_nested_quote_are_part_of_a_longer_one() -> None:
    assert scene("« Un maire “ serein ” », dit Anne.").states[1].elsewhere == "said"


def test_the_words_of_a_quote_are_looked_up_so_often_and_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "« Non ». " + "Nonobstant. " * 3 + "Il dit non."
    assert scene(text).states[0].elsewhere == "told"
    monkeypatch.setattr(echoes, "_LOOKS", 4)
    assert scene(text).states[0].elsewhere == ""
