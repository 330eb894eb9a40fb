"""Which referents of a text a phrase of it names, and what they are called."""

from __future__ import annotations

import pytest

from quoteattr.attribution.entities.referents import Referent
from quoteattr.model import Span
from tests.handtrees import discourse


@pytest.mark.parametrize(
    ("text", "mention", "head", "name"),
    [
        (
            "Les auteurs de l'étude, Luc Roy et Anne Petit, partent.",
            "Les auteurs de l'étude, Luc Roy et Anne Petit",
            "auteurs",
            "Luc Roy et Anne Petit",
        ),
        (
            "Les élus Luc Roy, Anne Petit et Paul Lem partent.",
            "Les élus Luc Roy, Anne Petit et Paul Lem",
            "élus",
            "Luc Roy, Anne Petit et Paul Lem",
        ),
        (
            "Les avocats, Mes Luc Roy et Anne Petit, partent.",
            "Les avocats, Mes Luc Roy et Anne Petit",
            "avocats",
            "Mes Luc Roy et Anne Petit",
        ),
        (
            "Les élus Luc Roy (PS) et Anne Petit partent.",
            "Les élus Luc Roy",
            "élus",
            "Luc Roy (PS) et Anne Petit",
        ),
        # No single one of them is all of them.
        (
            "Les voisins de Paul Lem et Anne Petit partent.",
            "Les voisins de Paul Lem et Anne Petit",
            "voisins",
            None,
        ),
    ],
)
def test_a_plural_with_names_is_all_who_are_listed(
    text: str, mention: str, head: str, name: str | None
) -> None:
    found = discourse(text)
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in (mention, head)]
    referent = found.named_in(*spans, several=True)
    assert (referent and found.best_name(referent)) == name


def test_whoever_belongs_to_the_first_of_a_list_belongs_to_all() -> None:
    text = "L'avocat de Paul Lem et Anne Petit part."
    spans = [Span(0, text.index(" part")), Span(2, 8)]
    assert discourse(text).named_in(*spans) is None


@pytest.mark.parametrize(
    ("mention", "whole"),
    [
        ("Luc", "Luc Roy"),
        ("M.", "M. Le Maire"),
        ("M. Le", "M. Le Maire"),
        ("écrit à M.", "écrit à M."),
        ("écrit", "écrit"),
    ],
)
def test_a_mention_that_the_tree_cut_off_behind_the_title_has_its_name(
    mention: str, whole: str
) -> None:
    text = "Luc Roy écrit à M. Le Maire. Il attend."
    found = discourse(text)
    start = text.index(mention)
    span = found.with_name(Span(start, start + len(mention)))
    assert text[span.start : span.end] == whole


def test_a_family_is_none_of_its_members() -> None:
    found = discourse("Luc Roux part. Hier les Roux sont là. Hier Roux dort, les Roux rient.")
    one, family = found.referents
    assert found.best_name(family) == "les Roux"
    assert (one.number, family.number) == (None, "plural")
    assert [len(one.names), len(family.names)] == [2, 2]


@pytest.mark.parametrize(
    ("text", "mention", "head", "name"),
    [
        ("Il écrit à l'avocat de M. Roux.", "l'avocat de M. Roux", "avocat", None),
        ("Il écrit à M. Roux.", "M. Roux", "M", "Roux"),
        ("Il écrit au Dr Roux.", "Dr Roux", "Dr", "Roux"),
        ("Son rival, le maire Luc Roux, part.", "Son rival", "rival", "Luc Roux"),
    ],
)
def test_whom_a_mention_names(text: str, mention: str, head: str, name: str | None) -> None:
    found = discourse(text)
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in (mention, head)]
    referent = found.named_in(*spans)
    assert (referent and found.best_name(referent)) == name


def test_a_soft_hyphen_is_no_letter_of_a_name() -> None:
    found = discourse("Em\u00admanuel Ma\u00adcron part. Hier Macron revient.")
    assert [found.best_name(one) for one in found.referents] == ["Emmanuel Macron"]
    assert found.aliases(found.referents[0]) == ["Emmanuel Macron", "Macron"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Aux yeux des élus, tout va.", "les élus"),
        ("Ils parlent du côté\ndes élus.", "les élus"),
        ("Selon des élus, tout va.", "des élus"),
        ("Il a vu d'un côté des élus.", "des élus"),
    ],
)
def test_the_article_within_a_locution_is_definite(text: str, name: str) -> None:
    found = discourse(text)
    elected = found.by_description[text.index("élus")]
    assert found.best_name(elected) == name


@pytest.mark.parametrize(
    ("phrase", "among", "spoken_for"),
    [
        ("les élus", True, True),
        ("les élus", False, False),  # « dit-on aux élus »
        ("le maire", True, False),
        ("le parquet", False, True),
    ],
)
def test_whom_on_speaks_for(phrase: str, among: bool, spoken_for: bool) -> None:
    found = discourse(f"Hier {phrase} riait.")
    span = Span(5, 5 + len(phrase))
    head = Span(span.start + len(phrase.split()[0]) + 1, span.end)
    assert (found.house(span, head, among) is not None) is spoken_for


def test_soft_hyphens_alone_are_no_name() -> None:
    found = discourse("Paul \u00ad dort.")
    assert found.best_name(Referent(descriptions=[Span(5, 6)])) is None
    assert found.best_name(Referent(descriptions=[Span(0, 6)])) == "Paul"


@pytest.mark.parametrize(
    ("mention", "head", "name"),
    [
        ("le syndicat CGT", "syndicat", "CGT"),
        ("la plateforme toulousaine Zorbix", "plateforme", "Zorbix"),
        ("le quotidien britannique The Times", "quotidien", "The Times"),
        # Its name is no name without the noun, or goes on.
        ("le comité Zorbix", "comité", None),
        ("la famille Roux", "famille", None),
        ("l'association Prévention routière", "association", None),
    ],
)
def test_a_name_behind_the_noun_of_a_body_is_that_of_the_body(
    mention: str, head: str, name: str | None
) -> None:
    text = f"Hier {mention} a réagi."
    found = discourse(text)
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in (mention, head)]
    referent = found.named_in(*spans)
    assert (referent and found.best_name(referent)) == name


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Hier le quotidien Le Temps a ri.", "le quotidien Le Temps"),
        ("Hier l'hebdomadaire Le Point a ri.", "l'hebdomadaire Le Point"),
        ("Ainsi parle le quotidien. Le Temps presse.", "le quotidien"),
        ("Hier le quotidien et Le Temps ont ri.", "le quotidien"),
    ],
)
def test_a_mention_has_the_name_that_a_tree_cut_off_behind_its_noun(
    text: str, mention: str
) -> None:
    noun = "hebdomadaire" if "hebdomadaire" in text else "quotidien"
    start = text.index(mention)
    found = discourse(text).with_name(Span(start, text.index(noun) + len(noun)))
    assert text[found.start : found.end] == mention
