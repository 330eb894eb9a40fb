"""Which of those whom a text only describes are somebody whom it named before."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.entities import ties
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.naming import roles
from quoteattr.attribution.ranking import Ranker
from tests.handtrees import discourse

PERSON = Ranker({"role,kind=person": 9.0})
NOBODY = Ranker({"role,new": 9.0})


def tied(text: str, entity: Ranker) -> tuple[Discourse, list[str | None]]:
    """A text with its descriptions tied, and whom each of these stands for."""
    found = discourse(text)
    _, descriptions = roles.find(text, found.source.spans, vocabulary.default())
    ties.tie(found, descriptions, entity)
    described = (found.by_description.get(one.head_start) for one in descriptions)
    return found, [found.best_name(one) for one in described if one is not None]


def test_whoever_is_described_is_somebody_named_before() -> None:
    """« La maire » is Anne Roux wherever it stands, and called so."""
    text = "Anne Roux a signé. La maire est là. La maire rit."
    found, names = tied(text, PERSON)
    assert names == ["Anne Roux", "Anne Roux"]
    anne = next(one for one in found.referents if one.words)
    assert [place.start for place in anne.places] == [0, 19, 36]
    assert found.events == [(0, anne.index), (19, anne.index), (36, anne.index)]
    assert found.aliases(anne) == ["Anne Roux", "la maire"]
    assert "maire" in anne.heads
    assert anne.ties["maire"] > ties.LIKELY


def test_somebody_new_stays_apart() -> None:
    _, names = tied("Anne Roux a signé. La maire est là.", NOBODY)
    assert names == ["la maire"]


@pytest.mark.parametrize(
    "text",
    [
        "Anne Roux a signé. Une maire est là.",
        "Anne Roux a signé. Une maire est là. La maire rit.",
        "Anne Roux a signé. Les maires sont là.",
        "Anne Roux a signé. « La maire est là. »",
        "La maire est là. Anne Roux a signé.",
        "Marc Roux, le boucher, a signé. La maire est là.",
        "La maire est là.",
        "Anne Roux a signé. « Oui », dit la maire.",
    ],
)
def test_who_is_nobody_named_before(text: str) -> None:
    """Neither indefinite nor several, not by what is quoted, not before a name, no woman a man."""
    _, names = tied(text, PERSON)
    assert names[-1] not in ("Anne Roux", "Marc Roux")


def test_the_likelihood_decides() -> None:
    half = Ranker({"role,kind=person": 1.0})
    _, names = tied("Anne Roux a signé. La maire est là.", half)
    assert names == ["la maire"]
