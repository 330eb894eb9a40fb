"""Which names and descriptions of a text mean the same."""

from __future__ import annotations

import pytest
from attrs import asdict

from quoteattr.attribution import vocabulary
from quoteattr.attribution.entities import coreference
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import MOST_ROLES
from quoteattr.attribution.naming import roles
from quoteattr.syntax.tree import ROOT, Tree, Word
from tests.handtrees import discourse


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


def described(found: Discourse) -> list[str | None]:
    return [found.best_name(referent) for referent in found.referents]


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
    "group",
    [
        "Luc Roy puis Anne Petit",
        "Luc Roy ou Anne Petit",
        "Luc Roy ainsi que Mme Petit",
        "Luc Roy ainsi qu’Anne Petit",
        "Luc Roy, mais aussi Anne Petit",
        "Ni Luc Roy ni Anne Petit",
    ],
)
def test_joints_of_a_list(group: str) -> None:
    found = discourse(f"{group} en parlent.")
    name = found.best_name(found.referents[-1])
    assert (name or "").lower() == group.lower()


@pytest.mark.parametrize("blank", [" ", "  ", "\u00a0 "])
@pytest.mark.parametrize(
    ("article", "group"), [("la", "CGT et FO"), ("le", "maire Luc Roux et Anne Roy")]
)
def test_a_list_begins_with_its_article_whatever_the_blank(
    article: str, blank: str, group: str
) -> None:
    found = discourse(f"Ainsi parlent {article}{blank}{group}.")
    assert found.best_name(found.referents[-1]) == f"{article} {group}"


@pytest.mark.parametrize("text", ["Luc Roy comme Anne Petit", "Luc Roy avec Anne Petit"])
def test_somebody_beside_another_is_no_list(text: str) -> None:
    assert not any(one.kind == "group" for one in discourse(f"{text} en parle.").referents)


def test_a_comma_behind_an_adverbial_begins_no_list() -> None:
    found = discourse("Avec Luc Roy, Anne Petit et Paul Lem ont signé.")
    groups = [found.best_name(one) for one in found.referents if one.kind == "group"]
    assert groups == ["Anne Petit et Paul Lem"]


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


def test_a_pronoun_that_opens_a_sentence_is_a_whole_mention() -> None:
    text = "Anne Roux dort. Elle\u00a0part."
    found = discourse(text)
    span = found.referents[0].last_subject(len(text))
    assert span is not None and text[span.start : span.end] == "Elle"


def test_a_title_tells_apart_who_share_a_surname() -> None:
    found = discourse("Luc Ferrer part. Hier Mme Ferrer est restée. Ferrer revient.")
    assert [found.best_name(one) for one in found.referents] == ["Luc Ferrer", "Ferrer"]


def test_what_the_journalist_calls_somebody_comes_before_what_a_quote_does() -> None:
    found = discourse("« C'est un élève sérieux », dit Luc Roux. Hier l'élève a ri. L'élève part.")
    described = [one for one in found.referents if not one.words]
    assert [found.best_name(one) for one in described] == ["l'élève"]


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
    name = found.best_name(found.by_description[text.rindex("ministre part")])
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
    assert len(roy.roles) == MOST_ROLES


def test_a_title_tells_who_of_a_family_is_meant() -> None:
    text = "Yann Le Goff part. Anne Le Goff reste. M. Le Goff rit, Mme Le Goff dort, Le Goff crie."
    found = discourse(text)
    names = [found.best_name(found.by_name[start]) for start in sorted(found.by_name)]
    assert names == [
        "Yann Le Goff", "Anne Le Goff", "Yann Le Goff", "Anne Le Goff", "Anne Le Goff",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Mme Roux et M. Petit sont là.", "Mme Roux et M. Petit"),
        ("Anne Roux (LR) et Luc Petit (PS) sont là.", "Anne Roux (LR) et Luc Petit"),
        ("Anne Roux, 34 ans, et Luc Petit sont là.", "Anne Roux, 34 ans, et Luc Petit"),
        (
            "Le maire, Luc Petit, et la préfète, Anne Roux, sont là.",
            "le maire, Luc Petit, et la préfète, Anne Roux",
        ),
        ("Anne Roux, maire de Nay, et Luc Petit sont là.", "Anne Roux, maire de Nay, et Luc Petit"),
        ("La CGT, la CFDT et FO sont là.", "la CGT, la CFDT et FO"),
    ],
)
def test_what_is_said_of_each_parts_no_list(text: str, group: str) -> None:
    found = discourse(text)
    assert group in [found.best_name(one) for one in found.referents if one.kind == "group"]


def test_a_text_can_be_resolved_twice() -> None:
    """As it is where a speaker turns out to be named between marks."""
    text = "L'avocat de Luc Petit et Anne Roux part."
    source = discourse(text).source
    words = vocabulary.default()
    found = roles.find(text, (), words)
    once, twice = (coreference.resolve(source, *found, words) for _ in range(2))
    for one, other in zip(once.referents, twice.referents, strict=True):
        assert list(map(asdict, one.places)) == list(map(asdict, other.places))


def test_a_body_is_taken_up_by_its_noun() -> None:
    text = "Le groupe Lemtal part. L'association Solival reste. Le groupe rit."
    found = discourse(text)
    assert found.best_name(found.by_description[text.rindex("groupe")]) == "Lemtal"


@pytest.mark.parametrize(
    "text",
    [
        "La Fédération des transports urbains (FTU) refuse. La FTU part.",
        "La Société Minière du Sud (SMS) refuse. La SMS part.",
    ],
)
def test_a_body_and_its_acronym_are_one(text: str) -> None:
    found = discourse(text)
    acronym = found.by_name[text.rindex("La ") + 3]
    whole = text.index("Fédération") if "Fédération" in text else text.index("Société")
    assert (found.by_description.get(whole) or found.by_name.get(whole)) is acronym
    assert acronym.kind == "body"


def test_an_accent_alone_is_no_initial() -> None:
    found = discourse("La Fédération \u0301 des transports urbains (FTU) refuse.")
    assert found.by_name


@pytest.mark.parametrize(
    "text",
    ["Le maire de Nay (LR) refuse.", "Luc Roy (LR) refuse.", "La Fédération (FTU) refuse."],
)
def test_what_stands_in_brackets_may_be_a_party(text: str) -> None:
    found = discourse(text)
    acronym = found.by_name[text.index("(") + 1]
    assert len(acronym.names) == 1 and not acronym.descriptions
