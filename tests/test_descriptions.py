"""Noun phrases that describe somebody by themselves."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import descriptions, names
from quoteattr.attribution.naming.descriptions import Description
from quoteattr.attribution.naming.tokens import tokenize

WORDS = vocabulary.default()


def described(text: str) -> list[Description]:
    tokens = tokenize(text)
    starts = {name.start for name in names.find(tokens, WORDS)}
    return descriptions.find(tokens, starts, WORDS)


@pytest.mark.parametrize(
    ("text", "description", "kind", "subject"),
    [
        ("Les pompiers sont là.", "Les pompiers", "role", True),
        ("Les deux avocats sont là.", "Les deux avocats", "role", True),
        ("Le mis en cause est là.", "Le mis en cause", "role", True),
        ("Les têtes de liste de Nay rient.", "Les têtes de liste de Nay", "role", True),
        ("Les généraux sont là.", "Les généraux", "role", True),
        ("La jeune femme est là.", "La jeune femme", "role", True),
        ("La procureure de préciser que oui.", "La procureure", "role", True),
        ("Hier les associations ont refusé.", "les associations", "body", False),
        ("Le rapport accable la mairie.", "Le rapport", "document", True),
        ("Une des victimes est là.", "Une des victimes", "role", True),
        ("La mère d'une des victimes est là.", "La mère d'une des victimes", "role", True),
        ("Le père de trois enfants est là.", "Le père de trois enfants", "role", True),
        ("Le père d'une petite fille est là.", "Le père d'une petite fille", "role", True),
        ("Les arbres tombent.", "Les arbres", "noun", True),
        ("Plusieurs dizaines de badauds rient.", "Plusieurs dizaines de badauds", "noun", True),
        ("Les « bonnets bleus » rient.", "Les « bonnets bleus »", "noun", True),
        ('Hier, les "bonnets bleus" rient.', 'les "bonnets bleus"', "noun", False),
        ("Les << bonnets bleus >> rient.", "Les << bonnets bleus >>", "noun", True),
    ],
)
def test_descriptions(text: str, description: str, kind: str, subject: bool) -> None:
    found = described(text)
    first = found[0]
    assert text[first.start : first.end] == description
    assert (first.kind, first.subject) == (kind, subject)


def test_one_arbitrary_thing_is_no_description() -> None:
    assert described("Un arbre tombe.") == []


def test_a_description_closes_the_mark_that_it_opens() -> None:
    assert described("Les « gens du quartier de la tour » rient.") == []


def test_quant_a_makes_a_topic_of_a_description() -> None:
    """« elle » takes it up as it takes up a subject."""
    text = "Quant à l'opposition, elle rit. Luc écrit à l'opposition."
    [first, second] = described(text)
    assert (first.preposition, first.subject, first.topic) == ("", True, True)
    assert (second.preposition, second.subject, second.topic) == ("à", False, False)


def test_a_demonym_behind_an_article_is_a_description() -> None:
    text = "Luc Roy a gagné. « Oui », a dit le Toulousain. Les Lillois rient."
    [first, second] = described(text)
    assert (first.head, first.kind, first.gender, first.number) == (
        "toulousain", "role", "masculine", "singular",
    )  # fmt: skip
    assert (second.head, second.kind, second.number) == ("lillois", "role", "plural")


@pytest.mark.parametrize("title", ["M. Roy", "Me Roy", "Mme Anne Roy"])
def test_a_title_within_a_description_is_no_end_of_it(title: str) -> None:
    text = f"Le directeur de cabinet de {title} a parlé."
    found = described(text)
    assert text[found[0].start : found[0].end] == f"Le directeur de cabinet de {title}"


@pytest.mark.parametrize("title", ["Mme", "M.", "M", "Me"])
def test_a_text_may_end_with_a_title(title: str) -> None:
    """As one that was cut off does."""
    text = f"Hier le maire de {title}"
    [found] = described(text)
    assert text[found.start : found.end].startswith("le maire")


def test_an_infinitive_is_no_complement() -> None:
    text = "Il accuse la préfète d'avoir menti et le maire d'être absent."
    found = described(text)
    assert [text[one.start : one.end] for one in found] == ["la préfète", "le maire"]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Il écrit à la DRH.", "la DRH"),
        ("Une jeune Lilloise rit.", "Une jeune Lilloise"),
        ("Un vieux Breton rit.", "Un vieux Breton"),
    ],
)
def test_a_noun_of_a_person_is_no_name_for_its_capitals(text: str, description: str) -> None:
    [found] = described(text)
    assert (found.kind, text[found.start : found.end]) == ("role", description)
    assert names.find(tokenize(text), WORDS) == []


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Cette professeur rit.", "feminine"),
        ("La chef rit.", "feminine"),
        ("L'auteur rit.", "masculine"),
        ("Son épouse rit.", "feminine"),
        ("Une victime rit.", None),
        ("L'élève rit.", None),
    ],
)
def test_a_determiner_tells_the_gender_before_the_noun(text: str, gender: str | None) -> None:
    [found] = described(text)
    assert found.gender == gender


def test_a_clitic_is_no_article_of_a_complement() -> None:
    """An article would be one word with « de »: « des », « du »."""
    text = "Il accuse le gouvernement de les ignorer et la maire de le fuir."
    assert [text[one.start : one.end] for one in described(text)] == ["le gouvernement", "la maire"]


@pytest.mark.parametrize(
    "description",
    [
        "Le directeur général",
        "La ministre des Affaires étrangères",
        "Le président du conseil départemental",
        "Le président russe",
        "Le rédacteur en chef du Monde",
        "Les anciens",
        "L'accusé",
        "Les élus",
    ],
)
def test_adjectives_and_participles_of_a_description(description: str) -> None:
    text = f"{description} a hélas ri."
    first = described(text)[0]
    assert text[first.start : first.end] == description


def test_a_text_may_end_with_an_adjective() -> None:
    [found] = described("Ils ont vu le directeur général")
    assert found.head == "directeur"
