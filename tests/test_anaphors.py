"""What a pronoun, a description or no mention at all marks."""

from __future__ import annotations

import pytest

from quoteattr.attribution.entities import anaphors
from quoteattr.attribution.entities.referents import Referent
from quoteattr.model import Span
from tests.handtrees import discourse


@pytest.mark.parametrize(
    ("kind", "is_open"), [("elle", True), ("ceux", True), ("je", False), ("nobody", False)]
)
def test_for_whom_an_antecedent_is_looked(kind: str, is_open: bool) -> None:
    assert anaphors.pronoun(kind, 0, 0).is_open is is_open


@pytest.mark.parametrize(
    ("phrase", "head", "definite", "gender"),
    [
        ("la ministre", "ministre", "definite", "feminine"),
        ("le ministre de la Mer", "ministre", "definite, long", "masculine"),
        ("cette ministre", "ministre", "demonstrative", "feminine"),
        ("un boucher", "boucher", "indefinite", "masculine"),
        ("plusieurs élus", "élu", "indefinite", "masculine"),
        ("ministre", "ministre", "bare", None),
    ],
)
def test_how_definite_a_description_is(
    phrase: str, head: str, definite: str, gender: str | None
) -> None:
    text = f"Luc écrit. {phrase} part."
    start = text.index(phrase)
    span = Span(start, start + len(phrase))
    found = anaphors.description(discourse(text), "role", span, head)
    assert (found.definite, found.gender) == (definite, gender)
    assert found.is_open


def test_several_who_are_coordinated_stand_for_themselves() -> None:
    found = anaphors.description(discourse("Le maire et lui rient."), "role", Span(0, 15), "maire")
    found.definite = "group"
    assert not found.is_open


def test_gender_and_number_speak_against_a_referent() -> None:
    woman = Referent(kind="person", gender="feminine")
    assert anaphors.compatible(anaphors.pronoun("elle", 0, 0), woman)
    assert not anaphors.compatible(anaphors.pronoun("il", 0, 0), woman)
    assert not anaphors.compatible(anaphors.pronoun("elles", 0, 0), woman)
    assert anaphors.compatible(anaphors.pronoun("elle", 0, 0), Referent(kind="name"))


def test_who_is_called_la_maire_is_not_le_maire() -> None:
    """But « le commandant » may be a woman whom the text calls so."""
    text = "Luc écrit. Le maire part."
    man = anaphors.description(discourse(text), "role", Span(11, 19), "maire")
    called = Referent(kind="person", gender="feminine", heads={"maire"})
    named = Referent(kind="person", soft_gender="feminine", heads={"maire"})
    assert not anaphors.compatible(man, called)
    assert anaphors.compatible(man, named)
