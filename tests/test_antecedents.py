"""Who may stand behind a pronoun, a description or a quote without a mention."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from growth import LARGER, steepness

from quoteattr.attribution.entities import anaphors, antecedents
from quoteattr.attribution.ranking import flat
from quoteattr.model import Span
from tests.handtrees import discourse


def test_a_description_recalls_its_noun_from_far_away() -> None:
    """More people than are looked at stand between « une bergère » and « la bergère »."""
    crowd = "".join(f"Anne Roux{name} parle. " for name in map(chr, range(ord("a"), ord("z"))))
    text = f"Une bergère est là. {crowd}La bergère rit."
    found = discourse(text)
    start = text.rindex("La bergère")
    span = Span(start, start + len("La bergère"))
    [shepherd] = [one for one in found.referents if "bergère" in one.heads]
    anaphor = anaphors.description(found, "role", span, "bergère")
    assert shepherd in antecedents.candidates(found, anaphor)
    anaphor = anaphors.description(found, "role", span, "meunière")
    assert shepherd not in antecedents.candidates(found, anaphor)


def test_looking_back_over_mentions_does_not_grow_with_the_text() -> None:
    """Somebody who is named in quotes alone, with the same role each time."""

    def looking(count: int) -> Callable[[], object]:
        found = discourse("Luc Petit, maire de Nay, est là. Le maire de Pau dort.")
        petit = next(one for one in found.referents if one.words)
        petit.names *= count
        petit.places = [evolve(petit.places[0], start=at, quote=0) for at in range(-count, 0)]
        span = Span(found.source.text.index("Le maire"), len(found.source.text) - 6)
        anaphor = anaphors.description(found, "role", span, "maire")

        def look() -> None:
            for _ in range(50):
                antecedents.candidates(found, anaphor)
                antecedents.describe(found, anaphor, [petit])

        return look

    assert steepness(looking, 10_000) < LARGER / 2


def test_the_nearest_that_agrees_counts_for_a_pronoun() -> None:
    """« Anne Roux écrit à la mairie. Celle-ci… »: bodies are counted as well."""
    text = "Anne Roux a écrit à la mairie. Celle-ci a répondu."
    found = discourse(text)
    anaphor = anaphors.pronoun(
        "celle", text.index("Celle-ci"), found.source.frame_at(len(text) - 1)
    )
    chosen = antecedents.candidates(found, anaphor)
    near = {
        found.best_name(one): [f for f in features if isinstance(f, str)]
        for one, features in zip(chosen, antecedents.describe(found, anaphor, chosen), strict=False)
    }
    assert "demonstrative,nearest=0" in near["la mairie"]
    assert "demonstrative,nearest=1" in near["Anne Roux"]


def test_the_verb_of_a_pronoun_counts_with_who_spoke_last() -> None:
    text = "Anne Roux parle. Elle poursuit."
    found = discourse(text)
    [roux] = found.referents
    found.speaks(roux)
    anaphor = anaphors.pronoun("elle", text.index("Elle"), found.source.frame_at(len(text) - 1))
    anaphor.verb = "poursuivre"
    features = set(flat(antecedents.describe(found, anaphor, [roux])[0]))
    assert "subject pronoun,verb=poursuivre,speaker=last" in features
    lexical = found.vocabulary.speech_verbs["poursuivre"]
    assert f"subject pronoun,verb:{lexical},speaker=last" in features


def test_a_full_name_is_rather_a_person_than_a_single_one() -> None:
    """« Zoé Aubrac » and « Aubrac » may both be places for all that the lexicons know."""
    text = "Zorvé Aubrac quitte hier Zorvac. Elle part."
    found = discourse(text)
    anaphor = anaphors.pronoun("elle", text.index("Elle"), found.source.frame_at(len(text) - 1))
    chosen = antecedents.candidates(found, anaphor)
    described = antecedents.describe(found, anaphor, chosen)
    kinds = {
        found.best_name(one): set(flat(features))
        for one, features in zip(chosen, described, strict=False)
    }
    assert "subject pronoun,kind=full name" in kinds["Zorvé Aubrac"]
    assert "subject pronoun,kind=name" in kinds["Zorvac"]


@pytest.mark.parametrize(
    ("noun", "may"),
    [
        ("accusé", False),
        ("magistrat", True),
        ("trentenaire", True),
        ("frère", False),
        ("vice-procureur", False),
        ("zorbec", True),
    ],
)
def test_a_description_of_another_field_of_life_is_somebody_else(noun: str, may: bool) -> None:
    """« l'accusé » is no procureur; whose noun says nothing of it may be anybody."""
    text = f"Le procureur Luc Roux parle. Le {noun} rit."
    found = discourse(text)
    start = text.index(f"Le {noun}")
    anaphor = anaphors.description(found, "role", Span(start, start + 3 + len(noun)), noun)
    [roux] = [one for one in found.referents if one.words]
    assert (roux in antecedents.candidates(found, anaphor)) is may


@pytest.mark.parametrize(
    ("quoted", "answers"),
    [("« Ici »", True), ("« Où ? »", False), ("« Ici »" + " et là" * 60 + " « Là »", False)],
)
def test_an_answer_follows_a_question_near_by(quoted: str, answers: bool) -> None:
    text = f"« Qui part ? » demande Luc à Anne. {quoted}"
    last = discourse(text).source.spans[-1].span
    assert antecedents._answers(discourse(text), last) == answers


def test_who_was_addressed_counts_for_an_answer() -> None:
    text = "« Qui part ? » demande Luc Roy à Marc Petit. « Moi », dit-il."
    found = discourse(text)
    anaphor = anaphors.pronoun("il", text.index("il."), found.source.frame_at(len(text) - 1))
    anaphor.quoted = found.source.spans[1].span
    chosen = antecedents.candidates(found, anaphor)
    described = antecedents.describe(found, anaphor, chosen)
    answering = {
        found.best_name(one): "subject pronoun,answer,speaker=no,addressed=1" in set(flat(features))
        for one, features in zip(chosen, described, strict=False)
    }
    assert answering == {"Marc Petit": True, "Luc Roy": False}


@pytest.mark.parametrize(
    ("role", "between", "verb", "going_on", "meant"),
    [
        ("", "", "rétorquer", "other", False),
        ("", "", "ajouter", "same", True),
        ("", "", "nuancer", "other", True),  # may be who spoke
        ("", "Interrogé hier, ", "répondre", "other", True),
        ("", "Un temps passe. ", "répondre", "other", True),
        (", rapporteur,", "", "rétorquer", "other", True),
    ],
)
def test_nobody_answers_himself(
    role: str, between: str, verb: str, going_on: str, meant: bool
) -> None:
    """« … », dit Luc Roy. « … », rétorque le rapporteur."""
    text = f"« Ici », dit Luc Roy{role} hier. {between}« Là », dit le rapporteur."
    found = discourse(text)
    [roy] = [one for one in found.referents if one.words]
    found.speaks(roy)
    start = text.index("le rapporteur")
    anaphor = anaphors.description(found, "role", Span(start, len(text) - 1), "rapporteur")
    anaphor.quoted = found.source.spans[1].span
    anaphor.verb, anaphor.going_on = verb, going_on
    assert antecedents._answers_himself(found, anaphor, roy) is not meant


def test_the_latter_does_not_answer_himself() -> None:
    """« Luc Roy accuse Marc Petit. « … », dit-il. « … », répond ce dernier. »"""
    text = "Luc Roy accuse Marc Petit. « Ici », dit Luc Roy. « Là », dit ce dernier."
    found = discourse(text)
    roy, petit = (one for one in found.referents if one.words)
    found.speaks(roy)
    for verb, chosen in (("répondre", [petit]), ("dire", [roy, petit])):
        anaphor = anaphors.pronoun("celui", text.index("ce dernier"), 2)
        anaphor.quoted = found.source.spans[1].span
        anaphor.verb, anaphor.going_on = verb, "other" if verb == "répondre" else ""
        assert antecedents.candidates(found, anaphor) == chosen


def test_nobody_is_described_by_a_phrase_that_names_him() -> None:
    """« le fils de Luc Roy » is not Luc Roy."""
    text = "Luc Roy part. Le fils de Luc Roy reste."
    found = discourse(text)
    [roy] = [one for one in found.referents if one.words]
    start = text.index("Le fils")
    for end, meant in ((text.index(" reste"), False), (start + len("Le fils"), True)):
        anaphor = anaphors.description(found, "role", Span(start, end), "fils")
        assert (roy in antecedents.candidates(found, anaphor)) is meant


def test_a_masculine_noun_takes_up_the_woman_whom_it_described() -> None:
    text = "Le commandant Anne Roux part. Le commandant rit. Le juge rit."
    found = discourse(text)
    [roux] = [one for one in found.referents if one.words]
    for noun, meant in (("commandant", True), ("juge", False)):
        start = text.rindex(f"Le {noun}")
        span = Span(start, start + len(f"Le {noun}"))
        anaphor = anaphors.description(found, "role", span, noun)
        assert anaphors.compatible(anaphor, roux) is meant


@pytest.mark.parametrize("definite", ["another", "elsewhere"])
def test_some_pronouns_take_up_nobody(definite: str) -> None:
    """« Celui de Rennes », « dit-on au siège »."""
    anaphor = anaphors.pronoun("celui", 0, 0)
    assert anaphor.is_open
    anaphor.definite = definite
    assert not anaphor.is_open


@pytest.mark.parametrize(
    ("description", "meant"),
    [
        ("Le maire de Rennes", False),
        ("Le maire de Nay", True),
        ("Le maire", True),
        ("Le maire du village", True),
        ("Le maire d'ANTS", True),  # an acronym may stand for anything
    ],
)
def test_the_same_office_of_another_place_is_another_s(description: str, meant: bool) -> None:
    found = discourse(f"Le maire de Nay, Luc Roy, parle. {description} rit.")
    [roy] = [one for one in found.referents if one.words == ("luc", "roy")]
    start = found.source.text.rindex(description)
    span = Span(start, start + len(description))
    anaphor = anaphors.description(found, "role", span, description.split()[1])
    assert (roy in antecedents.candidates(found, anaphor)) is meant
