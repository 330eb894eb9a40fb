"""Which verb a form is of."""

from __future__ import annotations

import pytest

from quoteattr.attribution import conjugation, vocabulary


@pytest.mark.parametrize(
    ("form", "infinitive"),
    [
        ("rappellent", "rappeler"),
        ("annonça", "annoncer"),
        ("jugea", "juger"),
        ("bondissent", "bondir"),
        ("indignées", "indigner"),
        ("maison", ""),
    ],
)
def test_a_regular_verb(form: str, infinitive: str) -> None:
    assert conjugation.regular(form, vocabulary.default()) == infinitive


@pytest.mark.parametrize(
    ("form", "infinitive"),
    [
        ("juge", "juger"),
        ("complète", "compléter"),
        ("martèle", "marteler"),
        ("tweeté", "tweeter"),
        ("jugeant", "juger"),
        ("insinuant", "insinuer"),
        ("annonça", ""),
        ("maison", ""),
    ],
)
def test_a_present_or_participle_of_a_verb_in_er(form: str, infinitive: str) -> None:
    assert conjugation.infinitive_in_er(form, vocabulary.default()) == infinitive


@pytest.mark.parametrize(
    ("form", "present", "finite"),
    [
        ("dénonce", True, True),
        ("dénoncent", False, False),
        ("était", False, True),
        ("dit", False, True),
        ("maison", False, False),
    ],
)
def test_a_verb_of_a_clause(form: str, present: bool, finite: bool) -> None:
    words = vocabulary.default()
    assert conjugation.is_present(form, words) is present
    assert conjugation.is_finite(form, words) is finite


@pytest.mark.parametrize(("form", "participle"), [("tweeté", True), ("née", True), ("dit", False)])
def test_a_participle_by_its_ending(form: str, participle: bool) -> None:
    assert conjugation.is_participle(form) is participle
