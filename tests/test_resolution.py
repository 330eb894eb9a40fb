"""Whom the mention at a cue stands for."""

from __future__ import annotations

import pytest

from quoteattr.attribution import anaphors, resolution
from quoteattr.attribution.layout import Cue
from quoteattr.model import Span
from quoteattr.syntax.tree import ROOT
from tests.handtrees import discourse, passage


@pytest.mark.parametrize(
    ("text", "mention", "head", "name"),
    [
        # The tree ties a complement to the noun that the words leave open.
        (
            "L'adjoint aux mobilités a refusé.",
            "L'adjoint aux mobilités",
            "adjoint",
            "l'adjoint aux mobilités",
        ),
        (
            "Le conseil municipal de la ville a refusé.",
            "Le conseil municipal de la ville",
            "conseil",
            "le conseil municipal de la ville",
        ),
        (
            "La Banque centrale européenne a refusé.",
            "La Banque centrale européenne",
            "Banque",
            "la banque centrale européenne",
        ),
        # A posture behind a comma is no part of a name.
        (
            "Hier un badaud, debout, a refusé.",
            "un badaud, debout",
            "badaud",
            "un badaud",
        ),
        # What stands behind the first of two places is nothing of the second.
        (
            "Le parquet à Nay enquête. « C'est trop tôt », répond le parquet.",
            "le parquet",
            "parquet",
            "le parquet",
        ),
    ],
)
def test_a_description_is_as_long_as_its_phrase(
    text: str, mention: str, head: str, name: str
) -> None:
    found = discourse(text)
    start = text.rindex(mention)
    span = Span(start, start + len(mention))
    anaphor = anaphors.description(found, "role", span, head)
    referent = resolution.introduce(found, anaphor, span, text.rindex(head))
    assert (found.best_name(referent) or "").casefold() == name


@pytest.mark.parametrize(
    ("words", "cue", "mention"),
    [
        (("complète", "Anne", "Roux"), 0, "Anne Roux"),
        (("Anne", "Roux", "complète"), 2, "Anne Roux"),
        (("Anne", "complète", "Roux"), 1, "Anne complète Roux"),
    ],
)
def test_a_mention_is_without_its_cue(words: tuple[str, ...], cue: int, mention: str) -> None:
    """« complète Anne Roux », which a parser took for one name."""
    tags = [(form, "PROPN", ROOT if not at else 0, "flat") for at, form in enumerate(words)]
    found = passage(*tags)
    text = " ".join(words)
    span = resolution._without_cue(Span(0, len(text)), Cue("verb", found, cue, cue, cue, "x"))
    assert text[span.start : span.end] == mention
