"""Somebody the text speaks of, and how far a description repeats a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growth import LARGER, steepness

from quoteattr.attribution import vocabulary
from quoteattr.attribution.entities.referents import Place, Referent, content_words, role_match
from quoteattr.model import Span

WORDS = vocabulary.default()


@pytest.mark.parametrize(
    ("description", "match"),
    [
        ("le ministre de la Mer", "same"),
        ("le ministre", "part"),
        ("l'ancien ministre de la Mer", "longer"),
        ("le ministre du Travail", "other complement"),
        ("le secrétaire de la Mer", "some words"),
        ("le boucher", "other role"),
    ],
)
def test_how_far_a_description_repeats_a_role(description: str, match: str) -> None:
    role = content_words("ministre de la Mer", WORDS)
    minister = Referent(heads={"ministre"}, roles=[role])
    head = next(word for word in description.split("'")[-1].split() if word not in ("le", "ancien"))
    assert role_match(content_words(description, WORDS), head, minister) == match


def test_nobody_repeats_what_the_text_did_not_say() -> None:
    assert role_match(content_words("le boucher", WORDS), "boucher", Referent()) == "no role known"


def test_a_person_is_one_unless_the_text_says_more() -> None:
    assert Referent(kind="person").marked_number == "singular"
    assert Referent(kind="person", number="plural").marked_number == "plural"
    assert Referent(kind="body").marked_number is None


def test_a_name_of_several_unknown_words_is_that_of_one() -> None:
    assert Referent(words=("ghjuvan", "zorb")).marked_number == "singular"
    assert Referent(words=("zorb",)).marked_number is None
    assert Referent(words=("les", "vrais", "voisins")).marked_number is None
    assert Referent(words=("ghjuvan", "zorb"), number="plural").marked_number == "plural"


def test_whoever_absorbs_another_is_all_that_the_other_was() -> None:
    maire, députée = frozenset({"maire"}), frozenset({"députée"})
    named = Referent(words=("anne", "roux"), heads={"maire"}, roles=[maire], kind="person")
    named.places = [Place(0, 9, 0, True, "", -1), Place(60, 69, 2, True, "", -1)]
    other = Referent(gender="feminine", heads={"députée"}, roles=[députée], kind="role")
    other.places, other.descriptions = [Place(30, 40, 1, True, "", -1)], [Span(30, 40)]
    named.absorb(other)
    assert (named.words, named.kind, named.gender) == (("anne", "roux"), "person", "feminine")
    assert (named.heads, named.roles) == ({"maire", "députée"}, [maire, députée])
    assert [place.start for place in named.places] == [0, 30, 60]
    assert (named.descriptions, other.places) == ([Span(30, 40)], [])


def test_where_somebody_was_last_a_subject() -> None:
    places = [Place(0, 4, 0, True, "", -1), Place(9, 13, 1, False, "à", -1)]
    referent = Referent(places=places)
    assert referent.last_subject(20) == Span(0, 4)
    assert referent.last_subject(0) is None


def test_looking_back_for_a_subject_does_not_grow_with_the_text() -> None:
    def looking(count: int) -> Callable[[], object]:
        referent = Referent(places=[Place(at, at, at, False, "", -1) for at in range(count)])
        return lambda: [referent.last_subject(count) for _ in range(100)]

    assert steepness(looking, 1_000) < LARGER / 2


def test_a_noun_without_a_complement_of_its_own_is_no_other() -> None:
    """« Anne Roux, députée de Nay », called « la ministre » before: any minister may be she."""
    deputy = Referent(heads={"députée", "ministre"}, roles=[content_words("députée de Nay", WORDS)])
    wanted = content_words("la ministre du Travail", WORDS)
    assert role_match(wanted, "ministre", deputy) == "head"
