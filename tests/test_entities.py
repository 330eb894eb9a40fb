"""Who stands behind a mention: names, descriptions, and what the text says of their bearers."""

from __future__ import annotations

import pytest

from quoteattr import marks
from quoteattr.attribution import entities, names, passage, vocabulary
from quoteattr.model import Span
from quoteattr.syntax import excerpt


def discourse(text: str) -> entities.Discourse:
    spans = marks.find(text)
    source = passage.build(text, spans, excerpt.frames(text, spans), ())
    words = vocabulary.default()
    return entities.discourse(source, *names.find(text, spans, words), words)


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
    wanted = entities.description(found, "role", span, head)
    referent = entities.introduce(found, wanted, span, text.rindex(head))
    assert (entities.best_name(found, referent) or "").casefold() == name
