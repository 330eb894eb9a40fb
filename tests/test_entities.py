"""Whom a text speaks of: names, descriptions, and what the text says of their bearers."""

from __future__ import annotations

import pytest

from quoteattr import marks
from quoteattr.attribution import entities, passage, roles, vocabulary
from quoteattr.model import Span
from quoteattr.syntax import excerpt
from quoteattr.syntax.tree import ROOT, Tree, Word


def discourse(text: str, *trees: Tree) -> entities.Discourse:
    spans = marks.find(text)
    source = passage.build(text, spans, excerpt.frames(text, spans), trees)
    words = vocabulary.default()
    return entities.discourse(source, *roles.find(text, spans, words), words)


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
    wanted = entities.description(found, "role", span, head)
    referent = entities.introduce(found, wanted, span, text.rindex(head))
    assert (entities.best_name(found, referent) or "").casefold() == name


def tree(text: str, *words: tuple[str, int, str]) -> Tree:
    """A tree of words with their heads and relations; the words stand in the text in this order."""
    made = []
    at = 0
    for form, head, relation in words:
        at = text.index(form, at)
        made.append(Word(at, at + len(form), form, form, "NOUN", "", head, relation))
    return Tree(tuple(made))


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        # « Anne Roux parle »: a name is one subject, whichever of its words a tree makes its head.
        ((("Anne", 2, "nsubj"), ("Roux", 0, "flat"), ("parle", ROOT, "root")), {"Anne", "Roux"}),
        ((("Anne", 2, "obj"), ("Roux", 0, "flat"), ("parle", ROOT, "root")), set()),
        # Heads that come round again are no tree; nothing is found, and it ends.
        ((("Anne", 1, "flat"), ("Roux", 2, "flat"), ("parle", 1, "appos")), set()),
    ],
)
def test_the_words_of_a_subject(
    words: tuple[tuple[str, int, str], ...], subjects: set[str]
) -> None:
    text = "Anne Roux parle « ici »."
    found = discourse(text, tree(text, *words)).subjects
    assert {form for form, *_ in words if text.index(form) in found} == subjects


def described(found: entities.Discourse) -> list[str | None]:
    return [entities.best_name(found, referent) for referent in found.referents]


def test_a_description_beside_a_name_is_no_second_person() -> None:
    assert described(discourse("Anne Roux, une ouvrière de Nay, parle.")) == ["Anne Roux", "Nay"]
    assert described(discourse("L'ouvrière Anne Roux parle.")) == ["Anne Roux"]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("M. Roux et Mme Petit parlent.", "masculine"),
        ("Mme Roux et Mme Petit parlent.", "feminine"),
        ("Camille Roux et Mme Petit parlent.", None),
    ],
)
def test_two_named_together_are_a_plural(text: str, gender: str | None) -> None:
    pair = discourse(text).referents[-1]
    assert (pair.number, pair.gender, pair.kind) == ("plural", gender, "group")


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
            "Luc Roy et Anne Petit",
        ),
        # No single one of them is all of them.
        ("Les élus Luc Roy (PS) et Anne Petit partent.", "Les élus Luc Roy", "élus", None),
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
    referent = entities.named_in(found, *spans, several=True)
    assert (referent and entities.best_name(found, referent)) == name


def test_a_comma_behind_an_adverbial_begins_no_list() -> None:
    found = discourse("Avec Luc Roy, Anne Petit et Paul Lem ont signé.")
    groups = [entities.best_name(found, one) for one in found.referents if one.kind == "group"]
    assert groups == ["Anne Petit et Paul Lem"]


def test_whoever_belongs_to_the_first_of_a_list_belongs_to_all() -> None:
    text = "L'avocat de Paul Lem et Anne Petit part."
    spans = [Span(0, text.index(" part")), Span(2, 8)]
    assert entities.named_in(discourse(text), *spans) is None


@pytest.mark.parametrize("rubric", ["Fougères.", "VERBATIM.", "LA PHRASE DU JOUR."])
def test_a_rubric_is_nobody_who_could_speak(rubric: str) -> None:
    found = discourse(f"{rubric} On va à Fougères avec VERBATIM et PHRASE DU JOUR, hier.")
    headed = [place for one in found.referents for place in one.places if place.frame == 0]
    assert headed == []


def test_a_person_named_alone_may_speak() -> None:
    assert discourse("Anne Roux. Elle part.").referents[0].places[0].frame == 0


def test_a_description_before_the_phrase_of_a_name_is_no_second_person() -> None:
    found = discourse("Son rival, le sénateur Luc Roy, part.")
    assert described(found) == ["Luc Roy"]


def test_two_that_are_named_apart_are_no_pair() -> None:
    found = discourse("Anne Roux, puis Luc Petit et la maire parlent. Et Paul Lenoir rit.")
    assert all(referent.kind != "group" for referent in found.referents)


def test_things_that_are_no_subject_are_no_antecedent() -> None:
    assert described(discourse("Les arbres tombent.")) == ["les arbres"]
    assert described(discourse("Il passe sous les arbres.")) == []


@pytest.mark.parametrize(
    ("mention", "whole"),
    [("M.", "M. Le Maire"), ("M. Le", "M. Le"), ("écrit à M.", "écrit à M."), ("écrit", "écrit")],
)
def test_a_mention_that_the_tree_cut_off_behind_the_title_has_its_name(
    mention: str, whole: str
) -> None:
    text = "Luc Roy écrit à M. Le Maire. Il attend."
    found = discourse(text)
    start = text.index(mention)
    span = entities.with_name(found, Span(start, start + len(mention)))
    assert text[span.start : span.end] == whole


def test_a_pronoun_that_opens_a_sentence_is_a_whole_mention() -> None:
    text = "Anne Roux dort. Elle\u00a0part."
    found = discourse(text)
    span = entities.last_subject(found.referents[0], len(text))
    assert span is not None and text[span.start : span.end] == "Elle"


def test_a_title_tells_apart_who_share_a_surname() -> None:
    found = discourse("Luc Ferrer part. Hier Mme Ferrer est restée. Ferrer revient.")
    assert [entities.best_name(found, one) for one in found.referents] == ["Luc Ferrer", "Ferrer"]


def test_a_family_is_none_of_its_members() -> None:
    found = discourse("Luc Roux part. Hier les Roux sont là. Hier Roux dort, les Roux rient.")
    one, family = found.referents
    assert entities.best_name(found, family) == "les Roux"
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
    referent = entities.named_in(found, *spans)
    assert (referent and entities.best_name(found, referent)) == name


def test_what_the_journalist_calls_somebody_comes_before_what_a_quote_does() -> None:
    found = discourse("« C'est un élève sérieux », dit Luc Roux. Hier l'élève a ri. L'élève part.")
    described = [one for one in found.referents if not one.words]
    assert [entities.best_name(found, one) for one in described] == ["l'élève"]


def test_a_soft_hyphen_is_no_letter_of_a_name() -> None:
    found = discourse("Em\u00admanuel Ma\u00adcron part. Hier Macron revient.")
    assert [entities.best_name(found, one) for one in found.referents] == ["Emmanuel Macron"]
    assert entities.aliases(found, found.referents[0]) == ["Emmanuel Macron", "Macron"]


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        # The minister who was named last, whichever of the two that is.
        ("Luc Roy, ministre de la Mer, salue Paul Gay, ministre d'État. Le ministre part.", "Gay"),
        ("Paul Gay, ministre d'État, salue Luc Roy, ministre de la Mer. Le ministre part.", "Roy"),
        # Just these words come before more of them.
        ("Luc Roy, ministre, salue Paul Gay, ministre d'État. Le ministre part.", "Roy"),
        # « un ministre » is none of those before.
        ("Luc Roy, ministre de la Mer, est là. Un ministre part.", "un ministre"),
    ],
)
def test_who_has_a_role(text: str, bearer: str) -> None:
    found = discourse(text)
    name = entities.best_name(found, found.by_role[text.rindex("ministre part")])
    assert name is not None and name.endswith(bearer)


def test_so_many_roles_of_one_bearer_are_kept_and_no_more() -> None:
    roles = (
        "nantais",
        "lillois",
        "niçois",
        "bernois",
        "havrais",
        "rouennais",
        "albigeois",
        "dijonnais",
    )
    text = "".join(f"Le maire {one} {other} Luc Roy part. " for one in roles for other in roles)
    [roy] = discourse(text).referents
    assert len(roy.roles) == entities._MOST_ROLES
